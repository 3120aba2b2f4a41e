//! The command line of `conformance`.

use std::time::Duration;

use gcs_prot::json::Docs;

use super::types::{self, Family, Visitor};
use super::vector::Vector;

pub const USAGE: &str = "\
usage: conformance [--check COMMAND] [OPTIONS] [FILE...]

Reads vectors from the files, or from standard input. A vector is a line with a
JSON object that has `type`, and `payload` or `payload_hex`.
examples/CONFORMANCE.md describes the lines.

Without --check, writes this crate's answer to each vector:
{\"ok\":true,\"canonical\":\"...\"} or {\"ok\":false,\"error\":\"...\"}.

With --check, starts COMMAND, writes each vector to its standard input, reads
its answer, and prints each answer that differs from the expected one: from the
reference's answer, which is the vector's `ok` and `canonical`, or without them
from this crate's. COMMAND is split into words as a shell splits them, and no
shell runs it.

  --check COMMAND    the implementation under test
  --types A,B        use only vectors of these types
  --only TEXT        use only vectors whose name contains TEXT
  --role ROLE        use only the messages that a guest reads, or only those
                     that a host reads: guest or host
  --random COUNT     add COUNT random payloads of the chosen types, one in four
                     of them invalid; without FILE, use only these. Without
                     --check, write them as vectors. This needs the feature
                     `arbitrary`
  --seed N           the seed for --random (default: 1); the same seed makes the
                     same payloads
  --strict           require that the implementation refuses what this crate
                     refuses and the reference accepts: duplicate keys, invalid
                     UTF-8 and deep nesting; by default, either answer is right
  --timeout SECONDS  how long to wait for each answer (default: 10)
  --help             print this text

The exit status is 0 if no answer differs, 1 if one does, and 2 if nothing could
be tested.";

/// The parsed command line.
pub struct Arguments {
    pub check: Option<String>,
    pub files: Vec<String>,
    pub is_strict: bool,
    pub timeout: Duration,
    pub random: Option<usize>,
    pub seed: u64,
    types: Vec<String>,
    only: Option<String>,
    role: Option<Role>,
}

/// Who reads the messages.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Guest,
    Host,
}

impl Arguments {
    /// Parses the command line. Returns `None` if help was requested.
    pub fn parse(mut words: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut parsed = Self {
            check: None,
            files: Vec::new(),
            is_strict: false,
            timeout: Duration::from_secs(10),
            random: None,
            seed: 1,
            types: Vec::new(),
            only: None,
            role: None,
        };
        let mut useless = Vec::new();
        while let Some(word) = words.next() {
            useless.push(needs(&word));
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
            match &*word {
                "--help" | "-h" => return Ok(None),
                "--check" => parsed.check = Some(value()?),
                "--strict" => parsed.is_strict = true,
                "--only" => parsed.only = Some(value()?),
                "--types" => parsed.types = value()?.split(',').map(|name| name.trim().to_owned()).collect(),
                "--seed" => parsed.seed = number(&word, &value()?)?,
                "--random" => {
                    let count = number(&word, &value()?)?;
                    parsed.random = Some(usize::try_from(count).map_err(|_| "--random is too large")?);
                }
                "--timeout" => parsed.timeout = Duration::from_secs(number(&word, &value()?)?),
                "--role" => {
                    parsed.role = Some(match &*value()? {
                        "guest" => Role::Guest,
                        "host" => Role::Host,
                        other => return Err(format!("--role is guest or host, not {other}")),
                    });
                }
                option if option.starts_with('-') => return Err(format!("unknown option {option}")),
                _ => parsed.files.push(word),
            }
        }
        if let Some(unknown) = parsed.types.iter().find(|name| !types::NAMES.contains(&&***name)) {
            return Err(format!("--types: unknown type {unknown}. The types are: {}", types::NAMES.join(", ")));
        }
        if let Some((option, needed)) = useless.into_iter().flatten().find(|(_, needed)| !parsed.has_any(needed)) {
            return Err(format!("{option} has no effect without {}", needed.join(" or ")));
        }
        Ok(Some(parsed))
    }

    /// Whether one of these options was given.
    fn has_any(&self, options: &[&str]) -> bool {
        options.contains(&"--check") && self.check.is_some() || options.contains(&"--random") && self.random.is_some()
    }

    /// Returns whether a vector is selected.
    pub fn chooses(&self, vector: &Vector) -> bool {
        self.only.as_ref().is_none_or(|part| vector.name.contains(part)) && self.chooses_type(&vector.type_name)
    }

    /// Returns whether vectors of a type are selected.
    pub fn chooses_type(&self, name: &str) -> bool {
        (self.types.is_empty() || self.types.iter().any(|chosen| chosen == name))
            && self.role.is_none_or(|role| reader(name).is_none_or(|reader| reader == role))
    }
}

/// Returns the option's name, and the options of which it needs one to have an effect.
fn needs(option: &str) -> Option<(&'static str, &'static [&'static str])> {
    Some(match option {
        "--only" => ("--only", &["--check"]),
        "--strict" => ("--strict", &["--check"]),
        "--timeout" => ("--timeout", &["--check"]),
        "--types" => ("--types", &["--check", "--random"]),
        "--role" => ("--role", &["--check", "--random"]),
        "--seed" => ("--seed", &["--random"]),
        _ => return None,
    })
}

fn number(option: &str, text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("{option} needs a number, not {text}"))
}

/// Returns who reads values of this type according to its documentation, or `None` if both do.
fn reader(name: &str) -> Option<Role> {
    let text = types::visit(name, DocsOf)?.text();
    if text.starts_with("Host -> guest") {
        Some(Role::Guest)
    } else if text.starts_with("Guest -> host") {
        Some(Role::Host)
    } else {
        None
    }
}

struct DocsOf;

impl Visitor for DocsOf {
    type Output = &'static Docs;

    fn visit<T: for<'a> Family<'a>>(self) -> &'static Docs {
        use gcs_prot::json::Decode;
        <T as Family<'_>>::Type::DOCS
    }
}
