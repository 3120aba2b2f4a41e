//! Reads settled values.

use core::cmp::Ordering;
use core::str::Utf8Error;

use super::tokens::{
    self, ARRAY, ARRAY_END, DOCUMENT, FALSE, FIELD, FIELDS, LONG, NULL, OBJECT, OBJECT_END, SHORT, SIZE_BYTES, SIZED,
    SIZED_FIELD, TRUE,
};
use crate::certain::{Certain, Plus};
use crate::error::Error;
use crate::json::bytes::number::{self, Number};
use crate::json::bytes::scan::{self, chunk_at};
use crate::json::kind::Kind;

/// A settled value.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::json) struct Settled<'a>(&'a str);

impl<'a> Settled<'a> {
    /// Wraps the tokens of a value.
    pub(in crate::json) const fn new(tokens: &'a str) -> Self {
        Self(tokens)
    }

    /// Returns the error for `tokens` that are not UTF-8. They are at `offset` in the payload.
    ///
    /// A string with a size was moved up to make room for the size. The index of the error in such a string is
    /// corrected by that distance.
    #[cold]
    #[inline(never)]
    pub(in crate::json) fn invalid_utf8(tokens: &'a [u8], offset: usize, error: Utf8Error) -> Error {
        let valid = tokens.get(..error.valid_up_to()).and_then(|valid| core::str::from_utf8(valid).ok());
        let mut rest = Self(valid.certain()).cursor();
        let shift = if rest.skip() == SIZED && rest.position > rest.text.len() { SIZE_BYTES } else { 0 };
        Error::invalid_utf8(offset, error.valid_up_to().minus(shift))
    }

    /// Returns the kind of the value, or `None` if there is no value.
    pub(in crate::json) fn kind(self) -> Option<Kind> {
        self.cursor().kind()
    }

    /// Returns a cursor at the start of the value.
    pub(in crate::json) fn cursor(self) -> Cursor<'a> {
        Cursor { text: self.0, position: 0, size: 0 }
    }

    /// Returns a cursor inside the container. The value must be a container.
    #[inline]
    pub(in crate::json) fn contents(self) -> Cursor<'a> {
        let mut cursor = self.cursor();
        cursor.next_header();
        cursor.step();
        cursor
    }

    /// Returns a cursor at the position of another cursor.
    #[inline]
    pub(in crate::json) fn cursor_at(self, position: usize) -> Cursor<'a> {
        Cursor { text: self.0, position, size: 0 }
    }

    /// Returns all tokens.
    pub(in crate::json) fn tokens(self) -> impl Iterator<Item = Token<'a>> {
        let mut rest = self.cursor();
        core::iter::from_fn(move || (rest.next_header() != 0).then(|| rest.token()))
    }
}

/// A position in a settled value.
///
/// What the iterators over lists and maps call is inlined or takes a copy, so that they can keep the position in a
/// register. In memory, each token would wait for the store of the position by the one before.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::json) struct Cursor<'a> {
    text: &'a str,
    position: usize,
    /// The length of the value at this position, or 0 if it is not known.
    size: usize,
}

impl<'a> Cursor<'a> {
    /// Returns the position in the value.
    #[inline]
    pub(in crate::json) fn position(&self) -> usize {
        self.position
    }

