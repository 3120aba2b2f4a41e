//! The agent of the examples as a program: signals, streams that nobody reads, and hosts that come and go.
#![cfg(unix)]

use std::io::{self, PipeWriter, Write as _};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::Duration;
use std::{fs, thread};

use client::{Answer, Client, Failure};
use gcs_prot::endpoint::Host;
use gcs_prot::json::JsonString;
use gcs_prot::message::{
    ContainerCreate, ContainerExecuteProcess, ContainerWaitForProcess, Empty, ExecuteProcessSettings,
    INFINITE_WAIT_TIMEOUT, NULL_CONTAINER_ID as VM, NegotiateProtocol, ProcessParameters, ProtocolVersion,
    SchemaVersion, VmHostedContainerSettingsV2,
};
use gcs_prot::rpc;
use log::Log;
use net::{Address, Listener, Stream};
use show::Style;
use streams::Streams;

#[path = "../examples/support/client.rs"]
mod client;
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

/// The folder of the examples, as they are now.
fn examples() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let test = std::env::current_exe().expect("this program");
        let profile = test.ancestors().nth(2).expect("the folder of the profile");
        let target = profile.parent().expect("the folder of the target");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--locked", "--example=agent", "--example=host", "--example=inspect"]);
        cargo.arg("--manifest-path").arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        cargo.arg("--target-dir").arg(target);
        // As the whole suite builds them, so that nothing is built twice.
        if cfg!(feature = "serde") {
            cargo.arg("--all-features");
        }
        if profile.ends_with("release") {
            cargo.arg("--release");
        }
        assert!(cargo.status().expect("cargo").success());
        profile.join("examples")
    })
}

/// An agent, and where it expects its host.
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

    /// How the agent has ended, which it must within a time.
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
        // Not SIGKILL: its children are to end with it.
        if let Ok(None) = self.agent.try_wait() {
            kill(&self.agent, libc::SIGTERM);
        }
        let _ = self.agent.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// A host's side of a connection.
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

/// Whether some process has this among its arguments.
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
    // SAFETY: no pointers; the child has not been waited for.
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
    // A message, and one of nearly 2 GB of which little has come.
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

/// How often the threads of a process have gone to sleep.
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
        // Whoever asks for the ends of children does so as long as somebody waits for one.
        let wait = ContainerWaitForProcess { process_id, timeout_in_ms: INFINITE_WAIT_TIMEOUT };
        client.send::<rpc::WaitForProcess>(VM, wait)
    });
    started.expect("a process");
    thread::sleep(Duration::from_millis(100));
    let before = sleeps(&program.agent);
    thread::sleep(Duration::from_millis(500));
    // Asking every 10 ms makes 50.
    assert!(sleeps(&program.agent) - before < 10);
}
