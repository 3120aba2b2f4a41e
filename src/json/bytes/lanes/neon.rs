//! Vectors of NEON, which is part of 64-bit Arm.

use core::ops::BitOr;

use wide::{i8x16, u8x16};

use super::{Block, Lanes};

/// A block.
#[derive(Clone, Copy)]
pub struct Vector(u8x16);

/// Returns a vector with this byte in every lane.
fn splat(byte: u8) -> u8x16 {
    u8x16::splat(byte)
}

/// Marks the lanes in which two vectors have the same byte.
fn mark_equal(one: u8x16, other: u8x16) -> u8x16 {
    one.simd_eq(other)
}

/// Returns the high bit of each byte.
fn high_bits(bytes: u8x16) -> u32 {
    i8x16::new(bytes.to_array().map(u8::cast_signed)).to_bitmask()
}

impl Vector {
    #[inline]
    pub fn new(block: &Block) -> Self {
        Self(u8x16::new(*block))
    }
}

impl Lanes for Vector {
    #[inline]
    fn mark_byte(self, byte: u8) -> Self {
        Self(mark_equal(self.0, splat(byte)))
    }

    #[inline]
    fn mark_controls(self) -> Self {
        Self(mark_equal(self.0.min(splat(0x1f)), self.0))
    }

    /// XOR 2 maps exactly these bytes to the values up to 0x20.
    #[inline]
    fn mark_controls_and_quotes(self) -> Self {
        let bytes = self.0 ^ splat(2);
        Self(mark_equal(bytes.min(splat(0x20)), bytes))
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
        high_bits(self.0)
    }
}

impl BitOr for Vector {
    type Output = Self;

    #[inline]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

fn min_bytes([a, b, c, d]: [u8x16; 4]) -> u8x16 {
    a.min(b).min(c.min(d))
}

/// Returns whether no byte of the blocks ends a run of plain characters in a string.
///
/// The minimum of the blocks is compared once. XOR 2 maps exactly the quote and the control characters to the values up
/// to 0x20.
#[inline]
pub fn no_stops<const N: usize>(blocks: &[Block; N]) -> bool {
    let (mut quotes, mut backslashes) = (splat(0xff), splat(0xff));
    for block in blocks {
        let block = u8x16::new(*block);
        quotes = quotes.min(block ^ splat(2));
        backslashes = backslashes.min(block ^ splat(b'\\'));
    }
    high_bits(mark_equal(quotes.min(splat(0x20)), quotes) | mark_equal(backslashes, splat(0))) == 0
}

/// Returns whether all bytes of four blocks are ASCII and need no escape. It may also return false for blocks that
/// contain `^`, `|` or `~`, which differ from `<`, `>` and the backslash only in the ignored bits.
#[inline]
pub fn no_specials(blocks: &[Block; 4]) -> bool {
    let blocks = blocks.each_ref().map(|block| u8x16::new(*block));
    // A lane is 0 if one of the blocks has this byte there, apart from the ignored bits.
    let differences = |bits: u8, byte: u8| min_bytes(blocks.map(|block| (block | splat(bits)) ^ splat(byte)));
    let some = differences(4, b'&').min(differences(0x62, b'~'));
    // A lane is above 0x5f if one of the blocks has a control character or a byte that is not ASCII there.
    let [a, b, c, d] = blocks.map(|block| block - splat(0x20));
    let highest = a.max(b).max(c.max(d));
    high_bits(mark_equal(highest.max(splat(0x60)), highest) | mark_equal(some, splat(0))) == 0
}
