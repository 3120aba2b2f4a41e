//! What the JSON reader and writer promise, rule by rule.

use gcs_prot::json::{self, Decode, Encode, JsonString, Lazy, List, Map, RawJson, Seq};
use gcs_prot::{Error, ErrorKind, Expected};

gcs_prot::json_object! {
    /// One field of each sort.
    struct Sample<'a> {
        text: &'a str = "Text",
        flag: bool = "Flag" omitempty,
        byte: u8 = "Byte" omitempty,
        count: u64 = "Count" omitempty,
        level: i32 = "Level" omitempty,
        depth: i64 = "Depth" omitempty,
        maybe: Option<u32> = "Maybe" omitempty,
        list: Seq<'a, &'a str> = "List" omitempty,
        map: Map<'a, u8> = "Map" omitempty,
        few: List<u16, 3> = "Few" omitempty,
        any: RawJson<'a> = "Any" omitempty,
        inner: JsonString<Option<Inner<'a>>> = "Inner" omitempty,
        late: Lazy<'a, Inner<'a>> = "Late" omitempty,
        hidden: &'a str = "Hidden" omitempty secret,
    }
}

gcs_prot::json_object! {
    /// A document in a string.
    struct Inner<'a> {
        name: &'a str = "Name",
        names: Seq<'a, &'a str> = "Names" omitempty,
        deeper: JsonString<Option<Leaf<'a>>> = "Deeper" omitempty,
    }
}

gcs_prot::json_object! {
    /// A document in a string in a document in a string.
    struct Leaf<'a> {
        leaf: &'a str = "Leaf",
        deeper: JsonString<Option<RawJson<'a>>> = "Deeper" omitempty,
    }
}

gcs_prot::json_object! {
    /// A document that must be there.
    struct Needs<'a> {
        inner: JsonString<Inner<'a>> = "Inner",
    }
}

/// Decodes, walks and encodes again.
fn round_trip<T: for<'a> Of<'a>>(text: &str) -> Result<String, Error> {
    let mut text = text.as_bytes().to_vec();
    let mut output = vec![0xa5; text.len() * 6 + 256];
    let value: <T as Of<'_>>::Type = json::decode(&mut text)?;
    value.check()?;
    Ok(String::from_utf8(json::encode(&value, &mut output)?.to_vec()).expect("UTF-8"))
}

trait Of<'a> {
    type Type: Decode<'a> + Encode;
}

macro_rules! of {
    ($($name:ident = $type:ty;)*) => {$(
        struct $name;
        impl<'a> Of<'a> for $name {
            type Type = $type;
        }
    )*};
}

of! {
    AnyJson = RawJson<'a>;
    Samples = Sample<'a>;
    Inners = Needs<'a>;
    Strings = Seq<'a, &'a str>;
    Unsigned = Seq<'a, u64>;
    Texts = Map<'a, &'a str>;
    Text = &'a str;
}

fn sample(text: &str) -> Result<String, Error> {
    round_trip::<Samples>(text)
}

fn kind<T>(result: Result<T, Error>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind())
}

