//! Guest and host hold a conversation, whatever the other side does.

use gcs_prot::endpoint::{
    CallError, Endpoint, Event, Guest, GuestConfig, Host, HostEvent, Notification, QueueFull, RespondError, Token,
    Violation,
};
use gcs_prot::json;
use gcs_prot::message::{
    ActiveOperation, ContainerModifySettings, ContainerWaitForProcess, ContainerWaitForProcessResponse, Empty,
    MessageBase, MessageResponseBase, NegotiateProtocol, NotificationType, ProtocolVersion, Request, Response,
};
use gcs_prot::resource::{ConfidentialOptions, ModificationRequest, Resource};
use gcs_prot::rpc::{self, AnyRequest, AnyResponse, Method, write_message};
use gcs_prot::wire::{FrameError, MAX_MESSAGE_SIZE_TO_HOST, MessageHeader, MessageIdentifier, SequenceId};
use gcs_prot::{ErrorKind, HResult};
use zerocopy::IntoBytes;

const ACTIVITY: &str = "00000000-0000-0000-0000-000000000000";

fn base<'a>() -> MessageBase<'a> {
    MessageBase { container_id: "c", activity_id: ACTIVITY, ..MessageBase::default() }
}

fn request<'a, T>(body: T) -> Request<'a, T> {
    Request { base: base(), body }
}

fn versions(minimum: u32, maximum: u32) -> NegotiateProtocol {
    NegotiateProtocol { minimum_version: ProtocolVersion(minimum), maximum_version: ProtocolVersion(maximum) }
}

fn message(identifier: MessageIdentifier, id: u64, payload: &str) -> Vec<u8> {
    let header = MessageHeader::new(identifier, u32::try_from(payload.len()).expect("small") + 16, SequenceId(id));
    [header.as_bytes(), payload.as_bytes()].concat()
}

/// Hands bytes to an endpoint, as many as it has room for; says how many that were.
fn give(endpoint: &mut impl Endpoint, bytes: &[u8]) -> usize {
    let window = endpoint.window();
    let count = window.len().min(bytes.len());
    window[..count].copy_from_slice(&bytes[..count]);
    endpoint.commit(count).expect("within the window");
    count
}

/// Takes what an endpoint has to send.
fn take(endpoint: &mut impl Endpoint) -> Vec<u8> {
    let bytes = endpoint.outgoing().to_vec();
    endpoint.sent(bytes.len());
    bytes
}

/// A response as it went over the wire: identifier, id, and the fields that matter.
fn response(bytes: &[u8]) -> (MessageIdentifier, u64, HResult, String, String) {
    let size = u32::from_le_bytes(bytes[4..8].try_into().expect("four bytes")) as usize;
    assert_eq!(bytes.len(), size, "one message");
    let identifier = MessageIdentifier(u32::from_le_bytes(bytes[..4].try_into().expect("four bytes")));
    let id = u64::from_le_bytes(bytes[8..16].try_into().expect("eight bytes"));
    let mut payload = bytes[16..].to_vec();
    let response: Response<Empty> = json::decode(&mut payload).expect("a response");
    let base = response.base;
    (identifier, id, base.result, base.activity_id.to_owned(), base.error_message.to_owned())
}

struct Buffers {
    receive: Vec<u8>,
    send: Vec<u8>,
}

fn buffers(receive: usize, send: usize) -> Buffers {
    Buffers { receive: vec![0xa5; receive], send: vec![0xa5; send] }
}

impl Buffers {
    fn guest(&mut self) -> Guest<'_, 4> {
        Guest::new(&mut self.receive, &mut self.send, GuestConfig::default())
    }

    fn host(&mut self) -> Host<'_, 64> {
        Host::new(&mut self.receive, &mut self.send)
    }
}

