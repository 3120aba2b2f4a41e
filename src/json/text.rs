//! JSON text, read in place: the tokens, whatever level of escaping they lie in.

use core::mem;

use super::number::{self, Number};
use super::object::Keys;
use super::reader::Failed;
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
    /// Whether `rest` lies in a string, and is still escaped.
    escaped: bool,
    /// Whether `rest` lay in a string, and was unescaped.
    unescaped: bool,
    /// If so: what follows that string, and the payload's offset at which that ends.
    after: &'a mut [u8],
    after_end: usize,
    error: Option<Error>,
}

impl<'a> Text<'a> {
    pub(super) fn new(document: &'a mut [u8], offset: usize) -> Self {
        let end = offset.saturating_add(document.len());
        Self { rest: document, end, ..Self::default() }
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

    /// The error of this kind, here.
    pub(super) fn error_here(&self, kind: ErrorKind) -> Error {
        Error::at(kind, self.offset().saturating_add(self.at))
    }

    #[cold]
    pub(super) fn fail(&mut self, kind: ErrorKind) -> Failed {
        self.fail_at(kind, self.at)
    }

    #[cold]
    fn fail_at(&mut self, kind: ErrorKind, at: usize) -> Failed {
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

    fn get(&self, at: usize) -> Option<u8> {
        self.rest.get(at).copied()
    }

    pub(super) fn set(&mut self, at: usize, byte: u8) {
        if let Some(target) = self.rest.get_mut(at) {
            *target = byte;
        }
    }

    /// Where the quote is of the string that comes next.
    pub(super) fn quote(&self) -> usize {
        self.at.saturating_add(usize::from(self.escaped))
    }

    /// Steps over one byte.
    pub(super) fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    /// Goes to the next token and returns its first byte: for a string, its quote, escaped or not. 0 if there is none,
    /// which is an error then, and stays the first one whatever else the caller finds.
    #[inline]
    pub(super) fn token(&mut self) -> u8 {
        let quote = if self.escaped { b'\\' } else { b'"' };
        match self.rest.get(self.at) {
            Some(&byte) if byte > b' ' && byte != b'"' && byte != b'\\' => byte,
            Some(&byte) if byte == quote && self.get(self.quote()) == Some(b'"') => b'"',
            _ => self.token_slowly(),
        }
    }

    /// [`token`](Self::token) behind white space, and where it is escaped in an unusual way.
    #[inline(never)]
    fn token_slowly(&mut self) -> u8 {
        loop {
            match self.rest.get(self.at) {
                Some(b' ') => self.step(),
                Some(b'\n' | b'\r' | b'\t') if !self.escaped => self.step(),
                Some(b'\\') if self.escaped => {
                    if self.get(self.at.saturating_add(1)) == Some(b'"') {
                        return b'"';
                    }
                    if self.unescape_document(self.at).is_err() {
                        return 0;
                    }
                }
                Some(&byte) if byte != b'"' || !self.escaped => return byte,
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

    /// Steps over the key that begins here with its quote, and its colon, if it is one of these as they stand; `next` is
    /// the one that is expected.
    pub(super) fn skip_key(&mut self, keys: &Keys, next: usize) -> Option<usize> {
        let close: &[u8] = if self.escaped { b"\\\":" } else { b"\":" };
        let start = self.quote().saturating_add(1);
        let text = self.rest.get(start..)?;
        let index = keys.find_by(next, &|name| {
            // The first byte tells most keys apart.
            let name = name.as_bytes();
            text.first() == name.first() && text.strip_prefix(name).is_some_and(|tail| tail.starts_with(close))
        })?;
        self.at = start.saturating_add(keys.name(index).len()).saturating_add(close.len());
        Some(index)
    }

    /// Steps over a word, which must be this.
    pub(super) fn word(&mut self, word: &[u8]) -> Result<(), Failed> {
        if self.rest.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at = self.at.saturating_add(word.len());
            Ok(())
        } else if self.escaped {
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
            _ if self.escaped => {
                self.unescape_document(self.at)?;
                self.number()
            }
            _ => Err(self.unexpected()),
        }
    }

    /// Whether an escape of the string that the document lies in, other than a quote, stands at `at`.
    fn goes_on(&self, at: usize) -> bool {
        self.escaped && self.get(at) == Some(b'\\') && self.get(at.saturating_add(1)) != Some(b'"')
    }

    /// Reads the string whose quote is here.
    pub(super) fn string(&mut self) -> Result<&'a str, Failed> {
        let start = self.quote().saturating_add(1);
        let stop = self.unescape_string()?;
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

    /// Unescapes the string whose quote is here in place, and steps over it. Returns where its characters stop.
    pub(super) fn unescape_string(&mut self) -> Result<usize, Failed> {
        self.unescape(self.quote().saturating_add(1))
    }

    /// [`unescape_string`](Self::unescape_string), of one whose characters begin at `start`.
    fn unescape(&mut self, start: usize) -> Result<usize, Failed> {
        let mut from = string::run_end(self.rest, start);
        let mut to = from;
        loop {
            let next = from.saturating_add(1);
            match self.rest.get(from) {
                Some(b'"') if !self.escaped => {
                    self.at = next;
                    return Ok(to);
                }
                Some(b'\\') if !self.escaped => match string::unescape(self.rest, next, &mut to) {
                    Some(end) => from = end,
                    None => return Err(self.fail_at(ErrorKind::InvalidEscape, from)),
                },
                Some(b'\\') => match (self.get(next), next.saturating_add(1)) {
                    (Some(b'"'), end) => {
                        self.at = end;
                        return Ok(to);
                    }
                    (Some(b'\\'), escape) if self.plainly_escaped(escape) => {
                        let escape = if self.get(escape) == Some(b'\\') { escape.saturating_add(1) } else { escape };
                        match string::unescape(self.rest, escape, &mut to) {
                            Some(end) => from = end,
                            None => return Err(self.fail_at(ErrorKind::InvalidEscape, from)),
                        }
                    }
                    _ => self.unescape_document(from)?,
                },
                Some(0..0x20) => return Err(self.fail_at(ErrorKind::ControlCharacter, from)),
                Some(b'"') | None => return Err(self.fail_at(ErrorKind::UnexpectedEnd, from)),
                Some(_) => {}
            }
            (from, to) = string::move_run(self.rest, from, to);
        }
    }

    /// Whether what follows a twice escaped backslash is one escape, itself escaped in the plain way or not at all.
    fn plainly_escaped(&self, at: usize) -> bool {
        match self.get(at) {
            Some(b'\\') => matches!(self.get(at.saturating_add(1)), Some(b'"' | b'\\')),
            Some(b'u') => {
                string::code_unit(self.rest, at.saturating_add(1)).is_some_and(|unit| !string::is_surrogate(unit))
            }
            // The quote that ends the string in which the document lies: this document ends in the middle of an escape.
            Some(b'"') => false,
            _ => true,
        }
    }

    /// Unescapes the rest, from `from`, of the string in which the document lies; from then on it is plain text.
    fn unescape_document(&mut self, from: usize) -> Result<(), Failed> {
        let at = self.at;
        self.escaped = false;
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
        if self.escaped || self.unescaped {
            let start = self.quote().saturating_add(1);
            let offset = self.offset().saturating_add(start);
            let stop = self.unescape_string()?;
            let document = self.take(start, stop);
            return Ok(Some(mem::replace(self, Self::new(document, offset))));
        }
        self.step();
        self.escaped = true;
        Ok(None)
    }

    /// Whether the document just entered has nothing in it.
    pub(super) fn is_empty_document(&self) -> bool {
        if self.escaped { self.get(self.at) == Some(b'"') } else { self.rest.is_empty() }
    }

    /// Leaves a document in a string: only white space may be left of it.
    pub(super) fn leave_document(&mut self, outer: Option<Self>) -> Result<(), Failed> {
        self.end_document()?;
        if let Some(outer) = outer {
            let error = self.error;
            *self = Self { error: outer.error.or(error), ..outer };
        } else if self.escaped {
            self.escaped = false;
            self.step();
        } else {
            let rest = mem::take(&mut self.after);
            *self = Self { rest, end: self.after_end, error: self.error, ..Self::default() };
        }
        Ok(())
    }

    /// Goes to the end of the document; fails if more than white space is left of it.
    pub(super) fn end_document(&mut self) -> Result<(), Failed> {
        loop {
            match self.rest.get(self.at) {
                None if !self.escaped => return Ok(()),
                Some(b'"') if self.escaped => return Ok(()),
                Some(b'\\') if self.goes_on(self.at) => self.unescape_document(self.at)?,
                Some(b' ') => self.step(),
                Some(b'\n' | b'\r' | b'\t') if !self.escaped => self.step(),
                Some(_) => return Err(self.fail(ErrorKind::TrailingBytes)),
                None => return Err(self.fail(ErrorKind::UnexpectedEnd)),
            }
        }
    }

    /// Blanks what unescaping left between the end of a string's characters and here, the end of its quote, where that is
    /// not the quote alone: it may be half a character. Returns whether there was any.
    pub(super) fn blank(&mut self, stop: usize) -> bool {
        let quote = if self.escaped { 2 } else { 1 };
        let left = self.at.saturating_sub(stop) > quote;
        if left {
            self.rest.get_mut(stop..self.at).unwrap_or_default().fill(b' ');
        }
        left
    }

    pub(super) fn contains_nul(&self, start: usize, stop: usize) -> bool {
        self.rest.get(start..stop).unwrap_or_default().contains(&0)
    }

    /// Moves the bytes from `start` to `stop` up by `distance`; returns where they end then.
    pub(super) fn shift(&mut self, start: usize, stop: usize, distance: usize) -> usize {
        for at in (start..stop).rev() {
            if let Some(byte) = self.get(at) {
                self.set(at.saturating_add(distance), byte);
            }
        }
        stop.saturating_add(distance)
    }
}
