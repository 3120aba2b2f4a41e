//! Lists that are short by nature: a fixed capacity, in the struct itself.

use core::fmt;
use core::ops::Deref;

use crate::error::{Error, ErrorKind};
use crate::json::kind::Failed;
use crate::json::reader::Reader;
use crate::json::shape::{Docs, Shape};
use crate::json::value::{Decode, Encode};
use crate::json::writer::Writer;

/// A list of at most `N` elements, held in place. Read as a slice.
///
/// For lists that are short by nature; one that a peer may make long is a [`Seq`](crate::json::Seq).
#[derive(Clone, PartialEq)]
pub struct List<T, const N: usize>(heapless::Vec<T, N>);

impl<T, const N: usize> List<T, N> {
    /// An empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self(heapless::Vec::new())
    }

    /// A list of these elements, or an error if there are more than `N`.
    pub fn from_slice(elements: &[T]) -> Result<Self, Error>
    where
        T: Clone,
    {
        let mut list = Self::new();
        for element in elements {
            list.push(element.clone())?;
        }
        Ok(list)
    }

    /// Appends an element, or fails if there are `N` already.
    pub fn push(&mut self, element: T) -> Result<(), Error> {
        self.0.push(element).map_err(|_| Error::new(Self::FULL))
    }

    #[expect(clippy::cast_possible_truncation, reason = "asserted, when the crate is compiled")]
    const CAPACITY: u16 = {
        assert!(N <= u16::MAX as usize, "a capacity fits 16 bits");
        N as u16
    };

    const FULL: ErrorKind = ErrorKind::Capacity(Self::CAPACITY);
}

impl<T, const N: usize> Default for List<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, const N: usize> Deref for List<T, N> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: fmt::Debug, const N: usize> fmt::Debug for List<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}

impl<'a, T: Decode<'a>, const N: usize> Decode<'a> for List<T, N> {
    const DOCS: &'static Docs = T::DOCS;
    const SHAPE: &'static Shape = &Shape::List { element: || T::SHAPE, capacity: Some(Self::CAPACITY) };

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.0.clear();
        reader.array(&mut |reader| {
            if self.0.is_full() {
                return Err(reader.fail(Self::FULL));
            }
            let mut element = T::default();
            reader.value(&mut element)?;
            self.push(element).map_err(|error| reader.fail_with(error))
        })
    }
}

impl<T: Encode, const N: usize> Encode for List<T, N> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.open('[');
        for element in self.iter() {
            writer.element();
            element.encode(writer);
        }
        writer.close(']');
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
