//! The cases of `JSONTestSuite`: what RFC 8259 says of each, what this crate does and why, in six ways in which a reader
//! meets JSON.
//!
//! The suite sorts its cases into those that a reader must accept, must refuse, and may treat in any way. [`must`],
//! [`must_not`] and [`may`] contain these. [`may`] also has the suite's questions about values.

use gcs_prot::json::{self, JsonString, Map, RawJson, Seq};
use gcs_prot::{Error, ErrorKind, json_object};

mod may;
mod must;
mod must_not;

#[allow(dead_code)]
#[path = "../laws/model/mod.rs"]
mod model;

/// The result of this crate for a case.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Ours {
    Accepts,
    /// Refused, with an error of this [name](ErrorKind::name).
    Refuses(&'static str),
    /// Refused where it is kept, because of a duplicate key. An unknown key is ignored, together with its value.
    RefusesKept,
}

use Ours::{Accepts, Refuses, RefusesKept};

/// The reason for a choice that RFC 8259 leaves open, or for a deviation from most readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Why {
    /// An escape of half a surrogate pair is U+FFFD, as in the reference.
    LoneSurrogate,
    /// Numbers keep their digits. The range is checked when a number is read as an integer.
    Digits,
    /// JSON is UTF-8, and all of it is checked. The reference replaces invalid UTF-8 by U+FFFD.
    Utf8,
    /// JSON between systems has no byte order mark. The reference refuses one, too.
    ByteOrderMark,
    /// Readers do not agree on the value of a duplicate key.
    Duplicate,
    /// Keys are distinguished by their bytes, and values are kept unchanged.
    Kept,
}

/// An object that contains none of the suite's cases.
#[json_object]
struct Known {
    /// A known key.
    #[json("Known")]
    known: bool,
}

fn wrapped(before: &str, text: &[u8], after: &str) -> Vec<u8> {
    [before.as_bytes(), text, after.as_bytes()].concat()
}

/// Returns the text between the quotes of a string that contains `text`.
fn escaped(text: &[u8]) -> Vec<u8> {
    let mut escaped = Vec::new();
    for &byte in text {
        match byte {
            b'"' | b'\\' => escaped.extend([b'\\', byte]),
            b'\n' => escaped.extend(b"\\n"),
            0..0x20 => escaped.extend(format!("\\u{byte:04x}").bytes()),
            _ => escaped.push(byte),
        }
    }
    escaped
}

/// Reads a text in each of the six ways, and compares the results with the expected one.
fn check(name: &str, text: &[u8], ours: Ours) {
    let raw = read(text, Raw);
    let kind = raw.as_ref().map_or_else(|error| error.kind().name(), |_| "");
    let expected = match ours {
        Accepts => "",
        Refuses(kind) => kind,
        RefusesKept => ErrorKind::DuplicateKey.name(),
    };
    assert_eq!(kind, expected, "{name}");
    let value = model::document(text, 0).map(|tree| model::write(&tree)).ok();
    assert_eq!(raw.ok(), value, "{name}");

    let is_kept = ours == Accepts;
    let is_ignored = !matches!(ours, Refuses(_));
    // Nothing at all is no value; but no list is needed for an empty one, and an empty string holds no document.
    let is_blank = text.trim_ascii().is_empty();
    let string = escaped(text);
    for (way, is_accepted, result) in [
        ("a list", is_kept || is_blank, read(&wrapped("[", text, "]"), List)),
        ("a map", is_kept, read(&wrapped("{\"a\":", text, "}"), InMap)),
        ("an unknown key", is_ignored, read(&wrapped("{\"Known\":true,\"Unknown\":", text, "}"), Unknown)),
        ("a document in a string", is_kept || text.is_empty(), read(&wrapped("\"", &string, "\""), Document)),
        (
            "an unknown key in that",
            is_ignored,
            read(&wrapped("\"{\\\"Known\\\":true,\\\"Unknown\\\":", &string, "}\""), UnknownInDocument),
        ),
    ] {
        assert_eq!(result.is_ok(), is_accepted, "{name} in {way}: {result:?}");
        let inner = value.as_deref().unwrap_or_default();
        let expected = match way {
            "a list" => format!("[{inner}]"),
            "a map" => format!("{{\"a\":{inner}}}"),
            "a document in a string" => inner.to_owned(),
            _ => "true".to_owned(),
        };
        assert_eq!(result.unwrap_or_else(|_| expected.clone()), expected, "{name} in {way}");
    }
}

/// A way to read. It returns the encoding of the value.
#[derive(Clone, Copy)]
enum Way {
    Raw,
    List,
    InMap,
    Unknown,
    Document,
    UnknownInDocument,
}

use Way::{Document, InMap, List, Raw, Unknown, UnknownInDocument};

fn read(text: &[u8], way: Way) -> Result<String, Error> {
    let (mut text, mut output) = (text.to_vec(), vec![0; text.len() * 6 + 64]);
    let output = &mut output[..];
    let text = &mut text[..];
    let written = match way {
        Raw => json::encode(&json::decode::<RawJson>(text)?, output)?,
        List => json::encode(&json::decode::<Seq<RawJson>>(text)?, output)?,
        InMap => json::encode(&json::decode::<Map<RawJson>>(text)?, output)?,
        Unknown => json::encode(&json::decode::<Known>(text)?.known, output)?,
        Document => match json::decode::<JsonString<Option<RawJson>>>(text)?.0 {
            Some(value) => json::encode(&value, output)?,
            None => &[],
        },
        UnknownInDocument => json::encode(&json::decode::<JsonString<Known>>(text)?.0.known, output)?,
    };
    Ok(String::from_utf8(written.to_vec()).expect("UTF-8"))
}

#[test]
fn what_must_be_accepted_is_accepted() {
    let mut accepted = 0;
    for (name, text) in must::CASES {
        let ours = match must::DEVIATIONS.iter().find(|(other, _)| other == name) {
            Some((_, Why::Duplicate)) => RefusesKept,
            Some((_, why)) => panic!("{name}: no such deviation: {why:?}"),
            None => Accepts,
        };
        check(name, text, ours);
        accepted += usize::from(ours == Accepts);
    }
    assert_eq!((must::CASES.len(), accepted), (95, 95 - must::DEVIATIONS.len()));
}

#[test]
fn what_must_be_refused_is_refused() {
    for (name, text, kind) in must_not::CASES {
        check(name, text, Refuses(kind));
    }
    for (name, unit, count, end) in must_not::DEEP {
        let text = [unit.repeat(*count), end.to_vec()].concat();
        check(name, &text, Refuses("depth"));
    }
    assert_eq!(must_not::CASES.len() + must_not::DEEP.len(), 188);
}

#[test]
fn what_may_be_either_is_as_documented() {
    for (name, text, ours, why) in may::CASES {
        check(name, text, *ours);
        let fits = match why {
            Why::LoneSurrogate | Why::Digits | Why::Kept => *ours == Accepts,
            Why::Utf8 => matches!(ours, Refuses("utf8" | "syntax")),
            Why::ByteOrderMark => *ours == Refuses("syntax"),
            Why::Duplicate => *ours == RefusesKept,
        };
        assert!(fits, "{name}: {ours:?} because of {why:?}");
    }
    // The bound is 64.
    let nested = [b"[".repeat(500), b"]".repeat(500)].concat();
    check("structure_500_nested_arrays", &nested, Refuses("depth"));
    assert_eq!(may::CASES.len() + 1, 35 + 22);
}
