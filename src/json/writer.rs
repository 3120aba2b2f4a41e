//! The bounded writer: JSON into a buffer, the reference's bytes.

use super::object::EncodeObject;
use super::string::{LONG, behind_blocks, first_stop, repeat, zeros};
use crate::error::{Error, ErrorKind};

/// Writes one JSON document into a buffer.
///
/// No white space; strings escaped as Go's `encoding/json` escapes them. A document inside a string is written straight
/// into it, escaped on the way. An error sticks: nothing is written beyond the end of the buffer, and
/// [`finish`](Self::finish) reports it.
pub struct Writer<'b> {
    buffer: &'b mut [u8],
    length: usize,
    /// How many strings the document that is being written lies in.
    level: u32,
    /// Whether a comma is due before the next key or element.
    comma: bool,
    error: Option<Error>,
}

impl<'b> Writer<'b> {
    /// A writer into the front of `buffer`.
    #[must_use]
    pub const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, length: 0, level: 0, comma: false, error: None }
    }

    /// What was written, or the first error.
    pub fn finish(self) -> Result<&'b [u8], Error> {
        match self.error {
            None => Ok(self.buffer.get(..self.length).unwrap_or_default()),
            Some(error) => Err(error),
        }
    }

    /// Makes the document an error: a value cannot be written.
    pub fn fail(&mut self, error: Error) {
        self.error = self.error.or(Some(error));
        // No room any more: what comes after an error is not written.
        self.length = self.buffer.len();
    }

    /// Writes an object, as a value.
    pub fn object(&mut self, object: &dyn EncodeObject) {
        self.open('{');
        object.encode_fields(self);
        self.close('}');
    }

    /// Begins an object or array, as a value, with `{` or `[`.
    pub fn open(&mut self, bracket: char) {
        self.byte(bracket as u8);
        self.comma = false;
    }

    /// Ends an object or array with `}` or `]`.
    pub fn close(&mut self, bracket: char) {
        self.byte(bracket as u8);
        self.comma = true;
    }

    /// Writes a key of an object, before its value.
    pub fn key(&mut self, key: &str) {
        self.element();
        self.string(key);
        self.byte(b':');
        self.comma = false;
    }

    /// As [`key`](Self::key), for a key that is known to need no escape, as [`checked_keys`](super::checked_keys) knows.
    #[doc(hidden)]
    pub fn name(&mut self, key: &'static str) {
        self.element();
        self.quote();
        self.raw(key.as_bytes());
        self.quote();
        self.byte(b':');
        self.comma = false;
    }

    /// Begins an element of an array, before its value.
    pub fn element(&mut self) {
        if self.comma {
            self.byte(b',');
        }
        self.comma = true;
    }

    /// Writes a word as it is, as a value: `true`, `false`, `null`, a number.
    pub fn word(&mut self, word: &str) {
        self.raw(word.as_bytes());
        self.comma = true;
    }

    /// Writes an integer, as a value.
    pub fn unsigned(&mut self, mut value: u64) {
        let mut digits = [0; 20];
        let mut length = 0usize;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' | (value % 10).to_le_bytes()[0];
            value /= 10;
            length = length.wrapping_add(1);
            if value == 0 {
                break;
            }
        }
        self.raw(digits.get(digits.len().saturating_sub(length)..).unwrap_or_default());
        self.comma = true;
    }

    /// Writes an integer, as a value.
    pub fn signed(&mut self, value: i64) {
        if value < 0 {
            self.byte(b'-');
        }
        self.unsigned(value.unsigned_abs());
    }

    /// Writes a string, as a value.
    pub fn string(&mut self, text: &str) {
        self.quote();
        let mut rest = self.plain(text.as_bytes());
        while let Some((&byte, tail)) = rest.split_first() {
            rest = self.escape(byte, tail);
            rest = self.plain(rest);
        }
        self.quote();
        self.comma = true;
    }

    /// Writes characters that stand for themselves, and returns the text from the first on that may not.
    fn plain<'t>(&mut self, mut text: &'t [u8]) -> &'t [u8] {
        let mut words = 0u32;
        while let Some((word, tail)) = text.split_first_chunk::<8>() {
            let Some(target) = self.buffer.get_mut(self.length..).and_then(<[u8]>::first_chunk_mut) else { break };
            let special = special(u64::from_le_bytes(*word));
            // Stored whole: what is behind the plain characters is written over by what comes next, which is longer.
            *target = *word;
            if special != 0 {
                self.length = self.length.wrapping_add(first_stop(special));
                return text.get(first_stop(special)..).unwrap_or_default();
            }
            self.length = self.length.wrapping_add(8);
            text = tail;
            words = words.wrapping_add(1);
            if words == LONG {
                let blocks = text.len().saturating_sub(behind_blocks(text, nearest_special).len());
                let (plain, rest) = text.split_at_checked(blocks).unwrap_or_default();
                self.raw(plain);
                text = rest;
            }
        }
        let end = text.iter().position(|byte| is_special(*byte)).unwrap_or(text.len());
        let (plain, rest) = text.split_at_checked(end).unwrap_or_default();
        self.raw(plain);
        rest
    }

    /// Writes a string that holds a document, which `write` writes.
    pub fn document(&mut self, write: &mut dyn FnMut(&mut Self)) {
        self.quote();
        self.level = self.level.saturating_add(1);
        self.comma = false;
        write(self);
        self.level = self.level.saturating_sub(1);
        self.quote();
        self.comma = true;
    }

    /// Writes the character that begins with `byte`, which may have to be escaped; returns what follows it.
    fn escape<'t>(&mut self, byte: u8, tail: &'t [u8]) -> &'t [u8] {
        match byte {
            b'"' => {
                self.backslash();
                self.quote();
            }
            b'\\' => {
                self.backslash();
                self.backslash();
            }
            b'\n' => self.short_escape(b'n'),
            b'\r' => self.short_escape(b'r'),
            b'\t' => self.short_escape(b't'),
            0x08 => self.short_escape(b'b'),
            0x0c => self.short_escape(b'f'),
            0..0x20 | b'<' | b'>' | b'&' => self.unicode_escape([0, 0, byte >> 4, byte & 0xf]),
            // U+2028 and U+2029, which JavaScript takes for the end of a line.
            0xe2 => match tail {
                [0x80, last @ (0xa8 | 0xa9), tail @ ..] => {
                    self.unicode_escape([2, 0, 2, last & 0xf]);
                    return tail;
                }
                _ => self.byte(byte),
            },
            _ => self.byte(byte),
        }
        tail
    }

    fn short_escape(&mut self, letter: u8) {
        self.backslash();
        self.byte(letter);
    }

    fn unicode_escape(&mut self, digits: [u8; 4]) {
        self.short_escape(b'u');
        self.raw(
            &digits.map(|digit| if digit < 10 { b'0' | digit } else { b'a'.wrapping_sub(10).wrapping_add(digit) }),
        );
    }

    /// Writes a quote of the document: inside strings, behind `2^level - 1` backslashes.
    fn quote(&mut self) {
        match self.level {
            0 => self.byte(b'"'),
            1 => self.raw(b"\\\""),
            level => {
                self.backslashes(1u32.checked_shl(level).unwrap_or(u32::MAX).saturating_sub(1));
                self.byte(b'"');
            }
        }
    }

    /// Writes a backslash of the document: inside strings, as `2^level` of them.
    fn backslash(&mut self) {
        self.backslashes(1u32.checked_shl(self.level).unwrap_or(u32::MAX));
    }

    fn backslashes(&mut self, count: u32) {
        for _ in 0..count {
            if self.length >= self.buffer.len() {
                return self.full();
            }
            self.byte(b'\\');
        }
    }

    fn byte(&mut self, byte: u8) {
        match self.buffer.get_mut(self.length) {
            Some(target) => {
                *target = byte;
                self.length = self.length.wrapping_add(1);
            }
            None => self.full(),
        }
    }

    fn raw(&mut self, bytes: &[u8]) {
        let target = self.buffer.get_mut(self.length..).and_then(|room| room.get_mut(..bytes.len()));
        match target {
            Some(target) => {
                for (target, byte) in target.iter_mut().zip(bytes) {
                    *target = *byte;
                }
                self.length = self.length.wrapping_add(bytes.len());
            }
            None => self.full(),
        }
    }

    #[cold]
    fn full(&mut self) {
        self.fail(Error::new(ErrorKind::BufferFull));
    }
}

/// Whether a byte may need an escape; as [`special`], for one.
const fn is_special(byte: u8) -> bool {
    matches!(byte, 0..0x20 | b'"' | b'\\' | b'<' | b'>' | b'&' | 0xe2)
}

/// 0 for a byte, not a control character, that may need an escape.
fn nearest_special(byte: u8) -> u8 {
    ((byte | 0x02) ^ b'>').min((byte | 0x04) ^ b'&').min(byte ^ b'\\').min(byte ^ 0xe2)
}

/// The high bit of each byte that may need an escape; bits above the first one set may be wrong.
const fn special(word: u64) -> u64 {
    let control = word.wrapping_sub(repeat(0x20)) & !word & repeat(0x80);
    // `<` and `>` differ in one bit, and so do `"` and `&`.
    let angle = zeros((word | repeat(0x02)) ^ repeat(b'>'));
    let quote = zeros((word | repeat(0x04)) ^ repeat(b'&'));
    control | angle | quote | zeros(word ^ repeat(b'\\')) | zeros(word ^ repeat(0xe2))
}