fn negotiate(guest: &mut Guest<'_, 4>) {
    give(guest, &message(Method::NegotiateProtocol.request(), 0, r#"{"MinimumVersion":4,"MaximumVersion":4}"#));
    assert!(matches!(guest.poll(), Ok(Some(Event::Negotiated(ProtocolVersion::V4)))));
    assert_eq!(response(&take(guest)).2, HResult::OK);
}

/// Feeds one request and returns what the guest answered by itself.
fn refused(guest: &mut Guest<'_, 4>, bytes: &[u8]) -> (MessageIdentifier, u64, HResult, String, String) {
    let mut given = give(guest, bytes);
    let result = loop {
        let Some(event) = guest.poll().expect("a good stream") else {
            given += give(guest, &bytes[given..]);
            continue;
        };
        let Event::Refused { result, .. } = event else { panic!("{event:?}") };
        break result;
    };
    let answer = response(&take(guest));
    assert_eq!(answer.2, result);
    while given < bytes.len() {
        given += give(guest, &bytes[given..]);
        assert!(guest.poll().expect("a good stream").is_none());
    }
    answer
}

#[test]
fn only_negotiation_comes_before_negotiation_and_only_once() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    let start = message(Method::Start.request(), 7, r#"{"ContainerId":"c","ActivityId":"a"}"#);
    let (identifier, id, result, activity, _) = refused(&mut guest, &start);
    assert_eq!((identifier, id, result), (Method::Start.response(), 7, HResult::NOT_IMPLEMENTED));
    assert_eq!(activity, "a");
    negotiate(&mut guest);
    let again = message(Method::NegotiateProtocol.request(), 8, r#"{"MinimumVersion":4,"MaximumVersion":4}"#);
    assert_eq!(refused(&mut guest, &again).2, HResult::NOT_IMPLEMENTED);
    give(&mut guest, &start);
    assert!(matches!(guest.poll(), Ok(Some(Event::Request(AnyRequest::Start(_), _)))));
}

#[test]
fn the_newest_common_version_is_chosen() {
    for (minimum, maximum, result) in [
        (4, 4, HResult::OK),
        (1, 9, HResult::OK),
        (5, 9, HResult::UNSUPPORTED_PROTOCOL_VERSION),
        (1, 3, HResult::UNSUPPORTED_PROTOCOL_VERSION),
        (9, 1, HResult::UNSUPPORTED_PROTOCOL_VERSION),
    ] {
        let mut buffers = buffers(4096, 4096);
        let mut guest = buffers.guest();
        let payload = format!(r#"{{"MinimumVersion":{minimum},"MaximumVersion":{maximum}}}"#);
        give(&mut guest, &message(Method::NegotiateProtocol.request(), 0, &payload));
        assert!(guest.poll().expect("a good stream").is_some());
        assert_eq!(response(&take(&mut guest)).2, result, "{minimum}..{maximum}");
        assert_eq!(guest.version(), result.is_ok().then_some(ProtocolVersion::V4));
    }
}

#[test]
fn the_negotiation_is_answered_with_what_the_reference_says() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    let payload = format!(r#"{{"ContainerId":"","ActivityId":"{ACTIVITY}","MinimumVersion":4,"MaximumVersion":4}}"#);
    give(&mut guest, &message(Method::NegotiateProtocol.request(), 0, &payload));
    assert!(matches!(guest.poll(), Ok(Some(Event::Negotiated(_)))));
    let recorded = include_bytes!("vectors/session.guest-to-host.bin");
    assert_eq!(String::from_utf8_lossy(&take(&mut guest)), String::from_utf8_lossy(&recorded[..342]));
}

#[test]
fn what_cannot_be_handled_is_answered_and_never_echoed() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let marker = "marker".repeat(100);
    let with_marker = |rest: &str| format!(r#"{{"ContainerId":"c","ActivityId":"{ACTIVITY}","x":"{marker}",{rest}}}"#);
    let modify = Method::ModifySettings.request();
    for (identifier, payload, result) in [
        (MessageIdentifier(0x1010_ff01), with_marker(r#""a":1"#), HResult::NOT_IMPLEMENTED),
        (MessageIdentifier::COMPUTE_SYSTEM_UPDATE_CONTAINER_V1, with_marker(r#""a":1"#), HResult::NOT_IMPLEMENTED),
        (Method::WaitForProcess.request(), with_marker(r#""ProcessId":"x""#), HResult::INVALID_JSON),
        (modify, with_marker(r#""Request":{"ResourceType":"Bogus","Settings":{}}"#), HResult::FAIL),
        (
            modify,
            with_marker(r#""Request":{"ResourceType":"CombinedLayers","Settings":{"Layers":[{},{"Id":1}]}}"#),
            HResult::INVALID_JSON,
        ),
        (
            Method::Create.request(),
            with_marker(r#""ContainerConfig":"{\"OciSpecification\":{\"mounts\":[{\"destination\":1}]}}""#),
            HResult::INVALID_JSON,
        ),
    ] {
        let (answer, id, answered, activity, text) = refused(&mut guest, &message(identifier, 9, &payload));
        assert_eq!((answer, id, answered), (identifier.response(), 9, result), "{payload}");
        assert_eq!(activity, ACTIVITY);
        assert!(!text.contains("marker") && text.len() < 160 && !text.is_empty(), "{text}");
    }
    let unknown = message(modify, 1, &with_marker(r#""Request":{"ResourceType":"Bogus","Settings":{}}"#));
    assert!(refused(&mut guest, &unknown).4.contains("Bogus"), "it is named");
    let broken = message(Method::Start.request(), 1, "no JSON at all");
    assert_eq!(refused(&mut guest, &broken).2, HResult::INVALID_JSON);
}

#[test]
fn a_request_too_large_for_the_buffer_is_answered_and_the_next_one_is_read() {
    let mut buffers = buffers(4096, 1024);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    for size in [4081, 40_000, 1 << 20] {
        let large = message(Method::ModifySettings.request(), 5, &format!("\"{}\"", "x".repeat(size - 2)));
        let (identifier, id, result, _, text) = refused(&mut guest, &large);
        assert_eq!((identifier, id, result), (Method::ModifySettings.response(), 5, HResult::FAIL));
        assert!(text.contains(&(size + 16).to_string()), "{text}");
        let fits = format!(r#"{{"ContainerId":"{}"}}"#, "c".repeat(4096 - 16 - 18));
        give(&mut guest, &message(Method::Start.request(), 6, &fits));
        assert!(matches!(guest.poll(), Ok(Some(Event::Request(AnyRequest::Start(_), _)))));
    }
}

#[test]
fn responses_and_notifications_sent_to_a_guest_are_reported_and_not_answered() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    for identifier in [
        Method::Start.response(),
        MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1,
        MessageIdentifier(0),
        MessageIdentifier(u32::MAX),
    ] {
        let bytes = message(identifier, 3, "{}");
        give(&mut guest, &bytes);
        let Ok(Some(Event::Ignored(header))) = guest.poll() else { panic!("not ignored: {identifier:?}") };
        assert_eq!(header.as_bytes(), &bytes[..16]);
        assert!(guest.outgoing().is_empty());
    }
}

#[test]
fn a_size_below_the_header_ends_the_connection_without_an_allocation() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    give(&mut guest, MessageHeader::new(Method::Start.request(), 15, SequenceId(1)).as_bytes());
    assert_eq!(guest.poll().map(drop), Err(FrameError::SizeBelowHeader { size: 15 }));
    assert_eq!(guest.poll().map(drop), Err(FrameError::SizeBelowHeader { size: 15 }));
    guest.reset();
    negotiate(&mut guest);
}

#[test]
fn the_end_inside_a_message_is_told_apart_from_a_clean_one() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    assert_eq!(guest.end(), Ok(()));
    give(&mut guest, &message(Method::Start.request(), 1, "{}")[..17]);
    assert!(matches!(guest.poll(), Ok(None)));
    assert_eq!(guest.end(), Err(FrameError::Truncated { received: 17 }));
}

#[test]
fn a_failure_is_one_record_and_a_long_message_is_cut_at_a_character() {
    for send in [1024, 4096, 200_000] {
        let mut buffers = buffers(4096, send);
        let mut guest = buffers.guest();
        negotiate(&mut guest);
        give(&mut guest, &message(Method::Start.request(), 1, &format!(r#"{{"ActivityId":"{ACTIVITY}"}}"#)));
        let Ok(Some(Event::Request(_, reply))) = guest.poll() else { panic!("no request") };
        let text = "é\u{1}<".repeat(100_000);
        reply.fail(HResult::NOT_FOUND, &text).expect("room");
        let bytes = take(&mut guest);
        assert!(bytes.len() <= MAX_MESSAGE_SIZE_TO_HOST.min(send));
        let mut payload = bytes[16..].to_vec();
        let response: Response<Empty> = json::decode(&mut payload).expect("a response");
        let base = &response.base;
        assert!(text.starts_with(base.error_message) && base.error_message.len() > send.min(60_000) / 60);
        let records: Vec<_> = base.error_records.iter().map(Result::unwrap).collect();
        assert_eq!(records.len(), 1);
        assert_eq!((records[0].result, records[0].line, records[0].file_name), (HResult::NOT_FOUND, u32::MAX, ""));
        assert_eq!((records[0].message, records[0].module_name), (base.error_message, "gcs"));
    }
}

#[test]
fn a_response_that_hosts_would_not_take_is_a_failure_instead() {
    let mut buffers = buffers(4096, 200_000);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    for (size, result) in [(60_000, HResult::OK), (70_000, HResult::FAIL)] {
        give(&mut guest, &message(Method::DumpStacks.request(), 1, "{}"));
        let Ok(Some(Event::Request(_, reply))) = guest.poll() else { panic!("no request") };
        let stacks = "x".repeat(size);
        reply.ok(&gcs_prot::message::DumpStacksResponse { guest_stacks: &stacks }).expect("room");
        let bytes = take(&mut guest);
        assert!(bytes.len() <= MAX_MESSAGE_SIZE_TO_HOST);
        assert_eq!(response(&bytes).2, result);
    }
}

#[test]
fn no_request_is_taken_while_there_is_no_room_to_answer_it() {
    let mut buffers = buffers(4096, 1024);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let two = [message(Method::Start.request(), 1, "{}"), message(Method::Start.request(), 2, "{}")].concat();
    give(&mut guest, &two);
    let Ok(Some(Event::Request(_, reply))) = guest.poll() else { panic!("no request") };
    reply.ok(&Empty {}).expect("room");
    assert!(matches!(guest.poll(), Ok(None)), "something waits to be sent");
    assert_eq!(response(&take(&mut guest)).1, 1);
    let Ok(Some(Event::Request(_, reply))) = guest.poll() else { panic!("no request") };
    assert_eq!((reply.sequence_id(), reply.identifier()), (SequenceId(2), Method::Start.request()));
    let token = reply.later();
    assert_eq!((token.sequence_id(), token.identifier()), (SequenceId(2), Method::Start.request()));
}

#[test]
fn an_answer_that_does_not_fit_now_gives_its_token_back() {
    let mut buffers = buffers(4096, 1024);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let mut tokens: Vec<Token> = Vec::new();
    for id in 0..30 {
        give(&mut guest, &message(Method::Start.request(), id, &format!(r#"{{"ActivityId":"{ACTIVITY}"}}"#)));
        let Ok(Some(Event::Request(_, reply))) = guest.poll() else { panic!("no request") };
        tokens.push(reply.later());
    }
    let (mut answered, mut sent) = (Vec::new(), Vec::new());
    for token in tokens {
        let mut token = Some(token);
        while let Some(again) = token.take() {
            match guest.respond(again, &Empty {}) {
                Ok(()) => {}
                Err(RespondError::Full(again, error)) => {
                    assert_eq!(error.kind(), ErrorKind::BufferFull);
                    sent.extend(take(&mut guest));
                    token = Some(again);
                }
                Err(error) => panic!("{error}"),
            }
        }
    }
    sent.extend(take(&mut guest));
    let mut rest = &*sent;
    while !rest.is_empty() {
        let size = u32::from_le_bytes(rest[4..8].try_into().expect("four bytes")) as usize;
        answered.push(response(&rest[..size]).1);
        rest = &rest[size..];
    }
    assert_eq!(answered, (0..30).collect::<Vec<_>>());
}

#[test]
fn an_answer_does_not_go_out_on_another_connection() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    give(&mut guest, &message(Method::WaitForProcess.request(), 1, r#"{"ProcessId":1}"#));
    let Ok(Some(Event::Request(_, reply))) = guest.poll() else { panic!("no request") };
    let token = reply.later();
    guest.reset();
    assert_eq!(guest.version(), None);
    negotiate(&mut guest);
    let body = ContainerWaitForProcessResponse { exit_code: 0 };
    assert_eq!(guest.respond(token, &body), Err(RespondError::ConnectionGone));
    assert!(guest.outgoing().is_empty());
}

fn exit(container: &str) -> Notification {
    Notification::new(container, NotificationType::GracefulExit).expect("short")
}

#[test]
fn a_notification_raised_while_disconnected_arrives_after_negotiation_once() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    guest.notify(&exit("one")).expect("room");
    guest.notify(&exit("two")).expect("room");
    assert!(guest.outgoing().is_empty());
    give(&mut guest, &message(Method::NegotiateProtocol.request(), 0, r#"{"MinimumVersion":4,"MaximumVersion":4}"#));
    assert!(matches!(guest.poll(), Ok(Some(Event::Negotiated(_)))));
    assert!(guest.poll().expect("a good stream").is_none());
    let mut bytes = Vec::new();
    while !guest.outgoing().is_empty() {
        bytes.push(guest.outgoing()[0]);
        guest.sent(1);
    }
    let text = String::from_utf8_lossy(&bytes);
    assert_eq!((text.matches("\"one\"").count(), text.matches("\"two\"").count()), (1, 1), "{text}");
    assert_eq!(guest.notifications(), 0);
}

#[test]
fn a_notification_that_was_cut_off_goes_out_again_on_the_next_connection() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    guest.notify(&exit("one")).expect("room");
    let whole = guest.outgoing().to_vec();
    for cut in [0, 1, 16, whole.len() - 1] {
        guest.sent(cut);
        guest.reset();
        negotiate(&mut guest);
        assert!(guest.poll().expect("a good stream").is_none());
        assert_eq!(guest.outgoing(), whole, "after {cut} bytes");
    }
    guest.sent(whole.len());
    guest.reset();
    negotiate(&mut guest);
    assert!(guest.poll().expect("a good stream").is_none());
    assert!(guest.outgoing().is_empty(), "it was sent");
}

#[test]
fn a_full_queue_of_notifications_is_an_error() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    for _ in 0..4 {
        guest.notify(&exit("c")).expect("room");
    }
    assert_eq!(guest.notify(&exit("c")), Err(QueueFull));
    assert_eq!(Notification::new(&"c".repeat(129), NotificationType::None), None);
}

/// Moves bytes both ways until nothing moves; the guest answers waits later, and everything else at once.
fn converse(
    guest: &mut Guest<'_, 4>,
    host: &mut Host<'_, 64>,
    tokens: &mut Vec<(u32, Token)>,
    seen: &mut Vec<(u64, u32)>,
) {
    loop {
        let mut moved = 0;
        let bytes = host.outgoing().to_vec();
        let count = give(guest, &bytes);
        host.sent(count);
        moved += count;
        while let Some(event) = guest.poll().expect("a good stream") {
            match event {
                Event::Request(AnyRequest::WaitForProcess(wait), reply) => {
                    tokens.push((wait.body.process_id, reply.later()));
                }
                Event::Request(_, reply) => reply.ok(&Empty {}).expect("room"),
                Event::Negotiated(_) => {}
                other => panic!("{other:?}"),
            }
        }
        let bytes = guest.outgoing().to_vec();
        let count = give(host, &bytes);
        guest.sent(count);
        moved += count;
        while let Some(event) = host.poll().expect("a good stream") {
            match event {
                HostEvent::Response(id, AnyResponse::WaitForProcess(wait)) => seen.push((id.0, wait.body.exit_code)),
                HostEvent::Response(_, response) => assert_eq!(response.base().result, HResult::OK),
                other => panic!("{other:?}"),
            }
        }
        if moved == 0 {
            return;
        }
    }
}

#[test]
fn sixty_four_calls_in_flight_are_answered_in_any_order_and_all_matched() {
    let (mut ours, mut theirs) = (buffers(4096, 4096), buffers(4096, 4096));
    let (mut guest, mut host) = (ours.guest(), theirs.host());
    let (mut tokens, mut seen) = (Vec::new(), Vec::new());
    assert_eq!(host.call::<rpc::Start>(&request(Empty {})), Err(CallError::NotNegotiated));
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("the first call");
    assert_eq!(host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))), Err(CallError::NegotiatedAlready));
    converse(&mut guest, &mut host, &mut tokens, &mut seen);
    assert_eq!(host.version(), Some(ProtocolVersion::V4));
    assert_eq!(host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))), Err(CallError::NegotiatedAlready));

    let mut random = 12345u64;
    for round in 0..5u32 {
        let mut ids = Vec::new();
        for process in 0..64 {
            let wait = ContainerWaitForProcess { process_id: round * 100 + process, timeout_in_ms: u32::MAX };
            ids.push((host.call::<rpc::WaitForProcess>(&request(wait)).expect("room").0, round * 100 + process));
            converse(&mut guest, &mut host, &mut tokens, &mut seen);
        }
        assert_eq!(host.in_flight(), 64);
        assert_eq!(host.call::<rpc::Start>(&request(Empty {})), Err(CallError::TooManyCalls));
        while !tokens.is_empty() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (process, token) = tokens.swap_remove((random >> 33) as usize % tokens.len());
            guest.respond(token, &ContainerWaitForProcessResponse { exit_code: process }).expect("room");
            converse(&mut guest, &mut host, &mut tokens, &mut seen);
        }
        assert_eq!(host.in_flight(), 0);
        seen.sort_unstable();
        assert_eq!(seen, ids);
        seen.clear();
    }
}

#[test]
fn a_host_tells_a_guest_that_breaks_the_protocol() {
    let mut buffers = buffers(4096, 4096);
    let mut host = buffers.host();
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("the first call");
    let ok = r#"{"Result":0,"Version":4}"#;
    for (bytes, expected) in [
        (message(Method::NegotiateProtocol.response(), 9, ok), Violation::UnknownId),
        (message(Method::Start.response(), 0, ok), Violation::WrongIdentifier),
        (message(Method::Start.request(), 0, ok), Violation::Unexpected),
        (message(MessageIdentifier(0), 0, ok), Violation::Unexpected),
        (
            message(MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1, 0, &"x".repeat(5000)),
            Violation::Notification(None),
        ),
    ] {
        let mut given = give(&mut host, &bytes);
        let Ok(Some(HostEvent::Violation(_, violation))) = host.poll() else { panic!("{expected:?}") };
        assert_eq!(violation, expected);
        while given < bytes.len() {
            given += give(&mut host, &bytes[given..]);
            assert!(host.poll().expect("a good stream").is_none());
        }
        assert!(!violation.to_string().is_empty());
    }
    give(&mut host, &message(MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1, 0, "{"));
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Violation(_, Violation::Notification(Some(_)))))));
    assert_eq!(host.in_flight(), 1, "the call is still waited for");
    let response = message(Method::NegotiateProtocol.response(), 0, ok);
    give(&mut host, &response);
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Response(SequenceId(0), AnyResponse::NegotiateProtocol(_))))));
    give(&mut host, &response);
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Violation(_, Violation::UnknownId)))), "answered twice");
}

#[test]
fn a_response_that_cannot_be_used_ends_its_call() {
    let mut buffers = buffers(512, 4096);
    let mut host = buffers.host();
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("the first call");
    give(&mut host, &message(Method::NegotiateProtocol.response(), 0, r#"{"Result":"x"}"#));
    let Ok(Some(HostEvent::Failed { method, error: Some(error), .. })) = host.poll() else { panic!("no failure") };
    assert_eq!((method, error.key()), (Method::NegotiateProtocol, Some("Result")));
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("another try");
    give(&mut host, &message(Method::NegotiateProtocol.response(), 1, &"x".repeat(400)));
    give(&mut host, MessageHeader::new(Method::NegotiateProtocol.response(), 600, SequenceId(1)).as_bytes());
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Failed { error: Some(_), .. }))));
}

