//! The attributes that declare payload types.

/// Declares a JSON object: a plain struct whose fields name their JSON keys.
///
/// ```
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
///
/// # Fields
///
/// Each field has `#[json("Key")]`. A key consists of ASCII letters, digits and `_`. An object has at most
/// [`MAX_FIELDS`](crate::json::MAX_FIELDS) fields, and no two of its keys may differ in case alone, because keys are matched
/// without regard to case. Fields are written in the order of the struct. After the key, in any order:
///
/// - `omitempty`: the field is left out when it is 0, `""`, false, an absent option, or an empty list or map.
/// - `secret`: `Debug` and defmt show `<hidden>` instead of the value; `{:+?}` shows it.
/// - `tolerant`: a value of the wrong type leaves the field at its default instead of refusing the message. The value must
///   still be valid JSON.
///
/// The documentation of a field gains its JSON key, which is also an alias in rustdoc's search.
///
/// # In order
///
/// `#[json_object(in_order)]` gives the fields code of their own for the case that they come in the order of the struct, as the
/// reference writes them. Small objects are read up to a third faster so, and take a few hundred bytes more of machine code. What
/// is accepted does not change: at the first field that comes in another order, the loop that serves every object takes over.
///
/// # The struct
///
/// It has named fields, at most one lifetime (that of the buffer), and type and constant parameters, bounds and further derives as
/// you write them. Derives stand below `#[json_object]`. Type parameters must implement [`Decode`](crate::json::Decode) for the
/// struct to be read, and [`Encode`](crate::json::Encode) for it to be written.
///
/// The attribute implements `Clone`, `Debug`, `Default` and `PartialEq`, and the traits `Decode`, `DecodeObject`, `Encode` and
/// `EncodeObject` of [`json`](crate::json). With the features `serde` and `defmt` it also implements `serde::Serialize` (and
/// `serde::Deserialize`, for a struct without parameters) and `defmt::Format`. Do not implement these yourself, even if you do
/// not use the features: another crate in the program may turn them on.
#[doc(inline)]
pub use gcs_prot_macros::json_object;

/// Declares a set of strings that the peer may extend: an enum with a variant for each known text and one for any other.
///
/// ```
/// use gcs_prot::{json, open_set};
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
///
/// assert_eq!(Attachment::from("SCSI"), Attachment::Scsi);
/// assert_eq!(json::decode::<Attachment>(&mut *br#""NVMe""#.to_vec().leak())?, Attachment::Other("NVMe"));
/// assert_eq!(Attachment::VpMem.as_str(), "VPMem");
/// # Ok::<(), gcs_prot::Error>(())
/// ```
///
/// Texts are matched exactly. The default is the variant for other texts with `""`.
///
/// The attribute implements `Clone`, `Copy`, `Debug`, `Default`, `Display`, `Eq`, `Hash`, `PartialEq`, `From<&str>` and an
/// `as_str` method, and [`Decode`](crate::json::Decode) and [`Encode`](crate::json::Encode). With the features `serde` and
/// `defmt` it also implements `serde::Serialize` and `defmt::Format`. The documentation of a variant gains its text, which is also an alias in rustdoc's search.
#[doc(inline)]
pub use gcs_prot_macros::open_set;

// The attributes emit implementations of defmt's and serde's traits inside of these, because a `cfg` in the emitted code would read
// the features of the crate that declares the type.

#[cfg(feature = "defmt")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_defmt {
    ($($emitted:tt)*) => { $($emitted)* };
}

#[cfg(not(feature = "defmt"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_defmt {
    ($($emitted:tt)*) => {};
}

#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_serde {
    ($($emitted:tt)*) => { $($emitted)* };
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_serde {
    ($($emitted:tt)*) => {};
}
