//! Enters and leaves documents that are inside strings.

use core::mem;

use super::{ESCAPED, PLAIN, Text};
use crate::certain::{Certain, Plus};
use crate::error::ErrorKind;
use crate::json::kind::Failed;

impl Text<'_> {
    /// Unescapes the rest of the string that contains the document, starting at `from`. The document is plain text from
    /// then on.
    pub(super) fn unescape_document(&mut self, from: usize) -> Result<(), Failed> {
        let position = self.position;
        self.quote_style = &PLAIN;
        let stop = self.unescape_from(from)?;
        self.outer_end_offset = self.end_offset;
        self.end_offset = self.offset().plus(stop);
        let document = self.take_bytes(0, stop);
        self.outer_rest = mem::replace(&mut self.rest, document);
        self.unescaped = true;
        self.position = position;
        Ok(())
    }

    /// Enters the document in the string whose quote is at the current position. Returns false if it must be
    /// [taken](Self::take_document) instead.
    pub(in crate::json) fn enter_document(&mut self) -> bool {
        if self.is_escaped() || self.unescaped {
            return false;
        }
        self.step();
        self.quote_style = &ESCAPED;
        true
    }

    /// Unescapes the string whose quote is at the current position, steps over it, and returns the document in it.
    pub(in crate::json) fn take_document(&mut self) -> Result<Self, Failed> {
        let start = self.last_quote_byte(self.position).plus(1);
        let offset = self.offset().plus(start);
        let stop = self.unescape_string()?;
        Ok(Self::new(self.take_bytes(start, stop), offset))
    }

    /// Returns whether the document that was just entered is empty.
    pub(in crate::json) fn is_empty_document(&self) -> bool {
        if self.is_escaped() { self.byte_at(self.position) == Some(b'"') } else { self.rest.is_empty() }
    }

    /// Leaves a document that was entered. Fails if anything but white space is left of it.
    pub(in crate::json) fn leave_document(&mut self) -> Result<(), Failed> {
        self.end_document()?;
        if self.is_escaped() {
            self.quote_style = &PLAIN;
            self.step();
        } else {
            let rest = mem::take(&mut self.outer_rest);
            *self = Self { rest, end_offset: self.outer_end_offset, error: self.error, ..Self::default() };
        }
        Ok(())
    }

    /// Moves to the end of the document. Fails if anything but white space is left of it.
    #[inline]
    pub(in crate::json) fn end_document(&mut self) -> Result<(), Failed> {
        // Go's encoder writes a line feed after a document.
        match self.rest.get(self.position..) {
            Some([] | [b'\n']) if !self.is_escaped() => Ok(()),
            Some([b'"', ..]) if self.is_escaped() => Ok(()),
            _ => self.end_document_slowly(),
        }
    }

    /// [`end_document`](Self::end_document) where white space or an unusual escape comes first.
    #[inline(never)]
    fn end_document_slowly(&mut self) -> Result<(), Failed> {
        loop {
            match self.rest.get(self.position) {
                None if !self.is_escaped() => return Ok(()),
                Some(b'"') if self.is_escaped() => return Ok(()),
                Some(b'\\') if self.is_outer_escape_at(self.position) => self.unescape_document(self.position)?,
                Some(b' ') => self.step(),
                Some(b'\n' | b'\r' | b'\t') if !self.is_escaped() => self.step(),
                Some(_) => return Err(self.fail(ErrorKind::TrailingBytes)),
                None => return Err(self.fail(ErrorKind::UnexpectedEnd)),
            }
        }
    }

    /// Returns the document in a string of this text that has been unescaped, between `start` and `stop`.
    pub(in crate::json) fn document_in_string(&mut self, start: usize, stop: usize) -> Text<'_> {
        let offset = self.offset().plus(start);
        Text::new(self.rest.get_mut(start..stop).certain(), offset)
    }
}
