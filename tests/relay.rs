//! Tests the relay: frames of any length pass through small buffers, and chosen frames are held for a decision.

use gcs_prot::endpoint::{Direction, Relay, RelayBuffers, RelayError, RelayEvent};
use gcs_prot::json::JsonString;
use gcs_prot::message::{
    ContainerExecuteProcess, ContainerWaitForProcessResponse, Empty, ExecuteProcessSettings, MessageBase,
    ProcessParameters, Request, Response,
};
use gcs_prot::rpc::{AnyRequest, AnyResponse, Linux, Method, write_message};
use gcs_prot::wire::{FrameError, MessageHeader, MessageIdentifier, SequenceId};
use gcs_prot::{ErrorKind, HResult, json};
use proptest::prelude::*;
use zerocopy::{FromBytes, IntoBytes};

use Direction::{ToGuest, ToHost};

const HOST: &[u8] = include_bytes!("vectors/session.host-to-guest.bin");
const GUEST: &[u8] = include_bytes!("vectors/session.guest-to-host.bin");

fn buffer(size: usize) -> &'static mut [u8] {
    vec![0xa5; size].leak()
}

fn relay(hold: usize, is_chosen: fn(MessageIdentifier) -> bool) -> Relay<'static> {
    relay_of(4096, hold, is_chosen)
}

fn relay_of(size: usize, hold: usize, is_chosen: fn(MessageIdentifier) -> bool) -> Relay<'static> {
    let buffers = RelayBuffers {
        to_guest: buffer(size),
        to_host: buffer(size),
        hold_to_guest: buffer(hold),
        hold_to_host: buffer(hold),
        answers: buffer(1024),
    };
    Relay::new(buffers, is_chosen)
}

fn frame(identifier: MessageIdentifier, id: u64, payload: &[u8]) -> Vec<u8> {
    let size = u32::try_from(payload.len()).expect("small") + 16;
    [MessageHeader::new(identifier, size, SequenceId(id)).as_bytes(), payload].concat()
}

fn headers(mut stream: &[u8]) -> Vec<(MessageIdentifier, u64)> {
    let mut headers = Vec::new();
    while !stream.is_empty() {
        let (header, _) = MessageHeader::read_from_prefix(stream).expect("a header");
        headers.push((header.identifier(), header.sequence_id().0));
        stream = &stream[header.size() as usize..];
    }
    headers
}

/// Takes the outgoing bytes.
fn take(relay: &mut Relay<'_>, direction: Direction) -> Vec<u8> {
    let bytes = relay.outgoing(direction).to_vec();
    relay.sent(direction, bytes.len());
    bytes
}

/// Passes a stream through the relay, in pieces of the given sizes. `decide` handles the events. Returns the output.
fn through(
    relay: &mut Relay<'_>,
    direction: Direction,
    mut stream: &[u8],
    mut piece: impl FnMut() -> usize,
    mut decide: impl FnMut(RelayEvent<'_, '_>),
) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let size = piece().min(stream.len());
        let count = relay.receive(direction, &stream[..size]).expect("a good stream");
        stream = &stream[count..];
        while let Some(event) = relay.poll().expect("a good stream") {
            decide(event);
        }
        let bytes = relay.outgoing(direction);
        let gone = piece().min(bytes.len());
        out.extend_from_slice(&bytes[..gone]);
        relay.sent(direction, gone);
        // Sending may have made room for the bytes that follow.
        while let Some(event) = relay.poll().expect("a good stream") {
            decide(event);
        }
        if stream.is_empty() && relay.outgoing(direction).is_empty() {
            return out;
        }
    }
}

const fn none(_: MessageIdentifier) -> bool {
    false
}

const fn all(_: MessageIdentifier) -> bool {
    true
}

fn is_execute(identifier: MessageIdentifier) -> bool {
    identifier == Method::ExecuteProcess.request()
}

