//! Growing lists, and strings that are borrowed where possible. `serde_json`, `sonic-rs` and `simd-json` use them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use documents::table::{Empty, Walk};

#[path = "documents/mod.rs"]
pub mod documents;

/// A string that is borrowed unless it had to be unescaped.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Text<'_> {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes the string out, so that it can be reused.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.0).into_owned()
    }

    pub fn set(&mut self, text: String) {
        self.0 = Cow::Owned(text);
    }
}

pub type List<T> = Vec<T>;
pub type LongList<T> = Vec<T>;

/// Appends an element, and returns whether there was room.
pub fn push<T>(list: &mut List<T>, element: T) -> bool {
    list.push(element);
    true
}

impl<T: Walk> Walk for Vec<T> {
    fn walk(&self) -> usize {
        self.as_slice().walk()
    }
}

impl<T> Empty for Vec<T> {
    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}
