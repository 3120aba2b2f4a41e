//! Tests the messages that the reference sends and the payloads that it accepts, line by line.

use gcs_prot::json;
use gcs_prot::wire::MessageHeader;
use serde_json::Value;
use zerocopy::{FromBytes, IntoBytes};

#[path = "support/hex.rs"]
mod hex;
#[path = "../examples/support/types.rs"]
mod types;

use hex::unhex;

struct Vector {
    name: String,
    kind: String,
    payload: Vec<u8>,
    line: Value,
}

fn vectors(text: &str) -> impl Iterator<Item = Vector> + '_ {
    text.lines().map(|line| {
        let line: Value = serde_json::from_str(line).expect("a vector is JSON");
        let text = |key: &str| line[key].as_str().map(str::to_owned);
        let payload = text("payload").map(String::into_bytes).or_else(|| text("payload_hex").map(|hex| unhex(&hex)));
        Vector {
            name: text("name").expect("a name"),
            kind: text("type").expect("a type"),
            payload: payload.unwrap_or_default(), // is absent if it is empty
            line,
        }
    })
}

/// Decodes and encodes a payload. The output buffer is poisoned before.
fn round_trip(vector: &Vector) -> Result<String, gcs_prot::Error> {
    let mut payload = vector.payload.clone();
    let mut output = vec![0xa5; payload.len() * 12 + 1024];
    let visitor = types::RoundTrip { payload: &mut payload, output: &mut output };
    let canonical = types::visit(&vector.kind, visitor).expect("a known type")?;
    Ok(String::from_utf8(canonical.to_vec()).expect("UTF-8"))
}

