//! Vectors of SSE2, which is part of x86-64.

use core::ops::BitOr;

use safe_arch as sse2;

use super::{Block, Lanes};

/// A block.
#[derive(Clone, Copy)]
pub struct Vector(sse2::m128i);

/// Returns a vector with this byte in every lane.
fn splat(byte: u8) -> sse2::m128i {
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
    fn mark_byte(self, byte: u8) -> Self {
        Self(sse2::cmp_eq_mask_i8_m128i(self.0, splat(byte)))
    }

    #[inline]
    fn mark_controls(self) -> Self {
        Self(sse2::cmp_eq_mask_i8_m128i(sse2::min_u8_m128i(self.0, splat(0x1f)), self.0))
    }

    /// XOR 2 maps exactly these bytes to the values up to 0x20.
    #[inline]
    fn mark_controls_and_quotes(self) -> Self {
        let bytes = self.0 ^ splat(2);
        Self(sse2::cmp_eq_mask_i8_m128i(sse2::min_u8_m128i(bytes, splat(0x20)), bytes))
    }

    #[inline]
    fn set_bits(self, bits: u8) -> Self {
        Self(self.0 | splat(bits))
    }

    #[inline]
    fn first_mark(self) -> Option<usize> {
        let mask = self.mask();
        (mask != 0).then(|| mask.trailing_zeros() as usize)
    }

    #[inline]
    fn mask(self) -> u32 {
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

/// Returns whether no byte of the blocks ends a run of plain characters in a string.
///
/// The minimum of the blocks is compared once. XOR 2 maps exactly the quote and the control characters to the values up
/// to 0x20, and the backslash to 0x5e. The sum with -0x5e, which is 0 for the backslash, needs no second copy of the block.
#[inline]
pub fn no_stops<const N: usize>(blocks: &[Block; N]) -> bool {
    let (mut quotes, mut backslashes) = (splat(0xff), splat(0xff));
    for block in blocks {
        let block = Vector::new(block).0 ^ splat(2);
        quotes = sse2::min_u8_m128i(quotes, block);
        backslashes = sse2::min_u8_m128i(backslashes, sse2::add_i8_m128i(block, splat(0x5eu8.wrapping_neg())));
    }
    let quotes = sse2::cmp_eq_mask_i8_m128i(sse2::min_u8_m128i(quotes, splat(0x20)), quotes);
    let backslashes = sse2::cmp_eq_mask_i8_m128i(backslashes, splat(0));
    sse2::move_mask_i8_m128i(quotes | backslashes) == 0
}

/// Returns whether all bytes of four blocks are ASCII and need no escape. It may also return false for blocks that
/// contain `^`, `|` or `~`, which differ from `<`, `>` and the backslash only in the ignored bits.
#[inline]
pub fn no_specials(blocks: &[Block; 4]) -> bool {
    let blocks = blocks.each_ref().map(|block| Vector::new(block).0);
    special_marks(blocks) == 0
}

/// Marks the places in which one of four blocks has a character that may be special.
#[cfg(not(target_feature = "avx512bw"))]
fn special_marks(blocks: [sse2::m128i; 4]) -> i32 {
    let [a, b, c, d] = blocks.map(|block| {
        let is_byte = |bits: u8, byte: u8| sse2::cmp_eq_mask_i8_m128i(block | splat(bits), splat(byte));
        // As signed bytes, those beyond ASCII are negative, so they are below the space like the control characters.
        is_byte(4, b'&') | is_byte(0x62, b'~') | sse2::cmp_gt_mask_i8_m128i(splat(0x20), block)
    });
    sse2::move_mask_i8_m128i(a | b | (c | d))
}

/// As above, with one comparison. The compiler turns each comparison into instructions of AVX-512 that are slower.
#[cfg(target_feature = "avx512bw")]
fn special_marks(blocks: [sse2::m128i; 4]) -> i32 {
    // 0 in each place where one of the blocks has this byte, apart from these bits.
    let difference = |bits: u8, byte: u8| min_bytes(blocks.map(|block| (block | splat(bits)) ^ splat(byte)));
    let lowest_difference = sse2::min_u8_m128i(difference(4, b'&'), difference(0x62, b'~'));
    // Above 0x5f in each place where one has a control character, or one that is not ASCII.
    let [a, b, c, d] = blocks.map(|block| sse2::sub_i8_m128i(block, splat(0x20)));
    let highest = sse2::max_u8_m128i(sse2::max_u8_m128i(a, b), sse2::max_u8_m128i(c, d));
    let is_odd = sse2::cmp_eq_mask_i8_m128i(sse2::max_u8_m128i(highest, splat(0x60)), highest);
    sse2::move_mask_i8_m128i(is_odd | sse2::cmp_eq_mask_i8_m128i(lowest_difference, splat(0)))
}

#[cfg(target_feature = "avx512bw")]
fn min_bytes([a, b, c, d]: [sse2::m128i; 4]) -> sse2::m128i {
    sse2::min_u8_m128i(sse2::min_u8_m128i(a, b), sse2::min_u8_m128i(c, d))
}
