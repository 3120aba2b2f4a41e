//! Settling: a value that stays in the buffer, checked, unescaped, and quick to walk.
//!
//! One pass over the text checks it and turns it, where it lies, into tokens that say how long they are:
//!
//! | byte | token |
//! |---|---|
//! | `0x40 + n` | a string of `n` < 64 bytes, which follow |
//! | `"` | a longer string: its bytes follow, and a NUL behind them |
//! | `#` | a longer string that holds a NUL: its length in five times seven bits, then its bytes |
//! | `-` `0`..`9` | a number, as it was written |
//! | `+` `!` `?` | true, false, null |
//! | `(` `)` `<` `>` | begin and end of an array, of an object (key, value, key, value, ...) |
//! | `0x01`..`0x1f` | nothing: the next token is that many bytes further on |
//!
//! Every header takes the place of a byte that the text does not need any more (the opening quote), so nothing moves but
//! what unescaping moves; the gaps that quotes, commas and white space leave are stepped over. All of it is valid UTF-8,
//! checked once for the whole region: that is why a [`Settled`] region is a `&str`, and handing out a string of it
//! costs no second check. Nothing is parsed twice, and it can be read any number of times, from any place.

use core::cmp::Ordering;

use super::number::{self, Number};
use super::reader::{Failed, Kind, MAX_DEPTH};
use super::string;
use super::text::Text;
use crate::error::{Error, ErrorKind};

const SHORT: u8 = 0x40;
const SHORT_MAX: usize = 0x3f;
const LONG: u8 = b'"';
const SIZED: u8 = b'#';
const SIZE_BYTES: usize = 5;
const TRUE: u8 = b'+';
const FALSE: u8 = b'!';
const NULL: u8 = b'?';
const ARRAY: u8 = b'(';
const ARRAY_END: u8 = b')';
const OBJECT: u8 = b'<';
const OBJECT_END: u8 = b'>';
const GAP_MAX: usize = 0x1f;

/// The containers that are open: one bit each, set for an object, the innermost lowest.
#[derive(Default)]
pub(super) struct Open {
    objects: u64,
    depth: u8,
}

impl Open {
    pub(super) fn is_empty(&self) -> bool {
        self.depth == 0
    }

    pub(super) fn push(&mut self, object: bool) {
        self.objects = self.objects << 1 | u64::from(object);
        self.depth = self.depth.saturating_add(1);
    }

    pub(super) fn pop(&mut self) {
        self.objects >>= 1;
        self.depth = self.depth.saturating_sub(1);
    }

    pub(super) fn in_object(&self) -> bool {
        self.objects & 1 == 1
    }
}

/// One settling pass.
struct Settle<'t, 'a> {
    text: &'t mut Text<'a>,
    /// Where the last token ended; a gap begins here.
    end: usize,
}

/// Settles the value that comes next in `text`, inside `depth` open containers.
pub(super) fn settle<'a>(text: &mut Text<'a>, depth: u8) -> Result<Settled<'a>, Failed> {
    let start = if text.token() == b'"' { text.quote() } else { text.at() };
    let mut pass = Settle { text, end: start };
    pass.value(depth)?;
    let end = pass.end;
    text.take_str(start, end).map(|rest| Settled { rest })
}

impl Settle<'_, '_> {
    /// One value and all that is in it. No recursion: the open containers are bits.
    fn value(&mut self, depth: u8) -> Result<(), Failed> {
        let mut open = Open::default();
        let mut byte = self.text.token();
        loop {
            match byte {
                b'"' => self.string()?,
                b'{' | b'[' => {
                    if depth.saturating_add(open.depth) >= MAX_DEPTH {
                        return Err(self.text.fail(ErrorKind::TooDeep));
                    }
                    let object = byte == b'{';
                    open.push(object);
                    self.mark(if object { OBJECT } else { ARRAY });
                    byte = self.text.token();
                    if !self.closes(byte, &mut open) {
                        if object {
                            byte = self.key()?;
                        }
                        continue;
                    }
                }
                b't' => self.word(b"true", TRUE)?,
                b'f' => self.word(b"false", FALSE)?,
                b'n' => self.word(b"null", NULL)?,
                _ => {
                    self.gap(self.text.at());
                    self.text.number()?;
                    self.end = self.text.at();
                }
            }
            // Behind a value: the end of containers, or a comma.
            loop {
                if open.is_empty() {
                    return Ok(());
                }
                byte = self.text.token();
                if !self.closes(byte, &mut open) {
                    break;
                }
            }
            if byte != b',' {
                return Err(self.text.unexpected());
            }
            self.text.step();
            byte = if open.in_object() { self.key()? } else { self.text.token() };
        }
    }

