//! Tests how an endpoint reacts to misuse that the types cannot prevent. (The guide shows the misuse that they do
//! prevent.)

use gcs_prot::endpoint::{Call, CallError, Endpoint, Event, Guest, GuestConfig, Host, HostEvent, RespondError, Token};
use gcs_prot::message::{
    ContainerWaitForProcess, ContainerWaitForProcessResponse as Waited, NegotiateProtocol, ProtocolVersion, Request,
};
use gcs_prot::rpc::{self, AnyResponse, write_message};
use gcs_prot::wire::{FrameError, MessageIdentifier, SequenceId};
use gcs_prot::{ErrorKind, HResult};

#[path = "support/wire.rs"]
mod wire;

use wire::pass;

/// A host and its guest, in leaked buffers.
struct Pair {
    host: Host<'static, 4>,
    guest: Guest<'static, 4>,
}

fn buffer() -> &'static mut [u8] {
    vec![0; 4096].leak()
}

impl Pair {
    fn new() -> Self {
        let guest = Guest::new(buffer(), buffer(), GuestConfig::default());
        let mut pair = Self { host: Host::new(buffer(), buffer()), guest };
        pair.negotiate();
        pair
    }

    fn negotiate(&mut self) {
        let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
        self.host.call::<rpc::NegotiateProtocol>(&Request { body, ..Request::default() }).expect("a call");
        pass(&mut self.host, &mut self.guest);
        assert!(matches!(self.guest.poll(), Ok(Some(Event::Negotiated(_)))));
        pass(&mut self.guest, &mut self.host);
        assert!(matches!(self.host.poll(), Ok(Some(HostEvent::Response(..)))));
    }

    /// Makes the host wait for a process, and returns the token of the guest.
    fn wait(&mut self) -> Token<rpc::WaitForProcess> {
        let body = ContainerWaitForProcess { process_id: 7, timeout_in_ms: 0 };
        self.host.call::<rpc::WaitForProcess>(&Request { body, ..Request::default() }).expect("a call");
        pass(&mut self.host, &mut self.guest);
        let Ok(Some(Event::Call(Call::WaitForProcess(_, reply)))) = self.guest.poll() else { panic!("no request") };
        reply.later()
    }

