//! What the benchmarks share: the corpus, and what each implementation makes of it.
// Not every benchmark uses all of it.
#![allow(dead_code)]

pub mod baseline;
pub mod corpus;
mod fields;
pub mod header;
pub mod ours;
pub mod rows;

/// One operation of one implementation on one message.
pub struct Work {
    /// `decode`, `encode`, or `relay`: encode what was just decoded.
    pub op: &'static str,
    /// The message's name; `-walked` behind it if every list and map is walked after decoding.
    pub message: String,
    /// Whose work it is.
    pub implementation: &'static str,
    /// The length of the payload, in bytes.
    pub bytes: usize,
    /// Does it so many times.
    pub run: Box<dyn FnMut(u32)>,
}
