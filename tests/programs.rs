//! Tests the agent of the examples as a program: signals, streams that nobody reads, and hosts that come and go.
#![cfg(unix)]

use std::io::{self, PipeWriter, Read, Write};
use std::net::Shutdown;
use std::os::fd::{FromRawFd, OwnedFd};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::time::Duration;
use std::{fs, thread};

use client::{Answer, Client, Failure};
use gcs_prot::endpoint::{Endpoint, Host, HostEvent};
use gcs_prot::json::JsonString;
use gcs_prot::message::{
    ContainerCreate, ContainerExecuteProcess, ContainerSignalProcess, ContainerWaitForProcess, Empty,
    ExecuteProcessSettings, INFINITE_WAIT_TIMEOUT, MessageBase, NULL_CONTAINER_ID as VM, NegotiateProtocol,
    ProcessParameters, ProtocolVersion, Request, Response, SchemaVersion, SignalProcessOptions,
    VmHostedContainerSettingsV2,
};
use gcs_prot::rpc::{self, Linux, RpcOf};
use gcs_prot::wire::{MessageHeader, SequenceId};
use log::Log;
use net::{Address, Listener, Stream};
use show::Style;
use streams::Streams;
use unicode_width::UnicodeWidthStr;
use zerocopy::IntoBytes;

#[path = "../examples/support/client.rs"]
mod client;
#[path = "support/examples.rs"]
mod examples;
#[path = "../examples/support/log.rs"]
mod log;
#[path = "../examples/support/net.rs"]
mod net;
#[path = "../examples/support/script.rs"]
mod script;
#[path = "../examples/support/show.rs"]
mod show;
#[path = "../examples/support/streams.rs"]
mod streams;

const PATIENCE: Duration = Duration::from_secs(20);

/// Builds the examples and returns their directory.
fn examples() -> &'static Path {
    static BUILT: LazyLock<PathBuf> = LazyLock::new(|| examples::build(&["--examples"]));
    &BUILT
}

/// The controlling side of a new pseudo-terminal with this many columns, and the terminal itself.
#[allow(unsafe_code, reason = "the standard library has no pseudo-terminals")]
fn terminal(columns: u16) -> (fs::File, OwnedFd) {
    let (mut controller, mut terminal) = (-1, -1);
    let mut size = libc::winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    let (name, settings) = (std::ptr::null_mut(), std::ptr::null_mut());
    // SAFETY: the pointers are null, or to variables that live longer than the call.
    let opened = unsafe { libc::openpty(&raw mut controller, &raw mut terminal, name, settings, &raw mut size) };
    assert_eq!(opened, 0, "{}", io::Error::last_os_error());
    // SAFETY: `openpty` has opened both, and nothing else owns them.
    unsafe { (fs::File::from_raw_fd(controller), OwnedFd::from_raw_fd(terminal)) }
}

/// Runs a program in a terminal with this many columns, and returns what it shows there, without the colours.
fn in_terminal(columns: u16, program: &str, arguments: &[&str]) -> String {
    let (mut controller, terminal) = terminal(columns);
    let mut command = Command::new(examples().join(program));
    command.args(arguments).stdin(Stdio::null()).stdout(terminal).stderr(Stdio::null());
    let mut child = command.spawn().expect("a program");
    // The program has the only end of the terminal then.
    drop(command);
    let mut shown = Vec::new();
    let mut chunk = [0; 4096];
    // On Linux, the end of a terminal is an error.
    while let Ok(count @ 1..) = controller.read(&mut chunk) {
        shown.extend_from_slice(&chunk[..count]);
    }
    assert!(child.wait().expect("a child").success());
    let shown = String::from_utf8(shown).expect("text").replace("\r\n", "\n");
    assert!(shown.contains("\x1b[36mguest\x1b[0m"), "{shown:?}");
    let mut pieces = shown.split("\x1b[");
    let mut text = String::from(pieces.next().unwrap_or_default());
    text.extend(pieces.map(|piece| piece.split_once('m').map_or(piece, |(_, text)| text)));
    text
}

/// Text in a terminal is that of the README.
#[test]
fn a_message_is_a_line_in_a_terminal() {
    let session = in_terminal(80, "session", &[]);
    let inspect = in_terminal(80, "inspect", &[]);
    for (text, messages) in [(&session, 110), (&inspect, 250)] {
        assert!(text.starts_with("to      id method                 bytes content\nguest    0 NegotiateProtocol "));
        assert!(text.lines().count() > messages, "{}", text.lines().count());
        assert_eq!(text.lines().find(|line| line.width() > 80), None);
    }
    let readme = include_str!("../README.md");
    let (_, shown) = readme.split_once("```text\nto ").expect("the output of the session");
    let shown = shown.split_once("```").map_or(shown, |(shown, _)| shown);
    assert!(session.starts_with(&format!("to {shown}")), "the README shows another session than\n{session}");
    assert!(in_terminal(200, "session", &[]).contains(script::CONTAINER));
    assert!(!session.contains(script::CONTAINER));
}