    /// Returns the exit code in the response that the host receives.
    fn answer(&mut self) -> u32 {
        pass(&mut self.guest, &mut self.host);
        match self.host.poll() {
            Ok(Some(HostEvent::Response(_, AnyResponse::WaitForProcess(response)))) => response.body.exit_code,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_token_of_another_guest_is_returned_and_remains_valid_for_its_own_guest() {
    let (mut one, mut two) = (Pair::new(), Pair::new());
    let token = one.wait();
    let _ = two.wait();
    let Err(error @ RespondError::OtherGuest(_)) = two.guest.respond(token, &Waited { exit_code: 1 }) else {
        panic!("taken by another guest");
    };
    assert_eq!(error.to_string(), "request 1 belongs to another guest");
    let RespondError::OtherGuest(token) = error else { unreachable!() };
    // No address is shown.
    let shown = "Token { identifier: 0x10100601 (ComputeSystemWaitForProcessV1), id: SequenceId(1), .. }";
    assert_eq!(format!("{token:?}"), shown);
    let Err(RespondError::OtherGuest(token)) = two.guest.respond_failure(token, HResult::FAIL, "") else {
        panic!("taken by another guest");
    };
    assert!(two.guest.outgoing().is_empty());
    // The guest can be moved in the meantime.
    let mut one = Box::new(one);
    one.guest.respond(token, &Waited { exit_code: 3 }).expect("its own guest");
    assert_eq!(one.answer(), 3);
}

#[test]
fn a_token_of_a_connection_that_is_gone_answers_nobody() {
    let mut pair = Pair::new();
    let token = pair.wait();
    pair.host.reset();
    pair.guest.reset();
    pair.negotiate();
    let _later = pair.wait();
    assert_eq!(pair.guest.respond(token, &Waited { exit_code: 1 }), Err(RespondError::SessionGone));
    assert!(pair.guest.outgoing().is_empty());
}

#[test]
fn a_request_that_nobody_answers_leaves_the_host_waiting_and_the_stream_in_step() {
    let mut pair = Pair::new();
    drop(pair.wait());
    let token = pair.wait();
    pair.guest.respond(token, &Waited { exit_code: 2 }).expect("room");
    assert_eq!(pair.answer(), 2);
    assert_eq!(pair.host.in_flight(), 1);
}

#[test]
fn bytes_are_received_when_they_are_committed_and_not_before() {
    let mut pair = Pair::new();
    let body = ContainerWaitForProcess::default();
    pair.host.call::<rpc::WaitForProcess>(&Request { body, ..Request::default() }).expect("a call");
    let count = pair.host.outgoing().len();
    pair.guest.window().expect("room")[..count].copy_from_slice(pair.host.outgoing());
    assert!(matches!(pair.guest.poll(), Ok(None)));
    // The next bytes would overwrite these bytes instead of following them.
    assert_eq!(&pair.guest.window().expect("room")[..count], pair.host.outgoing());
    pair.guest.commit(count).expect("room");
    assert!(matches!(pair.guest.poll(), Ok(Some(Event::Call(_)))));
}

#[test]
fn more_than_the_window_held_cannot_be_committed_and_the_stream_is_lost() {
    let mut pair = Pair::new();
    let beyond = pair.guest.window().expect("room").len() + 1;
    assert_eq!(pair.guest.commit(beyond), Err(FrameError::CommitBeyondWindow));
    assert_eq!(pair.guest.window(), Err(FrameError::CommitBeyondWindow));
    assert_eq!(pair.guest.end(), Err(FrameError::CommitBeyondWindow));
    assert!(matches!(pair.guest.poll(), Err(FrameError::CommitBeyondWindow)));
    pair.guest.reset();
    assert!(matches!(pair.guest.poll(), Ok(None)));
}

#[test]
fn no_more_is_sent_than_was_outgoing() {
    let mut pair = Pair::new();
    let token = pair.wait();
    pair.guest.respond(token, &Waited { exit_code: 0 }).expect("room");
    pair.guest.sent(usize::MAX);
    assert!(pair.guest.outgoing().is_empty());
    let token = pair.wait();
    pair.guest.respond(token, &Waited { exit_code: 5 }).expect("room");
    assert_eq!(pair.answer(), 5);
}

#[test]
fn a_host_calls_nothing_before_negotiation_and_no_more_than_it_has_room_for() {
    let mut host = Host::<1>::new(buffer(), buffer());
    let wait = Request::<ContainerWaitForProcess>::default();
    assert_eq!(host.call::<rpc::WaitForProcess>(&wait), Err(CallError::NotNegotiated));
    let mut pair = Pair::new();
    for _ in 0..4 {
        pair.host.call::<rpc::WaitForProcess>(&wait).expect("room");
    }
    assert_eq!(pair.host.call::<rpc::WaitForProcess>(&wait), Err(CallError::TooManyCalls));
    let again = pair.host.call::<rpc::NegotiateProtocol>(&Request::default());
    assert_eq!(again, Err(CallError::NegotiatedAlready));
    // On a new connection, there is room for the negotiation even if the table of calls is full.
    pair.host.sent(usize::MAX);
    pair.host.resume();
    pair.host.call::<rpc::NegotiateProtocol>(&Request::default()).expect("room");
    assert_eq!(pair.host.in_flight(), 4 + 1);
}

#[test]
fn a_message_that_does_not_fit_has_no_header() {
    let identifier = MessageIdentifier::COMPUTE_SYSTEM_CREATE_V1;
    for room in 0..20 {
        let mut buffer = [0; 20];
        let written = write_message(&mut buffer[..room], identifier, SequenceId(1), "four");
        assert_eq!(written.map_err(|error| error.kind()).err(), Some(ErrorKind::BufferFull));
        assert_eq!(buffer[..16.min(room)], [0; 16][..16.min(room)]);
    }
}
