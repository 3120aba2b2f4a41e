//! Compares JSON that is read in place with two other implementations. The [model](super::model) of the reference gives the
//! verdict and the value, and `serde_json` shows that the model reads JSON correctly.

use std::fmt::Write;

use gcs_prot::Error;
use gcs_prot::json::{self, Decode, Encode, RawJson};

use super::implementation::Implementation;
use super::model::{self, Location, Tree, Type};
use super::sample::{SAMPLE, Sample};

/// Checks the law. The first byte says what the others are:
///
/// 0. any JSON;
/// 1. the sample;
/// 2. the sample, decoded from JSON that was kept in the buffer;
/// 3. the inside of a string, without its quotes, that holds any JSON;
/// 4. the sample, whose `Inner` is such a string;
/// 5. eight bytes that select the spelling of each character, then any JSON, which is escaped and put into a string;
/// 6. the same, where the string is `Inner` of the sample and holds another one;
/// 7. a string, with its quotes, that holds any JSON.
pub fn check(implementation: &impl Implementation, data: &[u8]) {
    let Some((kind, data)) = data.split_first() else { return };
    let quoted = |before: &str, text: &[u8], after: &str| [before.as_bytes(), text, after.as_bytes()].concat();
    match kind % 8 {
        0 => check_any(implementation, data),
        1 => check_sample(implementation, data),
        2 => check_kept(data),
        3 => check_document(implementation, &quoted("\"", data, "\"")),
        4 => check_sample(implementation, &quoted("{\"Inner\":\"", data, "\"}")),
        7 => check_document(implementation, data),
        way => {
            let (styles, text) = data.split_at(data.len().min(8));
            let Ok(text) = std::str::from_utf8(text) else { return };
            let escaped = escape(text, styles);
            if way == 5 {
                check_document(implementation, &quoted("\"", escaped.as_bytes(), "\""));
            } else {
                let deeper = format!("{{\"Name\":\"\",\"Deeper\":\"{escaped}\"}}");
                let deeper = escape(&deeper, styles.get(1..).unwrap_or_default());
                check_sample(implementation, &quoted("{\"Inner\":\"", deeper.as_bytes(), "\"}"));
            }
        }
    }
}

/// Checks the verdict on any JSON, and its canonical form.
pub fn check_any(implementation: &impl Implementation, text: &[u8]) {
    check_against_serde(text);
    hold(implementation, "Any", text, any(text).as_deref());
    let mut buffer = text.to_vec();
    let mut copy = text.to_vec();
    let value = json::decode::<RawJson>(&mut buffer);
    check_place(text, value.as_ref().err());
    if let Ok(value) = value {
        let _ = format!("{value:?}");
        let copy = json::decode::<RawJson>(&mut copy).expect("decoded before");
        assert!(value == copy, "not equal to itself: {}", text.escape_ascii());
    }
}

/// Checks that an error is the one that the model finds, at the same place.
fn check_place(text: &[u8], error: Option<&Error>) {
    let (Some(error), Err(fault)) = (error, model::document(text, 0)) else { return };
    let mut kind = error.kind().name();
    if kind == "capacity" {
        // The model does not distinguish too many unsorted keys from duplicate keys.
        kind = "duplicate";
    }
    let offset = error.offset().and_then(|offset| usize::try_from(offset).ok());
    assert_eq!((kind, offset), (fault.kind, Some(fault.offset())), "of {}", text.escape_ascii());
}

/// Compares the result of an implementation for a text with that of the model.
fn hold(implementation: &impl Implementation, type_name: &str, text: &[u8], expected: Option<&str>) {
    if let Some(written) = implementation.rewrite(type_name, text) {
        let written = written.ok().map(|written| String::from_utf8(written).expect("UTF-8"));
        assert_same(text, written.as_deref(), expected);
    }
}

/// Returns the canonical form of any JSON, by the model.
fn any(text: &[u8]) -> Option<String> {
    model::document(text, 0).map(|tree| model::write(&tree)).ok()
}

/// Checks a string that holds any JSON, or nothing.
pub fn check_document(implementation: &impl Implementation, text: &[u8]) {
    hold(implementation, "Document", text, expected(&Type::OptionalDocument(&Type::Any), text, false).as_deref());
}

