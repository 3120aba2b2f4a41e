//! Escapes strings: which characters are escaped, and how.

use super::lanes::{BLOCK, Bytes, Lanes, Word, no_specials};
use super::scan::{LONG_RUN, chunk_at, chunk_at_mut};
use crate::certain::{Certain, Plus};

/// The encoding of one character in a string.
#[derive(Clone, Copy)]
pub(in crate::json) struct Escape {
    /// The bytes, with padding.
    pub(in crate::json) text: [u8; 8],
    /// The number of bytes.
    pub(in crate::json) length: u8,
}

/// The escapes of a string, and those of a string in a document that is itself in a string.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
pub(in crate::json) const ESCAPES: [[Escape; 0x60]; 2] = {
    let mut escapes = [[Escape { text: [0; 8], length: 0 }; 0x60]; 2];
    let mut byte = 0;
    while byte < 0x60 {
        escapes[0][byte as usize] = Escape::for_byte(byte);
        escapes[1][byte as usize] = Escape::for_byte(byte).escaped();
        byte += 1;
    }
    escapes
};

impl Escape {
    /// Returns the escape of a byte, or the byte itself if it needs none.
    pub(in crate::json) const fn for_byte(byte: u8) -> Self {
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

    /// Returns the escape `\u` with the digits of these two bytes.
    pub(in crate::json) const fn unicode(high: u8, low: u8) -> Self {
        const fn digit(digit: u8) -> u8 {
            if digit < 10 { b'0' | digit } else { b'a'.wrapping_sub(10).wrapping_add(digit) }
        }
        let text = [b'\\', b'u', digit(high >> 4), digit(high & 0xf), digit(low >> 4), digit(low & 0xf), 0, 0];
        Self { text, length: 6 }
    }

    /// Returns this text, escaped once more. Only for constants.
    #[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "evaluated at compile time")]
    const fn escaped(self) -> Self {
        let mut escaped = Self { text: [0; 8], length: 0 };
        let mut at = 0;
        while at < self.length as usize {
            if let byte @ (b'\\' | b'"') = self.text[at] {
                escaped.text[escaped.length as usize] = b'\\';
                escaped.text[escaped.length as usize + 1] = byte;
                escaped.length += 2;
            } else {
                escaped.text[escaped.length as usize] = self.text[at];
                escaped.length += 1;
            }
            at += 1;
        }
        escaped
    }
}

/// Copies the characters before the first one that may need an escape, and returns their number. If `room` is too short
/// for them, the number exceeds its length.
///
/// Blocks are stored whole. The next write overwrites the bytes after the plain characters.
#[inline(never)]
pub(in crate::json) fn copy_plain(room: &mut [u8], text: &[u8]) -> usize {
    let end = text.len();
    if end > room.len() {
        return copy_bytes(room, text);
    }
    if end < BLOCK {
        return copy_words(room, text);
    }
    if end > LONG_RUN {
        return copy_long(room, text);
    }
    copy_blocks(room, text, 0, end)
}

/// [`copy_plain`] for the text from `at` to `end`. `end` is at least the length of a block.
#[inline]
fn copy_blocks(room: &mut [u8], text: &[u8], mut at: usize, end: usize) -> usize {
    let last = end.minus(BLOCK);
    while at < end {
        // The last block overlaps the one before.
        let start = last.min(at);
        let (Some(block), Some(target)) = (chunk_at(text, start), chunk_at_mut(room, start)) else { break };
        *target = *block;
        if let Some(plain) = mark_specials(Bytes::new(block)).first_mark() {
            return start.plus(plain);
        }
        at = start.plus(BLOCK);
    }
    end
}

/// [`copy_plain`] for a long text. After a long run of plain characters, it copies four blocks at a time.
#[inline(never)]
fn copy_long(room: &mut [u8], text: &[u8]) -> usize {
    let mut at = 0usize;
    while at < text.len() {
        let end = at.plus(LONG_RUN).min(text.len());
        let plain = copy_blocks(room, text, at, end);
        if plain < end {
            return plain;
        }
        at = copy_four_blocks(room, text, end);
    }
    at
}

/// Copies plain text, four blocks at a time, starting at `at`. Returns the end of the last four blocks.
#[inline]
fn copy_four_blocks(room: &mut [u8], text: &[u8], mut at: usize) -> usize {
    let (blocks, _) = text.get(at..).certain().as_chunks::<BLOCK>();
    let (targets, _) = room.get_mut(at..).certain().as_chunks_mut::<BLOCK>();
    for (four, target) in blocks.as_chunks().0.iter().zip(targets.as_chunks_mut().0) {
        if !no_specials(four) {
            break;
        }
        *target = *four;
        at = at.plus(4 * BLOCK);
    }
    at
}

/// [`copy_plain`] for a text shorter than a block.
#[inline(never)]
fn copy_words(room: &mut [u8], text: &[u8]) -> usize {
    let (end, mut at) = (text.len(), 0usize);
    let Some(last) = end.checked_sub(8) else { return copy_bytes(room, text) };
    while at < end {
        let start = last.min(at);
        let word = chunk_at(text, start);
        let target = chunk_at_mut(room, start);
        let (Some(word), Some(target)) = (word, target) else { break };
        *target = *word;
        if let Some(plain) = mark_specials(Word::new(*word)).first_mark() {
            return start.plus(plain);
        }
        at = start.plus(8);
    }
    end
}

/// [`copy_plain`] byte by byte.
#[inline(never)]
fn copy_bytes(room: &mut [u8], text: &[u8]) -> usize {
    let end = text.iter().position(|byte| is_special(*byte)).unwrap_or(text.len());
    for (target, byte) in room.iter_mut().zip(text.get(..end).certain()) {
        *target = *byte;
    }
    end
}

/// Copies and escapes a text, as long as whole blocks of it remain and the table contains the escapes that it needs.
/// Returns the number of bytes that were read and the number that were written.
///
/// The start of a block does not depend on the marks in the block before it, so the processor does not have to wait for
/// them. Every store has a fixed size. At least as much text follows, so the next write overwrites the surplus.
#[inline(never)]
pub(in crate::json) fn copy_escaped(room: &mut [u8], text: &[u8], escapes: &[Escape; 0x60]) -> (usize, usize) {
    let (mut at, mut to) = (0usize, 0usize);
    while let (Some(block), Some(target)) = (chunk_at(text, at), chunk_at_mut(room, to)) {
        *target = *block;
        let mut marks = mark_specials(Bytes::new(block)).mask();
        let mut done = 0usize;
        while marks != 0 {
            let plain = marks.trailing_zeros() as usize;
            to = to.plus(plain.minus(done));
            done = plain.plus(1);
            marks &= marks.minus(1);
            let escape = block.get(plain).and_then(|byte| escapes.get(usize::from(*byte)));
            let target = chunk_at_mut(room, to);
            let rest = chunk_at::<BLOCK>(text, at.plus(done));
            let (Some(escape), Some(target), Some(rest)) = (escape, target, rest) else {
                return (at.plus(plain), to);
            };
            *target = escape.text;
            to = to.plus(escape.length.into());
            let Some(target) = chunk_at_mut(room, to) else { return (at.plus(done), to) };
            *target = *rest;
        }
        at = at.plus(BLOCK);
        to = to.plus(BLOCK.minus(done));
    }
    (at, to)
}

/// Marks the bytes that may need an escape. `<` and `>` differ in one bit, and so do `"` and `&`.
#[inline]
pub(super) fn mark_specials<L: Lanes>(bytes: L) -> L {
    let angles_and_quotes = bytes.set_bits(2).mark_byte(b'>') | bytes.set_bits(4).mark_byte(b'&');
    bytes.mark_controls() | bytes.mark_byte(b'\\') | bytes.mark_byte(0xe2) | angles_and_quotes
}

/// Returns whether [`mark_specials`] marks this byte.
pub(in crate::json) const fn is_special(byte: u8) -> bool {
    matches!(byte, 0..0x20 | b'"' | b'&' | b'<' | b'>' | b'\\' | 0xe2)
}
