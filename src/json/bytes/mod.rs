//! Works on bytes: scanning by words and vectors, escapes, base64, numbers and UTF-8. This module knows nothing of tokens.

pub(super) mod base64;
pub(super) mod escape;
pub(super) mod lanes;
pub(super) mod number;
pub(super) mod scan;
pub(super) mod unescape;
pub(super) mod utf8;
