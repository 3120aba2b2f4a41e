//! JSON text, read in place: the tokens, whatever level of escaping they lie in.

mod document;
mod fields;
mod string;

pub(super) use fields::Step;

use super::bytes::number::{self, Number};
use super::kind::{Failed, Kind};
use crate::error::{Error, ErrorKind};

/// The text that is still to be read, and where reading is.
///
/// A document inside a string is read where it lies, still escaped, as long as the only escapes of the string that holds
/// it are `\"` and `\\`, which is how every encoder writes one; then a quote of the document is `\"`, and a
/// backslash in a string of the document is `\\`. At the first other escape the rest of that string is unescaped in
/// place ([`unescape_document`](Self::unescape_document)), and reading goes on at the same spot in plain text.
///
/// Positions count from the start of `rest`. The first error sticks.
#[derive(Default)]
pub(in crate::json) struct Text<'a> {
    rest: &'a mut [u8],
    /// Where reading is.
    at: usize,
    /// The payload's offset at which `rest` ends.
    end: usize,
    /// How a quote of the text is written: whether `rest` lies in a string, and is still escaped.
    quote: &'static Quote,
    /// Whether `rest` lay in a string, and was unescaped.
    unescaped: bool,
    /// If so: what follows that string, and the payload's offset at which that ends.
    after: &'a mut [u8],
    after_end: usize,
    /// Whether a NUL was unescaped in the string that was unescaped last, or behind it in the same document.
    may_have_nul: bool,
    error: Option<Error>,
}

/// How a quote is written: its first byte, and how many bytes follow that; and what is compared with four bytes of text, of
/// which `mask` keeps some.
pub(super) struct Quote {
    first: u8,
    pub(super) more: usize,
    /// The quote.
    pub(super) text: u32,
    pub(super) mask: u32,
    /// The quote before a key, behind a comma.
    pub(super) comma: u32,
    pub(super) comma_mask: u32,
    /// The quote behind a key, and the colon.
    pub(super) colon: u32,
    pub(super) colon_mask: u32,
    /// What stands between two strings: of eight bytes.
    pub(super) between: u64,
    pub(super) between_mask: u64,
}

impl Default for &Quote {
    fn default() -> Self {
        &PLAIN
    }
}

