//! Tests types that implement `Decode` by hand. They must decode the same from text, from a nested document, and from
//! values that stay in the buffer.

use gcs_prot::json::{
    self, Decode, DecodeObject, Encode, EncodeObject, Failed, FieldProgress, Fields, JsonString, Key, Keys, Kind, List,
    Map, RawJson, Reader, Seq, Shape, Writer,
};
use gcs_prot::message::Request;
use gcs_prot::{Error, ErrorKind, Expected};

mod objects;

/// Any JSON value, with its contents.
#[derive(Clone, Debug, Default, PartialEq)]
enum Any {
    #[default]
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Text(String),
    Array(Vec<Any>),
    Object(Vec<(String, Any)>),
}

impl<'a> Decode<'a> for Any {
    const SHAPE: &'static Shape = &Shape::custom(|reader| Any::default().decode(reader));

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        *self = match reader.kind()? {
            Kind::Null => {
                assert_eq!(reader.null(), Ok(true));
                Self::Null
            }
            Kind::Bool => Self::Bool(reader.bool()?),
            Kind::Number => Self::Signed(reader.signed(i64::MAX)?),
            Kind::String => Self::Text(reader.string()?.to_owned()),
            Kind::Array => {
                let mut elements = Vec::new();
                reader.array(&mut |reader| {
                    let mut element = Self::Null;
                    reader.value(&mut element)?;
                    elements.push(element);
                    Ok(())
                })?;
                Self::Array(elements)
            }
            Kind::Object => {
                let mut object = RawJson::default();
                object.decode(reader)?;
                let entries: Map<'_, RawJson<'_>> = object.parse().map_err(|error| reader.fail_with(error))?;
                let mut values = Vec::new();
                for (key, value) in entries {
                    values.push((key.to_owned(), value.parse().map_err(|error| reader.fail_with(error))?));
                }
                Self::Object(values)
            }
        };
        Ok(())
    }
}

impl Encode for Any {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Null => writer.word("null"),
            Self::Bool(value) => value.encode(writer),
            Self::Unsigned(value) => writer.unsigned(*value),
            Self::Signed(value) => writer.signed(*value),
            Self::Text(text) => writer.string(text),
            Self::Array(elements) => {
                writer.open('[');
                for element in elements {
                    writer.element();
                    element.encode(writer);
                }
                writer.close(']');
            }
            Self::Object(entries) => {
                writer.open('{');
                for (key, value) in entries {
                    writer.key(key);
                    value.encode(writer);
                }
                writer.close('}');
            }
        }
    }
}

fn encoded(value: &impl Encode) -> String {
    let mut buffer = [0xa5; 4096];
    String::from_utf8(json::encode(value, &mut buffer).expect("room").to_vec()).expect("UTF-8")
}

