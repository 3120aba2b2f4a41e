//! Tests endpoints with arbitrary operations: no panic, no endless loop, and no complete message is lost.

use gcs_prot::endpoint::{AnyToken, Endpoint, Event, Guest, GuestConfig, Host, Notification};
use gcs_prot::message::{Empty, MessageBase, NegotiateProtocol, NotificationType, ProtocolVersion, Request};
use gcs_prot::rpc::{self, Method, write_message};
use gcs_prot::wire::{MessageIdentifier, SequenceId};
use proptest::collection::vec;
use proptest::prelude::*;

const HOST: &[u8] = include_bytes!("vectors/session.host-to-guest.bin");
const GUEST: &[u8] = include_bytes!("vectors/session.guest-to-host.bin");

/// One operation on a guest.
#[derive(Clone, Debug)]
enum Step {
    Receive(Vec<u8>),
    Send(usize),
    AnswerLater(usize),
    Notify,
    Reset,
    Resume,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => pieces().prop_map(Step::Receive),
        4 => (0..500usize).prop_map(Step::Send),
        2 => any::<usize>().prop_map(Step::AnswerLater),
        1 => Just(Step::Notify),
        1 => Just(Step::Reset),
        1 => Just(Step::Resume),
    ];
    vec(step, 0..60)
}

/// Generates bytes: a complete, truncated or modified recorded message, or arbitrary bytes.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let messages =
        messages(HOST).into_iter().chain(messages(GUEST)).filter(|message| message.len() < 5000).collect::<Vec<_>>();
    let negotiate = messages[0].clone();
    let whole = proptest::sample::select(messages);
    prop_oneof![
        3 => Just(negotiate),
        6 => whole.clone(),
        1 => (whole.clone(), any::<prop::sample::Index>()).prop_map(|(message, end)| message[..end.index(message.len())].to_vec()),
        1 => (whole, any::<prop::sample::Index>(), any::<u8>()).prop_map(|(mut message, at, byte)| {
            let at = at.index(message.len());
            message[at] = byte;
            message
        }),
        1 => vec(any::<u8>(), 0..200),
    ]
}

