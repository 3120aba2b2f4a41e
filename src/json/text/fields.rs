//! The fields of an object: how their keys are found in text.

use super::Text;
use crate::json::bytes::scan::chunk_at;
use crate::json::keys::Keys;
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
        let quote = match self.get(self.at) {
            Some(b',') if !first => self.at.wrapping_add(1),
            Some(b'}') => {
                self.step();
                return Ok(Step::End);
            }
            _ => self.at,
        };
        if (!first && quote == self.at) || self.quote_end(quote).is_none() {
            if !self.next_key_slowly(first)? {
                return Ok(Step::End);
            }
        } else {
            self.at = quote;
        }
        Ok(self.skip_known_key(keys, next).map_or(Step::Other, Step::Field))
    }

    /// Steps over the key that begins here with its quote, and its colon, if it is one of these, as it stands.
    #[inline]
    fn skip_known_key(&mut self, keys: &Keys, next: usize) -> Option<usize> {
        let start = self.quote(self.at).wrapping_add(1);
        let word = u64::from_le_bytes(*chunk_at(self.rest, start)?);
        let mut end = 0;
        let index = keys.find_by(next, |key| {
            key.may_begin(word) && key.stands_at(self.rest, start) && {
                let quote = self.quote_end(start.wrapping_add(key.name().len()));
                end = quote.unwrap_or_default();
                self.get(end) == Some(b':') && quote.is_some()
            }
        })?;
        self.at = end.wrapping_add(1);
        Some(index)
    }

    /// Reads the key that begins here, whatever it is, and steps over its colon.
    #[inline(never)]
    pub(in crate::json) fn key(&mut self) -> Result<&'a str, Failed> {
        let key = self.string()?;
        self.step_over(b':')?;
        Ok(key)
    }
}
