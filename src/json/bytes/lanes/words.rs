//! Words of eight bytes, for machines without vector instructions. The first byte is the lowest. A byte is marked if
//! its high bit is set.

use core::ops::BitOr;

use super::Lanes;

/// Half a block.
#[derive(Clone, Copy)]
pub struct Word(u64);

/// Returns a word with this byte in every lane.
const fn splat(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Marks the bytes that are zero: the addition carries nothing into their high bits.
const fn mark_zeros(word: u64) -> u64 {
    !((word & splat(0x7f)).wrapping_add(splat(0x7f)) | word | splat(0x7f))
}

impl Word {
    #[inline]
    pub const fn new(bytes: [u8; 8]) -> Self {
        Self(u64::from_le_bytes(bytes))
    }
}

impl Lanes for Word {
    #[inline]
    fn mark_byte(self, byte: u8) -> Self {
        Self(mark_zeros(self.0 ^ splat(byte)))
    }

    #[inline]
    fn mark_controls(self) -> Self {
        Self(mark_zeros(self.0 & splat(0xe0)))
    }

    #[inline]
    fn set_bits(self, bits: u8) -> Self {
        Self(self.0 | splat(bits))
    }

    #[inline]
    fn first_mark(self) -> Option<usize> {
        (self.0 != 0).then(|| (self.0.trailing_zeros() >> 3) as usize)
    }

    #[inline]
    fn mask(self) -> u32 {
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

/// A block, for machines without vector instructions.
#[cfg(any(not(any(target_feature = "sse2", all(target_arch = "aarch64", target_feature = "neon"))), test))]
#[derive(Clone, Copy)]
pub struct Pair(Word, Word);

#[cfg(any(not(any(target_feature = "sse2", all(target_arch = "aarch64", target_feature = "neon"))), test))]
impl Pair {
    #[inline]
    pub fn new(block: &super::Block) -> Self {
        let half = |at| block.get(at..).and_then(<[u8]>::first_chunk).map_or(Word(0), |half| Word::new(*half));
        Self(half(0), half(8))
    }
}

#[cfg(any(not(any(target_feature = "sse2", all(target_arch = "aarch64", target_feature = "neon"))), test))]
impl Lanes for Pair {
    #[inline]
    fn mark_byte(self, byte: u8) -> Self {
        Self(self.0.mark_byte(byte), self.1.mark_byte(byte))
    }

    #[inline]
    fn mark_controls(self) -> Self {
        Self(self.0.mark_controls(), self.1.mark_controls())
    }

    #[inline]
    fn set_bits(self, bits: u8) -> Self {
        Self(self.0.set_bits(bits), self.1.set_bits(bits))
    }

    #[inline]
    fn first_mark(self) -> Option<usize> {
        self.0.first_mark().or_else(|| Some(self.1.first_mark()? | 8))
    }

    #[inline]
    fn mask(self) -> u32 {
        self.0.mask() | self.1.mask() << 8
    }
}

#[cfg(any(not(any(target_feature = "sse2", all(target_arch = "aarch64", target_feature = "neon"))), test))]
impl BitOr for Pair {
    type Output = Self;

    #[inline]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0, self.1 | other.1)
    }
}

/// Returns whether no byte of the blocks ends a run of plain characters in a string.
#[cfg(any(not(any(target_feature = "sse2", all(target_arch = "aarch64", target_feature = "neon"))), test))]
pub fn no_stops<const N: usize>(blocks: &[super::Block; N]) -> bool {
    has_no_marks(blocks, crate::json::bytes::scan::mark_stops)
}

/// Returns whether no byte of four blocks may need an escape.
#[cfg(any(not(any(target_feature = "sse2", all(target_arch = "aarch64", target_feature = "neon"))), test))]
pub fn no_specials(blocks: &[super::Block; 4]) -> bool {
    has_no_marks(blocks, crate::json::bytes::escape::mark_specials)
}

#[cfg(any(not(any(target_feature = "sse2", all(target_arch = "aarch64", target_feature = "neon"))), test))]
fn has_no_marks(blocks: &[super::Block], marks: impl Fn(Pair) -> Pair) -> bool {
    blocks.iter().all(|block| marks(Pair::new(block)).first_mark().is_none())
}
