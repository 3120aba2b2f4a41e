//! Judges a host: it stands between the host and a guest, and checks the messages.
//!
//! It breaks the first connection in the midst of a call, unless the host is to be judged by one connection. What the guest says
//! meanwhile goes out on the second connection, after the answer to the negotiation.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use gcs_prot::Guid;
use gcs_prot::message::NULL_CONTAINER_ID as VM;
use gcs_prot::rpc::{AnyRequest, Linux, Method};
use gcs_prot::windows::Windows;
use gcs_prot::wire::{MessageHeader, MessageIdentifier, MessageType};
use serde_json::Value;
use zerocopy::FromBytes;

use super::report::{Check, Report, check};
use crate::net::{self, Stream};
use crate::show::kind::Kind;

/// The checks of a host of either kind of guest.
const CHECKS: &[Check] = &[
    check("size", "the size of a message counts its header"),
    check("known-request", "a message is a request of a known method"),
    check("valid-payload", "a payload is one JSON document of the request's type, and at most a line feed after it"),
    check("increasing-ids", "each request has a higher sequence id than the one before on the connection"),
    check("activity-id", "a request has an activity id; to a Windows guest it is a GUID"),
    check("negotiation-first", "the first request is NegotiateProtocol, without a container id"),
    check("version", "the negotiation offers version 4"),
    check("vm-create", "if the guest wants a Create for the VM, it is the next request and has the zero GUID"),
    check(
        "execute-settings",
        "ExecuteProcess has the relay settings of this kind of guest, and not those of the other",
    ),
    check("stdio-ports", "standard streams have ports from 0x40000001 on, or none"),
    check("wait-for-known", "WaitForProcess is about a process that the guest has started"),
];

const WINDOWS: &[Check] = &[check("hv-socket", "the guest is sent the VM's addresses of Hyper-V sockets")];

const SECOND: &[Check] = &[
    check(
        "negotiates-again",
        "a guest that has connected again in the midst of a call is sent NegotiateProtocol first",
    ),
    check("no-create-again", "no Create and no Start for the VM follow"),
    check("ids-go-on", "after the negotiation, sequence ids are above all of the connection before"),
    check("calls-kept", "a call in flight is not made again; its answer is taken, and the session goes on"),
];

const END: &[Check] = &[check("end-between-messages", "the connection ends between two messages")];

/// How a host is judged.
#[derive(Clone, Copy)]
pub struct Options {
    pub kind: Kind,
    /// Whether there is to be no second connection.
    pub once: bool,
}

/// The state of the session.
struct State {
    options: Options,
    report: Report,
    /// Which connection this is, from 0.
    connection: usize,
    /// The last sequence id of this connection, and the highest one of all before.
    last_id: Option<u64>,
    highest_before: Option<u64>,
    /// How many requests have come on this connection.
    requests: usize,
    /// Whether the guest asks for a Create of the VM.
    wants_create: bool,
    processes: BTreeSet<u64>,
    /// The requests that are not answered.
    open: BTreeMap<u64, (MessageIdentifier, Vec<u8>)>,
    /// Those of them that were open when the connection was broken.
    kept: Vec<(MessageIdentifier, Vec<u8>)>,
    /// Whether the connection has been broken, and there is no other one yet.
    is_broken: bool,
    /// What the guest has said since.
    owed: Vec<u8>,
    /// Whether all of that has been passed on.
    is_settled: bool,
}

type Shared = Arc<Mutex<State>>;

/// A judge between a host and a guest.
pub struct Judge {
    state: Shared,
    requests: Option<JoinHandle<()>>,
    answers: Option<JoinHandle<()>>,
}

impl Judge {
    pub fn new(options: Options) -> Self {
        let of_kind = if options.kind == Kind::Windows { WINDOWS } else { &[] };
        let second = if options.once { &[][..] } else { SECOND };
        let state = State {
            options,
            report: Report::new(&[CHECKS, of_kind, second, END]),
            connection: 0,
            last_id: None,
            highest_before: None,
            requests: 0,
            wants_create: false,
            processes: BTreeSet::new(),
            open: BTreeMap::new(),
            kept: Vec::new(),
            is_broken: false,
            owed: Vec::new(),
            is_settled: false,
        };
        Self { state: Arc::new(Mutex::new(state)), requests: None, answers: None }
    }

    /// Puts the judge in front of a host, on the first connection or on the next one. Returns the stream that a guest is to be
    /// served on.
    pub fn between(&mut self, host: &Stream) -> io::Result<Stream> {
        let (guest, judge) = net::pair()?;
        let (from_host, to_guest, of_host) = (host.try_clone()?, judge.try_clone()?, Arc::clone(&self.state));
        let (to_host, of_guest) = (host.try_clone()?, Arc::clone(&self.state));
        self.requests = Some(thread::spawn(move || pass(from_host, to_guest, &of_host, true)));
        self.answers = Some(thread::spawn(move || pass(judge, to_host, &of_guest, false)));
        Ok(guest)
    }

