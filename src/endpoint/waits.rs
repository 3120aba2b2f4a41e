//! Waits: the requests that wait for the end of a process, with their deadlines.

use core::fmt;

use super::guest::Guest;
use super::reply::{RespondError, Token};
use crate::hresult::HResult;
use crate::message::{ContainerWaitForProcessResponse, INFINITE_WAIT_TIMEOUT};
use crate::rpc::{self, GuestKind};

/// The outcome of a wait.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitOutcome {
    /// The process has ended with this exit code.
    Exited(u32),
    /// The timeout has expired, and the process is still running.
    TimedOut,
}

/// The error of a full [`Waits`] table. It gives the token or the process back.
#[derive(Debug, PartialEq, Eq)]
pub struct WaitsFull<T>(pub T);

impl<T> fmt::Display for WaitsFull<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the table of waits is full")
    }
}

impl<T: fmt::Debug> core::error::Error for WaitsFull<T> {}

/// The waits of an agent. It holds up to `N` requests that wait for the end of a process, and up to `N` processes that
/// have ended.
///
/// `P` identifies a process. If processes in two containers can have the same number, use a pair of container and
/// number.
///
/// The table does not know which processes there are. Before you add a request, test whether its process has ever been
/// started, and answer with [`HResult::NOT_FOUND`] if not. Otherwise a wait without a timeout is never answered.
///
/// The table has no clock. You pass the time as milliseconds of any clock that does not go backwards.
///
/// After each event of the guest, each end of a process and each expired [`deadline`](Self::deadline), call
/// [`answer`](Self::answer). Then send what is outgoing.
///
/// ```
/// use gcs_prot::HResult;
/// use gcs_prot::endpoint::{Call, Event, Guest, Waits, WaitsFull};
///
/// /// `process_ended` is a process of the VM that has ended, with its exit code.
/// fn step(
///     guest: &mut Guest<'_, 8>,
///     waits: &mut Waits<u32, 32>,
///     now: u64,
///     process_ended: Option<(u32, u32)>,
/// ) -> Result<Option<u64>, Box<dyn std::error::Error>> {
///     if let Some((process, code)) = process_ended {
///         // Requests that wait now are answered even if the table is full.
///         let _ = waits.ended(process, code);
///     }
///     while let Some(event) = guest.poll()? {
///         if let Event::Call(Call::WaitForProcess(wait, reply)) = event {
///             let added = waits.add(wait.body.process_id, reply.later(), wait.body.timeout_in_ms, now);
///             if let Err(WaitsFull(token)) = added {
///                 guest.respond_failure(token, HResult::FAIL, "too many requests wait")?;
///             }
///         }
///     }
///     waits.answer(guest, now);
///     // The time of the next call, unless something happens before. Waits that are due but not answered wait for room.
///     Ok(waits.deadline().filter(|deadline| *deadline > now))
/// }
/// ```
#[derive(Debug)]
pub struct Waits<P, const N: usize> {
    waits: [Option<Wait<P>>; N],
    ended: [Option<Ended<P>>; N],
}

#[derive(Debug)]
struct Wait<P> {
    token: Token<rpc::WaitForProcess>,
    process: P,
    /// `None` if the request waits without a timeout.
    deadline: Option<u64>,
    /// `Some` if the process has ended.
    exit_code: Option<u32>,
}

impl<P> Wait<P> {
    fn is_due(&self, now: u64) -> bool {
        self.exit_code.is_some() || self.deadline.is_some_and(|deadline| deadline <= now)
    }

    fn outcome(&self) -> WaitOutcome {
        self.exit_code.map_or(WaitOutcome::TimedOut, WaitOutcome::Exited)
    }
}

#[derive(Debug)]
struct Ended<P> {
    process: P,
    exit_code: u32,
    /// Whether a request has waited for this process.
    told: bool,
}

impl<P, const N: usize> Default for Waits<P, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P, const N: usize> Waits<P, N> {
    /// Creates an empty table.
    #[must_use]
    pub const fn new() -> Self {
        Self { waits: [const { None }; N], ended: [const { None }; N] }
    }

