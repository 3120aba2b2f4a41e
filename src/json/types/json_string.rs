//! Documents inside strings.

use crate::json::kind::Failed;
use crate::json::reader::Reader;
use crate::json::shape::{Docs, Shape};
use crate::json::value::{Decode, Encode};
use crate::json::writer::Writer;

/// A JSON document inside a string. It is decoded in place and written directly into its string.
///
/// The string must be present and contain a document. If it may be absent or empty, use `JsonString<Option<T>>`.
///
/// ```
/// use gcs_prot::json::{self, JsonString, Seq};
///
/// let mut text = *br#""[\"a\",\"b\\n\"]""#;
/// let list: JsonString<Seq<&str>> = json::decode(&mut text)?;
/// assert_eq!(list.0, Seq::from(&["a", "b\n"]));
///
/// let mut buffer = [0; 32];
/// assert_eq!(json::encode(&list, &mut buffer)?, br#""[\"a\",\"b\\n\"]""#);
/// # Ok::<(), gcs_prot::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JsonString<T>(pub T);

impl<'a, T: Decode<'a>> Decode<'a> for JsonString<T> {
    const DOCS: &'static Docs = T::DOCS;
    const SHAPE: &'static Shape = &{
        let is_optional = matches!(T::SHAPE, Shape::Optional(_));
        Shape::Document { document: || T::SHAPE, required: !is_optional, may_be_empty: is_optional }
    };

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.document(!Self::SHAPE.is_required(), &mut |reader| self.0.decode_document(reader))
    }
}

/// An absent document is written as an empty string, or omitted if the field has the flag `omitempty`.
impl<T: Encode> Encode for JsonString<T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.document(&mut |writer| {
            if !self.0.is_empty() {
                self.0.encode(writer);
            }
        });
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A JSON document inside a string that may be absent, in which case the document has its default. The string may not
/// be empty, and is always written.
///
/// ```
/// use gcs_prot::json::{self, JsonStringOrDefault};
/// use gcs_prot::windows::PropertyQuery;
///
/// let query: JsonStringOrDefault<PropertyQuery> = json::decode(&mut *br#""{\"PropertyTypes\":[]}""#.to_vec().leak())?;
/// let mut buffer = [0; 8];
/// assert_eq!(json::encode(&query, &mut buffer)?, br#""{}""#);
/// # Ok::<(), gcs_prot::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JsonStringOrDefault<T>(pub T);

impl<'a, T: Decode<'a>> Decode<'a> for JsonStringOrDefault<T> {
    const DOCS: &'static Docs = T::DOCS;
    const SHAPE: &'static Shape = &Shape::Document { document: || T::SHAPE, required: false, may_be_empty: false };

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.document(false, &mut |reader| self.0.decode_document(reader))
    }
}

impl<T: Encode> Encode for JsonStringOrDefault<T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.document(&mut |writer| self.0.encode(writer));
    }
}
