//! Shapes describe, as data, the values that a type accepts.
//!
//! Every [`Decode`](super::Decode) type has a shape. The shape drives the pass that checks and [settles](settle) a list
//! while it is decoded. It is also reflection: you can generate a schema, documents or a list of keys from it.

mod check;
mod docs;
mod form;
mod run;
mod settle;

pub use docs::{Docs, Member};
pub use form::Form;

use super::keys::{Key, Keys};
use super::kind::Failed;
use super::reader::Reader;

/// The JSON values that a type accepts.
///
/// A type that contains other types refers to their shapes. Where a type may contain itself, it refers to them through
/// a function.
#[derive(Debug)]
#[non_exhaustive]
pub enum Shape {
    /// Any value, in which no object has the same key twice.
    Any,
    /// `true` or `false`.
    Bool,
    /// A string. If the type is an open set, these are its known values.
    String(&'static [&'static str]),
    /// An integer that is between `-lowest` and `highest`. Without `lowest`, the lower bound is 0.
    Integer {
        /// The magnitude of the lowest value.
        lowest: Option<u64>,
        /// The highest value.
        highest: u64,
    },
    /// A value that may be absent, where absent and default differ.
    Optional(&'static Shape),
    /// A value that may be absent or `null`, where these and default differ.
    Nullable(&'static Shape),
    /// An object that may be absent and stays in the buffer.
    Lazy(fn() -> &'static Shape),
    /// An array. It has at most `capacity` elements if there is a limit.
    List {
        /// The shape of an element.
        element: fn() -> &'static Shape,
        /// The maximum number of elements.
        capacity: Option<u16>,
    },
    /// A map from strings to values of this shape.
    Map(fn() -> &'static Shape),
    /// An object.
    Object(Fields),
    /// A document in a string.
    Document {
        /// The shape of the document.
        document: fn() -> &'static Shape,
        /// Whether the string must be present and not `null`.
        required: bool,
        /// Whether the string may be empty, which is the same as absent.
        may_be_empty: bool,
    },
    /// A field that is ignored unless its value has this shape.
    Tolerant(&'static Shape),
    /// An object in which the text of one field determines the shape of another field.
    Tagged(&'static Tagged),
    /// An object of one of several types. Its keys determine which one.
    OneOf(&'static OneOf),
    /// A value that only its type can check.
    ///
    /// In a list, the type reads each element while the list is decoded, and again when the list is walked.
    Custom {
        /// Reads a value and discards it. It must fail if [`decode`](super::Decode::decode) of the type fails.
        check: fn(&mut Reader<'_>) -> Result<(), Failed>,
        /// Whether the value must be present and not `null`.
        required: bool,
        /// Describes the value.
        form: Form,
    },
}

impl Shape {
    /// Creates the shape of a type that only the type itself can check. `check` reads a value and discards it.
    ///
    /// ```
    /// use gcs_prot::json::{self, Decode, Failed, Reader, Seq, Shape};
    /// use gcs_prot::{Error, ErrorKind};
    ///
    /// #[derive(Clone, Default)]
    /// struct Even(u32);
    ///
    /// impl<'a> Decode<'a> for Even {
    ///     const SHAPE: &'static Shape = &Shape::custom(|reader| Even::default().decode(reader));
    ///
    ///     fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
    ///         self.0.decode(reader)?;
    ///         if self.0 % 2 == 0 { Ok(()) } else { Err(reader.fail(ErrorKind::OutOfRange)) }
    ///     }
    /// }
    ///
    /// assert!(json::decode::<Seq<Even>>(&mut *b"[2,4]".to_vec().leak()).is_ok());
    /// assert!(json::decode::<Seq<Even>>(&mut *b"[2,3]".to_vec().leak()).is_err());
    /// ```
    #[must_use]
    pub const fn custom(check: fn(&mut Reader<'_>) -> Result<(), Failed>) -> Self {
        Self::Custom { check, required: false, form: Form::Unknown }
    }

    /// Describes the values of a [custom](Self::custom) shape, for schemas and generators. Other shapes are returned
    /// unchanged.
    ///
    /// ```
    /// use gcs_prot::json::{Form, Shape};
    ///
    /// const EVEN: Shape = Shape::custom(|reader| reader.skip()).with_form(Form::Examples(&["0", "2", "4294967294"]));
    /// ```
    #[must_use]
    pub const fn with_form(self, form: Form) -> Self {
        match self {
            Self::Custom { check, required, .. } => Self::Custom { check, required, form },
            other => other,
        }
    }

    /// Creates the shape of an object that joins two others: the fields of `tail` follow those of `head`. Only for
    /// constants.
    #[expect(clippy::panic, reason = "evaluated at compile time")]
    pub(crate) const fn joined(head: &'static Self, tail: &'static Self) -> Self {
        let (Self::Object(head), Self::Object(tail)) = (head, tail) else {
            panic!("only objects can be joined: both shapes must be `Shape::Object`")
        };
        assert!(head.tail.is_empty() && tail.tail.is_empty(), "only two objects can be joined");
        Self::Object(Fields { keys: Keys::joined(&head.keys, &tail.keys), head: head.head, tail: tail.head })
    }

    /// Returns the keys of an object. Other shapes have none.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        match self {
            Self::Object(fields) => fields.keys(),
            Self::Tagged(tagged) => tagged.fields.keys(),
            _ => const { &Keys::new(&[], 0) },
        }
    }

    /// Returns the shape inside an optional shape, and any other shape unchanged.
    #[inline]
    fn of_value(&self) -> &Self {
        match self {
            Self::Optional(shape) => shape,
            shape => shape,
        }
    }

    /// Returns whether a value must be present and not `null`, because the default of its type has no meaning. That is
    /// so for a document in a string that is not optional, and for an object with a required field.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        match self {
            Self::Object(fields) => fields.keys.required != 0,
            Self::Tagged(_) => true,
            Self::Document { required, .. } | Self::Custom { required, .. } => *required,
            _ => false,
        }
    }
}

/// The fields of an object: one table, or two that are [joined](crate::message::WithBase).
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    keys: Keys,
    head: &'static [&'static Shape],
    tail: &'static [&'static Shape],
}

impl Fields {
    /// Creates fields with these keys, in the order in which they are written, and the shape of each.
    ///
    /// # Panics
    ///
    /// Panics if the number of keys differs from the number of shapes, or if there are more than
    /// [`MAX_FIELDS`](super::MAX_FIELDS). In a constant, this is a compile error.
    #[must_use]
    pub const fn new(keys: &'static [Key], shapes: &'static [&'static Shape]) -> Self {
        assert!(keys.len() == shapes.len(), "the number of keys must equal the number of shapes");
        let (mut required, mut nullable) = (0, 0);
        let mut rest = shapes;
        while let [others @ .., last] = rest {
            required = required << 1 | last.is_required() as u64;
            nullable = nullable << 1 | matches!(last, Shape::Nullable(_)) as u64;
            rest = others;
        }
        Self { keys: Keys::new(keys, required).with_nullable(nullable), head: shapes, tail: &[] }
    }

    /// Returns the keys, and which of them are required.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Returns the shape of the field `index`.
    #[inline]
    fn shape(&self, index: usize) -> Option<&'static Shape> {
        match index.checked_sub(self.head.len()) {
            None => self.head.get(index).copied(),
            Some(index) => self.tail.get(index).copied(),
        }
    }

    /// Returns the key and the shape of each field. A field is required if its [shape is](Shape::is_required).
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'static Shape)> + use<> {
        let Self { keys, head, tail } = *self;
        head.iter().chain(tail).enumerate().map(move |(index, shape)| (keys.name(index), *shape))
    }
}

