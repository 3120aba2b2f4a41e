//! The laws: what must hold of any bytes. Each takes bytes and panics if they break it.
//!
//! The fuzz targets feed them with what a fuzzer finds, `tests/properties.rs` with what proptest makes, and
//! `tests/regressions.rs` with what once broke one.
//!
//! Each law takes the implementation that it is asked of, by a small trait:
//!
//! | law | trait |
//! |---|---|
//! | `decode`, `structured`, `json_oracle`, `differential` | [`Implementation`](implementation::Implementation) |
//! | `header` | [`Headers`](header::Headers) |
//! | `frames` | [`Frames`](frames::Frames) |
//! | `endpoint` | [`Guest`](endpoint::Guest), [`Host`](endpoint::Host) |
//!
//! [`Ours`](implementation::Ours) is this crate; `tests/foreign.rs` has implementations that share no code with it. What only this
//! crate's interface can show is checked by functions beside the laws.
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
pub mod own_endpoint;
pub mod sample;
#[cfg(feature = "arbitrary")]
pub mod structured;

#[path = "../../examples/support/conformance/same.rs"]
pub mod same;
#[path = "../../examples/support/types.rs"]
pub mod types;

/// A law, by its name.
pub type Law = fn(&[u8]);

/// All of them, asked of this crate, by the names of their fuzz targets.
pub const LAWS: &[(&str, Law)] = &[
    ("header", |data| {
        header::check(&implementation::Ours, data);
        header::check_types(data);
    }),
    ("frames", |data| {
        frames::check(&implementation::Ours, data);
        frames::check_calls(data);
    }),
    ("decode", |data| decode::check(&implementation::Ours, data)),
    #[cfg(feature = "arbitrary")]
    ("structured", |data| structured::check(&implementation::Ours, data)),
    ("json_oracle", |data| oracle::check(&implementation::Ours, data)),
    ("endpoint", own_endpoint::check),
];
