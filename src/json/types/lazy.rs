//! Objects that stay in the buffer until they are used.

use core::fmt;
use core::marker::PhantomData;

use super::seq::load_next;
use crate::json::kind::Failed;
use crate::json::reader::Reader;
use crate::json::settled::Settled;
use crate::json::shape::{Docs, Shape};
use crate::json::value::{Decode, Encode};
use crate::json::writer::Writer;

/// An optional object that is large and rarely used. Like the elements of a [`Seq`](crate::json::Seq), it stays in the
/// buffer and takes no room in the struct. It is absent by default. To write one, create it from a reference.
pub struct Lazy<'a, T>(Value<'a, T>);

enum Value<'a, T> {
    Absent,
    Settled(Settled<'a>, PhantomData<T>),
    Borrowed(&'a T),
}

impl<T> Lazy<'_, T> {
    /// Returns whether the object is present.
    #[must_use]
    pub const fn is_present(&self) -> bool {
        !matches!(self.0, Value::Absent)
    }
}

impl<'a, T: Decode<'a> + Clone> Lazy<'a, T> {
    /// Returns the object. Each call decodes it again.
    #[must_use]
    pub fn get(&self) -> Option<T> {
        match self.0 {
            Value::Absent => None,
            Value::Settled(settled, _) => Some(load_next(&mut settled.cursor())),
            Value::Borrowed(value) => Some(value.clone()),
        }
    }
}

impl<T> Clone for Lazy<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Lazy<'_, T> {}

impl<T> Clone for Value<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Value<'_, T> {}

impl<T> Default for Lazy<'_, T> {
    fn default() -> Self {
        Self(Value::Absent)
    }
}

impl<'a, T> From<&'a T> for Lazy<'a, T> {
    fn from(value: &'a T) -> Self {
        Self(Value::Borrowed(value))
    }
}

impl<'a, T: Decode<'a> + Clone + PartialEq> PartialEq for Lazy<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<'a, T: Decode<'a> + Clone + fmt::Debug> fmt::Debug for Lazy<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for Lazy<'a, T> {
    const DOCS: &'static Docs = T::DOCS;
    const SHAPE: &'static Shape = &Shape::Lazy(|| T::SHAPE);

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.0 = Value::Settled(reader.keep(T::SHAPE)?, PhantomData);
        Ok(())
    }
}

impl<'a, T: Decode<'a> + Encode> Encode for Lazy<'a, T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self.0 {
            Value::Absent => writer.word("null"),
            Value::Settled(settled, _) => load_next::<T>(&mut settled.cursor()).encode(writer),
            Value::Borrowed(value) => value.encode(writer),
        }
    }

    fn is_empty(&self) -> bool {
        !self.is_present()
    }
}
