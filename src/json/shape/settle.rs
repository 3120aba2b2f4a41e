//! The typed pass, which checks a value against its shape while it settles it.
//!
//! Its output differs from that of the [plain pass](crate::json::settled::pass): a known key becomes the index of its
//! field, so walking needs no search for keys, and a known field that is `null` becomes a gap.
//!
//! # Two loops over objects
//!
//! [`Reader::object`](crate::json::Reader::object) reads an object into a struct, and [`Pass::object`] turns one into
//! tokens. Both use [`Keys`] to find keys, and [`Text`] to move through the text. A single loop for
//! both would read every field of every struct through a table, which made decoding 16 to 36 % slower.

use super::check::{check_plain, is_tolerable};
use super::run::{self, FieldRun};
use super::{Fields, Shape};
use crate::certain::{Certain, Plus};
use crate::error::{Error, ErrorKind};
use crate::json::bytes::utf8::from_utf8;
use crate::json::keys::Keys;
use crate::json::kind::{Failed, Kind, MAX_DEPTH};
use crate::json::settled::runs;
use crate::json::settled::tokens::{self, ARRAY, ARRAY_END, DOCUMENT, FIELDS, NULL, OBJECT, OBJECT_END};
use crate::json::settled::{Settled, duplicates, pass};
use crate::json::text::{Step, Text};

/// Settles the next value of `text`, which is not `null`, and checks that it has this shape.
pub(super) fn settle<'a>(text: &mut Text<'a>, shape: &'static Shape, depth: u8) -> Result<Settled<'a>, Failed> {
    let start = text.value_start();
    let mut pass = Pass { text, end: start, depth };
    let byte = pass.text.token();
    pass.value(shape, byte)?;
    let end = pass.end;
    pass::take_tokens(text, start, end)
}

/// A typed pass over `text`.
struct Pass<'p, 'a> {
    text: &'p mut Text<'a>,
    /// The end of the last token.
    end: usize,
    /// The number of open containers.
    depth: u8,
}

impl Pass<'_, '_> {
    /// Settles the next value, which starts with `byte`. It is not `null`, unless the shape accepts `null` as a value.
    fn value(&mut self, shape: &'static Shape, byte: u8) -> Result<(), Failed> {
        let kind = match (shape.of_value(), byte) {
            (Shape::Integer { lowest, highest }, b'-' | b'0'..=b'9') => return self.integer(*lowest, *highest),
            (Shape::String(_), b'"') => return self.string(),
            (Shape::Object(fields), b'{') => return self.object(fields),
            (Shape::Lazy(shape), _) => return self.value(shape(), byte),
            (Shape::List { element, capacity }, b'[') => return self.list(element(), *capacity),
            (Shape::Map(value), b'{') => return self.map(value()),
            (Shape::Bool, b't' | b'f') | (Shape::Nullable(_), b'n') => return self.settle_plain(),
            (Shape::Optional(shape) | Shape::Nullable(shape), _) => return self.value(shape, byte),
            (Shape::Document { document, may_be_empty, .. }, b'"') => return self.document(document(), *may_be_empty),
            (Shape::Any, _) => return self.settle_any(),
            (Shape::Tolerant(shape), _) => return self.settle_then_check(shape, true),
            (Shape::Tagged(_) | Shape::OneOf(_) | Shape::Custom { .. }, _) => {
                return self.settle_then_check(shape, false);
            }
            (Shape::Bool, _) => Kind::Bool,
            (Shape::Integer { .. }, _) => Kind::Number,
            (Shape::String(_) | Shape::Document { .. }, _) => Kind::String,
            (Shape::List { .. }, _) => Kind::Array,
            (Shape::Map(_) | Shape::Object(_), _) => Kind::Object,
        };
        Err(self.text.fail_wrong_kind(kind))
    }