/// Decodes a value from text, from a nested document, which unusual escapes surround or not, and from lists that stay in
/// the buffer, once and twice.
fn decode_everywhere<T: for<'a> Decode<'a> + Clone>(text: &str) -> [Result<T, Error>; 7] {
    let list = format!("[[], {text} ,[]]");
    let quoted = encoded(&text);
    let parse = |text: &str, at: usize| {
        let mut text = text.to_owned().into_bytes();
        let list: Seq<'_, RawJson<'_>> = json::decode(&mut text)?;
        list.iter().nth(at).expect("an element").parse()
    };
    let document = |quoted: &str| {
        let mut quoted = quoted.to_owned().into_bytes();
        json::decode::<JsonString<Option<T>>>(&mut quoted).map(|value| value.0.unwrap_or_default())
    };
    let inside = &quoted[1..quoted.len() - 1];
    [
        json::decode(&mut text.to_owned().into_bytes()),
        document(&quoted),
        document(&format!(r#""\u0020{inside}""#)),
        document(&format!(r#""{inside}\u0020""#)),
        parse(&list, 1),
        json::decode::<List<T, 1>>(&mut format!("[{text}]").into_bytes()).map(|list| list[0].clone()),
        json::decode::<Seq<'_, T>>(&mut format!("[{text}]").into_bytes()).map(|list| list.iter().next().expect("one")),
    ]
}

#[test]
fn a_hand_written_type_is_decoded_the_same_from_text_and_from_the_buffer() {
    for text in [
        "null",
        "true",
        "false",
        "-9223372036854775808",
        "9223372036854775807",
        "0",
        r#""""#,
        r#""a\"\u0000\n""#,
        "[]",
        "[[],[[null]],{}]",
        r#"{"a":[1,{"b":"c"}],"A":false}"#,
    ] {
        let [plain, others @ ..] = decode_everywhere::<Any>(text);
        let plain = plain.expect(text);
        assert_eq!(encoded(&plain), text);
        for other in others {
            assert_eq!(other.as_ref(), Ok(&plain), "{text}");
        }
    }
    assert_eq!(encoded(&Any::Unsigned(u64::MAX)), "18446744073709551615");
    let text = "x".repeat(70);
    for text in [format!("\"{text}\""), format!("[\"{text}\",\"\\u0000{text}\",1]")] {
        for any in decode_everywhere::<Any>(&text) {
            assert_eq!(any.map(|any| encoded(&any)).as_ref(), Ok(&text));
        }
    }
}

#[test]
fn a_type_made_by_hand_is_refused_alike() {
    for text in ["1.5", "1e3", "9223372036854775808", "-9223372036854775809"] {
        for result in decode_everywhere::<Any>(text) {
            let kind = result.map_err(|error| error.kind()).expect_err(text);
            assert!(matches!(kind, ErrorKind::WrongType(Expected::Integer) | ErrorKind::OutOfRange), "{text}: {kind}");
        }
    }
    for result in decode_everywhere::<Any>(r#"{"a":1,"a":2}"#) {
        assert_eq!(result.map_err(|error| error.kind()), Err(ErrorKind::DuplicateKey));
    }
}

/// A type that ignores a failure and continues.
#[derive(Clone, Debug, Default, PartialEq)]
struct Careless(u8);

impl<'a> Decode<'a> for Careless {
    const SHAPE: &'static Shape = &Shape::custom(|reader| Careless::default().decode(reader));

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.0 = u8::try_from(reader.unsigned(255).unwrap_or(7)).unwrap_or(7);
        Ok(())
    }
}

#[test]
fn an_error_that_a_type_ignores_is_still_an_error() {
    for (text, kind) in [("256", ErrorKind::OutOfRange), (r#""x""#, ErrorKind::WrongType(Expected::Integer))] {
        for result in decode_everywhere::<Careless>(text) {
            assert_eq!(result.map_err(|error| error.kind()), Err(kind), "{text}");
        }
    }
    for result in decode_everywhere::<Careless>("255") {
        assert_eq!(result, Ok(Careless(255)));
    }
}

/// The kind of each element of a list.
#[derive(Clone, Debug, Default, PartialEq)]
struct Kinds(Vec<Kind>);

impl<'a> Decode<'a> for Kinds {
    const SHAPE: &'static Shape = &Shape::custom(|reader| Kinds::default().decode(reader));

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.array(&mut |reader| {
            self.0.push(reader.kind()?);
            reader.skip()
        })
    }
}

#[test]
fn the_kind_of_the_next_value_is_known_before_it_is_read() {
    use Kind::{Array, Bool, Null, Number, Object, String};

    let long = "x".repeat(70);
    let text = format!(r#"[null,true,false,-1,0,"","{long}","\u0000{long}",[null],{{}}]"#);
    for kinds in decode_everywhere::<Kinds>(&text) {
        let expected = [Null, Bool, Bool, Number, Number, String, String, String, Array, Object];
        assert_eq!(kinds, Ok(Kinds(expected.to_vec())));
    }
}

#[test]
fn arrays_that_are_read_by_recursion_are_bounded_as_well() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let read = |text: String| json::decode::<Any>(&mut text.into_bytes()).map(drop);
    assert_eq!(read(nested(json::MAX_DEPTH.into())), Ok(()));
    let error = read(nested(usize::from(json::MAX_DEPTH) + 1)).expect_err("too deep");
    assert_eq!((error.kind(), error.offset()), (ErrorKind::TooDeep, Some(json::MAX_DEPTH.into())));
    // Arrays that have been closed do not count towards the depth.
    assert_eq!(read(format!("[{0},{0},[{0}]]", nested(usize::from(json::MAX_DEPTH) - 2))), Ok(()));
}

/// A type that reads two Booleans in the place of one value.
#[derive(Clone, Debug, Default, PartialEq)]
struct Two(bool, bool);

impl<'a> Decode<'a> for Two {
    const SHAPE: &'static Shape = &Shape::custom(|reader| Two::default().decode(reader));

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        (self.0, self.1) = (reader.bool()?, reader.bool()?);
        Ok(())
    }
}

#[test]
fn a_type_cannot_read_two_values_in_the_place_of_one() {
    for text in ["true", "false", "1", "\"\"", "[]"] {
        for result in decode_everywhere::<Two>(text) {
            let kind = result.map_err(|error| error.kind()).expect_err(text);
            let expected = match text {
                "true" | "false" => [ErrorKind::UnexpectedEnd, ErrorKind::UnexpectedByte],
                _ => [ErrorKind::WrongType(Expected::Bool); 2],
            };
            assert!(expected.contains(&kind), "{text}: {kind}");
        }
    }
}

/// A type that returns the failure of another reader, so that its own reader has no error.
#[derive(Clone, Debug, Default)]
struct Stale;

impl<'a> Decode<'a> for Stale {
    const SHAPE: &'static Shape = &Shape::custom(|reader| Stale.decode(reader));

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        thread_local! { static FAILED: std::cell::Cell<Option<Failed>> = const { std::cell::Cell::new(None) }; }
        match FAILED.get() {
            Some(failed) => Err(failed),
            None => reader.bool().map(drop).inspect_err(|failed| FAILED.set(Some(*failed))),
        }
    }
}

#[test]
fn a_failure_without_an_error_is_an_error() {
    let kind = |result: Result<Stale, Error>| result.err().map(|error| error.kind());
    assert_eq!(kind(json::decode(&mut b"1".to_owned())), Some(ErrorKind::WrongType(Expected::Bool)));
    for result in decode_everywhere::<Stale>("true") {
        assert_eq!(kind(result), Some(ErrorKind::UnexpectedEnd));
    }
}

/// A type that reads `READ` values in the place of one.
#[derive(Clone, Debug, Default)]
struct Count<const READ: usize>;

impl<'a, const READ: usize> Decode<'a> for Count<READ> {
    const SHAPE: &'static Shape = &Shape::custom(Self::read);

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        Self::read(reader)
    }
}

