//! The connection to the judged guest, message by message, as bytes.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{ErrorKind, Read, Write};
use std::net::Shutdown;
use std::time::{Duration, Instant};

use gcs_prot::json;
use gcs_prot::message::{ContainerNotification, MessageResponseBase, Request};
use gcs_prot::rpc::{AnyResponse, GuestKind, Linux, Method};
use gcs_prot::windows::Windows;
use gcs_prot::wire::{MessageIdentifier, MessageType};
use serde_json::Value;

use super::report::Report;
use crate::net::{self, Listener, Stream};
use crate::show::kind::Kind;

/// The longest message that a host accepts.
const LONGEST: u32 = 1 << 16;

/// The activity id that a host sends if it has nothing to correlate.
pub const ACTIVITY: &str = "00000000-0000-0000-0000-000000000000";

/// The connection is lost, or the guest does not answer.
#[derive(Debug)]
pub struct Lost(pub String);

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A guest, and the pending requests.
pub struct Peer<'r> {
    stream: Stream,
    kind: Kind,
    patience: Duration,
    pub report: &'r mut Report,
    next_id: u64,
    /// The pending requests: their identifiers and activity ids.
    open: BTreeMap<u64, (u32, String)>,
    answers: BTreeMap<u64, Value>,
    pub notifications: Vec<Value>,
    /// The number of messages that answered no request.
    unasked: usize,
    /// Whether a Windows guest says that it forwards its log.
    pub forwards_log: bool,
}

impl<'r> Peer<'r> {
    pub fn new(stream: Stream, kind: Kind, patience: Duration, report: &'r mut Report) -> Self {
        let (open, answers, notifications) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        let (next_id, unasked, forwards_log) = (0, 0, false);
        Self { stream, kind, patience, report, next_id, open, answers, notifications, unasked, forwards_log }
    }

    /// The sequence id of the next request.
    pub const fn next_id(&self) -> u64 {
        self.next_id
    }

    /// Breaks the connection, and waits for the guest to connect again. The requests of this connection stay open.
    pub fn reconnect(&mut self, listener: &Listener) -> Result<(), Lost> {
        // The guest may have been first.
        let _ = self.stream.shutdown(Shutdown::Both);
        self.stream = listener
            .accept_within(self.patience)
            .map_err(|_| Lost(format!("it has not connected again in {:?}", self.patience)))?;
        Ok(())
    }

    /// Sends a request without waiting for the answer.
    pub fn send(&mut self, identifier: MessageIdentifier, payload: &str) -> Result<u64, Lost> {
        let id = self.next_id;
        self.next_id += 1;
        let activity = serde_json::from_str(payload)
            .map_or(String::new(), |value: Value| value["ActivityId"].as_str().unwrap_or_default().to_owned());
        self.open.insert(id, (identifier.0, activity));
        self.send_raw(identifier, id, payload.len() + 16, payload.as_bytes())?;
        Ok(id)
    }

    /// Sends any message, with any size in its header.
    pub fn send_raw(
        &mut self,
        identifier: MessageIdentifier,
        id: u64,
        size: usize,
        payload: &[u8],
    ) -> Result<(), Lost> {
        let size = u32::try_from(size).expect("small");
        let header = [&identifier.0.to_le_bytes()[..], &size.to_le_bytes(), &id.to_le_bytes()].concat();
        self.stream.write_all(&[&header, payload].concat()).map_err(|error| Lost(format!("writing failed: {error}")))
    }

    /// Calls a method, and waits for the answer.
    pub fn call(&mut self, identifier: MessageIdentifier, payload: &Value) -> Result<Value, Lost> {
        let id = self.send(identifier, &payload.to_string())?;
        self.answer(id)
    }

    /// Waits for the answer to a request.
    pub fn answer(&mut self, id: u64) -> Result<Value, Lost> {
        self.wait_for(id, Duration::ZERO)
    }

    /// Waits for the answer to a request that takes so much longer than others.
    pub fn wait_for(&mut self, id: u64, longer: Duration) -> Result<Value, Lost> {
        let end = Instant::now() + self.patience + longer;
        loop {
            if let Some(answer) = self.answers.remove(&id) {
                return Ok(answer);
            }
            if !self.receive(end)? {
                let name = self.open.get(&id).map_or(String::new(), |open| MessageIdentifier(open.0).to_string());
                return Err(Lost(format!("{name} #{id} was not answered in {:?}", self.patience)));
            }
        }
    }

    /// The number of messages that answered no request.
    pub fn unasked(&self) -> usize {
        self.unasked
    }

    /// Returns whether a request has been answered.
    pub fn is_answered(&self, id: u64) -> bool {
        self.answers.contains_key(&id)
    }

    /// Waits for a notification about a container. Returns `None` if there is none.
    pub fn notification(&mut self, container: &str) -> Result<Option<Value>, Lost> {
        let end = Instant::now() + self.patience;
        loop {
            let is_of = |notification: &Value| notification["ContainerId"] == container;
            if let Some(index) = self.notifications.iter().position(is_of) {
                return Ok(Some(self.notifications.remove(index)));
            }
            if !self.receive(end)? {
                return Ok(None);
            }
        }
    }

    /// Waits for the guest to close the connection. Returns whether it does.
    pub fn is_closed(&mut self) -> bool {
        let end = Instant::now() + self.patience;
        loop {
            match self.receive(end) {
                Ok(true) => {}
                Ok(false) => return false,
                Err(_) => return true,
            }
        }
    }