    /// Closes the innermost container if it ends here, with this byte.
    fn closes(&mut self, byte: u8, open: &mut Open) -> bool {
        let (close, mark) = if open.in_object() { (b'}', OBJECT_END) } else { (b']', ARRAY_END) };
        if byte == close {
            self.mark(mark);
            open.pop();
        }
        byte == close
    }

    /// A key and its colon; returns the first byte of its value.
    fn key(&mut self) -> Result<u8, Failed> {
        if self.text.token() != b'"' {
            return Err(self.text.unexpected());
        }
        self.string()?;
        self.text.step_over(b':')?;
        Ok(self.text.token())
    }

    fn string(&mut self) -> Result<(), Failed> {
        let quote = self.text.quote();
        let start = quote.saturating_add(1);
        let stop = self.text.unescape_string()?;
        let length = stop.saturating_sub(start);
        let unescaped = self.text.blank(stop);
        self.gap(quote);
        if length <= SHORT_MAX {
            self.text.set(quote, SHORT | length.to_le_bytes()[0]);
            self.end = stop;
        } else if unescaped && self.text.contains_nul(start, stop) {
            // A NUL is always escaped, in six bytes, so there is room for the length.
            self.text.set(quote, SIZED);
            self.end = self.text.shift(start, stop, SIZE_BYTES);
            let mut size = length;
            for at in start..start.saturating_add(SIZE_BYTES) {
                self.text.set(at, size.to_le_bytes()[0] & 0x7f);
                size >>= 7;
            }
        } else {
            self.text.set(quote, LONG);
            self.text.set(stop, 0);
            self.end = stop.saturating_add(1);
        }
        Ok(())
    }

    fn word(&mut self, word: &[u8], mark: u8) -> Result<(), Failed> {
        let here = self.text.at();
        self.text.word(word)?;
        self.gap(here);
        self.text.set(here, mark);
        self.end = here.saturating_add(1);
        Ok(())
    }

    /// Makes a token of the byte here.
    fn mark(&mut self, header: u8) {
        let here = self.text.at();
        self.gap(here);
        self.text.set(here, header);
        self.text.step();
        self.end = self.text.at();
    }

    /// Makes the bytes between the last token and `here` a gap.
    fn gap(&mut self, here: usize) {
        while self.end < here {
            let length = here.saturating_sub(self.end).min(GAP_MAX);
            self.text.set(self.end, length.to_le_bytes()[0]);
            self.end = self.end.saturating_add(length);
        }
    }
}

/// A settled value, or what is left of one that is being read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Settled<'a> {
    rest: &'a str,
}

impl<'a> Settled<'a> {
    /// The header of the next token; 0 at the end.
    fn header(&mut self) -> u8 {
        loop {
            match self.rest.as_bytes().first() {
                Some(&gap @ 0x01..=0x1f) => self.advance(usize::from(gap)),
                Some(&header) => return header,
                None => return 0,
            }
        }
    }

    fn advance(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// How far into `whole` this, a rest of it, begins.
    pub(super) fn offset_in(&self, whole: &Self) -> usize {
        whole.rest.len().saturating_sub(self.rest.len())
    }

    /// What is left of this from `offset` on.
    pub(super) fn skip_to(mut self, offset: u32) -> Self {
        self.advance(usize::try_from(offset).unwrap_or(usize::MAX));
        self
    }

    /// What the next value is, if there is one.
    pub(super) fn kind(&mut self) -> Option<Kind> {
        Some(match self.header() {
            SHORT.. | LONG | SIZED => Kind::String,
            b'-' | b'0'..=b'9' => Kind::Number,
            TRUE | FALSE => Kind::Bool,
            NULL => Kind::Null,
            ARRAY => Kind::Array,
            OBJECT => Kind::Object,
            _ => return None,
        })
    }

    /// Steps over the begin or the end of a container, or over a word.
    pub(super) fn enter(&mut self) {
        self.advance(1);
    }

    /// Whether the container being read ends here; then it is left.
    pub(super) fn leave(&mut self) -> bool {
        let end = matches!(self.header(), 0 | ARRAY_END | OBJECT_END);
        if end {
            self.advance(1);
        }
        end
    }

    pub(super) fn bool(&mut self) -> bool {
        let value = self.header() == TRUE;
        self.advance(1);
        value
    }

    pub(super) fn string(&mut self) -> &'a str {
        let header = self.header();
        self.advance(1);
        let (length, end) = match header {
            SHORT.. => (usize::from(header ^ SHORT), 0),
            SIZED => (self.size(), 0),
            _ => (nul(self.rest.as_bytes()), 1),
        };
        let string = self.rest.get(..length).unwrap_or_default();
        self.advance(length.saturating_add(end));
        string
    }

