//! A host on a stream: calls, and the answers that are expected.

use std::collections::{BTreeMap, VecDeque};
use std::error::Error;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use gcs_prot::HResult;
use gcs_prot::endpoint::{Endpoint, Host, HostEvent};
use gcs_prot::json::EncodeObject;
use gcs_prot::message::{
    MessageBase, NULL_CONTAINER_ID, NotificationType, ProcessDetails, PropertiesV2, ProtocolVersion, Request,
};
use gcs_prot::rpc::{AnyResponse, Method, Rpc};
use gcs_prot::wire::SequenceId;

use crate::log::Log;

pub type Failure = Box<dyn Error + Send + Sync>;

/// How long a guest may take to say something.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a guest answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Done,
    Failed(HResult),
    /// The version, and whether Create and Start are wanted for the VM itself.
    Negotiated(ProtocolVersion, bool, bool),
    Process(u32),
    Exit(u32),
    /// The processes, and how many of them the statistics count.
    Properties(Vec<u32>, Option<u64>),
    Stacks,
}

/// One connection to a guest.
pub struct Client<'c, W> {
    host: Host<'c>,
    stream: &'c UnixStream,
    log: &'c mut Log<W>,
    calls: BTreeMap<SequenceId, Method>,
    answers: BTreeMap<SequenceId, Answer>,
    notifications: VecDeque<(String, String)>,
}

impl<'c, W: Write> Client<'c, W> {
    pub fn new(host: Host<'c>, stream: &'c UnixStream, log: &'c mut Log<W>) -> Result<Self, Failure> {
        stream.set_read_timeout(Some(PATIENCE))?;
        let (calls, answers, notifications) = (BTreeMap::new(), BTreeMap::new(), VecDeque::new());
        Ok(Self { host, stream, log, calls, answers, notifications })
    }

