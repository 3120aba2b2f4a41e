//! A host and a guest with connections that break, and a record of the bytes of each connection.

use gcs_prot::endpoint::{
    Call, Endpoint, Event, Guest, GuestConfig, Host, HostEvent, Notification, RespondError, Token,
};
use gcs_prot::message::{
    ContainerWaitForProcess, ContainerWaitForProcessResponse, NegotiateProtocol, NotificationType, ProtocolVersion,
    Request,
};
use gcs_prot::rpc;
use gcs_prot::wire::{MessageHeader, MessageType, SequenceId};
use std::collections::BTreeMap;
use zerocopy::FromBytes;

/// One direction of a connection: the bytes that its transport took, and how many of them have arrived.
#[derive(Default)]
pub struct Direction {
    pub taken: Vec<u8>,
    pub arrived: usize,
}

/// One connection.
#[derive(Default)]
pub struct Connection {
    pub to_guest: Direction,
    pub to_host: Direction,
}

/// The outcome of a call of the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Exited(u32),
    Lost,
}

pub struct Pair {
    pub host: Host<'static, 16>,
    pub guest: Guest<'static, 8>,
    /// The connections. The last one is the current one.
    pub connections: Vec<Connection>,
    pub tokens: Vec<(u32, Token<rpc::WaitForProcess>)>,
    /// The processes of the waits that the guest has received, and the processes of the calls of the host.
    pub executed: Vec<u32>,
    pub called: BTreeMap<u64, u32>,
    pub outcomes: BTreeMap<u64, Outcome>,
    pub notified: Vec<String>,
}

fn buffer(size: usize) -> &'static mut [u8] {
    vec![0xa5; size].leak()
}

impl Pair {
    pub fn new(receive: usize, send: usize, answer_room: usize) -> Self {
        let config = GuestConfig { answer_room, ..GuestConfig::default() };
        Self {
            host: Host::new(buffer(4096), buffer(4096)),
            guest: Guest::new(buffer(receive), buffer(send), config),
            connections: vec![Connection::default()],
            tokens: Vec::new(),
            executed: Vec::new(),
            called: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            notified: Vec::new(),
        }
    }

    pub fn negotiate(&mut self) {
        let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
        let _ = self.host.call::<rpc::NegotiateProtocol>(&Request { body, ..Request::default() });
    }

    /// Makes the host wait for a process. Returns whether the call could be made.
    pub fn wait(&mut self, process_id: u32) -> bool {
        let body = ContainerWaitForProcess { process_id, timeout_in_ms: u32::MAX };
        match self.host.call::<rpc::WaitForProcess>(&Request { body, ..Request::default() }) {
            Ok(id) => assert!(self.called.insert(id.0, process_id).is_none(), "an id is given out twice"),
            Err(_) => return false,
        }
        true
    }

    /// Ends the oldest process that a request waits for. Returns whether the guest had room for the answer.
    pub fn end_process(&mut self) -> bool {
        if self.tokens.is_empty() {
            return false;
        }
        let (process, token) = self.tokens.remove(0);
        match self.guest.respond(token, &ContainerWaitForProcessResponse { exit_code: process + 100 }) {
            Ok(()) => true,
            Err(RespondError::Full(token, _)) => {
                self.tokens.insert(0, (process, token));
                false
            }
            Err(error) => panic!("{error}"),
        }
    }

    pub fn notify(&mut self, name: &str) {
        let _ = self.guest.notify(&Notification::new(name, NotificationType::GracefulExit).expect("short"));
    }

    /// Moves up to the given number of bytes from the host into the transport. Returns how many it moved.
    pub fn take_from_host(&mut self, most: usize) -> usize {
        let bytes = self.host.outgoing();
        let count = bytes.len().min(most);
        self.connections.last_mut().expect("one").to_guest.taken.extend_from_slice(&bytes[..count]);
        self.host.sent(count);
        count
    }

    pub fn take_from_guest(&mut self, most: usize) -> usize {
        let bytes = self.guest.outgoing();
        let count = bytes.len().min(most);
        self.connections.last_mut().expect("one").to_host.taken.extend_from_slice(&bytes[..count]);
        self.guest.sent(count);
        count
    }

    /// Delivers up to the given number of bytes to the guest, without polling it.
    pub fn arrive_at_guest(&mut self, most: usize) -> usize {
        let direction = &mut self.connections.last_mut().expect("one").to_guest;
        let bytes = &direction.taken[direction.arrived..];
        let count = self.guest.receive(&bytes[..bytes.len().min(most)]).expect("a good stream");
        direction.arrived += count;
        count
    }

    pub fn arrive_at_host(&mut self, most: usize) -> usize {
        let direction = &mut self.connections.last_mut().expect("one").to_host;
        let bytes = &direction.taken[direction.arrived..];
        let count = self.host.receive(&bytes[..bytes.len().min(most)]).expect("a good stream");
        direction.arrived += count;
        count
    }

