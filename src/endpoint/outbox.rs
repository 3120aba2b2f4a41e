//! What waits to be sent: whole messages, one behind the other, in a buffer that the caller owns.

use core::fmt;

use crate::error::Error;
use crate::json::Encode;
use crate::rpc::write_message;
use crate::wire::{MAX_MESSAGE_SIZE_TO_HOST, MessageIdentifier, SequenceId, move_to_front};

/// The smallest send buffer, in bytes: room for any error that an endpoint answers with by itself.
pub const MIN_SEND_BUFFER: usize = 1024;

/// Which outbox: where its buffer lies, which no other one has while this one lives. Not shown, as no address should be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(usize);

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// The send buffer.
pub(super) struct Outbox<'b> {
    buffer: &'b mut [u8],
    start: usize,
    end: usize,
    /// The longest message that the peer accepts.
    limit: usize,
    /// Whether the transport has taken bytes since it was last flushed.
    unflushed: bool,
}

/// Says how many bytes wait, and nothing of what they say.
impl fmt::Debug for Outbox<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox").field("waiting", &self.waiting()).finish_non_exhaustive()
    }
}

impl<'b> Outbox<'b> {
    pub(super) const fn to_host(buffer: &'b mut [u8]) -> Self {
        Self { buffer, start: 0, end: 0, limit: MAX_MESSAGE_SIZE_TO_HOST, unflushed: false }
    }

    pub(super) const fn to_guest(buffer: &'b mut [u8]) -> Self {
        Self { buffer, start: 0, end: 0, limit: usize::MAX, unflushed: false }
    }

    pub(super) fn place(&self) -> Place {
        Place(self.buffer.as_ptr().addr())
    }

    pub(super) fn outgoing(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// How many bytes wait.
    pub(super) const fn waiting(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether there is room for an error that the endpoint answers with by itself.
    pub(super) fn has_room(&self) -> bool {
        self.is_empty() || self.buffer.len().saturating_sub(self.waiting()) >= MIN_SEND_BUFFER
    }

    /// Whether a message of this length can be sent at all, once nothing else waits.
    pub(super) fn can_hold(&self, size: usize) -> bool {
        size <= self.limit.min(self.buffer.len())
    }

    pub(super) const fn needs_flush(&self) -> bool {
        self.unflushed
    }

    pub(super) const fn flushed(&mut self) {
        self.unflushed = false;
    }

    pub(super) fn sent(&mut self, count: usize) {
        self.unflushed |= count > 0 && !self.is_empty();
        self.start = self.start.saturating_add(count).min(self.end);
        if self.is_empty() {
            (self.start, self.end) = (0, 0);
        }
    }

    /// Drops what waits, for a new connection.
    pub(super) const fn clear(&mut self) {
        (self.start, self.end) = (0, 0);
        self.unflushed = false;
    }

    /// Appends a message, whole or not at all.
    pub(super) fn push(
        &mut self,
        identifier: MessageIdentifier,
        id: SequenceId,
        payload: &(impl Encode + ?Sized),
    ) -> Result<(), Error> {
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        let limit = self.limit.min(room.len());
        let first = write_message(room.get_mut(..limit).unwrap_or_default(), identifier, id, payload).map(<[u8]>::len);
        let written = match first {
            // What was sent has left room in front.
            Err(_) if self.start > 0 => {
                self.move_to_front();
                return self.push(identifier, id, payload);
            }
            written => written?,
        };
        self.end = self.end.saturating_add(written);
        Ok(())
    }

    fn move_to_front(&mut self) {
        let waiting = self.waiting();
        move_to_front(self.buffer, self.start, self.end);
        (self.start, self.end) = (0, waiting);
    }
}
