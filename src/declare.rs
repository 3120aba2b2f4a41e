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
/// # The types of fields
///
/// | Rust | JSON | in the struct or in the buffer |
/// |---|---|---|
/// | `bool` | `true`, `false` | in the struct |
/// | `u8` to `u64`, `i8` to `i64` | an integer in the range of the type; a fraction or an exponent is an error | in the struct |
/// | `&'a str` | a string, with its escapes resolved | the text is in the buffer |
/// | an enum with [`#[open_set]`](open_set) | a string, known or not | as `&'a str` |
/// | [`Guid`](crate::Guid), [`Timestamp`](crate::Timestamp) | a string in the form of a GUID, or of RFC 3339 | in the struct |
/// | [`HResult`](crate::HResult) | an integer of 32 bits | in the struct |
/// | a struct with `#[json_object]` | an object | in the struct |
/// | [`Option<T>`](Option) | as `T`; absent and `null` are `None` | as `T` |
/// | [`Nullable<T>`](crate::json::Nullable) | as `T`; tells absent from `null` | as `T` |
/// | [`Lazy<'a, T>`](crate::json::Lazy) | as `T`, an object that is large and often absent | in the buffer |
/// | [`List<T, N>`](crate::json::List) | an array of at most `N` elements | in the struct |
/// | `[T; N]` | an array; missing elements are default values, further ones are ignored | in the struct |
/// | [`Seq<'a, T>`](crate::json::Seq) | an array of any length | in the buffer |
/// | [`Map<'a, V>`](crate::json::Map) | an object with any keys | in the buffer |
/// | [`IntMap<'a, V>`](crate::json::IntMap) | an object whose keys are integers | in the buffer |
/// | [`JsonString<T>`](crate::json::JsonString) | a string that contains a JSON document, which is a `T`; required, unless `T` is an `Option` | as `T` |
/// | [`JsonStringOrDefault<T>`](crate::json::JsonStringOrDefault) | the same; absent and `null` are a default `T`, and an empty string is an error | as `T` |
/// | [`Base64Json<'a>`](crate::json::Base64Json) | a string that contains a JSON document in base64 | in the buffer |
/// | [`RawJson<'a>`](crate::json::RawJson) | any value | in the buffer |
///
/// A floating-point number has no type of its own: [`RawJson`](crate::json::RawJson) keeps its digits. For any other type,
/// implement [`Decode`](crate::json::Decode) and [`Encode`](crate::json::Encode) by hand.
///
/// Without `omitempty`, `None` is written as `null`, and so is an empty `Seq` or `Map`, unless it was decoded from an empty array
/// or object. The reference writes a nil slice or map in the same way.
///
/// # Required fields
///
/// An absent key leaves its field at the default value, and so does `null`. Two kinds of fields are required instead: a
/// `JsonString` whose document is not an `Option`, and a struct that has a required field itself. Without them, decoding fails
/// with [`MissingKey`](crate::ErrorKind::MissingKey).
///
/// To require another field, declare it as an [`Option`] and refuse `None` in your handler, with an answer of your choice. Or
/// let the decoder refuse it: wrap the value in a type whose [`Shape`](crate::json::Shape) is required.
///
/// ```
/// use gcs_prot::json::{self, Decode, Encode, Failed, Form, Reader, Shape, Writer};
/// use gcs_prot::{ErrorKind, json_object};
///
/// /// The path of a disk, which must be there.
/// #[derive(Clone, Debug, Default, PartialEq)]
/// pub struct DiskPath<'a>(pub &'a str);
///
/// impl<'a> Decode<'a> for DiskPath<'a> {
///     const SHAPE: &'static Shape = &Shape::Custom {
///         check: |reader| DiskPath::default().decode(reader),
///         required: true,
///         form: Form::Examples(&["\"/dev/sda\""]),
///     };
///
///     fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
///         self.0.decode(reader)
///     }
/// }
///
/// impl Encode for DiskPath<'_> {
///     fn encode(&self, writer: &mut Writer<'_>) {
///         self.0.encode(writer);
///     }
/// }
///
/// #[json_object]
/// pub struct CheckDisk<'a> {
///     #[json("Path")]
///     pub path: DiskPath<'a>,
///     #[json("Repair", omitempty)]
///     pub repair: bool,
/// }
///
/// let check: CheckDisk = json::decode(&mut *br#"{"Path":"/dev/sda"}"#.to_vec().leak())?;
/// assert_eq!(check.path.0, "/dev/sda");
/// for text in [r#"{"Repair":true}"#, r#"{"Path":null}"#] {
///     let error = json::decode::<CheckDisk>(text.as_bytes().to_vec().leak()).expect_err("no path");
///     assert_eq!(error.kind(), ErrorKind::MissingKey);
/// }
/// # Ok::<(), gcs_prot::Error>(())
/// ```
///
/// # In order
///
/// `#[json_object(in_order)]` generates code of its own for each field, which is used as long as the fields come in the order of
/// the struct, as the reference writes them. Small objects are then decoded up to a third faster, and take a few hundred bytes
/// more of machine code. The attribute does not change what is accepted: from the first field that comes in another order, the
/// general loop reads the object.
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

/// Emits the implementations of the traits of defmt and serde if these features of this crate are enabled. A `cfg` in the code
/// that the attributes emit would read the features of the crate that declares the type.
#[cfg(all(feature = "defmt", feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __features {
    ({ $($defmt:tt)* } { $($serde:tt)* }) => { $($defmt)* $($serde)* };
}

#[cfg(all(feature = "defmt", not(feature = "serde")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __features {
    ({ $($defmt:tt)* } { $($serde:tt)* }) => { $($defmt)* };
}

#[cfg(all(not(feature = "defmt"), feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __features {
    ({ $($defmt:tt)* } { $($serde:tt)* }) => { $($serde)* };
}

#[cfg(not(any(feature = "defmt", feature = "serde")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __features {
    ({ $($defmt:tt)* } { $($serde:tt)* }) => {};
}
