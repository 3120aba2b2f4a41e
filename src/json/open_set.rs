//! Open sets of strings: the values that have a name, and whatever else comes.

/// Where a text stands in a table.
#[doc(hidden)]
#[inline(never)]
#[must_use]
pub fn position(texts: &[&str], text: &str) -> Option<usize> {
    texts.iter().position(|known| *known == text)
}

/// Declares a set of strings that the peer may extend: the names known here, and any other text as it came, in a variant
/// `Other` that the macro adds. With the features of those names it has serde's `Serialize` and defmt's `Format`.
///
/// ```
/// use gcs_prot::json;
///
/// gcs_prot::open_set! {
///     /// How a disk is attached.
///     pub enum Attachment {
///         /// By a SCSI controller.
///         Scsi = "SCSI",
///         /// As persistent memory.
///         VpMem = "VPMem",
///     }
/// }
///
/// assert_eq!(Attachment::from("SCSI"), Attachment::Scsi);
/// assert_eq!(json::decode::<Attachment>(&mut *br#""NVMe""#.to_vec().leak())?, Attachment::Other("NVMe"));
/// assert_eq!(Attachment::VpMem.as_str(), "VPMem");
/// # Ok::<(), gcs_prot::Error>(())
/// ```
#[macro_export]
macro_rules! open_set {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $($(#[$vmeta:meta])* $variant:ident = $text:literal),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        $vis enum $name<'a> {
            $($(#[$vmeta])* $variant,)*
            /// Any other text, as it came; empty if there was none.
            Other(&'a str),
        }

        impl<'a> $name<'a> {
            /// The text, as it stands on the wire.
            #[must_use]
            $vis const fn as_str(&self) -> &'a str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl<'a> ::core::convert::From<&'a str> for $name<'a> {
            fn from(text: &'a str) -> Self {
                // A search in a table: a `match` would become a comparison of its own for each text.
                match $crate::json::position(&[$($text),*], text) {
                    Some(index) => [$(Self::$variant),*].get(index).copied().unwrap_or_default(),
                    None => Self::Other(text),
                }
            }
        }

        impl ::core::default::Default for $name<'_> {
            fn default() -> Self {
                Self::Other("")
            }
        }

        impl ::core::fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl<'a> $crate::json::Decode<'a> for $name<'a> {
            const SHAPE: &'static $crate::json::Shape = &$crate::json::Shape::String(&[$($text),*]);

            fn decode(
                &mut self,
                reader: &mut $crate::json::Reader<'a>,
            ) -> ::core::result::Result<(), $crate::json::Failed> {
                *self = reader.string()?.into();
                Ok(())
            }
        }

        impl $crate::json::Encode for $name<'_> {
            fn encode(&self, writer: &mut $crate::json::Writer<'_>) {
                writer.string(self.as_str());
            }

            fn is_empty(&self) -> bool {
                self.as_str().is_empty()
            }
        }

        $crate::__log! { $name ['a] [] }
        $crate::__serialize! { $name ['a] [] }
    };
}