    /// Receives one message and checks it. Returns `false` if none arrives in time.
    fn receive(&mut self, end: Instant) -> Result<bool, Lost> {
        let mut header = [0; 16];
        if !self.fill(&mut header, end)? {
            return Ok(false);
        }
        let word = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        let (identifier, size) = (MessageIdentifier(word(0)), word(4));
        let id = u64::from(word(8)) | u64::from(word(12)) << 32;
        let is_right = (16..=LONGEST).contains(&size);
        self.report.hold("frame-size", is_right, format_args!("a message of {size} bytes"));
        if !(16..=16 << 20).contains(&size) {
            return Err(Lost(format!("a message of {size} bytes")));
        }
        let mut payload = vec![0; size as usize - 16];
        if !self.fill(&mut payload, end)? {
            return Err(Lost("the guest stopped inside a message".into()));
        }
        self.judge(identifier, id, &payload);
        Ok(true)
    }

    /// Fills the buffer. Returns `false` if no byte arrives in time.
    fn fill(&mut self, buffer: &mut [u8], end: Instant) -> Result<bool, Lost> {
        let mut filled = 0;
        while filled < buffer.len() {
            let left = end.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            let read = self.stream.set_read_timeout(Some(left)).and_then(|()| self.stream.read(&mut buffer[filled..]));
            match read {
                Ok(0) => return Err(Lost("the guest has closed the connection".into())),
                Ok(count) => filled += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if net::is_late(&error) && filled == 0 => return Ok(false),
                Err(error) => return Err(Lost(format!("reading failed: {error}"))),
            }
        }
        Ok(true)
    }

    fn judge(&mut self, identifier: MessageIdentifier, id: u64, payload: &[u8]) {
        let value: Value = match serde_json::from_slice(payload) {
            Ok(value) => value,
            Err(error) => return self.report.note("valid-payload", Err(format!("{identifier} #{id}: {error}"))),
        };
        let shown = || format!("{identifier} #{id}: {}", String::from_utf8_lossy(&payload[..payload.len().min(200)]));
        let written = if identifier.message_type() == MessageType::NOTIFICATION {
            self.report.note("notification-id", if id == 0 { Ok(()) } else { Err(shown()) });
            self.notifications.push(value);
            rewrite_notification(payload)
        } else {
            let Some((asked, activity)) = self.open.remove(&id) else {
                self.unasked += 1;
                return self.report.note("answers-only-requests", Err(shown()));
            };
            let expected = MessageIdentifier(asked).response_identifier();
            self.report.note("response-identifier", if identifier == expected { Ok(()) } else { Err(shown()) });
            self.judge_base(&value, &activity, &shown());
            self.answers.insert(id, value);
            match self.kind {
                Kind::Linux => rewrite_response::<Linux>(MessageIdentifier(asked), payload),
                Kind::Windows => rewrite_response::<Windows>(MessageIdentifier(asked), payload),
            }
        };
        match written {
            Ok(written) => {
                self.report.note("valid-payload", Ok(()));
                self.report.note("canonical-bytes", if written == payload { Ok(()) } else { Err(shown()) });
            }
            Err(error) => self.report.note("valid-payload", Err(format!("{error}: {}", shown()))),
        }
    }

    /// Checks the base fields of a response.
    fn judge_base(&mut self, value: &Value, activity: &str, shown: &str) {
        let hold = |is_right: bool| if is_right { Ok(()) } else { Err(shown.to_owned()) };
        if activity.is_empty() {
            self.report.note("activity-id-left-out", hold(value.get("ActivityId").is_none()));
        } else {
            self.report.note("activity-id-echoed", hold(value["ActivityId"] == activity));
        }
        let result = value["Result"].as_i64();
        self.report.note("result-signed", hold(result.is_some_and(|result| i32::try_from(result).is_ok())));
        if result == Some(0) {
            return;
        }
        let records = value["ErrorRecords"].as_array().map(Vec::as_slice);
        let is_record = matches!(records, Some([record])
            if record["Line"].as_u64().is_some_and(|line| u32::try_from(line).is_ok()) && record["FileName"].is_string());
        let has_message = value["ErrorMessage"].as_str().is_some_and(|message| !message.is_empty());
        self.report.note("error-record", hold(is_record && has_message));
    }
}

/// Returns what this crate writes for a response.
fn rewrite_response<K: GuestKind>(request: MessageIdentifier, payload: &[u8]) -> Result<Vec<u8>, String> {
    let mut copy = payload.to_vec();
    let mut output = vec![0; payload.len() * 12 + 1024];
    let written = match Method::from_request(request) {
        // A failure has only the base fields, whatever the response of the method requires.
        Some(method) if is_success(payload) => AnyResponse::<K>::decode_for(method, &mut copy)
            .and_then(|response| json::encode(&response, &mut output).map(<[u8]>::to_vec)),
        _ => json::decode::<MessageResponseBase<'_>>(&mut copy)
            .and_then(|response| json::encode(&response, &mut output).map(<[u8]>::to_vec)),
    };
    match written {
        // A failing response may have the fields of its method, with default values.
        Ok(written) if !is_success(payload) && payload.starts_with(&written[..written.len() - 1]) => {
            Ok(payload.to_vec())
        }
        written => written.map_err(|error| error.to_string()),
    }
}

fn is_success(payload: &[u8]) -> bool {
    serde_json::from_slice::<Value>(payload).is_ok_and(|value| value["Result"] == 0)
}

/// Returns what this crate writes for a notification.
fn rewrite_notification(payload: &[u8]) -> Result<Vec<u8>, String> {
    let mut copy = payload.to_vec();
    let mut output = vec![0; payload.len() * 12 + 1024];
    json::decode::<Request<'_, ContainerNotification<'_>>>(&mut copy)
        .and_then(|notification| json::encode(&notification, &mut output).map(<[u8]>::to_vec))
        .map_err(|error| error.to_string())
}
