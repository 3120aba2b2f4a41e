//! Runs of short strings, as encoders write them: most of what lists and maps are made of.

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

/// A run of the entries of a map from strings to strings.
pub(in crate::json) struct Entries {
    /// Where the last token ends.
    pub(in crate::json) end: usize,
    /// Where the token of the last key begins and ends, if there is one.
    pub(in crate::json) last: Option<(usize, usize)>,
    /// Whether each key is greater than the one before.
    pub(in crate::json) sorted: bool,
}

impl Entries {
    /// Compares a key, whose token is given, with the one before.
    pub(in crate::json) fn add_key(&mut self, bytes: &[u8], key: (usize, usize)) {
        if let Some(last) = self.last {
            self.sorted &= tokens::string_bytes(bytes, last.0, last.1) < tokens::string_bytes(bytes, key.0, key.1);
        }
        self.last = Some(key);
    }
}

/// Turns the entries from here on into tokens, as far as [`strings`] would. Returns whether there is one.
#[inline(never)]
pub(in crate::json) fn entries(text: &mut Text<'_>, run: &mut Entries) -> bool {
    let Some(mut start) = text.quote_end(text.at()) else { return false };
    let quote = text.quotes();
    let bytes = text.bytes();
    let mut next = None;
    while let Some(key_stop) = tokens::short_end(bytes, start) {
        let behind = chunk_at(bytes, key_stop).map_or(0, |bytes| u64::from_le_bytes(*bytes));
        if behind & quote.between_mask != quote.key_between {
            break;
        }
        let value = key_stop.wrapping_add(quote.more).wrapping_add(quote.more).wrapping_add(3);
        let Some(stop) = tokens::short_end(bytes, value) else { break };
        let Some(is_followed) = is_followed(bytes, stop, quote) else { break };
        let (key_here, here) = (start.wrapping_sub(1), value.wrapping_sub(1));
        tokens::gap(bytes, run.end, key_here);
        tokens::short_string(bytes, key_here, key_stop);
        tokens::gap(bytes, key_stop, here);
        tokens::short_string(bytes, here, stop);
        run.add_key(bytes, (key_here, key_stop));
        run.end = stop;
        let behind = stop.wrapping_add(quote.more).wrapping_add(1);
        next = Some(behind);
        if !is_followed {
            break;
        }
        start = behind.wrapping_add(quote.more).wrapping_add(2);
    }
    next.is_some_and(|next| {
        text.seek(next);
        true
    })
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
