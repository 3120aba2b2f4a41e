//! Shows that any bytes, as any of the types, are a value or an error and never a panic; that a value, encoded and decoded,
//! is the same value and the same bytes again; that what `check` accepts can be written and what it refuses cannot; and that
//! encoding needs exactly the room that it uses.
//!
//! Input: two bytes that choose a type of `examples/support/types.rs` (a hash of its name), the payload.
//!
//! Run: `cargo +nightly fuzz run decode -- -max_len=8192 -dict=fuzz/json.dict`
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::decode::check(&laws::implementation::Ours, data));
