//! Shows that the messages in a stream do not depend on how the stream is split.
//!
//! A `FrameReader` gets the stream in pieces and is called in different orders. It must report the same events as a
//! reference that sees all bytes at once: frames, oversized messages, the end, and each way to lose the stream. A lost
//! stream must stay lost, and there must always be free space or a message.
//!
//! Input: a byte for the buffer size, four bytes that determine how to split the stream, then the stream.
//!
//! Run: `cargo +nightly fuzz run frames -- -max_len=4096`
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    laws::frames::check(&laws::implementation::Ours, data);
    // These functions are specific to this crate's reader.
    laws::frames::check_calls(data);
});