#[test]
fn every_program_explains_itself() {
    for name in ["agent", "conformance", "host", "inspect", "minimal", "schema", "session", "sidecar", "tap"] {
        for option in ["--help", "-h"] {
            let output = Command::new(examples().join(name)).arg(option).output().expect("a program");
            assert!(output.status.success(), "{name}");
            let text = String::from_utf8(output.stdout).expect("text");
            assert!(text.contains(&format!("usage: {name} ")), "{text}");
            assert_eq!(text.lines().find(|line| line.width() > 80), None, "{name}");
        }
    }
}

/// A running agent, and the socket on which it expects its host.
struct Program {
    agent: Child,
    listener: Listener,
    path: PathBuf,
    directory: PathBuf,
}

impl Program {
    fn start(name: &str, options: &[&str]) -> Self {
        let directory = std::env::temp_dir().join(format!("gcs-prot-{name}-{}", std::process::id()));
        fs::create_dir_all(&directory).expect("a directory");
        let path = directory.join("bridge.sock");
        let listener = Listener::bind(&Address::Unix(path.clone())).expect("a listener");
        let mut agent = Command::new(examples().join("agent"));
        agent.arg("--connect").arg(format!("unix:{}", path.display())).args(options);
        let agent = agent.stderr(Stdio::null()).spawn().expect("an agent");
        Self { agent, listener, path, directory }
    }

    fn accept(&self) -> Stream {
        self.listener.accept_within(PATIENCE).expect("an agent that connects")
    }

