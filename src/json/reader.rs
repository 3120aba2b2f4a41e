//! The reader: values out of JSON, field by field.

use super::number::{Integer, Number};
use super::object::{DecodeObject, Keys};
use super::settle::{self, Settled};
use super::text::Text;
use crate::error::{Error, ErrorKind, Expected};

/// How deep arrays and objects may be nested, documents inside strings included. The reference allows 10,000.
pub const MAX_DEPTH: u8 = 64;

/// What a JSON value is.
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

/// Reads one JSON document: text in place, or a value that was [settled](super::Seq) before.
///
/// [`Decode`](super::Decode) types ask it for the value that they want; each method reads one value, or fails and leaves the
/// document unfinished. The two kinds of input answer alike, so a type is declared once.
pub struct Reader<'a> {
    input: Input<'a>,
    depth: u8,
}

enum Input<'a> {
    Text(Text<'a>),
    Settled(Settled<'a>),
}

/// A key, as the object loop sees it.
enum Found {
    Field(usize),
    Unknown,
    End,
}

impl<'a> Reader<'a> {
    /// A reader of JSON text, which it unescapes in place: the buffer is not JSON any more afterwards.
    #[must_use]
    pub fn new(document: &'a mut [u8]) -> Self {
        Self { input: Input::Text(Text::new(document, 0)), depth: 0 }
    }

    pub(super) fn settled(value: Settled<'a>) -> Self {
        Self { input: Input::Settled(value), depth: 0 }
    }

    /// What is left of a settled value.
    pub(super) fn into_settled(self) -> Settled<'a> {
        match self.input {
            Input::Settled(settled) => settled,
            Input::Text(_) => Settled::default(),
        }
    }

    /// Says that the document is read: only white space may be left of it.
    pub fn finish(mut self) -> Result<(), Error> {
        match &mut self.input {
            Input::Text(text) => text.end_of_document().map(drop),
            Input::Settled(_) => Ok(()),
        }
    }

    /// What the next value is.
    pub fn kind(&mut self) -> Result<Kind, Error> {
        match &mut self.input {
            Input::Text(text) => {
                let (byte, at) = text.token(0)?;
                Ok(match byte {
                    b'"' => Kind::String,
                    b'{' => Kind::Object,
                    b'[' => Kind::Array,
                    b't' | b'f' => Kind::Bool,
                    b'n' => Kind::Null,
                    b'-' | b'0'..=b'9' => Kind::Number,
                    _ => return text.unexpected(at),
                })
            }
            Input::Settled(settled) => settled.kind().ok_or(Error::new(ErrorKind::UnexpectedEnd)),
        }
    }

    /// Reads `null`, if that is what comes next.
    pub fn null(&mut self) -> Result<bool, Error> {
        match &mut self.input {
            Input::Text(text) => {
                let (byte, at) = text.token(0)?;
                if byte != b'n' {
                    return Ok(false);
                }
                let next = text.word(at, b"null")?;
                text.advance(next);
                Ok(true)
            }
            Input::Settled(settled) => {
                let null = settled.kind() == Some(Kind::Null);
                if null {
                    settled.enter();
                }
                Ok(null)
            }
        }
    }

    /// Reads `true` or `false`.
    pub fn bool(&mut self) -> Result<bool, Error> {
        match &mut self.input {
            Input::Text(text) => {
                let (byte, at) = text.token(0)?;
                let next = match byte {
                    b't' => text.word(at, b"true")?,
                    b'f' => text.word(at, b"false")?,
                    _ => return Err(self.wrong(Kind::Bool)),
                };
                text.advance(next);
                Ok(byte == b't')
            }
            Input::Settled(settled) => match settled.kind() {
                Some(Kind::Bool) => Ok(settled.bool()),
                _ => Err(Error::new(Kind::Bool.wanted())),
            },
        }
    }

    /// Reads a string, unescaped where it lies.
    pub fn string(&mut self) -> Result<&'a str, Error> {
        match &mut self.input {
            Input::Text(text) => {
                let (byte, quote) = text.token(0)?;
                if byte != b'"' {
                    return Err(self.wrong(Kind::String));
                }
                let start = quote.saturating_add(1);
                let (stop, next) = text.string(start)?;
                text.take_str(start, stop, next)
            }
            Input::Settled(settled) => match settled.kind() {
                Some(Kind::String) => Ok(settled.string()),
                _ => Err(Error::new(Kind::String.wanted())),
            },
        }
    }

    /// Reads an integer of at most `max`.
    pub fn unsigned(&mut self, max: u64) -> Result<u64, Error> {
        let (integer, out_of_range) = self.integer()?;
        // "-0" is refused too, as the reference refuses it for an unsigned field.
        if integer.negative || integer.magnitude > max { Err(out_of_range) } else { Ok(integer.magnitude) }
    }

    /// Reads an integer from `-max - 1` to `max`.
    pub fn signed(&mut self, max: i64) -> Result<i64, Error> {
        let (integer, out_of_range) = self.integer()?;
        let value = if integer.negative {
            0i64.checked_sub_unsigned(integer.magnitude)
        } else {
            0i64.checked_add_unsigned(integer.magnitude)
        };
        match value {
            Some(value) if value <= max && value >= !max => Ok(value),
            _ => Err(out_of_range),
        }
    }

    /// Reads an integer; also returns the error to say if it does not fit.
    fn integer(&mut self) -> Result<(Integer, Error), Error> {
        let (number, error) = match &mut self.input {
            Input::Text(text) => {
                let (byte, at) = text.token(0)?;
                if !matches!(byte, b'-' | b'0'..=b'9') {
                    return Err(self.wrong(Kind::Number));
                }
                let (number, next) = text.number(at)?;
                let error = text.error_at(ErrorKind::OutOfRange, at);
                text.advance(next);
                (number, error)
            }
            Input::Settled(settled) => match settled.kind() {
                Some(Kind::Number) => (settled.number().1, Error::new(ErrorKind::OutOfRange)),
                _ => return Err(Error::new(Kind::Number.wanted())),
            },
        };
        match number {
            Number::Integer(integer) => Ok((integer, error)),
            Number::TooBig => Err(error),
            Number::Fraction => Err(error.of_kind(Kind::Number.wanted())),
        }
    }

    /// Reads an object into `object`, key by key.
    ///
    /// Keys match exactly, or else without regard to ASCII case; `null` leaves a field as it is; unknown keys are
    /// checked and skipped; a known key that comes twice is an error.
    pub fn object(&mut self, object: &mut dyn DecodeObject<'a>) -> Result<(), Error> {
        self.open(Kind::Object)?;
        let keys = object.keys();
        let (mut seen, mut present, mut next) = (0u64, 0u64, 0);
        loop {
            let index = match self.key(&keys, next, seen == 0)? {
                Found::Field(index) => index,
                Found::Unknown => {
                    self.skip()?;
                    seen |= UNKNOWN;
                    continue;
                }
                Found::End => break,
            };
            let bit = 1 << (index & 63);
            if seen & bit != 0 {
                return Err(self.error(ErrorKind::DuplicateKey).within(keys.name(index)));
            }
            seen |= bit;
            if !self.null()? {
                present |= bit;
                object.field(index, self).map_err(|error| error.within(keys.name(index)))?;
            }
            next = index.saturating_add(1);
        }
        let missing = keys.required & !present;
        if missing != 0 {
            return Err(self.error(ErrorKind::MissingKey).within(keys.name(missing.trailing_zeros() as usize)));
        }
        object.finish()
    }

    /// Reads an array, calling `element` where each element begins.
    pub fn array(&mut self, element: &mut dyn FnMut(&mut Self) -> Result<(), Error>) -> Result<(), Error> {
        self.open(Kind::Array)?;
        let mut first = true;
        loop {
            let more = match &mut self.input {
                Input::Text(text) => separator(text, b']', first)?,
                Input::Settled(settled) => !settled.leave(),
            };
            if !more {
                break;
            }
            element(self)?;
            first = false;
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    /// Checks the next value, whatever it is, and steps over it.
    pub fn skip(&mut self) -> Result<(), Error> {
        match &mut self.input {
            Input::Text(text) => settle::settle(text, 0, self.depth).map(drop),
            Input::Settled(settled) => {
                settled.value();
                Ok(())
            }
        }
    }

    /// Checks the next value and keeps it in the buffer; `kind` is what it must be, if that matters.
    pub(super) fn settle(&mut self, kind: Option<Kind>) -> Result<Settled<'a>, Error> {
        if kind.is_some_and(|kind| self.kind() != Ok(kind)) {
            return Err(self.wrong(kind.unwrap_or(Kind::Null)));
        }
        match &mut self.input {
            Input::Text(text) => settle::settle(text, 0, self.depth),
            Input::Settled(settled) => Ok(settled.value()),
        }
    }

    /// Reads a string that holds a document, and that document with `read`. An empty string holds none: then `read` is
    /// not called, and the answer is false.
    pub(super) fn document(&mut self, read: &mut dyn FnMut(&mut Self) -> Result<(), Error>) -> Result<bool, Error> {
        if self.kind()? != Kind::String {
            return Err(self.wrong(Kind::String));
        }
        let Input::Text(text) = &mut self.input else {
            return Err(Error::new(ErrorKind::NestedInList));
        };
        let (_, quote) = text.token(0)?;
        let outer = text.enter_document(quote)?;
        let empty = text.is_empty_document();
        if !empty {
            read(self)?;
        }
        if let Input::Text(text) = &mut self.input {
            text.leave_document(outer)?;
        }
        Ok(!empty)
    }

    /// The error of this kind, here.
    #[must_use]
    pub fn error(&self, kind: ErrorKind) -> Error {
        match &self.input {
            Input::Text(text) => text.error_at(kind, 0),
            Input::Settled(_) => Error::new(kind),
        }
    }

    /// The error that the next value is not of this kind; or that there is no value, if that is so.
    fn wrong(&mut self, wanted: Kind) -> Error {
        match self.kind() {
            Ok(_) => self.error(wanted.wanted()),
            Err(error) => error,
        }
    }

    /// Enters a container.
    fn open(&mut self, kind: Kind) -> Result<(), Error> {
        if self.kind()? != kind {
            return Err(self.wrong(kind));
        }
        if self.depth >= MAX_DEPTH {
            return Err(self.error(ErrorKind::TooDeep));
        }
        self.depth = self.depth.saturating_add(1);
        match &mut self.input {
            Input::Text(text) => {
                let (_, at) = text.token(0)?;
                text.advance(at.saturating_add(1));
            }
            Input::Settled(settled) => settled.enter(),
        }
        Ok(())
    }

    /// The next key of an object, `next` being the field that is expected; or its end, which it leaves.
    fn key(&mut self, keys: &Keys, next: usize, first: bool) -> Result<Found, Error> {
        let key = match &mut self.input {
            Input::Text(text) => {
                if !separator(text, b'}', first)? {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Found::End);
                }
                let (byte, quote) = text.token(0)?;
                if byte != b'"' {
                    return text.unexpected(quote);
                }
                let expected = keys.name(next);
                if let Some(end) = text.is_key(quote, expected)
                    && !expected.is_empty()
                {
                    text.advance(end);
                    colon(text)?;
                    return Ok(Found::Field(next));
                }
                let start = quote.saturating_add(1);
                let (stop, end) = text.string(start)?;
                let key = text.take_str(start, stop, end)?;
                colon(text)?;
                key
            }
            Input::Settled(settled) => {
                if settled.leave() {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Found::End);
                }
                settled.string()
            }
        };
        Ok(keys.find(key, next).map_or(Found::Unknown, Found::Field))
    }
}

/// The bit of [`Reader::object`]'s `seen` that stands for any unknown key: no object has so many fields.
const UNKNOWN: u64 = 1 << 63;

/// Steps to the next element of a container, over the comma between two; false at its end, which it leaves.
fn separator(text: &mut Text<'_>, close: u8, first: bool) -> Result<bool, Error> {
    let (byte, at) = text.token(0)?;
    if byte == close {
        text.advance(at.saturating_add(1));
        return Ok(false);
    }
    if first {
        return Ok(true);
    }
    if byte != b',' {
        return text.unexpected(at);
    }
    text.advance(at.saturating_add(1));
    Ok(true)
}

fn colon(text: &mut Text<'_>) -> Result<(), Error> {
    let (byte, at) = text.token(0)?;
    if byte != b':' {
        return text.unexpected(at);
    }
    text.advance(at.saturating_add(1));
    Ok(())
}
