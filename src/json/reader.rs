//! The reader: values out of JSON, text or settled.

use super::kind::{Failed, Kind, MAX_DEPTH};
use super::settled::{Cursor, Settled, pass};
use super::text::Text;
use crate::error::{Error, ErrorKind};

/// Reads one JSON document: text in place, or a value that was [settled](super::Seq) before.
///
/// [`Decode`](super::Decode) types ask it for the value that they want; each method reads one value, or fails and leaves the document
/// unfinished. The two kinds of input answer alike, so a type is declared once.
pub struct Reader<'a> {
    pub(super) input: Input<'a>,
    pub(super) depth: u8,
    /// The first error in settled input; that of text is the text's.
    error: Option<Error>,
    /// Whether the settled input has been checked against its shape.
    pub(super) checked: bool,
}

pub(super) enum Input<'a> {
    Text(Text<'a>),
    Settled(Cursor<'a>),
}

impl<'a> Reader<'a> {
    pub(super) fn text(document: &'a mut [u8]) -> Self {
        Self::new(Input::Text(Text::new(document, 0)))
    }

    /// A reader of a value of the plain dialect, whose type is not known yet.
    pub(super) fn plain(value: Cursor<'a>) -> Self {
        Self::new(Input::Settled(value))
    }

    /// A reader of a settled value that has been checked against its shape.
    pub(super) fn checked(value: Cursor<'a>) -> Self {
        Self { checked: true, ..Self::plain(value) }
    }

    fn new(input: Input<'a>) -> Self {
        Self { input, depth: 0, error: None, checked: false }
    }

    /// Where reading is in a settled value.
    pub(super) fn cursor(&self) -> Cursor<'a> {
        match &self.input {
            Input::Settled(settled) => *settled,
            Input::Text(_) => Cursor::default(),
        }
    }

    /// Reads the end of the document: only white space may be left of it.
    pub(super) fn end(&mut self) -> Result<(), Failed> {
        match &mut self.input {
            Input::Text(text) => text.end_document(),
            Input::Settled(_) => Ok(()),
        }
    }

    /// What came of reading, with the error if it failed.
    ///
    /// An error counts even if reading went on behind it: what was found then is not what the document says.
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

    /// Fails here, for this reason, unless it has failed already.
    #[cold]
    #[inline(never)]
    pub fn fail(&mut self, kind: ErrorKind) -> Failed {
        match &mut self.input {
            Input::Text(text) => text.fail(kind),
            Input::Settled(_) => self.fail_with(Error::new(kind)),
        }
    }

    /// Fails with an error that was found elsewhere, unless it has failed already.
    #[cold]
    #[inline(never)]
    pub fn fail_with(&mut self, error: Error) -> Failed {
        self.error().get_or_insert(error);
        Failed::new()
    }

    /// Fails because the next value is not of this kind; or because there is no value, if that is so.
    #[cold]
    #[inline(never)]
    fn wrong(&mut self, wanted: Kind) -> Failed {
        if self.kind().is_ok() { self.fail(wanted.wanted()) } else { Failed::new() }
    }

    /// What the next value is.
    pub fn kind(&mut self) -> Result<Kind, Failed> {
        match &mut self.input {
            Input::Text(text) => Ok(match text.token() {
                b'"' => Kind::String,
                b'{' => Kind::Object,
                b'[' => Kind::Array,
                b't' | b'f' => Kind::Bool,
                b'n' => Kind::Null,
                b'-' | b'0'..=b'9' => Kind::Number,
                _ => return Err(text.unexpected()),
            }),
            Input::Settled(settled) => match settled.kind() {
                Some(kind) => Ok(kind),
                None => Err(self.fail(ErrorKind::UnexpectedEnd)),
            },
        }
    }

    /// Reads `null`, if that is what comes next.
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
        value.ok_or_else(|| self.wrong(Kind::Bool))
    }

    /// Reads a string, unescaped where it lies.
    pub fn string(&mut self) -> Result<&'a str, Failed> {
        match &mut self.input {
            Input::Text(text) => match text.plain_string() {
                Some(string) => string,
                None => self.any_string(),
            },
            Input::Settled(settled) => settled.string().ok_or_else(|| self.wrong(Kind::String)),
        }
    }

    #[inline(never)]
    fn any_string(&mut self) -> Result<&'a str, Failed> {
        if let Input::Text(text) = &mut self.input
            && text.token() == b'"'
        {
            return text.string();
        }
        Err(self.wrong(Kind::String))
    }

    /// Reads an integer of at most `max`.
    pub fn unsigned(&mut self, max: u64) -> Result<u64, Failed> {
        self.integer(None, max)
    }

    /// Reads an integer from `-max - 1` to `max`.
    pub fn signed(&mut self, max: i64) -> Result<i64, Failed> {
        let max = max.unsigned_abs();
        self.integer(Some(max.wrapping_add(1)), max).map(u64::cast_signed)
    }

    /// Reads an integer from `-lowest`, or from 0 where there is no `lowest`, to `highest`. Returns its bits.
    #[inline]
    pub(super) fn integer(&mut self, lowest: Option<u64>, highest: u64) -> Result<u64, Failed> {
        match &mut self.input {
            Input::Text(text) => match text.plain_integer(highest) {
                Some(value) => Ok(value),
                None => self.any_integer(lowest, highest),
            },
            Input::Settled(settled) => {
                // What was checked is in its range.
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
        let Some((_, number)) = number else { return Err(self.wrong(Kind::Number)) };
        number.in_range(lowest, highest).map_err(|kind| self.fail(kind))
    }

    /// Reads a string, and makes a value of it with `parse`.
    pub(crate) fn parsed_string<T>(&mut self, parse: fn(&str) -> Option<T>, kind: ErrorKind) -> Result<T, Failed> {
        let error = match &mut self.input {
            Input::Text(text) => {
                let start = text.value_start();
                Error::at(kind, text.offset().saturating_add(start))
            }
            Input::Settled(_) => Error::new(kind),
        };
        let text = self.string()?;
        parse(text).ok_or_else(|| self.fail_with(error))
    }

    /// Says at which key reading failed, unless one further inside is known.
    #[cold]
    #[inline(never)]
    pub(super) fn within(&mut self, key: &'static str) -> Failed {
        let error = self.error();
        *error = error.map(|error| error.with_key(key));
        Failed::new()
    }

    /// Reads an array, calling `element` where each element begins.
    pub fn array(&mut self, element: &mut dyn FnMut(&mut Self) -> Result<(), Failed>) -> Result<(), Failed> {
        self.open(Kind::Array)?;
        let mut first = true;
        while self.element(first)? {
            element(self)?;
            first = false;
        }
        Ok(())
    }

    /// Reads a map, calling `value` where each value begins.
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

    /// Checks the next value, whatever it is, and steps over it.
    pub fn skip(&mut self) -> Result<(), Failed> {
        self.settle(None).map(drop)
    }

    /// Checks the next value and keeps it in the buffer; `kind` is what it must be, if that matters.
    pub(super) fn settle(&mut self, kind: Option<Kind>) -> Result<Settled<'a>, Failed> {
        match kind {
            Some(kind) if self.kind()? != kind => return Err(self.wrong(kind)),
            _ => {}
        }
        match &mut self.input {
            Input::Text(text) => pass::settle(text, self.depth),
            Input::Settled(settled) => match settled.kind() {
                Some(_) => Ok(settled.value()),
                None => Err(self.fail(ErrorKind::UnexpectedEnd)),
            },
        }
    }

    /// Reads a string that holds a document, and that document with `read`. An empty string holds none: then `read` is
    /// not called, and the answer is false.
    pub(super) fn document(&mut self, read: &mut dyn FnMut(&mut Self) -> Result<(), Failed>) -> Result<bool, Failed> {
        let text = match &mut self.input {
            Input::Text(text) => {
                if text.token() != b'"' {
                    return Err(text.wrong(Kind::String));
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
                    None => Err(self.wrong(Kind::String)),
                };
            }
        };
        if !text.enter_document() {
            return self.document_apart(read);
        }
        let empty = text.is_empty_document();
        if !empty {
            read(self)?;
        }
        if let Input::Text(text) = &mut self.input {
            text.leave_document()?;
        }
        Ok(!empty)
    }

    /// [`document`](Self::document), of one that is taken out of this text.
    #[inline(never)]
    fn document_apart(&mut self, read: &mut dyn FnMut(&mut Self) -> Result<(), Failed>) -> Result<bool, Failed> {
        let Input::Text(text) = &mut self.input else { return Ok(false) };
        let document = text.take_document()?;
        if document.is_empty_document() {
            return Ok(false);
        }
        let mut inner = Self { depth: self.depth, ..Self::new(Input::Text(document)) };
        let result = read(&mut inner).and_then(|()| inner.end());
        inner.finish(result).map(|()| true).map_err(|error| self.fail_with(error))
    }

    /// Enters a container.
    pub(super) fn open(&mut self, kind: Kind) -> Result<(), Failed> {
        if self.kind()? != kind {
            return Err(self.wrong(kind));
        }
        if self.depth >= MAX_DEPTH {
            return Err(self.fail(ErrorKind::TooDeep));
        }
        self.depth = self.depth.wrapping_add(1);
        match &mut self.input {
            Input::Text(text) => text.step(),
            Input::Settled(settled) => settled.enter(),
        }
        Ok(())
    }

    /// Steps to the next element of an array; false at its end, which it leaves.
    fn element(&mut self, first: bool) -> Result<bool, Failed> {
        let more = match &mut self.input {
            Input::Text(text) => text.element(b']', first)?,
            Input::Settled(settled) => !settled.leave(),
        };
        Ok(self.stays(more))
    }

    /// Steps to the next key of an object; false at its end, which it leaves.
    pub(super) fn next_key(&mut self, first: bool) -> Result<bool, Failed> {
        let more = match &mut self.input {
            Input::Text(text) => text.next_key(first)?,
            Input::Settled(settled) => !settled.leave(),
        };
        Ok(self.stays(more))
    }

    /// Counts a container that is left.
    fn stays(&mut self, more: bool) -> bool {
        if !more {
            debug_assert!(self.depth > 0, "a container is left that was entered");
            self.depth = self.depth.wrapping_sub(1);
        }
        more
    }
}
