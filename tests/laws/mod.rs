//! The laws: properties that must hold for any bytes. Each law takes bytes, and panics if they violate it.
//!
//! The fuzz targets run the laws on inputs that a fuzzer finds, `tests/properties.rs` on inputs that proptest
//! generates, and `tests/regressions.rs` on inputs that once violated a law.
// Not every user of this module needs all of it.
#![allow(dead_code)]

pub mod decode;
pub mod endpoint;
pub mod frames;
pub mod header;
pub mod model;
pub mod oracle;
pub mod sample;
pub mod structured;

#[path = "../../examples/support/types.rs"]
pub mod types;

/// A function that checks a law.
pub type Law = fn(&[u8]);

/// All laws, by the names of their fuzz targets.
pub const LAWS: &[(&str, Law)] = &[
    ("header", header::check),
    ("frames", frames::check),
    ("decode", decode::check),
    ("structured", structured::check),
    ("json_oracle", oracle::check),
    ("endpoint", endpoint::check),
];
