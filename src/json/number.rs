//! Numbers: their grammar, and integers out of them.

/// An integer as it is written: its sign and its magnitude.
#[derive(Clone, Copy)]
pub(super) struct Integer {
    pub(super) negative: bool,
    pub(super) magnitude: u64,
}

/// What a number turned out to be.
pub(super) enum Number {
    Integer(Integer),
    /// Has a fraction or an exponent.
    Fraction,
    /// An integer beyond 64 bits.
    TooBig,
}

/// Reads the number at the start of `bytes`; returns it and its length. `None` if it breaks JSON's grammar.
pub(super) fn number(bytes: &[u8]) -> Option<(Number, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let (mut magnitude, mut fits, mut at) = (0u64, true, start);
    while let Some(digit) = digit_at(bytes, at) {
        match magnitude.checked_mul(10).and_then(|tens| tens.checked_add(u64::from(digit))) {
            Some(sum) => magnitude = sum,
            None => fits = false,
        }
        at = at.saturating_add(1);
    }
    let digits = at.saturating_sub(start);
    if digits == 0 || digits > 1 && bytes.get(start) == Some(&b'0') {
        return None;
    }
    let mut number = if fits { Number::Integer(Integer { negative, magnitude }) } else { Number::TooBig };
    if bytes.get(at) == Some(&b'.') {
        at = digits_end(bytes, at.saturating_add(1))?;
        number = Number::Fraction;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at = at.saturating_add(1);
        if let Some(b'+' | b'-') = bytes.get(at) {
            at = at.saturating_add(1);
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
        end = end.saturating_add(1);
    }
    (end > at).then_some(end)
}

fn digit_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10)
}
