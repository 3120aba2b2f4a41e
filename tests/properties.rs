//! Runs the laws on inputs that proptest generates. This is shorter than fuzzing and part of every test run.

#![cfg(feature = "arbitrary")]

use arbitrary::Unstructured;
use gcs_prot::arbitrary::{Knobs, payload};
use gcs_prot::json::{self, Decode, Encode, JsonString, List, RawJson, Seq};
use gcs_prot::json_object;
use gcs_prot::{Error, ErrorKind};
use proptest::collection::vec;
use proptest::prelude::*;

mod laws;

use laws::implementation::Ours;
use laws::model::{self, Tree};
use laws::{frames, header, oracle};

/// A document with a string in every place where there can be one.
#[json_object]
struct Texts<'a> {
    #[json("Plain")]
    plain: &'a str,
    #[json("List")]
    list: Seq<'a, &'a str>,
    #[json("Next", omitempty)]
    next: JsonString<Option<More<'a>>>,
}

/// The same document inside a string.
#[json_object]
struct More<'a> {
    #[json("Plain")]
    plain: &'a str,
    #[json("List")]
    list: Seq<'a, &'a str>,
    #[json("Next", omitempty)]
    next: JsonString<Option<Most<'a>>>,
}

/// The same document inside a string inside a string.
#[json_object]
struct Most<'a> {
    #[json("Plain")]
    plain: &'a str,
    #[json("List")]
    list: Seq<'a, &'a str>,
}

/// Generates strings in which characters with a special meaning in JSON are frequent.
fn text() -> impl Strategy<Value = String> {
    vec(any::<u8>(), 0..200).prop_map(|data| {
        let made = payload::<&str>(Knobs::PLAIN, &mut Unstructured::new(&data)).expect("a text");
        match model::parse(&made, 0) {
            Ok(Tree::Text(text)) => text,
            other => panic!("no text: {other:?}"),
        }
    })
}

/// Generates any JSON value without duplicate keys.
fn tree() -> impl Strategy<Value = Tree> {
    vec(any::<u8>(), 0..1000).prop_map(|data| {
        let made = payload::<RawJson>(Knobs::PLAIN, &mut Unstructured::new(&data)).expect("a value");
        model::parse(&made, 0).expect("JSON")
    })
}

fn encoded(value: &impl Encode) -> String {
    String::from_utf8(laws::decode::encode(value)).expect("UTF-8")
}

