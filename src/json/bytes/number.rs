//! Parses numbers: their grammar, and the value of integers.

use crate::certain::Plus;
use crate::error::ErrorKind;
use crate::json::kind::Kind;

/// A number that follows the grammar.
#[derive(Clone, Copy)]
pub(in crate::json) enum Number {
    /// An integer: its sign and its magnitude.
    Integer { negative: bool, magnitude: u64 },
    /// A number with a fraction or an exponent.
    Fraction,
    /// An integer beyond 64 bits.
    TooBig,
}

impl Number {
    /// Returns the bits of an integer that is between `-lowest` and `highest`. Without `lowest`, the lower bound is 0.
    #[inline]
    pub(in crate::json) fn bits_in_range(self, lowest: Option<u64>, highest: u64) -> Result<u64, ErrorKind> {
        match self {
            Self::Integer { negative: false, magnitude } if magnitude <= highest => Ok(magnitude),
            // Like the reference, this refuses "-0" for an unsigned field.
            Self::Integer { negative: true, magnitude } if lowest.is_some_and(|lowest| magnitude <= lowest) => {
                Ok(magnitude.wrapping_neg())
            }
            Self::Fraction => Err(Kind::Number.mismatch_error()),
            _ => Err(ErrorKind::OutOfRange),
        }
    }
}

/// Parses an integer from 0 to `highest` at the start of `bytes`, if a comma or a closing bracket follows directly.
/// Returns the integer and its length. The length is 0 for any other text.
#[inline]
pub(in crate::json) fn plain_integer(bytes: &[u8], highest: u64) -> (u64, usize) {
    let (value, length) = digits(bytes);
    let fits = if bytes.first() == Some(&b'0') { length == 1 } else { is_exact(bytes, value, length) };
    let is_end = matches!(bytes.get(length), Some(b',' | b'}' | b']'));
    (value, if fits && value <= highest && is_end { length } else { 0 })
}

/// Returns whether `value`, the value of `length` digits modulo 2^64, is exact. The digits have no leading zero.
#[inline]
fn is_exact(bytes: &[u8], value: u64, length: usize) -> bool {
    // Twenty digits that begin with 1 exceed 2^64 by less than 10^19, so a value that has wrapped is below 10^19.
    length < 20 || length == 20 && bytes.first() == Some(&b'1') && value >= TWENTY_DIGITS
}

/// The smallest number of twenty digits.
const TWENTY_DIGITS: u64 = 10_000_000_000_000_000_000;

/// Parses the digits at the start of `bytes`. Returns their value modulo 2^64, and their count.
#[inline]
pub(in crate::json) fn digits(bytes: &[u8]) -> (u64, usize) {
    let (mut value, mut count) = (0u64, 0usize);
    for byte in bytes {
        let digit = u64::from(*byte).wrapping_sub(u64::from(b'0'));
        if digit > 9 {
            break;
        }
        value = value.wrapping_mul(10).wrapping_add(digit);
        count = count.plus(1);
    }
    (value, count)
}

/// Parses the number at the start of `bytes`. Returns the number and its length, or `None` if it breaks JSON's grammar.
pub(in crate::json) fn number(bytes: &[u8]) -> Option<(Number, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let whole = bytes.get(usize::from(negative)..)?;
    let (magnitude, length) = digits(whole);
    if length == 0 || length > 1 && whole.first() == Some(&b'0') {
        return None;
    }
    let mut at = length.plus(negative.into());
    let is_exact = is_exact(whole, magnitude, length);
    let mut number = if is_exact { Number::Integer { negative, magnitude } } else { Number::TooBig };
    if bytes.get(at) == Some(&b'.') {
        at = digits_end(bytes, at.plus(1))?;
        number = Number::Fraction;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at = at.plus(1);
        if let Some(b'+' | b'-') = bytes.get(at) {
            at = at.plus(1);
        }
        at = digits_end(bytes, at)?;
        number = Number::Fraction;
    }
    Some((number, at))
}

/// Returns the end of the digits that start at `at`, or `None` if there are none.
fn digits_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = at;
    while digit_at(bytes, end).is_some() {
        end = end.plus(1);
    }
    (end > at).then_some(end)
}

fn digit_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10)
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]
mod tests {
    use super::{digits, plain_integer};

    #[test]
    fn integers_are_read_as_the_standard_library_reads_them() {
        for text in
            [b"9081726354453627189000", b"1844674407370955161555", b"1844674407370955161600", b"1999999999999999999900"]
        {
            check_parts(text);
        }
        assert_eq!([digits(b""), digits(b"1"), digits(b"20,"), digits(b",1234567")], [(0, 0), (1, 1), (20, 2), (0, 0)]);
    }

    fn check_parts(text: &[u8]) {
        for (start, end) in (0..text.len()).flat_map(|start| (start + 1..=text.len()).map(move |end| (start, end))) {
            let number = str::from_utf8(&text[start..end]).expect("ASCII");
            for next in [b',', b'}', b']', b'/', b':', b'.', b'a', b'\\', 0xb0, 0xff, 0] {
                let bytes = [number.as_bytes(), &[next], b"1234567"].concat();
                let value = number
                    .bytes()
                    .fold(0u64, |value, digit| value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')));
                assert_eq!(digits(&bytes), (value, number.len()), "{number}");
                let is_end = matches!(next, b',' | b'}' | b']');
                let fits = number.parse() == Ok(value);
                let is_plain = is_end && fits && (number.len() == 1 || !number.starts_with('0'));
                let length = if is_plain { number.len() } else { 0 };
                assert_eq!(plain_integer(&bytes, u64::MAX), (value, length), "{number}{next:?}");
                assert_eq!(plain_integer(&bytes, value).1, length);
                assert_eq!(value.checked_sub(1).map_or(0, |highest| plain_integer(&bytes, highest).1), 0);
            }
        }
    }
}
