//! Tests generated messages of every type: a valid one is accepted and keeps its value, and one with a fault is refused.

use arbitrary::{Arbitrary, Unstructured};
use gcs_prot::arbitrary::{Knobs, document, payload};
use gcs_prot::json::{self, Encode, Lazy, Map, RawJson, Seq};

use super::decode::{check_room, check_type, encode};
use super::implementation::{Implementation, Ours, check_payload};
use super::same::ShapeOf;
use super::sample::Sample;
use super::types;
use super::{decode, oracle};

/// Checks the law. The first byte says what is generated, and the next two select the type. The message is generated
/// from the others.
pub fn check(implementation: &impl Implementation, data: &[u8]) {
    let Some((&[what, high, low], rest)) = data.split_first_chunk() else { return };
    let name = decode::chosen(u16::from_be_bytes([high, low]));
    let data = &mut Unstructured::new(rest);
    match what % 4 {
        0 => check_wrong(implementation, name, data),
        1 => check_sample(data),
        _ => check_right(implementation, name, data),
    }
}

fn make(name: &str, knobs: Knobs, data: &mut Unstructured<'_>) -> Vec<u8> {
    let shape = types::visit(name, ShapeOf).expect("a known type");
    document(shape, knobs, data).expect("a document")
}

fn check_right(implementation: &impl Implementation, name: &str, data: &mut Unstructured<'_>) {
    let knobs = Knobs::arbitrary(data).expect("knobs");
    let made = make(name, knobs, data);
    assert_ne!(check_payload(implementation, name, &made), Some(false), "{name} refuses {}", made.escape_ascii());
    assert!(check_type(name, &made), "{name} refuses {}", made.escape_ascii());
}

fn check_wrong(implementation: &impl Implementation, name: &str, data: &mut Unstructured<'_>) {
    let knobs = Knobs::arbitrary(data).expect("knobs").with_wrong();
    let made = make(name, knobs, data);
    assert_ne!(check_payload(implementation, name, &made), Some(true), "{name} accepts {}", made.escape_ascii());
    assert!(!check_type(name, &made), "{name} accepts {}", made.escape_ascii());
}

/// Compares an object with a field of each kind with the model, and checks that it is written the same if it borrows its parts.
fn check_sample(data: &mut Unstructured<'_>) {
    let mut knobs = Knobs::arbitrary(data).expect("knobs");
    knobs.wrong = data.ratio(1, 4).expect("a ratio");
    let made = payload::<Sample<'_>>(knobs, data).expect("a sample");
    oracle::check_sample(&Ours, &made);
    oracle::check_kept(&made);
    let mut buffer = made.clone();
    let decoded = json::decode::<Sample<'_>>(&mut buffer);
    assert_eq!(decoded.is_err(), knobs.wrong, "{}", made.escape_ascii());
    if let Ok(decoded) = decoded {
        check_borrowed(&decoded);
    }
}

/// Checks the same value, with lists, maps and documents that it borrows from outside of the buffer.
fn check_borrowed(decoded: &Sample<'_>) {
    let list: Vec<_> = decoded.list.iter().collect();
    let rows: Vec<Vec<_>> = decoded.rows.iter().map(|row| row.iter().collect()).collect();
    let rows: Vec<_> = rows.iter().map(|row| Seq::from(&**row)).collect();
    let map: Vec<_> = decoded.map.iter().collect();
    let maps: Vec<(_, Vec<_>)> = decoded.maps.iter().map(|(key, map)| (key, map.iter().collect())).collect();
    let maps: Vec<_> = maps.iter().map(|(key, map)| (*key, Map::from(&**map))).collect();
    let leaves: Vec<_> = decoded.leaves.iter().collect();
    let late = decoded.late.get();
    let borrowed = Sample {
        list: Seq::from(&*list),
        rows: Seq::from(&*rows),
        map: Map::from(&*map),
        maps: Map::from(&*maps),
        leaves: Seq::from(&*leaves),
        late: late.as_ref().map_or_else(Lazy::default, Lazy::from),
        any: if decoded.any.is_present() { RawJson::new(&decoded.any) } else { RawJson::default() },
        ..decoded.clone()
    };
    // An empty list that was decoded is `[]`, and one that was not is `null`; there is no list of either kind to compare with.
    let written = String::from_utf8(encode(&borrowed)).expect("UTF-8");
    let mut again = written.clone().into_bytes();
    let again: Sample<'_> = json::decode(&mut again).unwrap_or_else(|error| panic!("{error}: {written}"));
    assert_eq!(String::from_utf8(encode(&again)).as_deref(), Ok(&*written));
    assert_eq!(without_empty(&encode(decoded)), without_empty(written.as_bytes()));
    check_room("structured", &borrowed as &dyn Encode, written.as_bytes());
}

/// Returns the value without empty lists and maps, and without `null`.
fn without_empty(text: &[u8]) -> serde_json::Value {
    fn strip(value: serde_json::Value) -> serde_json::Value {
        use serde_json::Value;
        match value {
            Value::Array(list) if list.is_empty() => Value::Null,
            Value::Array(list) => list.into_iter().map(strip).collect(),
            Value::Object(map) => {
                let map: serde_json::Map<_, _> = map
                    .into_iter()
                    .map(|(key, value)| (key, strip(value)))
                    .filter(|entry| !entry.1.is_null())
                    .collect();
                if map.is_empty() { Value::Null } else { Value::Object(map) }
            }
            other => other,
        }
    }
    serde_json::from_slice(text).map(strip).expect("JSON")
}
