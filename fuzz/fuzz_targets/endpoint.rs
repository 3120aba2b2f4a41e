//! Shows that guest and host endpoints handle any bytes from a peer and any order of operations. They do not panic. No
//! handler sees an unchecked message, each connection carries complete messages, each response answers a
//! request of its session, and each response ends one call.
//!
//! Input: steps of two bytes, for the operation and its amount. A step that receives is followed by the bytes.
//!
//! Run: `cargo +nightly fuzz run endpoint -- -max_len=8192 -dict=fuzz/json.dict`
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::own_endpoint::check(data));
