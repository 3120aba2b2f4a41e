//! Lists of any length, which stay in the buffer.

use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::slice;

use super::reader::{Failed, Kind, Reader};
use super::settled::{Cursor, Settled};
use super::value::{Decode, Encode};
use super::writer::Writer;
use crate::error::Error;

/// A list without a capacity: what was decoded stays in the buffer, and each element is decoded when it is walked.
///
/// To write one, make it of a slice. An element of the wrong type shows when it is walked; [`Decode::check`] of the
/// message walks everything at once.
///
/// ```
/// use gcs_prot::json::{self, Seq};
///
/// let mut text = *b"[\"/bin/sh\", \"-c\", \"echo \\u263a\"]";
/// let args: Seq<&str> = json::decode(&mut text)?;
/// let mut walk = args.iter();
/// assert_eq!(walk.next(), Some(Ok("/bin/sh")));
/// assert_eq!(walk.last(), Some(Ok("echo ☺")));
/// assert_eq!(args, Seq::from(&["/bin/sh", "-c", "echo ☺"]));
/// # Ok::<(), gcs_prot::Error>(())
/// ```
pub struct Seq<'a, T>(Elements<'a, T>);

enum Elements<'a, T> {
    Slice(&'a [T]),
    Settled(Settled<'a>),
}

impl<T> Seq<'_, T> {
    /// The empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self(Elements::Slice(&[]))
    }

    /// Whether the list has no element.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self.0 {
            Elements::Slice(slice) => slice.is_empty(),
            Elements::Settled(settled) => settled.inside().leave(),
        }
    }
}

impl<'a, T: Decode<'a> + Clone> Seq<'a, T> {
    /// Walks the list. Each element is decoded on the way; after an error the walk ends.
    #[must_use]
    pub fn iter(&self) -> SeqIter<'a, T> {
        SeqIter(match self.0 {
            Elements::Slice(slice) => Walk::Slice(slice.iter()),
            Elements::Settled(settled) => Walk::Settled(settled.inside(), PhantomData),
        })
    }
}

/// The walk through a [`Seq`].
#[derive(Clone)]
pub struct SeqIter<'a, T>(Walk<'a, T>);

#[derive(Clone)]
enum Walk<'a, T> {
    Slice(slice::Iter<'a, T>),
    Settled(Cursor<'a>, PhantomData<T>),
}

impl<'a, T: Decode<'a> + Clone> Iterator for SeqIter<'a, T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Walk::Slice(slice) => slice.next().cloned().map(Ok),
            Walk::Settled(rest, _) => {
                if rest.leave() {
                    *rest = Cursor::default();
                    return None;
                }
                let element = decode_next(rest);
                if element.is_err() {
                    *rest = Cursor::default();
                }
                Some(element)
            }
        }
    }
}

impl<'a, T: Decode<'a> + Clone> FusedIterator for SeqIter<'a, T> {}

/// Shows what the walk has still before it.
impl<'a, T: Decode<'a> + Clone + fmt::Debug> fmt::Debug for SeqIter<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// Decodes the value that comes next in a settled region.
#[inline]
pub(super) fn decode_next<'a, T: Decode<'a>>(rest: &mut Cursor<'a>) -> Result<T, Error> {
    if let Some(of_string) = T::OF_STRING
        && let Some(text) = rest.string()
    {
        return Ok(of_string(text));
    }
    let mut value = T::default();
    read_next(rest, &mut value)?;
    Ok(value)
}

/// Decodes the value that comes next in a settled region, and walks what is in it.
pub(super) fn check_next<'a, T: Decode<'a>>(rest: &mut Cursor<'a>) -> Result<(), Error> {
    let mut value = T::default();
    read_next(rest, &mut value)?;
    value.check()
}

/// A value that is read without a name for its type: one function serves all of them.
trait Slot<'a> {
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed>;
}

impl<'a, T: Decode<'a>> Slot<'a> for T {
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.decode(reader)
    }
}

/// Reads the value that comes next in a settled region, unless it is `null`.
#[inline(never)]
fn read_next<'a>(rest: &mut Cursor<'a>, value: &mut dyn Slot<'a>) -> Result<(), Error> {
    let mut reader = Reader::settled(*rest);
    let result = match reader.null() {
        Ok(false) => value.read(&mut reader),
        null => null.map(drop),
    };
    *rest = reader.cursor();
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
    type Item = Result<T, Error>;
    type IntoIter = SeqIter<'a, T>;

    fn into_iter(self) -> SeqIter<'a, T> {
        self.iter()
    }
}

impl<'a, T: Decode<'a> + Clone> IntoIterator for &Seq<'a, T> {
    type Item = Result<T, Error>;
    type IntoIter = SeqIter<'a, T>;

    fn into_iter(self) -> SeqIter<'a, T> {
        self.iter()
    }
}

/// Lists are equal if their elements are, wherever they lie.
impl<'a, T: Decode<'a> + Clone + PartialEq> PartialEq for Seq<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<'a, T: Decode<'a> + Clone + fmt::Debug> fmt::Debug for Seq<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        for element in self {
            match element {
                Ok(element) => list.entry(&element),
                Err(error) => list.entry(&error),
            };
        }
        list.finish()
    }
}

impl<'a, T: Decode<'a> + Clone> Decode<'a> for Seq<'a, T> {
    #[inline(never)]
    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.0 = Elements::Settled(reader.settle(Some(Kind::Array))?);
        Ok(())
    }

    #[inline(never)]
    fn check(&self) -> Result<(), Error> {
        match self.0 {
            Elements::Slice(_) => Ok(()),
            Elements::Settled(settled) => settled.each(&mut check_next::<T>),
        }
    }
}

impl<'a, T: Decode<'a> + Encode + Clone> Encode for Seq<'a, T> {
    /// An empty list that was never decoded is `null`, as a nil slice of the reference is.
    fn encode(&self, writer: &mut Writer<'_>) {
        if let Elements::Slice([]) = self.0 {
            return writer.word("null");
        }
        writer.open('[');
        for element in self {
            writer.element();
            match element {
                Ok(element) => element.encode(writer),
                Err(error) => writer.fail(error),
            }
        }
        writer.close(']');
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}
