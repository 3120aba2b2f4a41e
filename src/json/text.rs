//! JSON text, read in place: the tokens, whatever level of escaping they lie in.

use super::number::{self, Number};
use super::string;
use crate::error::{Error, ErrorKind};

/// The text that is still to be read.
///
/// A document inside a string is read where it lies, still escaped, as long as the only escapes of the string that holds
/// it are `\"` and `\\`, which is how every encoder writes one; then a quote of the document is `\"`, and a
/// backslash in a string of the document is `\\`. At the first other escape the rest of that string is unescaped in
/// place ([`unescape_document`](Self::unescape_document)), and reading goes on at the same spot in plain text.
///
/// Positions (`at`) count from the start of `rest`.
#[derive(Default)]
pub(super) struct Text<'a> {
    rest: &'a mut [u8],
    /// What follows a document in a string, once that string had to be unescaped.
    after: &'a mut [u8],
    /// The payload's offset at which `rest` ends.
    end: usize,
    /// The payload's offset at which `after` ends.
    after_end: usize,
    /// Whether `rest` lies in a string, and is still escaped.
    escaped: bool,
    /// Whether `rest` lay in a string, and was unescaped; `after` is what follows.
    unescaped: bool,
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

    pub(super) fn error_at(&self, kind: ErrorKind, at: usize) -> Error {
        Error::at(kind, self.offset().saturating_add(at))
    }

    pub(super) fn error<T>(&self, kind: ErrorKind, at: usize) -> Result<T, Error> {
        Err(self.error_at(kind, at))
    }

    /// The error for a byte that cannot stand at `at`, or for the end there.
    pub(super) fn unexpected<T>(&self, at: usize) -> Result<T, Error> {
        let kind = if at < self.rest.len() { ErrorKind::UnexpectedByte } else { ErrorKind::UnexpectedEnd };
        self.error(kind, at)
    }

    /// The number at `at`, and where it ends.
    pub(super) fn number(&mut self, at: usize) -> Result<(Number, usize), Error> {
        match number::number(self.rest.get(at..).unwrap_or_default()) {
            Some((number, length)) if !self.goes_on(at.saturating_add(length)) => {
                Ok((number, at.saturating_add(length)))
            }
            // A digit may be written as an escape of the string that the document lies in.
            _ if self.escaped => {
                self.unescape_document(at)?;
                self.number(at)
            }
            _ => self.unexpected(at),
        }
    }

    /// Where the word at `at` ends, which must be `word`.
    pub(super) fn word(&mut self, at: usize, word: &[u8]) -> Result<usize, Error> {
        if self.rest.get(at..).is_some_and(|rest| rest.starts_with(word)) {
            Ok(at.saturating_add(word.len()))
        } else if self.escaped {
            // A letter may be written as an escape of the string that the document lies in.
            self.unescape_document(at)?;
            self.word(at, word)
        } else {
            self.unexpected(at)
        }
    }

    /// Whether an escape of the string that the document lies in, other than a quote, stands at `at`.
    fn goes_on(&self, at: usize) -> bool {
        self.escaped && self.get(at) == Some(b'\\') && self.get(at.saturating_add(1)) != Some(b'"')
    }

    pub(super) fn get(&self, at: usize) -> Option<u8> {
        self.rest.get(at).copied()
    }

    pub(super) fn set(&mut self, at: usize, byte: u8) {
        if let Some(target) = self.rest.get_mut(at) {
            *target = byte;
        }
    }

    /// The first byte of the next token from `at`, and where it is: for a string, its quote.
    pub(super) fn token(&mut self, mut at: usize) -> Result<(u8, usize), Error> {
        loop {
            match self.rest.get(at) {
                Some(b' ') => at = at.saturating_add(1),
                Some(b'\n' | b'\r' | b'\t') if !self.escaped => at = at.saturating_add(1),
                Some(b'\\') if self.escaped => {
                    let quote = at.saturating_add(1);
                    if self.get(quote) == Some(b'"') {
                        return Ok((b'"', quote));
                    }
                    self.unescape_document(at)?;
                }
                // The quote that ends the string in which the document lies.
                Some(b'"') if self.escaped => return self.error(ErrorKind::UnexpectedEnd, at),
                Some(&byte) => return Ok((byte, at)),
                None => return self.error(ErrorKind::UnexpectedEnd, at),
            }
        }
    }

    /// Gives up everything before `at`.
    pub(super) fn advance(&mut self, at: usize) {
        self.rest = core::mem::take(&mut self.rest).get_mut(at..).unwrap_or_default();
    }

    /// Splits off the bytes from `start` to `stop` and goes on at `next`.
    pub(super) fn take(&mut self, start: usize, stop: usize, next: usize) -> &'a mut [u8] {
        let (taken, rest) = core::mem::take(&mut self.rest).split_at_mut_checked(next).unwrap_or_default();
        self.rest = rest;
        taken.get_mut(start..stop).unwrap_or_default()
    }

    /// As [`take`](Self::take), with a check that the bytes are UTF-8.
    pub(super) fn take_str(&mut self, start: usize, stop: usize, next: usize) -> Result<&'a str, Error> {
        let offset = self.offset().saturating_add(start);
        let bytes: &'a [u8] = self.take(start, stop, next);
        core::str::from_utf8(bytes)
            .map_err(|error| Error::at(ErrorKind::InvalidUtf8, offset.saturating_add(error.valid_up_to())))
    }

    /// Blanks what unescaping left between the end of a string and the end of its quote, where that is not the quote
    /// alone: it may be half a character.
    pub(super) fn blank(&mut self, stop: usize, next: usize) {
        if next.saturating_sub(stop) > self.quote_length() {
            self.rest.get_mut(stop..next).unwrap_or_default().fill(b' ');
        }
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

    fn quote_length(&self) -> usize {
        if self.escaped { 2 } else { 1 }
    }

    /// Whether the key whose quote is at `quote` is `name`, as it stands; then where it ends.
    pub(super) fn is_key(&self, quote: usize, name: &str) -> Option<usize> {
        let start = quote.saturating_add(1);
        let tail = self.rest.get(start..)?.strip_prefix(name.as_bytes())?;
        let close: &[u8] = if self.escaped { b"\\\"" } else { b"\"" };
        tail.starts_with(close).then(|| start.saturating_add(name.len()).saturating_add(close.len()))
    }

    /// The string whose characters begin at `start`, unescaped in place: where it stops now, and where its closing
    /// quote ended.
    pub(super) fn string(&mut self, start: usize) -> Result<(usize, usize), Error> {
        let mut from = string::run_end(self.rest, start);
        let mut to = from;
        loop {
            let next = from.saturating_add(1);
            match self.rest.get(from) {
                Some(b'"') if !self.escaped => return Ok((to, next)),
                Some(b'\\') if !self.escaped => match string::unescape(self.rest, next, &mut to) {
                    Some(end) => from = end,
                    None => return self.error(ErrorKind::InvalidEscape, from),
                },
                Some(b'\\') => match (self.get(next), next.saturating_add(1)) {
                    (Some(b'"'), end) => return Ok((to, end)),
                    (Some(b'\\'), escape) if self.plainly_escaped(escape) => {
                        from = self.unescape_twice(from, escape, &mut to)?;
                    }
                    _ => self.unescape_document(from)?,
                },
                Some(b'"') | None => return self.error(ErrorKind::UnexpectedEnd, from),
                Some(0..0x20) => return self.error(ErrorKind::ControlCharacter, from),
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

    /// Unescapes one escape of a string in an escaped document; `escape` is behind its (doubled) backslash.
    fn unescape_twice(&mut self, from: usize, escape: usize, to: &mut usize) -> Result<usize, Error> {
        let escape = if self.get(escape) == Some(b'\\') { escape.saturating_add(1) } else { escape };
        match string::unescape(self.rest, escape, to) {
            Some(end) => Ok(end),
            None => self.error(ErrorKind::InvalidEscape, from),
        }
    }

    /// Unescapes the rest, from `at`, of the string in which the document lies; from then on it is plain text.
    fn unescape_document(&mut self, at: usize) -> Result<(), Error> {
        self.escaped = false;
        let (stop, next) = self.string(at)?;
        self.after_end = self.end;
        self.end = self.offset().saturating_add(stop);
        let document = self.take(0, stop, next);
        self.after = core::mem::replace(&mut self.rest, document);
        self.unescaped = true;
        Ok(())
    }

    /// Enters the document in the string whose quote is at `quote`. Returns what is to be read after it, if that is
    /// not simply what follows in this text.
    pub(super) fn enter_document(&mut self, quote: usize) -> Result<Option<Self>, Error> {
        if self.escaped || self.unescaped {
            let offset = self.offset().saturating_add(quote);
            let document = self.string_bytes(quote)?;
            return Ok(Some(core::mem::replace(self, Self::new(document, offset))));
        }
        self.advance(quote.saturating_add(1));
        self.escaped = true;
        Ok(None)
    }

    /// Whether the document just entered has nothing in it.
    pub(super) fn is_empty_document(&self) -> bool {
        if self.escaped { self.get(0) == Some(b'"') } else { self.rest.is_empty() }
    }

    /// Leaves a document in a string: only white space may be left of it.
    pub(super) fn leave_document(&mut self, outer: Option<Self>) -> Result<(), Error> {
        let at = self.end_of_document()?;
        if let Some(outer) = outer {
            *self = outer;
        } else if self.escaped {
            self.escaped = false;
            self.advance(at.saturating_add(1));
        } else {
            let rest = core::mem::take(&mut self.after);
            *self = Self { rest, end: self.after_end, ..Self::default() };
        }
        Ok(())
    }

    /// Where the document ends; an error if more than white space is left of it.
    pub(super) fn end_of_document(&mut self) -> Result<usize, Error> {
        let mut at = 0;
        loop {
            match self.rest.get(at) {
                None if !self.escaped => return Ok(at),
                Some(b'"') if self.escaped => return Ok(at),
                Some(b'\\') if self.escaped && self.get(at.saturating_add(1)) != Some(b'"') => {
                    self.unescape_document(at)?;
                }
                Some(b' ') => at = at.saturating_add(1),
                Some(b'\n' | b'\r' | b'\t') if !self.escaped => at = at.saturating_add(1),
                Some(_) => return self.error(ErrorKind::TrailingBytes, at),
                None => return self.error(ErrorKind::UnexpectedEnd, at),
            }
        }
    }

    /// The string whose quote is at `quote`, unescaped, its UTF-8 not yet checked.
    fn string_bytes(&mut self, quote: usize) -> Result<&'a mut [u8], Error> {
        let start = quote.saturating_add(1);
        let (stop, next) = self.string(start)?;
        Ok(self.take(start, stop, next))
    }
}
