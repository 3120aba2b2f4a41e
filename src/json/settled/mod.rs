//! Settled values: values that have been checked, unescaped and turned into tokens that are quick to walk, in the place
//! of their text.
//!
//! One pass over the text checks it and turns it into tokens, in place. A token contains its length:
//!
//! | first byte | token |
//! |---|---|
//! | `0x40 + n` | a string of `n` < 64 bytes, which follow |
//! | `"` | a longer string: its bytes follow, and then a NUL |
//! | `#` | a longer string that contains a NUL: its length in five bytes of seven bits follows, and then its bytes |
//! | `-` `0`..`9` | a number, as it was written |
//! | `+` `!` `?` | true, false, null |
//! | `(` `)` | the start and the end of an array |
//! | `<` `>` | the start and the end of an object: key, value, key, value, ... |
//! | `,` `>` | the start and the end of an object with known keys: field, value, field, value, ... |
//! | `:` | a field: its index follows, then the distance from this byte to its value, and the length of the value |
//! | `;` | the same, with a length of more than 127 bytes in three bytes of seven bits |
//! | `$` | a document in a string: its value follows |
//! | `0x01`..`0x1f` | a gap: the next token is that many bytes after this one |
//!
//! The length of a field's value is 0 if it is not known: if the value is more than 127 bytes away, if the key has no
//! room for the length, or if the length has more than 21 bits.
//!
//! Every token fits into the bytes that the text needed for it (the opening quote or the key), so only unescaping moves
//! bytes. Quotes, commas and white space become gaps. A settled region is valid UTF-8 as a whole, which is checked
//! once. A [`Settled`] value is therefore a `&str`, and a string in it needs no second check. You can read a settled
//! value any number of times, from any position.
//!
//! There are two dialects. [`pass`] writes the plain dialect, which has no fields and no documents, for values of any
//! type. [`shape`](super::shape) writes the other one, for values of a known type.

pub(super) mod cursor;
pub(super) mod duplicates;
pub(super) mod pass;
pub(super) mod runs;
pub(super) mod tokens;

pub(super) use cursor::{Cursor, Settled, Token};
