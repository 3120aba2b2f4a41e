//! One direction of a relay: a stream of frames that passes through a small buffer.

use core::fmt;

use crate::certain::{Certain, Plus};
use crate::error::Error;
use crate::json::Encode;
use crate::rpc::write_message;
use crate::wire::{FrameError, MESSAGE_HEADER_SIZE, MessageHeader, MessageIdentifier, SequenceId, first_header};

/// The frames of one direction.
///
/// Bytes are received at `end`. The bytes from `start` to `passed` may be sent. Those from `passed` to `end` have not
/// been looked at.
pub(super) struct Lane<'b> {
    buffer: &'b mut [u8],
    start: usize,
    passed: usize,
    end: usize,
    /// The number of bytes of the passing frame behind `passed`.
    passing: usize,
    /// The number of bytes of the refused frame behind `passed`.
    refusing: usize,
    /// The size of the frame that is passing or refused.
    size: usize,
    /// The held frame, and behind it the copy to decode.
    hold: &'b mut [u8],
    held: HoldState,
    lost: Option<FrameError>,
}

/// The state of the hold buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HoldState {
    Nothing,
    /// A frame of `size` bytes, of which `received` have been received.
    Coming {
        size: usize,
        received: usize,
    },
    /// A whole frame of `size` bytes that waits for a decision.
    Whole {
        size: usize,
    },
    /// A frame of `size` bytes, of which `sent` have been sent.
    Going {
        size: usize,
        sent: usize,
    },
}

/// The result of [`Lane::advance`].
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Advance {
    Nothing,
    Whole,
    TooLarge(MessageHeader),
}

impl fmt::Debug for Lane<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lane").field("held", &self.held).field("lost", &self.lost).finish_non_exhaustive()
    }
}

impl<'b> Lane<'b> {
    pub(super) const fn new(buffer: &'b mut [u8], hold: &'b mut [u8]) -> Self {
        let lost = error_of_size(buffer.len());
        Self {
            buffer,
            start: 0,
            passed: 0,
            end: 0,
            passing: 0,
            refusing: 0,
            size: 0,
            hold,
            held: HoldState::Nothing,
            lost,
        }
    }

    /// Returns the space for the next bytes. While a held frame is being received, this is in the hold buffer.
    pub(super) fn window(&mut self) -> Result<&mut [u8], FrameError> {
        if let Some(error) = self.lost {
            return Err(error);
        }
        if let HoldState::Coming { size, received } = self.held {
            // A frame that is complete has to be polled first.
            let window = self.hold.get_mut(received..size).filter(|window| !window.is_empty());
            return window.ok_or(FrameError::NotPolled);
        }
        if self.start > 0 {
            crate::wire::move_to_front(self.buffer, self.start, self.end);
            let start = core::mem::take(&mut self.start);
            self.passed = self.passed.minus(start);
            self.end = self.end.minus(start);
        }
        match self.buffer.get_mut(self.end..) {
            Some(window) if !window.is_empty() => Ok(window),
            _ => Err(FrameError::NotPolled),
        }
    }

    pub(super) fn commit(&mut self, count: usize) -> Result<(), FrameError> {
        let room = match self.window() {
            Err(FrameError::NotPolled) => 0,
            window => window?.len(),
        };
        if count > room {
            self.lost = Some(FrameError::CommitBeyondWindow);
            return Err(FrameError::CommitBeyondWindow);
        }
        match &mut self.held {
            HoldState::Coming { received, .. } => *received = received.saturating_add(count),
            _ => self.end = self.end.saturating_add(count),
        }
        Ok(())
    }

    /// Processes received bytes as far as possible without a decision. `may_begin` says whether a new frame may begin,
    /// and `may_choose` whether that frame may be a chosen one.
    pub(super) fn advance(
        &mut self,
        may_begin: bool,
        may_choose: bool,
        is_chosen: fn(MessageIdentifier) -> bool,
    ) -> Result<Advance, FrameError> {
        if let Some(error) = self.lost {
            return Err(error);
        }
        loop {
            let waiting = self.end.minus(self.passed);
            if let HoldState::Coming { size, received } = self.held {
                if received < size {
                    return Ok(Advance::Nothing);
                }
                self.held = HoldState::Whole { size };
            }
            if matches!(self.held, HoldState::Whole { .. }) {
                return Ok(Advance::Whole);
            }
            if self.refusing > 0 {
                let count = self.refusing.min(waiting);
                self.remove(count);
                self.refusing = self.refusing.minus(count);
            } else if self.passing > 0 {
                let count = self.passing.min(waiting);
                self.passed = self.passed.saturating_add(count);
                self.passing = self.passing.minus(count);
            } else if !may_begin || matches!(self.held, HoldState::Going { .. }) {
                return Ok(Advance::Nothing);
            } else {
                let Some(header) = self.buffer.get(self.passed..self.end).and_then(first_header) else {
                    return Ok(Advance::Nothing);
                };
                let is_chosen = is_chosen(header.identifier());
                if is_chosen && !may_choose {
                    return Ok(Advance::Nothing);
                }
                if let Some(found) = self.begin(header, is_chosen)? {
                    return Ok(found);
                }
                continue;
            }
            if self.end == self.passed {
                return Ok(Advance::Nothing);
            }
        }
    }

