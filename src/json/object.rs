//! Objects: how their keys are found.

use super::reader::{Failed, Reader};
use super::writer::Writer;
use crate::error::Error;

/// How many fields an object may have: one that is declared, and two together that are [joined](crate::message::Joined).
pub const MAX_FIELDS: usize = 63;

/// The reading side of a JSON object: its fields by number, so that one loop serves every object.
///
/// [`json_object!`](crate::json_object) implements it; by hand it is only worth writing for an object whose fields
/// depend on each other.
pub trait DecodeObject<'a> {
    /// The keys of the fields, in the order in which they are written.
    fn keys(&self) -> Keys;

    /// Reads the value of the field `index`, which is not `null`.
    fn field(&mut self, index: usize, reader: &mut Reader<'a>) -> Result<(), Failed>;

    /// Called when all fields have been read.
    fn finish(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

/// The walk through what an object left in the buffer. Apart from [`DecodeObject`], so that who never checks does not pay
/// for it in code.
pub trait CheckObject<'a> {
    /// Walks the lists and maps in the field `index`; see [`Decode::check`](super::Decode::check).
    fn check_field(&self, index: usize) -> Result<(), Error>;
}

/// The writing side of a JSON object.
pub trait EncodeObject {
    /// Writes each field that is to be written, key and value.
    fn encode_fields(&self, writer: &mut Writer<'_>);
}

/// The keys of an object: a table, or two that stand one behind the other (base fields, then a body's own).
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    head: &'static [&'static str],
    tail: &'static [&'static str],
    /// One bit a field, the first lowest: it must be there, and not `null`.
    pub(super) required: u64,
}

impl Keys {
    /// The keys of one table, none of which may need an escape; `required` has a bit for each field that must be there, the first field's lowest.
    #[must_use]
    pub const fn new(keys: &'static [&'static str], required: u64) -> Self {
        Self { head: keys, tail: &[], required }
    }

    /// These keys behind those of `head`. Only two tables can be joined.
    #[must_use]
    pub const fn behind(self, head: &Self) -> Self {
        Self { head: head.head, tail: self.head, required: head.required | self.required << head.head.len() }
    }

    /// How many fields there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.head.len().saturating_add(self.tail.len())
    }

    /// Whether there is no field.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The key of the field `index`; `""` if there is none.
    #[must_use]
    pub fn name(&self, index: usize) -> &'static str {
        let key = match index.checked_sub(self.head.len()) {
            None => self.head.get(index),
            Some(index) => self.tail.get(index),
        };
        key.copied().unwrap_or_default()
    }

    /// The field whose key this is: an exact match first, then one in another case, as Go folds it (`ſ` is an `s` and the
    /// Kelvin sign a `k`).
    ///
    /// Looks from the field `next` on, then from the start: fields that come in order are found at once.
    #[must_use]
    pub fn find(&self, key: &str, next: usize) -> Option<usize> {
        self.find_by(next, |name| name == key).or_else(|| self.find_by(next, |name| folds_to(key, name)))
    }

    /// The first field, in the order of [`find`](Self::find), whose key answers.
    #[inline]
    pub(super) fn find_by(&self, next: usize, mut is: impl FnMut(&str) -> bool) -> Option<usize> {
        let count = self.len();
        let mut index = next;
        for _ in 0..count {
            if index >= count {
                index = 0;
            }
            if is(self.name(index)) {
                return Some(index);
            }
            index = index.wrapping_add(1);
        }
        None
    }
}

/// Whether `key` spells `name` without regard to case. A name is ASCII, and two letters beyond ASCII fold into it: U+017F to
/// `s`, and U+212A to `k`.
#[inline(never)]
fn folds_to(key: &str, name: &str) -> bool {
    let folded = key.chars().map(|letter| match letter {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        letter => letter.to_ascii_lowercase(),
    });
    folded.eq(name.chars().map(|letter| letter.to_ascii_lowercase()))
}

