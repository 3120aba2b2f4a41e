//! Functions that drive an endpoint over a transport of [`embedded-io`](embedded_io).

use core::fmt;

use embedded_io::{Read, Write};

use super::Endpoint;
use crate::wire::FrameError;

/// An error of an endpoint or of its transport. `E` is the error type of the transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IoError<E> {
    /// The transport failed.
    Transport(E),
    /// A write to the transport returned zero although there were bytes to send.
    WriteZero,
    /// The stream is lost. [`FrameError::NotPolled`] means instead that the endpoint must be polled until `None` first.
    Frame(FrameError),
}

impl<E: fmt::Display> fmt::Display for IoError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => write!(f, "the transport failed: {error}"),
            Self::WriteZero => f.write_str("the transport accepts no bytes"),
            Self::Frame(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Display + fmt::Debug> core::error::Error for IoError<E> {}

impl<E> From<FrameError> for IoError<E> {
    fn from(error: FrameError) -> Self {
        Self::Frame(error)
    }
}

/// Sends everything that is outgoing, and flushes the transport. Returns whether there was anything to do. If so, poll
/// the endpoint before you wait for more bytes.
///
/// After an error, the endpoint knows which bytes are still to be sent and whether a flush is due. You can call this
/// again after a temporary error.
pub fn flush<T: Write>(endpoint: &mut impl Endpoint, transport: &mut T) -> Result<bool, IoError<T::Error>> {
    let any = endpoint.needs_flush() || !endpoint.outgoing().is_empty();
    while !endpoint.outgoing().is_empty() {
        match transport.write(endpoint.outgoing()).map_err(IoError::Transport)? {
            0 => return Err(IoError::WriteZero),
            count => endpoint.sent(count),
        }
    }
    if endpoint.needs_flush() {
        transport.flush().map_err(IoError::Transport)?;
        endpoint.flushed();
    }
    Ok(any)
}

/// Reads bytes into the endpoint. Returns false at the end of the stream. Returns an error if the stream ends inside a
/// message.
///
/// Call this only if `poll` has returned `None` and nothing is outgoing. Poll the endpoint after this.
pub fn fill<T: Read>(endpoint: &mut impl Endpoint, transport: &mut T) -> Result<bool, IoError<T::Error>> {
    let count = transport.read(endpoint.window()?).map_err(IoError::Transport)?;
    if count == 0 {
        endpoint.end()?;
        return Ok(false);
    }
    endpoint.commit(count)?;
    Ok(true)
}
