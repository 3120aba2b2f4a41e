//! Numbers: their grammar, and integers out of them.

use crate::error::ErrorKind;
use crate::json::kind::Kind;

/// What a number turned out to be.
#[derive(Clone, Copy)]
pub(in crate::json) enum Number {
    /// An integer: its sign and its magnitude.
    Integer { negative: bool, magnitude: u64 },
    /// Has a fraction or an exponent.
    Fraction,
    /// An integer beyond 64 bits.
    TooBig,
}

impl Number {
    /// Returns the bits of an integer from `-lowest`, or from 0 where there is no `lowest`, to `highest`.
    #[inline]
    pub(in crate::json) fn in_range(self, lowest: Option<u64>, highest: u64) -> Result<u64, ErrorKind> {
        match self {
            Self::Integer { negative: false, magnitude } if magnitude <= highest => Ok(magnitude),
            // "-0" is refused for an unsigned field, as the reference refuses it.
            Self::Integer { negative: true, magnitude } if lowest.is_some_and(|lowest| magnitude <= lowest) => {
                Ok(magnitude.wrapping_neg())
            }
            Self::Fraction => Err(Kind::Number.wanted()),
            _ => Err(ErrorKind::OutOfRange),
        }
    }
}

/// Reads an integer from 0 to `highest` at the start of `bytes` that stands directly before a comma or a bracket. Returns it
/// and its length, which is 0 for anything else. Most have one digit.
#[inline]
pub(in crate::json) fn plain_integer(bytes: &[u8], highest: u64) -> (u64, usize) {
    if let [digit @ b'0'..=b'9', b',' | b'}' | b']', ..] = *bytes {
        let value = digit.wrapping_sub(b'0').into();
        return (value, usize::from(value <= highest));
    }
    let (value, length) = digits(bytes);
    let is_end = matches!(bytes.get(length), Some(b',' | b'}' | b']'));
    let is_padded = length > 1 && bytes.first() == Some(&b'0');
    // Nineteen digits always fit.
    let is_plain = is_end && !is_padded && value <= highest && length < 20;
    (value, if is_plain { length } else { 0 })
}

/// Reads the digits at the start of `bytes`, eight at a time. Returns their value, modulo 2^64, and how many there are.
#[inline]
pub(in crate::json) fn digits(bytes: &[u8]) -> (u64, usize) {
    let (mut value, mut length) = eight_digits(word(bytes));
    let mut count = length;
    while count == 8 {
        let (more, next) = eight_digits(word(bytes.get(length..).unwrap_or_default()));
        let power = POWERS.get(next).copied().unwrap_or_default();
        value = value.wrapping_mul(power).wrapping_add(more);
        length = length.wrapping_add(next);
        count = next;
    }
    (value, length)
}

/// The first eight bytes, the first lowest, with zeros behind the end.
#[inline]
fn word(bytes: &[u8]) -> u64 {
    #[cold]
    fn last_word(bytes: &[u8]) -> u64 {
        bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
    }
    bytes.first_chunk().map_or_else(|| last_word(bytes), |bytes| u64::from_le_bytes(*bytes))
}

/// The value of the digits with which a word begins, the first byte lowest, and how many there are.
#[inline]
fn eight_digits(word: u64) -> (u64, usize) {
    const fn all(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    let digits = word ^ all(b'0');
    // The high bit of each byte that is above 9.
    let others = ((digits & all(0x7f)).wrapping_add(all(0x76)) | digits) & all(0x80);
    let count = (others.trailing_zeros() >> 3) as usize;
    // The last digit goes to the highest byte, and zeros before the first.
    let shift = 64u32.wrapping_sub(others.trailing_zeros() & !7);
    let digits = digits.checked_shl(shift).unwrap_or_default();
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    (fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff, count)
}

/// The powers of ten up to that of eight digits.
const POWERS: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// Reads the number at the start of `bytes`; returns it and its length. `None` if it breaks JSON's grammar.
pub(in crate::json) fn number(bytes: &[u8]) -> Option<(Number, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let (mut magnitude, mut at) = (Some(0u64), start);
    while let Some(digit) = digit_at(bytes, at) {
        magnitude = magnitude.and_then(|magnitude| magnitude.checked_mul(10)?.checked_add(digit.into()));
        at = at.wrapping_add(1);
    }
    let digits = at.saturating_sub(start);
    if digits == 0 || digits > 1 && bytes.get(start) == Some(&b'0') {
        return None;
    }
    let mut number = magnitude.map_or(Number::TooBig, |magnitude| Number::Integer { negative, magnitude });
    if bytes.get(at) == Some(&b'.') {
        at = digits_end(bytes, at.wrapping_add(1))?;
        number = Number::Fraction;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at = at.wrapping_add(1);
        if let Some(b'+' | b'-') = bytes.get(at) {
            at = at.wrapping_add(1);
        }
        at = digits_end(bytes, at)?;
        number = Number::Fraction;
    }
    Some((number, at))
}

/// Where the digits from `at` end; `None` if there are none.
fn digits_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = at;
    while digit_at(bytes, end).is_some() {
        end = end.wrapping_add(1);
    }
    (end > at).then_some(end)
}

fn digit_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10)
}

#[cfg(test)]
#[expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]
mod tests {
    use super::{digits, plain_integer};

    #[test]
    fn digits_are_read_eight_at_a_time_as_one_by_one() {
        let text = b"9081726354453627189000";
        for (start, end) in (0..text.len()).flat_map(|start| (start + 1..=text.len()).map(move |end| (start, end))) {
            let number = str::from_utf8(&text[start..end]).expect("ASCII");
            for behind in [b',', b'}', b']', b'/', b':', b'.', b'a', b'\\', 0xb0, 0xff, 0] {
                let bytes = [number.as_bytes(), &[behind], b"1234567"].concat();
                let value = number
                    .bytes()
                    .fold(0u64, |value, digit| value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')));
                assert_eq!(digits(&bytes), (value, number.len()), "{number}");
                let is_end = matches!(behind, b',' | b'}' | b']');
                let is_plain = is_end && number.len() < 20 && (number.len() == 1 || !number.starts_with('0'));
                let length = if is_plain { number.len() } else { 0 };
                assert_eq!(plain_integer(&bytes, u64::MAX), (value, length), "{number}{behind:?}");
                assert_eq!(plain_integer(&bytes, value).1, length);
                assert_eq!(value.checked_sub(1).map_or(0, |highest| plain_integer(&bytes, highest).1), 0);
            }
        }
        assert_eq!([digits(b""), digits(b"1"), digits(b"20,"), digits(b",1234567")], [(0, 0), (1, 1), (20, 2), (0, 0)]);
    }
}
