//! Endpoints over any transport of [`embedded-io-async`](embedded_io_async).

use embedded_io_async::{Error as _, ErrorKind, Read, Write};

use super::Endpoint;
use super::io::{IoError, no_room};

/// Sends all that is outgoing. Returns whether there was anything: then the endpoint is to be polled again.
///
/// When the future is dropped, what the transport took over has been sent, and the rest still waits.
pub async fn flush(endpoint: &mut impl Endpoint, transport: &mut impl Write) -> Result<bool, IoError> {
    let mut any = false;
    while !endpoint.outgoing().is_empty() {
        let count = transport.write(endpoint.outgoing()).await.map_err(|error| IoError::Transport(error.kind()))?;
        if count == 0 {
            return Err(IoError::Transport(ErrorKind::WriteZero));
        }
        endpoint.sent(count);
        any = true;
    }
    if any {
        transport.flush().await.map_err(|error| IoError::Transport(error.kind()))?;
    }
    Ok(any)
}

/// Waits for bytes and hands them to the endpoint. Returns false at the end of the stream, if it is a clean one.
pub async fn fill(endpoint: &mut impl Endpoint, transport: &mut impl Read) -> Result<bool, IoError> {
    let window = endpoint.window();
    if window.is_empty() {
        return Err(no_room(endpoint));
    }
    let count = transport.read(window).await.map_err(|error| IoError::Transport(error.kind()))?;
    if count == 0 {
        endpoint.end()?;
        return Ok(false);
    }
    endpoint.commit(count)?;
    Ok(true)
}
