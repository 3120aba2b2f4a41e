//! Decodes JSON in place, and encodes it into a bounded buffer. This module knows nothing of the bridge.
//!
//! Start with [`decode`] and [`encode`]. Use [`json_object`](crate::json_object) to declare a type of your own. Every
//! type reads from a [`Reader`] and writes to a [`Writer`].
//!
//! # How JSON is decoded
//!
//! - **In place.** [`decode`] takes the payload by `&mut`. It unescapes strings where they are, and returns them as
//!   `&str` into the same buffer. It needs no second buffer, no copy and no allocation.
//! - **Directly into the struct.** One loop decodes every object. It tries the next expected key before it searches the
//!   others. A document inside a string ([`JsonString`]) is decoded while it is still escaped.
//! - **Long lists stay in the buffer.** A [`Seq`], a [`Map`] or a [`RawJson`] is settled: one pass checks it against
//!   the [`Shape`] of its type, unescapes it, and turns it into tokens that are quick to walk. A [`List`] is for lists
//!   that are always short. It has a capacity.
//!
//! # What is accepted
//!
//! The decoder accepts what Go's `encoding/json`, the decoder of the reference, accepts: keys in any case, `null` for
//! any field, and unknown keys. It is stricter on purpose in three ways, with an error for each: it refuses duplicate
//! keys, invalid UTF-8, and nesting deeper than [`MAX_DEPTH`].
//!
//! # The layers
//!
//! Each folder and file of this module uses only those below it:
//!
//! | | |
//! |---|---|
//! | `serde` | conversion to and from other formats, with the feature `serde` |
//! | `types/` | `Seq`, `Map`, `List`, `Lazy`, `RawJson`, `JsonString` and others |
//! | `value` | `Decode` and `Encode`, and the simple types |
//! | `shape/` | what a type accepts, as data, and the pass that checks a value against it and settles the value |
//! | `object` | the fields of an object, and the loop that decodes one into a struct |
//! | `reader`, `writer` | reading values from text or tokens, and writing values into a buffer |
//! | `settled/` | the tokens, the pass for values of any type, and the cursor |
//! | `text/` | text in place: tokens, strings, documents in strings |
//! | `keys` | the keys of an object, prepared for fast comparison |
//! | `bytes/` | scanning by words and vectors, escapes, base64, numbers and UTF-8 |
//! | `kind` | the kinds of values, and the failure |
//!
//! There is one exception: the writer calls the trait `EncodeObject`, which is in `object`. `secret` depends on none of them.

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
pub use object::{DecodeObject, EncodeObject, FieldProgress};
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

/// Shows no data, because it may be secret.
impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

/// Shows no data, because it may be secret.
impl fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

/// Decodes one JSON document in place.
///
/// The value borrows the buffer, because its strings are in it. After an error, the buffer no longer contains JSON.
pub fn decode<'a, T: Decode<'a>>(document: &'a mut [u8]) -> Result<T, Error> {
    let mut value = T::default();
    decode_into(&mut value, document)?;
    Ok(value)
}

/// Decodes one JSON document in place, into an existing value. This avoids a copy of a large type.
///
/// A field that the document does not contain keeps the value that it had.
pub fn decode_into<'a, T: Decode<'a>>(value: &mut T, document: &'a mut [u8]) -> Result<(), Error> {
    let mut reader = Reader::from_text(document);
    let result = match reader.value(value) {
        Ok(()) => reader.end(),
        failed => failed,
    };
    reader.finish(result)
}

/// Encodes a value at the start of `buffer`, and returns the encoded document.
///
/// After an error, do not send the contents of the buffer.
pub fn encode<'b, T: Encode + ?Sized>(value: &T, buffer: &'b mut [u8]) -> Result<&'b [u8], Error> {
    let mut writer = Writer::new(buffer);
    value.encode(&mut writer);
    writer.finish()
}
