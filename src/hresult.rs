//! HRESULTs: the values of the `Result` field in a response.

use core::fmt;

use crate::json::{Decode, Encode, Failed, Reader, Shape, Writer};

/// The outcome of a request. Zero and positive values mean success, negative values mean failure.
///
/// On the wire an HRESULT is a *signed* 32-bit number. A host fails on a number that is written unsigned.
///
/// Reference: `prot.MessageResponseBase.Result`, `gcserr`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HResult(pub i32);

/// Declares the named HRESULTs once: the constant, the value, and the meaning.
macro_rules! hresults {
    ($($name:ident = $value:literal $text:literal;)*) => {
        impl HResult {
            $(
                #[doc = concat!(stringify!($value), ": ", $text, ".")]
                pub const $name: Self = Self::from_bits($value);
            )*

            /// Returns the meaning in words, or `None` if this crate has no name for the value.
            #[must_use]
            pub const fn meaning(self) -> Option<&'static str> {
                match self {
                    $(Self::$name => Some($text),)*
                    _ => None,
                }
            }
        }
    };
}

hresults! {
    OK = 0x0000_0000 "success";
    NOT_IMPLEMENTED = 0x8000_4001 "not implemented";
    FAIL = 0x8000_4005 "unspecified failure";
    INVALID_ARGUMENT = 0x8007_0057 "invalid argument";
    NOT_FOUND = 0x8007_0490 "not found";
    INVALID_STATE = 0x8037_0105 "the compute system is in an invalid state for the operation";
    TIMEOUT = 0xC037_0109 "the operation timed out";
    UNKNOWN_MESSAGE = 0xC037_010B "unknown message";
    UNSUPPORTED_PROTOCOL_VERSION = 0xC037_010C "unsupported protocol version";
    INVALID_JSON = 0xC037_010D "invalid JSON document";
    SYSTEM_NOT_FOUND = 0xC037_010E "compute system not found";
    SYSTEM_ALREADY_EXISTS = 0xC037_010F "compute system already exists";
    SYSTEM_ALREADY_STOPPED = 0xC037_0110 "compute system already stopped";
}

impl HResult {
    /// Creates the HRESULT from its 32 bits, as Microsoft's documentation writes them (for example `0x80004005`).
    #[must_use]
    pub const fn from_bits(code: u32) -> Self {
        Self(code.cast_signed())
    }

    /// Returns the 32 bits, as Microsoft's documentation writes them.
    #[must_use]
    pub const fn to_bits(self) -> u32 {
        self.0.cast_unsigned()
    }

    /// Returns whether the request succeeded.
    #[must_use]
    pub const fn is_ok(self) -> bool {
        self.0 >= 0
    }
}

impl fmt::Display for HResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#010x}", self.to_bits())?;
        match self.meaning() {
            Some(meaning) => write!(f, " ({meaning})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for HResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'a> Decode<'a> for HResult {
    const SHAPE: &'static Shape = i32::SHAPE;

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.0.decode(reader)
    }
}

impl Encode for HResult {
    fn encode(&self, writer: &mut Writer<'_>) {
        self.0.encode(writer);
    }

    fn is_empty(&self) -> bool {
        self.0 == 0
    }
}
