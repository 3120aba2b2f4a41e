//! Every text of a few symbols, against the model: verdict, value, and kind and offset of the error.
//!
//! If the model refuses a text without reading its end, it refuses every text that starts with it. Such a text is
//! tested unchanged and with a long tail. The longer texts are counted, but not tested.

use gcs_prot::Error;
use gcs_prot::json::{self, Encode, JsonString, RawJson, Seq};

use crate::model::{self, Fault, Tree};
use crate::{SLOW, in_parallel};

type Alphabet = [&'static [u8]; 14];

/// Every class of byte that JSON distinguishes outside of words. A newline is both white space and a control character.
const STRUCTURE: Alphabet =
    [b"{", b"}", b"[", b"]", b":", b",", b"\"", b"\\", b"\n", b"0", b"1", b"-", b"e", b"\xc3\xa9"];

/// The bytes of numbers, words and escapes.
const SCALARS: Alphabet =
    [b"\"", b"\\", b"\\ud83d", b"\\ude00", b"\\u00", b"0", b"9", b"-", b"+", b".", b"E", b"null", b"t", b","];

/// Valid and invalid UTF-8.
const UTF8: Alphabet =
    [b"{", b"}", b"]", b"\"", b"\\t", b":", b",", b"a", b"\x80", b"\xbf", b"\xc3", b"\xe0", b"\xed", b"\xf0\x9f"];

/// The place of a text in a document.
#[derive(Clone, Copy, Debug)]
enum Way {
    Document,
    InList,
    /// In a string, escaped as little as can be.
    InString,
    /// In a string, with an escaped number for every ASCII character.
    InStringByNumbers,
}

const WAYS: [Way; 4] = [Way::Document, Way::InList, Way::InString, Way::InStringByNumbers];

/// The tail of a text that is already refused. It is as long as several blocks of a scan.
const TAIL: &[u8] = b"\"]},:[{0 \\n\"]}0123456789 0123456789 0123456789 0123456789";

/// The maximum number of symbols in a text.
fn most() -> usize {
    match std::env::var("EXHAUSTIVE_SYMBOLS") {
        Ok(most) => most.parse().expect("EXHAUSTIVE_SYMBOLS is a number"),
        Err(_) if SLOW => 4,
        Err(_) => 7,
    }
}

#[test]
fn every_text_of_structure() {
    every_text("structure", &STRUCTURE);
}

#[test]
fn every_text_of_scalars() {
    every_text("scalars", &SCALARS);
}

#[test]
fn every_text_of_utf8() {
    every_text("UTF-8", &UTF8);
}

fn every_text(name: &str, alphabet: &Alphabet) {
    let most = most();
    let first = alphabet.len();
    for way in WAYS {
        // There is a task for each pair of symbols at the start of a text. Texts of at most one symbol are tested
        // separately.
        let [covered, tried, accepted] = in_parallel(first * first, |task| {
            let mut walk = Walk { alphabet, way, most, counts: [0; 3], text: Vec::new(), lengths: Vec::new() };
            let (one, two) = (task / first, task % first);
            if task == 0 {
                walk.visit();
            }
            walk.push(one);
            let counts = walk.counts;
            let goes_on = walk.visit();
            if two > 0 {
                walk.counts = counts;
            }
            if goes_on {
                walk.push(two);
                walk.descend();
            }
            walk.counts
        });
        println!("{name}, {way:?}: {covered} texts of up to {most} symbols, {tried} tried, {accepted} accepted");
        assert_eq!(covered, 1 + below(most), "every text is covered once");
        assert!(accepted > 0);
    }
}

/// Returns the number of texts that start with a given one and have up to `symbols` more.
fn below(symbols: usize) -> u64 {
    (1..=symbols).map(|symbols| 14u64.pow(u32::try_from(symbols).expect("few"))).sum()
}

struct Walk<'s> {
    alphabet: &'s Alphabet,
    way: Way,
    most: usize,
    /// Texts that are covered, tried, accepted.
    counts: [u64; 3],
    text: Vec<u8>,
    /// The length of the text before each of its symbols.
    lengths: Vec<usize>,
}

