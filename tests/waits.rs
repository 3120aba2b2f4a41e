//! Tests waits with a timeout. Each of them is answered once, and in time.

use gcs_prot::HResult;
use gcs_prot::endpoint::{Call, Endpoint, Event, Guest, GuestConfig, Host, HostEvent, WaitOutcome, Waits, WaitsFull};
use gcs_prot::message::{ContainerWaitForProcess, INFINITE_WAIT_TIMEOUT, NegotiateProtocol, ProtocolVersion, Request};
use gcs_prot::rpc;
use gcs_prot::wire::SequenceId;

#[path = "support/wire.rs"]
mod wire;

use wire::pass;

/// A process: the number of its container, and its own number.
type Process = (u8, u32);

struct Bench {
    host: Host<'static, 16>,
    guest: Guest<'static, 4>,
    waits: Waits<Process, 4>,
}

impl Bench {
    fn new() -> Self {
        let buffer = || vec![0; 4096].leak();
        let guest = Guest::new(buffer(), buffer(), GuestConfig::default());
        let mut bench = Self { host: Host::new(buffer(), buffer()), guest, waits: Waits::new() };
        bench.negotiate();
        bench
    }

    fn negotiate(&mut self) {
        let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
        self.host.call::<rpc::NegotiateProtocol>(&Request { body, ..Request::default() }).expect("a call");
        pass(&mut self.host, &mut self.guest);
        assert!(matches!(self.guest.poll(), Ok(Some(Event::Negotiated(_)))));
        pass(&mut self.guest, &mut self.host);
        assert!(matches!(self.host.poll(), Ok(Some(HostEvent::Response(..)))));
    }

    /// Adds a wait. Returns `None` if the table is full.
    fn add(&mut self, container: u8, process_id: u32, timeout_in_ms: u32, now: u64) -> Option<SequenceId> {
        let body = ContainerWaitForProcess { process_id, timeout_in_ms };
        let id = self.host.call::<rpc::WaitForProcess>(&Request { body, ..Request::default() }).expect("a call");
        pass(&mut self.host, &mut self.guest);
        let Ok(Some(Event::Call(Call::WaitForProcess(wait, reply)))) = self.guest.poll() else { panic!("no wait") };
        let process = (container, wait.body.process_id);
        match self.waits.add(process, reply.later(), wait.body.timeout_in_ms, now) {
            Ok(()) => Some(id),
            Err(WaitsFull(token)) => {
                assert_eq!(token.sequence_id(), id);
                None
            }
        }
    }

    /// Returns the answers that the host receives at `now`: the calls, with exit codes or failures.
    fn told(&mut self, now: u64) -> Vec<(u64, Result<u32, HResult>)> {
        let mut told = Vec::new();
        loop {
            self.waits.answer(&mut self.guest, now);
            if self.guest.outgoing().is_empty() {
                told.sort_unstable_by_key(|(id, _)| *id);
                return told;
            }
            pass(&mut self.guest, &mut self.host);
            while let Some(event) = self.host.poll().expect("a good stream") {
                let HostEvent::Response(id, response) = event else { panic!("{event:?}") };
                let wait = response.into::<rpc::WaitForProcess>().expect("a wait");
                let result = wait.base.result;
                told.push((id.0, if result.is_ok() { Ok(wait.body.exit_code) } else { Err(result) }));
            }
        }
    }
}

const LATE: Result<u32, HResult> = Err(HResult::TIMEOUT);

