//! The errors of a payload: what went wrong, where, and at which key.
//!
//! A payload error concerns one message. The stream is still in step, and the message can be answered;
//! errors that lose the stream are [`FrameError`](crate::wire::FrameError)s.

use core::fmt;

/// Why a payload could not be decoded or encoded.
///
/// Small and `Copy`: the kind, the JSON key of the field that was being read or written (the innermost), and the byte
/// offset in the payload where there is one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    offset: u32,
    key: &'static str,
}

/// What is wrong with a payload.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The document ends before it is complete. One that ends within a word, a number or an escape has none there:
    /// that is an [`UnexpectedByte`](Self::UnexpectedByte) or an [`InvalidEscape`](Self::InvalidEscape).
    UnexpectedEnd,
    /// A byte that cannot stand here: a missing comma, a trailing one, a bare word, a byte order mark, or the first one of
    /// what is no number (`-`, `01`) and no word (`tru`).
    UnexpectedByte,
    /// Bytes follow the document.
    TrailingBytes,
    /// A backslash in a string that begins no escape of JSON.
    InvalidEscape,
    /// A raw control character (below 0x20) in a string.
    ControlCharacter,
    /// A string is not UTF-8.
    InvalidUtf8,
    /// Arrays and objects are nested deeper than [`MAX_DEPTH`](crate::json::MAX_DEPTH).
    TooDeep,
    /// A key stands twice in an object (in whatever case), or in a map.
    DuplicateKey,
    /// A key that must be there is not, or is null.
    MissingKey,
    /// A value of another type than the field's, which is named here.
    WrongType(Expected),
    /// An integer that does not fit its field, or a negative one for an unsigned field.
    OutOfRange,
    /// A list or map holds more than this many elements, its documented capacity.
    Capacity(u16),
    /// A resource type that this crate does not know.
    UnknownResourceType,
    /// A document in a string, inside a value of any type that was kept as it came: it cannot be unescaped there.
    NestedInRaw,
    /// The output buffer is too small.
    BufferFull,
}

/// The type that a field wanted.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// `true` or `false`.
    Bool,
    /// A number without fraction and exponent.
    Integer,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

const NO_OFFSET: u32 = u32::MAX;

impl Error {
    /// An error of this kind, at no known place.
    #[must_use]
    pub const fn new(kind: ErrorKind) -> Self {
        Self { kind, offset: NO_OFFSET, key: "" }
    }

    /// An error of this kind at a byte of the payload.
    #[must_use]
    pub(crate) fn at(kind: ErrorKind, offset: usize) -> Self {
        Self { kind, offset: u32::try_from(offset).unwrap_or(NO_OFFSET), key: "" }
    }

    /// The error of bytes that begin at `offset` of the payload and are not UTF-8.
    pub(crate) fn invalid_utf8(offset: usize, error: core::str::Utf8Error) -> Self {
        Self::at(ErrorKind::InvalidUtf8, offset.saturating_add(error.valid_up_to()))
    }

    /// The same error, said to be at `key` unless a key further inside is known.
    #[must_use]
    pub const fn within(self, key: &'static str) -> Self {
        if self.key.is_empty() { Self { key, ..self } } else { self }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where: a byte offset from the start of the payload.
    ///
    /// It is that of the first byte of what is wrong: of the value, the number, the escape, the bracket that is one too deep.
    /// A key that comes twice is found behind its colon, one that is missing behind its object, and what is wrong with the keys
    /// of a map behind the map. There is none in encoding, and none for what is wrong in a value that was kept and is read later.
    ///
    /// Inside a document that had to be unescaped first, the offset counts the unescaped bytes; and that of
    /// [`InvalidUtf8`](ErrorKind::InvalidUtf8) does so behind an escape in the same string.
    #[must_use]
    pub const fn offset(&self) -> Option<u32> {
        if self.offset == NO_OFFSET { None } else { Some(self.offset) }
    }

    /// Which field: its JSON key, the innermost that is known.
    #[must_use]
    pub const fn key(&self) -> Option<&'static str> {
        if self.key.is_empty() { None } else { Some(self.key) }
    }
}

impl core::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        if let Some(key) = self.key() {
            write!(f, ", key {key}")?;
        }
        if let Some(offset) = self.offset() {
            write!(f, ", at byte {offset}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl ErrorKind {
    /// The error of a list or map with room for `count` elements. For constants alone.
    #[expect(clippy::cast_possible_truncation, reason = "asserted, when the crate is compiled")]
    pub(crate) const fn capacity(count: usize) -> Self {
        assert!(count <= u16::MAX as usize, "a capacity fits 16 bits");
        Self::Capacity(count as u16)
    }

    /// A short, stable name, for logs and test vectors.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnexpectedEnd => "end",
            Self::UnexpectedByte => "syntax",
            Self::TrailingBytes => "trailing",
            Self::InvalidEscape => "escape",
            Self::ControlCharacter => "control",
            Self::InvalidUtf8 => "utf8",
            Self::TooDeep => "depth",
            Self::DuplicateKey => "duplicate",
            Self::MissingKey => "missing",
            Self::WrongType(_) => "type",
            Self::OutOfRange => "range",
            Self::Capacity(_) => "capacity",
            Self::UnknownResourceType => "resource",
            Self::NestedInRaw => "nested",
            Self::BufferFull => "full",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnexpectedEnd => "the JSON document ends before it is complete",
            Self::UnexpectedByte => "a byte that cannot stand here",
            Self::TrailingBytes => "bytes follow the JSON document",
            Self::InvalidEscape => "invalid escape in a string",
            Self::ControlCharacter => "control character in a string",
            Self::InvalidUtf8 => "invalid UTF-8",
            Self::TooDeep => "nested too deep",
            Self::DuplicateKey => "duplicate key",
            Self::MissingKey => "a required key is missing",
            Self::WrongType(Expected::Bool) => "wrong type, expected true or false",
            Self::WrongType(Expected::Integer) => "wrong type, expected an integer",
            Self::WrongType(Expected::String) => "wrong type, expected a string",
            Self::WrongType(Expected::Array) => "wrong type, expected an array",
            Self::WrongType(Expected::Object) => "wrong type, expected an object",
            Self::OutOfRange => "integer out of range",
            Self::Capacity(capacity) => return write!(f, "more than {capacity} elements"),
            Self::UnknownResourceType => "unknown resource type",
            Self::NestedInRaw => "a document in a string, inside a value that was kept as it came",
            Self::BufferFull => "the output buffer is too small",
        })
    }
}
