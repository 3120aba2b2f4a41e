//! A host and a guest with connections that cut messages, break, and repeat answers.

use gcs_prot::endpoint::{
    Call, Endpoint, Event, Guest, GuestConfig, Host, HostEvent, Notification, RespondError, Token, Violation,
};
use gcs_prot::message::{
    ContainerWaitForProcess, ContainerWaitForProcessResponse, NegotiateProtocol, NotificationType, ProtocolVersion,
    Request,
};
use gcs_prot::rpc;

use crate::rules::{Outcome, Rules, messages};
use crate::{Bounds, World, bounds, explore};

/// An exploration: a name, and the maximum number of times for each of the [`STEPS`]. [`MANY`] means that other steps
/// limit it.
type Scenario = (&'static str, [u8; STEPS.len()]);

const MANY: u8 = u8::MAX;

const STEPS: [Step; 21] = [
    Step::Negotiate,
    Step::PollHost,
    Step::PollGuest,
    Step::AnswerOldest,
    Step::AnswerNewest,
    Step::TakeFromHost,
    Step::TakeFromGuest,
    Step::ArriveAtGuest,
    Step::ArriveAtHost,
    Step::Wait,
    Step::Abandon,
    Step::Notify,
    Step::Repeat,
    Step::TakeHalf { from_host: true },
    Step::TakeHalf { from_host: false },
    Step::ArriveHalf { at_host: true },
    Step::ArriveHalf { at_host: false },
    Step::Break { host_resumes: true, guest_resumes: true },
    Step::Break { host_resumes: false, guest_resumes: false },
    Step::Break { host_resumes: false, guest_resumes: true },
    Step::Break { host_resumes: true, guest_resumes: false },
];

/// Bounds the last steps, from the waits on.
const fn scenario(bounded: [u8; 12]) -> [u8; STEPS.len()] {
    let mut most = [MANY; STEPS.len()];
    let mut index = 0;
    while index < bounded.len() {
        most[STEPS.len() - bounded.len() + index] = bounded[index];
        index += 1;
    }
    most
}

const SHORT: [Scenario; 2] = [
    ("resumed", scenario([1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0])),
    ("reset", scenario([1, 0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1])),
];

const GATE: [Scenario; 5] = [
    ("pieces, resumed", scenario([2, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0])),
    ("pieces, reset", scenario([2, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1])),
    ("notified, resumed", scenario([1, 0, 2, 0, 0, 2, 0, 0, 1, 0, 0, 0])),
    ("given up and repeated, resumed", scenario([2, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0])),
    ("given up, notified and repeated, reset", scenario([1, 1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1])),
];

const DEEP: [Scenario; 2] = [
    ("all, resumed", scenario([2, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0])),
    ("all, reset", scenario([2, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1])),
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Negotiate,
    Wait,
    /// The host abandons its oldest call.
    Abandon,
    PollHost,
    PollGuest,
    AnswerOldest,
    AnswerNewest,
    Notify,
    /// The transport takes all outgoing bytes or half of them, or delivers all or half of the bytes that it has taken.
    TakeFromHost,
    TakeFromGuest,
    ArriveAtGuest,
    ArriveAtHost,
    TakeHalf {
        from_host: bool,
    },
    ArriveHalf {
        at_host: bool,
    },
    /// The last answer that arrived arrives once more.
    Repeat,
    Break {
        host_resumes: bool,
        guest_resumes: bool,
    },
}

struct Session<'b> {
    host: Host<'b, 3>,
    guest: Guest<'b, 2>,
    tokens: Vec<(u32, u32, Token<rpc::WaitForProcess>)>,
    rules: Rules,
    /// The number of times that each step was taken.
    taken: [u8; STEPS.len()],
    most: [u8; STEPS.len()],
    /// Whether there may be something to poll.
    host_is_new: bool,
    guest_is_new: bool,
    /// The number of messages of this connection that each side has polled.
    host_saw: usize,
    guest_saw: usize,
    /// The bytes of the broken connection that were received but not polled.
    carried: [Vec<u8>; 2],
}

