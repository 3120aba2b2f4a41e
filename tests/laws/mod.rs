//! The laws: what must hold of any bytes. Each takes bytes and panics if they break it.
//!
//! The fuzz targets feed them with what a fuzzer finds, `tests/properties.rs` with what proptest makes, and
//! `tests/regressions.rs` with what once broke one. The laws of JSON take the [implementation](implementation::Implementation)
//! that they are asked of.
// Shared: not every user wants all of it.
#![allow(dead_code)]

pub mod decode;
#[cfg(feature = "arbitrary")]
pub mod differential;
pub mod endpoint;
pub mod frames;
pub mod header;
pub mod implementation;
pub mod model;
pub mod oracle;
pub mod sample;
#[cfg(feature = "arbitrary")]
pub mod structured;

#[path = "../../examples/support/conformance/same.rs"]
pub mod same;
#[path = "../../examples/support/types.rs"]
pub mod types;

/// A law, by its name.
pub type Law = fn(&[u8]);

/// All of them, by the names of their fuzz targets.
pub const LAWS: &[(&str, Law)] = &[
    ("header", header::check),
    ("frames", frames::check),
    ("decode", |data| decode::check(&implementation::Ours, data)),
    #[cfg(feature = "arbitrary")]
    ("structured", |data| structured::check(&implementation::Ours, data)),
    ("json_oracle", |data| oracle::check(&implementation::Ours, data)),
    ("endpoint", endpoint::check),
];
