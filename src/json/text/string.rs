//! The strings of a text: where they end, and how they are unescaped in place.

use core::mem;
use core::str::Utf8Error;

use super::Text;
use crate::error::{Error, ErrorKind};
use crate::json::bytes::lanes::BLOCK;
use crate::json::bytes::scan::{self, LONG_RUN};
use crate::json::bytes::unescape;
use crate::json::kind::Failed;

/// What begins at a place in a string.
enum Escape {
    /// An escape whose letter, behind the backslash, is at this place.
    Letter(usize),
    /// The last quote, which ends at this place.
    Quote(usize),
    /// While the text is still escaped: an escape of the string that the document lies in, which is written in an unusual way.
    OfDocument,
    /// None of these.
    None,
}

impl<'a> Text<'a> {
    /// Reads the string whose quote is here.
    pub(in crate::json) fn string(&mut self) -> Result<&'a str, Failed> {
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
    pub(super) fn take(&mut self, start: usize, stop: usize) -> &'a mut [u8] {
        debug_assert!(start <= stop && stop <= self.at && self.at <= self.rest.len(), "what is taken has been read");
        let (taken, rest) = mem::take(&mut self.rest).split_at_mut_checked(self.at).unwrap_or_default();
        self.rest = rest;
        self.at = 0;
        taken.get_mut(start..stop).unwrap_or_default()
    }

    /// As [`take`](Self::take), with a check that the bytes are UTF-8.
    #[inline]
    pub(in crate::json) fn take_str(&mut self, start: usize, stop: usize) -> Result<&'a str, Failed> {
        let after = self.at.wrapping_sub(start);
        let bytes: &'a [u8] = self.take(start, stop);
        core::str::from_utf8(bytes).map_err(|error| self.fail_utf8(after, error))
    }

    /// Fails because of bytes that are no UTF-8, which begin so many bytes before the rest.
    #[cold]
    #[inline(never)]
    fn fail_utf8(&mut self, before: usize, error: Utf8Error) -> Failed {
        self.fail_with(Error::invalid_utf8(self.offset().wrapping_sub(before), error))
    }

    /// Reads the string that begins here, if it is not long and has no escape.
    #[inline]
    pub(in crate::json) fn plain_string(&mut self) -> Option<Result<&'a str, Failed>> {
        let start = self.quote_end(self.at)?;
        let stop = scan::short_run_end::<LONG_RUN>(self.rest, start)?;
        self.at = self.quote_end(stop)?;
        Some(self.take_str(start, stop))
    }

    /// The bytes, positions in which count from the same start.
    pub(in crate::json) fn bytes(&mut self) -> &mut [u8] {
        self.rest
    }

    /// Goes to a position.
    pub(in crate::json) fn seek(&mut self, at: usize) {
        self.at = at;
    }

    /// Where the characters of the string stop whose quote is at `at`, and where its last quote ends, if it has no escape.
    #[inline]
    pub(in crate::json) fn plain_end(&self, at: usize) -> Option<(usize, usize)> {
        let stop = scan::run_end(self.rest, self.quote(at).wrapping_add(1));
        Some((stop, self.quote_end(stop)?))
    }

    /// Unescapes the string whose quote is here in place, and steps over it. Returns where its characters stop.
    #[inline(never)]
    pub(in crate::json) fn unescape_string(&mut self) -> Result<usize, Failed> {
        self.may_have_nul = false;
        self.unescape(scan::run_end(self.rest, self.quote(self.at).wrapping_add(1)))
    }

    /// [`unescape_string`](Self::unescape_string), of one that is plain up to `from`.
    pub(super) fn unescape(&mut self, mut from: usize) -> Result<usize, Failed> {
        let mut to = from;
        loop {
            match self.escape_at(from) {
                Escape::Letter(at) => match unescape::unescape(self.rest, at, to, !self.is_escaped()) {
                    Some(ends) => {
                        self.may_have_nul |= ends.is_nul;
                        (from, to) = (ends.from, ends.to);
                    }
                    None if self.is_escaped() => self.unescape_document(from)?,
                    None => return Err(self.fail_at(ErrorKind::InvalidEscape, from)),
                },
                Escape::Quote(end) => {
                    self.at = end;
                    return Ok(to);
                }
                Escape::OfDocument => self.unescape_document(from)?,
                Escape::None => match self.rest.get(from) {
                    Some(0..0x20) => return Err(self.fail_at(ErrorKind::ControlCharacter, from)),
                    Some(b'"') | None => return Err(self.fail_at(ErrorKind::UnexpectedEnd, from)),
                    Some(_) => {}
                },
            }
            if !self.is_escaped() && from.wrapping_sub(to) >= BLOCK {
                (from, to) = unescape::unescape_blocks(self.rest, from, to);
            }
            // Escapes come in pairs.
            if self.get(from) != Some(b'\\') {
                (from, to) = unescape::move_run(self.rest, from, to);
            }
        }
    }

    /// Returns what begins at `at`.
    #[inline]
    fn escape_at(&self, at: usize) -> Escape {
        let behind = |count| at.wrapping_add(count);
        match (self.is_escaped(), self.four_bytes(at)) {
            (false, [b'"', ..]) => Escape::Quote(behind(1)),
            (false, [b'\\', ..]) => Escape::Letter(behind(1)),
            (true, [b'\\', b'"', ..]) => Escape::Quote(behind(2)),
            (true, [b'\\', b'\\', b'\\', b'"' | b'\\']) => Escape::Letter(behind(3)),
            // A document that ends in the middle of an escape.
            (true, [b'\\', b'\\', b'\\' | b'"', ..]) => Escape::OfDocument,
            (true, [b'\\', b'\\', ..]) => Escape::Letter(behind(2)),
            (true, [b'\\', ..]) => Escape::OfDocument,
            _ => Escape::None,
        }
    }

    /// Returns four bytes of the text, with zeros behind its end.
    #[inline]
    fn four_bytes(&self, at: usize) -> [u8; 4] {
        #[cold]
        fn last_bytes(bytes: &[u8]) -> [u8; 4] {
            let mut last = [0; 4];
            last.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte);
            last
        }
        let rest = self.rest.get(at..).unwrap_or_default();
        rest.first_chunk().copied().unwrap_or_else(|| last_bytes(rest))
    }

    /// Overwrites what unescaping left between the characters of a string and its last quote, if anything: it may be half a
    /// character.
    pub(in crate::json) fn blank_rest(&mut self, stop: usize) {
        if self.at.saturating_sub(stop) > self.quote(1) {
            self.blank(stop, self.at);
        }
    }

    /// Whether the string that was unescaped last may contain a NUL. It does not where this is false.
    pub(in crate::json) fn may_have_nul(&self) -> bool {
        self.may_have_nul
    }

    /// Overwrites bytes that are no longer needed, so that no half of a character is left of them.
    pub(in crate::json) fn blank(&mut self, start: usize, stop: usize) {
        self.rest.get_mut(start..stop).unwrap_or_default().fill(b' ');
    }
}