fn kind<T>(result: Result<T, Error>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_16_bytes_are_a_header(bytes in vec(any::<u8>(), 0..24), known in 0x1010_0000u32..0x1010_1000) {
        for data in [&bytes, &[&known.to_le_bytes()[..], &bytes].concat()] {
            header::check(&Ours, data);
            header::check_types(data);
        }
    }

    #[test]
    fn a_stream_tells_the_same_however_it_is_cut(
        room in any::<u8>(),
        cuts in any::<[u8; 4]>(),
        sizes in vec(prop_oneof![16u32..64, 200u32..400, 0u32..20, any::<u32>()], 0..8),
        cut in 0usize..40,
    ) {
        let mut stream = Vec::new();
        for size in &sizes {
            stream.extend([1, 1, 16, 16]);
            stream.extend(size.to_le_bytes());
            stream.extend((16..(*size).clamp(16, 500) + 8).map(|byte| byte.to_le_bytes()[0]));
        }
        stream.truncate(stream.len().saturating_sub(cut));
        let data = [&[room][..], &cuts, &stream].concat();
        frames::check(&Ours, &data);
        frames::check_calls(&data);
    }

    #[test]
    fn any_text_comes_back_at_any_depth_plain_or_in_a_list(text in text(), other in text(), styles in vec(any::<u8>(), 1..9)) {
        let list = [&*text, &*other, &*text];
        let (plain, list) = (&*text, Seq::from(&list));
        let next = JsonString(Some(More { plain, list, next: JsonString(Some(Most { plain, list })) }));
        let texts = Texts { plain, list, next };
        let written = encoded(&texts);
        let mut buffer = written.clone().into_bytes();
        let decoded: Texts = json::decode(&mut buffer).expect("was encoded");
        prop_assert_eq!(&decoded, &texts);
        prop_assert_eq!(encoded(&decoded), written);
        // Escapes can have any spelling at each level.
        let most = format!("{{\"Plain\":\"{0}\",\"List\":[\"{0}\",\"{1}\",\"{0}\"]}}", oracle::escape(plain, &styles), oracle::escape(&other, &[2]));
        let more = format!("{{\"Next\":\"{}\",{}", oracle::escape(&most, &styles[styles.len() / 2..]), &most[1..]);
        let mut all = format!("{{\"Next\":\"{}\",{}", oracle::escape(&more, &styles[styles.len() - 1..]), &most[1..]).into_bytes();
        prop_assert_eq!(&json::decode::<Texts>(&mut all).expect("as well"), &texts);
    }

    #[test]
    fn any_json_keeps_its_value(tree in tree(), styles in vec(any::<u8>(), 8)) {
        let text = model::write(&tree);
        oracle::check_any(&Ours, text.as_bytes());
        let mut buffer = text.clone().into_bytes();
        prop_assert_eq!(encoded(&json::decode::<RawJson>(&mut buffer).expect("JSON")), text.clone());
        for way in [5, 6] {
            oracle::check(&Ours, &[&[way][..], &styles, text.as_bytes()].concat());
        }
    }

    #[test]
    fn json_with_one_byte_changed_is_read_as_by_the_model(tree in tree(), at in any::<prop::sample::Index>(), byte in any::<u8>(), way in 0u8..8) {
        let mut text = model::write(&tree).into_bytes();
        let at = at.index(text.len());
        text[at] = byte;
        oracle::check(&Ours, &[&[way, 9, 9, 2, 9, 0, 9, 9, 1][..if way == 5 || way == 6 { 9 } else { 1 }], &text].concat());
    }

    #[test]
    fn keys_match_in_any_case_and_come_in_any_order(
        upper in any::<[bool; 12]>(),
        order in Just(SAMPLE_FIELDS.to_vec()).prop_shuffle(),
        unknown in text(),
    ) {
        let key = |key: &str| -> String {
            key.chars().zip(upper.iter().cycle()).map(|(letter, upper)| if *upper { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() }).collect()
        };
        let fields: Vec<_> = order.iter().map(|(name, value)| format!("\"{}\":{value}", key(name))).collect();
        let other = format!("\"_{}\":[{{}}]", oracle::escape(&unknown, &[9]));
        for text in [format!("{{{}}}", fields.join(",")), format!("{{{other},{},{other}}}", fields.join(" , "))] {
            oracle::check_sample(&Ours, text.as_bytes());
            oracle::check_kept(text.as_bytes());
            let mut ours = text.into_bytes();
            let sample: laws::sample::Sample = json::decode(&mut ours).expect("valid");
            prop_assert_eq!((sample.text, sample.word, sample.few.len(), sample.leaf.name), ("t", 7, 2, "l"));
        }
        let twice = format!("{{{},\"{}\":null}}", fields.join(","), key(order[0].0));
        prop_assert_eq!(kind(json::decode::<laws::sample::Sample>(&mut twice.into_bytes())), Some(ErrorKind::DuplicateKey));
    }
}

const SAMPLE_FIELDS: [(&str, &str); 6] = [
    ("Text", "\"t\""),
    ("Word", "7"),
    ("Few", "[1,2]"),
    ("Leaf", "{\"Name\":\"l\"}"),
    ("Map", "{\"b\":1,\"a\":2}"),
    ("Rows", "[[1],[]]"),
];

/// Decodes an integer of this type, or returns the kind of the error.
fn integer<T: for<'a> Decode<'a>>(text: &str) -> Result<T, ErrorKind> {
    let mut text = text.as_bytes().to_vec();
    json::decode(&mut text).map_err(|error| error.kind())
}

