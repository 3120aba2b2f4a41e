//! Tests a whole recorded session, whose streams are split in different ways.

use gcs_prot::json;
use gcs_prot::message::{ContainerNotification, Empty, Request, Response};
use gcs_prot::rpc::{AnyRequest, AnyResponse, Method};
use serde_json::Value;

use gcs_prot::wire::{FrameReader, MessageHeader, MessageIdentifier, ReceivedFrame};

const HOST: &[u8] = include_bytes!("vectors/session.host-to-guest.bin");
const GUEST: &[u8] = include_bytes!("vectors/session.guest-to-host.bin");

/// Splits a stream into messages by the simplest rule: the header gives the number of bytes.
fn messages(mut stream: &[u8]) -> Vec<(MessageHeader, Option<Vec<u8>>)> {
    let mut messages = Vec::new();
    while !stream.is_empty() {
        let size = u32::from_le_bytes(stream[4..8].try_into().expect("four bytes"));
        let header = MessageHeader::new(
            MessageIdentifier(u32::from_le_bytes(stream[..4].try_into().expect("four bytes"))),
            size,
            gcs_prot::wire::SequenceId(u64::from_le_bytes(stream[8..16].try_into().expect("eight bytes"))),
        );
        let (message, rest) = stream.split_at(size as usize);
        messages.push((header, Some(message[16..].to_vec())));
        stream = rest;
    }
    messages
}

/// Reads a stream in pieces with the reader. `None` is a payload that does not fit into the buffer.
fn read(stream: &[u8], piece: usize, buffer: usize) -> Vec<(MessageHeader, Option<Vec<u8>>)> {
    let mut buffer = vec![0xa5; buffer];
    let mut frames = FrameReader::new(&mut buffer);
    let mut messages = Vec::new();
    let mut rest = stream;
    loop {
        while let Some(incoming) = frames.next().expect("a good stream") {
            messages.push(match incoming {
                ReceivedFrame::Frame(frame) => (frame.header, Some(frame.payload.to_vec())),
                ReceivedFrame::TooLarge(header) => (header, None),
            });
        }
        let window = frames.window();
        assert!(!window.is_empty(), "there is always room after all messages are taken");
        let count = rest.len().min(piece).min(window.len());
        if count == 0 {
            frames.end().expect("a clean end");
            return messages;
        }
        window[..count].copy_from_slice(&rest[..count]);
        frames.commit(count).expect("within the window");
        rest = &rest[count..];
    }
}

#[test]
fn the_recorded_session_is_the_same_in_pieces_of_any_size() {
    for stream in [HOST, GUEST] {
        let whole = messages(stream);
        for piece in [1, 2, 3, 7, 16, 17, 4096, usize::MAX] {
            assert_eq!(read(stream, piece, 128 << 10), whole, "in pieces of {piece}");
        }
    }
}

#[test]
fn a_message_larger_than_the_buffer_is_reported_and_skipped_and_the_rest_stays_in_step() {
    for stream in [HOST, GUEST] {
        for limit in [65_536, 8_192, 512] {
            let whole: Vec<_> = messages(stream)
                .into_iter()
                .map(|(header, payload)| (header, payload.filter(|payload| payload.len() + 16 <= limit)))
                .collect();
            for piece in [1, 7, 16, 4096, usize::MAX] {
                assert_eq!(read(stream, piece, limit), whole, "in pieces of {piece}, {limit} bytes of buffer");
            }
        }
    }
}

#[test]
fn the_end_of_a_stream_inside_a_message_is_told_apart_from_a_clean_end() {
    let cut = &HOST[..400];
    let mut ends = Vec::new();
    for end in 0..cut.len() {
        let mut buffer = [0xa5; 512];
        let mut frames = FrameReader::new(&mut buffer);
        frames.window()[..end].copy_from_slice(&cut[..end]);
        frames.commit(end).expect("room");
        while frames.next().expect("a good stream").is_some() {}
        if frames.end().is_ok() {
            ends.push(end);
        }
    }
    assert_eq!(ends, [0, 125]);
}

/// Returns a document with its nested documents parsed and without empty values. Hosts write some empty fields, and
/// guests expect some that are not sent. Two documents with equal results have the same meaning.
fn meaning(document: &[u8]) -> Value {
    fn reduce(value: Value) -> Option<Value> {
        let reduced = match value {
            // Hosts spell one key differently.
            Value::Object(map) => map
                .into_iter()
                .filter_map(|(key, value)| Some((key.replace("InUtilityVm", "InUtilityVM"), reduce(value)?)))
                .collect(),
            Value::Array(list) => list.into_iter().map(|value| reduce(value).unwrap_or(Value::Null)).collect(),
            Value::String(text) if text.starts_with('{') => match serde_json::from_str(&text) {
                Ok(document) => return reduce(document),
                Err(_) => Value::String(text),
            },
            other => other,
        };
        let empty = match &reduced {
            Value::Null | Value::Bool(false) => true,
            Value::Number(number) => number.as_u64() == Some(0),
            Value::String(text) => text.is_empty(),
            Value::Array(list) => list.is_empty(),
            Value::Object(map) => map.is_empty(),
            Value::Bool(true) => false,
        };
        (!empty).then_some(reduced)
    }
    reduce(serde_json::from_slice(document).expect("JSON")).unwrap_or_default()
}

#[test]
fn every_recorded_request_decodes_and_encodes_to_a_document_that_says_the_same() {
    let mut refused = Vec::new();
    for (header, payload) in messages(HOST) {
        let mut payload = payload.expect("a payload");
        let mut before = meaning(&payload);
        let mut output = vec![0xa5; payload.len() * 2 + 64];
        let method = Method::from_request(header.identifier()).expect("a known request");
        match AnyRequest::decode(method, &mut payload) {
            Ok(request) => {
                if let Some(request) = before.get_mut("Request").and_then(Value::as_object_mut) {
                    request.entry("RequestType").or_insert("Add".into());
                }
                let after = meaning(json::encode(&request, &mut output).expect("room"));
                assert_eq!(after, before, "request {}", header.sequence_id());
            }
            Err(error) => refused.push((header.sequence_id().0, error.to_string())),
        }
    }
    // The reference also rejected this request, and no other.
    assert_eq!(refused, [(17, "wrong type, expected a string, key MountPath, at byte 275".into())]);
}

#[test]
fn every_recorded_answer_decodes_and_encodes_to_the_same_bytes() {
    let (mut responses, mut failures, mut notifications) = (0, 0, 0);
    for (header, payload) in messages(GUEST) {
        let payload = payload.expect("a payload");
        let mut in_place = payload.clone();
        let mut output = vec![0xa5; payload.len() + 1];
        let identifier = header.identifier();
        let encoded = if identifier == MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1 {
            notifications += 1;
            let notification: Request<ContainerNotification> = json::decode(&mut in_place).expect("a notification");
            json::encode(&notification, &mut output).expect("room")
        } else {
            responses += 1;
            let method = Method::from_response(identifier).expect("a known response");
            let response = AnyResponse::decode(method, &mut in_place).expect("a response");
            if response.base().result.is_ok() {
                json::encode(&response, &mut output).expect("room")
            } else {
                // An error response has only the base fields.
                failures += 1;
                let base = Response { base: response.base().clone(), body: Empty {} };
                json::encode(&base, &mut output).expect("room")
            }
        };
        assert_eq!(String::from_utf8_lossy(encoded), String::from_utf8_lossy(&payload), "#{}", header.sequence_id());
    }
    assert_eq!((responses, failures, notifications), (129, 11, 2));
}
