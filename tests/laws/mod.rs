//! The laws: what must hold of any bytes. Each takes bytes and panics if they break it.
//!
//! The fuzz targets feed them with what a fuzzer finds, `tests/properties.rs` with what proptest makes, and
//! `tests/regressions.rs` with what once broke one.
// Shared: not every user wants all of it.
#![allow(dead_code)]

pub mod decode;
pub mod endpoint;
pub mod frames;
pub mod header;
pub mod model;
pub mod oracle;
pub mod sample;
#[cfg(feature = "arbitrary")]
pub mod structured;

#[path = "../../examples/support/types.rs"]
pub mod types;

/// A law, by its name.
pub type Law = fn(&[u8]);

/// All of them, by the names of their fuzz targets.
pub const LAWS: &[(&str, Law)] = &[
    ("header", header::check),
    ("frames", frames::check),
    ("decode", decode::check),
    #[cfg(feature = "arbitrary")]
    ("structured", structured::check),
    ("json_oracle", oracle::check),
    ("endpoint", endpoint::check),
];
