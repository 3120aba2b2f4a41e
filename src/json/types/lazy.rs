//! Objects that stay in the buffer until they are asked for.

use core::fmt;
use core::marker::PhantomData;

use super::seq::load_next;
use crate::json::kind::Failed;
use crate::json::reader::Reader;
use crate::json::settled::Settled;
use crate::json::shape::{Docs, Shape};
use crate::json::value::{Decode, Encode};
use crate::json::writer::Writer;

/// An optional object that is large and rarely wanted: it stays in the buffer, as the elements of a
/// [`Seq`](crate::json::Seq) do, and takes no room in the struct that has it. Absent by default; to write one, borrow it.
pub struct Lazy<'a, T>(Held<'a, T>);

enum Held<'a, T> {
    Absent,
    Settled(Settled<'a>, PhantomData<T>),
    Borrowed(&'a T),
}

impl<T> Lazy<'_, T> {
    /// Whether the object is there.
    #[must_use]
    pub const fn is_present(&self) -> bool {
        !matches!(self.0, Held::Absent)
    }
}

impl<'a, T: Decode<'a> + Clone> Lazy<'a, T> {
    /// The object, decoded anew at each call.
    #[must_use]
    pub fn get(&self) -> Option<T> {
        match self.0 {
            Held::Absent => None,
            Held::Settled(settled, _) => Some(load_next(&mut settled.read())),
            Held::Borrowed(value) => Some(value.clone()),
        }
    }
}

impl<T> Clone for Lazy<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Lazy<'_, T> {}

impl<T> Clone for Held<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Held<'_, T> {}

impl<T> Default for Lazy<'_, T> {
    fn default() -> Self {
        Self(Held::Absent)
    }
}

impl<'a, T> From<&'a T> for Lazy<'a, T> {
    fn from(value: &'a T) -> Self {
        Self(Held::Borrowed(value))
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
        self.0 = Held::Settled(reader.keep(T::SHAPE)?, PhantomData);
        Ok(())
    }
}

impl<'a, T: Decode<'a> + Encode> Encode for Lazy<'a, T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self.0 {
            Held::Absent => writer.word("null"),
            Held::Settled(settled, _) => load_next::<T>(&mut settled.read()).encode(writer),
            Held::Borrowed(value) => value.encode(writer),
        }
    }

    fn is_empty(&self) -> bool {
        !self.is_present()
    }
}