    /// Returns the value in which this is a position.
    #[inline]
    pub(in crate::json) fn settled(&self) -> Settled<'a> {
        Settled(self.text)
    }

    /// Moves to the position of another cursor of the same value, if that is further on. Returns whether it is.
    #[inline]
    pub(in crate::json) fn advance_to(&mut self, other: Self) -> bool {
        let is_further = other.position > self.position;
        if is_further {
            self.position = other.position;
            self.size = 0;
        }
        is_further
    }

    /// Moves to the next token and returns its header, or 0 at the end.
    #[inline]
    fn next_header(&mut self) -> u8 {
        loop {
            match self.text.as_bytes().get(self.position) {
                Some(&gap @ 0x01..=0x1f) => self.advance(usize::from(gap)),
                Some(&header) => return header,
                None => return 0,
            }
        }
    }

    #[inline]
    fn advance(&mut self, count: usize) {
        self.position = self.position.plus(count);
    }

    /// Returns the kind of the next value, or `None` if there is no value.
    #[inline]
    pub(in crate::json) fn kind(&mut self) -> Option<Kind> {
        Some(match self.next_header() {
            SHORT.. | LONG | SIZED | DOCUMENT => Kind::String,
            b'-' | b'0'..=b'9' => Kind::Number,
            TRUE | FALSE => Kind::Bool,
            NULL => Kind::Null,
            ARRAY => Kind::Array,
            OBJECT | FIELDS => Kind::Object,
            _ => return None,
        })
    }

    /// Skips `null` and returns true, if the next value is `null`.
    #[inline]
    pub(in crate::json) fn null(&mut self) -> bool {
        // This must be a branch: rustc 1.89 and later may lose the store of a sum with a `bool`
        // (rust-lang/rust#158206).
        if self.next_header() == NULL {
            self.step();
            return true;
        }
        false
    }

    /// Skips a token of one byte.
    #[inline]
    pub(in crate::json) fn step(&mut self) {
        self.size = 0;
        self.advance(1);
    }

    /// Enters the next value and returns true, if it is an object with known keys.
    #[inline]
    pub(in crate::json) fn enter_fields(&mut self) -> bool {
        if self.next_header() == FIELDS {
            self.step();
            return true;
        }
        false
    }

    /// Skips the header of a document in a string and returns true, if there is one. The value of the document comes
    /// next.
    pub(in crate::json) fn enter_document(&mut self) -> bool {
        if self.next_header() == DOCUMENT {
            self.step();
            return true;
        }
        false
    }

    /// Moves to the value of the next field and returns the index of the field. At the end of the object, leaves it and
    /// returns `None`.
    #[inline]
    pub(in crate::json) fn field(&mut self) -> Option<usize> {
        loop {
            match self.next_header() {
                FIELD => {
                    let [_, index, distance, size] = *chunk_at(self.text.as_bytes(), self.position)?;
                    self.size = size.into();
                    self.advance(distance.into());
                    return Some(index.into());
                }
                SIZED_FIELD => {
                    let [_, index, distance, a, b, c] = *chunk_at(self.text.as_bytes(), self.position)?;
                    self.size = usize::from(a) | usize::from(b) << 7 | usize::from(c) << 14;
                    self.advance(distance.into());
                    return Some(index.into());
                }
                // An unknown key.
                SHORT.. | LONG | SIZED => {
                    self.size = 0;
                    self.string();
                    self.value();
                }
                _ => {
                    self.step();
                    return None;
                }
            }
        }
    }

    /// Returns whether the current container ends here, and leaves it if so.
    #[inline]
    pub(in crate::json) fn leave_at_end(&mut self) -> bool {
        if self.is_at_end() {
            self.advance(1);
            return true;
        }
        false
    }

    /// Returns whether the current container ends here, and does not leave it.
    #[inline]
    pub(in crate::json) fn is_at_end(&mut self) -> bool {
        matches!(self.next_header(), 0 | ARRAY_END | OBJECT_END)
    }

    /// Reads `true` or `false`, if it comes next.
    pub(in crate::json) fn bool(&mut self) -> Option<bool> {
        let value = match self.next_header() {
            TRUE => true,
            FALSE => false,
            _ => return None,
        };
        self.step();
        Some(value)
    }

    /// Reads a string, if one comes next.
    #[inline]
    pub(in crate::json) fn string(&mut self) -> Option<&'a str> {
        let header = self.next_header();
        let (length, end) = match header {
            SHORT.. => (usize::from(header ^ SHORT), 0),
            // A known size is that of the token, which includes a quote and a NUL.
            LONG if self.size > 0 => (self.size.minus(2), 1),
            LONG => (scan::find_nul(self.after_header()), 1),
            SIZED => {
                let length = tokens::read_size(self.after_header());
                self.advance(SIZE_BYTES);
                (length, 0)
            }
            _ => return None,
        };
        self.size = 0;
        let start = self.position.plus(1);
        let stop = start.plus(length);
        self.position = stop.plus(end);
        self.text.get(start..stop)
    }

    /// Returns the bytes after the header of the current token.
    #[inline]
    fn after_header(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.position.plus(1)..).certain()
    }

    /// Compares the next string with `other`. It examines at most as many bytes as `other` has, so a long key does not
    /// make every comparison with it slow.
    pub(in crate::json) fn compare(mut self, other: &str) -> Ordering {
        if self.next_header() != LONG {
            return self.string().certain().cmp(other);
        }
        let bytes = self.after_header();
        let bytes = bytes.get(..=other.len()).unwrap_or(bytes);
        bytes.get(..scan::find_nul(bytes)).certain().cmp(other.as_bytes())
    }

    /// Reads a number, if one comes next. Returns its text and its value.
    pub(in crate::json) fn number(&mut self) -> Option<(&'a str, Number)> {
        self.size = 0;
        self.next_header();
        let (number, length) = number::number(self.text.as_bytes().get(self.position..)?)?;
        let start = self.position;
        self.advance(length);
        Some((self.text.get(start..self.position)?, number))
    }

    /// Moves to the next token, and returns whether it is an integer that is not negative.
    #[inline]
    pub(in crate::json) fn is_at_digit(&mut self) -> bool {
        self.next_header().is_ascii_digit()
    }

    /// Reads the integer at the current position.
    #[inline(never)]
    pub(in crate::json) fn digits(&mut self) -> u64 {
        self.size = 0;
        let (value, length) = number::digits(self.text.as_bytes().get(self.position..).certain());
        self.advance(length);
        value
    }

    /// Reads the next token.
    pub(in crate::json) fn token(&mut self) -> Token<'a> {
        let token = match self.next_header() {
            SHORT.. | LONG | SIZED => return Token::String(self.string().certain()),
            TRUE => Token::Bool(true),
            FALSE => Token::Bool(false),
            NULL => Token::Null,
            ARRAY => Token::Begin { object: false },
            OBJECT | FIELDS => Token::Begin { object: true },
            ARRAY_END | OBJECT_END | 0 => Token::End,
            _ => return Token::Number(self.number().unwrap_or(("", Number::Fraction)).0),
        };
        self.advance(1);
        token
    }

    /// Skips the next value and returns it.
    pub(in crate::json) fn value(&mut self) -> Settled<'a> {
        self.next_header();
        let start = self.position;
        if self.size > 0 {
            self.position = start.plus(core::mem::take(&mut self.size));
            debug_assert_eq!(self.position, self.end_of_value(start), "a field says how long its value is");
            return Settled(self.text.get(start..self.position).certain());
        }
        self.skip();
        Settled(self.text.get(start..self.position).certain())
    }

    /// Returns the end of the value that starts at `start`.
    fn end_of_value(&self, start: usize) -> usize {
        let mut rest = Settled(self.text).cursor_at(start);
        rest.skip();
        rest.position
    }

    /// Skips the next value, or as much of it as there is. Returns the header of its last token.
    fn skip(&mut self) -> u8 {
        let (mut depth, mut last) = (0u32, 0);
        loop {
            let header = self.next_header();
            match header {
                SHORT.. => self.advance(usize::from(header ^ SHORT).plus(1)),
                LONG => self.advance(scan::find_nul(self.after_header()).plus(2)),
                SIZED => self.advance(tokens::read_size(self.after_header()).plus(SIZE_BYTES + 1)),
                ARRAY | OBJECT | FIELDS => {
                    depth = depth.plus(1);
                    self.advance(1);
                }
                ARRAY_END | OBJECT_END => {
                    // A type that was written by hand may have left a part of a value unread.
                    depth = depth.saturating_sub(1);
                    self.advance(1);
                }
                TRUE | FALSE | NULL => self.advance(1),
                DOCUMENT => {
                    self.advance(1);
                    continue;
                }
                FIELD | SIZED_FIELD => {
                    let distance = self.text.as_bytes().get(self.position.plus(2));
                    self.advance(distance.copied().unwrap_or(1).into());
                }
                0 => return last,
                _ => self.skip_number(),
            }
            last = header;
            if depth == 0 {
                return last;
            }
        }
    }

    /// Skips a number, which was checked when it was settled.
    fn skip_number(&mut self) {
        self.advance(1);
        while let Some(b'-' | b'+' | b'.' | b'0'..=b'9' | b'E' | b'e') = self.text.as_bytes().get(self.position) {
            self.advance(1);
        }
    }
}

/// A token of a settled value.
#[derive(PartialEq)]
pub(in crate::json) enum Token<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    String(&'a str),
    Begin {
        object: bool,
    },
    /// The end of the innermost container.
    End,
}
