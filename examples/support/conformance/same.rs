//! Compares two canonical forms. They are the same if their bytes are, except for the order of keys in maps and in values of any
//! type, which the reference sorts and this crate keeps, and except for the spelling of numbers in values of any type.

use std::collections::BTreeMap;

use gcs_prot::json::{Decode, Shape};
use serde_json::Value;

use super::types::{self, Family, Visitor};

/// Returns whether two texts of this type are equal.
pub fn is_same(type_name: &str, one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let Some(shape) = types::visit(type_name, ShapeOf) else { return false };
    let normal = |text: &str| serde_json::from_str(text).ok().map(|value| normal(shape, value).to_string());
    // Strings must be spelled the same, so all bytes other than those of numbers must be the same, in any order.
    spelling(one) == spelling(other) && normal(one).is_some() && normal(one) == normal(other)
}

/// The shape of a type.
pub struct ShapeOf;

impl Visitor for ShapeOf {
    type Output = &'static Shape;

    fn visit<T: for<'a> Family<'a>>(self) -> &'static Shape {
        <T as Family<'_>>::Type::SHAPE
    }
}

/// Counts each byte that cannot be part of a number.
fn spelling(text: &str) -> BTreeMap<u8, usize> {
    let mut counts = BTreeMap::new();
    for byte in text.bytes().filter(|byte| !b"0123456789.+-eE".contains(byte)) {
        *counts.entry(byte).or_default() += 1;
    }
    counts
}

/// Returns the value with the keys of its maps in order, and with one spelling of the numbers in values of any type.
fn normal(shape: &'static Shape, value: Value) -> Value {
    match (shape, value) {
        (Shape::Optional(inner) | Shape::Nullable(inner) | Shape::Tolerant(inner), value) => normal(inner, value),
        (Shape::Lazy(inner), value) => normal(inner(), value),
        (Shape::Any, value) => any(value),
        (Shape::List { element, .. }, Value::Array(list)) => {
            list.into_iter().map(|value| normal(element(), value)).collect()
        }
        (Shape::Map(of), Value::Object(map)) => {
            let sorted: BTreeMap<_, _> = map.into_iter().map(|(key, value)| (key, normal(of(), value))).collect();
            sorted.into_iter().collect()
        }
        (Shape::Object(fields), Value::Object(map)) => {
            let field = |key: &str| fields.iter().find(|field| field.0 == key).map(|field| field.1);
            let entries = map.into_iter().map(|(key, value)| match field(&key) {
                Some(shape) => (key, normal(shape, value)),
                None => (key, value),
            });
            entries.collect()
        }
        (Shape::Tagged(tagged), Value::Object(mut map)) => {
            let key = |index| tagged.fields.keys().get(index).unwrap_or_default();
            let tag = map.get(key(tagged.tag)).and_then(Value::as_str);
            let content = tagged.variants.iter().find(|variant| Some(variant.0) == tag).and_then(|variant| variant.1);
            if let (Some(shape), Some(value)) = (content, map.get_mut(key(tagged.content))) {
                *value = normal(shape(), value.take());
            }
            Value::Object(map)
        }
        (Shape::OneOf(one_of), Value::Object(map)) => {
            let has_key = |shape: &Shape| {
                (0..shape.keys().len()).any(|key| shape.keys().get(key).is_some_and(|key| map.contains_key(key)))
            };
            match one_of.choices.iter().map(|choice| choice()).find(|shape| has_key(shape)) {
                Some(shape) => normal(shape, Value::Object(map)),
                None => Value::Object(map),
            }
        }
        (Shape::Document { document, .. }, Value::String(text)) => match serde_json::from_str(&text) {
            Ok(value) => Value::String(normal(document(), value).to_string()),
            Err(_) => Value::String(text),
        },
        (_, value) => value,
    }
}

fn any(value: Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(any).collect(),
        Value::Object(map) => {
            let sorted: BTreeMap<_, _> = map.into_iter().map(|(key, value)| (key, any(value))).collect();
            sorted.into_iter().collect()
        }
        Value::Number(number) => Value::from(number.as_f64()),
        other => other,
    }
}
