//! Tests encoding into buffers that are too small, for every message of the test vectors.

use std::collections::HashSet;

use gcs_prot::json;
use gcs_prot::rpc::write_message;
use gcs_prot::wire::{FrameReader, MessageHeader, MessageIdentifier, ReceivedFrame, SequenceId};
use gcs_prot::{ErrorKind, json::RawJson};
use serde_json::Value;
use zerocopy::IntoBytes;

#[path = "../examples/support/types.rs"]
mod types;

use types::{Family, Visitor};

const POISON: u8 = 0xa5;

/// Decodes a payload and encodes it into buffers of increasing size, up to the size that it needs.
struct EveryRoom<'p> {
    name: &'p str,
    /// Returns whether to test all sizes.
    all: bool,
    payload: &'p mut [u8],
}

impl Visitor for EveryRoom<'_> {
    type Output = ();

    fn visit<T: for<'a> Family<'a>>(self) {
        let Self { name, all, payload } = self;
        let most = payload.len() * 2 + 256;
        let value: <T as Family<'_>>::Type = json::decode(payload).expect("a message");
        let mut whole = vec![POISON; most];
        let length = json::encode(&value, &mut whole).expect("room").len();
        assert!(whole[length..].iter().all(|byte| *byte == POISON), "{name}: written beyond the end");
        let poison = vec![POISON; length + 64];
        let mut output = poison.clone();
        // Otherwise, the smallest and largest sizes and some sizes between them are tried.
        for room in (0..length).filter(|room| all || *room < 40 || length - room < 40 || room % 97 == 0) {
            let error = json::encode(&value, &mut output[..room]).expect_err(name);
            assert_eq!(error.kind(), ErrorKind::BufferFull, "{name} in {room} bytes");
            assert!(output[room..] == poison[room..], "{name}: written beyond {room} bytes");
        }
        assert_eq!(json::encode(&value, &mut output[..length]), Ok(&whole[..length]), "{name}");
        assert!(output[length..] == poison[length..], "{name}: written beyond its {length} bytes");
    }
}

#[test]
fn every_message_needs_the_room_that_it_takes_and_writes_nowhere_else() {
    let mut lines: Vec<Value> = [include_str!("vectors/messages.jsonl"), include_str!("vectors/messages-2024.jsonl")]
        .iter()
        .flat_map(|file| file.lines().map(|line| serde_json::from_str(line).expect("JSON")))
        .collect();
    // For each type, all sizes are tried for its longest message below the limit.
    let length = |line: &Value| line["payload"].as_str().expect("a payload").len();
    lines.sort_by_key(|line| std::cmp::Reverse(length(line)));
    let mut tried = HashSet::new();
    for line in &lines {
        let (name, of) = (line["name"].as_str().expect("a name"), line["type"].as_str().expect("a type"));
        let all = length(line) < 2000 && tried.insert(of);
        let mut payload = line["payload"].as_str().expect("a payload").to_owned().into_bytes();
        types::visit(of, EveryRoom { name, all, payload: &mut payload }).expect("a known type");
    }
    assert_eq!(tried.len(), 19);
}

#[test]
fn a_message_that_does_not_fit_is_not_written_as_a_message() {
    let mut payload = *br#"{"a":"\u0041","b":[1,2,{"c":"<"}]}"#;
    let body: RawJson = json::decode(&mut payload).expect("JSON");
    let mut whole = [POISON; 128];
    let write = |buffer: &mut [u8]| {
        write_message(buffer, MessageIdentifier::COMPUTE_SYSTEM_CREATE_V1, SequenceId(7), &body).map(<[u8]>::len)
    };
    let length = write(&mut whole).expect("room");
    for (room, reused) in (0..length).flat_map(|room| [(room, false), (room, true)]) {
        let mut buffer = [POISON; 128];
        if reused {
            // The buffer contains an earlier message, but only in the part that may be written.
            let header = MessageHeader::new(MessageIdentifier::COMPUTE_SYSTEM_START_V1, 16, SequenceId(6));
            buffer[..16].copy_from_slice(header.as_bytes());
            buffer[room..].fill(POISON);
        }
        assert_eq!(write(&mut buffer[..room]).map_err(|error| error.kind()), Err(ErrorKind::BufferFull), "{room}");
        assert!(buffer[room..].iter().all(|byte| *byte == POISON), "written beyond {room} bytes");
        // The bytes in the buffer are not a complete message, even if somebody sends them.
        let mut receive = [0; 128];
        let mut frames = FrameReader::new(&mut receive);
        frames.window()[..room].copy_from_slice(&buffer[..room]);
        frames.commit(room).expect("room");
        assert!(!matches!(frames.next(), Ok(Some(ReceivedFrame::Frame(_)))), "{room} bytes were taken for a message");
    }
}

#[test]
fn a_long_text_does_not_fit_into_less_room_than_it_needs() {
    for length in [100, 128, 129, 200, 1000] {
        let text = "a".repeat(length);
        for room in 0..length + 2 {
            let mut buffer = vec![POISON; length + 2];
            let written = json::encode(&text.as_str(), &mut buffer[..room]).map(<[u8]>::len);
            assert_eq!(written.map_err(|error| error.kind()), Err(ErrorKind::BufferFull), "{room} bytes for {length}");
            assert!(buffer[room..].iter().all(|byte| *byte == POISON), "written beyond {room} bytes");
        }
        assert_eq!(json::encode(&text.as_str(), &mut vec![0; length + 2]).map(<[u8]>::len), Ok(length + 2));
    }
}
