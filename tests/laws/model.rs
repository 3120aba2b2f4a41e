//! A second implementation of how the reference reads and writes JSON. It is slow and small, and meant to be obviously
//! correct.
//!
//! It copies what it reads, represents a type as data ([`Type`]) instead of code, and shares nothing with the crate. If
//! the two disagree, one of them is wrong.

use std::fmt::Write;

/// Any JSON value. Numbers keep their spelling, and objects keep the order of their keys and duplicate keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// The error for a document that is rejected. The model does not give a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

type Result<T> = std::result::Result<T, Refused>;

/// The maximum nesting depth of arrays and objects, including nested documents.
const MAX_DEPTH: usize = 64;

/// Parses a whole document that is nested in `depth` arrays and objects.
pub fn parse(text: &[u8], depth: usize) -> Result<Tree> {
    let text = std::str::from_utf8(text).map_err(|_| Refused)?;
    let mut parser = Parser { rest: text, depth };
    let tree = parser.value()?;
    parser.skip_space();
    if parser.rest.is_empty() { Ok(tree) } else { Err(Refused) }
}

struct Parser<'t> {
    rest: &'t str,
    depth: usize,
}

impl Parser<'_> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// Consumes `token` if it comes next, and returns whether it did.
    fn consume(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Consumes white space and then `token`, which must follow.
    fn expect(&mut self, token: &str) -> Result<()> {
        self.skip_space();
        if self.consume(token) { Ok(()) } else { Err(Refused) }
    }

    fn value(&mut self) -> Result<Tree> {
        self.skip_space();
        match self.rest.bytes().next().ok_or(Refused)? {
            b'n' if self.consume("null") => Ok(Tree::Null),
            b't' if self.consume("true") => Ok(Tree::Bool(true)),
            b'f' if self.consume("false") => Ok(Tree::Bool(false)),
            b'"' => self.text().map(Tree::Text),
            b'-' | b'0'..=b'9' => self.number(),
            b'[' => self.bracketed("[", "]", Self::value).map(Tree::Array),
            b'{' => {
                let entry = |parser: &mut Self| {
                    parser.skip_space();
                    let key = parser.text()?;
                    parser.expect(":")?;
                    Ok((key, parser.value()?))
                };
                self.bracketed("{", "}", entry).map(Tree::Object)
            }
            _ => Err(Refused),
        }
    }

    /// Parses items between brackets, separated by commas.
    fn bracketed<T>(&mut self, open: &str, close: &str, item: impl Fn(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        self.expect(open)?;
        if self.depth == MAX_DEPTH {
            return Err(Refused);
        }
        self.depth += 1;
        let mut items = Vec::new();
        self.skip_space();
        if !self.consume(close) {
            loop {
                items.push(item(self)?);
                self.skip_space();
                if self.consume(close) {
                    break;
                }
                self.expect(",")?;
            }
        }
        self.depth -= 1;
        Ok(items)
    }

    fn number(&mut self) -> Result<Tree> {
        let whole = self.rest;
        self.consume("-");
        if !self.consume("0") {
            self.digits()?;
        }
        if self.consume(".") {
            self.digits()?;
        }
        if self.consume("e") || self.consume("E") {
            let _sign = self.consume("+") || self.consume("-");
            self.digits()?;
        }
        Ok(Tree::Number(whole[..whole.len() - self.rest.len()].to_owned()))
    }

    fn digits(&mut self) -> Result<()> {
        let rest = self.rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
        if rest.len() == self.rest.len() {
            return Err(Refused);
        }
        self.rest = rest;
        Ok(())
    }

    fn text(&mut self) -> Result<String> {
        if !self.consume("\"") {
            return Err(Refused);
        }
        let mut text = String::new();
        loop {
            let next = self.rest.chars().next().ok_or(Refused)?;
            self.rest = &self.rest[next.len_utf8()..];
            match next {
                '"' => return Ok(text),
                '\\' => text.push(self.escape()?),
                '\0'..' ' => return Err(Refused),
                next => text.push(next),
            }
        }
    }

    /// Returns the character that an escape represents. The backslash has been consumed.
    fn escape(&mut self) -> Result<char> {
        for (letter, meaning) in [
            ("\"", '"'),
            ("\\", '\\'),
            ("/", '/'),
            ("b", '\u{8}'),
            ("f", '\u{c}'),
            ("n", '\n'),
            ("r", '\r'),
            ("t", '\t'),
        ] {
            if self.consume(letter) {
                return Ok(meaning);
            }
        }
        if !self.consume("u") {
            return Err(Refused);
        }
        let first = self.unit()?;
        let after = self.rest;
        if (0xd800..0xdc00).contains(&first)
            && self.consume("\\u")
            && let Ok(second @ 0xdc00..0xe000) = self.unit()
        {
            return char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)).ok_or(Refused);
        }
        // This is not a pair, so what follows the first unit is read separately.
        self.rest = after;
        Ok(char::from_u32(first).unwrap_or('\u{fffd}'))
    }

    fn unit(&mut self) -> Result<u32> {
        let digits = self.rest.get(..4).ok_or(Refused)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(Refused);
        }
        self.rest = &self.rest[4..];
        u32::from_str_radix(digits, 16).map_err(|_| Refused)
    }
}

