//! Tests random messages of every type: valid ones are accepted, and those with a fault are refused.
#![cfg(feature = "arbitrary")]

use std::collections::BTreeSet;

use arbitrary::{Arbitrary, Unstructured};
use gcs_prot::arbitrary::{Knobs, Message, Payload, document, payload};
use gcs_prot::json::{self, Decode, Form, IntMap, JsonString, Lazy, Map, RawJson, Seq, Shape};
use gcs_prot::message::{ContainerCreate, MessageBase, MessageResponseBase, Request};
use gcs_prot::rpc::{AnyRequest, AnyResponse, Linux, Method};
use gcs_prot::windows::Windows;
use gcs_prot::wire::{FrameReader, MessageType, ReceivedFrame};
use gcs_prot::{Error, ErrorKind, Guid, Timestamp, json_object, open_set};

mod faults;
#[path = "../laws/mod.rs"]
mod laws;

use faults::Required;
use laws::sample::Sample;
use laws::types::{self, RoundTrip};

/// Returns this many bytes, always the same ones for the same seed.
fn bytes(seed: u64, count: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32).to_le_bytes()[0]
    };
    (0..count).map(|_| next()).collect()
}

fn round_trip(name: &str, text: &[u8]) -> Result<Vec<u8>, Error> {
    let mut copy = text.to_vec();
    let mut output = vec![0; text.len() * 12 + 4096];
    let visitor = RoundTrip { payload: &mut copy, output: &mut output };
    types::visit(name, visitor).expect("a known type").map(<[u8]>::to_vec)
}

#[test]
fn what_is_made_of_any_type_is_accepted_and_what_is_made_wrong_is_refused() {
    let mut kinds = BTreeSet::new();
    let mut sizes = Vec::new();
    for name in types::NAMES {
        let shape = types::visit(name, laws::same::ShapeOf).expect("a known type");
        for seed in 0..60 {
            let random = bytes(seed, 40 * usize::try_from(seed).expect("small"));
            let knobs = Knobs::arbitrary(&mut Unstructured::new(&random)).expect("knobs");
            let made = document(shape, knobs, &mut Unstructured::new(&random)).expect("a document");
            let once = round_trip(name, &made);
            let once = once.unwrap_or_else(|error| panic!("{name}: {error}: {}", made.escape_ascii()));
            assert_eq!(round_trip(name, &once), Ok(once), "{name}: {}", made.escape_ascii());
            sizes.push(made.len());

            let wrong = document(shape, knobs.with_wrong(), &mut Unstructured::new(&random)).expect("a document");
            match round_trip(name, &wrong) {
                Ok(_) => panic!("{name}: not wrong: {}", wrong.escape_ascii()),
                Err(error) => kinds.insert(error.kind().name()),
            };
        }
    }
    // The largest and the median size show that messages have contents.
    sizes.sort_unstable();
    assert!(sizes[sizes.len() / 2] > 40 && sizes[sizes.len() - 1] > 2000, "{:?}", sizes.len());
    let expected = ["duplicate", "end", "guid", "missing", "range", "resource", "syntax", "time", "type"];
    assert_eq!(kinds, BTreeSet::from(expected));
}

#[test]
fn a_plain_spelling_has_the_keys_in_order_and_any_other_is_the_same_value() {
    let mut spelled = BTreeSet::new();
    for seed in 0..400 {
        let random = bytes(seed, 3000);
        let made = payload::<Sample>(Knobs::PLAIN, &mut Unstructured::new(&random)).expect("a document");
        let text = String::from_utf8(made.clone()).expect("UTF-8");
        let positions: Vec<_> =
            ["\"Text\":", "\"Word\":", "\"Maps\":"].iter().filter_map(|key| text.find(key)).collect();
        assert!(positions.is_sorted(), "{text}");
        if text.starts_with("{\"Text\":\"") {
            spelled.insert("plain");
        }
        let any = payload::<Sample>(Knobs::ANY_SPELLING, &mut Unstructured::new(&random)).expect("a document");
        let text = String::from_utf8(any.clone()).expect("UTF-8");
        for (what, is_there) in [
            ("another case", text.contains("\"text\"") || text.contains("\"TEXT\"")),
            ("a letter that folds", text.contains('\u{17f}') || text.contains("\\u017f")),
            ("white space", text.contains('\n') || text.contains('\t')),
            ("an escape", text.contains("\\u00") || text.contains("\\/")),
            ("a lone surrogate", text.contains("\\udead") || text.contains("\\uD83D")),
            ("minus zero", text.contains(":-0,")),
        ] {
            if is_there {
                spelled.insert(what);
            }
        }
        laws::oracle::check_sample(&laws::implementation::Ours, &made);
        laws::oracle::check_sample(&laws::implementation::Ours, &any);
    }
    let expected =
        ["a letter that folds", "a lone surrogate", "an escape", "another case", "minus zero", "plain", "white space"];
    assert_eq!(spelled, BTreeSet::from(expected));
}

