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

#[cfg(target_feature = "sse2")]
pub(in crate::json) use vector::Vector as Bytes;
#[cfg(not(target_feature = "sse2"))]
pub(in crate::json) use words::Pair as Bytes;
pub(in crate::json) use words::Word;

/// SSE2, which is part of x86-64.
#[cfg(target_feature = "sse2")]
mod vector {
    use core::ops::BitOr;

    use safe_arch as sse2;

    use super::{BLOCK, Block, Lanes};

    /// A block.
    #[derive(Clone, Copy)]
    pub struct Vector(sse2::m128i);

    /// A byte, in each place.
    fn all(byte: u8) -> sse2::m128i {
        sse2::set_splat_i8_m128i(byte.cast_signed())
    }

    impl Vector {
        #[inline]
        pub fn new(block: &Block) -> Self {
            Self(sse2::load_unaligned_m128i(block))
        }
    }

    impl Lanes for Vector {
        #[inline]
        fn is(self, byte: u8) -> Self {
            Self(sse2::cmp_eq_mask_i8_m128i(self.0, all(byte)))
        }

        #[inline]
        fn is_control(self) -> Self {
            Self(sse2::cmp_eq_mask_i8_m128i(sse2::min_u8_m128i(self.0, all(0x1f)), self.0))
        }

        #[inline]
        fn with(self, bits: u8) -> Self {
            Self(self.0 | all(bits))
        }

        #[inline]
        fn first(self) -> usize {
            (self.bits() | 1 << BLOCK).trailing_zeros() as usize
        }

        #[inline]
        fn bits(self) -> u32 {
            sse2::move_mask_i8_m128i(self.0).cast_unsigned()
        }
    }

    impl BitOr for Vector {
        type Output = Self;

        #[inline]
        fn bitor(self, other: Self) -> Self {
            Self(self.0 | other.0)
        }
    }
}

/// Words of eight bytes, the first lowest. A mark is the high bit of its byte.
mod words {
    use core::ops::BitOr;

    use super::Lanes;

    /// Half a block.
    #[derive(Clone, Copy)]
    pub struct Word(u64);

    /// A byte, in each place.
    const fn all(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }

    /// Marks the bytes that are zero: there, nothing is carried into the high bit.
    const fn zeros(word: u64) -> u64 {
        !((word & all(0x7f)).wrapping_add(all(0x7f)) | word | all(0x7f))
    }

    impl Word {
        #[inline]
        pub const fn new(bytes: [u8; 8]) -> Self {
            Self(u64::from_le_bytes(bytes))
        }
    }

    impl Lanes for Word {
        #[inline]
        fn is(self, byte: u8) -> Self {
            Self(zeros(self.0 ^ all(byte)))
        }

        #[inline]
        fn is_control(self) -> Self {
            Self(zeros(self.0 & all(0xe0)))
        }

        #[inline]
        fn with(self, bits: u8) -> Self {
            Self(self.0 | all(bits))
        }

        #[inline]
        fn first(self) -> usize {
            (self.0.trailing_zeros() >> 3) as usize
        }

        #[inline]
        fn bits(self) -> u32 {
            // Each mark is shifted to its own bit of the highest byte.
            u32::from((self.0 >> 7).wrapping_mul(0x0102_0408_1020_4080).to_be_bytes()[0])
        }
    }

    impl BitOr for Word {
        type Output = Self;

        #[inline]
        fn bitor(self, other: Self) -> Self {
            Self(self.0 | other.0)
        }
    }

    /// A block, where there are no vectors.
    #[cfg(any(not(target_feature = "sse2"), test))]
    #[derive(Clone, Copy)]
    pub struct Pair(Word, Word);

    #[cfg(any(not(target_feature = "sse2"), test))]
    impl Pair {
        #[inline]
        pub fn new(block: &super::Block) -> Self {
            let half = |at| block.get(at..).and_then(<[u8]>::first_chunk).map_or(Word(0), |half| Word::new(*half));
            Self(half(0), half(8))
        }
    }

    #[cfg(any(not(target_feature = "sse2"), test))]
    impl Lanes for Pair {
        #[inline]
        fn is(self, byte: u8) -> Self {
            Self(self.0.is(byte), self.1.is(byte))
        }

        #[inline]
        fn is_control(self) -> Self {
            Self(self.0.is_control(), self.1.is_control())
        }

        #[inline]
        fn with(self, bits: u8) -> Self {
            Self(self.0.with(bits), self.1.with(bits))
        }

        #[inline]
        fn first(self) -> usize {
            match self.0.first() {
                8 => self.1.first().wrapping_add(8),
                first => first,
            }
        }

        #[inline]
        fn bits(self) -> u32 {
            self.0.bits() | self.1.bits() << 8
        }
    }

    #[cfg(any(not(target_feature = "sse2"), test))]
    impl BitOr for Pair {
        type Output = Self;

        #[inline]
        fn bitor(self, other: Self) -> Self {
            Self(self.0 | other.0, self.1 | other.1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words::Pair;
    use super::{BLOCK, Block, Bytes, Lanes};

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
}
