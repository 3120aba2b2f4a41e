//! Maps whose keys are integers.

use core::fmt;
use core::iter::FusedIterator;
use core::slice;

use super::map::{Map, MapIter};
use crate::certain::{Certain, Plus};
use crate::error::{ErrorKind, Expected};
use crate::json::kind::Failed;
use crate::json::reader::Reader;
use crate::json::settled::Settled;
use crate::json::shape::{Form, Shape};
use crate::json::value::{Decode, Encode};
use crate::json::writer::Writer;

/// A map whose keys are integers, as decimal text in JSON. Like a [`Map`], a decoded map stays in the buffer. To write
/// one, create it from a slice of pairs.
///
/// Like in the reference, a key may have a sign and leading zeros. It is written without a plus sign and without
/// leading zeros. Two keys that are the same number are an error. A map may have at most [`Map::MAX_UNSORTED`] keys if
/// they are not in ascending order as text, or if any key has a plus sign or a leading zero.
///
/// ```
/// use gcs_prot::json::{self, IntMap};
///
/// let mut text = *br#"{"0":"C","+7":"D"}"#;
/// let disks: IntMap<&str> = json::decode(&mut text)?;
/// assert_eq!(disks.get(7), Some("D"));
/// assert!(disks.iter().eq([(0, "C"), (7, "D")]));
/// # Ok::<(), gcs_prot::Error>(())
/// ```
pub struct IntMap<'a, V>(Entries<'a, V>);

enum Entries<'a, V> {
    Slice(&'a [(i64, V)]),
    Map(Map<'a, V>),
}

impl<V> IntMap<'_, V> {
    /// Returns an empty map.
    #[must_use]
    pub const fn new() -> Self {
        Self(Entries::Slice(&[]))
    }

    /// Returns whether the map is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self.0 {
            Entries::Slice(slice) => slice.is_empty(),
            Entries::Map(map) => map.is_empty(),
        }
    }
}

impl<'a, V: Decode<'a> + Clone> IntMap<'a, V> {
    /// Returns an iterator over the entries, in their order.
    #[must_use]
    pub fn iter(&self) -> IntMapIter<'a, V> {
        IntMapIter(match self.0 {
            Entries::Slice(slice) => Walk::Slice(slice.iter()),
            Entries::Map(map) => Walk::Map(map.iter()),
        })
    }

    /// Returns the value of a key. This walks the map up to the key.
    #[must_use]
    pub fn get(&self, key: i64) -> Option<V> {
        self.iter().find_map(|(number, value)| (number == key).then_some(value))
    }
}

/// An iterator over the entries of an [`IntMap`].
#[derive(Clone)]
pub struct IntMapIter<'a, V>(Walk<'a, V>);

#[derive(Clone)]
enum Walk<'a, V> {
    Slice(slice::Iter<'a, (i64, V)>),
    Map(MapIter<'a, V>),
}

impl<'a, V: Decode<'a> + Clone> Iterator for IntMapIter<'a, V> {
    type Item = (i64, V);

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Walk::Slice(slice) => slice.next().cloned(),
            // The keys were checked when the map was decoded.
            Walk::Map(map) => map.next().map(|(key, value)| (key.parse().certain(), value)),
        }
    }
}

impl<'a, V: Decode<'a> + Clone> FusedIterator for IntMapIter<'a, V> {}

/// Shows the remaining entries.
impl<'a, V: Decode<'a> + Clone + fmt::Debug> fmt::Debug for IntMapIter<'a, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<V> Clone for IntMap<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for IntMap<'_, V> {}

impl<V> Clone for Entries<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Entries<'_, V> {}

impl<V> Default for IntMap<'_, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a, V> From<&'a [(i64, V)]> for IntMap<'a, V> {
    fn from(slice: &'a [(i64, V)]) -> Self {
        Self(Entries::Slice(slice))
    }
}