#[test]
fn a_response_too_large_for_the_host_ends_its_call() {
    let mut buffers = buffers(64, 4096);
    let mut host = buffers.host();
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("the first call");
    give(&mut host, MessageHeader::new(Method::NegotiateProtocol.response(), 65, SequenceId(0)).as_bytes());
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Failed { error: None, .. }))));
    assert_eq!(host.in_flight(), 0);
}

#[test]
fn a_failure_of_the_guest_is_data_for_the_host() {
    let (mut ours, mut theirs) = (buffers(4096, 4096), buffers(4096, 4096));
    let (mut guest, mut host) = (ours.guest(), theirs.host());
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("the first call");
    converse(&mut guest, &mut host, &mut Vec::new(), &mut Vec::new());
    let body = gcs_prot::message::ContainerGetProperties::default();
    let id = host.call::<rpc::GetProperties>(&request(body)).expect("room");
    give(&mut guest, &take(&mut host));
    let Ok(Some(Event::Request(AnyRequest::GetProperties(_), reply))) = guest.poll() else { panic!("no request") };
    reply.fail(HResult::SYSTEM_NOT_FOUND, "no such container").expect("room");
    give(&mut host, &take(&mut guest));
    let Ok(Some(HostEvent::Response(answered, response))) = host.poll() else { panic!("no response") };
    assert_eq!(answered, id);
    let MessageResponseBase { result, error_message, activity_id, .. } = *response.base();
    assert_eq!((result, error_message, activity_id), (HResult::SYSTEM_NOT_FOUND, "no such container", ACTIVITY));
}

