//! Strings: unescaped where they lie.

use super::lanes::BLOCK;
use super::scan::{chunk_at, chunk_at_mut, first_stop, is_stop};

const HALF: usize = BLOCK / 2;

/// Moves the run of plain characters at `from` down to `to`, and returns where it ended in both places.
///
/// `to` is not above `from`. What has not been read yet is not changed: a block is loaded before it is stored, and stored
/// whole only if all that it covers has been read.
#[inline]
pub(in crate::json) fn move_run(bytes: &mut [u8], mut from: usize, mut to: usize) -> (usize, usize) {
    while let Some(&block) = chunk_at(bytes, from) {
        let stop = first_stop(&block);
        let plain = stop.unwrap_or(BLOCK);
        // What a store covers must have been read.
        let room = from.wrapping_add(plain).saturating_sub(to);
        if room >= BLOCK
            && let Some(target) = chunk_at_mut(bytes, to)
        {
            *target = block;
        } else if room >= HALF
            && plain <= HALF
            && let (Some(target), Some(half)) = (chunk_at_mut::<HALF>(bytes, to), block.first_chunk())
        {
            *target = *half;
        } else {
            break;
        }
        (from, to) = (from.wrapping_add(plain), to.wrapping_add(plain));
        if stop.is_some() {
            return (from, to);
        }
    }
    while let Some(&byte) = bytes.get(from) {
        if is_stop(byte) {
            break;
        }
        put(bytes, &mut to, byte);
        from = from.wrapping_add(1);
    }
    (from, to)
}

/// Moves text from `from` down to `to`, and unescapes it on the way, as far as there are whole blocks of it and its escapes have
/// a letter alone. Returns where it ended in both places: at any other escape, at the last quote, or at less than a block.
///
/// `to` is a block below `from` at least, so that no store covers what has not been read.
#[inline(never)]
pub(in crate::json) fn unescape_blocks(bytes: &mut [u8], mut from: usize, mut to: usize) -> (usize, usize) {
    debug_assert!(to.saturating_add(BLOCK) <= from, "there is room for a block");
    while let Some(&block) = chunk_at(bytes, from)
        && let Some(target) = chunk_at_mut(bytes, to)
    {
        *target = block;
        let Some(plain) = first_stop(&block) else {
            (from, to) = (from.wrapping_add(BLOCK), to.wrapping_add(BLOCK));
            continue;
        };
        (from, to) = (from.wrapping_add(plain), to.wrapping_add(plain));
        let byte = match chunk_at(bytes, from) {
            Some(&[b'\\', letter]) => SHORT_ESCAPES.get(usize::from(letter)).copied().unwrap_or_default(),
            _ => 0,
        };
        if byte == 0 {
            break;
        }
        put(bytes, &mut to, byte);
        from = from.wrapping_add(2);
    }
    (from, to)
}

/// What a letter behind a backslash stands for; 0 if it is none of the short escapes. A table, because a branch on which of
/// them it is would often be predicted wrongly.
#[expect(clippy::indexing_slicing, reason = "when the crate is compiled")]
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

/// Where an escape ends, and where its character ends.
pub(in crate::json) struct Ends {
    pub from: usize,
    pub to: usize,
    /// Whether the character is a NUL.
    pub is_nul: bool,
}

/// Unescapes the escape whose letter, behind its backslash, is at `from`, and writes its character at `to`. Returns `None` if it
/// is no escape.
///
/// With `pairs`, a pair of surrogates becomes one character and a lone one U+FFFD; without, a surrogate is not read.
#[inline]
pub(in crate::json) fn unescape(bytes: &mut [u8], from: usize, mut to: usize, pairs: bool) -> Option<Ends> {
    let letter = *bytes.get(from)?;
    let next = from.wrapping_add(1);
    match SHORT_ESCAPES.get(usize::from(letter)) {
        Some(&byte) if byte > 0 => {
            put(bytes, &mut to, byte);
            Some(Ends { from: next, to, is_nul: false })
        }
        _ if letter == b'u' => unicode(bytes, next, to, pairs),
        _ => None,
    }
}

/// Unescapes the `\u` escape whose digits are at `at`, or the pair of them, as [`unescape`] does.
#[inline(never)]
fn unicode(bytes: &mut [u8], at: usize, mut to: usize, pairs: bool) -> Option<Ends> {
    let high = code_unit(bytes, at)?;
    let mut from = at.wrapping_add(4);
    if let [0, byte @ 0..0x80] = high.to_be_bytes() {
        put(bytes, &mut to, byte);
        return Some(Ends { from, to, is_nul: byte == 0 });
    }
    let mut code = u32::from(high);
    if let 0xd800..=0xdfff = high {
        if !pairs {
            return None;
        }
        let low = bytes.get(from..).and_then(|rest| rest.strip_prefix(b"\\u")).and_then(|rest| code_unit(rest, 0));
        if let (0xd800..=0xdbff, Some(low @ 0xdc00..=0xdfff)) = (high, low) {
            code = (u32::from(high & 0x3ff) << 10 | u32::from(low & 0x3ff)).wrapping_add(0x1_0000);
            from = from.wrapping_add(6);
        }
    }
    let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    put_char(bytes, &mut to, character);
    Some(Ends { from, to, is_nul: false })
}

/// Writes a character that is not ASCII at `to`, in UTF-8, and moves `to` behind it.
fn put_char(bytes: &mut [u8], to: &mut usize, character: char) {
    let code = u32::from(character);
    let more = match code {
        0..0x800 => 1,
        0x800..0x1_0000 => 2,
        _ => 3,
    };
    let six_bits = |place: u32| (code >> place.wrapping_mul(6)).to_le_bytes()[0];
    put(bytes, to, !(0x7f >> more) | six_bits(more));
    for place in (0..more).rev() {
        put(bytes, to, 0x80 | six_bits(place) & 0x3f);
    }
}

/// What a hexadecimal digit stands for; 0xff if it is none.
#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "when the crate is compiled")]
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

/// The code unit that four hexadecimal digits at `at` spell.
#[inline]
fn code_unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = chunk_at::<4>(bytes, at)?;
    let [a, b, c, d] = digits.map(|digit| DIGITS.get(usize::from(digit)).copied().unwrap_or_default());
    ((a | b | c | d) < 0x10).then_some(u16::from_be_bytes([a << 4 | b, c << 4 | d]))
}

/// Writes a byte at `to` and moves `to` behind it.
#[inline]
fn put(bytes: &mut [u8], to: &mut usize, byte: u8) {
    if let Some(target) = bytes.get_mut(*to) {
        *target = byte;
    }
    *to = to.wrapping_add(1);
}