    /// Calls a method, and does not wait for the answer.
    pub fn send<'a, R: Rpc>(&mut self, container: &'a str, body: R::Request<'a>) -> Result<SequenceId, Failure> {
        self.send_as(R::METHOD, container, body)
    }

    /// As [`send`](Self::send), with a document that is not the usual one.
    pub fn send_as<B: EncodeObject>(
        &mut self,
        method: Method,
        container: &str,
        body: B,
    ) -> Result<SequenceId, Failure> {
        let base = MessageBase { container_id: container, activity_id: NULL_CONTAINER_ID, ..MessageBase::default() };
        let id = self.host.call_with(method, &Request { base, body })?;
        self.log.sent(self.host.outgoing());
        self.stream.write_all(self.host.outgoing()).map_err(|error| lost(&error))?;
        self.host.sent(self.host.outgoing().len());
        self.calls.insert(id, method);
        Ok(id)
    }

    /// Calls a method that must be answered like this.
    pub fn check<'a, R: Rpc>(
        &mut self,
        container: &'a str,
        body: R::Request<'a>,
        expected: &Answer,
    ) -> Result<(), Failure> {
        let id = self.send::<R>(container, body)?;
        self.expect(id, expected)
    }

    /// Waits for the answer to a call.
    pub fn answer(&mut self, id: SequenceId) -> Result<Answer, Failure> {
        loop {
            if let Some(answer) = self.answers.remove(&id) {
                return Ok(answer);
            }
            self.receive()?;
        }
    }

    /// Waits for an answer, which must be this.
    pub fn expect(&mut self, id: SequenceId, expected: &Answer) -> Result<(), Failure> {
        let answer = self.answer(id)?;
        if answer == *expected { Ok(()) } else { Err(self.unexpected(id, &answer, &format!("{expected:?}"))) }
    }

    /// An answer that cannot be gone on with.
    pub fn unexpected(&self, id: SequenceId, answer: &Answer, expected: &str) -> Failure {
        let method = self.calls.get(&id).map_or("?", |method| method.name());
        format!("{method} #{id} was answered {answer:?}, expected was {expected}").into()
    }

    /// A call must not have been answered yet.
    pub fn expect_waiting(&self, id: SequenceId) -> Result<(), Failure> {
        match self.answers.get(&id) {
            None => Ok(()),
            Some(answer) => Err(self.unexpected(id, answer, "an answer later on")),
        }
    }

    /// Waits for a notification, which must be this.
    pub fn expect_notification(&mut self, container: &str, expected: NotificationType<'_>) -> Result<(), Failure> {
        while self.notifications.is_empty() {
            self.receive()?;
        }
        match self.notifications.pop_front() {
            Some((of, what)) if of == container && what == expected.as_str() => Ok(()),
            other => Err(format!("a notification {other:?}, expected was {expected} of {container}").into()),
        }
    }

    /// Nothing must be left over.
    pub fn finish(self) -> Result<(), Failure> {
        match (self.answers.len(), self.notifications.len(), self.host.in_flight()) {
            (0, 0, 0) => Ok(()),
            (answers, notifications, calls) => Err(format!(
                "{answers} answers and {notifications} notifications not expected, {calls} calls not answered"
            )
            .into()),
        }
    }

    /// Waits for bytes, and takes all whole messages in them.
    fn receive(&mut self) -> Result<(), Failure> {
        let window = self.host.window();
        match self.stream.read(window) {
            Ok(0) => {
                self.host.end()?;
                return Err("the guest has closed the connection".into());
            }
            Ok(count) => {
                self.log.received(&window[..count]);
                self.host.commit(count)?;
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                return Err(format!("the guest has said nothing for {} s", PATIENCE.as_secs()).into());
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(lost(&error)),
        }
        while let Some(event) = self.host.poll()? {
            match event {
                HostEvent::Response(id, response) => {
                    if response.base().activity_id != NULL_CONTAINER_ID {
                        return Err(format!("response #{id} does not echo the activity id").into());
                    }
                    self.answers.insert(id, read(&response)?);
                }
                HostEvent::Notification(notification) => self.notifications.push_back((
                    notification.base.container_id.into(),
                    notification.body.notification_type.as_str().into(),
                )),
                HostEvent::Failed { id, method, error } => {
                    let why = error.map_or("it is too large".into(), |error| error.to_string());
                    return Err(format!("the response to {} #{id} cannot be used: {why}", method.name()).into());
                }
                HostEvent::Violation(header, violation) => {
                    return Err(format!("#{} {}: {violation}", header.sequence_id(), header.identifier()).into());
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn lost(error: &std::io::Error) -> Failure {
    format!("the connection to the guest is lost: {error}").into()
}

fn read(response: &AnyResponse<'_>) -> Result<Answer, Failure> {
    let base = response.base();
    if !base.result.is_ok() {
        return Ok(Answer::Failed(base.result));
    }
    Ok(match response {
        AnyResponse::NegotiateProtocol(negotiate) => {
            let capabilities = &negotiate.body.capabilities;
            let (create, start) = (capabilities.send_host_create_message, capabilities.send_host_start_message);
            Answer::Negotiated(negotiate.body.version, create, start)
        }
        AnyResponse::ExecuteProcess(execute) => Answer::Process(execute.body.process_id),
        AnyResponse::WaitForProcess(wait) => Answer::Exit(wait.body.exit_code),
        AnyResponse::GetProperties(get) => match &get.body.properties.0 {
            Some(properties) => properties_of(properties),
            None => return Err("a response without properties".into()),
        },
        AnyResponse::DumpStacks(dump) if !dump.body.guest_stacks.is_empty() => Answer::Stacks,
        _ => Answer::Done,
    })
}

fn properties_of(properties: &PropertiesV2<'_>) -> Answer {
    let processes = properties.process_list.iter().map(|ProcessDetails { process_id }| process_id).collect();
    let pids = properties.metrics.get().map(|metrics| metrics.pids.unwrap_or_default().current);
    Answer::Properties(processes, pids)
}
