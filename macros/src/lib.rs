#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod attribute;
mod docs;
mod emit_common;
mod emit_decode;
mod emit_encode;
mod errors;
mod object;
mod open_set;

use proc_macro::TokenStream;

/// Declares a JSON object: a plain struct whose fields name their JSON keys.
///
/// ```ignore
/// use gcs_prot::json::{self, Seq};
/// use gcs_prot::json_object;
///
/// /// Guest -> host: the state of the agent's disks.
/// #[json_object]
/// pub struct DiskReport<'a> {
///     /// The disk's name.
///     #[json("Name")]
///     pub name: &'a str,
///     /// Free space, in bytes.
///     #[json("FreeBytes", omitempty)]
///     pub free: u64,
///     /// The mount points.
///     #[json("Mounts", omitempty)]
///     pub mounts: Seq<'a, &'a str>,
/// }
/// ```
///
/// # Fields
///
/// Each field has `#[json("Key")]`. A key consists of ASCII letters, digits and `_`. An object has at most 63 fields, and no two of
/// its keys may differ in case alone, because keys are matched without regard to case. Fields are written in the order of the
/// struct. After the key, in any order:
///
/// - `omitempty`: the field is left out when it is 0, `""`, false, an absent option, or an empty list or map.
/// - `secret`: `Debug` and defmt show `<hidden>` instead of the value; `{:+?}` shows it.
/// - `tolerant`: a value of the wrong type leaves the field at its default instead of refusing the message. The value must
///   still be valid JSON.
///
/// The documentation of a field gains its JSON key, which is also an alias in rustdoc's search.
///
/// # The struct
///
/// It has named fields, at most one lifetime (that of the buffer), and type and constant parameters, bounds and further derives as
/// you write them. Type parameters must implement `Decode` for the struct to be read, and `Encode` for it to be written.
///
/// The attribute implements `Clone`, `Debug`, `Default` and `PartialEq`, and `Decode`, `DecodeObject`, `Encode` and
/// `EncodeObject` of `gcs_prot::json`. With the features of gcs-prot it also implements serde's `Serialize` (and, for a struct
/// without parameters, `Deserialize`) and defmt's `Format`. Do not implement these yourself, even if you do not use the
/// features: another crate in the program may turn them on.
#[proc_macro_attribute]
pub fn json_object(arguments: TokenStream, item: TokenStream) -> TokenStream {
    object::expand(&arguments.into(), item.into()).into()
}

/// Declares a set of strings that the peer may extend: an enum with a variant for each known text and one for any other.
///
/// ```ignore
/// use gcs_prot::open_set;
///
/// /// How a disk is attached.
/// #[open_set]
/// pub enum Attachment<'a> {
///     /// By a SCSI controller.
///     #[json("SCSI")]
///     Scsi,
///     /// As persistent memory.
///     #[json("VPMem")]
///     VpMem,
///     /// Any other text.
///     Other(&'a str),
/// }
/// ```
///
/// Texts are matched exactly. The default is the variant for other texts with `""`.
///
/// The attribute implements `Clone`, `Copy`, `Debug`, `Default`, `Display`, `Eq`, `Hash`, `PartialEq`, `From<&str>` and an
/// `as_str` method, and `Decode` and `Encode` of `gcs_prot::json`; with the features of gcs-prot, serde's `Serialize` and defmt's
/// `Format` as well. The documentation of a variant gains its text, which is also an alias in rustdoc's search.
#[proc_macro_attribute]
pub fn open_set(arguments: TokenStream, item: TokenStream) -> TokenStream {
    open_set::expand(&arguments.into(), item.into()).into()
}
