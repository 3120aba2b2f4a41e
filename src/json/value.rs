//! The traits of values that can be decoded and encoded, and their implementations for simple types.

use super::kind::Failed;
use super::reader::Reader;
use super::shape::{Docs, Shape};
use super::writer::Writer;
use crate::error::ErrorKind;

/// A value that can be decoded from JSON. Decoding starts from the default of the type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from JSON",
    label = "not a JSON type",
    note = "write `&str` for `String`, `Seq` or `List` for `Vec`, `Map` for a map, and `RawJson` for a floating-point number or any value",
    note = "declare a struct of your own with `#[json_object]`, and an enum of strings with `#[open_set]`",
    note = "for any other type, implement `gcs_prot::json::Decode` and `gcs_prot::json::Encode` by hand"
)]
pub trait Decode<'a>: Default {
    /// The JSON values that [`decode`](Self::decode) accepts.
    ///
    /// A list is checked against the shape of its elements while the list is decoded. Its elements are decoded when the
    /// list is walked. The shape of a type that you implement by hand is therefore the shape of the type that it
    /// consists of, if every value of that shape can be decoded. Otherwise it is [`Shape::Custom`].
    const SHAPE: &'static Shape;

    /// The documentation of the type. A program contains it only if the program uses it.
    const DOCS: &'static Docs = Docs::NONE;

    /// Creates a value from a string. If it is set, walking a list calls it for each string, which is faster than
    /// [`decode`](Self::decode).
    #[doc(hidden)]
    const FROM_STRING: Option<fn(&'a str) -> Self> = None;

    /// Reads a document in a string. A document that is `null` is a default, and not absent.
    #[doc(hidden)]
    fn decode_document(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.value(self)
    }

    /// Reads one value. The value is never `null`, because the caller handles `null`: it leaves the field unchanged.
    ///
    /// An implementation must read the whole value and nothing after it.
    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed>;
}

impl<'a> Reader<'a> {
    /// Reads a value into an existing default. `null` leaves the default unchanged. It is an error if the default of
    /// the type has no meaning ([`Shape::is_required`]).
    pub fn value<T: Decode<'a>>(&mut self, value: &mut T) -> Result<(), Failed> {
        match self.null()? {
            false => value.decode(self),
            true if T::SHAPE.is_required() => Err(self.fail(ErrorKind::MissingKey)),
            true => Ok(()),
        }
    }

    /// Reads a field, and ignores a value of another shape: the field is then the default of its type.
    ///
    /// Invalid JSON, nesting that is too deep and a duplicate key are errors nevertheless.
    pub fn tolerant<T: Decode<'a>>(&mut self, value: &mut T) -> Result<(), Failed> {
        *value = T::default();
        self.read_tolerated(T::SHAPE, value)
    }

    #[inline(never)]
    fn read_tolerated(&mut self, shape: &'static Shape, value: &mut dyn ErasedDecode<'a>) -> Result<(), Failed> {
        if let Some(settled) = self.tolerate(shape)? {
            let mut reader = Self::from_plain(settled.cursor());
            let read = value.decode_erased(&mut reader);
            reader.finish(read).map_err(|error| self.fail_with(error))?;
        }
        Ok(())
    }
}

/// A value of any type behind a `dyn` reference, so that one function can read values of all types.
pub(super) trait ErasedDecode<'a> {
    fn decode_erased(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed>;
}

impl<'a, T: Decode<'a>> ErasedDecode<'a> for T {
    fn decode_erased(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.decode(reader)
    }
}

/// A value that can be encoded as JSON.
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

    /// Writes a field of an object: its name, in the form that [`Writer::name`] takes, and this value.
    ///
    /// The code that [`json_object`](crate::json_object) generates calls it for each field. Override it for a type that can
    /// write both together faster.
    fn encode_field(&self, name: &'static str, writer: &mut Writer<'_>) {
        writer.name(name);
        self.encode(writer);
    }

    /// Returns whether a field with this value is omitted if it has the flag `omitempty`. That is so for 0, `""`,
    /// false, an absent option, and an empty list or map. A struct is never empty.
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

// The `decode` functions of simple types are not inlined. Otherwise every field of every object would contain a copy.

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
    const FROM_STRING: Option<fn(&'a str) -> Self> = Some(|text| text);
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

/// A pointer in the reference, where absent and zero differ.
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