    /// Whether the judge has broken the connection that has come to its end: there is to be another one.
    pub fn connects_again(&mut self) -> bool {
        self.join();
        let state = &mut *lock(&self.state);
        if state.is_broken {
            state.is_broken = false;
            state.connection += 1;
            state.requests = 0;
            state.highest_before = state.last_id.take();
            return true;
        }
        false
    }

    /// Prints the results after the host has closed the connection. Returns whether every check has passed.
    pub fn finish(mut self, output: &mut impl Write) -> io::Result<bool> {
        self.join();
        lock(&self.state).report.print(output)
    }

    /// Waits for the end of the connection: both threads end with it.
    fn join(&mut self) {
        for thread in [self.requests.take(), self.answers.take()].into_iter().flatten() {
            let _ = thread.join();
        }
    }
}

fn lock(state: &Shared) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Forwards each message, and checks it.
fn pass(mut from: Stream, mut to: Stream, state: &Shared, is_of_host: bool) {
    let whole = loop {
        let mut header = [0; 16];
        match from.read(&mut header[..1]) {
            Ok(1) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            _ => break true,
        }
        let Ok(()) = from.read_exact(&mut header[1..]) else { break false };
        let Ok(parsed) = MessageHeader::read_from_bytes(&header) else { break false };
        let Some(size) = parsed.payload_size() else {
            lock(state).report.note("size", Err(format!("a size of {}", parsed.size())));
            break true;
        };
        // No memory is reserved for a size that only the header names.
        let mut payload = Vec::new();
        if !Read::by_ref(&mut from).take(size as u64).read_to_end(&mut payload).is_ok_and(|read| read == size) {
            break false;
        }
        let message = [&header[..], &payload].concat();
        let goes_on = if is_of_host {
            lock(state).host_sent(&parsed, &payload);
            !breaks(state, &from, &parsed)
        } else {
            true
        };
        let bytes = if is_of_host { message } else { lock(state).guest_sent(&parsed, &payload, message) };
        if to.write_all(&bytes).is_err() {
            break true;
        }
        if !goes_on {
            // The guest answers what it has been sent, and then sees the end.
            let _ = to.shutdown(Shutdown::Write);
            return;
        }
    };
    if is_of_host {
        lock(state).report.hold("end-between-messages", whole, "it ends inside of one");
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

/// Breaks the connection to the host if this request is the one in whose midst that is to be: the first one that is made while a
/// wait is open. A host that makes calls one by one is waiting for its answer then.
fn breaks(state: &Shared, host: &Stream, header: &MessageHeader) -> bool {
    let state = &mut *lock(state);
    let wait = Method::WaitForProcess.request();
    let is_in_wait = state.open.values().any(|(identifier, _)| *identifier == wait);
    if state.options.once || state.connection > 0 || !is_in_wait || header.identifier() == wait {
        return false;
    }
    state.is_broken = true;
    state.kept = state.open.values().cloned().collect();
    // The host may have been first.
    let _ = host.shutdown(Shutdown::Both);
    true
}

impl State {
    /// A message of the guest. Returns what is to be passed on now.
    fn guest_sent(&mut self, header: &MessageHeader, payload: &[u8], message: Vec<u8>) -> Vec<u8> {
        self.open.remove(&header.sequence_id().0);
        let value: Value = serde_json::from_slice(payload).unwrap_or_default();
        let method = Method::from_response(header.identifier());
        match method {
            Some(Method::NegotiateProtocol) => {
                self.wants_create = value["Capabilities"]["SendHostCreateMessage"] == true;
            }
            Some(Method::ExecuteProcess) => self.processes.extend(value["ProcessId"].as_u64()),
            _ => {}
        }
        if self.is_broken {
            self.owed.extend(message);
            return Vec::new();
        }
        if self.connection > 0 && method == Some(Method::NegotiateProtocol) {
            self.is_settled = true;
            return [message, std::mem::take(&mut self.owed)].concat();
        }
        message
    }

    fn host_sent(&mut self, header: &MessageHeader, payload: &[u8]) {
        let (identifier, id) = (header.identifier(), header.sequence_id().0);
        let shown = format!("{identifier} #{id}: {}", String::from_utf8_lossy(&payload[..payload.len().min(200)]));
        self.report.note("size", Ok(()));
        self.requests += 1;
        let method = Method::from_request(identifier);
        self.report.hold("known-request", method.is_some(), &shown);
        if identifier.message_type() != MessageType::REQUEST {
            return;
        }
        let is_higher = self.last_id.is_none_or(|last| last < id);
        self.report.hold("increasing-ids", is_higher, &shown);
        self.last_id = Some(id);
        self.open.insert(id, (identifier, payload.to_vec()));
        let document = payload.strip_suffix(b"\n").unwrap_or(payload);
        let valid = method.map(|method| {
            let mut copy = document.to_vec();
            match self.options.kind {
                Kind::Linux => AnyRequest::<Linux>::decode_for(method, &mut copy).map(|_| ()),
                Kind::Windows => AnyRequest::<Windows>::decode_for(method, &mut copy).map(|_| ()),
            }
        });
        self.report.hold("valid-payload", !matches!(valid, Some(Err(_))), format_args!("{valid:?}: {shown}"));
        let value: Value = serde_json::from_slice(payload).unwrap_or_default();
        let activity = value["ActivityId"].as_str().unwrap_or_default();
        let is_right = match self.options.kind {
            Kind::Linux => !activity.is_empty(),
            Kind::Windows => activity.parse::<Guid>().is_ok(),
        };
        self.report.hold("activity-id", is_right, &shown);
        if self.connection == 0 {
            self.beginning(identifier, &value, &shown);
        } else {
            self.second_connection(identifier, id, payload, &value, &shown);
        }
        match method {
            Some(Method::ExecuteProcess) => self.execute(&value["Settings"], &shown),
            Some(Method::WaitForProcess) => {
                let process = value["ProcessId"].as_u64().unwrap_or(0);
                self.report.hold("wait-for-known", self.processes.contains(&process), &shown);
            }
            Some(Method::ModifySettings)
                if self.options.kind == Kind::Windows && value["Request"]["ResourceType"] == "HvSocket" =>
            {
                let is_guid = |key: &str| {
                    value["Request"]["Settings"][key].as_str().is_some_and(|text| text.parse::<Guid>().is_ok())
                };
                self.report.hold("hv-socket", is_guid("LocalAddress") && is_guid("ParentAddress"), &shown);
            }
            _ => {}
        }
    }

    /// What the first requests of the session are.
    fn beginning(&mut self, identifier: MessageIdentifier, value: &Value, shown: &str) {
        match self.requests {
            1 => {
                let is_negotiation = identifier == Method::NegotiateProtocol.request();
                self.report.hold("negotiation-first", is_negotiation && value["ContainerId"] == "", shown);
                self.report.hold("version", offers_version(value), shown);
            }
            2 if self.wants_create => {
                let is_create = identifier == Method::Create.request();
                self.report.hold("vm-create", is_create && value["ContainerId"] == VM, shown);
            }
            _ => {}
        }
    }

    /// What the requests of the second connection are.
    fn second_connection(
        &mut self,
        identifier: MessageIdentifier,
        id: u64,
        payload: &[u8],
        value: &Value,
        shown: &str,
    ) {
        if self.requests == 1 {
            let is_negotiation = identifier == Method::NegotiateProtocol.request();
            return self.report.hold("negotiates-again", is_negotiation && offers_version(value), shown);
        }
        self.report.hold("ids-go-on", self.highest_before.is_none_or(|highest| highest < id), shown);
        let is_beginning = [Method::Create, Method::Start].map(Method::request).contains(&identifier);
        self.report.hold("no-create-again", !is_beginning || value["ContainerId"] != VM, shown);
        let is_repeated = self.kept.iter().any(|(kept, with)| *kept == identifier && with == payload);
        if is_repeated || self.is_settled {
            self.report.hold("calls-kept", !is_repeated, format_args!("made again: {shown}"));
        }
    }

    fn execute(&mut self, settings: &Value, shown: &str) {
        let (vsock, hv_socket) = (&settings["VsockStdioRelaySettings"], &settings["StdioRelaySettings"]);
        let (relay, other) = match self.options.kind {
            Kind::Linux => (vsock, hv_socket),
            Kind::Windows => (hv_socket, vsock),
        };
        self.report.hold("execute-settings", relay.is_object() && other.is_null(), shown);
        let kind = self.options.kind;
        let mut streams = ["StdIn", "StdOut", "StdErr"].into_iter().map(|key| &relay[key]);
        let are_right = streams.all(|stream| match (kind, stream) {
            (_, Value::Null) => true,
            (Kind::Linux, port) => port.as_u64().is_some_and(|port| port == 0 || port > 0x4000_0000),
            (Kind::Windows, service) => {
                let service = service.as_str().and_then(|text| text.parse::<Guid>().ok());
                service.and_then(Guid::vsock_port).is_some_and(|port| port > 0x4000_0000)
            }
        });
        self.report.hold("stdio-ports", are_right, shown);
    }
}

/// Whether a negotiation offers version 4.
fn offers_version(value: &Value) -> bool {
    let version = |key: &str| value[key].as_u64().unwrap_or(0);
    (version("MinimumVersion")..=version("MaximumVersion")).contains(&4)
}
