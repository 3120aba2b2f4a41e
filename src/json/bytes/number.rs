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
/// and its length; `None` for anything else.
#[inline]
pub(in crate::json) fn plain_integer(bytes: &[u8], highest: u64) -> Option<(u64, usize)> {
    let (mut value, mut count) = (0u64, 0usize);
    for byte in bytes.iter().take(20) {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            value = value.wrapping_mul(10).wrapping_add(digit.into());
            count = count.wrapping_add(1);
            continue;
        }
        let is_end = matches!(byte, b',' | b'}' | b']');
        let is_padded = count > 1 && bytes.first() == Some(&b'0');
        let fits = count.wrapping_sub(1) < 19 && value <= highest;
        return (is_end && fits && !is_padded).then_some((value, count));
    }
    None
}

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
