//! Endpoints turn a stream of bytes into typed messages, and typed messages into bytes. They enforce the rules of the
//! conversation. They do no I/O and need no allocator.
//!
//! A [`Guest`] answers requests, a [`Host`] makes calls, and a [`Relay`] stands between the two. You drive guest and
//! host the same way, over any transport:
//!
//! 1. Read bytes into [`window`](Endpoint::window) and [`commit`](Endpoint::commit) them. If you already have the
//!    bytes, pass them to [`receive`](Endpoint::receive).
//! 2. Call `poll` until it returns `None`.
//! 3. Write the bytes in [`outgoing`](Endpoint::outgoing), and report with [`sent`](Endpoint::sent) how many the
//!    transport took. If there were any, go back to step 2: sending makes room for the next answer or notification.
//!    Wait for more bytes only if there is nothing left to poll and nothing to send.
//! 4. At the end of the stream, call [`end`](Endpoint::end). It returns an error if the stream ended inside a message.
//!
//! # A session outlives its connection
//!
//! After a connection is lost, you decide how to go on:
//!
//! - [`resume`](Endpoint::resume) continues the session over a new connection, for example after a VM has moved to
//!   another machine. The peer is the same host or guest, or one that has taken over its calls. The new connection is
//!   negotiated first. Then answers that had not been sent entirely go out again. Tokens and calls in flight remain
//!   valid.
//! - [`reset`](Endpoint::reset) begins a new session, for example after a host has died and another one starts from
//!   scratch. Nothing of the old session goes out.
//!
//! A guest cannot tell the two cases apart by the bytes that it receives: a host that takes over and a host that starts
//! from scratch both negotiate with sequence id 0. The sequence ids of a new host soon reach those of old requests, and
//! the host would take an old answer for the answer to its own call. Therefore, let an agent resume if its VM can move,
//! and reset if its host can be replaced. If both can happen, whoever starts the host has to tell the agent.

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
pub use relay::{Direction, HeldFrame, Relay, RelayBuffers, RelayError, RelayEvent};
pub use reply::{AnyMethod, AnyReply, AnyToken, NoRoom, Reply, RespondError, Token};

pub use waits::{WaitOutcome, Waits, WaitsFull};

use crate::wire::{FrameError, FrameReader};

/// The part of a guest and of a host that moves bytes. The [module](self) describes how to drive an endpoint.
pub trait Endpoint {
    /// Returns the buffer space for the next bytes of the stream. It is never empty, so a read of zero bytes into it
    /// means the end of the stream.
    ///
    /// Returns [`FrameError::NotPolled`] if there is no room. In this case, call `poll` until it returns `None`, send
    /// what is outgoing, and try again. Any other error means that the stream is lost.
    fn window(&mut self) -> Result<&mut [u8], FrameError>;

    /// Accepts the first `count` bytes of the window as received. Call `poll` after this.
    fn commit(&mut self, count: usize) -> Result<(), FrameError>;

    /// Copies received bytes into the window, as many as there is room for, and returns how many it took.
    ///
    /// Call `poll` after this. If bytes are left, poll until `None`, send what is outgoing, and pass the rest again.
    fn receive(&mut self, bytes: &[u8]) -> Result<usize, FrameError> {
        let window = match self.window() {
            Err(FrameError::NotPolled) => return Ok(0),
            window => window?,
        };
        let count = window.iter_mut().zip(bytes).map(|(place, byte)| *place = *byte).count();
        self.commit(count)?;
        Ok(count)
    }

    /// Returns the bytes to send. They stay the same until you call [`sent`](Self::sent), [`reset`](Self::reset) or
    /// [`resume`](Self::resume); new messages are only appended.
    fn outgoing(&self) -> &[u8];

    /// Returns the [`window`](Self::window), or `None` if there is no room, together with the
    /// [`outgoing`](Self::outgoing) bytes. Both come from one borrow, so you can wait for a read and a write at the
    /// same time.
    fn buffers(&mut self) -> (Option<&mut [u8]>, &[u8]);

    /// Records that the transport has taken the first `count` bytes of [`outgoing`](Self::outgoing). Call `poll` after
    /// this, even if you have received nothing: there may now be room for the next answer.
    ///
    /// Call this after each write, also if the next write fails. The endpoint then knows after [`resume`](Self::resume)
    /// which messages have to go out again.
    fn sent(&mut self, count: usize);

    /// Returns whether the transport has taken bytes since the last [`flushed`](Self::flushed). Only buffering
    /// transports need this.
    fn needs_flush(&self) -> bool;

    /// Records that the transport has been flushed.
    fn flushed(&mut self);

    /// Reports the end of the stream. Returns `Ok` between messages, and an error inside a message.
    ///
    /// Returns [`FrameError::NotPolled`] while whole messages wait to be polled, because what follows them decides.
    fn end(&self) -> Result<(), FrameError>;

    /// Begins a new session on a new connection. Messages of the old session that wait to be sent are dropped.
    fn reset(&mut self);

    /// Continues the session on a new connection. The protocol has to be negotiated again.
    fn resume(&mut self);
}

/// Returns the window of a reader, or an error instead of an empty window.
fn window<'w>(frames: &'w mut FrameReader<'_>) -> Result<&'w mut [u8], FrameError> {
    if let Some(error) = frames.lost() {
        return Err(error);
    }
    let window = frames.window();
    if window.is_empty() { Err(FrameError::NotPolled) } else { Ok(window) }
}
