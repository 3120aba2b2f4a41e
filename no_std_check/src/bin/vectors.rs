//! Decodes and re-encodes every message of the test vectors, and compares the bytes, including those of the header.
//!
//! All machines must give the same result, whatever their byte order and word size.
#![no_std]
#![no_main]

use gcs_prot::wire::{MESSAGE_HEADER_SIZE, MessageHeader};
use gcs_prot::{json, json_object};
use no_std_check::platform;
use zerocopy::{FromBytes, IntoBytes};

#[path = "../../../examples/support/types.rs"]
mod types;

static VECTORS: [&[u8]; 3] = [
    include_bytes!("../../../tests/vectors/messages.jsonl"),
    include_bytes!("../../../tests/vectors/messages-2024.jsonl"),
    include_bytes!("../../../tests/vectors/messages-windows.jsonl"),
];

static mut LINE: [u8; 16 << 10] = [0; 16 << 10];
static mut PAYLOAD: [u8; 16 << 10] = [0; 16 << 10];
static mut OUTPUT: [u8; 16 << 10] = [0; 16 << 10];

/// A line of the files with test vectors, which the crate itself reads.
#[json_object]
struct Vector<'a> {
    /// The name of the vector.
    #[json("name")]
    name: &'a str,
    /// The type of the payload.
    #[json("type")]
    kind: &'a str,
    /// The identifier, in hexadecimal digits.
    #[json("identifier")]
    identifier: &'a str,
    /// The sequence id.
    #[json("sequence_id")]
    sequence_id: u64,
    /// The payload.
    #[json("payload")]
    payload: &'a str,
    /// The bytes of the header, in hexadecimal digits.
    #[json("header_hex")]
    header_hex: &'a str,
}

#[unsafe(no_mangle)]
fn run() -> u8 {
    // SAFETY: This code runs once, and there are no other references.
    let (line, payload, output) = unsafe { (&mut *(&raw mut LINE), &mut *(&raw mut PAYLOAD), &mut *(&raw mut OUTPUT)) };
    let mut right = 0;
    let mut wrong = 0;
    for text in VECTORS.iter().flat_map(|file| file.split(|byte| *byte == b'\n')).filter(|text| !text.is_empty()) {
        match copy(text, line).and_then(|line| json::decode::<Vector<'_>>(line).ok()) {
            Some(vector) if header(&vector) && round_trip(&vector, payload, output) => right += 1,
            Some(vector) => {
                wrong += 1;
                platform::write(b"wrong: ");
                platform::write(vector.name.as_bytes());
                platform::write(b"\n");
            }
            None => wrong += 1,
        }
    }
    platform::write_number(right);
    platform::write(b" messages right, ");
    platform::write_number(wrong);
    platform::write(b" wrong\n");
    u8::from(right == 0 || wrong > 0)
}

/// Returns whether the header has the fields that the vector gives, and is built from them with the same bytes.
fn header(vector: &Vector<'_>) -> bool {
    let mut bytes = [0; MESSAGE_HEADER_SIZE];
    for (byte, digits) in bytes.iter_mut().zip(vector.header_hex.as_bytes().chunks(2)) {
        *byte = number(digits).to_le_bytes()[0];
    }
    let Ok(header) = MessageHeader::ref_from_bytes(&bytes) else { return false };
    let built = MessageHeader::new(header.identifier(), header.size(), header.sequence_id());
    header.identifier().0 == number(vector.identifier.as_bytes())
        && header.sequence_id().0 == vector.sequence_id
        && header.payload_size() == Some(vector.payload.len())
        && built.as_bytes() == bytes
}

/// Parses a number in hexadecimal digits, with or without `0x` before it.
fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number << 4 | char::from(*digit).to_digit(16).unwrap_or_default())
}

/// Returns whether the payload is re-encoded to the same bytes.
fn round_trip(vector: &Vector<'_>, buffer: &mut [u8], output: &mut [u8]) -> bool {
    /// An absent request type means "Add", which is written.
    const ABSENT: &[u8] = br#""Request":{"ResourceType""#;
    const ADDED: &[u8] = br#""Request":{"RequestType":"Add","ResourceType""#;

    let said = vector.payload.as_bytes();
    let Some(payload) = copy(said, buffer) else { return false };
    let Some(Ok(canonical)) = types::visit(vector.kind, types::RoundTrip { payload, output }) else { return false };
    match said.windows(ABSENT.len()).position(|window| window == ABSENT).and_then(|at| said.split_at_checked(at)) {
        None => canonical == said,
        Some((before, after)) => {
            let rest = canonical.strip_prefix(before).and_then(|rest| rest.strip_prefix(ADDED));
            rest.is_some() && rest == after.strip_prefix(ABSENT)
        }
    }
}

/// Copies the bytes to the front of a buffer, and returns that part.
fn copy<'b>(bytes: &[u8], buffer: &'b mut [u8]) -> Option<&'b mut [u8]> {
    let target = buffer.get_mut(..bytes.len())?;
    for (target, byte) in target.iter_mut().zip(bytes) {
        *target = *byte;
    }
    Some(target)
}
