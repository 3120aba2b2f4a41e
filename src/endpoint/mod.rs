//! Endpoints: who may say what, and when. No I/O, no allocator: bytes in, typed messages out, and back.
//!
//! A [`Guest`] answers, a [`Host`] asks, and a [`Relay`] stands between the two. Guest and host are driven alike, over any
//! transport:
//!
//! 1. Put bytes that came into [`window`](Endpoint::window), and [`commit`](Endpoint::commit) them; or hand them in by
//!    [`receive`](Endpoint::receive).
//! 2. `poll` until it returns `None`.
//! 3. Send what is in [`outgoing`](Endpoint::outgoing), and say how much of it was [`sent`](Endpoint::sent). If there was
//!    anything, go back to 2. Wait for more bytes only when there is nothing left to poll and nothing to send: what was sent
//!    makes room for the answer to the next request, and for a notification that waits.
//! 4. At the end of the stream, ask [`end`](Endpoint::end) whether it was a clean one.
//!
//! # A session outlives its connection
//!
//! When the connection is gone, two things may follow, and only whoever runs the endpoint knows which:
//!
//! - [`resume`](Endpoint::resume): the session goes on over a new connection, as when a VM was moved to another machine. The
//!   peer is the same host or guest, or one that has taken over its calls. Negotiation comes first; answers that had not been
//!   sent entirely go out again, and tokens and calls in flight stay good.
//! - [`reset`](Endpoint::reset): a new session begins, as when a host died and another one starts anew. Nothing of the old
//!   session goes out.
//!
//! From the bytes a guest cannot tell a host that took over from one that begins anew: both negotiate with sequence id 0. The
//! ids of a host that begins anew soon reach those of old requests, and it would take an old answer for one to its own call.
//! So an agent resumes where its VM may be moved, and resets where hosts may be replaced; where both happen, whoever starts the
//! host has to tell the agent.

mod abandoned;
mod answer;
mod call;
mod config;
mod event;
mod frame_call;
mod greeting;
mod guest;
mod host;
mod host_event;
mod lane;
mod notification;
mod outbox;
mod owed;
mod relay;
mod reply;
mod waits;

#[cfg(feature = "embedded-io")]
pub mod io;
#[cfg(feature = "embedded-io-async")]
pub mod io_async;

pub use call::Call;
pub use config::GuestConfig;
pub use event::{Event, Refused};
pub use frame_call::{FrameCall, FrameEvent};
pub use guest::Guest;
pub use host::Host;
pub use host_event::{AdoptError, CallError, CallFailure, HostEvent, SeedError, Violation};
pub use notification::{Notification, NotifyError};
pub use outbox::MIN_SEND_BUFFER;
pub use relay::{Direction, Held, Relay, RelayBuffers, RelayError, RelayEvent};
pub use reply::{AnyMethod, AnyReply, AnyToken, NoRoom, Reply, RespondError, Token};

pub use waits::{WaitOutcome, Waits, WaitsFull};

use crate::wire::{FrameError, FrameReader};

/// What guest and host have in common: bytes in, bytes out.
pub trait Endpoint {
    /// Where to put the next bytes of the stream. Never empty, so that a read of no bytes into it is the end of the stream.
    ///
    /// [`FrameError::NotPolled`] when there is no room: `poll` has not been called until it returned `None`, or what is
    /// outgoing must be sent first. Any other error has lost the stream.
    fn window(&mut self) -> Result<&mut [u8], FrameError>;

    /// Takes over the first `count` bytes of the window. The endpoint is to be polled after this.
    fn commit(&mut self, count: usize) -> Result<(), FrameError>;

    /// Takes bytes that were received elsewhere, as many as there is room for, and returns how many. The rest is to be handed
    /// in again when the endpoint has been polled, and what is outgoing has been sent.
    fn receive(&mut self, bytes: &[u8]) -> Result<usize, FrameError> {
        let window = match self.window() {
            Err(FrameError::NotPolled) => return Ok(0),
            window => window?,
        };
        let count = window.iter_mut().zip(bytes).map(|(place, byte)| *place = *byte).count();
        self.commit(count)?;
        Ok(count)
    }

    /// What is to be sent.
    fn outgoing(&self) -> &[u8];

    /// The [`window`](Self::window), if there is room, and what is [`outgoing`](Self::outgoing), in one borrow: so that reading
    /// and writing can be waited for together.
    fn buffers(&mut self) -> (Option<&mut [u8]>, &[u8]);

    /// Says that the first `count` bytes of [`outgoing`](Self::outgoing) have been sent. The endpoint is to be polled after
    /// this.
    fn sent(&mut self, count: usize);

    /// Returns whether the transport has taken bytes since it was last flushed. Only a transport that buffers needs this.
    fn needs_flush(&self) -> bool;

    /// Records that the transport has been flushed.
    fn flushed(&mut self);

    /// Says that the stream has ended: `Ok` between messages, an error inside one. [`FrameError::NotPolled`] while whole
    /// messages wait to be polled: what follows them decides.
    fn end(&self) -> Result<(), FrameError>;

    /// Begins a new session, on a new connection. What waited to be sent in the old one is dropped.
    fn reset(&mut self);

    /// Goes on with the session on a new connection, which has to be negotiated anew.
    fn resume(&mut self);
}

/// The window of a reader, which is not empty.
fn window<'w>(frames: &'w mut FrameReader<'_>) -> Result<&'w mut [u8], FrameError> {
    if let Some(error) = frames.lost() {
        return Err(error);
    }
    let window = frames.window();
    if window.is_empty() { Err(FrameError::NotPolled) } else { Ok(window) }
}
