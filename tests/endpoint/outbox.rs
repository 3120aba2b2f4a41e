//! Tests answers behind a message that waits, in a send buffer with exactly as much room as the test says.

use super::*;

const SEND_BUFFER: usize = 4096;

type Answered = Result<(), RespondError<rpc::DumpStacks>>;

/// The answer of a test to a request that it kept.
type Answer = fn(&mut Guest<'_, 4>, Token<rpc::DumpStacks>) -> Answered;

const SUCCESS: Answer = |guest, token| succeed(guest, token, 700);
const FAILURE: Answer =
    |guest, token| guest.respond_failure(token, HResult::NOT_FOUND, "there is no such container in this guest");

fn succeed(guest: &mut Guest<'_, 4>, token: Token<rpc::DumpStacks>, stacks: usize) -> Answered {
    guest.respond(token, &DumpStacksResponse { guest_stacks: &"s".repeat(stacks) })
}

/// Takes a request with this activity id, and keeps it.
fn request_with(guest: &mut Guest<'_, 4>, activity: &str) -> Token<rpc::DumpStacks> {
    give(guest, &message(Method::DumpStacks.request(), 1, &format!(r#"{{"ActivityId":"{activity}"}}"#)));
    let Ok(Some(Event::Call(Call::DumpStacks(_, reply)))) = guest.poll() else { panic!("no request") };
    reply.later()
}

/// Returns the size of an answer that has all the room it needs.
fn size_of(activity: &str, answer: Answer) -> usize {
    let mut buffers = buffers(4096, SEND_BUFFER);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let token = request_with(&mut guest, activity);
    answer(&mut guest, token).expect("room");
    take(&mut guest).len()
}

/// Answers a request with this activity id while another message leaves `room` bytes. Returns what is sent behind that
/// message, or `None` if the guest gives the token back and writes nothing.
fn answer_in(room: usize, activity: &str, answer: Answer) -> Option<Vec<u8>> {
    let mut buffers = buffers(4096, SEND_BUFFER);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let (first, token) = (request_with(&mut guest, ""), request_with(&mut guest, activity));
    let waiting = SEND_BUFFER - room;
    succeed(&mut guest, first, waiting - size_of("", |guest, token| succeed(guest, token, 0))).expect("room");
    assert_eq!(guest.outgoing().len(), waiting);
    match answer(&mut guest, token) {
        Ok(()) => Some(take(&mut guest).split_off(waiting)),
        Err(RespondError::Full(token, error)) => {
            assert_eq!((error.kind(), take(&mut guest).len()), (ErrorKind::BufferFull, waiting));
            // There is room now.
            answer(&mut guest, token).expect("room");
            assert_eq!(response(&take(&mut guest)).3, activity);
            None
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn tokens_are_equal_if_their_requests_are() {
    let mut buffers = buffers(4096, SEND_BUFFER);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let token = request_with(&mut guest, ACTIVITY);
    assert_eq!(token, request_with(&mut guest, ACTIVITY));
    assert_ne!(token, request_with(&mut guest, ""));
}

#[test]
fn an_answer_at_once_without_room_gives_a_token_of_the_request_back() {
    let mut buffers = buffers(4096, SEND_BUFFER);
    let config = GuestConfig { answer_room: 1024, ..GuestConfig::default() };
    let mut guest = Guest::new(&mut buffers.receive, &mut buffers.send, config);
    negotiate(&mut guest);
    let token = request_with(&mut guest, ACTIVITY);
    succeed(&mut guest, token, 2000).expect("room");
    let waiting = guest.outgoing().to_vec();
    give(&mut guest, &message(Method::DumpStacks.request(), 2, "{}"));
    let Ok(Some(Event::Call(Call::DumpStacks(_, reply)))) = guest.poll() else { panic!("no request") };
    assert_eq!(reply.method(), Some(Method::DumpStacks));
    let stacks = DumpStacksResponse { guest_stacks: &"s".repeat(2000) };
    let NoRoom { token, error } = reply.ok(&stacks).expect_err("there is no room");
    assert_eq!((token.sequence_id(), error.kind()), (SequenceId(2), ErrorKind::BufferFull));
    assert_eq!(take(&mut guest), waiting);
    guest.respond(token, &stacks).expect("room");
}

#[test]
fn an_answer_takes_all_the_room_that_is_left_and_waits_if_it_is_a_byte_too_long() {
    for activity in ["", "a", ACTIVITY, &"a".repeat(64)] {
        for (answer, result) in [(SUCCESS, HResult::OK), (FAILURE, HResult::NOT_FOUND)] {
            let size = size_of(activity, answer);
            let sent = answer_in(size, activity, answer).expect("it fits");
            let (_, _, sent_result, sent_activity, text) = response(&sent);
            assert_eq!((sent_result, &*sent_activity), (result, activity));
            assert_eq!(text.is_empty(), result.is_ok());
            // It does not become a failure or shorter, and keeps its activity id.
            for less in [1, 20, 64, 80, size] {
                assert_eq!(answer_in(size - less, activity, answer), None, "{less} bytes less");
            }
        }
    }
}

#[test]
fn a_second_negotiation_is_refused_without_a_call() {
    let mut buffers = buffers(4096, SEND_BUFFER);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    give(&mut guest, &message(Method::NegotiateProtocol.request(), 8, &format!(r#"{{"ActivityId":"{ACTIVITY}"}}"#)));
    let Ok(Some(FrameEvent::Refused(refused))) = guest.poll_frame() else { panic!("not refused") };
    assert_eq!((refused.result, refused.error), (HResult::NOT_IMPLEMENTED, None));
    let (_, id, _, activity, text) = response(&take(&mut guest));
    assert_eq!((id, &*activity, &*text), (8, ACTIVITY, "the protocol has been negotiated already"));
}

#[test]
fn a_flush_is_due_from_the_first_byte_that_is_sent_until_the_transport_is_flushed() {
    fn check(endpoint: &mut impl Endpoint) {
        assert!(!endpoint.outgoing().is_empty());
        endpoint.sent(0);
        assert!(!endpoint.needs_flush(), "no byte was sent");
        endpoint.sent(1);
        endpoint.sent(0);
        assert!(endpoint.needs_flush());
        endpoint.flushed();
        assert!(!endpoint.needs_flush());
        take(endpoint);
        assert!(endpoint.needs_flush());
        endpoint.flushed();
        endpoint.sent(1);
        assert!(!endpoint.needs_flush(), "there was nothing to send");
    }
    let (mut ours, mut theirs) = (buffers(4096, SEND_BUFFER), buffers(4096, SEND_BUFFER));
    let (mut guest, mut host) = (ours.guest(), theirs.host());
    guest.sent(1);
    assert!(!guest.needs_flush());
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("the first call");
    check(&mut host);
    give(&mut guest, &message(Method::NegotiateProtocol.request(), 0, r#"{"MinimumVersion":4,"MaximumVersion":4}"#));
    assert!(matches!(guest.poll(), Ok(Some(Event::Negotiated(_)))));
    check(&mut guest);
}

#[test]
fn a_notification_without_room_waits_however_many_bytes_of_another_message_are_sent() {
    let mut buffers = buffers(4096, SEND_BUFFER);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let token = request_with(&mut guest, "");
    succeed(&mut guest, token, SEND_BUFFER - 120).expect("room");
    let waiting = guest.outgoing().len();
    guest.notify(&exit("one")).expect("room in the queue");
    for sent in 1..waiting {
        guest.sent(1);
        assert_eq!((guest.outgoing().len(), guest.notifications()), (waiting - sent, 1));
    }
    guest.sent(1);
    assert!(String::from_utf8_lossy(&take(&mut guest)).contains("\"one\""));
    assert_eq!(guest.notifications(), 0);
}

#[test]
fn an_answer_takes_the_room_of_messages_sent_whole_and_leaves_one_sent_in_part() {
    let mut buffers = buffers(4096, SEND_BUFFER);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let [first, second, third] = [(); 3].map(|()| request_with(&mut guest, ""));
    succeed(&mut guest, first, 2000).expect("room");
    let first_size = guest.outgoing().len();
    succeed(&mut guest, second, 1500).expect("room");
    let both = guest.outgoing().to_vec();
    guest.sent(first_size - 1);
    let Err(RespondError::Full(third, _)) = succeed(&mut guest, third, 2000) else { panic!("there is no room yet") };
    guest.sent(11);
    succeed(&mut guest, third, 2000).expect("the room of the first message");
    let (rest, third) = guest.outgoing().split_at(both.len() - first_size - 10);
    assert_eq!((rest, response(third).2), (&both[first_size + 10..], HResult::OK));
    // On another connection, the message that was sent in part goes out again from its start.
    guest.resume();
    negotiate(&mut guest);
    assert_eq!(guest.outgoing()[..both.len() - first_size], both[first_size..]);
}
