//! Scanning: where something is in the bytes, a block at a time.

use super::lanes::{BLOCK, Block, Bytes, Lanes, no_stops};

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

/// Returns where the run of plain characters from `from` ends: at the next `"`, `\` or control character, or at the end.
///
/// The index of the next block does not depend on the mark in this one, so that the processor need not wait for it.
#[inline]
pub(in crate::json) fn run_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(block) = chunk_at(bytes, at) {
        if let Some(plain) = first_stop(block) {
            return at.wrapping_add(plain);
        }
        at = at.wrapping_add(BLOCK);
        if at.wrapping_sub(from) == LONG_RUN {
            at = skip_plain(bytes, at);
        }
    }
    last(bytes, at, is_stop)
}

/// As [`run_end`], of a run that is shorter than `LIMIT`, a multiple of a block. Returns `None` if the run is longer, or if the
/// bytes end less than a block behind it.
#[inline]
pub(in crate::json) fn short_run_end<const LIMIT: usize>(bytes: &[u8], from: usize) -> Option<usize> {
    let (mut rest, mut at) = (bytes.get(from..)?, from);
    while at.wrapping_sub(from) < LIMIT {
        let (block, behind) = rest.split_first_chunk()?;
        if let Some(plain) = first_stop(block) {
            return Some(at.wrapping_add(plain));
        }
        (rest, at) = (behind, at.wrapping_add(BLOCK));
    }
    None
}

/// Steps over plain characters, four blocks at a time.
#[inline(never)]
fn skip_plain(bytes: &[u8], from: usize) -> usize {
    let (blocks, _) = bytes.get(from..).unwrap_or_default().as_chunks::<BLOCK>();
    let (fours, _) = blocks.as_chunks();
    let plain = fours.iter().position(|four| !no_stops(four)).unwrap_or(fours.len());
    from.wrapping_add(plain.wrapping_mul(BLOCKS))
}

/// Where the first NUL is, or the end.
#[inline(never)]
pub(in crate::json) fn nul(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(block) = chunk_at(text, at) {
        if let Some(plain) = Bytes::new(block).mark_byte(0).first_mark() {
            return at.wrapping_add(plain);
        }
        at = at.wrapping_add(BLOCK);
    }
    last(text, at, |byte| byte == 0)
}

/// What has been found to be so long, in bytes, is likely to be longer.
pub(in crate::json) const LONG_RUN: usize = 8 * BLOCK;

/// Four blocks.
pub(in crate::json) const BLOCKS: usize = 4 * BLOCK;

/// Where the first byte from `from` on is that is so, or the end: of what is less than a block.
#[inline(never)]
fn last(bytes: &[u8], from: usize, is: fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().position(|byte| is(*byte)).map_or(bytes.len(), |at| from.wrapping_add(at))
}

/// Returns the index of the first byte of a block that ends a run of plain characters.
#[inline]
pub(in crate::json) fn first_stop(block: &Block) -> Option<usize> {
    mark_stops(Bytes::new(block)).first_mark()
}

/// Marks the bytes that end a run of plain characters.
#[inline]
pub(super) fn mark_stops<L: Lanes>(bytes: L) -> L {
    bytes.mark_controls_and_quotes() | bytes.mark_byte(b'\\')
}

/// As [`first_stop`], of one byte.
pub(in crate::json) const fn is_stop(byte: u8) -> bool {
    matches!(byte, 0..0x20 | b'"' | b'\\')
}