/// Systems reuse process numbers.
#[test]
fn a_second_end_of_one_process_number_is_that_of_a_later_process() {
    let mut bench = Bench::new();
    let first = bench.add(1, 7, INFINITE_WAIT_TIMEOUT, 0).expect("room").0;
    assert_eq!(bench.waits.ended((1, 7), 10), Ok(1));
    // The request that waited for the first process keeps its outcome.
    assert_eq!(bench.waits.ended((1, 7), 20), Ok(0));
    assert_eq!(bench.told(0), [(first, Ok(10))]);
    // Later requests mean the later process. No request has waited for it yet, so no other process may replace it.
    for process in 1..4 {
        assert_eq!(bench.waits.ended((2, process), 0), Ok(0));
    }
    assert_eq!(bench.waits.ended((2, 4), 0), Err(WaitsFull((2, 4))));
    let later = bench.add(1, 7, INFINITE_WAIT_TIMEOUT, 0).expect("room").0;
    assert_eq!(bench.told(0), [(later, Ok(20))]);
    // Then a process with the same number can start.
    bench.waits.started(&(1, 7));
    assert_eq!(bench.waits.exit_code(&(1, 7)), None);
    let running = bench.add(1, 7, 100, 0).expect("room").0;
    assert_eq!(bench.told(0), []);
    assert_eq!(bench.waits.ended((1, 7), 30), Ok(1));
    assert_eq!(bench.told(0), [(running, Ok(30))]);
}

#[test]
fn a_process_whose_end_was_told_makes_room_for_the_end_of_another() {
    let mut bench = Bench::new();
    for process in 0..4 {
        bench.add(1, process, INFINITE_WAIT_TIMEOUT, 0).expect("room");
        assert_eq!(bench.waits.ended((1, process), process), Ok(1));
        assert_eq!(bench.told(0).len(), 1);
    }
    for process in 4..8 {
        assert_eq!(bench.waits.ended((1, process), process), Ok(0));
    }
    assert_eq!(bench.waits.ended((1, 8), 8), Err(WaitsFull((1, 8))));
    assert_eq!([3, 4, 7, 8].map(|process| bench.waits.exit_code(&(1, process))), [None, Some(4), Some(7), None]);
}

#[test]
fn each_wait_times_out_at_its_time_and_one_without_end_never() {
    let mut bench = Bench::new();
    let id = |id: Option<SequenceId>| id.expect("room").0;
    let never = id(bench.add(1, 7, INFINITE_WAIT_TIMEOUT, 1000));
    let fifty = id(bench.add(1, 7, 50, 1000));
    let longest = id(bench.add(1, 7, INFINITE_WAIT_TIMEOUT - 1, 1000));
    let at_once = id(bench.add(1, 7, 0, 1000));
    assert_eq!(bench.waits.deadline(), Some(1000));
    assert_eq!(bench.told(1000), [(at_once, LATE)]);
    assert_eq!(bench.waits.deadline(), Some(1050));
    assert!(bench.told(1049).is_empty());
    assert_eq!(bench.told(1050), [(fifty, LATE)]);
    assert_eq!(bench.waits.deadline(), Some(1000 + u64::from(u32::MAX) - 1));
    assert_eq!(bench.told(1000 + u64::from(u32::MAX)), [(longest, LATE)]);
    assert_eq!((bench.waits.deadline(), bench.waits.len()), (None, 1));
    assert!(bench.told(u64::MAX).is_empty());
    assert_eq!(bench.waits.ended((1, 7), 3), Ok(1));
    assert_eq!(bench.told(0), [(never, Ok(3))]);
    assert!(bench.waits.is_empty());
}

#[test]
fn an_end_is_told_to_all_who_wait_for_that_process_and_to_those_who_come_later() {
    let mut bench = Bench::new();
    let id = |id: Option<SequenceId>| id.expect("room").0;
    let one = id(bench.add(1, 7, INFINITE_WAIT_TIMEOUT, 0));
    let two = id(bench.add(1, 7, 10, 0));
    // A process with the same number in another container.
    let other = id(bench.add(2, 7, INFINITE_WAIT_TIMEOUT, 0));
    assert_eq!(bench.waits.ended((1, 7), 3), Ok(2));
    // The end of a process takes precedence over an expired timeout.
    assert_eq!(bench.told(20), [(one, Ok(3)), (two, Ok(3))]);
    let later = id(bench.add(1, 7, 0, 30));
    assert_eq!(bench.told(30), [(later, Ok(3))]);
    assert_eq!((bench.waits.exit_code(&(1, 7)), bench.waits.exit_code(&(2, 7))), (Some(3), None));
    bench.waits.forget(|process| *process == (1, 7));
    let forgotten = id(bench.add(1, 7, 0, 40));
    assert_eq!(bench.told(40), [(forgotten, LATE)]);
    assert_eq!(bench.waits.ended((2, 7), 4), Ok(1));
    assert_eq!(bench.told(40), [(other, Ok(4))]);
}

