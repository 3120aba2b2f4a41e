//! Shows that JSON is read as the reference reads it: verdict and value are those of a second implementation
//! (`tests/laws/model.rs`), for any JSON, for an object with every kind of field, and for documents in strings in any spelling
//! of their escapes; and that the second implementation takes for JSON what `serde_json` does.
//!
//! Where `serde_json` is meant to differ: lone surrogates, nesting deeper than 64, numbers beyond a double.
//!
//! Input: a byte of what to make of the others (see `tests/laws/oracle.rs`).
//!
//! Run: `cargo +nightly fuzz run json_oracle -- -max_len=4096 -dict=fuzz/json.dict`
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::oracle::check(&laws::implementation::Ours, data));
