//! Declares a document with one line for each field.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

use super::super::{List, Text, push};

/// A value whose lists and maps can be walked. A walk sums up the numbers and the lengths of the strings.
pub trait Walk {
    fn walk(&self) -> usize;
}

/// A value that can be omitted.
pub trait Empty {
    fn is_empty(&self) -> bool;
}

/// Returns whether serde omits the field.
pub fn empty<T: Empty>(value: &T) -> bool {
    value.is_empty()
}

macro_rules! numbers {
    ($($type:ty)*) => {$(
        impl Walk for $type {
            #[expect(clippy::allow_attributes, reason = "not every number is wider than a pointer, or signed")]
            #[allow(clippy::cast_lossless, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            fn walk(&self) -> usize {
                *self as usize
            }
        }

        impl Empty for $type {
            fn is_empty(&self) -> bool {
                *self == <$type>::default()
            }
        }
    )*};
}

numbers! { bool u16 u32 u64 i32 i64 }

impl Walk for () {
    fn walk(&self) -> usize {
        0
    }
}

impl Walk for Text<'_> {
    fn walk(&self) -> usize {
        self.as_str().len()
    }
}

impl Empty for Text<'_> {
    fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }
}

impl<T: Walk> Walk for Option<T> {
    fn walk(&self) -> usize {
        self.as_ref().map_or(0, T::walk)
    }
}

impl<T> Empty for Option<T> {
    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

impl<T: Walk> Walk for [T] {
    fn walk(&self) -> usize {
        self.iter().fold(0, |sum, element| sum.wrapping_add(element.walk()))
    }
}

/// A map as a list of pairs, which is cheaper than any map with a lookup.
pub struct Pairs<'a, V>(List<(Text<'a>, V)>);

impl<V> Default for Pairs<'_, V> {
    fn default() -> Self {
        Self(List::default())
    }
}

impl<V: Clone> Clone for Pairs<'_, V> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<V: Walk> Walk for Pairs<'_, V> {
    fn walk(&self) -> usize {
        self.0.iter().fold(0, |sum, (key, value)| sum.wrapping_add(key.walk()).wrapping_add(value.walk()))
    }
}

impl<V> Empty for Pairs<'_, V> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<V: Serialize> Serialize for Pairs<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for Pairs<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<'a, V>(PhantomData<(Text<'a>, V)>);

        impl<'de: 'a, 'a, V: Deserialize<'de>> Visitor<'de> for Entries<'a, V> {
            type Value = Pairs<'a, V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut list = List::default();
                while let Some(entry) = map.next_entry()? {
                    if !push(&mut list, entry) {
                        return Err(A::Error::custom("too many entries"));
                    }
                }
                Ok(Pairs(list))
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}

/// Declares a document for serde: its fields, their keys, and when they are omitted.
macro_rules! peer_object {
    (pub struct $name:ident<'a> { $($field:ident: $type:ty = $key:literal $(unless $empty:literal)?,)* }) => {
        #[derive(Clone, Default, serde::Serialize, serde::Deserialize)]
#[allow(clippy::struct_field_names, clippy::allow_attributes)] // the names are those of the protocol
        #[serde(default, bound(deserialize = "'de: 'a"))]
        pub struct $name<'a> {
            $(
                #[serde(rename = $key $(, skip_serializing_if = $empty)?)]
                pub $field: $type,
            )*
        }

        impl Walk for $name<'_> {
            fn walk(&self) -> usize {
                0usize $(.wrapping_add(self.$field.walk()))*
            }
        }
    };
    (pub struct $name:ident { $($field:ident: $type:ty = $key:literal $(unless $empty:literal)?,)* }) => {
        #[derive(Clone, Default, serde::Serialize, serde::Deserialize)]
#[allow(clippy::struct_field_names, clippy::allow_attributes)] // the names are those of the protocol
        #[serde(default)]
        pub struct $name {
            $(
                #[serde(rename = $key $(, skip_serializing_if = $empty)?)]
                pub $field: $type,
            )*
        }

        impl Walk for $name {
            fn walk(&self) -> usize {
                0usize $(.wrapping_add(self.$field.walk()))*
            }
        }
    };
}
pub(super) use peer_object;
