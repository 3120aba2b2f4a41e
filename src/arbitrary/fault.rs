//! Plants one fault in a document.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use arbitrary::{Result, Unstructured};

use super::node::{Entry, Node, Value};
use super::text;
use crate::json::{Form, Shape};

/// Plants one fault. Returns `false` if none is possible.
pub fn put(root: &mut Node, data: &mut Unstructured<'_>) -> Result<bool> {
    let Some(last) = places(root).checked_sub(1) else { return Ok(false) };
    let mut skip = data.int_in_range(0..=last)?;
    let Some(node) = place(root, &mut skip) else { return Ok(false) };
    let Some(shape) = node.shape else { return Ok(false) };
    let is_spoiled = match &mut node.value {
        Value::Object(entries) => spoil_entries(entries, matches!(shape, Shape::Map(_)), data)?,
        _ => false,
    };
    if !is_spoiled {
        node.value = wrong_value(shape, data)?;
    }
    Ok(true)
}

/// Returns how many values of the tree have a shape.
fn places(node: &Node) -> usize {
    let inside = match &node.value {
        Value::Word(_) | Value::Text(_) => 0,
        Value::Array(nodes) => nodes.iter().map(places).sum(),
        Value::Object(entries) => entries.iter().map(|entry| places(&entry.node)).sum(),
        Value::Document(inner) => places(inner),
    };
    usize::from(node.shape.is_some()).saturating_add(inside)
}

/// Returns the value with a shape that comes after `skip` others.
fn place<'n>(node: &'n mut Node, skip: &mut usize) -> Option<&'n mut Node> {
    if node.shape.is_some() {
        match skip.checked_sub(1) {
            Some(rest) => *skip = rest,
            None => return Some(node),
        }
    }
    match &mut node.value {
        Value::Word(_) | Value::Text(_) => None,
        Value::Array(nodes) => nodes.iter_mut().find_map(|node| place(node, skip)),
        Value::Object(entries) => entries.iter_mut().find_map(|entry| place(&mut entry.node, skip)),
        Value::Document(inner) => place(inner, skip),
    }
}

