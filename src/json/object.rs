//! Objects: how their keys are found.

use super::kind::{Failed, Kind};
use super::reader::{Input, Reader};
use super::writer::Writer;
use crate::error::{Error, ErrorKind};

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
    pub(in crate::json) required: u64,
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

    /// Returns the key of the field `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&'static str> {
        match index.checked_sub(self.head.len()) {
            None => self.head.get(index).copied(),
            Some(index) => self.tail.get(index).copied(),
        }
    }

    /// Returns the key of the field `index`; `""` if there is none.
    pub(super) fn name(&self, index: usize) -> &'static str {
        self.get(index).unwrap_or_default()
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

impl<'a> Reader<'a> {
    /// Reads an object into `object`, key by key.
    ///
    /// Keys match exactly, or else without regard to ASCII case; `null` leaves a field as it is; unknown keys are
    /// checked and skipped; a known key that comes twice is an error, and so is an object of more than [`MAX_FIELDS`].
    pub fn object(&mut self, object: &mut dyn DecodeObject<'a>) -> Result<(), Failed> {
        if let Input::Settled(settled) = &mut self.input
            && settled.enter_fields()
        {
            return self.known_fields(object);
        }
        self.open(Kind::Object)?;
        let keys = object.keys();
        if keys.len() > MAX_FIELDS {
            return Err(self.fail(const { ErrorKind::capacity(MAX_FIELDS) }));
        }
        let (mut seen, mut present, mut next, mut first) = (0u64, 0u64, 0, true);
        while self.next_key(first)? {
            first = false;
            let Some(index) = self.key(&keys, next)? else {
                self.skip()?;
                continue;
            };
            next = index.wrapping_add(1);
            let bit = 1 << (index & 63);
            let read = if seen & bit != 0 {
                Err(self.fail(ErrorKind::DuplicateKey))
            } else {
                seen |= bit;
                match self.null() {
                    Ok(false) => {
                        present |= bit;
                        object.field(index, self)
                    }
                    null => null.map(drop),
                }
            };
            if read.is_err() {
                return Err(self.within(keys.name(index)));
            }
        }
        let missing = keys.required & !present;
        if missing != 0 {
            self.fail(ErrorKind::MissingKey);
            return Err(self.within(keys.name(missing.trailing_zeros() as usize)));
        }
        object.finish().map_err(|error| self.fail_with(error))
    }

    /// Reads the fields of an object whose keys are known, which has been checked as a whole.
    fn known_fields(&mut self, object: &mut dyn DecodeObject<'a>) -> Result<(), Failed> {
        while let Input::Settled(settled) = &mut self.input
            && let Some(index) = settled.field()
        {
            object.field(index, self)?;
        }
        object.finish().map_err(|error| self.fail_with(error))
    }

    /// Reads a key; `next` is the field that is expected. `None` for an unknown one.
    fn key(&mut self, keys: &Keys, next: usize) -> Result<Option<usize>, Failed> {
        let key = match &mut self.input {
            Input::Text(text) => {
                let known = keys.find_by(next, |name| text.skip_key(name));
                if known.is_some() {
                    return Ok(known);
                }
                let key = text.string()?;
                text.step_over(b':')?;
                key
            }
            Input::Settled(settled) => {
                let known = keys.find_by(next, |name| settled.skip_string(name));
                if known.is_some() {
                    return Ok(known);
                }
                settled.string().unwrap_or_default()
            }
        };
        Ok(keys.find(key, next))
    }
}
