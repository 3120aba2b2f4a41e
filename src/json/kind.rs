//! The words that all floors share: the kinds of JSON values, and a failure.

use crate::error::{ErrorKind, Expected};

/// How deep arrays and objects may be nested, documents inside strings included. The reference allows 10,000.
pub const MAX_DEPTH: u8 = 64;

/// The kind of a JSON value.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    /// Returns the error of a field that wants this kind and meets another.
    pub(super) const fn wanted(self) -> ErrorKind {
        ErrorKind::WrongType(match self {
            Self::Null | Self::Bool => Expected::Bool,
            Self::Number => Expected::Integer,
            Self::String => Expected::String,
            Self::Array => Expected::Array,
            Self::Object => Expected::Object,
        })
    }
}

/// Reading failed. The reader stores the error, and [`decode`](super::decode) returns it.
///
/// `Failed` is zero-sized, so propagating it costs neither time nor code.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed(());

impl Failed {
    pub(super) const fn new() -> Self {
        Self(())
    }
}
