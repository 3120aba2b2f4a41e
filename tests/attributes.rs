//! Tests the code that `#[json_object]` and `#[open_set]` generate.

use std::collections::HashSet;

use gcs_prot::json::{self, Decode, Encode, List, Revealed, Seq};
use gcs_prot::{json_object, open_set};

fn decode<T: Decode<'static>>(text: &str) -> T {
    json::decode(text.to_owned().into_bytes().leak()).expect(text)
}

fn encode<T: Encode>(value: &T) -> String {
    let mut buffer = vec![0xa5; 512];
    String::from_utf8(json::encode(value, &mut buffer).expect("room").to_vec()).expect("UTF-8")
}

#[json_object]
#[derive(Copy, Eq, Hash, PartialOrd, Ord)]
struct Version {
    #[json("Major")]
    major: u32,
    #[json("Minor", omitempty)]
    minor: u32,
}

#[test]
fn further_derives_are_kept() {
    let version = Version { major: 2, minor: 1 };
    let copy = version;
    assert_eq!(HashSet::from([version, copy]).len(), 1);
    assert!(version > Version { major: 2, minor: 0 });
}

/// A struct with every kind of generic parameter.
#[json_object]
struct Page<'a, T: Decode<'a> + Clone, const N: usize, X = Version>
where
    X: Default,
{
    #[json("Items")]
    items: Seq<'a, T>,
    #[json("Few", omitempty)]
    few: List<T, N>,
    #[json("Extra")]
    extra: X,
}

#[test]
fn generics_are_kept() {
    let text = r#"{"Items":[1,2],"Few":[3],"Extra":{"Major":2}}"#;
    let page: Page<u8, 2> = decode(text);
    assert_eq!((page.few.len(), page.extra.major), (1, 2));
    assert_eq!(encode(&page), text);
    let page: Page<&str, 1, &str> = decode(r#"{"Items":["a"],"Extra":"b"}"#);
    assert_eq!((page.items.iter().count(), page.extra), (1, "b"));
}

#[json_object]
struct Shown<'a> {
    #[json("type")]
    r#type: &'a str,
    #[json("Password", secret, omitempty)]
    password: &'a str,
    #[json("Count", omitempty)]
    count: Option<u8>,
}

#[test]
fn debug_shows_the_same_as_a_derive_except_for_secrets() {
    let mut shown = Shown { r#type: "t", password: "hunter2", count: Some(1) };
    assert_eq!(format!("{shown:?}"), r#"Shown { type: "t", password: <hidden>, count: Some(1) }"#);
    assert_eq!(format!("{:?}", Revealed(&shown)), r#"Shown { type: "t", password: "hunter2", count: Some(1) }"#);
    assert_eq!(encode(&shown), r#"{"type":"t","Password":"hunter2","Count":1}"#);
    shown.password = "";
    shown.count = None;
    assert_eq!(encode(&shown), r#"{"type":"t"}"#);
}

#[json_object]
struct Nothing {}

#[test]
fn an_object_may_have_no_fields() {
    assert_eq!(decode::<Nothing>(r#"{"a":1}"#), Nothing {});
    assert_eq!(encode(&Nothing {}), "{}");
}

/// An enum whose variants are not in the order of their strings.
#[open_set]
#[derive(PartialOrd, Ord)]
enum Fruit<'fruit> {
    #[json("pear")]
    Pear,
    #[json("Pear")]
    Proper,
    #[json("apple")]
    Apple,
    Strange(&'fruit str),
    #[json("fig \"x\"\n")]
    Fig,
}

#[test]
fn a_text_is_its_variant_and_any_other_is_kept() {
    for (text, fruit) in [
        ("pear", Fruit::Pear),
        ("Pear", Fruit::Proper),
        ("apple", Fruit::Apple),
        ("fig \"x\"\n", Fruit::Fig),
        ("PEAR", Fruit::Strange("PEAR")),
        ("appl", Fruit::Strange("appl")),
        ("", Fruit::Strange("")),
        ("zebra", Fruit::Strange("zebra")),
    ] {
        assert_eq!(Fruit::from(text), fruit);
        assert_eq!((fruit.as_str(), &*fruit.to_string()), (text, text));
        let json = serde_json::to_string(text).expect("JSON");
        assert_eq!(decode::<Fruit>(&json), fruit);
        assert_eq!(encode(&fruit), json);
        assert_eq!(fruit.is_empty(), text.is_empty());
    }
    assert_eq!(Fruit::default(), Fruit::Strange(""));
    assert!(Fruit::Pear < Fruit::Proper);
}
