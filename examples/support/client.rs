//! A host on a stream: its calls, and the expected answers.
#![allow(dead_code, reason = "each program uses its part")]

use std::collections::{BTreeMap, VecDeque};
use std::error::Error;
use std::fmt;
use std::io::{ErrorKind, Read, Write};
use std::net::Shutdown;
use std::ops::Deref;
use std::time::Duration;

use gcs_prot::HResult;
use gcs_prot::endpoint::{Endpoint, Host, HostEvent};
use gcs_prot::json::EncodeObject;
use gcs_prot::message::{
    MessageBase, NULL_CONTAINER_ID, NegotiateProtocol, NotificationType, ProcessDetails, PropertiesV2, ProtocolVersion,
    Request,
};
use gcs_prot::rpc::{AnyResponse, GuestKind, Linux, Method, Rpc};
use gcs_prot::wire::SequenceId;

use crate::log::Log;
use crate::net::{self, Listener, Stream};

pub type Failure = Box<dyn Error + Send + Sync>;

/// How long to wait for a message of the guest.
const PATIENCE: Duration = Duration::from_secs(30);

/// The answer of a guest.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Done,
    Failed(HResult),
    /// The version, and whether the guest wants Create and Start for the VM itself.
    Negotiated(ProtocolVersion, bool, bool),
    Process(u32),
    Exit(u32),
    /// The processes, and their number according to the statistics.
    Properties(Vec<u32>, Option<u64>),
    /// The GUID of a compute system.
    Guid(String),
    Stacks,
    /// An unusable response, and the reason.
    Unusable(String),
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("success"),
            Self::Failed(result) => write!(f, "{result}"),
            Self::Negotiated(version, create, start) => {
                let wants = [("Create", create), ("Start", start)];
                write!(f, "version {}", version.0)?;
                wants
                    .iter()
                    .filter(|(_, wanted)| **wanted)
                    .try_for_each(|(name, _)| write!(f, ", with {name} for the VM"))
            }
            Self::Process(process) => write!(f, "process {process}"),
            Self::Exit(code) => write!(f, "exit code {code}"),
            Self::Properties(processes, pids) => {
                match processes.as_slice() {
                    [] => f.write_str("no processes listed")?,
                    [first, others @ ..] => {
                        write!(f, "processes {first}")?;
                        others.iter().try_for_each(|process| write!(f, " {process}"))?;
                    }
                }
                pids.map_or(Ok(()), |count| write!(f, ", {count} counted"))
            }
            Self::Guid(guid) => write!(f, "GUID {guid}"),
            Self::Stacks => f.write_str("stacks"),
            Self::Unusable(why) => write!(f, "an unusable response: {why}"),
        }
    }
}

/// A kind of guest whose answers this host understands.
pub trait Answers: GuestKind {
    /// Returns the answer in a successful response.
    fn read(response: &AnyResponse<'_, Self>) -> Answer;
}

/// One connection to a guest.
pub struct Client<'c, W, K: Answers = Linux> {
    host: Host<'c, 64, K>,
    stream: Lent<'c>,
    /// Where a guest that has gone away connects again, if the session is to go on then.
    listener: Option<&'c Listener>,
    log: &'c mut Log<W>,
    patience: Duration,
    keep_going: bool,
    calls: BTreeMap<SequenceId, Method>,
    answers: BTreeMap<SequenceId, Answer>,
    notifications: VecDeque<(String, String)>,
    /// Descriptions of the unexpected answers.
    pub mismatches: Vec<String>,
}

impl<'c, W: Write, K: Answers> Client<'c, W, K> {
    pub fn new(host: Host<'c, 64, K>, stream: &'c Stream, log: &'c mut Log<W>) -> Self {
        let (calls, answers, notifications) = (BTreeMap::new(), BTreeMap::new(), VecDeque::new());
        let (patience, keep_going, mismatches) = (PATIENCE, false, Vec::new());
        let (stream, listener) = (Lent::Lent(stream), None);
        Self { host, stream, listener, log, patience, keep_going, calls, answers, notifications, mismatches }
    }

    /// Continues after an unexpected answer. Otherwise the first one is an error.
    pub fn keep_going(mut self) -> Self {
        self.keep_going = true;
        self
    }

    /// Goes on with the session when the guest goes away in the midst of it, and connects again.
    pub fn resuming(mut self, listener: &'c Listener) -> Self {
        self.listener = Some(listener);
        self
    }

