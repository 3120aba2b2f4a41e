//! The example sidecar: a recorded session around hcsshim's, byte for byte, and what ours does better.

use gcs_prot::endpoint::{Direction, Relay, RelayBuffers, RelayEvent};
use gcs_prot::message::MessageResponseBase;
use gcs_prot::rpc::{Method, write_message};
use gcs_prot::wire::{MessageHeader, MessageIdentifier, SequenceId};
use gcs_prot::{HResult, json};
use replay::replay;
use sidecar::{Sidecar, is_chosen};
use zerocopy::FromBytes;

#[path = "../examples/support/replay.rs"]
#[allow(dead_code)]
mod replay;
#[path = "../examples/support/sidecar.rs"]
mod sidecar;

/// The identifier of a failure of hcsshim's sidecar, which is neither a category nor a method.
const FAULTY: MessageIdentifier = MessageIdentifier(0x2000_0000);

/// The messages of a stream.
fn messages(mut stream: &[u8]) -> Vec<(MessageHeader, &[u8])> {
    let mut messages = Vec::new();
    while !stream.is_empty() {
        let (header, rest) = MessageHeader::read_from_prefix(stream).expect("a header");
        let (payload, rest) = rest.split_at(header.payload_size().expect("a size"));
        messages.push((header, payload));
        stream = rest;
    }
    messages
}

fn base(payload: &[u8]) -> (HResult, String, String) {
    let mut payload = payload.to_vec();
    let base: MessageResponseBase = json::decode(&mut payload).expect("a response");
    (base.result, base.activity_id.to_owned(), base.error_message.to_owned())
}

#[test]
fn the_recorded_session_is_relayed_byte_for_byte() {
    let replayed = replay(
        include_bytes!("vectors/session-windows.host-to-sidecar.bin"),
        include_bytes!("vectors/session-windows.inbox-to-sidecar.bin"),
    )
    .expect("a session");
    assert!(replayed.to_guest == include_bytes!("vectors/session-windows.sidecar-to-inbox.bin"));

    let (ours, recorded) =
        (messages(&replayed.to_host), messages(include_bytes!("vectors/session-windows.sidecar-to-host.bin")));
    assert_eq!(ours.len(), recorded.len());
    let mut corrected = Vec::new();
    for ((header, payload), (recorded, expected)) in ours.into_iter().zip(recorded) {
        assert_eq!(header.sequence_id(), recorded.sequence_id());
        if recorded.identifier() == FAULTY {
            let request = request_of(header.sequence_id());
            assert_eq!(header.identifier(), request.response_identifier());
            let ((result, activity_id, text), (expected, expected_id, _)) = (base(payload), base(expected));
            assert_eq!((result, activity_id), (expected, expected_id));
            assert!(!text.is_empty());
            corrected.push(header.sequence_id().0);
        } else {
            assert_eq!(header, recorded);
            assert_eq!(payload, expected);
        }
    }
    assert_eq!(corrected, [11, 12, 13, 29, 32]);
}

/// The identifier of the host's request with this id.
fn request_of(id: SequenceId) -> MessageIdentifier {
    let host = messages(include_bytes!("vectors/session-windows.host-to-sidecar.bin"));
    host.into_iter().find(|(header, _)| header.sequence_id() == id).expect("a request").0.identifier()
}

/// The result for the messages of each direction: those that go to the guest, and those that go to the host.
fn relayed(handed_in: &[(Direction, MessageIdentifier, u64, &str)]) -> [Vec<u8>; 2] {
    let [mut to_guest, mut to_host, mut answers] = [(); 3].map(|()| vec![0; 4096]);
    let [mut hold_to_guest, mut hold_to_host] = [(); 2].map(|()| vec![0; 8192]);
    let buffers = RelayBuffers {
        to_guest: &mut to_guest,
        to_host: &mut to_host,
        hold_to_guest: &mut hold_to_guest,
        hold_to_host: &mut hold_to_host,
        answers: &mut answers,
    };
    let mut relay = Relay::new(buffers, is_chosen);
    let mut sidecar = Sidecar::default();
    let mut output = [Vec::new(), Vec::new()];
    for (direction, identifier, id, payload) in handed_in {
        let mut buffer = vec![0; payload.len() + 16];
        let mut payload = payload.as_bytes().to_vec();
        let raw: json::RawJson = json::decode(&mut payload).expect("JSON");
        let message = write_message(&mut buffer, *identifier, SequenceId(*id), &raw).expect("room");
        assert_eq!(relay.receive(*direction, message), Ok(message.len()));
        loop {
            while let Some(event) = relay.poll().expect("a stream") {
                let RelayEvent::Held(mut held) = event else { panic!("{event:?}") };
                sidecar.decide(&mut held).expect("room");
            }
            let mut is_idle = true;
            for (direction, output) in [Direction::ToGuest, Direction::ToHost].into_iter().zip(&mut output) {
                output.extend_from_slice(relay.outgoing(direction));
                let count = relay.outgoing(direction).len();
                relay.sent(direction, count);
                is_idle &= count == 0;
            }
            if is_idle {
                break;
            }
        }
    }
    output
}

