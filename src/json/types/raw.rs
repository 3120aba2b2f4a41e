//! Any JSON value, kept in the buffer.

use core::fmt;

use super::map::Map;
use super::seq::{Seq, decode_next};
use crate::error::Error;
use crate::json::kind::{Failed, Kind};
use crate::json::reader::Reader;
use crate::json::settled::pass::Open;
use crate::json::settled::{Cursor, Settled, Token};
use crate::json::shape::Shape;
use crate::json::value::{Decode, Encode};
use crate::json::writer::Writer;

/// Any JSON value: kept in the buffer as it was decoded, or any value that can be written. Absent by default.
///
/// Numbers keep their digits, also beyond what a float can hold; strings are written again with the reference's escapes. An
/// object inside that has the same key twice is refused, as in a [`Map`], with its bound of
/// [`MAX_UNSORTED`](Map::MAX_UNSORTED) keys out of order.
///
/// ```
/// use gcs_prot::json::{self, RawJson};
///
/// let mut text = *br#" {"a": [1e3, "\u0062"]} "#;
/// let any: RawJson = json::decode(&mut text)?;
/// assert_eq!(format!("{any:?}"), r#"{"a": [1e3, "b"]}"#);
/// assert_eq!(any.parse::<json::Map<json::Seq<RawJson>>>()?.iter().count(), 1);
/// # Ok::<(), gcs_prot::Error>(())
/// ```
#[derive(Clone, Copy, Default)]
pub struct RawJson<'a>(Value<'a>);

#[derive(Clone, Copy, Default)]
enum Value<'a> {
    #[default]
    Absent,
    Settled(Settled<'a>),
    Borrowed(&'a (dyn Encode + Sync)),
}

impl<'a> RawJson<'a> {
    /// A value to be written.
    #[must_use]
    pub const fn new(value: &'a (dyn Encode + Sync)) -> Self {
        Self(Value::Borrowed(value))
    }

    /// Whether there is a value that was decoded, or is to be written.
    #[must_use]
    pub const fn is_present(&self) -> bool {
        !matches!(self.0, Value::Absent)
    }

    /// What kind of value was decoded.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        match self.0 {
            Value::Settled(settled) => settled.kind(),
            _ => None,
        }
    }

    /// Decodes the value as a type, as often as one likes. The default, if nothing was decoded.
    pub fn parse<T: Decode<'a>>(&self) -> Result<T, Error> {
        match self.0 {
            Value::Settled(settled) => decode_next(&mut settled.read()),
            _ => Ok(T::default()),
        }
    }

    /// The value that was decoded.
    #[cfg(feature = "serde")]
    pub(in crate::json) fn settled(&self) -> Settled<'a> {
        match self.0 {
            Value::Settled(settled) => settled,
            _ => Settled::default(),
        }
    }

    /// Keeps a value to be [read](Self::read) later, when its type is known: what the type ignores may have duplicate keys.
    pub(crate) fn keep(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        reader.settle(None).map(|settled| Self(Value::Settled(settled)))
    }

    /// Reads the value that was decoded.
    pub(crate) fn read(&self, read: &mut dyn FnMut(&mut Reader<'a>) -> Result<(), Failed>) -> Result<(), Error> {
        match self.0 {
            Value::Settled(settled) => {
                let mut reader = Reader::plain(settled.read());
                let result = read(&mut reader);
                reader.finish(result)
            }
            _ => Ok(()),
        }
    }
}

impl<'a> Decode<'a> for RawJson<'a> {
    const SHAPE: &'static Shape = &Shape::Any;

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.0 = Value::Settled(reader.keep_any()?);
        Ok(())
    }
}

impl Encode for RawJson<'_> {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self.0 {
            Value::Absent => writer.word("null"),
            Value::Settled(settled) => write(settled.read(), writer),
            Value::Borrowed(value) => value.encode(writer),
        }
    }

    fn is_empty(&self) -> bool {
        !self.is_present()
    }
}

/// Writes a settled value. No recursion: the open containers are bits.
fn write(mut settled: Cursor<'_>, writer: &mut Writer<'_>) {
    let mut open = Open::default();
    loop {
        if !open.is_empty() {
            if settled.leave() {
                writer.close(if open.in_object() { '}' } else { ']' });
                open.pop();
                if open.is_empty() {
                    return;
                }
                continue;
            }
            if open.in_object() {
                writer.key(settled.string().unwrap_or_default());
            } else {
                writer.element();
            }
        }
        match settled.token() {
            Token::String(text) => writer.string(text),
            Token::Number(text) => writer.word(text),
            Token::Bool(value) => value.encode(writer),
            Token::Begin { object } => {
                open.push(object);
                writer.open(if object { '{' } else { '[' });
            }
            Token::Null | Token::End => writer.word("null"),
        }
        if open.is_empty() {
            return;
        }
    }
}

/// Decoded values are equal if their tokens are, wherever they lie; a borrowed value equals only itself.
impl PartialEq for RawJson<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self.0, other.0) {
            (Value::Absent, Value::Absent) => true,
            (Value::Settled(one), Value::Settled(other)) => one.tokens().eq(other.tokens()),
            (Value::Borrowed(one), Value::Borrowed(other)) => core::ptr::addr_eq(one, other),
            _ => false,
        }
    }
}

impl fmt::Debug for RawJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Value::Settled(settled) = self.0 else {
            return f.write_str(if self.is_present() { "<borrowed>" } else { "<absent>" });
        };
        match self.kind() {
            Some(Kind::Object) => match self.parse::<Map<'_, RawJson<'_>>>() {
                Ok(map) => map.fmt(f),
                Err(error) => error.fmt(f),
            },
            Some(Kind::Array) => match self.parse::<Seq<'_, RawJson<'_>>>() {
                Ok(seq) => seq.fmt(f),
                Err(error) => error.fmt(f),
            },
            _ => match settled.read().token() {
                Token::String(text) => fmt::Debug::fmt(text, f),
                Token::Number(text) => f.write_str(text),
                Token::Bool(value) => fmt::Debug::fmt(&value, f),
                _ => f.write_str("null"),
            },
        }
    }
}
