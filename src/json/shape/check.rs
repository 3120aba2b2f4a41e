//! Checks values of known shapes and keeps them in the buffer, for both kinds of input.

use super::{Fields, Shape, settle};
use crate::error::{Error, ErrorKind};
use crate::json::keys::Keys;
use crate::json::kind::{Failed, Kind};
use crate::json::object::DecodeObject;
use crate::json::reader::{Input, Reader};
use crate::json::settled::{Settled, duplicates};

impl<'a> Reader<'a> {
    /// Checks that the next value has this shape, and keeps it in the buffer.
    pub(in crate::json) fn keep(&mut self, shape: &'static Shape) -> Result<Settled<'a>, Failed> {
        match &mut self.input {
            Input::Text(text) => settle::settle(text, shape, self.depth),
            Input::Settled(settled) if self.checked => Ok(settled.value()),
            Input::Settled(settled) => {
                let value = settled.clone().value();
                self.check(shape)?;
                Ok(value)
            }
        }
    }

    /// Reads a value of the plain dialect and checks that it has this shape.
    fn check(&mut self, shape: &'static Shape) -> Result<(), Failed> {
        match *shape {
            Shape::Any => self.keep_any().map(drop),
            Shape::Bool => self.bool().map(drop),
            Shape::String(_) => self.string().map(drop),
            Shape::Integer { lowest, highest } => self.integer(lowest, highest).map(drop),
            Shape::Optional(shape) => self.check(shape),
            Shape::Nullable(shape) => {
                if self.null()? {
                    Ok(())
                } else {
                    self.check(shape)
                }
            }
            Shape::Lazy(shape) => self.check(shape()),
            Shape::List { element, capacity } => self.check_list(element(), capacity),
            Shape::Map(value) => self.check_map(value()),
            Shape::Object(ref fields) => self.object(&mut Checker(fields)),
            // In the plain dialect, only an empty string can be read as a document.
            Shape::Document { may_be_empty, .. } => self.document(may_be_empty, &mut Self::skip),
            Shape::Tolerant(shape) => self.tolerate(shape).map(drop),
            Shape::Tagged(tagged) => (tagged.check)(self),
            Shape::OneOf(one_of) => (one_of.check)(self),
            Shape::Custom { check, .. } => check(self),
        }
    }

    /// Keeps the next value, of any type. Fails if an object in it has a duplicate key.
    pub(in crate::json) fn keep_any(&mut self) -> Result<Settled<'a>, Failed> {
        let value = self.settle()?;
        if !self.checked {
            duplicates::check_all_keys(value).map_err(|kind| self.fail(kind))?;
        }
        Ok(value)
    }

    /// Reads the next value, and returns it if it has this shape.
    pub(in crate::json) fn tolerate(&mut self, shape: &'static Shape) -> Result<Option<Settled<'a>>, Failed> {
        let value = self.keep_any()?;
        match check_plain(value, shape) {
            Ok(()) => Ok(Some(value)),
            Err(error) if is_tolerable(error) => Ok(None),
            Err(error) => Err(self.fail_with(error)),
        }
    }

    fn check_element(&mut self, shape: &'static Shape) -> Result<(), Failed> {
        match self.null()? {
            false => self.check(shape),
            true if shape.is_required() => Err(self.fail(ErrorKind::MissingKey)),
            true => Ok(()),
        }
    }

    fn check_list(&mut self, element: &'static Shape, capacity: Option<u16>) -> Result<(), Failed> {
        let mut count = 0;
        self.array(&mut |reader| {
            match capacity {
                Some(capacity) if count >= capacity => return Err(reader.fail(ErrorKind::Capacity(capacity))),
                // Without a capacity, there is no limit to what is counted.
                _ => count = count.saturating_add(1),
            }
            reader.check_element(element)
        })
    }

    fn check_map(&mut self, value: &'static Shape) -> Result<(), Failed> {
        if self.kind()? == Kind::Object {
            duplicates::check_keys(self.cursor().value()).map_err(|kind| self.fail(kind))?;
        }
        self.map(&mut |reader| reader.check_element(value))
    }
}

/// Checks that a value of the plain dialect has this shape.
pub(super) fn check_plain(value: Settled<'_>, shape: &'static Shape) -> Result<(), Error> {
    let mut reader = Reader::from_plain(value.cursor());
    let read = reader.check(shape);
    reader.finish(read)?;
    // A type may have read only a part of the value.
    if reader.cursor().kind().is_some() { Err(Error::new(ErrorKind::TrailingBytes)) } else { Ok(()) }
}

/// Returns whether a tolerant field ignores this error. A duplicate key, in any case, is an error nevertheless.
pub(super) fn is_tolerable(error: Error) -> bool {
    error.kind() != ErrorKind::DuplicateKey
}

/// Checks the fields of an object of the plain dialect.
struct Checker(&'static Fields);

impl<'a> DecodeObject<'a> for Checker {
    fn keys(&self) -> &'static Keys {
        self.0.keys()
    }

    fn field(&mut self, index: usize, reader: &mut Reader<'a>) -> Result<(), Failed> {
        match self.0.shape(index) {
            Some(shape) => reader.check(shape),
            None => reader.skip(),
        }
    }
}
