//! Equality of JSON values, as [`RawJson`](super::RawJson) compares them.

use crate::json::kind::Kind;
use crate::json::settled::{Settled, Token};

/// Returns whether two values are equal: strings by their characters, numbers by their value, arrays by their elements and
/// objects by their entries, both in their order. No value at all equals `null`.
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
    // Exponents beyond 64 bits are equal only if the numbers are spelled the same.
    let is_same_scale = one.exponent().is_some_and(|exponent| other.exponent() == Some(exponent));
    is_same_scale && one.negative == other.negative && one.has_digits_of(&other)
}

/// A number, cut into its parts.
struct Decimal<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    /// The digits behind `e`, with their sign.
    exponent: &'a str,
}

impl<'a> Decimal<'a> {
    /// Cuts up a number that follows JSON's grammar.
    fn new(number: &'a str) -> Self {
        let (negative, magnitude) = match number.strip_prefix('-') {
            Some(magnitude) => (true, magnitude),
            None => (false, number),
        };
        let (digits, exponent) = magnitude.split_once(['e', 'E']).unwrap_or((magnitude, ""));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        Self { negative, whole, fraction, exponent }
    }

    /// The digits, without zeros before the first of them that is not zero.
    fn digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.whole.bytes().chain(self.fraction.bytes()).skip_while(|digit| *digit == b'0')
    }

    fn is_zero(&self) -> bool {
        self.digits().next().is_none()
    }

    /// The exponent of ten for which the number is `0.` and its digits; `None` if that is beyond 64 bits.
    fn exponent(&self) -> Option<i64> {
        let written: i64 = if self.exponent.is_empty() { 0 } else { self.exponent.parse().ok()? };
        let all = self.whole.len().checked_add(self.fraction.len())?;
        let zeros = i64::try_from(all.checked_sub(self.digits().count())?).ok()?;
        written.checked_add(self.whole.len().try_into().ok()?)?.checked_sub(zeros)
    }

    /// Returns whether both have the same digits, apart from zeros at their ends.
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
