//! Values: what can be read and written, and the simple ones.

use super::kind::Failed;
use super::reader::Reader;
use super::shape::{Docs, Shape};
use super::writer::Writer;
use crate::error::ErrorKind;

/// A value that can be read from JSON, into a default that stands already.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from JSON",
    label = "not a JSON type",
    note = "write `&str` for `String`, `Seq` or `List` for `Vec`, `Map` for a map, and `RawJson` for a floating-point number or any value",
    note = "declare a struct of your own with `#[json_object]`, and an enum of strings with `#[open_set]`",
    note = "for any other type, implement `gcs_prot::json::Decode` and `gcs_prot::json::Encode` by hand"
)]
pub trait Decode<'a>: Default {
    /// What a value must be, so that [`decode`](Self::decode) reads it without an error.
    ///
    /// A list is checked against the shape of its elements while it is decoded, and its elements are decoded when it is
    /// walked. So the shape of a type written by hand is that of the type it is made of, if every value of that shape can be
    /// decoded; and [`Shape::Custom`] otherwise.
    const SHAPE: &'static Shape;

    /// What the documentation says of the type. A program contains it only if it asks for it.
    const DOCS: &'static Docs = Docs::NONE;

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
}

impl<'a> Reader<'a> {
    /// Reads a value into a default that stands already; `null` leaves it as it is, or is an error where the default of the
    /// type means nothing ([`Shape::is_required`]).
    pub fn value<T: Decode<'a>>(&mut self, value: &mut T) -> Result<(), Failed> {
        match self.null()? {
            false => value.decode(self),
            true if T::SHAPE.is_required() => Err(self.fail(ErrorKind::MissingKey)),
            true => Ok(()),
        }
    }

    /// Reads a field that is ignored if its value has another shape: then it has the default of its type.
    ///
    /// What is no JSON, is nested too deep, or has the same key twice is an error nevertheless.
    pub fn tolerant<T: Decode<'a>>(&mut self, value: &mut T) -> Result<(), Failed> {
        *value = T::default();
        self.read_tolerated(T::SHAPE, value)
    }

    #[inline(never)]
    fn read_tolerated(&mut self, shape: &'static Shape, value: &mut dyn Slot<'a>) -> Result<(), Failed> {
        if let Some(settled) = self.tolerate(shape)? {
            let mut reader = Self::plain(settled.read());
            let read = value.read(&mut reader);
            reader.finish(read).map_err(|error| self.fail_with(error))?;
        }
        Ok(())
    }
}

/// A value that is read without a name for its type: one function serves all of them.
pub(super) trait Slot<'a> {
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed>;
}

impl<'a, T: Decode<'a>> Slot<'a> for T {
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.decode(reader)
    }
}

/// A value that can be written as JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as JSON",
    label = "not a JSON type",
    note = "write `&str` for `String`, `Seq` or `List` for `Vec`, `Map` for a map, and `RawJson` for a floating-point number or any value",
    note = "declare a struct of your own with `#[json_object]`, and an enum of strings with `#[open_set]`",
    note = "for any other type, implement `gcs_prot::json::Decode` and `gcs_prot::json::Encode` by hand"
)]
pub trait Encode {
    /// Writes the value.
    fn encode(&self, writer: &mut Writer<'_>);

    /// Writes a field of an object: its name, given as [`Writer::name`] takes it, and this value.
    ///
    /// [`json_object`](crate::json_object) calls it for each field. A type that writes both faster together overrides it.
    fn encode_field(&self, name: &'static str, writer: &mut Writer<'_>) {
        writer.name(name);
        self.encode(writer);
    }

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

    fn encode_field(&self, name: &'static str, writer: &mut Writer<'_>) {
        (**self).encode_field(name, writer);
    }

    fn is_empty(&self) -> bool {
        (**self).is_empty()
    }
}

// Reading one is a function of its own and not inlined: else every field of every object would be a copy of it.

macro_rules! unsigned {
    ($($type:ident)*) => {$(
        impl<'a> Decode<'a> for $type {
            const SHAPE: &'static Shape = &Shape::Integer { lowest: None, highest: $type::MAX as u64 };

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
            const SHAPE: &'static Shape =
                &Shape::Integer { lowest: Some($type::MIN.unsigned_abs() as u64), highest: $type::MAX as u64 };

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
    use super::{Decode, Encode, Failed, Reader, Shape, Writer};

    unsigned! { u8 u16 u32 u64 }
    signed! { i8 i16 i32 i64 }
}

impl<'a> Decode<'a> for bool {
    const SHAPE: &'static Shape = &Shape::Bool;

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
    const SHAPE: &'static Shape = &Shape::String(&[]);

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

    fn encode_field(&self, name: &'static str, writer: &mut Writer<'_>) {
        writer.string_field(name, self);
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

/// A pointer in the reference: absent and zero differ.
impl<'a, T: Decode<'a>> Decode<'a> for Option<T> {
    const DOCS: &'static Docs = T::DOCS;
    const SHAPE: &'static Shape = &Shape::Optional(T::SHAPE);

    #[inline(never)]
    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.insert(T::default()).decode(reader)
    }

    fn decode_document(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.value(self.insert(T::default()))
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