impl<const READ: usize> Count<READ> {
    fn read(reader: &mut Reader<'_>) -> Result<(), Failed> {
        (0..READ).try_for_each(|_| reader.skip())
    }
}

#[test]
fn a_document_is_one_value_also_for_a_type_that_reads_none_or_two() {
    fn read<const READ: usize>(text: &str) -> Option<ErrorKind> {
        json::decode::<Count<READ>>(&mut text.to_owned().into_bytes()).err().map(|error| error.kind())
    }
    fn read_list<const READ: usize>(text: &str) -> Result<usize, ErrorKind> {
        let mut text = text.to_owned().into_bytes();
        let list = json::decode::<Seq<'_, Count<READ>>>(&mut text).map_err(|error| error.kind())?;
        Ok(list.iter().count())
    }
    assert_eq!(read::<0>("1"), Some(ErrorKind::TrailingBytes));
    assert_eq!(read::<1>("1"), None);
    assert_eq!(read::<2>("1"), Some(ErrorKind::UnexpectedEnd));
    assert_eq!(read::<1>("1 2"), Some(ErrorKind::TrailingBytes));
    assert_eq!(read_list::<0>("[1,2]"), Err(ErrorKind::TrailingBytes));
    assert_eq!(read_list::<1>("[1,[2],null]"), Ok(3));
    assert_eq!(read_list::<2>("[1,2]"), Err(ErrorKind::UnexpectedEnd));
}

#[test]
fn a_writer_keeps_its_first_error_and_writes_nothing_behind_it() {
    let mut buffer = [0xa5; 32];
    let mut writer = Writer::new(&mut buffer);
    writer.open('[');
    writer.element();
    writer.fail(Error::new(ErrorKind::NestedInRaw).with_key("Key"));
    writer.fail(Error::new(ErrorKind::OutOfRange));
    writer.string("text");
    writer.key("key");
    writer.document(&mut |writer| writer.unsigned(1));
    writer.close(']');
    let error = writer.finish().expect_err("it failed");
    assert_eq!((error.kind(), error.key()), (ErrorKind::NestedInRaw, Some("Key")));
    assert_eq!((buffer[0], &buffer[1..]), (b'[', &[0xa5; 31][..]));
}

/// The kind of a value, which may be `null`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct KindOf(Option<Kind>);

impl<'a> Decode<'a> for KindOf {
    const SHAPE: &'static Shape = &Shape::Nullable(&Shape::Any);

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.0 = Some(reader.kind()?);
        reader.skip()
    }
}

impl Encode for KindOf {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.word("null");
    }
}

#[gcs_prot::json_object]
struct WithKind {
    #[json("Value")]
    value: KindOf,
}

#[test]
fn a_field_that_accepts_null_has_the_kind_of_its_value_from_text_and_from_the_buffer() {
    for (value, kind) in [
        ("null", Kind::Null),
        (" null", Kind::Null),
        ("true", Kind::Bool),
        ("false", Kind::Bool),
        ("-1", Kind::Number),
        ("1.5e3", Kind::Number),
        ("\"text\"", Kind::String),
        ("[null]", Kind::Array),
        ("{\"Value\":1}", Kind::Object),
    ] {
        let expected = WithKind { value: KindOf(Some(kind)) };
        let text = format!("{{\"Value\":{value}}}");
        assert_eq!(json::decode::<WithKind>(&mut text.clone().into_bytes()), Ok(expected.clone()), "{value}");
        let mut list = format!("[{text},{text}]").into_bytes();
        let list = json::decode::<Seq<'_, WithKind>>(&mut list).expect("a list");
        assert!(list.iter().eq([expected.clone(), expected]), "{value}");
    }
}
