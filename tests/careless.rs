//! Tests types and calls that break the rules of their traits. Nothing panics, and what follows them is intact.

use gcs_prot::json::{self, Decode, Encode, Failed, Map, RawJson, Reader, Seq, Shape, Writer};
use gcs_prot::json_object;

/// A type with the shape of a number that reads nothing.
#[derive(Clone, Debug, Default)]
struct Idle;

impl<'a> Decode<'a> for Idle {
    const SHAPE: &'static Shape = u8::SHAPE;

    fn decode(&mut self, _: &mut Reader<'a>) -> Result<(), Failed> {
        Ok(())
    }
}

#[test]
fn a_walk_ends_also_where_the_type_reads_nothing() {
    let mut text = *b"[1,2,null,3]";
    assert_eq!(json::decode::<Seq<'_, Idle>>(&mut text).expect("numbers").iter().count(), 4);
    let mut text = *br#"{"a":1,"b":null,"c":2}"#;
    let map = json::decode::<Map<'_, Idle>>(&mut text).expect("numbers");
    assert_eq!(map.iter().map(|(key, _)| key).collect::<String>(), "abc");
}

/// A type with the shape of a string that reads nothing.
#[derive(Clone, Debug, Default, PartialEq)]
struct Silent;

impl<'a> Decode<'a> for Silent {
    const SHAPE: &'static Shape = <&str>::SHAPE;

    fn decode(&mut self, _: &mut Reader<'a>) -> Result<(), Failed> {
        Ok(())
    }
}

impl Encode for Silent {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.string("");
    }
}

/// An object of such strings.
#[json_object]
struct Silences {
    /// The first one.
    #[json("A")]
    one: Silent,
    /// The second one.
    #[json("B")]
    other: Silent,
}

#[test]
fn fields_that_are_not_read_never_panic() {
    // A debug build asserts that each element of a list can be read.
    if cfg!(not(debug_assertions)) {
        let mut text = *br#"[{"A":"x","B":"y"},{"A":"x"}]"#;
        let list = json::decode::<Seq<'_, Silences>>(&mut text);
        let _ = list.map(|list| list.iter().count());
    }
    let mut text = *br#"{"A":1,"B":"y"}"#;
    let raw = json::decode::<RawJson<'_>>(&mut text).expect("JSON");
    let _ = raw.parse::<Silences>();
}

#[test]
fn names_that_no_attribute_makes_are_written_without_a_panic() {
    let mut buffer = [0xa5; 64];
    let mut writer = Writer::new(&mut buffer);
    writer.open('{');
    writer.name("");
    writer.document(&mut |writer| writer.name("x"));
    let _ = writer.finish();
}
