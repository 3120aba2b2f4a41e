//! The rules of a session, as a model. It sees the bytes on the wire and the events of each side.
//!
//! 1. A call ends once: it is answered, it fails because its connection broke, or it is abandoned. An answer belongs to
//!    its request.
//! 2. A request is executed at most once. A request that was reported as lost is not executed.
//! 3. On each connection, the first message of the guest is the answer to the negotiation.
//! 4. The answer to a request is sent entirely at most once, over all connections, and only in the session of its
//!    request.
//! 5. A request that arrived completely is executed, and then answered if the session of the guest continues.
//! 6. An answer that arrives ends its call. After the call was abandoned, the answer is late, once.
//! 7. A repeated answer, and an answer to a call before a reset, is a violation and has no other effect.
//! 8. A notification is sent entirely exactly once.
//! 9. The host counts exactly the calls in flight that have not ended.
//! 10. From every state, an undisturbed connection leads to the end of all calls.

use std::collections::{BTreeMap, BTreeSet};

use gcs_prot::rpc::Method;
use gcs_prot::wire::{MessageHeader, MessageType};
use zerocopy::FromBytes;

/// How a call of the host ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Exited(u32),
    Lost,
    Abandoned,
    /// The host's session was reset.
    Forgotten,
}

/// One direction of a connection: the bytes that its transport took, and how many of them have arrived.
#[derive(Default)]
pub struct Wire {
    pub taken: Vec<u8>,
    pub arrived: usize,
}

#[derive(Default)]
pub struct Connection {
    pub to_guest: Wire,
    pub to_host: Wire,
}

pub struct Rules {
    /// The connections. The last one is the current one.
    pub connections: Vec<Connection>,
    pub negotiating: bool,
    pub guest_session: u32,
    /// The processes of the calls of the host by sequence id, and how the calls ended.
    calls: BTreeMap<u64, (u32, Option<Outcome>)>,
    /// The processes of the executed requests, and the session of the guest at that time.
    executed: BTreeMap<u32, u32>,
    late: BTreeSet<u64>,
    /// The calls before the reset of the host.
    old: BTreeSet<u64>,
    pub repeated: Vec<Vec<u8>>,
    /// The number of notifications that the guest sent, and the number that the host received.
    pub told: usize,
    pub notified: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            connections: vec![Connection::default()],
            negotiating: false,
            guest_session: 0,
            calls: BTreeMap::new(),
            executed: BTreeMap::new(),
            late: BTreeSet::new(),
            old: BTreeSet::new(),
            repeated: Vec::new(),
            told: 0,
            notified: 0,
        }
    }
}

impl Rules {
    pub fn wire(&mut self, from_host: bool) -> &mut Wire {
        let connection = self.connections.last_mut().expect("one");
        if from_host { &mut connection.to_guest } else { &mut connection.to_host }
    }

    pub fn wire_of(&self, from_host: bool) -> &Wire {
        let connection = self.connections.last().expect("one");
        if from_host { &connection.to_guest } else { &connection.to_host }
    }

    pub fn next_process(&self) -> u32 {
        u32::try_from(self.calls.len()).expect("few")
    }

    pub fn called(&mut self, id: u64, process: u32) {
        assert!(self.calls.insert(id, (process, None)).is_none(), "an id is given out twice");
    }

    pub fn oldest_call(&self) -> Option<u64> {
        self.calls.iter().find(|(_, call)| call.1.is_none()).map(|(id, _)| *id)
    }

    /// Rule 9.
    pub fn in_flight(&self) -> usize {
        self.calls.values().filter(|call| call.1.is_none()).count() + usize::from(self.negotiating)
    }

    /// Rules 1 and 2.
    pub fn ended(&mut self, id: u64, outcome: Outcome) {
        let (process, ended) = self.calls.get_mut(&id).expect("a call");
        assert_eq!(*ended, None, "a call ends once");
        match outcome {
            Outcome::Exited(code) => {
                assert_eq!(code, *process + 100, "the answer of another call");
                assert!(self.executed.contains_key(process), "an answer from nowhere");
            }
            Outcome::Lost => assert!(!self.executed.contains_key(process), "a lost call was executed"),
            Outcome::Abandoned | Outcome::Forgotten => {}
        }
        *ended = Some(outcome);
    }

    /// Rule 2.
    pub fn executed(&mut self, process: u32) {
        let call = self.calls.values().find(|call| call.0 == process).expect("a call");
        assert_ne!(call.1, Some(Outcome::Lost), "a lost call is executed");
        assert!(self.executed.insert(process, self.guest_session).is_none(), "a request is executed twice");
    }

    /// Rule 6.
    pub fn late(&mut self, header: &MessageHeader) {
        let id = header.sequence_id().0;
        if header.identifier() != Method::NegotiateProtocol.response() {
            assert_eq!(self.calls[&id].1, Some(Outcome::Abandoned), "late without being given up");
            assert!(self.late.insert(id), "late twice");
        }
    }

    /// Rule 7.
    pub fn unknown(&self, header: &MessageHeader) {
        let id = header.sequence_id();
        let is_repeated = self.repeated.iter().any(|message| messages(message)[0].0.sequence_id() == id);
        assert!(is_repeated || self.old.contains(&id.0), "no violation: {header:?}");
    }

