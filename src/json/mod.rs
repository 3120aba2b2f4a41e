//! JSON, read in place and written into a bounded buffer. Knows nothing of the bridge.
//!
//! Reading order: [`decode`] and [`encode`], then [`json_object`](crate::json_object) for a type of your own, then
//! [`Reader`] and [`Writer`], which every type goes through.
//!
//! # How it is read
//!
//! - **In place.** [`decode`] takes the payload by `&mut`: strings are unescaped where they lie and handed out as `&str`
//!   of that same buffer. There is no scratch, no copy, and no allocation.
//! - **Directly into the struct.** One loop serves every object; a field is found by the key that is expected next, and
//!   only otherwise by search. A document inside a string ([`JsonString`]) is read while it is still escaped.
//! - **Long lists stay in the buffer.** A [`Seq`], a [`Map`] or a [`RawJson`] is settled: checked and unescaped in one
//!   pass, then walked as often as one likes, without a capacity. What is short by nature is a [`List`].
//!
//! # What is accepted
//!
//! What Go's `encoding/json`, the reference's reader, accepts: keys in any ASCII case, `null` for any field, unknown keys.
//! Stricter on purpose, each with an error of its own: duplicate keys, invalid UTF-8, and nesting beyond
//! [`MAX_DEPTH`].

mod bytes;
mod keys;
mod kind;
mod object;
mod reader;
#[cfg(feature = "serde")]
pub mod serde;
mod settled;
mod shape;
mod text;
mod types;
mod value;
mod writer;

pub use keys::{Key, Keys, MAX_FIELDS};
pub use kind::{Failed, Kind, MAX_DEPTH};
pub use object::{DecodeObject, EncodeObject, InOrder};
pub use reader::Reader;
pub use shape::{Fields, Shape};
pub use types::{JsonString, Lazy, List, Map, MapIter, RawJson, Seq, SeqIter};
pub use value::{Decode, Encode, Secret};
pub use writer::Writer;

use core::fmt;

use crate::error::Error;

/// What is being read may be a secret, and is not shown.
impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

/// What has been written may be a secret, and is not shown.
impl fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

/// Decodes one JSON document in place.
///
/// The buffer is given up to the value: its strings are in it. After an error it holds no JSON any more.
pub fn decode<'a, T: Decode<'a>>(document: &'a mut [u8]) -> Result<T, Error> {
    let mut value = T::default();
    decode_into(&mut value, document)?;
    Ok(value)
}

/// Decodes one JSON document in place, into a value that stands already: for a large type, without a copy of it.
///
/// Fields that the document does not name keep what `value` had.
pub fn decode_into<'a, T: Decode<'a>>(value: &mut T, document: &'a mut [u8]) -> Result<(), Error> {
    let mut reader = Reader::text(document);
    let result = match reader.value(value) {
        Ok(()) => reader.end(),
        failed => failed,
    };
    reader.finish(result)
}

/// Encodes a value into the front of `buffer`, and returns that part.
///
/// On an error, nothing that was written is meant to be sent.
pub fn encode<'b, T: Encode + ?Sized>(value: &T, buffer: &'b mut [u8]) -> Result<&'b [u8], Error> {
    let mut writer = Writer::new(buffer);
    value.encode(&mut writer);
    writer.finish()
}