#[test]
fn a_full_table_gives_back_what_it_has_no_room_for() {
    let mut bench = Bench::new();
    for process in 0..4 {
        bench.add(1, process, INFINITE_WAIT_TIMEOUT, 0).expect("room");
    }
    assert_eq!(bench.add(1, 9, 5, 0), None);
    // No request waits for four of these processes, and one waits for the fifth.
    for process in 10..14 {
        assert_eq!(bench.waits.ended((1, process), 0), Ok(0));
    }
    assert_eq!(bench.waits.ended((1, 14), 0), Err(WaitsFull((1, 14))));
    assert_eq!(bench.waits.ended((1, 2), 6), Err(WaitsFull((1, 2))));
    assert_eq!(bench.told(0).len(), 1, "who waits is told all the same");
    // A process for which a request has waited makes room.
    bench.add(1, 11, 0, 0).expect("room");
    assert_eq!(bench.told(0).len(), 1);
    assert_eq!(bench.waits.ended((1, 14), 8), Ok(0));
    assert_eq!((bench.waits.exit_code(&(1, 11)), bench.waits.exit_code(&(1, 14))), (None, Some(8)));
}

#[test]
fn waits_survive_a_resume_and_those_of_a_session_that_is_gone_are_dropped() {
    let mut bench = Bench::new();
    let one = bench.add(1, 7, INFINITE_WAIT_TIMEOUT, 0).expect("room").0;
    bench.guest.resume();
    bench.host.resume();
    bench.negotiate();
    assert_eq!(bench.waits.ended((1, 7), 3), Ok(1));
    assert_eq!(bench.told(0), [(one, Ok(3))]);
    bench.add(1, 8, INFINITE_WAIT_TIMEOUT, 0).expect("room");
    bench.guest.reset();
    bench.host.reset();
    bench.negotiate();
    assert_eq!(bench.waits.ended((1, 8), 3), Ok(1));
    assert!(bench.told(0).is_empty() && bench.waits.is_empty());
    bench.add(1, 9, 5, 0).expect("room");
    bench.waits.forget_waits();
    assert_eq!(bench.waits.next(u64::MAX).map(|(_, outcome)| outcome), None::<WaitOutcome>);
}

#[test]
fn what_does_not_fit_now_is_answered_later() {
    let mut bench = Bench::new();
    for process in 0..4 {
        bench.add(1, process, 1, 0).expect("room");
    }
    // The answer to another request nearly fills the send buffer.
    bench.host.call::<rpc::DumpStacks>(&Request::default()).expect("a call");
    pass(&mut bench.host, &mut bench.guest);
    let Ok(Some(Event::Call(Call::DumpStacks(_, reply)))) = bench.guest.poll() else { panic!("no request") };
    let stacks = "x".repeat(3600);
    reply.ok(&gcs_prot::message::DumpStacksResponse { guest_stacks: &stacks }).expect("room");
    bench.waits.answer(&mut bench.guest, 5);
    assert!(!bench.waits.is_empty(), "not all of them fit");
    pass(&mut bench.guest, &mut bench.host);
    while let Some(event) = bench.host.poll().expect("a good stream") {
        assert!(matches!(event, HostEvent::Response(..)));
    }
    bench.told(5);
    assert_eq!((bench.waits.len(), bench.host.in_flight()), (0, 0));
}

#[test]
fn a_wait_that_came_by_another_guest_holds_up_no_other() {
    let (mut one, mut two) = (Bench::new(), Bench::new());
    let foreign = two.add(1, 7, 0, 0).expect("room").0;
    let (token, _) = two.waits.next(0).expect("due");
    one.waits.add((1, 7), token, 0, 0).expect("room");
    let own = one.add(1, 7, 0, 0).expect("room").0;
    assert_eq!(one.told(0), [(own, LATE)]);
    assert_eq!(one.waits.len(), 1, "the other one waits on");
    std::mem::swap(&mut one.waits, &mut two.waits);
    assert_eq!(two.told(0), [(foreign, LATE)]);
}
