//! Tests GUIDs, times, maps with integer keys, arrays, nullable values and base64: what they accept, what they refuse,
//! and how they are written.

use gcs_prot::json::{self, Base64Json, Encode, IntMap, Map, Nullable, RawJson, Seq};
use gcs_prot::message::Request;
use gcs_prot::{Error, ErrorKind, Expected, Guid, Timestamp, json_object};

/// One value in a field of an object, which is read directly, and in a list, which is settled first.
#[json_object]
struct Both<T> {
    #[json("Value")]
    value: T,
}

/// Decodes a text as a type: as a document, as a field, and as a field of an object in a list. All three must agree.
/// Encodes the value again.
macro_rules! round_trip {
    ($type:ty, $text:expr) => {{
        let text: &str = $text;
        let field = format!("{{\"Value\":{text}}}");
        let [alone, in_field, in_list] = [
            encode(json::decode::<$type>(&mut text.as_bytes().to_vec())),
            encode(json::decode::<Both<$type>>(&mut field.as_bytes().to_vec())).map(|text| inside(&text, "{")),
            encode(json::decode::<Seq<Both<$type>>>(&mut format!("[{field}]").into_bytes()))
                .map(|text| inside(&text, "[{")),
        ]
        .map(|result| result.map_err(|error| error.kind()));
        assert_eq!(in_field, in_list, "{text}");
        // As a document, `null` is the default of any type.
        if text != "null" {
            assert_eq!(alone, in_field, "{text}");
        }
        in_field
    }};
}

/// Returns the value after the key of [`Both`], inside these brackets.
fn inside(text: &str, brackets: &str) -> String {
    let end = text.len() - brackets.len();
    text[brackets.len()..end].strip_prefix("\"Value\":").expect("the key").to_owned()
}

fn encode<T: Encode>(value: Result<T, Error>) -> Result<String, Error> {
    let mut buffer = [0xa5; 1024];
    let text = json::encode(&value?, &mut buffer)?;
    Ok(String::from_utf8(text.to_vec()).expect("UTF-8"))
}

