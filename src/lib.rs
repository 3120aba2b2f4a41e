#![doc = include_str!("../README.md")]
//!
//! # Reading order
//!
//! [`wire`] for what a message is, [`rpc`] for which there are, [`message`] for what they say; [`json`] for how they are read
//! and written. Arrows run down only: `rpc` knows `message`, `message` knows [`resource`] and [`oci`], all of them know
//! `json`, and `wire` and `json` know nothing of each other.
#![no_std]
#![forbid(unsafe_code)]
// Nothing panics. The linker proves it; these catch it sooner.
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

pub mod endpoint;
pub mod error;
pub mod guide;
pub mod hresult;
pub mod json;
pub mod message;
pub mod oci;
pub mod resource;
pub mod rpc;
pub mod wire;

pub use error::{Error, ErrorKind, Expected};
pub use hresult::HResult;
