//! A document as a tree, made from a shape.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use arbitrary::{Error, Result, Unstructured};

use super::{Knobs, text};
use crate::json::{Fields, Form, Shape, Tagged};

/// How deep lists, maps and objects may be nested, documents in strings included, before optional values are left out.
const MAX_DEPTH: usize = 24;

/// How many elements a list or a map has at most.
const MAX_ELEMENTS: usize = 6;

/// A value, and the shape that it must have, unless it may be anything.
pub struct Node {
    pub value: Value,
    pub shape: Option<&'static Shape>,
}

/// What is written.
pub enum Value {
    /// As it is: `null`, `true`, `false`, a number.
    Word(String),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Node>),
    /// An object, or a map.
    Object(Vec<Entry>),
    /// A document in a string.
    Document(Box<Node>),
}

/// An entry of an object.
pub struct Entry {
    pub key: String,
    /// Whether the type knows the key, and so reads it in any case.
    pub is_field: bool,
    /// Whether it must be there.
    pub is_required: bool,
    pub node: Node,
}

impl Node {
    fn any(value: Value) -> Self {
        Self { value, shape: None }
    }

    pub fn null() -> Self {
        Self::any(Value::Word("null".into()))
    }
}

/// Makes values from the data.
pub struct Builder<'b, 'd> {
    pub knobs: Knobs,
    pub data: &'b mut Unstructured<'d>,
}

impl Builder<'_, '_> {
    /// Makes a value of this shape that is not `null`.
    pub fn value(&mut self, shape: &'static Shape, depth: usize) -> Result<Node> {
        let value = match *shape {
            Shape::Any => return self.any(depth),
            Shape::Bool => Value::Word(bool::to_string(&self.data.arbitrary()?)),
            Shape::String(known) => Value::Text(self.string(known)?),
            Shape::Integer { lowest, highest } => Value::Word(self.integer(lowest, highest)?),
            Shape::Optional(inner) | Shape::Nullable(inner) => return self.value(inner, depth),
            Shape::Lazy(inner) => return self.value(inner(), depth),
            Shape::List { element, capacity } => Value::Array(self.list(element(), capacity, depth)?),
            Shape::Map(value) => Value::Object(self.map(value(), depth)?),
            Shape::Object(ref fields) => Value::Object(self.object(fields, depth)?),
            Shape::Document { document, .. } => {
                // `null` as a document is a default one, even where it is optional.
                let shape = match document() {
                    Shape::Optional(inner) => inner,
                    shape => shape,
                };
                Value::Document(Box::new(self.element(shape, depth)?))
            }
            Shape::Tagged(tagged) => Value::Object(self.tagged(tagged, depth)?),
            Shape::OneOf(one_of) => {
                let choice = *self.data.choose(one_of.choices)?;
                return self.value(choice(), depth);
            }
            Shape::Tolerant(inner) => {
                // A wrong value is ignored, so it is no fault.
                let mut node = if self.chance(32)? { self.any(depth)? } else { self.value(inner, depth)? };
                forget_shapes(&mut node);
                return Ok(node);
            }
            Shape::Custom { form, .. } => self.custom(form, depth)?,
        };
        Ok(Node { value, shape: Some(shape) })
    }

    /// Makes a value of this form.
    fn custom(&mut self, form: Form, depth: usize) -> Result<Value> {
        Ok(match form {
            Form::Unknown => return Err(Error::IncorrectFormat),
            Form::Known(texts) => Value::Text((*self.data.choose(texts)?).into()),
            Form::Guid => Value::Text(text::guid(self.knobs.escapes, self.data)?),
            Form::Timestamp => Value::Text(text::time(self.data)?),
            Form::Array { element, length } => {
                // The last one is beyond the array, and is ignored.
                let count = self.count(length.saturating_add(1), depth)?;
                let inside = depth.saturating_add(1);
                let make = |index| if index < length { self.element(element, inside) } else { self.any(inside) };
                Value::Array((0..count).map(make).collect::<Result<_>>()?)
            }
            Form::IntegerKeys(map) => {
                let Shape::Map(value) = *map else { return Err(Error::IncorrectFormat) };
                let mut entries = self.map(value(), depth)?;
                for (number, entry) in (0i64..).zip(&mut entries) {
                    entry.key = self.integer_key(number)?;
                }
                Value::Object(entries)
            }
            Form::Same(shape) => self.value(shape, depth)?.value,
            Form::Examples(texts) => Value::Word((*self.data.choose(texts)?).into()),
        })
    }

