//! Strings, written: which characters are escaped, and how.

use super::scan::{self, BLOCK, Block, LONG, behind_blocks, block_at, block_at_mut, from_control, repeat, zeros};

/// How a character is written in a string.
#[derive(Clone, Copy)]
pub(super) struct Escape {
    pub(super) text: [u8; 8],
    pub(super) length: u8,
}

/// The escapes outside of strings, and those of a document in a string.
#[expect(clippy::indexing_slicing, reason = "when the crate is compiled")]
pub(super) const ESCAPES: [[Escape; 0x60]; 2] = {
    let mut escapes = [[Escape { text: [0; 8], length: 0 }; 0x60]; 2];
    let mut byte = 0;
    while byte < 0x60 {
        escapes[0][byte as usize] = Escape::of(byte);
        escapes[1][byte as usize] = Escape::of(byte).again();
        byte += 1;
    }
    escapes
};

impl Escape {
    /// The escape of a byte, or the byte itself.
    pub(super) const fn of(byte: u8) -> Self {
        let letter = match byte {
            b'"' | b'\\' => byte,
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0c => b'f',
            0..0x20 | b'<' | b'>' | b'&' => return Self::unicode(0, byte),
            _ => return Self { text: [byte, 0, 0, 0, 0, 0, 0, 0], length: 1 },
        };
        Self { text: [b'\\', letter, 0, 0, 0, 0, 0, 0], length: 2 }
    }

    pub(super) const fn unicode(high: u8, low: u8) -> Self {
        const fn digit(digit: u8) -> u8 {
            if digit < 10 { b'0' | digit } else { b'a'.wrapping_sub(10).wrapping_add(digit) }
        }
        let text = [b'\\', b'u', digit(high >> 4), digit(high & 0xf), digit(low >> 4), digit(low & 0xf), 0, 0];
        Self { text, length: 6 }
    }

    /// The same, escaped once more. For constants alone.
    #[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "when the crate is compiled")]
    const fn again(self) -> Self {
        let mut again = Self { text: [0; 8], length: 0 };
        let mut at = 0;
        while at < self.length as usize {
            if let byte @ (b'\\' | b'"') = self.text[at] {
                again.text[again.length as usize] = b'\\';
                again.text[again.length as usize + 1] = byte;
                again.length += 2;
            } else {
                again.text[again.length as usize] = self.text[at];
                again.length += 1;
            }
            at += 1;
        }
        again
    }
}

/// Copies what is in front of the first character that may need an escape; returns how much that is, more than `room` has if
/// it does not fit. A block is stored whole: what is behind the plain characters is written over by what comes next.
#[inline(never)]
pub(super) fn copy_plain(room: &mut [u8], text: &[u8]) -> usize {
    let (end, mut at, mut blocks) = (text.len(), 0usize, 0u32);
    if end > room.len() {
        return copy_bytes(room, text);
    }
    let Some(last) = end.checked_sub(BLOCK) else { return copy_words(room, text) };
    while at < end {
        // The last block overlaps the one before.
        let start = last.min(at);
        let (Some(block), Some(target)) = (block_at(text, start), block_at_mut(room, start)) else { break };
        *target = *block;
        if any_special(block) != 0 {
            return start.wrapping_add(scan::first_in(block, special));
        }
        at = start.wrapping_add(BLOCK);
        blocks = blocks.wrapping_add(1);
        if blocks == LONG {
            at = copy_blocks(room, text, at);
        }
    }
    end
}

/// [`copy_plain`] of whole blocks of a long text, from `at` on; returns where they end.
#[inline(never)]
fn copy_blocks(room: &mut [u8], text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let end = text.len().wrapping_sub(behind_blocks(rest, from_special).len());
    let target = room.get_mut(at..end).unwrap_or_default();
    for (target, byte) in target.iter_mut().zip(rest) {
        *target = *byte;
    }
    end
}

/// [`copy_plain`] of a text shorter than a block.
fn copy_words(room: &mut [u8], text: &[u8]) -> usize {
    let (end, mut at) = (text.len(), 0);
    let Some(last) = end.checked_sub(8) else { return copy_bytes(room, text) };
    while at < end {
        let start = last.min(at);
        let word = text.get(start..).and_then(<[u8]>::first_chunk);
        let target = room.get_mut(start..).and_then(<[u8]>::first_chunk_mut);
        let (Some(word), Some(target)) = (word, target) else { break };
        *target = *word;
        let specials = special(u64::from_le_bytes(*word));
        if specials != 0 {
            return start.wrapping_add(scan::first(specials));
        }
        at = start.wrapping_add(8);
    }
    end
}

/// [`copy_plain`] byte by byte.
fn copy_bytes(room: &mut [u8], text: &[u8]) -> usize {
    let end = text.iter().position(|byte| is_special(*byte)).unwrap_or(text.len());
    for (target, byte) in room.iter_mut().zip(text.get(..end).unwrap_or_default()) {
        *target = *byte;
    }
    end
}

/// Whether a byte may need an escape; as [`special`], for one.
///
/// Without branches, for [`any`](scan::any).
#[expect(clippy::needless_bitwise_bool, reason = "a branch is no vector instruction")]
pub(super) const fn is_special(byte: u8) -> bool {
    (byte < 0x20) | ((byte | 2) == b'>') | ((byte | 4) == b'&') | (byte == b'\\') | (byte == 0xe2)
}

/// How far a byte is from one that may need an escape.
fn from_special(byte: u8) -> u8 {
    from_control(byte).min((byte | 0x02) ^ b'>').min((byte | 0x04) ^ b'&').min(byte ^ b'\\').min(byte ^ 0xe2)
}

/// Not 0 if a byte of a block may need an escape.
#[inline(never)]
fn any_special(block: &Block) -> u128 {
    scan::any(block, is_special, special)
}

/// The high bit of each byte that may need an escape; bits above the first one set may be wrong.
const fn special(word: u64) -> u64 {
    let control = word.wrapping_sub(repeat(0x20)) & !word & repeat(0x80);
    // `<` and `>` differ in one bit, and so do `"` and `&`.
    let angle = zeros((word | repeat(0x02)) ^ repeat(b'>'));
    let quote = zeros((word | repeat(0x04)) ^ repeat(b'&'));
    control | angle | quote | zeros(word ^ repeat(b'\\')) | zeros(word ^ repeat(0xe2))
}
