//! Tests endpoints with any bytes and any order of operations. Each connection carries complete messages, and none of
//! another session.
//!
//! Only bytes pass between the law and an endpoint, so it may run behind a pipe or a C interface.

use std::collections::{BTreeMap, BTreeSet};

use gcs_prot::json;
use gcs_prot::message::{ContainerNotification, MessageResponseBase, Request};
use gcs_prot::wire::{MESSAGE_HEADER_SIZE, MessageHeader, MessageIdentifier, MessageType};
use zerocopy::FromBytes;

/// The meaning of a new connection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Session {
    /// A new session starts. Nothing of an earlier one is sent.
    Begins,
    /// The session of the previous connection continues. Requests that were not answered there may be answered here.
    GoesOn,
}

/// An endpoint, as bytes.
pub trait Endpoint {
    /// The connection before, if there was one, is gone, and a new one is there. The law calls this first.
    fn connect(&mut self, session: Session);

    /// Takes bytes of the peer, and returns how many it took. The rest does not come again. An endpoint that has lost the stream
    /// takes none.
    fn receive(&mut self, bytes: &[u8]) -> usize;

    /// Returns the next bytes for the peer, `most` at most. An endpoint in another process waits here until it has nothing left
    /// to do.
    fn send(&mut self, most: usize) -> Vec<u8>;
}

/// A guest under test. The law can tell it to do what an agent does besides speaking. A guest that does all of this on
/// its own ignores that.
pub trait Guest: Endpoint {
    /// Handles the requests that have come: answers them, or keeps them to be answered later.
    fn handle(&mut self, _is_answered: bool) {}

    /// Answers one of the requests that were kept. `which` is any number.
    fn answer(&mut self, _which: usize) {}

    /// Raises a notification.
    fn notify(&mut self) {}
}

/// A host under test.
pub trait Host: Endpoint {
    /// Calls a method: `NegotiateProtocol`, or any other one. Returns the sequence id; `None` if it makes no such call now.
    fn call(&mut self, is_negotiation: bool) -> Option<u64>;

    /// Handles what has come, and returns the sequence ids of the calls that are over.
    fn handle(&mut self) -> Vec<u64>;
}

/// Checks the law of a guest. The input is a list of steps: a byte for the operation, a byte for the amount, and for a step that
/// receives, the bytes.
pub fn check_guest(guest: &mut impl Guest, mut data: &[u8]) {
    let mut told = Told::default();
    guest.connect(Session::Begins);
    while let [step, amount, rest @ ..] = data {
        let amount = usize::from(*amount);
        data = rest;
        match step % 8 {
            0..=2 => {
                let (bytes, rest) = data.split_at((amount * 8).min(data.len()));
                data = rest;
                let count = guest.receive(bytes);
                told.receive(&bytes[..count]);
            }
            3 => guest.handle(amount % 2 == 0),
            4 => told.send(guest.send(amount)),
            5 => guest.answer(amount),
            6 => guest.notify(),
            7 if amount > 150 => {
                let session = if amount > 200 { Session::Begins } else { Session::GoesOn };
                guest.connect(session);
                told.connect(session);
            }
            _ => {}
        }
    }
    told.send(guest.send(usize::MAX));
}

/// Checks the law of a host. The input is that of [`check_guest`].
pub fn check_host(host: &mut impl Host, mut data: &[u8]) {
    let mut asked = Asked::default();
    host.connect(Session::Begins);
    while let [step, amount, rest @ ..] = data {
        let amount = usize::from(*amount);
        data = rest;
        match step % 8 {
            0..=2 => {
                let (bytes, rest) = data.split_at((amount * 8).min(data.len()));
                data = rest;
                host.receive(bytes);
            }
            3 => asked.over(&host.handle()),
            4 => asked.send(host.send(amount)),
            5 => asked.call(host.call(true)),
            6 => asked.call(host.call(false)),
            7 if amount > 150 => {
                let session = if amount > 200 { Session::Begins } else { Session::GoesOn };
                host.connect(session);
                asked.connect(session);
            }
            _ => {}
        }
    }
    asked.send(host.send(usize::MAX));
}

/// The bytes of one direction of a connection that are not a whole message yet.
#[derive(Default)]
struct Stream {
    bytes: Vec<u8>,
    /// The number of missing bytes of a message of which only the header matters.
    skip: usize,
    /// Whether a header stated fewer than 16 bytes. Nothing after it is a message.
    is_lost: bool,
}

impl Stream {
    fn header(&self) -> Option<MessageHeader> {
        MessageHeader::ref_from_prefix(&self.bytes).ok().map(|(header, _)| *header)
    }

