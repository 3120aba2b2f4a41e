//! Reads the strings of a text: finds their ends, and unescapes them in place.

use core::mem;
use core::str::Utf8Error;

use super::Text;
use crate::certain::{Certain, Plus};
use crate::error::{Error, ErrorKind};
use crate::json::bytes::lanes::BLOCK;
use crate::json::bytes::scan::{self, LONG_RUN};
use crate::json::bytes::unescape;
use crate::json::bytes::utf8::from_utf8;
use crate::json::kind::Failed;

/// The part of a string that starts at an index.
enum StringPart {
    /// An escape. Its letter, after the backslash, is at this index.
    Escape(usize),
    /// The closing quote. It ends at this index.
    Quote(usize),
    /// An unusual escape of the string that contains the document, which is still escaped.
    OuterEscape,
    /// Any other byte, or the end of the text.
    Other,
}

impl<'a> Text<'a> {
    /// Reads the string whose quote is at the current position.
    pub(in crate::json) fn string(&mut self) -> Result<&'a str, Failed> {
        let start = self.last_quote_byte(self.position).plus(1);
        let stop = if let Some((stop, end)) = self.plain_end(self.position) {
            self.position = end;
            stop
        } else {
            self.unescape_string()?
        };
        self.take_str(start, stop)
    }

    /// Splits off all bytes before the current position, and returns those between `start` and `stop`.
    pub(in crate::json) fn take_bytes(&mut self, start: usize, stop: usize) -> &'a mut [u8] {
        let (taken, rest) = mem::take(&mut self.rest).split_at_mut_checked(self.position).certain();
        self.rest = rest;
        self.position = 0;
        taken.get_mut(start..stop).certain()
    }

    /// [`take_bytes`](Self::take_bytes), with a check that the bytes are UTF-8.
    #[inline]
    pub(in crate::json) fn take_str(&mut self, start: usize, stop: usize) -> Result<&'a str, Failed> {
        let before = self.position.minus(start);
        let bytes: &'a [u8] = self.take_bytes(start, stop);
        from_utf8(bytes).map_err(|error| self.fail_utf8(before, error))
    }

    /// Fails because of invalid UTF-8. The invalid string starts `before` bytes before the rest of the text.
    #[cold]
    #[inline(never)]
    fn fail_utf8(&mut self, before: usize, error: Utf8Error) -> Failed {
        self.fail_with(Error::invalid_utf8(self.offset().minus(before), error.valid_up_to()))
    }

    /// Reads the string at the current position, if it is not long and has no escapes.
    #[inline]
    pub(in crate::json) fn plain_string(&mut self) -> Option<Result<&'a str, Failed>> {
        let start = self.quote_end(self.position)?;
        let stop = scan::short_run_end::<LONG_RUN>(self.rest, start)?;
        self.position = self.quote_end(stop)?;
        Some(self.take_str(start, stop))
    }

    /// Returns the bytes. Their indices are the positions in this text.
    pub(in crate::json) fn bytes(&mut self) -> &mut [u8] {
        self.rest
    }

    /// Moves to a position.
    pub(in crate::json) fn seek(&mut self, at: usize) {
        self.position = at;
    }

    /// Returns the end of the characters of the string whose quote is at `at`, and the end of its closing quote, if it
    /// has no escapes.
    #[inline]
    pub(in crate::json) fn plain_end(&self, at: usize) -> Option<(usize, usize)> {
        let stop = scan::run_end(self.rest, self.last_quote_byte(at).plus(1));
        Some((stop, self.quote_end(stop)?))
    }

    /// Unescapes the string whose quote is at the current position in place, and skips it. Returns the end of its
    /// characters.
    #[inline(never)]
    pub(in crate::json) fn unescape_string(&mut self) -> Result<usize, Failed> {
        self.may_have_nul = false;
        self.unescape_from(scan::run_end(self.rest, self.last_quote_byte(self.position).plus(1)))
    }

    /// [`unescape_string`](Self::unescape_string) for a string that is plain up to `from`.
    pub(super) fn unescape_from(&mut self, mut from: usize) -> Result<usize, Failed> {
        let mut to = from;
        loop {
            match self.part_at(from) {
                StringPart::Escape(at) => match unescape::unescape_at(self.rest, at, to, !self.is_escaped()) {
                    Some(unescaped) => {
                        self.may_have_nul |= unescaped.is_nul;
                        (from, to) = (unescaped.from, unescaped.to);
                    }
                    None if self.is_escaped() => self.unescape_document(from)?,
                    None => return Err(self.fail_at(ErrorKind::InvalidEscape, from)),
                },
                StringPart::Quote(end) => {
                    self.position = end;
                    return Ok(to);
                }
                StringPart::OuterEscape => self.unescape_document(from)?,
                StringPart::Other => match self.rest.get(from) {
                    Some(0..0x20) => return Err(self.fail_at(ErrorKind::ControlCharacter, from)),
                    Some(b'"') | None => return Err(self.fail_at(ErrorKind::UnexpectedEnd, from)),
                    Some(_) => {}
                },
            }
            if !self.is_escaped() {
                if from.minus(to) < BLOCK {
                    (from, to) = unescape::unescape_blocks::<true>(self.rest, from, to);
                }
                if from.minus(to) >= BLOCK {
                    (from, to) = unescape::unescape_blocks::<false>(self.rest, from, to);
                }
            }
            // One escape is often followed by another.
            if self.byte_at(from) != Some(b'\\') {
                (from, to) = unescape::move_run(self.rest, from, to);
            }
        }
    }

    /// Returns the part of a string that starts at `at`.
    #[inline]
    fn part_at(&self, at: usize) -> StringPart {
        let after = |count| at.plus(count);
        match (self.is_escaped(), self.four_bytes(at)) {
            (false, [b'"', ..]) => StringPart::Quote(after(1)),
            (false, [b'\\', ..]) => StringPart::Escape(after(1)),
            (true, [b'\\', b'"', ..]) => StringPart::Quote(after(2)),
            (true, [b'\\', b'\\', b'\\', b'"' | b'\\']) => StringPart::Escape(after(3)),
            // The document ends in the middle of an escape.
            (true, [b'\\', b'\\', b'\\' | b'"', ..]) => StringPart::OuterEscape,
            (true, [b'\\', b'\\', ..]) => StringPart::Escape(after(2)),
            (true, [b'\\', ..]) => StringPart::OuterEscape,
            _ => StringPart::Other,
        }
    }

    /// Returns four bytes of the text, padded with zeros at its end.
    #[inline]
    fn four_bytes(&self, at: usize) -> [u8; 4] {
        #[cold]
        fn last_bytes(bytes: &[u8]) -> [u8; 4] {
            let mut last = [0; 4];
            last.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte);
            last
        }
        let rest = self.rest.get(at..).certain();
        rest.first_chunk().copied().unwrap_or_else(|| last_bytes(rest))
    }

    /// Overwrites the bytes that unescaping left between the end of a string's characters and its closing quote, if
    /// there are any. They may be part of a character.
    pub(in crate::json) fn blank_rest(&mut self, stop: usize) {
        if self.position.minus(stop) > self.last_quote_byte(1) {
            self.blank(stop, self.position);
        }
    }

    /// Returns whether the string that was unescaped last may contain a NUL. If this returns false, it contains none.
    pub(in crate::json) fn may_have_nul(&self) -> bool {
        self.may_have_nul
    }

    /// Overwrites bytes that are no longer needed, so that no part of a character is left of them.
    pub(in crate::json) fn blank(&mut self, start: usize, stop: usize) {
        self.rest.get_mut(start..stop).certain().fill(b' ');
    }
}