    /// Waits until the agent has exited, for a limited time.
    fn end(&mut self) -> ExitStatus {
        for _ in 0..PATIENCE.as_millis() / 10 {
            if let Some(status) = self.agent.try_wait().expect("a child") {
                return status;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("the agent has not ended");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // SIGKILL would leave the agent's children running.
        if let Ok(None) = self.agent.try_wait() {
            kill(&self.agent, libc::SIGTERM);
        }
        let _ = self.agent.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// Runs the host's side of a connection.
fn converse<T>(stream: &Stream, talk: impl FnOnce(Client<'_, io::Sink>) -> Result<T, Failure>) -> Result<T, Failure> {
    let (mut receive, mut send) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut log = Log::new(Style::default(), io::sink(), 1 << 16);
    talk(Client::new(Host::new(&mut receive, &mut send), stream, &mut log).patience(PATIENCE))
}

fn negotiate(client: &mut Client<'_, io::Sink>) -> Result<(), Failure> {
    let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    client.check::<rpc::NegotiateProtocol>("", versions, &Answer::Negotiated(ProtocolVersion::V4, false, false))
}

/// Starts a process of the VM.
fn start(client: &mut Client<'_, io::Sink>, args: &[&str]) -> Result<u32, Failure> {
    let process_parameters = JsonString(ProcessParameters {
        command_args: args.into(),
        environment: (&[("PATH", "/usr/local/bin:/usr/bin:/bin")]).into(),
        create_in_utility_vm: true,
        ..ProcessParameters::default()
    });
    let settings = ExecuteProcessSettings { process_parameters, ..ExecuteProcessSettings::default() };
    let id = client.send::<rpc::ExecuteProcess>(VM, ContainerExecuteProcess { settings })?;
    match client.answer(id)? {
        Some(Answer::Process(process)) => Ok(process),
        other => Err(format!("no process: {other:?}").into()),
    }
}

/// Returns whether any process has this argument.
fn runs(argument: &str) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok()).any(|line| {
        let mut arguments = line.split(|byte| *byte == 0);
        arguments.next().is_some_and(|program| program == b"sleep") && arguments.any(|it| it == argument.as_bytes())
    })
}

#[allow(unsafe_code, reason = "the standard library sends SIGKILL alone")]
fn kill(child: &Child, signal: i32) {
    let id = libc::pid_t::try_from(child.id()).expect("a process id");
    // SAFETY: `kill` takes no pointers. The child has not been waited for, so its id is still valid.
    assert_eq!(unsafe { libc::kill(id, signal) }, 0);
}

#[test]
#[cfg(target_os = "linux")]
fn signals_end_the_children_and_then_the_agent() {
    for signal in [libc::SIGINT, libc::SIGTERM] {
        let mut program = Program::start(&format!("signal-{signal}"), &["--spawn"]);
        let stream = program.accept();
        let seconds =
            (100_000_000 + u64::from(std::process::id()) * 100 + u64::from(signal.unsigned_abs())).to_string();
        let started = converse(&stream, |mut client| {
            negotiate(&mut client)?;
            start(&mut client, &["sleep", &seconds])
        });
        started.expect("a process");
        assert!(runs(&seconds));
        kill(&program.agent, signal);
        assert_eq!(program.end().signal(), Some(signal));
        assert!(!runs(&seconds));
    }
}

#[test]
fn nobody_has_to_read_standard_error() {
    let closed = || -> PipeWriter {
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);
        writer
    };
    let status = |name: &str, arguments: &[&str]| {
        let mut program = Command::new(examples().join(name));
        program.args(arguments).stderr(closed()).stdout(closed()).status().expect("a program").code()
    };
    assert_eq!(status("agent", &["--connect", "unix:/nowhere/bridge.sock"]), Some(1));
    assert_eq!(status("agent", &["--nonsense"]), Some(2));
    assert_eq!(status("agent", &["--help"]), Some(0));
    assert_eq!(status("host", &["--listen", "unix:/nowhere/bridge.sock"]), Some(1));
    assert_eq!(status("host", &["--nonsense"]), Some(2));
}

#[test]
fn a_damaged_stream_is_reported_where_it_is_damaged() {
    // The stream has a complete message, and the start of a message of nearly 2 GB.
    let mut stream = b"\x01\x02\x10\x10\x12\0\0\0\x07\0\0\0\0\0\0\0{}".to_vec();
    stream.extend(b"\x01\x02\x10\x10\0\0\0\x70\x08\0\0\0\0\0\0\0");
    stream.resize(300, b' ');
    let mut inspect = Command::new(examples().join("inspect"));
    inspect.arg("-").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut inspect = inspect.spawn().expect("inspect");
    inspect.stdin.take().expect("a pipe").write_all(&stream).expect("a reader");
    let output = inspect.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr);
    let expected = "inspect: standard input: at byte 18, the stream ends inside a message, 282 bytes after its start\n";
    assert_eq!(error, expected);
}

#[test]
fn a_host_that_shuts_down_the_vm_ends_the_agent() {
    let mut program = Program::start("shutdown", &["--reconnect"]);
    let stream = program.accept();
    let answered = converse(&stream, |mut client| {
        negotiate(&mut client)?;
        client.check::<rpc::ShutdownGraceful>(VM, Empty {}, &Answer::Done)
    });
    answered.expect("an answer");
    assert_eq!(program.end().code(), Some(0));
}

#[test]
fn after_an_interrupted_session_an_agent_that_forgets_begins_anew() {
    let program = Program::start("forget", &["--reconnect", "--forget"]);
    let stream = program.accept();
    let created = converse(&stream, |mut client| {
        negotiate(&mut client)?;
        let schema_version = SchemaVersion { major: 2, minor: 1 };
        let config = VmHostedContainerSettingsV2 { schema_version, ..VmHostedContainerSettingsV2::default() };
        let body = ContainerCreate { container_config: JsonString(config.into()), ..ContainerCreate::default() };
        client.check::<rpc::Create>(script::CONTAINER, body, &Answer::Done)
    });
    created.expect("a container");
    drop(stream);
    let stream = program.accept();
    let mismatches = converse(&stream, |mut client| {
        script::basic(&mut client)?;
        client.finish()
    });
    assert!(mismatches.expect("a session").is_empty());
}

/// A VM is moved while somebody waits for a process: the host at its destination takes over the wait.
#[test]
fn a_host_that_adopts_the_wait_of_another_one_is_told_the_exit_code() {
    let program = Program::start("move", &["--reconnect"]);
    let (mut receive, mut send) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut source = Bridge { host: Host::new(&mut receive, &mut send), stream: program.accept() };
    source.negotiate();
    let process_parameters = JsonString(ProcessParameters { command_args: (&["cat"]).into(), ..Default::default() });
    let settings = ExecuteProcessSettings { process_parameters, ..ExecuteProcessSettings::default() };
    let base = MessageBase { container_id: "box", ..MessageBase::default() };
    let schema_version = SchemaVersion { major: 2, minor: 1 };
    let config = VmHostedContainerSettingsV2 { schema_version, ..Default::default() };
    let container_config = JsonString(config.into());
    let body = ContainerCreate { container_config, ..ContainerCreate::default() };
    let create = Request { base: base.clone(), body };
    let id = source.host.call::<rpc::Create>(&create).expect("a call");
    assert!(source.response::<rpc::Create, _>(id, |create| create.base.result.is_ok()));
    let execute = Request { base: base.clone(), body: ContainerExecuteProcess { settings } };
    let id = source.host.call::<rpc::ExecuteProcess>(&execute).expect("a call");
    let process_id = source.response::<rpc::ExecuteProcess, _>(id, |execute| execute.body.process_id);
    let body = ContainerWaitForProcess { process_id, timeout_in_ms: u32::MAX };
    let wait = source.host.call::<rpc::WaitForProcess>(&Request { base: base.clone(), body }).expect("a call");
    // It is answered, so the wait has come to the agent as well.
    let id = source.host.call::<rpc::DumpStacks>(&Request { base: base.clone(), body: Empty {} }).expect("a call");
    source.response::<rpc::DumpStacks, _>(id, |_| ());
    let next = source.host.next_id();
    drop(source.stream);

    let (mut receive, mut send) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut destination = Bridge { host: Host::new(&mut receive, &mut send), stream: program.accept() };
    destination.negotiate();
    destination.host.seed_next_id(next).expect("not backwards");
    destination.host.adopt(wait, rpc::Method::WaitForProcess).expect("room");
    let body = ContainerSignalProcess { process_id, options: SignalProcessOptions { signal: 9 } };
    let signal = destination.host.call::<rpc::SignalProcess>(&Request { base, body }).expect("a call");
    assert!(signal >= next);
    let exit_code = destination.response::<rpc::WaitForProcess, _>(wait, |wait| wait.body.exit_code);
    assert_eq!(exit_code, 128 + 9);
}

/// Starts a tap between a host and a guest: the child, both connections, and the directory of the sockets.
fn start_tap(name: &str) -> (Child, Stream, Stream, PathBuf) {
    let directory = std::env::temp_dir().join(format!("gcs-prot-{name}-{}", std::process::id()));
    fs::create_dir_all(&directory).expect("a directory");
    let (host, guest) = (directory.join("host.sock"), directory.join("guest.sock"));
    let listener = Listener::bind(&Address::Unix(host.clone())).expect("a listener");
    let mut tap = Command::new(examples().join("tap"));
    tap.arg("--connect")
        .arg(format!("unix:{}", host.display()))
        .arg("--listen")
        .arg(format!("unix:{}", guest.display()));
    let tap = tap.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a tap");
    let guest = loop {
        match Address::Unix(guest.clone()).connect() {
            Ok(stream) => break stream,
            Err(_) => thread::sleep(Duration::from_millis(5)),
        }
    };
    let host = listener.accept_within(PATIENCE).expect("a tap that connects");
    (tap, host, guest, directory)
}

/// A host that has stopped sending still gets the answers to what it has sent.
#[test]
fn a_tap_passes_the_end_of_one_direction_on_and_the_other_direction_goes_on() {
    let (mut tap, mut host, mut guest, directory) = start_tap("half");
    let message = [MessageHeader::new(rpc::Method::Start.request(), 18, SequenceId(7)).as_bytes(), b"{}"].concat();
    host.write_all(&message).expect("a tap");
    host.shutdown(Shutdown::Write).expect("a connection");
    let mut received = Vec::new();
    guest.read_to_end(&mut received).expect("the end of the host's direction");
    assert_eq!(received, message);
    guest.write_all(&message).expect("a tap");
    guest.shutdown(Shutdown::Write).expect("a connection");
    received.clear();
    host.read_to_end(&mut received).expect("the end of the guest's direction");
    assert_eq!(received, message);
    assert!(tap.wait().expect("a child").success());
    let _ = fs::remove_dir_all(&directory);
}

/// A hundred messages of a megabyte pass through a tap, in their own bytes, and each of them is shown.
#[test]
fn a_tap_lets_a_hundred_megabytes_pass() {
    const COUNT: usize = 100;
    let (mut tap, mut host, mut guest, directory) = start_tap("tap");
    let mut output = tap.stdout.take().expect("its output");
    let shown = thread::spawn(move || {
        let mut text = String::new();
        output.read_to_string(&mut text).map(|_| text)
    });
    let mut message = vec![b' '; 1 << 20];
    let header = MessageHeader::new(rpc::Method::ModifySettings.request(), 1 << 20, SequenceId(7));
    message[..16].copy_from_slice(header.as_bytes());
    message[16..18].copy_from_slice(b"{}");
    let sent = message.clone();
    let sender = thread::spawn(move || {
        for _ in 0..COUNT {
            host.write_all(&sent).expect("a tap");
        }
        host
    });
    let mut received = vec![0; message.len()];
    for _ in 0..COUNT {
        guest.read_exact(&mut received).expect("a tap");
        assert!(received == message);
    }
    let mut host = sender.join().expect("no panic");
    // The other direction.
    guest.write_all(&received[..20]).expect("a tap");
    host.read_exact(&mut received[..16]).expect("a tap");
    drop((host, guest));
    let _ = tap.wait();
    let shown = shown.join().expect("no panic").expect("text");
    assert_eq!(shown.lines().filter(|line| line.contains("ComputeSystemModifySettingsV1")).count(), COUNT, "{shown}");
    let _ = fs::remove_dir_all(&directory);
}

/// A host on a socket, without anything in between.
struct Bridge<'b> {
    host: Host<'b>,
    stream: Stream,
}

