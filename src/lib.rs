//! The HCS <-> GCS bridge protocol.
#![no_std]

pub mod error;
pub mod hresult;
pub mod json;
pub mod wire;

pub use error::{Error, ErrorKind, Expected};
