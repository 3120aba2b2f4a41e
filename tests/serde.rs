//! Tests the implementations of serde's traits: every message through `serde_json` in both directions, and the results
//! of the reference.
#![cfg(feature = "serde")]

use gcs_prot::json::serde::Document;
use gcs_prot::json::{self, Encode, Lazy, List, Map, RawJson, Seq, Writer};
use gcs_prot::message::{ContainerWaitForProcess, ContainerWaitForProcessResponse, Request, SchemaVersion};
use gcs_prot::{Error, ErrorKind, HResult};
use gcs_prot::{json_object, open_set};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use serde_test::Token;

#[path = "support/hex.rs"]
mod hex;
#[path = "../examples/support/types.rs"]
mod types;

use hex::unhex;
use types::{Family, Visitor};

/// Compares decoding and encoding with `serde_json` to decoding and encoding with this crate.
struct BothWays<'p> {
    name: &'p str,
    payload: &'p str,
}

impl Visitor for BothWays<'_> {
    type Output = ();

    fn visit<T: for<'a> Family<'a>>(self) {
        let Self { name, payload } = self;
        let mut buffer = payload.to_owned().into_bytes();
        let mut document: Document = serde_json::from_str(payload).expect(name);
        assert_eq!(
            serde_json::from_slice::<Value>(document.as_bytes()).expect(name),
            serde_json::from_str::<Value>(payload).expect(name),
            "{name}: not the document that came"
        );
        let value: <T as Family<'_>>::Type = document.decode().expect(name);
        let in_place: <T as Family<'_>>::Type = json::decode(&mut buffer).expect(name);
        assert_eq!(value, in_place, "{name}");

        let mut output = vec![0; payload.len() * 2 + 256];
        let ours = json::encode(&value, &mut output).expect(name);
        let theirs = serde_json::to_value(&value).expect(name);
        assert_eq!(theirs, serde_json::from_slice::<Value>(ours).expect(name), "{name}: serialized otherwise");
    }
}

#[test]
fn every_message_is_the_same_through_serde_json() {
    let mut count = 0;
    for file in [include_str!("vectors/messages.jsonl"), include_str!("vectors/messages-2024.jsonl")] {
        for line in file.lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            let text = |key: &str| line[key].as_str().expect("a text");
            let message = BothWays { name: text("name"), payload: text("payload") };
            types::visit(text("type"), message).expect("a known type");
            count += 1;
        }
    }
    assert_eq!(count, 309);
}

/// Decodes and encodes a payload with `serde_json`.
struct Transcribed<'p>(&'p [u8]);

impl Visitor for Transcribed<'_> {
    type Output = Option<Value>;

    fn visit<T: for<'a> Family<'a>>(self) -> Option<Value> {
        let mut document: Document = serde_json::from_slice(self.0).ok()?;
        let value: <T as Family<'_>>::Type = document.decode().ok()?;
        T::check(&value).ok()?;
        serde_json::to_value(&value).ok()
    }
}

#[test]
fn serde_json_accepts_what_the_reference_accepts_except_where_it_decides_itself() {
    let (mut same, mut other) = (0, Vec::new());
    for line in include_str!("vectors/semantics.jsonl").lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let payload = match (line["payload"].as_str(), line["payload_hex"].as_str()) {
            (Some(text), _) => text.as_bytes().to_vec(),
            (_, hex) => unhex(hex.unwrap_or_default()),
        };
        let visited =
            types::visit(line["type"].as_str().expect("a type"), Transcribed(&payload)).expect("a known type");
        let accepted = line["ok"] == true && line["stricter"].is_null();
        if visited.is_some() == accepted {
            same += 1;
        } else {
            other.push(line["name"].as_str().expect("a name").to_owned());
        }
    }
    assert_eq!((same, other.len()), (1427, 13), "{other:#?}");
}

