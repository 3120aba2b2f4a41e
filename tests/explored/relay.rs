//! A relay between a host that makes three calls and a guest that answers two other calls. Bytes move in pieces, and
//! held frames get every decision.
//!
//! In each direction, the frames that go out are those that came in, in the same order, except for the effects of
//! decisions. Whole answers of the relay go to the host between two frames. Nothing waits forever.

use gcs_prot::HResult;
use gcs_prot::endpoint::{Direction, Relay, RelayBuffers, RelayEvent};
use gcs_prot::message::{Empty, Request};
use gcs_prot::rpc::{Method, write_message};
use gcs_prot::wire::{MessageIdentifier, SequenceId};

use crate::rules::messages;
use crate::{Bounds, World, bounds, explore};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Receive(Direction, bool),
    Send(Direction, bool),
    /// Polls, and makes this decision about the first held frame.
    Pass,
    Fail,
    Discard,
}

use Direction::{ToGuest, ToHost};

/// Steps that move all available bytes, or half of them.
const STEPS: [Step; 11] = [
    Step::Receive(ToGuest, false),
    Step::Receive(ToHost, false),
    Step::Send(ToGuest, false),
    Step::Send(ToHost, false),
    Step::Pass,
    Step::Fail,
    Step::Discard,
    Step::Receive(ToGuest, true),
    Step::Receive(ToHost, true),
    Step::Send(ToGuest, true),
    Step::Send(ToHost, true),
];

/// The number of steps that move half of the bytes. These are bounded.
const HALVES: usize = 4;

struct Relayed<'b> {
    relay: Relay<'b>,
    /// For each direction: the input, the number of received bytes, and the output.
    streams: [Stream; 2],
    /// The decisions, with the frames that they concern.
    decisions: Vec<(MessageIdentifier, u64, Step)>,
    is_new: bool,
    /// The bytes moved by the last poll, and the decisions at that time.
    polls: Vec<u8>,
    halves: [u8; HALVES],
    most: u8,
}

#[derive(Default)]
struct Stream {
    input: Vec<u8>,
    received: usize,
    output: Vec<u8>,
}

fn is_chosen(identifier: MessageIdentifier) -> bool {
    [Method::DumpStacks.request(), Method::Start.response()].contains(&identifier)
}

fn frame(identifier: MessageIdentifier, id: u64) -> Vec<u8> {
    let mut room = [0; 256];
    write_message(&mut room, identifier, SequenceId(id), &Request::<Empty>::default()).expect("room").to_vec()
}

impl Relayed<'_> {
    fn stream(&mut self, direction: Direction) -> &mut Stream {
        &mut self.streams[usize::from(direction == ToHost)]
    }

    fn receive(&mut self, direction: Direction, half: bool) -> usize {
        let stream = &mut self.streams[usize::from(direction == ToHost)];
        let rest = &stream.input[stream.received..];
        let count = if half { rest.len() / 2 } else { rest.len() };
        let count = self.relay.receive(direction, &rest[..count]).expect("a good stream");
        stream.received += count;
        self.is_new |= count > 0;
        count
    }

    fn send(&mut self, direction: Direction, half: bool) -> usize {
        let bytes = self.relay.outgoing(direction);
        let count = if half { bytes.len() / 2 } else { bytes.len() };
        let bytes = bytes[..count].to_vec();
        self.stream(direction).output.extend(bytes);
        self.relay.sent(direction, count);
        self.is_new |= count > 0;
        count
    }

    /// Returns how many bytes were received and sent in each direction.
    fn moved(&self) -> [u8; 8] {
        let [one, two] = &self.streams;
        let counts = [one.received, one.output.len(), two.received, two.output.len()];
        let bytes = counts.map(|count| u16::try_from(count).expect("short").to_le_bytes()).concat();
        bytes.try_into().expect("two bytes of each")
    }

    /// Polls, and decides about the first held frame. The next one waits for another step.
    fn poll(&mut self, decision: Step) {
        self.is_new = false;
        self.polls = self.moved().to_vec();
        if let Some(event) = self.relay.poll().expect("a good stream") {
            let RelayEvent::Held(mut held) = event else { panic!("{event:?}") };
            let header = held.header();
            let mut decision = decision;
            match decision {
                Step::Fail if held.direction() == ToGuest => held.fail(HResult::FAIL, "no").expect("room"),
                Step::Discard => held.discard(),
                _ => {
                    decision = Step::Pass;
                    held.pass();
                }
            }
            self.polls.push(
                0xf0 + u8::try_from(STEPS.iter().position(|step| *step == decision).expect("a step")).expect("few"),
            );
            self.decisions.push((header.identifier(), header.sequence_id().0, decision));
            self.is_new = true;
        }
    }
}

