//! The messages that wait to be sent, in a buffer that the caller owns.

use core::fmt;

use crate::certain::{Certain, Plus};
use crate::error::{Error, ErrorKind};
use crate::json::Encode;
use crate::rpc::write_message;
use crate::wire::{
    MAX_MESSAGE_SIZE_TO_HOST, MessageHeader, MessageIdentifier, SequenceId, first_header, move_to_front,
};

/// The minimum length of a send buffer, in bytes. It holds any error that an endpoint answers with by itself.
pub const MIN_SEND_BUFFER: usize = 1024;

/// Identifies an outbox by the address of its buffer, which no other outbox has during the lifetime of this one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct OutboxId(usize);

/// The position of the messages in the buffer.
///
/// The messages before `head` have been sent entirely. The first message at `head` may have been sent up to `start`.
/// The outbox keeps all of it, so that it can be sent again on another connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    head: usize,
    start: usize,
    end: usize,
}

/// The send buffer.
pub(super) struct Outbox<'b> {
    buffer: &'b mut [u8],
    span: Span,
    /// The size of the longest message that the peer accepts.
    limit: usize,
}

/// Shows the number of waiting bytes but not their contents.
impl fmt::Debug for Outbox<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox").field("waiting", &self.waiting()).finish_non_exhaustive()
    }
}

impl<'b> Outbox<'b> {
    pub(super) const fn to_host(buffer: &'b mut [u8]) -> Self {
        Self { buffer, span: Span::EMPTY, limit: MAX_MESSAGE_SIZE_TO_HOST }
    }

    pub(super) const fn to_guest(buffer: &'b mut [u8]) -> Self {
        Self { buffer, span: Span::EMPTY, limit: usize::MAX }
    }

    /// Creates an outbox for messages to the host, in a buffer that already holds messages at `span`.
    pub(super) const fn resumed(buffer: &'b mut [u8], span: Span) -> Self {
        Self { buffer, span, limit: MAX_MESSAGE_SIZE_TO_HOST }
    }

    pub(super) const fn span(&self) -> Span {
        self.span
    }

    pub(super) fn id(&self) -> OutboxId {
        OutboxId(self.buffer.as_ptr().addr())
    }

    pub(super) fn outgoing(&self) -> &[u8] {
        self.span.of(self.buffer)
    }

    /// Returns the total size of the messages that have not been sent entirely. Part of the first one may have been
    /// sent.
    pub(super) const fn waiting(&self) -> usize {
        self.span.end.saturating_sub(self.span.head)
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.waiting() == 0
    }

    /// Returns whether a message of this size fits behind the waiting ones. An empty outbox has room for any size.
    pub(super) const fn has_room(&self, size: usize) -> bool {
        self.is_empty() || self.buffer.len().saturating_sub(self.waiting()) >= size
    }

    /// Returns whether a message of this size fits when the outbox is empty.
    pub(super) fn can_hold(&self, size: usize) -> bool {
        size <= self.limit.min(self.buffer.len())
    }

    /// Records that `count` bytes were sent. Returns the size of the messages that are now sent entirely.
    pub(super) fn sent(&mut self, count: usize) -> usize {
        self.span.sent(self.buffer, count)
    }

    /// Drops all messages.
    pub(super) fn clear(&mut self) {
        self.span = Span::EMPTY;
    }

    /// Makes a partly sent message go out again from its first byte.
    pub(super) const fn rewind(&mut self) {
        self.span.start = self.span.head;
    }

    /// Iterates over the headers of the messages that have not been sent entirely.
    pub(super) fn unsent(&self) -> impl Iterator<Item = MessageHeader> {
        let mut rest = self.buffer.get(self.span.head..self.span.end).certain();
        core::iter::from_fn(move || {
            let header = first_header(rest)?;
            rest = rest.get(header.size() as usize..)?;
            Some(header)
        })
    }

    /// Appends a message. After an error, nothing was appended. This is not generic, so all messages share its code.
    pub(super) fn push(
        &mut self,
        identifier: MessageIdentifier,
        id: SequenceId,
        payload: &dyn Encode,
    ) -> Result<(), Error> {
        let room = self.buffer.get_mut(self.span.end..).certain();
        let limit = self.limit.min(room.len());
        let first = write_message(room.get_mut(..limit).certain(), identifier, id, payload).map(<[u8]>::len);
        let written = match first {
            // Messages that were sent have left room at the front.
            Err(error) if self.span.head > 0 && error.kind() == ErrorKind::BufferFull => {
                self.move_to_front();
                return self.push(identifier, id, payload);
            }
            written => written?,
        };
        self.span.end = self.span.end.saturating_add(written);
        Ok(())
    }

    fn move_to_front(&mut self) {
        let Span { head, start, end } = self.span;
        move_to_front(self.buffer, head, end);
        self.span = Span { head: 0, start: start.minus(head), end: end.minus(head) };
    }
}

impl Span {
    pub(super) const EMPTY: Self = Self { head: 0, start: 0, end: 0 };

    pub(super) fn of(self, buffer: &[u8]) -> &[u8] {
        buffer.get(self.start..self.end).certain()
    }

    pub(super) const fn is_empty(self) -> bool {
        self.head == self.end
    }

    /// Records that `count` bytes were sent. Returns the size of the messages that are now sent entirely.
    pub(super) fn sent(&mut self, buffer: &[u8], count: usize) -> usize {
        self.start = self.start.saturating_add(count).min(self.end);
        let before = self.head;
        while let Some(header) = buffer.get(self.head..self.end).and_then(first_header) {
            let next = self.head.saturating_add(header.size() as usize);
            if next > self.start || next == self.head {
                break;
            }
            self.head = next;
        }
        let passed = self.head.minus(before);
        if self.is_empty() {
            *self = Self::EMPTY;
        }
        passed
    }
}
