//! Many bytes looked at together, by plain code: vector instructions where there are some, arithmetic in words elsewhere.

use core::ops::BitOr;

/// What one step of a scan looks at.
pub(super) type Block = [u8; BLOCK];

pub(super) const BLOCK: usize = 16;

/// Bytes; or marks on them, in which a byte that is not marked is 0.
pub(super) trait Lanes: Copy + BitOr<Output = Self> {
    /// Marks the bytes that are this one.
    fn is(self, byte: u8) -> Self;

    /// Marks the control characters.
    fn is_control(self) -> Self;

    /// The bytes, with these bits set in each.
    fn with(self, bits: u8) -> Self;

    /// Where the first mark is; as many as there are bytes if there is none.
    fn first(self) -> usize;
}

#[cfg(target_feature = "sse2")]
pub(super) use vector::Vector as Bytes;
#[cfg(not(target_feature = "sse2"))]
pub(super) use words::Pair as Bytes;
pub(super) use words::Word;

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
            (sse2::move_mask_i8_m128i(self.0) | 1 << BLOCK).trailing_zeros() as usize
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

/// Words of eight bytes, the first lowest. A mark is the high bit of its byte; those behind the first one may be wrong.
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

    impl Word {
        #[inline]
        pub const fn new(bytes: [u8; 8]) -> Self {
            Self(u64::from_le_bytes(bytes))
        }
    }

    impl Lanes for Word {
        #[inline]
        fn is(self, byte: u8) -> Self {
            let zero = self.0 ^ all(byte);
            Self(zero.wrapping_sub(all(1)) & !zero & all(0x80))
        }

        #[inline]
        fn is_control(self) -> Self {
            Self(self.0.wrapping_sub(all(0x20)) & !self.0 & all(0x80))
        }

        #[inline]
        fn with(self, bits: u8) -> Self {
            Self(self.0 | all(bits))
        }

        #[inline]
        fn first(self) -> usize {
            (self.0.trailing_zeros() >> 3) as usize
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

    /// Where the first byte is of each kind that is looked for.
    fn found(bytes: impl Lanes, byte: u8) -> [usize; 4] {
        let either = bytes.is(byte) | bytes.is(b'"');
        [bytes.is(byte).first(), bytes.is_control().first(), either.first(), bytes.with(4).is(byte | 4).first()]
    }

    #[test]
    fn vectors_and_words_find_what_a_search_byte_by_byte_finds() {
        for (byte, at) in (0..=u8::MAX).flat_map(|byte| (0..BLOCK).map(move |at| (byte, at))) {
            for other in [b'a', byte.wrapping_add(1), byte.wrapping_sub(1), byte ^ 0x80] {
                let block: Block = core::array::from_fn(|place| if place == at { byte } else { other });
                let first = |is: &dyn Fn(u8) -> bool| block.iter().position(|byte| is(*byte)).unwrap_or(BLOCK);
                let expected = [
                    first(&|other| other == byte),
                    first(&|other| other < 0x20),
                    first(&|other| other == byte || other == b'"'),
                    first(&|other| other | 4 == byte | 4),
                ];
                assert_eq!(found(Bytes::new(&block), byte), expected, "{block:x?}");
                assert_eq!(found(Pair::new(&block), byte), expected, "{block:x?}");
            }
        }
    }
}
