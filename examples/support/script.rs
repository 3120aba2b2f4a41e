//! The script of a session: the requests of a host, and the answers that a guest has to give.
#![allow(dead_code, reason = "each program uses its part")]

use std::io::Write;

use gcs_prot::HResult;
use gcs_prot::json::{JsonString, List, RawJson};
use gcs_prot::message::{
    ContainerCreate, ContainerExecuteProcess, ContainerGetProperties, ContainerModifySettings, ContainerResizeConsole,
    ContainerSignalProcess, ContainerWaitForProcess, Empty, ExecuteProcessSettings,
    ExecuteProcessVsockStdioRelaySettings, INFINITE_WAIT_TIMEOUT, ModifyServiceSettings, NULL_CONTAINER_ID as VM,
    NegotiateProtocol, NotificationType, ProcessParameters, PropertyQuery,
    PropertyType::{self, ProcessList, Statistics},
    ProtocolVersion, RequestType, SchemaVersion, SignalProcessOptions, TimeZoneInformation, UvmConfig,
    VmHostedContainerSettingsV2, generic,
};
use gcs_prot::oci::{ConsoleBox, Linux, Mount, Process, Root, Spec, User, Windows, WindowsNetwork};
use gcs_prot::resource::{ModificationRequest, Resource};
use gcs_prot::rpc::{self, Method};
use gcs_prot::wire::SequenceId;

use crate::client::{Answer, Client, Failure};

#[path = "resources.rs"]
mod resources;
#[path = "script_windows.rs"]
pub mod windows;

pub const CONTAINER: &str = "5e55104a7c0ffee1decafbad0123456789abcdef0123456789abcdef01234567";
const SECOND: &str = "second";
const ENVIRONMENT: &[&str] = &["PATH=/usr/local/bin:/usr/bin:/bin", "GREETING=\"hello\" <world> & 世界"];
const SLEEP: &[&str] = &["sleep", "600"];
const CAT: &[&str] = &["cat"];
/// The process ends by itself.
const TRUE: &[&str] = &["true"];
const SIGTERM: i32 = 15;

/// The exit codes of processes in a container that were ended by SIGTERM and SIGKILL.
const TERMINATED: Answer = Answer::Exit(143);
const KILLED: Answer = Answer::Exit(137);

/// The standard streams of one of the processes, which is a `cat`.
pub trait Stdio {
    /// The ports for its standard input and output, or 0 for none.
    fn ports(&self) -> [u32; 2];
    /// Accepts the connections of the guest after the process has started.
    fn connect(&mut self) -> Result<(), Failure>;
    /// Tests the streams while the process is running.
    fn check(&mut self) -> Result<(), Failure>;
    /// Reads standard output to its end, and closes the streams. Call it when the process has been signalled. The
    /// reference reports the end of a process only after this.
    fn close(&mut self) -> Result<(), Failure>;
}

/// A process without standard streams.
pub struct NoStreams;

impl Stdio for NoStreams {
    fn ports(&self) -> [u32; 2] {
        [0; 2]
    }

