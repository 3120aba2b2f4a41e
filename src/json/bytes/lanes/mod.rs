//! Examines many bytes at once, without `unsafe` code: with vector instructions where the target has them, and with
//! arithmetic on words elsewhere.

use core::ops::BitOr;

/// The bytes that one step of a scan examines.
pub(in crate::json) type Block = [u8; BLOCK];

pub(in crate::json) const BLOCK: usize = 16;

/// Several bytes, or marks on them. A byte that is not marked is 0.
pub(in crate::json) trait Lanes: Copy + BitOr<Output = Self> {
    /// Marks the bytes that equal `byte`.
    fn mark_byte(self, byte: u8) -> Self;

    /// Marks the control characters.
    fn mark_controls(self) -> Self;

    /// Marks the control characters and the quotes.
    #[inline]
    fn mark_controls_and_quotes(self) -> Self {
        self.mark_controls() | self.mark_byte(b'"')
    }

    /// Returns the bytes with `bits` set in each.
    fn set_bits(self, bits: u8) -> Self;

    /// Returns the index of the first marked byte.
    fn first_mark(self) -> Option<usize>;

    /// Returns one bit for each byte, that of the first byte lowest. The bit of a marked byte is set.
    fn mask(self) -> u32;
}

#[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
mod neon;
#[cfg(target_feature = "sse2")]
mod sse2;
mod words;

#[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
pub(in crate::json) use neon::{Vector as Bytes, no_specials, no_stops};
#[cfg(target_feature = "sse2")]
pub(in crate::json) use sse2::{Vector as Bytes, no_specials, no_stops};
pub(in crate::json) use words::Word;
#[cfg(not(any(target_feature = "sse2", all(target_arch = "aarch64", target_feature = "neon"))))]
pub(in crate::json) use words::{Pair as Bytes, no_specials, no_stops};

#[cfg(test)]
mod tests {
    use super::words::{self, Pair};
    use super::{BLOCK, Block, Bytes, Lanes, no_specials, no_stops};
    use crate::certain::Plus;

    /// Returns a mask for each kind of byte that a scan searches for.
    fn found(bytes: impl Lanes, byte: u8) -> [u32; 5] {
        let either = bytes.mark_byte(byte) | bytes.mark_byte(b'"');
        let same_bits = bytes.set_bits(4).mark_byte(byte | 4);
        let marks = [bytes.mark_byte(byte), bytes.mark_controls(), either, same_bits, bytes.mark_controls_and_quotes()];
        marks.map(|marks| {
            let mask = marks.mask();
            assert_eq!(marks.first_mark(), (mask != 0).then(|| mask.trailing_zeros() as usize));
            mask
        })
    }

    #[test]
    fn vectors_and_words_find_what_a_search_byte_by_byte_finds() {
        for (byte, at) in (0..=u8::MAX).flat_map(|byte| (0..BLOCK).map(move |at| (byte, at))) {
            for other in [b'a', byte.wrapping_add(1), byte.wrapping_sub(1), byte ^ 0x80] {
                let block: Block = core::array::from_fn(|place| if place == at { byte } else { other });
                let mask_of = |is_match: &dyn Fn(u8) -> bool| {
                    block.iter().rev().fold(0, |bits, byte| bits << 1 | u32::from(is_match(*byte)))
                };
                let expected = [
                    mask_of(&|other| other == byte),
                    mask_of(&|other| other < 0x20),
                    mask_of(&|other| other == byte || other == b'"'),
                    mask_of(&|other| other | 4 == byte | 4),
                    mask_of(&|other| matches!(other, 0..0x20 | b'"')),
                ];
                assert_eq!(found(Bytes::new(&block), byte), expected, "{block:x?}");
                assert_eq!(found(Pair::new(&block), byte), expected, "{block:x?}");
            }
        }
    }

    /// Returns blocks of `other`, with `byte` at the index `at`.
    fn blocks<const N: usize>(byte: u8, other: u8, at: usize) -> [Block; N] {
        core::array::from_fn(|block| {
            core::array::from_fn(
                |place| if at.checked_sub(place) == Some(block.wrapping_mul(BLOCK)) { byte } else { other },
            )
        })
    }

    #[test]
    fn blocks_are_plain_if_each_byte_is() {
        let is_odd = |byte: u8| matches!(byte, b'^' | b'|' | b'~');
        for (byte, at) in (0..=u8::MAX).flat_map(|byte| (0..4 * BLOCK).map(move |at| (byte, at))) {
            for other in [b'a', b' ', b'!', b'}', byte] {
                let plain = ![byte, other].iter().any(|byte| matches!(byte, 0..0x20 | b'"' | b'\\'));
                for sixteen in [blocks::<16>(byte, other, at), blocks(byte, other, at.plus(12 * BLOCK))] {
                    let found = (no_stops(&sixteen), words::no_stops(&sixteen));
                    assert_eq!(found, (plain, plain), "{byte:#x} {other:#x}");
                }
                let blocks = blocks::<4>(byte, other, at);
                let special = |byte: u8| matches!(byte, 0..0x20 | b'"' | b'&' | b'<' | b'>' | b'\\' | 0x7f..);
                let found = [no_specials(&blocks), words::no_specials(&blocks)];
                for found in found {
                    if [byte, other].into_iter().any(|byte| is_odd(byte) || byte == 0x7f || byte >= 0x80) {
                        let special = [byte, other]
                            .into_iter()
                            .any(|byte| matches!(byte, 0..0x20 | b'"' | b'&' | b'<' | b'>' | b'\\' | 0xe2));
                        assert!(!(found && special), "{byte:#x} {other:#x}");
                    } else {
                        assert_eq!(found, ![byte, other].into_iter().any(special), "{byte:#x} {other:#x}");
                    }
                }
            }
        }
    }

    /// Marks of two blocks in the same lane must not cancel each other out.
    #[test]
    #[expect(clippy::indexing_slicing, reason = "a test may panic")]
    fn two_bytes_in_the_same_lane_are_found_like_one() {
        let places = |lane| (0..4).flat_map(move |first| (0..4).map(move |second| (lane, first, second)));
        for (lane, first, second) in (0..BLOCK).flat_map(places) {
            for [one, other] in [*b"\"\\", *b"\\\"", *b"\x1f\\", *b"\"\"", *b"<&", *b"<\n", *b"\xe2&"] {
                let mut blocks = [[b'a'; BLOCK]; 4];
                blocks[first][lane] = one;
                blocks[second][lane] = other;
                let plain = !blocks.as_flattened().iter().any(|byte| matches!(byte, 0..0x20 | b'"' | b'\\'));
                assert_eq!((no_stops(&blocks), words::no_stops(&blocks)), (plain, plain), "{one:#x} {other:#x}");
                assert_eq!((no_specials(&blocks), words::no_specials(&blocks)), (false, false), "{one:#x} {other:#x}");
            }
        }
    }
}
