//! Tests nested documents, and the maximum depth of nesting.

use super::*;

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
    // A bracket too many is an error and does not overflow the stack, however many brackets follow.
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
fn white_space_in_and_around_a_document_is_escaped_like_the_rest_of_the_string() {
    // `A` stands for the white space.
    for control in ["\n", "\r", "\t"] {
        let escaped = control.escape_default().to_string();
        for document in
            [r#"A{\"Name\":\"a\"}"#, r#"{A\"Name\":\"a\"}"#, r#"{\"Name\":\"a\"}A"#, r#"{\"Name\":\"a\"} A"#]
        {
            let text = |space: &str| format!(r#"{{"Inner":"{}"}}"#, document.replace('A', space));
            assert!(round_trip::<Inners>(&text(&escaped)).is_ok(), "{document}");
            assert!(round_trip::<Inners>(&text(control)).is_err(), "{document}");
        }
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
fn a_document_in_a_string_is_read_inside_a_list_and_a_map() {
    let mut text =
        *br#"["{\"Name\":\"\\u0061\",\"Names\":[\"b\"]}", "", null, "null", "\u007b \"name\" : \"c\\n\" }"]"#;
    let list: Seq<JsonString<Option<Inner>>> = json::decode(&mut text).expect("a list");
    let names: Vec<_> = list.iter().map(|inner| inner.0.map(|inner| inner.name)).collect();
    assert_eq!(names, [Some("a"), None, None, Some(""), Some("c\n")]);
    assert_eq!(list.iter().next().and_then(|inner| inner.0).map(|inner| inner.names), Some(Seq::from(&["b"])));
    let mut text = *br#"{"a":"[1,2]","b":"[]"}"#;
    let map: Map<JsonString<Seq<u8>>> = json::decode(&mut text).expect("a map");
    assert_eq!(
        map.iter().map(|(key, list)| (key, list.0.iter().sum())).collect::<Vec<(_, u8)>>(),
        [("a", 3), ("b", 0)]
    );
    let mut text = *br#"{"Inner":"{\"Name\":\"\",\"Names\":[]}"}"#;
    let around: Lazy<Needs> = json::decode(&mut text).expect("an object");
    assert!(around.get().is_some_and(|needs| needs.inner.0.names.is_empty()));
}

#[test]
fn a_document_in_a_string_inside_a_list_is_checked() {
    for (text, expected, at) in [
        (r#"["1"]"#, ErrorKind::WrongType(Expected::Array), 2),
        (r#"["[1]","[256]"]"#, ErrorKind::OutOfRange, 9),
        (r#"["[1]x"]"#, ErrorKind::TrailingBytes, 5),
        (r#"["[1"]"#, ErrorKind::UnexpectedEnd, 4),
        (r#"[""]"#, ErrorKind::UnexpectedEnd, 2),
        ("[[1]]", ErrorKind::WrongType(Expected::String), 1),
        ("[null]", ErrorKind::MissingKey, 1),
    ] {
        let error = json::decode::<Seq<JsonString<Seq<u8>>>>(&mut text.to_owned().into_bytes()).expect_err(text);
        assert_eq!((error.kind(), error.offset()), (expected, Some(at)), "{text}");
    }
    let deep = |depth: usize| format!("[\"{}{}\"]", "[".repeat(depth), "]".repeat(depth));
    assert!(json::decode::<Seq<JsonString<RawJson>>>(&mut deep(63).into_bytes()).is_ok());
    let too_deep = json::decode::<Seq<JsonString<RawJson>>>(&mut deep(64).into_bytes()).map(drop);
    assert_eq!(kind(too_deep), Some(ErrorKind::TooDeep));
}

#[test]
fn a_document_in_a_string_cannot_be_read_out_of_a_raw_value() {
    let mut text = *br#"["{}",""]"#;
    let raw: RawJson = json::decode(&mut text).expect("any value");
    assert_eq!(kind(raw.parse::<Seq<JsonString<Option<RawJson>>>>().map(drop)), Some(ErrorKind::NestedInRaw));
}

#[test]
fn the_depth_of_a_document_counts_from_the_outermost_one() {
    let text = |brackets: usize| {
        let text = format!("{}{}", "[".repeat(brackets), "]".repeat(brackets));
        let around = [r#"{"Leaf":"","Deeper":"#, r#"{"Name":"","Deeper":"#, r#"{"Text":"","Inner":"#];
        around.iter().fold(text, |text, around| {
            let text = serde_json::to_string(&text).expect("a string");
            format!("{around}{text}}}")
        })
    };
    // The three objects count as well.
    let most = usize::from(json::MAX_DEPTH) - 3;
    assert_eq!(sample(&text(most)), Ok(text(most)));
    assert_eq!(kind(sample(&text(most + 1))), Some(ErrorKind::TooDeep));
}
