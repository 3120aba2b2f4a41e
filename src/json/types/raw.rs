//! JSON values of any type, which stay in the buffer.

use core::fmt;

use super::equal::are_equal;
use super::map::Map;
use super::seq::{Seq, decode_next};
use crate::certain::Certain;
use crate::error::Error;
use crate::json::kind::{Failed, Kind};
use crate::json::reader::Reader;
use crate::json::settled::pass::OpenContainers;
use crate::json::settled::{Cursor, Settled, Token};
use crate::json::shape::Shape;
use crate::json::value::{Decode, Encode};
use crate::json::writer::Writer;

/// Any JSON value. A decoded value stays in the buffer. To write one, use any value that can be encoded. The default is
/// absent.
///
/// Numbers keep their digits, even those that a float cannot represent. Strings are written with the reference's
/// escapes. As in a [`Map`], it is an error if an object has a duplicate key, or more than
/// [`MAX_UNSORTED`](Map::MAX_UNSORTED) keys that are not in ascending order.
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
    /// Wraps a value to write.
    #[must_use]
    pub const fn new(value: &'a (dyn Encode + Sync)) -> Self {
        Self(Value::Borrowed(value))
    }

    /// Returns whether there is a value, either decoded or to write.
    #[must_use]
    pub const fn is_present(&self) -> bool {
        !matches!(self.0, Value::Absent)
    }

    /// Returns the kind of the decoded value, or `None` if no value was decoded.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        match self.0 {
            Value::Settled(settled) => settled.kind(),
            _ => None,
        }
    }

    /// Decodes the value as a `T`. You can call this any number of times. Returns the default if no value was decoded.
    pub fn parse<T: Decode<'a>>(&self) -> Result<T, Error> {
        match self.0 {
            Value::Settled(settled) => decode_next(&mut settled.cursor()),
            _ => Ok(T::default()),
        }
    }

    /// Returns the decoded value.
    #[cfg(feature = "serde")]
    pub(in crate::json) fn settled(&self) -> Settled<'a> {
        match self.0 {
            Value::Settled(settled) => settled,
            _ => Settled::default(),
        }
    }

    /// Keeps a value, to be [read](Self::read) later when its type is known. Objects that the type ignores may have
    /// duplicate keys.
    pub(crate) fn keep(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        reader.settle().map(|settled| Self(Value::Settled(settled)))
    }

    /// Reads the decoded value.
    pub(crate) fn read(&self, read: &mut dyn FnMut(&mut Reader<'a>) -> Result<(), Failed>) -> Result<(), Error> {
        match self.0 {
            Value::Settled(settled) => {
                let mut reader = Reader::from_plain(settled.cursor());
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
            Value::Settled(settled) => write(settled.cursor(), writer),
            Value::Borrowed(value) => value.encode(writer),
        }
    }

    fn is_empty(&self) -> bool {
        !self.is_present()
    }
}

/// Writes a settled value. It does not recurse: the open containers are bits.
fn write(mut settled: Cursor<'_>, writer: &mut Writer<'_>) {
    let mut open = OpenContainers::default();
    loop {
        if !open.is_empty() {
            if settled.leave_at_end() {
                writer.close(if open.in_object() { '}' } else { ']' });
                open.pop();
                if open.is_empty() {
                    return;
                }
                continue;
            }
            if open.in_object() {
                writer.key(settled.string().certain());
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

impl RawJson<'_> {
    /// The maximum length of the JSON text of a [value to write](Self::new) that is compared with another value.
    pub const MAX_COMPARED: usize = 2048;

    /// Calls `compare` with the settled form of the value. Returns false if the value cannot be written, or is too
    /// long.
    fn with_settled(&self, compare: &mut dyn FnMut(Settled<'_>) -> bool) -> bool {
        let value = match self.0 {
            Value::Absent => return compare(Settled::default()),
            Value::Settled(settled) => return compare(settled),
            Value::Borrowed(value) => value,
        };
        let mut buffer = [0; Self::MAX_COMPARED];
        let mut writer = Writer::new(&mut buffer);
        value.encode(&mut writer);
        let Ok(length) = writer.finish().map(<[u8]>::len) else { return false };
        match crate::json::decode::<RawJson<'_>>(buffer.get_mut(..length).certain()) {
            Ok(RawJson(Value::Settled(settled))) => compare(settled),
            Ok(_) => compare(Settled::default()),
            Err(_) => false,
        }
    }
}

/// Values are equal if they are the same JSON, whatever their spelling. Strings are compared by their characters,
/// numbers by their value (`100`, `100.0` and `1e2` are equal), arrays by their elements in order, and objects by their
/// entries in order, as in a [`Map`]. An absent value equals `null`.
///
/// For the comparison, a value to write is written to a buffer. If its text is longer than
/// [`MAX_COMPARED`](RawJson::MAX_COMPARED) bytes, it equals only itself.
///
/// ```
/// use gcs_prot::json::{self, RawJson};
///
/// let (mut one, mut other) = (*br#"{"a": [1e2, "\u0062"]}"#, *br#"{"a":[100,"b"]}"#);
/// let (one, other): (RawJson, RawJson) = (json::decode(&mut one)?, json::decode(&mut other)?);
/// assert_eq!(one, other);
/// assert_eq!(RawJson::new(&other), one);
/// # Ok::<(), gcs_prot::Error>(())
/// ```
impl PartialEq for RawJson<'_> {
    fn eq(&self, other: &Self) -> bool {
        if let (Value::Borrowed(one), Value::Borrowed(other)) = (self.0, other.0)
            // The pointers to one value may differ in their vtables. The value is then written and compared.
            && core::ptr::eq(one, other)
        {
            return true;
        }
        self.with_settled(&mut |one| other.with_settled(&mut |other| are_equal(one, other)))
    }
}

impl Eq for RawJson<'_> {}

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
            _ => match settled.cursor().token() {
                Token::String(text) => fmt::Debug::fmt(text, f),
                Token::Number(text) => f.write_str(text),
                Token::Bool(value) => fmt::Debug::fmt(&value, f),
                _ => f.write_str("null"),
            },
        }
    }
}
