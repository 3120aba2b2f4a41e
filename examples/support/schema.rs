//! The JSON Schema (2020-12) of every type, made from its [`Shape`] and its [`Docs`].
// Several programs share this file, and not all of them use every item.
#![allow(dead_code)]

use std::collections::BTreeMap;

use gcs_prot::json::{Decode, Docs, Fields, Form, Shape, Tagged};
use gcs_prot::rpc::{GuestKind, Linux, Rpc};
use gcs_prot::windows::Windows;
use serde_json::{Map, Value, json};

use super::types::{self, Family, Visitor};

/// The description of the whole schema.
const DESCRIPTION: &str = "Every message, document and resource of the HCS <-> GCS bridge protocol, in both directions. Validate \
    a payload against the definition of its type, `#/$defs/TYPE`; `x-methods` names the types of each method, for each kind of guest. A document \
    inside a string has a `contentSchema`: parse the string and validate the document on its own. A valid payload may still be \
    refused, and the reverse, because a schema cannot say that keys match without regard to case, that a key must not come \
    twice in any spelling, that an integer must be written without a fraction or an exponent, that nesting is bounded, and that \
    text is valid UTF-8. \
    It cannot say either which dates exist, and that the integer keys of a map are of 64 bits and differ as numbers.";

const GUID: &str = "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$";

/// A fraction may follow a comma, which the format `date-time` does not allow.
const TIME: &str =
    "^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]([.,][0-9]+)?(Z|[+-][0-2][0-9]:[0-5][0-9])$";

/// Returns the schema with a definition for each type.
pub fn document() -> Value {
    let mut schema = Schema::default();
    for name in types::NAMES {
        if let Some((shape, docs)) = types::visit(name, Reflect) {
            // A type that another type contains is defined already, unless it is the same type with another parameter.
            let definition = schema.definition(shape, docs);
            schema.definitions.insert((*name).to_owned(), definition);
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:gcs-prot:schema",
        "title": "gcs-prot",
        "description": DESCRIPTION,
        "$defs": schema.definitions,
        "x-methods": { "Linux": methods::<Linux>(), "Windows": methods::<Windows>() },
    })
}

/// Reads the shape and the documentation of a type.
pub struct Reflect;

impl Visitor for Reflect {
    type Output = (&'static Shape, &'static Docs);

    fn visit<T: for<'a> Family<'a>>(self) -> Self::Output {
        (<T as Family<'_>>::Type::SHAPE, <T as Family<'_>>::Type::DOCS)
    }
}

#[derive(Default)]
struct Schema {
    definitions: Map<String, Value>,
    /// The names of types that are not in the table, by their documentation.
    names: BTreeMap<(&'static str, &'static str), String>,
}

impl Schema {
    /// The schema of a type at its definition.
    fn definition(&mut self, shape: &'static Shape, docs: &'static Docs) -> Value {
        match shape {
            Shape::Object(fields) => self.object(fields, docs),
            Shape::Tagged(tagged) => self.tagged(tagged, docs),
            Shape::OneOf(one_of) => self.one_of(one_of.choices, docs),
            Shape::String(known) => open_set(known, docs),
            _ => self.value(shape, docs),
        }
    }

    /// The name under which a type is defined: its name in the table of types, or else its own name.
    fn name(&mut self, docs: &'static Docs) -> String {
        if let Some(name) = table_name(docs) {
            return name.to_owned();
        }
        let taken = |name: &str| types::NAMES.contains(&name) || self.names.values().any(|other| other == name);
        let own = docs.name();
        // Types of Linux and Windows guests may have the same name.
        let free = if taken(own) { format!("{own}<Windows>") } else { own.to_owned() };
        self.names.entry((own, docs.text())).or_insert(free).clone()
    }