fn messages(mut stream: &[u8]) -> Vec<Vec<u8>> {
    let mut messages = Vec::new();
    while !stream.is_empty() {
        let size = u32::from_le_bytes(stream[4..8].try_into().expect("four bytes")) as usize;
        messages.push(stream[..size].to_vec());
        stream = &stream[size..];
    }
    messages
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_guest_survives_anything(steps in steps(), buffer in 16..6000usize, send in 0..6000usize) {
        let (mut receive_buffer, mut send_buffer) = (vec![0xa5; buffer], vec![0xa5; send]);
        let mut guest = Guest::<3>::new(&mut receive_buffer, &mut send_buffer, GuestConfig::default());
        let mut tokens: Vec<AnyToken> = Vec::new();
        for step in steps {
            match step {
                Step::Receive(bytes) => {
                    let mut rest = &*bytes;
                    // Each iteration takes or sends bytes, so the loop ends.
                    loop {
                        while let Ok(Some(event)) = guest.poll() {
                            if let Event::Call(call) = event {
                                if tokens.len() % 3 == 1 {
                                    let _ = call.into_reply().ok_with(&Empty {});
                                } else {
                                    tokens.push(call.later());
                                }
                            }
                        }
                        if rest.is_empty() {
                            break;
                        }
                        let count = guest.receive(rest).unwrap_or_default();
                        if count == 0 {
                            let waiting = guest.outgoing().len();
                            if waiting == 0 {
                                break; // the stream is lost
                            }
                            guest.sent(waiting);
                            continue;
                        }
                        rest = &rest[count..];
                    }
                }
                Step::Send(count) => guest.sent(count),
                Step::AnswerLater(at) => {
                    if !tokens.is_empty() {
                        let token = tokens.swap_remove(at % tokens.len());
                        let _ = guest.respond_with(token, &Empty {});
                    }
                }
                Step::Notify => {
                    let _ = guest.notify(&Notification::new("c", NotificationType::Reboot).expect("short"));
                }
                Step::Reset => guest.reset(),
                Step::Resume => guest.resume(),
            }
            prop_assert!(guest.outgoing().len() <= send);
        }
    }

    #[test]
    fn a_host_survives_anything(pieces in vec(pieces(), 0..40), buffer in 16..6000usize) {
        let (mut receive_buffer, mut send_buffer) = (vec![0xa5; buffer], vec![0xa5; 4096]);
        let mut host = Host::<4>::new(&mut receive_buffer, &mut send_buffer);
        for bytes in pieces {
            let _ = host.call::<rpc::NegotiateProtocol>(&Request::default());
            let _ = host.call::<rpc::Start>(&Request::default());
            host.sent(usize::MAX);
            let mut rest = &*bytes;
            loop {
                while let Ok(Some(_)) = host.poll() {}
                let count = host.receive(rest).unwrap_or_default();
                if count == 0 {
                    break;
                }
                rest = &rest[count..];
            }
            if !rest.is_empty() {
                host.reset();
            }
        }
    }

    #[test]
    fn no_whole_request_is_lost_however_the_streams_are_cut(
        sizes in vec(0..3000usize, 1..30),
        receive_pieces in vec(1..700usize, 1..20),
        send_pieces in vec(1..300usize, 1..20),
    ) {
        // The requests have any size, and some are too large for the guest. Each gets one response, in order.
        let mut stream = Vec::new();
        let mut room = vec![0; 4096];
        let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
        let negotiate = Request { base: MessageBase::default(), body: versions };
        stream.extend(write_message(&mut room, Method::NegotiateProtocol.request(), SequenceId(0), &negotiate).expect("room"));
        for (id, size) in (1u64..).zip(&sizes) {
            let text = "c".repeat(*size);
            let base = MessageBase { container_id: &text, ..MessageBase::default() };
            let request = Request { base, body: Empty {} };
            stream.extend(write_message(&mut room, Method::Start.request(), SequenceId(id), &request).expect("room"));
        }

        let (mut receive_buffer, mut send_buffer) = (vec![0xa5; 2000], vec![0xa5; 1500]);
        let mut guest = Guest::<3>::new(&mut receive_buffer, &mut send_buffer, GuestConfig::default());
        let (mut rest, mut sent) = (&*stream, Vec::new());
        let (mut receive_pieces, mut send_pieces) = (receive_pieces.iter().cycle(), send_pieces.iter().cycle());
        loop {
            while let Some(event) = guest.poll().expect("a good stream") {
                if let Event::Call(call) = event {
                    call.into_reply().ok_with(&Empty {}).expect("room");
                }
            }
            if guest.outgoing().is_empty() {
                let piece = rest.len().min(*receive_pieces.next().expect("endless"));
                let count = guest.receive(&rest[..piece]).expect("a good stream");
                rest = &rest[count..];
                if count == 0 {
                    break;
                }
            } else {
                let count = guest.outgoing().len().min(*send_pieces.next().expect("endless"));
                sent.extend_from_slice(&guest.outgoing()[..count]);
                guest.sent(count);
            }
        }
        prop_assert_eq!(guest.end(), Ok(()));
        let answers: Vec<_> = messages(&sent)
            .iter()
            .map(|message| {
                let identifier = u32::from_le_bytes(message[..4].try_into().expect("four bytes"));
                let id = u64::from_le_bytes(message[8..16].try_into().expect("eight bytes"));
                (MessageIdentifier(identifier), id)
            })
            .collect();
        let mut expected = vec![(Method::NegotiateProtocol.response(), 0)];
        expected.extend((1u64..).zip(&sizes).map(|(id, _)| (Method::Start.response(), id)));
        prop_assert_eq!(answers, expected);
    }
}
