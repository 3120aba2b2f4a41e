//! JSON as the reference reads and writes it: a second implementation that is slow and small, so that it is easy to check.
//!
//! It copies what it reads, describes a type by data ([`Type`]) instead of code, and shares nothing with the crate. Where the
//! two disagree, one of them is wrong.

use std::fmt::Write;

mod parse;
mod types;

// Several programs include this module, and none uses all of it.
#[allow(unused_imports)]
pub use parse::{Fault, document, list, parse};
#[allow(unused_imports)]
pub use types::{Field, Location, Type, decode, unique};

/// Any JSON value. Numbers keep their spelling. Objects keep their order and their duplicates.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// Writes a value as the reference does.
pub fn write(tree: &Tree) -> String {
    let list = |items: Vec<String>| items.join(",");
    match tree {
        Tree::Null => "null".into(),
        Tree::Bool(value) => value.to_string(),
        Tree::Number(text) => text.clone(),
        Tree::Text(text) => write_text(text),
        Tree::Array(items) => format!("[{}]", list(items.iter().map(write).collect())),
        Tree::Object(entries) => {
            let entry = |(key, value): &(String, Tree)| format!("{}:{}", write_text(key), write(value));
            format!("{{{}}}", list(entries.iter().map(entry).collect()))
        }
    }
}

fn write_text(text: &str) -> String {
    let mut written = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\u{8}' => written.push_str("\\b"),
            '\u{c}' => written.push_str("\\f"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(written, "\\u{:04x}", u32::from(character));
            }
            other => written.push(other),
        }
    }
    written + "\""
}