    /// Sets how long to wait for a message of the guest.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Records an unexpected answer.
    pub fn mismatch(&mut self, text: String) -> Result<(), Failure> {
        if !self.keep_going {
            return Err(text.into());
        }
        self.log.note(&format!("mismatch: {text}"));
        self.mismatches.push(text);
        Ok(())
    }

    /// Records a failure, unless the connection failed.
    pub fn check_that(&mut self, outcome: Result<(), Failure>) -> Result<(), Failure> {
        outcome.or_else(|error| self.mismatch(error.to_string()))
    }

    /// Calls a method without waiting for the answer.
    pub fn send<'a, R: Rpc>(&mut self, container: &'a str, body: R::Request<'a>) -> Result<SequenceId, Failure> {
        self.send_as(R::METHOD, container, body)
    }

    /// Like [`send`](Self::send), with a body of another type.
    pub fn send_as<B: EncodeObject>(
        &mut self,
        method: Method,
        container: &str,
        body: B,
    ) -> Result<SequenceId, Failure> {
        let base = MessageBase { container_id: container, activity_id: NULL_CONTAINER_ID, ..MessageBase::default() };
        let id = self.host.call_with(method, &Request { base, body })?;
        self.log.sent(self.host.outgoing());
        (&*self.stream).write_all(self.host.outgoing()).map_err(|error| lost(&error))?;
        self.host.sent(self.host.outgoing().len());
        self.calls.insert(id, method);
        Ok(id)
    }

    /// Calls a method and checks its answer.
    pub fn check<'a, R: Rpc>(
        &mut self,
        container: &'a str,
        body: R::Request<'a>,
        expected: &Answer,
    ) -> Result<(), Failure> {
        let id = self.send::<R>(container, body)?;
        self.expect(id, expected)
    }

    /// Waits for the answer to a call. Returns `None` if there was none, which has been recorded.
    pub fn answer(&mut self, id: SequenceId) -> Result<Option<Answer>, Failure> {
        loop {
            if let Some(answer) = self.answers.remove(&id) {
                return Ok(Some(answer));
            }
            if !self.receive()? {
                let seconds = self.patience.as_secs_f32();
                let text = format!("{} was not answered: no message arrived for {seconds} s", self.call(id));
                return self.mismatch(text).map(|()| None);
            }
        }
    }

    /// Waits for an answer and checks it.
    pub fn expect(&mut self, id: SequenceId, expected: &Answer) -> Result<(), Failure> {
        match self.answer(id)? {
            Some(answer) if answer != *expected => self.unexpected(id, &answer, expected),
            _ => Ok(()),
        }
    }

    /// Records an answer that differs from the expected one.
    pub fn unexpected(&mut self, id: SequenceId, answer: &Answer, expected: impl fmt::Display) -> Result<(), Failure> {
        self.mismatch(format!("{} was answered with {answer}; {expected} was expected", self.call(id)))
    }

    fn call(&self, id: SequenceId) -> String {
        format!("{} #{id}", self.calls.get(&id).map_or("a call", |method| method.name()))
    }

    /// Checks that a call has not been answered yet.
    pub fn expect_waiting(&mut self, id: SequenceId) -> Result<(), Failure> {
        match self.answers.get(&id).cloned() {
            None => Ok(()),
            Some(answer) => self.unexpected(id, &answer, "an answer later on"),
        }
    }

    /// Waits for a notification and checks it.
    pub fn expect_notification(&mut self, container: &str, expected: NotificationType<'_>) -> Result<(), Failure> {
        loop {
            if let Some((of, what)) = self.notifications.pop_front() {
                if of == container && what == expected.as_str() {
                    return Ok(());
                }
                return self
                    .mismatch(format!("the guest notified {what} of {of}; {expected} of {container} was expected"));
            }
            if !self.receive()? {
                return self.mismatch(format!("the guest did not notify {expected} of {container}"));
            }
        }
    }

    /// Drops the notifications of a container, which may or may not have ended.
    pub fn forget_notifications(&mut self, container: &str) {
        self.notifications.retain(|(of, _)| of != container);
    }

    /// Checks that nothing is left over. Returns the unexpected answers.
    pub fn finish(mut self) -> Result<Vec<String>, Failure> {
        let notifications: Vec<_> = self.notifications.iter().map(|(of, what)| format!("{what} of {of}")).collect();
        for notification in notifications {
            self.mismatch(format!("the guest notified {notification}, which was not expected"))?;
        }
        let answers: Vec<_> = self.answers.iter().map(|(id, answer)| (*id, answer.clone())).collect();
        for (id, answer) in answers {
            self.unexpected(id, &answer, "nothing")?;
        }
        match self.host.in_flight() {
            0 => {}
            1 => self.mismatch("1 call was not answered".into())?,
            calls => self.mismatch(format!("{calls} calls were not answered"))?,
        }
        Ok(self.mismatches)
    }

    /// Waits for the guest to connect again, and negotiates. The calls in flight stay so.
    fn resume(&mut self, listener: &Listener) -> Result<(), Failure> {
        self.log.note("the guest has gone away");
        // Whatever is between the two learns of it, too.
        let _ = self.stream.shutdown(Shutdown::Both);
        self.stream = Lent::Own(listener.accept_within(self.patience)?);
        self.log.reset();
        self.host.resume();
        let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
        let id = self.send_as(Method::NegotiateProtocol, "", versions)?;
        match self.answer(id)? {
            Some(Answer::Negotiated(..)) | None => Ok(()),
            Some(other) => self.unexpected(id, &other, "a version"),
        }
    }

    /// Waits for bytes, and handles all complete messages in them. Returns `false` if no bytes arrived in time.
    fn receive(&mut self) -> Result<bool, Failure> {
        self.stream.set_read_timeout(Some(self.patience))?;
        let window = self.host.window()?;
        match (&*self.stream).read(window) {
            Ok(0) => {
                if let Some(listener) = self.listener {
                    return self.resume(listener).map(|()| true);
                }
                self.host.end()?;
                return Err("the guest has closed the connection".into());
            }
            Ok(count) => {
                self.log.received(&window[..count]);
                self.host.commit(count)?;
            }
            Err(error) if net::is_late(&error) => return Ok(false),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(lost(&error)),
        }
        let mut wrong = Vec::new();
        while let Some(event) = self.host.poll()? {
            match event {
                HostEvent::Response(id, response) => {
                    if response.base().activity_id != NULL_CONTAINER_ID {
                        wrong.push(format!("response #{id} does not echo the activity id"));
                    }
                    let result = response.base().result;
                    let answer = if result.is_ok() { K::read(&response) } else { Answer::Failed(result) };
                    self.answers.insert(id, answer);
                }
                HostEvent::Notification(notification) => self.notifications.push_back((
                    notification.base.container_id.into(),
                    notification.body.notification_type.as_str().into(),
                )),
                HostEvent::Failed { id, failure, .. } => {
                    self.answers.insert(id, Answer::Unusable(failure.to_string()));
                }
                HostEvent::Violation(header, violation) => {
                    wrong.push(format!("#{} {}: {violation}", header.sequence_id(), header.identifier()));
                }
                _ => {}
            }
        }
        wrong.into_iter().try_for_each(|text| self.mismatch(text))?;
        Ok(true)
    }
}

