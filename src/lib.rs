// The first definition of a link counts, so these replace those at the end of the README.
//! [`wire`]: crate::wire
//! [`json`]: crate::json
//! [`json_object`]: crate::json_object
//! [`message`]: crate::message
//! [`resource`]: crate::resource
//! [`oci`]: crate::oci
//! [`windows`]: crate::windows
//! [`rpc`]: crate::rpc
//! [`endpoint`]: crate::endpoint
//! [`guide`]: crate::guide
//! [CONFORMANCE.md]: https://docs.rs/crate/gcs-prot/latest/source/examples/CONFORMANCE.md
//! [SECURITY.md]: https://docs.rs/crate/gcs-prot/latest/source/SECURITY.md
//! [Apache License, Version 2.0]: https://docs.rs/crate/gcs-prot/latest/source/LICENSE-APACHE
//! [MIT license]: https://docs.rs/crate/gcs-prot/latest/source/LICENSE-MIT
//!
#![doc = include_str!("../README.md")]
//!
//! # Reading order
//!
//! Start with [`wire`], which says what a message is. [`rpc`] lists the methods, and [`message`] has their requests and responses.
//! [`json`] reads and writes them, and [`endpoint`] holds the conversation. Dependencies go one way only: `endpoint` uses `rpc`,
//! `rpc` uses `message`, `message` uses [`resource`] and [`oci`], and all of them use `json`. `wire` and `json` do not use each
//! other.
//!
//! # Design
//!
//! - **One reader for two inputs.** Fields are read directly from the text. Long lists are settled: one pass turns them into tokens,
//!   which stay in the buffer. One [`Reader`](json::Reader) reads both, so a type is declared once and its code is linked once. A
//!   trait that is generic over two readers would double the code.
//! - **Tokens know their length.** A walk through a settled list does not search for the end of anything. The UTF-8 of a list is
//!   checked once (`src/json/settled/`).
//! - **One pass settles and checks.** Each type has a [`Shape`](json::Shape), and a table-driven pass checks every element of a list
//!   against it while it settles the list. After [`decode`](json::decode), everything is checked, so a walk yields values and not
//!   results. The pass also replaces known keys by field numbers, so a walk compares no keys (`src/json/shape/`).
//! - **Sixteen bytes a step.** Vector instructions find the end of a string and the characters that need an escape. `safe_arch`
//!   provides them, so this crate has no unsafe code. Other processors use words. The algorithm is written once for both
//!   (`src/json/bytes/lanes/`). The start of a step does not depend on the result of the step before, which matters more than the
//!   number of instructions.
//! - **A walk stays in registers.** Where the next token begins depends on the last one. An iterator keeps that position in a
//!   register, because a store and a load between two tokens took longer than reading a token (`src/json/settled/cursor.rs`).
//! - **Wider vectors only with `std`.** The standard library knows which vector instructions the processor has. With the feature
//!   `std`, simdutf8 uses the best of them to check text of 64 bytes or more. Without the feature, `core` checks all text, and the
//!   crate does not depend on simdutf8.
//! - **Errors are stored in the reader.** [`Failed`](json::Failed) is zero-sized: the reader stores the error, so propagating it
//!   costs nothing. This made the code a third smaller.
//! - **The object loop is not generic.** It sees an object as a [`DecodeObject`](json::DecodeObject): keys, and fields by number. 75
//!   objects then need 6 KB of code.
//!
//! # What a minor version may add
//!
//! A minor version may add fields to messages, as the reference gets them, and variants to open sets. End the expression of a message
//! with `..Default::default()`, and a `match` with `_`. The signatures of this crate contain no type of a dependency. They contain
//! traits of zerocopy on the header, and with their features the traits of `embedded-io`, `embedded-io-async`, `serde` and `defmt`.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]
#![forbid(unsafe_code)]
// Nothing panics. The linker proves it; these lints report it earlier.
#![deny(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unreachable,
    clippy::unwrap_used
)]

#[cfg(any(feature = "arbitrary", feature = "serde"))]
extern crate alloc;

// The attributes emit paths that begin with the name of this crate, also inside this crate.
extern crate self as gcs_prot;

#[cfg(feature = "arbitrary")]
pub mod arbitrary;
mod certain;
mod declare;
pub mod endpoint;
pub mod error;
mod guid;
pub mod guide;
pub mod hresult;
pub mod json;
#[cfg(feature = "defmt")]
mod log;
pub mod message;
pub mod oci;
pub mod resource;
pub mod rpc;
#[cfg(feature = "serde")]
mod serialize;
mod timestamp;
pub mod windows;
pub mod wire;

/// The version of defmt whose `Format` the types of this crate implement.
#[cfg(feature = "defmt")]
#[doc(no_inline)]
pub use ::defmt;
/// The version of serde whose traits the types of this crate implement.
#[cfg(feature = "serde")]
#[doc(no_inline)]
pub use ::serde;
#[doc(inline)]
pub use declare::{json_object, open_set};
pub use error::{Error, ErrorKind, Expected};
pub use guid::Guid;
#[doc(inline)]
pub use hresult::HResult;
#[doc(inline)]
pub use timestamp::Timestamp;
