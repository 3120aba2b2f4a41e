//! Endpoints over any transport of [`embedded-io-async`](embedded_io_async).

use embedded_io_async::{Error as _, ErrorKind, Read, Write};

use super::Endpoint;
use super::io::{IoError, no_room};

/// Sends all that is outgoing, and flushes the transport. Returns whether there was anything to do: then the endpoint is to
/// be polled again.
///
/// After an error, or when the future is dropped, the endpoint still knows what is to be sent and whether a flush is due:
/// the next call goes on from there. This requires that the transport's `write` takes no bytes when its future is dropped.
pub async fn flush(endpoint: &mut impl Endpoint, transport: &mut impl Write) -> Result<bool, IoError> {
    let any = endpoint.needs_flush() || !endpoint.outgoing().is_empty();
    while !endpoint.outgoing().is_empty() {
        let count = transport.write(endpoint.outgoing()).await.map_err(|error| IoError::Transport(error.kind()))?;
        if count == 0 {
            return Err(IoError::Transport(ErrorKind::WriteZero));
        }
        endpoint.sent(count);
    }
    if endpoint.needs_flush() {
        transport.flush().await.map_err(|error| IoError::Transport(error.kind()))?;
        endpoint.flushed();
    }
    Ok(any)
}

/// Waits for bytes and hands them to the endpoint. Returns false at the end of the stream, if it is a clean one.
///
/// When the future is dropped, the endpoint has taken no bytes and is as it was before. Nothing is lost if the transport's
/// `read` takes no bytes from the stream when its own future is dropped, as `embedded-io-async` encourages. With a
/// transport that does not promise this, bytes may be missing: give up the connection.
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
