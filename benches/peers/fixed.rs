//! Lists of fixed capacity, texts as they lie in the payload: for serde-json-core.
//!
//! The capacities are just what the corpus needs; a real agent would have to allow for more.

use serde::{Deserialize, Serialize};

use documents::table::{Empty, Walk};

#[path = "documents/mod.rs"]
pub mod documents;

/// A text, still escaped.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text<'a>(&'a str);

impl Text<'_> {
    pub fn as_str(&self) -> &str {
        self.0
    }

    #[expect(clippy::unused_self, reason = "as the text that grows")]
    /// There is nowhere to keep a text that was made here.
    pub fn take(&mut self) -> String {
        String::new()
    }

    #[expect(clippy::unused_self, reason = "as the text that grows")]
    pub fn set(&mut self, _: String) {}
}

pub type List<T> = heapless::Vec<T, 16>;
pub type LongList<T> = heapless::Vec<T, 48>;

/// Appends, and says whether there was room.
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
