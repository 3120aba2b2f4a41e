//! Arrays of a fixed length.

use crate::certain::Plus;
use crate::json::kind::Failed;
use crate::json::reader::Reader;
use crate::json::shape::{Form, Shape};
use crate::json::value::{Decode, Encode};
use crate::json::writer::Writer;

/// Like the reference, this sets missing elements to the default and ignores further elements, whatever they are. It
/// writes all elements.
impl<'a, T: Decode<'a>, const N: usize> Decode<'a> for [T; N]
where
    Self: Default,
{
    const SHAPE: &'static Shape = &Shape::custom(|reader| {
        read(reader, N, &mut |reader, _| {
            if reader.null()? { Ok(()) } else { reader.keep(T::SHAPE).map(drop) }
        })
    })
    .with_form(Form::Array { element: T::SHAPE, length: N });

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        *self = Self::default();
        read(reader, N, &mut |reader, index| match self.get_mut(index) {
            Some(element) => reader.value(element),
            None => reader.skip(),
        })
    }
}

/// Reads an array. Calls `element` to read each of its first `count` elements.
fn read<'a>(
    reader: &mut Reader<'a>,
    count: usize,
    element: &mut dyn FnMut(&mut Reader<'a>, usize) -> Result<(), Failed>,
) -> Result<(), Failed> {
    let mut index = 0usize;
    reader.array(&mut |reader| {
        let read = if index < count { element(reader, index) } else { reader.skip() };
        index = index.plus(1);
        read
    })
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.open('[');
        for element in self {
            writer.element();
            element.encode(writer);
        }
        writer.close(']');
    }

    fn is_empty(&self) -> bool {
        N == 0
    }
}