#[test]
fn a_guid_is_read_in_either_case_and_written_in_lower_case() {
    for (text, written) in [
        (r#""894cc2d6-9d79-424f-93fe-42969ae6d8d1""#, r#""894cc2d6-9d79-424f-93fe-42969ae6d8d1""#),
        (r#""894CC2D6-9D79-424f-93FE-42969AE6D8D1""#, r#""894cc2d6-9d79-424f-93fe-42969ae6d8d1""#),
        (r#""\u0038\u00394cc2d6-9d79-424f-93fe-42969ae6d8d1""#, r#""894cc2d6-9d79-424f-93fe-42969ae6d8d1""#),
        ("null", r#""00000000-0000-0000-0000-000000000000""#),
    ] {
        assert_eq!(round_trip!(Guid, text).as_deref(), Ok(written), "{text}");
    }
}

#[test]
fn other_spellings_of_a_guid_are_refused() {
    for text in [
        "",
        "894cc2d69d79424f93fe42969ae6d8d1",
        "{894cc2d6-9d79-424f-93fe-42969ae6d8d1}",
        "(894cc2d6-9d79-424f-93fe-42969ae6d8d1)",
        "urn:uuid:894cc2d6-9d79-424f-93fe-42969ae6d8d1",
        "URN:UUID:894cc2d6-9d79-424f-93fe-42969ae6d8d1",
        "894cc2d6-9d79-424f-93fe-42969ae6d8d",
        "894cc2d6-9d79-424f-93fe-42969ae6d8d11",
        " 94cc2d6-9d79-424f-93fe-42969ae6d8d1",
        "894cc2d6-9d79-424f-93fe-42969ae6d8d1 ",
        "894cc2d6-9d79-424f-93fe-42969ae6d8dg",
        "894cc2d69-d79-424f-93fe-42969ae6d8d1",
        "894cc2d6_9d79_424f_93fe_42969ae6d8d1",
        "{94cc2d6-9d79-424f-93fe-42969ae6d8d}",
        "+94cc2d6-9d79-424f-93fe-42969ae6d8d1",
        "é94cc2d6-9d79-424f-93fe-42969ae6d8d",
    ] {
        assert_eq!(round_trip!(Guid, &format!("\"{text}\"")), Err(ErrorKind::InvalidGuid), "{text}");
        assert_eq!(text.parse::<Guid>().map_err(|error| error.kind()), Err(ErrorKind::InvalidGuid));
    }
    for text in ["0", "true", "[]", "{}"] {
        assert_eq!(round_trip!(Guid, text), Err(ErrorKind::WrongType(Expected::String)), "{text}");
    }
}

#[test]
fn an_error_in_a_guid_or_a_time_says_where_its_value_begins() {
    let mut text = *br#"{"Value":  "x"}"#;
    let error = json::decode::<Both<Guid>>(&mut text).expect_err("no GUID");
    assert_eq!((error.kind(), error.offset(), error.key()), (ErrorKind::InvalidGuid, Some(11), Some("Value")));
    let mut text = *br#"{"Value":  "x"}"#;
    let error = json::decode::<Both<Timestamp>>(&mut text).expect_err("no time");
    assert_eq!((error.kind(), error.offset(), error.key()), (ErrorKind::InvalidTime, Some(11), Some("Value")));
}

#[test]
fn a_guid_has_its_bytes_in_two_orders() {
    let guid: Guid = "00112233-4455-6677-8899-aabbccddeeff".parse().expect("a GUID");
    assert_eq!(guid.to_bytes(), 0x0011_2233_4455_6677_8899_aabb_ccdd_eeff_u128.to_be_bytes());
    assert_eq!(guid.to_bytes_le(), 0x3322_1100_5544_7766_8899_aabb_ccdd_eeff_u128.to_be_bytes());
    assert_eq!(Guid::from_bytes(guid.to_bytes()), guid);
    assert_eq!(Guid::from_bytes_le(guid.to_bytes_le()), guid);
}

#[test]
fn a_vsock_port_is_the_first_field_of_a_guid() {
    let guid = Guid::from_vsock_port(0x4000_0001);
    assert_eq!(guid.to_string(), "40000001-facb-11e6-bd58-64006a7986d3");
    assert_eq!(guid.vsock_port(), Some(0x4000_0001));
    assert_eq!(Guid::from_vsock_port(u32::MAX).vsock_port(), Some(u32::MAX));
    assert_eq!(Guid::ZERO.vsock_port(), None);
    assert_eq!(format!("{guid:>40}").len(), 40);
}

#[test]
fn a_time_keeps_nine_digits_and_its_offset() {
    for (text, written) in [
        ("2026-11-25T18:00:00Z", "2026-11-25T18:00:00Z"),
        ("2026-11-25T18:00:00.1234567Z", "2026-11-25T18:00:00.1234567Z"),
        ("2026-11-25T18:00:00.1234500Z", "2026-11-25T18:00:00.12345Z"),
        ("2026-11-25T18:00:00.99999999999Z", "2026-11-25T18:00:00.999999999Z"),
        ("2026-11-25T18:00:00.0000000001Z", "2026-11-25T18:00:00Z"),
        ("2026-11-25T18:00:00.000000001Z", "2026-11-25T18:00:00.000000001Z"),
        ("2026-11-25T18:00:00,5Z", "2026-11-25T18:00:00.5Z"),
        ("2026-11-25T18:00:00+01:00", "2026-11-25T18:00:00+01:00"),
        ("2026-11-25T18:00:00.5-08:30", "2026-11-25T18:00:00.5-08:30"),
        ("2026-11-25T18:00:00-00:30", "2026-11-25T18:00:00-00:30"),
        ("2026-11-25T18:00:00+23:59", "2026-11-25T18:00:00+23:59"),
        ("2026-11-25T18:00:00+00:00", "2026-11-25T18:00:00Z"),
        ("2026-11-25T18:00:00-00:00", "2026-11-25T18:00:00Z"),
        ("2000-02-29T23:59:59Z", "2000-02-29T23:59:59Z"),
        ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00+23:59", "0001-01-01T00:00:00+23:59"),
        ("9999-12-31T23:59:59.999999999-23:59", "9999-12-31T23:59:59.999999999-23:59"),
        (r"2026-11-25\u005418:00:00Z", "2026-11-25T18:00:00Z"),
    ] {
        assert_eq!(round_trip!(Timestamp, &format!("\"{text}\"")), Ok(format!("\"{written}\"")), "{text}");
    }
    assert_eq!(round_trip!(Timestamp, "null").as_deref(), Ok(r#""0001-01-01T00:00:00Z""#));
}

#[test]
fn other_spellings_of_a_time_are_refused() {
    for text in [
        "",
        "2026-11-25",
        "2026-11-25T18:00:00",
        "2026-11-25T18:00:00.5",
        "2026-11-25t18:00:00Z",
        "2026-11-25T18:00:00z",
        "2026-11-25 18:00:00Z",
        " 2026-11-25T18:00:00Z",
        "2026-11-25T18:00:00Z ",
        "2026-11-25T18:00:00.Z",
        "2026-11-25T18:00:00UTC",
        "2026-11-25T18:00Z",
        "2026-11-25T18:00:00+0100",
        "2026-11-25T18:00:00+01",
        "2026-11-25T18:00:00+1:00",
        "2026-11-25T18:00:00+24:00",
        "2026-11-25T18:00:00+00:60",
        "2026-11-25T18:00:00+01:00:00",
        "2026-11-25T18:00:60Z",
        "2016-12-31T23:59:60Z",
        "2026-11-25T18:60:00Z",
        "2026-11-25T24:00:00Z",
        "2026-11-25T8:00:00Z",
        "2026-00-25T18:00:00Z",
        "2026-13-25T18:00:00Z",
        "2026-11-00T18:00:00Z",
        "2026-11-31T18:00:00Z",
        "2026-02-29T18:00:00Z",
        "1900-02-29T18:00:00Z",
        "26-11-25T18:00:00Z",
        "10000-01-01T00:00:00Z",
        "+2026-11-25T18:00:00Z",
        "-026-11-25T18:00:00Z",
        "2026-11-25T18:00:00.٣Z",
        "2026-11-25T1٣:00:00Z",
    ] {
        assert_eq!(round_trip!(Timestamp, &format!("\"{text}\"")), Err(ErrorKind::InvalidTime), "{text}");
        assert_eq!(text.parse::<Timestamp>().map_err(|error| error.kind()), Err(ErrorKind::InvalidTime));
    }
    let text = "2011-11-11T11:11:11.1+11:11";
    assert!(text.parse::<Timestamp>().is_ok());
    for (at, _) in text.match_indices(|letter: char| letter.is_ascii_digit()) {
        for other in ["a", "A", "q", "/", ":", " ", "-", "."] {
            let mut text = text.to_owned();
            text.replace_range(at..=at, other);
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }
    assert_eq!(round_trip!(Timestamp, "0"), Err(ErrorKind::WrongType(Expected::String)));
}

#[test]
fn a_time_is_a_point_in_time_with_a_clock() {
    let time: Timestamp = "2026-11-25T18:00:01.5-08:30".parse().expect("a time");
    assert_eq!((time.year(), time.month(), time.day()), (2026, 11, 25));
    assert_eq!((time.hour(), time.minute(), time.second(), time.nanosecond()), (18, 0, 1, 500_000_000));
    assert_eq!(time.offset_minutes(), -(8 * 60 + 30));
    assert_eq!(time.unix_seconds(), 1_795_660_201);
    assert_eq!(Timestamp::from_clock((2026, 11, 25), (18, 0, 1, 500_000_000), -510), Some(time));
    assert_eq!(Timestamp::from_unix(1_795_660_201, 500_000_000).expect("a time").to_string(), "2026-11-26T02:30:01.5Z");
    assert_eq!(Timestamp::from_unix(-62_135_596_800, 0), Some(Timestamp::default()));
    for (seconds, nanoseconds) in
        [(i64::MAX, 0), (i64::MIN, 0), (0, 1_000_000_000), (253_402_300_800, 0), (-62_167_219_201, 0)]
    {
        assert_eq!(Timestamp::from_unix(seconds, nanoseconds), None, "{seconds}");
    }
    for (date, clock, offset) in [
        ((10_000, 1, 1), (0, 0, 0, 0), 0),
        ((2026, 2, 29), (0, 0, 0, 0), 0),
        ((2026, 1, 1), (24, 0, 0, 0), 0),
        ((2026, 1, 1), (0, 0, 0, 1_000_000_000), 0),
        ((2026, 1, 1), (0, 0, 0, 0), 24 * 60),
        ((2026, 1, 1), (0, 0, 0, 0), i16::MIN),
    ] {
        assert_eq!(Timestamp::from_clock(date, clock, offset), None, "{date:?} {clock:?} {offset}");
    }
}

#[test]
fn integer_keys_are_numbers_in_any_spelling() {
    for (text, written) in [
        (r#"{"0":1,"1":2}"#, r#"{"0":1,"1":2}"#),
        (r#"{"01":1,"+2":2,"-0":3,"-07":4}"#, r#"{"1":1,"2":2,"0":3,"-7":4}"#),
        (
            r#"{"-9223372036854775808":1,"9223372036854775807":null}"#,
            r#"{"-9223372036854775808":1,"9223372036854775807":0}"#,
        ),
        (r#"{"\u0031":1}"#, r#"{"1":1}"#),
        ("{}", "{}"),
        ("null", "null"),
    ] {
        assert_eq!(round_trip!(IntMap<u8>, text).as_deref(), Ok(written), "{text}");
    }
}

#[test]
fn other_keys_and_numbers_that_come_twice_are_refused() {
    for (text, kind) in [
        (r#"{"":1}"#, ErrorKind::WrongType(Expected::Integer)),
        (r#"{"1.0":1}"#, ErrorKind::WrongType(Expected::Integer)),
        (r#"{" 1":1}"#, ErrorKind::WrongType(Expected::Integer)),
        (r#"{"0x1":1}"#, ErrorKind::WrongType(Expected::Integer)),
        (r#"{"1_0":1}"#, ErrorKind::WrongType(Expected::Integer)),
        (r#"{"9223372036854775808":1}"#, ErrorKind::WrongType(Expected::Integer)),
        (r#"{"1":1,"1":1}"#, ErrorKind::DuplicateKey),
        (r#"{"1":1,"01":1}"#, ErrorKind::DuplicateKey),
        (r#"{"+1":1,"01":1}"#, ErrorKind::DuplicateKey),
        (r#"{"-0":1,"5":1,"0":1}"#, ErrorKind::DuplicateKey),
        (r#"{"1":"x"}"#, ErrorKind::WrongType(Expected::Integer)),
        (r#"{"1":256}"#, ErrorKind::OutOfRange),
        ("[]", ErrorKind::WrongType(Expected::Object)),
    ] {
        assert_eq!(round_trip!(IntMap<u8>, text), Err(kind), "{text}");
    }
}

#[test]
fn a_map_with_unusual_integer_keys_has_a_bound() {
    let map_of = |keys: Vec<String>| format!("{{{}}}", keys.join(",")).into_bytes();
    let map = |count: usize| map_of((0..count).map(|key| format!("\"{key:05}\":0")).collect());
    // Keys without leading zeros are unusual only if they have a sign.
    let mut plain = map_of((0..3000).map(|key| format!("\"{key}\":0")).rev().take(2000).rev().collect());
    assert_eq!(json::decode::<IntMap<u8>>(&mut plain).expect("a map").iter().count(), 2000);
    assert!(json::decode::<IntMap<u8>>(&mut map(Map::<()>::MAX_UNSORTED)).is_ok());
    let mut text = map(Map::<()>::MAX_UNSORTED + 1);
    let error = json::decode::<IntMap<u8>>(&mut text).map_err(|error| error.kind());
    assert_eq!(error, Err(ErrorKind::Capacity(512)));
}

#[test]
fn a_map_in_a_map_is_walked() {
    let mut text = *br#"{"0":{"7":"a","08":"b"},"1":{}}"#;
    let map: IntMap<IntMap<&str>> = json::decode(&mut text).expect("a map");
    assert!(map.get(0).expect("a map").iter().eq([(7, "a"), (8, "b")]));
    assert!(map.get(1).expect("a map").is_empty());
    assert!(map.get(2).is_none());
    let inner = [(7, "a"), (8, "b")];
    let outer = [(0, IntMap::from(&inner)), (1, IntMap::new())];
    assert_eq!(encode(Ok(IntMap::from(&outer))).as_deref(), Ok(r#"{"0":{"7":"a","8":"b"},"1":null}"#));
}

#[test]
fn an_array_is_filled_and_cut() {
    for (text, written) in [
        ("[]", "[0,0]"),
        ("[24]", "[24,0]"),
        ("[24,80]", "[24,80]"),
        ("[null,80]", "[0,80]"),
        (r#"[1,2,"x",{"a":[null]}]"#, "[1,2]"),
        ("null", "[0,0]"),
    ] {
        assert_eq!(round_trip!([u64; 2], text).as_deref(), Ok(written), "{text}");
    }
    for (text, kind) in [
        ("{}", ErrorKind::WrongType(Expected::Array)),
        ("[-1]", ErrorKind::OutOfRange),
        (r#"["1"]"#, ErrorKind::WrongType(Expected::Integer)),
        ("[1,2,x]", ErrorKind::UnexpectedByte),
        ("[1,2,]", ErrorKind::UnexpectedByte),
        ("[1,2", ErrorKind::UnexpectedEnd),
    ] {
        let result = json::decode::<[u64; 2]>(&mut text.as_bytes().to_vec()).map_err(|error| error.kind());
        assert_eq!(result, Err(kind), "{text}");
    }
    assert_eq!(round_trip!([&str; 1], r#"["a\u0062","c"]"#).as_deref(), Ok(r#"["ab"]"#));
}

#[test]
fn null_is_kept_where_it_is_a_value() {
    for text in ["null", "1", r#"{"b":1,"a":[null]}"#, r#""x""#, "[ ]"] {
        let written = text.replace("[ ]", "[]");
        assert_eq!(round_trip!(Nullable<RawJson>, text), Ok(written), "{text}");
    }
    let mut text = *br#"[{"Value":null},{},{"Value":2}]"#;
    let list: Seq<Both<Nullable<u8>>> = json::decode(&mut text).expect("a list");
    assert!(list.iter().map(|both| both.value).eq([Nullable::Null, Nullable::Absent, Nullable::Value(2)]));
    let values = [Nullable::from(2u8), Nullable::Value(3), Nullable::Null, Nullable::Absent].map(Nullable::value);
    assert_eq!(values, [Some(2), Some(3), None, None]);
    assert_eq!(round_trip!(Nullable<u8>, "256"), Err(ErrorKind::OutOfRange));
    let mut text = *br#"{"Value":null,"value":null}"#;
    let error = json::decode::<Both<Nullable<u8>>>(&mut text).expect_err("two").kind();
    assert_eq!(error, ErrorKind::DuplicateKey);
}

#[test]
fn a_field_behind_the_base_of_a_message_may_be_null() {
    /// The body of a message.
    #[json_object]
    struct Body<'a> {
        #[json("First", omitempty)]
        first: Option<u8>,
        #[json("Second", omitempty)]
        second: Nullable<RawJson<'a>>,
    }
    for (text, first, second) in [
        (r#"{"First":null,"Second":null}"#, None, Nullable::Null),
        (r#"{"Second":null,"ContainerId":null,"First":1}"#, Some(1), Nullable::Null),
        (r#"{"ContainerId":"a","First":2}"#, Some(2), Nullable::Absent),
    ] {
        let mut alone = text.as_bytes().to_vec();
        let mut listed = format!("[{text}]").into_bytes();
        let request: Request<Body> = json::decode(&mut alone).expect("a request");
        let list: Seq<Request<Body>> = json::decode(&mut listed).expect("a list");
        for request in list.iter().chain([request]) {
            assert_eq!((request.body.first, request.body.second), (first, second), "{text}");
        }
    }
}

#[test]
fn base64_is_written_in_place_and_read_into_a_buffer() {
    for (document, text) in [
        ("", r#""""#),
        ("1", r#""MQ==""#),
        ("12", r#""MTI=""#),
        ("123", r#""MTIz""#),
        ("[1,2,3,4,5,6,7,8,9]", r#""WzEsMiwzLDQsNSw2LDcsOCw5XQ==""#),
        (r#"{"~":"\u003c??\u003e~~"}"#, r#""eyJ+IjoiXHUwMDNjPz9cdTAwM2V+fiJ9""#),
        (r#"["???"]"#, r#""WyI/Pz8iXQ==""#),
    ] {
        let mut copy = document.as_bytes().to_vec();
        if !document.is_empty() {
            let raw: RawJson = json::decode(&mut copy).expect("a document");
            let written = Base64Json::new(&raw);
            assert_eq!(written.decode::<RawJson>(&mut [0; 64]).map(|read| read.is_none()), Ok(true));
            assert_eq!(encode(Ok(written)).as_deref(), Ok(text), "{document}");
        }
        let mut copy = text.as_bytes().to_vec();
        let read: Base64Json = json::decode(&mut copy).expect("a string");
        let mut buffer = vec![0; text.len() * 3 / 4];
        let raw: Option<RawJson> = read.decode(&mut buffer).expect(text);
        assert_eq!(raw.map(|raw| encode(Ok(raw)).expect("written")).unwrap_or_default(), document);
    }
}

#[test]
fn base64_is_equal_by_its_text_or_by_the_value_to_write() {
    let text = Base64Json::from_text;
    assert_eq!(text("MQ=="), text("MQ=="));
    assert_ne!(text("MQ=="), text("MTI="));
    let values = [1u8, 1];
    let [one, other] = values.each_ref().map(|value| RawJson::new(value));
    assert_eq!(Base64Json::new(&one), Base64Json::new(&one));
    assert_ne!(Base64Json::new(&one), Base64Json::new(&other));
    assert_ne!(Base64Json::new(&one), text("MQ=="));
}

#[test]
fn an_array_is_empty_if_it_has_no_elements() {
    #[json_object]
    struct Arrays {
        #[json("None", omitempty)]
        none: [u8; 0],
        #[json("Two", omitempty)]
        two: [u8; 2],
    }
    assert_eq!(encode(Ok(Arrays::default())).as_deref(), Ok(r#"{"Two":[0,0]}"#));
}

#[test]
fn base64_has_room_or_says_so() {
    let document = RawJson::new(&123u8);
    for (size, ok) in [(5, false), (6, true)] {
        let mut buffer = vec![0xa5; size];
        let result =
            json::encode(&Base64Json::new(&document), &mut buffer).map(<[u8]>::len).map_err(|error| error.kind());
        assert_eq!(result, if ok { Ok(6) } else { Err(ErrorKind::BufferFull) });
    }
    let text = Base64Json::from_text("MTIz");
    assert_eq!(text.decode::<u8>(&mut [0; 2]).map_err(|error| error.kind()), Err(ErrorKind::BufferFull));
    assert_eq!(text.decode::<u8>(&mut [0; 3]), Ok(Some(123)));
}

#[test]
fn what_is_no_base64_is_refused_as_by_the_reference() {
    for text in
        ["M", "MT", "MTI", "MTI=M", "MTIz=", "M===", "====", "=", "MQ==MQ==", "MT Iz", "MTI-", "MTI_", "MTIzé", "MQ=1"]
    {
        let result = Base64Json::from_text(text).decode::<u8>(&mut [0; 32]).map_err(|error| error.kind());
        assert_eq!(result, Err(ErrorKind::InvalidBase64), "{text}");
    }
    for text in ["MT\r\nIz", "MTIz\n", "\nMTIz", "MTI\nz"] {
        assert_eq!(Base64Json::from_text(text).decode::<u8>(&mut [0; 32]), Ok(Some(123)), "{text:?}");
    }
    // Bits that are left over.
    assert_eq!(Base64Json::from_text("MR==").decode::<u8>(&mut [0; 32]), Ok(Some(1)));
    assert_eq!(
        Base64Json::from_text("eA==").decode::<u8>(&mut [0; 32]).map_err(|error| error.kind()),
        Err(ErrorKind::UnexpectedByte)
    );
}