const TO_GUEST: Direction = Direction::ToGuest;

/// The one answer to a request that does not go on.
fn answer(method: Method, payload: &str) -> (HResult, String) {
    let [to_guest, to_host] = relayed(&[(TO_GUEST, method.request(), 7, payload)]);
    assert!(to_guest.is_empty(), "{payload} went on");
    let [(header, answered)] = messages(&to_host)[..] else { panic!("{payload} was not answered once") };
    assert_eq!((header.identifier(), header.sequence_id()), (method.response(), SequenceId(7)));
    let (result, _, text) = base(answered);
    (result, text)
}

#[test]
fn what_brings_down_the_other_sidecar_is_a_failure() {
    for (method, payload) in [
        // No process, no container, no specification.
        (
            Method::Create,
            r#"{"ContainerId":"c","ContainerConfig":"{\"Spec\":{\"ociVersion\":\"1\"},\"CWCOWHostedSystem\":{\"Container\":{}}}"}"#,
        ),
        (
            Method::Create,
            r#"{"ContainerId":"c","ContainerConfig":"{\"Spec\":{\"ociVersion\":\"1\",\"process\":{}},\"CWCOWHostedSystem\":{}}"}"#,
        ),
        (Method::Create, r#"{"ContainerId":"c","ContainerConfig":"{\"Container\":{}}"}"#),
        (Method::Create, r#"{"ContainerId":"c","ContainerConfig":"{\"SystemType\":\"\"}"}"#),
        // No CIMs.
        (Method::ModifySettings, r#"{"Request":{"ResourceType":"WCOWBlockCims","Settings":{}}}"#),
        // A scratch disk would be formatted.
        (
            Method::ModifySettings,
            r#"{"Request":{"RequestType":"Remove","ResourceType":"MappedVirtualDiskForContainerScratch","Settings":{}}}"#,
        ),
    ] {
        assert_eq!(answer(method, payload).0, HResult::FAIL, "{payload}");
    }
}

#[test]
fn failures_have_the_results_that_the_other_sidecar_gives() {
    for (method, payload, result) in [
        (Method::Create, r#"{"ContainerConfig":""}"#, HResult::INVALID_JSON),
        (Method::Create, r#"{"ActivityId":"x","ContainerConfig":"{}"}"#, HResult::INVALID_JSON),
        (Method::Start, r#"{"ActivityId":"x"}"#, HResult::FAIL),
        (Method::GetProperties, r#"{"Query":""}"#, HResult::FAIL),
        (Method::ExecuteProcess, r#"{"ContainerId":"c","Settings":{"ProcessParameters":"{}"}}"#, HResult::FAIL),
        (Method::ModifyServiceSettings, r#"{"PropertyType":"Other","Settings":{}}"#, HResult::FAIL),
        (
            Method::ModifyServiceSettings,
            r#"{"PropertyType":"LogForwardService","Settings":{"RPCType":"X"}}"#,
            HResult::FAIL,
        ),
        (
            Method::ModifyServiceSettings,
            r#"{"PropertyType":"LogForwardService","Settings":{"RPCType":"ModifyServiceSettings","Settings":"e30"}}"#,
            HResult::FAIL,
        ),
    ] {
        assert_eq!(answer(method, payload).0, result, "{payload}");
    }
}

#[test]
fn a_failure_says_no_more_than_fits() {
    let long = "x".repeat(1500);
    let (result, text) = answer(Method::GetProperties, &format!(r#"{{"ContainerId":"{long}","Query":"{long}"}}"#));
    assert_eq!(result, HResult::FAIL);
    assert!(text.len() < 200, "{text}");
}

#[test]
fn methods_without_a_payload_pass_unread_and_unknown_ones_are_not_implemented() {
    let update = MessageIdentifier::COMPUTE_SYSTEM_UPDATE_CONTAINER_V1;
    let [to_guest, to_host] = relayed(&[(TO_GUEST, update, 1, r#"["anything"]"#)]);
    assert_eq!(messages(&to_guest)[0].1, br#"["anything"]"#);
    assert!(to_host.is_empty());

    let [to_guest, to_host] = relayed(&[(TO_GUEST, MessageIdentifier(0x1010_ff01), 2, "{}")]);
    assert!(to_guest.is_empty());
    assert_eq!(base(messages(&to_host)[0].1).0, HResult::NOT_IMPLEMENTED);
}

#[test]
fn what_is_no_request_does_not_reach_the_guest() {
    let notification = MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1;
    for identifier in [Method::Start.response(), notification, MessageIdentifier(0x5010_0201)] {
        let output = relayed(&[(TO_GUEST, identifier, 1, "{}")]);
        assert_eq!(output, [Vec::new(), Vec::new()], "{identifier}");
    }
}

#[test]
fn requests_are_served_while_an_execute_waits_and_its_process_is_known_then() {
    let create = r#"{"ContainerId":"c","ContainerConfig":"{\"Spec\":{\"ociVersion\":\"1\",\"process\":{}},\"CWCOWHostedSystem\":{\"Container\":{}}}"}"#;
    let execute = r#"{"ContainerId":"c","Settings":{"ProcessParameters":"{}"}}"#;
    let signal = r#"{"ContainerId":"c","ProcessId":9,"Options":{"Signal":"CtrlC"}}"#;
    let [to_guest, to_host] = relayed(&[
        (TO_GUEST, Method::Create.request(), 1, create),
        (TO_GUEST, Method::ExecuteProcess.request(), 2, execute),
        (TO_GUEST, Method::SignalProcess.request(), 3, signal),
        (TO_GUEST, Method::Create.request(), 4, create),
        (Direction::ToHost, Method::ExecuteProcess.response(), 2, r#"{"Result":0,"ProcessId":9}"#),
        (TO_GUEST, Method::SignalProcess.request(), 5, signal),
    ]);
    let ids = |stream| messages(stream).iter().map(|(header, _)| header.sequence_id().0).collect::<Vec<_>>();
    assert_eq!(ids(&to_guest), [1, 2, 5]);
    assert_eq!(ids(&to_host), [3, 4, 2]);
    let answers = messages(&to_host);
    assert_eq!(base(answers[0].1).0, HResult::NOT_FOUND);
    assert_eq!(base(answers[1].1).0, HResult::SYSTEM_ALREADY_EXISTS);
    // The guest sees only its part of the document.
    let guests = messages(&to_guest);
    assert!(String::from_utf8_lossy(guests[0].1).ends_with(r#""ContainerConfig":"{\"Container\":{}}"}"#));
}

#[test]
fn providers_of_the_log_are_named_and_their_guids_are_right() {
    let provider = |text: &str| {
        let document = format!(r#"{{"LogConfig":{{"sources":[{{"type":"ETW","providers":[{text}]}}]}}}}"#).into_bytes();
        let mut copy = document.clone();
        let raw: json::RawJson = json::decode(&mut copy).expect("JSON");
        let mut buffer = [0; 1024];
        let base64 = json::encode(&json::Base64Json::new(&raw), &mut buffer).expect("room");
        let base64 = String::from_utf8_lossy(base64).into_owned();
        let settings = format!(r#"{{"RPCType":"ModifyServiceSettings","Settings":{base64}}}"#);
        let payload = format!(r#"{{"PropertyType":"LogForwardService","Settings":{settings}}}"#);
        let [to_guest, to_host] = relayed(&[(TO_GUEST, Method::ModifyServiceSettings.request(), 1, &payload)]);
        assert_ne!(to_guest.is_empty(), to_host.is_empty());
        !to_guest.is_empty()
    };
    let cimfs = "microsoft.windows.filesystem.cimfs";
    assert!(provider(&format!(r#"{{"providerName":"{cimfs}"}}"#)));
    assert!(provider(&format!(
        r#"{{"providerName":"{cimfs}","providerGuid":"772FF917-30cf-50bd-d471-55a093ea8cf8"}}"#
    )));
    assert!(provider(r#"{"providerName":"another"}"#));
    assert!(!provider(r#"{"providerName":"another","providerGuid":"772ff917-30cf-50bd-d471-55a093ea8cf8"}"#));
    assert!(!provider(&format!(
        r#"{{"providerName":"{cimfs}","providerGuid":"00000000-0000-0000-0000-000000000001"}}"#
    )));
    assert!(!provider(r#"{"providerGuid":"772ff917-30cf-50bd-d471-55a093ea8cf8"}"#));
}
