//! Documents in strings: how one is entered and left.

use core::mem;

use super::{ESCAPED, PLAIN, Text};
use crate::error::ErrorKind;
use crate::json::kind::Failed;

impl Text<'_> {
    /// Unescapes the rest, from `from`, of the string in which the document lies; from then on it is plain text.
    pub(super) fn unescape_document(&mut self, from: usize) -> Result<(), Failed> {
        let at = self.at;
        self.quote = &PLAIN;
        let stop = self.unescape(from)?;
        self.after_end = self.end;
        self.end = self.offset().saturating_add(stop);
        let document = self.take(0, stop);
        self.after = mem::replace(&mut self.rest, document);
        self.unescaped = true;
        self.at = at;
        Ok(())
    }

    /// Enters the document in the string whose quote is here, unless it has to be [taken](Self::take_document).
    pub(in crate::json) fn enter_document(&mut self) -> bool {
        if self.is_escaped() || self.unescaped {
            return false;
        }
        self.step();
        self.quote = &ESCAPED;
        true
    }

    /// Unescapes the string whose quote is here, steps over it, and returns the document in it.
    pub(in crate::json) fn take_document(&mut self) -> Result<Self, Failed> {
        let start = self.quote(self.at).wrapping_add(1);
        let offset = self.offset().saturating_add(start);
        let stop = self.unescape_string()?;
        Ok(Self::new(self.take(start, stop), offset))
    }

    /// Whether the document just entered has nothing in it.
    pub(in crate::json) fn is_empty_document(&self) -> bool {
        if self.is_escaped() { self.get(self.at) == Some(b'"') } else { self.rest.is_empty() }
    }

    /// Leaves a document in a string, which has been entered: only white space may be left of it.
    pub(in crate::json) fn leave_document(&mut self) -> Result<(), Failed> {
        self.end_document()?;
        if self.is_escaped() {
            self.quote = &PLAIN;
            self.step();
        } else {
            let rest = mem::take(&mut self.after);
            *self = Self { rest, end: self.after_end, error: self.error, ..Self::default() };
        }
        Ok(())
    }

    /// Goes to the end of the document; fails if more than white space is left of it.
    #[inline]
    pub(in crate::json) fn end_document(&mut self) -> Result<(), Failed> {
        // Go's encoder writes a line feed behind a document.
        match self.rest.get(self.at..) {
            Some([] | [b'\n']) if !self.is_escaped() => Ok(()),
            Some([b'"', ..]) if self.is_escaped() => Ok(()),
            _ => self.end_document_slowly(),
        }
    }

    /// [`end_document`](Self::end_document) behind white space.
    #[inline(never)]
    fn end_document_slowly(&mut self) -> Result<(), Failed> {
        loop {
            match self.rest.get(self.at) {
                None if !self.is_escaped() => return Ok(()),
                Some(b'"') if self.is_escaped() => return Ok(()),
                Some(b'\\') if self.goes_on(self.at) => self.unescape_document(self.at)?,
                Some(b' ') => self.step(),
                Some(b'\n' | b'\r' | b'\t') if !self.is_escaped() => self.step(),
                Some(_) => return Err(self.fail(ErrorKind::TrailingBytes)),
                None => return Err(self.fail(ErrorKind::UnexpectedEnd)),
            }
        }
    }

    /// The document in a string of this text that has been unescaped, between `start` and `stop`.
    pub(in crate::json) fn within_string(&mut self, start: usize, stop: usize) -> Text<'_> {
        let offset = self.offset().saturating_add(start);
        debug_assert!(start <= stop && stop <= self.rest.len(), "the string lies in the text");
        Text::new(self.rest.get_mut(start..stop).unwrap_or_default(), offset)
    }
}
