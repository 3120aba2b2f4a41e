//! Shows that any 16 bytes are a header. A header that is read in place and built again, by field and as a whole, has
//! the same bytes. The parts of an identifier make up the identifier, and its names are stable.
//!
//! Input: the bytes of a header, and any bytes that follow it.
//!
//! Run: `cargo +nightly fuzz run header -- -max_len=32`
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    laws::header::check(&laws::implementation::Ours, data);
    // These functions are specific to this crate.
    laws::header::check_types(data);
});
