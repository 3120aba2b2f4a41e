//! Tests what values support apart from decoding and encoding: equality, copies, and `Debug`.

use gcs_prot::json::{self, Decode, Encode, IntMap, JsonString, Kind, Lazy, List, Map, RawJson, Seq};
use gcs_prot::json_object;
use gcs_prot::message::{ProtocolVersion, Request};
use gcs_prot::resource::{ModificationRequest, Resource};
use gcs_prot::{Error, ErrorKind, Expected, HResult};

/// A small object.
#[json_object]
struct Point {
    #[json("X")]
    x: u8,
    #[json("Y", omitempty)]
    y: u8,
}

/// An object with a list that stays in the buffer.
#[json_object]
struct Tags<'a> {
    #[json("Tags", omitempty)]
    tags: Seq<'a, &'a str>,
}

/// An object with two required fields after an optional one.
#[json_object]
struct Needs<'a> {
    #[json("Free")]
    free: u8,
    #[json("First")]
    first: JsonString<RawJson<'a>>,
    #[json("Second")]
    second: JsonString<Seq<'a, u8>>,
}

fn decode<T: Decode<'static>>(text: &str) -> Result<T, Error> {
    json::decode(text.to_owned().into_bytes().leak())
}

fn decoded<T: Decode<'static>>(text: &str) -> T {
    decode(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn error<T: Decode<'static>>(text: &str) -> Option<(ErrorKind, Option<&'static str>, Option<u32>)> {
    decode::<T>(text).err().map(|error| (error.kind(), error.key(), error.offset()))
}