#[test]
fn a_host_sends_a_policy_of_a_megabyte() {
    let policy = "cGFja2FnZQ==".repeat(100_000);
    let mut sender = buffers(4096, 2 << 20);
    let mut host = sender.host();
    let mut receiver = buffers(2 << 20, 4096);
    let mut guest = receiver.guest();
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("the first call");
    converse(&mut guest, &mut host, &mut Vec::new(), &mut Vec::new());
    let settings = ConfidentialOptions { encoded_security_policy: &policy, ..ConfidentialOptions::default() };
    let modification =
        ModificationRequest { resource: Resource::SecurityPolicy(settings), ..ModificationRequest::default() };
    host.call::<rpc::ModifySettings>(&request(ContainerModifySettings { request: modification })).expect("room");
    let bytes = take(&mut host);
    assert_eq!(give(&mut guest, &bytes), bytes.len());
    let Ok(Some(Event::Request(AnyRequest::ModifySettings(modify), _))) = guest.poll() else { panic!("no request") };
    let Resource::SecurityPolicy(settings) = modify.body.request.resource else { panic!("another resource") };
    assert!(settings.encoded_security_policy == policy);
}

#[test]
fn a_notification_arrives_typed() {
    let (mut ours, mut theirs) = (buffers(4096, 4096), buffers(4096, 4096));
    let (mut guest, mut host) = (ours.guest(), theirs.host());
    negotiate(&mut guest);
    let mut notification = exit("id");
    notification.result = HResult::FAIL;
    guest.notify(&notification).expect("room");
    give(&mut host, &take(&mut guest));
    let Ok(Some(HostEvent::Notification(notification))) = host.poll() else { panic!("no notification") };
    let body = notification.body;
    assert_eq!(notification.base.container_id, "id");
    assert_eq!((body.notification_type, body.operation), (NotificationType::GracefulExit, ActiveOperation::None));
    assert_eq!((body.result, body.result_info), (HResult::FAIL, ""));
}

