//! Maps of any size, which stay in the buffer.

use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::slice;

use super::seq::load_next;
use crate::json::kind::Failed;
use crate::json::reader::Reader;
use crate::json::settled::duplicates::MAX_UNSORTED;
use crate::json::settled::{Cursor, Settled};
use crate::json::shape::{Docs, Shape};
use crate::json::value::{Decode, Encode};
use crate::json::writer::Writer;

/// A map with strings as keys, of any size. Its entries stay in the buffer, in the order in which they came. Each value
/// is decoded when the map is walked.
///
/// The whole map is checked while it is decoded, so walking it cannot fail. To write one, create it from a slice of
/// pairs.
///
/// Unlike the keys of an object, those of a map are distinguished by case. A duplicate key is an error while the map is
/// decoded. There may be any number of keys in ascending order, as the reference writes them, and each takes one
/// comparison. In any other order, a map may have at most [`MAX_UNSORTED`](Self::MAX_UNSORTED) keys, which limits the
/// time and the stack of this check.
pub struct Map<'a, V>(Entries<'a, V>);

enum Entries<'a, V> {
    Slice(&'a [(&'a str, V)]),
    Settled(Settled<'a>),
}

impl<V> Map<'_, V> {
    /// Returns an empty map.
    #[must_use]
    pub const fn new() -> Self {
        Self(Entries::Slice(&[]))
    }

    /// Wraps a settled map.
    pub(in crate::json) const fn settled(settled: Settled<'_>) -> Map<'_, V> {
        Map(Entries::Settled(settled))
    }

    /// The maximum number of keys of a map whose keys are not in ascending order.
    pub const MAX_UNSORTED: usize = MAX_UNSORTED;

    /// Returns whether the map is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self.0 {
            Entries::Slice(slice) => slice.is_empty(),
            Entries::Settled(settled) => settled.contents().leave_at_end(),
        }
    }
}

impl<'a, V: Decode<'a> + Clone> Map<'a, V> {
    /// Returns an iterator over the entries, in their order. It decodes each value on the way.
    #[must_use]
    pub fn iter(&self) -> MapIter<'a, V> {
        MapIter(match self.0 {
            Entries::Slice(slice) => Walk::Slice(slice.iter()),
            Entries::Settled(settled) => Walk::Settled(settled.contents(), PhantomData),
        })
    }

    /// Returns the value of a key. This walks the map up to the key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<V> {
        self.iter().find_map(|(name, value)| (name == key).then_some(value))
    }
}

/// An iterator over the entries of a [`Map`].
#[derive(Clone)]
pub struct MapIter<'a, V>(Walk<'a, V>);

#[derive(Clone)]
enum Walk<'a, V> {
    Slice(slice::Iter<'a, (&'a str, V)>),
    Settled(Cursor<'a>, PhantomData<V>),
}

impl<'a, V: Decode<'a> + Clone> Iterator for MapIter<'a, V> {
    type Item = (&'a str, V);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Walk::Slice(slice) => slice.next().cloned(),
            Walk::Settled(rest, _) => {
                let key = rest.string()?;
                Some((key, load_next(rest)))
            }
        }
    }
}

impl<'a, V: Decode<'a> + Clone> FusedIterator for MapIter<'a, V> {}

/// Shows the remaining entries.
impl<'a, V: Decode<'a> + Clone + fmt::Debug> fmt::Debug for MapIter<'a, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<V> Clone for Map<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Map<'_, V> {}

impl<V> Clone for Entries<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Entries<'_, V> {}

impl<V> Default for Map<'_, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a, V> From<&'a [(&'a str, V)]> for Map<'a, V> {
    fn from(slice: &'a [(&'a str, V)]) -> Self {
        Self(Entries::Slice(slice))
    }
}

impl<'a, V, const N: usize> From<&'a [(&'a str, V); N]> for Map<'a, V> {
    fn from(array: &'a [(&'a str, V); N]) -> Self {
        Self(Entries::Slice(array))
    }
}

impl<'a, V: Decode<'a> + Clone> IntoIterator for Map<'a, V> {
    type Item = (&'a str, V);
    type IntoIter = MapIter<'a, V>;

    fn into_iter(self) -> MapIter<'a, V> {
        self.iter()
    }
}

impl<'a, V: Decode<'a> + Clone> IntoIterator for &Map<'a, V> {
    type Item = (&'a str, V);
    type IntoIter = MapIter<'a, V>;

    fn into_iter(self) -> MapIter<'a, V> {
        self.iter()
    }
}

/// Maps are equal if they have the same entries in the same order, whether they are in a buffer or in a slice.
impl<'a, V: Decode<'a> + Clone + PartialEq> PartialEq for Map<'a, V> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<'a, V: Decode<'a> + Clone + fmt::Debug> fmt::Debug for Map<'a, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<'a, V: Decode<'a> + Clone> Decode<'a> for Map<'a, V> {
    const DOCS: &'static Docs = V::DOCS;
    const SHAPE: &'static Shape = &Shape::Map(|| V::SHAPE);

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.0 = Entries::Settled(reader.keep(Self::SHAPE)?);
        Ok(())
    }
}

impl<'a, V: Decode<'a> + Encode + Clone> Encode for Map<'a, V> {
    /// An empty map that was not decoded is written as `null`, like a nil map in the reference.
    fn encode(&self, writer: &mut Writer<'_>) {
        if let Entries::Slice([]) = self.0 {
            return writer.word("null");
        }
        writer.open('{');
        for (key, value) in self {
            writer.key(key);
            value.encode(writer);
        }
        writer.close('}');
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}