#[test]
fn types_that_borrow_nothing_are_deserialized_directly() {
    let wait: ContainerWaitForProcess =
        serde_json::from_str(r#"{"processid": 7, "Other": [1.5, null]}"#).expect("a wait");
    assert_eq!(wait.process_id, 7);
    assert_eq!(serde_json::from_value::<HResult>(json!(-2_147_467_259)).expect("a result"), HResult::FAIL);
    let error = serde_json::from_str::<ContainerWaitForProcess>(r#"{"ProcessId":-1}"#).expect_err("out of range");
    assert!(error.to_string().contains("integer out of range, key ProcessId"), "{error}");
}

#[test]
fn serde_json_core_writes_the_same_bytes_and_cannot_read() {
    // serde-json-core does not detect the type of the next value, which this crate needs.
    let read = serde_json_core::from_str::<SchemaVersion>(r#"{"Major":2,"Minor":5}"#);
    assert_eq!(read.expect_err("it can now"), serde_json_core::de::Error::AnyIsUnsupported);

    let mut buffer = [0; 128];
    let response = ContainerWaitForProcessResponse { exit_code: 137 };
    let length = serde_json_core::to_slice(&response, &mut buffer).expect("room");
    assert_eq!(&buffer[..length], br#"{"ExitCode":137}"#);
    let request = Request { body: ContainerWaitForProcess { process_id: 7, timeout_in_ms: 1 }, ..Default::default() };
    let length = serde_json_core::to_slice(&request, &mut buffer).expect("room");
    assert_eq!(&buffer[..length], json::encode(&request, &mut [0; 128]).expect("room"));
}

#[test]
fn user_declared_types_implement_the_traits_of_serde() {
    /// An open set.
    #[open_set]
    enum Kind<'a> {
        #[json("a")]
        A,
        Other(&'a str),
    }
    #[json_object]
    struct Own<'a> {
        #[json("Kind")]
        kind: Kind<'a>,
        #[json("List", omitempty)]
        list: Seq<'a, u64>,
        #[json("Map", omitempty)]
        map: Map<'a, bool>,
        #[json("Lazy", omitempty)]
        lazy: Lazy<'a, SchemaVersion>,
        #[json("Short", omitempty)]
        short: List<i8, 2>,
        #[json("Raw", omitempty)]
        raw: RawJson<'a>,
    }
    let text = json!({
        "Kind": "b", "List": [u64::MAX, 0], "Map": {"x": true, "\u{1f600}\n": false}, "Lazy": {"Major": 1, "Minor": 5},
        "Short": [-128, 127], "Raw": [1.5e300, -0.25, i64::MIN, [], {}, {"a": null}],
    });
    let mut document = Document::deserialize(&text).expect("a document");
    let own: Own = document.decode().expect("a value");
    assert_eq!(own.kind, Kind::Other("b"));
    assert_eq!(serde_json::to_value(&own).expect("JSON"), text);
    assert_eq!(serde_json::to_value(Own::default()).expect("JSON"), json!({"Kind": ""}));
}

#[test]
fn a_document_is_decoded_again_and_again_and_shows_nothing() {
    let mut document: Document = serde_json::from_str(r#" {"MinimumVersion": 4, "MaximumVersion": 4} "#).expect("JSON");
    assert_eq!(document.as_bytes(), br#"{"MinimumVersion":4,"MaximumVersion":4}"#);
    for _ in 0..2 {
        let map: Map<u32> = document.decode().expect("a map");
        assert_eq!(map.iter().count(), 2);
    }
    assert_eq!(format!("{document:?}"), "Document { bytes: 39, .. }");
}

#[test]
fn a_parameter_may_have_any_name() {
    #[json_object]
    struct Page<S> {
        #[json("Page")]
        page: S,
    }
    #[json_object]
    struct Index {
        #[json("Index")]
        index: u8,
    }
    let page = Page { page: Index { index: 7 } };
    assert_eq!(serde_json::to_value(&page).expect("JSON"), json!({"Page": {"Index": 7}}));
}

#[test]
fn a_number_keeps_its_value_or_is_an_error() {
    let serialize = |text: &str| {
        let mut text = text.as_bytes().to_vec();
        serde_json::to_string(&json::decode::<RawJson>(&mut text).expect("JSON"))
    };
    for same in ["-0.0", "0", "-1", "18446744073709551615", "-9223372036854775808", "1e+300", "-0.25"] {
        assert_eq!(serialize(same).expect("a number"), same);
    }
    assert_eq!(serialize("-0").expect("a number"), "-0.0");
    assert!(serialize("1e400").is_err());
}

#[test]
fn a_container_says_how_many_elements_it_has() {
    let mut text = br#"[[1,"a"],[],{"b":null,"c":[[0]]}]"#.to_vec();
    let value: RawJson = json::decode(&mut text).expect("JSON");
    serde_test::assert_ser_tokens(
        &value,
        &[
            Token::Seq { len: Some(3) },
            Token::Seq { len: Some(2) },
            Token::U64(1),
            Token::Str("a"),
            Token::SeqEnd,
            Token::Seq { len: Some(0) },
            Token::SeqEnd,
            Token::Map { len: Some(2) },
            Token::Str("b"),
            Token::Unit,
            Token::Str("c"),
            Token::Seq { len: Some(1) },
            Token::Seq { len: Some(1) },
            Token::U64(0),
            Token::SeqEnd,
            Token::SeqEnd,
            Token::MapEnd,
            Token::SeqEnd,
        ],
    );
}

#[test]
fn a_value_that_cannot_be_written_cannot_be_serialized() {
    /// Fails to be written, always with the same error.
    #[derive(Clone, Default)]
    struct Unwritable(Option<ErrorKind>);
    impl Encode for Unwritable {
        fn encode(&self, writer: &mut Writer<'_>) {
            self.0.into_iter().for_each(|kind| writer.fail(Error::new(kind)));
        }
    }
    for kind in [ErrorKind::OutOfRange, ErrorKind::BufferFull] {
        let list = List::<_, 1>::from_slice(&[Unwritable(Some(kind))]).expect("room");
        let error = serde_json::to_value(&list).expect_err("no value");
        assert_eq!(error.to_string(), Error::new(kind).to_string());
    }
}

#[test]
fn a_key_is_a_text() {
    let keys = [(1, "x")].into_iter();
    let map = serde::de::value::MapDeserializer::<_, serde_json::Error>::new(keys);
    let error = Document::deserialize(map).expect_err("a number as a key");
    assert!(error.to_string().contains("a string as a key"), "{error}");
}

#[test]
fn values_that_json_cannot_express_are_errors() {
    let deep = |depth| serde_json::from_str::<Document>(&("[".repeat(depth) + &"]".repeat(depth)));
    assert!(deep(json::MAX_DEPTH.into()).expect("deep enough").decode::<RawJson>().is_ok());
    assert!(deep(usize::from(json::MAX_DEPTH) + 1).expect_err("too deep").to_string().contains("nested too deep"));
    let number = serde::de::value::F64Deserializer::<serde_json::Error>::new(f64::NAN);
    assert!(Document::deserialize(number).is_err());
    let duplicate = Document::deserialize(&mut serde_json::Deserializer::from_str(r#"{"a":1,"a":2}"#));
    let error = duplicate.expect("a document").decode::<Map<u8>>().expect_err("a key twice");
    assert_eq!(error.kind(), ErrorKind::DuplicateKey);
}

/// The text of a document.
#[derive(Debug, PartialEq)]
struct Transcript(Vec<u8>);

impl<'de> Deserialize<'de> for Transcript {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Document::deserialize(deserializer).map(|document| Self(document.as_bytes().to_vec()))
    }
}

#[test]
fn optional_values_and_wrapped_ones_are_those_inside() {
    for (tokens, expected) in [
        (&[Token::None][..], "null"),
        (&[Token::Some, Token::U8(1)], "1"),
        (&[Token::Some, Token::Some, Token::Str("a")], "\"a\""),
        (&[Token::NewtypeStruct { name: "Id" }, Token::Bool(true)], "true"),
    ] {
        serde_test::assert_de_tokens(&Transcript(expected.into()), tokens);
    }
}

#[test]
fn bytes_are_no_document() {
    let error = "invalid type: byte array, expected a value that JSON can represent";
    serde_test::assert_de_tokens_error::<Transcript>(&[Token::Bytes(b"a")], error);
}
