//! Frames: messages out of a stream of bytes, and into one.

use core::fmt;

use zerocopy::FromBytes;

use super::header::{MESSAGE_HEADER_SIZE, MessageHeader};
use super::identifier::{MessageIdentifier, SequenceId};

/// One whole message where it lies in the receive buffer.
#[derive(PartialEq, Eq)]
pub struct Frame<'a> {
    /// The header, with a size that was checked.
    pub header: MessageHeader,
    /// The payload: one JSON document, to be decoded in place.
    pub payload: &'a mut [u8],
}

/// Says how long the payload is, and nothing of what is in it.
impl fmt::Debug for Frame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // One expression: before Rust 1.92 the result of `format_args!` does not outlive its statement.
        f.debug_struct("Frame")
            .field("header", &self.header)
            .field("payload", &format_args!("{} bytes", self.payload.len()))
            .finish()
    }
}

/// What [`FrameReader::next`] found.
#[derive(Debug, PartialEq, Eq)]
pub enum Incoming<'a> {
    /// A whole message.
    Frame(Frame<'a>),
    /// A message that the buffer cannot hold. Its header is all there is of it: the payload is skipped as it comes, and
    /// the reader stays in step, so that the message can be answered with an error.
    TooLarge(MessageHeader),
}

/// Why a stream is lost: no message boundary can be found in it any more. (One is not final, and says so.)
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrameError {
    /// A header's size is below the header's own 16 bytes.
    SizeBelowHeader {
        /// The size that the header gave.
        size: u32,
    },
    /// The stream ended inside a message.
    Truncated {
        /// How many bytes of the message had come, its header included.
        received: usize,
    },
    /// More bytes were committed than the window held.
    CommitBeyondWindow,
    /// Whole messages wait to be taken. Not final: take them, and ask again.
    NotPolled,
    /// The receive buffer cannot hold a header, or the send buffer of a guest not every error that it answers with.
    BufferTooSmall,
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SizeBelowHeader { size } => {
                write!(f, "a message gives its size as {size} bytes, less than its header's {MESSAGE_HEADER_SIZE}")
            }
            Self::Truncated { received } => {
                write!(f, "the stream ends inside a message, {received} bytes after its start")
            }
            Self::CommitBeyondWindow => f.write_str("more bytes were committed than the window held"),
            Self::NotPolled => f.write_str("whole messages wait to be taken first"),
            Self::BufferTooSmall => f.write_str("the receive buffer or the send buffer is too small"),
        }
    }
}

impl core::error::Error for FrameError {}

/// Cuts a stream of bytes into messages, in a buffer that the caller owns.
///
/// No I/O happens in here: [`window`](Self::window) is where the next bytes go, [`commit`](Self::commit) says how many
/// came, [`next`](Self::next) yields what is whole. However the stream was cut up, the messages are the same.
///
/// ```
/// use gcs_prot::wire::{FrameReader, Incoming};
///
/// let mut stream: &[u8] = b"\x01\x01\x10\x10\x12\0\0\0\x07\0\0\0\0\0\0\0{}";
/// let mut buffer = [0; 64];
/// let mut frames = FrameReader::new(&mut buffer);
/// let mut seen = 0;
/// loop {
///     while let Some(incoming) = frames.next()? {
///         let Incoming::Frame(frame) = incoming else { panic!("larger than the buffer") };
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
    /// Where the first message not yet yielded begins.
    start: usize,
    /// Where the bytes received end.
    end: usize,
    /// Bytes of a too large message that are still to come and to be dropped.
    skip: usize,
    /// Of the message being skipped, how many bytes have come.
    skipped: usize,
    /// Where in the stream the first message not yet yielded, or the one being skipped, begins.
    offset: u64,
    /// The error that lost the stream.
    lost: Option<FrameError>,
    /// The length of the whole messages in front that came on an earlier connection.
    carried: usize,
    /// Whether a message of this connection was moved in front of those.
    fresh_first: bool,
}

/// Says how many bytes there are, and nothing of what they say.
impl fmt::Debug for FrameReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FrameReader")
            .field("capacity", &self.buffer.len())
            .field("waiting", &self.end.saturating_sub(self.start))
            .field("skip", &self.skip)
            .field("lost", &self.lost)
            .finish_non_exhaustive()
    }
}

