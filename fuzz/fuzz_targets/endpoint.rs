//! Shows that guest and host endpoints survive whatever the other side sends and whatever order things are done in: no panic,
//! no handler sees an unchecked message, each connection carries whole messages, no answer goes out on another connection
//! than its request came in, and each response ends one call.
//!
//! Input: steps of two bytes, what is done and how much; behind a step that receives, the bytes.
//!
//! Run: `cargo +nightly fuzz run endpoint -- -max_len=8192 -dict=fuzz/json.dict`
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::endpoint::check(data));
