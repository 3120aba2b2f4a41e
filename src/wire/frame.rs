//! Frames: splitting a byte stream into messages, and building a message in a buffer.

use core::fmt;

use super::frame_error::FrameError;
use super::header::{MESSAGE_HEADER_SIZE, MessageHeader};
use super::identifier::{MessageIdentifier, SequenceId};
use crate::certain::{Certain, Plus};

/// One complete message, borrowed from the receive buffer.
#[derive(PartialEq, Eq)]
pub struct Frame<'a> {
    /// The header. Its size has been validated.
    pub header: MessageHeader,
    /// The payload: one JSON document, which you can decode in place.
    pub payload: &'a mut [u8],
}

/// Shows the length of the payload but not its contents.
impl fmt::Debug for Frame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // This is one expression because before Rust 1.92 the result of `format_args!` does not outlive its statement.
        f.debug_struct("Frame")
            .field("header", &self.header)
            .field("payload", &format_args!("{} bytes", self.payload.len()))
            .finish()
    }
}

/// The result of [`FrameReader::next`].
#[derive(Debug, PartialEq, Eq)]
pub enum ReceivedFrame<'a> {
    /// A complete message.
    Frame(Frame<'a>),
    /// The header of a message that does not fit into the buffer.
    ///
    /// The reader skips the payload as it arrives and stays synchronised with the stream, so you can still answer the
    /// message with an error.
    TooLarge(MessageHeader),
}

/// Splits a byte stream into messages, in a buffer that you provide.
///
/// The reader does no I/O. Read the next bytes of the stream into [`window`](Self::window), report how many you read
/// with [`commit`](Self::commit), and call [`next`](Self::next) until it returns `None`. The messages do not depend on
/// how the stream is split into reads.
///
/// ```
/// use gcs_prot::wire::{FrameReader, ReceivedFrame};
///
/// let mut stream: &[u8] = b"\x01\x01\x10\x10\x12\0\0\0\x07\0\0\0\0\0\0\0{}";
/// let mut buffer = [0; 64];
/// let mut frames = FrameReader::new(&mut buffer);
/// let mut seen = 0;
/// loop {
///     while let Some(incoming) = frames.next()? {
///         let ReceivedFrame::Frame(frame) = incoming else { panic!("larger than the buffer") };
///         assert_eq!(frame.payload, b"{}");
///         seen += 1;
///     }
///     let read = std::io::Read::read(&mut stream, frames.window()).unwrap();
///     if read == 0 {
///         break frames.end()?; // a clean end, or an error inside a message
///     }
///     frames.commit(read)?;
/// }
/// assert_eq!(seen, 1);
/// # Ok::<(), gcs_prot::wire::FrameError>(())
/// ```
pub struct FrameReader<'b> {
    buffer: &'b mut [u8],
    /// The index of the first message that has not been returned yet.
    start: usize,
    /// The index after the last received byte.
    end: usize,
    /// The number of bytes of an oversized message that have not been received and dropped yet.
    skip: usize,
    /// The number of bytes of the message being skipped that have been received.
    skipped: usize,
    /// The stream offset of the first message that has not been returned yet, or of the message being skipped.
    offset: u64,
    /// The error that lost the stream.
    lost: Option<FrameError>,
    /// The total size of the messages at `start` that were received on an earlier connection.
    carried: usize,
    /// The total size of the messages behind the carried ones that were returned before them.
    gap: usize,
    /// Whether the next message is the first one of this connection, although there are carried messages.
    fresh_first: bool,
}

/// Shows how many bytes there are but not their contents.
impl fmt::Debug for FrameReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FrameReader")
            .field("capacity", &self.buffer.len())
            .field("waiting", &self.end.minus(self.start))
            .field("skip", &self.skip)
            .field("lost", &self.lost)
            .finish_non_exhaustive()
    }
}

impl<'b> FrameReader<'b> {
    /// Creates a reader for the start of a stream. The buffer size limits the size of a message, including the header.
    #[must_use]
    pub const fn new(buffer: &'b mut [u8]) -> Self {
        let lost = if buffer.len() < MESSAGE_HEADER_SIZE { Some(FrameError::BufferTooSmall) } else { None };
        Self { buffer, start: 0, end: 0, skip: 0, skipped: 0, offset: 0, lost, carried: 0, gap: 0, fresh_first: false }
    }

    /// Returns the free part of the buffer, for the next bytes of the stream.
    ///
    /// The window is never empty after [`next`](Self::next) has returned `Ok(None)`. It is empty if the buffer is full
    /// and holds a complete message, or if the stream is lost.
    pub fn window(&mut self) -> &mut [u8] {
        if self.lost.is_some() {
            return &mut [];
        }
        self.close_gap();
        self.move_to_front();
        self.buffer.get_mut(self.end..).certain()
    }