impl Walk<'_> {
    fn push(&mut self, symbol: usize) {
        self.lengths.push(self.text.len());
        self.text.extend(self.alphabet[symbol]);
    }

    fn pop(&mut self) {
        self.text.truncate(self.lengths.pop().unwrap_or(0));
    }

    /// Checks the text and all that begin with it.
    fn descend(&mut self) {
        if self.visit() && self.lengths.len() < self.most {
            for symbol in 0..self.alphabet.len() {
                self.push(symbol);
                self.descend();
                self.pop();
            }
        }
    }

    /// Checks the text. Returns whether those that begin with it are to be checked.
    fn visit(&mut self) -> bool {
        self.counts[0] += 1;
        self.counts[1] += 1;
        let fault = match check(self.way, &self.text) {
            Ok(()) => {
                self.counts[2] += 1;
                return true;
            }
            Err(fault) => fault,
        };
        let looked_at = match self.way {
            Way::InList => fault.seen - 1,
            _ => fault.seen,
        };
        if looked_at > self.text.len() {
            return true;
        }
        self.counts[0] += below(self.most - self.lengths.len());
        let longer = [&self.text, TAIL].concat();
        let same = check(self.way, &longer).map_err(|longer| (longer.kind, longer.offset()));
        assert_eq!(same, Err((fault.kind, fault.offset())), "of {}", longer.escape_ascii());
        false
    }
}

/// Reads a text with the crate and with the model, which must agree. Returns the error of the model.
fn check(way: Way, text: &[u8]) -> Result<(), Fault> {
    match way {
        Way::Document => {
            let expected = model::document(text, 0);
            compare(&json::decode::<RawJson>(&mut text.to_vec()), &expected, |at| at, text);
            expected.map(drop)
        }
        Way::InList => {
            let mut text = [b"[", text, b"]"].concat();
            let expected = model::list(&text);
            compare(&json::decode::<Seq<RawJson>>(&mut text.clone()), &expected, |at| at, &text);
            text.clear();
            expected.map(drop)
        }
        Way::InString | Way::InStringByNumbers => {
            let (string, places) = in_string(text, matches!(way, Way::InStringByNumbers));
            let mut buffer = string.clone();
            let ours = json::decode::<JsonString<Option<RawJson>>>(&mut buffer).map(|value| value.0);
            if text.is_empty() {
                assert_eq!(ours, Ok(None));
                return Ok(());
            }
            let expected = model::document(text, 0);
            let surrogate = expected.as_ref().err().and_then(|fault| fault.surrogate);
            let plain = places.plain.min(surrogate.unwrap_or(usize::MAX));
            let place = |at: usize| match at.checked_sub(plain) {
                // From there on, the document has been unescaped.
                Some(further) => places.of[plain] + further,
                None => places.of[at],
            };
            compare(&ours, &expected, place, &string);
            expected.map(drop)
        }
    }
}

/// Returns the indices of the bytes of a text in a string.
struct Places {
    /// Of each byte, and of the end.
    of: Vec<usize>,
    /// Returns the number of bytes that are unchanged, or are the quotes and backslashes that every encoder escapes.
    plain: usize,
}

/// A string that holds a text.
fn in_string(text: &[u8], by_numbers: bool) -> (Vec<u8>, Places) {
    let mut string = vec![b'"'];
    let mut places = Places { of: Vec::new(), plain: text.len() };
    for (at, &byte) in text.iter().enumerate() {
        places.of.push(string.len());
        match byte {
            0..0x80 if by_numbers => string.extend(format!("\\u{byte:04x}").bytes()),
            b'"' | b'\\' => string.extend([b'\\', byte]),
            b'\n' => string.extend(b"\\n"),
            _ => string.push(byte),
        }
        if by_numbers && byte < 0x80 || byte == b'\n' {
            places.plain = places.plain.min(at);
        }
    }
    places.of.push(string.len());
    string.push(b'"');
    (string, places)
}

fn compare<T: Encode>(
    ours: &Result<T, Error>,
    expected: &Result<Tree, Fault>,
    place: impl Fn(usize) -> usize,
    text: &[u8],
) {
    let agree = match (ours, expected) {
        (Ok(value), Ok(tree)) => {
            let mut room = [0xa5; 512];
            json::encode(value, &mut room) == Ok(model::write(tree).as_bytes())
        }
        (Err(error), Err(fault)) => {
            error.kind().name() == fault.kind && error.offset() == u32::try_from(place(fault.at) + fault.behind).ok()
        }
        _ => false,
    };
    assert!(agree, "{}: {:?}, and by the model {expected:?}", text.escape_ascii(), ours.as_ref().err());
}
