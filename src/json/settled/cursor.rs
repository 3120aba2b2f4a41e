//! Reading settled values.

use core::cmp::Ordering;

use super::tokens::{
    ARRAY, ARRAY_END, DOCUMENT, FALSE, FIELD, FIELDS, LONG, NULL, OBJECT, OBJECT_END, SHORT, SIZE_BYTES, SIZED,
    SIZED_FIELD, TRUE,
};
use crate::json::bytes::number::{self, Number};
use crate::json::bytes::scan::{self, chunk_at};
use crate::json::kind::Kind;

/// A settled value.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::json) struct Settled<'a>(&'a str);

impl<'a> Settled<'a> {
    /// The value whose tokens these are.
    pub(in crate::json) const fn new(tokens: &'a str) -> Self {
        Self(tokens)
    }

    /// What kind of value this is, if there is one.
    pub(in crate::json) fn kind(self) -> Option<Kind> {
        self.read().kind()
    }

    /// To read it.
    pub(in crate::json) fn read(self) -> Cursor<'a> {
        Cursor { text: self.0, at: 0, size: 0 }
    }

    /// To read the inside of a container, which this is.
    pub(in crate::json) fn inside(self) -> Cursor<'a> {
        let mut inside = self.read();
        inside.header();
        inside.enter();
        inside
    }

    /// To read on from where a cursor was.
    pub(in crate::json) fn read_at(self, at: usize) -> Cursor<'a> {
        Cursor { text: self.0, at, size: 0 }
    }

    /// All tokens.
    pub(in crate::json) fn tokens(self) -> impl Iterator<Item = Token<'a>> {
        let mut rest = self.read();
        core::iter::from_fn(move || (rest.header() != 0).then(|| rest.token()))
    }
}

/// Where reading is in a settled value.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::json) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// How long the value here is, if that is known.
    size: usize,
}

impl<'a> Cursor<'a> {
    /// How far into its value this is.
    pub(in crate::json) fn at(&self) -> usize {
        self.at
    }

