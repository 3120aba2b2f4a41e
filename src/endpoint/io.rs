//! Endpoints over any transport of [`embedded-io`](embedded_io).

use core::fmt;

use embedded_io::{Read, Write};

use super::Endpoint;
use crate::wire::FrameError;

/// Why an endpoint and its transport could not go on. `E` is the transport's own error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IoError<E> {
    /// The transport failed.
    Transport(E),
    /// The transport took no bytes, although there were some.
    WriteZero,
    /// The stream is lost; or, with [`FrameError::NotPolled`], the endpoint was not polled until it had nothing more.
    Frame(FrameError),
}

impl<E: fmt::Display> fmt::Display for IoError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => write!(f, "the transport failed: {error}"),
            Self::WriteZero => f.write_str("the transport took no bytes"),
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

/// Sends all that is outgoing, and flushes the transport. Returns whether there was anything to do: then the endpoint is to
/// be polled again.
///
/// After an error the endpoint still knows what is to be sent and whether a flush is due, so a call that was interrupted can
/// be repeated.
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

/// Waits for bytes and hands them to the endpoint. Returns false at the end of the stream, if it is a clean one.
pub fn fill<T: Read>(endpoint: &mut impl Endpoint, transport: &mut T) -> Result<bool, IoError<T::Error>> {
    let count = transport.read(endpoint.window()?).map_err(IoError::Transport)?;
    if count == 0 {
        endpoint.end()?;
        return Ok(false);
    }
    endpoint.commit(count)?;
    Ok(true)
}
