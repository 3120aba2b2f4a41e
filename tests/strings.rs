//! Tests strings in every position where a scan by words, by blocks or by long runs of blocks could fail. It covers
//! both directions, plain strings and nested documents.
//!
//! The expected results come from the model, which works character by character, or from `serde_json`.

use gcs_prot::json::{self, Decode, Encode, JsonString, RawJson, Seq};
use gcs_prot::{Error, ErrorKind};

#[allow(dead_code)]
#[path = "laws/model/mod.rs"]
mod model;

use model::Tree;

/// A string in a nested document, and one level deeper. The types are options, because an empty string contains no
/// document.
type Once<T> = JsonString<Option<T>>;
type Twice<T> = Once<Once<T>>;

/// No new case occurs above this length: a run counts as long from 128 bytes, and is processed in steps of 256 bytes.
const LONG: usize = 700;
/// Characters that may need an escape or resemble such characters, with every length in UTF-8.
const SPECIAL: [&str; 18] = [
    "\"", "\\", "\n", "\0", "\u{1f}", "<", ">", "&", "\u{2028}", "\u{2029}", "\u{2027}", "\u{a2}", "\u{20ac}", "😀",
    "\u{7f}", " ", "/", "'",
];

/// Returns the text as a JSON string with the escapes that the reference uses.
fn quoted(text: &str) -> String {
    model::write(&Tree::Text(text.to_owned()))
}

fn encoded(value: &impl Encode, room: usize) -> Result<String, Error> {
    let mut buffer = vec![0xa5; room];
    json::encode(value, &mut buffer).map(|json| String::from_utf8(json.to_vec()).expect("UTF-8"))
}

/// Decodes a document, and returns the result of `show` on its value.
fn read<T, U>(json: &str, show: impl FnOnce(T) -> U) -> Result<U, Error>
where
    T: Decode<'static>,
{
    json::decode(json.to_owned().into_bytes().leak()).map(show)
}

/// Encodes and decodes a string at each level, alone and in a list.
fn check(text: &str) {
    let levels = [quoted(text), quoted(&quoted(text)), quoted(&quoted(&quoted(text)))];
    let list = [text, "", text];
    let lists = format!("[{0},\"\",{0}]", levels[0]);
    let lists = [lists.clone(), quoted(&lists), quoted(&quoted(&lists))];
    let (one, seq) = (JsonString(Some(text)), JsonString(Some(Seq::from(&list))));
    for (json, written) in [
        (&levels[0], encoded(&text, levels[0].len())),
        (&levels[1], encoded(&one, levels[1].len())),
        (&levels[2], encoded(&JsonString(Some(one)), levels[2].len())),
        (&lists[0], encoded(&Seq::from(&list), lists[0].len())),
        (&lists[1], encoded(&seq, lists[1].len())),
        (&lists[2], encoded(&JsonString(Some(seq)), lists[2].len())),
    ] {
        // The buffer has exactly the required size.
        assert_eq!(written.as_deref(), Ok(&**json));
    }
    let mut buffer = levels[0].clone().into_bytes();
    assert_eq!(json::decode(&mut buffer), Ok(text));
    let mut buffer = levels[1].clone().into_bytes();
    assert_eq!(json::decode(&mut buffer), Ok(one));
    let mut buffer = levels[2].clone().into_bytes();
    assert_eq!(json::decode(&mut buffer), Ok(JsonString(Some(one))));
    let mut buffer = lists[0].clone().into_bytes();
    assert_eq!(json::decode(&mut buffer), Ok(Seq::from(&list)));
    let mut buffer = lists[1].clone().into_bytes();
    assert_eq!(json::decode(&mut buffer), Ok(seq));
    let mut buffer = lists[2].clone().into_bytes();
    assert_eq!(json::decode(&mut buffer), Ok(JsonString(Some(seq))));
}

fn filler(length: usize) -> &'static str {
    const FILLER: &str = "abcdefghijklmnopqrstuvwxyz(){}[]:,.;#!%$@?=+-*_|~^`0123456789ABC";
    static LONGEST: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| FILLER.repeat(20));
    &LONGEST[..length]
}

#[test]
fn a_text_of_any_length_without_escapes() {
    for length in 0..=700 {
        check(filler(length));
    }
}

#[test]
fn a_special_character_at_any_position() {
    for special in SPECIAL {
        for before in (0..=80).chain((81..LONG).step_by(7)) {
            for after in [0, 1, 20] {
                check(&[filler(before), special, filler(after)].concat());
            }
        }
    }
}

#[test]
fn an_escape_at_any_place_of_a_text_of_any_length() {
    for before in 0..=LONG {
        for after in [0, 6, 7, 8, 9, 14, 15, 16, 17, 63, 64, 65, 200] {
            check(&[filler(before), "\"", filler(after)].concat());
        }
    }
    for length in 0..=200 {
        for after in (0..=length).step_by(3) {
            check(&[filler(length - after), "\n", filler(after)].concat());
        }
    }
}

