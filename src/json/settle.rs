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

use super::reader::{Failed, MAX_DEPTH};
use super::scan;
use super::settled::{
    ARRAY, ARRAY_END, FALSE, GAP_MAX, LONG, NULL, OBJECT, OBJECT_END, SHORT, SHORT_MAX, SIZE_BYTES, SIZED, Settled,
    TRUE,
};
use super::text::Text;
use crate::error::ErrorKind;

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

    /// How many containers are open.
    pub(super) fn depth(&self) -> usize {
        self.depth.into()
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

    /// What comes next behind a comma.
    fn next(&self) -> Next {
        if self.in_object() { Next::Key } else { Next::Value }
    }
}

/// Settles the value that comes next in `text`, inside `depth` open containers.
pub(super) fn settle<'a>(text: &mut Text<'a>, depth: u8) -> Result<Settled<'a>, Failed> {
    let start = if text.token() == b'"' { text.quote(text.at()) } else { text.at() };
    let end = pass(text, start, depth)?;
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

/// Turns one value and all that is in it into tokens, inside `depth` open containers; the first begins at `end`. Returns
/// where the last one ends. No recursion: the open containers are bits.
fn pass(text: &mut Text<'_>, mut end: usize, depth: u8) -> Result<usize, Failed> {
    let mut open = Open::default();
    let mut next = Next::Value;
    let mut at = text.at();
    loop {
        // Strings are what there is most of.
        if next != Next::Comma && text.quote_end(at).is_some() {
            (at, end) = string(text, at, end)?;
            next = match next {
                Next::Key | Next::FirstKey => {
                    text.go(at);
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
        text.go(at);
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
                end = mark(text, end, if object { OBJECT } else { ARRAY });
                at = end;
                if object { Next::FirstKey } else { Next::First }
            }
            (b'}' | b']', Next::Comma | Next::First | Next::FirstKey) if (byte == b'}') == open.in_object() => {
                end = mark(text, end, if byte == b'}' { OBJECT_END } else { ARRAY_END });
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
    text.go(at);
    Ok(end)
}

/// Makes a token of the string whose quote is at `at`, and a gap of what is between `end` and it. Returns where the string
/// ends, and where its token ends.
#[inline]
fn string(text: &mut Text<'_>, at: usize, end: usize) -> Result<(usize, usize), Failed> {
    let quote = text.quote(at);
    match text.plain_end(at) {
        Some((stop, next)) if stop.wrapping_sub(quote) <= SHORT_MAX => {
            let bytes = text.bytes();
            gap(bytes, end, quote);
            set(bytes, quote, usize::from(SHORT) | stop.wrapping_sub(quote).wrapping_sub(1));
            Ok((next, stop))
        }
        _ => long_string(text, at, end),
    }
}

/// [`string`], of one that is long or has escapes.
#[inline(never)]
fn long_string(text: &mut Text<'_>, at: usize, end: usize) -> Result<(usize, usize), Failed> {
    text.go(at);
    let quote = text.quote(text.at());
    let start = quote.wrapping_add(1);
    let stop = text.unescape_string()?;
    let unescaped = text.blank(stop);
    let next = text.at();
    let bytes = text.bytes();
    gap(bytes, end, quote);
    let length = stop.wrapping_sub(start);
    if length <= SHORT_MAX {
        set(bytes, quote, usize::from(SHORT) | length);
        return Ok((next, stop));
    }
    let text = bytes.get(start..stop).unwrap_or_default();
    if unescaped && scan::nul(text) < length {
        // A NUL is always escaped, in six bytes, so there is room for the length.
        set(bytes, quote, usize::from(SIZED));
        let end = shift(bytes, start, stop, SIZE_BYTES);
        let mut size = length;
        for at in start..start.wrapping_add(SIZE_BYTES) {
            set(bytes, at, size & 0x7f);
            size >>= 7;
        }
        return Ok((next, end));
    }
    set(bytes, quote, usize::from(LONG));
    set(bytes, stop, 0);
    Ok((next, stop.wrapping_add(1)))
}

/// Makes a token of the number or word that comes next, and begins with `byte`. Returns where it ends.
fn word(text: &mut Text<'_>, byte: u8, end: usize) -> Result<usize, Failed> {
    let here = text.at();
    let mark = match byte {
        b't' => text.word(b"true").map(|()| TRUE)?,
        b'f' => text.word(b"false").map(|()| FALSE)?,
        b'n' => text.word(b"null").map(|()| NULL)?,
        _ => {
            text.number()?;
            gap(text.bytes(), end, here);
            return Ok(text.at());
        }
    };
    gap(text.bytes(), end, here);
    set(text.bytes(), here, usize::from(mark));
    Ok(here.wrapping_add(1))
}

/// Makes a token of the byte here. Returns where it ends.
fn mark(text: &mut Text<'_>, end: usize, mark: u8) -> usize {
    let here = text.at();
    gap(text.bytes(), end, here);
    set(text.bytes(), here, usize::from(mark));
    here.wrapping_add(1)
}

/// Makes the bytes from `end` to `here` a gap.
#[inline]
fn gap(bytes: &mut [u8], mut end: usize, here: usize) {
    while end < here {
        let length = here.wrapping_sub(end).min(GAP_MAX);
        set(bytes, end, length);
        end = end.wrapping_add(length);
    }
}

#[inline]
fn set(bytes: &mut [u8], at: usize, byte: usize) {
    if let Some(target) = bytes.get_mut(at) {
        *target = byte.to_le_bytes()[0];
    }
}

/// Moves the bytes from `start` to `stop` up by `distance`; returns where they end then.
fn shift(bytes: &mut [u8], start: usize, stop: usize, distance: usize) -> usize {
    for at in (start..stop).rev() {
        if let Some(&byte) = bytes.get(at) {
            set(bytes, at.wrapping_add(distance), usize::from(byte));
        }
    }
    stop.wrapping_add(distance)
}
