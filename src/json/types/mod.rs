//! The types of message fields, apart from the simple ones.

mod array;
mod base64;
mod equal;
mod int_map;
mod json_string;
mod lazy;
mod list;
mod map;
mod nullable;
mod raw;
mod seq;

pub use base64::Base64Json;
pub use int_map::{IntMap, IntMapIter};
pub use json_string::{JsonString, JsonStringOrDefault};
pub use lazy::Lazy;
pub use list::List;
pub use map::{Map, MapIter};
pub use nullable::Nullable;
pub use raw::RawJson;
pub use seq::{Seq, SeqIter};
