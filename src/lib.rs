//! The HCS <-> GCS bridge protocol.
#![no_std]
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

pub mod error;
pub mod hresult;
pub mod json;
pub mod message;
pub mod oci;
pub mod resource;
pub mod rpc;
pub mod wire;

pub use error::{Error, ErrorKind, Expected};
pub use hresult::HResult;
