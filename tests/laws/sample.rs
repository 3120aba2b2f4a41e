//! An object with a field of every kind, once for the crate and once for the [model](super::model).

use gcs_prot::json::{JsonString, Lazy, List, Map, RawJson, Seq};

use super::model::{Field, Type};

gcs_prot::json_object! {
    /// One field of each kind.
    pub struct Sample<'a> {
        /// A string.
        pub text: &'a str = "Text",
        /// A truth.
        pub flag: bool = "Flag" omitempty,
        /// A byte.
        pub byte: u8 = "Byte" omitempty,
        /// A number.
        pub word: u32 = "Word",
        /// A large number.
        pub count: u64 = "Count" omitempty,
        /// A number with a sign.
        pub small: i16 = "Small" omitempty,
        /// A large number with a sign.
        pub large: i64 = "Large" omitempty,
        /// A number, if there is one.
        pub maybe: Option<u16> = "Maybe" omitempty,
        /// A list.
        pub list: Seq<'a, &'a str> = "List",
        /// A list of lists.
        pub rows: Seq<'a, Seq<'a, i8>> = "Rows" omitempty,
        /// A map.
        pub map: Map<'a, u8> = "Map" omitempty,
        /// A map of maps.
        pub maps: Map<'a, Map<'a, &'a str>> = "Maps",
        /// A list with a capacity.
        pub few: List<u16, 3> = "Few" omitempty,
        /// Objects.
        pub leaves: Seq<'a, Leaf<'a>> = "Leaves" omitempty,
        /// Anything.
        pub any: RawJson<'a> = "Any" omitempty,
        /// An object.
        pub leaf: Leaf<'a> = "Leaf",
        /// An object, read when it is wanted.
        pub late: Lazy<'a, Leaf<'a>> = "Late" omitempty,
        /// A document in a string.
        pub inner: JsonString<Option<Inner<'a>>> = "Inner" omitempty,
        /// Any document in a string.
        pub document: JsonString<Option<RawJson<'a>>> = "Document",
    }
}

gcs_prot::json_object! {
    /// A small object.
    pub struct Leaf<'a> {
        /// A string.
        pub name: &'a str = "Name",
        /// Its keys differ in case alone from none of the sample's.
        pub size: Option<i32> = "Size" omitempty,
        /// A document that cannot be read inside of a list.
        pub note: JsonString<Option<RawJson<'a>>> = "Note" omitempty,
    }
}

gcs_prot::json_object! {
    /// The document in the string, with another one in it.
    pub struct Inner<'a> {
        /// A string.
        pub name: &'a str = "Name",
        /// A number.
        pub number: i64 = "Number" omitempty,
        /// A list.
        pub list: Seq<'a, RawJson<'a>> = "List" omitempty,
        /// The document in it, which must be there.
        pub deeper: JsonString<Deeper<'a>> = "Deeper",
    }
}

gcs_prot::json_object! {
    /// The document in the document.
    pub struct Deeper<'a> {
        /// A string.
        pub name: &'a str = "Name" omitempty,
        /// A list.
        pub list: Seq<'a, &'a str> = "List" omitempty,
        /// Any document in a string.
        pub document: JsonString<Option<RawJson<'a>>> = "Document" omitempty,
    }
}

/// [`Sample`], for the model.
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