    /// Settles the next value, or `null`.
    fn element(&mut self, shape: &'static Shape) -> Result<(), Failed> {
        match self.text.token() {
            b'n' if shape.is_required() => Err(self.text.fail(ErrorKind::MissingKey)),
            b'n' => self.settle_plain(),
            byte => match (shape, byte) {
                (Shape::Object(fields), b'{') => self.object(fields),
                (Shape::String(_), b'"') => self.string(),
                _ => self.value(shape, byte),
            },
        }
    }

    /// Settles the next value with the plain pass.
    #[inline(never)]
    fn settle_plain(&mut self) -> Result<(), Failed> {
        self.end = pass::settle_in_place(self.text, self.end, self.depth)?;
        Ok(())
    }

    fn string(&mut self) -> Result<(), Failed> {
        let (next, end) = pass::settle_string(self.text, self.text.position(), self.end)?;
        self.end = end;
        self.text.seek(next);
        Ok(())
    }

    #[inline]
    fn integer(&mut self, lowest: Option<u64>, highest: u64) -> Result<(), Failed> {
        let here = self.text.position();
        tokens::write_gap(self.text.bytes(), self.end, here);
        if self.text.plain_integer(highest).is_none() {
            self.text.integer(lowest, highest)?;
        }
        self.end = self.text.position();
        Ok(())
    }

    /// Enters a container.
    fn enter(&mut self, header: u8) -> Result<(), Failed> {
        if self.depth >= MAX_DEPTH {
            return Err(self.text.fail(ErrorKind::TooDeep));
        }
        self.depth = self.depth.plus(1);
        self.end = pass::write_byte_token(self.text, self.text.position(), self.end, header);
        self.text.step();
        Ok(())
    }

    /// Leaves a container. Its closing bracket has been skipped.
    fn leave(&mut self, header: u8) {
        self.depth = self.depth.minus(1);
        self.end = pass::write_byte_token(self.text, self.text.position().minus(1), self.end, header);
    }

    #[inline(never)]
    fn object(&mut self, fields: &'static Fields) -> Result<(), Failed> {
        self.enter(FIELDS)?;
        // Encoders write many empty objects.
        if self.text.byte_at(self.text.position()) == Some(b'}') && fields.keys().required == 0 {
            self.text.step();
            self.leave(OBJECT_END);
            return Ok(());
        }
        self.fields(fields)
    }

    /// Settles the fields of an object, and leaves it.
    #[inline(never)]
    fn fields(&mut self, fields: &'static Fields) -> Result<(), Failed> {
        let keys = fields.keys();
        // The brace is now the token of the object, which is a comma.
        let brace = self.text.position().minus(1);
        let mut run = FieldRun { at: brace, end: self.end, next: 0, seen: 0 };
        let mut nulls = 0u64;
        let mut style = self.text.quote_style();
        loop {
            let bytes = self.text.bytes();
            // The fields of the second of two joined objects are found in the general way.
            let step = match run::find_key(bytes, style, keys.head(), &run) {
                Some((index, at)) if run.seen & 1 << (index & 63) == 0 => {
                    let shape = fields.head.get(index).copied();
                    if let Some((here, end, after)) = run::settle_value(bytes, style, shape, at) {
                        tokens::write_field(bytes, run.end, here, index, end.minus(here));
                        run.seen |= 1 << (index & 63);
                        (run.at, run.end, run.next) = (after, end, index.plus(1));
                        continue;
                    }
                    self.text.seek(at);
                    self.end = run.end;
                    Step::Field(index)
                }
                _ => {
                    let is_first = run.at == brace;
                    self.text.seek(run.at.plus(usize::from(is_first)));
                    self.end = run.end;
                    if !is_first && self.text.byte_at(run.at) == Some(b'}') {
                        self.text.step();
                        break;
                    }
                    match self.text.next_field(keys, run.next, is_first)? {
                        Step::Other => self.other_key(keys, run.next)?,
                        step => step,
                    }
                }
            };
            match step {
                Step::Field(index) => {
                    run.next = index.plus(1);
                    let bit = 1 << (index & 63);
                    let byte = self.text.token();
                    let is_null = byte == b'n' && keys.nullable & bit == 0;
                    nulls |= if is_null { bit } else { 0 };
                    if run.seen & bit != 0 {
                        self.text.fail(ErrorKind::DuplicateKey);
                        return Err(self.text.fail_in_field(keys.name(index)));
                    }
                    run.seen |= bit;
                    if self.field(fields, index, byte, is_null).is_err() {
                        return Err(self.text.fail_in_field(keys.name(index)));
                    }
                }
                Step::Other => self.settle_plain()?,
                Step::End => break,
            }
            style = self.text.quote_style();
            (run.at, run.end) = (self.text.position(), self.end);
        }
        let missing = keys.required & !(run.seen & !nulls);
        if missing != 0 {
            self.text.fail(ErrorKind::MissingKey);
            return Err(self.text.fail_in_field(keys.name(missing.trailing_zeros() as usize)));
        }
        self.leave(OBJECT_END);
        Ok(())
    }