const PLAIN: Quote = Quote {
    first: b'"',
    more: 0,
    text: u32::from_le_bytes(*b"\"\0\0\0"),
    mask: 0xff,
    comma: u32::from_le_bytes(*b",\"\0\0"),
    comma_mask: 0xffff,
    colon: u32::from_le_bytes(*b"\":\0\0"),
    colon_mask: 0xffff,
    between: u64::from_le_bytes(*b"\",\"\0\0\0\0\0"),
    between_mask: 0xff_ffff,
};
const ESCAPED: Quote = Quote {
    first: b'\\',
    more: 1,
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
        let end = offset.saturating_add(document.len());
        Self { rest: document, end, ..Self::default() }
    }

    /// The payload's offset at which `rest` begins.
    pub(in crate::json) fn offset(&self) -> usize {
        self.end.saturating_sub(self.rest.len())
    }

    /// Where reading is.
    pub(in crate::json) fn at(&self) -> usize {
        self.at
    }

    pub(in crate::json) fn error(&mut self) -> &mut Option<Error> {
        &mut self.error
    }

    #[cold]
    #[inline(never)]
    pub(in crate::json) fn fail(&mut self, kind: ErrorKind) -> Failed {
        self.fail_at(kind, self.at)
    }

    #[cold]
    #[inline(never)]
    pub(in crate::json) fn fail_at(&mut self, kind: ErrorKind, at: usize) -> Failed {
        self.fail_with(Error::at(kind, self.offset().saturating_add(at)))
    }

    /// Fails with an error that was found elsewhere, unless it has failed already.
    #[cold]
    #[inline(never)]
    pub(in crate::json) fn fail_with(&mut self, error: Error) -> Failed {
        self.error.get_or_insert(error);
        Failed::new()
    }

    /// Says at which key reading failed, unless one further inside is known.
    #[cold]
    #[inline(never)]
    pub(in crate::json) fn within(&mut self, key: &'static str) -> Failed {
        self.error = self.error.map(|error| error.with_key(key));
        Failed::new()
    }

    /// Fails because of a byte that cannot stand here, or of the end.
    #[cold]
    pub(in crate::json) fn unexpected(&mut self) -> Failed {
        let kind = if self.at < self.rest.len() { ErrorKind::UnexpectedByte } else { ErrorKind::UnexpectedEnd };
        self.fail(kind)
    }

    /// Fails because what comes next is not of this kind; or because it is nothing.
    #[cold]
    pub(in crate::json) fn wrong(&mut self, wanted: Kind) -> Failed {
        match self.token() {
            b'"' | b'{' | b'[' | b't' | b'f' | b'n' | b'-' | b'0'..=b'9' => self.fail(wanted.wanted()),
            _ => self.unexpected(),
        }
    }

    /// How a quote is written.
    pub(super) fn quotes(&self) -> &'static Quote {
        self.quote
    }

    /// Whether the text is still escaped.
    fn is_escaped(&self) -> bool {
        self.quote.more > 0
    }

    pub(in crate::json) fn get(&self, at: usize) -> Option<u8> {
        self.rest.get(at).copied()
    }

    /// Where the last byte is of the quote that begins at `at`.
    #[inline]
    pub(in crate::json) fn quote(&self, at: usize) -> usize {
        at.wrapping_add(self.quote.more)
    }

    /// Where the quote at `at` ends, if there is one.
    #[inline]
    pub(in crate::json) fn quote_end(&self, at: usize) -> Option<usize> {
        let last = self.quote(at);
        let quote = self.get(at) == Some(self.quote.first) && self.get(last) == Some(b'"');
        quote.then_some(last.wrapping_add(1))
    }

    /// Where the token of the next value begins: for a string, the last byte of its quote.
    #[inline]
    pub(in crate::json) fn value_start(&mut self) -> usize {
        if self.token() == b'"' { self.quote(self.at) } else { self.at }
    }

    /// Steps over one byte.
    pub(in crate::json) fn step(&mut self) {
        self.at = self.at.wrapping_add(1);
    }

    /// Goes to the next token and returns its first byte: for a string, its quote, escaped or not. 0 if there is none,
    /// which is an error then, and stays the first one whatever else the caller finds.
    #[inline]
    pub(in crate::json) fn token(&mut self) -> u8 {
        match self.rest.get(self.at) {
            Some(&byte) if byte == self.quote.first && self.get(self.quote(self.at)) == Some(b'"') => b'"',
            // A bare quote ends the string in which the document lies.
            Some(&byte) if byte > b' ' && byte != b'"' && byte != self.quote.first => byte,
            _ => self.token_slowly(),
        }
    }

    /// [`token`](Self::token) behind white space, and where it is escaped in an unusual way.
    #[inline(never)]
    fn token_slowly(&mut self) -> u8 {
        loop {
            match self.rest.get(self.at) {
                Some(b' ') => self.step(),
                Some(b'\n' | b'\r' | b'\t') if !self.is_escaped() => self.step(),
                Some(b'\\') if self.is_escaped() => {
                    if self.get(self.at.wrapping_add(1)) == Some(b'"') {
                        return b'"';
                    }
                    if self.unescape_document(self.at).is_err() {
                        return 0;
                    }
                }
                Some(&byte) if byte != b'"' || !self.is_escaped() => return byte,
                // The end, or the quote that ends the string in which the document lies.
                _ => {
                    self.fail(ErrorKind::UnexpectedEnd);
                    return 0;
                }
            }
        }
    }

    /// Steps over a byte that must be the next token.
    #[inline]
    pub(in crate::json) fn step_over(&mut self, byte: u8) -> Result<(), Failed> {
        if self.get(self.at) != Some(byte) && self.token() != byte {
            return Err(self.unexpected());
        }
        self.step();
        Ok(())
    }

    /// Steps to the next element of a container, over the comma between two; false at its end, which it leaves.
    pub(in crate::json) fn element(&mut self, close: u8, first: bool) -> Result<bool, Failed> {
        let byte = self.token();
        if byte == close {
            self.step();
            return Ok(false);
        }
        if !first {
            if byte != b',' {
                return Err(self.unexpected());
            }
            self.step();
        }
        Ok(true)
    }

    /// Steps to the next key of an object, over the comma between two fields; false at its end, which it leaves.
    #[inline]
    pub(in crate::json) fn next_key(&mut self, first: bool) -> Result<bool, Failed> {
        let next = self.at.wrapping_add(1);
        let (is_next, quote) = if first { (true, self.at) } else { (self.get(self.at) == Some(b','), next) };
        if is_next && self.quote_end(quote).is_some() {
            self.at = quote;
            return Ok(true);
        }
        if self.get(self.at) == Some(b'}') {
            self.step();
            return Ok(false);
        }
        self.next_key_slowly(first)
    }

    /// [`next_key`](Self::next_key) over white space, at the begin, and at the end.
    #[inline(never)]
    fn next_key_slowly(&mut self, first: bool) -> Result<bool, Failed> {
        let more = self.element(b'}', first)?;
        if more && self.token() != b'"' {
            return Err(self.unexpected());
        }
        Ok(more)
    }

    /// Steps over a word, which must be this.
    pub(in crate::json) fn word(&mut self, word: &[u8]) -> Result<(), Failed> {
        if self.rest.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at = self.at.wrapping_add(word.len());
            Ok(())
        } else if self.is_escaped() {
            // A letter may be written as an escape of the string that the document lies in.
            self.unescape_document(self.at)?;
            self.word(word)
        } else {
            Err(self.unexpected())
        }
    }

    /// Whether the next value begins here, and is not `null`. False also where that takes a closer look.
    #[inline]
    pub(in crate::json) fn is_value(&self) -> bool {
        match self.rest.get(self.at) {
            Some(b'\\') => self.is_escaped() && self.get(self.quote(self.at)) == Some(b'"'),
            Some(byte) => *byte > b' ' && *byte != b'n',
            None => false,
        }
    }

    /// Steps over an integer from 0 to `highest` that stands directly before a comma or a bracket; anything else stays where
    /// it is.
    #[inline]
    pub(in crate::json) fn plain_integer(&mut self, highest: u64) -> Option<u64> {
        let (value, length) = number::plain_integer(self.rest.get(self.at..)?, highest);
        self.at = self.at.wrapping_add(length);
        (length > 0).then_some(value)
    }

    /// Reads an integer from `-lowest`, or from 0 where there is no `lowest`, to `highest`. Returns its bits.
    #[inline(never)]
    pub(in crate::json) fn integer(&mut self, lowest: Option<u64>, highest: u64) -> Result<u64, Failed> {
        let start = self.at;
        let number = self.number()?;
        number.in_range(lowest, highest).map_err(|kind| self.fail_at(kind, start))
    }

    /// Steps over a number.
    pub(in crate::json) fn number(&mut self) -> Result<Number, Failed> {
        match number::number(self.rest.get(self.at..).unwrap_or_default()) {
            Some((number, length)) if !self.goes_on(self.at.wrapping_add(length)) => {
                self.at = self.at.wrapping_add(length);
                Ok(number)
            }
            // A digit may be written as an escape of the string that the document lies in.
            _ if self.is_escaped() => {
                self.unescape_document(self.at)?;
                self.number()
            }
            _ => Err(self.unexpected()),
        }
    }

    /// Whether an escape of the string that the document lies in, other than a quote, stands at `at`.
    fn goes_on(&self, at: usize) -> bool {
        self.is_escaped() && self.get(at) == Some(b'\\') && self.get(at.wrapping_add(1)) != Some(b'"')
    }
}