    /// How the string that comes next compares with `other`, looking at no more of it than `other` is long: a long key
    /// does not make each comparison with it a long one.
    pub(super) fn compare(mut self, other: &str) -> Ordering {
        if self.header() != LONG {
            return self.string().cmp(other);
        }
        self.advance(1);
        let bytes = self.rest.as_bytes();
        let bytes = bytes.get(..=other.len()).unwrap_or(bytes);
        bytes.get(..nul(bytes)).unwrap_or_default().cmp(other.as_bytes())
    }

    fn size(&mut self) -> usize {
        let bytes = self.rest.as_bytes().get(..SIZE_BYTES).unwrap_or_default();
        let size = bytes.iter().rev().fold(0, |size, byte| size << 7 | usize::from(*byte));
        self.advance(SIZE_BYTES);
        size
    }

    /// The number as it was written, and what it is.
    pub(super) fn number(&mut self) -> (&'a str, Number) {
        self.header();
        let (number, length) = number::number(self.rest.as_bytes()).unwrap_or((Number::Fraction, 0));
        let text = self.rest.get(..length).unwrap_or_default();
        self.advance(length);
        (text, number)
    }

    /// Reads the next token, whatever it is.
    pub(super) fn token(&mut self) -> Token<'a> {
        match self.kind() {
            Some(Kind::String) => Token::String(self.string()),
            Some(Kind::Number) => Token::Number(self.number().0),
            Some(Kind::Bool) => Token::Bool(self.bool()),
            Some(kind) => {
                self.enter();
                match kind {
                    Kind::Null => Token::Null,
                    _ => Token::Begin { object: kind == Kind::Object },
                }
            }
            None => {
                self.leave();
                Token::End
            }
        }
    }

    /// All tokens.
    pub(super) fn tokens(mut self) -> impl Iterator<Item = Token<'a>> {
        core::iter::from_fn(move || (!self.rest.is_empty()).then(|| self.token()))
    }

    /// The inside of a container, which this is.
    pub(super) fn inside(mut self) -> Self {
        self.header();
        self.enter();
        self
    }

    /// Calls `read` at each element of a container, which this is.
    #[inline(never)]
    pub(super) fn each(self, read: &mut dyn FnMut(&mut Self) -> Result<(), Error>) -> Result<(), Error> {
        let mut rest = self.inside();
        while !rest.leave() {
            read(&mut rest)?;
        }
        Ok(())
    }

    /// Splits off the next value.
    pub(super) fn value(&mut self) -> Self {
        self.header();
        let start = self.rest;
        let mut depth = 0u32;
        loop {
            match self.token() {
                Token::Begin { .. } => depth = depth.saturating_add(1),
                Token::End => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 || self.rest.is_empty() {
                break;
            }
        }
        let length = start.len().saturating_sub(self.rest.len());
        Self { rest: start.get(..length).unwrap_or_default() }
    }
}

/// A token of a settled value.
#[derive(PartialEq)]
pub(super) enum Token<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    String(&'a str),
    Begin {
        object: bool,
    },
    /// Of the innermost container.
    End,
}

/// Where the first NUL is.
fn nul(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(word) = string::word_at(bytes, at) {
        let zeros = string::zeros(word);
        if zeros != 0 {
            return at.saturating_add(string::first_stop(zeros));
        }
        at = at.saturating_add(8);
    }
    while bytes.get(at).is_some_and(|byte| *byte != 0) {
        at = at.saturating_add(1);
    }
    at
}
