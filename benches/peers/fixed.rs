//! Lists of fixed capacity, and strings borrowed from the payload. serde-json-core uses them.
//!
//! The capacities are just large enough for the corpus. A real agent would need larger ones.

use serde::{Deserialize, Serialize};

use documents::table::{Empty, Walk};

#[path = "documents/mod.rs"]
pub mod documents;

/// A string that is still escaped.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text<'a>(&'a str);

impl Text<'_> {
    pub fn as_str(&self) -> &str {
        self.0
    }

    #[expect(clippy::unused_self, reason = "as the text that grows")]
    /// Returns an empty string, because there is nowhere to store a new one.
    pub fn take(&mut self) -> String {
        String::new()
    }

    #[expect(clippy::unused_self, reason = "as the text that grows")]
    pub fn set(&mut self, _: String) {}
}

pub type List<T> = heapless::Vec<T, 16>;
pub type LongList<T> = heapless::Vec<T, 48>;

/// Appends an element, and returns whether there was room.
pub fn push<T>(list: &mut List<T>, element: T) -> bool {
    list.push(element).is_ok()
}

impl<T: Walk, const N: usize> Walk for heapless::Vec<T, N> {
    fn walk(&self) -> usize {
        self.as_slice().walk()
    }
}

impl<T, const N: usize> Empty for heapless::Vec<T, N> {
    fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }
}
