//! Objects: how they are read into structs.

use super::keys::Keys;
use super::kind::{Failed, Kind};
use super::reader::{Input, Reader};
use super::text::Step;
use super::writer::Writer;
use crate::error::{Error, ErrorKind};

/// The reading side of a JSON object: its fields by number, so that one loop serves every object.
///
/// [`json_object`](crate::json_object) implements it; by hand it is only worth writing for an object whose fields
/// depend on each other.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a JSON object",
    label = "not a JSON object",
    note = "the body of a message is a struct with `#[json_object]`"
)]
pub trait DecodeObject<'a> {
    /// The keys of the fields, in the order in which they are written.
    fn keys(&self) -> &'static Keys;

    /// Reads the value of the field `index`, which is not `null` unless its shape is [`Shape::Nullable`](super::Shape::Nullable).
    fn field(&mut self, index: usize, reader: &mut Reader<'a>) -> Result<(), Failed>;

    /// Whether [`fields_in_order`](Self::fields_in_order) reads any field.
    fn is_in_order(&self) -> bool {
        false
    }

    /// Reads fields for as long as they come in the order of [`keys`](Self::keys), without white space: for each field, calls
    /// [`Reader::at_field`], and reads the value if that returns `true`. [`Reader::object`] reads the fields after these.
    ///
    /// This is a faster path to the same result. It is optional; `#[json_object(in_order)]` generates it.
    fn fields_in_order(&mut self, reader: &mut Reader<'a>, done: &mut InOrder) -> Result<(), Failed> {
        let _ = (reader, done);
        Ok(())
    }

    /// Called when all fields have been read.
    fn finish(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

/// Which fields of an object have been read in order. [`Reader::at_field`] keeps count in it.
#[derive(Debug, Default)]
pub struct InOrder {
    /// One bit a field, the first lowest.
    seen: u64,
    /// The number behind that of the last field.
    next: usize,
    /// The number of the first field of the object whose fields are being read: the second of two that are joined has others
    /// before it.
    first: usize,
}

impl InOrder {
    /// Goes on with an object that has so many fields before it.
    pub(crate) fn go_on_behind(&mut self, count: usize) {
        self.first = count;
    }
}

/// The writing side of a JSON object.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as a JSON object",
    label = "not a JSON object",
    note = "the body of a message is a struct with `#[json_object]`"
)]
pub trait EncodeObject {
    /// Writes each field that is to be written, key and value.
    fn encode_fields(&self, writer: &mut Writer<'_>);
}

impl<'a> Reader<'a> {
    /// Reads an object into `object`, key by key.
    ///
    /// Keys match exactly, or else without regard to ASCII case; `null` leaves a field as it is; unknown keys are
    /// checked and skipped; a known key that comes twice is an error.
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
            let mut done = InOrder::default();
            if object.fields_in_order(self, &mut done).is_err() {
                return Err(self.within(keys.name(done.next.wrapping_sub(1))));
            }
            (seen, present, next, first) = (done.seen, done.seen, done.next, false);
        }
        loop {
            let index = match self.step(keys, next, first)? {
                Step::Field(index) => index,
                Step::Other => {
                    first = false;
                    self.skip()?;
                    continue;
                }
                Step::End => break,
            };
            first = false;
            next = index.wrapping_add(1);
            let bit = 1 << (index & 63);
            let read = if seen & bit != 0 {
                Err(self.fail(ErrorKind::DuplicateKey))
            } else {
                seen |= bit;
                let null = match &self.input {
                    Input::Text(text) if text.is_value() => Ok(false),
                    // For such a field `null` is a value, which it reads.
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
                return Err(self.within(keys.name(index)));
            }
        }
        self.depth = self.depth.wrapping_sub(1);
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

    /// Steps to the value of the field `index` if its key comes next, and the value is not `null`; returns whether that is so.
    ///
    /// Call it in [`DecodeObject::fields_in_order`]. `name` is the key with what stands around it: `,"Key":`.
    #[inline]
    pub fn at_field(&mut self, done: &mut InOrder, name: &'static str, index: usize) -> bool {
        let Input::Text(text) = &mut self.input else { return false };
        if !text.skip_name(name) {
            return false;
        }
        let index = done.first.wrapping_add(index);
        done.seen |= 1 << (index & 63);
        done.next = index.wrapping_add(1);
        true
    }

    /// Steps to the value of the next field, or over the end of the object; `next` is the field that is expected.
    #[inline]
    fn step(&mut self, keys: &Keys, next: usize, first: bool) -> Result<Step, Failed> {
        let key = match &mut self.input {
            Input::Text(text) => match text.next_field(keys, next, first)? {
                Step::Other => text.key()?,
                step => return Ok(step),
            },
            Input::Settled(settled) => {
                if settled.leave() {
                    return Ok(Step::End);
                }
                settled.string().unwrap_or_default()
            }
        };
        Ok(keys.find(key, next).map_or(Step::Other, Step::Field))
    }
}
