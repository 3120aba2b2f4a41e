//! Lists of any length, which stay in the buffer.

use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::slice;

use crate::error::Error;
use crate::json::kind::Failed;
use crate::json::reader::Reader;
use crate::json::settled::{Cursor, Settled};
use crate::json::shape::{Docs, Shape};
use crate::json::value::{Decode, Encode, ErasedDecode};
use crate::json::writer::Writer;

/// A list of any length. Its elements stay in the buffer, and each is decoded when the list is walked.
///
/// The whole list is checked while it is decoded, so walking it cannot fail. To write one, create it from a slice.
///
/// ```
/// use gcs_prot::json::{self, Seq};
///
/// let mut text = *b"[\"/bin/sh\", \"-c\", \"echo \\u263a\"]";
/// let args: Seq<&str> = json::decode(&mut text)?;
/// let mut walk = args.iter();
/// assert_eq!(walk.next(), Some("/bin/sh"));
/// assert_eq!(walk.last(), Some("echo ☺"));
/// assert_eq!(args, Seq::from(&["/bin/sh", "-c", "echo ☺"]));
/// # Ok::<(), gcs_prot::Error>(())
/// ```
pub struct Seq<'a, T>(Elements<'a, T>);

enum Elements<'a, T> {
    Slice(&'a [T]),
    Settled(Settled<'a>),
}

impl<T> Seq<'_, T> {
    /// Returns an empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self(Elements::Slice(&[]))
    }

    /// Returns whether the list is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self.0 {
            Elements::Slice(slice) => slice.is_empty(),
            Elements::Settled(settled) => settled.contents().leave_at_end(),
        }
    }
}

impl<'a, T: Decode<'a> + Clone> Seq<'a, T> {
    /// Returns an iterator over the elements. It decodes each element on the way.
    #[must_use]
    pub fn iter(&self) -> SeqIter<'a, T> {
        SeqIter(match self.0 {
            Elements::Slice(slice) => Walk::Slice(slice.iter()),
            Elements::Settled(settled) => Walk::Settled(settled.contents(), PhantomData),
        })
    }
}

/// An iterator over the elements of a [`Seq`].
#[derive(Clone)]
pub struct SeqIter<'a, T>(Walk<'a, T>);

#[derive(Clone)]
enum Walk<'a, T> {
    Slice(slice::Iter<'a, T>),
    Settled(Cursor<'a>, PhantomData<T>),
}

impl<'a, T: Decode<'a> + Clone> Iterator for SeqIter<'a, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Walk::Slice(slice) => slice.next().cloned(),
            Walk::Settled(rest, _) => (!rest.is_at_end()).then(|| load_next(rest)),
        }
    }
}

impl<'a, T: Decode<'a> + Clone> FusedIterator for SeqIter<'a, T> {}

/// Shows the remaining elements.
impl<'a, T: Decode<'a> + Clone + fmt::Debug> fmt::Debug for SeqIter<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// Loads the next value of a settled region, which has been checked against its shape.
#[inline]
pub(in crate::json) fn load_next<'a, T: Decode<'a>>(rest: &mut Cursor<'a>) -> T {
    if let Some(from_string) = T::FROM_STRING
        && let Some(text) = rest.string()
    {
        return from_string(text);
    }
    let mut value = T::default();
    let settled = rest.settled();
    *rest = settled.cursor_at(load(settled, rest.position(), &mut value));
    value
}

/// Loads the value at `position` of a settled region, unless it is `null`. Returns the position after it.
#[inline(never)]
fn load<'a>(settled: Settled<'a>, position: usize, value: &mut dyn ErasedDecode<'a>) -> usize {
    let mut rest = settled.cursor_at(position);
    if rest.null() {
        return rest.position();
    }
    let mut reader = Reader::from_checked(settled.cursor_at(rest.position()));
    let read = value.decode_erased(&mut reader);
    debug_assert!(reader.finish(read).is_ok(), "the shape of a type says what the type can decode");
    if !rest.advance_to(reader.cursor()) {
        // The type has read nothing. The value is skipped, so that the iterator advances.
        rest.value();
    }
    rest.position()
}

/// Decodes the next value of a settled region.
#[inline]
pub(in crate::json) fn decode_next<'a, T: Decode<'a>>(rest: &mut Cursor<'a>) -> Result<T, Error> {
    if let Some(from_string) = T::FROM_STRING
        && let Some(text) = rest.string()
    {
        return Ok(from_string(text));
    }
    let mut value = T::default();
    read_next(rest, &mut value)?;
    Ok(value)
}

/// Reads the next value of a settled region, unless it is `null`.
#[inline(never)]
fn read_next<'a>(rest: &mut Cursor<'a>, value: &mut dyn ErasedDecode<'a>) -> Result<(), Error> {
    if rest.null() {
        return Ok(());
    }
    let mut reader = Reader::from_plain(*rest);
    let result = value.decode_erased(&mut reader);
    rest.advance_to(reader.cursor());
    reader.finish(result)
}

impl<T> Clone for Seq<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Seq<'_, T> {}

impl<T> Clone for Elements<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Elements<'_, T> {}

impl<T> Default for Seq<'_, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a, T> From<&'a [T]> for Seq<'a, T> {
    fn from(slice: &'a [T]) -> Self {
        Self(Elements::Slice(slice))
    }
}

impl<'a, T, const N: usize> From<&'a [T; N]> for Seq<'a, T> {
    fn from(array: &'a [T; N]) -> Self {
        Self(Elements::Slice(array))
    }
}

impl<'a, T: Decode<'a> + Clone> IntoIterator for Seq<'a, T> {
    type Item = T;
    type IntoIter = SeqIter<'a, T>;

    fn into_iter(self) -> SeqIter<'a, T> {
        self.iter()
    }
}

impl<'a, T: Decode<'a> + Clone> IntoIterator for &Seq<'a, T> {
    type Item = T;
    type IntoIter = SeqIter<'a, T>;

    fn into_iter(self) -> SeqIter<'a, T> {
        self.iter()
    }
}

/// Lists are equal if their elements are equal, whether they are in a buffer or in a slice.
impl<'a, T: Decode<'a> + Clone + PartialEq> PartialEq for Seq<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<'a, T: Decode<'a> + Clone + fmt::Debug> fmt::Debug for Seq<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl<'a, T: Decode<'a> + Clone> Decode<'a> for Seq<'a, T> {
    const DOCS: &'static Docs = T::DOCS;
    const SHAPE: &'static Shape = &Shape::List { element: || T::SHAPE, capacity: None };

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.0 = Elements::Settled(reader.keep(Self::SHAPE)?);
        Ok(())
    }
}

impl<'a, T: Decode<'a> + Encode + Clone> Encode for Seq<'a, T> {
    /// An empty list that was not decoded is written as `null`, like a nil slice in the reference.
    fn encode(&self, writer: &mut Writer<'_>) {
        if let Elements::Slice([]) = self.0 {
            return writer.word("null");
        }
        writer.open('[');
        for element in self {
            writer.element();
            element.encode(writer);
        }
        writer.close(']');
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}