/// A connection that was made before, or one that was accepted since.
enum Lent<'c> {
    Lent(&'c Stream),
    Own(Stream),
}

impl Deref for Lent<'_> {
    type Target = Stream;

    fn deref(&self) -> &Stream {
        match self {
            Self::Lent(stream) => stream,
            Self::Own(stream) => stream,
        }
    }
}

fn lost(error: &std::io::Error) -> Failure {
    format!("the connection to the guest is lost: {error}").into()
}

impl Answers for Linux {
    fn read(response: &AnyResponse<'_>) -> Answer {
        read(response)
    }
}

fn read(response: &AnyResponse<'_>) -> Answer {
    match response {
        AnyResponse::NegotiateProtocol(negotiate) => {
            let capabilities = &negotiate.body.capabilities;
            let (create, start) = (capabilities.send_host_create_message, capabilities.send_host_start_message);
            Answer::Negotiated(negotiate.body.version, create, start)
        }
        AnyResponse::ExecuteProcess(execute) => Answer::Process(execute.body.process_id),
        AnyResponse::WaitForProcess(wait) => Answer::Exit(wait.body.exit_code),
        AnyResponse::GetProperties(get) => match &get.body.properties.0 {
            Some(properties) => properties_of(properties),
            None => Answer::Unusable("the response has no properties".into()),
        },
        AnyResponse::DumpStacks(dump) if !dump.body.guest_stacks.is_empty() => Answer::Stacks,
        _ => Answer::Done,
    }
}

fn properties_of(properties: &PropertiesV2<'_>) -> Answer {
    let processes = properties.process_list.iter().map(|ProcessDetails { process_id }| process_id).collect();
    let pids = properties.metrics.get().map(|metrics| metrics.pids.unwrap_or_default().current);
    Answer::Properties(processes, pids)
}
