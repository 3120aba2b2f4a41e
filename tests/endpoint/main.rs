//! Tests a guest and a host that talk to each other, whatever the other side does.

use gcs_prot::endpoint::{
    AnyToken, Call, CallError, CallFailure, Endpoint, Event, FrameEvent, Guest, GuestConfig, Host, HostEvent, NoRoom,
    Notification, NotifyError, Refused, RespondError, Token, Violation,
};
use gcs_prot::json;
use gcs_prot::message::{
    ActiveOperation, ContainerModifySettings, ContainerWaitForProcess, ContainerWaitForProcessResponse,
    DumpStacksResponse, Empty, MessageBase, MessageResponseBase, NegotiateProtocol, NotificationType, ProtocolVersion,
    Request, Response,
};
use gcs_prot::resource::{ConfidentialOptions, ModificationRequest, Resource};
use gcs_prot::rpc::{self, AnyResponse, GuestKind, Method, write_message};
use gcs_prot::windows::Windows;
use gcs_prot::wire::{FrameError, MAX_MESSAGE_SIZE_TO_HOST, MessageHeader, MessageIdentifier, MessageType, SequenceId};
use gcs_prot::{ErrorKind, HResult};
use zerocopy::IntoBytes;

mod carried;
mod documents;
mod guest;
mod host;
mod notifications;
mod outbox;

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

/// Gives as many bytes to an endpoint as fit into its window, and returns their number.
fn give(endpoint: &mut impl Endpoint, bytes: &[u8]) -> usize {
    let window = endpoint.window().expect("room");
    let count = window.len().min(bytes.len());
    window[..count].copy_from_slice(&bytes[..count]);
    endpoint.commit(count).expect("within the window");
    count
}

/// Takes all bytes that an endpoint has to send.
fn take(endpoint: &mut impl Endpoint) -> Vec<u8> {
    let bytes = endpoint.outgoing().to_vec();
    endpoint.sent(bytes.len());
    bytes
}

/// Reads a response: its identifier, its sequence id, and the relevant fields.
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

fn negotiate<K: GuestKind>(guest: &mut Guest<'_, 4, K>) {
    give(guest, &message(Method::NegotiateProtocol.request(), 0, r#"{"MinimumVersion":4,"MaximumVersion":4}"#));
    assert!(matches!(guest.poll(), Ok(Some(Event::Negotiated(ProtocolVersion::V4)))));
    assert_eq!(response(&take(guest)).2, HResult::OK);
}

/// Gives one request to the guest, and returns the response that the guest sends by itself.
fn refused(guest: &mut Guest<'_, 4>, bytes: &[u8]) -> (MessageIdentifier, u64, HResult, String, String) {
    let mut given = give(guest, bytes);
    let result = loop {
        let Some(event) = guest.poll().expect("a good stream") else {
            given += give(guest, &bytes[given..]);
            continue;
        };
        let Event::Refused(Refused { result, .. }) = event else { panic!("{event:?}") };
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

fn exit(container: &str) -> Notification {
    Notification::new(container, NotificationType::GracefulExit).expect("short")
}

/// Moves bytes in both directions until there are none left. The guest answers waits later and all other requests at
/// once.
fn converse(
    guest: &mut Guest<'_, 4>,
    host: &mut Host<'_, 64>,
    tokens: &mut Vec<(u32, Token<rpc::WaitForProcess>)>,
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
                Event::Call(Call::WaitForProcess(wait, reply)) => {
                    tokens.push((wait.body.process_id, reply.later()));
                }
                Event::Call(call) => call.into_reply().ok_with(&Empty {}).expect("room"),
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
