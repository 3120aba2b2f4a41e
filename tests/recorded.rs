//! Tests that the agent of the examples answers a recorded session like the reference.

use std::collections::BTreeMap;

use agent::Agent;
use agent::process::Emulated;
use gcs_prot::HResult;
use gcs_prot::endpoint::{Endpoint, Event, Guest, GuestConfig};
use gcs_prot::json;
use gcs_prot::message::{ContainerNotification, Request};
use gcs_prot::rpc::{AnyResponse, Method};
use gcs_prot::wire::{Frame, FrameReader, Incoming, MessageIdentifier};

#[path = "../examples/support/agent.rs"]
mod agent;

const HOST: &[u8] = include_bytes!("vectors/session.host-to-guest.bin");
const GUEST: &[u8] = include_bytes!("vectors/session.guest-to-host.bin");

/// A size above that of the longest recorded message.
const BUFFER: usize = 1 << 17;

/// The processes that exited by themselves during the recording, the request after which they exited, and their exit
/// code.
const ENDED: [u32; 3] = [1003, 1004, 1005];
const ENDED_AFTER: u64 = 110;
const ENDED_WITH: u32 = 7;

/// The parts of a response that are compared.
#[derive(Debug, PartialEq)]
struct Answer {
    identifier: MessageIdentifier,
    result: HResult,
    activity_id: String,
    /// The fields of a successful response, except for those that are specific to the reference.
    body: String,
}

/// What a guest has sent: its responses by sequence id, and its notifications.
#[derive(Debug, Default, PartialEq)]
struct Said {
    answers: BTreeMap<u64, Answer>,
    notifications: Vec<(String, String)>,
}

impl Said {
    fn hear(&mut self, Frame { header, payload }: Frame<'_>) {
        let identifier = header.identifier();
        if identifier == MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1 {
            let notification: Request<ContainerNotification> = json::decode(payload).expect("a notification");
            let of = notification.base.container_id.to_owned();
            return self.notifications.push((of, format!("{:?}", notification.body)));
        }
        let method = Method::from_response(identifier).expect("a response");
        let response = AnyResponse::decode(method, payload).expect("a response that decodes");
        let base = response.base();
        let body = if base.result.is_ok() { body(&response) } else { String::new() };
        let answer = Answer { identifier, result: base.result, activity_id: base.activity_id.to_owned(), body };
        let again = self.answers.insert(header.sequence_id().0, answer);
        assert!(again.is_none(), "#{} answered twice", header.sequence_id());
    }
}

fn body(response: &AnyResponse<'_>) -> String {
    match response {
        AnyResponse::NegotiateProtocol(it) => format!("{:?}", it.body),
        AnyResponse::Create(it) => format!("{:?}", it.body),
        AnyResponse::ExecuteProcess(it) => format!("{:?}", it.body),
        AnyResponse::WaitForProcess(it) => format!("{:?}", it.body),
        AnyResponse::GetProperties(it) => {
            let properties = it.body.properties.0.as_ref().expect("properties");
            let mut processes: Vec<_> = properties.process_list.iter().map(|process| process.process_id).collect();
            // The reference lists the processes in the order of a hash table.
            processes.sort_unstable();
            // The values of the metrics are specific to the reference.
            format!("{processes:?}, metrics: {}", properties.metrics.is_present())
        }
        AnyResponse::DumpStacks(it) => format!("stacks: {}", !it.body.guest_stacks.is_empty()),
        _ => String::new(),
    }
}

fn recorded() -> Said {
    let mut buffer = vec![0; BUFFER];
    let mut frames = FrameReader::new(&mut buffer);
    let mut said = Said::default();
    hear(&mut frames, GUEST, &mut said);
    said
}

fn hear(frames: &mut FrameReader<'_>, mut stream: &[u8], said: &mut Said) {
    while !stream.is_empty() {
        let window = frames.window();
        let count = window.len().min(stream.len());
        window[..count].copy_from_slice(&stream[..count]);
        frames.commit(count).expect("within the window");
        stream = &stream[count..];
        while let Some(incoming) = frames.next().expect("a good stream") {
            let Incoming::Frame(frame) = incoming else { panic!("a message larger than the buffer") };
            said.hear(frame);
        }
    }
}

/// Moves all outgoing bytes to the reader.
fn flush(guest: &mut Guest<'_>, frames: &mut FrameReader<'_>, said: &mut Said) {
    while !guest.outgoing().is_empty() {
        hear(frames, guest.outgoing(), said);
        guest.sent(guest.outgoing().len());
    }
}

/// Returns what the agent sends in reply to the recorded stream of the host, which it receives in pieces of the given
/// sizes.
fn replay(mut piece: impl FnMut() -> usize) -> Said {
    let (mut receive, mut send, mut heard) = (vec![0xa5; BUFFER], vec![0xa5; BUFFER], vec![0xa5; BUFFER]);
    let mut guest = Guest::new(&mut receive, &mut send, GuestConfig::default());
    let mut agent = Agent::new(Emulated);
    let mut frames = FrameReader::new(&mut heard);
    let mut said = Said::default();
    let mut rest = HOST;
    loop {
        loop {
            agent.deliver(&mut guest);
            flush(&mut guest, &mut frames, &mut said);
            if said.answers.contains_key(&ENDED_AFTER) {
                for process in ENDED {
                    agent.ended(process, ENDED_WITH);
                }
                agent.deliver(&mut guest);
                flush(&mut guest, &mut frames, &mut said);
            }
            match guest.poll().expect("a good stream") {
                None => break,
                Some(Event::Request(request, reply)) => agent.handle(&request, reply).expect("room for the answer"),
                Some(_) => {}
            }
        }
        if rest.is_empty() {
            assert_eq!(guest.end(), Ok(()));
            assert_eq!(frames.end(), Ok(()));
            assert_eq!(agent.deadline(), None);
            return said;
        }
        let window = guest.window();
        let count = piece().clamp(1, rest.len()).min(window.len());
        window[..count].copy_from_slice(&rest[..count]);
        guest.commit(count).expect("within the window");
        rest = &rest[count..];
    }
}

/// Returns a generator of pseudo-random numbers (xorshift), so that failures are reproducible.
fn random(mut state: u64) -> impl FnMut() -> usize {
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % 1000).expect("a small number")
    }
}

#[test]
fn every_recorded_request_is_answered_as_the_reference_did_in_pieces_of_any_size() {
    let expected = recorded();
    assert_eq!((expected.answers.len(), expected.notifications.len()), (129, 2));
    for size in [1, 7, 4096, usize::MAX] {
        assert_eq!(replay(|| size), expected, "in pieces of {size}");
    }
    for seed in 1..=8 {
        assert_eq!(replay(random(seed)), expected, "in pieces by seed {seed}");
    }
}
