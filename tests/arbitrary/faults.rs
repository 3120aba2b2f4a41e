//! Tests the faults that are put into documents.

use super::*;

/// An object with a required field.
#[json_object]
pub struct Required {
    #[json("Must")]
    must: JsonString<u8>,
}

/// Returns the wrong documents of this type that are made from much data.
fn faults<T: Decode<'static>>() -> BTreeSet<String> {
    let wrong = |seed| payload::<T>(Knobs::PLAIN.with_wrong(), &mut Unstructured::new(&bytes(seed, 200)));
    (0..2000).map(|seed| String::from_utf8(wrong(seed).expect("a document")).expect("UTF-8")).collect()
}

/// Returns those of the documents that do not start with this bracket.
fn others(documents: BTreeSet<String>, bracket: char) -> BTreeSet<String> {
    documents.into_iter().filter(|text| !text.starts_with(bracket)).collect()
}

/// Checks that the wrong documents are exactly those expected.
fn assert_faults(of_types: &[(BTreeSet<String>, &[&str])]) {
    for (faults, expected) in of_types {
        assert_eq!(*faults, expected.iter().map(|text| (*text).to_owned()).collect());
    }
}

/// A string that must be a known one.
#[derive(Clone, Debug, Default, PartialEq)]
struct Word<'a>(&'a str);

impl<'a> Decode<'a> for Word<'a> {
    const SHAPE: &'static Shape =
        &Shape::custom(|reader| Word::default().decode(reader)).with_form(Form::Known(&["known"]));

    fn decode(&mut self, reader: &mut json::Reader<'a>) -> Result<(), json::Failed> {
        self.0 = reader.string()?;
        if self.0 == "known" { Ok(()) } else { Err(reader.fail(ErrorKind::UnknownResourceType)) }
    }
}

/// A number that looks like any other.
#[derive(Clone, Debug, Default, PartialEq)]
struct Same(u8);

impl<'a> Decode<'a> for Same {
    const SHAPE: &'static Shape =
        &Shape::custom(|reader| Same::default().decode(reader)).with_form(Form::Same(<u8 as Decode>::SHAPE));

    fn decode(&mut self, reader: &mut json::Reader<'a>) -> Result<(), json::Failed> {
        self.0.decode(reader)
    }
}

#[test]
fn each_form_has_its_faults() {
    assert_faults(&[
        (faults::<Known>(), &["}"]),
        (faults::<Word>(), &["\"\"", "\"unknown\"", "1"]),
        (faults::<Same>(), &["\"1\"", "-0", "-1", "1.0", "256"]),
        (others(faults::<[u8; 1]>(), '['), &["1", "{}"]),
        (others(faults::<IntMap<u8>>(), '{'), &["[]"]),
        (faults::<Timestamp>(), &["\"\"", "\"2026-02-29T00:00:00Z\"", "\"2026-11-25T18:00:00\"", "1"]),
    ]);
    let guids = faults::<Guid>();
    assert!(guids.len() == 4 && guids.iter().any(|text| text.starts_with("\"{")), "{guids:?}");
    let maps = faults::<IntMap<u8>>();
    for fault in [r#"{"7":null,"+07":null}"#, r#"{"1.0":null}"#, r#"{"9223372036854775808":null}"#] {
        assert!(maps.contains(fault), "{fault}");
    }
}

#[test]
fn each_shape_has_its_faults() {
    let number = [r#""\"1\"""#, r#""-0""#, r#""-1""#, r#""1.0""#, r#""256""#];
    let document = [r#""""#, r#""{\"a\":}""#, "[]", "true", "{}"];
    assert_faults(&[
        (faults::<u8>(), &["\"1\"", "-0", "-1", "1.0", "256"]),
        (faults::<i8>(), &["\"1\"", "-129", "1.0", "128", "1e2"]),
        (faults::<bool>(), &["\"true\"", "0", "[]", "{}"]),
        (faults::<&str>(), &["0", "1", "[]", "true", "{}"]),
        (faults::<JsonString<u8>>(), &[&document[..], &number].concat()),
        (faults::<JsonString<Option<Lazy<u8>>>>(), &[&document[1..], &number].concat()),
        (faults::<JsonString<RawJson>>(), &document),
        (others(faults::<Seq<u8>>(), '['), &["\"1\"", "0", "{}"]),
        (others(faults::<Map<u8>>(), '{'), &["\"1\"", "[]", "false"]),
        (others(faults::<Tree>(), '{'), &["\"1\"", "[]", "false"]),
    ]);
    let twice =
        |text: String| json::decode::<Map<u8>>(text.into_bytes().leak()).map(drop).map_err(|error| error.kind());
    assert!(faults::<Map<u8>>().into_iter().map(twice).any(|read| read == Err(ErrorKind::DuplicateKey)));
}

#[test]
fn a_missing_field_is_absent_or_null_and_a_duplicate_one_in_any_case() {
    let (mut absent, mut null, mut twice) = (0, 0, 0);
    for text in faults::<Required>() {
        absent += usize::from(text == "{}");
        null += usize::from(text == r#"{"Must":null}"#);
        twice += usize::from(text.to_ascii_lowercase().matches("\"must\":").count() == 2);
    }
    assert!((absent, null) == (1, 1) && twice > 5, "{absent} {null} {twice}");
}