/// Removes a required entry, or repeats a key. Returns `false` if it did neither.
fn spoil_entries(entries: &mut Vec<Entry>, is_map: bool, data: &mut Unstructured<'_>) -> Result<bool> {
    let required = entries.iter().position(|entry| entry.is_required);
    let twice = entries.iter().position(|entry| entry.is_field || is_map);
    match (data.int_in_range(0..=5u8)?, required, twice) {
        (1, Some(index), _) => drop(entries.remove(index)),
        (2, Some(index), _) => {
            if let Some(entry) = entries.get_mut(index) {
                entry.node = Node::null();
            }
        }
        (3 | 4, _, Some(index)) => {
            let Some(entry) = entries.get(index) else { return Ok(false) };
            // A map's keys are compared exactly.
            let key = if is_map { entry.key.clone() } else { text::any_case(&entry.key, data)? };
            entries.push(Entry { key, is_field: entry.is_field, is_required: false, node: Node::null() });
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// Makes a value that is not of this shape.
fn wrong_value(shape: &'static Shape, data: &mut Unstructured<'_>) -> Result<Value> {
    let word = |text: &str| Value::Word(text.into());
    let text = |text: &str| Value::Text(text.into());
    let (list, object) = (Value::Array(Vec::new()), Value::Object(Vec::new()));
    if let Shape::Custom { form, .. } = shape {
        return wrong_form(*form, data);
    }
    let choice = data.int_in_range(0..=4u8)?;
    Ok(match (shape, choice) {
        (Shape::Integer { lowest, highest }, 0 | 1) => Value::Word(beyond(*lowest, *highest, choice == 0)),
        (Shape::Integer { .. }, 2) => word("1.0"),
        (Shape::Integer { lowest: None, .. }, 3) => word("-0"),
        (Shape::Integer { .. }, 3) => word("1e2"),
        (Shape::Integer { .. } | Shape::List { .. } | Shape::Map(_) | Shape::Object(_) | Shape::Tagged(_), 4) => {
            text("1")
        }
        (Shape::Bool, 0 | 4) => text("true"),
        (Shape::Bool | Shape::String(_), 1) => word("0"),
        (Shape::Bool | Shape::String(_) | Shape::Document { .. } | Shape::List { .. }, 2) => object,
        (Shape::Bool | Shape::String(_) | Shape::Document { .. }, 3)
        | (Shape::Map(_) | Shape::Object(_) | Shape::Tagged(_), 0) => list,
        (Shape::String(_) | Shape::Document { .. }, 0) => word("true"),
        (Shape::Document { .. }, 1) => text("{\"a\":}"),
        (Shape::Document { may_be_empty: false, .. }, 4) => text(""),
        (Shape::Document { document, .. }, _) => match document() {
            // Any document is valid there, so this is not one.
            Shape::Any => text("nul"),
            inner => Value::Document(Box::new(Node { value: wrong_value(unwrapped(inner), data)?, shape: None })),
        },
        (Shape::String(_), _) => word("1"),
        (Shape::List { .. }, _) => word("0"),
        (Shape::Map(_) | Shape::Object(_) | Shape::Tagged(_), _) => word("false"),
        // No value in the tree has one of the other shapes.
        _ => word("}"),
    })
}

/// An object that has these keys, and no values.
fn null_entries(keys: &[&str]) -> Value {
    let entry = |key: &&str| Entry { key: (*key).into(), is_field: false, is_required: false, node: Node::null() };
    Value::Object(keys.iter().map(entry).collect())
}

/// Makes a value that is not of this form.
fn wrong_form(form: Form, data: &mut Unstructured<'_>) -> Result<Value> {
    let text = |text: &str| Value::Text(text.into());
    let (list, object) = (Value::Array(Vec::new()), Value::Object(Vec::new()));
    Ok(match (form, data.int_in_range(0..=3u8)?) {
        (Form::Same(shape), _) => wrong_value(shape, data)?,
        (Form::Guid, 0) => text("{00000000-0000-0000-0000-000000000000}"),
        (Form::Guid, 1) => text("0000000000000000-0000-0000-000000000"),
        (Form::Timestamp, 0) => text("2026-02-29T00:00:00Z"),
        (Form::Timestamp, 1) => text("2026-11-25T18:00:00"),
        (Form::Array { .. }, 0 | 1) => object,
        (Form::IntegerKeys(_), 0) => list,
        // Two keys that are the same number, one that is no integer, and one of more than 64 bits.
        (Form::IntegerKeys(_), 1) => null_entries(&["7", "+07"]),
        (Form::IntegerKeys(_), 2) => null_entries(&["1.0"]),
        (Form::IntegerKeys(_), 3) => null_entries(&["9223372036854775808"]),
        (Form::Guid | Form::Timestamp | Form::Known(_), 2) => text(""),
        (Form::Known(_), 0 | 1) => text("unknown"),
        // The invalid values are not known, but this is not JSON.
        (Form::Unknown | Form::Examples(_), _) => Value::Word("}".into()),
        _ => Value::Word("1".into()),
    })
}

/// Returns the shape of a value that is not absent.
fn unwrapped(shape: &'static Shape) -> &'static Shape {
    match shape {
        Shape::Optional(inner) | Shape::Nullable(inner) | Shape::Custom { form: Form::Same(inner), .. } => {
            unwrapped(inner)
        }
        Shape::Lazy(inner) => unwrapped(inner()),
        _ => shape,
    }
}

/// The first integer that is too large, or too small.
fn beyond(lowest: Option<u64>, highest: u64, is_above: bool) -> String {
    let value = if is_above {
        i128::from(highest).saturating_add(1)
    } else {
        i128::from(lowest.unwrap_or(0)).saturating_neg().saturating_sub(1)
    };
    value.to_string()
}