impl<'a, V, const N: usize> From<&'a [(i64, V); N]> for IntMap<'a, V> {
    fn from(array: &'a [(i64, V); N]) -> Self {
        Self(Entries::Slice(array))
    }
}

impl<'a, V: Decode<'a> + Clone> IntoIterator for IntMap<'a, V> {
    type Item = (i64, V);
    type IntoIter = IntMapIter<'a, V>;

    fn into_iter(self) -> IntMapIter<'a, V> {
        self.iter()
    }
}

impl<'a, V: Decode<'a> + Clone> IntoIterator for &IntMap<'a, V> {
    type Item = (i64, V);
    type IntoIter = IntMapIter<'a, V>;

    fn into_iter(self) -> IntMapIter<'a, V> {
        self.iter()
    }
}

/// Maps are equal if they have the same entries in the same order, whether they are in a buffer or in a slice.
impl<'a, V: Decode<'a> + Clone + PartialEq> PartialEq for IntMap<'a, V> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<'a, V: Decode<'a> + Clone + fmt::Debug> fmt::Debug for IntMap<'a, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<'a, V: Decode<'a> + Clone> Decode<'a> for IntMap<'a, V> {
    const SHAPE: &'static Shape =
        &Shape::custom(|reader| keep(reader, Map::<V>::SHAPE).map(drop)).with_form(Form::IntegerKeys(Map::<V>::SHAPE));

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.0 = Entries::Map(Map::settled(keep(reader, Map::<V>::SHAPE)?));
        Ok(())
    }
}

/// Keeps a map of this shape, and checks that its keys are integers.
fn keep<'a>(reader: &mut Reader<'a>, shape: &'static Shape) -> Result<Settled<'a>, Failed> {
    let map = reader.keep(shape)?;
    check_keys(map).map_err(|kind| reader.fail(kind))?;
    Ok(map)
}

/// Checks that the keys of a map are integers and are different numbers. They are already different texts.
fn check_keys(map: Settled<'_>) -> Result<(), ErrorKind> {
    let (mut count, mut is_plain) = (0usize, true);
    for (number, key) in Numbers(map.contents()) {
        number?;
        count = count.plus(1);
        // If all keys are plain, different texts are different numbers.
        let digits = key.strip_prefix('-').unwrap_or(key);
        is_plain &= !digits.starts_with(['+', '0']) || key == "0";
    }
    match is_plain {
        true => Ok(()),
        false if count > Map::<()>::MAX_UNSORTED => Err(const { ErrorKind::capacity(Map::<()>::MAX_UNSORTED) }),
        false => check_numbers(map),
    }
}

/// Checks that no number comes twice among the keys. This takes quadratic time, so the number of keys is limited.
fn check_numbers(map: Settled<'_>) -> Result<(), ErrorKind> {
    let mut numbers = Numbers(map.contents());
    while let Some((number, _)) = numbers.next() {
        let rest = Numbers(numbers.0);
        if rest.into_iter().any(|(other, _)| other == number) {
            return Err(ErrorKind::DuplicateKey);
        }
    }
    Ok(())
}

/// Iterates over the keys of a map, as numbers and as texts.
struct Numbers<'a>(crate::json::settled::Cursor<'a>);

impl<'a> Iterator for Numbers<'a> {
    type Item = (Result<i64, ErrorKind>, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.leave_at_end() {
            return None;
        }
        let key = self.0.string().certain();
        self.0.value();
        Some((key.parse().map_err(|_| ErrorKind::WrongType(Expected::Integer)), key))
    }
}

impl<'a, V: Decode<'a> + Encode + Clone> Encode for IntMap<'a, V> {
    /// An empty map that was not decoded is written as `null`, like a nil map in the reference.
    fn encode(&self, writer: &mut Writer<'_>) {
        if let Entries::Slice([]) = self.0 {
            return writer.word("null");
        }
        writer.open('{');
        for (key, value) in self {
            writer.integer_key(key);
            value.encode(writer);
        }
        writer.close('}');
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}
