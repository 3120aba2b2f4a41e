//! Types that are not JSON types.

use gcs_prot::json_object;

/// Averages.
#[json_object]
pub struct Averages {
    /// A floating-point number.
    #[json("Average")]
    pub average: f64,
}

/// A name that is owned.
#[json_object]
pub struct Owned {
    /// An owned string.
    #[json("Name")]
    pub name: String,
}

fn main() {}
