//! The plain pass, which turns any value into tokens of the plain dialect.

use super::Settled;
use super::tokens::{self, ARRAY, ARRAY_END, FALSE, NULL, OBJECT, OBJECT_END, TRUE};
use crate::certain::Plus;
use crate::error::ErrorKind;
use crate::json::bytes::utf8::from_utf8;
use crate::json::kind::{Failed, MAX_DEPTH};
use crate::json::text::Text;

/// The open containers, as one bit each. The bit of the innermost container is the lowest. A set bit is an object.
#[derive(Default)]
pub(in crate::json) struct OpenContainers {
    objects: u64,
    depth: u8,
}

impl OpenContainers {
    pub(in crate::json) fn is_empty(&self) -> bool {
        self.depth == 0
    }

    /// Returns the number of open containers.
    pub(in crate::json) fn depth(&self) -> usize {
        self.depth.into()
    }

    /// Enters a container.
    pub(in crate::json) fn push(&mut self, object: bool) {
        self.objects = self.objects << 1 | u64::from(object);
        self.depth = self.depth.plus(1);
    }

    /// Leaves the innermost container.
    pub(in crate::json) fn pop(&mut self) {
        self.objects >>= 1;
        self.depth = self.depth.minus(1);
    }

    /// Returns whether the innermost container is an object.
    pub(in crate::json) fn in_object(&self) -> bool {
        self.objects & 1 == 1
    }

    /// Returns what must follow a comma.
    fn after_comma(&self) -> Expecting {
        if self.in_object() { Expecting::Key } else { Expecting::Value }
    }
}

/// Settles the next value of `text`, which is inside `depth` open containers.
pub(in crate::json) fn settle<'a>(text: &mut Text<'a>, depth: u8) -> Result<Settled<'a>, Failed> {
    let start = text.value_start();
    let end = settle_in_place(text, start, depth)?;
    take_tokens(text, start, end)
}

/// Splits the tokens between `start` and `end` off `text`.
pub(in crate::json) fn take_tokens<'a>(text: &mut Text<'a>, start: usize, end: usize) -> Result<Settled<'a>, Failed> {
    let offset = text.offset().plus(start);
    let tokens: &'a [u8] = text.take_bytes(start, end);
    match from_utf8(tokens) {
        Ok(tokens) => Ok(Settled::new(tokens)),
        Err(error) => Err(text.fail_with(Settled::invalid_utf8(tokens, offset, error))),
    }
}

/// What may come next in the text.
#[derive(Clone, Copy, PartialEq)]
enum Expecting {
    /// A value.
    Value,
    /// The first element of an array, or its end.
    FirstElement,
    /// A key.
    Key,
    /// The first key of an object, or its end.
    FirstKey,
    /// After an element: a comma, or the end of the container.
    Comma,
}

/// Turns the next value into tokens, after a gap that starts at `end`, the end of the previous token. Returns the end
/// of the last token.
///
/// It does not recurse: the open containers are bits.
#[inline(never)]
pub(in crate::json) fn settle_in_place(text: &mut Text<'_>, mut end: usize, depth: u8) -> Result<usize, Failed> {
    let mut open = OpenContainers::default();
    let mut next = Expecting::Value;
    let mut at = text.position();
    loop {
        // Most tokens are strings.
        if next != Expecting::Comma && text.quote_end(at).is_some() {
            (at, end) = settle_string(text, at, end)?;
            next = match next {
                Expecting::Key | Expecting::FirstKey => {
                    text.seek(at);
                    text.step_over(b':')?;
                    at = text.position();
                    Expecting::Value
                }
                _ if open.is_empty() => break,
                _ if text.byte_at(at) == Some(b',') => {
                    at = at.plus(1);
                    open.after_comma()
                }
                _ => Expecting::Comma,
            };
            continue;
        }
        text.seek(at);
        let byte = text.token();
        at = text.position();
        next = match (byte, next) {
            (b',', Expecting::Comma) => {
                at = at.plus(1);
                open.after_comma()
            }
            (b'"', Expecting::Value | Expecting::FirstElement | Expecting::Key | Expecting::FirstKey) => continue,
            (b'{' | b'[', Expecting::Value | Expecting::FirstElement) => {
                if depth.plus(open.depth) >= MAX_DEPTH {
                    return Err(text.fail(ErrorKind::TooDeep));
                }
                let object = byte == b'{';
                open.push(object);
                end = write_byte_token(text, at, end, if object { OBJECT } else { ARRAY });
                at = end;
                if object { Expecting::FirstKey } else { Expecting::FirstElement }
            }
            (b'}' | b']', Expecting::Comma | Expecting::FirstElement | Expecting::FirstKey)
                if (byte == b'}') == open.in_object() =>
            {
                end = write_byte_token(text, at, end, if byte == b'}' { OBJECT_END } else { ARRAY_END });
                at = end;
                open.pop();
                Expecting::Comma
            }
            (_, Expecting::Value | Expecting::FirstElement) => {
                end = settle_word(text, byte, end)?;
                at = text.position();
                Expecting::Comma
            }
            _ => return Err(text.fail_unexpected()),
        };
        if open.is_empty() && next == Expecting::Comma {
            break;
        }
    }
    text.seek(at);
    Ok(end)
}

/// Turns the string whose quote is at `at` into a token, after a gap that starts at `end`. Returns the end of the
/// string and the end of its token.
#[inline]
pub(in crate::json) fn settle_string(text: &mut Text<'_>, at: usize, end: usize) -> Result<(usize, usize), Failed> {
    let quote = text.last_quote_byte(at);
    let stop = tokens::short_string_end(text.bytes(), quote.plus(1));
    if let Some(stop) = stop
        && let Some(next) = text.quote_end(stop)
    {
        let bytes = text.bytes();
        tokens::write_gap(bytes, end, quote);
        tokens::write_short_string(bytes, quote, stop);
        return Ok((next, stop));
    }
    settle_long_string(text, at, end)
}

/// [`settle_string`] for a string that is long or has escapes.
#[inline(never)]
fn settle_long_string(text: &mut Text<'_>, at: usize, end: usize) -> Result<(usize, usize), Failed> {
    text.seek(at);
    let quote = text.last_quote_byte(text.position());
    let stop = text.unescape_string()?;
    text.blank_rest(stop);
    let may_have_nul = text.may_have_nul();
    let next = text.position();
    let bytes = text.bytes();
    tokens::write_gap(bytes, end, quote);
    Ok((next, tokens::write_string(bytes, quote, stop, may_have_nul)))
}

/// Turns the next number or word, which starts with `byte`, into a token. Returns the end of the token.
fn settle_word(text: &mut Text<'_>, byte: u8, end: usize) -> Result<usize, Failed> {
    let start = text.position();
    let header = match byte {
        b't' => text.word(b"true").map(|()| TRUE)?,
        b'f' => text.word(b"false").map(|()| FALSE)?,
        b'n' => text.word(b"null").map(|()| NULL)?,
        _ => {
            text.number()?;
            tokens::write_gap(text.bytes(), end, start);
            return Ok(text.position());
        }
    };
    Ok(write_byte_token(text, start, end, header))
}

/// Writes a token of one byte at `start`, after a gap that starts at `end`. Returns the end of the token.
pub(in crate::json) fn write_byte_token(text: &mut Text<'_>, start: usize, end: usize, header: u8) -> usize {
    let bytes = text.bytes();
    tokens::write_gap(bytes, end, start);
    tokens::write_byte(bytes, start, header);
    start.plus(1)
}
