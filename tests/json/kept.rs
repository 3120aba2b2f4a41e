//! Tests values that stay in the buffer: lists, maps, and any JSON.

use super::*;

#[test]
fn an_element_of_another_type_is_an_error_with_its_place_and_the_key_around_it() {
    for (text, wanted, key, at) in [
        (r#"{"List":["a",1]}"#, Expected::String, "List", 13),
        (r#"{"Map":{"a":1,"b":"x"}}"#, Expected::Integer, "Map", 18),
        (r#"{"Late":{"Names":["a",{}]}}"#, Expected::String, "Names", 22),
        (r#"{"Late":{"names" : [ "a" , [] ] } }"#, Expected::String, "Names", 27),
    ] {
        let error = sample(text).expect_err(text);
        assert_eq!((error.kind(), error.key(), error.offset()), (ErrorKind::WrongType(wanted), Some(key), Some(at)));
    }
}

#[test]
fn exactly_one_comma_stands_between_two_elements() {
    for between in [",", " , ", "", " ", "\t ", "x", ",,", " , ,", ":", " :", "}", "]", "\"", " \""] {
        // Each text has the end of its first element at the index.
        for (text, end) in [
            (format!(r#"{{"Map":{{"a":1{between}"b":2}}}}"#), 13),
            (format!(r#"{{"List":["a"{between}"b"]}}"#), 12),
            (format!(r#"{{"Late":{{"Names":["a"{between}"b"]}}}}"#), 21),
            (format!(r#"{{"Late":{{"names":["a"]{between}"name":"b"}}}}"#), 22),
            (format!(r#"{{"Late":{{"Name":"a"{between}"Names":["b"]}}}}"#), 19),
        ] {
            if between.trim() == "," {
                sample(&text).expect(&text);
            } else {
                let error = sample(&text).expect_err(&text);
                assert!(error.offset().is_some_and(|offset| offset >= end), "{text} {error}");
            }
        }
    }
}

#[test]
fn a_sorted_map_may_have_any_number_of_keys_and_an_unsorted_one_a_bounded_number() {
    let keys = |count: usize, descending: bool| {
        let mut keys: Vec<_> = (0..count).map(|key| format!("\"{key:06}\":\"\"")).collect();
        if descending {
            keys.reverse();
        }
        format!("{{{}}}", keys.join(","))
    };
    assert_eq!(round_trip::<Texts>(&keys(20_000, false)), Ok(keys(20_000, false)));
    // The order is that of the characters, also of keys with a NUL, which are stored behind their length.
    let [longer, shorter] = ["a".repeat(65), "b".repeat(64)].map(|key| format!("\"\\u0000{key}\":\"\""));
    let others = keys(511, false).replace("\"0", "\"z");
    let (sorted, unsorted) = (format!("{{{longer},{shorter},"), format!("{{{shorter},{longer},"));
    assert!(round_trip::<Texts>(&others.replacen('{', &sorted, 1)).is_ok());
    assert_eq!(kind(round_trip::<Texts>(&others.replacen('{', &unsorted, 1))), Some(ErrorKind::Capacity(512)));
    let most = Map::<&str>::MAX_UNSORTED;
    assert_eq!(round_trip::<Texts>(&keys(most, true)), Ok(keys(most, true)));
    assert_eq!(kind(round_trip::<Texts>(&keys(most + 1, true))), Some(ErrorKind::Capacity(512)));
    let twice = keys(most - 1, true).replace("\"000000\"", "\"000300\"");
    assert_eq!(kind(round_trip::<Texts>(&twice)), Some(ErrorKind::DuplicateKey));
    // The same applies to any JSON value that stays in the buffer, at every depth.
    for (text, error) in [
        (keys(20_000, false), None),
        (keys(most, true), None),
        (keys(most + 1, true), Some(ErrorKind::Capacity(512))),
        (twice, Some(ErrorKind::DuplicateKey)),
    ] {
        for depth in [1, 63] {
            let text = format!("{}{text}{}", "[".repeat(depth), "]".repeat(depth));
            assert_eq!(kind(round_trip::<AnyJson>(&text)), error);
        }
    }
}

#[test]
fn settled_lists_hold_strings_of_any_length() {
    for length in (0..140).chain([1000, 5000]) {
        for piece in ["x", "é", "\\n", "\\u00e9"] {
            let text = format!("[\"{0}\",\"\",\"{0}\"]", piece.repeat(length));
            let plain = piece.replace("\\u00e9", "é").repeat(length);
            assert_eq!(round_trip::<Strings>(&text), Ok(format!("[\"{plain}\",\"\",\"{plain}\"]")));
        }
    }
}

#[test]
fn gaps_in_settled_lists_may_have_any_length() {
    for spaces in 0..140 {
        let gap = " ".repeat(spaces);
        let text = format!("[{gap}\"a\"{gap},{gap}\"b\"{gap}]");
        assert_eq!(round_trip::<Strings>(&text).as_deref(), Ok(r#"["a","b"]"#));
        let text = format!("[{gap}1{gap},{gap}23{gap}]");
        assert_eq!(round_trip::<Unsigned>(&text).as_deref(), Ok("[1,23]"));
        // Any kind of white space can surround every token. In a nested document, line breaks are escaped.
        for space in [" ", "\t", "\r\n "] {
            let tokens = ["{", "\"a\"", ":", "[", "1", ",", "true", ",", "{", "}", "]", ",", "\"b\"", ":", "null", "}"];
            let text = tokens.join(&space.repeat(spaces));
            assert_eq!(round_trip::<AnyJson>(&text), Ok(tokens.concat()));
            let deeper = |text: &str| {
                let around = [r#"{"Leaf":"","Deeper":"#, r#"{"Name":"","Deeper":"#, r#"{"Text":"","Inner":"#];
                around.iter().fold(text.to_owned(), |text, around| {
                    format!("{around}{}}}", serde_json::to_string(&text).expect("a string"))
                })
            };
            assert_eq!(sample(&deeper(&text)), Ok(deeper(&tokens.concat())));
        }
    }
}

#[test]
fn any_json_keeps_its_value() {
    for text in [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-1.50E+007",
        "\"\"",
        "[]",
        "{}",
        "[[],{},\"a\",null,[1,2]]",
        r#"{"a":{"b":[{"c":"\u003c"}]},"A":1}"#,
    ] {
        let decoded = sample(&format!(r#"{{"Any":{text}}}"#));
        let expected = if text == "null" { String::new() } else { format!(",\"Any\":{text}") };
        assert_eq!(decoded, Ok(format!(r#"{{"Text":""{expected}}}"#)));
    }
}

#[test]
fn values_are_equal_wherever_they_lie() {
    let mut decoded = *br#"{"List":["a", "\u0062"],"Map":{"k":1},"Any":[1, {"a": "\u0062"}],"Late":{"Name":"n"}}"#;
    let mut other = *br#"{"Any":[1,{"\u0061":"b"}] , "Map":{ "k":1 },"List":["a","b"],"Late":{"x":1,"Name":"n"}}"#;
    let one: Sample = json::decode(&mut decoded).expect("valid");
    let two: Sample = json::decode(&mut other).expect("valid");
    assert_eq!(one, two);
    let list = ["a", "b"];
    let map = [("k", 1)];
    let late = Inner { name: "n", ..Inner::default() };
    let built = Sample {
        list: Seq::from(&list),
        map: Map::from(&map),
        any: one.any,
        late: Lazy::from(&late),
        ..Sample::default()
    };
    assert_eq!(built, two);
    assert_ne!(Sample { list: Seq::from(&["a"]), ..built.clone() }, two);
    assert_ne!(one.any, RawJson::default());
}

#[test]
fn an_empty_list_is_null_only_if_there_was_none() {
    let mut buffer = [0xa5; 16];
    assert_eq!(json::encode(&Seq::<u8>::new(), &mut buffer), Ok(&b"null"[..]));
    assert_eq!(json::encode(&Map::<u8>::new(), &mut buffer), Ok(&b"null"[..]));
    assert_eq!(round_trip::<Strings>("[]").as_deref(), Ok("[]"));
    assert_eq!(round_trip::<Texts>("{}").as_deref(), Ok("{}"));
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn a_kept_list_may_be_longer_than_any_capacity() {
    let mut text = format!("[{}0]", "0,".repeat(70_000)).into_bytes();
    let raw: RawJson = json::decode(&mut text).expect("JSON");
    let list: Seq<'_, u8> = raw.parse().expect("numbers");
    assert_eq!(list.iter().count(), 70_001);
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn fields_of_settled_objects_have_values_of_any_size_at_any_distance() {
    let json = |size: usize, gap: usize| {
        let (text, gap) = ("x".repeat(size), " ".repeat(gap));
        let fields = [
            format!("\"K\":{gap}\"{text}\""),
            format!("\"LongerKey\"{gap}:\"{text}\""),
            format!("\"L\":{gap}[\"{text}\",\"\"]"),
            format!("\"Late\":{gap}{{\"Name\":\"{text}\"}}"),
            format!("\"D\":{gap}\"{{\\\"Name\\\":\\\"{text}\\\"}}\""),
            format!("\"End\":{gap}7"),
        ];
        format!("[{{{}}},{{{}}}]", fields.join(","), fields.join(&format!(",{gap}")))
    };
    // The tokens of these strings take 2^14 - 1, 2^14, 2^21 - 1 and 2^21 bytes.
    let large = [14, 21].into_iter().flat_map(|bits| [(1 << bits) - 3, (1 << bits) - 2]);
    let sizes = (0..140).flat_map(|size| [(size, 0), (size, 1), (size, size)]);
    for (size, gap) in sizes.chain(large.map(|size| (size, 0))) {
        assert_eq!(round_trip::<ListOfKeyed>(&json(size, gap)), Ok(json(size, 0)), "{size} {gap}");
    }
}

#[test]
fn a_key_that_comes_again_is_found_in_any_order() {
    let fields = [r#""Text":"a""#, r#""Flag":true"#, r#""Byte":1"#, r#""Map":{}"#];
    for order in [[0, 1, 0], [1, 0, 1], [2, 0, 2], [2, 1, 2], [3, 0, 3], [3, 2, 3], [0, 0, 1], [3, 3, 1]] {
        let text = format!("{{{}}}", order.map(|index| fields[index]).join(","));
        assert_eq!(kind(sample(&text)), Some(ErrorKind::DuplicateKey), "{text}");
        let mut list = format!("[{text}]").into_bytes();
        assert_eq!(kind(json::decode::<Seq<Sample>>(&mut list)), Some(ErrorKind::DuplicateKey), "{text}");
    }
}

#[test]
fn a_required_document_that_is_null_is_missing() {
    for text in [r#"{"Inner":null}"#, r#"{"x":1,"Inner":null}"#, "{}"] {
        assert_eq!(kind(round_trip::<Inners>(text)), Some(ErrorKind::MissingKey), "{text}");
        let mut list = format!("[{text}]").into_bytes();
        let error = json::decode::<Seq<Needs>>(&mut list).expect_err(text);
        assert_eq!((error.kind(), error.key()), (ErrorKind::MissingKey, Some("Inner")), "{text}");
    }
}

#[test]
fn a_list_in_a_settled_object_has_its_capacity() {
    for (list, fits) in [("[]", true), ("[1]", true), ("[1,2,3]", true), ("[1,2,3,4]", false)] {
        let mut text = format!(r#"[{{"Text":"","Few":{list}}}]"#).into_bytes();
        let result = json::decode::<Seq<Sample>>(&mut text).map(|list| list.iter().count());
        let expected = if fits { Ok(1) } else { Err(ErrorKind::Capacity(3)) };
        assert_eq!(result.map_err(|error| error.kind()), expected, "{list}");
    }
}