#[test]
fn integers_fit_up_to_the_edge_and_no_further() {
    macro_rules! edges {
        ($($type:ident)*) => {$(
            let (min, max) = (i128::from($type::MIN), i128::from($type::MAX));
            for edge in [min, max, 0, -1, 1, 9, 10, 99, 100, -128, 127, 255, 256] {
                for value in [edge - 1, edge, edge + 1] {
                    let expected = $type::try_from(value).map_err(|_| ErrorKind::OutOfRange);
                    assert_eq!(integer::<$type>(&value.to_string()), expected, "{value} as {}", stringify!($type));
                    if let Ok(value) = expected {
                        assert_eq!(encoded(&value), value.to_string());
                        // The same applies in a list that stays in the buffer.
                        let mut text = format!("[{value}]").into_bytes();
                        let list: Seq<$type> = json::decode(&mut text).expect("a list");
                        assert_eq!(list, Seq::from(&[value]));
                    }
                    let mut text = format!("[{value}]").into_bytes();
                    assert_eq!(kind(json::decode::<Seq<$type>>(&mut text)), expected.err());
                }
            }
            for digits in 1..40 {
                let nines = "9".repeat(digits);
                let expected = nines.parse::<$type>().map_err(|_| ErrorKind::OutOfRange);
                assert_eq!(integer::<$type>(&nines), expected);
            }
        )*};
    }
    edges! { u8 u16 u32 u64 i8 i16 i32 i64 }
}

#[test]
fn lists_hold_their_capacity_and_no_more() {
    fn check<const N: usize>() {
        for count in 0..N + 3 {
            let text = format!("[{}]", (0..count).map(|value| value.to_string()).collect::<Vec<_>>().join(","));
            let mut buffer = text.clone().into_bytes();
            match json::decode::<List<u32, N>>(&mut buffer) {
                Ok(list) => assert_eq!((encoded(&list), list.len(), count <= N), (text, count, true)),
                Err(error) => {
                    assert_eq!(
                        (error.kind(), count > N),
                        (ErrorKind::Capacity(u16::try_from(N).expect("small")), true)
                    );
                }
            }
            let elements: Vec<_> = (0..u32::try_from(count).expect("small")).collect();
            assert_eq!(List::<u32, N>::from_slice(&elements).is_ok(), count <= N);
        }
    }
    check::<0>();
    check::<1>();
    check::<2>();
    check::<16>();
    check::<300>();
}

#[test]
fn nesting_is_refused_beyond_the_bound_wherever_it_stands() {
    for depth in 55..70 {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":[],\"b\":", "}]")] {
            let text = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            for way in 0..5 {
                oracle::check(&Ours, &[&[way], text.as_bytes()].concat());
                for key in ["Any", "Late", "unknown", "Document", "Leaves"] {
                    oracle::check(&Ours, &[&[way], format!("{{\"{key}\":{text}}}").as_bytes()].concat());
                }
            }
            for styles in [b"\x07\x07\x07\x07\x07\x07\x07\x07", b"\x07\x07\x07\x00\x07\x07\x07\x07"] {
                oracle::check(&Ours, &[&[5], &styles[..], text.as_bytes()].concat());
                oracle::check(&Ours, &[&[6], &styles[..], text.as_bytes()].concat());
            }
        }
    }
}

proptest! {
    #[test]
    fn endpoints_hold_their_law_on_any_steps(data in vec(any::<u8>(), 0..3000)) {
        laws::own_endpoint::check(&data);
    }

    #[test]
    fn messages_made_of_any_type_hold_their_law(data in vec(any::<u8>(), 0..1500)) {
        laws::structured::check(&Ours, &data);
    }

    #[test]
    fn endpoints_hold_their_law_on_recorded_messages(
        steps in vec((0..8u8, any::<u8>(), prop::sample::select(recorded())), 0..40),
    ) {
        let mut data = Vec::new();
        for (step, amount, message) in steps {
            if step < 3 {
                data.extend([step, u8::try_from(message.len() / 8).expect("a byte")]);
                data.extend(message);
            } else {
                data.extend([step, amount]);
            }
        }
        laws::own_endpoint::check(&data);
    }
}

/// Returns the messages of both directions of the recorded session that are not too long. White space pads each message
/// to a multiple of eight bytes.
fn recorded() -> Vec<Vec<u8>> {
    let mut messages = Vec::new();
    for mut stream in [
        &include_bytes!("vectors/session.host-to-guest.bin")[..],
        &include_bytes!("vectors/session.guest-to-host.bin")[..],
    ] {
        while let Some(size) = stream.get(4..8) {
            let size = u32::from_le_bytes(size.try_into().expect("four bytes"));
            let (message, rest) = stream.split_at(size as usize);
            stream = rest;
            let padded = message.len().next_multiple_of(8);
            if padded < 2000 {
                let mut message = message.to_vec();
                message.resize(padded, b' ');
                message[4..8].copy_from_slice(&u32::try_from(padded).expect("small").to_le_bytes());
                messages.push(message);
            }
        }
    }
    messages
}
