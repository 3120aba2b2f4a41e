//! Writes tokens. The [module](super) describes their bytes.

use crate::certain::{Certain, Plus};
use crate::json::bytes::scan::{self, chunk_at_mut};

/// The header of an empty short string. The length of a short string is added to it.
pub(in crate::json) const SHORT: u8 = 0x40;
/// The maximum length of a short string.
pub(in crate::json) const SHORT_MAX: usize = 0x3f;
pub(in crate::json) const LONG: u8 = b'"';
pub(in crate::json) const SIZED: u8 = b'#';
/// The number of bytes that hold the length of a string with a NUL.
pub(in crate::json) const SIZE_BYTES: usize = 5;
pub(in crate::json) const TRUE: u8 = b'+';
pub(in crate::json) const FALSE: u8 = b'!';
pub(in crate::json) const NULL: u8 = b'?';
pub(in crate::json) const ARRAY: u8 = b'(';
pub(in crate::json) const ARRAY_END: u8 = b')';
pub(in crate::json) const OBJECT: u8 = b'<';
pub(in crate::json) const OBJECT_END: u8 = b'>';
/// A comma, like the one before every other key, so that all keys are found in the same way.
pub(in crate::json) const FIELDS: u8 = b',';
pub(in crate::json) const FIELD: u8 = b':';
pub(in crate::json) const FIELD_BYTES: usize = 4;
pub(in crate::json) const SIZED_FIELD: u8 = b';';
pub(in crate::json) const SIZED_FIELD_BYTES: usize = 6;
pub(in crate::json) const DOCUMENT: u8 = b'$';
const GAP_MAX: usize = 0x1f;
/// The maximum of a number in one byte. Tokens are ASCII, so that a settled region is UTF-8.
const BYTE_MAX: usize = 0x7f;

/// Writes one byte.
#[inline]
pub(in crate::json) fn write_byte(bytes: &mut [u8], at: usize, byte: u8) {
    if let Some(target) = bytes.get_mut(at) {
        *target = byte;
    }
}

/// Turns the bytes from `end` to `start` into a gap.
#[inline]
pub(in crate::json) fn write_gap(bytes: &mut [u8], end: usize, start: usize) {
    match start.minus(end) {
        0 => {}
        length @ 1..=GAP_MAX => write_byte(bytes, end, low_byte(length)),
        _ => write_long_gap(bytes, end, start),
    }
}

#[inline(never)]
fn write_long_gap(bytes: &mut [u8], mut end: usize, start: usize) {
    while end < start {
        let length = start.minus(end).min(GAP_MAX);
        write_byte(bytes, end, low_byte(length));
        end = end.plus(length);
    }
}

/// Writes the token of a string without escapes. Its quote is at `quote` and its characters end at `stop`. Returns
/// false if the string is too long for a short token.
#[inline]
pub(in crate::json) fn write_short_string(bytes: &mut [u8], quote: usize, stop: usize) -> bool {
    let length = stop.minus(quote).minus(1);
    if length > SHORT_MAX {
        return false;
    }
    write_byte(bytes, quote, SHORT | low_byte(length));
    true
}

/// Returns the end of the characters that start at `start`, if the string is short.
#[inline]
pub(in crate::json) fn short_string_end(bytes: &[u8], start: usize) -> Option<usize> {
    scan::short_run_end::<{ SHORT_MAX + 1 }>(bytes, start)
}

/// Writes the token of a string of any length. `may_have_nul` says whether to search it for a NUL. Returns the end of
/// the token.
pub(in crate::json) fn write_string(bytes: &mut [u8], quote: usize, stop: usize, may_have_nul: bool) -> usize {
    if write_short_string(bytes, quote, stop) {
        return stop;
    }
    let start = quote.plus(1);
    let length = stop.minus(start);
    if may_have_nul && scan::find_nul(bytes.get(start..stop).certain()) < length {
        // A NUL is always an escape of six bytes, so there is room for the length.
        write_byte(bytes, quote, SIZED);
        let end = shift_up(bytes, start, stop, SIZE_BYTES);
        let mut size = length;
        for at in start..start.plus(SIZE_BYTES) {
            write_byte(bytes, at, low_byte(size & 0x7f));
            size >>= 7;
        }
        return end;
    }
    write_byte(bytes, quote, LONG);
    write_byte(bytes, stop, 0);
    stop.plus(1)
}

/// Returns the length of the string whose size is at the start of `bytes`.
#[inline(never)]
pub(in crate::json) fn read_size(bytes: &[u8]) -> usize {
    let size = bytes.get(..SIZE_BYTES).certain();
    size.iter().rev().fold(0, |size, byte| size << 7 | usize::from(*byte))
}

/// Returns the characters of the string whose token starts at `quote` and ends at `end`.
pub(in crate::json) fn string_bytes(bytes: &[u8], quote: usize, end: usize) -> &[u8] {
    let start = quote.plus(1);
    let (start, end) = match bytes.get(quote) {
        Some(&LONG) => (start, end.minus(1)),
        Some(&SIZED) => (start.plus(SIZE_BYTES), end),
        _ => (start, end),
    };
    bytes.get(start..end).certain()
}

/// Writes the token of the field `index` at `end`. The value of the field is at `value` and takes `size` bytes.
///
/// The token takes the place of the key, which has at least as many bytes with its quotes and its colon.
#[inline]
pub(in crate::json) fn write_field(bytes: &mut [u8], end: usize, value: usize, index: usize, size: usize) {
    let distance = value.minus(end);
    debug_assert!(distance >= FIELD_BYTES, "a key with its quotes and its colon is at least as long as the token");
    if distance | size > BYTE_MAX {
        write_large_field(bytes, end, value, index, size);
    } else if let Some(token) = chunk_at_mut(bytes, end) {
        *token = [FIELD, low_byte(index), low_byte(distance), low_byte(size)];
    }
}

/// [`write_field`] for a value that is far from `end` or large. The size is left out if the value is far, if the key
/// has no room for the size, or if the size has more than 21 bits.
#[inline(never)]
fn write_large_field(bytes: &mut [u8], end: usize, value: usize, index: usize, size: usize) {
    let distance = value.minus(end);
    let is_near = distance <= BYTE_MAX;
    if is_near && distance >= SIZED_FIELD_BYTES && size >> 21 == 0 {
        let [a, b, c] = [size & 0x7f, size >> 7 & 0x7f, size >> 14].map(low_byte);
        if let Some(token) = chunk_at_mut(bytes, end) {
            *token = [SIZED_FIELD, low_byte(index), low_byte(distance), a, b, c];
        }
        return;
    }
    let distance = distance.min(BYTE_MAX);
    if let Some(token) = chunk_at_mut(bytes, end) {
        *token = [FIELD, low_byte(index), low_byte(distance), 0];
    }
    if !is_near {
        write_long_gap(bytes, end.plus(distance), value);
    }
}

/// Moves the bytes from `start` to `stop` up by `distance`. Returns their new end.
fn shift_up(bytes: &mut [u8], start: usize, stop: usize, distance: usize) -> usize {
    for at in (start..stop).rev() {
        if let Some(&byte) = bytes.get(at) {
            write_byte(bytes, at.plus(distance), byte);
        }
    }
    stop.plus(distance)
}

fn low_byte(value: usize) -> u8 {
    value.to_le_bytes()[0]
}
