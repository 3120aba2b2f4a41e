//! The other implementations, each with its best API.
//!
//! All of them use serde, so their types are declared only once ([`documents`](growing::documents)). These types have
//! the same fields as the types of this crate, with strings borrowed where the implementation can do so. There is one
//! set of types whose lists grow ([`growing`]) and one whose lists have a fixed capacity ([`fixed`]).

pub mod chart;
mod codecs;
pub mod fixed;
pub mod growing;

use serde::{Deserialize, Serialize};

use crate::support::Work;

/// An implementation: its name, and how to use it at its best.
pub trait Codec: Default + 'static {
    /// The name in the results.
    const NAME: &'static str;

    /// Whether decoding changes the payload, so that it must be restored each time.
    const IN_PLACE: bool = false;

    /// Decodes a payload.
    fn decode<'a, T: Deserialize<'a>>(&mut self, payload: &'a mut [u8]) -> Option<T>;

    /// Decodes a nested document. `scratch` is a buffer for a copy, if the implementation needs one.
    fn decode_text<'a, T: Deserialize<'a>>(&mut self, text: &'a str, scratch: &'a mut Vec<u8>) -> Option<T>;

    /// Encodes a value into `output`, replacing its contents, and returns the length of the document.
    fn encode<T: Serialize>(&mut self, value: &T, output: &mut Vec<u8>) -> usize;
}

/// Returns all work that is measured on one message, for all implementations.
pub fn works(name: &str) -> Vec<Work> {
    let mut works = growing::documents::works::<codecs::SerdeJson>(name);
    works.extend(growing::documents::works::<codecs::SonicRs>(name));
    works.extend(growing::documents::works::<codecs::SimdJson>(name));
    works.extend(fixed::documents::works::<codecs::SerdeJsonCore>(name));
    works
}

/// Returns whether two documents have the same contents, including nested documents.
fn same(one: &[u8], other: &[u8]) -> bool {
    fn value(document: &[u8]) -> Option<serde_json::Value> {
        serde_json::from_slice(document).ok().map(unpacked)
    }
    fn unpacked(value: serde_json::Value) -> serde_json::Value {
        use serde_json::Value;
        match value {
            Value::String(text) if text.starts_with('{') => value_or_text(text),
            Value::Array(list) => list.into_iter().map(unpacked).collect(),
            Value::Object(map) => map.into_iter().map(|(key, value)| (key, unpacked(value))).collect(),
            other => other,
        }
    }
    fn value_or_text(text: String) -> serde_json::Value {
        value(text.as_bytes()).unwrap_or(text.into())
    }
    value(one).is_some() && value(one) == value(other)
}
