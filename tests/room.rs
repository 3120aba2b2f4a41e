//! Writing into too little room: every message of the vectors, every length.

use gcs_prot::json::{self, Decode};
use gcs_prot::rpc::write_message;
use gcs_prot::wire::{FrameReader, Incoming, MessageIdentifier, SequenceId};
use gcs_prot::{ErrorKind, json::RawJson};
use serde_json::Value;

#[path = "../examples/support/types.rs"]
mod types;

use types::{Family, Visitor};

const POISON: u8 = 0xa5;

/// Encodes a payload, once decoded, into each room from none to what it takes.
struct EveryRoom<'p> {
    name: &'p str,
    payload: &'p mut [u8],
}

impl Visitor for EveryRoom<'_> {
    type Output = ();

    fn visit<T: for<'a> Family<'a>>(self) {
        let Self { name, payload } = self;
        let most = payload.len() * 2 + 256;
        let value: <T as Family<'_>>::Type = json::decode(payload).expect("a message");
        value.check().expect("a message");
        let mut whole = vec![POISON; most];
        let length = json::encode(&value, &mut whole).expect("room").len();
        assert!(whole[length..].iter().all(|byte| *byte == POISON), "{name}: written beyond the end");
        let poison = vec![POISON; length + 64];
        let mut output = poison.clone();
        // All lengths of what is short; of the few that are long, the first and the last, and some between.
        for room in (0..length).filter(|room| length < 1200 || *room < 40 || length - room < 40 || room % 97 == 0) {
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
    for file in [include_str!("vectors/messages.jsonl"), include_str!("vectors/messages-2024.jsonl")] {
        for line in file.lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            let mut payload = text("payload").into_bytes();
            types::visit(&text("type"), EveryRoom { name: &text("name"), payload: &mut payload })
                .expect("a known type");
        }
    }
}

#[test]
fn a_message_that_does_not_fit_is_no_message() {
    let mut payload = *br#"{"a":"\u0041","b":[1,2,{"c":"<"}]}"#;
    let body: RawJson = json::decode(&mut payload).expect("JSON");
    let mut whole = [POISON; 128];
    let write = |buffer: &mut [u8]| {
        write_message(buffer, MessageIdentifier::COMPUTE_SYSTEM_CREATE_V1, SequenceId(7), &body).map(<[u8]>::len)
    };
    let length = write(&mut whole).expect("room");
    for room in 0..length {
        let mut buffer = [POISON; 128];
        assert_eq!(write(&mut buffer[..room]).map_err(|error| error.kind()), Err(ErrorKind::BufferFull), "{room}");
        assert!(buffer[room..].iter().all(|byte| *byte == POISON), "written beyond {room} bytes");
        // Whoever sends what there is all the same has sent no whole message.
        let mut receive = [0; 128];
        let mut frames = FrameReader::new(&mut receive);
        frames.window()[..room].copy_from_slice(&buffer[..room]);
        frames.commit(room).expect("room");
        assert!(!matches!(frames.next(), Ok(Some(Incoming::Frame(_)))), "{room} bytes were taken for a message");
    }
}
