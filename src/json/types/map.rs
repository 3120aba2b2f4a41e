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

/// A map from strings, without a capacity. Its entries stay in the buffer, in the order in which they came, and each value is
/// decoded when the map is walked. All of it is checked while it is decoded, so walking it cannot fail. To write one, make it
/// of a slice of pairs.
///
/// Keys are told apart exactly, unlike those of an object. A key that comes twice is an error when the map is decoded. Keys
/// in ascending order, as the reference writes them, cost one comparison each, in any number; a map in another order may
/// have at most [`MAX_UNSORTED`](Self::MAX_UNSORTED) keys, which bounds the time and the stack of that check.
pub struct Map<'a, V>(Entries<'a, V>);

enum Entries<'a, V> {
    Slice(&'a [(&'a str, V)]),
    Settled(Settled<'a>),
}

impl<V> Map<'_, V> {
    /// The empty map.
    #[must_use]
    pub const fn new() -> Self {
        Self(Entries::Slice(&[]))
    }

    /// A map that was settled.
    pub(in crate::json) const fn settled(settled: Settled<'_>) -> Map<'_, V> {
        Map(Entries::Settled(settled))
    }

    /// How many keys a map may have that does not come in ascending order.
    pub const MAX_UNSORTED: usize = MAX_UNSORTED;

    /// Whether the map has no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self.0 {
            Entries::Slice(slice) => slice.is_empty(),
            Entries::Settled(settled) => settled.inside().leave(),
        }
    }
}

impl<'a, V: Decode<'a> + Clone> Map<'a, V> {
    /// Walks the map in its order. Each value is decoded on the way; after an error the walk ends.
    #[must_use]
    pub fn iter(&self) -> MapIter<'a, V> {
        MapIter(match self.0 {
            Entries::Slice(slice) => Walk::Slice(slice.iter()),
            Entries::Settled(settled) => Walk::Settled(settled.inside(), PhantomData),
        })
    }

    /// The value of a key, by walking the map up to it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<V> {
        self.iter().find_map(|(name, value)| (name == key).then_some(value))
    }
}

/// The walk through a [`Map`].
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

/// Shows what the walk has still before it.
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

/// Maps are equal if they have the same entries in the same order, wherever they lie.
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
    /// An empty map that was never decoded is `null`, as a nil map of the reference is.
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
