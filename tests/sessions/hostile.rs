//! Tests sessions with hostile or careless peers.

use gcs_prot::endpoint::{
    AdoptError, Call, CallError, CallFailure, Endpoint, Event, Guest, GuestConfig, Host, HostEvent, RespondError,
    SeedError, Token, Violation,
};
use gcs_prot::message::{
    ContainerWaitForProcess, ContainerWaitForProcessResponse as Waited, Empty, NegotiateProtocol, ProtocolVersion,
    Request, Response,
};
use gcs_prot::rpc::{self, Method, write_message};
use gcs_prot::wire::SequenceId;

#[path = "../support/wire.rs"]
mod wire;

use wire::pass;

fn buffer() -> &'static mut [u8] {
    vec![0xa5; 4096].leak()
}

fn host() -> Host<'static, 4> {
    Host::new(buffer(), buffer())
}

fn guest() -> Guest<'static, 4> {
    Guest::new(buffer(), buffer(), GuestConfig::default())
}

fn negotiate(host: &mut Host<'_, 4>, guest: &mut Guest<'_, 4>) {
    let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    host.call::<rpc::NegotiateProtocol>(&Request { body, ..Request::default() }).expect("a call");
    pass(host, guest);
    assert!(matches!(guest.poll(), Ok(Some(Event::Negotiated(_)))));
    pass(guest, host);
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Response(..)))));
}

fn call(host: &mut Host<'_, 4>) -> SequenceId {
    let body = ContainerWaitForProcess { process_id: 7, timeout_in_ms: u32::MAX };
    host.call::<rpc::WaitForProcess>(&Request { body, ..Request::default() }).expect("a call")
}

fn wait(host: &mut Host<'_, 4>, guest: &mut Guest<'_, 4>) -> (SequenceId, Token<rpc::WaitForProcess>) {
    let id = call(host);
    pass(host, guest);
    let Ok(Some(Event::Call(Call::WaitForProcess(_, reply)))) = guest.poll() else { panic!("no request") };
    (id, reply.later())
}

fn answer(id: SequenceId) -> Vec<u8> {
    let mut buffer = [0; 256];
    let body = Response { body: Waited { exit_code: 1 }, ..Response::default() };
    write_message(&mut buffer, Method::WaitForProcess.response(), id, &body).expect("room").to_vec()
}

#[test]
fn an_old_answer_does_not_reach_a_fresh_session_of_a_guest_and_is_a_violation_to_a_host() {
    let (mut host, mut guest) = (host(), guest());
    negotiate(&mut host, &mut guest);
    let (id, token) = wait(&mut host, &mut guest);
    // The answer waits to be sent when the session ends.
    guest.respond(token, &Waited { exit_code: 1 }).expect("room");
    guest.reset();
    host.reset();
    assert!(guest.outgoing().is_empty());
    negotiate(&mut host, &mut guest);
    assert!(guest.outgoing().is_empty(), "the old answer is gone");
    // A misbehaving guest sends the answer nevertheless.
    host.receive(&answer(id)).expect("a good stream");
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Violation(_, Violation::UnknownId)))));
}

#[test]
fn a_token_of_another_session_answers_nobody_and_one_of_the_same_session_answers_on_any_connection() {
    let (mut host, mut guest) = (host(), guest());
    negotiate(&mut host, &mut guest);
    let (_, old) = wait(&mut host, &mut guest);
    host.reset();
    guest.reset();
    negotiate(&mut host, &mut guest);
    let (id, token) = wait(&mut host, &mut guest);
    assert_eq!(guest.respond(old, &Waited { exit_code: 1 }), Err(RespondError::SessionGone));
    for _ in 0..3 {
        host.resume();
        guest.resume();
        assert!(guest.outgoing().is_empty() && host.outgoing().is_empty());
        negotiate(&mut host, &mut guest);
    }
    guest.respond(token, &Waited { exit_code: 9 }).expect("the same session");
    pass(&mut guest, &mut host);
    let Ok(Some(HostEvent::Response(answered, response))) = host.poll() else { panic!("no response") };
    let exit_code = response.into::<rpc::WaitForProcess>().map(|wait| wait.body.exit_code);
    assert_eq!((answered, exit_code), (id, Some(9)));
}

#[test]
fn an_adopted_call_is_answered_once() {
    let (mut source, mut destination, mut guest) = (host(), host(), guest());
    negotiate(&mut source, &mut guest);
    let (id, token) = wait(&mut source, &mut guest);
    guest.resume();
    negotiate(&mut destination, &mut guest);
    assert_eq!(destination.adopt(id, Method::WaitForProcess), Err(AdoptError::NotUsedYet));
    destination.seed_next_id(source.next_id()).expect("not backwards");
    destination.seed_next_id(source.next_id()).expect("the same id again");
    assert_eq!(destination.seed_next_id(SequenceId(0)), Err(SeedError { next_id: source.next_id() }));
    assert_eq!(destination.adopt(id, Method::NegotiateProtocol), Err(AdoptError::Negotiation));
    destination.adopt(id, Method::WaitForProcess).expect("room");
    assert_eq!(destination.adopt(id, Method::WaitForProcess), Err(AdoptError::IdInUse));
    destination.seed_next_id(SequenceId(100)).expect("not backwards");
    for other in 10..13 {
        destination.adopt(SequenceId(other), Method::WaitForProcess).expect("room");
    }
    assert_eq!(destination.adopt(SequenceId(13), Method::WaitForProcess), Err(AdoptError::TooManyCalls));
    guest.respond(token, &Waited { exit_code: 5 }).expect("room");
    let bytes = guest.outgoing().to_vec();
    pass(&mut guest, &mut destination);
    assert!(matches!(destination.poll(), Ok(Some(HostEvent::Response(answered, _))) if answered == id));
    destination.receive(&bytes).expect("a good stream");
    assert!(matches!(destination.poll(), Ok(Some(HostEvent::Violation(_, Violation::UnknownId)))));
}

