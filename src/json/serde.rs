//! Converts any payload type to and from other formats, through [serde](https://serde.rs). It is for hosts and tools:
//! this crate's own encoder and decoder do not use it.
//!
//! Every payload type, and every type that you declare with [`json_object`](crate::json_object) or
//! [`open_set`](crate::open_set), is `Serialize`. It has the same keys and omits the same fields as [`encode`], and a
//! document inside a string stays a string. Types without a lifetime and without type parameters are `Deserialize`. All
//! others borrow from the text that they are decoded from, so a [`Document`] must own that text. It deserializes from
//! any self-describing format and decodes as any type. (serde-json-core and compact binary formats are not
//! self-describing.)
//!
//! ```
//! use gcs_prot::json::serde::Document;
//! use gcs_prot::message::{ContainerExecuteProcess, ContainerWaitForProcess, Request};
//!
//! let wait: ContainerWaitForProcess = serde_json::from_str(r#"{"ProcessId":7,"TimeoutInMs":1000}"#)?;
//! assert_eq!(serde_json::to_value(&wait)?["ProcessId"], 7);
//!
//! let mut exec: Document = serde_json::from_str(
//!     r#"{"ContainerId":"c1","ActivityId":"","Settings":{"ProcessParameters":"{\"CommandArgs\":[\"ls\"]}"}}"#,
//! )?;
//! let exec: Request<ContainerExecuteProcess> = exec.decode()?;
//! assert_eq!(exec.base.container_id, "c1");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Do not implement serde's traits for a type that you declare with these attributes. This feature implements them, and
//! any crate in a program may enable it.
//!
//! This is the only feature that needs an allocator, and it copies every value. A number that fits neither `u64` nor
//! `i64` is passed on as an `f64`. Only [`RawJson`] has such numbers, and a number beyond the range of `f64` is an
//! error. (With its feature `arbitrary_precision`, `serde_json` passes such numbers to a document as objects.)
//! Environment values and other secrets are written. Unlike an error of this crate, an error of serde may quote the
//! data.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use ::serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use ::serde::ser::{Error as _, SerializeMap, SerializeSeq, Serializer};
use ::serde::{Deserialize, Serialize};

use super::settled::{Settled, Token};
use super::{
    Base64Json, Decode, Encode, IntMap, JsonString, JsonStringOrDefault, Lazy, List, MAX_DEPTH, Map, Nullable, RawJson,
    Seq, Writer, decode, encode,
};
use crate::certain::Certain;
use crate::error::{Error, ErrorKind};

/// A JSON document that was deserialized. It can be decoded as any payload type.
#[derive(Clone, Default)]
pub struct Document {
    text: Vec<u8>,
    /// The copy that was decoded. It no longer contains JSON.
    decoded: Vec<u8>,
}

impl Document {
    /// Decodes the document as a `T` that borrows from it. You can call this any number of times.
    pub fn decode<'a, T: Decode<'a>>(&'a mut self) -> Result<T, Error> {
        self.decoded.clone_from(&self.text);
        decode(&mut self.decoded)
    }

    /// Returns the text of the document, without white space.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.text
    }
}

/// Shows only the length, because the document may contain secrets.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document").field("bytes", &self.text.len()).finish_non_exhaustive()
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut text = Vec::new();
        Transcriber { text: &mut text, depth: 0 }.deserialize(deserializer)?;
        Ok(Self { text, decoded: Vec::new() })
    }
}

/// Deserializes a type that borrows nothing. Use it as serde's `deserialize` for a type with a [`Decode`] that is
/// written by hand.
pub fn deserialize<'de, T, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> Decode<'a>,
{
    Document::deserialize(deserializer)?.decode().map_err(D::Error::custom)
}

/// Serializes a value. Use it as serde's `serialize` for a type with an [`Encode`] that is written by hand.
///
/// It encodes the value first, and then passes it to the serializer.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let mut text = text_of(value).map_err(S::Error::custom)?;
    let value: RawJson<'_> = decode(&mut text).map_err(S::Error::custom)?;
    value.settled().serialize(serializer)
}

/// Encodes a value into a vector that grows as needed.
fn text_of(value: &dyn Encode) -> Result<Vec<u8>, Error> {
    const MAX_LENGTH: usize = 1 << 30;
    let mut room = 1024usize;
    loop {
        let mut text = vec![0; room];
        match encode(value, &mut text).map(<[u8]>::len) {
            Err(error) if error.kind() == ErrorKind::BufferFull && room < MAX_LENGTH => room = room.saturating_mul(2),
            written => {
                text.truncate(written?);
                return Ok(text);
            }
        }
    }
}

impl Serialize for Settled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.cursor().token() {
            Token::Null | Token::End => serializer.serialize_unit(),
            Token::Bool(value) => serializer.serialize_bool(value),
            Token::String(text) => serializer.serialize_str(text),
            Token::Number(text) => serialize_number(text, serializer),
            Token::Begin { object: false } => {
                let mut rest = self.contents();
                let mut list = serializer.serialize_seq(Some(self.count()))?;
                while !rest.leave_at_end() {
                    list.serialize_element(&rest.value())?;
                }
                list.end()
            }
            Token::Begin { object: true } => {
                let mut rest = self.contents();
                let mut map = serializer.serialize_map(Some(self.count() / 2))?;
                while !rest.leave_at_end() {
                    let key = rest.string().certain();
                    map.serialize_entry(key, &rest.value())?;
                }
                map.end()
            }
        }
    }
}

