//! Bytes: identifiers, headers and frames. Knows nothing of JSON.

mod frame;
mod header;
mod identifier;

pub use frame::{Frame, FrameError, FrameReader, Incoming, seal_frame};
pub(crate) use frame::{first_header, move_to_front};
pub use header::{MESSAGE_HEADER_SIZE, MessageHeader};
pub use identifier::{MessageCategory, MessageIdentifier, MessageType, SequenceId};

/// The AF_VSOCK port on the host (CID 2) to which the guest connects.
pub const VSOCK_PORT: u32 = 0x4000_0000;

/// The AF_VSOCK context id of the host.
pub const VSOCK_HOST_CID: u32 = 2;

/// The longest message that a host accepts, in bytes, the header included. Hosts send longer ones.
///
/// Reference: hcsshim's `internal/gcs`, `maxMsgSize`.
pub const MAX_MESSAGE_SIZE_TO_HOST: usize = 65_536;