#[test]
fn an_element_of_the_wrong_type_is_found_wherever_it_lies() {
    let wrong = ErrorKind::WrongType(Expected::String);
    for (text, at) in [(r#"{"Tags":[1]}"#, 9), (r#"{"Tags":["a","b",{}]}"#, 17)] {
        let at = |before: &str| Some((wrong, Some("Tags"), u32::try_from(before.len() + at).ok()));
        assert_eq!(error::<Tags>(text), at(""), "{text}");
        assert_eq!(error::<Option<Tags>>(text), at(""), "{text}");
        assert_eq!(error::<List<Tags, 2>>(&format!("[{{}},{text}]")), at("[{},"), "{text}");
        assert_eq!(error::<Seq<Tags>>(&format!("[{{}},{text}]")), at("[{},"), "{text}");
        assert_eq!(error::<Map<Tags>>(&format!(r#"{{"a":{{}},"b":{text}}}"#)), at(r#"{"a":{},"b":"#), "{text}");
        assert_eq!(error::<Lazy<Tags>>(text), at(""), "{text}");
        let quoted = serde_json::to_string(text).expect("a string");
        let at = Some((wrong, Some("Tags")));
        let kind_and_key = |error: Option<(_, _, _)>| error.map(|(kind, key, _)| (kind, key));
        assert_eq!(kind_and_key(error::<JsonString<Tags>>(&quoted)), at, "{text}");
        assert_eq!(kind_and_key(error::<JsonString<Option<Tags>>>(&quoted)), at, "{text}");
        assert_eq!(kind_and_key(error::<Seq<JsonString<Tags>>>(&format!("[{quoted}]"))), at, "{text}");
    }
    assert_eq!(error::<Map<u8>>(r#"{"a":1,"b":256}"#), Some((ErrorKind::OutOfRange, None, Some(11))));
    assert_eq!(error::<Lazy<Point>>(r#"{"X":256}"#), Some((ErrorKind::OutOfRange, Some("X"), Some(5))));
    assert_eq!(error::<Lazy<Point>>(r#"{"X":255}"#), None);
}

#[test]
fn a_lazy_object_is_got_as_often_as_one_likes() {
    let absent = Lazy::<Point>::default();
    assert_eq!((absent.is_present(), absent.get()), (false, None));
    let lazy = decoded::<Lazy<Point>>(r#"{"X":1,"Y":2}"#);
    let copy = lazy;
    for lazy in [lazy, copy, Clone::clone(&lazy)] {
        assert!(lazy.is_present());
        assert_eq!(lazy.get(), Some(Point { x: 1, y: 2 }));
    }
    let point = Point { x: 3, y: 0 };
    let borrowed = Lazy::from(&point);
    assert_eq!(borrowed.get(), Some(point.clone()));
    assert_eq!(
        format!("{absent:?} {lazy:?} {borrowed:?}"),
        "None Some(Point { x: 1, y: 2 }) Some(Point { x: 3, y: 0 })"
    );
    assert_eq!(lazy, copy);
    assert_ne!(lazy, borrowed);
    assert_ne!(lazy, absent);
    assert_eq!(decoded::<Lazy<Point>>(r#"{"X":3}"#), borrowed);
    let mut buffer = [0xa5; 32];
    assert_eq!(json::encode(&absent, &mut buffer), Ok(&b"null"[..]));
}

#[test]
fn lists_and_maps_are_equal_if_what_is_in_them_is() {
    let seq = decoded::<Seq<u8>>("[1 , 2]");
    assert_eq!((seq, Clone::clone(&seq)), (Seq::from(&[1, 2]), Seq::from(&[1u8, 2][..])));
    for other in ["[]", "[1]", "[1,3]", "[1,2,3]", "[2,1]"] {
        assert_ne!(seq, decoded::<Seq<u8>>(other), "{other}");
    }
    let map = decoded::<Map<u8>>(r#"{"a":1,"b":2}"#);
    let (one, other) = ([("a", 1), ("b", 2)], [("a", 1), ("b", 2)]);
    assert_eq!((map, Clone::clone(&map)), (Map::from(&one), Map::from(&other[..])));
    for other in ["{}", r#"{"a":1}"#, r#"{"a":1,"b":3}"#, r#"{"a":1,"c":2}"#, r#"{"b":2,"a":1}"#] {
        assert_ne!(map, decoded::<Map<u8>>(other), "{other}");
    }
    let by_number = decoded::<IntMap<u8>>(r#"{"1":1,"-2":2}"#);
    let entries = [(1, 1), (-2, 2)];
    assert_eq!((by_number, Clone::clone(&by_number)), (IntMap::from(&entries), IntMap::from(&entries[..])));
    for other in ["{}", r#"{"1":1}"#, r#"{"1":1,"-2":3}"#, r#"{"1":1,"2":2}"#, r#"{"-2":2,"1":1}"#] {
        assert_ne!(by_number, decoded::<IntMap<u8>>(other), "{other}");
    }
    assert_eq!((map.get("a"), map.get("b"), map.get("c")), (Some(1), Some(2), None));
    assert_eq!(Map::from(&one).get("b"), Some(2));
    assert_eq!(List::<u8, 3>::from_slice(&[1, 2]).expect("room"), decoded::<List<u8, 3>>("[1,2]"));
    assert_ne!(List::<u8, 3>::from_slice(&[1, 2]).expect("room"), decoded::<List<u8, 3>>("[1]"));
}

/// Returns whether two texts are equal values, in every place in which a value can be.
#[track_caller]
fn are_equal(one: &str, other: &str) -> bool {
    let in_list = |text: &str| decoded::<Seq<RawJson>>(&format!("[0,{text}]")).iter().last().expect("an element");
    let (first, second) = (decoded::<RawJson>(one), decoded::<RawJson>(other));
    let is_equal = first == second;
    assert_eq!(in_list(one) == in_list(other), is_equal, "{one} {other} in lists");
    assert_eq!(RawJson::new(&first) == second, is_equal, "{one} {other}, the first to be written");
    assert_eq!(first == RawJson::new(&second), is_equal, "{one} {other}, the second to be written");
    assert_eq!(RawJson::new(&first) == RawJson::new(&second), is_equal, "{one} {other}, both to be written");
    assert_eq!(second == first, is_equal, "{other} {one}");
    is_equal
}

#[test]
fn any_json_is_equal_by_its_value() {
    let different = [
        vec!["null", " null "],
        vec!["true"],
        vec!["false"],
        vec!["0", "-0", "0.0", "0e7", "-0.00E-99999999999999999999999"],
        vec!["100", "100.0", "1e2", "1E+2", "0.1e3", "10000e-2", "1.00e2"],
        vec!["-100", "-1e2"],
        vec!["1", "1.0", "10e-1", "0.0000001e7", "1e0"],
        vec!["1e1"],
        vec!["0.1", "1e-1", "100e-3"],
        vec!["1.000000000000000000000000000000001"],
        vec!["1.000000000000000000000000000000002"],
        vec!["18446744073709551616", "1844674407370955161.6e1"],
        vec!["18446744073709551617"],
        vec!["1e9223372036854775807"],
        vec!["1e9223372036854775808"],
        vec!["1e99999999999999999999"],
        vec!["\"\""],
        vec!["\"0\"", "\"\\u0030\""],
        vec!["\"null\""],
        vec!["\"\\u0000é\"", "\"\\u0000\\u00e9\""],
        vec!["[]", "[ ]"],
        vec!["{}", "{ }"],
        vec!["[[]]"],
        vec!["[{}]"],
        vec!["[null]"],
        vec!["[0]", "[0.0]"],
        vec!["[0,0]", "[ 0 , 0e1 ]"],
        vec!["{\"0\":0}", "{\"\\u0030\":-0}"],
        vec!["{\"a\":1,\"b\":2}", " { \"a\" : 1.0 , \"b\" : 2 } "],
        vec!["{\"b\":2,\"a\":1}"],
        vec!["{\"A\":1,\"b\":2}"],
    ];
    for (at, spellings) in different.iter().enumerate() {
        for (other_at, others) in different.iter().enumerate() {
            for (one, other) in spellings.iter().flat_map(|one| others.iter().map(move |other| (one, other))) {
                assert_eq!(are_equal(one, other), at == other_at, "{one} {other}");
            }
        }
    }
    assert_eq!(RawJson::default(), decoded::<RawJson>("null"));
    assert_eq!(RawJson::default(), RawJson::new(&None::<u8>));
}

/// A value and its first field have the same address.
#[test]
fn json_to_be_written_is_equal_by_its_value() {
    let list = List::<u8, 1>::from_slice(&[1]).expect("room");
    let [first] = &*list else { panic!("one element") };
    assert_ne!(RawJson::new(&list), RawJson::new(first));
    assert_eq!(RawJson::new(&list), decoded::<RawJson>("[1]"));
    let longest = "x".repeat(RawJson::MAX_COMPARED - 2);
    let long = "x".repeat(RawJson::MAX_COMPARED - 1);
    let (longest, long) = (longest.as_str(), long.as_str());
    assert_eq!(RawJson::new(&longest), decoded::<RawJson>(&format!("\"{longest}\"")));
    assert_eq!(RawJson::new(&long), RawJson::new(&long));
    assert_ne!(RawJson::new(&long), decoded::<RawJson>(&format!("\"{long}\"")));
    assert_eq!(decoded::<RawJson>(&format!("\"{long}\"")), decoded::<RawJson>(&format!("\"{long}\"")));
}

#[test]
fn any_json_value_reports_its_kind() {
    for (text, kind) in [
        ("true", Kind::Bool),
        ("-1", Kind::Number),
        ("\"\"", Kind::String),
        ("[null]", Kind::Array),
        ("{\"a\":null}", Kind::Object),
    ] {
        let any = decoded::<RawJson>(text);
        assert_eq!((any.kind(), any.is_present()), (Some(kind), true), "{text}");
    }
    let long = "x".repeat(70);
    assert_eq!(decoded::<RawJson>(&format!("\"{long}\"")).kind(), Some(Kind::String));
    assert_eq!(decoded::<RawJson>(&format!("\"\\u0000{long}\"")).kind(), Some(Kind::String));
    assert_eq!(RawJson::new(&1u8).kind(), None);
    assert_eq!(RawJson::default().kind(), None);
    assert_eq!(decoded::<Seq<RawJson>>("[null]").iter().next(), Some(RawJson::default()));
    assert_eq!(decoded::<RawJson>("[1,2]").parse::<Seq<u8>>(), Ok(Seq::from(&[1, 2])));
    assert_eq!(RawJson::default().parse::<u8>(), Ok(0));
}

#[test]
fn debug_shows_what_is_there() {
    assert_eq!(format!("{:?}", decoded::<Seq<u8>>("[1,2]")), "[1, 2]");
    assert_eq!(format!("{:?}", decoded::<Map<u8>>(r#"{"a":1,"b":2}"#)), r#"{"a": 1, "b": 2}"#);
    assert_eq!(format!("{:?}", decoded::<List<u8, 2>>("[1,2]")), "[1, 2]");
    let any = decoded::<RawJson>(r#"{"a":[1.50,"\n",true,false,null,{}]}"#);
    assert_eq!(format!("{any:?}"), r#"{"a": [1.50, "\n", true, false, <absent>, {}]}"#);
    assert_eq!(format!("{:?} {:?}", RawJson::default(), RawJson::new(&1u8)), "<absent> <borrowed>");
}

#[test]
fn is_empty_is_true_of_nothing_alone() {
    for (seq, empty) in [("[]", true), (" [ ] ", true), ("[0]", false), ("[[]]", false), ("[null]", false)] {
        let seq = decoded::<Seq<RawJson>>(seq);
        assert_eq!((seq.is_empty(), Encode::is_empty(&seq), seq.iter().next().is_none()), (empty, empty, empty));
    }
    for (map, empty) in [("{}", true), (" { } ", true), (r#"{"":0}"#, false)] {
        let map = decoded::<Map<RawJson>>(map);
        assert_eq!((map.is_empty(), Encode::is_empty(&map), map.iter().next().is_none()), (empty, empty, empty));
    }
    assert!(Seq::<u8>::new().is_empty() && !Seq::from(&[0u8]).is_empty());
    assert!(Map::<u8>::new().is_empty() && !Map::from(&[("", 0u8)]).is_empty());
}

#[test]
fn a_walk_ends_for_good() {
    let mut walk = decoded::<Seq<u8>>("[1,3]").iter();
    assert_eq!([walk.next(), walk.next(), walk.next(), walk.next()], [Some(1), Some(3), None, None]);
    let mut walk = decoded::<Map<u8>>(r#"{"a":1}"#).iter();
    assert_eq!([walk.next(), walk.next(), walk.next()], [Some(("a", 1)), None, None]);
    assert_eq!(decoded::<Seq<Seq<u8>>>("[[1],[2,3]]").into_iter().count(), 2);
}

#[test]
fn a_number_ends_where_its_grammar_does() {
    for text in [
        "1:", "1/", "12:3", ":", "1.:", "1e:", "1.5/", "-:", "1 2", "1a", "1-", "1+", "1.2.3", "1e2e3", "00", "-00",
        "0x1",
    ] {
        let error = decode::<RawJson>(text).expect_err(text).kind();
        assert!(matches!(error, ErrorKind::UnexpectedByte | ErrorKind::TrailingBytes), "{text}: {error:?}");
        assert!(decode::<RawJson>(&format!("[{text}]")).is_err(), "{text} in a list");
        assert!(decode::<u64>(text).is_err(), "{text} as an integer");
    }
    for text in ["0", "-0", "10", "0.0", "0e0", "1E+1", "1e-1", "123456789.987654321e12"] {
        let mut buffer = [0xa5; 64];
        let list = format!("[{text},{text}]");
        assert_eq!(json::encode(&decoded::<RawJson>(&list), &mut buffer), Ok(list.as_bytes()));
    }
}

#[test]
fn a_missing_required_document_is_reported_by_its_key() {
    let key = |text| decode::<Needs>(text).map_err(|error| (error.kind(), error.key())).map(drop);
    assert_eq!(key("{}"), Err((ErrorKind::MissingKey, Some("First"))));
    assert_eq!(key(r#"{"First":"1"}"#), Err((ErrorKind::MissingKey, Some("Second"))));
    assert_eq!(key(r#"{"Second":"[]"}"#), Err((ErrorKind::MissingKey, Some("First"))));
    assert_eq!(key(r#"{"Second":"[]","First":"1"}"#), Ok(()));
    // The same applies after base fields.
    let key = |text| decode::<Request<Needs>>(text).map_err(|error| (error.kind(), error.key())).map(drop);
    assert_eq!(key(r#"{"ContainerId":"","Free":1}"#), Err((ErrorKind::MissingKey, Some("First"))));
    assert_eq!(key(r#"{"First":"1","ActivityId":""}"#), Err((ErrorKind::MissingKey, Some("Second"))));
    assert_eq!(key(r#"{"Second":"[]","First":"1","ContainerId":""}"#), Ok(()));
}

#[test]
fn keys_of_an_unsorted_map_are_told_apart_at_any_length() {
    // The keys have lengths around those at which strings are stored differently. Some are prefixes of others, and some
    // contain a NUL.
    let lengths = [0, 1, 62, 63, 64, 65, 66, 127, 128, 300];
    let texts = |end: &'static str| lengths.map(|length| format!("{}{end}", "k".repeat(length)));
    let mut keys: Vec<String> = ["", "a", "l", "\\u0000", "\\u0000a", "é"].iter().flat_map(|end| texts(end)).collect();
    keys.sort();
    keys.dedup();
    keys.reverse();
    let map = |keys: &[String]| {
        let entries: Vec<_> = keys.iter().map(|key| format!("\"{key}\":0")).collect();
        decode::<Map<u8>>(&format!("{{{}}}", entries.join(","))).map(|map| map.iter().count())
    };
    assert_eq!(map(&keys), Ok(keys.len()));
    for key in &keys {
        let twice = [&keys[..], std::slice::from_ref(key)].concat();
        assert_eq!(map(&twice).map_err(|error| error.kind()), Err(ErrorKind::DuplicateKey), "{key}");
        let first = [std::slice::from_ref(key), &keys[..]].concat();
        assert_eq!(map(&first).map_err(|error| error.kind()), Err(ErrorKind::DuplicateKey), "{key}");
    }
}

#[test]
fn a_resource_that_has_no_settings_is_written_without_them() {
    let request = ModificationRequest { resource: Resource::PodCgroupMemoryLimit, ..ModificationRequest::default() };
    let mut buffer = [0; 128];
    let text = json::encode(&request, &mut buffer).expect("room");
    assert_eq!(text, br#"{"RequestType":"Add","ResourceType":"PodCgroupMemoryLimit"}"#);
    assert_eq!(json::decode::<ModificationRequest>(text.to_vec().leak()).expect("a request"), request);
    let mut with_some = *br#"{"ResourceType":"PodCgroupMemoryLimit","Settings":{"Any":[1]}}"#;
    assert_eq!(json::decode::<ModificationRequest>(&mut with_some).expect("a request"), request);
}

#[test]
fn a_tagged_object_has_keys() {
    let keys = ModificationRequest::SHAPE.keys();
    let names: Vec<_> = (0..keys.len()).filter_map(|index| keys.get(index)).collect();
    assert_eq!(names, ["RequestType", "ResourceType", "Settings"]);
    assert!(u32::SHAPE.keys().is_empty());
}

#[test]
fn only_zero_is_an_empty_number() {
    for (number, is_empty) in [(0, true), (1, false), (u32::MAX, false)] {
        assert_eq!(HResult::from_bits(number).to_bits(), number);
        assert_eq!(HResult::from_bits(number).is_empty(), is_empty);
        assert_eq!(ProtocolVersion(number).is_empty(), is_empty);
    }
}