    /// Accepts the first `count` bytes of the window as received.
    ///
    /// A count of zero does not mean the end of the stream. Call [`end`](Self::end) for that.
    pub fn commit(&mut self, count: usize) -> Result<(), FrameError> {
        if let Some(error) = self.lost {
            return Err(error);
        }
        match self.end.checked_add(count) {
            Some(end) if end <= self.buffer.len() => self.end = end,
            _ => return self.lose(FrameError::CommitBeyondWindow),
        }
        self.drop_skipped();
        Ok(())
    }

    /// Returns the next message, or `None` if more bytes are needed.
    ///
    /// A frame borrows the reader. The next call of any method releases its bytes. An error is final: the stream is
    /// lost, and every later call returns the same error.
    #[expect(clippy::should_implement_trait, reason = "a lending iterator, which Iterator cannot be")]
    pub fn next(&mut self) -> Result<Option<ReceivedFrame<'_>>, FrameError> {
        if let Some(error) = self.lost {
            return Err(error);
        }
        let is_fresh = core::mem::take(&mut self.fresh_first);
        let start = if is_fresh { self.fresh() } else { self.start };
        let received = self.buffer.get(start..self.end).certain();
        let Some(header) = first_header(received) else { return Ok(None) };
        let size = header.size() as usize;
        if size < MESSAGE_HEADER_SIZE {
            return self.lose(FrameError::SizeBelowHeader { size: header.size() });
        }
        if size > self.buffer.len() {
            self.skip = size;
            self.skipped = 0;
            self.drop_skipped();
            return Ok(Some(ReceivedFrame::TooLarge(header)));
        }
        if received.len() < size {
            return Ok(None);
        }
        let end = start.saturating_add(size);
        if is_fresh {
            self.gap = self.gap.saturating_add(size);
        } else {
            self.start = end;
            self.carried = self.carried.saturating_sub(size);
        }
        if self.carried == 0 {
            self.start = self.start.saturating_add(core::mem::take(&mut self.gap));
        }
        self.offset = self.offset.saturating_add(size as u64);
        let message = self.buffer.get_mut(start..end).certain();
        let payload = message.get_mut(MESSAGE_HEADER_SIZE..).certain();
        Ok(Some(ReceivedFrame::Frame(Frame { header, payload })))
    }

    /// Returns the offset of the current message in the stream, in bytes.
    ///
    /// The current message is the one that [`next`](Self::next) returns next, or the oversized message that is being
    /// skipped. After an error, it is the message that lost the stream.
    ///
    /// The offset counts only bytes that have been received, not bytes that a header has merely announced.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// Reports the end of the stream. Returns `Ok` between messages, and an error inside a message. Returns
    /// [`FrameError::NotPolled`] while complete messages wait, because what follows them decides.
    pub fn end(&self) -> Result<(), FrameError> {
        if let Some(error) = self.lost {
            return Err(error);
        }
        // Only the bytes of this connection decide how it ends.
        let waiting = self.buffer.get(self.fresh()..self.end).certain();
        let received = if self.skip > 0 { self.skipped } else { waiting.len() };
        match first_header(waiting) {
            _ if received == 0 => Ok(()),
            // While an oversized message is skipped, nothing waits.
            Some(header) if header.size() as usize <= received => Err(FrameError::NotPolled),
            _ => Err(FrameError::Truncated { received }),
        }
    }

    /// Returns the error that lost the stream, if there is one.
    pub(crate) const fn lost(&self) -> Option<FrameError> {
        self.lost
    }

    /// Returns the number of bytes that can be received before another message is taken.
    pub(crate) const fn room(&self) -> usize {
        let waiting = self.end.saturating_sub(self.start).saturating_sub(self.gap);
        self.buffer.len().saturating_sub(waiting)
    }

    /// Returns the index of the first message of this connection.
    const fn fresh(&self) -> usize {
        self.start.saturating_add(self.carried).saturating_add(self.gap)
    }

    /// Returns whether the next message was received on an earlier connection.
    pub(crate) const fn is_carried(&self) -> bool {
        self.carried > 0 && !self.fresh_first
    }

    /// Begins a new stream. The complete messages of the old stream are carried over, and an incomplete one is dropped.
    /// If `keep` is false, only messages that had been carried into the old stream are carried over.
    pub(crate) fn resume(&mut self, keep: bool) {
        self.close_gap();
        if keep {
            self.carried = 0;
            let waiting = self.buffer.get(self.start..self.end).certain();
            while let Some(header) = waiting.get(self.carried..).and_then(first_header) {
                let next = self.carried.saturating_add(header.size() as usize);
                if next > waiting.len() || (header.size() as usize) < MESSAGE_HEADER_SIZE {
                    break;
                }
                self.carried = next;
            }
        }
        let (start, carried) = (self.start, self.carried);
        move_to_front(self.buffer, start, start.saturating_add(carried));
        self.reset();
        (self.end, self.carried) = (carried, carried);
    }

    /// Makes the first message of this connection the next one, ahead of carried messages, if it is complete. Returns
    /// whether [`next`](Self::next) then returns this message or an error.
    pub(crate) fn bring_fresh_forward(&mut self) -> bool {
        let waiting = self.buffer.get(self.fresh()..self.end).certain();
        self.fresh_first = first_header(waiting).is_some_and(|header| header.size() as usize <= waiting.len());
        self.fresh_first || self.lost.is_some()
    }

    /// Discards all received bytes and any error, so that you can read a new stream into the same buffer.
    pub fn reset(&mut self) {
        self.start = 0;
        self.end = 0;
        self.skip = 0;
        self.skipped = 0;
        self.offset = 0;
        self.carried = 0;
        self.gap = 0;
        self.fresh_first = false;
        self.lost = if self.buffer.len() < MESSAGE_HEADER_SIZE { Some(FrameError::BufferTooSmall) } else { None };
    }

    fn lose<T>(&mut self, error: FrameError) -> Result<T, FrameError> {
        self.lost = Some(error);
        Err(error)
    }

    /// Drops the received bytes of an oversized message.
    fn drop_skipped(&mut self) {
        if self.skip == 0 {
            return;
        }
        let dropped = self.skip.min(self.end.minus(self.start));
        self.start = self.start.saturating_add(dropped);
        self.skip = self.skip.minus(dropped);
        self.skipped = self.skipped.saturating_add(dropped);
        if self.skip == 0 {
            self.offset = self.offset.saturating_add(self.skipped as u64);
        }
    }

    /// Moves the bytes of this connection directly behind the carried messages. This happens once for each read and not
    /// for each message, because a peer can send many short messages.
    fn close_gap(&mut self) {
        let gap = core::mem::take(&mut self.gap);
        let carried_to = self.start.saturating_add(self.carried);
        if let Some(rest) = self.buffer.get_mut(carried_to..self.end).filter(|_| gap > 0) {
            move_to_front(rest, gap, rest.len());
            self.end = self.end.minus(gap);
        }
    }

    /// Moves an incomplete message to the front of the buffer if the space after it is too small for the rest.
    ///
    /// Each byte moves at most once per message that it belongs to, because a message fits once it is at the front.
    fn move_to_front(&mut self) {
        let waiting = self.end.minus(self.start);
        if waiting == 0 {
            (self.start, self.end) = (0, 0);
        }
        let received = self.buffer.get(self.start..self.end).certain();
        let needed = first_header(received).map_or(MESSAGE_HEADER_SIZE, |header| header.size() as usize);
        let room = self.buffer.len().minus(self.start);
        if self.start > 0 && (needed > room || self.carried > 0) {
            move_to_front(self.buffer, self.start, self.end);
            (self.start, self.end) = (0, waiting);
        }
    }
}

