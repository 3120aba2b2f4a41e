//! The equality of JSON values for [`RawJson`](super::RawJson).

use crate::json::kind::Kind;
use crate::json::settled::{Settled, Token};

/// Returns whether two values are equal. Strings are compared by their characters, numbers by their value, arrays by
/// their elements in order, and objects by their entries in order. An absent value equals `null`.
pub(super) fn are_equal(one: Settled<'_>, other: Settled<'_>) -> bool {
    let is_null = |value: Settled<'_>| matches!(value.kind(), None | Some(Kind::Null));
    if is_null(one) || is_null(other) {
        return is_null(one) && is_null(other);
    }
    one.tokens().map(Comparable).eq(other.tokens().map(Comparable))
}

struct Comparable<'a>(Token<'a>);

impl PartialEq for Comparable<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Token::Number(one), Token::Number(other)) => are_equal_numbers(one, other),
            (one, other) => one == other,
        }
    }
}

fn are_equal_numbers(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (one, other) = (Decimal::new(one), Decimal::new(other));
    match (one.is_zero(), other.is_zero()) {
        (true, true) => return true,
        (false, false) => {}
        _ => return false,
    }
    // Numbers with exponents beyond 64 bits are equal only if their texts are the same.
    let is_same_scale = one.exponent().is_some_and(|exponent| other.exponent() == Some(exponent));
    is_same_scale && one.negative == other.negative && one.has_digits_of(&other)
}

/// The parts of a number.
struct Decimal<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    /// The digits after `e`, with their sign.
    exponent: &'a str,
}

impl<'a> Decimal<'a> {
    /// Splits a number that follows JSON's grammar.
    fn new(number: &'a str) -> Self {
        let (negative, magnitude) = match number.strip_prefix('-') {
            Some(magnitude) => (true, magnitude),
            None => (false, number),
        };
        let (digits, exponent) = magnitude.split_once(['e', 'E']).unwrap_or((magnitude, ""));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        Self { negative, whole, fraction, exponent }
    }

    /// Returns the digits, without leading zeros.
    fn digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.whole.bytes().chain(self.fraction.bytes()).skip_while(|digit| *digit == b'0')
    }

    fn is_zero(&self) -> bool {
        self.digits().next().is_none()
    }

    /// Returns the exponent of ten by which `0.` and the digits are multiplied, or `None` if it is beyond 64 bits.
    fn exponent(&self) -> Option<i64> {
        let written: i64 = if self.exponent.is_empty() { 0 } else { self.exponent.parse().ok()? };
        let all = self.whole.len().checked_add(self.fraction.len())?;
        let zeros = i64::try_from(all.checked_sub(self.digits().count())?).ok()?;
        written.checked_add(self.whole.len().try_into().ok()?)?.checked_sub(zeros)
    }

    /// Returns whether both have the same digits, apart from trailing zeros.
    fn has_digits_of(&self, other: &Self) -> bool {
        let (mut ones, mut others) = (self.digits(), other.digits());
        loop {
            match (ones.next(), others.next()) {
                (None, None) => return true,
                (one, other) if one.unwrap_or(b'0') == other.unwrap_or(b'0') => {}
                _ => return false,
            }
        }
    }
}
