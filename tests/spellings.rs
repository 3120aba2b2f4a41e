//! Tests that a nested document means the same however its characters are spelled. Each character can be an escape. At
//! the first unusual spelling, the reader switches from escaped to unescaped text.

use std::collections::HashSet;
use std::fmt::Write;

use gcs_prot::json::{self, Decode, Encode, JsonString, List, Map, RawJson, Seq};
use gcs_prot::json_object;
use gcs_prot::{Error, ErrorKind};

/// An object with a nested document and a field after it.
#[json_object]
struct Outer<'a> {
    #[json("Document")]
    document: JsonString<Option<Inner<'a>>>,
    #[json("After")]
    after: Seq<'a, u8>,
}

/// An object with one field of each kind, and another nested document.
#[json_object]
struct Inner<'a> {
    #[json("Text")]
    text: &'a str,
    #[json("Flag", omitempty)]
    flag: bool,
    #[json("Number", omitempty)]
    number: i32,
    #[json("Few", omitempty)]
    few: List<u8, 2>,
    #[json("List", omitempty)]
    list: Seq<'a, &'a str>,
    #[json("Map", omitempty)]
    map: Map<'a, bool>,
    #[json("Any", omitempty)]
    any: RawJson<'a>,
    #[json("Deeper", omitempty)]
    deeper: JsonString<Option<RawJson<'a>>>,
}

/// The ways in which a character can be spelled in a string.
const SPELLINGS: [fn(char) -> String; 3] = [plain, lower, upper];

fn plain(character: char) -> String {
    match character {
        '"' | '\\' => format!("\\{character}"),
        '\n' => "\\n".into(),
        _ => character.into(),
    }
}

fn lower(character: char) -> String {
    let mut spelled = String::new();
    for unit in character.encode_utf16(&mut [0; 2]) {
        write!(spelled, "\\u{unit:04x}").expect("a string takes it");
    }
    spelled
}

fn upper(character: char) -> String {
    lower(character).to_uppercase().replace('U', "u")
}

/// Returns a JSON string with this text. `spell` selects the spelling of each character by its index.
fn string(text: &str, spell: impl Fn(usize) -> fn(char) -> String) -> String {
    let inside: String = text.chars().enumerate().map(|(at, character)| spell(at)(character)).collect();
    format!("\"{inside}\"")
}

fn outer(document: &str) -> String {
    format!("{{\"Document\":{document},\"After\":[1,2]}}")
}

/// Decodes a document and encodes it encoded.
fn reencode<'a, T: Decode<'a> + Encode>(json: &'a mut [u8]) -> Result<Vec<u8>, Error> {
    let mut buffer = [0xa5; 1024];
    let value: T = json::decode(json)?;
    json::encode(&value, &mut buffer).map(<[u8]>::to_vec)
}

/// Checks spellings of a document in which one or two characters, or the characters before or after an index, are
/// spelled differently. Returns their number.
fn check_spellings(document: &str) -> usize {
    let expected = outer(&string(document, |_| plain));
    let mut seen = HashSet::new();
    let mut check = |text: String| {
        if seen.insert(text.clone()) {
            let encoded = reencode::<Outer>(&mut outer(&text).into_bytes());
            assert_eq!(
                encoded.map(|json| String::from_utf8(json).expect("UTF-8")).as_deref(),
                Ok(&*expected),
                "{text}"
            );
        }
    };
    let count = document.chars().count();
    for (one, other) in (0..count).flat_map(|one| (one..count).map(move |other| (one, other))) {
        check(string(document, |at| if at == one || at == other { lower } else { plain }));
    }
    for first in 0..count {
        for spelling in SPELLINGS {
            check(string(document, |at| if at >= first { spelling } else { plain }));
            check(string(document, |at| if at <= first { spelling } else { plain }));
        }
        check(string(document, |at| SPELLINGS[(at + first) % 3]));
    }
    seen.len()
}

#[test]
fn a_document_means_the_same_in_every_spelling() {
    for document in [
        r#"{"Text":"a\"\\\nb"}"#,
        r#"{"Text":"","Flag":true,"Number":-12}"#,
        r#"{"Text":"é😀","Few":[1,20],"List":["","x\"y"]}"#,
        r#"{"Text":"t","Map":{"a\\":true,"b":false}}"#,
        r#"{"Text":"t","Any":{"k":[null,true,1.5e3,"\""]}}"#,
        r#"{"Text":"t","Deeper":"{\"a\":\"b\\\\\\\"c\"}"}"#,
    ] {
        let count = document.chars().count();
        assert!(check_spellings(document) > count * count / 2, "{document}");
    }
}

/// White space, unknown keys and keys in another case are read but not written.
#[test]
fn text_that_is_not_written_again_can_have_any_spelling() {
    let document = " {\n\"tEXT\" :\t\"x\" ,\r\"Unknown\":[ {\"a\":\"b\"} ],\"Number\":null} ";
    let expected = outer(r#""{\"Text\":\"x\"}""#);
    let escape = |character: char| match character {
        '\t' => "\\t".into(),
        '\r' => "\\r".into(),
        other => plain(other),
    };
    let count = document.chars().count();
    for (one, other) in (0..count).flat_map(|one| (one..count).map(move |other| (one, other))) {
        let text = string(document, |at| if at == one || at == other { upper } else { escape });
        assert_eq!(reencode::<Outer>(&mut outer(&text).into_bytes()).as_deref(), Ok(expected.as_bytes()), "{text}");
    }
}

/// A truncated document is an error of the same kind as in plain text, wherever it is truncated and however it is
/// spelled.
#[test]
fn a_document_that_is_cut_is_an_error_in_every_spelling() {
    let document = r#"{"Text":"a\"b","Flag":true,"Number":-12,"List":["x"],"Any":[null,1.5]}"#;
    for end in 1..document.len() {
        let cut = &document[..end];
        let kind = reencode::<Inner>(&mut cut.as_bytes().to_vec()).expect_err(cut).kind();
        for first in 0..=end {
            for spelling in SPELLINGS {
                let text = string(cut, |at| if at >= first { spelling } else { plain });
                let error = reencode::<Outer>(&mut outer(&text).into_bytes()).expect_err(&text);
                assert_eq!(error.kind(), kind, "{text}");
            }
        }
    }
}

/// A payload can be truncated anywhere, including inside the string and its escapes.
#[test]
fn a_payload_that_is_cut_is_an_error_that_says_where() {
    let document = r#"{"Text":"a\"\n😀","Flag":true,"Number":-12,"List":["x"],"Deeper":"[\"\\\\\"]"}"#;
    for spelling in SPELLINGS {
        for first in (0..document.chars().count()).step_by(3) {
            let whole = outer(&string(document, |at| if at >= first { spelling } else { plain }));
            for end in 0..whole.len() {
                let mut cut = whole.as_bytes()[..end].to_vec();
                let error = reencode::<Outer>(&mut cut).expect_err("cut");
                let kinds = [ErrorKind::UnexpectedEnd, ErrorKind::UnexpectedByte, ErrorKind::InvalidEscape];
                assert!(kinds.contains(&error.kind()), "{error}: {}", &whole[..end]);
                assert!(error.offset().is_some_and(|offset| offset as usize <= end), "{error}: {}", &whole[..end]);
            }
        }
    }
}
