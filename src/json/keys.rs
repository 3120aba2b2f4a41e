//! The keys of objects, prepared for fast comparison.

use crate::certain::Plus;

/// The maximum number of fields of an object. It also applies to two objects that are
/// [joined](crate::message::WithBase), together.
pub const MAX_FIELDS: usize = 63;

/// A key of an object, with words for fast comparison.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    name: &'static str,
    /// The first eight bytes. The first byte is the lowest, and the bytes after the end of a shorter key are 0.
    first_word: u64,
    /// The last eight bytes, or 0 if the key is shorter.
    last_word: u64,
    /// The number of bits by which a word of text is shifted to drop the bytes after a shorter key.
    shift: u32,
}

impl Key {
    /// Creates a key. A key needs no escape: it consists of ASCII letters, digits and `_`.
    ///
    /// # Panics
    ///
    /// Panics if the name is empty or contains another character. In a constant, this is a compile error.
    #[expect(clippy::arithmetic_side_effects, reason = "evaluated at compile time")]
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        let (mut word, mut shift) = (0, u64::BITS);
        let mut rest = name.as_bytes();
        assert!(!rest.is_empty(), "the key is empty");
        while let [byte, others @ ..] = rest {
            assert!(byte.is_ascii_alphanumeric() || *byte == b'_', "a key consists of ASCII letters, digits and `_`");
            if shift > 0 {
                word |= (*byte as u64) << (u64::BITS - shift);
                shift -= 8;
            }
            rest = others;
        }
        Self { name, first_word: word, last_word: word_at_end(name.as_bytes()), shift }
    }

    /// Creates a key for each name, like [`new`](Self::new).
    #[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "evaluated at compile time")]
    #[must_use]
    pub const fn table<const N: usize>(names: [&'static str; N]) -> [Self; N] {
        let mut keys = [Self { name: "", first_word: 0, last_word: 0, shift: 0 }; N];
        let mut index = 0;
        while index < N {
            keys[index] = Self::new(names[index]);
            index += 1;
        }
        keys
    }

    /// Returns the name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns whether a text whose first eight bytes are `word` may start with this key. For a key of up to eight
    /// bytes, the answer is exact.
    #[inline]
    pub(super) fn matches_start(&self, word: u64) -> bool {
        (self.first_word ^ word) << (self.shift & 63) == 0
    }

    /// Returns whether `text` is this key. The text must be as long as the key and [match its
    /// start](Self::matches_start).
    #[inline]
    pub(super) fn matches_end(&self, text: &[u8]) -> bool {
        match text {
            [_, _, _, _, _, _, _, _, rest @ ..] => {
                self.last_word == word_at_end(text) && (rest.len() <= 8 || self.matches_long(text))
            }
            _ => true,
        }
    }

    #[inline(never)]
    fn matches_long(&self, text: &[u8]) -> bool {
        self.name.as_bytes() == text
    }

    /// Returns the number of bytes.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.name.len()
    }
}

/// Returns the last eight bytes as a word whose lowest byte is the first, or 0 for a shorter text.
#[inline]
const fn word_at_end(text: &[u8]) -> u64 {
    match text.last_chunk() {
        Some(last) => u64::from_le_bytes(*last),
        None => 0,
    }
}

/// The keys of an object: one table, or two tables that are joined (base fields, then the body's own).
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    head: &'static [Key],
    tail: &'static [Key],
    /// One bit for each field, starting at the lowest: the field must be present and not `null`.
    pub(in crate::json) required: u64,
    /// One bit for each field, starting at the lowest: the field accepts `null` as a value.
    pub(in crate::json) nullable: u64,
}

