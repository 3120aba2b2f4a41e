//! Any payload type to and from other formats, through [serde](https://serde.rs): for hosts and tools. A face, not the engine.
//!
//! Every payload type, and whatever [`json_object`](crate::json_object) or [`open_set`](crate::open_set) declares, is
//! `Serialize`: the same keys, omitted and written as [`encode`] does, a document inside a string as a string. Types without
//! parameters, which borrow nothing, are `Deserialize`. All others point into the text that they were decoded from, and
//! somebody has to own that: a [`Document`] does, which deserializes from any format that says what comes next (serde-json-core
//! and the compact binary ones do not), and decodes as any type.
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
//! A type of one's own that those macros declare must not implement serde's traits by itself: this feature, which any crate in
//! a program may turn on, does.
//!
//! This feature alone needs an allocator, and no value passes through it without a copy. A number that fits neither `u64` nor
//! `i64` is handed on as an `f64`, and only [`RawJson`] has such; one beyond that is an error. (With its feature
//! `arbitrary_precision`, `serde_json` hands such numbers to a document as objects.) Environment values and other
//! secrets are written as they are; and an error that serde makes may quote what it met, unlike those of this crate.

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
use crate::error::{Error, ErrorKind};

/// One JSON document that came out of a deserializer, to be decoded as a payload type.
#[derive(Clone, Default)]
pub struct Document {
    text: Vec<u8>,
    /// The copy that was decoded, and is JSON no more.
    decoded: Vec<u8>,
}

impl Document {
    /// Decodes it as a type, which borrows from here; as often as one likes.
    pub fn decode<'a, T: Decode<'a>>(&'a mut self) -> Result<T, Error> {
        self.decoded.clone_from(&self.text);
        decode(&mut self.decoded)
    }

    /// Its text, without white space.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.text
    }
}

/// Says how long it is, and nothing of what is in it.
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

/// Deserializes a type that borrows nothing: the `deserialize` of serde for a type whose [`Decode`] is written by hand.
pub fn deserialize<'de, T, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> Decode<'a>,
{
    Document::deserialize(deserializer)?.decode().map_err(D::Error::custom)
}

/// Serializes what can be encoded: the `serialize` of serde for a type whose [`Encode`] is written by hand.
///
/// The value is encoded first, and the text is handed to the serializer.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let mut text = text_of(value).map_err(S::Error::custom)?;
    let value: RawJson<'_> = decode(&mut text).map_err(S::Error::custom)?;
    value.settled().serialize(serializer)
}

/// The text of a value, in as much room as it takes.
fn text_of(value: &dyn Encode) -> Result<Vec<u8>, Error> {
    const MOST: usize = 1 << 30;
    let mut room = 1024usize;
    loop {
        let mut text = vec![0; room];
        match encode(value, &mut text).map(<[u8]>::len) {
            Err(error) if error.kind() == ErrorKind::BufferFull && room < MOST => room = room.saturating_mul(2),
            written => {
                text.truncate(written?);
                return Ok(text);
            }
        }
    }
}

impl Serialize for Settled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.read().token() {
            Token::Null | Token::End => serializer.serialize_unit(),
            Token::Bool(value) => serializer.serialize_bool(value),
            Token::String(text) => serializer.serialize_str(text),
            Token::Number(text) => serialize_number(text, serializer),
            Token::Begin { object: false } => {
                let mut rest = self.inside();
                let mut list = serializer.serialize_seq(Some(self.count()))?;
                while !rest.leave() {
                    list.serialize_element(&rest.value())?;
                }
                list.end()
            }
            Token::Begin { object: true } => {
                let mut rest = self.inside();
                let mut map = serializer.serialize_map(Some(self.count() / 2))?;
                while !rest.leave() {
                    let key = rest.string().unwrap_or_default();
                    map.serialize_entry(key, &rest.value())?;
                }
                map.end()
            }
        }
    }
}

impl Settled<'_> {
    /// How many values are in a container: for an object, keys too.
    fn count(self) -> usize {
        let mut rest = self.inside();
        core::iter::from_fn(|| (!rest.leave()).then(|| rest.value())).count()
    }
}

fn serialize_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match (text.parse::<u64>(), text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(value), ..) => serializer.serialize_u64(value),
        (_, Ok(value @ ..0), _) => serializer.serialize_i64(value),
        (_, _, Ok(value)) if value.is_finite() => serializer.serialize_f64(value),
        _ => Err(S::Error::custom("a number beyond what a float can say")),
    }
}

/// Writes what a deserializer has as JSON.
struct Transcriber<'t> {
    text: &'t mut Vec<u8>,
    depth: u8,
}

impl Transcriber<'_> {
    /// Appends what takes `most` bytes.
    fn put<E: ::serde::de::Error>(self, most: usize, write: impl FnOnce(&mut Writer<'_>)) -> Result<(), E> {
        let end = self.text.len();
        self.text.resize(end.saturating_add(most), 0);
        let mut writer = Writer::new(self.text.get_mut(end..).unwrap_or_default());
        write(&mut writer);
        let written = writer.finish().map_err(E::custom)?.len();
        self.text.truncate(end.saturating_add(written));
        Ok(())
    }

    fn number<E: ::serde::de::Error>(self, number: impl fmt::Display) -> Result<(), E> {
        let text = alloc::format!("{number}");
        self.put(text.len(), |writer| writer.word(&text))
    }

    /// Writes a container, with `element` until it has no more.
    fn container<E>(
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

    /// For what is in a container.
    fn inside<E: ::serde::de::Error>(&mut self) -> Result<Transcriber<'_>, E> {
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
        f.write_str("a value that JSON has")
    }

    fn visit_unit<E: ::serde::de::Error>(self) -> Result<(), E> {
        self.put(4, |writer| writer.word("null"))
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
        self.put(5, |writer| value.encode(writer))
    }

    fn visit_u64<E: ::serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.number(value)
    }

    fn visit_i64<E: ::serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.number(value)
    }

    fn visit_f64<E: ::serde::de::Error>(self, value: f64) -> Result<(), E> {
        // With a fraction or an exponent, as it is no integer.
        if value.is_finite() {
            self.number(format_args!("{value:?}"))
        } else {
            Err(E::custom("JSON has no such number"))
        }
    }

    fn visit_str<E: ::serde::de::Error>(self, text: &str) -> Result<(), E> {
        // Six bytes, such as \u0000, are the most that one becomes.
        self.put(text.len().saturating_mul(6).saturating_add(2), |writer| writer.string(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.container(*b"[]", |inside| Ok(list.next_element_seed(inside.inside()?)?.is_some()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.container(*b"{}", |inside| {
            if map.next_key_seed(Key(inside.inside()?))?.is_none() {
                return Ok(false);
            }
            inside.text.push(b':');
            map.next_value_seed(inside.inside()?)?;
            Ok(true)
        })
    }
}

/// Writes a key, which must be a text.
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
        f.write_str("a text as a key")
    }

    fn visit_str<E: ::serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.0.visit_str(text)
    }
}

/// Implements `Serialize` for types that are written by hand.
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
