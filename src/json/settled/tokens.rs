//! The bytes of tokens, and how they are written. The [module](super) describes them.

use crate::json::bytes::scan::{self, chunk_at_mut};

pub(in crate::json) const SHORT: u8 = 0x40;
pub(in crate::json) const SHORT_MAX: usize = 0x3f;
pub(in crate::json) const LONG: u8 = b'"';
pub(in crate::json) const SIZED: u8 = b'#';
pub(in crate::json) const SIZE_BYTES: usize = 5;
pub(in crate::json) const TRUE: u8 = b'+';
pub(in crate::json) const FALSE: u8 = b'!';
pub(in crate::json) const NULL: u8 = b'?';
pub(in crate::json) const ARRAY: u8 = b'(';
pub(in crate::json) const ARRAY_END: u8 = b')';
pub(in crate::json) const OBJECT: u8 = b'<';
pub(in crate::json) const OBJECT_END: u8 = b'>';
/// Stands before the first key as a comma stands before every other one, so that keys are found in one way.
pub(in crate::json) const FIELDS: u8 = b',';
pub(in crate::json) const FIELD: u8 = b':';
pub(in crate::json) const FIELD_BYTES: usize = 3;
pub(in crate::json) const SIZED_FIELD: u8 = b';';
pub(in crate::json) const SIZED_FIELD_BYTES: usize = 6;
pub(in crate::json) const DOCUMENT: u8 = b'$';
const GAP_MAX: usize = 0x1f;

/// Writes one byte.
#[inline]
pub(in crate::json) fn set(bytes: &mut [u8], at: usize, byte: u8) {
    if let Some(target) = bytes.get_mut(at) {
        *target = byte;
    }
}

/// Turns the bytes from `end` to `here` into a gap.
#[inline]
pub(in crate::json) fn gap(bytes: &mut [u8], end: usize, here: usize) {
    match here.wrapping_sub(end) {
        0 => {}
        length @ 1..=GAP_MAX => set(bytes, end, low_byte(length)),
        _ => long_gap(bytes, end, here),
    }
}

#[inline(never)]
fn long_gap(bytes: &mut [u8], mut end: usize, here: usize) {
    while end < here {
        let length = here.wrapping_sub(end).min(GAP_MAX);
        set(bytes, end, low_byte(length));
        end = end.wrapping_add(length);
    }
}

/// Writes the token of a string without an escape, whose quote is at `quote` and whose characters end at `stop`. Returns
/// false if the string is too long for it.
#[inline]
pub(in crate::json) fn short_string(bytes: &mut [u8], quote: usize, stop: usize) -> bool {
    let length = stop.wrapping_sub(quote).wrapping_sub(1);
    if length > SHORT_MAX {
        return false;
    }
    set(bytes, quote, SHORT | low_byte(length));
    true
}

/// Where the string stops whose characters begin at `start`, if it is a short one.
#[inline]
pub(in crate::json) fn short_end(bytes: &[u8], start: usize) -> Option<usize> {
    scan::short_run_end::<{ SHORT_MAX + 1 }>(bytes, start)
}

/// Writes the token of a string of any length; `may_have_nul` says whether to look for a NUL in it. Returns where the token ends.
pub(in crate::json) fn any_string(bytes: &mut [u8], quote: usize, stop: usize, may_have_nul: bool) -> usize {
    if short_string(bytes, quote, stop) {
        return stop;
    }
    let start = quote.wrapping_add(1);
    let length = stop.wrapping_sub(start);
    if may_have_nul && scan::nul(bytes.get(start..stop).unwrap_or_default()) < length {
        // A NUL is always escaped, in six bytes, so there is room for the length.
        set(bytes, quote, SIZED);
        let end = shift(bytes, start, stop, SIZE_BYTES);
        let mut size = length;
        for at in start..start.wrapping_add(SIZE_BYTES) {
            set(bytes, at, low_byte(size & 0x7f));
            size >>= 7;
        }
        return end;
    }
    set(bytes, quote, LONG);
    set(bytes, stop, 0);
    stop.wrapping_add(1)
}

/// Returns the characters of the string whose token is at `quote` and ends at `end`.
pub(in crate::json) fn string_bytes(bytes: &[u8], quote: usize, end: usize) -> &[u8] {
    let start = quote.wrapping_add(1);
    let (start, end) = match bytes.get(quote) {
        Some(&LONG) => (start, end.wrapping_sub(1)),
        Some(&SIZED) => (start.wrapping_add(SIZE_BYTES), end),
        _ => (start, end),
    };
    bytes.get(start..end).unwrap_or_default()
}

/// Writes the token of the field `index` at `end`; its value is at `here`. A key is longer than the token.
#[inline]
pub(in crate::json) fn field(bytes: &mut [u8], end: usize, here: usize, index: usize) {
    let length = here.wrapping_sub(end);
    debug_assert!(length > FIELD_BYTES, "a key with its quotes and its colon is longer than the token");
    let distance = length.min(0x7f);
    // The byte behind the token, which is in the distance as well, is stored with it.
    if let Some(token) = chunk_at_mut(bytes, end) {
        *token = [FIELD, low_byte(index), low_byte(distance), 0];
    }
    if length > distance {
        long_gap(bytes, end.wrapping_add(distance), here);
    }
}

/// Adds the length of the value to the token of a field at `end`, where there is room for that.
pub(in crate::json) fn field_size(bytes: &mut [u8], end: usize, here: usize, size: usize) {
    if size >> 21 == 0
        && here.wrapping_sub(end) >= SIZED_FIELD_BYTES
        && let Some([header, _, _, a, b, c, ..]) = bytes.get_mut(end..here)
    {
        *header = SIZED_FIELD;
        (*a, *b, *c) = (low_byte(size & 0x7f), low_byte(size >> 7 & 0x7f), low_byte(size >> 14));
    }
}

/// Moves the bytes from `start` to `stop` up by `distance`; returns where they end then.
fn shift(bytes: &mut [u8], start: usize, stop: usize, distance: usize) -> usize {
    for at in (start..stop).rev() {
        if let Some(&byte) = bytes.get(at) {
            set(bytes, at.wrapping_add(distance), byte);
        }
    }
    stop.wrapping_add(distance)
}

fn low_byte(value: usize) -> u8 {
    value.to_le_bytes()[0]
}
