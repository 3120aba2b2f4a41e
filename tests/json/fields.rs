//! Tests the fields of an object: how they are found, what they accept, and how they are written.

use gcs_prot::json::Revealed;
use gcs_prot::json_object;

use super::*;

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
    // The Kelvin sign (U+212A) matches `k` but no other letter.
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
            // A string has the right type for a nested document, but this one is not a document.
            if value != r#""s""# {
                let element = if (field, value) == ("List", "[1]") { Expected::String } else { expected };
                assert_eq!(error.kind(), ErrorKind::WrongType(element), "{text}");
                assert_eq!(error.key(), Some(field), "{text}");
            }
        }
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
        r#"{"Any":{"a":1,"a":1}}"#,
        r#"{"Any":[0,{"b":{"x":[{"c":1,"b":{},"\u0063":2}]},"a":1}]}"#,
    ] {
        assert_eq!(kind(sample(text)), Some(ErrorKind::DuplicateKey), "{text}");
    }
    for text in [
        r#"{"Map":{"a":1,"A":2}}"#,
        r#"{"x":1,"x":2}"#,
        r#"{"x":{"y":1,"y":1}}"#,
        r#"{"Map":{"b":1,"a":2,"c":3}}"#,
        r#"{"Any":{"a":{"a":{"a":1,"A":1}},"c":[{"a":1},{"a":1}],"b":{"a":1}}}"#,
    ] {
        assert!(sample(text).is_ok(), "{text}");
    }
}

#[test]
fn a_list_over_its_capacity_is_an_error_that_names_both() {
    let error = sample(r#"{"Few":[1,2,3,4]}"#).expect_err("one too many");
    assert_eq!((error.kind(), error.key()), (ErrorKind::Capacity(3), Some("Few")));
    assert_eq!(kind(List::<u8, 2>::from_slice(&[1, 2, 3])), Some(ErrorKind::Capacity(2)));
    assert_eq!(error.to_string(), "more than 3 elements, key Few, at byte 14");
}

#[test]
fn white_space_is_skipped_and_not_written() {
    assert_eq!(
        sample(" \t\r\n{ \"Text\" :\n\"a\" , \"List\" : [ \"b\" ,\t\"c\" ] } \n").as_deref(),
        Ok(r#"{"Text":"a","List":["b","c"]}"#)
    );
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
    assert_eq!((keys.len(), keys.get(1), keys.get(2)), (2, Some("Deeper"), None));
    assert_eq!((keys.find("Leaf", 1), keys.find("dEEPER", 0), keys.find("Lea", 0)), (Some(0), Some(1), None));
}

#[test]
fn secrets_are_shown_only_on_purpose() {
    let sample = Sample { hidden: "password", ..Sample::default() };
    assert!(format!("{sample:?}").contains("hidden: <hidden>"));
    assert!(format!("{sample:#?}").contains("<hidden>"));
    assert!(!format!("{sample:#?}").contains("password"));
    assert!(format!("{:?}", Revealed(&sample)).contains("hidden: \"password\""));
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

/// An object whose keys have the lengths at which strings are stored differently.
#[json_object]
struct LongKeys {
    #[json("Longggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg")]
    first: u8,
    #[json("Otherrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr")]
    second: u8,
    #[json("Exactlyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy")]
    third: u8,
    #[json("Last")]
    last: u8,
}

#[test]
fn keys_of_any_length_are_found_in_any_order_also_in_the_buffer() {
    let fields = LongKeys::default();
    let keys = json::DecodeObject::keys(&fields);
    let name = |index: usize| keys.get(index).expect("a key");
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2], [2, 3, 0, 1]] {
        for unknown in ["x".to_owned(), "x".repeat(64), name(0).replace('L', "M"), format!("{}g", name(0))] {
            let spellings: [fn(&str) -> String; 3] = [str::to_owned, str::to_uppercase, |key| {
                format!("\\u{:04x}{}", u32::from(key.as_bytes()[0]), &key[1..])
            }];
            for spell in spellings {
                let fields: Vec<_> = order.iter().map(|at| format!("\"{}\":{at}", spell(name(*at)))).collect();
                let text = format!("{{\"{unknown}\":[7],{}}}", fields.join(","));
                let expected = LongKeys { first: 0, second: 1, third: 2, last: 3 };
                assert_eq!(json::decode(&mut text.clone().into_bytes()).as_ref(), Ok(&expected), "{text}");
                let mut list = format!("[{text}]").into_bytes();
                let list: Seq<LongKeys> = json::decode(&mut list).expect("a list");
                assert_eq!(list.iter().next(), Some(expected), "{text}");
            }
        }
    }
}

#[test]
fn a_key_of_other_bits_is_another_key() {
    // The first ones have no bit in common with `K` and `L`, the last ones have all bits of one of them.
    for unknown in ["0", "4", " ", "!", "$", "o", "O", "m"] {
        let text =
            format!(r#"{{"{unknown}":7,"K":"k","LongerKey":"","L":[""],"Late":{{"Name":""}},"D":"{{}}","End":1}}"#);
        let expected =
            format!("[{}]", text.replace(&format!("\"{unknown}\":7,"), "").replace("{}", r#"{\"Name\":\"\"}"#));
        assert_eq!(round_trip::<ListOfKeyed>(&format!("[{text}]")), Ok(expected), "{text}");
    }
}

#[test]
fn a_comma_stands_between_two_and_nowhere_else() {
    for text in [
        r#"{,"Text":"a"}"#,
        "{,}",
        r#"{"Text":"a",,"Flag":true}"#,
        r#"{"List":[,"a"]}"#,
        r#"{"List":["a",,"b"]}"#,
        r#"{"Map":{,"a":1}}"#,
        r#"{"Few":[,1]}"#,
        r#"{"Few":[1,,2]}"#,
        r#"{"x":[,]}"#,
        r#"{"Late":{,"Name":""}}"#,
        r#"{"Inner":"{,\"Name\":\"\"}"}"#,
        r#"{"Inner":"{\"Names\":[,\"\"]}"}"#,
    ] {
        assert_eq!(kind(sample(text)), Some(ErrorKind::UnexpectedByte), "{text}");
    }
}
