//! The state of an agent: its containers and processes, and the answer to each request. It does no I/O, and has no
//! threads and no clock. Requests, the time and the ends of processes come in as calls, and answers go out through the
//! guest.
//!
//! A container is only a record. [`Processes`] decides what a process is.
#![allow(dead_code, reason = "each program uses its part")]

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use gcs_prot::endpoint::{Call, Guest, NoRoom, Notification, NotifyError, Reply, Waits};
use gcs_prot::message::metrics::{Metrics, PidsStat};
use gcs_prot::message::{
    ContainerConfig, ContainerCreate, ContainerCreateResponse, ContainerExecuteProcess,
    ContainerExecuteProcessResponse, ContainerGetProperties, ContainerGetPropertiesResponse, ContainerWaitForProcess,
    ContainerWaitForProcessResponse, DumpStacksResponse, Empty, NULL_CONTAINER_ID, NotificationType, ProcessDetails,
    PropertiesV2, PropertyType, SchemaVersion,
};
use gcs_prot::rpc::{self, GuestKind, Linux, Rpc};
use gcs_prot::{HResult, json};
use process::{Command, End, Processes, SIGKILL, SIGTERM, System};

#[path = "ending.rs"]
mod ending;
#[path = "process.rs"]
pub mod process;
#[path = "agent_windows.rs"]
mod windows;

/// The oldest schema of container settings that is accepted.
const SCHEMA: SchemaVersion = SchemaVersion { major: 2, minor: 1 };

/// The number before that of the first process, as in the reference.
const FIRST_PROCESS: u32 = 1000;

/// Why a request fails.
struct Failure(HResult, String);

impl From<HResult> for Failure {
    fn from(result: HResult) -> Self {
        Self(result, result.meaning().unwrap_or_default().into())
    }
}

struct Container {
    /// The command of its first process, from its specification.
    command: Command,
    init: Option<u32>,
    /// Whether the host has started it. Only Windows guests use this, because their containers have no first process.
    started: bool,
    /// Whether it was terminated before its first process started.
    terminated: bool,
    /// How it ends when its first process ends.
    exit: NotificationType<'static>,
}

struct Process {
    container: String,
    terminal: bool,
    system: System,
    /// When it ends by itself, and its exit code then.
    until: Option<(Duration, u32)>,
    /// The exit code once it has ended. The process is forgotten when a host has been told.
    exit_code: Option<u32>,
}

/// A kind of guest that the agent can be.
pub trait Handled: GuestKind<WaitForProcess = rpc::WaitForProcess> {
    /// Answers a request, now or later.
    fn handle<P: Processes>(agent: &mut Agent<P>, call: Call<'_, '_, Self>) -> Result<(), NoRoom>;
}

impl Handled for Linux {
    fn handle<P: Processes>(agent: &mut Agent<P>, call: Call<'_, '_>) -> Result<(), NoRoom> {
        agent.handle_linux(call)
    }
}

/// The maximum number of requests that wait for the end of a process.
const WAITS: usize = 256;

/// The state of an agent.
pub struct Agent<P> {
    pub processes: P,
    now: Duration,
    containers: BTreeMap<String, Container>,
    table: BTreeMap<u32, Process>,
    last_process: u32,
    waits: Waits<u32, WAITS>,
    /// The notifications that wait for room.
    sayings: VecDeque<Notification>,
    shut_down: bool,
}

impl<P: Processes> Agent<P> {
    pub fn new(processes: P) -> Self {
        Self {
            processes,
            now: Duration::ZERO,
            containers: BTreeMap::new(),
            table: BTreeMap::new(),
            last_process: FIRST_PROCESS,
            waits: Waits::new(),
            sayings: VecDeque::new(),
            shut_down: false,
        }
    }

