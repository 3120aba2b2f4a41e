//! The other implementations on the corpus, each with its best API.
//!
//! All of them go through serde, so their types are declared once ([`documents`](growing::documents)): the same fields as
//! this crate's, with texts borrowed where the implementation can. What a list and a text is made of differs: there is
//! one set that grows ([`growing`]) and one of fixed capacity ([`fixed`]).

pub mod chart;
mod codecs;
pub mod fixed;
pub mod growing;

use serde::{Deserialize, Serialize};

use crate::support::Work;

/// An implementation: what it is called, and how it is used at its best.
pub trait Codec: Default + 'static {
    /// The name in the results.
    const NAME: &'static str;

    /// Whether decoding changes the payload, so that it must be restored each time.
    const IN_PLACE: bool = false;

    /// Decodes a payload.
    fn decode<'a, T: Deserialize<'a>>(&mut self, payload: &'a mut [u8]) -> Option<T>;

    /// Decodes a document that was in a string; `scratch` is room for a copy, where one is needed.
    fn decode_text<'a, T: Deserialize<'a>>(&mut self, text: &'a str, scratch: &'a mut Vec<u8>) -> Option<T>;

    /// Encodes a value into `output`, over whatever is in it, and says how long the document is.
    fn encode<T: Serialize>(&mut self, value: &T, output: &mut Vec<u8>) -> usize;
}

/// Everything that is measured of the other implementations on one message.
pub fn works(name: &str) -> Vec<Work> {
    let mut works = growing::documents::works::<codecs::SerdeJson>(name);
    works.extend(growing::documents::works::<codecs::SonicRs>(name));
    works.extend(growing::documents::works::<codecs::SimdJson>(name));
    works.extend(fixed::documents::works::<codecs::SerdeJsonCore>(name));
    works
}

/// Whether two documents say the same, with those inside their strings.
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
