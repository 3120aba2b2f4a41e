//! Tests that the agent of the examples answers a recorded session like the reference.

use std::collections::BTreeMap;

use agent::Agent;
use agent::process::Emulated;
use gcs_prot::HResult;
use gcs_prot::endpoint::{Endpoint, Event, Guest, GuestConfig};
use gcs_prot::json;
use gcs_prot::message::{ContainerNotification, NegotiateProtocol, ProtocolVersion, Request};
use gcs_prot::rpc::{AnyResponse, Method, write_message};
use gcs_prot::wire::{Frame, FrameReader, MessageIdentifier, ReceivedFrame, SequenceId};

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

/// The messages that a guest has sent: its responses by sequence id, and its notifications.
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
            let ReceivedFrame::Frame(frame) = incoming else { panic!("a message larger than the buffer") };
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

/// Returns what the agent sends in response to the recorded host stream if the connection breaks, either after this
/// many bytes of the host or after this many bytes of the guest. Like a host that resumes, the host sends incomplete
/// messages again.
fn replay_broken(host_cut: usize, guest_cut: usize) -> Said {
    const AGAIN: u64 = 1 << 40;
    let mut room = [0; 256];
    let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    let again = Request { body: versions, ..Request::default() };
    let again = write_message(&mut room, Method::NegotiateProtocol.request(), SequenceId(AGAIN), &again);
    let again = again.expect("room");

    let (mut receive, mut send, mut heard) = (vec![0xa5; BUFFER], vec![0xa5; BUFFER], vec![0xa5; BUFFER]);
    let mut guest: Guest<'_> = Guest::new(&mut receive, &mut send, GuestConfig::default());
    let mut agent = Agent::new(Emulated);
    let mut frames = FrameReader::new(&mut heard);
    let mut said = Said::default();
    let (mut come, mut taken, mut broken, mut greeting) = (0, 0, false, &[] as &[u8]);
    loop {
        loop {
            agent.deliver(&mut guest);
            while !guest.outgoing().is_empty() && (broken || taken < guest_cut) {
                let count = if broken { usize::MAX } else { guest_cut - taken }.min(guest.outgoing().len());
                hear(&mut frames, &guest.outgoing()[..count], &mut said);
                guest.sent(count);
                taken += count;
                agent.deliver(&mut guest);
            }
            if said.answers.contains_key(&ENDED_AFTER) {
                for process in ENDED {
                    agent.ended(process, ENDED_WITH);
                }
            }
            match guest.poll().expect("a good stream") {
                None => break,
                Some(Event::Call(call)) => agent.handle(call).expect("room for the answer"),
                Some(_) => {}
            }
        }
        if !broken && (come >= host_cut || taken >= guest_cut) {
            broken = true;
            guest.resume();
            frames.reset();
            greeting = again;
            // A message that arrived completely is not sent again.
            come = ends().take_while(|end| *end <= come).last().unwrap_or_default();
            continue;
        }
        if !greeting.is_empty() {
            let count = guest.receive(greeting).expect("a good stream");
            greeting = &greeting[count..];
            continue;
        }
        agent.deliver(&mut guest);
        if come == HOST.len() && guest.outgoing().is_empty() {
            assert_eq!(guest.end(), Ok(()));
            said.answers.remove(&AGAIN);
            return said;
        }
        let most = if broken { HOST.len() } else { host_cut.min(HOST.len()) };
        come += guest.receive(&HOST[come..most]).expect("a good stream");
    }
}

/// Returns the ends of the host's messages.
fn ends() -> impl Iterator<Item = usize> {
    let mut end = 0;
    std::iter::from_fn(move || {
        let size = HOST.get(end + 4..end + 8)?;
        end += u32::from_le_bytes(size.try_into().expect("four bytes")) as usize;
        Some(end)
    })
}

#[test]
fn a_recorded_session_goes_on_over_another_connection_wherever_the_first_one_broke() {
    let expected = recorded();
    // After the negotiation, so that there is a session.
    for cut in ends().flat_map(|end| [end, end + 1, end + 17, end + 90]).filter(|cut| (125..HOST.len()).contains(cut)) {
        assert_eq!(replay_broken(cut, usize::MAX), expected, "the host's stream was cut at {cut}");
    }
    for cut in (342..GUEST.len()).step_by(61) {
        assert_eq!(replay_broken(usize::MAX, cut), expected, "the guest's stream was cut at {cut}");
    }
}

/// Returns what the agent sends in response to the recorded host stream, in pieces of these sizes.
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
                Some(Event::Call(call)) => agent.handle(call).expect("room for the answer"),
                Some(_) => {}
            }
        }
        if rest.is_empty() {
            assert_eq!(guest.end(), Ok(()));
            assert_eq!(frames.end(), Ok(()));
            assert_eq!(agent.deadline(), None);
            return said;
        }
        let piece = piece().clamp(1, rest.len());
        let count = guest.receive(&rest[..piece]).expect("a good stream");
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