impl Bridge<'_> {
    fn negotiate(&mut self) {
        let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
        let id = self.host.call::<rpc::NegotiateProtocol>(&Request { body, ..Request::default() }).expect("a call");
        self.response::<rpc::NegotiateProtocol, _>(id, |_| ());
    }

    /// Waits for the response to a call, past those to others.
    fn response<R: RpcOf<Linux>, T>(&mut self, id: SequenceId, read: impl Fn(Response<'_, R::Response<'_>>) -> T) -> T {
        self.stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
        loop {
            self.stream.write_all(self.host.outgoing()).expect("an agent");
            self.host.sent(usize::MAX);
            while let Some(event) = self.host.poll().expect("a good stream") {
                match event {
                    HostEvent::Response(answered, response) if answered == id => {
                        assert!(response.base().result.is_ok(), "{response:?}");
                        return read(response.into::<R>().expect("its own response"));
                    }
                    HostEvent::Response(..) => {}
                    other => panic!("{other:?}"),
                }
            }
            let count = self.stream.read(self.host.window().expect("room")).expect("an agent");
            assert!(count > 0, "the agent has closed the connection");
            self.host.commit(count).expect("within the window");
        }
    }
}

#[test]
fn a_whole_session_with_real_processes() {
    let program = Program::start("spawn", &["--spawn"]);
    let stream = program.accept();
    let mismatches = converse(&stream, |mut client| {
        script::full(&mut client, &mut Streams::listen(&program.path)?)?;
        client.finish()
    });
    assert!(mismatches.expect("a session").is_empty());
}

