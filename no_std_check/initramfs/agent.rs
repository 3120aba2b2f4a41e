//! Containers and processes, in arrays of fixed size. Nothing is executed: a process lasts until it gets a signal.

use gcs_prot::HResult;
use gcs_prot::endpoint::{AnyReply, Call, Guest, Notification, Reply, Waits};
use gcs_prot::json::EncodeObject;
use gcs_prot::message::{
    ContainerCreateResponse, ContainerExecuteProcess, ContainerExecuteProcessResponse, ContainerWaitForProcess, Empty,
    ExecuteProcessVsockStdioRelaySettings, NULL_CONTAINER_ID, NotificationType,
};
use gcs_prot::rpc::{self, Rpc};

use crate::linux::Milliseconds;

const CONTAINERS: usize = 4;
const PROCESSES: usize = 16;
const WAITS: usize = PROCESSES;

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

/// The state of the agent.
#[derive(Default)]
pub struct Agent {
    containers: [Option<Container>; CONTAINERS],
    processes: [Option<Process>; PROCESSES],
    waits: Waits<u32, WAITS>,
    last_process: u32,
}

impl Agent {
    /// Answers a request, or remembers to. What comes of it is for [`tell`](Self::tell).
    pub fn handle(&mut self, call: Call<'_, '_>, now: Milliseconds) -> Result<(), NoRoom> {
        let id = call.base().container_id;
        match call {
            Call::Create(_, reply) => send(reply, self.create(id)),
            Call::Start(_, reply) => send(reply, self.system(id).map(|_| Empty {})),
            Call::ExecuteProcess(execute, reply) => send(reply, self.execute(id, &execute.body)),
            Call::WaitForProcess(wait, reply) => self.wait(id, &wait.body, reply, now),
            Call::SignalProcess(signal, reply) => {
                send(reply, self.signal(id, signal.body.process_id, signal.body.options.signal))
            }
            Call::ShutdownGraceful(_, reply) => send(reply, self.shut_down(id, SIGTERM)),
            Call::ShutdownForced(_, reply) => send(reply, self.shut_down(id, SIGKILL)),
            Call::DeleteContainerState(_, reply) => send(reply, self.delete(id)),
            call => send_any(call.into_reply(), Err(HResult::NOT_IMPLEMENTED)),
        }
    }

    /// Sends what the host waits for: ends of processes and containers, and timeouts.
    pub fn tell<const QUEUE: usize>(&mut self, guest: &mut Guest<'_, QUEUE>, now: Milliseconds) -> Result<(), NoRoom> {
        self.waits.answer(guest, now as u64);
        for container in self.containers.iter_mut().flatten().filter(|container| container.state == State::Ended) {
            guest.notify(&container.end).map_err(|_| NoRoom)?;
            container.state = State::Notified;
        }
        Ok(())
    }

    /// Returns when [`tell`](Self::tell) has something to send, even if the host sends nothing.
    pub fn deadline(&self) -> Option<Milliseconds> {
        self.waits.deadline().map(|deadline| deadline as Milliseconds)
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
        reply: Reply<'_, '_, rpc::WaitForProcess>,
        now: Milliseconds,
    ) -> Result<(), NoRoom> {
        let process = wait.process_id;
        let entry = match self.process(id, process) {
            Ok(_) if self.waits.len() == WAITS => return send(reply, Err(HResult::FAIL)),
            Ok(entry) => entry,
            Err(result) => return send(reply, Err(result)),
        };
        let _ = self.waits.add(process, reply.later(), wait.timeout_in_ms, now as u64);
        if entry.exit_code.is_some() {
            // It is forgotten when somebody knows of its end.
            self.forget(process);
        }
        Ok(())
    }

    fn forget(&mut self, process: u32) {
        self.waits.forget(|ended| *ended == process);
        for place in &mut self.processes {
            place.take_if(|entry| entry.id == process);
        }
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
        let Some(system) = self.exited(id, exit_code(signal)) else { return };
        let Some(container) = self.container(system).filter(|container| container.state == State::Running(id)) else {
            return;
        };
        container.state = State::Ended;
        container.end.notification_type = match signal {
            SIGTERM => NotificationType::GracefulExit,
            SIGKILL => NotificationType::ForcedExit,
            _ => NotificationType::UnexpectedExit,
        };
        let in_container = |process: &&Process| process.system == system && process.exit_code.is_none();
        while let Some(id) = self.processes.iter().flatten().find(in_container).map(|process| process.id) {
            self.exited(id, exit_code(SIGKILL));
        }
    }

    /// Tells those who wait for a process that it has ended. Returns where it was.
    fn exited(&mut self, id: u32, code: u32) -> Option<System> {
        let process = self.processes.iter_mut().flatten().find(|process| process.id == id)?;
        process.exit_code = Some(code);
        let system = process.system;
        if self.waits.ended(id, code).is_ok_and(|waiting| waiting > 0) {
            self.forget(id);
        }
        Some(system)
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
        let mut processes = self.processes.iter().copied().flatten();
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

/// Answers with the response of the method, or a failure.
fn send<R: Rpc>(reply: Reply<'_, '_, R>, answer: Result<R::Response<'_>, HResult>) -> Result<(), NoRoom> {
    let body: Result<&dyn EncodeObject, _> = answer.as_ref().map(|body| body as _);
    send_any(reply.erase(), body.map_err(|result| *result))
}

/// The part that all methods share, once in the program.
#[inline(never)]
fn send_any(reply: AnyReply<'_, '_>, answer: Result<&dyn EncodeObject, HResult>) -> Result<(), NoRoom> {
    match answer {
        Ok(body) => reply.ok_with(body),
        Err(result) => reply.fail(result, result.meaning().unwrap_or_default()),
    }
    .map_err(|_| NoRoom)
}
