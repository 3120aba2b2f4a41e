//! Endpoints over any transport of [`embedded-io-async`](embedded_io_async).
//!
//! Each function can be dropped before it is done, as when it is one of several that are waited for: the endpoint then stands
//! at a step that was done entirely, and the next call goes on from there. This relies on the transport: a `read`, `write` or
//! `flush` whose future is dropped before it is ready must have done nothing. `embedded-io-async` encourages transports to
//! promise this, and sockets of tokio and of embassy do. With a transport that does not, bytes may be lost or repeated when
//! a future is dropped: wait for each one to its end, or give up the connection.

use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::Poll;

use embedded_io_async::{ErrorType, Read, Write};

use super::Endpoint;
use super::io::IoError;

/// Sends all that is outgoing, and flushes the transport. Returns whether there was anything to do: then the endpoint is to
/// be polled again.
///
/// After an error, or when the future is dropped, the endpoint still knows what is to be sent and whether a flush is due.
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

/// Waits for bytes and hands them to the endpoint. Returns false at the end of the stream, if it is a clean one.
///
/// When the future is dropped, the endpoint has taken no bytes and is as it was before.
pub async fn fill<T: Read>(endpoint: &mut impl Endpoint, transport: &mut T) -> Result<bool, IoError<T::Error>> {
    let count = transport.read(endpoint.window()?).await.map_err(IoError::Transport)?;
    received(endpoint, count)
}

/// Waits until bytes have come, or some of those that are outgoing have been sent, or flushed, whichever is first. Returns
/// false at the end of the stream, if it is a clean one. The endpoint is to be polled after this, and this called again.
///
/// The end of the stream counts when nothing is outgoing any more: a peer that has only stopped to send still gets its answers,
/// and one that is gone makes the write fail. While the endpoint has no room for more bytes, only what is outgoing is sent. When the future is dropped, the endpoint is as
/// it was before: nothing was taken, and nothing counts as sent. The other half's `read` or `write` is dropped as well
/// whenever one of them is ready first.
pub async fn exchange<E, R, W>(endpoint: &mut impl Endpoint, reader: &mut R, writer: &mut W) -> Result<bool, IoError<E>>
where
    R: Read + ErrorType<Error = E>,
    W: Write + ErrorType<Error = E>,
{
    let needs_flush = endpoint.needs_flush();
    let (window, outgoing) = endpoint.buffers();
    let is_sending = needs_flush || !outgoing.is_empty();
    if window.is_none() && !is_sending {
        // Says why there is no room.
        endpoint.window()?;
        return Ok(true);
    }
    let (come, gone) = {
        let mut read = pin!(async {
            match window {
                Some(window) => reader.read(window).await,
                None => core::future::pending().await,
            }
        });
        let mut write = pin!(async {
            if !outgoing.is_empty() {
                writer.write(outgoing).await.map(Gone::Written)
            } else if needs_flush {
                writer.flush().await.map(|()| Gone::Flushed)
            } else {
                core::future::pending().await
            }
        });
        let mut has_ended = false;
        // Both are looked at, so that neither direction holds up the other.
        poll_fn(|context| {
            let mut come = if has_ended { Poll::Pending } else { read.as_mut().poll(context) };
            if is_sending && matches!(come, Poll::Ready(Ok(0))) {
                // What is sent may make room for requests that wait. The next read says so again.
                (has_ended, come) = (true, Poll::Pending);
            }
            match (come, write.as_mut().poll(context)) {
                (Poll::Pending, Poll::Pending) => Poll::Pending,
                both => Poll::Ready(both),
            }
        })
        .await
    };
    // What either direction has done counts, also if the other one failed.
    let received = match come {
        Poll::Ready(Ok(count)) => received(endpoint, count),
        Poll::Ready(Err(error)) => Err(IoError::Transport(error)),
        Poll::Pending => Ok(true),
    };
    match gone {
        Poll::Ready(Ok(Gone::Written(0))) => return Err(IoError::WriteZero),
        Poll::Ready(Ok(Gone::Written(count))) => endpoint.sent(count),
        Poll::Ready(Ok(Gone::Flushed)) => endpoint.flushed(),
        Poll::Ready(Err(error)) => return Err(IoError::Transport(error)),
        Poll::Pending => {}
    }
    received
}

enum Gone {
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
