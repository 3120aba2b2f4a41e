//! The errors of a stream of frames.

use core::fmt;

use super::header::MESSAGE_HEADER_SIZE;

/// An error of a stream of frames.
///
/// Every error except [`NotPolled`](Self::NotPolled) is final: the stream is lost, because the reader cannot find the
/// start of another message.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FrameError {
    /// The size in a header is less than the 16 bytes of the header itself.
    SizeBelowHeader {
        /// The size in the header, in bytes.
        size: u32,
    },
    /// The stream ended inside a message.
    Truncated {
        /// The number of bytes of the message that were received, including its header.
        received: usize,
    },
    /// More bytes were committed than the window held.
    CommitBeyondWindow,
    /// Complete messages wait in the receive buffer. This is not final: take them and try again. An endpoint may first
    /// need to send what is outgoing.
    NotPolled,
    /// The receive buffer is too small for a header, or the send buffer of a guest is too small for
    /// its own error messages (1024 bytes).
    BufferTooSmall,
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SizeBelowHeader { size } => {
                write!(f, "a header gives a message size of {size} bytes, less than its own {MESSAGE_HEADER_SIZE}")
            }
            Self::Truncated { received } => {
                write!(f, "the stream ends inside a message, {received} bytes after its start")
            }
            Self::CommitBeyondWindow => f.write_str("more bytes were committed than the window held"),
            Self::NotPolled => f.write_str("the receive buffer holds messages that must be polled first"),
            Self::BufferTooSmall => f.write_str("the receive buffer or the send buffer is too small"),
        }
    }
}

impl core::error::Error for FrameError {}
