//! GUIDs.

use core::fmt;
use core::str::FromStr;

use uuid::Uuid;

use crate::error::{Error, ErrorKind};
use crate::json::{Decode, Encode, Failed, Form, Reader, Shape, Writer};

/// A GUID of 16 bytes. Windows identifies activities, volumes and Hyper-V socket services by GUIDs.
///
/// The text has 36 characters: `8-4-4-4-12` hexadecimal digits. Both cases are accepted, and lower case is written.
/// Braces, a URN, and digits without hyphens are errors. The default is the zero GUID, and `omitempty` does not omit
/// it.
///
/// ```
/// use gcs_prot::Guid;
///
/// let guid: Guid = "894CC2D6-9d79-424f-93fe-42969ae6d8d1".parse()?;
/// assert_eq!(guid.to_string(), "894cc2d6-9d79-424f-93fe-42969ae6d8d1");
/// assert!("{894cc2d6-9d79-424f-93fe-42969ae6d8d1}".parse::<Guid>().is_err());
/// # Ok::<(), gcs_prot::Error>(())
/// ```
///
/// Reference: `guid.GUID` of `go-winio`.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(Uuid);

/// The Hyper-V socket service of vsock port 0. The first field of the GUID is the port.
const VSOCK: Guid = Guid(Uuid::from_u128(0x0000_0000_facb_11e6_bd58_6400_6a79_86d3));

impl Guid {
    /// The length of the text, in bytes.
    pub const TEXT_LENGTH: usize = 36;

    /// The zero GUID.
    pub const ZERO: Self = Self(Uuid::nil());

    /// Creates a GUID from its bytes, in the order of its text.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// Returns the bytes, in the order of the text.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.into_bytes()
    }

    /// Creates a GUID from its bytes in the order of a `GUID` in the memory of Windows: the first three fields are
    /// little-endian.
    #[must_use]
    pub const fn from_bytes_le(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes_le(bytes))
    }

    /// Returns the bytes in the order of a `GUID` in the memory of Windows: the first three fields are little-endian.
    #[must_use]
    pub const fn to_bytes_le(self) -> [u8; 16] {
        self.0.to_bytes_le()
    }

    /// Returns the Hyper-V socket service of a vsock port: `PPPPPPPP-facb-11e6-bd58-64006a7986d3`. A host offers the
    /// streams of a process at these services, from port 0x40000001 up.
    #[must_use]
    pub const fn from_vsock_port(port: u32) -> Self {
        Self(Uuid::from_u128(VSOCK.0.as_u128() | (port as u128) << 96))
    }

    /// Returns the vsock port if this is the Hyper-V socket service of a port.
    #[must_use]
    pub fn vsock_port(self) -> Option<u32> {
        let [a, b, c, d, rest @ ..] = self.to_bytes();
        VSOCK.to_bytes().ends_with(&rest).then_some(u32::from_be_bytes([a, b, c, d]))
    }

    fn parse(text: &str) -> Option<Self> {
        // The only form of this length that `uuid` accepts is that with hyphens.
        match text.len() {
            Self::TEXT_LENGTH => Uuid::try_parse_ascii(text.as_bytes()).ok().map(Self),
            _ => None,
        }
    }
}

impl FromStr for Guid {
    type Err = Error;

    /// Parses the text of a GUID.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidGuid`] if the text is not a GUID.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text).ok_or(Error::new(ErrorKind::InvalidGuid))
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0.hyphenated().encode_lower(&mut [0; Self::TEXT_LENGTH]))
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Guid {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{=str}", &*self.0.hyphenated().encode_lower(&mut [0; Self::TEXT_LENGTH]));
    }
}

impl<'a> Decode<'a> for Guid {
    const SHAPE: &'static Shape = &Shape::custom(|reader| Self::default().decode(reader)).with_form(Form::Guid);

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        *self = reader.parsed_string(Self::parse, ErrorKind::InvalidGuid)?;
        Ok(())
    }
}

impl Encode for Guid {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.string(self.0.hyphenated().encode_lower(&mut [0; Self::TEXT_LENGTH]));
    }
}
