//! Reads JSON text in place, token by token, at any level of escaping.

mod document;
mod fields;
mod string;

pub(super) use fields::Step;

use super::bytes::number::{self, Number};
use super::kind::{Failed, Kind};
use crate::certain::{Certain, Plus};
use crate::error::{Error, ErrorKind};

/// The text that is still to be read, and the current position in it.
///
/// A document inside a string is read in place, while it is still escaped, as long as its string has no escapes other
/// than `\"` and `\\`. Every encoder writes documents in this way. A quote of the document is then `\"`, and a
/// backslash in a string of the document is `\\`. At the first other escape, the rest of that string is unescaped in
/// place ([`unescape_document`](Self::unescape_document)), and reading continues at the same position in plain text.
///
/// Positions count from the start of `rest`. Only the first error is kept.
#[derive(Default)]
pub(in crate::json) struct Text<'a> {
    rest: &'a mut [u8],
    /// The current position.
    position: usize,
    /// The offset in the payload of the end of `rest`.
    end_offset: usize,
    /// How the text spells a quote. This says whether `rest` is inside a string and still escaped.
    quote_style: &'static QuoteStyle,
    /// Whether `rest` is a document in a string that was unescaped.
    unescaped: bool,
    /// If so, the text after that string, and the offset in the payload of the end of that text.
    outer_rest: &'a mut [u8],
    outer_end_offset: usize,
    /// Whether the string that was unescaped last, or the rest of its document, may contain a NUL.
    may_have_nul: bool,
    error: Option<Error>,
}

/// How a text spells a quote, alone and with the bytes around it. Each pattern is compared with bytes of the text under
/// its mask.
pub(super) struct QuoteStyle {
    /// The first byte of a quote.
    first_byte: u8,
    /// The number of bytes of a quote after its first byte.
    pub(super) extra_bytes: usize,
    /// A quote.
    pub(super) text: u32,
    pub(super) mask: u32,
    /// A comma and the quote before a key.
    pub(super) comma: u32,
    pub(super) comma_mask: u32,
    /// The quote after a key, and the colon.
    pub(super) colon: u32,
    pub(super) colon_mask: u32,
    /// The end of a string, a comma and the start of the next string.
    pub(super) between: u64,
    pub(super) between_mask: u64,
}

impl Default for &QuoteStyle {
    fn default() -> Self {
        &PLAIN
    }
}

/// The quotes of plain text: `"`.
const PLAIN: QuoteStyle = QuoteStyle {
    first_byte: b'"',
    extra_bytes: 0,
    text: u32::from_le_bytes(*b"\"\0\0\0"),
    mask: 0xff,
    comma: u32::from_le_bytes(*b",\"\0\0"),
    comma_mask: 0xffff,
    colon: u32::from_le_bytes(*b"\":\0\0"),
    colon_mask: 0xffff,
    between: u64::from_le_bytes(*b"\",\"\0\0\0\0\0"),
    between_mask: 0xff_ffff,
};

/// The quotes of a document in a string that is still escaped: `\"`.
const ESCAPED: QuoteStyle = QuoteStyle {
    first_byte: b'\\',
    extra_bytes: 1,
    text: u32::from_le_bytes(*b"\\\"\0\0"),
    mask: 0xffff,
    comma: u32::from_le_bytes(*b",\\\"\0"),
    comma_mask: 0xff_ffff,
    colon: u32::from_le_bytes(*b"\\\":\0"),
    colon_mask: 0xff_ffff,
    between: u64::from_le_bytes(*b"\\\",\\\"\0\0\0"),
    between_mask: 0xff_ffff_ffff,
};

impl<'a> Text<'a> {
    pub(in crate::json) fn new(document: &'a mut [u8], offset: usize) -> Self {
        let end_offset = offset.plus(document.len());
        Self { rest: document, end_offset, ..Self::default() }
    }

    /// Returns the offset in the payload of the start of `rest`.
    pub(in crate::json) fn offset(&self) -> usize {
        self.end_offset.minus(self.rest.len())
    }

    /// Returns the current position in `rest`.
    pub(in crate::json) fn position(&self) -> usize {
        self.position
    }

    pub(in crate::json) fn error(&mut self) -> &mut Option<Error> {
        &mut self.error
    }

    #[cold]
    #[inline(never)]
    pub(in crate::json) fn fail(&mut self, kind: ErrorKind) -> Failed {
        self.fail_at(kind, self.position)
    }