/// Writes a value like the reference.
pub fn write(tree: &Tree) -> String {
    let list = |items: Vec<String>| items.join(",");
    match tree {
        Tree::Null => "null".into(),
        Tree::Bool(value) => value.to_string(),
        Tree::Number(text) => text.clone(),
        Tree::Text(text) => write_text(text),
        Tree::Array(items) => format!("[{}]", list(items.iter().map(write).collect())),
        Tree::Object(entries) => {
            let entry = |(key, value): &(String, Tree)| format!("{}:{}", write_text(key), write(value));
            format!("{{{}}}", list(entries.iter().map(entry).collect()))
        }
    }
}

fn write_text(text: &str) -> String {
    let mut written = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\u{8}' => written.push_str("\\b"),
            '\u{c}' => written.push_str("\\f"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(written, "\\u{:04x}", u32::from(character));
            }
            other => written.push(other),
        }
    }
    written + "\""
}

/// A type, as data.
#[derive(Debug)]
pub enum Type {
    Text,
    Bool,
    Unsigned(u64),
    Signed(i64),
    Optional(&'static Type),
    /// A list of any length. It stays in the buffer.
    Seq(&'static Type),
    Map(&'static Type),
    /// A list with a capacity.
    List(&'static Type, usize),
    Any,
    /// A required or an optional nested document.
    Document(&'static Type),
    OptionalDocument(&'static Type),
    /// An object that stays in the buffer. It is absent by default.
    Lazy(&'static Type),
    Object(&'static [Field]),
}

/// A field: its key, its type, and whether it is omitted when empty.
#[derive(Debug)]
pub struct Field(pub &'static str, pub Type, pub bool);

/// The maximum number of keys of a map whose keys are not in ascending order.
const MAX_UNSORTED: usize = 512;

/// The location of a value: the number of arrays and objects around it, and whether it is in a value that was kept as raw
/// JSON, in which nested documents cannot be read.
#[derive(Clone, Copy)]
pub struct Location {
    pub depth: usize,
    pub raw: bool,
}

impl Location {
    fn nested(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

/// Decodes `tree` as a type, and returns the value that would be encoded again.
pub fn decode(of: &Type, tree: &Tree, location: Location) -> Result<Tree> {
    Ok(match (of, tree) {
        (_, Tree::Null) if is_required(of) => return Err(Refused),
        (_, Tree::Null) => default(of),
        (Type::Text, Tree::Text(_)) | (Type::Bool, Tree::Bool(_)) => tree.clone(),
        (Type::Any, _) => reject_duplicates(tree)?,
        (Type::Unsigned(max), Tree::Number(text)) => {
            let value: u64 = text.parse().map_err(|_| Refused)?;
            if value > *max {
                return Err(Refused);
            }
            Tree::Number(value.to_string())
        }
        (Type::Signed(max), Tree::Number(text)) => {
            let value: i64 = text.parse().map_err(|_| Refused)?;
            if value > *max || value < -*max - 1 {
                return Err(Refused);
            }
            Tree::Number(value.to_string())
        }
        (Type::Optional(of), tree) => decode(of, tree, location)?,
        (Type::Seq(of), Tree::Array(items)) => {
            Tree::Array(items.iter().map(|item| decode(of, item, location.nested())).collect::<Result<_>>()?)
        }
        (Type::List(of, capacity), Tree::Array(items)) if items.len() <= *capacity => {
            Tree::Array(items.iter().map(|item| decode(of, item, location.nested())).collect::<Result<_>>()?)
        }
        (Type::Map(of), Tree::Object(entries)) => {
            check_keys(entries)?;
            let value = |(key, value): &(String, Tree)| Ok((key.clone(), decode(of, value, location.nested())?));
            Tree::Object(entries.iter().map(value).collect::<Result<_>>()?)
        }
        (Type::Document(_) | Type::OptionalDocument(_), Tree::Text(_)) if location.raw => return Err(Refused),
        (Type::OptionalDocument(_), Tree::Text(text)) if text.is_empty() => default(of),
        (Type::Document(inner) | Type::OptionalDocument(inner), Tree::Text(text)) => {
            let tree = parse(text.as_bytes(), location.depth)?;
            Tree::Text(write(&decode(inner, &tree, location)?))
        }
        (Type::Lazy(of), Tree::Object(_)) => decode(of, tree, location)?,
        (Type::Object(fields), Tree::Object(entries)) => object(fields, entries, location)?,
        _ => return Err(Refused),
    })
}

fn object(fields: &[Field], entries: &[(String, Tree)], location: Location) -> Result<Tree> {
    let mut values: Vec<Option<&Tree>> = vec![None; fields.len()];
    for (key, value) in entries {
        let exact = fields.iter().position(|field| field.0 == key);
        let folded = key.replace('\u{17f}', "s").replace('\u{212a}', "k");
        let Some(index) = exact.or_else(|| fields.iter().position(|field| field.0.eq_ignore_ascii_case(&folded)))
        else {
            continue;
        };
        if values[index].replace(value).is_some() {
            return Err(Refused);
        }
    }
    let mut written = Vec::new();
    for (Field(key, of, omit_empty), value) in fields.iter().zip(values) {
        let value = value.unwrap_or(&Tree::Null);
        let value = decode(of, value, location.nested())?;
        if !(*omit_empty && is_empty(of, &value)) {
            written.push(((*key).to_owned(), value));
        }
    }
    Ok(Tree::Object(written))
}

/// Rejects duplicate keys, and too many keys that are not in ascending order.
fn check_keys(entries: &[(String, Tree)]) -> Result<()> {
    let mut keys: Vec<_> = entries.iter().map(|entry| &entry.0).collect();
    let sorted = keys.is_sorted();
    keys.sort();
    keys.dedup();
    if keys.len() < entries.len() || !sorted && keys.len() > MAX_UNSORTED { Err(Refused) } else { Ok(()) }
}

/// Returns the tree if no object in it has duplicate keys.
pub fn reject_duplicates(tree: &Tree) -> Result<Tree> {
    match tree {
        Tree::Array(items) => items.iter().try_for_each(|item| reject_duplicates(item).map(drop))?,
        Tree::Object(entries) => {
            check_keys(entries)?;
            entries.iter().try_for_each(|(_, value)| reject_duplicates(value).map(drop))?;
        }
        _ => {}
    }
    Ok(tree.clone())
}

/// Returns whether a type rejects `null`: a required document, and an object that contains one.
fn is_required(of: &Type) -> bool {
    match of {
        Type::Document(_) => true,
        Type::Object(fields) => fields.iter().any(|field| is_required(&field.1)),
        _ => false,
    }
}

/// Returns the value that is written for an absent field.
fn default(of: &Type) -> Tree {
    match of {
        Type::Text | Type::OptionalDocument(_) => Tree::Text(String::new()),
        Type::Bool => Tree::Bool(false),
        Type::Unsigned(_) | Type::Signed(_) => Tree::Number("0".into()),
        Type::Optional(_) | Type::Seq(_) | Type::Map(_) | Type::Any | Type::Lazy(_) => Tree::Null,
        Type::List(..) => Tree::Array(Vec::new()),
        Type::Document(of) => Tree::Text(write(&default(of))),
        Type::Object(fields) => {
            let field = |field: &Field| (field.0.to_owned(), default(&field.1));
            Tree::Object(
                fields.iter().filter(|field| !(field.2 && is_empty(&field.1, &default(&field.1)))).map(field).collect(),
            )
        }
    }
}

fn is_empty(of: &Type, value: &Tree) -> bool {
    match (of, value) {
        (Type::Object(_) | Type::Document(_), _) => false,
        // A pointer is empty if it is nil, regardless of the value it points to.
        (Type::Optional(_) | Type::Any | Type::Lazy(_), value) => *value == Tree::Null,
        (_, Tree::Null | Tree::Bool(false)) => true,
        (_, Tree::Bool(true)) => false,
        (_, Tree::Number(text)) => text == "0",
        (_, Tree::Text(text)) => text.is_empty(),
        (_, Tree::Array(items)) => items.is_empty(),
        (_, Tree::Object(entries)) => entries.is_empty(),
    }
}
