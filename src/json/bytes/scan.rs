//! Scanning: where something is in the bytes, a block at a time.

use super::lanes::{BLOCK, Block, Bytes, Lanes};

/// So many bytes, at `at`.
#[inline]
pub(in crate::json) fn chunk_at<const N: usize>(bytes: &[u8], at: usize) -> Option<&[u8; N]> {
    bytes.get(at..)?.first_chunk()
}

/// So many bytes, at `at`, to be written.
#[inline]
pub(in crate::json) fn chunk_at_mut<const N: usize>(bytes: &mut [u8], at: usize) -> Option<&mut [u8; N]> {
    bytes.get_mut(at..)?.first_chunk_mut()
}

/// Where the run of plain characters from `from` ends: at the next `"`, `\` or control character, or at the end.
#[inline]
pub(in crate::json) fn run_end(bytes: &[u8], from: usize) -> usize {
    find(bytes, from, stops, is_stop)
}

/// Where the first NUL is, or the end.
#[inline(never)]
pub(in crate::json) fn nul(text: &[u8]) -> usize {
    find(text, 0, |bytes| bytes.is(0), |byte| byte == 0)
}

/// Where the first byte from `from` on is that is marked, or the end; `is` says of one byte whether it is.
///
/// The way to a next block does not go through where the mark is in this one, which the processor would have to wait for.
#[inline]
fn find(bytes: &[u8], from: usize, marks: impl Fn(Bytes) -> Bytes, is: fn(u8) -> bool) -> usize {
    let mut at = from;
    while let Some(block) = chunk_at(bytes, at) {
        let plain = marks(Bytes::new(block)).first();
        if plain < BLOCK {
            return at.wrapping_add(plain);
        }
        at = at.wrapping_add(BLOCK);
        if at.wrapping_sub(from) == LONG_RUN {
            at = skip(bytes, at, &marks);
        }
    }
    last(bytes, at, is)
}

/// What has been found to be so long, in bytes, is likely to be longer.
pub(in crate::json) const LONG_RUN: usize = 8 * BLOCK;

/// Four blocks at once.
pub(in crate::json) type Blocks = [u8; BLOCKS];

pub(in crate::json) const BLOCKS: usize = 4 * BLOCK;

/// Whether nothing is marked in four blocks.
#[inline]
pub(in crate::json) fn clear(blocks: &Blocks, marks: impl Fn(Bytes) -> Bytes) -> bool {
    let ([a, b, c, d], []) = blocks.as_chunks() else { return false };
    let (a, b) = (marks(Bytes::new(a)), marks(Bytes::new(b)));
    let (c, d) = (marks(Bytes::new(c)), marks(Bytes::new(d)));
    (a | b | (c | d)).first() == BLOCK
}

/// Steps over blocks in which nothing is marked, four at a time.
#[inline(never)]
fn skip(bytes: &[u8], mut at: usize, marks: &impl Fn(Bytes) -> Bytes) -> usize {
    while chunk_at(bytes, at).is_some_and(|blocks| clear(blocks, marks)) {
        at = at.wrapping_add(BLOCKS);
    }
    at
}

/// Where the first byte from `from` on is that is so, or the end: of what is less than a block.
#[inline(never)]
fn last(bytes: &[u8], from: usize, is: fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().position(|byte| is(*byte)).map_or(bytes.len(), |at| from.wrapping_add(at))
}

/// Where the first byte of a block is at which a run of plain characters ends.
#[inline]
pub(in crate::json) fn first_stop(block: &Block) -> usize {
    stops(Bytes::new(block)).first()
}

/// Marks where a run of plain characters ends.
#[inline]
fn stops(bytes: Bytes) -> Bytes {
    bytes.is(b'"') | bytes.is(b'\\') | bytes.is_control()
}

/// As [`first_stop`], of one byte.
pub(in crate::json) const fn is_stop(byte: u8) -> bool {
    matches!(byte, 0..0x20 | b'"' | b'\\')
}
