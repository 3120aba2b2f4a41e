//! Types as data, and how a [`Tree`] is decoded as one.

use super::{Tree, parse, write};

/// The value is refused. The model does not say why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

type Result<T> = std::result::Result<T, Refused>;

/// A type, as data.
#[derive(Debug)]
pub enum Type {
    Text,
    Bool,
    Unsigned(u64),
    Signed(i64),
    Optional(&'static Type),
    /// A list of any length, whose elements are read later.
    Seq(&'static Type),
    Map(&'static Type),
    /// A list with a capacity.
    List(&'static Type, usize),
    Any,
    /// A document in a string, which is required.
    Document(&'static Type),
    /// A document in a string, which may be absent or empty.
    OptionalDocument(&'static Type),
    /// An object that is read later. It is absent by default.
    Lazy(&'static Type),
    Object(&'static [Field]),
}

/// A field: its key, its type, and whether it is left out when it is empty.
#[derive(Debug)]
pub struct Field(pub &'static str, pub Type, pub bool);

/// The maximum number of keys of a map that are not in ascending order.
const MAX_UNSORTED: usize = 512;

/// The location of a value: the number of arrays and objects around it, and whether it is in a value that was kept as raw
/// JSON, in which nested documents cannot be read.
#[derive(Clone, Copy)]
pub struct Location {
    pub depth: usize,
    pub raw: bool,
}

impl Location {
    fn nested(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

/// Decodes `tree` as a type and gives what would be encoded again.
pub fn decode(of: &Type, tree: &Tree, location: Location) -> Result<Tree> {
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
        (Type::Optional(of), tree) => decode(of, tree, location)?,
        (Type::Seq(of), Tree::Array(items)) => {
            Tree::Array(items.iter().map(|item| decode(of, item, location.nested())).collect::<Result<_>>()?)
        }
        (Type::List(of, capacity), Tree::Array(items)) if items.len() <= *capacity => {
            Tree::Array(items.iter().map(|item| decode(of, item, location.nested())).collect::<Result<_>>()?)
        }
        (Type::Map(of), Tree::Object(entries)) => {
            check_keys(entries)?;
            let value = |(key, value): &(String, Tree)| Ok((key.clone(), decode(of, value, location.nested())?));
            Tree::Object(entries.iter().map(value).collect::<Result<_>>()?)
        }
        (Type::OptionalDocument(_), Tree::Text(text)) if text.is_empty() => default(of),
        (Type::Document(_) | Type::OptionalDocument(_), Tree::Text(_)) if location.raw => return Err(Refused),
        (Type::Document(inner) | Type::OptionalDocument(inner), Tree::Text(text)) => {
            let tree = parse(text.as_bytes(), location.depth).map_err(|_| Refused)?;
            Tree::Text(write(&decode(inner, &tree, location)?))
        }
        (Type::Lazy(of), Tree::Object(_)) => decode(of, tree, location)?,
        (Type::Object(fields), Tree::Object(entries)) => object(fields, entries, location)?,
        _ => return Err(Refused),
    })
}

fn object(fields: &[Field], entries: &[(String, Tree)], location: Location) -> Result<Tree> {
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
        let value = decode(of, value, location.nested())?;
        if !(*omit_empty && is_empty(of, &value)) {
            written.push(((*key).to_owned(), value));
        }
    }
    Ok(Tree::Object(written))
}

/// Refuses duplicate keys, and too many keys that are not in order.
fn check_keys(entries: &[(String, Tree)]) -> Result<()> {
    let mut keys: Vec<_> = entries.iter().map(|entry| &entry.0).collect();
    let sorted = keys.is_sorted();
    keys.sort();
    keys.dedup();
    if keys.len() < entries.len() || !sorted && keys.len() > MAX_UNSORTED { Err(Refused) } else { Ok(()) }
}

/// Returns the same tree, if no object in it has a duplicate key.
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

/// Returns whether a type refuses `null`: a required document, or what contains one.
fn is_required(of: &Type) -> bool {
    match of {
        Type::Document(_) => true,
        Type::Object(fields) => fields.iter().any(|field| is_required(&field.1)),
        _ => false,
    }
}

/// Returns the value that is written for a field that is absent.
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
        // A pointer is empty only if it points to nothing.
        (Type::Optional(_) | Type::Any | Type::Lazy(_), value) => *value == Tree::Null,
        (_, Tree::Null | Tree::Bool(false)) => true,
        (_, Tree::Bool(true)) => false,
        (_, Tree::Number(text)) => text == "0",
        (_, Tree::Text(text)) => text.is_empty(),
        (_, Tree::Array(items)) => items.is_empty(),
        (_, Tree::Object(entries)) => entries.is_empty(),
    }
}
