//! Refusals that had no room in the send buffer.

use crate::hresult::HResult;
use crate::wire::{MESSAGE_HEADER_SIZE, MessageIdentifier, SequenceId};

/// The number of bytes of the receive buffer that a negotiation may need, beside requests of an earlier connection.
///
/// A guest hands out requests without room for an answer only while fewer bytes than this are free.
pub(super) const NEGOTIATION_ROOM: usize = 512;

/// Each request frees at least the bytes of its header.
const MAX_OWED: usize = NEGOTIATION_ROOM / MESSAGE_HEADER_SIZE;

/// A request that the guest refused by itself and has not answered yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusal {
    pub(super) identifier: MessageIdentifier,
    pub(super) id: SequenceId,
    pub(super) result: HResult,
}

/// The refusals that are still to be sent, oldest first.
#[derive(Debug)]
pub(super) struct Owed(heapless::Deque<Refusal, MAX_OWED>);

impl Owed {
    pub(super) const fn new() -> Self {
        Self(heapless::Deque::new())
    }

    pub(super) fn is_full(&self) -> bool {
        self.0.is_full()
    }

    pub(super) fn oldest(&self) -> Option<Refusal> {
        self.0.front().copied()
    }

    pub(super) fn remove_oldest(&mut self) {
        self.0.pop_front();
    }

    pub(super) fn push(&mut self, refusal: Refusal) {
        let pushed = self.0.push_back(refusal);
        debug_assert!(pushed.is_ok(), "the guest takes no request while this is full");
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
