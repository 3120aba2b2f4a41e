//! JSON, read in place and written into a bounded buffer. Knows nothing of the bridge.
//!
//! Start with [`decode`] and [`encode`], then [`json_object`](crate::json_object) for a type of your own, then [`Reader`] and
//! [`Writer`], which every type goes through.
//!
//! # How it is read
//!
//! - **In place.** [`decode`] takes the payload by `&mut`. Strings are unescaped where they lie and handed out as `&str` of
//!   that same buffer. There is no scratch, no copy, and no allocation.
//! - **Directly into the struct.** One loop serves every object. It tries the key that is expected next before it searches.
//!   A document inside a string ([`JsonString`]) is read while it is still escaped.
//! - **Long lists stay in the buffer.** A [`Seq`], a [`Map`] or a [`RawJson`] is settled: one pass checks it against the
//!   [`Shape`] of its type, unescapes it, and turns it into tokens that are quick to walk. What is short by nature is a
//!   [`List`], which has a capacity.
//!
//! # What is accepted
//!
//! What Go's `encoding/json`, the reference's reader, accepts: keys in any case, `null` for any field, unknown keys. It is
//! stricter on purpose, with an error for each: duplicate keys, invalid UTF-8, and nesting beyond [`MAX_DEPTH`].
//!
//! # The floors
//!
//! Each folder and file of this module uses those below it alone:
//!
//! | | |
//! |---|---|
//! | `types/` | `Seq`, `Map`, `List`, `Lazy`, `RawJson`, `JsonString` |
//! | `value` | `Decode` and `Encode`, and the simple types |
//! | `shape/` | what a type accepts, as data; the pass that settles and checks by it |
//! | `object` | the keys of an object, and the loop that reads one into a struct |
//! | `reader`, `writer` | values out of text or tokens, and values into a buffer |
//! | `settled/` | the tokens, the pass for values of any type, the cursor |
//! | `text/` | text in place: tokens, strings, documents in strings |
//! | `bytes/` | scanning by words and vectors, escapes, numbers |

mod bytes;
mod keys;
mod kind;
mod object;
mod reader;
mod secret;
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
pub use secret::{Revealed, Secret};
pub use shape::{Docs, Fields, Form, Member, OneOf, Shape, Tagged, Variant};
pub use types::{
    Base64Json, IntMap, IntMapIter, JsonString, JsonStringOrDefault, Lazy, List, Map, MapIter, Nullable, RawJson, Seq,
    SeqIter,
};
pub use value::{Decode, Encode};
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
