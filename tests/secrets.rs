//! Tests what `Debug` must not show: the bytes of messages, and secrets.

use gcs_prot::endpoint::{Endpoint, Event, Guest, GuestConfig};
use gcs_prot::json::{self, List, Revealed, Secret};
use gcs_prot::message::{
    ContainerExecuteProcess, Empty, NegotiateProtocol, ProcessParameters, ProtocolVersion, Request, Response,
};
use gcs_prot::rpc::write_message;
use gcs_prot::windows;
use gcs_prot::wire::{FrameReader, MessageIdentifier, SequenceId};

const SECRET: &str = "hunter2";

/// Returns whether the `Debug` text contains the secret, either as text or as a list of bytes.
fn shows(value: &dyn std::fmt::Debug) -> bool {
    let text = format!("{value:?} {value:#?}");
    let bytes: Vec<String> = SECRET.bytes().map(|byte| byte.to_string()).collect();
    text.contains(SECRET) || text.contains(&bytes.join(", "))
}

/// Writes a request that starts a process with a secret in its environment, and returns its length.
fn request(buffer: &mut [u8]) -> usize {
    let environment = [("PASSWORD", SECRET)];
    let mut request = Request::<ContainerExecuteProcess>::default();
    request.body.settings.process_parameters.0.environment = (&environment).into();
    let identifier = MessageIdentifier::COMPUTE_SYSTEM_EXECUTE_PROCESS_V1;
    write_message(buffer, identifier, SequenceId(1), &request).expect("room").len()
}

#[test]
fn debug_of_a_frame_and_its_reader_shows_the_length_of_a_payload_and_not_its_contents() {
    let mut buffer = [0; 1024];
    let mut frames = FrameReader::new(&mut buffer);
    let length = request(frames.window());
    frames.commit(length).expect("room");
    assert!(!shows(&frames));
    let incoming = frames.next().expect("a stream").expect("a message");
    assert!(!shows(&incoming), "{incoming:?}");
    assert!(format!("{incoming:?}").contains(&format!("payload: {} bytes", length - 16)), "{incoming:?}");
}

#[test]
fn debug_of_an_endpoint_shows_neither_received_nor_pending_bytes() {
    let (mut receive, mut send) = ([0; 4096], [0; 4096]);
    let mut guest = Guest::<2>::new(&mut receive, &mut send, GuestConfig::default());
    let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    let negotiate = Request { body: versions, ..Request::default() };
    let identifier = MessageIdentifier::COMPUTE_SYSTEM_NEGOTIATE_PROTOCOL_V1;
    let length =
        write_message(guest.window().expect("room"), identifier, SequenceId(0), &negotiate).expect("room").len();
    guest.commit(length).expect("room");
    assert!(matches!(guest.poll(), Ok(Some(Event::Negotiated(_)))));
    guest.sent(guest.outgoing().len());
    let length = request(guest.window().expect("room"));
    guest.commit(length).expect("room");
    assert!(!shows(&guest));
    {
        let event = guest.poll().expect("a stream").expect("a request");
        assert!(!shows(&event));
        let Event::Call(call) = event else { panic!("no request") };
        call.fail(gcs_prot::HResult::FAIL, SECRET).expect("room");
    }
    assert!(guest.outgoing().windows(SECRET.len()).any(|bytes| bytes == SECRET.as_bytes()));
    assert!(!shows(&guest), "{guest:?}");
}

#[test]
fn a_secret_is_shown_when_that_is_asked_for() {
    let mut text = *br#"{"Environment":{"PASSWORD":"hunter2"}}"#;
    let parameters: ProcessParameters = json::decode(&mut text).expect("parameters");
    assert!(!shows(&parameters));
    assert!(format!("{:?}", Revealed(&parameters)).contains(SECRET));
}

#[test]
fn what_is_revealed_is_otherwise_the_same_text() {
    let environment = [("PASSWORD", SECRET)];
    let parameters = ProcessParameters {
        environment: (&environment).into(),
        console_size: List::from_slice(&[24, 80]).expect("room"),
        ..ProcessParameters::default()
    };
    let request = Request { body: parameters, ..Request::default() };
    for (hidden, revealed) in [
        (format!("{request:?}"), format!("{:?}", Revealed(&request))),
        (format!("{request:#?}"), format!("{:#?}", Revealed(&request))),
    ] {
        let (before, after) = hidden.split_once("<hidden>").expect("a secret");
        let rest = revealed.strip_prefix(before).and_then(|rest| rest.strip_prefix('{')).expect("the same fields");
        assert!(rest.contains(SECRET) && rest.ends_with(after.split_once("<hidden>").map_or(after, |(_, end)| end)));
        assert!(revealed.contains("24"), "{revealed}");
    }
    // No other format reveals a secret.
    assert!(!format!("{request:+?}").contains(SECRET));
    assert!(!format!("{request:>200?}").contains(SECRET));
    assert!(format!("{:?}", Revealed(&Secret(SECRET))).contains(SECRET));
    assert_eq!(format!("{:?}", Secret(SECRET)), "<hidden>");
}

#[test]
fn requests_and_responses_have_the_names_that_they_have_in_code() {
    let shown = |value: &dyn std::fmt::Debug| format!("{value:?}").split(' ').next().unwrap_or_default().to_owned();
    assert_eq!(shown(&Request::<Empty>::default()), "Request");
    assert_eq!(shown(&Response::<Empty>::default()), "Response");
    assert_eq!(shown(&windows::Request::<Empty>::default()), "Request");
    assert_eq!(shown(&windows::Response::<Empty>::default()), "Response");
}
