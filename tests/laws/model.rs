//! JSON as the reference reads and writes it: a second implementation, slow, small, and meant to be obvious.
//!
//! It copies what it reads, knows a type as data ([`Type`]) and not as code, and shares nothing with the crate: where the
//! two disagree, one of them is wrong.

use std::fmt::Write;

/// Any JSON value. Numbers as they are written; objects as they come, duplicates too.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// The document is refused. The model does not say why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

type Result<T> = std::result::Result<T, Refused>;

/// How deep containers may be nested, documents in strings included.
const MAX_DEPTH: usize = 64;

/// Parses a whole document that lies inside `depth` containers.
pub fn parse(text: &[u8], depth: usize) -> Result<Tree> {
    let text = std::str::from_utf8(text).map_err(|_| Refused)?;
    let mut parser = Parser { rest: text, depth };
    let tree = parser.value()?;
    parser.skip_space();
    if parser.rest.is_empty() { Ok(tree) } else { Err(Refused) }
}

struct Parser<'t> {
    rest: &'t str,
    depth: usize,
}

impl Parser<'_> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// Steps over `token`, if that comes next.
    fn takes(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Steps over white space and then `token`, which must come.
    fn expect(&mut self, token: &str) -> Result<()> {
        self.skip_space();
        if self.takes(token) { Ok(()) } else { Err(Refused) }
    }

    fn value(&mut self) -> Result<Tree> {
        self.skip_space();
        match self.rest.bytes().next().ok_or(Refused)? {
            b'n' if self.takes("null") => Ok(Tree::Null),
            b't' if self.takes("true") => Ok(Tree::Bool(true)),
            b'f' if self.takes("false") => Ok(Tree::Bool(false)),
            b'"' => self.text().map(Tree::Text),
            b'-' | b'0'..=b'9' => self.number(),
            b'[' => self.inside("[", "]", Self::value).map(Tree::Array),
            b'{' => {
                let entry = |parser: &mut Self| {
                    parser.skip_space();
                    let key = parser.text()?;
                    parser.expect(":")?;
                    Ok((key, parser.value()?))
                };
                self.inside("{", "}", entry).map(Tree::Object)
            }
            _ => Err(Refused),
        }
    }

    /// What stands between brackets, separated by commas.
    fn inside<T>(&mut self, open: &str, close: &str, item: impl Fn(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        self.expect(open)?;
        if self.depth == MAX_DEPTH {
            return Err(Refused);
        }
        self.depth += 1;
        let mut items = Vec::new();
        self.skip_space();
        if !self.takes(close) {
            loop {
                items.push(item(self)?);
                self.skip_space();
                if self.takes(close) {
                    break;
                }
                self.expect(",")?;
            }
        }
        self.depth -= 1;
        Ok(items)
    }

    fn number(&mut self) -> Result<Tree> {
        let whole = self.rest;
        self.takes("-");
        if !self.takes("0") {
            self.digits()?;
        }
        if self.takes(".") {
            self.digits()?;
        }
        if self.takes("e") || self.takes("E") {
            let _sign = self.takes("+") || self.takes("-");
            self.digits()?;
        }
        Ok(Tree::Number(whole[..whole.len() - self.rest.len()].to_owned()))
    }

    fn digits(&mut self) -> Result<()> {
        let rest = self.rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
        if rest.len() == self.rest.len() {
            return Err(Refused);
        }
        self.rest = rest;
        Ok(())
    }

    fn text(&mut self) -> Result<String> {
        if !self.takes("\"") {
            return Err(Refused);
        }
        let mut text = String::new();
        loop {
            let next = self.rest.chars().next().ok_or(Refused)?;
            self.rest = &self.rest[next.len_utf8()..];
            match next {
                '"' => return Ok(text),
                '\\' => text.push(self.escape()?),
                '\0'..' ' => return Err(Refused),
                next => text.push(next),
            }
        }
    }

    /// What an escape stands for, whose backslash has been read.
    fn escape(&mut self) -> Result<char> {
        for (letter, meaning) in [
            ("\"", '"'),
            ("\\", '\\'),
            ("/", '/'),
            ("b", '\u{8}'),
            ("f", '\u{c}'),
            ("n", '\n'),
            ("r", '\r'),
            ("t", '\t'),
        ] {
            if self.takes(letter) {
                return Ok(meaning);
            }
        }
        if !self.takes("u") {
            return Err(Refused);
        }
        let first = self.unit()?;
        let after = self.rest;
        if (0xd800..0xdc00).contains(&first)
            && self.takes("\\u")
            && let Ok(second @ 0xdc00..0xe000) = self.unit()
        {
            return char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)).ok_or(Refused);
        }
        // No pair: what follows is read for itself.
        self.rest = after;
        Ok(char::from_u32(first).unwrap_or('\u{fffd}'))
    }

    fn unit(&mut self) -> Result<u32> {
        let digits = self.rest.get(..4).ok_or(Refused)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(Refused);
        }
        self.rest = &self.rest[4..];
        u32::from_str_radix(digits, 16).map_err(|_| Refused)
    }
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