impl<'b> FrameReader<'b> {
    /// A reader at the start of a stream. The buffer bounds the messages that it can yield, header included.
    #[must_use]
    pub const fn new(buffer: &'b mut [u8]) -> Self {
        let lost = if buffer.len() < MESSAGE_HEADER_SIZE { Some(FrameError::BufferTooSmall) } else { None };
        Self { buffer, start: 0, end: 0, skip: 0, skipped: 0, offset: 0, lost, carried: 0, fresh_first: false }
    }

    /// Where to put the next bytes of the stream. Never empty after [`next`](Self::next) has returned `Ok(None)`; empty
    /// when a whole message waits in a full buffer, or when the stream is lost.
    pub fn window(&mut self) -> &mut [u8] {
        if self.lost.is_some() {
            return &mut [];
        }
        self.move_to_front();
        self.buffer.get_mut(self.end..).unwrap_or_default()
    }

    /// Takes over the first `count` bytes of the window. Zero is no end of the stream; say [`end`](Self::end) for that.
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

    /// The next message, or `None` when more bytes are needed.
    ///
    /// A frame borrows the reader; its bytes are given up at the next call of any method. An error is final: the stream
    /// is lost, and every later call returns the same error.
    #[expect(clippy::should_implement_trait, reason = "a lending iterator, which Iterator cannot be")]
    pub fn next(&mut self) -> Result<Option<Incoming<'_>>, FrameError> {
        if let Some(error) = self.lost {
            return Err(error);
        }
        let received = self.buffer.get(self.start..self.end).unwrap_or_default();
        let Ok((&header, _)) = MessageHeader::ref_from_prefix(received) else {
            return Ok(None);
        };
        let size = header.size() as usize;
        if size < MESSAGE_HEADER_SIZE {
            return self.lose(FrameError::SizeBelowHeader { size: header.size() });
        }
        if size > self.buffer.len() {
            self.skip = size;
            self.skipped = 0;
            self.drop_skipped();
            return Ok(Some(Incoming::TooLarge(header)));
        }
        if received.len() < size {
            return Ok(None);
        }
        let start = self.start;
        self.start = start.saturating_add(size);
        if !core::mem::take(&mut self.fresh_first) {
            self.carried = self.carried.saturating_sub(size);
        }
        self.offset = self.offset.saturating_add(size as u64);
        let message = self.buffer.get_mut(start..self.start).unwrap_or_default();
        let payload = message.get_mut(MESSAGE_HEADER_SIZE..).unwrap_or_default();
        Ok(Some(Incoming::Frame(Frame { header, payload })))
    }

    /// The offset in the stream, in bytes, of the message at hand: the one that [`next`](Self::next) yields next, or the one
    /// that is too large and is being skipped. After an error, this is where the message begins that lost the stream.
    ///
    /// It counts only bytes that have been received, and never the bytes that a header merely announces.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// Says that the stream has ended: `Ok` between messages, an error inside one. [`FrameError::NotPolled`] while whole
    /// messages wait: what follows them decides.
    pub fn end(&self) -> Result<(), FrameError> {
        if let Some(error) = self.lost {
            return Err(error);
        }
        let waiting = self.buffer.get(self.start..self.end).unwrap_or_default();
        let received = if self.skip > 0 { self.skipped } else { waiting.len() };
        match first_header(waiting) {
            _ if received == 0 => Ok(()),
            Some(header) if self.skip == 0 && header.size() as usize <= received => Err(FrameError::NotPolled),
            _ => Err(FrameError::Truncated { received }),
        }
    }

    /// The error that lost the stream, if one has.
    pub(crate) const fn lost(&self) -> Option<FrameError> {
        self.lost
    }

    /// How many bytes there is room for, before messages are taken.
    pub(crate) const fn room(&self) -> usize {
        self.buffer.len().saturating_sub(self.end.saturating_sub(self.start))
    }

    /// Whether the next message came on an earlier connection.
    pub(crate) const fn is_carried(&self) -> bool {
        self.carried > 0 && !self.fresh_first
    }

    /// Begins a new stream, and keeps the whole messages of the old one that were not taken. What came of a message that is
    /// not whole is dropped; with `keep` false, everything that came since the last time.
    pub(crate) fn resume(&mut self, keep: bool) {
        if keep {
            self.carried = 0;
            let waiting = self.buffer.get(self.start..self.end).unwrap_or_default();
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

    /// Moves the first message of this connection in front of those of earlier ones, if it is whole. Returns whether it is.
    pub(crate) fn bring_fresh_forward(&mut self) -> Result<bool, FrameError> {
        if let Some(error) = self.lost {
            return Err(error);
        }
        let carried = self.carried;
        let Some(waiting) = self.buffer.get_mut(self.start..self.end) else { return Ok(false) };
        let Some(header) = waiting.get(carried..).and_then(first_header) else { return Ok(false) };
        let size = header.size() as usize;
        if size < MESSAGE_HEADER_SIZE {
            return self.lose(FrameError::SizeBelowHeader { size: header.size() });
        }
        let Some(both) = waiting.get_mut(..carried.saturating_add(size)) else { return Ok(false) };
        // Three reversals exchange the two parts.
        if let Some((old, fresh)) = both.split_at_mut_checked(carried) {
            old.reverse();
            fresh.reverse();
        }
        both.reverse();
        self.fresh_first = true;
        Ok(true)
    }

    /// Forgets the stream and what came of it, to begin with a new one in the same buffer.
    pub fn reset(&mut self) {
        self.start = 0;
        self.end = 0;
        self.skip = 0;
        self.skipped = 0;
        self.offset = 0;
        self.carried = 0;
        self.fresh_first = false;
        self.lost = if self.buffer.len() < MESSAGE_HEADER_SIZE { Some(FrameError::BufferTooSmall) } else { None };
    }

    fn lose<T>(&mut self, error: FrameError) -> Result<T, FrameError> {
        self.lost = Some(error);
        Err(error)
    }

    /// Drops what has come of a message that is too large.
    fn drop_skipped(&mut self) {
        if self.skip == 0 {
            return;
        }
        let dropped = self.skip.min(self.end.saturating_sub(self.start));
        self.start = self.start.saturating_add(dropped);
        self.skip = self.skip.saturating_sub(dropped);
        self.skipped = self.skipped.saturating_add(dropped);
        if self.skip == 0 {
            self.offset = self.offset.saturating_add(self.skipped as u64);
        }
    }

    /// Moves the bytes of the message that is not yet whole to the front, when the room behind them is too short for it.
    ///
    /// Each byte moves at most once per message that it belongs to: a message that is not whole and does not fit behind
    /// is moved once, and then it fits.
    fn move_to_front(&mut self) {
        let waiting = self.end.saturating_sub(self.start);
        if waiting == 0 {
            (self.start, self.end) = (0, 0);
        }
        let received = self.buffer.get(self.start..self.end).unwrap_or_default();
        let needed = match MessageHeader::ref_from_prefix(received) {
            Ok((header, _)) => header.size() as usize,
            Err(_) => MESSAGE_HEADER_SIZE,
        };
        let room = self.buffer.len().saturating_sub(self.start);
        if self.start > 0 && (needed > room || self.carried > 0) {
            move_to_front(self.buffer, self.start, self.end);
            (self.start, self.end) = (0, waiting);
        }
    }
}

/// The header at the start of these bytes, if all of it is there.
pub(crate) fn first_header(bytes: &[u8]) -> Option<MessageHeader> {
    MessageHeader::ref_from_prefix(bytes).ok().map(|(header, _)| *header)
}

/// Moves the bytes from `start` to `end` to the front of the buffer.
///
/// The only place that does, and not inlined: so `copy_within` is compiled into these checks, and its own go. Called from
/// two places, it would keep them at the opt-levels for size, and with them a panic that the linker finds.
#[inline(never)]
pub(crate) fn move_to_front(buffer: &mut [u8], start: usize, end: usize) {
    if start <= end && end <= buffer.len() {
        buffer.copy_within(start..end, 0);
    }
}

/// Makes a message of a payload that was written in place: `buffer` holds room for the header, then `payload_size` bytes
/// of payload. Fills in the header and returns the whole message, the front of `buffer`.
///
/// `None` if `buffer` is shorter than that, or the message longer than its size field can say (4 GiB).
pub fn seal_frame(
    buffer: &mut [u8],
    identifier: MessageIdentifier,
    id: SequenceId,
    payload_size: usize,
) -> Option<&mut [u8]> {
    let size = payload_size.checked_add(MESSAGE_HEADER_SIZE)?;
    let message = buffer.get_mut(..size)?;
    let (header, _) = MessageHeader::mut_from_prefix(message).ok()?;
    *header = MessageHeader::new(identifier, u32::try_from(size).ok()?, id);
    Some(message)
}