#[test]
fn a_message_of_each_method_is_decoded_by_it() {
    for method in Method::ALL {
        for seed in 0..40 {
            let random = bytes(seed, 1500);
            let data = &mut Unstructured::new(&random);
            let request = Message::request::<Linux>(*method, Knobs::ANY_SPELLING, data).expect("a request");
            assert_eq!(request.identifier, method.request());
            let decoded = AnyRequest::<Linux>::decode(*method, &mut request.payload.clone()).map(|_| ());
            assert_eq!(decoded, Ok(()), "{}", request.payload.escape_ascii());
            let windows = Message::request::<Windows>(*method, Knobs::ANY_SPELLING, data).expect("a request");
            let decoded = AnyRequest::<Windows>::decode_for(*method, &mut windows.payload.clone()).map(|_| ());
            assert_eq!(decoded, Ok(()), "{}", windows.payload.escape_ascii());
            let response = Message::response::<Linux>(*method, Knobs::ANY_SPELLING, data).expect("a response");
            assert_eq!(response.identifier, method.response());
            let decoded = AnyResponse::<Linux>::decode(*method, &mut response.payload.clone()).map(|_| ());
            assert_eq!(decoded, Ok(()), "{}", response.payload.escape_ascii());
        }
    }
}

#[test]
fn any_message_is_a_frame() {
    let mut types = BTreeSet::new();
    for seed in 0..200 {
        let random = bytes(seed, 800);
        let message = Message::arbitrary(&mut Unstructured::new(&random)).expect("a message");
        let kind = message.identifier.message_type();
        types.insert(kind.0);
        let frame = message.frame();
        let mut buffer = vec![0; frame.len()];
        let mut reader = FrameReader::new(&mut buffer);
        reader.window().copy_from_slice(&frame);
        reader.commit(frame.len()).expect("room");
        let Ok(Some(ReceivedFrame::Frame(read))) = reader.next() else { panic!("no frame") };
        assert_eq!((read.header.identifier(), read.header.sequence_id()), (message.identifier, message.sequence_id));
        assert_eq!(&*read.payload, &*message.payload);
        let base = match kind {
            MessageType::RESPONSE => json::decode::<MessageResponseBase<'_>>(read.payload).map(|_| ()),
            _ => json::decode::<MessageBase<'_>>(read.payload).map(|_| ()),
        };
        assert_eq!(base, Ok(()));
    }
    assert_eq!(types.len(), 3);
}

/// A type of one's own, that contains itself.
#[json_object]
struct Tree<'a> {
    #[json("Name")]
    name: &'a str,
    #[json("Branches", omitempty)]
    branches: Seq<'a, Tree<'a>>,
}

/// A type that only itself can check.
#[derive(Clone, Debug, Default, PartialEq)]
struct Even(u32);

impl<'a> Decode<'a> for Even {
    const SHAPE: &'static Shape = &Shape::custom(|reader| Even::default().decode(reader));

    fn decode(&mut self, reader: &mut json::Reader<'a>) -> Result<(), json::Failed> {
        self.0.decode(reader)?;
        if self.0.is_multiple_of(2) { Ok(()) } else { Err(reader.fail(ErrorKind::OutOfRange)) }
    }
}

