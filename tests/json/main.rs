//! What the JSON reader and writer promise, rule by rule.

use gcs_prot::json::{self, Decode, Encode, JsonString, Lazy, List, Map, RawJson, Seq};
use gcs_prot::{Error, ErrorKind, Expected};

mod documents;
mod fields;
mod kept;
mod texts;

gcs_prot::json_object! {
    /// One field of each sort.
    struct Sample<'a> {
        text: &'a str = "Text",
        flag: bool = "Flag" omitempty,
        byte: u8 = "Byte" omitempty,
        count: u64 = "Count" omitempty,
        level: i32 = "Level" omitempty,
        depth: i64 = "Depth" omitempty,
        maybe: Option<u32> = "Maybe" omitempty,
        list: Seq<'a, &'a str> = "List" omitempty,
        map: Map<'a, u8> = "Map" omitempty,
        few: List<u16, 3> = "Few" omitempty,
        any: RawJson<'a> = "Any" omitempty,
        inner: JsonString<Option<Inner<'a>>> = "Inner" omitempty,
        late: Lazy<'a, Inner<'a>> = "Late" omitempty,
        hidden: &'a str = "Hidden" omitempty secret,
    }
}

gcs_prot::json_object! {
    /// A document in a string.
    struct Inner<'a> {
        name: &'a str = "Name",
        names: Seq<'a, &'a str> = "Names" omitempty,
        deeper: JsonString<Option<Leaf<'a>>> = "Deeper" omitempty,
    }
}

gcs_prot::json_object! {
    /// A document in a string in a document in a string.
    struct Leaf<'a> {
        leaf: &'a str = "Leaf",
        deeper: JsonString<Option<RawJson<'a>>> = "Deeper" omitempty,
    }
}

gcs_prot::json_object! {
    /// A document that must be there.
    struct Needs<'a> {
        inner: JsonString<Inner<'a>> = "Inner",
    }
}

/// Decodes, walks and encodes again.
fn round_trip<T: for<'a> Of<'a>>(text: &str) -> Result<String, Error> {
    let mut text = text.as_bytes().to_vec();
    let mut output = vec![0xa5; text.len() * 6 + 256];
    let value: <T as Of<'_>>::Type = json::decode(&mut text)?;
    Ok(String::from_utf8(json::encode(&value, &mut output)?.to_vec()).expect("UTF-8"))
}

trait Of<'a> {
    type Type: Decode<'a> + Encode;
}

macro_rules! of {
    ($($name:ident = $type:ty;)*) => {$(
        struct $name;
        impl<'a> Of<'a> for $name {
            type Type = $type;
        }
    )*};
}

of! {
    AnyJson = RawJson<'a>;
    Samples = Sample<'a>;
    Inners = Needs<'a>;
    Strings = Seq<'a, &'a str>;
    Unsigned = Seq<'a, u64>;
    Texts = Map<'a, &'a str>;
    Text = &'a str;
}

fn sample(text: &str) -> Result<String, Error> {
    round_trip::<Samples>(text)
}

fn kind<T>(result: Result<T, Error>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind())
}