impl Keys {
    /// Creates the keys of one table. `required` has one bit for each field, starting at the lowest. The bit is set if
    /// the field must be present.
    ///
    /// # Panics
    ///
    /// Panics if there are more than [`MAX_FIELDS`] keys. In a constant, this is a compile error:
    ///
    /// ```compile_fail,E0080
    /// use gcs_prot::json::{Key, Keys};
    ///
    /// const KEYS: Keys = Keys::new(const { &Key::table(["Key"; 64]) }, 0);
    /// # let _ = KEYS;
    /// ```
    #[must_use]
    pub const fn new(keys: &'static [Key], required: u64) -> Self {
        assert!(keys.len() <= MAX_FIELDS, "an object has too many fields");
        Self { head: keys, tail: &[], required, nullable: 0 }
    }

    /// Joins two tables: the keys of `head`, then those of `tail`. Each must be a single table.
    ///
    /// # Panics
    ///
    /// Panics if there are more than [`MAX_FIELDS`] keys together. In a constant, this is a compile error.
    #[must_use]
    pub const fn joined(head: &Self, tail: &Self) -> Self {
        let count = head.head.len();
        assert!(count.saturating_add(tail.head.len()) <= MAX_FIELDS, "an object has too many fields");
        Self {
            head: head.head,
            tail: tail.head,
            required: head.required | tail.required << count,
            nullable: head.nullable | tail.nullable << count,
        }
    }

    /// Returns these keys. `nullable` has one bit for each field, which is set if the field accepts `null` as a value.
    pub(super) const fn with_nullable(self, nullable: u64) -> Self {
        Self { nullable, ..self }
    }

    /// Returns the number of fields.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.head.len().saturating_add(self.tail.len())
    }

    /// Returns whether there are no fields.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the key of the field `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&'static str> {
        self.key(index).map(Key::name)
    }

    /// Returns the key of the field `index`, or `""` if there is no such field.
    pub(super) fn name(&self, index: usize) -> &'static str {
        self.get(index).unwrap_or_default()
    }

    /// Returns the keys of the first table.
    #[inline]
    pub(super) fn head(&self) -> &'static [Key] {
        self.head
    }

    #[inline]
    fn key(&self, index: usize) -> Option<&'static Key> {
        match index.checked_sub(self.head.len()) {
            None => self.head.get(index),
            Some(index) => self.tail.get(index),
        }
    }

    /// Returns the index and the key of the first field that matches. The search tries the field `next` first, then
    /// those after it, then those before it.
    #[inline]
    pub(super) fn find_key(&self, next: usize, is_match: impl Fn(&Key) -> bool) -> Option<(usize, &'static Key)> {
        match self.key(next) {
            Some(key) if is_match(key) => Some((next, key)),
            _ => self.search(next, is_match),
        }
    }

    #[inline(never)]
    fn search(&self, next: usize, is_match: impl Fn(&Key) -> bool) -> Option<(usize, &'static Key)> {
        let count = self.len();
        let mut index = next;
        for _ in 0..count {
            if index >= count {
                index = 0;
            }
            match self.key(index) {
                Some(key) if is_match(key) => return Some((index, key)),
                _ => index = index.plus(1),
            }
        }
        None
    }

    /// Returns the index of the field with this key. An exact match comes first, then one in another case, folded like
    /// in Go (`ſ` is an `s`, and the Kelvin sign is a `k`).
    ///
    /// The search starts at the field `next` and wraps around, so it finds fields that come in order at once.
    #[must_use]
    pub fn find(&self, key: &str, next: usize) -> Option<usize> {
        let find = |is_match: &dyn Fn(&Key) -> bool| self.search(next, is_match).map(|(index, _)| index);
        find(&|known| known.name == key).or_else(|| find(&|known| folds_to(key, known.name)))
    }
}

/// Returns whether `key` equals `name` in any case. A name is ASCII. Two letters beyond ASCII fold into it: U+017F to
/// `s`, and U+212A to `k`.
#[inline(never)]
fn folds_to(key: &str, name: &str) -> bool {
    let folded = key.chars().map(|letter| match letter {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        letter => letter.to_ascii_lowercase(),
    });
    folded.eq(name.chars().map(|letter| letter.to_ascii_lowercase()))
}
