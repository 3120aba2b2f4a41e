//! Tests errors: their kinds, offsets, keys and messages.

use std::collections::HashSet;

use gcs_prot::endpoint::{AnyMethod, NotifyError, RespondError, Violation};
use gcs_prot::json::{self, Decode, JsonString, List, Map, RawJson, Seq};
use gcs_prot::json_object;
use gcs_prot::{Error, ErrorKind, Expected, HResult};

/// An object with one field of each kind.
#[json_object]
struct Sample<'a> {
    #[json("Text")]
    text: &'a str,
    #[json("Byte")]
    byte: u8,
    #[json("Few")]
    few: List<u8, 2>,
    #[json("List")]
    list: Seq<'a, &'a str>,
    #[json("Map")]
    map: Map<'a, u8>,
    #[json("Any")]
    any: RawJson<'a>,
    #[json("Inner")]
    inner: JsonString<Option<Inner<'a>>>,
}

/// A nested document, which has a required nested document.
#[json_object]
struct Inner<'a> {
    #[json("Name")]
    name: &'a str,
    #[json("Must")]
    must: JsonString<RawJson<'a>>,
}

const KINDS: [(ErrorKind, &str); 19] = [
    (ErrorKind::UnexpectedEnd, "end"),
    (ErrorKind::UnexpectedByte, "syntax"),
    (ErrorKind::TrailingBytes, "trailing"),
    (ErrorKind::InvalidEscape, "escape"),
    (ErrorKind::ControlCharacter, "control"),
    (ErrorKind::InvalidUtf8, "utf8"),
    (ErrorKind::TooDeep, "depth"),
    (ErrorKind::DuplicateKey, "duplicate"),
    (ErrorKind::MissingKey, "missing"),
    (ErrorKind::WrongType(Expected::Bool), "type"),
    (ErrorKind::WrongType(Expected::Integer), "type"),
    (ErrorKind::WrongType(Expected::String), "type"),
    (ErrorKind::WrongType(Expected::Array), "type"),
    (ErrorKind::WrongType(Expected::Object), "type"),
    (ErrorKind::OutOfRange, "range"),
    (ErrorKind::Capacity(7), "capacity"),
    (ErrorKind::UnknownResourceType, "resource"),
    (ErrorKind::NestedInRaw, "nested"),
    (ErrorKind::BufferFull, "full"),
];

#[test]
fn each_kind_has_a_name_and_a_description() {
    let mut texts = HashSet::new();
    for (kind, name) in KINDS {
        assert_eq!(kind.name(), name);
        let text = kind.to_string();
        assert!(text.len() > 10 && texts.insert(text.clone()), "{text}");
        let error = Error::new(kind);
        assert_eq!((error.kind(), error.key(), error.offset(), error.to_string()), (kind, None, None, text.clone()));
        let within = error.with_key("Inner").with_key("Outer");
        assert_eq!((within.key(), format!("{within:?}")), (Some("Inner"), format!("Error({text}, key Inner)")));
    }
    assert_eq!(ErrorKind::Capacity(7).to_string(), "more than 7 elements");
}

#[test]
fn every_other_error_has_its_own_description() {
    let error = Error::new(ErrorKind::InvalidUtf8);
    let texts = [
        NotifyError::QueueFull.to_string(),
        RespondError::<AnyMethod>::SessionGone.to_string(),
        Violation::UnknownId.to_string(),
        Violation::WrongIdentifier.to_string(),
        Violation::Unexpected.to_string(),
        Violation::Notification(None).to_string(),
        Violation::Notification(Some(error)).to_string(),
    ];
    assert_eq!(texts.iter().collect::<HashSet<_>>().len(), texts.len());
    assert!(texts[6].contains("invalid UTF-8"));
    assert_eq!(HResult::from_bits(0x8000_4005), HResult::FAIL);
}

fn failure<'a, T: Decode<'a>>(payload: &'a mut [u8]) -> Option<(ErrorKind, Option<u32>, Option<&'static str>)> {
    json::decode::<T>(payload).err().map(|error| (error.kind(), error.offset(), error.key()))
}