/// Checks an object with every kind of field.
pub fn check_sample(implementation: &impl Implementation, text: &[u8]) {
    hold(implementation, "Sample", text, expected(&SAMPLE, text, false).as_deref());
}

/// Checks the same object, decoded from a value that was kept in the buffer. The two readers agree, except on documents in
/// strings.
pub fn check_kept(text: &[u8]) {
    let mut buffer = text.to_vec();
    let Ok(any) = json::decode::<RawJson>(&mut buffer) else {
        return assert_same(text, None, any(text).as_deref());
    };
    let value = any.parse::<Sample>();
    assert_same(text, written(value.as_ref()).as_deref(), expected(&SAMPLE, text, true).as_deref());
}

fn expected(of: &Type, text: &[u8], settled: bool) -> Option<String> {
    let tree = model::parse(text, 0).ok()?;
    model::decode(of, &tree, Location { depth: 0, raw: settled }).ok().map(|tree| model::write(&tree))
}

/// Encodes a value, if it was decoded and each of its elements can be.
fn written<'a, T: Decode<'a> + Encode>(value: Result<&T, &Error>) -> Option<String> {
    let value = value.ok()?;
    let mut output = vec![0xa5; 1 << 16];
    loop {
        match json::encode(value, &mut output) {
            Ok(written) => return Some(String::from_utf8(written.to_vec()).expect("UTF-8")),
            Err(error) => assert_eq!(error.kind(), gcs_prot::ErrorKind::BufferFull),
        }
        output.resize(output.len() * 4, 0xa5);
    }
}

fn assert_same(text: &[u8], ours: Option<&str>, model: Option<&str>) {
    assert_eq!(ours, model, "of {}", text.escape_ascii());
}

/// Checks that the model and `serde_json` accept the same JSON, and that the model writes the same value.
///
/// This skips where the two differ on purpose: lone surrogates, nesting, and numbers beyond a double.
fn check_against_serde(text: &[u8]) {
    let serde = serde_json::from_slice::<serde_json::Value>(text);
    match (model::parse(text, 0), serde) {
        (Ok(tree), Ok(value)) => {
            let again: serde_json::Value = serde_json::from_str(&model::write(&tree)).expect("was accepted before");
            assert_eq!(again, value, "of {}", text.escape_ascii());
        }
        (Ok(_), Err(error)) => {
            let surrogate = text.windows(3).any(|at| at.eq_ignore_ascii_case(b"\\ud"));
            let huge = error.to_string().contains("number out of range");
            assert!(surrogate || huge, "{error}: {}", text.escape_ascii());
        }
        (Err(_), Ok(value)) => assert!(depth(&value) > 64, "{}", text.escape_ascii()),
        (Err(_), Err(_)) => {}
    }
}

fn depth(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        serde_json::Value::Object(map) => 1 + map.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Returns the inside of a string. `styles` select the spelling of each character.
pub fn escape(text: &str, styles: &[u8]) -> String {
    let mut styles = styles.iter().copied().chain([0]).cycle();
    let mut escaped = String::new();
    for character in text.chars() {
        let style = styles.next().unwrap_or(0);
        let short = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\u{8}' => "\\b",
            '\u{c}' => "\\f",
            '/' => "\\/",
            _ => "",
        };
        let must = matches!(character, '"' | '\\' | '\0'..' ');
        match style % 16 {
            0 => unicode(&mut escaped, character, false),
            1 => unicode(&mut escaped, character, true),
            2 if !short.is_empty() => escaped.push_str(short),
            _ if must && short.is_empty() => unicode(&mut escaped, character, style & 16 != 0),
            _ if must => escaped.push_str(short),
            _ => escaped.push(character),
        }
    }
    escaped
}

fn unicode(escaped: &mut String, character: char, upper: bool) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        let _ = if upper { write!(escaped, "\\u{unit:04X}") } else { write!(escaped, "\\u{unit:04x}") };
    }
}

/// Returns the result of the model for a document, for tests that examine it.
#[allow(dead_code)]
pub fn tree(text: &[u8]) -> Option<Tree> {
    model::parse(text, 0).ok()
}