    /// Goes to the next token, and returns its header; 0 at the end.
    #[inline]
    fn header(&mut self) -> u8 {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(&gap @ 0x01..=0x1f) => self.advance(usize::from(gap)),
                Some(&header) => return header,
                None => return 0,
            }
        }
    }

    fn advance(&mut self, count: usize) {
        self.at = self.at.wrapping_add(count);
    }

    /// What the next value is, if there is one.
    #[inline]
    pub(in crate::json) fn kind(&mut self) -> Option<Kind> {
        Some(match self.header() {
            SHORT.. | LONG | SIZED | DOCUMENT => Kind::String,
            b'-' | b'0'..=b'9' => Kind::Number,
            TRUE | FALSE => Kind::Bool,
            NULL => Kind::Null,
            ARRAY => Kind::Array,
            OBJECT | FIELDS => Kind::Object,
            _ => return None,
        })
    }

    /// Steps over `null`, if that is what comes next.
    #[inline]
    pub(in crate::json) fn null(&mut self) -> bool {
        // A branch: rustc from 1.89 on may lose the store of a sum with a `bool` (rust-lang/rust#158206).
        if self.header() == NULL {
            self.advance(1);
            return true;
        }
        false
    }

    /// Steps over the begin of a container, or its end.
    pub(in crate::json) fn enter(&mut self) {
        self.size = 0;
        self.advance(1);
    }

    /// Enters the next value, if it is an object whose keys are known.
    #[inline]
    pub(in crate::json) fn enter_fields(&mut self) -> bool {
        if self.header() == FIELDS {
            self.enter();
            return true;
        }
        false
    }

    /// Steps over the header of a document in a string, if one comes next: its value follows.
    pub(in crate::json) fn enter_document(&mut self) -> bool {
        if self.header() == DOCUMENT {
            self.enter();
            return true;
        }
        false
    }

    /// Goes to the value of the next field, and returns its number; `None` at the end of the object, which is left.
    #[inline]
    pub(in crate::json) fn field(&mut self) -> Option<usize> {
        loop {
            match self.header() {
                FIELD => {
                    let [_, index, distance] = *chunk_at(self.text.as_bytes(), self.at)?;
                    self.size = 0;
                    self.advance(distance.into());
                    return Some(index.into());
                }
                SIZED_FIELD => {
                    let [_, index, distance, a, b, c] = *chunk_at(self.text.as_bytes(), self.at)?;
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
                    self.enter();
                    return None;
                }
            }
        }
    }

    /// Whether the container being read ends here; then it is left.
    #[inline]
    pub(in crate::json) fn leave(&mut self) -> bool {
        if self.is_at_end() {
            self.advance(1);
            return true;
        }
        false
    }

    /// Returns whether the container being read ends here, and stays inside it.
    #[inline]
    pub(in crate::json) fn is_at_end(&mut self) -> bool {
        matches!(self.header(), 0 | ARRAY_END | OBJECT_END)
    }

    /// Reads `true` or `false`, if that is what comes next.
    pub(in crate::json) fn bool(&mut self) -> Option<bool> {
        let value = match self.header() {
            TRUE => true,
            FALSE => false,
            _ => return None,
        };
        self.advance(1);
        Some(value)
    }

    /// Reads a string, if that is what comes next.
    #[inline]
    pub(in crate::json) fn string(&mut self) -> Option<&'a str> {
        let header = self.header();
        let (length, end) = match header {
            SHORT.. => (usize::from(header ^ SHORT), 0),
            // The size, if it is known, is that of the token: a quote and a NUL more.
            LONG if self.size > 0 => (self.size.wrapping_sub(2), 1),
            LONG | SIZED => self.long(header),
            _ => return None,
        };
        self.size = 0;
        let start = self.at.wrapping_add(1);
        let stop = start.wrapping_add(length);
        self.at = stop.wrapping_add(end);
        self.text.get(start..stop)
    }

    /// The length of a string that is not a short one, and how many bytes of its token follow it. Steps over the size, if
    /// the token has one.
    #[inline(never)]
    fn long(&mut self, header: u8) -> (usize, usize) {
        let bytes = self.text.as_bytes().get(self.at.wrapping_add(1)..).unwrap_or_default();
        if header == LONG {
            return (scan::nul(bytes), 1);
        }
        self.advance(SIZE_BYTES);
        let size = bytes.get(..SIZE_BYTES).unwrap_or_default();
        (size.iter().rev().fold(0, |size, byte| size << 7 | usize::from(*byte)), 0)
    }

    /// How the string that comes next compares with `other`, looking at no more of it than `other` is long: a long key
    /// does not make each comparison with it a long one.
    pub(in crate::json) fn compare(mut self, other: &str) -> Ordering {
        if self.header() != LONG {
            return self.string().unwrap_or_default().cmp(other);
        }
        let bytes = self.text.as_bytes().get(self.at.wrapping_add(1)..).unwrap_or_default();
        let bytes = bytes.get(..=other.len()).unwrap_or(bytes);
        bytes.get(..scan::nul(bytes)).unwrap_or_default().cmp(other.as_bytes())
    }

    /// Reads a number, if that is what comes next: as it was written, and what it is.
    pub(in crate::json) fn number(&mut self) -> Option<(&'a str, Number)> {
        self.size = 0;
        self.header();
        let (number, length) = number::number(self.text.as_bytes().get(self.at..)?)?;
        let start = self.at;
        self.advance(length);
        Some((self.text.get(start..self.at)?, number))
    }

    /// Goes to the next token, and returns whether it is an integer that is not negative.
    #[inline]
    pub(in crate::json) fn is_at_digit(&mut self) -> bool {
        self.header().is_ascii_digit()
    }

    /// Reads the integer that is here.
    #[inline(never)]
    pub(in crate::json) fn digits(&mut self) -> u64 {
        let (value, length) = number::digits(self.text.as_bytes().get(self.at..).unwrap_or_default());
        self.advance(length);
        value
    }

    /// Reads the next token, whatever it is.
    pub(in crate::json) fn token(&mut self) -> Token<'a> {
        let token = match self.header() {
            SHORT.. | LONG | SIZED => return Token::String(self.string().unwrap_or_default()),
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

    /// Steps over the next value, and returns it.
    pub(in crate::json) fn value(&mut self) -> Settled<'a> {
        let mut header = self.header();
        let start = self.at;
        if self.size > 0 {
            self.at = start.wrapping_add(core::mem::take(&mut self.size));
            return Settled(self.text.get(start..self.at).unwrap_or_default());
        }
        let mut depth = 0u32;
        loop {
            match header {
                SHORT.. => self.advance(usize::from(header ^ SHORT).wrapping_add(1)),
                LONG | SIZED => {
                    let (length, end) = self.long(header);
                    self.advance(length.wrapping_add(end).wrapping_add(1));
                }
                ARRAY | OBJECT | FIELDS => {
                    depth = depth.saturating_add(1);
                    self.advance(1);
                }
                ARRAY_END | OBJECT_END => {
                    depth = depth.saturating_sub(1);
                    self.advance(1);
                }
                TRUE | FALSE | NULL => self.advance(1),
                DOCUMENT => {
                    self.advance(1);
                    header = self.header();
                    continue;
                }
                FIELD | SIZED_FIELD => {
                    let distance = self.text.as_bytes().get(self.at.wrapping_add(2));
                    self.advance(distance.copied().unwrap_or(1).into());
                }
                0 => break,
                _ => self.skip_number(),
            }
            if depth == 0 {
                break;
            }
            header = self.header();
        }
        Settled(self.text.get(start..self.at).unwrap_or_default())
    }

    /// Steps over a number, which was checked when it was settled.
    fn skip_number(&mut self) {
        self.advance(1);
        while let Some(b'-' | b'+' | b'.' | b'0'..=b'9' | b'E' | b'e') = self.text.as_bytes().get(self.at) {
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
    /// Of the innermost container.
    End,
}