    #[cold]
    #[inline(never)]
    pub(in crate::json) fn fail_at(&mut self, kind: ErrorKind, at: usize) -> Failed {
        self.fail_with(Error::at(kind, self.offset().plus(at)))
    }

    /// Fails with an error that was found elsewhere. An earlier error is kept.
    #[cold]
    #[inline(never)]
    pub(in crate::json) fn fail_with(&mut self, error: Error) -> Failed {
        self.error.get_or_insert(error);
        Failed::new()
    }

    /// Adds a key to the error, unless it has the key of an inner object.
    #[cold]
    #[inline(never)]
    pub(in crate::json) fn fail_in_field(&mut self, key: &'static str) -> Failed {
        self.error = self.error.map(|error| error.with_key(key));
        Failed::new()
    }

    /// Fails because the current byte is not allowed here. If the text ends here, [`token`](Self::token) has already
    /// failed.
    #[cold]
    pub(in crate::json) fn fail_unexpected(&mut self) -> Failed {
        self.fail(ErrorKind::UnexpectedByte)
    }

    /// Fails because the next value is not of the expected kind, or because there is no value.
    #[cold]
    pub(in crate::json) fn fail_wrong_kind(&mut self, expected: Kind) -> Failed {
        match self.token() {
            b'"' | b'{' | b'[' | b't' | b'f' | b'n' | b'-' | b'0'..=b'9' => self.fail(expected.mismatch_error()),
            _ => self.fail_unexpected(),
        }
    }