#[test]
fn the_recorded_session_passes_in_its_own_bytes_in_pieces_of_any_size() {
    for piece in [1, 7, 16, 1000, usize::MAX] {
        for (direction, stream) in [(ToGuest, HOST), (ToHost, GUEST)] {
            let passed = through(&mut relay(0, none), direction, stream, || piece, |event| panic!("{event:?}"));
            assert!(passed == stream, "in pieces of {piece}");
            let mut held = 0;
            let mut relay = relay(1 << 18, all);
            let passed = through(
                &mut relay,
                direction,
                stream,
                || piece,
                |event| {
                    let RelayEvent::Held(mut frame) = event else { panic!("{event:?}") };
                    held += 1;
                    // Decoding does not change the frame.
                    match direction {
                        ToGuest => drop(frame.request::<Linux>().expect("a method").is_ok()),
                        ToHost => drop(frame.response::<Linux>().is_some_and(|response| response.is_ok())),
                    }
                    frame.pass();
                },
            );
            assert!(passed == stream, "held, in pieces of {piece}");
            assert_eq!(held, headers(stream).len());
            assert_eq!(relay.end(direction), Ok(()));
        }
    }
}

#[test]
fn a_hundred_megabytes_in_frames_of_a_megabyte_pass_through_four_kibibytes() {
    let mut relay = relay(0, none);
    let large = frame(Method::ModifySettings.request(), 7, &vec![b'x'; (1 << 20) - 16]);
    let mut out = 0;
    for _ in 0..100 {
        let mut rest = &*large;
        let mut place = 0;
        while !rest.is_empty() || !relay.outgoing(ToGuest).is_empty() {
            let count = relay.receive(ToGuest, rest).expect("a good stream");
            rest = &rest[count..];
            assert!(relay.poll().expect("a good stream").is_none());
            let bytes = relay.outgoing(ToGuest);
            assert!(bytes.len() <= 4096 && *bytes == large[place..place + bytes.len()]);
            let count = bytes.len();
            place += count;
            relay.sent(ToGuest, count);
        }
        out += place;
    }
    assert_eq!(out, 100 << 20);
    assert_eq!(relay.end(ToGuest), Ok(()));
}