    /// Begins a new frame, which passes, is held, or is refused.
    fn begin(&mut self, header: MessageHeader, is_chosen: bool) -> Result<Option<Advance>, FrameError> {
        let size = header.size() as usize;
        if size < MESSAGE_HEADER_SIZE {
            let error = FrameError::SizeBelowHeader { size: header.size() };
            self.lost = Some(error);
            return Err(error);
        }
        self.size = size;
        if !is_chosen {
            self.passing = size;
            return Ok(None);
        }
        if size > self.hold.len() / 2 {
            self.refusing = size;
            return Ok(Some(Advance::TooLarge(header)));
        }
        let received = size.min(self.end.minus(self.passed));
        let bytes = self.buffer.get(self.passed..).certain();
        for (place, byte) in self.hold.iter_mut().zip(bytes.iter().take(received)) {
            *place = *byte;
        }
        self.remove(received);
        self.held = HoldState::Coming { size, received };
        Ok(None)
    }

    /// Removes `count` bytes at `passed`.
    fn remove(&mut self, count: usize) {
        let Some(rest) = self.buffer.get_mut(self.passed..self.end) else { return };
        crate::wire::move_to_front(rest, count, rest.len());
        self.end = self.end.minus(count);
    }

    /// Returns whether no frame is partly sent and no bytes are outgoing, so that the relay may send an answer of its
    /// own.
    pub(super) fn is_between(&self) -> bool {
        self.passing == 0 && self.start == self.passed && !matches!(self.held, HoldState::Going { .. })
    }

    pub(super) fn outgoing(&self) -> &[u8] {
        match self.held {
            _ if self.start < self.passed => self.buffer.get(self.start..self.passed).certain(),
            HoldState::Going { size, sent } => self.hold.get(sent..size).certain(),
            _ => &[],
        }
    }

    pub(super) fn sent(&mut self, count: usize) {
        if self.start < self.passed {
            self.start = self.start.saturating_add(count).min(self.passed);
        } else if let HoldState::Going { size, sent } = &mut self.held {
            *sent = sent.saturating_add(count).min(*size);
            if *sent == *size {
                self.held = HoldState::Nothing;
            }
        }
    }

    /// Returns the header and the payload of the held frame.
    pub(super) fn frame(&self) -> Option<(MessageHeader, &[u8])> {
        let HoldState::Whole { size } = self.held else { return None };
        let frame = self.hold.get(..size)?;
        Some((first_header(frame)?, frame.get(MESSAGE_HEADER_SIZE..)?))
    }

    /// Returns a new copy of the payload of the held frame, to decode in place.
    pub(super) fn copy(&mut self) -> &mut [u8] {
        let HoldState::Whole { size } = self.held else { return &mut [] };
        let Some((frame, copy)) = self.hold.split_at_mut_checked(size) else { return &mut [] };
        let payload = frame.get(MESSAGE_HEADER_SIZE..).certain();
        let Some(copy) = copy.get_mut(..payload.len()) else { return &mut [] };
        for (place, byte) in copy.iter_mut().zip(payload) {
            *place = *byte;
        }
        copy
    }

    /// Makes the held frame outgoing.
    pub(super) fn pass(&mut self) {
        if let HoldState::Whole { size } = self.held {
            self.held = HoldState::Going { size, sent: 0 };
        }
    }

    /// Replaces the held frame by another one, which is then outgoing. After an error, the held frame is unchanged.
    pub(super) fn replace(
        &mut self,
        identifier: MessageIdentifier,
        id: SequenceId,
        payload: &(impl Encode + ?Sized),
        limit: usize,
    ) -> Result<(), Error> {
        let HoldState::Whole { size } = self.held else { return Ok(()) };
        // The new frame is written behind the held one, which stays intact if the new one does not fit.
        let room = self.hold.get_mut(size..).certain();
        let limit = limit.min(room.len());
        let length = write_message(room.get_mut(..limit).certain(), identifier, id, payload)?.len();
        crate::wire::move_to_front(self.hold, size, size.saturating_add(length));
        self.held = HoldState::Going { size: length, sent: 0 };
        Ok(())
    }

    /// Drops the held frame.
    pub(super) fn drop_held(&mut self) {
        if matches!(self.held, HoldState::Whole { .. }) {
            self.held = HoldState::Nothing;
        }
    }

    /// Reports the end of the stream.
    pub(super) fn end(&self) -> Result<(), FrameError> {
        if let Some(error) = self.lost {
            return Err(error);
        }
        let waiting = self.buffer.get(self.passed..self.end).certain();
        // The number of bytes of the current frame before `passed`, and of those that belong behind it.
        let (before, behind) = match (self.held, self.passing.saturating_add(self.refusing)) {
            (HoldState::Whole { .. }, _) => return Err(FrameError::NotPolled),
            (HoldState::Coming { size, received }, _) => (received, size.minus(received)),
            (_, 0) if waiting.is_empty() => return Ok(()),
            (_, 0) => (0, first_header(waiting).map_or(usize::MAX, |header| header.size() as usize)),
            (_, behind) => (self.size.minus(behind), behind),
        };
        if behind <= waiting.len() {
            return Err(FrameError::NotPolled);
        }
        Err(FrameError::Truncated { received: before.saturating_add(waiting.len()) })
    }

    /// Discards everything that was received.
    pub(super) fn reset(&mut self) {
        (self.start, self.passed, self.end, self.passing, self.refusing) = (0, 0, 0, 0, 0);
        self.held = HoldState::Nothing;
        self.lost = error_of_size(self.buffer.len());
    }
}

/// Returns the error of a lane whose buffer has this length, if it cannot hold a header.
const fn error_of_size(length: usize) -> Option<FrameError> {
    if length < MESSAGE_HEADER_SIZE { Some(FrameError::BufferTooSmall) } else { None }
}