    /// Makes an integer key that is `number` modulo 8. So the keys of different numbers differ.
    fn integer_key(&mut self, number: i64) -> Result<String> {
        let key = if self.data.arbitrary()? { number } else { self.data.arbitrary::<i64>()? & !7 | number };
        let (sign, digits) = (if key < 0 { "-" } else { "" }, key.unsigned_abs());
        Ok(match (self.knobs.case, self.data.int_in_range(0..=3u8)?) {
            (true, 1) => format!("{sign}00{digits}"),
            (true, 2) if key >= 0 => format!("+{digits}"),
            _ => key.to_string(),
        })
    }

    /// Returns true in this many of 256 cases, and false when there is no data left.
    fn chance(&mut self, of_256: u16) -> Result<bool> {
        let drawn: u8 = self.data.arbitrary()?;
        Ok(u16::from(drawn) >= 256u16.saturating_sub(of_256))
    }

    /// Makes a value, or `null` where that may be.
    fn element(&mut self, shape: &'static Shape, depth: usize) -> Result<Node> {
        if self.knobs.nulls && !shape.is_required() && self.chance(24)? {
            return Ok(Node::null());
        }
        self.value(shape, depth)
    }

    fn string(&mut self, known: &[&str]) -> Result<String> {
        if !known.is_empty() && !self.chance(48)? {
            return Ok((*self.data.choose(known)?).into());
        }
        text::any(self.data)
    }

    /// Makes an integer, the edges of its range more often than others.
    fn integer(&mut self, lowest: Option<u64>, highest: u64) -> Result<String> {
        let (least, most) = (i128::from(lowest.unwrap_or(0)).saturating_neg(), i128::from(highest));
        let value = match self.data.int_in_range(0..=7u8)? {
            0 => 0,
            1 => most,
            2 => least,
            3 => most.saturating_sub(1),
            4 => i128::from(self.data.arbitrary::<u8>()?).min(most),
            _ => self.data.int_in_range(least..=most)?,
        };
        // For an unsigned integer the reference refuses it.
        let may_have_sign = value == 0 && lowest.is_some() && self.knobs.escapes;
        Ok(if may_have_sign && self.chance(64)? { "-0".into() } else { value.to_string() })
    }

    /// How many elements a list has.
    fn count(&mut self, most: usize, depth: usize) -> Result<usize> {
        if depth >= MAX_DEPTH {
            return Ok(0);
        }
        let drawn: u8 = self.data.arbitrary()?;
        Ok(usize::from(drawn).checked_rem(most.saturating_add(1)).unwrap_or(0))
    }

    /// Makes a value, or `null` where that may be; `None` if only the type itself can check it.
    fn element_if_any(&mut self, shape: &'static Shape, depth: usize) -> Result<Option<Node>> {
        match self.element(shape, depth) {
            Err(Error::IncorrectFormat) => Ok(None),
            node => node.map(Some),
        }
    }

    fn list(&mut self, shape: &'static Shape, capacity: Option<u16>, depth: usize) -> Result<Vec<Node>> {
        let most = capacity.map_or(MAX_ELEMENTS, usize::from).min(MAX_ELEMENTS);
        let mut nodes = Vec::new();
        for _ in 0..self.count(most, depth)? {
            nodes.extend(self.element_if_any(shape, depth.saturating_add(1))?);
        }
        Ok(nodes)
    }

