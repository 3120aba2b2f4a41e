//! A tree as text.

use alloc::string::String;
use core::fmt::Write as _;

use arbitrary::{Result, Unstructured};

use super::Knobs;
use super::node::{Node, Value};

/// Writes a document in a spelling that the knobs allow.
pub fn spell(node: &Node, knobs: Knobs, data: &mut Unstructured<'_>) -> Result<String> {
    let mut speller = Speller { knobs, data, text: String::new() };
    speller.space()?;
    speller.value(node)?;
    speller.space()?;
    Ok(speller.text)
}

struct Speller<'s, 'd> {
    knobs: Knobs,
    data: &'s mut Unstructured<'d>,
    text: String,
}

impl Speller<'_, '_> {
    fn value(&mut self, node: &Node) -> Result<()> {
        match &node.value {
            Value::Word(word) => self.text.push_str(word),
            Value::Text(text) => self.string(text)?,
            Value::Array(nodes) => {
                self.token('[')?;
                for (index, node) in nodes.iter().enumerate() {
                    self.comma(index)?;
                    self.value(node)?;
                    self.space()?;
                }
                self.text.push(']');
            }
            Value::Object(entries) => {
                self.token('{')?;
                for (index, entry) in entries.iter().enumerate() {
                    self.comma(index)?;
                    self.string(&entry.key)?;
                    self.space()?;
                    self.token(':')?;
                    self.value(&entry.node)?;
                    self.space()?;
                }
                self.text.push('}');
            }
            Value::Document(inner) => {
                let inner = spell(inner, self.knobs, self.data)?;
                self.string(&inner)?;
            }
        }
        Ok(())
    }

    fn token(&mut self, token: char) -> Result<()> {
        self.text.push(token);
        self.space()
    }

    fn comma(&mut self, index: usize) -> Result<()> {
        if index == 0 { Ok(()) } else { self.token(',') }
    }

    /// Writes white space, if there may be any.
    fn space(&mut self) -> Result<()> {
        if self.knobs.white_space {
            self.text.push_str(match self.data.arbitrary::<u8>()? {
                0xf0..=0xf3 => " ",
                0xf4..=0xf7 => "\n",
                0xf8..=0xfa => "\t",
                0xfb..=0xfd => "\r",
                0xfe..=0xff => " \t\r\n ",
                _ => "",
            });
        }
        Ok(())
    }

    fn string(&mut self, text: &str) -> Result<()> {
        self.text.push('"');
        for character in text.chars() {
            let style = if self.knobs.escapes { self.data.arbitrary::<u8>()? } else { 0 };
            self.character(character, style);
        }
        self.text.push('"');
        Ok(())
    }

    fn character(&mut self, character: char, style: u8) {
        let short = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\u{8}' => "\\b",
            '\u{c}' => "\\f",
            '/' => "\\/",
            _ => "",
        };
        match (style, character) {
            // A lone surrogate is read as this character.
            (0xf8..=0xff, '\u{fffd}') => self.text.push_str(if style & 1 == 0 { "\\udead" } else { "\\uD83D" }),
            (0xf0..=0xff, _) => self.escape(character, style & 1 == 0),
            (_, '\0'..='\u{1f}') if short.is_empty() => self.escape(character, style & 1 == 0),
            (_, '"' | '\\' | '\0'..='\u{1f}') | (0x80..=0xef, '/') => self.text.push_str(short),
            _ => self.text.push(character),
        }
    }

    fn escape(&mut self, character: char, is_upper: bool) {
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing into a string does not fail.
            let _ = if is_upper { write!(self.text, "\\u{unit:04X}") } else { write!(self.text, "\\u{unit:04x}") };
        }
    }
}