impl World for Relayed<'_> {
    fn steps(&self) -> Vec<u8> {
        let possible = |step: Step| match step {
            Step::Receive(direction, half) => {
                let stream = &self.streams[usize::from(direction == ToHost)];
                stream.input.len() - stream.received > usize::from(half)
            }
            Step::Send(direction, half) => self.relay.outgoing(direction).len() > usize::from(half),
            Step::Pass | Step::Fail | Step::Discard => self.is_new,
        };
        let first = STEPS.len() - HALVES;
        let is_within = |index: usize| index < first || self.halves.iter().sum::<u8>() < self.most;
        let steps = (0..STEPS.len()).filter(|index| is_within(*index) && possible(STEPS[*index]));
        steps.map(|index| u8::try_from(index).expect("few")).collect()
    }

    fn take(&mut self, step: u8) {
        let index = usize::from(step);
        if let Some(half) = index.checked_sub(STEPS.len() - HALVES) {
            self.halves[half] += 1;
        }
        match STEPS[index] {
            Step::Receive(direction, half) => drop(self.receive(direction, half)),
            Step::Send(direction, half) => drop(self.send(direction, half)),
            decision => self.poll(decision),
        }
    }

    /// The key consists of the bytes moved so far and up to the last poll, the decisions, and the outgoing bytes.
    fn key(&self) -> Vec<u8> {
        let mut key = [&self.halves[..], &[self.is_new.into()], &self.moved(), &self.polls].concat();
        key.extend(format!("{:?}", self.decisions).bytes());
        for (stream, direction) in self.streams.iter().zip([ToGuest, ToHost]) {
            key.extend(self.relay.outgoing(direction));
            key.extend(&stream.output);
        }
        key
    }

    fn finish(&mut self) {
        loop {
            let decided = self.decisions.len();
            self.poll(Step::Pass);
            let mut moved = 0;
            for direction in [ToGuest, ToHost] {
                moved += self.receive(direction, false) + self.send(direction, false);
            }
            if moved == 0 && self.decisions.len() == decided {
                break;
            }
        }
        for direction in [ToGuest, ToHost] {
            let stream = &self.streams[usize::from(direction == ToHost)];
            assert_eq!(stream.received, stream.input.len(), "all came in");
            assert_eq!(self.relay.end(direction), Ok(()));
            let decided = |identifier, id| {
                self.decisions.iter().find(|decision| (decision.0, decision.1) == (identifier, id)).map(|found| found.2)
            };
            let mut expected = Vec::new();
            let mut start = 0;
            for (header, end) in messages(&stream.input) {
                let decision = decided(header.identifier(), header.sequence_id().0);
                assert_eq!(decision.is_some(), is_chosen(header.identifier()), "what is chosen is held once");
                if decision.is_none_or(|decision| decision == Step::Pass) {
                    expected.extend_from_slice(&stream.input[start..end]);
                }
                start = end;
            }
            // The answers of the relay are whole. There is one for each failed request, and there are no others.
            let mut answers: Vec<_> =
                self.decisions.iter().filter(|decision| decision.2 == Step::Fail).map(|decision| decision.1).collect();
            let (mut passed, mut start) = (Vec::new(), 0);
            for (header, end) in messages(&stream.output) {
                let is_answer = direction == ToHost && header.identifier() == Method::DumpStacks.response();
                if is_answer {
                    let place =
                        answers.iter().position(|id| *id == header.sequence_id().0).expect("an answer asked for");
                    answers.remove(place);
                } else {
                    passed.extend_from_slice(&stream.output[start..end]);
                }
                start = end;
            }
            assert_eq!(start, stream.output.len(), "whole messages");
            assert_eq!(passed, expected, "what passed is what came");
            assert!(direction == ToGuest || answers.is_empty(), "an answer is missing");
        }
    }
}

fn make(most: u8, with: &mut dyn FnMut(&mut dyn World)) {
    // Frames are longer than the buffers through which they pass.
    let (mut one, mut two, mut three, mut four, mut five) = ([0; 48], [0; 48], [0; 512], [0; 512], [0; 2048]);
    let requests = [(Method::Start, 1), (Method::DumpStacks, 2), (Method::DumpStacks, 3)];
    let responses = [(Method::ExecuteProcess, 8), (Method::Start, 9)];
    let frames = |all: &[(Method, u64)], of: fn(Method) -> MessageIdentifier| -> Vec<u8> {
        all.iter().flat_map(|(method, id)| frame(of(*method), *id)).collect()
    };
    let inputs = [frames(&requests, Method::request), frames(&responses, Method::response)];
    let buffers = RelayBuffers {
        to_guest: &mut one,
        to_host: &mut two,
        hold_to_guest: &mut three,
        hold_to_host: &mut four,
        answers: &mut five,
    };
    let mut relayed = Relayed {
        relay: Relay::new(buffers, is_chosen),
        streams: inputs.map(|input| Stream { input, ..Stream::default() }),
        decisions: Vec::new(),
        is_new: false,
        polls: Vec::new(),
        halves: [0; HALVES],
        most,
    };
    with(&mut relayed);
}

#[test]
fn whatever_a_relay_does_frames_stay_whole_and_in_order() {
    let most = match bounds() {
        Bounds::Short => 0,
        Bounds::Gate => 1,
        Bounds::Deep => 2,
    };
    let [states, steps, depth] = explore(&|with| make(most, with));
    println!("relay: {states} states, {steps} steps between them, {depth} deep");
    assert!(states > 100);
}
