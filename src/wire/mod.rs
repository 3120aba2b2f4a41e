//! Message identifiers, headers and frames. This module works on bytes and has no knowledge of JSON.

mod frame;
mod frame_error;
mod header;
mod identifier;

pub use frame::{Frame, FrameReader, ReceivedFrame, finish_frame};
pub(crate) use frame::{first_header, move_to_front};
pub use frame_error::FrameError;
pub use header::{MESSAGE_HEADER_SIZE, MessageHeader};
pub use identifier::{MessageCategory, MessageIdentifier, MessageType, SequenceId};

/// The `AF_VSOCK` port on the host (CID 2) to which the guest connects.
pub const VSOCK_PORT: u32 = 0x4000_0000;

/// The `AF_VSOCK` context id (CID) of the host.
pub const VSOCK_HOST_CID: u32 = 2;

/// The maximum size of a message that a host accepts, in bytes, including the header.
/// This limit applies only to messages from the guest to the host. Hosts send longer messages themselves.
///
/// Reference: hcsshim's `internal/gcs`, `maxMsgSize`.
pub const MAX_MESSAGE_SIZE_TO_HOST: usize = 65_536;