#[test]
fn a_chosen_request_is_changed_and_its_neighbours_are_not() {
    let start = frame(Method::Start.request(), 1, br#"{"ContainerId":"c"}"#);
    let execute = frame(
        Method::ExecuteProcess.request(),
        2,
        br#"{"ContainerId":"c","ActivityId":"a","Settings":{"ProcessParameters":"{\"CommandLine\":\"sh\"}"}}"#,
    );
    let stream = [&*start, &execute, &start].concat();
    let mut seen = Vec::new();
    let mut relay = relay(1024, is_execute);
    let passed = through(
        &mut relay,
        ToGuest,
        &stream,
        || 50,
        |event| {
            let RelayEvent::Held(mut held) = event else { panic!("{event:?}") };
            assert_eq!((held.direction(), held.header().sequence_id()), (ToGuest, SequenceId(2)));
            let Some(Ok(AnyRequest::ExecuteProcess(request))) = held.request::<Linux>() else { panic!("no request") };
            seen.push(request.body.settings.process_parameters.0.command_line.to_owned());
            let request: Request<Empty> = held.decode().expect("a message of one's own");
            assert_eq!((request.base.container_id, request.base.activity_id), ("c", "a"));
            let parameters = ProcessParameters { command_line: "true", ..ProcessParameters::default() };
            let settings = ExecuteProcessSettings {
                process_parameters: JsonString(parameters),
                ..ExecuteProcessSettings::default()
            };
            let base = MessageBase { container_id: "c", activity_id: "a", ..MessageBase::default() };
            held.replace(&Request { base, body: ContainerExecuteProcess { settings } }).expect("room");
        },
    );
    assert_eq!(seen, ["sh"]);
    let changed = &passed[start.len()..passed.len() - start.len()];
    assert!(passed.starts_with(&start) && passed.ends_with(&start));
    let mut payload = changed[16..].to_vec();
    let request: Request<ContainerExecuteProcess> = json::decode(&mut payload).expect("a request");
    assert_eq!(request.body.settings.process_parameters.0.command_line, "true");
    assert_eq!(headers(changed), [(Method::ExecuteProcess.request(), 2)]);
}

#[test]
fn answers_in_the_guests_stead_wait_for_the_end_of_the_frame_that_is_passing() {
    let mut relay = relay(1024, is_execute);
    let passing = frame(Method::DumpStacks.response(), 1, &vec![b'x'; 6000]);
    relay.receive(ToHost, &passing[..100]).expect("a good stream");
    assert!(relay.poll().expect("a good stream").is_none());
    relay.receive(ToGuest, &frame(Method::ExecuteProcess.request(), 2, br#"{"ActivityId":"me"}"#)).expect("good");
    let Some(RelayEvent::Held(mut held)) = relay.poll().expect("a good stream") else { panic!("not held") };
    held.fail(HResult::INVALID_STATE, "not here").expect("room");
    assert!(relay.outgoing(ToGuest).is_empty(), "the guest does not see it");
    let mut out = Vec::new();
    let mut rest = &passing[100..];
    while !rest.is_empty() {
        let count = relay.receive(ToHost, &rest[..rest.len().min(700)]).expect("a good stream");
        rest = &rest[count..];
        assert!(relay.poll().expect("a good stream").is_none());
        out.extend(take(&mut relay, ToHost));
    }
    // Another frame has been received meanwhile. The answer is sent first.
    let next = frame(Method::Start.response(), 3, br#"{"Result":0}"#);
    relay.receive(ToHost, &next).expect("a good stream");
    for _ in 0..3 {
        assert!(relay.poll().expect("a good stream").is_none());
        out.extend(take(&mut relay, ToHost));
    }
    assert!(out.starts_with(&passing) && out.ends_with(&next));
    let answer = &out[passing.len()..out.len() - next.len()];
    assert_eq!(headers(answer), [(Method::ExecuteProcess.response(), 2)]);
    let mut payload = answer[16..].to_vec();
    let response: Response<Empty> = json::decode(&mut payload).expect("a response");
    let base = response.base;
    assert_eq!((base.result, base.activity_id, base.error_message), (HResult::INVALID_STATE, "me", "not here"));
}

#[test]
fn a_chosen_frame_that_does_not_fit_is_refused_and_never_passed_on() {
    let large = frame(Method::ExecuteProcess.request(), 5, &vec![b'x'; 600]);
    let small = frame(Method::Start.request(), 6, b"{}");
    let mut relay = relay(1024, is_execute);
    let mut refused = Vec::new();
    let stream = [&*large, &small].concat();
    let passed = through(
        &mut relay,
        ToGuest,
        &stream,
        || 33,
        |event| {
            let RelayEvent::Refused(direction, header) = event else { panic!("{event:?}") };
            refused.push((direction, header.sequence_id().0));
        },
    );
    assert!(passed == small, "only what follows it passes");
    assert_eq!(refused, [(ToGuest, 5)]);
    let answer = take(&mut relay, ToHost);
    assert_eq!(headers(&answer), [(Method::ExecuteProcess.response(), 5)]);
    // A refused response ends as a failure as well, so that the host does not wait forever.
    let mut relay = relay_of(4096, 1024, all);
    relay.receive(ToHost, &frame(Method::WaitForProcess.response(), 9, &vec![b'x'; 3000])).expect("good");
    assert!(matches!(relay.poll(), Ok(Some(RelayEvent::Refused(ToHost, _)))));
    assert!(relay.poll().expect("a good stream").is_none());
    let answer = take(&mut relay, ToHost);
    assert_eq!(headers(&answer), [(Method::WaitForProcess.response(), 9)]);
    assert!(String::from_utf8_lossy(&answer).contains("too large"));
}

#[test]
fn a_response_is_shown_typed_and_only_requests_are_answered() {
    let mut relay = relay(1024, all);
    relay.receive(ToHost, &frame(Method::WaitForProcess.response(), 9, br#"{"Result":0,"ExitCode":3}"#)).expect("good");
    let Some(RelayEvent::Held(mut held)) = relay.poll().expect("a good stream") else { panic!("not held") };
    let Some(Ok(AnyResponse::WaitForProcess(wait))) = held.response::<Linux>() else { panic!("no response") };
    assert_eq!(wait.body.exit_code, 3);
    assert!(held.request::<Linux>().is_none());
    assert_eq!(held.answer(&ContainerWaitForProcessResponse { exit_code: 0 }), Err(RelayError::NotARequest));
    let long = "x".repeat(2000);
    let Err(RelayError::Message(error)) = held.replace(long.as_str()) else { panic!("it fits") };
    assert_eq!(error.kind(), ErrorKind::BufferFull);
    // The frame is still held, and is shown again until there is a decision.
    assert_eq!(relay.end(ToHost), Err(FrameError::NotPolled));
    let Some(RelayEvent::Held(mut held)) = relay.poll().expect("a good stream") else { panic!("not held") };
    assert_eq!(held.payload(), br#"{"Result":0,"ExitCode":3}"#);
    held.discard();
    assert!(relay.outgoing(ToHost).is_empty());
    assert_eq!(relay.end(ToHost), Ok(()));
}

#[test]
fn a_damaged_stream_is_an_error_and_so_is_an_end_inside_a_frame() {
    let mut relay = relay(0, none);
    relay.receive(ToGuest, &frame(Method::Start.request(), 1, b"{}")[..17]).expect("good");
    assert!(relay.poll().expect("a good stream").is_none());
    assert!(matches!(relay.end(ToGuest), Err(FrameError::Truncated { .. })));
    relay.receive(ToHost, MessageHeader::new(Method::Start.response(), 3, SequenceId(1)).as_bytes()).expect("good");
    assert!(matches!(relay.poll(), Err(FrameError::SizeBelowHeader { size: 3 })));
    assert!(matches!(relay.window(ToHost), Err(FrameError::SizeBelowHeader { size: 3 })));
    relay.reset();
    let passed = through(&mut relay, ToHost, GUEST, || 100, |event| panic!("{event:?}"));
    assert!(passed == GUEST);
    let beyond = relay.window(ToHost).expect("room").len() + 1;
    assert_eq!(relay.commit(ToHost, beyond), Err(FrameError::CommitBeyondWindow));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn frames_of_any_size_pass_through_buffers_of_any_size(
        sizes in proptest::collection::vec((0..3000usize, any::<bool>()), 1..30),
        pieces in proptest::collection::vec(1..900usize, 1..20),
        size in 16..600usize,
    ) {
        let frames = sizes.iter().zip(1u64..).map(|((size, chosen), id)| {
            let method = if *chosen { Method::ExecuteProcess } else { Method::Start };
            frame(method.request(), id, &vec![b'x'; *size])
        });
        let stream: Vec<u8> = frames.flatten().collect();
        let mut relay = relay_of(size, 6200, is_execute);
        let mut pieces = pieces.iter().cycle();
        let mut held = 0;
        let passed = through(&mut relay, ToGuest, &stream, || *pieces.next().expect("endless"), |event| {
            let RelayEvent::Held(mut frame) = event else { panic!("{event:?}") };
            held += 1;
            frame.pass();
        });
        prop_assert!(passed == stream);
        prop_assert_eq!(held, sizes.iter().filter(|(_, chosen)| *chosen).count());
    }
}

#[test]
fn an_answer_of_the_relay_is_never_mixed_with_a_frame() {
    // A held response is passed on while an answer is partly sent.
    let mut relay = relay(1024, |identifier| identifier != Method::Start.response());
    relay.receive(ToGuest, &frame(Method::ExecuteProcess.request(), 2, b"{}")).expect("good");
    let Some(RelayEvent::Held(mut held)) = relay.poll().expect("a good stream") else { panic!("not held") };
    held.fail(HResult::FAIL, "no").expect("room");
    let wait = frame(Method::WaitForProcess.response(), 9, b"{}");
    relay.receive(ToHost, &wait).expect("good");
    let mut room = [0; 64];
    let _ = write_message(&mut room, Method::Start.response(), SequenceId(1), &Response::<Empty>::default());
    let mut out = Vec::new();
    for _ in 0..40 {
        out.extend(relay.outgoing(ToHost).iter().take(10));
        let count = relay.outgoing(ToHost).len().min(10);
        relay.sent(ToHost, count);
        while let Some(event) = relay.poll().expect("a good stream") {
            let RelayEvent::Held(mut held) = event else { panic!("{event:?}") };
            held.pass();
        }
    }
    assert_eq!(headers(&out), [(Method::ExecuteProcess.response(), 2), (Method::WaitForProcess.response(), 9)]);
}

#[test]
fn a_held_frame_that_waits_for_a_decision_does_not_hold_up_the_other_direction() {
    let mut relay = relay(1024, |identifier| identifier == Method::ExecuteProcess.request());
    relay.receive(ToGuest, &frame(Method::ExecuteProcess.request(), 2, b"{}")).expect("good");
    let response = frame(Method::DumpStacks.response(), 1, &vec![b'x'; 9000]);
    let (mut rest, mut out) = (&*response, Vec::new());
    while out.len() < response.len() {
        let count = relay.receive(ToHost, rest).expect("a good stream");
        rest = &rest[count..];
        // There is no decision yet.
        assert!(matches!(relay.poll(), Ok(Some(RelayEvent::Held(held))) if held.direction() == ToGuest));
        let bytes = take(&mut relay, ToHost);
        assert!(count > 0 || !bytes.is_empty(), "nothing moves any more");
        out.extend(bytes);
    }
    assert!(out == response);
}

#[test]
fn frames_that_are_held_in_both_directions_are_shown_in_turn() {
    let mut relay = relay(1024, all);
    relay.receive(ToGuest, &frame(Method::Start.request(), 2, b"{}")).expect("good");
    relay.receive(ToHost, &frame(Method::Start.response(), 1, b"{}")).expect("good");
    let mut seen = Vec::new();
    for _ in 0..4 {
        let Some(RelayEvent::Held(held)) = relay.poll().expect("a good stream") else { panic!("not held") };
        seen.push(held.direction());
    }
    assert_eq!(seen, [ToGuest, ToHost, ToGuest, ToHost]);
}

#[test]
fn a_window_is_never_empty_and_the_end_behind_a_whole_frame_is_no_truncation() {
    let start = frame(Method::Start.request(), 1, b"{}");
    let execute = frame(Method::ExecuteProcess.request(), 2, b"{}");
    let mut relay = relay(1024, is_execute);
    relay.receive(ToGuest, &execute[..17]).expect("good");
    assert!(relay.poll().expect("a good stream").is_none());
    assert_eq!(relay.end(ToGuest), Err(FrameError::Truncated { received: 17 }));
    relay.receive(ToGuest, &execute[17..]).expect("good");
    // A read of zero bytes into an empty window would look like the end of the stream.
    assert_eq!(relay.window(ToGuest).map(|window| window.len()), Err(FrameError::NotPolled));
    assert_eq!(relay.commit(ToGuest, 0), Ok(()));
    assert_eq!(relay.end(ToGuest), Err(FrameError::NotPolled));
    let Some(RelayEvent::Held(mut held)) = relay.poll().expect("a good stream") else { panic!("not held") };
    held.pass();
    // Nothing is held any more.
    assert_eq!((held.header(), held.payload()), (MessageHeader::default(), &[][..]));
    // A frame after a held one waits until the held one is sent, and so does the end of the stream.
    relay.receive(ToGuest, &start).expect("good");
    assert!(relay.poll().expect("a good stream").is_none());
    assert_eq!(relay.end(ToGuest), Err(FrameError::NotPolled));
    assert!(take(&mut relay, ToGuest) == execute);
    assert!(relay.poll().expect("a good stream").is_none());
    assert!(take(&mut relay, ToGuest) == start);
    assert_eq!(relay.end(ToGuest), Ok(()));
    relay.receive(ToGuest, &start[..17]).expect("good");
    for _ in 0..2 {
        assert_eq!(relay.end(ToGuest), Err(FrameError::Truncated { received: 17 }));
        assert!(relay.poll().expect("a good stream").is_none());
        take(&mut relay, ToGuest);
    }
    relay.receive(ToGuest, &start[17..]).expect("good");
    assert_eq!(relay.end(ToGuest), Err(FrameError::NotPolled));
    // The same holds for the buffer of frames that pass.
    let mut relay = self::relay(1024, is_execute);
    let passing = frame(Method::Start.response(), 1, &vec![b' '; 5000]);
    assert_eq!(relay.receive(ToHost, &passing), Ok(4096));
    assert_eq!(relay.window(ToHost).map(|window| window.len()), Err(FrameError::NotPolled));
}

#[test]
fn a_buffer_needs_room_for_a_header_and_a_hold_buffer_for_two_frames() {
    for size in [0, 15, 16] {
        let mut relay = relay_of(size, 0, none);
        for _ in 0..2 {
            let window = if size < 16 { Err(FrameError::BufferTooSmall) } else { Ok(16) };
            assert_eq!(relay.window(ToGuest).map(|window| window.len()), window);
            relay.reset();
        }
    }
    for (length, is_held) in [(496, true), (497, false)] {
        let mut relay = relay(1024, all);
        relay.receive(ToGuest, &frame(Method::Start.request(), 1, &vec![b' '; length])).expect("good");
        let event = relay.poll().expect("a good stream");
        assert_eq!(matches!(event, Some(RelayEvent::Held(_))), is_held, "{event:?}");
    }
}

#[test]
fn the_host_is_answered_only_for_its_own_requests() {
    // A response that is sent to the guest, and a request that is sent to the host.
    for (direction, identifier) in [(ToGuest, Method::Start.response()), (ToHost, Method::Start.request())] {
        let mut relay = relay(1024, all);
        relay.receive(direction, &frame(identifier, 1, b"{}")).expect("good");
        let Some(RelayEvent::Held(mut held)) = relay.poll().expect("a good stream") else { panic!("not held") };
        assert_eq!(held.fail(HResult::FAIL, "no"), Err(RelayError::NotARequest));
        held.discard();
        relay.receive(direction, &frame(identifier, 2, &[b'x'; 900])).expect("good");
        assert!(matches!(relay.poll(), Ok(Some(RelayEvent::Refused(..)))));
        assert!(relay.poll().expect("a good stream").is_none());
        assert!(relay.outgoing(ToHost).is_empty() && relay.outgoing(ToGuest).is_empty());
    }
    // The host also gets a failure in place of a response of an unknown method.
    let mut relay = relay(1024, all);
    relay.receive(ToHost, &frame(MessageIdentifier(0x2010_ff01), 3, &[b'x'; 900])).expect("good");
    assert!(matches!(relay.poll(), Ok(Some(RelayEvent::Refused(..)))));
    assert_eq!(headers(&take(&mut relay, ToHost)), [(MessageIdentifier(0x2010_ff01), 3)]);
}

/// Bytes that the transport has taken count for the message that was outgoing, regardless of decisions in between.
#[test]
fn a_decision_between_outgoing_and_sent_does_not_change_which_message_was_sent() {
    let execute = frame(Method::ExecuteProcess.request(), 2, b"{}");
    let wait = frame(Method::WaitForProcess.response(), 9, b"{}");
    for is_answer_first in [true, false] {
        for taken in [1, 10, wait.len(), usize::MAX] {
            let mut relay = relay(1024, all);
            let decide = |relay: &mut Relay<'_>, direction| {
                while let Some(event) = relay.poll().expect("a good stream") {
                    let RelayEvent::Held(mut held) = event else { panic!("{event:?}") };
                    match held.direction() {
                        shown if shown != direction => return,
                        ToGuest => held.fail(HResult::FAIL, "no").expect("room"),
                        ToHost => held.pass(),
                    }
                }
            };
            relay.receive(ToGuest, &execute).expect("good");
            relay.receive(ToHost, &wait).expect("good");
            let [first, second] = if is_answer_first { [ToGuest, ToHost] } else { [ToHost, ToGuest] };
            for _ in 0..2 {
                decide(&mut relay, first);
            }
            let shown = relay.outgoing(ToHost).to_vec();
            let count = taken.min(shown.len());
            for _ in 0..2 {
                decide(&mut relay, second);
            }
            relay.sent(ToHost, count);
            let mut out = shown[..count].to_vec();
            while !relay.outgoing(ToHost).is_empty() {
                out.extend(take(&mut relay, ToHost));
            }
            let mut expected = [(Method::ExecuteProcess.response(), 2), (Method::WaitForProcess.response(), 9)];
            if !is_answer_first {
                expected.reverse();
            }
            assert_eq!(headers(&out), expected);
        }
    }
}
