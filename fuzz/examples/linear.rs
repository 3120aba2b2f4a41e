//! Decodes one input, so that instructions can be counted. `fuzz/linear` runs it under callgrind.
//!
//! `linear CASE FACTOR` makes an input of about FACTOR times 16 KiB, decodes all of it in `gcs_prot_measured`, and
//! prints the size of the input. Without arguments, `linear` lists the cases.

use std::hint::black_box;

use gcs_prot::json::{self, Decode, JsonString, Map, RawJson, Seq};
use gcs_prot::message::{ContainerCreate, Request};
use gcs_prot::wire::FrameReader;

#[path = "../../tests/laws/sample.rs"]
#[allow(dead_code)]
mod sample;

// The sample refers to these types.
mod model {
    #![allow(dead_code)]
    pub enum Type {
        Text,
        Bool,
        Unsigned(u64),
        Signed(i64),
        Optional(&'static Type),
        Seq(&'static Type),
        Map(&'static Type),
        List(&'static Type, usize),
        Any,
        Document(&'static Type),
        OptionalDocument(&'static Type),
        Lazy(&'static Type),
        Object(&'static [Field]),
    }
    pub struct Field(pub &'static str, pub Type, pub bool);
}

const SIZE: usize = 16 << 10;

type Run = fn(&'static mut [u8]);

/// The worst inputs that we could think of: a name, a function that makes the input, and a function that decodes it.
const CASES: &[(&str, fn(usize) -> String, Run)] = &[
    ("unknown-keys", |size| object(size, |key| format!("\"k{key}\":0")), sample::<sample::Sample>),
    ("unknown-keys-as-long-as-known", |size| object(size, |key| format!("\"{key:04}\":0")), sample::<sample::Sample>),
    (
        "unknown-keys-of-create",
        |size| object(size, |key| format!("\"{key:015}\":[]")),
        sample::<Request<ContainerCreate>>,
    ),
    ("duplicate-unknown-keys", |size| object(size, |_| "\"x\":{\"x\":1,\"x\":1}".into()), sample::<sample::Sample>),
    ("escaped-unknown-keys", |size| object(size, |_| "\"\\u0061\\n\":0".into()), sample::<sample::Sample>),
    ("one-long-key", |size| format!("{{\"{}\":0}}", "k".repeat(size)), sample::<sample::Sample>),
    ("escapes", |size| format!("\"{}\"", "\\u0041".repeat(size / 6)), sample::<&str>),
    ("short-escapes", |size| format!("\"{}\"", "\\n".repeat(size / 2)), sample::<&str>),
    ("surrogates", |size| format!("\"{}\"", "\\ud83d".repeat(size / 6)), sample::<&str>),
    ("escapes-in-list", |size| list(size, |_| "\"\\n\\u00e9\"".into()), sample::<Seq<&str>>),
    ("nul-texts", |size| list(size, |_| format!("\"\\u0000{}\"", "x".repeat(64))), sample::<Seq<&str>>),
    ("one-nul-text", |size| format!("[\"\\u0000{}\"]", "x".repeat(size)), sample::<Seq<&str>>),
    ("one-long-text", |size| format!("[\"{}\"]", "x".repeat(size)), sample::<Seq<&str>>),
    ("deep", |size| list(size, |_| format!("{}{}", "[".repeat(63), "]".repeat(63))), sample::<RawJson>),
    ("deep-objects", |size| list(size, |_| format!("{}0{}", "{\"\":".repeat(63), "}".repeat(63))), sample::<RawJson>),
    (
        "deep-unknown",
        |size| object(size, |_| format!("\"x\":{}{}", "[".repeat(63), "]".repeat(63))),
        sample::<sample::Sample>,
    ),
    ("unclosed", |size| "[".repeat(size), sample::<RawJson>),
    ("tiny-numbers", |size| list(size, |_| "0".into()), sample::<Seq<u8>>),
    ("tiny-lists", |size| list(size, |_| "[]".into()), sample::<Seq<Seq<u8>>>),
    ("tiny-objects", |size| list(size, |_| "{}".into()), sample::<Seq<sample::Leaf>>),
    ("tiny-texts", |size| list(size, |_| "\"\"".into()), sample::<Seq<&str>>),
    ("nulls", |size| list(size, |_| "null".into()), sample::<Seq<sample::Leaf>>),
    ("one-long-number", |size| format!("[{}]", "1".repeat(size)), sample::<RawJson>),
    ("white-space", |size| list(size, |_| format!("{}0{}", " ".repeat(500), "\n".repeat(500))), sample::<Seq<u8>>),
    (
        "white-space-in-objects",
        |size| object(size, |key| format!("{0}\"{key}\"{0}:{0}0{0}", " ".repeat(300))),
        sample::<sample::Sample>,
    ),
    ("leading-white-space", |size| format!("{}{{}}", " ".repeat(size)), sample::<sample::Sample>),
    ("sorted-map", |size| object(size, |key| format!("\"{key:06}\":\"\"")), sample::<Map<&str>>),
    ("unsorted-maps", |size| list(size.max(SIZE), |_| UNSORTED.with(Clone::clone)), sample::<Seq<Map<u8>>>),
    ("unsorted-map-around-a-long-key", around_a_long_key, sample::<Map<u8>>),
    ("nested-in-list", |size| list(size, |_| "[[[[\"a\"]]]]".into()), sample::<Seq<Seq<Seq<Seq<Seq<&str>>>>>>),
    ("document", |size| in_string(&list(size, |_| "\"a\\n\"".into()), usize::MAX), sample::<JsonString<RawJson>>),
    (
        "document-escaped-at-its-start",
        |size| in_string(&list(size, |_| "\"a\\n\"".into()), 0),
        sample::<JsonString<RawJson>>,
    ),
    (
        "document-escaped-in-the-middle",
        |size| in_string(&list(size, |_| "\"a\\n\"".into()), size / 2),
        sample::<JsonString<RawJson>>,
    ),
    (
        "document-all-escaped",
        |size| format!("\"{}\"", all_escaped(&list(size / 6, |_| "\"a\\n\"".into()))),
        sample::<JsonString<RawJson>>,
    ),
    (
        "document-of-surrogates",
        |size| in_string(&list(size, |_| "\"\\ud83d\"".into()), usize::MAX),
        sample::<JsonString<RawJson>>,
    ),
    (
        "documents-in-documents",
        |size| in_string(&in_string(&in_string(&list(size / 8, |_| "\"a\\\\\"".into()), usize::MAX), 0), usize::MAX),
        sample::<JsonString<JsonString<JsonString<RawJson>>>>,
    ),
    ("frames-byte-by-byte", |size| frames(size, 8), stream::<1>),
    ("frames-in-pieces", |size| frames(size, 100), stream::<61>),
];

thread_local! {
    /// A map with the maximum number of keys that are not in ascending order.
    static UNSORTED: String =
        format!("{{{}}}", (0..512).rev().map(|key| format!("\"{key:03}\":0")).collect::<Vec<_>>().join(","));
}

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [name, factor] = &*arguments else {
        return CASES.iter().for_each(|case| println!("{}", case.0));
    };
    let (_, make, run) = CASES.iter().find(|case| case.0 == *name).expect("a case");
    let input = make(factor.parse::<usize>().expect("a factor") * SIZE).into_bytes();
    println!("{}", input.len());
    gcs_prot_measured(*run, input.leak());
}

/// The function in which callgrind counts instructions.
#[unsafe(no_mangle)]
#[inline(never)]
pub extern "Rust" fn gcs_prot_measured(run: Run, input: &'static mut [u8]) {
    run(input);
}

/// Decodes the input as `T`. It can be an error.
fn sample<T: Decode<'static>>(input: &'static mut [u8]) {
    let value = json::decode::<T>(input);
    black_box(value.is_ok());
}

fn stream<const PIECE: usize>(input: &'static mut [u8]) {
    let mut buffer = [0; 4096];
    let mut frames = FrameReader::new(&mut buffer);
    let mut rest = &*input;
    while !rest.is_empty() {
        let window = frames.window();
        let piece = PIECE.min(window.len()).min(rest.len());
        window[..piece].copy_from_slice(&rest[..piece]);
        rest = &rest[piece..];
        frames.commit(piece).expect("within the window");
        while let Some(incoming) = frames.next().expect("messages") {
            black_box(incoming);
        }
    }
}

fn frames(size: usize, payload: u8) -> String {
    let message =
        [&[1, 1, 16, 16, 16 + payload, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0][..], &vec![b' '; payload.into()]].concat();
    let message = String::from_utf8(message).expect("ASCII");
    message.repeat(size / message.len())
}

fn list(size: usize, element: fn(usize) -> String) -> String {
    format!("[{}]", repeated(size, element))
}

fn object(size: usize, entry: fn(usize) -> String) -> String {
    format!("{{{}}}", repeated(size, entry))
}

fn repeated(size: usize, part: fn(usize) -> String) -> String {
    let mut text = part(0);
    for number in 1.. {
        if text.len() >= size {
            break;
        }
        text.push(',');
        text += &part(number);
    }
    text
}

/// Returns a document inside a string. The first quote at or after the index `unusual` has an unusual escape.
fn in_string(document: &str, unusual: usize) -> String {
    let text = serde_json::to_string(document).expect("a string");
    match text[1..].get(unusual..).and_then(|rest| rest.find("\\\"")) {
        Some(at) => format!("{}\\u0022{}", &text[..1 + unusual + at], &text[1 + unusual + at + 2..]),
        None => text,
    }
}

/// Returns a map whose first key is long and sorts between the other keys, so that each search compares it.
fn around_a_long_key(size: usize) -> String {
    let others = (0..255).map(|key| format!("\"z{key}\":0,\"a{key}\":0"));
    format!("{{\"m{}\":0,{}}}", "m".repeat(size), others.collect::<Vec<_>>().join(","))
}

fn all_escaped(text: &str) -> String {
    text.chars().map(|character| format!("\\u{:04x}", u32::from(character))).collect()
}