    /// Settles the value of a field, which starts with `byte`. The token of the field is written last, because only
    /// then is the size of the value known.
    #[inline]
    fn field(&mut self, fields: &'static Fields, index: usize, byte: u8, is_null: bool) -> Result<(), Failed> {
        if is_null {
            return self.text.word(b"null");
        }
        let Some(shape) = fields.shape(index) else { return Err(self.text.fail_unexpected()) };
        let (before, at) = (self.end, self.text.position());
        let here = if byte == b'"' { self.text.last_quote_byte(at) } else { at };
        self.end = here;
        match (shape.of_value(), byte) {
            (Shape::Object(fields), b'{') => self.object(fields)?,
            (shape, _) => self.value(shape, byte)?,
        }
        tokens::write_field(self.text.bytes(), before, here, index, self.end.minus(here));
        Ok(())
    }

    /// Skips a key that was not recognised. A key that belongs to no field is settled.
    #[inline(never)]
    fn other_key(&mut self, keys: &Keys, next: usize) -> Result<Step, Failed> {
        let (before, quote) = (self.end, self.text.value_start());
        self.string()?;
        self.text.step_over(b':')?;
        // A key that is not UTF-8 belongs to no field. The check of the whole text finds it.
        let key = from_utf8(tokens::string_bytes(self.text.bytes(), quote, self.end)).ok();
        let known = key.and_then(|key| keys.find(key, next));
        if known.is_some() {
            // The token of the field may not cut a character of the key in two.
            let here = self.text.position();
            self.text.blank(before, here);
            self.end = before;
        }
        Ok(known.map_or(Step::Other, Step::Field))
    }

    #[inline(never)]
    fn list(&mut self, shape: &'static Shape, capacity: Option<u16>) -> Result<(), Failed> {
        self.enter(ARRAY)?;
        let (mut first, mut is_run, mut count) = (true, false, 0);
        loop {
            if !self.text.next_element(b']', first)? {
                self.leave(ARRAY_END);
                return Ok(());
            }
            first = false;
            if let Some(capacity) = capacity {
                if count >= capacity {
                    return Err(self.text.fail(ErrorKind::Capacity(capacity)));
                }
                count = count.plus(1);
            }
            // The element after a run is not a short string.
            is_run = if let (false, Shape::String(_), None) = (is_run, shape, capacity)
                && let Some(end) = runs::settle_strings(self.text, self.end)
            {
                self.end = end;
                true
            } else {
                self.element(shape)?;
                false
            };
        }
    }

