//! Payload errors: what is wrong, at which offset, and in which field.
//!
//! A payload error concerns one message. The stream remains synchronised, and you can still answer the message. Errors
//! that lose the stream are [`FrameError`](crate::wire::FrameError)s.

use core::fmt;

/// An error in decoding or encoding a payload.
///
/// The error is small and `Copy`. It holds the kind of error, the JSON key of the innermost field that was being read
/// or written, and the byte offset in the payload if there is one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Error {
    kind: ErrorKind,
    offset: u32,
    key: &'static str,
}

/// The kind of a payload error.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The document ends before it is complete.
    ///
    /// A document that ends inside a literal, a number or an escape sequence fails with
    /// [`UnexpectedByte`](Self::UnexpectedByte) or [`InvalidEscape`](Self::InvalidEscape) instead.
    UnexpectedEnd,
    /// A byte is not valid JSON at its position.
    ///
    /// Examples are a missing or trailing comma, an unquoted word, a byte order mark, and the first byte of an invalid
    /// number (`-`, `01`) or an invalid literal (`tru`).
    UnexpectedByte,
    /// Bytes follow the end of the document.
    TrailingBytes,
    /// A backslash in a string does not start a valid escape sequence.
    InvalidEscape,
    /// A string contains a raw control character (below 0x20).
    ControlCharacter,
    /// A string is not valid UTF-8.
    InvalidUtf8,
    /// Arrays and objects are nested more deeply than [`MAX_DEPTH`](crate::json::MAX_DEPTH).
    TooDeep,
    /// A key occurs twice in an object or in a map.
    ///
    /// The keys of an object are compared without regard to case, the keys of a map exactly.
    DuplicateKey,
    /// A required key is absent or its value is `null`.
    MissingKey,
    /// A value has the wrong JSON type for its field. The variant holds the type that the field expects.
    WrongType(Expected),
    /// An integer is out of range for its field. This includes a negative integer in an unsigned field.
    OutOfRange,
    /// A list or map has more elements than its capacity, which the variant holds.
    Capacity(u16),
    /// The resource type, or the service, is unknown to this crate.
    UnknownResourceType,
    /// An object has keys of two objects that exclude each other.
    Ambiguous,
    /// A nested document (a document inside a string) is in a value that was kept as raw JSON, where it cannot be
    /// unescaped.
    NestedInRaw,
    /// A string is not a GUID.
    InvalidGuid,
    /// A string is not a point in time.
    InvalidTime,
    /// A string is not base64.
    InvalidBase64,
    /// The output buffer is too small for the document.
    BufferFull,
}

/// The JSON type that a field expects.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Expected {
    /// A Boolean: `true` or `false`.
    Bool,
    /// A number without a fraction and without an exponent.
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
    /// Creates an error without an offset and without a key.
    #[must_use]
    pub const fn new(kind: ErrorKind) -> Self {
        Self { kind, offset: NO_OFFSET, key: "" }
    }

    /// Creates an error at a byte offset in the payload.
    #[must_use]
    pub(crate) fn at(kind: ErrorKind, offset: usize) -> Self {
        Self { kind, offset: u32::try_from(offset).unwrap_or(NO_OFFSET), key: "" }
    }

    /// Creates the error for bytes at `offset` in the payload that are not UTF-8.
    pub(crate) fn invalid_utf8(offset: usize, valid: usize) -> Self {
        Self::at(ErrorKind::InvalidUtf8, offset.saturating_add(valid))
    }

    /// Returns the error with `key` added. An error that already has a key is returned unchanged, because that key is
    /// further inside.
    #[must_use]
    pub const fn with_key(self, key: &'static str) -> Self {
        if self.key.is_empty() { Self { key, ..self } } else { self }
    }

    /// Returns the kind of the error.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the offset of the error, in bytes from the start of the payload.
    ///
    /// The offset is that of the first wrong byte: the start of the value, the number, the escape sequence, or the
    /// bracket that is nested too deeply. There are three exceptions:
    ///
    /// - For a duplicate key in an object, it is the offset after the colon of the second occurrence.
    /// - For a missing key, it is the offset after the object.
    /// - For an error in the keys of a map, it is the offset after the map.
    ///
    /// There is no offset if encoding fails, or if a value fails that was kept as raw JSON and is read later.
    ///
    /// Inside a nested document that had to be unescaped first, the offset counts unescaped bytes. The offset of an
    /// [`InvalidUtf8`](ErrorKind::InvalidUtf8) error also counts unescaped bytes if an escape sequence precedes it in
    /// the same string.
    #[must_use]
    pub const fn offset(&self) -> Option<u32> {
        if self.offset == NO_OFFSET { None } else { Some(self.offset) }
    }

    /// Returns the JSON key of the innermost field that is known to contain the error.
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
    /// Creates the error for a list or map with capacity `count`. Call it only in constants.
    #[expect(clippy::cast_possible_truncation, reason = "asserted at compile time")]
    pub(crate) const fn capacity(count: usize) -> Self {
        assert!(count <= u16::MAX as usize, "a capacity must fit into 16 bits");
        Self::Capacity(count as u16)
    }

    /// Returns a short, stable name, for logs and test vectors.
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
            Self::Ambiguous => "ambiguous",
            Self::NestedInRaw => "nested",
            Self::InvalidGuid => "guid",
            Self::InvalidTime => "time",
            Self::InvalidBase64 => "base64",
            Self::BufferFull => "full",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnexpectedEnd => "the JSON document ends before it is complete",
            Self::UnexpectedByte => "unexpected byte",
            Self::TrailingBytes => "bytes follow the JSON document",
            Self::InvalidEscape => "invalid escape in a string",
            Self::ControlCharacter => "control character in a string",
            Self::InvalidUtf8 => "invalid UTF-8",
            Self::TooDeep => "nested too deeply",
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
            Self::Ambiguous => "keys of two objects that exclude each other",
            Self::NestedInRaw => "a nested document inside a value that was kept as raw JSON",
            Self::InvalidGuid => "not a GUID",
            Self::InvalidTime => "not a point in time",
            Self::InvalidBase64 => "not base64",
            Self::BufferFull => "the output buffer is too small",
        })
    }
}
