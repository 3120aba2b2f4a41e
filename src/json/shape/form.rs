//! Descriptions of values that only their type can check.

use super::Shape;

/// Describes a value that only its type can [check](Shape::Custom), in enough detail to describe it in a schema and to
/// generate one.
///
/// The type accepts every value of this form, unless the variant says otherwise.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub enum Form {
    /// Nothing is known of the value.
    #[default]
    Unknown,
    /// A string that is one of these texts.
    Known(&'static [&'static str]),
    /// A string that is a GUID: 36 characters, `8-4-4-4-12` hexadecimal digits in either case.
    Guid,
    /// A string that is a point in time, as [`Timestamp`](crate::Timestamp) reads it. Some of these texts are not dates
    /// that exist.
    Timestamp,
    /// An array. Each of the first `length` elements is `null`, missing or of this shape. Further elements are ignored.
    Array {
        /// The shape of an element.
        element: &'static Shape,
        /// The number of elements that are read.
        length: usize,
    },
    /// A value of this shape, which is a [`Map`](Shape::Map). Its keys are integers of 64 bits as decimal text. No two
    /// keys are the same number.
    IntegerKeys(&'static Shape),
    /// A value of this shape.
    Same(&'static Shape),
    /// One of these documents, each a JSON text. The type may also accept other values.
    Examples(&'static [&'static str]),
}
