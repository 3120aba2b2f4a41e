//! Judges a host: it stands between the host and a guest, and checks the messages.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use gcs_prot::message::NULL_CONTAINER_ID as VM;
use gcs_prot::rpc::{AnyRequest, Linux, Method};
use gcs_prot::wire::{MessageHeader, MessageIdentifier, MessageType};
use serde_json::Value;
use zerocopy::FromBytes;

use super::report::{Check, Report};
use crate::net::{self, Stream};

const fn check(name: &'static str, requirement: &'static str) -> Check {
    Check { name, requirement }
}

/// All checks of a host.
pub const CHECKS: &[Check] = &[
    check("size", "the size of a message counts its header"),
    check("known-request", "a message is a request of a known method"),
    check("valid-payload", "a payload is one JSON document of the request's type, and at most a line feed after it"),
    check("increasing-ids", "each request has a higher sequence id than the one before"),
    check("activity-id", "a request has an activity id"),
    check("negotiation-first", "the first request is NegotiateProtocol, without a container id"),
    check("version", "the negotiation offers version 4"),
    check("vm-create", "if the guest wants a Create for the VM, it is the next request and has the zero GUID"),
    check("execute-settings", "ExecuteProcess has VsockStdioRelaySettings, and no StdioRelaySettings"),
    check("stdio-ports", "the ports of standard streams are 0, or 0x40000001 and higher"),
    check("wait-for-known", "WaitForProcess is about a process that the guest has started"),
    check("end-between-messages", "the connection ends between two messages"),
];

/// The state of the session.
struct State {
    report: Report,
    last_id: Option<u64>,
    requests: usize,
    /// Whether the guest asks for a Create of the VM.
    wants_create: bool,
    processes: BTreeSet<u64>,
}

type Shared = Arc<Mutex<State>>;

/// A judge between a host and a guest.
pub struct Judge {
    state: Shared,
    requests: JoinHandle<()>,
}

impl Judge {
    /// Puts a judge in front of a host. Returns the stream on which to serve the host.
    pub fn between(host: &Stream) -> io::Result<(Self, Stream)> {
        let (guest, judge) = net::pair()?;
        let report = Report::new(CHECKS);
        let state = State { report, last_id: None, requests: 0, wants_create: false, processes: BTreeSet::new() };
        let state = Arc::new(Mutex::new(state));
        let (from_host, to_guest, of_host) = (host.try_clone()?, judge.try_clone()?, Arc::clone(&state));
        let requests = thread::spawn(move || pass(from_host, to_guest, &of_host, true));
        let (to_host, of_guest) = (host.try_clone()?, Arc::clone(&state));
        thread::spawn(move || pass(judge, to_host, &of_guest, false));
        Ok((Self { state, requests }, guest))
    }

    /// Prints the results after the host has closed the connection. Returns whether every check has passed.
    pub fn finish(self, output: &mut impl Write) -> io::Result<bool> {
        // The thread ends with the connection.
        let _ = self.requests.join();
        lock(&self.state).report.print(output)
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
        if is_of_host {
            lock(state).host_sent(&parsed, &payload);
        } else {
            lock(state).guest_sent(&parsed, &payload);
        }
        if to.write_all(&[&header[..], &payload].concat()).is_err() {
            break true;
        }
    };
    if is_of_host {
        let found = if whole { Ok(()) } else { Err("it ends inside of one".into()) };
        lock(state).report.note("end-between-messages", found);
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

impl State {
    fn note(&mut self, name: &str, is_right: bool, found: impl FnOnce() -> String) {
        self.report.note(name, if is_right { Ok(()) } else { Err(found()) });
    }

    fn guest_sent(&mut self, header: &MessageHeader, payload: &[u8]) {
        let value: Value = serde_json::from_slice(payload).unwrap_or_default();
        match Method::from_response(header.identifier()) {
            Some(Method::NegotiateProtocol) => {
                self.wants_create = value["Capabilities"]["SendHostCreateMessage"] == true;
            }
            Some(Method::ExecuteProcess) => self.processes.extend(value["ProcessId"].as_u64()),
            _ => {}
        }
    }

    fn host_sent(&mut self, header: &MessageHeader, payload: &[u8]) {
        let (identifier, id) = (header.identifier(), header.sequence_id().0);
        let shown = || format!("{identifier} #{id}: {}", String::from_utf8_lossy(&payload[..payload.len().min(200)]));
        self.report.note("size", Ok(()));
        self.requests += 1;
        let method = Method::from_request(identifier);
        self.note("known-request", method.is_some(), shown);
        if identifier.message_type() != MessageType::REQUEST {
            return;
        }
        let is_higher = self.last_id.is_none_or(|last| last < id);
        self.note("increasing-ids", is_higher, shown);
        self.last_id = Some(id);
        let document = payload.strip_suffix(b"\n").unwrap_or(payload);
        let valid = method.map(|method| AnyRequest::<Linux>::decode(method, &mut document.to_vec()).map(|_| ()));
        self.note("valid-payload", !matches!(valid, Some(Err(_))), || format!("{valid:?}: {}", shown()));
        let value: Value = serde_json::from_slice(payload).unwrap_or_default();
        self.note("activity-id", value["ActivityId"].as_str().is_some_and(|activity| !activity.is_empty()), shown);
        self.order(identifier, &value, shown);
        match method {
            Some(Method::ExecuteProcess) => self.execute(&value["Settings"], shown),
            Some(Method::WaitForProcess) => {
                let process = value["ProcessId"].as_u64().unwrap_or(0);
                let is_known = self.processes.contains(&process);
                self.note("wait-for-known", is_known, shown);
            }
            _ => {}
        }
    }

    /// Checks the first requests.
    fn order(&mut self, identifier: MessageIdentifier, value: &Value, shown: impl Fn() -> String) {
        match self.requests {
            1 => {
                let is_negotiation = identifier == MessageIdentifier::COMPUTE_SYSTEM_NEGOTIATE_PROTOCOL_V1;
                self.note("negotiation-first", is_negotiation && value["ContainerId"] == "", &shown);
                let version = |key: &str| value[key].as_u64().unwrap_or(0);
                let has_four = (version("MinimumVersion")..=version("MaximumVersion")).contains(&4);
                self.note("version", has_four, shown);
            }
            2 if self.wants_create => {
                let is_create = identifier == MessageIdentifier::COMPUTE_SYSTEM_CREATE_V1;
                self.note("vm-create", is_create && value["ContainerId"] == VM, shown);
            }
            _ => {}
        }
    }

    fn execute(&mut self, settings: &Value, shown: impl Fn() -> String) {
        let relay = &settings["VsockStdioRelaySettings"];
        self.note("execute-settings", relay.is_object() && settings["StdioRelaySettings"].is_null(), &shown);
        let mut ports = ["StdIn", "StdOut", "StdErr"].into_iter().map(|key| relay[key].as_u64().unwrap_or(0));
        self.note("stdio-ports", ports.all(|port| port == 0 || port > 0x4000_0000), shown);
    }
}
