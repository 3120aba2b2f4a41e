//! Shows that decoding any bytes as any type gives a value or an error, and never panics. Encoding a value and decoding
//! the result gives the same value and the same bytes again. Encoding needs exactly as much space as it uses.
//!
//! Input: two bytes that select a type of `examples/support/types.rs` by a hash of its name, then the payload.
//!
//! Run: `cargo +nightly fuzz run decode -- -max_len=8192 -dict=fuzz/json.dict`
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::decode::check(&laws::implementation::Ours, data));
