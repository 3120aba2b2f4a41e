//! JSON text, read in place: the tokens, whatever level of escaping they lie in.

use core::mem;

use super::number::{self, Number};
use super::reader::Failed;
use super::scan;
use super::string;
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
pub(super) struct Text<'a> {
    rest: &'a mut [u8],
    /// Where reading is.
    at: usize,
    /// The payload's offset at which `rest` ends.
    end: usize,
    /// How a quote of the text is written: whether `rest` lies in a string, and is still escaped.
    quote: Quote,
    /// Whether `rest` lay in a string, and was unescaped.
    unescaped: bool,
    /// If so: what follows that string, and the payload's offset at which that ends.
    after: &'a mut [u8],
    after_end: usize,
    error: Option<Error>,
}

/// How a quote is written: its first byte, and how many bytes follow that.
#[derive(Clone, Copy, Default, PartialEq)]
struct Quote {
    first: u8,
    more: usize,
}

const PLAIN: Quote = Quote { first: b'"', more: 0 };
const ESCAPED: Quote = Quote { first: b'\\', more: 1 };

impl<'a> Text<'a> {
    pub(super) fn new(document: &'a mut [u8], offset: usize) -> Self {
        let end = offset.saturating_add(document.len());
        Self { rest: document, end, quote: PLAIN, ..Self::default() }
    }

    /// The payload's offset at which `rest` begins.
    fn offset(&self) -> usize {
        self.end.saturating_sub(self.rest.len())
    }

