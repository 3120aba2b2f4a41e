//! The JSON Schema that the example `schema` writes, held against the vectors by a validator.

use std::collections::BTreeMap;

use gcs_prot::rpc::Method;
use jsonschema::Validator;
use serde_json::{Value, json};

#[path = "support/hex.rs"]
mod hex;
#[path = "../examples/support/schema.rs"]
mod schema;
#[path = "../examples/support/types.rs"]
mod types;

/// The schema, and the validators for the parts of it that were used.
struct Schemas {
    document: Value,
    validators: BTreeMap<String, Validator>,
}

impl Schemas {
    fn new() -> Self {
        Self { document: schema::document(), validators: BTreeMap::new() }
    }

    /// Returns whether a value is valid for a part of the schema.
    fn is_valid(&mut self, part: &Value, value: &Value) -> bool {
        let document = &self.document;
        let validator = self.validators.entry(part.to_string()).or_insert_with(|| {
            let whole = json!({ "$schema": document["$schema"], "$defs": document["$defs"], "allOf": [part] });
            jsonschema::draft202012::new(&whole).expect("a schema")
        });
        validator.is_valid(value)
    }

    /// Returns whether a value is valid, and each document in a string in it is valid on its own. Counts the documents.
    fn is_valid_throughout(&mut self, part: &Value, value: &Value, documents: &mut usize) -> bool {
        let mut nested = Vec::new();
        self.find_documents(part, value, &mut nested);
        *documents += nested.len();
        self.is_valid(part, value)
            && nested.into_iter().all(|(part, text)| match serde_json::from_str(&text) {
                Ok(document) => self.is_valid_throughout(&part, &document, documents),
                Err(_) => false,
            })
    }

    /// Finds the strings for which the schema has a `contentSchema`.
    fn find_documents(&self, part: &Value, value: &Value, found: &mut Vec<(Value, String)>) {
        if let (Some(schema), Some(text)) = (part.get("contentSchema"), value.as_str())
            && !text.is_empty()
        {
            found.push((schema.clone(), text.to_owned()));
        }
        if let Some(name) = part["$ref"].as_str().and_then(|target| target.strip_prefix("#/$defs/")) {
            let name = name.replace("%3C", "<").replace("%3E", ">");
            self.find_documents(&self.document["$defs"][name], value, found);
        }
        for branch in ["then", "else"].iter().filter_map(|key| part.get(*key)) {
            self.find_documents(branch, value, found);
        }
        for branch in ["anyOf", "allOf"].iter().filter_map(|key| part[*key].as_array()).flatten() {
            self.find_documents(branch, value, found);
        }
        for item in value.as_array().into_iter().flatten() {
            self.find_documents(&part["items"], item, found);
        }
        for (key, field) in value.as_object().into_iter().flatten() {
            let known = &part["properties"][key];
            self.find_documents(if known.is_null() { &part["additionalProperties"] } else { known }, field, found);
        }
    }
}

/// Returns the result of this crate for a payload: its encoding, or the kind of the error.
fn round_trip(name: &str, payload: &[u8]) -> Result<String, &'static str> {
    let mut payload = payload.to_vec();
    let mut output = vec![0; payload.len() * 12 + 1024];
    let visitor = types::RoundTrip { payload: &mut payload, output: &mut output };
    let written = types::visit(name, visitor).expect("a known type").map_err(|error| error.kind().name())?;
    Ok(String::from_utf8(written.to_vec()).expect("UTF-8"))
}

fn vectors() -> impl Iterator<Item = (String, Vec<u8>)> {
    let files = [
        include_str!("vectors/messages.jsonl"),
        include_str!("vectors/messages-2024.jsonl"),
        include_str!("vectors/semantics.jsonl"),
        include_str!("vectors/field.jsonl"),
        include_str!("vectors/messages-windows.jsonl"),
        include_str!("vectors/semantics-windows.jsonl"),
    ];
    files.into_iter().flat_map(str::lines).map(|line| {
        let line: Value = serde_json::from_str(line).expect("a vector is JSON");
        let payload = match (line["payload"].as_str(), line["payload_hex"].as_str()) {
            (Some(payload), _) => payload.as_bytes().to_vec(),
            (None, hex) => hex.map(hex::unhex).unwrap_or_default(),
        };
        (line["type"].as_str().expect("a type").to_owned(), payload)
    })
}

fn definition(name: &str) -> Value {
    json!({ "$ref": schema::reference(name) })
}

#[test]
fn the_schema_is_one_of_draft_2020_12() {
    let document = schema::document();
    jsonschema::meta::validate(&document).expect("valid by the metaschema");
    assert_eq!(document["$schema"], "https://json-schema.org/draft/2020-12/schema");
    for name in types::NAMES {
        assert!(document["$defs"][name].is_object(), "{name}");
    }
}

#[test]
fn every_definition_and_property_has_a_description() {
    let document = schema::document();
    for (name, definition) in document["$defs"].as_object().expect("definitions") {
        assert!(definition["description"].is_string(), "{name}");
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            assert!(property["description"].is_string(), "{name}.{key}");
        }
    }
}

#[test]
fn the_methods_name_their_types() {
    let document = schema::document();
    let methods = document["x-methods"]["Linux"].as_object().expect("methods");
    assert_eq!(methods.len(), Method::ALL.len());
    for message in methods.values().flat_map(|method| [&method["request"], &method["response"]]) {
        let name = message["$ref"].as_str().and_then(|target| target.strip_prefix("#/$defs/")).expect("a reference");
        assert!(document["$defs"][name]["properties"]["ActivityId"].is_object(), "{name} is no message");
    }
    let create = &methods["Create"];
    assert_eq!(create["request"], json!({ "identifier": "0x10100101", "$ref": "#/$defs/ContainerCreate" }));
    assert_eq!(create["response"], json!({ "identifier": "0x20100101", "$ref": "#/$defs/ContainerCreateResponse" }));
    assert_eq!(methods["Start"]["response"]["$ref"], "#/$defs/MessageResponseBase");
}