    #[inline(never)]
    fn map(&mut self, shape: &'static Shape) -> Result<(), Failed> {
        self.enter(OBJECT)?;
        let start = self.end.minus(1);
        let (mut first, mut is_sorted, mut last) = (true, true, None);
        while self.text.next_key(first)? {
            first = false;
            let quote = self.text.last_quote_byte(self.text.position());
            self.string()?;
            let key = (quote, self.end);
            if let Some((quote, end)) = last.replace(key) {
                let bytes = self.text.bytes();
                is_sorted &= tokens::string_bytes(bytes, quote, end) < tokens::string_bytes(bytes, key.0, key.1);
            }
            self.text.step_over(b':')?;
            self.element(shape)?;
        }
        self.leave(OBJECT_END);
        if is_sorted { Ok(()) } else { self.check_keys(start, duplicates::check_keys) }
    }

    /// Settles a value of any type, and checks it for duplicate keys.
    fn settle_any(&mut self) -> Result<(), Failed> {
        let start = self.text.value_start();
        self.settle_plain()?;
        self.check_keys(start, duplicates::check_all_keys)
    }

    /// Checks the value that was settled from `start` on for duplicate keys.
    #[inline(never)]
    fn check_keys(&mut self, start: usize, check: fn(Settled<'_>) -> Result<(), ErrorKind>) -> Result<(), Failed> {
        let checked = self.settled_since(start).map(check);
        match checked {
            Ok(Ok(())) => Ok(()),
            Ok(Err(kind)) => Err(self.text.fail(kind)),
            Err(error) => Err(self.text.fail_with(error)),
        }
    }

    /// Returns the value that was settled from `start` on.
    fn settled_since(&mut self, start: usize) -> Result<Settled<'_>, Error> {
        let offset = self.text.offset().plus(start);
        let bytes = self.text.bytes().get(start..self.end).certain();
        match from_utf8(bytes) {
            Ok(tokens) => Ok(Settled::new(tokens)),
            Err(error) => Err(Settled::invalid_utf8(bytes, offset, error)),
        }
    }

    /// Settles a value with the plain pass and then checks it. If the field is tolerant, a value of another shape
    /// becomes `null`.
    #[inline(never)]
    fn settle_then_check(&mut self, shape: &'static Shape, is_tolerated: bool) -> Result<(), Failed> {
        let start = self.text.value_start();
        if is_tolerated {
            self.settle_any()?;
        } else {
            self.settle_plain()?;
        }
        match self.settled_since(start).and_then(|value| check_plain(value, shape)) {
            Ok(()) => Ok(()),
            Err(error) if is_tolerated && is_tolerable(error) => {
                self.text.blank(start, self.end);
                tokens::write_byte(self.text.bytes(), start, NULL);
                self.end = start.plus(1);
                Ok(())
            }
            Err(error) => Err(self.text.fail_with(error)),
        }
    }

    /// Settles a document in a string. The string is unescaped first, and then its document is settled in place.
    #[inline(never)]
    fn document(&mut self, shape: &'static Shape, may_be_empty: bool) -> Result<(), Failed> {
        let quote = self.text.value_start();
        let start = quote.plus(1);
        let stop = self.text.unescape_string()?;
        self.text.blank_rest(stop);
        tokens::write_gap(self.text.bytes(), self.end, quote);
        if start == stop {
            self.end = tokens::write_string(self.text.bytes(), quote, stop, false);
            return if may_be_empty { Ok(()) } else { Err(self.text.fail_at(ErrorKind::UnexpectedEnd, start)) };
        }
        tokens::write_byte(self.text.bytes(), quote, DOCUMENT);
        let mut inner = self.text.document_in_string(start, stop);
        let mut pass = Pass { text: &mut inner, end: 0, depth: self.depth };
        let settled = pass.element(shape).and_then(|()| pass.text.end_document());
        let (end, error) = (pass.end, *inner.error());
        match settled {
            Ok(()) => {
                self.end = start.plus(end);
                Ok(())
            }
            Err(failed) => Err(error.map_or(failed, |error| self.text.fail_with(error))),
        }
    }
}
