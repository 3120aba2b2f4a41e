//! The fields of an object: how their keys are found in text.

use super::{Quote, Text};
use crate::json::bytes::scan::chunk_at;
use crate::json::keys::{Key, Keys};
use crate::json::kind::Failed;

/// What comes next in an object.
#[derive(Clone, Copy)]
pub(in crate::json) enum Step {
    /// The value of the field of this number, whose key has been stepped over.
    Field(usize),
    /// Another key, or one that is written in an unusual way.
    Other,
    /// Nothing: the end of the object has been stepped over.
    End,
}

impl<'a> Text<'a> {
    /// Steps over the comma in front of the next field, unless it is the `first`, and over its key and colon. Looks for the
    /// key from the field `next` on.
    #[inline(never)]
    pub(in crate::json) fn next_field(&mut self, keys: &Keys, next: usize, first: bool) -> Result<Step, Failed> {
        let &Quote { more, mut text, mut mask, comma, comma_mask, .. } = self.quote;
        let mut start = self.at.wrapping_add(more).wrapping_add(1);
        if !first {
            (text, mask) = (comma, comma_mask);
            start = start.wrapping_add(1);
        }
        let bytes = chunk_at(self.rest, self.at).map(|bytes| u32::from_le_bytes(*bytes));
        match bytes {
            Some(bytes) if bytes & mask == text => {
                self.at = start.wrapping_sub(more).wrapping_sub(1);
            }
            _ if self.get(self.at) == Some(b'}') => {
                self.step();
                return Ok(Step::End);
            }
            _ if self.next_key_slowly(first)? => start = self.quote(self.at).wrapping_add(1),
            _ => return Ok(Step::End),
        }
        Ok(self.skip_known_key(keys, next, start).map_or(Step::Other, Step::Field))
    }

    /// Steps over the key whose characters begin at `start`, and its colon, if it is one of these, as it stands.
    #[inline]
    fn skip_known_key(&mut self, keys: &Keys, next: usize, start: usize) -> Option<usize> {
        let text = self.rest.get(start..)?;
        let word = u64::from_le_bytes(*text.first_chunk()?);
        let &Quote { more, colon, colon_mask, .. } = self.quote;
        let is = |key: &Key| {
            if key.may_begin(word)
                && let Some((name, behind)) = text.split_at_checked(key.len())
                && let Some(behind) = behind.first_chunk()
            {
                u32::from_le_bytes(*behind) & colon_mask == colon && key.ends(name)
            } else {
                false
            }
        };
        let (index, key) = keys.find_key(next, is)?;
        self.at = start.wrapping_add(key.len()).wrapping_add(more).wrapping_add(2);
        Some(index)
    }

    /// Turns the brace that has just been stepped over into the comma that stands before every other key, and steps back to it.
    /// Does nothing and returns false where no key follows directly, or where the text is escaped.
    #[inline]
    pub(in crate::json) fn brace_to_comma(&mut self) -> bool {
        let brace = self.at.wrapping_sub(1);
        match self.rest.get_mut(brace..) {
            Some([byte, b'"', ..]) if self.quote.more == 0 => {
                *byte = b',';
                self.at = brace;
                true
            }
            _ => false,
        }
    }

    /// Steps over a comma, a key and its colon, if they are `name` and a value follows directly that is not `null`. For text that
    /// is not escaped.
    #[inline]
    pub(in crate::json) fn skip_name(&mut self, name: &'static str) -> bool {
        let Some((key, [value, ..])) = self.rest.get(self.at..).and_then(|rest| rest.split_at_checked(name.len()))
        else {
            return false;
        };
        let is_here = is_same(key, name.as_bytes()) && *value > b' ' && *value != b'n';
        if is_here {
            self.at = self.at.wrapping_add(name.len());
        }
        is_here
    }

    /// Reads the key that begins here, whatever it is, and steps over its colon.
    #[inline(never)]
    pub(in crate::json) fn key(&mut self) -> Result<&'a str, Failed> {
        let key = self.string()?;
        self.step_over(b':')?;
        Ok(key)
    }
}

/// Whether two texts of the same length are equal. A few comparisons of words, where the length is a constant.
#[inline]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    fn is_same_at<const N: usize>(one: &[u8], other: &[u8], at: usize) -> bool {
        chunk_at::<N>(one, at) == chunk_at::<N>(other, at)
    }
    let from_end = |distance| one.len().wrapping_sub(distance);
    match one.len() {
        33.. => one == other,
        17.. => {
            is_same_at::<8>(one, other, 0)
                && is_same_at::<8>(one, other, 8)
                && is_same_at::<8>(one, other, from_end(16))
                && is_same_at::<8>(one, other, from_end(8))
        }
        8.. => is_same_at::<8>(one, other, 0) && is_same_at::<8>(one, other, from_end(8)),
        4.. => is_same_at::<4>(one, other, 0) && is_same_at::<4>(one, other, from_end(4)),
        _ => one == other,
    }
}
