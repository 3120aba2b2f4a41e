//! Tests nested documents that are read while they are still escaped, where the two levels of escapes interact.

use gcs_prot::json::{self, JsonString, List, RawJson};
use gcs_prot::json_object;
use gcs_prot::{Error, ErrorKind};

/// An object with an optional nested document.
#[json_object]
struct Outer<'a> {
    #[json("Few", omitempty)]
    few: List<u16, 3>,
    #[json("Inner", omitempty)]
    inner: JsonString<Option<Inner<'a>>>,
}

/// The nested document.
#[json_object]
struct Inner<'a> {
    #[json("Name", omitempty)]
    name: &'a str,
    #[json("Count", omitempty)]
    count: u64,
    #[json("Level", omitempty)]
    level: i8,
    #[json("Flag", omitempty)]
    flag: bool,
    #[json("Any", omitempty)]
    any: RawJson<'a>,
}

/// Decodes a document whose field `Inner` contains `text` unchanged, and returns its contents.
fn inner(text: &str) -> Result<String, Error> {
    let mut text = format!("{{\"Inner\":\"{text}\"}}").into_bytes();
    let mut output = [0xa5; 512];
    let outer: Outer = json::decode(&mut text)?;
    json::encode(&outer.inner.0, &mut output).map(|json| String::from_utf8(json.to_vec()).expect("UTF-8"))
}

#[test]
fn a_raw_quote_ends_the_string_around_a_document_even_behind_a_doubled_backslash() {
    for text in
        [r#"{\"Name\":\"a\\"b\"}"#, r#"{\"Any\":\"a\\"b\"}"#, r#"{\"Any\":[\"a\\"b\"]}"#, r#"{\"unknown\":\"a\\"b\"}"#]
    {
        assert_eq!(inner(text).map_err(|error| error.kind()), Err(ErrorKind::InvalidEscape), "{text}");
    }
}

#[test]
fn an_unknown_key_of_an_escaped_document_may_hold_a_string() {
    for value in [r#"\"x\""#, r#"\"\""#, r#" \"\\n\" "#, r"\u0022x\u0022", r#"[\"x\"]"#, r#"{\"x\":\"y\"}"#] {
        let text = format!(r#"{{\"unknown\":{value},\"Name\":\"n\"}}"#);
        assert_eq!(inner(&text).as_deref(), Ok(r#"{"Name":"n"}"#), "{text}");
    }
    assert_eq!(inner(r#"{\"Any\":\"x\"}"#).as_deref(), Ok(r#"{"Any":"x"}"#));
    assert_eq!(inner(r#"{\"Any\": \"\\\"\" }"#).as_deref(), Ok(r#"{"Any":"\""}"#));
}

#[test]
fn words_and_numbers_of_a_document_may_be_spelled_by_escapes() {
    for (text, expected) in [
        (r#"{\"Name\":nu\u006cl}"#, "{}"),
        (r#"{\"Name\":\u006eull}"#, "{}"),
        (r#"{\"Flag\":t\u0072ue}"#, r#"{"Flag":true}"#),
        (r#"{\"Flag\":fals\u0065,\"Count\":\u0032}"#, r#"{"Count":2}"#),
        (r#"{\"Count\":1\u0032}"#, r#"{"Count":12}"#),
        (r#"{\"Count\":1\u00323}"#, r#"{"Count":123}"#),
        (r#"{\"Level\":-\u0031}"#, r#"{"Level":-1}"#),
        (r#"{\"Level\":\u002d1\u007d"#, r#"{"Level":-1}"#),
        (
            r#"{\"Any\":[t\u0072ue,1\u0032,1\u002e5,1e\u0033,n\u0075ll,\u0022s\u0022]}"#,
            r#"{"Any":[true,12,1.5,1e3,null,"s"]}"#,
        ),
        (r#"{\"Count\":1\n}"#, r#"{"Count":1}"#),
    ] {
        assert_eq!(inner(text).as_deref(), Ok(expected), "{text}");
    }
    for text in [r#"{\"Count\":1\u0061}"#, r#"{\"Flag\":t\u0072u}"#, r#"{\"Count\":-\u0061}"#, r#"{\"Count\":1\"}"#] {
        assert_eq!(inner(text).map_err(|error| error.kind()), Err(ErrorKind::UnexpectedByte), "{text}");
    }
}

#[test]
fn decoding_into_a_list_replaces_what_it_held() {
    let mut outer = Outer { few: List::from_slice(&[1, 2, 3]).expect("room"), ..Outer::default() };
    let mut text = *br#"{"Few":[4]}"#;
    json::decode_into(&mut outer, &mut text).expect("valid");
    assert_eq!(*outer.few, [4]);
}

#[test]
fn a_string_that_does_not_end_holds_no_document_however_it_is_escaped() {
    for text in [
        r#""{\u0022Name\":\"x\"}            "#,
        r#""{\"Name\":\u0022x\"}            "#,
        r#""{\"Name\":\u006eull}            "#,
        r#""{\"Any\":[\u0031]}            "#,
        r#""{\"Any\":\u005b\"x\"]}            "#,
        r#""{\"unknown\":\u005b\"x\"]}            "#,
        r#""{\"Name\":\"x\"\u007d            "#,
        r#""\u007b}            "#,
    ] {
        let mut payload = text.as_bytes().to_vec();
        let result = json::decode::<JsonString<Inner>>(&mut payload).map(drop);
        assert_eq!(result.map_err(|error| error.kind()), Err(ErrorKind::UnexpectedEnd), "{text}");
    }
}

#[test]
fn white_space_behind_a_document_may_be_escaped() {
    for document in [r#"{\"Name\":\"n\"}"#, r#"{\"Name\":\"\u006e\"}"#] {
        for space in ["", " ", r"\n", r"\u0020", r" \t\r ", r"\u000a \n"] {
            assert_eq!(inner(&format!("{document}{space}")).as_deref(), Ok(r#"{"Name":"n"}"#), "{document}{space}");
            for wrong in ["x", r"\u0000", r"\u007b", r#"\""#, r"\\"] {
                let result = inner(&format!("{document}{space}{wrong}")).map_err(|error| error.kind());
                assert_eq!(result, Err(ErrorKind::TrailingBytes), "{document}{space}{wrong}");
            }
        }
    }
}

#[test]
fn a_nul_behind_a_string_is_not_taken_for_one_in_it() {
    // The first unusual escape makes the reader unescape the rest of the document, with the NUL behind the string.
    let characters = "x".repeat(70);
    for (end, behind) in [("]} ", r"\u0000   "), ("]}  ", r"\u0000  "), ("]}  ", r"\u0000   "), ("", r"\u0000]}")] {
        let text = format!(r#"{{\"Any\":[\"{characters}\u0041{end}\"{behind}"#);
        assert_eq!(inner(&text).map_err(|error| error.kind()), Err(ErrorKind::UnexpectedByte), "{text}");
    }
}