    /// Answers a request to a Linux guest, now or later.
    fn handle_linux(&mut self, call: Call<'_, '_>) -> Result<(), NoRoom> {
        let id = call.base().container_id;
        match call {
            Call::Create(create, reply) => send(reply, self.create(id, &create.body)),
            // The reference starts a container with its first process, and accepts this request for any name.
            Call::Start(_, reply) => send(reply, Ok(Empty {})),
            Call::ShutdownGraceful(_, reply) => self.shut_down(id, SIGTERM, reply),
            Call::ShutdownForced(_, reply) => self.shut_down(id, SIGKILL, reply),
            Call::ExecuteProcess(execute, reply) => send(reply, self.execute(id, &execute.body)),
            Call::WaitForProcess(wait, reply) => self.wait(id, wait.body, reply),
            // The reference takes signals for processes of containers alone.
            Call::SignalProcess(_, reply) if id == NULL_CONTAINER_ID => {
                send(reply, Err::<Empty, _>(HResult::SYSTEM_NOT_FOUND.into()))
            }
            Call::SignalProcess(signal, reply) => {
                self.signal_process(id, signal.body.process_id, signal.body.options.signal, reply)
            }
            Call::ResizeConsole(resize, reply) => send(reply, self.resize(id, resize.body.process_id)),
            Call::GetProperties(get, reply) => self.properties(id, &get.body, reply),
            // The endpoint has refused unknown resources.
            Call::ModifySettings(_, reply) => send(reply, self.system(id).map(|()| Empty {})),
            Call::DumpStacks(_, reply) => send(reply, Ok(DumpStacksResponse { guest_stacks: &self.state() })),
            Call::DeleteContainerState(_, reply) => send(reply, self.delete(id)),
            call => call.fail(HResult::NOT_IMPLEMENTED, "not implemented"),
        }
    }

    /// Answers a request, now or later. Call [`deliver`](Self::deliver) afterwards.
    pub fn handle<K: Handled>(&mut self, call: Call<'_, '_, K>) -> Result<(), NoRoom> {
        K::handle(self, call)
    }

    /// Sets the time, since any fixed moment. Waits time out, and emulated processes end.
    pub fn tick(&mut self, now: Duration) {
        self.now = now;
        let ends = |process: &Process| process.until.filter(|(until, _)| *until <= now);
        let ended: Vec<_> = self.table.iter().filter_map(|(&id, process)| Some((id, ends(process)?))).collect();
        for (id, (_, code)) in ended {
            self.ended(id, code);
        }
    }

    /// Returns when [`tick`](Self::tick) has something to do. Overdue answers that were not delivered wait for room in
    /// the send buffer, not for a time.
    pub fn deadline(&self) -> Option<Duration> {
        let processes = self.table.values().filter_map(|process| process.until.map(|(until, _)| until));
        let now = self.milliseconds();
        let waits = self.waits.deadline().filter(|deadline| *deadline > now);
        processes.chain(waits.map(Duration::from_millis)).min()
    }

    /// Records that a process has ended. Pending waits are answered, and if it was the first process of its container,
    /// the host is notified.
    pub fn ended(&mut self, id: u32, code: u32) {
        let Some(process) = self.table.get_mut(&id).filter(|process| process.exit_code.is_none()) else { return };
        (process.until, process.exit_code) = (None, Some(code));
        let name = process.container.clone();
        self.processes.release(id);
        let waited = self.waits.ended(id, code).is_ok_and(|waiting| waiting > 0);
        // Later waits are answered from the table.
        self.waits.forget(|process| *process == id);
        if waited || name != NULL_CONTAINER_ID && !self.containers.contains_key(&name) {
            self.table.remove(&id);
        }
        let Some(exit) = self.containers.get(&name).filter(|it| it.init == Some(id)).map(|it| it.exit) else { return };
        // A container ends with its first process.
        for other in self.running_in(&name) {
            self.signal(other, SIGKILL);
        }
        // Containers with longer names are not created.
        self.sayings.extend(Notification::new(&name, exit));
    }

    /// Returns whether the host has shut down the VM. The agent ends when the answer has been sent.
    pub fn is_shut_down(&self) -> bool {
        self.shut_down
    }

    /// Forgets the pending waits of a session that has ended. Containers and processes stay.
    pub fn disconnected(&mut self) {
        self.waits.forget_waits();
    }

