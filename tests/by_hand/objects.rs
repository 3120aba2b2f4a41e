//! Tests objects that implement `DecodeObject` by hand, or whose fields are read in order.

use super::*;

/// An object whose fields depend on each other. It decodes its own fields and checks them at the end. If `IN_ORDER`, it also
/// decodes them along the path for fields in order.
#[derive(Clone, Debug, Default, PartialEq)]
struct Range<const IN_ORDER: bool> {
    low: u8,
    high: u8,
}

impl<'a, const IN_ORDER: bool> DecodeObject<'a> for Range<IN_ORDER> {
    fn keys(&self) -> &'static Keys {
        const { &Keys::new(const { &Key::table(["Low", "High"]) }, 0b10) }
    }

    fn field(&mut self, index: usize, reader: &mut Reader<'a>) -> Result<(), Failed> {
        match index {
            0 => self.low.decode(reader),
            1 => self.high.decode(reader),
            _ => Err(reader.fail(ErrorKind::UnexpectedByte)),
        }
    }

    fn is_in_order(&self) -> bool {
        IN_ORDER
    }

    fn fields_in_order(&mut self, reader: &mut Reader<'a>, progress: &mut FieldProgress) -> Result<(), Failed> {
        if reader.enter_field(progress, ",\"Low\":", 0) {
            self.low.decode(reader)?;
        }
        if reader.enter_field(progress, ",\"High\":", 1) {
            self.high.decode(reader)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        if self.low <= self.high { Ok(()) } else { Err(Error::new(ErrorKind::OutOfRange).with_key("High")) }
    }
}

impl<'a, const IN_ORDER: bool> Decode<'a> for Range<IN_ORDER> {
    const SHAPE: &'static Shape = &Shape::custom(|reader| Self::default().decode(reader));

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.object(self)
    }
}

impl<const IN_ORDER: bool> EncodeObject for Range<IN_ORDER> {
    fn encode_fields(&self, writer: &mut Writer<'_>) {
        writer.key("Low");
        writer.unsigned(self.low.into());
        writer.key("High");
        writer.unsigned(self.high.into());
    }
}

impl<const IN_ORDER: bool> Encode for Range<IN_ORDER> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(self);
    }
}

#[test]
fn an_object_made_by_hand_keeps_the_rules_of_objects() {
    for (text, expected) in [
        (r#"{"Low":1,"High":2}"#, Ok((1, 2))),
        (r#"{"HIGH":2,"x":[{}],"low":null}"#, Ok((0, 2))),
        (r#"{"High":0}"#, Ok((0, 0))),
        (r#"{"Low":3,"High":2}"#, Err((ErrorKind::OutOfRange, Some("High")))),
        (r#"{"Low":3}"#, Err((ErrorKind::MissingKey, Some("High")))),
        (r#"{"High":null}"#, Err((ErrorKind::MissingKey, Some("High")))),
        (r#"{"High":1,"Low":256}"#, Err((ErrorKind::OutOfRange, Some("Low")))),
        (r#"{"High":1,"Low":"1"}"#, Err((ErrorKind::WrongType(Expected::Integer), Some("Low")))),
        (r#"{"High":1,"high":1}"#, Err((ErrorKind::DuplicateKey, Some("High")))),
        ("[]", Err((ErrorKind::WrongType(Expected::Object), None))),
    ] {
        let seen = |error: Error| (error.kind(), error.key());
        for result in decode_everywhere::<Range<false>>(text) {
            assert_eq!(result.map(|range| (range.low, range.high)).map_err(seen), expected, "{text}");
        }
        for result in decode_everywhere::<Range<true>>(text) {
            assert_eq!(result.map(|range| (range.low, range.high)).map_err(seen), expected, "{text}");
        }
    }
    assert_eq!(encoded(&JsonString(Range::<true> { low: 1, high: 20 })), r#""{\"Low\":1,\"High\":20}""#);
}

/// An object whose fields are read in order.
#[gcs_prot::json_object(in_order)]
struct InOrder<'a> {
    #[json("Text")]
    text: &'a str,
    #[json("Number")]
    number: u8,
}

#[test]
fn fields_in_order_may_be_null_behind_any_white_space() {
    for space in ["", " ", "\n", "\r", "\t", " \n "] {
        let text = format!("{{\"Text\":{space}null,\"Number\":{space}null}}");
        assert_eq!(json::decode::<InOrder>(&mut text.into_bytes()), Ok(InOrder::default()), "{space:?}");
        let text = format!("{{\"Text\":{space}\"a\",\"Number\":{space}1}}");
        assert_eq!(json::decode::<InOrder>(&mut text.into_bytes()), Ok(InOrder { text: "a", number: 1 }), "{space:?}");
    }
}

#[test]
fn quotes_of_fields_in_order_must_be_escaped_in_a_document() {
    let read = |text: &str| json::decode::<JsonString<InOrder>>(text.to_owned().into_bytes().leak()).is_ok();
    assert!(read(r#""{\"Text\":\"a\",\"Number\":1}""#));
    for text in [r#""{"Number":1}""#, r#""{"Text":\"a\"}""#, r#""{"Text":\"a\",\"Number\":1}""#] {
        assert!(!read(text), "{text}");
    }
}

/// A body with a number that may not be 0.
#[derive(Clone, Debug, Default, PartialEq)]
struct Body {
    number: u8,
}

impl<'a> DecodeObject<'a> for Body {
    fn keys(&self) -> &'static Keys {
        const { Self::SHAPE.keys() }
    }

    fn field(&mut self, _: usize, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.number.decode(reader)
    }

    fn finish(&mut self) -> Result<(), Error> {
        if self.number > 0 { Ok(()) } else { Err(Error::new(ErrorKind::OutOfRange).with_key("Number")) }
    }
}

impl<'a> Decode<'a> for Body {
    const SHAPE: &'static Shape =
        &Shape::Object(Fields::new(const { &Key::table(["Number"]) }, const { &[<u8 as Decode>::SHAPE] }));

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.object(self)
    }
}

#[test]
fn a_body_is_checked_after_its_message_has_been_read() {
    for (text, number) in [(r#"{"ContainerId":"c","Number":7}"#, Some(7)), (r#"{"Number":0}"#, None), ("{}", None)] {
        let message = json::decode::<Request<'_, Body>>(text.to_owned().into_bytes().leak());
        match message {
            Ok(message) => assert_eq!(Some(message.body.number), number),
            Err(error) => assert_eq!((error.kind(), number), (ErrorKind::OutOfRange, None)),
        }
    }
}
