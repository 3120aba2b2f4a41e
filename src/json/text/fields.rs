//! Finds the keys of an object's fields in text.

use super::{QuoteStyle, Text};
use crate::certain::Plus;
use crate::json::bytes::scan::chunk_at;
use crate::json::keys::{Key, Keys};
use crate::json::kind::Failed;

/// What comes next in an object.
#[derive(Clone, Copy)]
pub(in crate::json) enum Step {
    /// The value of the field with this index. Its key has been skipped.
    Field(usize),
    /// A key that was not recognised: it is unknown, or has an unusual spelling.
    Other,
    /// The end of the object, which has been skipped.
    End,
}

impl<'a> Text<'a> {
    /// Skips the comma before the next field, unless the field is the `first`, and its key and colon if the key is
    /// known. The search for the key starts at the field `next`.
    #[inline(never)]
    pub(in crate::json) fn next_field(&mut self, keys: &Keys, next: usize, first: bool) -> Result<Step, Failed> {
        let &QuoteStyle { extra_bytes, mut text, mut mask, comma, comma_mask, .. } = self.quote_style;
        let mut start = self.position.plus(extra_bytes).plus(1);
        if !first {
            (text, mask) = (comma, comma_mask);
            start = start.plus(1);
        }
        let bytes = chunk_at(self.rest, self.position).map(|bytes| u32::from_le_bytes(*bytes));
        match bytes {
            Some(bytes) if bytes & mask == text => {
                self.position = start.minus(extra_bytes).minus(1);
            }
            _ if self.byte_at(self.position) == Some(b'}') => {
                self.step();
                return Ok(Step::End);
            }
            _ if self.next_key_slowly(first)? => start = self.last_quote_byte(self.position).plus(1),
            _ => return Ok(Step::End),
        }
        Ok(self.skip_known_key(keys, next, start).map_or(Step::Other, Step::Field))
    }

    /// Skips the key whose characters start at `start`, and its colon, if it is exactly one of these keys. Returns the
    /// index of its field.
    #[inline]
    fn skip_known_key(&mut self, keys: &Keys, next: usize, start: usize) -> Option<usize> {
        let text = self.rest.get(start..)?;
        let word = u64::from_le_bytes(*text.first_chunk()?);
        let &QuoteStyle { extra_bytes, colon, colon_mask, .. } = self.quote_style;
        let is_match = |key: &Key| {
            if key.matches_start(word)
                && let Some((name, behind)) = text.split_at_checked(key.len())
                && let Some(behind) = behind.first_chunk()
            {
                u32::from_le_bytes(*behind) & colon_mask == colon && key.matches_end(name)
            } else {
                false
            }
        };
        let (index, key) = keys.find_key(next, is_match)?;
        self.position = start.plus(key.len()).plus(extra_bytes).plus(2);
        Some(index)
    }

    /// Replaces the brace that was just skipped by a comma, like the one before every other key, and moves back to it.
    /// Returns false and changes nothing if no key follows directly, or if the text is escaped.
    #[inline]
    pub(in crate::json) fn brace_to_comma(&mut self) -> bool {
        let brace = self.position.minus(1);
        match self.rest.get_mut(brace..) {
            Some([byte, b'"', ..]) if self.quote_style.extra_bytes == 0 => {
                *byte = b',';
                self.position = brace;
                true
            }
            _ => false,
        }
    }

    /// Skips a comma, a key and its colon if they are exactly `name` and a value other than `null` follows directly.
    /// Only for text that is not escaped.
    #[inline]
    pub(in crate::json) fn skip_name(&mut self, name: &'static str) -> bool {
        let Some((key, [value, ..])) =
            self.rest.get(self.position..).and_then(|rest| rest.split_at_checked(name.len()))
        else {
            return false;
        };
        let is_here = key == name.as_bytes() && *value > b' ' && *value != b'n';
        if is_here {
            self.position = self.position.plus(name.len());
        }
        is_here
    }

    /// Reads any key at the current position, and skips its colon.
    #[inline(never)]
    pub(in crate::json) fn key(&mut self) -> Result<&'a str, Failed> {
        let key = self.string()?;
        self.step_over(b':')?;
        Ok(key)
    }
}
