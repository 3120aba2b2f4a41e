//! Unescapes strings in place.

use super::lanes::BLOCK;
use super::scan::{chunk_at, chunk_at_mut, first_stop, is_stop};
use crate::certain::{Certain, Plus};

const HALF_BLOCK: usize = BLOCK / 2;

/// Moves the run of plain characters at `from` down to `to`. Returns the end of the run in its old and in its new
/// place.
///
/// `to` is at most `from`. Bytes that have not been read are not changed: a block is loaded before it is stored, and is
/// stored whole only if everything that it covers has been read.
#[inline]
pub(in crate::json) fn move_run(bytes: &mut [u8], mut from: usize, mut to: usize) -> (usize, usize) {
    while let Some(&block) = chunk_at(bytes, from) {
        let stop = first_stop(&block);
        let plain = stop.unwrap_or(BLOCK);
        // A store may cover only bytes that have been read.
        let room = from.plus(plain).minus(to);
        if room >= BLOCK
            && let Some(target) = chunk_at_mut(bytes, to)
        {
            *target = block;
        } else if room >= HALF_BLOCK
            && plain <= HALF_BLOCK
            && let (Some(target), Some(half)) = (chunk_at_mut::<HALF_BLOCK>(bytes, to), block.first_chunk())
        {
            *target = *half;
        } else {
            break;
        }
        (from, to) = (from.plus(plain), to.plus(plain));
        if stop.is_some() {
            return (from, to);
        }
    }
    while let Some(&byte) = bytes.get(from) {
        if is_stop(byte) {
            break;
        }
        put_byte(bytes, &mut to, byte);
        from = from.plus(1);
    }
    (from, to)
}

/// Moves text from `from` down to `to` and unescapes it, as long as whole blocks of it remain and each escape is a
/// backslash and a letter. Returns the end of this text in its old and in its new place. It ends at any other escape,
/// at the closing quote, or where less than a block remains.
///
/// Without `CLOSE`, `to` is at least a block below `from`, so no store covers bytes that have not been read. With it,
/// `to` is nearer, and the text also ends where this is no longer so.
#[inline(never)]
pub(in crate::json) fn unescape_blocks<const CLOSE: bool>(
    bytes: &mut [u8],
    mut from: usize,
    mut to: usize,
) -> (usize, usize) {
    debug_assert!(CLOSE || to.plus(BLOCK) <= from, "there must be room for a block");
    // One range for both blocks leaves fewer bounds to check than two.
    while let Some(range) = bytes.get_mut(to..from.plus(BLOCK))
        && let Some(&block) = range.last_chunk()
        && let Some(target) = range.first_chunk_mut()
    {
        // This store does not wait for the search.
        if !CLOSE {
            *target = block;
        }
        let Some(plain) = first_stop(&block) else {
            *target = block;
            (from, to) = (from.plus(BLOCK), to.plus(BLOCK));
            continue;
        };
        if CLOSE {
            let distance = from.minus(to);
            if plain.plus(distance) >= BLOCK {
                *target = block;
            } else {
                move_part(range, distance, plain);
            }
        }
        (from, to) = (from.plus(plain), to.plus(plain));
        let byte = match chunk_at(bytes, from) {
            Some(&[b'\\', letter]) => SHORT_ESCAPES.get(usize::from(letter)).copied().certain(),
            _ => 0,
        };
        if byte == 0 {
            break;
        }
        put_byte(bytes, &mut to, byte);
        from = from.plus(2);
        if CLOSE && from.minus(to) >= BLOCK {
            break;
        }
    }
    (from, to)
}

/// Moves the `plain` bytes at `distance`, which are less than a block, to the start of `range`: by two halves of a block,
/// which may overlap, by one, or by bytes. The bytes after them, which have not been read, are not changed.
#[inline(never)]
fn move_part(range: &mut [u8], distance: usize, plain: usize) {
    let last = plain.saturating_sub(HALF_BLOCK);
    if plain.plus(distance) >= HALF_BLOCK
        && let Some(&first_half) = chunk_at::<HALF_BLOCK>(range, distance)
        && let Some(&last_half) = chunk_at::<HALF_BLOCK>(range, distance.plus(last))
        && let Some(target) = range.first_chunk_mut()
    {
        *target = first_half;
        if let Some(target) = chunk_at_mut(range, last) {
            *target = last_half;
        }
        return;
    }
    let mut to = 0;
    for at in distance..distance.plus(plain) {
        let byte = range.get(at).copied().certain();
        put_byte(range, &mut to, byte);
    }
}