/// A known tag of a [`Tagged`] object, and the shape of its content, or `None` if it has no content.
pub type Variant = (&'static str, Option<fn() -> &'static Shape>);

/// The shape of an object in which the text of one field (the tag) determines the shape of another field (the content).
///
/// The object must be present. Its keys may come in any order.
#[derive(Debug)]
#[non_exhaustive]
pub struct Tagged {
    /// The fields, in the order in which they are written. Here, the content has the shape [`Any`](Shape::Any).
    pub fields: Fields,
    /// The index of the field that is the tag.
    pub tag: usize,
    /// The index of the field that is the content.
    pub content: usize,
    /// Whether the tag is required. If it is not, the content may be any value without a tag.
    pub needs_tag: bool,
    /// The known texts of the tag, and the shape of the content for each, or `None` if it has no content.
    ///
    /// A known tag with a shape must have content. [`decode`](super::Decode::decode) keeps the content of an unknown
    /// tag, and the endpoints refuse it.
    pub variants: &'static [Variant],
    /// Reads a value and discards it. It must fail if [`decode`](super::Decode::decode) of the type fails.
    pub check: fn(&mut Reader<'_>) -> Result<(), Failed>,
}

/// The shape of an object of one of several types. Its type is the first one with a key in the object whose value is
/// not `null`.
///
/// Without any of their keys, the object is of the first type, with defaults. The keys of the other types are ignored
/// or refused.
#[derive(Debug)]
#[non_exhaustive]
pub struct OneOf {
    /// The shapes, in this order. Each is an [`Object`](Shape::Object).
    pub choices: &'static [fn() -> &'static Shape],
    /// Reads a value and discards it. It must fail if [`decode`](super::Decode::decode) of the type fails.
    pub check: fn(&mut Reader<'_>) -> Result<(), Failed>,
}
