//! Compares another implementation with this crate and the model: they accept the same payloads and write the same bytes.

use arbitrary::{Arbitrary, Unstructured};
use gcs_prot::arbitrary::{Knobs, document};

use super::decode;
use super::implementation::{self, Implementation, Refused};
use super::model::{self, Field, Location, Type};
use super::same::{self, ShapeOf};
use super::types;

/// The types of the schema that the model knows. It gives a third opinion on them.
const MODELS: &[(&str, Type)] = &[
    ("SchemaVersion", Type::Object(&[Field("Major", U32, true), Field("Minor", U32, true)])),
    (
        "ErrorRecord",
        Type::Object(&[
            Field("Result", Type::Signed(0x7fff_ffff), false),
            Field("Message", Type::Text, false),
            Field("StackTrace", Type::Text, true),
            Field("ModuleName", Type::Text, false),
            Field("FileName", Type::Text, false),
            Field("Line", U32, false),
            Field("FunctionName", Type::Text, true),
        ]),
    ),
];

const U32: Type = Type::Unsigned(0xffff_ffff);

/// Returns the types that an implementation knows.
pub fn known_types(implementation: &impl Implementation) -> Vec<&'static str> {
    types::NAMES.iter().copied().filter(|name| implementation.rewrite(name, b"{}").is_some()).collect()
}

/// Checks the law. The first byte says how the payload is generated, and the next two select one of the known types.
/// The payload is generated from the remaining bytes, or consists of them.
pub fn check(theirs: &impl Implementation, known: &[&'static str], data: &[u8]) {
    let Some((&[what, high, low], rest)) = data.split_first_chunk() else { return };
    let choice = u16::from_be_bytes([high, low]);
    let nearest = known.iter().min_by_key(|name| decode::choice(name).wrapping_sub(choice));
    let Some(name) = nearest else { panic!("the implementation knows no type of the schema") };
    if what % 4 == 0 {
        return compare(theirs, name, rest);
    }
    let data = &mut Unstructured::new(rest);
    let shape = types::visit(name, ShapeOf).expect("a known type");
    let mut knobs = Knobs::arbitrary(data).expect("knobs");
    knobs.wrong = what % 4 == 1;
    compare(theirs, name, &document(shape, knobs, data).expect("a document"));
}

/// Compares the results of the implementations for one payload.
pub fn compare(theirs: &impl Implementation, name: &str, payload: &[u8]) {
    let Some(their) = theirs.rewrite(name, payload) else { panic!("{name}: known before, and now unknown") };
    let our = implementation::rewrite(name, payload).expect("a known type");
    let is_same = match (&our, &their) {
        (Ok(our), Ok(their)) => match (std::str::from_utf8(our), std::str::from_utf8(their)) {
            (Ok(our), Ok(their)) => same::is_same(name, our, their),
            _ => false,
        },
        (Err(error), Ok(_)) => implementation::is_stricter(*error),
        (our, their) => our.is_err() == their.is_err(),
    };
    assert!(is_same, "{}", difference(name, payload, &our.map_err(|error| Refused(error.to_string())), &their));
}

/// Describes a difference: a line for each implementation.
fn difference(name: &str, payload: &[u8], our: &Result<Vec<u8>, Refused>, their: &Result<Vec<u8>, Refused>) -> String {
    let said = |result: &Result<Vec<u8>, Refused>| match result {
        Ok(written) => format!("accepted, and written as {}", String::from_utf8_lossy(written)),
        Err(Refused(error)) => format!("refused: {error}"),
    };
    let model = match MODELS.iter().find(|entry| entry.0 == name) {
        None => "does not know the type".to_owned(),
        Some((_, of)) => {
            let tree = model::parse(payload, 0)
                .ok()
                .and_then(|tree| model::decode(of, &tree, Location { depth: 0, raw: false }).ok());
            said(&tree.map(|tree| model::write(&tree).into_bytes()).ok_or_else(|| Refused("no reason given".into())))
        }
    };
    format!(
        "the implementations differ\n  type       {name}\n  payload    {}\n  theirs     {}\n  this crate {}\n  the model  {model}\n",
        payload.escape_ascii(),
        said(their),
        said(our),
    )
}
