//! Bytes: scanning them by words and vectors, escapes, and numbers. Knows nothing of tokens.

pub(super) mod base64;
pub(super) mod escape;
pub(super) mod lanes;
pub(super) mod number;
pub(super) mod scan;
pub(super) mod unescape;
