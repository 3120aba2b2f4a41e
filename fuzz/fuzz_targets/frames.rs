//! Shows that the messages in a stream do not depend on how it is cut up: a `FrameReader` that is fed with pieces, and asked
//! in different orders, tells the same as a reference that sees all bytes at once. Frames, too large messages, the end, and
//! each way to lose the stream; that a lost stream stays lost, and that there is always room or a message.
//!
//! Input: a byte of buffer size, four bytes of how to cut, the stream.
//!
//! Run: `cargo +nightly fuzz run frames -- -max_len=4096`
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::frames::check(data));
