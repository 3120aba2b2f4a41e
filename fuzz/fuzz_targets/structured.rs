//! Shows that a message made by an agent, of any texts, numbers and lists, is decoded as the same message that was encoded.
//!
//! Input: bytes of which `arbitrary` makes a message.
//!
//! Run: `cargo +nightly fuzz run structured -- -max_len=2048`
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::structured::check(&laws::implementation::Ours, data));
