//! `host --check` and `agent --check`: the examples pass every check, and a planted fault of either is named.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use std::{fs, thread};

use gcs_prot::wire::MessageType;

/// A message of the guest, as it passes by.
struct Message {
    identifier: u32,
    payload: Vec<u8>,
}

/// What a wrong guest does otherwise; `false` ends the connection.
type Fault = fn(&mut Message) -> bool;

/// The folder of the examples, as they are now.
fn examples() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let test = std::env::current_exe().expect("this program");
        let profile = test.ancestors().nth(2).expect("the folder of the profile");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--locked", "--example=agent", "--example=host"]);
        cargo.arg("--manifest-path").arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        cargo.arg("--target-dir").arg(profile.parent().expect("the folder of the target"));
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

/// A program that is ended with the test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Connects to a socket that is there soon.
fn connect(path: &Path) -> UnixStream {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        match UnixStream::connect(path) {
            Ok(stream) => return stream,
            Err(error) => assert!(Instant::now() < end, "{}: {error}", path.display()),
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Passes on each message of the guest, with the fault.
fn relay(mut guest: UnixStream, mut host: UnixStream, fault: Fault) -> io::Result<()> {
    let mut header = [0; 16];
    while guest.read_exact(&mut header).is_ok() {
        let word = |at: usize| u32::from_le_bytes(header[at..at + 4].try_into().expect("4 bytes"));
        let mut message = Message { identifier: word(0), payload: vec![0; word(4) as usize - 16] };
        guest.read_exact(&mut message.payload)?;
        if !fault(&mut message) {
            break;
        }
        let size = u32::try_from(message.payload.len() + 16).expect("small");
        host.write_all(&message.identifier.to_le_bytes())?;
        host.write_all(&size.to_le_bytes())?;
        host.write_all(&header[8..])?;
        host.write_all(&message.payload)?;
    }
    let _ = guest.shutdown(Shutdown::Both);
    let _ = host.shutdown(Shutdown::Both);
    Ok(())
}

/// What a run printed: the checks that failed, those that were not reached, the summary.
fn printed(text: &str) -> (BTreeSet<String>, BTreeSet<String>, String) {
    let names = |word: &str| {
        let checks = text.lines().filter_map(|line| line.strip_prefix(word));
        checks.filter_map(|rest| rest.split_whitespace().next()).map(str::to_owned).collect()
    };
    (names("FAILED"), names("not reached"), text.lines().last().unwrap_or_default().to_owned())
}

/// As [`judged`], of a host: the faults are in what it sends.
fn judged_host(name: &str, fault: Fault) -> (BTreeSet<String>, BTreeSet<String>, String, Option<i32>) {
    let folder = std::env::temp_dir().join(format!("gcs-live-host-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let [host_path, guest_path] = ["h", "g"].map(|name| folder.join(name));
    let mut host = Command::new(examples().join("host"));
    host.arg("--listen").arg(format!("unix:{}", host_path.display())).args(["--basic", "--keep-going"]);
    let _host = Program(host.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("host"));
    let listener = UnixListener::bind(&guest_path).expect("a socket");
    let mut agent = Command::new(examples().join("agent"));
    agent.arg("--connect").arg(format!("unix:{}", guest_path.display())).arg("--check");
    let agent = agent.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("agent");
    let mut agent = Program(agent);
    let (guest, _) = listener.accept().expect("the agent");
    let to_host = connect(&host_path);
    let (mut from_guest, mut answers) = (guest.try_clone().expect("a copy"), to_host.try_clone().expect("a copy"));
    thread::spawn(move || io::copy(&mut from_guest, &mut answers));
    let requests = thread::spawn(move || relay(to_host, guest, fault));

    let mut text = String::new();
    agent.0.stdout.take().expect("a pipe").read_to_string(&mut text).expect("UTF-8");
    let status = agent.0.wait().expect("agent").code();
    // The agent may have gone before the last request.
    let _ = requests.join().expect("no panic");
    fs::remove_dir_all(&folder).expect("the folder");
    let (failed, missed, summary) = printed(&text);
    (failed, missed, summary, status)
}

/// The names of the checks that failed and of those that were not reached, the summary, and the exit status.
fn judged(name: &str, fault: Fault) -> (BTreeSet<String>, BTreeSet<String>, String, Option<i32>) {
    // Sockets have short names.
    let folder = std::env::temp_dir().join(format!("gcs-live-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let [host_path, guest_path] = ["h", "g"].map(|name| folder.join(name));
    let mut host = Command::new(examples().join("host"));
    host.arg("--listen").arg(format!("unix:{}", host_path.display())).args(["--check", "--patience", "20"]);
    let host = host.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("host");
    let mut host = Program(host);
    let listener = UnixListener::bind(&guest_path).expect("a socket");
    let mut agent = Command::new(examples().join("agent"));
    agent.arg("--connect").arg(format!("unix:{}", guest_path.display())).stderr(Stdio::null());
    let _agent = Program(agent.spawn().expect("agent"));
    let (guest, _) = listener.accept().expect("the agent");
    let to_host = connect(&host_path);
    let (mut from_host, mut to_guest) = (to_host.try_clone().expect("a copy"), guest.try_clone().expect("a copy"));
    let requests = thread::spawn(move || {
        let _ = io::copy(&mut from_host, &mut to_guest);
        let _ = to_guest.shutdown(Shutdown::Write);
    });
    let answers = thread::spawn(move || relay(guest, to_host, fault));

    let mut text = String::new();
    host.0.stdout.take().expect("a pipe").read_to_string(&mut text).expect("UTF-8");
    let status = host.0.wait().expect("host").code();
    requests.join().expect("no panic");
    // The host may have gone before the last answer.
    let _ = answers.join().expect("no panic");
    fs::remove_dir_all(&folder).expect("the folder");
    let (failed, missed, summary) = printed(&text);
    (failed, missed, summary, status)
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Replaces a text in a payload.
fn replace(message: &mut Message, from: &str, to: &str) {
    let text = String::from_utf8(message.payload.clone()).expect("UTF-8");
    message.payload = text.replace(from, to).into_bytes();
}

fn is_notification(message: &Message) -> bool {
    message.identifier & 0xf000_0000 == MessageType::NOTIFICATION.0
}

#[test]
fn the_example_guest_passes_every_check() {
    let (failed, missed, summary, status) = judged("own", |_| true);
    assert_eq!((failed, missed), (names(&[]), names(&[])));
    assert_eq!((summary.as_str(), status), ("38 checks passed, 0 failed, 0 not reached", Some(0)));
}

#[test]
fn a_planted_fault_of_a_guest_is_named() {
    let faults: [(&str, Fault, &[&str]); 7] = [
        (
            "activity",
            |message| {
                if !is_notification(message) {
                    replace(message, ",\"ActivityId\":\"00000000-0000-0000-0000-000000000000\"", "");
                }
                true
            },
            &["activity-id-echoed"],
        ),
        (
            "identifier",
            |message| {
                message.identifier ^= u32::from(!is_notification(message));
                true
            },
            &["response-identifier"],
        ),
        (
            "newline",
            |message| {
                message.payload.push(b'\n');
                true
            },
            &["canonical-bytes"],
        ),
        (
            "exit",
            |message| {
                replace(message, "\"ExitCode\":137", "\"ExitCode\":9");
                true
            },
            &["signal-without-options"],
        ),
        (
            "line",
            |message| {
                replace(message, "\"Line\":4294967295", "\"Line\":-1");
                true
            },
            &["error-record", "valid-payload"],
        ),
        (
            "capabilities",
            |message| {
                replace(message, "\"RuntimeOsType\":\"Linux\",", "");
                true
            },
            &["runtime-os-type"],
        ),
        (
            "info",
            |message| {
                if is_notification(message) {
                    message.payload.pop();
                    message.payload.extend_from_slice(b",\"ResultInfo\":\"\"}");
                }
                true
            },
            &["canonical-bytes", "result-info"],
        ),
    ];
    for (name, fault, expected) in faults {
        let (failed, missed, summary, status) = judged(name, fault);
        assert_eq!((failed, missed), (names(expected), names(&[])), "{name}");
        assert_eq!(status, Some(1), "{name}");
        let passed = 38 - expected.len();
        assert_eq!(summary, format!("{passed} checks passed, {} failed, 0 not reached", expected.len()));
    }
}

#[test]
fn what_a_guest_that_goes_away_leaves_is_not_reached() {
    // The answer to Create does not come.
    let (failed, missed, _, status) = judged("gone", |message| message.identifier != 0x2010_0501);
    assert_eq!(failed, names(&["start-and-execute"]));
    assert!(missed.contains("delete") && missed.contains("size-below-header"), "{missed:?}");
    assert_eq!(status, Some(1));
}

#[test]
fn the_example_host_passes_every_check() {
    let (failed, missed, summary, status) = judged_host("own", |_| true);
    assert_eq!((failed, missed), (names(&[]), names(&[])));
    assert_eq!((summary.as_str(), status), ("12 checks passed, 0 failed, 0 not reached", Some(0)));
}

#[test]
fn a_planted_fault_of_a_host_is_named() {
    let faults: [(&str, Fault, &[&str]); 4] = [
        (
            "version",
            |message| {
                replace(message, "\"MinimumVersion\":4", "\"MinimumVersion\":5");
                true
            },
            &["version"],
        ),
        (
            "activity",
            |message| {
                replace(message, "\"ActivityId\":\"00000000-0000-0000-0000-000000000000\"", "\"ActivityId\":\"\"");
                true
            },
            &["activity-id"],
        ),
        (
            "relay",
            |message| {
                replace(message, ",\"VsockStdioRelaySettings\":{}", "");
                true
            },
            &["execute-settings"],
        ),
        (
            "vm",
            |message| {
                if message.identifier == 0x1010_0101 {
                    let vm = "\"ContainerId\":\"00000000-0000-0000-0000-000000000000\"";
                    replace(message, vm, "\"ContainerId\":\"vm\"");
                }
                true
            },
            &["vm-create"],
        ),
    ];
    for (name, fault, expected) in faults {
        let (failed, _, _, status) = judged_host(name, fault);
        assert_eq!(failed, names(expected), "{name}");
        assert_eq!(status, Some(1), "{name}");
    }
}
