//! Tests the example `host` with a stand-in for the guest of the reference. The stand-in adds behaviours of that guest
//! which the emulated agent does not have.
#![cfg(unix)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use agent::Agent;
use agent::process::{Command, End, Processes, exit_code};
use client::{Answer, Client, Failure};
use gcs_prot::HResult;
use gcs_prot::endpoint::{Call, Endpoint, Event, Guest, GuestConfig, Host};
use gcs_prot::json::JsonString;
use gcs_prot::message::{
    ContainerConfig, ContainerCreate, ContainerSignalProcess, Empty, NULL_CONTAINER_ID, NegotiateProtocol,
    ProtocolVersion, SchemaVersion, SignalProcessOptions, VmHostedContainerSettingsV2,
};
use gcs_prot::oci::{Spec, Windows, WindowsNetwork};
use gcs_prot::rpc;
use log::Log;
use net::{Address, Listener, Stream};
use show::Style;
use streams::Streams;

#[path = "../examples/support/agent.rs"]
mod agent;
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

/// The time that the host waits for a message before it reports that the message is missing.
const PATIENCE: Duration = Duration::from_secs(3);

/// Processes whose end is reported only after the host has closed its end of their standard output.
struct Held {
    host: Address,
    outputs: BTreeMap<u32, Stream>,
    ended: Sender<(u32, u32)>,
    /// A number that is added to the exit codes that signals cause.
    off_by: u32,
}

impl Processes for Held {
    fn start(&mut self, id: u32, command: &Command) -> Result<Option<End>, String> {
        let connect = |port| self.host.of_port(port).and_then(|address| address.connect());
        if let [stdin, stdout, _] = command.ports
            && stdin != 0
            && stdout != 0
        {
            let mut stdin = connect(stdin).map_err(|error| error.to_string())?;
            let stdout = connect(stdout).map_err(|error| error.to_string())?;
            let mut output = stdout.try_clone().map_err(|error| error.to_string())?;
            self.outputs.insert(id, stdout);
            thread::spawn(move || io::copy(&mut stdin, &mut output));
        }
        Ok(command.end())
    }

    fn signal(&mut self, id: u32, signal: i32) -> Option<u32> {
        let code = exit_code(signal) + self.off_by;
        let Some(mut output) = self.outputs.remove(&id) else { return Some(code) };
        output.shutdown(Shutdown::Write).expect("a stream");
        let ended = self.ended.clone();
        thread::spawn(move || {
            let _ = output.read_to_end(&mut Vec::new());
            let _ = ended.send((id, code));
        });
        None
    }
}

/// A guest that consists of an agent and, in front of it, behaviours of the reference.
struct StandIn {
    agent: Agent<Held>,
    ended: Receiver<(u32, u32)>,
    /// The network namespaces that belong to a container.
    namespaces: BTreeSet<String>,
}

impl StandIn {
    fn new(host: Address, off_by: u32) -> Self {
        let (sender, ended) = mpsc::channel();
        let agent = Agent::new(Held { host, outputs: BTreeMap::new(), ended: sender, off_by });
        Self { agent, ended, namespaces: BTreeSet::new() }
    }

    /// Why the reference refuses a request that an agent would take.
    fn refusal(&mut self, call: &Call<'_, '_>) -> Option<(HResult, &'static str)> {
        match call {
            Call::Create(create, _) => {
                let ContainerConfig::V2(config) = &create.body.container_config.0 else { return None };
                let specification = config.oci_specification.as_ref()?;
                let annotation = |name| specification.annotations.get(name).unwrap_or_default();
                let of_a_pod = annotation("io.kubernetes.cri.container-type") == "container";
                if of_a_pod && annotation("io.kubernetes.cri.sandbox-id").is_empty() {
                    return Some((HResult::FAIL, "a container of a pod without its sandbox"));
                }
                let windows = specification.windows.get();
                let network = windows.as_ref().and_then(|windows| windows.network.as_ref());
                let namespace = network.map_or("", |network| network.network_namespace);
                let old = config.schema_version < SchemaVersion { major: 2, minor: 1 };
                let id = create.base.container_id;
                let belongs = format!("{namespace} of ");
                let foreign = self.namespaces.iter().any(|it| it.starts_with(&belongs) && !it.ends_with(id));
                if !old && foreign {
                    return Some((HResult::FAIL, "the network namespace belongs to another container"));
                }
                if !old {
                    self.namespaces.insert(belongs + id);
                }
                None
            }
            _ => None,
        }
    }

