//! The laws: properties that hold for any input. Each takes bytes and panics if they violate it.
//!
//! The fuzz targets call them with the fuzzer's inputs, `tests/properties.rs` with those of proptest, and `tests/regressions.rs`
//! with inputs that once violated one.
//!
//! Each law takes the implementation that it tests, which implements a small trait:
//!
//! | law | trait |
//! |---|---|
//! | `decode`, `structured`, `json_oracle`, `differential` | [`Implementation`](implementation::Implementation) |
//! | `header` | [`Headers`](header::Headers) |
//! | `frames` | [`Frames`](frames::Frames) |
//! | `endpoint` | [`Guest`](endpoint::Guest), [`Host`](endpoint::Host) |
//!
//! [`Ours`](implementation::Ours) is this crate. `tests/foreign.rs` has implementations that share no code with it.
//! Separate functions check what is specific to this crate's interface.
// Several programs include this module, and none uses all of it.
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

/// A law.
pub type Law = fn(&[u8]);

/// All laws of this crate, by the names of their fuzz targets.
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
