//! Reads objects into structs.

use super::keys::Keys;
use super::kind::{Failed, Kind};
use super::reader::{Input, Reader};
use super::text::Step;
use super::writer::Writer;
use crate::certain::Plus;
use crate::error::{Error, ErrorKind};

/// Decodes the fields of a JSON object. Fields have indices, so one loop can decode every object.
///
/// [`json_object`](crate::json_object) implements this trait. Implement it by hand only for an object whose fields
/// depend on each other.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a JSON object",
    label = "not a JSON object",
    note = "the body of a message is a struct with `#[json_object]`"
)]
pub trait DecodeObject<'a> {
    /// Returns the keys of the fields, in the order in which they are written.
    fn keys(&self) -> &'static Keys;

    /// Reads the value of the field `index`. The value is not `null` unless the shape of the field is
    /// [`Shape::Nullable`](super::Shape::Nullable).
    fn field(&mut self, index: usize, reader: &mut Reader<'a>) -> Result<(), Failed>;

    /// Returns whether [`fields_in_order`](Self::fields_in_order) reads any fields.
    fn is_in_order(&self) -> bool {
        false
    }

    /// Reads fields as long as they come in the order of [`keys`](Self::keys) and without white space. For each field,
    /// it calls [`Reader::enter_field`], and reads the value if that returns `true`. [`Reader::object`] reads the
    /// remaining fields.
    ///
    /// This is a faster way to the same result. It is optional, and `#[json_object(in_order)]` generates it.
    fn fields_in_order(&mut self, reader: &mut Reader<'a>, progress: &mut FieldProgress) -> Result<(), Failed> {
        let _ = (reader, progress);
        Ok(())
    }

    /// Checks or completes the object after all fields have been read.
    fn finish(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

/// Records which fields of an object have been read in order. [`Reader::enter_field`] updates it.
#[derive(Debug, Default)]
pub struct FieldProgress {
    /// One bit for each field, starting at the lowest.
    seen: u64,
    /// The index after that of the last field.
    next: usize,
    /// The index of the first field of the current object. The second of two joined objects has others before it.
    base: usize,
}

impl FieldProgress {
    /// Continues with an object that has `count` fields before it.
    pub(crate) fn continue_after(&mut self, count: usize) {
        self.base = count;
    }
}

/// Encodes the fields of a JSON object.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as a JSON object",
    label = "not a JSON object",
    note = "the body of a message is a struct with `#[json_object]`"
)]
pub trait EncodeObject {
    /// Writes the key and the value of each field that is not omitted.
    fn encode_fields(&self, writer: &mut Writer<'_>);
}

impl<'a> Reader<'a> {
    /// Reads an object into `object`.
    ///
    /// A key matches exactly, or otherwise without regard to case. `null` leaves a field unchanged. The value of an
    /// unknown key is checked and skipped. A known key that comes twice is an error.
    pub fn object(&mut self, object: &mut dyn DecodeObject<'a>) -> Result<(), Failed> {
        if let Input::Settled(settled) = &mut self.input
            && settled.enter_fields()
        {
            return self.known_fields(object);
        }
        self.open(Kind::Object)?;
        let keys = object.keys();
        let (mut seen, mut present, mut next, mut first) = (0u64, 0u64, 0, true);
        if object.is_in_order()
            && let Input::Text(text) = &mut self.input
            && text.brace_to_comma()
        {
            let mut progress = FieldProgress::default();
            if object.fields_in_order(self, &mut progress).is_err() {
                return Err(self.fail_in_field(keys.name(progress.next.wrapping_sub(1))));
            }
            (seen, present, next, first) = (progress.seen, progress.seen, progress.next, false);
        }
        loop {
            let index = match self.next_field(keys, next, first)? {
                Step::Field(index) => index,
                Step::Other => {
                    first = false;
                    self.skip()?;
                    continue;
                }
                Step::End => break,
            };
            first = false;
            next = index.plus(1);
            let bit = 1 << (index & 63);
            let read = if seen & bit != 0 {
                Err(self.fail(ErrorKind::DuplicateKey))
            } else {
                seen |= bit;
                let null = match &self.input {
                    Input::Text(text) if text.is_at_value() => Ok(false),
                    // Such a field reads `null` as a value.
                    _ if keys.nullable & bit != 0 => Ok(false),
                    _ => self.null(),
                };
                match null {
                    Ok(false) => {
                        present |= bit;
                        object.field(index, self)
                    }
                    null => null.map(drop),
                }
            };
            if read.is_err() {
                return Err(self.fail_in_field(keys.name(index)));
            }
        }
        self.depth = self.depth.minus(1);
        let missing = keys.required & !present;
        if missing != 0 {
            self.fail(ErrorKind::MissingKey);
            return Err(self.fail_in_field(keys.name(missing.trailing_zeros() as usize)));
        }
        object.finish().map_err(|error| self.fail_with(error))
    }

    /// Reads the fields of a settled object with known keys. The object has been checked as a whole.
    fn known_fields(&mut self, object: &mut dyn DecodeObject<'a>) -> Result<(), Failed> {
        while let Input::Settled(settled) = &mut self.input
            && let Some(index) = settled.field()
        {
            object.field(index, self)?;
        }
        object.finish().map_err(|error| self.fail_with(error))
    }

    /// If the key of the field `index` comes next and its value is not `null`, moves to the value and returns true.
    ///
    /// Call this method in [`DecodeObject::fields_in_order`]. `name` is the key with the bytes around it: `,"Key":`.
    #[inline]
    pub fn enter_field(&mut self, progress: &mut FieldProgress, name: &'static str, index: usize) -> bool {
        let Input::Text(text) = &mut self.input else { return false };
        if !text.skip_name(name) {
            return false;
        }
        let index = progress.base.wrapping_add(index);
        progress.seen |= 1 << (index & 63);
        progress.next = index.wrapping_add(1);
        true
    }

    /// Moves to the value of the next field, or past the end of the object. `next` is the field that is expected.
    #[inline]
    fn next_field(&mut self, keys: &Keys, next: usize, first: bool) -> Result<Step, Failed> {
        let key = match &mut self.input {
            Input::Text(text) => match text.next_field(keys, next, first)? {
                Step::Other => text.key()?,
                step => return Ok(step),
            },
            Input::Settled(settled) => {
                if settled.leave_at_end() {
                    return Ok(Step::End);
                }
                // A type that was written by hand may have left a value unread.
                settled.string().unwrap_or_default()
            }
        };
        Ok(keys.find(key, next).map_or(Step::Other, Step::Field))
    }
}
