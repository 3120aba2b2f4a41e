//! Settled values: checked, unescaped, and quick to walk, where their text lay.
//!
//! One pass over the text checks it and turns it, in place, into tokens that say how long they are:
//!
//! | first byte | token |
//! |---|---|
//! | `0x40 + n` | a string of `n` < 64 bytes, which follow |
//! | `"` | a longer string: its bytes follow, and then a NUL |
//! | `#` | a longer string that contains a NUL: its length in five times seven bits, then its bytes |
//! | `-` `0`..`9` | a number, as it was written |
//! | `+` `!` `?` | true, false, null |
//! | `(` `)` | an array begins, ends |
//! | `<` `>` | an object begins, ends: key, value, key, value, ... |
//! | `,` `>` | an object whose keys are known begins, ends: field, value, field, value, ... |
//! | `:` | a field: its number, then the distance from here to its value |
//! | `;` | the same, then the length of the value in three times seven bits, so that it can be skipped |
//! | `$` | a document in a string: its value follows |
//! | `0x01`..`0x1f` | a gap: the next token is that many bytes further on |
//!
//! Every token fits into the bytes that the text needed for it (the opening quote, the key), so nothing moves but what
//! unescaping moves. Quotes, commas and white space leave gaps. All of it is valid UTF-8, checked once for the whole region:
//! that is why a [`Settled`] region is a `&str`, and a string in it costs no second check. A settled value can be read any
//! number of times, from any place.
//!
//! There are two dialects. [`pass`] writes the plain one, which has no fields and no documents, for values of any type.
//! [`shape`](super::shape) writes the other, for values whose type is known.

pub(super) mod cursor;
pub(super) mod duplicates;
pub(super) mod pass;
pub(super) mod runs;
pub(super) mod tokens;

pub(super) use cursor::{Cursor, Settled, Token};