    /// Adds bytes, and returns the header of the next message as soon as that is there.
    fn next_header(&mut self, bytes: &mut &[u8]) -> Option<MessageHeader> {
        while !bytes.is_empty() && !self.is_lost {
            let wanted = if self.skip > 0 { self.skip } else { MESSAGE_HEADER_SIZE - self.bytes.len() };
            let (some, rest) = bytes.split_at(wanted.min(bytes.len()));
            *bytes = rest;
            if self.skip > 0 {
                self.skip -= some.len();
                continue;
            }
            self.bytes.extend_from_slice(some);
            let Some(header) = self.header() else { continue };
            self.bytes.clear();
            match (header.size() as usize).checked_sub(MESSAGE_HEADER_SIZE) {
                Some(payload) => self.skip = payload,
                None => self.is_lost = true,
            }
            if !self.is_lost {
                return Some(header);
            }
        }
        None
    }

    /// Removes the next message, if it is complete.
    fn next_message(&mut self) -> Option<(MessageHeader, Vec<u8>)> {
        let header = self.header()?;
        let payload = header.payload_size().unwrap_or_else(|| panic!("a message of {} bytes was sent", header.size()));
        if self.bytes.len() < MESSAGE_HEADER_SIZE + payload {
            return None;
        }
        let message: Vec<u8> = self.bytes.drain(..MESSAGE_HEADER_SIZE + payload).collect();
        Some((header, message[MESSAGE_HEADER_SIZE..].to_vec()))
    }
}

/// The messages to and from a guest. The last message of a connection may be incomplete.
#[derive(Default)]
struct Told {
    received: Stream,
    sent: Stream,
    /// Returns the number of open requests with this identifier and sequence id in this session.
    open: BTreeMap<(u32, u64), usize>,
}

impl Told {
    fn connect(&mut self, session: Session) {
        (self.received, self.sent) = Default::default();
        if session == Session::Begins {
            self.open.clear();
        }
    }

    fn receive(&mut self, mut bytes: &[u8]) {
        while let Some(header) = self.received.next_header(&mut bytes) {
            if header.identifier().message_type() == MessageType::REQUEST {
                *self.open.entry((header.identifier().0, header.sequence_id().0)).or_default() += 1;
            }
        }
    }

    fn send(&mut self, bytes: Vec<u8>) {
        self.sent.bytes.extend(bytes);
        while let Some((header, mut payload)) = self.sent.next_message() {
            let (identifier, id) = (header.identifier(), header.sequence_id().0);
            let shown = format!("{identifier} #{id}: {}", payload.escape_ascii());
            if identifier.message_type() == MessageType::NOTIFICATION {
                assert_eq!(id, 0, "a notification with a sequence id: {shown}");
                let notification = json::decode::<Request<'_, ContainerNotification<'_>>>(&mut payload);
                assert!(notification.is_ok(), "no notification: {shown}");
                continue;
            }
            assert_eq!(identifier.message_type(), MessageType::RESPONSE, "no message of a guest: {shown}");
            let response = json::decode::<MessageResponseBase<'_>>(&mut payload);
            assert!(response.is_ok(), "no response: {shown}");
            let request = identifier.0 & 0x0fff_ffff | MessageType::REQUEST.0;
            let open = self.open.get_mut(&(request, id)).filter(|open| **open > 0);
            *open.unwrap_or_else(|| panic!("an answer to no open request of this session: {shown}")) -= 1;
        }
    }
}

/// The requests of a host.
#[derive(Default)]
struct Asked {
    sent: Stream,
    has_negotiated: bool,
    open: BTreeSet<u64>,
    /// The sequence ids of all calls of this session.
    used: BTreeSet<u64>,
}

impl Asked {
    fn connect(&mut self, session: Session) {
        (self.sent, self.has_negotiated) = Default::default();
        if session == Session::Begins {
            self.open.clear();
            self.used.clear();
        }
    }

    fn call(&mut self, id: Option<u64>) {
        let Some(id) = id else { return };
        assert!(self.used.insert(id), "the sequence id {id} was used before");
        self.open.insert(id);
    }

    fn over(&mut self, ids: &[u64]) {
        for id in ids {
            assert!(self.open.remove(id), "the call {id} is not open, and is over");
        }
    }

    fn send(&mut self, bytes: Vec<u8>) {
        self.sent.bytes.extend(bytes);
        while let Some((header, payload)) = self.sent.next_message() {
            let (identifier, id) = (header.identifier(), header.sequence_id().0);
            let shown = format!("{identifier} #{id}: {}", payload.escape_ascii());
            assert_eq!(identifier.message_type(), MessageType::REQUEST, "no message of a host: {shown}");
            assert!(self.used.contains(&id), "a request of no call of this session: {shown}");
            let is_negotiation = identifier == MessageIdentifier::COMPUTE_SYSTEM_NEGOTIATE_PROTOCOL_V1;
            self.has_negotiated |= is_negotiation;
            assert!(self.has_negotiated, "a request before the negotiation: {shown}");
            let is_json = serde_json::from_slice::<serde_json::Value>(&payload).is_ok();
            assert!(is_json, "no JSON: {shown}");
        }
    }
}