/// Like [`Even`], with examples.
#[derive(Clone, Debug, Default, PartialEq)]
struct Known(Even);

impl<'a> Decode<'a> for Known {
    const SHAPE: &'static Shape =
        &Shape::custom(|reader| Known::default().decode(reader)).with_form(Form::Examples(&["0", "8"]));

    fn decode(&mut self, reader: &mut json::Reader<'a>) -> Result<(), json::Failed> {
        self.0.decode(reader)
    }
}

#[test]
fn values_that_only_their_type_checks_are_made_of_their_form() {
    let (mut entries, mut spelled, mut times, mut wrong) = (0, 0, BTreeSet::new(), BTreeSet::new());
    for seed in 0..300 {
        let random = bytes(seed, 600);
        let data = &mut Unstructured::new(&random);
        let mut guid = payload::<Guid>(Knobs::ANY_SPELLING, data).expect("a GUID");
        assert_ne!(json::decode::<Guid>(&mut guid), Ok(Guid::ZERO));
        let mut time = payload::<Timestamp>(Knobs::ANY_SPELLING, data).expect("a time");
        times.insert(json::decode::<Timestamp>(&mut time).expect("a time").offset_minutes());
        let mut array = payload::<[Option<u16>; 2]>(Knobs::ANY_SPELLING, data).expect("an array");
        let text = String::from_utf8(array.clone()).expect("UTF-8");
        json::decode::<[Option<u16>; 2]>(&mut array).unwrap_or_else(|error| panic!("{error}: {text}"));
        let mut map = payload::<IntMap<u8>>(Knobs::ANY_SPELLING, data).expect("a map");
        spelled += usize::from(map.contains(&b'+'));
        entries += json::decode::<IntMap<u8>>(&mut map).expect("a map").iter().count();
        let mut known = payload::<Known>(Knobs::ANY_SPELLING, data).expect("an example");
        assert!(matches!(json::decode::<Known>(&mut known), Ok(Known(Even(0 | 8)))));

        let knobs = Knobs::PLAIN.with_wrong();
        let kind = |result: Result<(), Error>| result.expect_err("wrong").kind().name();
        wrong.insert(kind(json::decode::<Guid>(&mut payload::<Guid>(knobs, data).expect("a text")).map(drop)));
        wrong
            .insert(kind(json::decode::<Timestamp>(&mut payload::<Timestamp>(knobs, data).expect("a text")).map(drop)));
        let mut array = payload::<[u16; 2]>(knobs, data).expect("a text");
        wrong.insert(kind(json::decode::<[u16; 2]>(&mut array).map(drop)));
        let mut map = payload::<IntMap<u8>>(knobs, data).expect("a text");
        wrong.insert(kind(json::decode::<IntMap<u8>>(&mut map).map(drop)));
        let mut known = payload::<Known>(knobs, data).expect("a text");
        wrong.insert(kind(json::decode::<Known>(&mut known).map(drop)));
    }
    assert!(entries > 300 && spelled > 30 && times.len() > 50, "{entries} {spelled} {}", times.len());
    assert_eq!(wrong, BTreeSet::from(["duplicate", "guid", "range", "syntax", "time", "type"]));
}

#[test]
fn types_of_ones_own_are_made_too() {
    let mut branches = 0;
    for seed in 0..100 {
        let random = bytes(seed, 2000);
        let mut tree = Payload::<Tree>::arbitrary(&mut Unstructured::new(&random)).expect("a tree").into_bytes();
        let tree: Tree = json::decode(&mut tree).expect("a tree");
        branches += tree.branches.iter().filter(|tree| !tree.branches.is_empty()).count();
    }
    assert!(branches > 20, "{branches}");
    let random = bytes(1, 100);
    assert!(payload::<Even>(Knobs::PLAIN, &mut Unstructured::new(&random)).is_err());
    assert!(payload::<Known>(Knobs::PLAIN, &mut Unstructured::new(&random)).is_ok());
    // As an element, it is omitted.
    let mut list = payload::<Seq<Even>>(Knobs::PLAIN, &mut Unstructured::new(&random)).expect("a list");
    assert_eq!(json::decode::<Seq<Even>>(&mut list).map(|list| list.iter().count()), Ok(0));
}