    fn serve(&mut self, mut stream: &Stream) -> Result<(), Failure> {
        let (mut receive, mut send) = (vec![0; 1 << 16], vec![0; 1 << 16]);
        let mut guest = Guest::<32>::new(&mut receive, &mut send, GuestConfig::default());
        let clock = Instant::now();
        stream.set_read_timeout(Some(Duration::from_millis(5)))?;
        loop {
            for (id, code) in self.ended.try_iter() {
                self.agent.ended(id, code);
            }
            self.agent.tick(clock.elapsed());
            self.agent.deliver(&mut guest);
            loop {
                while !guest.outgoing().is_empty() {
                    let count = stream.write(guest.outgoing())?;
                    guest.sent(count);
                    self.agent.deliver(&mut guest);
                }
                match guest.poll()? {
                    None => break,
                    Some(Event::Call(call)) => match self.refusal(&call) {
                        Some((result, why)) => call.fail(result, why)?,
                        None => self.agent.handle(call)?,
                    },
                    Some(_) => {}
                }
                self.agent.deliver(&mut guest);
            }
            match stream.read(guest.window()?) {
                Ok(0) => return Ok(guest.end()?),
                Ok(count) => guest.commit(count)?,
                Err(error) if net::is_late(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// A directory for one test.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("gcs-prot-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a directory");
        Self(path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Connects a host to a stand-in whose exit codes are wrong by `off_by`.
fn with_host<T>(name: &str, off_by: u32, test: impl FnOnce(Client<'_, io::Sink>, &Path) -> T) -> T {
    let directory = Directory::new(name);
    let path = directory.0.join("bridge.sock");
    let address = Address::Unix(path.clone());
    let listener = Listener::bind(&address).expect("a listener");
    let guest = thread::spawn(move || {
        let stream = address.connect().expect("a host");
        StandIn::new(address, off_by).serve(&stream)
    });
    let stream = listener.accept().expect("a guest");
    let (mut receive, mut send) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut log = Log::new(Style::default(), io::sink(), 1 << 16);
    let client = Client::new(Host::new(&mut receive, &mut send), &stream, &mut log).patience(PATIENCE);
    let outcome = test(client, &path);
    drop(stream);
    if let Err(error) = guest.join().expect("a guest that does not panic") {
        // A test may end before it has read everything; then the guest sees a reset instead of an end.
        let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
        assert!(matches!(kind, Some(io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe)), "{error}");
    }
    outcome
}

#[test]
fn a_whole_session_is_completed() {
    let mismatches = with_host("whole", 0, |mut client, path| {
        script::full(&mut client, &mut Streams::listen(path)?)?;
        client.finish()
    });
    assert!(mismatches.expect("a session").is_empty());
}

#[test]
fn the_minimal_session_is_completed_and_the_end_of_the_container_is_expected() {
    let mismatches = with_host("least", 0, |mut client, _| {
        script::least(&mut client)?;
        client.finish()
    });
    assert!(mismatches.expect("a session").is_empty());
}

#[test]
fn mismatches_are_described_and_all_of_them_on_request() {
    let wrong = |id| format!("WaitForProcess #{id} was answered with exit code 144; exit code 143 was expected");
    let mismatches = with_host("going", 1, |client, _| {
        let mut client = client.keep_going();
        script::basic(&mut client)?;
        client.finish()
    });
    assert_eq!(mismatches.expect("a session"), [wrong(6), wrong(4)]);
    let first = with_host("first", 1, |mut client, _| script::basic(&mut client));
    assert_eq!(first.expect_err("a mismatch").to_string(), wrong(6));
}

#[test]
fn a_silent_guest_and_an_unexpected_end_are_reported_in_words() {
    let mismatches = with_host("silent", 0, |client, _| {
        let mut client = client.keep_going().patience(Duration::from_millis(50));
        script::basic(&mut client)?;
        client.expect_notification("nowhere", gcs_prot::message::NotificationType::GracefulExit)?;
        client.finish()
    });
    assert_eq!(mismatches.expect("a session"), ["the guest did not notify GracefulExit of nowhere"]);
}

/// Tests the stand-in itself: it rejects what the reference rejects.
#[test]
fn the_stand_in_has_the_behaviours_of_the_reference() {
    let outcome = with_host("control", 0, |mut client, _| {
        let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
        let id = client.send::<rpc::NegotiateProtocol>("", versions)?;
        client.answer(id)?;
        let failed = Answer::Failed(HResult::FAIL);
        for (id, annotations, network_namespace, expected) in [
            ("one", &[("io.kubernetes.cri.container-type", "container")] as &[_], "a", &failed),
            ("one", &[], "a", &Answer::Done),
            ("two", &[], "a", &failed),
            ("two", &[], "b", &Answer::Done),
        ] {
            let network = Some(WindowsNetwork { network_namespace, ..WindowsNetwork::default() });
            let windows = Windows { network, ..Windows::default() };
            let specification = Spec { annotations: annotations.into(), windows: (&windows).into(), ..Spec::default() };
            let config = VmHostedContainerSettingsV2 {
                schema_version: SchemaVersion { major: 2, minor: 1 },
                oci_specification: Some(specification),
                ..VmHostedContainerSettingsV2::default()
            };
            let body = ContainerCreate { container_config: JsonString(config.into()), ..ContainerCreate::default() };
            client.check::<rpc::Create>(id, body, expected)?;
        }
        let signal = ContainerSignalProcess { process_id: 1001, options: SignalProcessOptions { signal: 15 } };
        client.check::<rpc::SignalProcess>(NULL_CONTAINER_ID, signal, &Answer::Failed(HResult::SYSTEM_NOT_FOUND))?;
        client.check::<rpc::Start>("one", Empty {}, &Answer::Done)
    });
    outcome.expect("the answers of the reference");
}

/// If the host does not close its end of a standard output, it waits forever.
#[test]
fn the_stand_in_tells_of_an_end_only_when_standard_output_is_closed() {
    struct Open(Streams);

    impl script::Stdio for Open {
        fn ports(&self) -> [u32; 2] {
            self.0.ports()
        }
        fn connect(&mut self) -> Result<(), Failure> {
            self.0.connect()
        }
        fn check(&mut self) -> Result<(), Failure> {
            self.0.check()
        }
        fn close(&mut self) -> Result<(), Failure> {
            Ok(())
        }
    }

    let outcome = with_host("open", 0, |client, path| {
        let mut client = client.patience(Duration::from_millis(500));
        script::full(&mut client, &mut Open(Streams::listen(path)?))
    });
    let error = outcome.expect_err("a wait without an answer").to_string();
    assert!(error.starts_with("WaitForProcess #") && error.contains("was not answered"), "{error}");
}

#[test]
fn a_second_host_is_refused_and_the_first_does_not_notice() {
    let directory = Directory::new("second");
    let path = directory.0.join("bridge.sock");
    let address = Address::Unix(path.clone());
    let first = Listener::bind(&address).expect("a listener");
    let error = Listener::bind(&address).err().expect("an address in use");
    assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
    let nobody = first.accept_within(Duration::from_millis(50)).expect_err("nobody has come");
    assert!(net::is_late(&nobody));
    // The host replaces the socket of a host that has died.
    drop(first);
    drop(std::os::unix::net::UnixListener::bind(&path).expect("a socket"));
    assert!(path.exists());
    let again = Listener::bind(&address).expect("what was left over is replaced");
    let guest = address.connect().expect("a host");
    drop(again.accept_within(PATIENCE).expect("a guest"));
    drop(guest);
}
