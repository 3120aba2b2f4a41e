//! Types that all layers share: the kinds of JSON values, and the failure.

use crate::error::{ErrorKind, Expected};

/// The maximum depth of nested arrays and objects, including documents inside strings. The reference allows 10,000.
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
    /// Returns the error for a value of another kind in a place that requires this kind.
    pub(super) const fn mismatch_error(self) -> ErrorKind {
        ErrorKind::WrongType(match self {
            Self::Null | Self::Bool => Expected::Bool,
            Self::Number => Expected::Integer,
            Self::String => Expected::String,
            Self::Array => Expected::Array,
            Self::Object => Expected::Object,
        })
    }
}

/// The reader has failed. It stores the error, and [`decode`](super::decode) returns it.
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