#[test]
fn a_late_answer_to_an_abandoned_call_is_late_once_and_its_place_is_free() {
    let (mut host, mut guest) = (host(), guest());
    negotiate(&mut host, &mut guest);
    let mut ids = Vec::new();
    for _ in 0..9 {
        // The table has room for four calls.
        let id = call(&mut host);
        host.sent(usize::MAX);
        assert!(host.abandon(id) && !host.abandon(id));
        ids.push(id);
    }
    let newest = *ids.last().expect("one");
    let mut wrong = answer(newest);
    wrong[..4].copy_from_slice(&Method::Start.response().0.to_le_bytes());
    host.receive(&wrong).expect("a good stream");
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Violation(_, Violation::WrongIdentifier)))));
    for id in &ids {
        host.receive(&answer(*id)).expect("a good stream");
        let Ok(Some(HostEvent::Late(header))) = host.poll() else { panic!("not late: {id}") };
        assert_eq!(header.sequence_id(), *id);
    }
    host.receive(&answer(newest)).expect("a good stream");
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Violation(_, Violation::UnknownId)))), "late twice");
    assert_eq!(host.in_flight(), 0);
}

#[test]
fn resuming_before_any_connection_changes_nothing() {
    let (mut host, mut guest) = (host(), guest());
    // The guest has received part of a negotiation, and the negotiation of the host has not been sent.
    let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    let id = host.call::<rpc::NegotiateProtocol>(&Request { body, ..Request::default() }).expect("a call");
    guest.receive(&host.outgoing()[..40]).expect("a good stream");
    host.resume();
    guest.resume();
    assert_eq!(guest.end(), Ok(()));
    let Ok(Some(HostEvent::Failed { id: failed, failure: CallFailure::ConnectionLost, .. })) = host.poll() else {
        panic!("the negotiation is over")
    };
    assert_eq!(failed, id);
    negotiate(&mut host, &mut guest);
    let (_, token) = wait(&mut host, &mut guest);
    guest.respond(token, &Waited { exit_code: 2 }).expect("room");
}

#[test]
fn ids_end_with_an_error_and_never_begin_again() {
    let (mut host, mut guest) = (host(), guest());
    negotiate(&mut host, &mut guest);
    host.seed_next_id(SequenceId(u64::MAX - 1)).expect("not backwards");
    let (id, token) = wait(&mut host, &mut guest);
    assert_eq!(id, SequenceId(u64::MAX - 1));
    let start = host.call::<rpc::Start>(&Request::<Empty>::default());
    assert_eq!(start, Err(CallError::NoMoreIds));
    guest.respond(token, &Waited { exit_code: 2 }).expect("room");
    pass(&mut guest, &mut host);
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Response(answered, _))) if answered == id));
    assert_eq!(host.next_id(), SequenceId(u64::MAX));
    assert_eq!(host.call::<rpc::Start>(&Request::<Empty>::default()), Err(CallError::NoMoreIds));
}

#[test]
fn a_host_whose_calls_fill_its_table_can_still_negotiate_again() {
    let (mut host, mut guest) = (host(), guest());
    negotiate(&mut host, &mut guest);
    let waits: Vec<_> = (0..4).map(|_| wait(&mut host, &mut guest)).collect();
    for _ in 0..2 {
        host.resume();
        guest.resume();
        negotiate(&mut host, &mut guest);
        assert_eq!(host.in_flight(), 4);
    }
    let start = host.call::<rpc::Start>(&Request::<Empty>::default());
    assert_eq!(start, Err(CallError::TooManyCalls));
    for (id, token) in waits {
        guest.respond(token, &Waited { exit_code: 1 }).expect("room");
        pass(&mut guest, &mut host);
        assert!(matches!(host.poll(), Ok(Some(HostEvent::Response(answered, _))) if answered == id));
    }
    assert_eq!(host.in_flight(), 0);
}

#[test]
fn a_negotiation_that_is_lost_beside_a_full_table_is_reported_and_made_again() {
    let (mut host, mut guest) = (host(), guest());
    negotiate(&mut host, &mut guest);
    for _ in 0..4 {
        drop(wait(&mut host, &mut guest));
    }
    host.resume();
    let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    let request = Request { body, ..Request::default() };
    let lost = host.call::<rpc::NegotiateProtocol>(&request).expect("a call");
    assert_eq!(host.call::<rpc::NegotiateProtocol>(&request), Err(CallError::NegotiatedAlready));
    host.resume();
    guest.resume();
    assert_eq!(host.call::<rpc::NegotiateProtocol>(&request), Err(CallError::TooManyCalls), "one is to be reported");
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Failed { id, .. })) if id == lost));
    negotiate(&mut host, &mut guest);
    assert_eq!(host.in_flight(), 4);
    host.reset();
    assert_eq!(host.in_flight(), 0);
}

#[test]
fn the_answer_to_a_negotiation_that_was_lost_and_given_up_is_late() {
    let (mut host, mut guest) = (host(), guest());
    let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    let id = host.call::<rpc::NegotiateProtocol>(&Request { body, ..Request::default() }).expect("a call");
    pass(&mut host, &mut guest);
    assert!(matches!(guest.poll(), Ok(Some(Event::Negotiated(_)))));
    pass(&mut guest, &mut host);
    // The answer is in the receive buffer, but has not been polled.
    host.resume();
    assert!(host.abandon(id));
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Late(header))) if header.sequence_id() == id));
    assert_eq!(host.version(), None);
}
