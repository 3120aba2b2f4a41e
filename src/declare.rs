//! The attributes that declare payload types.

/// Declares a JSON object: a plain struct whose fields specify their JSON keys.
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
/// Every field needs a `#[json("Key")]` attribute. A key consists of ASCII letters, digits and `_`. An object has at
/// most [`MAX_FIELDS`](crate::json::MAX_FIELDS) fields. Keys are matched without regard to case, so no two keys of an
/// object may differ only in case. Fields are written in the order of the struct.
///
/// The following flags can follow the key, in any order:
///
/// - `omitempty` omits the field if it is 0, `""`, `false`, `None`, or an empty list or map.
/// - `secret` makes `Debug` and defmt show `<hidden>` instead of the value. [`Revealed`](crate::json::Revealed) shows the value.
/// - `tolerant` leaves the field at its default if the value has the wrong type, instead of rejecting the message. The
///   value must still be valid JSON.
///
/// The attribute adds the JSON key to the documentation of the field, and as an alias to the search of rustdoc.
///
/// # In order
///
/// `#[json_object(in_order)]` gives the fields code of their own for the case that they come in the order of the struct, as the
/// reference writes them. Small objects are read up to a third faster so, and take a few hundred bytes more of machine code. What
/// is accepted does not change: at the first field that comes in another order, the loop that serves every object takes over.
///
/// # The struct
///
/// The struct has named fields and at most one lifetime, which is the lifetime of the buffer. It can have type
/// parameters, constant parameters and bounds. A type parameter must implement [`Decode`](crate::json::Decode) for the
/// struct to be decoded, and [`Encode`](crate::json::Encode) for it to be encoded. Put additional derives below
/// `#[json_object]`.
///
/// The attribute implements `Clone`, `Debug`, `Default` and `PartialEq`, and the traits `Decode`, `DecodeObject`,
/// `Encode` and `EncodeObject` of [`json`](crate::json). With the feature `defmt` it also implements `defmt::Format`.
/// With the feature `serde` it also implements `serde::Serialize` and, for a struct without parameters,
/// `serde::Deserialize`. Do not implement these traits yourself, even if you do not use the features: another crate in
/// the program may enable them.
#[doc(inline)]
pub use gcs_prot_macros::json_object;

/// Declares an open set of strings: an enum with one variant for each known string and one variant for any other
/// string.
///
/// ```
/// use gcs_prot::{json, open_set};
///
/// /// Describes how a disk is attached.
/// #[open_set]
/// pub enum Attachment<'a> {
///     /// The disk is attached to a SCSI controller.
///     #[json("SCSI")]
///     Scsi,
///     /// The disk is attached as persistent memory.
///     #[json("VPMem")]
///     VpMem,
///     /// Any other string.
///     Other(&'a str),
/// }
///
/// assert_eq!(Attachment::from("SCSI"), Attachment::Scsi);
/// assert_eq!(json::decode::<Attachment>(&mut *br#""NVMe""#.to_vec().leak())?, Attachment::Other("NVMe"));
/// assert_eq!(Attachment::VpMem.as_str(), "VPMem");
/// # Ok::<(), gcs_prot::Error>(())
/// ```
///
/// Strings are matched exactly. The default is the variant for other strings, with `""`.
///
/// The attribute implements `Clone`, `Copy`, `Debug`, `Default`, `Display`, `Eq`, `Hash`, `PartialEq`, `From<&str>` and
/// an `as_str` method, and the traits [`Decode`](crate::json::Decode) and [`Encode`](crate::json::Encode). With the
/// features `serde` and `defmt` it also implements `serde::Serialize` and `defmt::Format`. It adds the string to the
/// documentation of the variant, and as an alias to the search of rustdoc.
#[doc(inline)]
pub use gcs_prot_macros::open_set;

// The attributes wrap the implementations of the traits of defmt and serde in these macros. A `cfg` in the emitted code
// would read the features of the crate that declares the type, not those of this crate.

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
