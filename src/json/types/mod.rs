//! The types that messages are made of, beside the simple ones.

mod json_string;
mod lazy;
mod list;
mod map;
mod raw;
mod seq;

pub use json_string::JsonString;
pub use lazy::Lazy;
pub use list::List;
pub use map::{Map, MapIter};
pub use raw::RawJson;
pub use seq::{Seq, SeqIter};
