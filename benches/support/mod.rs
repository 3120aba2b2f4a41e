//! Shared parts of the benchmarks: the corpus, and the work of each implementation on it.
// Not every benchmark uses all of this module.
#![allow(dead_code)]

pub mod baseline;
pub mod corpus;
mod fields;
pub mod header;
pub mod ours;
pub mod rows;

/// One operation of one implementation on one message.
pub struct Work {
    /// The operation: `decode`, `encode`, or `relay`, which encodes a message that has just been decoded.
    pub op: &'static str,
    /// The name of the message. It ends with `-walked` if every list and map is walked after decoding.
    pub message: String,
    /// The name of the implementation.
    pub implementation: &'static str,
    /// The length of the payload, in bytes.
    pub bytes: usize,
    /// Does the work the given number of times.
    pub run: Box<dyn FnMut(u32)>,
}
