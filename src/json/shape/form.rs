//! What a value looks like that only its type can check.

use super::Shape;

/// What a value looks like that only its type can [check](Shape::Custom): so much that a schema can describe it, and that one can
/// be made.
///
/// Every value of this form is accepted by the type, unless the variant says otherwise.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub enum Form {
    /// Nothing is known of it.
    #[default]
    Unknown,
    /// A string that is one of these texts.
    Known(&'static [&'static str]),
    /// A string that is a GUID: 36 characters, `8-4-4-4-12` hexadecimal digits in either case.
    Guid,
    /// A string that is a point in time, as [`Timestamp`](crate::Timestamp) reads it. Not every such text is a date that exists.
    Timestamp,
    /// An array. Each of the first `length` elements is `null` or of this shape, and may be missing; those beyond are ignored.
    Array {
        /// The shape of an element.
        element: &'static Shape,
        /// How many elements are read.
        length: usize,
    },
    /// A value of this shape, which is a [`Map`](Shape::Map). Its keys are integers of 64 bits as decimal text, and differ as
    /// numbers.
    IntegerKeys(&'static Shape),
    /// A value of this shape.
    Same(&'static Shape),
    /// Any of these documents, each a JSON text. There may be other values that are accepted.
    Examples(&'static [&'static str]),
}
