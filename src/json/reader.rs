//! Reads values from JSON, which is either text or settled.

use super::kind::{Failed, Kind, MAX_DEPTH};
use super::settled::{Cursor, Settled, pass};
use super::text::Text;
use crate::certain::Plus;
use crate::error::{Error, ErrorKind};

/// Reads one JSON document: text, in place, or a value that was [settled](super::Seq) before.
///
/// Each method reads one value of a certain type. If it fails, the rest of the document is not read. A
/// [`Decode`](super::Decode) type calls the method for the value that it needs. The methods do the same for both kinds
/// of input, so a type has only one implementation.
pub struct Reader<'a> {
    pub(super) input: Input<'a>,
    pub(super) depth: u8,
    /// The first error in settled input. The text stores its own error.
    error: Option<Error>,
    /// Whether the settled input has been checked against its shape.
    pub(super) checked: bool,
}

pub(super) enum Input<'a> {
    Text(Text<'a>),
    Settled(Cursor<'a>),
}

impl<'a> Reader<'a> {
    pub(super) fn from_text(document: &'a mut [u8]) -> Self {
        Self::new(Input::Text(Text::new(document, 0)))
    }

    /// Creates a reader for a settled value in the plain dialect, which has not been checked against a shape.
    pub(super) fn from_plain(value: Cursor<'a>) -> Self {
        Self::new(Input::Settled(value))
    }

    /// Creates a reader for a settled value that has been checked against its shape.
    pub(super) fn from_checked(value: Cursor<'a>) -> Self {
        Self { checked: true, ..Self::from_plain(value) }
    }

    fn new(input: Input<'a>) -> Self {
        Self { input, depth: 0, error: None, checked: false }
    }

    /// Returns the position in a settled value.
    pub(super) fn cursor(&self) -> Cursor<'a> {
        match &self.input {
            Input::Settled(settled) => *settled,
            Input::Text(_) => Cursor::default(),
        }
    }

    /// Reads the end of the document. Fails if anything but white space is left.
    pub(super) fn end(&mut self) -> Result<(), Failed> {
        match &mut self.input {
            Input::Text(text) => text.end_document(),
            Input::Settled(_) => Ok(()),
        }
    }

    /// Returns the stored error, or `result` if there is none.
    ///
    /// A stored error counts even if reading continued after it, because the values that were read then are not those
    /// of the document.
    #[inline(never)]
    pub(super) fn finish(&mut self, result: Result<(), Failed>) -> Result<(), Error> {
        match *self.error() {
            Some(error) => Err(error),
            None => result.map_err(|_: Failed| Error::new(ErrorKind::UnexpectedEnd)),
        }
    }

    fn error(&mut self) -> &mut Option<Error> {
        match &mut self.input {
            Input::Text(text) => text.error(),
            Input::Settled(_) => &mut self.error,
        }
    }

    /// Fails at the current position. An earlier error is kept.
    #[cold]
    #[inline(never)]
    pub fn fail(&mut self, kind: ErrorKind) -> Failed {
        match &mut self.input {
            Input::Text(text) => text.fail(kind),
            Input::Settled(_) => self.fail_with(Error::new(kind)),
        }
    }

    /// Fails with an error that was found elsewhere. An earlier error is kept.
    #[cold]
    #[inline(never)]
    pub fn fail_with(&mut self, error: Error) -> Failed {
        self.error().get_or_insert(error);
        Failed::new()
    }

    /// Fails because the next value is not of the expected kind, or because there is no value.
    #[cold]
    #[inline(never)]
    fn fail_wrong_kind(&mut self, expected: Kind) -> Failed {
        if self.kind().is_ok() { self.fail(expected.mismatch_error()) } else { Failed::new() }
    }

    /// Returns the kind of the next value.
    pub fn kind(&mut self) -> Result<Kind, Failed> {
        match &mut self.input {
            Input::Text(text) => Ok(match text.token() {
                b'"' => Kind::String,
                b'{' => Kind::Object,
                b'[' => Kind::Array,
                b't' | b'f' => Kind::Bool,
                b'n' => Kind::Null,
                b'-' | b'0'..=b'9' => Kind::Number,
                _ => return Err(text.fail_unexpected()),
            }),
            Input::Settled(settled) => match settled.kind() {
                Some(kind) => Ok(kind),
                None => Err(self.fail(ErrorKind::UnexpectedEnd)),
            },
        }
    }

    /// Reads `null` and returns true, if the next value is `null`.
    #[inline(never)]
    pub fn null(&mut self) -> Result<bool, Failed> {
        match &mut self.input {
            Input::Text(text) => {
                let null = text.token() == b'n';
                if null {
                    text.word(b"null")?;
                }
                Ok(null)
            }
            Input::Settled(settled) => Ok(settled.null()),
        }
    }

    /// Reads `true` or `false`.
    pub fn bool(&mut self) -> Result<bool, Failed> {
        let value = match &mut self.input {
            Input::Text(text) => match text.token() {
                b't' => return text.word(b"true").map(|()| true),
                b'f' => return text.word(b"false").map(|()| false),
                _ => None,
            },
            Input::Settled(settled) => settled.bool(),
        };
        value.ok_or_else(|| self.fail_wrong_kind(Kind::Bool))
    }

    /// Reads a string, and unescapes it in place.
    pub fn string(&mut self) -> Result<&'a str, Failed> {
        match &mut self.input {
            Input::Text(text) => match text.plain_string() {
                Some(string) => string,
                None => self.any_string(),
            },
            Input::Settled(settled) => settled.string().ok_or_else(|| self.fail_wrong_kind(Kind::String)),
        }
    }

    #[inline(never)]
    fn any_string(&mut self) -> Result<&'a str, Failed> {
        if let Input::Text(text) = &mut self.input
            && text.token() == b'"'
        {
            return text.string();
        }
        Err(self.fail_wrong_kind(Kind::String))
    }

    /// Reads an integer of at most `max`.
    pub fn unsigned(&mut self, max: u64) -> Result<u64, Failed> {
        self.integer(None, max)
    }

    /// Reads an integer from `-max - 1` to `max`.
    pub fn signed(&mut self, max: i64) -> Result<i64, Failed> {
        let max = max.unsigned_abs();
        self.integer(Some(max.plus(1)), max).map(u64::cast_signed)
    }

    /// Reads an integer that is between `-lowest` and `highest`, and returns its bits. Without `lowest`, the lower
    /// bound is 0.
    #[inline]
    pub(super) fn integer(&mut self, lowest: Option<u64>, highest: u64) -> Result<u64, Failed> {
        match &mut self.input {
            Input::Text(text) => match text.plain_integer(highest) {
                Some(value) => Ok(value),
                None => self.any_integer(lowest, highest),
            },
            Input::Settled(settled) => {
                // A checked value is in its range.
                if self.checked && settled.is_at_digit() {
                    return Ok(settled.digits());
                }
                self.any_integer(lowest, highest)
            }
        }
    }

    #[inline(never)]
    fn any_integer(&mut self, lowest: Option<u64>, highest: u64) -> Result<u64, Failed> {
        let number = match &mut self.input {
            Input::Text(text) => match text.token() {
                b'-' | b'0'..=b'9' => return text.integer(lowest, highest),
                _ => None,
            },
            Input::Settled(settled) => settled.number(),
        };
        let Some((_, number)) = number else { return Err(self.fail_wrong_kind(Kind::Number)) };
        number.bits_in_range(lowest, highest).map_err(|kind| self.fail(kind))
    }

    /// Reads a string and converts it with `parse`. Fails with `kind` if `parse` returns `None`.
    pub(crate) fn parsed_string<T>(&mut self, parse: fn(&str) -> Option<T>, kind: ErrorKind) -> Result<T, Failed> {
        let error = match &mut self.input {
            Input::Text(text) => {
                let start = text.value_start();
                Error::at(kind, text.offset().plus(start))
            }
            Input::Settled(_) => Error::new(kind),
        };
        let text = self.string()?;
        parse(text).ok_or_else(|| self.fail_with(error))
    }

    /// Adds a key to the error, unless it has the key of an inner object.
    #[cold]
    #[inline(never)]
    pub(super) fn fail_in_field(&mut self, key: &'static str) -> Failed {
        let error = self.error();
        *error = error.map(|error| error.with_key(key));
        Failed::new()
    }

    /// Reads an array. Calls `element` to read each element.
    pub fn array(&mut self, element: &mut dyn FnMut(&mut Self) -> Result<(), Failed>) -> Result<(), Failed> {
        self.open(Kind::Array)?;
        let mut first = true;
        while self.next_element(first)? {
            element(self)?;
            first = false;
        }
        Ok(())
    }

    /// Reads a map. Calls `value` to read each value.
    pub(super) fn map(&mut self, value: &mut dyn FnMut(&mut Self) -> Result<(), Failed>) -> Result<(), Failed> {
        self.open(Kind::Object)?;
        let mut first = true;
        while self.next_key(first)? {
            self.string()?;
            value(self)?;
            first = false;
        }
        Ok(())
    }

    /// Checks that the next value is valid JSON, and skips it.
    pub fn skip(&mut self) -> Result<(), Failed> {
        self.settle().map(drop)
    }

    /// Checks that the next value is valid JSON, and keeps it in the buffer.
    pub(super) fn settle(&mut self) -> Result<Settled<'a>, Failed> {
        match &mut self.input {
            Input::Text(text) => pass::settle(text, self.depth),
            Input::Settled(settled) => match settled.kind() {
                Some(_) => Ok(settled.value()),
                None => Err(self.fail(ErrorKind::UnexpectedEnd)),
            },
        }
    }

    /// Reads a string that contains a document. Calls `read` to read the document, unless the string is empty, which is
    /// an error if it may not be.
    pub(super) fn document(
        &mut self,
        may_be_empty: bool,
        read: &mut dyn FnMut(&mut Self) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        if self.document_if_any(read)? || may_be_empty { Ok(()) } else { Err(self.fail(ErrorKind::UnexpectedEnd)) }
    }

    /// Reads a string that contains a document, with `read`. Returns false if the string is empty.
    fn document_if_any(&mut self, read: &mut dyn FnMut(&mut Self) -> Result<(), Failed>) -> Result<bool, Failed> {
        let text = match &mut self.input {
            Input::Text(text) => {
                if text.token() != b'"' {
                    return Err(text.fail_wrong_kind(Kind::String));
                }
                text
            }
            Input::Settled(settled) => {
                if settled.enter_document() {
                    return read(self).map(|()| true);
                }
                return match settled.string() {
                    Some("") => Ok(false),
                    Some(_) => Err(self.fail(ErrorKind::NestedInRaw)),
                    None => Err(self.fail_wrong_kind(Kind::String)),
                };
            }
        };
        if !text.enter_document() {
            return self.separate_document(read);
        }
        let is_empty = text.is_empty_document();
        if !is_empty {
            read(self)?;
        }
        if let Input::Text(text) = &mut self.input {
            text.leave_document()?;
        }
        Ok(!is_empty)
    }

    /// [`document_if_any`](Self::document_if_any) for a document that is taken out of the text.
    #[inline(never)]
    fn separate_document(&mut self, read: &mut dyn FnMut(&mut Self) -> Result<(), Failed>) -> Result<bool, Failed> {
        let Input::Text(text) = &mut self.input else { return Ok(false) };
        let document = text.take_document()?;
        if document.is_empty_document() {
            return Ok(false);
        }
        let mut inner = Self { depth: self.depth, ..Self::new(Input::Text(document)) };
        let result = read(&mut inner).and_then(|()| inner.end());
        inner.finish(result).map(|()| true).map_err(|error| self.fail_with(error))
    }

    /// Enters an array or an object.
    pub(super) fn open(&mut self, kind: Kind) -> Result<(), Failed> {
        if self.kind()? != kind {
            return Err(self.fail_wrong_kind(kind));
        }
        if self.depth >= MAX_DEPTH {
            return Err(self.fail(ErrorKind::TooDeep));
        }
        self.depth = self.depth.plus(1);
        match &mut self.input {
            Input::Text(text) => text.step(),
            Input::Settled(settled) => settled.step(),
        }
        Ok(())
    }

    /// Moves to the next element of an array. At the end of the array, leaves it and returns false.
    fn next_element(&mut self, first: bool) -> Result<bool, Failed> {
        let has_more = match &mut self.input {
            Input::Text(text) => text.next_element(b']', first)?,
            Input::Settled(settled) => !settled.leave_at_end(),
        };
        Ok(self.update_depth(has_more))
    }

    /// Moves to the next key of an object. At the end of the object, leaves it and returns false.
    pub(super) fn next_key(&mut self, first: bool) -> Result<bool, Failed> {
        let has_more = match &mut self.input {
            Input::Text(text) => text.next_key(first)?,
            Input::Settled(settled) => !settled.leave_at_end(),
        };
        Ok(self.update_depth(has_more))
    }

    /// Decrements the depth if the container has no more elements.
    fn update_depth(&mut self, has_more: bool) -> bool {
        if !has_more {
            self.depth = self.depth.minus(1);
        }
        has_more
    }
}