impl Settled<'_> {
    /// Returns the number of values in a container. For an object, this includes the keys.
    fn count(self) -> usize {
        let mut rest = self.contents();
        core::iter::from_fn(|| (!rest.leave_at_end()).then(|| rest.value())).count()
    }
}

fn serialize_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match (text.parse::<u64>(), text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(value), ..) => serializer.serialize_u64(value),
        (_, Ok(value @ ..0), _) => serializer.serialize_i64(value),
        (_, _, Ok(value)) if value.is_finite() => serializer.serialize_f64(value),
        _ => Err(S::Error::custom("the number is out of the range of a float")),
    }
}

/// Writes the value of a deserializer as JSON.
struct Transcriber<'t> {
    text: &'t mut Vec<u8>,
    depth: u8,
}

impl Transcriber<'_> {
    /// Appends text of at most `max_length` bytes.
    fn append<E: ::serde::de::Error>(self, max_length: usize, write: impl FnOnce(&mut Writer<'_>)) -> Result<(), E> {
        let end = self.text.len();
        self.text.resize(end.saturating_add(max_length), 0);
        let mut writer = Writer::new(self.text.get_mut(end..).certain());
        write(&mut writer);
        let written = writer.finish().map_err(E::custom)?.len();
        self.text.truncate(end.saturating_add(written));
        Ok(())
    }

    fn append_number<E: ::serde::de::Error>(self, number: impl fmt::Display) -> Result<(), E> {
        let text = alloc::format!("{number}");
        self.append(text.len(), |writer| writer.word(&text))
    }

    /// Appends a container. Calls `element` for each element, until it returns false.
    fn append_container<E>(
        mut self,
        [open, close]: [u8; 2],
        mut element: impl FnMut(&mut Self) -> Result<bool, E>,
    ) -> Result<(), E> {
        self.text.push(open);
        let start = self.text.len();
        loop {
            let end = self.text.len();
            if end > start {
                self.text.push(b',');
            }
            if !element(&mut self)? {
                self.text.truncate(end);
                break;
            }
        }
        self.text.push(close);
        Ok(())
    }

    /// Returns a transcriber for the contents of a container.
    fn nested<E: ::serde::de::Error>(&mut self) -> Result<Transcriber<'_>, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(Error::new(ErrorKind::TooDeep)));
        }
        Ok(Transcriber { text: self.text, depth: self.depth.saturating_add(1) })
    }
}

impl<'de> DeserializeSeed<'de> for Transcriber<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Transcriber<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can represent")
    }

    fn visit_unit<E: ::serde::de::Error>(self) -> Result<(), E> {
        self.append(4, |writer| writer.word("null"))
    }

    fn visit_none<E: ::serde::de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: ::serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.append(5, |writer| value.encode(writer))
    }

    fn visit_u64<E: ::serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.append_number(value)
    }

    fn visit_i64<E: ::serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.append_number(value)
    }

    fn visit_f64<E: ::serde::de::Error>(self, value: f64) -> Result<(), E> {
        // `Debug` writes a fraction or an exponent, so it stays a float.
        if value.is_finite() {
            self.append_number(format_args!("{value:?}"))
        } else {
            Err(E::custom("JSON cannot represent an infinite number or NaN"))
        }
    }

    fn visit_str<E: ::serde::de::Error>(self, text: &str) -> Result<(), E> {
        // A byte becomes at most six bytes, such as \u0000.
        self.append(text.len().saturating_mul(6).saturating_add(2), |writer| writer.string(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.append_container(*b"[]", |nested| Ok(list.next_element_seed(nested.nested()?)?.is_some()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.append_container(*b"{}", |nested| {
            if map.next_key_seed(Key(nested.nested()?))?.is_none() {
                return Ok(false);
            }
            nested.text.push(b':');
            map.next_value_seed(nested.nested()?)?;
            Ok(true)
        })
    }
}

/// Writes a key, which must be a string.
struct Key<'t>(Transcriber<'t>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string as a key")
    }

    fn visit_str<E: ::serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.0.visit_str(text)
    }
}

/// Implements `Serialize` for types whose `Encode` is written by hand.
macro_rules! implement_serialize {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<$($generics)*> ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::json::serde::serialize(self, serializer)
            }
        }
    )*};
}

pub(crate) use implement_serialize;

implement_serialize! {
    ['a] RawJson<'a>;
    ['a] Base64Json<'a>;
    [T: Encode] JsonString<T>;
    [T: Encode] JsonStringOrDefault<T>;
    [T: Encode] Nullable<T>;
    [T: Encode, const N: usize] List<T, N>;
    ['a, T: Decode<'a> + Encode + Clone] Seq<'a, T>;
    ['a, T: Decode<'a> + Encode + Clone] Map<'a, T>;
    ['a, T: Decode<'a> + Encode + Clone] IntMap<'a, T>;
    ['a, T: Decode<'a> + Encode] Lazy<'a, T>;
}
