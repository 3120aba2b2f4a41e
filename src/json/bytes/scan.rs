//! Searches bytes, one block at a time.

use super::lanes::{BLOCK, Block, Bytes, Lanes, no_stops};
use crate::certain::{Certain, Plus};

/// Returns the `N` bytes at `at`.
#[inline]
pub(in crate::json) fn chunk_at<const N: usize>(bytes: &[u8], at: usize) -> Option<&[u8; N]> {
    bytes.get(at..)?.first_chunk()
}

/// Returns the `N` bytes at `at`, for writing.
#[inline]
pub(in crate::json) fn chunk_at_mut<const N: usize>(bytes: &mut [u8], at: usize) -> Option<&mut [u8; N]> {
    bytes.get_mut(at..)?.first_chunk_mut()
}

/// Returns the end of the run of plain characters that starts at `from`: the index of the next `"`, `\` or control
/// character, or the length of `bytes`.
///
/// The index of the next block does not depend on the marks in this one, so the processor does not have to wait for
/// them.
#[inline]
pub(in crate::json) fn run_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(block) = chunk_at(bytes, at) {
        if let Some(plain) = first_stop(block) {
            return at.plus(plain);
        }
        at = at.plus(BLOCK);
        if at.minus(from) == LONG_RUN {
            at = skip_plain(bytes, at);
        }
    }
    find_in_tail(bytes, at, is_stop)
}

/// [`run_end`] for a run that is shorter than `LIMIT`, which is a multiple of a block. Returns `None` if the run is
/// longer, or if `bytes` ends within the block that contains the end of the run.
#[inline]
pub(in crate::json) fn short_run_end<const LIMIT: usize>(bytes: &[u8], from: usize) -> Option<usize> {
    let (mut rest, mut at) = (bytes.get(from..)?, from);
    while at.minus(from) < LIMIT {
        let (block, tail) = rest.split_first_chunk()?;
        if let Some(plain) = first_stop(block) {
            return Some(at.plus(plain));
        }
        (rest, at) = (tail, at.plus(BLOCK));
    }
    None
}

/// Skips plain characters, sixteen blocks at a time. Returns the index after them.
#[inline(never)]
fn skip_plain(bytes: &[u8], from: usize) -> usize {
    const BLOCKS: usize = 16;
    let (blocks, _) = bytes.get(from..).certain().as_chunks::<BLOCK>();
    let (groups, _) = blocks.as_chunks::<BLOCKS>();
    let plain = groups.iter().position(|blocks| !no_stops(blocks)).unwrap_or(groups.len());
    from.plus(plain.wrapping_mul(BLOCKS * BLOCK))
}

/// Returns the index of the first NUL, or the length of the text.
#[inline(never)]
pub(in crate::json) fn find_nul(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(block) = chunk_at(text, at) {
        if let Some(plain) = Bytes::new(block).mark_byte(0).first_mark() {
            return at.plus(plain);
        }
        at = at.plus(BLOCK);
    }
    find_in_tail(text, at, |byte| byte == 0)
}

/// The length of a run, in bytes, from which on it is likely to be much longer.
pub(in crate::json) const LONG_RUN: usize = 8 * BLOCK;

/// Returns the index of the first matching byte at or after `from`, or `bytes.len()`. For the tail of a text, which is
/// shorter than a block.
#[inline(never)]
fn find_in_tail(bytes: &[u8], from: usize, is_match: fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).certain();
    rest.iter().position(|byte| is_match(*byte)).map_or(bytes.len(), |at| from.plus(at))
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

/// Returns whether this byte ends a run of plain characters.
pub(in crate::json) const fn is_stop(byte: u8) -> bool {
    matches!(byte, 0..0x20 | b'"' | b'\\')
}
