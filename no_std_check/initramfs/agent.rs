//! Containers and processes, in arrays of fixed size. Nothing is executed: a process lasts until it gets a signal.

use gcs_prot::HResult;
use gcs_prot::endpoint::{Guest, Notification, Reply, Token};
use gcs_prot::json::EncodeObject;
use gcs_prot::message::{
    ContainerCreateResponse, ContainerExecuteProcess, ContainerExecuteProcessResponse, ContainerWaitForProcess,
    ContainerWaitForProcessResponse, Empty, ExecuteProcessVsockStdioRelaySettings, INFINITE_WAIT_TIMEOUT,
    NULL_CONTAINER_ID, NotificationType,
};
use gcs_prot::rpc::AnyRequest;

use crate::linux::Milliseconds;

const CONTAINERS: usize = 4;
const PROCESSES: usize = 16;
const WAITS: usize = 16;

const SIGKILL: i32 = 9;
const SIGTERM: i32 = 15;

/// The send buffer has no room for a message until pending bytes are sent.
pub struct NoRoom;

struct Container {
    /// The notification for the end of the container. It also holds the id of the container.
    end: Notification,
    state: State,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Created,
    /// The container runs. It ends with its first process, which is given here.
    Running(u32),
    Ended,
    /// The container has ended, and the host has been notified.
    Notified,
}

#[derive(Clone, Copy)]
struct Process {
    id: u32,
    system: System,
    /// The exit code, if the process has ended.
    exit_code: Option<u32>,
}

/// The compute system that a process belongs to.
#[derive(Clone, Copy, PartialEq)]
enum System {
    Vm,
    Container(usize),
}

/// A host that waits for the end of a process.
struct Wait {
    token: Token,
    process: u32,
    until: Option<Milliseconds>,
}

/// The state of the agent.
#[derive(Default)]
pub struct Agent {
    containers: [Option<Container>; CONTAINERS],
    processes: [Option<Process>; PROCESSES],
    waits: [Option<Wait>; WAITS],
    last_process: u32,
}

impl Agent {
    /// Answers a request, or stores it. Stored requests are answered by [`tell`](Self::tell).
    pub fn handle(&mut self, request: &AnyRequest<'_>, reply: Reply<'_, '_>, now: Milliseconds) -> Result<(), NoRoom> {
        let id = request.base().container_id;
        match request {
            AnyRequest::Create(_) => send(reply, self.create(id)),
            AnyRequest::Start(_) => send(reply, self.system(id).map(|_| Empty {})),
            AnyRequest::ExecuteProcess(execute) => send(reply, self.execute(id, &execute.body)),
            AnyRequest::WaitForProcess(wait) => self.wait(id, &wait.body, reply, now),
            AnyRequest::SignalProcess(signal) => {
                send(reply, self.signal(id, signal.body.process_id, signal.body.options.signal))
            }
            AnyRequest::ShutdownGraceful(_) => send(reply, self.shut_down(id, SIGTERM)),
            AnyRequest::ShutdownForced(_) => send(reply, self.shut_down(id, SIGKILL)),
            AnyRequest::DeleteContainerState(_) => send(reply, self.delete(id)),
            _ => send::<Empty>(reply, Err(HResult::NOT_IMPLEMENTED)),
        }
    }

    /// Sends what the host waits for: ends of processes and containers, and timeouts.
    pub fn tell<const QUEUE: usize>(&mut self, guest: &mut Guest<'_, QUEUE>, now: Milliseconds) -> Result<(), NoRoom> {
        for place in &mut self.processes {
            let Some(Process { id, exit_code: Some(exit_code), .. }) = *place else { continue };
            for wait in self.waits.iter_mut().filter_map(|wait| wait.take_if(|wait| wait.process == id)) {
                let response = ContainerWaitForProcessResponse { exit_code };
                guest.respond(wait.token, &response).map_err(|_| NoRoom)?;
                // A process is removed when the host has been told about its end.
                *place = None;
            }
        }
        let late = |wait: &mut Wait| wait.until.is_some_and(|until| until <= now);
        for wait in self.waits.iter_mut().filter_map(|wait| wait.take_if(late)) {
            let message = "the process is still running";
            guest.respond_failure(wait.token, HResult::TIMEOUT, message).map_err(|_| NoRoom)?;
        }
        for container in self.containers.iter_mut().flatten().filter(|container| container.state == State::Ended) {
            guest.notify(&container.end).map_err(|_| NoRoom)?;
            container.state = State::Notified;
        }
        Ok(())
    }

    /// Returns when [`tell`](Self::tell) has something to send, even if the host sends nothing.
    pub fn deadline(&self) -> Option<Milliseconds> {
        self.waits.iter().flatten().filter_map(|wait| wait.until).min()
    }

