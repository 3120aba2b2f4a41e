//! The reader: values out of JSON, field by field.

use super::number::Number;
use super::object::{DecodeObject, Keys, MAX_FIELDS};
use super::settle;
use super::settled::{Cursor, Settled};
use super::text::Text;
use super::value::Decode;
use crate::error::{Error, ErrorKind, Expected};

/// How deep arrays and objects may be nested, documents inside strings included. The reference allows 10,000.
pub const MAX_DEPTH: u8 = 64;

/// What a JSON value is.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    /// The error of a field that wanted a value of this kind and met another.
    const fn wanted(self) -> ErrorKind {
        ErrorKind::WrongType(match self {
            Self::Null | Self::Bool => Expected::Bool,
            Self::Number => Expected::Integer,
            Self::String => Expected::String,
            Self::Array => Expected::Array,
            Self::Object => Expected::Object,
        })
    }
}

/// Reading failed. The reader knows why, and its document's [`decode`](super::decode) says it.
///
/// It has no size, so that handing it up costs nothing, in time or in code.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed(());

impl Failed {
    pub(super) const fn new() -> Self {
        Self(())
    }
}

/// Reads one JSON document: text in place, or a value that was [settled](super::Seq) before.
///
/// [`Decode`] types ask it for the value that they want; each method reads one value, or fails and leaves the document
/// unfinished. The two kinds of input answer alike, so a type is declared once.
pub struct Reader<'a> {
    input: Input<'a>,
    depth: u8,
    /// The first error in settled input; that of text is the text's.
    error: Option<Error>,
}