impl Session<'_> {
    fn negotiate(&mut self) {
        let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
        if self.host.call::<rpc::NegotiateProtocol>(&Request { body, ..Request::default() }).is_ok() {
            self.rules.negotiating = true;
        }
    }

    fn wait(&mut self) {
        let process_id = self.rules.next_process();
        let body = ContainerWaitForProcess { process_id, timeout_in_ms: u32::MAX };
        match self.host.call::<rpc::WaitForProcess>(&Request { body, ..Request::default() }) {
            Ok(id) => self.rules.called(id.0, process_id),
            Err(_) => assert!(self.host.version().is_none() || self.host.in_flight() == 3),
        }
    }

    fn poll_host(&mut self) {
        let mut ended = Vec::new();
        self.host_is_new = false;
        while let Some(event) = self.host.poll().expect("a good stream") {
            self.host_saw += usize::from(!matches!(event, HostEvent::Failed { .. }));
            match event {
                HostEvent::Response(id, response) => match response.into::<rpc::WaitForProcess>() {
                    Some(wait) => ended.push((id.0, Outcome::Exited(wait.body.exit_code))),
                    None => self.rules.negotiating = false,
                },
                HostEvent::Failed { id, method: rpc::Method::WaitForProcess, .. } => ended.push((id.0, Outcome::Lost)),
                HostEvent::Failed { .. } => self.rules.negotiating = false,
                HostEvent::Late(header) => self.rules.late(&header),
                HostEvent::Notification(_) => self.rules.notified += 1,
                HostEvent::Violation(header, Violation::UnknownId) => self.rules.unknown(&header),
                other => panic!("{other:?}"),
            }
        }
        for (id, outcome) in ended {
            self.rules.ended(id, outcome);
        }
    }

    fn poll_guest(&mut self) {
        self.guest_is_new = false;
        while let Some(event) = self.guest.poll().expect("a good stream") {
            self.guest_saw += 1;
            match event {
                Event::Call(Call::WaitForProcess(wait, reply)) => {
                    let process = wait.body.process_id;
                    self.rules.executed(process);
                    self.tokens.push((process, self.rules.guest_session, reply.later()));
                }
                Event::Negotiated(_) | Event::Ignored(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn answer(&mut self, place: usize) {
        let (process, session, token) = self.tokens.remove(place);
        match self.guest.respond(token, &ContainerWaitForProcessResponse { exit_code: process + 100 }) {
            Ok(()) => assert_eq!(session, self.rules.guest_session, "an answer in another session than its request"),
            Err(RespondError::SessionGone) => assert_ne!(session, self.rules.guest_session, "no answer in its session"),
            Err(error) => panic!("{error}"),
        }
    }

    fn move_from(&mut self, from_host: bool, half: bool) -> usize {
        let endpoint: &mut dyn Endpoint = if from_host { &mut self.host } else { &mut self.guest };
        let count = endpoint.outgoing().len();
        let count = if half { count / 2 } else { count };
        self.rules.wire(from_host).taken.extend_from_slice(&endpoint.outgoing()[..count]);
        endpoint.sent(count);
        count
    }

    fn arrive_at(&mut self, host: bool, half: bool) -> usize {
        let wire = self.rules.wire(!host);
        let bytes = &wire.taken[wire.arrived..];
        let bytes = if half { &bytes[..bytes.len() / 2] } else { bytes };
        let count = if host { self.host.receive(bytes) } else { self.guest.receive(bytes) }.expect("a good stream");
        wire.arrived += count;
        count
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Negotiate => self.negotiate(),
            Step::Wait => self.wait(),
            Step::Abandon => {
                let id = self.rules.oldest_call().expect("a call");
                assert!(self.host.abandon(gcs_prot::wire::SequenceId(id)));
                self.rules.ended(id, Outcome::Abandoned);
            }
            Step::PollHost => self.poll_host(),
            Step::PollGuest => self.poll_guest(),
            Step::AnswerOldest => self.answer(0),
            Step::AnswerNewest => self.answer(self.tokens.len() - 1),
            Step::Notify => {
                let notification = Notification::new("c", NotificationType::GracefulExit).expect("short");
                self.guest.notify(&notification).expect("room");
                self.rules.told += 1;
            }
            Step::TakeFromHost | Step::TakeFromGuest | Step::TakeHalf { .. } => {
                let from_host = matches!(step, Step::TakeFromHost | Step::TakeHalf { from_host: true });
                self.move_from(from_host, matches!(step, Step::TakeHalf { .. }));
                self.guest_is_new |= !from_host;
            }
            Step::ArriveAtGuest | Step::ArriveAtHost | Step::ArriveHalf { .. } => {
                let at_host = matches!(step, Step::ArriveAtHost | Step::ArriveHalf { at_host: true });
                self.arrive_at(at_host, matches!(step, Step::ArriveHalf { .. }));
                if at_host { self.host_is_new = true } else { self.guest_is_new = true }
            }
            Step::Repeat => {
                let message = self.rules.repeatable().expect("an answer");
                assert_eq!(self.host.receive(&message), Ok(message.len()));
                self.rules.repeated.push(message);
                self.host_is_new = true;
            }
            Step::Break { host_resumes, guest_resumes } => {
                if host_resumes {
                    self.host.resume();
                } else {
                    self.host.reset();
                }
                if guest_resumes {
                    self.guest.resume();
                } else {
                    self.guest.reset();
                }
                self.carried = [true, false].map(|from_host| {
                    let saw = if from_host { self.guest_saw } else { self.host_saw };
                    let wire = self.rules.wire_of(from_host);
                    wire.taken[end_of(&wire.taken, saw).min(wire.arrived)..wire.arrived].to_vec()
                });
                (self.host_saw, self.guest_saw) = (0, 0);
                (self.host_is_new, self.guest_is_new) = (true, true);
                self.rules.broken(host_resumes, guest_resumes);
            }
        }
        assert_eq!(self.host.in_flight(), self.rules.in_flight(), "after {step:?}");
    }

    fn is_possible(&self, step: Step) -> bool {
        let waiting = |from_host: bool| {
            let wire = self.rules.wire_of(from_host);
            wire.taken.len() - wire.arrived
        };
        match step {
            Step::Negotiate => self.host.version().is_none() && !self.rules.negotiating,
            Step::Wait => self.host.version().is_some() && self.host.in_flight() < 3,
            Step::Abandon => self.rules.oldest_call().is_some(),
            Step::PollHost => self.host_is_new,
            Step::PollGuest => self.guest_is_new,
            Step::AnswerOldest => !self.tokens.is_empty(),
            Step::AnswerNewest => self.tokens.len() > 1,
            Step::Notify => true,
            Step::TakeFromHost => !self.host.outgoing().is_empty(),
            Step::TakeFromGuest => !self.guest.outgoing().is_empty(),
            Step::ArriveAtGuest => waiting(true) > 0,
            Step::ArriveAtHost => waiting(false) > 0,
            Step::TakeHalf { from_host: true } => self.host.outgoing().len() > 1,
            Step::TakeHalf { from_host: false } => self.guest.outgoing().len() > 1,
            Step::ArriveHalf { at_host } => waiting(!at_host) > 1,
            Step::Repeat => self.rules.repeatable().is_some(),
            // One connection can break, and one must remain.
            Step::Break { .. } => {
                self.rules.connections.len() < 2 && self.rules.connections[0].to_guest.taken.len() > 1
            }
        }
    }
}

impl World for Session<'_> {
    fn steps(&self) -> Vec<u8> {
        let possible = |index: &usize| self.taken[*index] < self.most[*index] && self.is_possible(STEPS[*index]);
        (0..STEPS.len()).filter(possible).map(|index| u8::try_from(index).expect("few")).collect()
    }

    fn take(&mut self, step: u8) {
        let index = usize::from(step);
        if self.most[index] < MANY {
            self.taken[index] += 1;
        }
        self.step(STEPS[index]);
    }

    fn key(&self) -> Vec<u8> {
        let mut key = self.taken.to_vec();
        let mut add = |bytes: &[u8]| {
            key.extend(u16::try_from(bytes.len()).expect("short").to_le_bytes());
            key.extend(bytes);
        };
        add(self.host.outgoing());
        add(self.guest.outgoing());
        for (from_host, saw) in [(true, self.guest_saw), (false, self.host_saw)] {
            // The bytes that were not polled, and how many of them have arrived. Repeated answers are not among them.
            let wire = self.rules.wire_of(from_host);
            let seen = end_of(&wire.taken, saw).min(wire.arrived);
            add(&wire.taken[seen..]);
            add(&(wire.arrived - seen).to_le_bytes());
        }
        self.carried.iter().for_each(|carried| add(carried));
        let flags = [
            self.host_is_new.into(),
            self.guest_is_new.into(),
            self.host.version().is_some().into(),
            self.guest.version().is_some().into(),
            u8::try_from(self.guest.notifications()).expect("few"),
        ];
        add(&flags);
        self.tokens
            .iter()
            .for_each(|(process, session, _)| add(&[process.to_le_bytes(), session.to_le_bytes()].concat()));
        add(format!("{:?}", self.rules.summary()).as_bytes());
        key
    }

    fn finish(&mut self) {
        for _ in 0..3 {
            self.poll_host();
            if self.host.version().is_none() {
                self.negotiate();
            }
            loop {
                let mut moved = self.move_from(true, false) + self.arrive_at(false, false);
                self.poll_guest();
                moved += self.move_from(false, false) + self.arrive_at(true, false);
                self.poll_host();
                if moved == 0 {
                    break;
                }
            }
            while !self.tokens.is_empty() {
                self.answer(0);
            }
        }
        assert!(self.host.version().is_some() && self.guest.version().is_some(), "negotiated in the end");
        assert_eq!(self.guest.notifications(), 0, "all notifications went out");
        self.rules.check();
    }
}

/// Returns the end of the given number of messages of a stream.
fn end_of(stream: &[u8], count: usize) -> usize {
    count.checked_sub(1).map_or(0, |last| messages(stream).get(last).map_or(usize::MAX, |message| message.1))
}

fn make(most: [u8; STEPS.len()], with: &mut dyn FnMut(&mut dyn World)) {
    let (mut one, mut two, mut three, mut four) = ([0; 1024], [0; 1024], [0; 1024], [0; 1024]);
    let mut session = Session {
        host: Host::new(&mut one, &mut two),
        guest: Guest::new(&mut three, &mut four, GuestConfig { answer_room: 256, ..GuestConfig::default() }),
        tokens: Vec::new(),
        rules: Rules::default(),
        taken: [0; STEPS.len()],
        most,
        host_is_new: false,
        guest_is_new: false,
        host_saw: 0,
        guest_saw: 0,
        carried: [Vec::new(), Vec::new()],
    };
    with(&mut session);
}

#[test]
fn every_session_over_two_connections_comes_out_right() {
    let scenarios: &[Scenario] = match bounds() {
        Bounds::Short => &SHORT,
        Bounds::Gate => &GATE,
        Bounds::Deep => &DEEP,
    };
    for (name, most) in scenarios {
        let [states, steps, depth] = explore(&|with| make(*most, with));
        println!("{name}: {states} states, {steps} steps between them, {depth} deep");
        assert!(states > 100);
    }
}