    fn connect(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn check(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn close(&mut self) -> Result<(), Failure> {
        Ok(())
    }
}

/// Runs the session that the smallest agent supports: a container with a process that ends by itself.
pub fn least<W: Write>(host: &mut Client<'_, W>) -> Result<(), Failure> {
    negotiate(host)?;
    create(host, CONTAINER, 1, TRUE, &Answer::Done)?;
    if let Some((_, ends)) = execute(host, CONTAINER, ProcessParameters::default(), [0; 2])? {
        match host.answer(ends)? {
            Some(Answer::Exit(_)) | None => {}
            Some(other) => host.unexpected(ends, &other, "the end of a process")?,
        }
    }
    // The container may end together with its process.
    host.forget_notifications(CONTAINER);
    Ok(())
}

/// Runs a small session: one container, two processes, and their ends.
pub fn basic<W: Write>(host: &mut Client<'_, W>) -> Result<(), Failure> {
    negotiate(host)?;
    create(host, CONTAINER, 1, SLEEP, &Answer::Done)?;
    host.check::<rpc::Start>(CONTAINER, Empty {}, &Answer::Done)?;
    let Some((_, init_ends)) = execute(host, CONTAINER, ProcessParameters::default(), [0; 2])? else { return Ok(()) };
    if let Some((sleep, sleep_ends)) = execute(host, CONTAINER, further(SLEEP, false), [0; 2])? {
        signal(host, CONTAINER, sleep, SIGTERM, &Answer::Done)?;
        host.expect(sleep_ends, &TERMINATED)?;
    }
    host.expect_waiting(init_ends)?;
    host.check::<rpc::ShutdownGraceful>(CONTAINER, Empty {}, &Answer::Done)?;
    host.expect(init_ends, &TERMINATED)?;
    host.expect_notification(CONTAINER, NotificationType::GracefulExit)?;
    host.check::<rpc::DeleteContainerState>(CONTAINER, Empty {}, &Answer::Done)
}

/// Runs a session with every kind of message.
pub fn full<W: Write>(host: &mut Client<'_, W>, stdio: &mut impl Stdio) -> Result<(), Failure> {
    negotiate(host)?;
    for change in resources::before(CONTAINER) {
        modify(host, VM, change, &Answer::Done)?;
    }
    let unknown = Resource::Unknown { resource_type: "Teapot", settings: RawJson::new(&"short and stout") };
    modify(host, VM, (RequestType::Add, unknown), &Answer::Failed(HResult::FAIL))?;

    create(host, "too-old", 0, SLEEP, &Answer::Failed(HResult::INVALID_JSON))?;
    create(host, CONTAINER, 1, SLEEP, &Answer::Done)?;
    create(host, CONTAINER, 1, SLEEP, &Answer::Failed(HResult::SYSTEM_ALREADY_EXISTS))?;
    host.check::<rpc::Start>(CONTAINER, Empty {}, &Answer::Done)?;
    processes(host, stdio)?;
    host.check::<rpc::DeleteContainerState>(CONTAINER, Empty {}, &Answer::Done)?;
    let not_found = Answer::Failed(HResult::SYSTEM_NOT_FOUND);
    host.check::<rpc::DeleteContainerState>(CONTAINER, Empty {}, &not_found)?;

    create(host, SECOND, 1, SLEEP, &Answer::Done)?;
    host.check::<rpc::Start>(SECOND, Empty {}, &Answer::Done)?;
    if let Some((_, init_ends)) = execute(host, SECOND, ProcessParameters::default(), [0; 2])? {
        host.check::<rpc::ShutdownForced>(SECOND, Empty {}, &Answer::Done)?;
        host.expect(init_ends, &KILLED)?;
        host.expect_notification(SECOND, NotificationType::ForcedExit)?;
    }
    host.check::<rpc::DeleteContainerState>(SECOND, Empty {}, &Answer::Done)?;

    let forward = ModifyServiceSettings { property_type: "LogForwardService", ..ModifyServiceSettings::default() };
    host.check::<rpc::ModifyServiceSettings>(VM, forward, &Answer::Failed(HResult::NOT_IMPLEMENTED))?;
    for change in resources::after(CONTAINER) {
        modify(host, VM, change, &Answer::Done)?;
    }
    Ok(())
}

/// Tests processes of a container and of the VM, up to their ends.
fn processes<W: Write>(host: &mut Client<'_, W>, stdio: &mut impl Stdio) -> Result<(), Failure> {
    // If one of them is missing, the rest cannot be tested. The failure has been recorded.
    let Some((init, init_ends)) = execute(host, CONTAINER, ProcessParameters::default(), [0; 2])? else {
        return Ok(());
    };
    let Some((cat, cat_ends)) = execute(host, CONTAINER, further(CAT, false), stdio.ports())? else { return Ok(()) };
    let outcome = stdio.connect();
    host.check_that(outcome)?;
    let Some((console, console_ends)) = execute(host, CONTAINER, further(SLEEP, true), [0; 2])? else {
        return Ok(());
    };
    process_of_the_vm(host)?;

    let resize = |process_id| ContainerResizeConsole { process_id, height: 40, width: 120 };
    host.check::<rpc::ResizeConsole>(CONTAINER, resize(console), &Answer::Done)?;
    host.check::<rpc::ResizeConsole>(CONTAINER, resize(u32::MAX), &Answer::Failed(HResult::NOT_FOUND))?;
    host.check::<rpc::ResizeConsole>(VM, resize(init), &Answer::Failed(HResult::SYSTEM_NOT_FOUND))?;

    let all = [init, cat, console];
    properties(host, CONTAINER, &[ProcessList], &Answer::Properties(all.into(), None))?;
    properties(host, CONTAINER, &[Statistics], &Answer::Properties(vec![], Some(3)))?;
    properties(host, CONTAINER, &[ProcessList, Statistics], &Answer::Properties(all.into(), Some(3)))?;
    properties(host, CONTAINER, &[], &Answer::Properties(vec![], None))?;
    properties(host, "nowhere", &[ProcessList], &Answer::Failed(HResult::SYSTEM_NOT_FOUND))?;

    modify(host, CONTAINER, (RequestType::Update, resources::constraints()), &Answer::Done)?;

    host.check::<rpc::DumpStacks>(VM, Empty {}, &Answer::Stacks)?;
    let outcome = stdio.check();
    host.check_that(outcome)?;
    let at_once = ContainerWaitForProcess { process_id: cat, timeout_in_ms: 0 };
    host.check::<rpc::WaitForProcess>(CONTAINER, at_once, &Answer::Failed(HResult::TIMEOUT))?;
    let soon = ContainerWaitForProcess { process_id: cat, timeout_in_ms: 20 };
    host.check::<rpc::WaitForProcess>(CONTAINER, soon, &Answer::Failed(HResult::TIMEOUT))?;

    // They end in another order than that of the waits.
    signal(host, CONTAINER, console, 0, &Answer::Done)?;
    host.expect(console_ends, &KILLED)?;
    host.expect_waiting(cat_ends)?;
    signal(host, CONTAINER, cat, SIGTERM, &Answer::Done)?;
    let outcome = stdio.close();
    host.check_that(outcome)?;
    host.expect(cat_ends, &TERMINATED)?;
    signal(host, CONTAINER, cat, SIGTERM, &Answer::Failed(HResult::NOT_FOUND))?;
    host.expect_waiting(init_ends)?;
    host.check::<rpc::ShutdownGraceful>(CONTAINER, Empty {}, &Answer::Done)?;
    host.expect(init_ends, &TERMINATED)?;
    host.expect_notification(CONTAINER, NotificationType::GracefulExit)?;
    let stopped = Answer::Failed(HResult::SYSTEM_ALREADY_STOPPED);
    host.check::<rpc::ShutdownForced>(CONTAINER, Empty {}, &stopped)
}

/// Starts a process of the VM that ends by itself. The reference accepts signals only for processes of containers.
fn process_of_the_vm<W: Write>(host: &mut Client<'_, W>) -> Result<(), Failure> {
    let parameters = ProcessParameters {
        command_line: "sh -c 'exit 7'",
        environment: (&[("PATH", "/usr/local/bin:/usr/bin:/bin"), ("LANG", "C")]).into(),
        working_directory: "/",
        create_in_utility_vm: true,
        ..ProcessParameters::default()
    };
    match execute(host, VM, parameters, [0; 2])? {
        Some((_, ends)) => host.expect(ends, &Answer::Exit(7)),
        None => Ok(()),
    }
}

/// Negotiates, and creates and starts the VM itself if the guest asks for that.
fn negotiate<W: Write>(host: &mut Client<'_, W>) -> Result<(), Failure> {
    let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    let id = host.send::<rpc::NegotiateProtocol>("", versions)?;
    let (create, start) = match host.answer(id)? {
        Some(Answer::Negotiated(ProtocolVersion::V4, create, start)) => (create, start),
        Some(other) => return host.unexpected(id, &other, "version 4"),
        None => return Ok(()),
    };
    if create {
        let time_zone_information =
            Some(TimeZoneInformation { standard_name: "UTC", ..TimeZoneInformation::default() });
        let config = UvmConfig { system_type: "Container", time_zone_information };
        let body = generic::ContainerCreate { container_config: JsonString(config), ..Default::default() };
        let id = host.send_as(Method::Create, VM, body)?;
        host.expect(id, &Answer::Done)?;
    }
    if create && start {
        host.check::<rpc::Start>(VM, Empty {}, &Answer::Done)?;
    }
    Ok(())
}

/// Creates a container with this first process, in schema 2 with this minor version.
fn create<W: Write>(
    host: &mut Client<'_, W>,
    id: &str,
    minor: u32,
    args: &[&str],
    expected: &Answer,
) -> Result<(), Failure> {
    let mounts = [Mount { destination: "/proc", mount_type: "proc", source: "proc", ..Mount::default() }];
    // Each container has its own network namespace, and none belongs to a pod.
    let network_namespace = if id == CONTAINER { resources::NAMESPACE } else { resources::OTHER_NAMESPACE };
    let network = Some(WindowsNetwork { network_namespace, ..WindowsNetwork::default() });
    let windows = Windows { network, ..Windows::default() };
    let specification = Spec {
        oci_version: "1.1.0",
        process: Some(process(args, false)),
        root: Some(Root { path: "rootfs", readonly: false }),
        hostname: "session",
        mounts: (&mounts).into(),
        annotations: (&[("org.example.purpose", "session")]).into(),
        linux: Some(Linux { cgroups_path: "/containers/session", ..Linux::default() }),
        windows: (&windows).into(),
        ..Spec::default()
    };
    let config = VmHostedContainerSettingsV2 {
        schema_version: SchemaVersion { major: 2, minor },
        oci_bundle_path: "/run/gcs/c/session",
        oci_specification: Some(specification),
        scratch_dir_path: "/run/mounts/scsi/m0/scratch",
    };
    let body = ContainerCreate { container_config: JsonString(config.into()), ..ContainerCreate::default() };
    host.check::<rpc::Create>(id, body, expected)
}

/// Starts a process, and calls `WaitForProcess` for it. Returns its number and the id of that call, or `None` if it was
/// not started, which has been recorded.
fn execute<W: Write>(
    host: &mut Client<'_, W>,
    container: &str,
    parameters: ProcessParameters<'_>,
    [std_in, std_out]: [u32; 2],
) -> Result<Option<(u32, SequenceId)>, Failure> {
    let process_parameters = JsonString(ProcessParameters {
        create_std_in_pipe: std_in != 0,
        create_std_out_pipe: std_out != 0,
        ..parameters
    });
    let vsock_stdio_relay_settings = ExecuteProcessVsockStdioRelaySettings { std_in, std_out, std_err: 0 };
    let settings =
        ExecuteProcessSettings { process_parameters, vsock_stdio_relay_settings, ..ExecuteProcessSettings::default() };
    let id = host.send::<rpc::ExecuteProcess>(container, ContainerExecuteProcess { settings })?;
    let process_id = match host.answer(id)? {
        Some(Answer::Process(process)) => process,
        Some(other) => return host.unexpected(id, &other, "a process").map(|()| None),
        None => return Ok(None),
    };
    let wait = ContainerWaitForProcess { process_id, timeout_in_ms: INFINITE_WAIT_TIMEOUT };
    Ok(Some((process_id, host.send::<rpc::WaitForProcess>(container, wait)?)))
}

/// Returns the settings of a further process of a container.
fn further<'a>(args: &'a [&'a str], terminal: bool) -> ProcessParameters<'a> {
    ProcessParameters { oci_process: Some(process(args, terminal)), ..ProcessParameters::default() }
}

fn process<'a>(args: &'a [&'a str], terminal: bool) -> Process<'a> {
    Process {
        terminal,
        console_size: terminal.then_some(ConsoleBox { height: 24, width: 80 }),
        user: User { uid: 0, gid: 0, additional_gids: (&[1, 10]).into(), ..User::default() },
        args: args.into(),
        env: ENVIRONMENT.into(),
        cwd: "/",
        ..Process::default()
    }
}

fn signal<W: Write>(
    host: &mut Client<'_, W>,
    container: &str,
    process_id: u32,
    signal: i32,
    expected: &Answer,
) -> Result<(), Failure> {
    let body = ContainerSignalProcess { process_id, options: SignalProcessOptions { signal } };
    host.check::<rpc::SignalProcess>(container, body, expected)
}

fn properties<W: Write>(
    host: &mut Client<'_, W>,
    container: &str,
    which: &[PropertyType<'_>],
    expected: &Answer,
) -> Result<(), Failure> {
    let query = PropertyQuery { property_types: List::from_slice(which)? };
    let body = ContainerGetProperties { query: JsonString(Some(query)) };
    host.check::<rpc::GetProperties>(container, body, expected)
}

fn modify<W: Write>(
    host: &mut Client<'_, W>,
    container: &str,
    (request_type, resource): (RequestType<'_>, Resource<'_>),
    expected: &Answer,
) -> Result<(), Failure> {
    let request = ModificationRequest { request_type, resource };
    host.check::<rpc::ModifySettings>(container, ContainerModifySettings { request }, expected)
}
