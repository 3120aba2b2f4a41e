//! Shapes: what a type accepts, as data.
//!
//! Every [`Decode`](super::Decode) type has one. It drives the pass that checks and [settles](settle) a list while it is
//! decoded, and it is reflection: a schema, a generator of documents or a list of keys can be made from it.

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

/// What a value must be, so that its type can decode it.
///
/// Types that contain others refer to their shapes; where a type may contain itself, they do so by a function.
#[derive(Debug)]
#[non_exhaustive]
pub enum Shape {
    /// Any value, in which no object has the same key twice.
    Any,
    /// `true` or `false`.
    Bool,
    /// A string, and the values that have a name, if the type is an open set.
    String(&'static [&'static str]),
    /// An integer from `-lowest`, or from 0 where there is no `lowest`, to `highest`.
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
    /// An array, of at most `capacity` elements if there is a limit.
    List {
        /// The shape of an element.
        element: fn() -> &'static Shape,
        /// The highest number of elements.
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
        /// Whether the string must be there and not be `null`.
        required: bool,
        /// Whether the string may be empty, which is the same as absent.
        may_be_empty: bool,
    },
    /// A field that is ignored unless its value has this shape.
    Tolerant(&'static Shape),
    /// An object in which the text of one field decides the shape of another one.
    Tagged(&'static Tagged),
    /// An object of one of several types, which its keys decide.
    OneOf(&'static OneOf),
    /// A value that only its type can check.
    ///
    /// In a list, the type reads each element once while the list is decoded, and again when the list is walked.
    Custom {
        /// Reads a value, and drops it. It must fail where [`decode`](super::Decode::decode) of the type does.
        check: fn(&mut Reader<'_>) -> Result<(), Failed>,
        /// Whether the value must be there and not be `null`.
        required: bool,
        /// What the value looks like.
        form: Form,
    },
}

impl Shape {
    /// The shape of a type that only the type itself can check, by reading a value and dropping it.
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

    /// Says what a value of a [custom](Self::custom) shape looks like, for schemas and generators. Other shapes stay as they are.
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

    /// The shape of one object out of two, whose fields stand one behind the other. For constants alone.
    #[expect(clippy::panic, reason = "when the crate is compiled")]
    pub(crate) const fn joined(head: &'static Self, tail: &'static Self) -> Self {
        let (Self::Object(head), Self::Object(tail)) = (head, tail) else {
            panic!("only objects can be joined, and their shapes must say that they are objects")
        };
        assert!(head.tail.is_empty() && tail.tail.is_empty(), "only two objects can be joined");
        Self::Object(Fields { keys: tail.keys.behind(&head.keys), head: head.head, tail: tail.head })
    }

    /// The keys of an object; none for other shapes.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        match self {
            Self::Object(fields) => fields.keys(),
            Self::Tagged(tagged) => tagged.fields.keys(),
            _ => const { &Keys::new(&[], 0) },
        }
    }

    /// Whether a value must be there and not be `null`, because the default of its type means nothing: a document in a
    /// string that is not optional, and an object that has a required field.
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

/// The fields of an object: of one table, or of two that are [joined](crate::message::WithBase).
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    keys: Keys,
    head: &'static [&'static Shape],
    tail: &'static [&'static Shape],
}

impl Fields {
    /// The fields with these keys, in the order in which they are written, and the shape of each.
    ///
    /// # Panics
    ///
    /// There must be as many keys as shapes.
    #[must_use]
    pub const fn new(keys: &'static [Key], shapes: &'static [&'static Shape]) -> Self {
        assert!(keys.len() == shapes.len(), "each key has a shape");
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

/// A known tag of a [`Tagged`] object, and the shape of its content; `None` if it has none.
pub type Variant = (&'static str, Option<fn() -> &'static Shape>);

/// The shape of an object in which the text of one field, the tag, decides the shape of another one, the content.
///
/// The object must be there. Its keys may come in any order.
#[derive(Debug)]
#[non_exhaustive]
pub struct Tagged {
    /// The fields, in the order in which they are written. The content has the shape [`Any`](Shape::Any) here.
    pub fields: Fields,
    /// The number of the field that is the tag.
    pub tag: usize,
    /// The number of the field that is the content.
    pub content: usize,
    /// Whether there must be a tag. Without one the content may be any value.
    pub needs_tag: bool,
    /// The known texts of the tag, and the shape of the content for each; `None` where it has no content.
    ///
    /// A known tag with a shape must have a content. [`decode`](super::Decode::decode) keeps the content of an unknown tag, and the
    /// endpoints refuse it.
    pub variants: &'static [Variant],
    /// Reads a value, and drops it. It must fail where [`decode`](super::Decode::decode) of the type does.
    pub check: fn(&mut Reader<'_>) -> Result<(), Failed>,
}

/// The shape of an object of one of several types: the first one of which there is a key whose value is not `null`.
///
/// Without any of their keys, the object is of the first type, with defaults. What belongs to the other types is ignored or refused.
#[derive(Debug)]
#[non_exhaustive]
pub struct OneOf {
    /// The shapes, each an [`Object`](Shape::Object), in this order.
    pub choices: &'static [fn() -> &'static Shape],
    /// Reads a value, and drops it. It must fail where [`decode`](super::Decode::decode) of the type does.
    pub check: fn(&mut Reader<'_>) -> Result<(), Failed>,
}