    /// The last answer that arrived, if the stream is between two messages.
    pub fn repeatable(&self) -> Option<Vec<u8>> {
        let wire = self.wire_of(false);
        let mut start = 0;
        let mut last = None;
        for (header, end) in messages(&wire.taken) {
            if end > wire.arrived {
                break;
            }
            if header.identifier().message_type() == MessageType::RESPONSE {
                last = Some(wire.taken[start..end].to_vec());
            }
            start = end;
        }
        last.filter(|_| start == wire.arrived)
    }

    pub fn broken(&mut self, host_resumes: bool, guest_resumes: bool) {
        self.connections.push(Connection::default());
        if !host_resumes {
            self.negotiating = false;
            self.old.extend(self.calls.keys());
            for (_, outcome) in self.calls.values_mut().filter(|call| call.1.is_none()) {
                *outcome = Some(Outcome::Forgotten);
            }
        }
        self.guest_session += u32::from(!guest_resumes);
    }

    /// The whole state of the model.
    pub fn summary(&self) -> impl std::fmt::Debug {
        let requests: Vec<_> = self.calls.keys().map(|id| self.request(*id)).collect();
        let mut answers = Vec::new();
        for connection in &self.connections {
            let gone = messages(&connection.to_host.taken);
            answers.push(
                gone.iter()
                    .map(|(header, end)| (header.sequence_id().0, *end <= connection.to_host.arrived))
                    .collect::<Vec<_>>(),
            );
        }
        let repeated: Vec<_> = self.repeated.iter().map(|message| messages(message)[0].0.sequence_id()).collect();
        let calls = (self.calls.clone(), self.executed.clone(), self.late.clone());
        (calls, requests, answers, repeated, [self.told, self.notified], self.guest_session, self.negotiating)
    }

    /// Checks what must hold in the end.
    pub fn check(&self) {
        let mut gone = BTreeMap::new();
        let mut notifications = 0;
        for (number, connection) in self.connections.iter().enumerate() {
            let sent = messages(&connection.to_host.taken);
            // Rule 3.
            let first = sent.first().map(|(header, _)| header.identifier());
            assert!(first.is_none_or(|first| first == Method::NegotiateProtocol.response()), "{first:?} comes first");
            for (header, end) in sent {
                if header.identifier().message_type() == MessageType::NOTIFICATION {
                    notifications += 1;
                } else if header.identifier() == Method::WaitForProcess.response() {
                    // Rule 4.
                    let id = header.sequence_id().0;
                    let again = gone.insert(id, end <= connection.to_host.arrived);
                    assert_eq!(again, None, "answer {id} goes out twice");
                    let session = if self.guest_session == 0 { 0 } else { u32::try_from(number).expect("few") };
                    assert_eq!(self.executed[&self.calls[&id].0], session, "answer {id} in another session");
                }
            }
        }
        // Rule 8.
        assert_eq!(notifications, self.told, "each notification goes out once");
        assert!(self.notified <= self.told);
        for (id, (process, outcome)) in &self.calls {
            let executed = self.executed.get(process);
            let [requested, came] = self.request(*id);
            // Rule 5.
            assert!(executed.is_none() || came, "executed before it came");
            if came && self.guest_session == 0 {
                assert!(executed.is_some() && gone.contains_key(id), "a request that came is answered");
            }
            // Rule 6.
            if gone.get(id) == Some(&true) {
                match outcome {
                    Some(Outcome::Exited(_) | Outcome::Forgotten) => {}
                    Some(Outcome::Abandoned) => assert!(self.late.contains(id) || self.old.contains(id)),
                    other => panic!("answer {id} arrived: {other:?}"),
                }
            } else {
                assert!(!matches!(outcome, Some(Outcome::Exited(_))), "answered from nowhere");
            }
            // Rule 2: a call is lost exactly if no transport took its whole request.
            match outcome {
                Some(Outcome::Lost) => assert!(!requested, "a request that went out is lost"),
                Some(Outcome::Abandoned | Outcome::Forgotten) => {}
                _ => assert!(requested, "a request that did not go out is not lost"),
            }
        }
    }

    /// Returns whether a transport took the whole request, and whether it arrived.
    fn request(&self, id: u64) -> [bool; 2] {
        let mut request = [false; 2];
        for connection in &self.connections {
            for (header, end) in messages(&connection.to_guest.taken) {
                if header.sequence_id().0 == id && header.identifier() == Method::WaitForProcess.request() {
                    request[0] = true;
                    request[1] |= end <= connection.to_guest.arrived;
                }
            }
        }
        request
    }
}

/// Returns the headers of the whole messages of a stream, each with its end.
pub fn messages(stream: &[u8]) -> Vec<(MessageHeader, usize)> {
    let (mut messages, mut start) = (Vec::new(), 0);
    while let Ok((header, _)) = MessageHeader::read_from_prefix(&stream[start..]) {
        let end = start + header.size() as usize;
        if end > stream.len() {
            break;
        }
        messages.push((header, end));
        start = end;
    }
    messages
}
