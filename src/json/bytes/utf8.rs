//! Checks that bytes are UTF-8.

#[cfg(not(feature = "std"))]
pub(in crate::json) use core::str::from_utf8;

/// Like [`core::str::from_utf8`], but faster for text of 64 bytes or more, with the vectors that the processor has.
#[cfg(feature = "std")]
#[inline]
pub(in crate::json) fn from_utf8(bytes: &[u8]) -> Result<&str, core::str::Utf8Error> {
    // simdutf8 leaves shorter text to `core`. It does not say where an error is.
    simdutf8::basic::from_utf8(bytes).or_else(|_| core::str::from_utf8(bytes))
}

#[cfg(test)]
mod tests {
    use super::from_utf8;

    #[test]
    #[expect(clippy::indexing_slicing, reason = "a test may panic")]
    fn text_of_any_length_is_checked_like_core_does() {
        // Characters of one to four bytes, parts of them, an overlong form, a surrogate, and what is beyond Unicode.
        let pieces: [&[u8]; 11] = [
            b"a",
            "\u{e9}".as_bytes(),
            "\u{263a}".as_bytes(),
            "\u{1f600}".as_bytes(),
            b"\x80",
            b"\xc3",
            b"\xe2\x98",
            b"\xf0\x9f\x98",
            b"\xc0\xaf",
            b"\xed\xa0\x80",
            b"\xf4\x90\x80\x80",
        ];
        for (length, piece) in (0..200).flat_map(|length| pieces.map(|piece| (length, piece))) {
            // Among letters, and among characters of two bytes.
            for (at, filler) in (0..=length).flat_map(|at| [(at, b"aa"), (at, b"\xc3\xa9")]) {
                let mut bytes = [0; 204];
                bytes.as_chunks_mut().0.fill(*filler);
                bytes[at..at + piece.len()].copy_from_slice(piece);
                let bytes = &bytes[..length + piece.len()];
                assert_eq!(from_utf8(bytes), core::str::from_utf8(bytes), "{piece:x?} at {at} of {length}");
            }
        }
    }
}
