//! Runs of fields that are written as encoders write them: most of what a typed pass meets.

use super::{Fields, Shape};
use crate::json::bytes::number::plain_integer;
use crate::json::bytes::scan::chunk_at;
use crate::json::keys::Key;
use crate::json::settled::tokens;
use crate::json::text::{Quote, Step};

/// How far an object has been settled.
pub(super) struct Run {
    /// Where reading is: at the comma before a key, if one comes next.
    pub at: usize,
    /// Where the last token ends.
    pub end: usize,
    /// The field that is expected.
    pub next: usize,
    /// One bit for each field that has been there.
    pub seen: u64,
}

/// Settles the fields from here on, as far as they come in order, each an integer or a short string, without white space or
/// escapes. Returns what comes then: a value of another kind, whose key has been stepped over, or [`Step::Other`] for whatever
/// the general loop is to look at.
#[inline]
pub(super) fn settle(bytes: &mut [u8], quote: &'static Quote, fields: &Fields, run: &mut Run) -> Step {
    // Of two objects that are joined, the second is left to the general loop.
    let keys = fields.keys.head();
    while let Some((index, at)) = key(bytes, quote, keys, run) {
        let bit = 1 << (index & 63);
        if run.seen & bit != 0 {
            return Step::Other;
        }
        let (before, next) = (run.end, index.wrapping_add(1));
        let Some((here, end, after)) = value(bytes, quote, fields.head.get(index).copied(), at) else {
            (run.at, run.next) = (at, next);
            return Step::Field(index);
        };
        run.seen |= bit;
        tokens::field(bytes, before, here, index);
        (run.at, run.end, run.next) = (after, end, next);
    }
    if bytes.get(run.at) == Some(&b'}') {
        run.at = run.at.wrapping_add(1);
        return Step::End;
    }
    Step::Other
}

/// The number of the field whose key comes next, and where its value begins.
#[inline]
fn key(bytes: &[u8], quote: &'static Quote, keys: &[Key], run: &Run) -> Option<(usize, usize)> {
    if u32::from_le_bytes(*chunk_at(bytes, run.at)?) & quote.comma_mask != quote.comma {
        return None;
    }
    let start = run.at.wrapping_add(quote.more).wrapping_add(2);
    let key_text = bytes.get(start..)?;
    let word = u64::from_le_bytes(*key_text.first_chunk()?);
    let mut index = run.next;
    let mut key = keys.get(index)?;
    while !key.may_begin(word) {
        index = index.wrapping_add(1);
        key = keys.get(index)?;
    }
    let (name, behind) = key_text.split_at_checked(key.len())?;
    let is_key = u32::from_le_bytes(*behind.first_chunk()?) & quote.colon_mask == quote.colon && key.ends(name);
    is_key.then_some((index, start.wrapping_add(key.len()).wrapping_add(quote.more).wrapping_add(2)))
}

/// Where the token of the value at `at` begins and ends, and where the text goes on, if it is an integer or a short string.
#[inline]
fn value(bytes: &mut [u8], quote: &'static Quote, shape: Option<&Shape>, at: usize) -> Option<(usize, usize, usize)> {
    let shape = match shape? {
        Shape::Optional(shape) => shape,
        shape => shape,
    };
    match shape {
        Shape::Integer { highest, .. } => {
            let (_, length) = plain_integer(bytes.get(at..)?, *highest);
            let end = at.wrapping_add(length);
            (length > 0).then_some((at, end, end))
        }
        Shape::String(_) => {
            let is_quote = |bytes: &[u8], at| {
                chunk_at(bytes, at).is_some_and(|bytes| u32::from_le_bytes(*bytes) & quote.mask == quote.text)
            };
            if !is_quote(bytes, at) {
                return None;
            }
            let here = at.wrapping_add(quote.more);
            let stop = tokens::short_end(bytes, here.wrapping_add(1))?;
            if !is_quote(bytes, stop) {
                return None;
            }
            tokens::short_string(bytes, here, stop);
            Some((here, stop, stop.wrapping_add(quote.more).wrapping_add(1)))
        }
        _ => None,
    }
}
