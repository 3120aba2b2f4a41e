//! Calls that a host has abandoned.

use super::host_event::Violation;
use crate::rpc::Method;
use crate::wire::{MessageIdentifier, SequenceId};

/// Abandoned calls whose answers may still come.
#[derive(Debug)]
pub(super) struct Abandoned<const CALLS: usize> {
    calls: heapless::Deque<(SequenceId, Method), CALLS>,
    /// Calls below this id may have been abandoned, and forgotten in favour of newer ones.
    forgotten_below: u64,
}

impl<const CALLS: usize> Abandoned<CALLS> {
    pub(super) const fn new() -> Self {
        Self { calls: heapless::Deque::new(), forgotten_below: 0 }
    }

    pub(super) fn push(&mut self, call: (SequenceId, Method)) {
        let forgotten = if self.calls.is_full() { self.calls.pop_front() } else { None };
        // With a capacity of zero, the call is forgotten at once.
        let left_over = self.calls.push_back(call).err();
        for (id, _) in forgotten.into_iter().chain(left_over) {
            self.forgotten_below = self.forgotten_below.max(id.0.saturating_add(1));
        }
    }

    /// Returns whether this is the late answer to an abandoned call, and removes the call.
    pub(super) fn take(&mut self, id: SequenceId, identifier: MessageIdentifier) -> Result<bool, Violation> {
        let Some(&(_, method)) = self.calls.iter().find(|(abandoned, _)| *abandoned == id) else {
            return Ok(id.0 < self.forgotten_below);
        };
        if method.response() != identifier {
            return Err(Violation::WrongIdentifier);
        }
        // The queue has no gaps, so each other call moves to the end once, which keeps their order.
        for _ in 0..self.calls.len() {
            match self.calls.pop_front() {
                Some((abandoned, _)) if abandoned == id => {}
                Some(other) => drop(self.calls.push_back(other)),
                None => break,
            }
        }
        Ok(true)
    }
}