    /// Sends answers and notifications as far as there is room. Call it again when bytes have been sent.
    pub fn deliver<const QUEUE: usize, K: Handled>(&mut self, guest: &mut Guest<'_, QUEUE, K>) {
        self.waits.answer(guest, self.milliseconds());
        while let Some(notification) = self.sayings.pop_front() {
            // A notification that can never be sent must not block those behind it.
            if guest.notify(&notification) == Err(NotifyError::QueueFull) {
                return self.sayings.push_front(notification);
            }
        }
    }

    /// The time.
    fn milliseconds(&self) -> u64 {
        u64::try_from(self.now.as_millis()).unwrap_or(u64::MAX)
    }

    fn create(&mut self, id: &str, create: &ContainerCreate<'_>) -> Result<ContainerCreateResponse<'static>, Failure> {
        if id == NULL_CONTAINER_ID {
            return Ok(ContainerCreateResponse::default());
        }
        let ContainerConfig::V2(config) = &create.container_config.0 else {
            return Err(Failure(
                HResult::INVALID_JSON,
                "the settings of a container must have schema version 2".into(),
            ));
        };
        let SchemaVersion { major, minor } = config.schema_version;
        if config.schema_version < SCHEMA {
            return Err(Failure(HResult::INVALID_JSON, format!("invalid schema version: {major}.{minor}")));
        }
        let process = config.oci_specification.as_ref().and_then(|spec| spec.process.as_ref());
        self.add_container(id, process.map(Command::of).unwrap_or_default())?;
        Ok(ContainerCreateResponse::default())
    }

    fn add_container(&mut self, id: &str, command: Command) -> Result<(), Failure> {
        if Notification::new(id, NotificationType::None).is_none() {
            return Err(Failure(HResult::INVALID_ARGUMENT, "the name of the container is too long".into()));
        }
        if self.containers.contains_key(id) {
            return Err(HResult::SYSTEM_ALREADY_EXISTS.into());
        }
        let exit = NotificationType::UnexpectedExit;
        self.containers.insert(id.into(), Container { command, init: None, started: false, terminated: false, exit });
        Ok(())
    }

    fn execute(
        &mut self,
        id: &str,
        execute: &ContainerExecuteProcess<'_>,
    ) -> Result<ContainerExecuteProcessResponse, Failure> {
        let parameters = &execute.settings.process_parameters.0;
        let ports = &execute.settings.vsock_stdio_relay_settings;
        let container = self.containers.get(id);
        if container.is_none() && id != NULL_CONTAINER_ID {
            return Err(HResult::SYSTEM_NOT_FOUND.into());
        }
        let init = container.and_then(|container| container.init);
        if container.is_some_and(|it| it.terminated) || init.is_some_and(|init| !self.is_running(init)) {
            return Err(HResult::SYSTEM_ALREADY_STOPPED.into());
        }
        // The first process may have been described when its container was created.
        let described = || container.map(|container| container.command.clone());
        let asked = Command::of_parameters(parameters);
        let asked = asked.map_err(|message| Failure(HResult::INVALID_ARGUMENT, message))?;
        let mut command = asked.or_else(described).unwrap_or_default();
        command.ports = [ports.std_in, ports.std_out, ports.std_err];

        let process = self.start_process(id, &command)?;
        if let Some(container) = self.containers.get_mut(id) {
            container.init.get_or_insert(process);
        }
        Ok(ContainerExecuteProcessResponse { process_id: process })
    }

    fn start_process(&mut self, id: &str, command: &Command) -> Result<u32, Failure> {
        let process = self.last_process + 1;
        let end = self.processes.start(process, command).map_err(|message| Failure(HResult::FAIL, message))?;
        self.last_process = process;
        let until = end.map(|End { after, exit_code }| (self.now.saturating_add(after), exit_code));
        let (terminal, system) = (command.terminal, command.system);
        let entry = Process { container: id.into(), terminal, system, until, exit_code: None };
        self.table.insert(process, entry);
        Ok(process)
    }

    fn wait(
        &mut self,
        id: &str,
        wait: ContainerWaitForProcess,
        reply: Reply<'_, '_, rpc::WaitForProcess>,
    ) -> Result<(), NoRoom> {
        let process = wait.process_id;
        let code = match self.process(id, process) {
            Ok(entry) => entry.exit_code,
            Err(failure) => return send(reply, Err(failure)),
        };
        if let Some(exit_code) = code {
            self.table.remove(&process);
            return send(reply, Ok(ContainerWaitForProcessResponse { exit_code }));
        }
        if self.waits.len() == WAITS {
            return send(reply, Err(Failure(HResult::FAIL, "too many requests are waiting".into())));
        }
        // There is room: it was checked above.
        let _ = self.waits.add(process, reply.later(), wait.timeout_in_ms, self.milliseconds());
        Ok(())
    }

    fn resize(&self, id: &str, process: u32) -> Result<Empty, Failure> {
        // As in the reference, the VM itself is not a container with consoles.
        self.container(id)?;
        if self.running(id, process)?.terminal {
            Ok(Empty {})
        } else {
            Err(Failure(HResult::FAIL, format!("process {process} has no terminal")))
        }
    }

    fn properties(
        &self,
        id: &str,
        get: &ContainerGetProperties<'_>,
        reply: Reply<'_, '_, rpc::GetProperties>,
    ) -> Result<(), NoRoom> {
        if let Err(failure) = self.container(id) {
            return send(reply, Err(failure));
        }
        // As in the reference, only the requested properties are returned, even if none were requested.
        let asked = |property| get.query.0.as_ref().is_some_and(|query| query.property_types.contains(&property));
        let running = self.running_in(id);
        let details: Vec<_> = running.iter().map(|&process_id| ProcessDetails { process_id }).collect();
        let pids = PidsStat { current: details.len() as u64, limit: 0 };
        let metrics = Metrics { pids: Some(pids), ..Metrics::default() };
        let mut properties = PropertiesV2::default();
        if asked(PropertyType::ProcessList) {
            properties.process_list = details.as_slice().into();
        }
        if asked(PropertyType::Statistics) {
            properties.metrics = (&metrics).into();
        }
        send(reply, Ok(ContainerGetPropertiesResponse { properties: json::JsonString(Some(properties)) }))
    }

    /// The stack of the thread that answers this.
    fn state(&self) -> String {
        use std::fmt::Write;

        let mut text = String::from("containers:\n");
        for (name, container) in &self.containers {
            let _ = writeln!(text, "\t{name}, first process {:?}", container.init);
        }
        text.push_str("processes:\n");
        for (id, process) in &self.table {
            let _ = writeln!(text, "\t{id} in {}, exit code {:?}", process.container, process.exit_code);
        }
        text
    }

    /// Returns whether this container exists. The VM itself always does.
    fn system(&self, id: &str) -> Result<(), Failure> {
        if id == NULL_CONTAINER_ID { Ok(()) } else { self.container(id).map(|_| ()) }
    }

    fn container(&self, id: &str) -> Result<&Container, Failure> {
        self.containers.get(id).ok_or_else(|| HResult::SYSTEM_NOT_FOUND.into())
    }

    fn process(&self, id: &str, process: u32) -> Result<&Process, Failure> {
        self.system(id)?;
        let process = self.table.get(&process).filter(|entry| entry.container == id);
        process.ok_or_else(|| HResult::NOT_FOUND.into())
    }

    fn running(&self, id: &str, process: u32) -> Result<&Process, Failure> {
        let process = Some(self.process(id, process)?).filter(|process| process.exit_code.is_none());
        process.ok_or_else(|| HResult::NOT_FOUND.into())
    }

    fn is_running(&self, process: u32) -> bool {
        self.table.get(&process).is_some_and(|process| process.exit_code.is_none())
    }

    fn running_in(&self, id: &str) -> Vec<u32> {
        let running = self.table.iter().filter(|(_, process)| process.container == id && process.exit_code.is_none());
        running.map(|(&id, _)| id).collect()
    }
}

fn send<R: Rpc>(reply: Reply<'_, '_, R>, outcome: Result<R::Response<'_>, Failure>) -> Result<(), NoRoom> {
    let answered = match outcome {
        Ok(body) => reply.ok(&body),
        Err(Failure(result, message)) => reply.fail(result, &message),
    };
    answered.map_err(NoRoom::erase)
}
