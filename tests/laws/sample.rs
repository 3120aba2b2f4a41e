//! An object with a field of every kind, declared once for the crate and once for the [model](super::model).

use gcs_prot::json::{JsonString, Lazy, List, Map, RawJson, Seq};
use gcs_prot::json_object;

use super::model::{Field, Type};

/// An object with one field of each kind.
#[json_object]
pub struct Sample<'a> {
    /// A string.
    #[json("Text")]
    pub text: &'a str,
    /// A Boolean.
    #[json("Flag", omitempty)]
    pub flag: bool,
    /// An 8-bit number.
    #[json("Byte", omitempty)]
    pub byte: u8,
    /// A 32-bit number.
    #[json("Word")]
    pub word: u32,
    /// A 64-bit number.
    #[json("Count", omitempty)]
    pub count: u64,
    /// A signed 16-bit number.
    #[json("Small", omitempty)]
    pub small: i16,
    /// A signed 64-bit number.
    #[json("Large", omitempty)]
    pub large: i64,
    /// An optional number.
    #[json("Maybe", omitempty)]
    pub maybe: Option<u16>,
    /// A list.
    #[json("List")]
    pub list: Seq<'a, &'a str>,
    /// A list of lists.
    #[json("Rows", omitempty)]
    pub rows: Seq<'a, Seq<'a, i8>>,
    /// A map.
    #[json("Map", omitempty)]
    pub map: Map<'a, u8>,
    /// A map of maps.
    #[json("Maps")]
    pub maps: Map<'a, Map<'a, &'a str>>,
    /// A list with a capacity.
    #[json("Few", omitempty)]
    pub few: List<u16, 3>,
    /// A list of objects.
    #[json("Leaves", omitempty)]
    pub leaves: Seq<'a, Leaf<'a>>,
    /// Any JSON value.
    #[json("Any", omitempty)]
    pub any: RawJson<'a>,
    /// An object.
    #[json("Leaf")]
    pub leaf: Leaf<'a>,
    /// An object that stays in the buffer.
    #[json("Late", omitempty)]
    pub late: Lazy<'a, Leaf<'a>>,
    /// A nested document.
    #[json("Inner", omitempty)]
    pub inner: JsonString<Option<Inner<'a>>>,
    /// A nested document with any JSON value.
    #[json("Document")]
    pub document: JsonString<Option<RawJson<'a>>>,
}

/// A small object.
#[json_object]
pub struct Leaf<'a> {
    /// A string.
    #[json("Name")]
    pub name: &'a str,
    /// A number. No key of this object is equal to a key of the sample.
    #[json("Size", omitempty)]
    pub size: Option<i32>,
    /// A nested document, which can be read inside a list but not inside raw JSON.
    #[json("Note", omitempty)]
    pub note: JsonString<Option<RawJson<'a>>>,
}

/// The nested document, which contains another one.
#[json_object]
pub struct Inner<'a> {
    /// A string.
    #[json("Name")]
    pub name: &'a str,
    /// A number.
    #[json("Number", omitempty)]
    pub number: i64,
    /// A list.
    #[json("List", omitempty)]
    pub list: Seq<'a, RawJson<'a>>,
    /// The inner document, which is required.
    #[json("Deeper")]
    pub deeper: JsonString<Deeper<'a>>,
}

/// The document inside the nested document.
#[json_object]
pub struct Deeper<'a> {
    /// A string.
    #[json("Name", omitempty)]
    pub name: &'a str,
    /// A list.
    #[json("List", omitempty)]
    pub list: Seq<'a, &'a str>,
    /// A nested document with any JSON value.
    #[json("Document", omitempty)]
    pub document: JsonString<Option<RawJson<'a>>>,
}

/// The type [`Sample`] for the model.
pub static SAMPLE: Type = Type::Object(&[
    Field("Text", Type::Text, false),
    Field("Flag", Type::Bool, true),
    Field("Byte", Type::Unsigned(0xff), true),
    Field("Word", Type::Unsigned(0xffff_ffff), false),
    Field("Count", Type::Unsigned(u64::MAX), true),
    Field("Small", Type::Signed(0x7fff), true),
    Field("Large", Type::Signed(i64::MAX), true),
    Field("Maybe", Type::Optional(&Type::Unsigned(0xffff)), true),
    Field("List", Type::Seq(&Type::Text), false),
    Field("Rows", Type::Seq(&Type::Seq(&Type::Signed(0x7f))), true),
    Field("Map", Type::Map(&Type::Unsigned(0xff)), true),
    Field("Maps", Type::Map(&Type::Map(&Type::Text)), false),
    Field("Few", Type::List(&Type::Unsigned(0xffff), 3), true),
    Field("Leaves", Type::Seq(&LEAF), true),
    Field("Any", Type::Any, true),
    Field("Leaf", LEAF, false),
    Field("Late", Type::Lazy(&LEAF), true),
    Field("Inner", Type::OptionalDocument(&INNER), true),
    Field("Document", Type::OptionalDocument(&Type::Any), false),
]);

const LEAF: Type = Type::Object(&[
    Field("Name", Type::Text, false),
    Field("Size", Type::Optional(&Type::Signed(0x7fff_ffff)), true),
    Field("Note", Type::OptionalDocument(&Type::Any), true),
]);

const INNER: Type = Type::Object(&[
    Field("Name", Type::Text, false),
    Field("Number", Type::Signed(i64::MAX), true),
    Field("List", Type::Seq(&Type::Any), true),
    Field("Deeper", Type::Document(&DEEPER), false),
]);

const DEEPER: Type = Type::Object(&[
    Field("Name", Type::Text, true),
    Field("List", Type::Seq(&Type::Text), true),
    Field("Document", Type::OptionalDocument(&Type::Any), true),
]);
