//! Parsing and building a header, with this crate and by hand.

use std::hint::black_box;

use gcs_prot::wire::{MESSAGE_HEADER_SIZE, MessageHeader, MessageIdentifier, SequenceId};
use zerocopy::{FromBytes, IntoBytes};

use super::Work;

type Bytes = [u8; MESSAGE_HEADER_SIZE];

/// The fields of a header: identifier, size, sequence id.
type Fields = (u32, u32, u64);

/// Parses a header in place.
#[inline(never)]
pub fn parse(bytes: &[u8]) -> Option<Fields> {
    let (header, _) = MessageHeader::ref_from_prefix(bytes).ok()?;
    Some((header.identifier().0, header.size(), header.sequence_id().0))
}

/// Parses a header by hand.
#[inline(never)]
pub fn parse_by_hand(bytes: &[u8]) -> Option<Fields> {
    let bytes: &Bytes = bytes.first_chunk()?;
    Some((
        u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]),
        u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]),
        u64::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]]),
    ))
}

/// Builds a header in place.
#[inline(never)]
pub fn build(bytes: &mut Bytes, (identifier, size, id): Fields) {
    bytes.copy_from_slice(MessageHeader::new(MessageIdentifier(identifier), size, SequenceId(id)).as_bytes());
}

/// Builds a header by hand.
#[inline(never)]
pub fn build_by_hand(bytes: &mut Bytes, (identifier, size, id): Fields) {
    bytes[..4].copy_from_slice(&identifier.to_le_bytes());
    bytes[4..8].copy_from_slice(&size.to_le_bytes());
    bytes[8..].copy_from_slice(&id.to_le_bytes());
}

const HEADER: Bytes = [1, 1, 0x10, 0x10, 18, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0];

/// Returns all four pieces of work.
pub fn works() -> Vec<Work> {
    let work = |op, message: &str, run| Work { op, message: message.into(), implementation: "", bytes: 16, run };
    vec![
        work("header", "parse", parsing(parse)),
        work("header", "parse-by-hand", parsing(parse_by_hand)),
        work("header", "build", building(build)),
        work("header", "build-by-hand", building(build_by_hand)),
    ]
}

fn parsing(parse: fn(&[u8]) -> Option<Fields>) -> Box<dyn FnMut(u32)> {
    Box::new(move |times| {
        for _ in 0..times {
            black_box(parse(black_box(&HEADER)));
        }
    })
}

fn building(build: fn(&mut Bytes, Fields)) -> Box<dyn FnMut(u32)> {
    let mut bytes = Bytes::default();
    Box::new(move |times| {
        for _ in 0..times {
            build(black_box(&mut bytes), black_box((0x1010_0101, 18, 7)));
        }
    })
}
