//! Tests the endpoints of a Windows guest with a whole session of the examples, and how the examples detect the kind of
//! a guest.

use std::thread;
use std::time::{Duration, Instant};

use agent::process::Emulated;
use agent::{Agent, Handled};
use client::{Client, Failure};
use gcs_prot::endpoint::{Call, Endpoint, Event, Guest, GuestConfig, Host};
use gcs_prot::message::{Empty, Request};
use gcs_prot::rpc::{AnyResponse, Method, write_message};
use gcs_prot::windows::{ContainerModifySettings, ModificationRequest, Resource, Windows};
use gcs_prot::wire::{FrameReader, MessageHeader, ReceivedFrame, SequenceId};
use gcs_prot::{HResult, json};
use log::Log;
use net::Stream;
use script::NoStreams;
use serve::Inbox;
use show::Style;
use show::kind::Kind;

#[path = "../examples/support/agent.rs"]
mod agent;
#[path = "../examples/support/client.rs"]
mod client;
#[path = "../examples/support/log.rs"]
mod log;
#[path = "../examples/support/net.rs"]
mod net;
#[path = "../examples/support/script.rs"]
mod script;
#[path = "../examples/support/serve.rs"]
mod serve;
#[path = "../examples/support/show.rs"]
#[allow(dead_code)]
mod show;

const BUFFER: usize = 1 << 16;

fn serve_guest<K: Handled>(stream: &Stream, config: GuestConfig<'_, K>) -> Result<(), Failure> {
    let (mut receive, mut send) = (vec![0; BUFFER], vec![0; BUFFER]);
    let mut guest = Guest::new(&mut receive, &mut send, config);
    let mut log = Log::new(Style::default(), std::io::sink(), BUFFER);
    serve::serve(&mut Agent::new(Emulated), &mut guest, stream, &mut Inbox::new(), &mut log, Instant::now())?;
    Ok(())
}

/// Runs a session from the point of view of the host. The guest asks for Create and Start of the VM itself, or does
/// not.
fn session(with_vm: bool) -> (Vec<String>, String) {
    let (hosts, guests) = net::pair().expect("a connection");
    let guest = thread::spawn(move || {
        let mut config = GuestConfig::windows();
        config.capabilities.send_host_create_message = with_vm;
        config.capabilities.send_host_start_message = with_vm;
        serve_guest(&guests, config)
    });
    let mut shown = Vec::new();
    let mismatches = {
        let mut log = Log::new(Style::default(), &mut shown, BUFFER);
        let (mut receive, mut send) = (vec![0; BUFFER], vec![0; BUFFER]);
        let host = Host::<64, Windows>::new_for(&mut receive, &mut send);
        let mut client = Client::new(host, &hosts, &mut log).keep_going().patience(Duration::from_secs(10));
        script::windows::full(&mut client, &mut NoStreams).expect("a session");
        client.finish().expect("an end")
    };
    drop(hosts);
    guest.join().expect("no panic").expect("no failure");
    (mismatches, String::from_utf8(shown).expect("UTF-8"))
}

#[test]
fn a_whole_session_is_as_the_host_expects_it() {
    let (mismatches, shown) = session(true);
    assert_eq!(mismatches, [""; 0]);
    for text in ["[vm] the VM itself", "Add CombinedLayers", "Update Container/Processor", "exit code 0xc000013a"] {
        assert!(shown.contains(text), "{text} was not shown:\n{shown}");
    }
    assert!(!shown.contains("does not decode"), "{shown}");
}

#[test]
fn the_vm_itself_is_created_only_if_the_guest_wants_that() {
    let (mismatches, shown) = session(false);
    assert_eq!(mismatches, [""; 0]);
    assert!(!shown.contains("the VM itself"), "{shown}");
}

/// Returns all messages of a stream.
fn messages(stream: &[u8]) -> Vec<(MessageHeader, Vec<u8>)> {
    let mut buffer = vec![0; BUFFER];
    let mut frames = FrameReader::new(&mut buffer);
    frames.window()[..stream.len()].copy_from_slice(stream);
    frames.commit(stream.len()).expect("room");
    let mut messages = Vec::new();
    while let Some(ReceivedFrame::Frame(frame)) = frames.next().expect("a stream") {
        messages.push((frame.header, frame.payload.to_vec()));
    }
    messages
}

#[test]
fn every_recorded_message_is_shown_by_the_kind_that_is_negotiated() {
    let guest = messages(include_bytes!("vectors/session-windows.inbox-to-sidecar.bin"));
    let kinds: Vec<_> = guest.iter().filter_map(|(header, payload)| Kind::negotiated(header, payload)).collect();
    assert_eq!(kinds, [Kind::Windows]);
    let style = Style { kind: Kind::Windows, ..Style::default() };
    let host = messages(include_bytes!("vectors/session-windows.host-to-sidecar.bin"));
    for (header, mut payload) in guest.into_iter().chain(host) {
        let line = style.message(0, &header, &mut payload);
        assert!(!line.contains("does not decode"), "{line}");
    }
}

