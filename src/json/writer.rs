//! Writes JSON into a bounded buffer, with the same bytes as the reference.

use super::bytes::escape::{ESCAPES, Escape, copy_escaped, copy_plain, is_special};
use super::bytes::lanes::BLOCK;
use super::bytes::scan::{chunk_at, chunk_at_mut};
use super::object::EncodeObject;
use crate::certain::{Certain, Plus};
use crate::error::{Error, ErrorKind};

/// Writes one JSON document into a buffer.
///
/// It writes no white space, and escapes strings like Go's `encoding/json`. It writes a document inside a string
/// directly, and escapes it at the same time. Only the first error is kept. The writer never writes beyond the end of
/// the buffer, and [`finish`](Self::finish) returns the error.
pub struct Writer<'b> {
    buffer: &'b mut [u8],
    length: usize,
    /// The number of nested strings that contain the document being written.
    level: u32,
    /// Whether the next key or element needs a comma before it.
    comma: bool,
    error: Option<Error>,
}

impl<'b> Writer<'b> {
    /// Creates a writer that starts at the front of `buffer`.
    #[must_use]
    pub const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, length: 0, level: 0, comma: false, error: None }
    }

    /// Returns the bytes that were written, or the first error.
    pub fn finish(self) -> Result<&'b [u8], Error> {
        match self.error {
            None => Ok(self.buffer.get(..self.length).certain()),
            Some(error) => Err(error),
        }
    }

    /// Reports that a value cannot be written. [`finish`](Self::finish) then returns this error, or an earlier one.
    pub fn fail(&mut self, error: Error) {
        self.error = self.error.or(Some(error));
        // This leaves no room, so nothing is written after an error.
        self.length = self.buffer.len();
    }

    /// Writes an object, as a value.
    pub fn object(&mut self, object: &dyn EncodeObject) {
        self.open('{');
        object.encode_fields(self);
        self.close('}');
    }

    /// Starts an object or array, as a value, with `{` or `[`.
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

    /// Writes an integer as a key of an object, before its value.
    pub fn integer_key(&mut self, key: i64) {
        self.element();
        self.quote();
        self.signed(key);
        self.quote();
        self.byte(b':');
        self.comma = false;
    }

    /// Writes a key that needs no escape, before its value. `name` is the key with the bytes around it: `,"Key":`. The
    /// code that [`json_object`](crate::json_object) generates calls this method.
    // It is not inlined. Otherwise each field of each object would contain a copy.
    #[inline(never)]
    pub fn name(&mut self, name: &'static str) {
        let name = name.as_bytes();
        if self.level == 0 {
            self.raw(name.get(usize::from(!self.comma)..).unwrap_or_default());
        } else {
            self.escaped_name(name.get(2..name.len().wrapping_sub(2)).unwrap_or_default());
        }
        self.comma = false;
    }

    /// [`name`](Self::name) in a document inside a string.
    #[inline(never)]
    fn escaped_name(&mut self, key: &[u8]) {
        if self.level > 1 {
            self.element();
            self.quote();
            self.raw(key);
            self.quote();
            return self.byte(b':');
        }
        let before: &[u8] = if self.comma { b",\\\"" } else { b"\\\"" };
        let length = key.len().plus(before.len()).plus(3);
        let room = self.buffer.get_mut(self.length..).and_then(|room| room.get_mut(..length));
        let Some(room) = room else { return self.fail_buffer_full() };
        // The bytes before the key are stored with padding, which the key overwrites.
        if let Some(first) = room.first_chunk_mut::<4>() {
            *first = if self.comma { *b",\\\" " } else { *b"\\\"  " };
        }
        if let Some(target) = room.get_mut(before.len()..).and_then(|room| room.get_mut(..key.len())) {
            copy(target, key);
        }
        if let Some(last) = room.last_chunk_mut() {
            *last = *b"\\\":";
        }
        self.length = self.length.plus(length);
    }

    /// Starts an element of an array, before its value.
    pub fn element(&mut self) {
        if self.comma {
            self.byte(b',');
        }
        self.comma = true;
    }

    /// Writes a word unchanged, as a value: `true`, `false`, `null` or a number.
    pub fn word(&mut self, word: &str) {
        self.raw(word.as_bytes());
        self.comma = true;
    }

    /// Writes an integer, as a value.
    pub fn unsigned(&mut self, mut value: u64) {
        let bits = u64::BITS.minus((value | 1).leading_zeros());
        // The number of digits is log10(2) times the number of bits, rounded down, or one more.
        let mut end = (bits.wrapping_mul(1233) >> 12) as usize;
        let is_more = POWERS_OF_TEN.get(end).is_none_or(|power| value >= *power);
        end = end.plus(usize::from(is_more)).max(1);
        let Some(digits) = self.buffer.get_mut(self.length..).and_then(|room| room.get_mut(..end)) else {
            return self.fail_buffer_full();
        };
        self.length = self.length.plus(end);
        // Two digits at a time.
        while value >= 100 {
            end = end.minus(2);
            if let Some(pair) = chunk_at_mut(digits, end) {
                *pair = TWO_DIGITS.get((value % 100) as usize).copied().certain();
            }
            value /= 100;
        }
        let [ten, one] = TWO_DIGITS.get((value % 100) as usize).copied().certain();
        match digits {
            [first, second, ..] if end > 1 => (*first, *second) = (ten, one),
            [first, ..] => *first = one,
            [] => {}
        }
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
    #[inline(never)]
    pub fn string(&mut self, text: &str) {
        self.quote();
        let rest = self.write_plain(text.as_bytes());
        self.finish_string(rest);
    }

    /// Writes a [name](Self::name), and a string as its value.
    #[inline(never)]
    pub(super) fn string_field(&mut self, name: &'static str, text: &str) {
        if self.level == 0
            && let Some(rest) = self.start_string_field(name, text.as_bytes())
        {
            return self.finish_string(rest);
        }
        self.name(name);
        self.string(text);
    }

    /// Writes a name and the plain start of a text outside of strings, if the whole text has room. Returns the rest.
    #[inline]
    fn start_string_field<'t>(&mut self, name: &'static str, text: &'t [u8]) -> Option<&'t [u8]> {
        let name = name.as_bytes().get(usize::from(!self.comma)..)?;
        let (target, room) = self.buffer.get_mut(self.length..)?.split_at_mut_checked(name.len())?;
        let (quote, room) = room.split_first_mut()?;
        if text.len() > room.len() {
            return None;
        }
        copy(target, name);
        *quote = b'"';
        self.length = self.length.plus(name.len()).plus(1);
        Some(self.write_plain(text))
    }

    /// Writes the rest of a string, and its closing quote.
    #[inline]
    fn finish_string(&mut self, rest: &[u8]) {
        if !rest.is_empty() {
            self.escape_rest(rest);
        }
        self.quote();
        self.comma = true;
    }

    /// Writes the rest of a string, which starts with a character that may need an escape.
    #[inline(never)]
    fn escape_rest(&mut self, mut rest: &[u8]) {
        loop {
            if let Some(escapes) = ESCAPES.get(self.level as usize)
                && rest.len() >= BLOCK
            {
                let room = self.buffer.get_mut(self.length..).certain();
                let (read, written) = copy_escaped(room, rest, escapes);
                self.length = self.length.plus(written);
                rest = rest.get(read..).certain();
            }
            let Some((&byte, tail)) = rest.split_first() else { break };
            rest = if is_special(byte) { self.escape(byte, tail) } else { self.write_plain(rest) };
        }
    }

    /// Writes the plain characters at the start of a text. Returns the rest, which starts with a character that may
    /// need an escape.
    fn write_plain<'t>(&mut self, text: &'t [u8]) -> &'t [u8] {
        let room = self.buffer.get_mut(self.length..).certain();
        let plain = copy_plain(room, text);
        if plain > room.len() {
            self.fail_buffer_full();
            return &[];
        }
        self.length = self.length.plus(plain);
        text.get(plain..).certain()
    }

    /// Writes a string that contains a document. Calls `write` to write the document.
    pub fn document(&mut self, write: &mut dyn FnMut(&mut Self)) {
        self.quote();
        self.level = self.level.saturating_add(1);
        self.comma = false;
        write(self);
        self.level = self.level.minus(1);
        self.quote();
        self.comma = true;
    }

    /// Writes a string that contains a document in base64. Calls `write` to write the document. `encode` then converts
    /// the document, which is at the start of a buffer and has this length, to text in the same buffer, and returns the
    /// length of the text.
    pub(super) fn encoded_document(
        &mut self,
        write: &mut dyn FnMut(&mut Writer<'_>),
        encode: fn(&mut [u8], usize) -> Option<usize>,
    ) {
        self.quote();
        let room = self.buffer.get_mut(self.length..).certain();
        let mut document = Writer::new(&mut *room);
        write(&mut document);
        let written = document.finish().map(<[u8]>::len);
        match written.map(|length| encode(room, length)) {
            Ok(Some(length)) => self.length = self.length.saturating_add(length),
            Ok(None) => self.fail_buffer_full(),
            Err(error) => self.fail(error),
        }
        self.quote();
        self.comma = true;
    }

    /// Writes the character that starts with `byte`, with an escape if it needs one. Returns the text after it.
    fn escape<'t>(&mut self, byte: u8, tail: &'t [u8]) -> &'t [u8] {
        // U+2028 and U+2029, which are line ends in JavaScript.
        let (escape, tail) = match (byte, tail) {
            (0xe2, [0x80, last @ (0xa8 | 0xa9), tail @ ..]) => (Escape::unicode(0x20, 0x20 | last & 0xf), tail),
            _ => (Escape::for_byte(byte), tail),
        };
        for &byte in escape.text.iter().take(escape.length.into()) {
            match byte {
                b'\\' => self.backslashes(1u32.checked_shl(self.level).unwrap_or(u32::MAX)),
                b'"' => self.quote(),
                _ => self.byte(byte),
            }
        }
        tail
    }

    /// Writes a quote of the document. Inside strings, `2^level - 1` backslashes precede it.
    fn quote(&mut self) {
        match self.level {
            0 => self.bytes(*b"\""),
            1 => self.bytes(*b"\\\""),
            level => {
                self.backslashes(1u32.checked_shl(level).unwrap_or(u32::MAX).minus(1));
                self.byte(b'"');
            }
        }
    }

    #[inline(never)]
    fn backslashes(&mut self, count: u32) {
        for _ in 0..count {
            if self.length >= self.buffer.len() {
                return self.fail_buffer_full();
            }
            self.byte(b'\\');
        }
    }

    #[inline]
    fn bytes<const N: usize>(&mut self, bytes: [u8; N]) {
        match chunk_at_mut(self.buffer, self.length) {
            Some(target) => {
                *target = bytes;
                self.length = self.length.plus(N);
            }
            None => self.fail_buffer_full(),
        }
    }

    fn byte(&mut self, byte: u8) {
        match self.buffer.get_mut(self.length) {
            Some(target) => {
                *target = byte;
                self.length = self.length.plus(1);
            }
            None => self.fail_buffer_full(),
        }
    }

    fn raw(&mut self, bytes: &[u8]) {
        let target = self.buffer.get_mut(self.length..).and_then(|room| room.get_mut(..bytes.len()));
        match target {
            Some(target) => {
                copy(target, bytes);
                self.length = self.length.plus(bytes.len());
            }
            None => self.fail_buffer_full(),
        }
    }

    #[cold]
    fn fail_buffer_full(&mut self) {
        self.fail(Error::new(ErrorKind::BufferFull));
    }
}

/// The powers of ten.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
const POWERS_OF_TEN: [u64; 20] = {
    let mut powers = [1; 20];
    let mut at = 1;
    while at < 20 {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// The numbers from 0 to 99, as two digits.
#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "evaluated at compile time")]
const TWO_DIGITS: [[u8; 2]; 100] = {
    let mut decimals = [[0; 2]; 100];
    let mut number = 0;
    while number < 100 {
        decimals[number] = [b'0' | (number / 10) as u8, b'0' | (number % 10) as u8];
        number += 1;
    }
    decimals
};

/// Copies bytes to a target of the same length. Most texts are short. The last word may overlap the one before.
#[inline]
fn copy(target: &mut [u8], bytes: &[u8]) {
    let (end, mut at) = (bytes.len(), 0usize);
    let Some(last) = end.checked_sub(8) else {
        for (target, byte) in target.iter_mut().zip(bytes) {
            *target = *byte;
        }
        return;
    };
    while at < end {
        let start = last.min(at);
        let (Some(word), Some(target)) = (chunk_at::<8>(bytes, start), chunk_at_mut(target, start)) else { break };
        *target = *word;
        at = start.plus(8);
    }
}
