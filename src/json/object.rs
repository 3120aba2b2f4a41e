//! Objects: how their keys are found.

use super::reader::{Failed, Reader};
use super::writer::Writer;
use crate::error::Error;

/// How many fields an object may have: one that is declared, and two together that are [joined](crate::message::Joined).
pub const MAX_FIELDS: usize = 63;

/// The reading side of a JSON object: its fields by number, so that one loop serves every object.
///
/// [`json_object`](crate::json_object) implements it; by hand it is only worth writing for an object whose fields
/// depend on each other.
pub trait DecodeObject<'a> {
    /// The keys of the fields, in the order in which they are written.
    fn keys(&self) -> Keys;

    /// Reads the value of the field `index`, which is not `null`.
    fn field(&mut self, index: usize, reader: &mut Reader<'a>) -> Result<(), Failed>;

    /// Called when all fields have been read.
    fn finish(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

/// The walk through what an object left in the buffer. Apart from [`DecodeObject`], so that who never checks does not pay
/// for it in code.
pub trait CheckObject<'a> {
    /// Walks the lists and maps in the field `index`; see [`Decode::check`](super::Decode::check).
    fn check_field(&self, index: usize) -> Result<(), Error>;
}

/// The writing side of a JSON object.
pub trait EncodeObject {
    /// Writes each field that is to be written, key and value.
    fn encode_fields(&self, writer: &mut Writer<'_>);
}

/// The keys of an object: a table, or two that stand one behind the other (base fields, then a body's own).
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    head: &'static [&'static str],
    tail: &'static [&'static str],
    /// One bit a field, the first lowest: it must be there, and not `null`.
    pub(super) required: u64,
}

impl Keys {
    /// The keys of one table, none of which may need an escape; `required` has a bit for each field that must be there, the first field's lowest.
    #[must_use]
    pub const fn new(keys: &'static [&'static str], required: u64) -> Self {
        Self { head: keys, tail: &[], required }
    }

    /// These keys behind those of `head`. Only two tables can be joined.
    #[must_use]
    pub const fn behind(self, head: &Self) -> Self {
        Self { head: head.head, tail: self.head, required: head.required | self.required << head.head.len() }
    }

    /// How many fields there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.head.len().saturating_add(self.tail.len())
    }

    /// Whether there is no field.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The key of the field `index`; `""` if there is none.
    #[must_use]
    pub fn name(&self, index: usize) -> &'static str {
        let key = match index.checked_sub(self.head.len()) {
            None => self.head.get(index),
            Some(index) => self.tail.get(index),
        };
        key.copied().unwrap_or_default()
    }

    /// The field whose key this is: an exact match first, then one in another case, as Go folds it (`ſ` is an `s` and the
    /// Kelvin sign a `k`).
    ///
    /// Looks from the field `next` on, then from the start: fields that come in order are found at once.
    #[must_use]
    pub fn find(&self, key: &str, next: usize) -> Option<usize> {
        self.find_by(next, |name| name == key).or_else(|| self.find_by(next, |name| folds_to(key, name)))
    }

    /// The first field, in the order of [`find`](Self::find), whose key answers.
    #[inline]
    pub(super) fn find_by(&self, next: usize, mut is: impl FnMut(&str) -> bool) -> Option<usize> {
        let count = self.len();
        let mut index = next;
        for _ in 0..count {
            if index >= count {
                index = 0;
            }
            if is(self.name(index)) {
                return Some(index);
            }
            index = index.wrapping_add(1);
        }
        None
    }
}

/// Whether `key` spells `name` without regard to case. A name is ASCII, and two letters beyond ASCII fold into it: U+017F to
/// `s`, and U+212A to `k`.
#[inline(never)]
fn folds_to(key: &str, name: &str) -> bool {
    let folded = key.chars().map(|letter| match letter {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        letter => letter.to_ascii_lowercase(),
    });
    folded.eq(name.chars().map(|letter| letter.to_ascii_lowercase()))
}

/// Walks every list and map of an object with these keys, and reports the first error in an element, with its key.
///
/// One loop for every object: what [`json_object`](crate::json_object) makes [`Decode::check`](super::Decode::check) of.
#[doc(hidden)]
pub fn check_object(keys: &[&'static str], object: &dyn CheckObject<'_>) -> Result<(), Error> {
    for (index, key) in keys.iter().enumerate() {
        object.check_field(index).map_err(|error| error.within(key))?;
    }
    Ok(())
}
