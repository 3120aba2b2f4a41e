//! Values: what can be read and written, and the simple ones.

use core::fmt;

use super::reader::{Failed, Reader};
use super::writer::Writer;
use crate::error::Error;

/// A value that can be read from JSON, into a default that stands already.
pub trait Decode<'a>: Default {
    /// Whether the value must be there and not be `null`, because its default means nothing. An object with a required
    /// field is itself required, up to the document as a whole.
    const REQUIRED: bool = false;

    /// Whether the default may be meant by an empty string where a document is expected (see
    /// [`JsonString`](super::JsonString)).
    const OPTIONAL: bool = false;

    /// What a string alone makes one of these: of the strings of a list that is walked, without more ado.
    #[doc(hidden)]
    const OF_STRING: Option<fn(&'a str) -> Self> = None;

    /// Reads a document in a string. `null` is a default document, which is not an absent one.
    #[doc(hidden)]
    fn decode_document(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.value(self)
    }

    /// Reads one value, which is not `null`: that leaves a field as it is, and never gets here.
    ///
    /// All of it, and nothing behind it: a list whose elements' type reads none would be walked for ever.
    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed>;

    /// Walks every list and map inside and reports the first error in an element. What [`decode`](super::decode) found
    /// is checked already; elements that stayed in the buffer are decoded, and their types checked, only when walked.
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }
}

/// A value that can be written as JSON.
pub trait Encode {
    /// Writes the value.
    fn encode(&self, writer: &mut Writer<'_>);

    /// Whether a field of this value is left out where it says `omitempty`: 0, `""`, false, an absent option, an empty
    /// list or map. A struct is never empty.
    fn is_empty(&self) -> bool {
        false
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, writer: &mut Writer<'_>) {
        (**self).encode(writer);
    }

    fn is_empty(&self) -> bool {
        (**self).is_empty()
    }
}

// Reading one is a function of its own and not inlined: else every field of every object would be a copy of it.

macro_rules! unsigned {
    ($($type:ident)*) => {$(
        impl<'a> Decode<'a> for $type {
            #[inline(never)]
            fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
                let value = reader.unsigned(u64::from($type::MAX))?;
                *self = value as $type;
                Ok(())
            }
        }

        impl Encode for $type {
            fn encode(&self, writer: &mut Writer<'_>) {
                writer.unsigned(u64::from(*self));
            }

            fn is_empty(&self) -> bool {
                *self == 0
            }
        }
    )*};
}

macro_rules! signed {
    ($($type:ident)*) => {$(
        impl<'a> Decode<'a> for $type {
            #[inline(never)]
            fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
                let value = reader.signed(i64::from($type::MAX))?;
                *self = value as $type;
                Ok(())
            }
        }

        impl Encode for $type {
            fn encode(&self, writer: &mut Writer<'_>) {
                writer.signed(i64::from(*self));
            }

            fn is_empty(&self) -> bool {
                *self == 0
            }
        }
    )*};
}

// The reader has checked that the value fits.
#[expect(clippy::cast_possible_truncation, reason = "bounded by MAX")]
mod integers {
    use super::{Decode, Encode, Failed, Reader, Writer};

    unsigned! { u8 u16 u32 u64 }
    signed! { i8 i16 i32 i64 }
}

impl<'a> Decode<'a> for bool {
    #[inline(never)]
    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        *self = reader.bool()?;
        Ok(())
    }
}

impl Encode for bool {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.word(if *self { "true" } else { "false" });
    }

    fn is_empty(&self) -> bool {
        !*self
    }
}

impl<'a> Decode<'a> for &'a str {
    const OF_STRING: Option<fn(&'a str) -> Self> = Some(|text| text);

    #[inline(never)]
    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        *self = reader.string()?;
        Ok(())
    }
}

impl Encode for str {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.string(self);
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

/// A pointer in the reference: absent and zero differ.
impl<'a, T: Decode<'a>> Decode<'a> for Option<T> {
    const OPTIONAL: bool = true;

    #[inline(never)]
    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.insert(T::default()).decode(reader)
    }

    fn decode_document(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.value(self.insert(T::default()))
    }

    #[inline(never)]
    fn check(&self) -> Result<(), Error> {
        self.as_ref().map_or(Ok(()), T::check)
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self {
            Some(value) => value.encode(writer),
            None => writer.word("null"),
        }
    }

    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

/// Hides a value from `Debug`: `{:?}` prints `<hidden>`, and only `{:+?}`, asked for on purpose, prints what is inside.
#[derive(Clone, Copy)]
pub struct Secret<'s, T>(pub &'s T);

impl<T: fmt::Debug> fmt::Debug for Secret<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.sign_plus() { self.0.fmt(f) } else { f.write_str("<hidden>") }
    }
}

crate::__log! { Secret ['s] [T] }