/// What a type wants, as data.
#[derive(Debug)]
pub enum Type {
    Text,
    Bool,
    Unsigned(u64),
    Signed(i64),
    Optional(&'static Type),
    /// A list of any length, read element by element from where it lies.
    Seq(&'static Type),
    Map(&'static Type),
    /// A list with a capacity.
    List(&'static Type, usize),
    Any,
    /// A document in a string, that must be there, or may be.
    Document(&'static Type),
    OptionalDocument(&'static Type),
    /// An object, read later from where it lies; absent by default.
    Lazy(&'static Type),
    Object(&'static [Field]),
}

/// A field: its key, its type, and whether it is left out when it is empty.
#[derive(Debug)]
pub struct Field(pub &'static str, pub Type, pub bool);

/// How many keys a map may have that are not in ascending order.
const MAX_UNSORTED: usize = 512;

/// Where a value lies: inside how many containers, and whether it was kept in the buffer before its type was known.
#[derive(Clone, Copy)]
pub struct Place {
    pub depth: usize,
    pub settled: bool,
}

impl Place {
    fn inside(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

/// Decodes `tree` as a type and gives what would be encoded again.
pub fn decode(of: &Type, tree: &Tree, place: Place) -> Result<Tree> {
    Ok(match (of, tree) {
        (_, Tree::Null) if is_required(of) => return Err(Refused),
        (_, Tree::Null) => default(of),
        (Type::Text, Tree::Text(_)) | (Type::Bool, Tree::Bool(_)) => tree.clone(),
        (Type::Any, _) => unique(tree)?,
        (Type::Unsigned(max), Tree::Number(text)) => {
            let value: u64 = text.parse().map_err(|_| Refused)?;
            if value > *max {
                return Err(Refused);
            }
            Tree::Number(value.to_string())
        }
        (Type::Signed(max), Tree::Number(text)) => {
            let value: i64 = text.parse().map_err(|_| Refused)?;
            if value > *max || value < -*max - 1 {
                return Err(Refused);
            }
            Tree::Number(value.to_string())
        }
        (Type::Optional(of), tree) => decode(of, tree, place)?,
        (Type::Seq(of), Tree::Array(items)) => {
            Tree::Array(items.iter().map(|item| decode(of, item, place.inside())).collect::<Result<_>>()?)
        }
        (Type::List(of, capacity), Tree::Array(items)) if items.len() <= *capacity => {
            Tree::Array(items.iter().map(|item| decode(of, item, place.inside())).collect::<Result<_>>()?)
        }
        (Type::Map(of), Tree::Object(entries)) => {
            check_keys(entries)?;
            let value = |(key, value): &(String, Tree)| Ok((key.clone(), decode(of, value, place.inside())?));
            Tree::Object(entries.iter().map(value).collect::<Result<_>>()?)
        }
        (Type::Document(_) | Type::OptionalDocument(_), Tree::Text(_)) if place.settled => return Err(Refused),
        (Type::OptionalDocument(_), Tree::Text(text)) if text.is_empty() => default(of),
        (Type::Document(inner) | Type::OptionalDocument(inner), Tree::Text(text)) => {
            let tree = parse(text.as_bytes(), place.depth)?;
            Tree::Text(write(&decode(inner, &tree, place)?))
        }
        (Type::Lazy(of), Tree::Object(_)) => decode(of, tree, place)?,
        (Type::Object(fields), Tree::Object(entries)) => object(fields, entries, place)?,
        _ => return Err(Refused),
    })
}

fn object(fields: &[Field], entries: &[(String, Tree)], place: Place) -> Result<Tree> {
    let mut values: Vec<Option<&Tree>> = vec![None; fields.len()];
    for (key, value) in entries {
        let exact = fields.iter().position(|field| field.0 == key);
        let folded = key.replace('\u{17f}', "s").replace('\u{212a}', "k");
        let Some(index) = exact.or_else(|| fields.iter().position(|field| field.0.eq_ignore_ascii_case(&folded)))
        else {
            continue;
        };
        if values[index].replace(value).is_some() {
            return Err(Refused);
        }
    }
    let mut written = Vec::new();
    for (Field(key, of, omit_empty), value) in fields.iter().zip(values) {
        let value = value.unwrap_or(&Tree::Null);
        let value = decode(of, value, place.inside())?;
        if !(*omit_empty && is_empty(of, &value)) {
            written.push(((*key).to_owned(), value));
        }
    }
    Ok(Tree::Object(written))
}

/// Refuses a key that stands twice, and too many that are not in order.
fn check_keys(entries: &[(String, Tree)]) -> Result<()> {
    let mut keys: Vec<_> = entries.iter().map(|entry| &entry.0).collect();
    let sorted = keys.is_sorted();
    keys.sort();
    keys.dedup();
    if keys.len() < entries.len() || !sorted && keys.len() > MAX_UNSORTED { Err(Refused) } else { Ok(()) }
}

/// The same tree, if no object in it has the same key twice.
pub fn unique(tree: &Tree) -> Result<Tree> {
    match tree {
        Tree::Array(items) => items.iter().try_for_each(|item| unique(item).map(drop))?,
        Tree::Object(entries) => {
            check_keys(entries)?;
            entries.iter().try_for_each(|(_, value)| unique(value).map(drop))?;
        }
        _ => {}
    }
    Ok(tree.clone())
}

/// Whether `null` is no value of a type: a document that must be there, and what holds one.
fn is_required(of: &Type) -> bool {
    match of {
        Type::Document(_) => true,
        Type::Object(fields) => fields.iter().any(|field| is_required(&field.1)),
        _ => false,
    }
}

/// What is written of a field that nothing was said of.
fn default(of: &Type) -> Tree {
    match of {
        Type::Text | Type::OptionalDocument(_) => Tree::Text(String::new()),
        Type::Bool => Tree::Bool(false),
        Type::Unsigned(_) | Type::Signed(_) => Tree::Number("0".into()),
        Type::Optional(_) | Type::Seq(_) | Type::Map(_) | Type::Any | Type::Lazy(_) => Tree::Null,
        Type::List(..) => Tree::Array(Vec::new()),
        Type::Document(of) => Tree::Text(write(&default(of))),
        Type::Object(fields) => {
            let field = |field: &Field| (field.0.to_owned(), default(&field.1));
            Tree::Object(
                fields.iter().filter(|field| !(field.2 && is_empty(&field.1, &default(&field.1)))).map(field).collect(),
            )
        }
    }
}

fn is_empty(of: &Type, value: &Tree) -> bool {
    match (of, value) {
        (Type::Object(_) | Type::Document(_), _) => false,
        // A pointer is empty if it is none, whatever it points to.
        (Type::Optional(_) | Type::Any | Type::Lazy(_), value) => *value == Tree::Null,
        (_, Tree::Null | Tree::Bool(false)) => true,
        (_, Tree::Bool(true)) => false,
        (_, Tree::Number(text)) => text == "0",
        (_, Tree::Text(text)) => text.is_empty(),
        (_, Tree::Array(items)) => items.is_empty(),
        (_, Tree::Object(entries)) => entries.is_empty(),
    }
}
