//! Values for which `null` differs from absent.

use crate::json::kind::Failed;
use crate::json::reader::Reader;
use crate::json::shape::{Docs, Shape};
use crate::json::value::{Decode, Encode};
use crate::json::writer::Writer;

/// A field that may be absent, `null`, or a value, where the reference distinguishes absent from `null`.
///
/// For every other field, `null` is the same as absent, and an `Option` is enough. An element of a list or a map is
/// never absent, and one that is `null` is decoded as the default.
///
/// ```
/// use gcs_prot::json::{self, Nullable, RawJson};
/// use gcs_prot::json_object;
///
/// /// A policy and its settings.
/// #[json_object]
/// struct Policy<'a> {
///     /// The settings.
///     #[json("Settings", omitempty)]
///     settings: Nullable<RawJson<'a>>,
/// }
///
/// let mut buffer = [0; 32];
/// let policy: Policy = json::decode(&mut *br#"{"Settings":null}"#.to_vec().leak())?;
/// assert_eq!(policy.settings, Nullable::Null);
/// assert_eq!(json::encode(&policy, &mut buffer)?, br#"{"Settings":null}"#);
/// assert_eq!(json::encode(&Policy::default(), &mut buffer)?, b"{}");
/// # Ok::<(), gcs_prot::Error>(())
/// ```
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nullable<T> {
    /// Absent. It is omitted if the field has the flag `omitempty`, and written as `null` otherwise.
    #[default]
    Absent,
    /// `null`. It is written as `null`.
    Null,
    /// Any other value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Returns the value, if there is one.
    #[must_use]
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for Nullable<T> {
    const DOCS: &'static Docs = T::DOCS;
    const SHAPE: &'static Shape = &Shape::Nullable(T::SHAPE);

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        *self = if reader.null()? {
            Self::Null
        } else {
            let mut value = T::default();
            value.decode(reader)?;
            Self::Value(value)
        };
        Ok(())
    }
}

impl<T: Encode> Encode for Nullable<T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Value(value) => value.encode(writer),
            _ => writer.word("null"),
        }
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Absent)
    }
}