#[test]
fn a_guest_is_of_the_kind_that_it_says_as_hosts_take_it() {
    for (system, kind) in [
        (r#","RuntimeOsType":"Windows""#, Some(Kind::Windows)),
        (r#","RuntimeOsType":"WINDOWS""#, Some(Kind::Windows)),
        (r#","RuntimeOsType":"""#, Some(Kind::Windows)),
        ("", Some(Kind::Windows)),
        (r#","RuntimeOsType":"Linux""#, Some(Kind::Linux)),
        (r#","RuntimeOsType":"linux""#, Some(Kind::Linux)),
    ] {
        let payload =
            format!(r#"{{"Result":0,"Version":4,"Capabilities":{{"GuestDefinedCapabilities":{{}}{system}}}}}"#);
        let header = |method: Method| MessageHeader::new(method.response(), 0, SequenceId(0));
        assert_eq!(Kind::negotiated(&header(Method::NegotiateProtocol), payload.as_bytes()), kind, "{system}");
        assert_eq!(Kind::negotiated(&header(Method::Start), payload.as_bytes()), None);
    }
    let header = MessageHeader::new(Method::NegotiateProtocol.response(), 0, SequenceId(0));
    assert_eq!(Kind::negotiated(&header, br#"{"Result":-1,"Version":0,"Capabilities":{}}"#), None);
}

/// Returns the answer of a guest of the given kind to a request, after the negotiation.
fn answered(method: Method, payload: &str) -> (HResult, Option<String>) {
    let (mut receive, mut send) = (vec![0; 8192], vec![0; 8192]);
    let mut guest = Guest::<8, Windows>::new(&mut receive, &mut send, GuestConfig::windows());
    let mut buffer = vec![0; 8192];
    let mut settings = None;
    for (id, method, payload) in
        [(0, Method::NegotiateProtocol, r#"{"MinimumVersion":4,"MaximumVersion":4}"#), (1, method, payload)]
    {
        let mut copy = payload.as_bytes().to_vec();
        let raw: json::RawJson = json::decode(&mut copy).expect("JSON");
        let message = write_message(&mut buffer, method.request(), SequenceId(id), &raw).expect("room");
        assert_eq!(guest.receive(message), Ok(message.len()));
        while let Some(event) = guest.poll().expect("a stream") {
            match event {
                Event::Call(Call::ModifySettings(modify, reply)) => {
                    settings = Some(format!("{:?}", modify.body.request.resource));
                    reply.ok(&Empty {}).expect("room");
                }
                Event::Call(call) => call.fail(HResult::NOT_IMPLEMENTED, "not here").expect("room"),
                _ => {}
            }
        }
        if id == 0 {
            let [(_, negotiated)] = &messages(guest.outgoing())[..] else { panic!("no answer") };
            let text = String::from_utf8_lossy(negotiated);
            assert!(text.contains(r#""RuntimeOsType":"Windows""#), "{text}");
            assert!(text.contains(r#""LogForwardingSupported":true,"HostProcessContainerSupported":true"#), "{text}");
            guest.sent(guest.outgoing().len());
        }
    }
    let mut answers = messages(guest.outgoing());
    let (header, payload) = answers.first_mut().expect("an answer");
    assert_eq!(header.identifier(), method.response());
    let response = AnyResponse::<Windows>::decode_for(method, payload).expect("a response");
    (response.base().result, settings)
}

#[test]
fn a_guest_endpoint_reads_settings_by_its_kind() {
    let (result, settings) = answered(
        Method::ModifySettings,
        r#"{"Request":{"Settings":{"FilterType":"UnionFS"},"ResourceType":"CombinedLayers"}}"#,
    );
    assert_eq!(result, HResult::OK);
    assert!(settings.expect("a request").contains("filter_type: UnionFs"));
    // A resource of a Linux guest is unknown, and is refused without a handler.
    let (result, settings) =
        answered(Method::ModifySettings, r#"{"Request":{"ResourceType":"SCSIDevice","Settings":{}}}"#);
    assert_eq!((result, settings), (HResult::FAIL, None));
    let (result, _) = answered(Method::Create, r#"{"ContainerConfig":"{\"Container\":{},\"Spec\":{}}"}"#);
    assert_eq!(result, HResult::INVALID_JSON);
}

#[test]
fn a_host_writes_what_the_guest_reads() {
    let layers = gcs_prot::windows::WcowCombinedLayers { container_root_path: "r", ..Default::default() };
    let request = ModificationRequest { resource: Resource::CombinedLayers(layers), ..ModificationRequest::default() };
    let request = Request { body: ContainerModifySettings { request }, ..Request::default() };
    let mut buffer = vec![0; 1024];
    let text = json::encode(&request, &mut buffer).expect("room");
    assert_eq!(
        String::from_utf8_lossy(text),
        r#"{"ContainerId":"","ActivityId":"","Request":{"ResourceType":"CombinedLayers","Settings":{"ContainerRootPath":"r"}}}"#
    );
}
