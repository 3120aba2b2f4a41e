//! Changes to a container's registry.

use crate::json::Seq;
use crate::{json_object, open_set};

/// Host -> guest: changes to the registry of a container.
///
/// Reference: `hcsschema.RegistryChanges`.
#[json_object]
pub struct RegistryChanges<'a> {
    /// Values to be set.
    #[json("AddValues", omitempty)]
    pub add_values: Seq<'a, RegistryValue<'a>>,
    /// Keys to be deleted.
    #[json("DeleteKeys", omitempty)]
    pub delete_keys: Seq<'a, RegistryKey<'a>>,
}

/// Host -> guest: a value of the registry. Of the value's fields the one that `kind` names is set.
///
/// Reference: `hcsschema.RegistryValue`.
#[json_object]
pub struct RegistryValue<'a> {
    /// The key that has the value.
    #[json("Key", omitempty)]
    pub key: Option<RegistryKey<'a>>,
    /// The value's name.
    #[json("Name", omitempty)]
    pub name: &'a str,
    /// The value's type.
    #[json("Type", omitempty)]
    pub kind: RegistryValueType<'a>,
    /// The value of type `String`, `ExpandedString` or `MultiString`.
    #[json("StringValue", omitempty)]
    pub string_value: &'a str,
    /// The value of type `Binary`, base64.
    #[json("BinaryValue", omitempty)]
    pub binary_value: &'a str,
    /// The value of type `DWord`.
    #[json("DWordValue", omitempty)]
    pub dword_value: i32,
    /// The value of type `QWord`; no more than 32 bits can be sent.
    #[json("QWordValue", omitempty)]
    pub qword_value: i32,
    /// The number of the type, if that is `CustomType`.
    #[json("CustomType", omitempty)]
    pub custom_type: i32,
}

/// The type of a value in the registry.
///
/// Reference: `hcsschema.RegistryValueType`.
#[open_set]
#[non_exhaustive]
pub enum RegistryValueType<'a> {
    /// No type.
    #[json("None")]
    None,
    /// Text.
    #[json("String")]
    String,
    /// Text with references to environment variables.
    #[json("ExpandedString")]
    ExpandedString,
    /// A list of texts.
    #[json("MultiString")]
    MultiString,
    /// Bytes.
    #[json("Binary")]
    Binary,
    /// A number of 32 bits.
    #[json("DWord")]
    DWord,
    /// A number of 64 bits.
    #[json("QWord")]
    QWord,
    /// The type with the number in [`RegistryValue::custom_type`].
    #[json("CustomType")]
    CustomType,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// Host -> guest: a key of the registry.
///
/// Reference: `hcsschema.RegistryKey`.
#[json_object]
pub struct RegistryKey<'a> {
    /// The hive that it is in.
    #[json("Hive", omitempty)]
    pub hive: RegistryHive<'a>,
    /// Its path in the hive.
    #[json("Name", omitempty)]
    pub name: &'a str,
    /// It is not kept on disk.
    #[json("Volatile", omitempty)]
    pub volatile: bool,
}

/// A hive of the registry.
///
/// Reference: `hcsschema.RegistryHive`.
#[open_set]
#[non_exhaustive]
pub enum RegistryHive<'a> {
    /// `HKEY_LOCAL_MACHINE\SYSTEM`.
    #[json("System")]
    System,
    /// `HKEY_LOCAL_MACHINE\SOFTWARE`.
    #[json("Software")]
    Software,
    /// `HKEY_LOCAL_MACHINE\SECURITY`.
    #[json("Security")]
    Security,
    /// `HKEY_LOCAL_MACHINE\SAM`.
    #[json("Sam")]
    Sam,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}