#[test]
fn the_canonical_form_of_every_accepted_vector_is_valid_and_so_is_each_document_in_it() {
    let mut schemas = Schemas::new();
    let (mut accepted, mut documents) = (0, 0);
    for (name, payload) in vectors() {
        let Ok(canonical) = round_trip(&name, &payload) else { continue };
        let value = serde_json::from_str(&canonical).expect("JSON");
        assert!(schemas.is_valid_throughout(&definition(&name), &value, &mut documents), "{name}: {canonical}");
        accepted += 1;
    }
    assert_eq!([accepted, documents], [2034, 299]);
}

/// Of the vectors that are refused: those that hold no JSON, so that there is nothing to validate; those that the schema refuses;
/// and those that the schema cannot see through, each kind with its reason.
#[test]
fn the_schema_refuses_what_it_can_see_of_the_refused_vectors() {
    let mut schemas = Schemas::new();
    let mut counts = BTreeMap::<_, [usize; 3]>::new();
    let mut reasons = BTreeMap::<_, usize>::new();
    for (name, payload) in vectors() {
        let Err(kind) = round_trip(&name, &payload) else { continue };
        let count = counts.entry(kind).or_default();
        match serde_json::from_slice(&payload) {
            Err(_) => count[0] += 1,
            Ok(value) if schemas.is_valid_throughout(&definition(&name), &value, &mut 0) => {
                *reasons.entry(unseen(kind, &payload)).or_default() += 1;
                count[2] += 1;
            }
            Ok(_) => count[1] += 1,
        }
    }
    let expected = [
        ("control", [66, 4, 0]),
        ("depth", [7, 1, 0]),
        ("duplicate", [0, 2, 33]),
        ("end", [115, 13, 0]),
        ("escape", [65, 0, 0]),
        ("guid", [1, 7, 0]),
        ("missing", [3, 88, 0]),
        ("range", [0, 28, 0]),
        ("resource", [0, 19, 0]),
        ("syntax", [248, 10, 0]),
        ("time", [0, 7, 3]),
        ("trailing", [66, 4, 0]),
        ("type", [30, 156, 14]),
        ("utf8", [48, 0, 0]),
    ];
    assert_eq!(counts, BTreeMap::from(expected));
    let [no_json, seen, unseen] = [0, 1, 2].map(|column| expected.iter().map(|row| row.1[column]).sum::<usize>());
    assert_eq!([no_json, seen, unseen], [649, 339, 50]);
    let expected = [
        ("a date that does not exist, or a value whose key comes twice", 5),
        ("a key in another spelling", 2),
        ("a key that comes twice", 33),
        ("an integer written with a fraction or an exponent", 10),
    ];
    assert_eq!(reasons, BTreeMap::from(expected));
}

/// Why a schema does not see the fault of a payload.
fn unseen(kind: &str, payload: &[u8]) -> &'static str {
    let is_spelled = |pair: &[u8]| pair[0].is_ascii_digit() && matches!(pair[1], b'.' | b'e' | b'E');
    let text = String::from_utf8_lossy(payload);
    match kind {
        "duplicate" => "a key that comes twice",
        "type" if payload.windows(2).any(is_spelled) => "an integer written with a fraction or an exponent",
        "type" if text.contains(['\u{17f}', '\u{212a}']) => "a key in another spelling",
        // If a key comes twice, the validator sees only the second value.
        "time" | "type" => "a date that does not exist, or a value whose key comes twice",
        _ => panic!("{kind}: {text}"),
    }
}

/// Tests the rules that a schema cannot express. Each case is valid for the schema and refused, or the reverse.
#[test]
fn what_a_schema_cannot_say_is_known() {
    let mut schemas = Schemas::new();
    let mut check = |name: &str, payload: &str, by_schema: bool, by_us: bool| {
        let value = serde_json::from_str(payload).expect("JSON");
        assert_eq!(schemas.is_valid(&definition(name), &value), by_schema, "{payload}");
        assert_eq!(round_trip(name, payload.as_bytes()).is_ok(), by_us, "{payload}");
    };
    // A key that comes twice, in any spelling.
    check("SchemaVersion", r#"{"Major":1,"Major":2}"#, true, false);
    check("SchemaVersion", r#"{"Major":1,"MAJOR":2}"#, true, false);
    // The case of keys: a value of the wrong type, and a key that must be there.
    check("SchemaVersion", r#"{"MAJOR":"1"}"#, true, false);
    check("ModificationRequest", r#"{"resourcetype":"SCSIDevice","settings":{}}"#, false, true);
    // The spelling of integers.
    check("SchemaVersion", r#"{"Major":1.0}"#, true, false);
    check("SchemaVersion", r#"{"Major":1e2}"#, true, false);
    // Documents in strings.
    let settings = r#"{"Settings":{"ProcessParameters":"{\"CommandLine\":7}"}}"#;
    check("ContainerExecuteProcess", &settings.replace(r"\\", r"\"), true, false);
    // Nesting.
    check("ModifyServiceSettings", &format!("{{\"Settings\":{}{}}}", "[".repeat(70), "]".repeat(70)), true, false);
}