/// Returns the header at the start of `bytes`, or `None` if it is incomplete.
pub(crate) fn first_header(bytes: &[u8]) -> Option<MessageHeader> {
    MessageHeader::parse(bytes).map(|(header, _)| header)
}

/// Moves the bytes from `start` to `end` to the front of the buffer.
///
/// This function is the only caller of `copy_within` and is not inlined, so the compiler merges the bounds checks of
/// `copy_within` with the ones here. With a second caller, `copy_within` would keep its own checks at the optimisation
/// levels for size, and with them a panic that the linker finds.
#[inline(never)]
pub(crate) fn move_to_front(buffer: &mut [u8], start: usize, end: usize) {
    debug_assert!(start <= end && end <= buffer.len(), "only bytes of the buffer move");
    if start <= end && end <= buffer.len() {
        buffer.copy_within(start..end, 0);
    }
}

/// Completes a message whose payload is already in the buffer, and returns the message.
///
/// `buffer` starts with 16 bytes of space for the header, followed by `payload_size` bytes of payload. This function
/// fills in the header.
///
/// Returns `None` if `buffer` is too short, or if the message is longer than its size field can express (4 GiB).
pub fn finish_frame(
    buffer: &mut [u8],
    identifier: MessageIdentifier,
    id: SequenceId,
    payload_size: usize,
) -> Option<&mut [u8]> {
    let size = payload_size.checked_add(MESSAGE_HEADER_SIZE)?;
    let message = buffer.get_mut(..size)?;
    let header = MessageHeader::new(identifier, u32::try_from(size).ok()?, id);
    *message.first_chunk_mut()? = header.to_bytes();
    Some(message)
}
