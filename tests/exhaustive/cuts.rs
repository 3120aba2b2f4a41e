//! Every cut of every vector: a payload that ends too soon, and a message that comes in two pieces.

use gcs_prot::json::{self, RawJson};
use gcs_prot::wire::{FrameError, FrameReader, MESSAGE_HEADER_SIZE, MessageHeader, ReceivedFrame};
use gcs_prot::{Error, ErrorKind};
use serde_json::Value;
use zerocopy::{FromBytes, IntoBytes};

use crate::hex::unhex;
use crate::{SLOW, in_parallel, model, types};

const MESSAGES: [&str; 2] = [include_str!("../vectors/messages.jsonl"), include_str!("../vectors/messages-2024.jsonl")];
const PAYLOADS: [&str; 2] = [include_str!("../vectors/semantics.jsonl"), include_str!("../vectors/field.jsonl")];

struct Vector {
    kind: String,
    /// Of a message.
    header: Vec<u8>,
    payload: Vec<u8>,
}

fn vectors(files: [&str; 2]) -> Vec<Vector> {
    let vector = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("a vector is JSON");
        let text = |key: &str| line[key].as_str().unwrap_or_default();
        let payload = match text("payload_hex") {
            "" => text("payload").as_bytes().to_vec(),
            hex => unhex(hex),
        };
        Vector { kind: text("type").to_owned(), header: unhex(text("header_hex")), payload }
    };
    // Without optimisation, only short vectors are tested.
    let most = if SLOW { 600 } else { usize::MAX };
    files.iter().flat_map(|file| file.lines()).map(vector).filter(|vector| vector.payload.len() <= most).collect()
}

/// Any prefix of any payload, as a value of any type: verdict, kind and offset as by the model.
#[test]
fn every_cut_of_every_payload_as_any_value() {
    let all: Vec<_> = [MESSAGES, PAYLOADS].into_iter().flat_map(vectors).collect();
    let [cuts, accepted] = in_parallel(all.len(), |index| {
        let payload = &all[index].payload;
        let mut counts = [0; 2];
        for end in 0..=payload.len() {
            let cut = &payload[..end];
            let ours = json::decode::<RawJson>(&mut cut.to_vec()).map(drop);
            let ours = ours.map_err(|error| (error.kind().name(), error.offset()));
            let model = model::document(cut, 0).map(drop);
            let model = model.map_err(|fault| (fault.kind, u32::try_from(fault.offset()).ok()));
            assert_eq!(ours, model, "of {}", cut.escape_ascii());
            counts[0] += 1;
            counts[1] += u64::from(ours.is_ok());
        }
        counts
    });
    println!("{cuts} cuts of {} payloads, {accepted} accepted", all.len());
}

/// A message that ends too soon, as its own type, says so, and where.
#[test]
fn every_cut_of_every_message_as_its_type() {
    let all = vectors(MESSAGES);
    let [cuts] = in_parallel(all.len(), |index| {
        let Vector { kind, payload, .. } = &all[index];
        for end in 0..payload.len() {
            let cut = &payload[..end];
            let error = decode(kind, cut).expect_err("it ends too soon");
            let fault = model::document(cut, 0).expect_err("it ends too soon");
            let ours = (error.kind().name(), error.offset());
            assert_eq!(ours, (fault.kind, u32::try_from(fault.offset()).ok()), "{kind}: {}", cut.escape_ascii());
        }
        assert_eq!(decode(kind, payload), Ok(()));
        [payload.len() as u64]
    });
    println!("{cuts} cuts of {} messages", all.len());
}

fn decode(kind: &str, payload: &[u8]) -> Result<(), Error> {
    let (mut payload, mut output) = (payload.to_vec(), vec![0; payload.len() * 12 + 1024]);
    let visitor = types::RoundTrip { payload: &mut payload, output: &mut output };
    types::visit(kind, visitor).expect("a known type").map(drop)
}

/// Tests a message and the start of the next one in two pieces, and the error if the stream ends at the cut.
#[test]
fn every_cut_of_every_message_in_a_stream() {
    let all = vectors(MESSAGES);
    let [cuts] = in_parallel(all.len(), |index| {
        let Vector { header, payload, .. } = &all[index];
        let message = [&header[..], payload].concat();
        let stream = [&message[..], &message[..MESSAGE_HEADER_SIZE]].concat();
        let (expected, _) = MessageHeader::read_from_prefix(header).expect("a header");
        let mut buffer = vec![0; message.len() + 3];
        for cut in 0..=stream.len() {
            let mut frames = FrameReader::new(&mut buffer);
            let (mut seen, mut given) = (0, 0);
            for end in [cut, stream.len()] {
                while given < end {
                    let window = frames.window();
                    let count = window.len().min(end - given);
                    window[..count].copy_from_slice(&stream[given..given + count]);
                    frames.commit(count).expect("in the window");
                    given += count;
                    while let Some(incoming) = frames.next().expect("in step") {
                        let ReceivedFrame::Frame(frame) = incoming else { panic!("it fits") };
                        assert_eq!((frame.header, &frame.payload[..]), (expected, &payload[..]));
                        seen += 1;
                    }
                }
                let whole = if end >= message.len() { message.len() } else { 0 };
                assert_eq!(seen, usize::from(whole > 0));
                let received = end - whole;
                let expected = if received == 0 { Ok(()) } else { Err(FrameError::Truncated { received }) };
                assert_eq!((frames.end(), frames.offset()), (expected, whole as u64));
            }
        }
        [stream.len() as u64 + 1]
    });
    println!("{cuts} cuts of {} messages in streams", all.len());
}

/// A buffer that is cut short, when a message is written.
#[test]
fn every_cut_of_every_buffer() {
    let all = vectors(MESSAGES);
    let [cuts] = in_parallel(all.len(), |index| {
        let Vector { kind, payload, .. } = &all[index];
        let (mut copy, mut whole) = (payload.clone(), vec![0; payload.len() * 12 + 1024]);
        let written = {
            let visitor = types::RoundTrip { payload: &mut copy, output: &mut whole };
            types::visit(kind, visitor).expect("a known type").expect("a message").to_vec()
        };
        for room in 0..=written.len() {
            let (mut copy, mut output) = (payload.clone(), vec![0xa5; room]);
            let visitor = types::RoundTrip { payload: &mut copy, output: &mut output };
            let result = types::visit(kind, visitor).expect("a known type");
            if room < written.len() {
                assert_eq!(result.map_err(|error| error.kind()), Err(ErrorKind::BufferFull));
            } else {
                assert_eq!(result, Ok(&written[..]));
            }
        }
        [written.len() as u64 + 1]
    });
    println!("{cuts} buffers");
    let _ = MessageHeader::default().as_bytes();
}