    fn create(&mut self, id: &str) -> Result<ContainerCreateResponse<'static>, HResult> {
        if id == NULL_CONTAINER_ID {
            return Ok(ContainerCreateResponse::default());
        }
        if self.system(id).is_ok() {
            return Err(HResult::SYSTEM_ALREADY_EXISTS);
        }
        let end = Notification::new(id, NotificationType::UnexpectedExit).ok_or(HResult::INVALID_ARGUMENT)?;
        insert(&mut self.containers, Container { end, state: State::Created })?;
        Ok(ContainerCreateResponse::default())
    }

    /// Starts a process. The first process of a container starts the container. Standard streams are not supported.
    fn execute(
        &mut self,
        id: &str,
        execute: &ContainerExecuteProcess<'_>,
    ) -> Result<ContainerExecuteProcessResponse, HResult> {
        let system = self.system(id)?;
        if execute.settings.vsock_stdio_relay_settings != ExecuteProcessVsockStdioRelaySettings::default() {
            return Err(HResult::NOT_IMPLEMENTED);
        }
        let process_id = self.last_process.checked_add(1).ok_or(HResult::FAIL)?;
        let container = self.container(system);
        if container.as_ref().is_some_and(|container| matches!(container.state, State::Ended | State::Notified)) {
            return Err(HResult::SYSTEM_ALREADY_STOPPED);
        }
        insert(&mut self.processes, Process { id: process_id, system, exit_code: None })?;
        self.last_process = process_id;
        if let Some(container) = self.container(system).filter(|container| container.state == State::Created) {
            container.state = State::Running(process_id);
        }
        Ok(ContainerExecuteProcessResponse { process_id })
    }

    /// Stores a wait if the process exists. The response comes later, even if the process has already ended or the
    /// timeout is 0.
    fn wait(
        &mut self,
        id: &str,
        wait: &ContainerWaitForProcess,
        reply: Reply<'_, '_>,
        now: Milliseconds,
    ) -> Result<(), NoRoom> {
        let process = wait.process_id;
        let place = self.process(id, process).and_then(|_| free_slot(&mut self.waits));
        let place = match place {
            Ok(place) => place,
            Err(result) => return send::<Empty>(reply, Err(result)),
        };
        let until = match wait.timeout_in_ms {
            INFINITE_WAIT_TIMEOUT => None,
            timeout => Some(now.saturating_add(timeout as usize)),
        };
        *place = Some(Wait { token: reply.later(), process, until });
        Ok(())
    }

    fn signal(&mut self, id: &str, process: u32, signal: i32) -> Result<Empty, HResult> {
        if self.process(id, process)?.exit_code.is_some() {
            return Err(HResult::NOT_FOUND);
        }
        self.end(process, if signal == 0 { SIGKILL } else { signal });
        Ok(Empty {})
    }

    fn shut_down(&mut self, id: &str, signal: i32) -> Result<Empty, HResult> {
        let system = self.system(id)?;
        match self.container(system).map(|container| container.state) {
            Some(State::Running(first)) => self.end(first, signal),
            Some(State::Ended | State::Notified) => return Err(HResult::SYSTEM_ALREADY_STOPPED),
            Some(State::Created) | None => return Err(HResult::INVALID_STATE),
        }
        Ok(Empty {})
    }

    fn delete(&mut self, id: &str) -> Result<Empty, HResult> {
        let system = self.system(id)?;
        let System::Container(at) = system else { return Err(HResult::INVALID_STATE) };
        let place = self.containers.get_mut(at).ok_or(HResult::SYSTEM_NOT_FOUND)?;
        if place.as_ref().is_some_and(|container| matches!(container.state, State::Running(_))) {
            return Err(HResult::INVALID_STATE);
        }
        *place = None;
        for place in &mut self.processes {
            place.take_if(|process| process.system == system);
        }
        Ok(Empty {})
    }

    /// Ends a process because of a signal. The end of its first process also ends a container and all other processes
    /// in it.
    fn end(&mut self, id: u32, signal: i32) {
        let Some(process) = self.processes.iter_mut().flatten().find(|process| process.id == id) else { return };
        process.exit_code = Some(exit_code(signal));
        let system = process.system;
        let Some(container) = self.container(system).filter(|container| container.state == State::Running(id)) else {
            return;
        };
        container.state = State::Ended;
        container.end.notification_type = match signal {
            SIGTERM => NotificationType::GracefulExit,
            SIGKILL => NotificationType::ForcedExit,
            _ => NotificationType::UnexpectedExit,
        };
        for process in self.processes.iter_mut().flatten().filter(|process| process.system == system) {
            process.exit_code.get_or_insert(exit_code(SIGKILL));
        }
    }

    fn system(&self, id: &str) -> Result<System, HResult> {
        if id == NULL_CONTAINER_ID {
            return Ok(System::Vm);
        }
        let has_id = |container: &Option<Container>| container.as_ref().is_some_and(|it| it.end.container_id() == id);
        self.containers.iter().position(has_id).map(System::Container).ok_or(HResult::SYSTEM_NOT_FOUND)
    }

    fn container(&mut self, system: System) -> Option<&mut Container> {
        match system {
            System::Vm => None,
            System::Container(at) => self.containers.get_mut(at)?.as_mut(),
        }
    }

    fn process(&self, id: &str, process: u32) -> Result<Process, HResult> {
        let system = self.system(id)?;
        let mut processes = self.processes.iter().flatten().copied();
        processes.find(|entry| entry.id == process && entry.system == system).ok_or(HResult::NOT_FOUND)
    }
}

/// Returns the exit code of a process that a signal ended.
fn exit_code(signal: i32) -> u32 {
    signal.unsigned_abs().saturating_add(128)
}

/// Returns a free slot in a table.
fn free_slot<T>(table: &mut [Option<T>]) -> Result<&mut Option<T>, HResult> {
    table.iter_mut().find(|place| place.is_none()).ok_or(HResult::FAIL)
}

fn insert<T>(table: &mut [Option<T>], value: T) -> Result<(), HResult> {
    *free_slot(table)? = Some(value);
    Ok(())
}

fn send<T: EncodeObject>(reply: Reply<'_, '_>, answer: Result<T, HResult>) -> Result<(), NoRoom> {
    match answer {
        Ok(body) => reply.ok(&body),
        Err(result) => reply.fail(result, result.meaning().unwrap_or_default()),
    }
    .map_err(|_| NoRoom)
}
