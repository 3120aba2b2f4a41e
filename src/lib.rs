// Where the README's links lead to from here: of two definitions of a link the first one counts.
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
#![doc = include_str!("../benches/chart.md")]
#![doc = include_str!("../README.md")]
//!
//! # Reading order
//!
//! [`wire`] for what a message is, [`rpc`] for which there are, [`message`] for what they say; [`json`] for how they are read
//! and written; [`endpoint`] for who says them. Arrows run down only: `endpoint` knows `rpc`, `rpc` knows `message`,
//! `message` knows [`resource`] and [`oci`], all of them know `json`, and `wire` and `json` know nothing of each other.
//!
//! # Why it is built so
//!
//! - **One reader for two inputs.** Fields are read straight from the text; long lists are settled and stay in the buffer.
//!   Both inputs are behind one [`Reader`](json::Reader), so that a type is declared once and its code is linked once; a
//!   trait generic over two readers would have doubled it.
//! - **Settled text says how long its tokens are.** A list is walked without looking for the end of anything, and its UTF-8
//!   is checked once for the whole region (`src/json/settled/`).
//! - **One pass settles and checks.** Each type says its [`Shape`](json::Shape), and a table-driven pass checks every element of
//!   a list against it while the list is settled. After [`decode`](json::decode), everything is checked: a walk yields values,
//!   not results. A known key becomes its field's number on the way, so a walk looks for no key (`src/json/shape/`).
//! - **Sixteen bytes a step.** Where a string ends, and what of it needs an escape, is looked for with vector instructions,
//!   through `safe_arch`, so that there is no unsafe code here; in words where there are none. The law is written once for
//!   both (`src/json/bytes/lanes.rs`). Where the next step begins must not wait for what this one finds: that is worth more than
//!   any count of instructions.
//! - **Reading fails without a size.** [`Failed`](json::Failed) says nothing; the reader keeps the error. That took a third
//!   off the code.
//! - **The object loop is not generic.** It sees an object as [`DecodeObject`](json::DecodeObject): keys, and fields by
//!   number. 75 objects then cost 6 KB.
//!
//! # What a minor version may add
//!
//! Fields of messages, as the reference gets them, and names in open sets: end a message with `..Default::default()`, and a
//! `match` with `_`. No type of a dependency is in a signature, but zerocopy's traits on the header, and under their features
//! the traits of `embedded-io`, `embedded-io-async`, `serde` and `defmt`.
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

#[cfg(any(feature = "arbitrary", feature = "serde"))]
extern crate alloc;

// The code that the attributes emit names this crate.
extern crate self as gcs_prot;

#[cfg(feature = "arbitrary")]
pub mod arbitrary;
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
