//! Changes to the registry of a container.

use crate::json::Seq;
use crate::{json_object, open_set};

/// Host -> guest: changes to the registry of a container.
///
/// Reference: `hcsschema.RegistryChanges`.
#[json_object]
pub struct RegistryChanges<'a> {
    /// The values to set.
    #[json("AddValues", omitempty)]
    pub add_values: Seq<'a, RegistryValue<'a>>,
    /// The keys to delete.
    #[json("DeleteKeys", omitempty)]
    pub delete_keys: Seq<'a, RegistryKey<'a>>,
}

/// Host -> guest: a registry value. `kind` determines which of its fields holds the value.
///
/// Reference: `hcsschema.RegistryValue`.
#[json_object]
pub struct RegistryValue<'a> {
    /// The key that contains the value.
    #[json("Key", omitempty)]
    pub key: Option<RegistryKey<'a>>,
    /// The name of the value.
    #[json("Name", omitempty)]
    pub name: &'a str,
    /// The type of the value.
    #[json("Type", omitempty)]
    pub kind: RegistryValueType<'a>,
    /// The value of type `String`, `ExpandedString` or `MultiString`.
    #[json("StringValue", omitempty)]
    pub string_value: &'a str,
    /// The value of type `Binary`, in base64.
    #[json("BinaryValue", omitempty)]
    pub binary_value: &'a str,
    /// The value of type `DWord`.
    #[json("DWordValue", omitempty)]
    pub dword_value: i32,
    /// The value of type `QWord`. The field holds only 32 bits.
    #[json("QWordValue", omitempty)]
    pub qword_value: i32,
    /// The number of the type, if the type is `CustomType`.
    #[json("CustomType", omitempty)]
    pub custom_type: i32,
}

/// The type of a registry value.
///
/// Reference: `hcsschema.RegistryValueType`.
#[open_set]
#[non_exhaustive]
pub enum RegistryValueType<'a> {
    /// No type.
    #[json("None")]
    None,
    /// A string.
    #[json("String")]
    String,
    /// A string with references to environment variables.
    #[json("ExpandedString")]
    ExpandedString,
    /// A list of strings.
    #[json("MultiString")]
    MultiString,
    /// Binary data.
    #[json("Binary")]
    Binary,
    /// A 32-bit number.
    #[json("DWord")]
    DWord,
    /// A 64-bit number.
    #[json("QWord")]
    QWord,
    /// The type with the number in [`RegistryValue::custom_type`].
    #[json("CustomType")]
    CustomType,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// Host -> guest: a registry key.
///
/// Reference: `hcsschema.RegistryKey`.
#[json_object]
pub struct RegistryKey<'a> {
    /// The hive of the key.
    #[json("Hive", omitempty)]
    pub hive: RegistryHive<'a>,
    /// The path of the key in the hive.
    #[json("Name", omitempty)]
    pub name: &'a str,
    /// Whether the key is volatile: it is not stored on disk.
    #[json("Volatile", omitempty)]
    pub volatile: bool,
}

/// A registry hive.
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