    /// The schema of a value that is not `null`. A named type is defined once, and referred to.
    fn value(&mut self, shape: &'static Shape, docs: &'static Docs) -> Value {
        match shape {
            Shape::Bool => json!({ "type": "boolean" }),
            Shape::String([]) => json!({ "type": "string" }),
            Shape::Object(_) | Shape::Tagged(_) | Shape::OneOf(_) | Shape::String(_) if !docs.name().is_empty() => {
                let name = self.name(docs);
                if !self.definitions.contains_key(&name) {
                    // A type may contain itself.
                    self.definitions.insert(name.clone(), Value::Null);
                    let definition = self.definition(shape, docs);
                    self.definitions.insert(name.clone(), definition);
                }
                json!({ "$ref": reference(&name) })
            }
            Shape::Object(_) | Shape::Tagged(_) | Shape::OneOf(_) | Shape::String(_) => self.definition(shape, docs),
            Shape::Integer { lowest, highest } => {
                let lowest = -i128::from(lowest.unwrap_or(0));
                json!({ "type": "integer", "minimum": i64::try_from(lowest).unwrap_or(i64::MIN), "maximum": highest })
            }
            Shape::Optional(inner) | Shape::Nullable(inner) => self.value(inner, docs),
            Shape::Lazy(inner) => self.value(inner(), docs),
            Shape::List { element, capacity } => {
                let mut list = json!({ "type": "array", "items": self.element(element(), docs) });
                if let Some(capacity) = capacity {
                    list["maxItems"] = Value::from(*capacity);
                }
                list
            }
            Shape::Map(value) => json!({ "type": "object", "additionalProperties": self.element(value(), docs) }),
            Shape::Document { document, may_be_empty, .. } => json!({
                "type": "string",
                "minLength": u8::from(!may_be_empty),
                "contentMediaType": "application/json",
                // `null` as a document is a default document, even where the document is optional.
                "contentSchema": self.element(if let Shape::Optional(inner) = document() { inner } else { document() }, docs),
            }),
            Shape::Tolerant(inner) => {
                json!({ "$comment": "A value of another type is ignored.", "anyOf": [self.value(inner, docs), true] })
            }
            Shape::Custom { form, .. } => self.custom(*form, docs),
            // Any value.
            _ => json!({}),
        }
    }

    /// The schema of a value that only its type can check.
    fn custom(&mut self, form: Form, docs: &'static Docs) -> Value {
        match form {
            Form::Known(texts) => json!({ "type": "string", "enum": texts }),
            Form::Guid => json!({ "type": "string", "format": "uuid", "pattern": GUID }),
            Form::Timestamp => json!({ "type": "string", "pattern": TIME }),
            Form::Array { element, length } => {
                let element = self.element(element, docs);
                json!({ "type": "array", "prefixItems": vec![element; length] })
            }
            Form::IntegerKeys(map) => {
                let mut map = self.value(map, docs);
                map["propertyNames"] = json!({ "pattern": "^[+-]?[0-9]+$" });
                map
            }
            Form::Same(shape) => self.value(shape, docs),
            // There may be more than the examples.
            _ => json!({}),
        }
    }

    /// The schema of a value that may be `null` unless its type requires a value.
    fn element(&mut self, shape: &'static Shape, docs: &'static Docs) -> Value {
        let mut value = self.value(shape, docs);
        if shape.is_required() || value.as_object().is_some_and(Map::is_empty) {
            return value;
        }
        if let Some(kind @ Value::String(_)) = value.get("type") {
            value["type"] = json!([kind, "null"]);
            return value;
        }
        json!({ "anyOf": [value, { "type": "null" }] })
    }

    fn object(&mut self, fields: &'static Fields, docs: &'static Docs) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut members = docs.members();
        for (key, shape) in fields.iter() {
            let (text, member) = members.next().unwrap_or(("", Docs::NONE));
            let mut property = self.element(shape, member);
            if !text.is_empty() {
                property["description"] = Value::from(plain(text));
            }
            properties.insert(key.to_owned(), property);
            if shape.is_required() {
                required.push(key);
            }
        }
        let mut object = described(docs);
        object["type"] = "object".into();
        object["properties"] = properties.into();
        if !required.is_empty() {
            object["required"] = required.into();
        }
        object
    }

    fn tagged(&mut self, tagged: &'static Tagged, docs: &'static Docs) -> Value {
        let mut object = self.object(&tagged.fields, docs);
        let key = |index: usize| tagged.fields.keys().get(index).unwrap_or_default();
        let (tag, content) = (key(tagged.tag), key(tagged.content));
        let mut members = docs.members().skip(tagged.fields.keys().len());
        let (mut names, mut branches) = (Vec::new(), Vec::new());
        for (name, shape) in tagged.variants {
            let (_, member) = members.next().unwrap_or(("", Docs::NONE));
            names.push(*name);
            if let Some(shape) = shape {
                branches.push(json!({
                    "if": { "properties": { tag: { "const": name } }, "required": [tag] },
                    "then": { "properties": { content: self.value(shape(), member) }, "required": [content] },
                }));
            }
        }
        // The tag is already among the properties, with its description. This adds its values.
        let description = object["properties"][tag]["description"].take();
        let names_or_none: Vec<_> =
            names.iter().copied().map(Value::from).chain([Value::from(""), Value::Null]).collect();
        object["properties"][tag] = json!({ "enum": names, "description": description });
        if tagged.needs_tag {
            object["required"] = json!([tag]);
        } else {
            object["properties"][tag]["enum"] = names_or_none.into();
        }
        object["allOf"] = branches.into();
        object
    }

    /// The first type that has a key in the object, or else the first type.
    fn one_of(&mut self, choices: &[fn() -> &'static Shape], docs: &'static Docs) -> Value {
        let members: Vec<_> = docs.members().map(|(_, docs)| docs).collect();
        let member = |index: usize| members.get(index).copied().unwrap_or(Docs::NONE);
        let mut chain = choices.first().map_or_else(|| json!({}), |first| self.value(first(), member(0)));
        for (index, choice) in choices.iter().enumerate().rev() {
            let shape = choice();
            let keys = shape.keys();
            let any: Vec<_> = (0..keys.len()).filter_map(|key| keys.get(key)).map(is_present).collect();
            chain = json!({ "if": { "anyOf": any }, "then": self.value(shape, member(index)), "else": chain });
        }
        let mut object = described(docs);
        object["type"] = "object".into();
        object["allOf"] = json!([chain]);
        object
    }
}

