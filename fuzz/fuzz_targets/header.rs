//! Shows that any 16 bytes are a header: read in place and built again, by field and as a whole, they are the same bytes;
//! that the parts of an identifier make up the identifier; and that its names are stable.
//!
//! Input: the bytes of a header, and what follows it.
//!
//! Run: `cargo +nightly fuzz run header -- -max_len=32`
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::header::check(data));