    /// Where reading is.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn error(&mut self) -> &mut Option<Error> {
        &mut self.error
    }

    #[cold]
    pub(super) fn fail(&mut self, kind: ErrorKind) -> Failed {
        self.fail_at(kind, self.at)
    }

    #[cold]
    pub(super) fn fail_at(&mut self, kind: ErrorKind, at: usize) -> Failed {
        let error = Error::at(kind, self.offset().saturating_add(at));
        self.error.get_or_insert(error);
        Failed::new()
    }

    /// Fails because of a byte that cannot stand here, or of the end.
    #[cold]
    pub(super) fn unexpected(&mut self) -> Failed {
        let kind = if self.at < self.rest.len() { ErrorKind::UnexpectedByte } else { ErrorKind::UnexpectedEnd };
        self.fail(kind)
    }

    /// Whether the text is still escaped.
    fn escaped(&self) -> bool {
        self.quote.more > 0
    }

    pub(super) fn get(&self, at: usize) -> Option<u8> {
        self.rest.get(at).copied()
    }

    /// Where the last byte is of the quote that begins at `at`.
    #[inline]
    pub(super) fn quote(&self, at: usize) -> usize {
        at.wrapping_add(self.quote.more)
    }

    /// Where the quote at `at` ends, if there is one.
    #[inline]
    pub(super) fn quote_end(&self, at: usize) -> Option<usize> {
        let last = self.quote(at);
        let quote = self.get(at) == Some(self.quote.first) && self.get(last) == Some(b'"');
        quote.then_some(last.wrapping_add(1))
    }

    /// Steps over one byte.
    pub(super) fn step(&mut self) {
        self.at = self.at.wrapping_add(1);
    }

    /// Goes to the next token and returns its first byte: for a string, its quote, escaped or not. 0 if there is none,
    /// which is an error then, and stays the first one whatever else the caller finds.
    #[inline]
    pub(super) fn token(&mut self) -> u8 {
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
                Some(b'\n' | b'\r' | b'\t') if !self.escaped() => self.step(),
                Some(b'\\') if self.escaped() => {
                    if self.get(self.at.saturating_add(1)) == Some(b'"') {
                        return b'"';
                    }
                    if self.unescape_document(self.at).is_err() {
                        return 0;
                    }
                }
                Some(&byte) if byte != b'"' || !self.escaped() => return byte,
                // The end, or the quote that ends the string in which the document lies.
                _ => {
                    self.fail(ErrorKind::UnexpectedEnd);
                    return 0;
                }
            }
        }
    }

    /// Steps over a byte that must be the next token.
    pub(super) fn step_over(&mut self, byte: u8) -> Result<(), Failed> {
        if self.token() != byte {
            return Err(self.unexpected());
        }
        self.step();
        Ok(())
    }

    /// Steps to the next element of a container, over the comma between two; false at its end, which it leaves.
    pub(super) fn element(&mut self, close: u8, first: bool) -> Result<bool, Failed> {
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
    pub(super) fn next_key(&mut self, first: bool) -> Result<bool, Failed> {
        let next = self.at.wrapping_add(1);
        if !first && self.get(self.at) == Some(b',') && self.quote_end(next).is_some() {
            self.at = next;
            return Ok(true);
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

    /// Steps over the key that begins here with its quote, and its colon, if it is this one, as it stands.
    #[inline]
    pub(super) fn skip_key(&mut self, name: &str) -> bool {
        let start = self.quote(self.at).wrapping_add(1);
        let stop = start.wrapping_add(name.len());
        // Where the key ends tells most of them apart.
        let Some(end) = self.quote_end(stop) else { return false };
        let same = self.get(end) == Some(b':') && self.rest.get(start..stop) == Some(name.as_bytes());
        if same {
            self.at = end.wrapping_add(1);
        }
        same
    }

    /// Steps over a word, which must be this.
    pub(super) fn word(&mut self, word: &[u8]) -> Result<(), Failed> {
        if self.rest.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at = self.at.saturating_add(word.len());
            Ok(())
        } else if self.escaped() {
            // A letter may be written as an escape of the string that the document lies in.
            self.unescape_document(self.at)?;
            self.word(word)
        } else {
            Err(self.unexpected())
        }
    }

    /// Steps over a number.
    pub(super) fn number(&mut self) -> Result<Number, Failed> {
        match number::number(self.rest.get(self.at..).unwrap_or_default()) {
            Some((number, length)) if !self.goes_on(self.at.saturating_add(length)) => {
                self.at = self.at.saturating_add(length);
                Ok(number)
            }
            // A digit may be written as an escape of the string that the document lies in.
            _ if self.escaped() => {
                self.unescape_document(self.at)?;
                self.number()
            }
            _ => Err(self.unexpected()),
        }
    }

    /// Whether an escape of the string that the document lies in, other than a quote, stands at `at`.
    fn goes_on(&self, at: usize) -> bool {
        self.escaped() && self.get(at) == Some(b'\\') && self.get(at.saturating_add(1)) != Some(b'"')
    }

    /// Reads the string whose quote is here.
    pub(super) fn string(&mut self) -> Result<&'a str, Failed> {
        let start = self.quote(self.at).wrapping_add(1);
        let stop = if let Some((stop, end)) = self.plain_end(self.at) {
            self.at = end;
            stop
        } else {
            self.unescape_string()?
        };
        self.take_str(start, stop)
    }

    /// Splits off everything up to here, and returns what is between `start` and `stop`.
    fn take(&mut self, start: usize, stop: usize) -> &'a mut [u8] {
        let (taken, rest) = mem::take(&mut self.rest).split_at_mut_checked(self.at).unwrap_or_default();
        self.rest = rest;
        self.at = 0;
        taken.get_mut(start..stop).unwrap_or_default()
    }

    /// As [`take`](Self::take), with a check that the bytes are UTF-8.
    pub(super) fn take_str(&mut self, start: usize, stop: usize) -> Result<&'a str, Failed> {
        let offset = self.offset().saturating_add(start);
        let bytes: &'a [u8] = self.take(start, stop);
        core::str::from_utf8(bytes).map_err(|error| {
            let error = Error::at(ErrorKind::InvalidUtf8, offset.saturating_add(error.valid_up_to()));
            self.error.get_or_insert(error);
            Failed::new()
        })
    }

    /// The bytes, positions in which count from the same start.
    pub(super) fn bytes(&mut self) -> &mut [u8] {
        self.rest
    }

    /// Goes to a position.
    pub(super) fn go(&mut self, at: usize) {
        self.at = at;
    }

    /// Where the characters of the string stop whose quote is at `at`, and where its last quote ends, if it has no escape.
    #[inline]
    pub(super) fn plain_end(&self, at: usize) -> Option<(usize, usize)> {
        let stop = scan::run_end(self.rest, self.quote(at).wrapping_add(1));
        Some((stop, self.quote_end(stop)?))
    }

    /// Unescapes the string whose quote is here in place, and steps over it. Returns where its characters stop.
    #[inline(never)]
    pub(super) fn unescape_string(&mut self) -> Result<usize, Failed> {
        self.unescape(scan::run_end(self.rest, self.quote(self.at).wrapping_add(1)))
    }

    /// [`unescape_string`](Self::unescape_string), of one that is plain up to `from`.
    fn unescape(&mut self, mut from: usize) -> Result<usize, Failed> {
        let mut to = from;
        loop {
            if let Some(end) = self.quote_end(from) {
                self.at = end;
                return Ok(to);
            }
            match self.rest.get(from) {
                Some(b'\\') => match self.unescape_one(from, &mut to) {
                    Some(end) => from = end,
                    None if self.escaped() => self.unescape_document(from)?,
                    None => return Err(self.fail_at(ErrorKind::InvalidEscape, from)),
                },
                Some(0..0x20) => return Err(self.fail_at(ErrorKind::ControlCharacter, from)),
                Some(b'"') | None => return Err(self.fail_at(ErrorKind::UnexpectedEnd, from)),
                Some(_) => {}
            }
            // Escapes come in pairs.
            if self.get(from) != Some(b'\\') {
                (from, to) = string::move_run(self.rest, from, to);
            }
        }
    }

    /// Unescapes the escape whose backslash is at `from`, and writes its character at `to`. Returns where it ends; `None` if
    /// it is none or, while the text is still escaped, one that is not itself escaped in the plain way: `\\n` but `\\\"`.
    #[inline]
    fn unescape_one(&mut self, from: usize, to: &mut usize) -> Option<usize> {
        let mut at = from.wrapping_add(1);
        let escaped = self.escaped();
        if escaped {
            if self.get(at)? != b'\\' {
                return None;
            }
            at = at.wrapping_add(1);
            match self.get(at)? {
                b'\\' => {
                    at = at.wrapping_add(1);
                    if !matches!(self.get(at)?, b'"' | b'\\') {
                        return None;
                    }
                }
                // The quote that ends the string in which the document lies: this document ends in the middle of an escape.
                b'"' => return None,
                _ => {}
            }
        }
        string::unescape(self.rest, at, to, !escaped)
    }

    /// Unescapes the rest, from `from`, of the string in which the document lies; from then on it is plain text.
    fn unescape_document(&mut self, from: usize) -> Result<(), Failed> {
        let at = self.at;
        self.quote = PLAIN;
        let stop = self.unescape(from)?;
        self.after_end = self.end;
        self.end = self.offset().saturating_add(stop);
        let document = self.take(0, stop);
        self.after = mem::replace(&mut self.rest, document);
        self.unescaped = true;
        self.at = at;
        Ok(())
    }

    /// Enters the document in the string whose quote is here. Returns what is to be read after it, if that is not simply
    /// what follows in this text.
    pub(super) fn enter_document(&mut self) -> Result<Option<Self>, Failed> {
        if self.escaped() || self.unescaped {
            let start = self.quote(self.at).wrapping_add(1);
            let offset = self.offset().saturating_add(start);
            let stop = self.unescape_string()?;
            let document = self.take(start, stop);
            return Ok(Some(mem::replace(self, Self::new(document, offset))));
        }
        self.step();
        self.quote = ESCAPED;
        Ok(None)
    }

    /// Whether the document just entered has nothing in it.
    pub(super) fn is_empty_document(&self) -> bool {
        if self.escaped() { self.get(self.at) == Some(b'"') } else { self.rest.is_empty() }
    }

    /// Leaves a document in a string: only white space may be left of it.
    pub(super) fn leave_document(&mut self, outer: Option<Self>) -> Result<(), Failed> {
        self.end_document()?;
        if let Some(outer) = outer {
            let error = self.error;
            *self = Self { error: outer.error.or(error), ..outer };
        } else if self.escaped() {
            self.quote = PLAIN;
            self.step();
        } else {
            let rest = mem::take(&mut self.after);
            *self = Self { rest, end: self.after_end, quote: PLAIN, error: self.error, ..Self::default() };
        }
        Ok(())
    }

    /// Goes to the end of the document; fails if more than white space is left of it.
    pub(super) fn end_document(&mut self) -> Result<(), Failed> {
        loop {
            match self.rest.get(self.at) {
                None if !self.escaped() => return Ok(()),
                Some(b'"') if self.escaped() => return Ok(()),
                Some(b'\\') if self.goes_on(self.at) => self.unescape_document(self.at)?,
                Some(b' ') => self.step(),
                Some(b'\n' | b'\r' | b'\t') if !self.escaped() => self.step(),
                Some(_) => return Err(self.fail(ErrorKind::TrailingBytes)),
                None => return Err(self.fail(ErrorKind::UnexpectedEnd)),
            }
        }
    }

    /// Blanks what unescaping left between the end of a string's characters and here, the end of its quote, where that is
    /// not the quote alone: it may be half a character. Returns whether there was any.
    pub(super) fn blank(&mut self, stop: usize) -> bool {
        let left = self.at.saturating_sub(stop) > self.quote(1);
        if left {
            self.rest.get_mut(stop..self.at).unwrap_or_default().fill(b' ');
        }
        left
    }
}