/// Checks offsets against the documentation of [`Error::offset`]. The character `^` marks the expected offset and is
/// removed.
#[test]
fn errors_are_where_the_docs_say() {
    let deep = format!(r#"{{"Any":{}^[]"#, "[".repeat(63));
    let deeper = format!(r#"{{"Inner":"{{\"x\":{}^[]"#, "[".repeat(62));
    for (text, kind, key) in [
        // The end of the payload, or of the string around a nested document.
        (r#"{"Text":"a^"#, ErrorKind::UnexpectedEnd, Some("Text")),
        (r#"{"Text":"a"^"#, ErrorKind::UnexpectedEnd, None),
        (r#"{"Any":[1,^"#, ErrorKind::UnexpectedEnd, Some("Any")),
        (r#"{"Any":12^"#, ErrorKind::UnexpectedEnd, None),
        (r#"{"Inner":"{\"Name\":^"}"#, ErrorKind::UnexpectedEnd, Some("Name")),
        (r#"{"Inner":"{\"Name\":\"a^"}"#, ErrorKind::UnexpectedEnd, Some("Name")),
        // The offset of an invalid token is that of its first byte, even if the token is only truncated.
        (r#"{"Any":^tru"#, ErrorKind::UnexpectedByte, Some("Any")),
        (r#"{"Any":^nul}"#, ErrorKind::UnexpectedByte, Some("Any")),
        (r#"{"Any":[^-]}"#, ErrorKind::UnexpectedByte, Some("Any")),
        (r#"{"Byte":^-"#, ErrorKind::UnexpectedByte, Some("Byte")),
        (r#"{"Byte":^1."#, ErrorKind::UnexpectedByte, Some("Byte")),
        (r#"{"Byte":^01}"#, ErrorKind::UnexpectedByte, Some("Byte")),
        (r#"{"Text":"a",^}"#, ErrorKind::UnexpectedByte, None),
        (r#"{"Text":"a" ^"Byte":1}"#, ErrorKind::UnexpectedByte, None),
        (r#"{"Text" ^1}"#, ErrorKind::UnexpectedByte, None),
        (r#"{"Any":[1,^]}"#, ErrorKind::UnexpectedByte, Some("Any")),
        (r#"{"Inner":"{\"Name\":^x}"}"#, ErrorKind::UnexpectedByte, Some("Name")),
        ("^\u{feff}{}", ErrorKind::UnexpectedByte, None),
        (r"{}^x", ErrorKind::TrailingBytes, None),
        (r#"{"Text":"a"} ^x {}"#, ErrorKind::TrailingBytes, None),
        (r#"{"Inner":"{\"Must\":\"1\"}^1"}"#, ErrorKind::TrailingBytes, Some("Inner")),
        // The offset of an escape is that of its backslash. In a nested document, it is that of the first backslash.
        (r#"{"Text":"\n\n^\q"}"#, ErrorKind::InvalidEscape, Some("Text")),
        (r#"{"Text":"\n^\u12"#, ErrorKind::InvalidEscape, Some("Text")),
        (r#"{"Any":["\u0041^\"#, ErrorKind::InvalidEscape, Some("Any")),
        (r#"{"Inner":"{\"Name\":\"\\n^\\q\"}"}"#, ErrorKind::InvalidEscape, Some("Name")),
        ("{\"Text\":\"\\n^\u{1}\"}", ErrorKind::ControlCharacter, Some("Text")),
        (&deep, ErrorKind::TooDeep, Some("Any")),
        (&deeper, ErrorKind::TooDeep, Some("Inner")),
        // The offset of a value is that of its first byte.
        (r#"{"Text": ^7}"#, ErrorKind::WrongType(Expected::String), Some("Text")),
        (r#"{"Byte":^"7"}"#, ErrorKind::WrongType(Expected::Integer), Some("Byte")),
        (r#"{"Byte":^1.5}"#, ErrorKind::WrongType(Expected::Integer), Some("Byte")),
        (r#"{"Byte":^256}"#, ErrorKind::OutOfRange, Some("Byte")),
        (r#"{"Few":[1,^-2]}"#, ErrorKind::OutOfRange, Some("Few")),
        (r#"{"Few":[1,2,^3]}"#, ErrorKind::Capacity(2), Some("Few")),
        (r#"{"Inner":^{}}"#, ErrorKind::WrongType(Expected::String), Some("Inner")),
        (r#"{"Inner":"{\"Name\":\"\",\"Name\":^1}"}"#, ErrorKind::DuplicateKey, Some("Name")),
        // The offset of a duplicate key is after its colon, that of a missing key is after the object, and that of a
        // key of a map is after the map.
        (r#"{"Byte":1,"BYTE":^ 2}"#, ErrorKind::DuplicateKey, Some("Byte")),
        (r#"{"Map":{"a":1,"b":2,"a":3}^,"Byte":1}"#, ErrorKind::DuplicateKey, Some("Map")),
        (r#"{"Inner":"{\"Name\":\"\"}^"}"#, ErrorKind::MissingKey, Some("Must")),
    ] {
        let mark = text.find('^').expect("a mark");
        let payload = text.replace('^', "");
        let place = Some(u32::try_from(mark).expect("small"));
        assert_eq!(failure::<Sample>(&mut payload.clone().into_bytes()), Some((kind, place, key)), "{payload}");
    }
}

/// After an escape, the bytes of a string have moved. Invalid UTF-8 is found only after that.
#[test]
fn invalid_utf8_is_found_at_its_byte_and_less_what_unescaping_took_away_before_it() {
    for (payload, at, key) in [
        (&b"{\"Text\":\"ab\xff\"}"[..], 11, Some("Text")),
        (b"{\"List\":[\"a\",\"b\xc3\"]}", 15, Some("List")),
        (b"{\"Inner\":\"{\\\"Name\\\":\\\"\xff\\\"}\"}", 22, Some("Name")),
        // One escape has two bytes, and one has six.
        (b"{\"Text\":\"\\nb\xff\"}", 11, Some("Text")),
        (b"{\"Text\":\"\\u0041\xff\"}", 10, Some("Text")),
        // An escape in another string has no effect.
        (b"{\"List\":[\"\\n\\n\",\"b\xc3\"]}", 18, Some("List")),
        (b"{\"Text\":\"\\n\\n\",\"Any\":\"\xf0\"}", 22, Some("Any")),
    ] {
        let expected = Some((ErrorKind::InvalidUtf8, Some(at), key));
        assert_eq!(failure::<Sample>(&mut payload.to_vec()), expected, "{}", payload.escape_ascii());
    }
}

/// A nested document is unescaped from the first escape that has an unusual spelling, and so are offsets.
#[test]
fn offsets_in_a_document_that_had_to_be_unescaped_count_its_bytes() {
    let text = r#"{"Inner":"{\"Name\":\u0037}"}"#;
    let expected = Some((ErrorKind::WrongType(Expected::String), Some(20), Some("Name")));
    assert_eq!(failure::<Sample>(&mut text.to_owned().into_bytes()), expected);
    let text = r#"{"Inner":"{\u0022Name\":\"\",\"Name\":\"\"}"}"#;
    // Both objects begin at byte 10. The text after that has lost five bytes, and then one for each quote.
    let expected = Some((ErrorKind::DuplicateKey, Some(10 + 18), Some("Name")));
    assert_eq!(failure::<Sample>(&mut text.to_owned().into_bytes()), expected);
    // Offsets after the string are not affected.
    let text = r#"{"Inner":"\u007b\"Must\":\"1\"}","Byte":x}"#;
    let expected =
        Some((ErrorKind::UnexpectedByte, text.find('x').map(|at| u32::try_from(at).expect("small")), Some("Byte")));
    assert_eq!(failure::<Sample>(&mut text.to_owned().into_bytes()), expected);
}

#[test]
fn an_error_of_encoding_is_at_no_place() {
    let mut payload = *br#"{"List":["a"]}"#;
    let sample: Sample = json::decode(&mut payload).expect("a sample");
    let error = json::encode(&sample, &mut [0; 3]).expect_err("no room");
    assert_eq!((error.kind(), error.offset()), (ErrorKind::BufferFull, None));
}

#[test]
fn errors_are_small() {
    assert!(size_of::<Error>() <= 24, "{}", size_of::<Error>());
}

/// A long string with a NUL is moved up when it is settled, and so is the invalid UTF-8 after the NUL.
#[test]
fn invalid_utf8_behind_a_nul_is_found_at_its_byte() {
    let text = [b"\"\\u0000".as_slice(), &[b'a'; 80], b"\xff\""].concat();
    assert_eq!(failure::<RawJson>(&mut text.clone()), Some((ErrorKind::InvalidUtf8, Some(1 + 1 + 80), None)));
}

#[test]
fn the_offset_behind_an_escape_in_a_document_is_that_in_the_payload() {
    for escape in [r#"\\\""#, r"\\\\", r"\\n"] {
        let text = format!(r#"{{"Inner":"{{\"Name\":\"a{escape}b\",\"Must\":1}}"}}"#);
        let error = json::decode::<Sample>(&mut text.clone().into_bytes()).map(drop).expect_err(&text);
        let expected = (ErrorKind::WrongType(Expected::String), Some("Must"), text.find("1}"));
        let offset = error.offset().map(|offset| offset as usize);
        assert_eq!((error.kind(), error.key(), offset), expected, "{text}");
    }
}