/// The schema of an object that has the key with a value other than `null`.
fn is_present(key: &str) -> Value {
    json!({ "properties": { key: { "not": { "type": "null" } } }, "required": [key] })
}

/// The name of a type in the table of types.
fn table_name(docs: &'static Docs) -> Option<&'static str> {
    let is_same = |name: &&&str| {
        let found = types::visit(name, Reflect);
        found.is_some_and(|(_, other)| (other.name(), other.text()) == (docs.name(), docs.text()))
    };
    types::NAMES.iter().find(is_same).copied()
}

/// The schema of an open set: the known strings with their documentation, or any other string.
fn open_set(known: &[&str], docs: &'static Docs) -> Value {
    let mut set = described(docs);
    set["type"] = "string".into();
    let mut members = docs.members();
    let values = known.iter().map(|value| {
        let (text, _) = members.next().unwrap_or(("", Docs::NONE));
        json!({ "const": value, "description": plain(text) })
    });
    set["anyOf"] = values.chain([json!({ "description": "Any other text." })]).collect();
    set
}

/// A schema with the description of a type.
fn described(docs: &Docs) -> Value {
    if docs.text().is_empty() { json!({}) } else { json!({ "description": plain(docs.text()) }) }
}

/// Returns the text without the brackets and the targets of its links, which are names in backticks.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("[`") {
        let Some((label, after)) = link.split_once("`]") else { break };
        plain.extend([before, "`", label, "`"]);
        rest = after.strip_prefix('(').and_then(|target| target.split_once(')')).map_or(after, |(_, after)| after);
    }
    plain + rest
}

macro_rules! methods {
    ($($method:ident)*) => {
        /// Returns the identifiers and the types of each method of a kind of guest.
        fn methods<K: GuestKind>() -> Map<String, Value> {
            let mut methods = Map::new();
            $(methods.insert(stringify!($method).to_owned(), method::<K::$method>());)*
            methods
        }
    };
}

methods! {
    NegotiateProtocol Create Start ShutdownGraceful ShutdownForced ExecuteProcess WaitForProcess SignalProcess ResizeConsole
    GetProperties ModifySettings DumpStacks DeleteContainerState ModifyServiceSettings
}

fn method<R: Rpc>() -> Value {
    let method = R::METHOD;
    json!({
        "request": message(method.request().0, R::Request::DOCS, "MessageBase"),
        "response": message(method.response().0, R::Response::DOCS, "MessageResponseBase"),
    })
}

/// The schema of a message of this type. If the message has no fields of its own, it has the fields of `base`.
fn message(identifier: u32, docs: &'static Docs, base: &str) -> Value {
    let name = if docs.name() == "Empty" { base } else { table_name(docs).unwrap_or(docs.name()) };
    json!({ "identifier": format!("{identifier:#010x}"), "$ref": reference(name) })
}

/// Returns the URI of the definition with this name.
pub fn reference(name: &str) -> String {
    format!("#/$defs/{}", name.replace('<', "%3C").replace('>', "%3E"))
}
