//! Refusals that had no room in the send buffer.

use super::answer::Answer;
use super::outbox::Outbox;
use crate::hresult::HResult;
use crate::wire::{MessageIdentifier, SequenceId};

/// The guest hands out requests without room for an answer only until [`NEGOTIATION_ROOM`](super::guest::NEGOTIATION_ROOM)
/// bytes of the receive buffer are free. Each request frees at least the 16 bytes of its header.
const MAX_OWED: usize = super::guest::NEGOTIATION_ROOM / crate::wire::MESSAGE_HEADER_SIZE;

/// A request that the guest refused by itself and has not answered yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusal {
    pub(super) identifier: MessageIdentifier,
    pub(super) id: SequenceId,
    pub(super) result: HResult,
}

/// The refusals that are still to be sent, oldest first.
#[derive(Debug)]
pub(super) struct Owed {
    refusals: heapless::Deque<Refusal, MAX_OWED>,
}

impl Owed {
    pub(super) const fn new() -> Self {
        Self { refusals: heapless::Deque::new() }
    }

    pub(super) fn is_full(&self) -> bool {
        self.refusals.is_full()
    }

    pub(super) fn push(&mut self, refusal: Refusal) {
        let pushed = self.refusals.push_back(refusal);
        debug_assert!(pushed.is_ok(), "the guest takes no request while this is full");
    }

    /// Moves the refusals into the outbox, as far as it has room.
    #[inline(never)]
    pub(super) fn deliver(&mut self, outbox: &mut Outbox<'_>) {
        while let Some(&Refusal { identifier, id, result }) = self.refusals.front() {
            let mut answer = Answer { outbox, owed: None, session: 0, identifier, id, activity_id: "" };
            if answer.fail(result, "the request was refused while the send buffer was full").is_err() {
                return;
            }
            self.refusals.pop_front();
        }
    }

    pub(super) fn clear(&mut self) {
        self.refusals.clear();
    }
}
