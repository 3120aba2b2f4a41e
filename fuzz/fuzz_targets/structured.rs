//! Shows that decoding an encoded message gives the same message, for messages with arbitrary strings, numbers and
//! lists.
//!
//! Input: bytes from which `arbitrary` makes a message.
//!
//! Run: `cargo +nightly fuzz run structured -- -max_len=2048`
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::structured::check(&laws::implementation::Ours, data));