    pub fn poll_guest(&mut self) {
        while let Some(event) = self.guest.poll().expect("a good stream") {
            match event {
                Event::Call(Call::WaitForProcess(wait, reply)) => {
                    self.executed.push(wait.body.process_id);
                    self.tokens.push((wait.body.process_id, reply.later()));
                }
                Event::Negotiated(_) | Event::Ignored(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    pub fn poll_host(&mut self) {
        while let Some(event) = self.host.poll().expect("a good stream") {
            let (id, outcome) = match event {
                HostEvent::Response(id, response) => match response.into::<rpc::WaitForProcess>() {
                    Some(wait) => (id, Outcome::Exited(wait.body.exit_code)),
                    None => continue,
                },
                HostEvent::Failed { id, method: rpc::Method::WaitForProcess, .. } => (id, Outcome::Lost),
                HostEvent::Failed { .. } | HostEvent::Late(_) => continue,
                HostEvent::Notification(it) => {
                    self.notified.push(it.base.container_id.to_owned());
                    continue;
                }
                other => panic!("{other:?}"),
            };
            assert!(self.outcomes.insert(id.0, outcome).is_none(), "call {id} came out twice");
        }
    }

    /// Moves bytes until there are none left to move.
    pub fn settle(&mut self) {
        loop {
            let mut moved = self.take_from_host(usize::MAX) + self.arrive_at_guest(usize::MAX);
            self.poll_guest();
            moved += self.take_from_guest(usize::MAX) + self.arrive_at_host(usize::MAX);
            self.poll_host();
            if moved == 0 {
                return;
            }
        }
    }

    /// Breaks the connection. Bytes that the transport took but did not deliver are lost. Both sides continue over a
    /// new connection.
    pub fn break_connection(&mut self) {
        self.host.resume();
        self.guest.resume();
        self.connections.push(Connection::default());
    }

    /// Continues over a good connection until nothing is left to do.
    pub fn finish(&mut self) {
        self.poll_host();
        self.negotiate();
        self.settle();
        assert!(self.host.version().is_some(), "negotiated again");
        while !self.tokens.is_empty() {
            self.end_process();
            self.settle();
        }
        self.settle();
        self.check();
    }

    /// Checks the rules that hold for every session, wherever it was cut.
    fn check(&self) {
        // No request is executed twice. No request that was reported as lost to the host is executed.
        let mut executed = self.executed.clone();
        executed.sort_unstable();
        executed.dedup();
        assert_eq!(executed.len(), self.executed.len(), "a request was executed twice");
        let mut gone = BTreeMap::new();
        for (number, connection) in self.connections.iter().enumerate() {
            let answers = messages(&connection.to_host.taken);
            // The negotiation is answered first.
            if let Some((header, _)) = answers.first() {
                assert_eq!(header.identifier(), rpc::Method::NegotiateProtocol.response());
            }
            for (header, end) in answers.iter().filter(|(header, _)| is_wait(header)) {
                let again = gone.insert(header.sequence_id(), (number, *end <= connection.to_host.arrived));
                assert!(again.is_none(), "answer {} went out twice", header.sequence_id());
            }
        }
        let requests = self.connections.iter().flat_map(|connection| messages(&connection.to_guest.taken));
        let requested: Vec<_> = requests.map(|(header, _)| header.sequence_id()).collect();
        for (&id, process) in &self.called {
            let executed = self.executed.contains(process);
            let outcome = self.outcomes.get(&id).copied();
            match gone.get(&SequenceId(id)) {
                // Every wait that the guest received is answered. The check above shows that it is answered only once.
                Some((_, true)) => assert_eq!(outcome, Some(Outcome::Exited(process + 100))),
                // The answer was written into a dying transport.
                Some((_, false)) => assert_eq!(outcome, None, "answered from nowhere"),
                None => {
                    assert!(!executed, "wait {id} came to the guest and was not answered");
                    assert!(matches!(outcome, None | Some(Outcome::Lost)));
                }
            }
            // A call has failed exactly if no transport took its whole request.
            let is_lost = !requested.contains(&SequenceId(id));
            assert_eq!(outcome == Some(Outcome::Lost), is_lost, "call {id}");
            assert!(!is_lost || !executed, "a call that failed was executed");
        }
        // A request that arrived completely was executed.
        let arrived = self.connections.iter().flat_map(|connection| {
            let arrived = connection.to_guest.arrived;
            messages(&connection.to_guest.taken).into_iter().filter(move |(_, end)| *end <= arrived)
        });
        for (header, _) in arrived {
            if let Some(process) = self.called.get(&header.sequence_id().0) {
                assert!(self.executed.contains(process), "a request that came was lost");
            }
        }
    }

    /// Returns the number of notifications that were sent entirely, over all connections.
    pub fn notifications_gone(&self) -> usize {
        let all = self.connections.iter().flat_map(|connection| messages(&connection.to_host.taken));
        all.filter(|(header, _)| header.identifier().message_type() == MessageType::NOTIFICATION).count()
    }
}

fn is_wait(header: &MessageHeader) -> bool {
    header.identifier() == rpc::Method::WaitForProcess.response()
}

/// Returns the headers of the whole messages of a stream, each with its end.
fn messages(stream: &[u8]) -> Vec<(MessageHeader, usize)> {
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
