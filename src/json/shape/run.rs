//! Finds and settles fields that are written like encoders write them, as most fields are.

use super::Shape;
use crate::certain::Plus;
use crate::json::bytes::number::plain_integer;
use crate::json::bytes::scan::chunk_at;
use crate::json::keys::Key;
use crate::json::settled::tokens;
use crate::json::text::QuoteStyle;

/// The progress of settling an object.
pub(super) struct FieldRun {
    /// The position in the text: the comma before a key, if a key comes next.
    pub at: usize,
    /// The end of the last token.
    pub end: usize,
    /// The index of the expected field.
    pub next: usize,
    /// One bit for each field, starting at the lowest. It is set if the field has come.
    pub seen: u64,
}

/// Returns the index of the field whose key comes next, and the start of its value.
#[inline]
pub(super) fn find_key(
    bytes: &[u8],
    style: &'static QuoteStyle,
    keys: &[Key],
    run: &FieldRun,
) -> Option<(usize, usize)> {
    if u32::from_le_bytes(*chunk_at(bytes, run.at)?) & style.comma_mask != style.comma {
        return None;
    }
    let start = run.at.plus(style.extra_bytes).plus(2);
    let key_text = bytes.get(start..)?;
    let word = u64::from_le_bytes(*key_text.first_chunk()?);
    let mut index = run.next;
    let mut key = keys.get(index)?;
    while !key.matches_start(word) {
        index = index.plus(1);
        key = keys.get(index)?;
    }
    let (name, after) = key_text.split_at_checked(key.len())?;
    let is_key = u32::from_le_bytes(*after.first_chunk()?) & style.colon_mask == style.colon && key.matches_end(name);
    is_key.then_some((index, start.plus(key.len()).plus(style.extra_bytes).plus(2)))
}

/// If the value at `at` is an integer or a short string, returns the start and the end of its token, and the position
/// in the text after it.
#[inline]
pub(super) fn settle_value(
    bytes: &mut [u8],
    style: &'static QuoteStyle,
    shape: Option<&Shape>,
    at: usize,
) -> Option<(usize, usize, usize)> {
    match shape?.of_value() {
        Shape::Integer { highest, .. } => {
            let (_, length) = plain_integer(bytes.get(at..)?, *highest);
            let end = at.plus(length);
            (length > 0).then_some((at, end, end))
        }
        Shape::String(_) => {
            let is_quote = |bytes: &[u8], at| {
                chunk_at(bytes, at).is_some_and(|bytes| u32::from_le_bytes(*bytes) & style.mask == style.text)
            };
            if !is_quote(bytes, at) {
                return None;
            }
            let here = at.plus(style.extra_bytes);
            let stop = tokens::short_string_end(bytes, here.plus(1))?;
            if !is_quote(bytes, stop) {
                return None;
            }
            tokens::write_short_string(bytes, here, stop);
            Some((here, stop, stop.plus(style.extra_bytes).plus(1)))
        }
        _ => None,
    }
}
