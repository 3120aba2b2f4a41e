//! NEON, which is part of 64-bit Arm.

use core::ops::BitOr;

use wide::{i8x16, u8x16};

use super::{Block, Lanes};

/// A block.
#[derive(Clone, Copy)]
pub struct Vector(u8x16);

/// A byte, in each place.
fn all(byte: u8) -> u8x16 {
    u8x16::splat(byte)
}

/// Marks the places in which two vectors have the same byte.
fn equal(one: u8x16, other: u8x16) -> u8x16 {
    one.simd_eq(other)
}

/// One bit for each byte: its high bit.
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
        Self(equal(self.0, all(byte)))
    }

    #[inline]
    fn mark_controls(self) -> Self {
        Self(equal(self.0.min(all(0x1f)), self.0))
    }

    /// XOR 2 turns these bytes into all that are not above 0x20.
    #[inline]
    fn mark_controls_and_quotes(self) -> Self {
        let bytes = self.0 ^ all(2);
        Self(equal(bytes.min(all(0x20)), bytes))
    }

    #[inline]
    fn set_bits(self, bits: u8) -> Self {
        Self(self.0 | all(bits))
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

fn lowest([a, b, c, d]: [u8x16; 4]) -> u8x16 {
    a.min(b).min(c.min(d))
}

/// Whether all bytes of four blocks are plain characters of a string that is read.
///
/// The four blocks are folded into their lowest bytes, and compared once. What XOR 2 makes of a quote and of the control
/// characters is all that is not above 0x20.
#[inline]
pub fn no_stops(blocks: &[Block; 4]) -> bool {
    let blocks = blocks.each_ref().map(|block| u8x16::new(*block));
    let quotes = lowest(blocks.map(|block| block ^ all(2)));
    let backslashes = lowest(blocks.map(|block| block ^ all(b'\\')));
    high_bits(equal(quotes.min(all(0x20)), quotes) | equal(backslashes, all(0))) == 0
}

/// Whether all bytes of four blocks are ASCII and plain characters of a string that is written. May be false nevertheless where
/// there is a `^`, `|` or `~`, which differ from `<`, `>` and the backslash in no more bits than those from each other.
#[inline]
pub fn no_specials(blocks: &[Block; 4]) -> bool {
    let blocks = blocks.each_ref().map(|block| u8x16::new(*block));
    // 0 in each place where one of the blocks has this byte, apart from these bits.
    let differs = |bits: u8, byte: u8| lowest(blocks.map(|block| (block | all(bits)) ^ all(byte)));
    let some = differs(4, b'&').min(differs(0x62, b'~'));
    // Above 0x5f in each place where one has a control character, or one that is not ASCII.
    let [a, b, c, d] = blocks.map(|block| block - all(0x20));
    let highest = a.max(b).max(c.max(d));
    high_bits(equal(highest.max(all(0x60)), highest) | equal(some, all(0))) == 0
}