/// The character that a backslash and a letter stand for, or 0 if they are not a short escape. A table avoids a branch
/// on the letter, which the processor would often predict wrongly.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
const SHORT_ESCAPES: [u8; 256] = {
    let mut table = [0; 256];
    table[b'"' as usize] = b'"';
    table[b'\\' as usize] = b'\\';
    table[b'/' as usize] = b'/';
    table[b'b' as usize] = 0x08;
    table[b'f' as usize] = 0x0c;
    table[b'n' as usize] = b'\n';
    table[b'r' as usize] = b'\r';
    table[b't' as usize] = b'\t';
    table
};

/// An escape that has been unescaped.
pub(in crate::json) struct Unescaped {
    /// The end of the escape.
    pub from: usize,
    /// The end of its character.
    pub to: usize,
    /// Whether the character is a NUL.
    pub is_nul: bool,
}

/// Unescapes the escape whose letter, after the backslash, is at `from`. Writes its character at `to`. Returns `None`
/// if it is not a valid escape.
///
/// With `pairs`, a pair of surrogates becomes one character, and a lone surrogate becomes U+FFFD. Without it, this
/// returns `None` for a surrogate.
#[inline]
pub(in crate::json) fn unescape_at(bytes: &mut [u8], from: usize, mut to: usize, pairs: bool) -> Option<Unescaped> {
    let letter = *bytes.get(from)?;
    let next = from.plus(1);
    match SHORT_ESCAPES.get(usize::from(letter)) {
        Some(&byte) if byte > 0 => {
            put_byte(bytes, &mut to, byte);
            Some(Unescaped { from: next, to, is_nul: false })
        }
        _ if letter == b'u' => unescape_unicode(bytes, next, to, pairs),
        _ => None,
    }
}

/// Unescapes the `\u` escape whose digits are at `at`, or the pair of them, as [`unescape_at`] does.
#[inline(never)]
fn unescape_unicode(bytes: &mut [u8], at: usize, mut to: usize, pairs: bool) -> Option<Unescaped> {
    let high = code_unit(bytes, at)?;
    let mut from = at.plus(4);
    if let [0, byte @ 0..0x80] = high.to_be_bytes() {
        put_byte(bytes, &mut to, byte);
        return Some(Unescaped { from, to, is_nul: byte == 0 });
    }
    let mut code = u32::from(high);
    if let 0xd800..=0xdfff = high {
        if !pairs {
            return None;
        }
        let low = bytes.get(from..).and_then(|rest| rest.strip_prefix(b"\\u")).and_then(|rest| code_unit(rest, 0));
        if let (0xd800..=0xdbff, Some(low @ 0xdc00..=0xdfff)) = (high, low) {
            code = (u32::from(high & 0x3ff) << 10 | u32::from(low & 0x3ff)).plus(0x1_0000);
            from = from.plus(6);
        }
    }
    let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    put_char(bytes, &mut to, character);
    Some(Unescaped { from, to, is_nul: false })
}

/// Writes a character that is not ASCII at `to` in UTF-8, and advances `to`.
fn put_char(bytes: &mut [u8], to: &mut usize, character: char) {
    let code = u32::from(character);
    let more = match code {
        0..0x800 => 1,
        0x800..0x1_0000 => 2,
        _ => 3,
    };
    let six_bits = |place: u32| (code >> place.wrapping_mul(6)).to_le_bytes()[0];
    put_byte(bytes, to, !(0x7f >> more) | six_bits(more));
    for place in (0..more).rev() {
        put_byte(bytes, to, 0x80 | six_bits(place) & 0x3f);
    }
}

/// The value of a hexadecimal digit, or 0xff for any other byte.
#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "evaluated at compile time")]
const DIGITS: [u8; 256] = {
    let mut table = [0xff; 256];
    let mut byte = 0;
    while byte < 256 {
        if let Some(digit) = (byte as u8 as char).to_digit(16) {
            table[byte] = digit as u8;
        }
        byte += 1;
    }
    table
};

/// Returns the code unit that the four hexadecimal digits at `at` encode.
#[inline]
fn code_unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = chunk_at::<4>(bytes, at)?;
    let [a, b, c, d] = digits.map(|digit| DIGITS.get(usize::from(digit)).copied().certain());
    ((a | b | c | d) < 0x10).then_some(u16::from_be_bytes([a << 4 | b, c << 4 | d]))
}

/// Writes a byte at `to`, and advances `to`.
#[inline]
fn put_byte(bytes: &mut [u8], to: &mut usize, byte: u8) {
    if let Some(target) = bytes.get_mut(*to) {
        *target = byte;
    }
    *to = to.plus(1);
}
