//! Waits with a timeout: which requests wait for the end of which process, and until when.

use core::fmt;

use super::guest::Guest;
use super::reply::{RespondError, Token};
use crate::hresult::HResult;
use crate::message::{ContainerWaitForProcessResponse, INFINITE_WAIT_TIMEOUT};
use crate::rpc::{self, GuestKind};

/// How a wait ended.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitOutcome {
    /// The process ended, with this exit code.
    Exited(u32),
    /// The process is still running.
    TimedOut,
}

/// There is no room for one more wait, or one more process that has ended.
#[derive(Debug, PartialEq, Eq)]
pub struct WaitsFull<T>(pub T);

impl<T> fmt::Display for WaitsFull<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no room for one more wait or process")
    }
}

impl<T: fmt::Debug> core::error::Error for WaitsFull<T> {}

/// The waits of an agent: up to `N` requests that wait for the end of a process, and up to `N` processes that have ended.
///
/// `P` says which process. As two containers may have processes with the same number, it is often a pair of container and
/// number. There is no clock inside: times are milliseconds of any clock that does not go backwards.
///
/// ```
/// use gcs_prot::HResult;
/// use gcs_prot::endpoint::{Call, Event, Guest, Waits, WaitsFull};
///
/// /// `process_ended` says which process of the VM has ended, and with which exit code.
/// fn step(
///     guest: &mut Guest<'_, 8>,
///     waits: &mut Waits<u32, 32>,
///     now: u64,
///     process_ended: Option<(u32, u32)>,
/// ) -> Result<Option<u64>, Box<dyn std::error::Error>> {
///     if let Some((process, code)) = process_ended {
///         // Without room, those who wait are told all the same.
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
///     // When to come back, if nothing happens before. What is due and was not answered waits for room.
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
    /// `None`: it waits for ever.
    deadline: Option<u64>,
    /// Once the process has ended.
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
    /// Whether a host has waited for it.
    told: bool,
}

impl<P, const N: usize> Default for Waits<P, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P, const N: usize> Waits<P, N> {
    /// No waits.
    #[must_use]
    pub const fn new() -> Self {
        Self { waits: [const { None }; N], ended: [const { None }; N] }
    }

    /// How many requests wait, those included that can be answered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.waits.iter().flatten().count()
    }

    /// Whether no request waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// When [`next`](Self::next) has something that it has not now, unless a process ends before: the earliest deadline. 0
    /// if there is something already.
    ///
    /// A time that has passed and is still given after [`answer`](Self::answer) is no time to wait for: those requests wait for
    /// room, which is there when the guest has sent something.
    #[must_use]
    pub fn deadline(&self) -> Option<u64> {
        self.waits
            .iter()
            .flatten()
            .filter_map(|wait| if wait.exit_code.is_some() { Some(0) } else { wait.deadline })
            .min()
    }

    /// The next request that can be answered at `now`: its process has ended, or it has waited long enough. An end counts more
    /// than a timeout.
    pub fn next(&mut self, now: u64) -> Option<(Token<rpc::WaitForProcess>, WaitOutcome)> {
        let wait = self.waits.iter_mut().find_map(|place| place.take_if(|wait| wait.is_due(now)))?;
        let outcome = wait.outcome();
        Some((wait.token, outcome))
    }

    /// Answers what can be answered at `now`, as far as the guest has room for it: to be repeated when something has been
    /// sent. Requests of sessions that are gone are dropped, and those that came by another guest wait on.
    pub fn answer<const QUEUE: usize, K>(&mut self, guest: &mut Guest<'_, QUEUE, K>, now: u64)
    where
        K: GuestKind<WaitForProcess = rpc::WaitForProcess>,
    {
        for place in &mut self.waits {
            let Some(wait) = place.take_if(|wait| wait.is_due(now)) else { continue };
            let outcome = wait.outcome();
            let said = match outcome {
                WaitOutcome::Exited(exit_code) => {
                    guest.respond(wait.token, &ContainerWaitForProcessResponse { exit_code })
                }
                WaitOutcome::TimedOut => {
                    guest.respond_failure(wait.token, HResult::TIMEOUT, "the process is still running")
                }
            };
            match said {
                Err(RespondError::Full(token, _)) => {
                    *place = Some(Wait { token, ..wait });
                    return;
                }
                Err(RespondError::OtherGuest(token)) => *place = Some(Wait { token, ..wait }),
                Ok(()) | Err(RespondError::SessionGone) => {}
            }
        }
    }

    /// Forgets all requests that wait: for a new session. Processes that have ended are kept.
    pub fn forget_waits(&mut self) {
        self.waits = [const { None }; N];
    }
}

impl<P: PartialEq, const N: usize> Waits<P, N> {
    /// Adds a request that waits for a process, for at most `timeout_in_ms` from `now` on: 0 does not wait at all, and
    /// [`INFINITE_WAIT_TIMEOUT`] waits for ever. If the process has ended already, or with a timeout of 0, the next call of
    /// [`next`](Self::next) has its outcome. Gives the token back if `N` requests wait.
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

    /// A process has ended: every request that waits for it can be answered, and so can those that come later, until the
    /// process is [forgotten](Self::forget). Returns how many requests wait for it.
    ///
    /// When `N` processes have ended, one for which a host has waited makes room. If there is none, the requests that wait are
    /// answered, but those that come later will not find the end: the process is given back.
    ///
    /// A second end of the same process counts as that of a later process with its number, and takes the place of the first.
    /// Requests that have an outcome already keep it.
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

    /// The exit code of a process that has ended and was not forgotten.
    #[must_use]
    pub fn exit_code(&self, process: &P) -> Option<u32> {
        self.ended.iter().flatten().find(|ended| ended.process == *process).map(|ended| ended.exit_code)
    }

    /// A process has started: forgets an earlier one with the same number that has ended. Call this if your system uses process
    /// numbers again. Otherwise requests that wait for the new process are answered with the exit code of the earlier one.
    ///
    /// Requests that waited for the earlier process keep their outcome.
    pub fn started(&mut self, process: &P) {
        self.forget(|ended| ended == process);
    }

    /// Forgets the processes that `is_gone` says, as when their container was deleted. Requests that wait for one go on to
    /// wait, until their time is up.
    pub fn forget(&mut self, mut is_gone: impl FnMut(&P) -> bool) {
        for place in &mut self.ended {
            place.take_if(|ended| is_gone(&ended.process));
        }
    }
}