    /// Returns how the text spells a quote.
    pub(super) fn quote_style(&self) -> &'static QuoteStyle {
        self.quote_style
    }

    /// Returns whether the text is still escaped.
    fn is_escaped(&self) -> bool {
        self.quote_style.extra_bytes > 0
    }

    pub(in crate::json) fn byte_at(&self, at: usize) -> Option<u8> {
        self.rest.get(at).copied()
    }

    /// Returns the index of the last byte of the quote that starts at `at`.
    #[inline]
    pub(in crate::json) fn last_quote_byte(&self, at: usize) -> usize {
        at.plus(self.quote_style.extra_bytes)
    }

    /// Returns the end of the quote at `at`, or `None` if there is no quote.
    #[inline]
    pub(in crate::json) fn quote_end(&self, at: usize) -> Option<usize> {
        let last = self.last_quote_byte(at);
        let is_quote = self.byte_at(at) == Some(self.quote_style.first_byte) && self.byte_at(last) == Some(b'"');
        is_quote.then_some(last.plus(1))
    }

    /// Returns the index at which the token of the next value begins. For a string, this is the last byte of its quote.
    #[inline]
    pub(in crate::json) fn value_start(&mut self) -> usize {
        if self.token() == b'"' { self.last_quote_byte(self.position) } else { self.position }
    }

    /// Skips one byte.
    pub(in crate::json) fn step(&mut self) {
        self.position = self.position.plus(1);
    }

    /// Moves to the next token and returns its first byte. For a string, this is a quote, whether it is escaped or not.
    /// Returns 0 and stores an error if there is no token. That error is kept, whatever the caller reports.
    #[inline]
    pub(in crate::json) fn token(&mut self) -> u8 {
        match self.rest.get(self.position) {
            Some(&byte)
                if byte == self.quote_style.first_byte
                    && self.byte_at(self.last_quote_byte(self.position)) == Some(b'"') =>
            {
                b'"'
            }
            // A quote without an escape ends the string that contains the document.
            Some(&byte) if byte > b' ' && byte != b'"' && byte != self.quote_style.first_byte => byte,
            _ => self.token_slowly(),
        }
    }

    /// [`token`](Self::token) after white space, and for unusual escapes.
    #[inline(never)]
    fn token_slowly(&mut self) -> u8 {
        loop {
            match self.rest.get(self.position) {
                Some(b' ') => self.step(),
                Some(b'\n' | b'\r' | b'\t') if !self.is_escaped() => self.step(),
                Some(b'\\') if self.is_escaped() => {
                    if self.byte_at(self.position.plus(1)) == Some(b'"') {
                        return b'"';
                    }
                    if self.unescape_document(self.position).is_err() {
                        return 0;
                    }
                }
                Some(&byte) if byte != b'"' || !self.is_escaped() => return byte,
                // The end, or the quote that ends the string that contains the document.
                _ => {
                    self.fail(ErrorKind::UnexpectedEnd);
                    return 0;
                }
            }
        }
    }

    /// Skips a byte, which must be the next token.
    #[inline]
    pub(in crate::json) fn step_over(&mut self, byte: u8) -> Result<(), Failed> {
        if self.byte_at(self.position) != Some(byte) && self.token() != byte {
            return Err(self.fail_unexpected());
        }
        self.step();
        Ok(())
    }

    /// Moves to the next element of a container, over the comma before it. At the end of the container, skips `close`
    /// and returns false.
    pub(in crate::json) fn next_element(&mut self, close: u8, first: bool) -> Result<bool, Failed> {
        let byte = self.token();
        if byte == close {
            self.step();
            return Ok(false);
        }
        if !first {
            if byte != b',' {
                return Err(self.fail_unexpected());
            }
            self.step();
        }
        Ok(true)
    }

    /// Moves to the next key of an object, over the comma before it. At the end of the object, skips the brace and
    /// returns false.
    #[inline]
    pub(in crate::json) fn next_key(&mut self, first: bool) -> Result<bool, Failed> {
        let next = self.position.plus(1);
        let (is_next, quote) =
            if first { (true, self.position) } else { (self.byte_at(self.position) == Some(b','), next) };
        if is_next && self.quote_end(quote).is_some() {
            self.position = quote;
            return Ok(true);
        }
        if self.byte_at(self.position) == Some(b'}') {
            self.step();
            return Ok(false);
        }
        self.next_key_slowly(first)
    }

    /// [`next_key`](Self::next_key) after white space, for unusual escapes and for errors.
    #[inline(never)]
    fn next_key_slowly(&mut self, first: bool) -> Result<bool, Failed> {
        let has_more = self.next_element(b'}', first)?;
        if has_more && self.token() != b'"' {
            return Err(self.fail_unexpected());
        }
        Ok(has_more)
    }

    /// Skips `word`, or fails if the text is different.
    pub(in crate::json) fn word(&mut self, word: &[u8]) -> Result<(), Failed> {
        if self.rest.get(self.position..).is_some_and(|rest| rest.starts_with(word)) {
            self.position = self.position.plus(word.len());
            Ok(())
        } else if self.is_escaped() {
            // A letter may be an escape of the string that contains the document.
            self.unescape_document(self.position)?;
            self.word(word)
        } else {
            Err(self.fail_unexpected())
        }
    }

    /// Returns whether a value other than `null` starts at the current position. It also returns false if only a slower
    /// check can tell.
    #[inline]
    pub(in crate::json) fn is_at_value(&self) -> bool {
        match self.rest.get(self.position) {
            Some(b'\\') => self.is_escaped() && self.byte_at(self.last_quote_byte(self.position)) == Some(b'"'),
            Some(byte) => *byte > b' ' && *byte != b'n',
            None => false,
        }
    }

    /// Reads an integer from 0 to `highest`, if a comma or a closing bracket follows directly. Otherwise it returns
    /// `None` and does not move.
    #[inline]
    pub(in crate::json) fn plain_integer(&mut self, highest: u64) -> Option<u64> {
        let (value, length) = number::plain_integer(self.rest.get(self.position..)?, highest);
        self.position = self.position.plus(length);
        (length > 0).then_some(value)
    }

    /// Reads an integer that is between `-lowest` and `highest`, and returns its bits. Without `lowest`, the lower
    /// bound is 0.
    #[inline(never)]
    pub(in crate::json) fn integer(&mut self, lowest: Option<u64>, highest: u64) -> Result<u64, Failed> {
        let start = self.position;
        let number = self.number()?;
        number.bits_in_range(lowest, highest).map_err(|kind| self.fail_at(kind, start))
    }

    /// Reads a number.
    pub(in crate::json) fn number(&mut self) -> Result<Number, Failed> {
        match number::number(self.rest.get(self.position..).certain()) {
            Some((number, length)) if !self.is_outer_escape_at(self.position.plus(length)) => {
                self.position = self.position.plus(length);
                Ok(number)
            }
            // A digit may be an escape of the string that contains the document.
            _ if self.is_escaped() => {
                self.unescape_document(self.position)?;
                self.number()
            }
            _ => Err(self.fail_unexpected()),
        }
    }

    /// Returns whether an escape other than a quote is at `at`, which belongs to the string that contains the document.
    fn is_outer_escape_at(&self, at: usize) -> bool {
        self.is_escaped() && self.byte_at(at) == Some(b'\\') && self.byte_at(at.plus(1)) != Some(b'"')
    }
}
