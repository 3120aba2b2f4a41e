//! Shows that a generated message of any type is accepted and keeps its value, and that one with a fault is refused.
//!
//! Input: a byte that says what is generated, two bytes that select the type, and the bytes that the message is
//! generated from.
//!
//! Run: `cargo +nightly fuzz run structured -- -max_len=2048`
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::structured::check(&laws::implementation::Ours, data));
