//! Strings, written: which characters are escaped, and how.

use super::lanes::{BLOCK, Bytes, Lanes, Word, no_specials};
use super::scan::{BLOCKS, LONG_RUN, chunk_at, chunk_at_mut};

/// How a character is written in a string.
#[derive(Clone, Copy)]
pub(in crate::json) struct Escape {
    pub(in crate::json) text: [u8; 8],
    pub(in crate::json) length: u8,
}

/// The escapes outside of strings, and those of a document in a string.
#[expect(clippy::indexing_slicing, reason = "when the crate is compiled")]
pub(in crate::json) const ESCAPES: [[Escape; 0x60]; 2] = {
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
    pub(in crate::json) const fn of(byte: u8) -> Self {
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

    pub(in crate::json) const fn unicode(high: u8, low: u8) -> Self {
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

/// [`copy_plain`] from `at` to `end`, at most to the end of the text, which is not shorter than a block.
#[inline]
fn copy_blocks(room: &mut [u8], text: &[u8], mut at: usize, end: usize) -> usize {
    let last = end.saturating_sub(BLOCK);
    while at < end {
        // The last block overlaps the one before.
        let start = last.min(at);
        let (Some(block), Some(target)) = (chunk_at(text, start), chunk_at_mut(room, start)) else { break };
        *target = *block;
        if let Some(plain) = mark_specials(Bytes::new(block)).first_mark() {
            return start.wrapping_add(plain);
        }
        at = start.wrapping_add(BLOCK);
    }
    end
}

/// [`copy_plain`] of a long text. What has been plain for long is copied four blocks at a time.
#[inline(never)]
fn copy_long(room: &mut [u8], text: &[u8]) -> usize {
    let mut at = 0usize;
    while at < text.len() {
        let end = at.wrapping_add(LONG_RUN).min(text.len());
        let plain = copy_blocks(room, text, at, end);
        if plain < end {
            return plain;
        }
        at = copy_fours(room, text, end);
    }
    at
}

/// Copies plain text from `at` on, four blocks at a time; returns where the last four end.
#[inline]
fn copy_fours(room: &mut [u8], text: &[u8], mut at: usize) -> usize {
    let (blocks, _) = text.get(at..).unwrap_or_default().as_chunks::<BLOCK>();
    let (targets, _) = room.get_mut(at..).unwrap_or_default().as_chunks_mut::<BLOCK>();
    for (four, target) in blocks.as_chunks().0.iter().zip(targets.as_chunks_mut().0) {
        if !no_specials(four) {
            break;
        }
        *target = *four;
        at = at.wrapping_add(BLOCKS);
    }
    at
}

/// [`copy_plain`] of a text shorter than a block.
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
            return start.wrapping_add(plain);
        }
        at = start.wrapping_add(8);
    }
    end
}

/// [`copy_plain`] byte by byte.
#[inline(never)]
fn copy_bytes(room: &mut [u8], text: &[u8]) -> usize {
    let end = text.iter().position(|byte| is_special(*byte)).unwrap_or(text.len());
    for (target, byte) in room.iter_mut().zip(text.get(..end).unwrap_or_default()) {
        *target = *byte;
    }
    end
}

/// Copies a text and escapes it, as far as there are whole blocks of it and what has to be escaped is in the table. Returns how
/// much was read, and how much written.
///
/// Blocks begin where they begin, whatever was found in the one before: no step waits for another one's marks. What is stored
/// is stored whole: as much text follows, and is written over what was too much.
#[inline(never)]
pub(in crate::json) fn copy_escaped(room: &mut [u8], text: &[u8], escapes: &[Escape; 0x60]) -> (usize, usize) {
    let (mut at, mut to) = (0usize, 0usize);
    while let (Some(block), Some(target)) = (chunk_at(text, at), chunk_at_mut(room, to)) {
        *target = *block;
        let mut marks = mark_specials(Bytes::new(block)).mask();
        let mut done = 0usize;
        while marks != 0 {
            let plain = marks.trailing_zeros() as usize;
            to = to.wrapping_add(plain.wrapping_sub(done));
            done = plain.wrapping_add(1);
            marks &= marks.wrapping_sub(1);
            let escape = block.get(plain).and_then(|byte| escapes.get(usize::from(*byte)));
            let target = chunk_at_mut(room, to);
            let rest = chunk_at::<BLOCK>(text, at.wrapping_add(done));
            let (Some(escape), Some(target), Some(rest)) = (escape, target, rest) else {
                return (at.wrapping_add(plain), to);
            };
            *target = escape.text;
            to = to.wrapping_add(escape.length.into());
            let Some(target) = chunk_at_mut(room, to) else { return (at.wrapping_add(done), to) };
            *target = *rest;
        }
        at = at.wrapping_add(BLOCK);
        to = to.wrapping_add(BLOCK.wrapping_sub(done));
    }
    (at, to)
}

/// Marks what may need an escape; `<` and `>` differ in one bit, and so do `"` and `&`.
#[inline]
pub(super) fn mark_specials<L: Lanes>(bytes: L) -> L {
    let angles_and_quotes = bytes.set_bits(2).mark_byte(b'>') | bytes.set_bits(4).mark_byte(b'&');
    bytes.mark_controls() | bytes.mark_byte(b'\\') | bytes.mark_byte(0xe2) | angles_and_quotes
}

/// As [`mark_specials`], of one byte.
pub(in crate::json) const fn is_special(byte: u8) -> bool {
    matches!(byte, 0..0x20 | b'"' | b'&' | b'<' | b'>' | b'\\' | 0xe2)
}
