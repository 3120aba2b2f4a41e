//! Many bytes looked at together, by plain code: vector instructions where there are some, arithmetic in words elsewhere.

use core::ops::BitOr;

/// What one step of a scan looks at.
pub(in crate::json) type Block = [u8; BLOCK];

pub(in crate::json) const BLOCK: usize = 16;

/// Bytes; or marks on them, in which a byte that is not marked is 0.
pub(in crate::json) trait Lanes: Copy + BitOr<Output = Self> {
    /// Marks the bytes that are this one.
    fn is(self, byte: u8) -> Self;

    /// Marks the control characters.
    fn is_control(self) -> Self;

    /// The bytes, with these bits set in each.
    fn with(self, bits: u8) -> Self;

    /// Where the first mark is; as many as there are bytes if there is none.
    fn first(self) -> usize;

    /// All marks: a bit for each byte, the first one's lowest.
    fn bits(self) -> u32;
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

    /// The bytes of each kind that is looked for.
    fn found(bytes: impl Lanes, byte: u8) -> [u32; 4] {
        let either = bytes.is(byte) | bytes.is(b'"');
        [bytes.is(byte), bytes.is_control(), either, bytes.with(4).is(byte | 4)].map(|marks| {
            assert_eq!(marks.first(), BLOCK.min(marks.bits().trailing_zeros() as usize));
            marks.bits()
        })
    }

    #[test]
    fn vectors_and_words_find_what_a_search_byte_by_byte_finds() {
        for (byte, at) in (0..=u8::MAX).flat_map(|byte| (0..BLOCK).map(move |at| (byte, at))) {
            for other in [b'a', byte.wrapping_add(1), byte.wrapping_sub(1), byte ^ 0x80] {
                let block: Block = core::array::from_fn(|place| if place == at { byte } else { other });
                let all =
                    |is: &dyn Fn(u8) -> bool| block.iter().rev().fold(0, |bits, byte| bits << 1 | u32::from(is(*byte)));
                let expected = [
                    all(&|other| other == byte),
                    all(&|other| other < 0x20),
                    all(&|other| other == byte || other == b'"'),
                    all(&|other| other | 4 == byte | 4),
                ];
                assert_eq!(found(Bytes::new(&block), byte), expected, "{block:x?}");
                assert_eq!(found(Pair::new(&block), byte), expected, "{block:x?}");
            }
        }
    }

    /// Four blocks of one byte, with another at one place.
    fn four_blocks(byte: u8, other: u8, at: usize) -> [Block; 4] {
        core::array::from_fn(|block| {
            core::array::from_fn(
                |place| if at.checked_sub(place) == Some(block.wrapping_mul(BLOCK)) { byte } else { other },
            )
        })
    }

    #[test]
    fn four_blocks_are_plain_if_each_byte_is() {
        let is_odd = |byte: u8| matches!(byte, b'^' | b'|' | b'~');
        for (byte, at) in (0..=u8::MAX).flat_map(|byte| (0..4 * BLOCK).map(move |at| (byte, at))) {
            for other in [b'a', b' ', b'!', b'}', byte] {
                let blocks = four_blocks(byte, other, at);
                let plain = ![byte, other].iter().any(|byte| matches!(byte, 0..0x20 | b'"' | b'\\'));
                assert_eq!((no_stops(&blocks), words::no_stops(&blocks)), (plain, plain), "{byte:#x} {other:#x}");
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
}
