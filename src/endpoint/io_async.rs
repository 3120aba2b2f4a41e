//! Functions that drive an endpoint over a transport of [`embedded-io-async`](embedded_io_async).
//!
//! # Cancel safety
//!
//! You can drop the future of each function before it is ready, for example in a `select!`. The next call continues
//! where the dropped one stopped. No bytes are lost or repeated.
//!
//! This requires that the transport is cancel safe as well: a `read`, `write` or `flush` whose future is dropped before
//! it is ready must have had no effect. `embedded-io-async` encourages transports to guarantee this, and the sockets of
//! tokio and embassy do. With another transport, either await each future to its end or close the connection after you
//! drop one.

use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::Poll;

use embedded_io_async::{ErrorType, Read, Write};

use super::Endpoint;
use super::io::IoError;

/// Sends everything that is outgoing, and flushes the transport. Returns whether there was anything to do. If so, poll
/// the endpoint before you wait for more bytes.
///
/// After an error, or if the future is dropped, the endpoint knows which bytes are still to be sent and whether a flush
/// is due.
pub async fn flush<T: Write>(endpoint: &mut impl Endpoint, transport: &mut T) -> Result<bool, IoError<T::Error>> {
    let any = endpoint.needs_flush() || !endpoint.outgoing().is_empty();
    while !endpoint.outgoing().is_empty() {
        match transport.write(endpoint.outgoing()).await.map_err(IoError::Transport)? {
            0 => return Err(IoError::WriteZero),
            count => endpoint.sent(count),
        }
    }
    if endpoint.needs_flush() {
        transport.flush().await.map_err(IoError::Transport)?;
        endpoint.flushed();
    }
    Ok(any)
}

/// Reads bytes into the endpoint. Returns false at the end of the stream. Returns an error if the stream ends inside a
/// message.
///
/// Call this only if `poll` has returned `None` and nothing is outgoing. Poll the endpoint after this. If the future is
/// dropped, the endpoint is unchanged.
pub async fn fill<T: Read>(endpoint: &mut impl Endpoint, transport: &mut T) -> Result<bool, IoError<T::Error>> {
    let count = transport.read(endpoint.window()?).await.map_err(IoError::Transport)?;
    received(endpoint, count)
}

/// Waits until one of these is done, whichever is first: bytes are received, some of the outgoing bytes are sent, or
/// the transport is flushed. Returns false at the end of the stream. Poll the endpoint after this until `None`, and
/// call this again.
///
/// The end of the stream counts only if nothing is outgoing. A peer that has merely stopped sending still gets its
/// answers. If the peer is gone, the write fails.
///
/// While the endpoint has no room to receive, this only sends. If the read is ready first, the future of the write is
/// dropped, and vice versa. If the future of this function is dropped, the endpoint is unchanged.
pub async fn exchange<E, R, W>(endpoint: &mut impl Endpoint, reader: &mut R, writer: &mut W) -> Result<bool, IoError<E>>
where
    R: Read + ErrorType<Error = E>,
    W: Write + ErrorType<Error = E>,
{
    let needs_flush = endpoint.needs_flush();
    let (window, outgoing) = endpoint.buffers();
    let is_sending = needs_flush || !outgoing.is_empty();
    if window.is_none() && !is_sending {
        // This returns the reason why there is no room.
        endpoint.window()?;
        return Ok(true);
    }
    let (read_outcome, write_outcome) = {
        let mut read = pin!(async {
            match window {
                Some(window) => reader.read(window).await,
                None => core::future::pending().await,
            }
        });
        let mut write = pin!(async {
            if !outgoing.is_empty() {
                writer.write(outgoing).await.map(SendProgress::Written)
            } else if needs_flush {
                writer.flush().await.map(|()| SendProgress::Flushed)
            } else {
                core::future::pending().await
            }
        });
        let mut has_ended = false;
        // Both futures are polled, so that neither direction blocks the other.
        poll_fn(|context| {
            let mut read_outcome = if has_ended { Poll::Pending } else { read.as_mut().poll(context) };
            if is_sending && matches!(read_outcome, Poll::Ready(Ok(0))) {
                // Sending may make room for waiting requests. The next read returns the end of the stream again.
                (has_ended, read_outcome) = (true, Poll::Pending);
            }
            match (read_outcome, write.as_mut().poll(context)) {
                (Poll::Pending, Poll::Pending) => Poll::Pending,
                both => Poll::Ready(both),
            }
        })
        .await
    };
    // The progress of one direction counts even if the other one failed.
    let received = match read_outcome {
        Poll::Ready(Ok(count)) => received(endpoint, count),
        Poll::Ready(Err(error)) => Err(IoError::Transport(error)),
        Poll::Pending => Ok(true),
    };
    match write_outcome {
        Poll::Ready(Ok(SendProgress::Written(0))) => return Err(IoError::WriteZero),
        Poll::Ready(Ok(SendProgress::Written(count))) => endpoint.sent(count),
        Poll::Ready(Ok(SendProgress::Flushed)) => endpoint.flushed(),
        Poll::Ready(Err(error)) => return Err(IoError::Transport(error)),
        Poll::Pending => {}
    }
    received
}

enum SendProgress {
    Written(usize),
    Flushed,
}

fn received<E>(endpoint: &mut impl Endpoint, count: usize) -> Result<bool, IoError<E>> {
    if count == 0 {
        endpoint.end()?;
        return Ok(false);
    }
    endpoint.commit(count)?;
    Ok(true)
}