/// Walks every list and map of an object with these keys, and reports the first error in an element, with its key.
///
/// One loop for every object: what [`json_object!`](crate::json_object) makes [`Decode::check`](super::Decode::check) of.
#[doc(hidden)]
pub fn check_object(keys: &[&'static str], object: &dyn CheckObject<'_>) -> Result<(), Error> {
    for (index, key) in keys.iter().enumerate() {
        object.check_field(index).map_err(|error| error.within(key))?;
    }
    Ok(())
}

/// Checks, when the crate is compiled, that a table of keys can be used.
#[doc(hidden)]
#[must_use]
pub const fn checked_keys<const N: usize>(keys: [&'static str; N]) -> [&'static str; N] {
    assert!(N <= MAX_FIELDS, "an object has too many fields");
    let mut rest = keys.as_slice();
    while let [key, others @ ..] = rest {
        let mut bytes = key.as_bytes();
        assert!(!bytes.is_empty(), "a key is empty");
        while let [byte, others @ ..] = bytes {
            assert!(byte.is_ascii_alphanumeric() || *byte == b'_', "a key needs escaping");
            bytes = others;
        }
        rest = others;
    }
    keys
}

/// Declares a JSON object: a plain struct, and how it is read and written, from one table.
///
/// Each field names its JSON key, after it perhaps `omitempty` (left out when it is 0, `""`, false, or an empty list or
/// map) or `secret` (never shown by `Debug`). The order is the order in which they are written. A struct may have one
/// lifetime, that of the buffer, and type parameters, which must be [`Decode`](crate::json::Decode) to be read and
/// [`Encode`](crate::json::Encode) to be written. It has `Clone`, `Debug`, `Default` and `PartialEq`, and with the features of
/// those names serde's `Serialize` and defmt's `Format`: a type of one's own must not implement these by itself, as any crate in a
/// program may turn a feature on.
///
/// ```
/// use gcs_prot::json::{self, Seq};
///
/// gcs_prot::json_object! {
///     /// Guest -> host: how the agent's disks are.
///     pub struct DiskReport<'a> {
///         /// The disk's name.
///         pub name: &'a str = "Name",
///         /// Free space, in bytes.
///         pub free: u64 = "FreeBytes" omitempty,
///         /// The mount points.
///         pub mounts: Seq<'a, &'a str> = "Mounts" omitempty,
///     }
/// }
///
/// let mut text = *br#"{"name":"sda\u0031","Mounts":["/","/var"]}"#;
/// let report: DiskReport = json::decode(&mut text)?;
/// assert_eq!(report.name, "sda1");
/// assert_eq!(report.mounts.iter().count(), 2);
///
/// let mut buffer = [0; 64];
/// assert_eq!(json::encode(&report, &mut buffer)?, br#"{"Name":"sda1","Mounts":["/","/var"]}"#);
/// # Ok::<(), gcs_prot::Error>(())
/// ```
#[macro_export]
macro_rules! json_object {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident { $($fields:tt)* }
    ) => {
        $crate::json_object! { @struct [$(#[$meta])*] [$vis] [$name] ['json] [] [] { $($fields)* } }
    };
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident<$lt:lifetime $(, $param:ident $(= $default:ty)?)*> { $($fields:tt)* }
    ) => {
        $crate::json_object! {
            @struct [$(#[$meta])*] [$vis] [$name] [$lt] [$lt,] [$($param $(= $default)?),*] { $($fields)* }
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident<$($param:ident $(= $default:ty)?),+> { $($fields:tt)* }
    ) => {
        $crate::json_object! {
            @struct [$(#[$meta])*] [$vis] [$name] ['json] [] [$($param $(= $default)?),*] { $($fields)* }
        }
    };
    (
        @struct [$($meta:tt)*] [$vis:vis] [$name:ident] [$lt:lifetime] [$($own:lifetime,)?]
        [$($param:ident $(= $default:ty)?),*]
        {
            $(
                $(#[$fmeta:meta])*
                $fvis:vis $field:ident: $type:ty = $key:literal $($flag:ident)*
            ),* $(,)?
        }
    ) => {
        $($meta)*
        #[derive(Clone, Default, PartialEq)]
        $vis struct $name<$($own,)? $($param $(= $default)?),*> {
            $(
                $(#[$fmeta])*
                $fvis $field: $type,
            )*
        }

        const _: () = {
            const __KEYS: &[&str] = &$crate::json::checked_keys([$($key),*]);

            /// The number of each field, in the order of the table.
            #[allow(dead_code, non_camel_case_types, clippy::allow_attributes)]
            enum __Index { $($field),* }

            impl<$lt, $($param: $crate::json::Decode<$lt>),*> $crate::json::DecodeObject<$lt> for $name<$($own,)? $($param),*> {
                fn keys(&self) -> $crate::json::Keys {
                    const {
                        $crate::json::Keys::new(
                            __KEYS,
                            0 $(| (<$type as $crate::json::Decode<$lt>>::REQUIRED as u64) << __Index::$field as u64)*,
                        )
                    }
                }

                fn field(
                    &mut self,
                    index: usize,
                    reader: &mut $crate::json::Reader<$lt>,
                ) -> ::core::result::Result<(), $crate::json::Failed> {
                    match index {
                        $(
                            index if index == __Index::$field as usize => $crate::json::Decode::decode(&mut self.$field, reader),
                        )*
                        _ => reader.skip(),
                    }
                }
            }

            impl<$lt, $($param: $crate::json::Decode<$lt>),*> $crate::json::Decode<$lt> for $name<$($own,)? $($param),*> {
                const REQUIRED: bool = false $(|| <$type as $crate::json::Decode<$lt>>::REQUIRED)*;

                fn decode(
                    &mut self,
                    reader: &mut $crate::json::Reader<$lt>,
                ) -> ::core::result::Result<(), $crate::json::Failed> {
                    reader.object(self)
                }

                fn check(&self) -> ::core::result::Result<(), $crate::Error> {
                    $crate::json::check_object(__KEYS, self)
                }
            }

            impl<$lt, $($param: $crate::json::Decode<$lt>),*> $crate::json::CheckObject<$lt> for $name<$($own,)? $($param),*> {
                fn check_field(&self, index: usize) -> ::core::result::Result<(), $crate::Error> {
                    match index {
                        $(index if index == __Index::$field as usize => $crate::json::Decode::check(&self.$field),)*
                        _ => ::core::result::Result::Ok(()),
                    }
                }
            }

            impl<$($own,)? $($param: $crate::json::Encode),*> $crate::json::EncodeObject for $name<$($own,)? $($param),*> {
                fn encode_fields(&self, writer: &mut $crate::json::Writer<'_>) {
                    let _ = &writer; // an object may have no field
                    $(
                        if !$crate::json_object!(@omit self.$field; $($flag)*) {
                            writer.name(::core::concat!(",\"", $key, "\":"));
                            $crate::json::Encode::encode(&self.$field, writer);
                        }
                    )*
                }
            }

            impl<$($own,)? $($param: $crate::json::Encode),*> $crate::json::Encode for $name<$($own,)? $($param),*> {
                fn encode(&self, writer: &mut $crate::json::Writer<'_>) {
                    writer.object(self);
                }
            }

            $crate::__log! { $name [$($own)?] [$($param),*] }
            $crate::__serialize! { $name [$($own)?] [$($param),*] }

            impl<$($own,)? $($param: ::core::fmt::Debug),*> ::core::fmt::Debug for $name<$($own,)? $($param),*> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.debug_struct(stringify!($name))
                        $(.field(stringify!($field), $crate::json_object!(@show self.$field; $($flag)*)))*
                        .finish()
                }
            }
        };
    };
    (@omit $value:expr;) => { false };
    (@omit $value:expr; omitempty $($flag:ident)*) => { $crate::json::Encode::is_empty(&$value) };
    (@omit $value:expr; secret $($flag:ident)*) => { $crate::json_object!(@omit $value; $($flag)*) };
    (@show $value:expr;) => { &$value };
    (@show $value:expr; secret $($flag:ident)*) => { &$crate::json::Secret(&$value) };
    (@show $value:expr; omitempty $($flag:ident)*) => { $crate::json_object!(@show $value; $($flag)*) };
}

crate::__log! { Keys [] [] }