    fn map(&mut self, shape: &'static Shape, depth: usize) -> Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for _ in 0..self.count(MAX_ELEMENTS, depth)? {
            let key = text::any(self.data)?;
            if let Some(node) = self.element_if_any(shape, depth.saturating_add(1))? {
                push_new(&mut entries, Entry { key, is_field: false, is_required: false, node });
            }
        }
        Ok(entries)
    }

    fn object(&mut self, fields: &'static Fields, depth: usize) -> Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for (key, shape) in fields.iter() {
            let is_required = shape.is_required();
            if !is_required && (depth >= MAX_DEPTH || !self.chance(144)?) {
                continue;
            }
            if let Some(node) = self.element_if_any(shape, depth.saturating_add(1))? {
                entries.push(Entry { key: self.key(key)?, is_field: true, is_required, node });
            } else if is_required {
                return Err(Error::IncorrectFormat);
            }
        }
        self.finish(&mut entries, fields, depth, true)?;
        Ok(entries)
    }

    fn tagged(&mut self, tagged: &'static Tagged, depth: usize) -> Result<Vec<Entry>> {
        let (name, content) = *self.data.choose(tagged.variants)?;
        let mut entries = Vec::new();
        for (index, (key, shape)) in tagged.fields.iter().enumerate() {
            let node = if index == tagged.tag {
                Node { value: Value::Text(name.into()), shape: Some(shape) }
            } else if index == tagged.content {
                let Some(content) = content else { continue };
                self.value(content(), depth.saturating_add(1))?
            } else if self.chance(144)? {
                self.element(shape, depth.saturating_add(1))?
            } else {
                continue;
            };
            // Without the tag, the object is read, and refused later.
            let is_required = index == tagged.content;
            entries.push(Entry { key: self.key(key)?, is_field: true, is_required, node });
        }
        // A document in a string cannot be read before its type is known.
        let in_any_order = !content.is_some_and(|content| has_document(content(), 8));
        self.finish(&mut entries, &tagged.fields, depth, in_any_order)?;
        Ok(entries)
    }

    /// Adds keys that the type does not know, and puts the entries in another order.
    fn finish(
        &mut self,
        entries: &mut Vec<Entry>,
        fields: &'static Fields,
        depth: usize,
        in_any_order: bool,
    ) -> Result<()> {
        if self.knobs.unknown_keys && self.chance(64)? {
            let key = text::any(self.data)?;
            if fields.keys().find(&key, 0).is_none() {
                let node = self.any(depth.saturating_add(1))?;
                entries.push(Entry { key, is_field: false, is_required: false, node });
            }
        }
        if self.knobs.order && in_any_order {
            for last in (1..entries.len()).rev() {
                entries.swap(last, self.data.int_in_range(0..=last)?);
            }
        }
        Ok(())
    }

    /// Spells a key that the type knows.
    fn key(&mut self, key: &str) -> Result<String> {
        if self.knobs.case { text::any_case(key, self.data) } else { Ok(key.into()) }
    }

    /// Makes a value of any type.
    fn any(&mut self, depth: usize) -> Result<Node> {
        let value = match self.data.int_in_range(0..=9u8)? {
            0 => return Ok(Node::null()),
            1 | 2 => Value::Word(bool::to_string(&self.data.arbitrary()?)),
            3 | 4 => Value::Word(text::number(self.data)?),
            5 if depth < MAX_DEPTH => {
                let count = self.count(3, depth)?;
                Value::Array((0..count).map(|_| self.any(depth.saturating_add(4))).collect::<Result<_>>()?)
            }
            6 if depth < MAX_DEPTH => {
                let mut entries = Vec::new();
                for _ in 0..self.count(3, depth)? {
                    let key = text::any(self.data)?;
                    let node = self.any(depth.saturating_add(4))?;
                    push_new(&mut entries, Entry { key, is_field: false, is_required: false, node });
                }
                Value::Object(entries)
            }
            _ => Value::Text(text::any(self.data)?),
        };
        Ok(Node::any(value))
    }
}

/// Adds an entry, unless there is one with its key.
fn push_new(entries: &mut Vec<Entry>, entry: Entry) {
    if entries.iter().all(|other| other.key != entry.key) {
        entries.push(entry);
    }
}

/// Whether a value of this shape may contain a document in a string.
fn has_document(shape: &'static Shape, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return true };
    match *shape {
        Shape::Document { .. } => true,
        Shape::Optional(inner)
        | Shape::Nullable(inner)
        | Shape::Custom {
            form: Form::Array { element: inner, .. } | Form::IntegerKeys(inner) | Form::Same(inner),
            ..
        } => has_document(inner, depth),
        Shape::Lazy(inner) | Shape::Map(inner) | Shape::List { element: inner, .. } => has_document(inner(), depth),
        Shape::Object(ref fields) => fields.iter().any(|(_, shape)| has_document(shape, depth)),
        Shape::Tagged(tagged) => {
            tagged.variants.iter().any(|(_, content)| content.is_some_and(|of| has_document(of(), depth)))
        }
        _ => false,
    }
}

/// Marks everything in a value as free of faults.
fn forget_shapes(node: &mut Node) {
    node.shape = None;
    match &mut node.value {
        Value::Array(nodes) => nodes.iter_mut().for_each(forget_shapes),
        Value::Object(entries) => entries.iter_mut().for_each(|entry| {
            // A key that comes twice is an error even there, so that only its value is free.
            forget_shapes(&mut entry.node);
        }),
        Value::Document(inner) => forget_shapes(inner),
        Value::Word(_) | Value::Text(_) => {}
    }
}