#[test]
fn a_request_that_does_not_fit_is_not_sent_at_all() {
    let mut buffers = buffers(64, 64);
    let mut host = buffers.host();
    let error = host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect_err("too small");
    assert!(matches!(error, CallError::Request(error) if error.kind() == ErrorKind::BufferFull));
    assert_eq!((host.outgoing().len(), host.in_flight()), (0, 0));
    for error in [CallError::TooManyCalls, CallError::NotNegotiated, CallError::NegotiatedAlready, error] {
        assert!(!error.to_string().is_empty());
    }
}

#[test]
fn messages_in_the_outbox_are_whole_however_they_are_taken() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let mut expected = Vec::new();
    let mut sent = Vec::new();
    for id in 0..500u64 {
        let mut bytes = [0; 256];
        let base = MessageResponseBase { activity_id: ACTIVITY, ..MessageResponseBase::default() };
        let answer = Response { base, body: Empty {} };
        expected.extend(write_message(&mut bytes, Method::Start.response(), SequenceId(id), &answer).expect("room"));
        give(&mut guest, &message(Method::Start.request(), id, &format!(r#"{{"ActivityId":"{ACTIVITY}"}}"#)));
        loop {
            if let Some(event) = guest.poll().expect("a good stream") {
                let Event::Request(_, reply) = event else { panic!("{event:?}") };
                break reply.ok(&Empty {}).expect("room");
            }
            let count = (1 + usize::try_from(id).expect("small") * 7 % 200).min(guest.outgoing().len());
            sent.extend_from_slice(&guest.outgoing()[..count]);
            guest.sent(count);
        }
    }
    sent.extend(take(&mut guest));
    assert!(sent == expected);
}
