//! Tests fields that the current guest does not know. A message is accepted whatever they hold.

use gcs_prot::json::{self, Decode, List, Map, Seq};
use gcs_prot::message::{GcsCapabilities, MessageBase, ProcessParameters};
use gcs_prot::resource::{LcowNetworkAdapter, ModificationRequest};
use gcs_prot::{Error, ErrorKind, json_object};

fn decode<T: Decode<'static>>(text: &str) -> Result<T, Error> {
    json::decode(text.to_owned().into_bytes().leak())
}

#[test]
fn what_fits_is_read() {
    let base: MessageBase = decode(r#"{"ocsc":{"TraceID":"t","TraceOptions":1}}"#).expect("a message");
    assert_eq!(base.span_context.map(|span| (span.trace_id, span.trace_options)), Some(("t", 1)));
    let process: ProcessParameters = decode(r#"{"User":"ro\u006ft","ConsoleSize":[24,80]}"#).expect("a process");
    assert_eq!((process.user, &*process.console_size), ("root", &[24, 80][..]));
    let capabilities: GcsCapabilities = decode(r#"{"SendLifecycleNotifications":true}"#).expect("capabilities");
    assert!(capabilities.send_lifecycle_notifications);
    let adapter: LcowNetworkAdapter = decode(r#"{"PrefixLength":24,"IPv6Address":"::1"}"#).expect("an adapter");
    assert_eq!((adapter.prefix_length, adapter.ipv6_address), (24, "::1"));
}

#[test]
fn what_does_not_fit_leaves_the_whole_field_at_its_default() {
    for value in
        ["[-1,80]", "[80,-1]", "[1,2,3]", "[1,65536]", "[1.5]", "7", r#""24x80""#, r#"{"a":[]}"#, "[[1]]", "true"]
    {
        let text = format!(r#"{{"CommandLine":"sh","ConsoleSize":{value},"User":"root"}}"#);
        let process: ProcessParameters = decode(&text).expect(value);
        assert_eq!((process.command_line, process.user), ("sh", "root"), "{value}");
        assert_eq!(process.console_size, List::default(), "{value}");
    }
    for value in ["[]", "1", r#""x""#, r#"{"TraceID":"t","TraceOptions":-1}"#, r#"{"TraceID":"t","Tracestate":[]}"#] {
        let text = format!(r#"{{"ocsc":{value},"ContainerId":"c"}}"#);
        let base: MessageBase = decode(&text).expect(value);
        assert_eq!((base.container_id, base.span_context), ("c", None), "{value}");
    }
}

#[test]
fn invalid_and_ambiguous_json_is_rejected_as_elsewhere() {
    let deep = format!("{}{}", "[".repeat(80), "]".repeat(80));
    for (value, kind) in [
        ("[1,", ErrorKind::UnexpectedEnd),
        ("[1 2]", ErrorKind::UnexpectedByte),
        (r#""\x""#, ErrorKind::InvalidEscape),
        (&deep, ErrorKind::TooDeep),
        (r#"{"TraceID":"a","TraceID":"b"}"#, ErrorKind::DuplicateKey),
        (r#"{"TraceID":"a","traceid":"b"}"#, ErrorKind::DuplicateKey),
        (r#"{"TraceID":1,"SpanID":"a","SpanID":"b"}"#, ErrorKind::DuplicateKey),
        (r#"[{"x":1,"y":[{"z":1,"z":2}]}]"#, ErrorKind::DuplicateKey),
    ] {
        let error = decode::<MessageBase>(&format!(r#"{{"ocsc":{value}"#)).map(drop).expect_err(value);
        assert_eq!(error.kind(), kind, "{value}");
        assert!(error.key().is_some(), "{value}: {error}");
    }
    let invalid = b"{\"ocsc\":\"\xff\"}".to_vec().leak();
    assert_eq!(
        json::decode::<MessageBase>(invalid).map(drop).map_err(|error| error.kind()),
        Err(ErrorKind::InvalidUtf8)
    );
    let twice = decode::<MessageBase>(r#"{"ocsc":1,"ocsc":2}"#).map(drop).map_err(|error| error.kind());
    assert_eq!(twice, Err(ErrorKind::DuplicateKey));
}

/// An object with tolerant fields that have elements.
#[json_object]
struct Tolerant<'a> {
    #[json("List", omitempty, tolerant)]
    list: Seq<'a, u8>,
    #[json("Map", tolerant, omitempty)]
    map: Map<'a, Inner<'a>>,
    #[json("Last")]
    last: u8,
}

/// An element with a tolerant field.
#[json_object]
struct Inner<'a> {
    #[json("Text", omitempty, tolerant)]
    text: &'a str,
    #[json("Number", omitempty)]
    number: u8,
}

#[test]
fn an_element_that_does_not_fit_leaves_the_whole_list_or_map_at_its_default() {
    let read = |text: &str| -> Tolerant { decode(text).expect(text) };
    let last = Tolerant { last: 1, ..Tolerant::default() };
    assert_eq!(read(r#"{"List":[1,2,"3"],"Last":1}"#), last);
    assert_eq!(read(r#"{"Map":{"a":{"Number":256}},"Last":1}"#), last);
    let value = read(r#"{"Map":{"a":{"Text":7,"Number":2}},"Last":1}"#);
    assert_eq!(value.map.get("a"), Some(Inner { text: "", number: 2 }));
    // The same applies in a list, whose elements are checked by their shape.
    let elements: Seq<Tolerant> =
        decode(r#"[{"Map":{"a":{"Text":7,"Number":2}},"List":["é"],"Last":1},{"list":[3],"Last":2}]"#).expect("a list");
    let value = elements.iter().next().expect("an element");
    assert_eq!((value.map.get("a"), value.list, value.last), (Some(Inner { text: "", number: 2 }), Seq::new(), 1));
    assert_eq!(elements.iter().last(), Some(Tolerant { list: Seq::from(&[3]), map: Map::new(), last: 2 }));
}

#[test]
fn a_tolerant_map_has_the_bounds_of_others() {
    let read = |keys: &mut dyn Iterator<Item = usize>| {
        let keys: Vec<_> = keys.map(|key| format!("\"{key:05}\":{{}}")).collect();
        decode::<Tolerant>(&format!("{{\"Map\":{{{}}},\"Last\":1}}", keys.join(",")))
            .map(|value| value.map.iter().count())
    };
    assert_eq!(read(&mut (0..2000)), Ok(2000));
    let most = Map::<()>::MAX_UNSORTED;
    assert_eq!(read(&mut (0..most).rev()), Ok(most));
    assert_eq!(read(&mut (0..=most).rev()).map_err(|error| error.kind()), Err(ErrorKind::Capacity(512)));
}

/// An object with tolerant elements that may not be `null`.
#[json_object]
struct Required<'a> {
    #[json("List", omitempty, tolerant)]
    list: Seq<'a, ModificationRequest<'a>>,
    #[json("Map", omitempty, tolerant)]
    map: Map<'a, ModificationRequest<'a>>,
}

#[test]
fn an_element_that_may_not_be_null_leaves_the_whole_list_or_map_at_its_default() {
    let element = r#"{"ResourceType":"CWCOWBlockCIMs","Settings":{}}"#;
    let read = |text: &str| decode::<Required>(text).map(|value| (value.list.iter().count(), value.map.iter().count()));
    for (more, count) in [("", 1), (",null", 0), (",1", 0)] {
        assert_eq!(read(&format!(r#"{{"List":[{element}{more}]}}"#)), Ok((count, 0)), "{more}");
    }
    for (more, count) in [("", 1), (r#","b":null"#, 0), (r#","b":1"#, 0)] {
        assert_eq!(read(&format!(r#"{{"Map":{{"a":{element}{more}}}}}"#)), Ok((0, count)), "{more}");
    }
}