#[test]
fn the_end_of_a_child_is_told_when_it_comes() {
    let program = Program::start("end", &["--spawn"]);
    let stream = program.accept();
    let ended = converse(&stream, |mut client| {
        negotiate(&mut client)?;
        let process_id = start(&mut client, &["sh", "-c", "sleep 0.2; exit 7"])?;
        let wait = ContainerWaitForProcess { process_id, timeout_in_ms: INFINITE_WAIT_TIMEOUT };
        client.check::<rpc::WaitForProcess>(VM, wait, &Answer::Exit(7))
    });
    ended.expect("an exit code");
}

/// Returns how often the threads of a process have gone to sleep.
#[cfg(target_os = "linux")]
fn sleeps(process: &Child) -> u64 {
    let threads = fs::read_dir(format!("/proc/{}/task", process.id())).expect("threads").flatten();
    let status = threads.map(|thread| fs::read_to_string(thread.path().join("status")).unwrap_or_default());
    let count = |status: String| {
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
        line.trim().parse::<u64>().ok()
    };
    status.filter_map(count).sum()
}

#[test]
#[cfg(target_os = "linux")]
fn an_agent_with_a_child_sleeps_until_something_happens() {
    let program = Program::start("idle", &["--spawn"]);
    let stream = program.accept();
    let started = converse(&stream, |mut client| {
        negotiate(&mut client)?;
        let process_id = start(&mut client, &["sleep", "600"])?;
        // An agent that polled for the end of its children would do so while a wait is in flight.
        let wait = ContainerWaitForProcess { process_id, timeout_in_ms: INFINITE_WAIT_TIMEOUT };
        client.send::<rpc::WaitForProcess>(VM, wait)
    });
    started.expect("a process");
    thread::sleep(Duration::from_millis(100));
    let before = sleeps(&program.agent);
    thread::sleep(Duration::from_millis(500));
    // Polling every 10 ms would sleep 50 times.
    assert!(sleeps(&program.agent) - before < 10);
}
