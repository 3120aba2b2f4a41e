//! Endpoints: who may say what, and when. No I/O, no allocator: bytes in, typed messages out, and back.
//!
//! A [`Guest`] answers, a [`Host`] asks. Both are driven alike, over any transport:
//!
//! 1. put bytes that came into [`window`](Endpoint::window), and [`commit`](Endpoint::commit) them;
//! 2. `poll` until it has nothing more;
//! 3. send what is in [`outgoing`](Endpoint::outgoing), and say how much of it was [`sent`](Endpoint::sent); if there was
//!    any, poll again, and go on only when there is nothing left to poll and nothing to send: a notification that waited
//!    may come up behind what was sent;
//! 4. at the end of the stream, ask [`end`](Endpoint::end) whether it was a clean one, and [`reset`](Endpoint::reset) for the
//!    next connection.

mod guest;
mod host;
mod outbox;
mod reply;

#[cfg(feature = "embedded-io")]
pub mod io;
#[cfg(feature = "embedded-io-async")]
pub mod io_async;

pub use guest::{Event, Guest, GuestConfig, Notification, NotifyError};
pub use host::{CallError, Host, HostEvent, Violation};
pub use outbox::MIN_SEND_BUFFER;
pub use reply::{Reply, RespondError, Token};

use crate::wire::FrameError;

/// What guest and host have in common: bytes in, bytes out.
pub trait Endpoint {
    /// Where to put the next bytes of the stream. Empty when the stream is lost, or when `poll` has not been asked until it
    /// had nothing more.
    fn window(&mut self) -> &mut [u8];

    /// Takes over the first `count` bytes of the window.
    fn commit(&mut self, count: usize) -> Result<(), FrameError>;

    /// What is to be sent.
    fn outgoing(&self) -> &[u8];

    /// Says that the first `count` bytes of [`outgoing`](Self::outgoing) have been sent.
    fn sent(&mut self, count: usize);

    /// Returns whether the transport has taken bytes since it was last flushed. Only a transport that buffers needs this.
    fn needs_flush(&self) -> bool;

    /// Records that the transport has been flushed.
    fn flushed(&mut self);

    /// Says that the stream has ended: `Ok` between messages, an error inside one.
    fn end(&self) -> Result<(), FrameError>;

    /// Forgets the connection, to begin a new one. What waited to be sent on the old one is dropped.
    fn reset(&mut self);
}
