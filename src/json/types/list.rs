//! Lists of a fixed capacity, for lists that are always short.

use core::fmt;
use core::ops::Deref;

use crate::certain::{Certain, Plus};
use crate::error::{Error, ErrorKind};
use crate::json::kind::Failed;
use crate::json::reader::Reader;
use crate::json::shape::{Docs, Shape};
use crate::json::value::{Decode, Encode};
use crate::json::writer::Writer;

/// A list of at most `N` elements, stored in the struct itself. It dereferences to a slice.
///
/// Use it for lists that are always short, and a [`Seq`](crate::json::Seq) for a list that a peer may make long. The
/// list is an array with a length, so it has no drop glue: the borrow of a message that contains one ends at the last
/// use of the message, and not at the end of its scope.
#[derive(Clone)]
pub struct List<T, const N: usize> {
    /// The elements after the first `length` are defaults or old elements.
    elements: [T; N],
    length: usize,
}

impl<T: Default, const N: usize> List<T, N> {
    /// Returns an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self { elements: core::array::from_fn(|_| T::default()), length: 0 }
    }

    /// Creates a list of these elements, or returns an error if there are more than `N`.
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
}

impl<T, const N: usize> List<T, N> {
    #[expect(clippy::cast_possible_truncation, reason = "asserted at compile time")]
    const CAPACITY: u16 = {
        assert!(N <= u16::MAX as usize, "the capacity of a list must fit in 16 bits");
        N as u16
    };

    const FULL: ErrorKind = ErrorKind::Capacity(Self::CAPACITY);

    /// Appends an element, or returns an error if the list has `N` elements already.
    pub fn push(&mut self, element: T) -> Result<(), Error> {
        let place = self.elements.get_mut(self.length).ok_or(Error::new(Self::FULL))?;
        *place = element;
        self.length = self.length.plus(1);
        Ok(())
    }
}

impl<T: Default, const N: usize> Default for List<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, const N: usize> Deref for List<T, N> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.elements.get(..self.length).certain()
    }
}

impl<T: PartialEq, const N: usize> PartialEq for List<T, N> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: fmt::Debug, const N: usize> fmt::Debug for List<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&**self).finish()
    }
}

impl<'a, T: Decode<'a>, const N: usize> Decode<'a> for List<T, N> {
    const DOCS: &'static Docs = T::DOCS;
    const SHAPE: &'static Shape = &Shape::List { element: || T::SHAPE, capacity: Some(Self::CAPACITY) };

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.length = 0;
        reader.array(&mut |reader| {
            if self.length == N {
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
        self.length == 0
    }
}
