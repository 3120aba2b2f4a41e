//! Documents in base64.

use core::fmt;

use crate::error::{Error, ErrorKind};
use crate::json::bytes::base64;
use crate::json::kind::Failed;
use crate::json::reader::Reader;
use crate::json::shape::Shape;
use crate::json::value::{Decode, Encode};
use crate::json::writer::Writer;

/// A JSON document in base64, inside a string. Decoding keeps its text, and [`decode`](Self::decode) decodes the
/// document. To write one, use any value that can be encoded. The default is empty, which is the same as absent.
///
/// ```
/// use gcs_prot::json::{self, Base64Json, Seq};
///
/// let names: Seq<&str> = Seq::from(&["a", "b"]);
/// let mut buffer = [0; 32];
/// assert_eq!(json::encode(&Base64Json::new(&names), &mut buffer)?, br#""WyJhIiwiYiJd""#);
///
/// let read: Base64Json = json::decode(buffer.get_mut(..14).unwrap_or_default())?;
/// let mut document = [0; 16];
/// assert_eq!(read.decode::<Seq<&str>>(&mut document)?, Some(names));
/// # Ok::<(), gcs_prot::Error>(())
/// ```
#[derive(Clone, Copy, Default)]
pub struct Base64Json<'a>(Value<'a>);

#[derive(Clone, Copy)]
enum Value<'a> {
    Text(&'a str),
    Borrowed(&'a (dyn Encode + Sync)),
}

impl Default for Value<'_> {
    fn default() -> Self {
        Self::Text("")
    }
}

impl<'a> Base64Json<'a> {
    /// Wraps a value to write as a document.
    #[must_use]
    pub const fn new(document: &'a (dyn Encode + Sync)) -> Self {
        Self(Value::Borrowed(document))
    }

    /// Wraps a document that is already in base64. It is written unchanged.
    #[must_use]
    pub const fn from_text(text: &'a str) -> Self {
        Self(Value::Text(text))
    }

    /// Returns the text in base64, or `None` if the document was not decoded.
    #[must_use]
    pub const fn as_text(&self) -> Option<&'a str> {
        match self.0 {
            Value::Text(text) => Some(text),
            Value::Borrowed(_) => None,
        }
    }

    /// Decodes the text into `buffer`, and the document there as a `T`. Three bytes for every four of the text are
    /// enough.
    ///
    /// The text is base64 with the standard alphabet and padding. Line breaks in it are skipped. Returns `None` if
    /// there is no text, or if the document is a value to write.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidBase64`], [`ErrorKind::BufferFull`], or an error in the document, whose offset is
    /// that in the document.
    pub fn decode<'b, T: Decode<'b>>(&self, buffer: &'b mut [u8]) -> Result<Option<T>, Error> {
        let text = self.as_text().unwrap_or_default();
        if text.is_empty() {
            return Ok(None);
        }
        let has_room = buffer.len() >= (text.len() / 4).saturating_mul(3);
        let kind = if has_room { ErrorKind::InvalidBase64 } else { ErrorKind::BufferFull };
        let document = base64::decode(text, buffer).ok_or_else(|| Error::new(kind))?;
        crate::json::decode(document).map(Some)
    }
}

impl<'a> Decode<'a> for Base64Json<'a> {
    const SHAPE: &'static Shape = <&str>::SHAPE;

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.0 = Value::Text(reader.string()?);
        Ok(())
    }
}

impl Encode for Base64Json<'_> {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self.0 {
            Value::Text(text) => writer.string(text),
            Value::Borrowed(document) => {
                writer.encoded_document(&mut |writer| document.encode(writer), base64::encode_in_place);
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.as_text() == Some("")
    }
}

/// Two texts are equal if they have the same characters. A value to write equals only itself.
impl PartialEq for Base64Json<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self.0, other.0) {
            (Value::Text(one), Value::Text(other)) => one == other,
            (Value::Borrowed(one), Value::Borrowed(other)) => core::ptr::addr_eq(one, other),
            _ => false,
        }
    }
}

impl fmt::Debug for Base64Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Text(text) => text.fmt(f),
            Value::Borrowed(_) => f.write_str("<borrowed>"),
        }
    }
}
