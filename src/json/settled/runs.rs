//! Runs of short strings, as encoders write them: most of what lists are made of.

use super::tokens;
use crate::json::bytes::scan::chunk_at;
use crate::json::text::{Quote, Text};

/// Turns the strings from here on into tokens, as far as they are short, have no escape, and follow each other without white
/// space. Steps over them, and returns where the last token ends; `None` if there is none.
#[inline(never)]
pub(in crate::json) fn strings(text: &mut Text<'_>, mut end: usize) -> Option<usize> {
    let mut start = text.quote_end(text.at())?;
    let quote = text.quotes();
    let bytes = text.bytes();
    let mut next = None;
    while let Some(stop) = tokens::short_end(bytes, start) {
        let Some(is_followed) = is_followed(bytes, stop, quote) else { break };
        let here = start.wrapping_sub(1);
        tokens::gap(bytes, end, here);
        tokens::short_string(bytes, here, stop);
        end = stop;
        let behind = stop.wrapping_add(quote.more).wrapping_add(1);
        next = Some(behind);
        if !is_followed {
            break;
        }
        start = behind.wrapping_add(quote.more).wrapping_add(2);
    }
    text.seek(next?);
    Some(end)
}

/// Whether the string that stops at `stop` is followed by another one, directly behind a comma; `None` if it does not end there.
#[inline]
fn is_followed(bytes: &[u8], stop: usize, quote: &'static Quote) -> Option<bool> {
    let behind = chunk_at(bytes, stop).map_or(0, |bytes| u64::from_le_bytes(*bytes));
    if behind & quote.between_mask == quote.between {
        return Some(true);
    }
    (behind & u64::from(quote.mask) == u64::from(quote.text)).then_some(false)
}
