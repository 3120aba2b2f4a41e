//! Tests the rules of the JSON reader and writer.

use gcs_prot::json::{self, Decode, Encode, JsonString, Lazy, List, Map, RawJson, Seq};
use gcs_prot::json_object;
use gcs_prot::{Error, ErrorKind, Expected};

mod documents;
mod fields;
mod kept;
mod texts;

/// An object with one field of each kind.
#[json_object]
struct Sample<'a> {
    #[json("Text")]
    text: &'a str,
    #[json("Flag", omitempty)]
    flag: bool,
    #[json("Byte", omitempty)]
    byte: u8,
    #[json("Count", omitempty)]
    count: u64,
    #[json("Level", omitempty)]
    level: i32,
    #[json("Depth", omitempty)]
    depth: i64,
    #[json("Maybe", omitempty)]
    maybe: Option<u32>,
    #[json("List", omitempty)]
    list: Seq<'a, &'a str>,
    #[json("Map", omitempty)]
    map: Map<'a, u8>,
    #[json("Few", omitempty)]
    few: List<u16, 3>,
    #[json("Any", omitempty)]
    any: RawJson<'a>,
    #[json("Inner", omitempty)]
    inner: JsonString<Option<Inner<'a>>>,
    #[json("Late", omitempty)]
    late: Lazy<'a, Inner<'a>>,
    #[json("Hidden", omitempty, secret)]
    hidden: &'a str,
}

/// A nested document.
#[json_object]
struct Inner<'a> {
    #[json("Name")]
    name: &'a str,
    #[json("Names", omitempty)]
    names: Seq<'a, &'a str>,
    #[json("Deeper", omitempty)]
    deeper: JsonString<Option<Leaf<'a>>>,
}

/// A nested document inside another nested document.
#[json_object]
struct Leaf<'a> {
    #[json("Leaf")]
    leaf: &'a str,
    #[json("Deeper", omitempty)]
    deeper: JsonString<Option<RawJson<'a>>>,
}

/// An object with a required nested document.
#[json_object]
struct Needs<'a> {
    #[json("Inner")]
    inner: JsonString<Inner<'a>>,
}

/// An object with keys of several lengths.
#[json_object]
struct Keyed<'a> {
    #[json("K")]
    short: &'a str,
    #[json("LongerKey")]
    long: &'a str,
    #[json("L")]
    list: Seq<'a, &'a str>,
    #[json("Late")]
    late: Lazy<'a, Inner<'a>>,
    #[json("D")]
    document: Lazy<'a, JsonString<Option<Inner<'a>>>>,
    #[json("End")]
    end: u8,
}

/// Decodes a document and encodes it again.
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
    ListOfKeyed = Seq<'a, Keyed<'a>>;
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
