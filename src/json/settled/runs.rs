//! Settles runs of short strings without white space. Most lists consist of them.

use super::tokens;
use crate::certain::Plus;
use crate::json::bytes::scan::chunk_at;
use crate::json::text::{QuoteStyle, Text};

/// Turns the strings at the current position into tokens, as long as they are short, have no escapes, and follow each
/// other without white space. Skips them and returns the end of the last token, or `None` if there is no such string.
#[inline(never)]
pub(in crate::json) fn settle_strings(text: &mut Text<'_>, mut end: usize) -> Option<usize> {
    let mut start = text.quote_end(text.position())?;
    let style = text.quote_style();
    let bytes = text.bytes();
    let mut next = None;
    while let Some(stop) = tokens::short_string_end(bytes, start) {
        let Some(is_followed) = is_followed(bytes, stop, style) else { break };
        let here = start.minus(1);
        tokens::write_gap(bytes, end, here);
        tokens::write_short_string(bytes, here, stop);
        end = stop;
        let after = stop.plus(style.extra_bytes).plus(1);
        next = Some(after);
        if !is_followed {
            break;
        }
        start = after.plus(style.extra_bytes).plus(2);
    }
    text.seek(next?);
    Some(end)
}

/// Returns whether a comma and another string directly follow the string whose characters end at `stop`, or `None` if
/// the string does not end there.
#[inline]
fn is_followed(bytes: &[u8], stop: usize, style: &'static QuoteStyle) -> Option<bool> {
    let after = chunk_at(bytes, stop).map_or(0, |bytes| u64::from_le_bytes(*bytes));
    if after & style.between_mask == style.between {
        return Some(true);
    }
    (after & u64::from(style.mask) == u64::from(style.text)).then_some(false)
}