#[test]
fn two_special_characters_at_any_distance() {
    for (one, other) in
        [("\"", "\\"), ("\\", "\\"), ("\n", "é"), ("\u{2028}", "<"), ("!", "\""), ("\u{1}", "#"), ("\"", "#")]
    {
        for before in 0..=20 {
            for between in 0..=40 {
                check(&[filler(before), one, filler(between), other, filler(before)].concat());
            }
        }
    }
}

/// Unescaping shortens the text, so the text after it moves down. This tests any distance and runs of any length.
#[test]
fn a_run_of_any_length_behind_any_number_of_escapes() {
    for escapes in (0..24).chain([40, 60, 64, 130]) {
        for run in (0..=80).chain([127, 128, 129, 300]) {
            check(&["\n".repeat(escapes).as_str(), filler(run), "\n", filler(run / 2)].concat());
        }
    }
}

#[test]
fn every_character_of_the_first_thousand_and_those_around_the_line_separators() {
    for character in
        (0..0x400).chain(0x1fff..0x2100).chain(0xd7f0..0xe010).chain(0xff00..0x10010).filter_map(char::from_u32)
    {
        let text = character.to_string();
        for before in [0, 5, 9, 30] {
            check(&[filler(before), &text, filler(12)].concat());
        }
    }
}

/// Tests every byte, alone and after a backslash. It must be accepted or rejected like in `serde_json`.
#[test]
fn every_byte_at_any_place_of_a_string() {
    for (escape, byte) in [false, true].into_iter().flat_map(|escape| (0..=u8::MAX).map(move |byte| (escape, byte))) {
        for before in (0..=34).chain([127, 128, 129, 200]) {
            let escape = if escape { "\\" } else { "" };
            let json =
                [b"\"", filler(before).as_bytes(), escape.as_bytes(), &[byte], filler(20).as_bytes(), b"\""].concat();
            let expected = serde_json::from_slice::<String>(&json).ok();
            let mut buffer = json.clone();
            assert_eq!(json::decode::<&str>(&mut buffer).ok(), expected.as_deref(), "{}", json.escape_ascii());
            let list = [b"[", &json[..], b"]"].concat();
            let mut buffer = list.clone();
            let ours = json::decode::<Seq<&str>>(&mut buffer).ok().and_then(|list| list.iter().next());
            assert_eq!(ours, expected.as_deref(), "{}", list.escape_ascii());
        }
    }
}

/// Errors in a string have an exact offset at each level. The scan by blocks must stop where a scan by bytes would.
#[test]
fn an_error_in_a_string_has_its_exact_offset() {
    for before in (0..=80).chain((81..LONG).step_by(5)) {
        for (wrong, kind, at) in [
            ("\\q", ErrorKind::InvalidEscape, 0),
            ("\\u12g4", ErrorKind::InvalidEscape, 0),
            ("\u{1f}", ErrorKind::ControlCharacter, 0),
            ("\u{0}", ErrorKind::ControlCharacter, 0),
            ("\u{a2}\\n\t", ErrorKind::ControlCharacter, 4),
        ] {
            let text = [filler(before), wrong, filler(20)].concat();
            let expected = Some((kind, Some(u32::try_from(1 + before + at).expect("small"))));
            let failed = |error: Error| (error.kind(), error.offset());
            assert_eq!(read::<&str, _>(&format!("\"{text}\""), drop).map_err(failed).err(), expected);
            let expected = expected.map(|(kind, at)| (kind, at.map(|at| at + 1)));
            assert_eq!(read::<RawJson, _>(&format!("[\"{text}\"]"), drop).map_err(failed).err(), expected);
            // `\"` is one byte longer than the quote, and each backslash before the error is doubled.
            let doubled = text.replace('\\', "\\\\");
            let more = wrong[..at].matches('\\').count();
            let expected = expected.map(|(kind, at)| (kind, at.map(|at| at + 1 + u32::try_from(more).expect("small"))));
            assert_eq!(read::<Once<&str>, _>(&format!("\"\\\"{doubled}\\\"\""), drop).map_err(failed).err(), expected);
        }
        // The string has no end.
        for (open, of) in [("\"", 0), ("[\"", 1), ("\"\\\"", 2)] {
            let json = format!("{open}{}", filler(before));
            let result = match of {
                0 => read::<&str, _>(&json, drop),
                1 => read::<RawJson, _>(&json, drop),
                _ => read::<Once<&str>, _>(&json, drop),
            };
            let end = Some(u32::try_from(json.len()).expect("small"));
            assert_eq!(result.map_err(|error| (error.kind(), error.offset())), Err((ErrorKind::UnexpectedEnd, end)));
        }
    }
}

#[test]
fn a_string_out_of_a_string_out_of_a_string_is_the_same() {
    let deepest = "\"\\\n<é😀\u{2028}";
    let json = (0..5).fold(deepest.to_owned(), |text, _| quoted(&text));
    assert_eq!(read(&json, |text: Twice<Twice<&'static str>>| text.0?.0?.0?.0), Ok(Some(deepest)));
    let five = JsonString(Some(JsonString(Some(JsonString(Some(JsonString(Some(deepest))))))));
    assert_eq!(encoded(&five, json.len()), Ok(json));
}