enum Input<'a> {
    Text(Text<'a>),
    Settled(Cursor<'a>),
}

impl<'a> Reader<'a> {
    pub(super) fn text(document: &'a mut [u8]) -> Self {
        Self { input: Input::Text(Text::new(document, 0)), depth: 0, error: None }
    }

    pub(super) fn settled(value: Cursor<'a>) -> Self {
        Self { input: Input::Settled(value), depth: 0, error: None }
    }

    /// Where reading is in a settled value.
    pub(super) fn cursor(&self) -> Cursor<'a> {
        match &self.input {
            Input::Settled(settled) => *settled,
            Input::Text(_) => Cursor::default(),
        }
    }

    /// Reads a value into a default that stands already; `null` leaves it as it is, or is an error where the default of the
    /// type means nothing ([`Decode::REQUIRED`]).
    pub fn value<T: Decode<'a>>(&mut self, value: &mut T) -> Result<(), Failed> {
        match self.null()? {
            false => value.decode(self),
            true if T::REQUIRED => Err(self.fail(ErrorKind::MissingKey)),
            true => Ok(()),
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
    #[inline]
    pub(super) fn finish(&mut self, result: Result<(), Failed>) -> Result<(), Error> {
        match *self.error() {
            Some(error) => Err(error),
            None => result.map_err(|Failed(())| Error::new(ErrorKind::UnexpectedEnd)),
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
    pub fn fail(&mut self, kind: ErrorKind) -> Failed {
        match &mut self.input {
            Input::Text(text) => text.fail(kind),
            Input::Settled(_) => self.fail_with(Error::new(kind)),
        }
    }

    /// Fails with an error that was found elsewhere, unless it has failed already.
    #[cold]
    pub fn fail_with(&mut self, error: Error) -> Failed {
        self.error().get_or_insert(error);
        Failed(())
    }

    /// Fails because the next value is not of this kind; or because there is no value, if that is so.
    #[cold]
    fn wrong(&mut self, wanted: Kind) -> Failed {
        if self.kind().is_ok() { self.fail(wanted.wanted()) } else { Failed(()) }
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
    #[inline]
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
        let value = match &mut self.input {
            Input::Text(text) => match text.token() {
                b'"' => return text.string(),
                _ => None,
            },
            Input::Settled(settled) => settled.string(),
        };
        value.ok_or_else(|| self.wrong(Kind::String))
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

    /// Reads an integer from `-lowest`, if it may be negative, to `highest`. As its bits.
    fn integer(&mut self, lowest: Option<u64>, highest: u64) -> Result<u64, Failed> {
        let (number, start) = match &mut self.input {
            Input::Text(text) => match text.token() {
                b'-' | b'0'..=b'9' => {
                    let start = text.at();
                    (text.number()?, start)
                }
                _ => return Err(self.wrong(Kind::Number)),
            },
            Input::Settled(settled) => match settled.number() {
                Some((_, number)) => (number, 0),
                None => return Err(self.wrong(Kind::Number)),
            },
        };
        match number {
            Number::Integer { negative: false, magnitude } if magnitude <= highest => Ok(magnitude),
            // "-0" is refused for an unsigned field, as the reference refuses it.
            Number::Integer { negative: true, magnitude } if lowest.is_some_and(|lowest| magnitude <= lowest) => {
                Ok(magnitude.wrapping_neg())
            }
            Number::Fraction => Err(self.fail_at(Kind::Number.wanted(), start)),
            _ => Err(self.fail_at(ErrorKind::OutOfRange, start)),
        }
    }

    /// Fails at a value that has been read.
    #[cold]
    fn fail_at(&mut self, kind: ErrorKind, at: usize) -> Failed {
        match &mut self.input {
            Input::Text(text) => text.fail_at(kind, at),
            Input::Settled(_) => self.fail_with(Error::new(kind)),
        }
    }

    /// Reads an object into `object`, key by key.
    ///
    /// Keys match exactly, or else without regard to ASCII case; `null` leaves a field as it is; unknown keys are
    /// checked and skipped; a known key that comes twice is an error, and so is an object of more than [`MAX_FIELDS`].
    pub fn object(&mut self, object: &mut dyn DecodeObject<'a>) -> Result<(), Failed> {
        self.open(Kind::Object)?;
        let keys = object.keys();
        if keys.len() > MAX_FIELDS {
            return Err(self.fail(const { ErrorKind::capacity(MAX_FIELDS) }));
        }
        let (mut seen, mut present, mut next, mut first) = (0u64, 0u64, 0, true);
        while self.next_key(first)? {
            first = false;
            let Some(index) = self.key(&keys, next)? else {
                self.skip()?;
                continue;
            };
            next = index.wrapping_add(1);
            let bit = 1 << (index & 63);
            let read = if seen & bit != 0 {
                Err(self.fail(ErrorKind::DuplicateKey))
            } else {
                seen |= bit;
                match self.null() {
                    Ok(false) => {
                        present |= bit;
                        object.field(index, self)
                    }
                    null => null.map(drop),
                }
            };
            if read.is_err() {
                return Err(self.within(keys.name(index)));
            }
        }
        let missing = keys.required & !present;
        if missing != 0 {
            self.fail(ErrorKind::MissingKey);
            return Err(self.within(keys.name(missing.trailing_zeros() as usize)));
        }
        object.finish().map_err(|error| self.fail_with(error))
    }

    /// Says at which key reading failed, unless one further inside is known.
    #[cold]
    fn within(&mut self, key: &'static str) -> Failed {
        let error = self.error();
        *error = error.map(|error| error.within(key));
        Failed(())
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
            Input::Text(text) => settle::settle(text, self.depth),
            Input::Settled(settled) => Ok(settled.value()),
        }
    }

    /// Reads a string that holds a document, and that document with `read`. An empty string holds none: then `read` is
    /// not called, and the answer is false.
    pub(super) fn document(&mut self, read: &mut dyn FnMut(&mut Self) -> Result<(), Failed>) -> Result<bool, Failed> {
        if self.kind()? != Kind::String {
            return Err(self.wrong(Kind::String));
        }
        let Input::Text(text) = &mut self.input else {
            return Err(self.fail(ErrorKind::NestedInList));
        };
        let outer = text.enter_document()?;
        let empty = text.is_empty_document();
        if !empty {
            read(self)?;
        }
        if let Input::Text(text) = &mut self.input {
            text.leave_document(outer)?;
        }
        Ok(!empty)
    }

    /// Enters a container.
    fn open(&mut self, kind: Kind) -> Result<(), Failed> {
        if self.kind()? != kind {
            return Err(self.wrong(kind));
        }
        if self.depth >= MAX_DEPTH {
            return Err(self.fail(ErrorKind::TooDeep));
        }
        self.depth = self.depth.saturating_add(1);
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
    fn next_key(&mut self, first: bool) -> Result<bool, Failed> {
        let more = match &mut self.input {
            Input::Text(text) => text.next_key(first)?,
            Input::Settled(settled) => !settled.leave(),
        };
        Ok(self.stays(more))
    }

    /// Counts a container that is left.
    fn stays(&mut self, more: bool) -> bool {
        if !more {
            self.depth = self.depth.wrapping_sub(1);
        }
        more
    }

    /// Reads a key; `next` is the field that is expected. `None` for an unknown one.
    fn key(&mut self, keys: &Keys, next: usize) -> Result<Option<usize>, Failed> {
        let key = match &mut self.input {
            Input::Text(text) => {
                let known = keys.find_by(next, |name| text.skip_key(name));
                if known.is_some() {
                    return Ok(known);
                }
                let key = text.string()?;
                text.step_over(b':')?;
                key
            }
            Input::Settled(settled) => {
                let known = keys.find_by(next, |name| settled.skip_string(name));
                if known.is_some() {
                    return Ok(known);
                }
                settled.string().unwrap_or_default()
            }
        };
        Ok(keys.find(key, next))
    }
}