    /// Returns the number of requests in the table, including those that can be answered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.waits.iter().flatten().count()
    }

    /// Returns whether there are no requests in the table.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the time of the earliest deadline, or 0 if a process has already ended. Returns `None` if there is
    /// nothing to wait for.
    ///
    /// If this is still a time in the past after [`answer`](Self::answer), the guest had no room for the answer. Do not
    /// wait for that time. Send what is outgoing, and call `answer` again.
    #[must_use]
    pub fn deadline(&self) -> Option<u64> {
        self.waits
            .iter()
            .flatten()
            .filter_map(|wait| if wait.exit_code.is_some() { Some(0) } else { wait.deadline })
            .min()
    }

    /// Removes and returns a request that can be answered at `now`: its process has ended, or its timeout has expired.
    /// If both are true, the outcome is the end of the process.
    ///
    /// Use this instead of [`answer`](Self::answer) to send an answer of your own.
    pub fn next(&mut self, now: u64) -> Option<(Token<rpc::WaitForProcess>, WaitOutcome)> {
        let wait = self.waits.iter_mut().find_map(|place| place.take_if(|wait| wait.is_due(now)))?;
        let outcome = wait.outcome();
        Some((wait.token, outcome))
    }

    /// Answers the requests that can be answered at `now`, as far as the guest has room. Call this again when the guest
    /// has sent something.
    ///
    /// Requests of earlier sessions are dropped. Requests that belong to another guest stay in the table.
    pub fn answer<const QUEUE: usize, K>(&mut self, guest: &mut Guest<'_, QUEUE, K>, now: u64)
    where
        K: GuestKind<WaitForProcess = rpc::WaitForProcess>,
    {
        for place in &mut self.waits {
            let Some(wait) = place.take_if(|wait| wait.is_due(now)) else { continue };
            let outcome = wait.outcome();
            let answered = match outcome {
                WaitOutcome::Exited(exit_code) => {
                    guest.respond(wait.token, &ContainerWaitForProcessResponse { exit_code })
                }
                WaitOutcome::TimedOut => {
                    guest.respond_failure(wait.token, HResult::TIMEOUT, "the process is still running")
                }
            };
            match answered {
                Err(RespondError::Full(token, _)) => {
                    *place = Some(Wait { token, ..wait });
                    return;
                }
                Err(RespondError::OtherGuest(token)) => *place = Some(Wait { token, ..wait }),
                Ok(()) | Err(RespondError::SessionGone) => {}
            }
        }
    }

    /// Removes all requests, for example at the beginning of a new session. Processes that have ended stay in the
    /// table.
    pub fn forget_waits(&mut self) {
        self.waits = [const { None }; N];
    }
}

impl<P: PartialEq, const N: usize> Waits<P, N> {
    /// Adds a request that waits for a process, for at most `timeout_in_ms` milliseconds from `now` on.
    ///
    /// A timeout of 0 expires at once, and [`INFINITE_WAIT_TIMEOUT`] never expires. If the process has ended already,
    /// the request can be answered at once. Returns an error with the token if the table has `N` requests.
    pub fn add(
        &mut self,
        process: P,
        token: Token<rpc::WaitForProcess>,
        timeout_in_ms: u32,
        now: u64,
    ) -> Result<(), WaitsFull<Token<rpc::WaitForProcess>>> {
        let deadline = match timeout_in_ms {
            INFINITE_WAIT_TIMEOUT => None,
            timeout => Some(now.saturating_add(timeout.into())),
        };
        let Some(place) = self.waits.iter_mut().find(|place| place.is_none()) else { return Err(WaitsFull(token)) };
        let ended = self.ended.iter_mut().flatten().find(|ended| ended.process == process);
        let exit_code = ended.map(|ended| {
            ended.told = true;
            ended.exit_code
        });
        *place = Some(Wait { token, process, deadline, exit_code });
        Ok(())
    }

    /// Records that a process has ended. Requests that wait for it can then be answered, and so can later requests
    /// until you [forget](Self::forget) the process. Returns the number of requests that wait for it.
    ///
    /// If the table already has `N` ended processes, this one replaces a process for which a request has waited. If
    /// there is none, it returns an error with the process. In that case the requests in the table can still be
    /// answered, but later requests do not find the end.
    ///
    /// A second end of the same process is taken for that of a later process with the same number. It replaces the
    /// first end. Requests that already have an outcome keep it.
    pub fn ended(&mut self, process: P, exit_code: u32) -> Result<usize, WaitsFull<P>> {
        let mut waiting = 0_usize;
        for wait in self.waits.iter_mut().flatten() {
            if wait.process == process && wait.exit_code.is_none() {
                wait.exit_code = Some(exit_code);
                waiting = waiting.saturating_add(1);
            }
        }
        let ended = Ended { process, exit_code, told: waiting > 0 };
        let find = |kind: fn(&Ended<P>, &Ended<P>) -> bool| {
            let place = |place: &Option<Ended<P>>| place.as_ref().is_some_and(|other| kind(other, &ended));
            self.ended.iter().position(place)
        };
        let place = find(|other, ended| other.process == ended.process)
            .or_else(|| self.ended.iter().position(Option::is_none))
            .or_else(|| find(|other, _| other.told));
        match place.and_then(|place| self.ended.get_mut(place)) {
            Some(place) => *place = Some(ended),
            None => return Err(WaitsFull(ended.process)),
        }
        Ok(waiting)
    }

    /// Returns the exit code of a process that has ended, or `None` if the table does not have it.
    #[must_use]
    pub fn exit_code(&self, process: &P) -> Option<u32> {
        self.ended.iter().flatten().find(|ended| ended.process == *process).map(|ended| ended.exit_code)
    }

    /// Records that a process has started: forgets the end of an earlier process with the same number.
    ///
    /// Call this if your system reuses process numbers. Otherwise a request for the new process is answered with the
    /// exit code of the earlier one. Requests that waited for the earlier process keep their outcome.
    pub fn started(&mut self, process: &P) {
        self.forget(|ended| ended == process);
    }

    /// Forgets the ended processes for which `is_gone` returns true, for example when their container is deleted.
    /// Requests in the table are not changed.
    pub fn forget(&mut self, mut is_gone: impl FnMut(&P) -> bool) {
        for place in &mut self.ended {
            place.take_if(|ended| is_gone(&ended.process));
        }
    }
}
