//! Encodes and decodes base64 in place, with the standard alphabet and padding.
//!
//! The crate has its own code for this, because it encodes a document in the buffer that contains it, and the linker
//! must find no panic in it.

use super::scan::chunk_at_mut;
use crate::certain::{Certain, Plus};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes the first `length` bytes of a buffer in place, from the start of the buffer. Returns the length of the text,
/// or `None` if the buffer is too small.
pub(in crate::json) fn encode_in_place(buffer: &mut [u8], length: usize) -> Option<usize> {
    let text_length = length.div_ceil(3).checked_mul(4)?;
    let buffer = buffer.get_mut(..text_length)?;
    // Starting at the last group, the text of each group lies at or after the bytes that are still to be encoded.
    for group in (0..length.div_ceil(3)).rev() {
        let (from, to) = (group.wrapping_mul(3), group.wrapping_mul(4));
        let text = match *buffer.get(from..length)? {
            [one, two, three, ..] => encode_group(one, two, three),
            [one, two] => {
                let [a, b, c, _] = encode_group(one, two, 0);
                [a, b, c, b'=']
            }
            [one] => {
                let [a, b, ..] = encode_group(one, 0, 0);
                [a, b, b'=', b'=']
            }
            [] => return None,
        };
        *chunk_at_mut(buffer, to)? = text;
    }
    Some(text_length)
}

fn encode_group(one: u8, two: u8, three: u8) -> [u8; 4] {
    let bits = u32::from_be_bytes([0, one, two, three]);
    [18, 12, 6, 0].map(|shift| ALPHABET.get((bits >> shift & 63) as usize).copied().certain())
}

/// Decodes text into the start of a buffer, and returns the decoded bytes. Like the reference, it skips line breaks and
/// ignores unused bits of the last digit. Returns `None` if the text is not base64, or if the buffer has no room for
/// the bytes. `text.len() / 4 * 3` bytes are always enough.
pub(in crate::json) fn decode<'b>(text: &str, buffer: &'b mut [u8]) -> Option<&'b mut [u8]> {
    let (mut bits, mut digits, mut padding, mut length) = (0u32, 0u8, 0u8, 0usize);
    for byte in text.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte.minus(b'A'),
            b'a'..=b'z' => byte.minus(b'a').plus(26),
            b'0'..=b'9' => byte.minus(b'0').plus(52),
            b'+' => 62,
            b'/' => 63,
            b'\r' | b'\n' => continue,
            b'=' if digits >= 2 => {
                padding = padding.plus(1);
                0
            }
            _ => return None,
        };
        if padding > 0 && byte != b'=' {
            return None;
        }
        bits = bits << 6 | u32::from(digit);
        digits = digits.plus(1);
        if digits == 4 {
            let [_, one, two, three] = bits.to_be_bytes();
            let decoded = [one, two, three];
            let count = 3usize.minus(padding.into());
            let room = buffer.get_mut(length..length.plus(count))?;
            for (target, byte) in room.iter_mut().zip(decoded) {
                *target = byte;
            }
            length = length.plus(count);
            (bits, digits) = (0, 0);
        }
    }
    if digits == 0 { buffer.get_mut(..length) } else { None }
}