#[test]
fn where_any_value_is_right_the_document_is_none() {
    let random = bytes(1, 100);
    let mut any = payload::<RawJson>(Knobs::PLAIN.with_wrong(), &mut Unstructured::new(&random)).expect("a document");
    assert_eq!(json::decode::<RawJson>(&mut any).map_err(|error| error.kind()), Err(ErrorKind::TrailingBytes));
}

#[test]
fn too_little_data_makes_a_small_document() {
    let made =
        payload::<Request<ContainerCreate>>(Knobs::ANY_SPELLING, &mut Unstructured::new(&[])).expect("a document");
    assert_eq!(made, br#"{"ContainerConfig":"{}"}"#);
}

#[test]
fn knobs_are_all_combinations_and_none_is_wrong() {
    let mut seen = BTreeSet::new();
    for byte in 0..=u8::MAX {
        let knobs = Knobs::arbitrary(&mut Unstructured::new(&[byte])).expect("knobs");
        let Knobs { case, order, unknown_keys, escapes, white_space, nulls, wrong, .. } = knobs;
        seen.insert([case, order, unknown_keys, escapes, white_space, nulls]);
        assert!(!wrong);
    }
    assert_eq!(seen.len(), 64);
    // Without data, a document is plain.
    let knobs = Knobs::arbitrary(&mut Unstructured::new(&[])).expect("knobs");
    assert!(!knobs.case && !knobs.order && !knobs.unknown_keys && !knobs.escapes && !knobs.white_space && !knobs.nulls);
}

#[test]
fn a_payload_is_its_bytes_and_a_notification_has_the_sequence_id_0() {
    let random = bytes(3, 200);
    let payload = Payload::<Sample>::arbitrary(&mut Unstructured::new(&random)).expect("a payload");
    assert!(payload.len() > 2);
    assert_eq!(payload.to_vec(), payload.into_bytes());
    let notification = Message::notification(Knobs::PLAIN, &mut Unstructured::new(&random)).expect("a message");
    assert_eq!(notification.sequence_id.0, 0);
}

/// A string that is usually a known one.
#[open_set]
enum Colour<'a> {
    #[json("red")]
    Red,
    #[json("green")]
    Green,
    Other(&'a str),
}

/// The corpus of a fuzzer keeps its meaning only as long as the same data makes the same documents. Replace the sums
/// after an intended change.
#[test]
fn the_same_data_makes_the_same_documents() {
    fn sum<T: Decode<'static>>() -> u64 {
        let mut sum = 0xcbf2_9ce4_8422_2325u64;
        for (knobs, seed) in [Knobs::PLAIN, Knobs::ANY_SPELLING, Knobs::ANY_SPELLING.with_wrong()]
            .into_iter()
            .flat_map(|knobs| (0..300).map(move |seed| (knobs, seed)))
        {
            for byte in payload::<T>(knobs, &mut Unstructured::new(&bytes(seed, 2000))).expect("a document") {
                sum = (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
            }
        }
        sum
    }
    let sums = [
        ("Sample", sum::<Sample>()),
        ("RawJson", sum::<RawJson>()),
        ("IntMap", sum::<IntMap<i64>>()),
        ("array", sum::<[Option<i8>; 3]>()),
        ("Guid", sum::<Guid>()),
        ("Timestamp", sum::<Timestamp>()),
        ("Required", sum::<Seq<Required>>()),
        ("Colour", sum::<Colour>()),
    ];
    let expected = [
        ("Sample", 10_920_207_825_758_057_243),
        ("RawJson", 1_211_791_309_712_383_932),
        ("IntMap", 5_581_963_727_635_688_719),
        ("array", 3_016_193_676_669_615_099),
        ("Guid", 3_423_098_725_184_899_962),
        ("Timestamp", 6_140_836_013_409_592_560),
        ("Required", 3_606_004_154_656_104_364),
        ("Colour", 2_899_681_553_923_268_308),
    ];
    assert_eq!(sums, expected);
}