#[test]
fn fields_are_written_in_their_order_and_empty_ones_left_out() {
    let all = r#"{"Text":"t","Flag":true,"Byte":255,"Count":18446744073709551615,"Level":-2147483648,"Depth":-9223372036854775808,"Maybe":0,"List":["a",""],"Map":{"k":1},"Few":[1,2,3],"Any":{"x":[1.50,null,true]},"Inner":"{\"Name\":\"n\",\"Names\":[\"b\"]}","Late":{"Name":""},"Hidden":"h"}"#;
    assert_eq!(sample(all).as_deref(), Ok(all));
    assert_eq!(sample("{}").as_deref(), Ok(r#"{"Text":""}"#));
    assert_eq!(
        sample(r#"{"Hidden":"","Flag":false,"Byte":0,"List":[],"Map":{},"Few":[],"Inner":"","Any":null}"#).as_deref(),
        Ok(r#"{"Text":""}"#)
    );
}

#[test]
fn keys_match_in_any_case_but_the_exact_one_first() {
    assert_eq!(sample(r#"{"tExT":"a","MAYBE":7}"#).as_deref(), Ok(r#"{"Text":"a","Maybe":7}"#));
    // Case is a matter of ASCII: the Kelvin sign is no K.
    assert_eq!(sample("{\"fla\u{212a}\":true}").as_deref(), Ok(r#"{"Text":""}"#));
}

#[test]
fn keys_may_be_escaped_and_come_in_any_order() {
    assert_eq!(
        sample(r#"{"M\u0061ybe":3,"\u0054ext":"x","Byte":1}"#).as_deref(),
        Ok(r#"{"Text":"x","Byte":1,"Maybe":3}"#)
    );
}

#[test]
fn unknown_keys_are_checked_and_ignored() {
    let text = r#"{"":0,"x":{"a":[{},[],{"b":"\u0000"}],"a":-0.5e+3},"Text":"t","Textt":[[[]]],"Tex":"{\"a\":1"}"#;
    assert_eq!(sample(text).as_deref(), Ok(r#"{"Text":"t"}"#));
    for bad in ["01", "1.", "-", "1e", "[1,]", "{\"a\"}", "{\"a\":1,}", "\"\\x\"", "\"\t\"", "tru", "nulll", "[}", "+1"]
    {
        assert!(sample(&format!(r#"{{"x":{bad},"Text":"t"}}"#)).is_err(), "{bad} was ignored");
    }
}

#[test]
fn null_leaves_every_field_at_its_default() {
    let nulls = r#"{"Text":null,"Flag":null,"Byte":null,"Count":null,"Maybe":null,"List":null,"Map":null,"Few":null,"Any":null,"Inner":null,"Late":null}"#;
    assert_eq!(sample(nulls).as_deref(), Ok(r#"{"Text":""}"#));
    assert_eq!(sample("null").as_deref(), Ok(r#"{"Text":""}"#));
    assert_eq!(
        sample(r#"{"List":[null,"a"],"Map":{"k":null},"Few":[null]}"#).as_deref(),
        Ok(r#"{"Text":"","List":["","a"],"Map":{"k":0},"Few":[0]}"#)
    );
}

#[test]
fn integers_are_integers_and_fit() {
    for (text, expected) in [
        (r#"{"Byte":256}"#, ErrorKind::OutOfRange),
        (r#"{"Byte":-1}"#, ErrorKind::OutOfRange),
        (r#"{"Byte":-0}"#, ErrorKind::OutOfRange),
        (r#"{"Byte":1.0}"#, ErrorKind::WrongType(Expected::Integer)),
        (r#"{"Byte":1e2}"#, ErrorKind::WrongType(Expected::Integer)),
        (r#"{"Count":18446744073709551616}"#, ErrorKind::OutOfRange),
        (r#"{"Count":99999999999999999999999999}"#, ErrorKind::OutOfRange),
        (r#"{"Level":2147483648}"#, ErrorKind::OutOfRange),
        (r#"{"Level":-2147483649}"#, ErrorKind::OutOfRange),
        (r#"{"Depth":9223372036854775808}"#, ErrorKind::OutOfRange),
        (r#"{"Depth":-9223372036854775809}"#, ErrorKind::OutOfRange),
        (r#"{"Byte":01}"#, ErrorKind::UnexpectedByte),
        (r#"{"Byte":-}"#, ErrorKind::UnexpectedByte),
    ] {
        assert_eq!(kind(sample(text)), Some(expected), "{text}");
    }
    assert_eq!(sample(r#"{"Level":-0}"#).as_deref(), Ok(r#"{"Text":""}"#));
    for edge in ["-9223372036854775808", "9223372036854775807", "-1", "10"] {
        assert_eq!(
            sample(&format!(r#"{{"Depth":{edge}}}"#)).as_deref(),
            Ok(&*format!(r#"{{"Text":"","Depth":{edge}}}"#))
        );
    }
}

#[test]
fn a_value_of_another_type_is_an_error_that_names_the_key() {
    for (field, expected) in [
        ("Text", Expected::String),
        ("Flag", Expected::Bool),
        ("Byte", Expected::Integer),
        ("Maybe", Expected::Integer),
        ("List", Expected::Array),
        ("Map", Expected::Object),
        ("Few", Expected::Array),
        ("Inner", Expected::String),
        ("Late", Expected::Object),
    ] {
        for value in [r#""s""#, "true", "1", "[1]", r#"{"a":1}"#] {
            let text = format!(r#"{{"{field}":{value}}}"#);
            let Err(error) = sample(&text) else { continue };
            // A string where a document in a string belongs is no wrong type, but no document either.
            if value != r#""s""# {
                let element = if (field, value) == ("List", "[1]") { Expected::String } else { expected };
                assert_eq!(error.kind(), ErrorKind::WrongType(element), "{text}");
                assert_eq!(error.key(), Some(field), "{text}");
            }
        }
    }
}

#[test]
fn an_element_of_another_type_shows_when_it_is_walked_and_by_check() {
    let mut text = *br#"{"List":["a",1],"Map":{"a":1,"b":"x"}}"#;
    let sample: Sample = json::decode(&mut text).expect("the lists are checked when walked");
    assert_eq!(sample.list.iter().next(), Some(Ok("a")));
    let error = sample.check().expect_err("a number in a list of strings");
    assert_eq!((error.kind(), error.key()), (ErrorKind::WrongType(Expected::String), Some("List")));
    let mut walk = sample.list.iter();
    assert_eq!(walk.next(), Some(Ok("a")));
    assert_eq!(kind(walk.next().expect("an element")), Some(ErrorKind::WrongType(Expected::String)));
    assert_eq!(walk.next(), None, "an error ends the walk");
    assert_eq!(sample.map.get("a"), Ok(Some(1)));
    assert_eq!(kind(sample.map.get("b")), Some(ErrorKind::WrongType(Expected::Integer)));
}

#[test]
fn errors_say_where() {
    for (text, kind, offset) in [
        (r#"{"Text":"a" "Flag":true}"#, ErrorKind::UnexpectedByte, 12),
        (r#"{"Text":"a",}"#, ErrorKind::UnexpectedByte, 12),
        (r#"{"Text":"a"#, ErrorKind::UnexpectedEnd, 10),
        (r#"{"Text":"\q"}"#, ErrorKind::InvalidEscape, 9),
        ("{\"Text\":\"a\u{1}\"}", ErrorKind::ControlCharacter, 10),
        (r#"{"Text":7}"#, ErrorKind::WrongType(Expected::String), 8),
        (r#"{"Byte":300}"#, ErrorKind::OutOfRange, 8),
        (r#"{"Text":"a"} x"#, ErrorKind::TrailingBytes, 13),
        ("\u{feff}{}", ErrorKind::UnexpectedByte, 0),
        (r#"{"Inner":"{\"Name\":1}"}"#, ErrorKind::WrongType(Expected::String), 20),
        (r#"{"Inner":"{\"Name\":\"\\q\"}"}"#, ErrorKind::InvalidEscape, 22),
    ] {
        let error = sample(text).expect_err(text);
        assert_eq!((error.kind(), error.offset()), (kind, Some(offset)), "{text}");
    }
}

#[test]
fn every_escape_is_read_and_the_reference_s_are_written() {
    let read = r#""\"\\\/\b\f\n\r\t\u0041\u00e9\u263A\uD83D\ude00\ud800x\udc00\u007f<>&""#;
    let written = "\"\\\"\\\\/\\b\\f\\n\\r\\tAé☺😀\u{fffd}x\u{fffd}\u{7f}\\u003c\\u003e\\u0026\"";
    assert_eq!(round_trip::<Text>(read).as_deref(), Ok(written));
    assert_eq!(
        round_trip::<Text>("\"\u{2028}\u{2029}\u{2027}\u{e2}\"").as_deref(),
        Ok("\"\\u2028\\u2029\u{2027}\u{e2}\"")
    );
    for code in 0..0x20u32 {
        let escaped = format!("\"\\u{code:04X}\"");
        let short = match code {
            8 => "\\b".into(),
            9 => "\\t".into(),
            10 => "\\n".into(),
            12 => "\\f".into(),
            13 => "\\r".into(),
            _ => format!("\\u{code:04x}"),
        };
        assert_eq!(round_trip::<Text>(&escaped), Ok(format!("\"{short}\"")));
        assert_eq!(
            kind(round_trip::<Text>(&format!("\"{}\"", char::from_u32(code).expect("ASCII")))),
            Some(ErrorKind::ControlCharacter)
        );
    }
    for bad in [r"\u", r"\u12", r"\u12g4", r"\U0041", r"\x41", r"\'", r"\0", r"\ "] {
        assert_eq!(kind(round_trip::<Text>(&format!("\"{bad}\""))), Some(ErrorKind::InvalidEscape), "{bad}");
    }
}

#[test]
fn surrogates_pair_up_or_become_replacement_characters() {
    for (escapes, text) in [
        (r"\ud83d\ude00", "😀"),
        (r"\ud83d", "\u{fffd}"),
        (r"\ude00", "\u{fffd}"),
        (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
        (r"\ud83d\ud83d\ude00", "\u{fffd}😀"),
        (r"\ud83d\u0041", "\u{fffd}A"),
        (r"\ud83d\n", "\u{fffd}\\n"),
        (r"\ud83dx", "\u{fffd}x"),
    ] {
        assert_eq!(round_trip::<Text>(&format!("\"{escapes}\"")), Ok(format!("\"{text}\"")), "{escapes}");
        // The same inside a document in a string, and in a list in it.
        let nested =
            format!(r#"{{"Inner":"{{\"Name\":\"{0}\",\"Names\":[\"{0}\"]}}"}}"#, escapes.replace('\\', "\\\\"));
        let expected = format!(r#"{{"Inner":"{{\"Name\":\"{0}\",\"Names\":[\"{0}\"]}}"}}"#, text.replace('\\', "\\\\"));
        assert_eq!(round_trip::<Inners>(&nested), Ok(expected), "{escapes}");
    }
}

#[test]
fn invalid_utf8_is_an_error_wherever_it_stands() {
    for text in [
        &b"{\"Text\":\"a\xff\"}"[..],
        b"{\"List\":[\"a\xc3\"]}",
        b"{\"Map\":{\"\x80\":1}}",
        b"{\"unknown\":[\"\xed\xa0\x80\"]}",
        b"{\"\xf5\":1}",
        b"{\"Inner\":\"{\\\"Name\\\":\\\"\xff\\\"}\"}",
        b"{\"Any\":\"\xc0\x80\"}",
        b"{\"List\":[\"\\n\\n\\n\\n\xe2\x82\"]}",
    ] {
        let mut text = text.to_vec();
        let result = json::decode::<Sample>(&mut text).map(drop);
        assert_eq!(kind(result), Some(ErrorKind::InvalidUtf8));
    }
}

#[test]
fn what_unescaping_leaves_behind_is_no_invalid_utf8() {
    // The two bytes of é move over, and the second of the original stays behind.
    for text in ["\\né", "\\u0041é", "é\\n☺", "\\ud83d\\ude00😀", "\\\\\\\\é"] {
        let list = format!(r#"["{text}","{text}"]"#);
        assert_eq!(
            round_trip::<Strings>(&list),
            Ok(round_trip::<Text>(&format!("\"{text}\"")).map(|one| format!("[{one},{one}]")).expect("text"))
        );
    }
}

#[test]
fn a_duplicate_key_is_an_error_in_any_case_and_in_maps_exactly() {
    for text in [
        r#"{"Text":"a","Text":"b"}"#,
        r#"{"Text":"a","x":1,"tEXT":null}"#,
        r#"{"Map":{"a":1,"a":2}}"#,
        r#"{"Map":{"b":1,"a":2,"c":3,"b":4}}"#,
        r#"{"Map":{"a":1,"\u0061":2}}"#,
        r#"{"Inner":"{\"Name\":\"\",\"name\":\"\"}"}"#,
        r#"{"Late":{"Name":"","NAME":""}}"#,
    ] {
        assert_eq!(kind(sample(text)), Some(ErrorKind::DuplicateKey), "{text}");
    }
    for text in
        [r#"{"Map":{"a":1,"A":2}}"#, r#"{"x":1,"x":2}"#, r#"{"Map":{"b":1,"a":2,"c":3}}"#, r#"{"Any":{"a":1,"a":1}}"#]
    {
        assert!(sample(text).is_ok(), "{text}");
    }
}

#[test]
fn a_sorted_map_may_have_any_number_of_keys_and_an_unsorted_one_a_bounded_number() {
    let keys = |count: usize, descending: bool| {
        let mut keys: Vec<_> = (0..count).map(|key| format!("\"{key:06}\":\"\"")).collect();
        if descending {
            keys.reverse();
        }
        format!("{{{}}}", keys.join(","))
    };
    assert_eq!(round_trip::<Texts>(&keys(20_000, false)), Ok(keys(20_000, false)));
    let most = Map::<&str>::MAX_UNSORTED;
    assert_eq!(round_trip::<Texts>(&keys(most, true)), Ok(keys(most, true)));
    assert_eq!(kind(round_trip::<Texts>(&keys(most + 1, true))), Some(ErrorKind::Capacity(512)));
    let twice = keys(most - 1, true).replace("\"000000\"", "\"000300\"");
    assert_eq!(kind(round_trip::<Texts>(&twice)), Some(ErrorKind::DuplicateKey));
}

#[test]
fn a_list_over_its_capacity_is_an_error_that_names_both() {
    let error = sample(r#"{"Few":[1,2,3,4]}"#).expect_err("one too many");
    assert_eq!((error.kind(), error.key()), (ErrorKind::Capacity(3), Some("Few")));
    assert_eq!(kind(List::<u8, 2>::from_slice(&[1, 2, 3])), Some(ErrorKind::Capacity(2)));
    assert_eq!(error.to_string(), "more than 3 elements, key Few, at byte 14");
}

#[test]
fn a_nul_is_a_character_like_any_other() {
    for length in [0, 1, 60, 61, 62, 63, 64, 100, 127, 128, 300, 20_000] {
        for (before, after) in [("", ""), ("x", ""), ("", "é"), ("\\u0000", "\\u0000")] {
            let text = format!("{before}\\u0000{}{after}", "x".repeat(length));
            for json in
                [format!("[\"{text}\",\"{text}\",1]"), format!("[\"{text}\"]"), format!("{{\"{text}\":[\"{text}\"]}}")]
            {
                assert_eq!(round_trip::<AnyJson>(&json).as_deref(), Ok(&*json));
                let nested = format!(
                    r#"{{"Inner":"{{\"Name\":\"\",\"x\":{},\"Names\":[\"{}\"]}}"}}"#,
                    "0",
                    text.replace('\\', "\\\\")
                );
                assert_eq!(round_trip::<Inners>(&nested), Ok(nested.replace("\\\"x\\\":0,", "")));
            }
        }
    }
}

#[test]
fn nesting_is_bounded_documents_in_strings_included() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let most = usize::from(json::MAX_DEPTH);
    assert_eq!(round_trip::<AnyJson>(&deep(most)), Ok(deep(most)));
    assert_eq!(kind(round_trip::<AnyJson>(&deep(most + 1))), Some(ErrorKind::TooDeep));
    let unknown = |depth: usize| format!(r#"{{"x":{}}}"#, deep(depth));
    assert!(sample(&unknown(most - 1)).is_ok());
    assert_eq!(kind(sample(&unknown(most))), Some(ErrorKind::TooDeep));
    let nested = |depth: usize| format!(r#"{{"Inner":"{{\"x\":{}}}"}}"#, deep(depth));
    assert!(sample(&nested(most - 2)).is_ok());
    assert_eq!(kind(sample(&nested(most - 1))), Some(ErrorKind::TooDeep));
    // Nothing overflows on a bracket too many, however many there are.
    assert_eq!(kind(sample(&"[".repeat(1 << 20))), Some(ErrorKind::WrongType(Expected::Object)));
    assert_eq!(kind(sample(&format!(r#"{{"x":{}"#, "[".repeat(1 << 20)))), Some(ErrorKind::TooDeep));
}

#[test]
fn documents_in_strings_are_read_and_written_at_any_depth() {
    let leaf = r#"{"Leaf":"<\n\"é\\"}"#;
    let mut text = leaf.replace('<', "\\u003c");
    let mut expected = text.clone();
    for key in ["{\"Name\":\"n\",\"Deeper\":", "{\"Text\":\"\",\"Inner\":"] {
        text = format!("{key}{}}}", serde_json::to_string(&text).expect("a string"));
        expected = format!("{key}{}}}", serde_json::to_string(&expected).expect("a string"));
    }
    assert_eq!(sample(&text), Ok(expected));
}

#[test]
fn a_document_in_a_string_may_be_escaped_in_any_way() {
    let expected = r#"{"Inner":"{\"Name\":\"a\\\"b\\\\c\\nd\",\"Names\":[\"x\",\"y\\u003c\"]}"}"#;
    for text in [
        expected,
        r#"{"Inner":"{\u0022Name\":\"a\\\"b\\\\c\\nd\",\"Names\":[\"x\",\"y<\"]}"}"#,
        r#"{"Inner":"{\"N\u0061me\":\"a\\\"b\\\\c\\nd\",\"Names\":[\"x\",\"y\u003c\"]}"}"#,
        r#"{"Inner":" {\n\t\"Name\" : \"a\\\"b\\\\c\\u000ad\" ,\r\"Names\":[ \"x\",\"y\\u003C\" ]\n}\n "}"#,
        r#"{"Inner":"{\"Name\":\"a\\\u0022b\\\\c\u005cnd\",\"Names\":[\"x\",\"y\\u\u003003c\"]}"}"#,
        r#"{"Inner":"{\"Name\":\"a\u005c\u0022b\u005c\\c\\nd\",\"Names\"\u003a[\"x\",\"y<\"\u005d}"}"#,
        r#"{"Inner":"{\"Names\":[\"\u0078\",\"y<\"],\"x\":\"\u0041\",\"Name\":\"a\\\"b\\\\c\\nd\"}"}"#,
    ] {
        assert_eq!(round_trip::<Inners>(text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn a_document_in_a_string_that_is_broken_is_an_error() {
    for (text, kind_) in [
        (r#"{"Inner":""}"#, ErrorKind::UnexpectedEnd),
        (r#"{"Inner":" "}"#, ErrorKind::UnexpectedEnd),
        (r#"{"Inner":"{"}"#, ErrorKind::UnexpectedEnd),
        (r#"{"Inner":"{\"Name\":\"a}"}"#, ErrorKind::UnexpectedEnd),
        (r#"{"Inner":"{}x"}"#, ErrorKind::TrailingBytes),
        (r#"{"Inner":"{}\"\""}"#, ErrorKind::TrailingBytes),
        (r#"{"Inner":"{}\n,"}"#, ErrorKind::TrailingBytes),
        ("{\"Inner\":\"{\n}\"}", ErrorKind::UnexpectedByte),
        (r#"{"Inner":"{}}"#, ErrorKind::TrailingBytes),
        (r#"{"Inner":"{}"#, ErrorKind::UnexpectedEnd),
        ("{}", ErrorKind::MissingKey),
        (r#"{"Inner":null}"#, ErrorKind::MissingKey),
        (r#"{"Inner":"{\"Name\":\"\\u\"}"}"#, ErrorKind::InvalidEscape),
        (r#"{"Inner":"{\"Name\":\"\q\"}"}"#, ErrorKind::InvalidEscape),
    ] {
        assert_eq!(kind(round_trip::<Inners>(text)), Some(kind_), "{text}");
    }
}

#[test]
fn a_document_in_a_string_cannot_be_read_inside_a_list() {
    let mut text = *br#"["{}"]"#;
    let list: Seq<JsonString<Option<RawJson>>> = json::decode(&mut text).expect("a list");
    assert_eq!(kind(list.check()), Some(ErrorKind::NestedInList));
}

#[test]
fn white_space_is_skipped_and_not_written() {
    assert_eq!(
        sample(" \t\r\n{ \"Text\" :\n\"a\" , \"List\" : [ \"b\" ,\t\"c\" ] } \n").as_deref(),
        Ok(r#"{"Text":"a","List":["b","c"]}"#)
    );
}

#[test]
fn settled_lists_hold_strings_of_any_length() {
    for length in (0..140).chain([1000, 5000]) {
        for piece in ["x", "é", "\\n", "\\u00e9"] {
            let text = format!("[\"{0}\",\"\",\"{0}\"]", piece.repeat(length));
            let plain = piece.replace("\\u00e9", "é").repeat(length);
            assert_eq!(round_trip::<Strings>(&text), Ok(format!("[\"{plain}\",\"\",\"{plain}\"]")));
        }
    }
}

#[test]
fn gaps_in_settled_lists_may_have_any_length() {
    for spaces in 0..140 {
        let gap = " ".repeat(spaces);
        let text = format!("[{gap}\"a\"{gap},{gap}\"b\"{gap}]");
        assert_eq!(round_trip::<Strings>(&text).as_deref(), Ok(r#"["a","b"]"#));
        let text = format!("[{gap}1{gap},{gap}23{gap}]");
        assert_eq!(round_trip::<Unsigned>(&text).as_deref(), Ok("[1,23]"));
    }
}

#[test]
fn any_json_keeps_its_value() {
    for text in [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-1.50E+007",
        "\"\"",
        "[]",
        "{}",
        "[[],{},\"a\",null,[1,2]]",
        r#"{"a":{"b":[{"c":"\u003c"}]},"a":1}"#,
    ] {
        let decoded = sample(&format!(r#"{{"Any":{text}}}"#));
        let expected = if text == "null" { String::new() } else { format!(",\"Any\":{text}") };
        assert_eq!(decoded, Ok(format!(r#"{{"Text":""{expected}}}"#)));
    }
}

#[test]
fn values_are_equal_wherever_they_lie() {
    let mut decoded = *br#"{"List":["a", "\u0062"],"Map":{"k":1},"Any":[1, {"a": "\u0062"}],"Late":{"Name":"n"}}"#;
    let mut other = *br#"{"Any":[1,{"\u0061":"b"}] , "Map":{ "k":1 },"List":["a","b"],"Late":{"x":1,"Name":"n"}}"#;
    let one: Sample = json::decode(&mut decoded).expect("valid");
    let two: Sample = json::decode(&mut other).expect("valid");
    assert_eq!(one, two);
    let list = ["a", "b"];
    let map = [("k", 1)];
    let late = Inner { name: "n", ..Inner::default() };
    let built = Sample {
        list: Seq::from(&list),
        map: Map::from(&map),
        any: one.any,
        late: Lazy::from(&late),
        ..Sample::default()
    };
    assert_eq!(built, two);
    assert_ne!(Sample { list: Seq::from(&["a"]), ..built.clone() }, two);
    assert_ne!(one.any, RawJson::default());
}

#[test]
fn an_empty_list_is_null_only_if_there_was_none() {
    let mut buffer = [0xa5; 16];
    assert_eq!(json::encode(&Seq::<u8>::new(), &mut buffer), Ok(&b"null"[..]));
    assert_eq!(json::encode(&Map::<u8>::new(), &mut buffer), Ok(&b"null"[..]));
    assert_eq!(round_trip::<Strings>("[]").as_deref(), Ok("[]"));
    assert_eq!(round_trip::<Texts>("{}").as_deref(), Ok("{}"));
}

#[test]
fn secrets_are_shown_only_on_purpose() {
    let sample = Sample { hidden: "password", ..Sample::default() };
    assert!(format!("{sample:?}").contains("hidden: <hidden>"));
    assert!(format!("{sample:#?}").contains("<hidden>"));
    assert!(!format!("{sample:#?}").contains("password"));
    assert!(format!("{sample:+?}").contains("hidden: \"password\""));
}

#[test]
fn nothing_is_written_beyond_the_end_of_a_buffer() {
    let names = ["a\nb", "<>"];
    let inner = Inner {
        name: "n\"",
        names: Seq::from(&names),
        deeper: JsonString(Some(Leaf { leaf: "\\", ..Leaf::default() })),
    };
    let any = RawJson::new(&true);
    let sample = Sample { text: "\u{2028}", level: -5, any, inner: JsonString(Some(inner)), ..Sample::default() };
    let mut whole = [0xa5; 512];
    let length = json::encode(&sample, &mut whole).expect("room").len();
    for room in 0..length {
        let mut buffer = vec![0xa5; length];
        let error = json::encode(&sample, &mut buffer[..room]).expect_err("too small");
        assert_eq!(error.kind(), ErrorKind::BufferFull);
        assert!(buffer[room..].iter().all(|byte| *byte == 0xa5), "written beyond {room} bytes");
    }
}

#[test]
fn an_error_in_an_element_is_no_truncated_document() {
    let mut text = *br#"["a",1,"b"]"#;
    let list: Seq<&str> = json::decode(&mut text).expect("a list");
    assert_eq!(kind(json::encode(&list, &mut [0; 64])), Some(ErrorKind::WrongType(Expected::String)));
}

#[test]
fn decoding_into_a_value_keeps_what_the_document_does_not_name() {
    let mut text = *br#"{"Byte":2}"#;
    let mut sample = Sample { text: "kept", byte: 1, ..Sample::default() };
    json::decode_into(&mut sample, &mut text).expect("valid");
    assert_eq!((sample.text, sample.byte), ("kept", 2));
}

#[test]
fn keys_are_counted_and_found() {
    use gcs_prot::json::DecodeObject;
    use gcs_prot::message::Empty;

    assert!(Empty {}.keys().is_empty());
    let keys = Leaf::default().keys();
    assert!(!keys.is_empty());
    assert_eq!((keys.len(), keys.name(1), keys.name(2)), (2, "Deeper", ""));
    assert_eq!((keys.find("Leaf", 1), keys.find("dEEPER", 0), keys.find("Lea", 0)), (Some(0), Some(1), None));
}

#[test]
fn errors_are_small() {
    assert!(size_of::<Error>() <= 24, "{}", size_of::<Error>());
}
