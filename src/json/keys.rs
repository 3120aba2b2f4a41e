//! The keys of objects, made ready to be compared.

/// How many fields an object may have: one that is declared, and two together that are [joined](crate::message::WithBase).
pub const MAX_FIELDS: usize = 63;

/// A key of an object, with what compares it quickly.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    name: &'static str,
    /// The first eight bytes, the first lowest; 0 behind the end of a shorter key.
    word: u64,
    /// The last eight bytes; 0 of a shorter key.
    last: u64,
    /// By how many bits a word of text is shifted so that nothing is left of what stands behind a shorter key.
    shift: u32,
}

impl Key {
    /// Makes a key, which may need no escape: it consists of ASCII letters, digits and `_`.
    ///
    /// # Panics
    ///
    /// Panics if the name is empty or has another character. Meant for constants, where that is a compile error.
    #[expect(clippy::arithmetic_side_effects, reason = "for constants")]
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        let (mut word, mut shift) = (0, u64::BITS);
        let mut rest = name.as_bytes();
        assert!(!rest.is_empty(), "a key is empty");
        while let [byte, others @ ..] = rest {
            assert!(byte.is_ascii_alphanumeric() || *byte == b'_', "a key needs an escape");
            if shift > 0 {
                word |= (*byte as u64) << (u64::BITS - shift);
                shift -= 8;
            }
            rest = others;
        }
        Self { name, word, last: word_at_end(name.as_bytes()), shift }
    }

    /// Makes keys of these names, as [`new`](Self::new) does.
    #[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "for constants")]
    #[must_use]
    pub const fn table<const N: usize>(names: [&'static str; N]) -> [Self; N] {
        let mut keys = [Self { name: "", word: 0, last: 0, shift: 0 }; N];
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

    /// Whether a text may begin with this key whose first eight bytes are `word`; for a key of up to eight bytes, whether it does.
    #[inline]
    pub(super) fn may_begin(&self, word: u64) -> bool {
        (self.word ^ word) << (self.shift & 63) == 0
    }

    /// Whether a text as long as this key, which [may begin](Self::may_begin) with it, is this key.
    #[inline]
    pub(super) fn ends(&self, text: &[u8]) -> bool {
        match text {
            [_, _, _, _, _, _, _, _, rest @ ..] => {
                self.last == word_at_end(text) && (rest.len() <= 8 || self.is_long(text))
            }
            _ => true,
        }
    }

    #[inline(never)]
    fn is_long(&self, text: &[u8]) -> bool {
        self.name.as_bytes() == text
    }

    /// Returns the number of bytes.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.name.len()
    }
}

/// Returns the last eight bytes, the first lowest; 0 of a shorter text.
#[inline]
const fn word_at_end(text: &[u8]) -> u64 {
    match text.last_chunk() {
        Some(last) => u64::from_le_bytes(*last),
        None => 0,
    }
}

/// The keys of an object: a table, or two that stand one behind the other (base fields, then a body's own).
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    head: &'static [Key],
    tail: &'static [Key],
    /// One bit a field, the first lowest: it must be there, and not `null`.
    pub(in crate::json) required: u64,
    /// One bit a field, the first lowest: `null` is a value of it.
    pub(in crate::json) nullable: u64,
}

impl Keys {
    /// The keys of one table; `required` has a bit for each field that must be there, the first field's lowest.
    ///
    /// # Panics
    ///
    /// Panics if there are more than [`MAX_FIELDS`]. Meant for constants, where that is a compile error:
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

    /// These keys behind those of `head`. Only two tables can be joined.
    ///
    /// # Panics
    ///
    /// Panics if there are more than [`MAX_FIELDS`] together. Meant for constants, where that is a compile error.
    #[must_use]
    pub const fn behind(self, head: &Self) -> Self {
        assert!(self.head.len().saturating_add(head.head.len()) <= MAX_FIELDS, "an object has too many fields");
        let count = head.head.len();
        Self {
            head: head.head,
            tail: self.head,
            required: head.required | self.required << count,
            nullable: head.nullable | self.nullable << count,
        }
    }

    /// These keys, where `nullable` has a bit for each field that takes `null` for a value.
    pub(super) const fn with_nullable(self, nullable: u64) -> Self {
        Self { nullable, ..self }
    }

    /// How many fields there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.head.len().saturating_add(self.tail.len())
    }

    /// Whether there is no field.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the key of the field `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&'static str> {
        self.key(index).map(Key::name)
    }

    /// Returns the key of the field `index`; `""` if there is none.
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

    /// The field whose key answers, and its key: the one at `next`, or else the first from there on, or else the first.
    #[inline]
    pub(super) fn find_key(&self, next: usize, is: impl Fn(&Key) -> bool) -> Option<(usize, &'static Key)> {
        match self.key(next) {
            Some(key) if is(key) => Some((next, key)),
            _ => self.search(next, is),
        }
    }

    #[inline(never)]
    fn search(&self, next: usize, is: impl Fn(&Key) -> bool) -> Option<(usize, &'static Key)> {
        let count = self.len();
        let mut index = next;
        for _ in 0..count {
            index = index.wrapping_add(1);
            if index >= count {
                index = 0;
            }
            match self.key(index) {
                Some(key) if is(key) => return Some((index, key)),
                _ => {}
            }
        }
        None
    }

    /// The field whose key this is: an exact match first, then one in another case, as Go folds it (`ſ` is an `s` and the
    /// Kelvin sign a `k`).
    ///
    /// Looks from the field `next` on, then from the start: fields that come in order are found at once.
    #[must_use]
    pub fn find(&self, key: &str, next: usize) -> Option<usize> {
        let find = |is: &dyn Fn(&Key) -> bool| self.search(next.wrapping_sub(1), is).map(|(index, _)| index);
        find(&|known| known.name == key).or_else(|| find(&|known| folds_to(key, known.name)))
    }
}

/// Whether `key` spells `name` without regard to case. A name is ASCII, and two letters beyond ASCII fold into it: U+017F to
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
