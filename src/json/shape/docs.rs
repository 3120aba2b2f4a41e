//! The documentation of types, for programs that print schemas.

/// The documentation of a type and of its members.
///
/// [`json_object`](crate::json_object) and [`open_set`](crate::open_set) generate it from the doc comments. No other
/// code refers to it, so a program contains it only if the program uses it.
#[derive(Debug)]
pub struct Docs {
    name: &'static str,
    text: &'static str,
    head: &'static [Member],
    tail: &'static [Member],
}

/// The documentation of a field of an object or of a known value of an open set, and the documentation of its type.
pub type Member = (&'static str, fn() -> &'static Docs);

impl Docs {
    /// The documentation of a type that has none of its own, such as an integer.
    pub const NONE: &'static Self = &Self::new("", "", &[]);

    /// Creates the documentation of a type with this name.
    ///
    /// `members` has an entry for each field of the shape, in the same order, or for each known value of an open set.
    /// For a [`Tagged`](super::Tagged) object, an entry for each variant follows those of the fields.
    #[must_use]
    pub const fn new(name: &'static str, text: &'static str, members: &'static [Member]) -> Self {
        Self { name, text, head: members, tail: &[] }
    }

    /// Creates the documentation of a [`Tagged`](super::Tagged) object, with its fields and its variants.
    pub(crate) const fn tagged(
        name: &'static str,
        text: &'static str,
        fields: &'static [Member],
        variants: &'static [Member],
    ) -> Self {
        Self { name, text, head: fields, tail: variants }
    }

    /// Creates the documentation of an object of type `tail` whose fields follow those of `head`.
    pub(crate) const fn joined(head: &'static Self, tail: &'static Self) -> Self {
        Self { name: tail.name, text: tail.text, head: head.head, tail: tail.head }
    }

    /// Returns the name of the type: its first `#[doc(alias)]`, which is the reference's spelling, or otherwise its
    /// name in Rust. The name is empty for types that are neither objects nor open sets.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the text of the doc comment, in Markdown.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Returns the documentation of each field or known value, and of its type.
    pub fn members(&self) -> impl Iterator<Item = (&'static str, &'static Docs)> + use<> {
        self.head.iter().chain(self.tail).map(|(text, docs)| (*text, docs()))
    }
}
