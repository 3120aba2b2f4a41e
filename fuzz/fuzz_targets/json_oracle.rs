//! Shows that this crate and a second implementation of the reference's rules (`tests/laws/model/`) accept the same
//! JSON and read the same values. This covers any JSON, an object with every kind of field, and nested documents with
//! any spelling of their escapes. The second implementation must also accept the same JSON as `serde_json`.
//!
//! `serde_json` differs intentionally for lone surrogates, nesting deeper than 64, and numbers outside the range of a
//! double.
//!
//! Input: a byte that determines how the other bytes are used (see `tests/laws/oracle.rs`), then these bytes.
//!
//! Run: `cargo +nightly fuzz run json_oracle -- -max_len=4096 -dict=fuzz/json.dict`
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::oracle::check(&laws::implementation::Ours, data));
