//! The plain pass: any value becomes tokens of the plain dialect.

use super::Settled;
use super::tokens::{self, ARRAY, ARRAY_END, FALSE, NULL, OBJECT, OBJECT_END, TRUE};
use crate::error::ErrorKind;
use crate::json::kind::{Failed, MAX_DEPTH};
use crate::json::text::Text;

/// The open containers: a bit for each, set for an object, the innermost lowest.
#[derive(Default)]
pub(in crate::json) struct Open {
    objects: u64,
    depth: u8,
}

impl Open {
    pub(in crate::json) fn is_empty(&self) -> bool {
        self.depth == 0
    }

    /// How many containers are open.
    pub(in crate::json) fn depth(&self) -> usize {
        self.depth.into()
    }

    pub(in crate::json) fn push(&mut self, object: bool) {
        self.objects = self.objects << 1 | u64::from(object);
        self.depth = self.depth.saturating_add(1);
    }

    pub(in crate::json) fn pop(&mut self) {
        debug_assert!(self.depth > 0, "a container is closed that was opened");
        self.objects >>= 1;
        self.depth = self.depth.saturating_sub(1);
    }

    pub(in crate::json) fn in_object(&self) -> bool {
        self.objects & 1 == 1
    }

    /// What comes next behind a comma.
    fn next(&self) -> Next {
        if self.in_object() { Next::Key } else { Next::Value }
    }
}

/// Settles the next value of `text`, which lies inside `depth` open containers.
pub(in crate::json) fn settle<'a>(text: &mut Text<'a>, depth: u8) -> Result<Settled<'a>, Failed> {
    let start = text.value_start();
    let end = settle_in_place(text, start, depth)?;
    text.take_str(start, end).map(Settled::new)
}

/// What may come next in a settling pass.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    /// A value.
    Value,
    /// The first element of an array, or its end.
    First,
    /// A key.
    Key,
    /// The first key of an object, or its end.
    FirstKey,
    /// Behind an element: a comma, or the container's end.
    Comma,
}

/// Turns the next value into tokens. A gap begins at `end`, where the token before ends. Returns where the last token ends.
///
/// There is no recursion: the open containers are bits.
#[inline(never)]
pub(in crate::json) fn settle_in_place(text: &mut Text<'_>, mut end: usize, depth: u8) -> Result<usize, Failed> {
    let mut open = Open::default();
    let mut next = Next::Value;
    let mut at = text.at();
    loop {
        // Strings are what there is most of.
        if next != Next::Comma && text.quote_end(at).is_some() {
            (at, end) = string(text, at, end)?;
            next = match next {
                Next::Key | Next::FirstKey => {
                    text.seek(at);
                    text.step_over(b':')?;
                    at = text.at();
                    Next::Value
                }
                _ if open.is_empty() => break,
                _ if text.get(at) == Some(b',') => {
                    at = at.wrapping_add(1);
                    open.next()
                }
                _ => Next::Comma,
            };
            continue;
        }
        text.seek(at);
        let byte = text.token();
        at = text.at();
        next = match (byte, next) {
            (b',', Next::Comma) => {
                at = at.wrapping_add(1);
                open.next()
            }
            (b'"', Next::Value | Next::First | Next::Key | Next::FirstKey) => continue,
            (b'{' | b'[', Next::Value | Next::First) => {
                if depth.saturating_add(open.depth) >= MAX_DEPTH {
                    return Err(text.fail(ErrorKind::TooDeep));
                }
                let object = byte == b'{';
                open.push(object);
                end = mark(text, at, end, if object { OBJECT } else { ARRAY });
                at = end;
                if object { Next::FirstKey } else { Next::First }
            }
            (b'}' | b']', Next::Comma | Next::First | Next::FirstKey) if (byte == b'}') == open.in_object() => {
                end = mark(text, at, end, if byte == b'}' { OBJECT_END } else { ARRAY_END });
                at = end;
                open.pop();
                Next::Comma
            }
            (_, Next::Value | Next::First) => {
                end = word(text, byte, end)?;
                at = text.at();
                Next::Comma
            }
            _ => return Err(text.unexpected()),
        };
        if open.is_empty() && next == Next::Comma {
            break;
        }
    }
    text.seek(at);
    Ok(end)
}

/// Turns the string whose quote is at `at` into a token, behind a gap that begins at `end`. Returns where the string ends, and
/// where its token ends.
#[inline]
pub(in crate::json) fn string(text: &mut Text<'_>, at: usize, end: usize) -> Result<(usize, usize), Failed> {
    let quote = text.quote(at);
    let stop = tokens::short_end(text.bytes(), quote.wrapping_add(1));
    if let Some(stop) = stop
        && let Some(next) = text.quote_end(stop)
    {
        let bytes = text.bytes();
        tokens::gap(bytes, end, quote);
        tokens::short_string(bytes, quote, stop);
        return Ok((next, stop));
    }
    long_string(text, at, end)
}

/// [`string`] for one that is long or has escapes.
#[inline(never)]
fn long_string(text: &mut Text<'_>, at: usize, end: usize) -> Result<(usize, usize), Failed> {
    text.seek(at);
    let quote = text.quote(text.at());
    let stop = text.unescape_string()?;
    text.blank_rest(stop);
    let may_have_nul = text.may_have_nul();
    let next = text.at();
    let bytes = text.bytes();
    tokens::gap(bytes, end, quote);
    Ok((next, tokens::any_string(bytes, quote, stop, may_have_nul)))
}

/// Turns the next number or word, which begins with `byte`, into a token. Returns where the token ends.
fn word(text: &mut Text<'_>, byte: u8, end: usize) -> Result<usize, Failed> {
    let here = text.at();
    let header = match byte {
        b't' => text.word(b"true").map(|()| TRUE)?,
        b'f' => text.word(b"false").map(|()| FALSE)?,
        b'n' => text.word(b"null").map(|()| NULL)?,
        _ => {
            text.number()?;
            tokens::gap(text.bytes(), end, here);
            return Ok(text.at());
        }
    };
    Ok(mark(text, here, end, header))
}

/// Writes a token of one byte at `here`, behind a gap that begins at `end`. Returns where the token ends.
pub(in crate::json) fn mark(text: &mut Text<'_>, here: usize, end: usize, header: u8) -> usize {
    let bytes = text.bytes();
    tokens::gap(bytes, end, here);
    tokens::set(bytes, here, header);
    here.wrapping_add(1)
}