/// Adds the request type "Add", which is written if it was absent.
fn with_request_type(payload: &str) -> String {
    payload.replace(r#""Request":{"ResourceType""#, r#""Request":{"RequestType":"Add","ResourceType""#)
}

fn check_messages(text: &str, count: usize) {
    let mut checked = 0;
    for vector in vectors(text) {
        let payload = std::str::from_utf8(&vector.payload).expect("UTF-8");
        assert_eq!(round_trip(&vector).as_deref(), Ok(&*with_request_type(payload)), "{}", vector.name);
        checked += 1;
    }
    assert_eq!(checked, count);
}

#[test]
fn every_message_of_today_is_encoded_to_the_bytes_it_came_in() {
    check_messages(include_str!("vectors/messages.jsonl"), 195);
}

#[test]
fn every_message_of_2024_is_encoded_to_the_bytes_it_came_in() {
    check_messages(include_str!("vectors/messages-2024.jsonl"), 114);
}

#[test]
fn every_message_of_a_windows_guest_is_encoded_to_the_bytes_it_came_in() {
    check_messages(include_str!("vectors/messages-windows.jsonl"), 150);
}

#[test]
fn every_header_is_read_and_built_in_place() {
    for text in [
        include_str!("vectors/messages.jsonl"),
        include_str!("vectors/messages-2024.jsonl"),
        include_str!("vectors/messages-windows.jsonl"),
    ] {
        for vector in vectors(text) {
            let bytes = unhex(vector.line["header_hex"].as_str().expect("a header"));
            let (header, rest) = MessageHeader::ref_from_prefix(&bytes).expect("16 bytes");
            assert!(rest.is_empty());
            assert_eq!(Value::from(header.identifier().to_string()), vector.line["identifier_name"]);
            assert_eq!(Value::from(format!("{:#010x}", header.identifier().0)), vector.line["identifier"]);
            assert_eq!(Value::from(header.sequence_id().0), vector.line["sequence_id"]);
            assert_eq!(header.payload_size(), Some(vector.payload.len()));
            let built = MessageHeader::new(header.identifier(), header.size(), header.sequence_id());
            assert_eq!(built.as_bytes(), &*bytes);
        }
    }
}

/// Compares the result and the bytes of each line with those of the reference. Returns how many lines were accepted,
/// rejected, rejected intentionally, and accepted with a different order of keys.
fn check_verdicts(vectors: impl Iterator<Item = Vector>) -> [usize; 4] {
    let [mut accepted, mut refused, mut stricter, mut reordered] = [0; 4];
    for vector in vectors {
        let result = round_trip(&vector);
        if let Some(name) = vector.line["stricter"].as_str() {
            assert_eq!(result.map_err(|error| error.kind().name()), Err(name), "{}", vector.name);
            stricter += 1;
        } else if vector.line["ok"] == true {
            let canonical = vector.line["canonical"].as_str().expect("canonical bytes");
            let ours = result.unwrap_or_else(|error| panic!("{}: {error}", vector.name));
            if ours != canonical {
                // The reference sorts the keys of maps, and this crate keeps their order.
                assert_eq!(sorted(&ours), sorted(canonical), "{}", vector.name);
                reordered += 1;
            }
            accepted += 1;
        } else {
            assert!(result.is_err(), "{} was accepted: {result:?}", vector.name);
            refused += 1;
        }
    }
    [accepted, refused, stricter, reordered]
}

#[test]
fn every_payload_is_accepted_refused_and_rewritten_as_by_the_reference() {
    let counts = check_verdicts(vectors(include_str!("vectors/semantics.jsonl")));
    assert_eq!(counts, [856, 578, 6, 3]);
}

#[test]
fn every_payload_of_windows_guests_is_accepted_refused_and_rewritten_as_by_the_reference() {
    let counts = check_verdicts(vectors(include_str!("vectors/semantics-windows.jsonl")));
    assert_eq!(counts, [618, 323, 59, 0]);
}

#[test]
fn every_payload_found_in_the_field_is_accepted_refused_and_rewritten_as_by_the_reference() {
    assert_eq!(check_verdicts(vectors(include_str!("vectors/field.jsonl"))), [101, 62, 10, 0]);
}

/// Returns the document with all keys sorted, including those of nested documents.
fn sorted(json: &str) -> String {
    fn sort(value: Value) -> Value {
        match value {
            Value::Object(map) => {
                let mut entries: Vec<_> = map.into_iter().collect();
                entries.sort_by(|one, other| one.0.cmp(&other.0));
                entries.into_iter().map(|(key, value)| (key, sort(value))).collect()
            }
            Value::Array(list) => list.into_iter().map(sort).collect(),
            Value::String(text) if text.starts_with('{') => match serde_json::from_str(&text) {
                Ok(document) => Value::String(sort(document).to_string()),
                Err(_) => Value::String(text),
            },
            other => other,
        }
    }
    sort(serde_json::from_str(json).expect("JSON")).to_string()
}

#[test]
fn a_message_does_not_fit_into_a_buffer_one_byte_too_small() {
    for vector in vectors(include_str!("vectors/messages.jsonl")) {
        let whole = round_trip(&vector).expect("a message").len();
        let mut payload = vector.payload.clone();
        let mut output = vec![0xa5; whole - 1];
        let visitor = types::RoundTrip { payload: &mut payload, output: &mut output };
        let error = types::visit(&vector.kind, visitor).expect("a known type").expect_err("too small");
        assert_eq!(error.kind(), gcs_prot::ErrorKind::BufferFull, "{}", vector.name);
    }
}

#[test]
fn a_payload_cut_anywhere_is_refused() {
    for vector in vectors(include_str!("vectors/messages.jsonl")).step_by(7) {
        for end in 0..vector.payload.len() {
            let cut = Vector { payload: vector.payload[..end].to_vec(), ..vector_like(&vector) };
            assert!(round_trip(&cut).is_err(), "{} cut at {end}", vector.name);
        }
    }
}

fn vector_like(vector: &Vector) -> Vector {
    Vector { name: vector.name.clone(), kind: vector.kind.clone(), payload: Vec::new(), line: Value::Null }
}

#[test]
fn a_round_trip_is_a_fixed_point() {
    for vector in vectors(include_str!("vectors/messages.jsonl")) {
        let once = round_trip(&vector).expect("a message");
        let again = Vector { payload: once.clone().into_bytes(), ..vector_like(&vector) };
        assert_eq!(round_trip(&again), Ok(once), "{}", vector.name);
    }
}

#[test]
fn every_type_rejects_what_is_not_json() {
    for name in types::NAMES {
        for text in ["", " ", "{", "}", "[]", "0", "true", "\"\"", "{]", "{}x", "\u{feff}{}", "nul"] {
            let vector = Vector { name: (*name).into(), kind: (*name).into(), payload: text.into(), line: Value::Null };
            assert!(round_trip(&vector).is_err(), "{name} accepted {text:?}");
        }
    }
    assert!(json::decode::<gcs_prot::message::Empty>(&mut b"{}".to_vec()).is_ok());
}
