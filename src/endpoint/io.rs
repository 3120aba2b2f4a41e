//! Endpoints over any transport of [`embedded-io`](embedded_io).

use embedded_io::{Error as _, ErrorKind, Read, Write};

use super::Endpoint;
use crate::wire::FrameError;

/// Why an endpoint and its transport could not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IoError {
    /// The transport failed.
    Transport(ErrorKind),
    /// The stream is lost.
    Frame(FrameError),
    /// The endpoint has no room for more bytes: it was not polled until it had nothing more.
    NotPolled,
}

impl core::fmt::Display for IoError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Transport(kind) => write!(f, "the transport failed: {kind}"),
            Self::Frame(error) => error.fmt(f),
            Self::NotPolled => f.write_str("the endpoint was not polled until it had nothing more"),
        }
    }
}

impl core::error::Error for IoError {}

impl From<FrameError> for IoError {
    fn from(error: FrameError) -> Self {
        Self::Frame(error)
    }
}

/// Sends all that is outgoing, and flushes the transport. Returns whether there was anything to do: then the endpoint is to
/// be polled again.
///
/// After an error the endpoint still knows what is to be sent and whether a flush is due, so a call that was interrupted can
/// be repeated.
pub fn flush(endpoint: &mut impl Endpoint, transport: &mut impl Write) -> Result<bool, IoError> {
    let any = endpoint.needs_flush() || !endpoint.outgoing().is_empty();
    while !endpoint.outgoing().is_empty() {
        let count = transport.write(endpoint.outgoing()).map_err(|error| IoError::Transport(error.kind()))?;
        if count == 0 {
            return Err(IoError::Transport(ErrorKind::WriteZero));
        }
        endpoint.sent(count);
    }
    if endpoint.needs_flush() {
        transport.flush().map_err(|error| IoError::Transport(error.kind()))?;
        endpoint.flushed();
    }
    Ok(any)
}

/// Waits for bytes and hands them to the endpoint. Returns false at the end of the stream, if it is a clean one.
pub fn fill(endpoint: &mut impl Endpoint, transport: &mut impl Read) -> Result<bool, IoError> {
    let window = endpoint.window();
    if window.is_empty() {
        return Err(no_room(endpoint));
    }
    let count = transport.read(window).map_err(|error| IoError::Transport(error.kind()))?;
    if count == 0 {
        endpoint.end()?;
        return Ok(false);
    }
    endpoint.commit(count)?;
    Ok(true)
}

/// Why an endpoint has no room for more bytes.
pub(super) fn no_room(endpoint: &impl Endpoint) -> IoError {
    match endpoint.end() {
        Ok(()) | Err(FrameError::Truncated { .. }) => IoError::NotPolled,
        Err(lost) => IoError::Frame(lost),
    }
}
