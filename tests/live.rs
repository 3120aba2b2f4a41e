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

/// A message, as it passes by.
struct Message {
    /// The number of the connection, from 0.
    connection: usize,
    identifier: u32,
    id: u64,
    payload: Vec<u8>,
}

/// What becomes of a message.
enum Next {
    PassOn,
    /// It comes after the next one.
    Delay,
    /// Neither it nor anything else comes.
    End,
}

/// What a wrong peer does otherwise.
type Fault = fn(&mut Message) -> Next;

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

/// Connects to a socket that is there soon, if it ever is.
fn connect(path: &Path) -> Option<UnixStream> {
    let end = Instant::now() + Duration::from_secs(20);
    while Instant::now() < end {
        if let Ok(stream) = UnixStream::connect(path) {
            return Some(stream);
        }
        thread::sleep(Duration::from_millis(20));
    }
    None
}

/// Passes on each message, with the fault.
fn relay(mut from: UnixStream, mut to: UnixStream, connection: usize, fault: Fault) -> io::Result<()> {
    let mut header = [0; 16];
    let mut delayed = Vec::new();
    while from.read_exact(&mut header).is_ok() {
        let word = |at: usize| u32::from_le_bytes(header[at..at + 4].try_into().expect("4 bytes"));
        let id = u64::from(word(8)) | u64::from(word(12)) << 32;
        let payload = vec![0; word(4) as usize - 16];
        let mut message = Message { connection, identifier: word(0), id, payload };
        from.read_exact(&mut message.payload)?;
        let next = fault(&mut message);
        let size = u32::try_from(message.payload.len() + 16).expect("small");
        let header = [&message.identifier.to_le_bytes()[..], &size.to_le_bytes(), &message.id.to_le_bytes()].concat();
        let bytes = [header, message.payload].concat();
        match next {
            Next::PassOn => to.write_all(&[bytes, std::mem::take(&mut delayed)].concat())?,
            Next::Delay => delayed = bytes,
            Next::End => break,
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
    Ok(())
}

/// Whose messages have the fault.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Guest,
    Host,
}

/// Passes on everything between a guest and its host, connection by connection, until either has gone.
fn pass_on(listener: &UnixListener, host: &Path, of: Of, fault: Fault) {
    for connection in 0.. {
        let (guest, _) = listener.accept().expect("a guest");
        // It may have ended.
        let Some(host) = connect(host) else { return };
        let (from, to) = if of == Of::Guest { (guest, host) } else { (host, guest) };
        let (mut answers_from, mut answers_to) = (to.try_clone().expect("a copy"), from.try_clone().expect("a copy"));
        let other = thread::spawn(move || {
            let _ = io::copy(&mut answers_from, &mut answers_to);
            let _ = answers_to.shutdown(Shutdown::Write);
        });
        // Either may have gone before the last message.
        let _ = relay(from, to, connection, fault);
        other.join().expect("no panic");
    }
}

/// What came of a run.
#[derive(Debug)]
struct Verdict {
    failed: BTreeSet<String>,
    /// The checks that were not reached.
    missed: BTreeSet<String>,
    summary: String,
    status: Option<i32>,
}

/// Runs host and guest with these arguments, and a fault of one of them. The other one judges it.
fn judged(name: &str, host: &[&str], guest: &[&str], of: Of, fault: Fault) -> Verdict {
    // Sockets have short names.
    let folder = std::env::temp_dir().join(format!("gcs-live-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let [host_path, guest_path] = ["h", "g"].map(|name| folder.join(name));
    let listener = UnixListener::bind(&guest_path).expect("a socket");
    let start = |program: &str, option: &str, path: &Path, arguments: &[&str]| {
        let mut command = Command::new(examples().join(program));
        command.arg(option).arg(format!("unix:{}", path.display())).args(arguments).stderr(Stdio::null());
        Program(command.stdout(Stdio::piped()).spawn().expect(program))
    };
    let mut host = start("host", "--listen", &host_path, host);
    let mut guest = start("agent", "--connect", &guest_path, guest);
    // It waits for another guest when all is over.
    thread::spawn(move || pass_on(&listener, &host_path, of, fault));

    let (judge, other) = if of == Of::Guest { (&mut host, &mut guest) } else { (&mut guest, &mut host) };
    // What nobody reads must not hold it up.
    let mut output = other.0.stdout.take().expect("a pipe");
    thread::spawn(move || io::copy(&mut output, &mut io::sink()));
    let mut text = String::new();
    judge.0.stdout.take().expect("a pipe").read_to_string(&mut text).expect("UTF-8");
    let status = judge.0.wait().expect("a judge").code();
    drop((host, guest));
    fs::remove_dir_all(&folder).expect("the folder");
    let names = |word: &str| {
        let checks = text.lines().filter_map(|line| line.strip_prefix(word));
        checks.filter_map(|rest| rest.split_whitespace().next()).map(str::to_owned).collect()
    };
    let summary = text.lines().last().unwrap_or_default().to_owned();
    Verdict { failed: names("FAILED"), missed: names("not reached"), summary, status }
}

/// A guest that connects once, judged by the host.
fn guest_judged(name: &str, fault: Fault) -> Verdict {
    judged(name, &["--check", "--once", "--patience", "20"], &[], Of::Guest, fault)
}

/// A host, judged by the guest over one connection.
fn host_judged(name: &str, fault: Fault) -> Verdict {
    judged(name, &["--basic", "--keep-going"], &["--check", "--once"], Of::Host, fault)
}

impl Verdict {
    /// Every check has passed, and there were so many.
    #[track_caller]
    fn assert_passed(&self, count: usize) {
        assert_eq!((&self.failed, &self.missed), (&names(&[]), &names(&[])));
        assert_eq!(self.summary, format!("{count} checks passed, 0 failed, 0 not reached"));
        assert_eq!(self.status, Some(0));
    }
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
    guest_judged("once", |_| Next::PassOn).assert_passed(38);
    let check = ["--check", "--patience", "20"];
    judged("own", &check, &["--reconnect"], Of::Guest, |_| Next::PassOn).assert_passed(47);
}

#[test]
fn the_example_guest_of_windows_passes_every_check() {
    let check = ["--check", "--patience", "20", "--guest", "windows"];
    judged("windows", &check, &["--reconnect", "--guest", "windows"], Of::Guest, |_| Next::PassOn).assert_passed(52);
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
                Next::PassOn
            },
            &["activity-id-echoed"],
        ),
        (
            "identifier",
            |message| {
                message.identifier ^= u32::from(!is_notification(message));
                Next::PassOn
            },
            &["response-identifier"],
        ),
        (
            "newline",
            |message| {
                message.payload.push(b'\n');
                Next::PassOn
            },
            &["canonical-bytes"],
        ),
        (
            "exit",
            |message| {
                replace(message, "\"ExitCode\":137", "\"ExitCode\":9");
                Next::PassOn
            },
            &["signal-without-options"],
        ),
        (
            "line",
            |message| {
                replace(message, "\"Line\":4294967295", "\"Line\":-1");
                Next::PassOn
            },
            &["error-record", "valid-payload"],
        ),
        (
            "capabilities",
            |message| {
                replace(message, "\"RuntimeOsType\":\"Linux\",", "");
                Next::PassOn
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
                Next::PassOn
            },
            &["canonical-bytes", "result-info"],
        ),
    ];
    for (name, fault, expected) in faults {
        let verdict = guest_judged(name, fault);
        assert_eq!((verdict.failed, verdict.missed), (names(expected), names(&[])), "{name}");
        assert_eq!(verdict.status, Some(1), "{name}");
        let passed = 38 - expected.len();
        assert_eq!(verdict.summary, format!("{passed} checks passed, {} failed, 0 not reached", expected.len()));
    }
}

#[test]
fn what_a_guest_that_goes_away_leaves_is_not_reached() {
    // The answer to Create does not come.
    let Verdict { failed, missed, status, .. } = guest_judged("gone", |message| match message.identifier {
        0x2010_0501 => Next::End,
        _ => Next::PassOn,
    });
    assert_eq!(failed, names(&["start-and-execute"]));
    assert!(missed.contains("delete") && missed.contains("size-below-header"), "{missed:?}");
    assert_eq!(status, Some(1));
}

/// Whether this is the answer to a wait, on the second connection.
fn is_late_end(message: &Message) -> bool {
    message.connection == 1 && message.identifier == 0x2010_0601
}

#[test]
fn a_planted_fault_of_a_guest_on_its_second_connection_is_named() {
    let faults: [(&str, &[&str], Fault, &[&str]); 5] = [
        // It connects once.
        ("again", &[], |_| Next::PassOn, &["connects-again"]),
        // It begins anew.
        ("forget", &["--reconnect", "--forget"], |_| Next::PassOn, &["call-kept"]),
        (
            "early",
            &["--reconnect"],
            |message| {
                // The answer to the negotiation comes after one that is owed.
                let is_negotiation = message.connection == 1 && message.identifier == 0x2010_0b01;
                if is_negotiation { Next::Delay } else { Next::PassOn }
            },
            &["owed-after-negotiation"],
        ),
        (
            "end",
            &["--reconnect"],
            |message| {
                if is_late_end(message) {
                    replace(message, "\"ExitCode\":0", "\"ExitCode\":5");
                }
                Next::PassOn
            },
            &["call-kept"],
        ),
        (
            "version",
            &["--reconnect"],
            |message| {
                if message.connection == 1 && message.identifier == 0x2010_0b01 {
                    replace(message, "\"Version\":4", "\"Version\":3");
                }
                Next::PassOn
            },
            &["negotiation-again"],
        ),
    ];
    for (name, arguments, fault, expected) in faults {
        let verdict = judged(name, &["--check", "--patience", "10"], arguments, Of::Guest, fault);
        assert_eq!(verdict.failed, names(expected), "{name}");
        assert_eq!(verdict.status, Some(1), "{name}");
    }
}

#[test]
fn the_example_host_passes_every_check() {
    host_judged("host-once", |_| Next::PassOn).assert_passed(12);
    let host = ["--basic", "--keep-going", "--resume"];
    judged("host", &host, &["--check"], Of::Host, |_| Next::PassOn).assert_passed(16);
}

#[test]
fn the_example_host_of_windows_passes_every_check() {
    let host = ["--keep-going", "--resume", "--guest", "windows"];
    judged("host-windows", &host, &["--check", "--guest", "windows"], Of::Host, |_| Next::PassOn).assert_passed(17);
}

#[test]
fn a_planted_fault_of_a_host_is_named() {
    let faults: [(&str, Fault, &[&str]); 4] = [
        (
            "version",
            |message| {
                replace(message, "\"MinimumVersion\":4", "\"MinimumVersion\":5");
                Next::PassOn
            },
            &["version"],
        ),
        (
            "activity",
            |message| {
                replace(message, "\"ActivityId\":\"00000000-0000-0000-0000-000000000000\"", "\"ActivityId\":\"\"");
                Next::PassOn
            },
            &["activity-id"],
        ),
        (
            "relay",
            |message| {
                replace(message, ",\"VsockStdioRelaySettings\":{}", "");
                Next::PassOn
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
                Next::PassOn
            },
            &["vm-create"],
        ),
    ];
    for (name, fault, expected) in faults {
        let verdict = host_judged(name, fault);
        assert_eq!(verdict.failed, names(expected), "{name}");
        assert_eq!(verdict.status, Some(1), "{name}");
    }
}

#[test]
fn a_planted_fault_of_a_host_on_the_second_connection_is_named() {
    let faults: [(&str, Fault, &[&str]); 3] = [
        (
            "host-ids",
            |message| {
                // After the negotiation, the ids of the second connection begin anew.
                if message.connection == 1 && message.identifier != 0x1010_0b01 {
                    message.id = 1;
                }
                Next::PassOn
            },
            &["ids-go-on", "increasing-ids"],
        ),
        (
            "host-first",
            |message| {
                if message.connection == 1 && message.identifier == 0x1010_0b01 {
                    message.identifier = 0x1010_0c01;
                }
                Next::PassOn
            },
            &["negotiates-again"],
        ),
        (
            "host-start",
            |message| {
                // The first request after the negotiation is one to start the VM.
                if message.connection == 1 && message.identifier == 0x1010_0701 {
                    message.identifier = 0x1010_0201;
                    let vm = "00000000-0000-0000-0000-000000000000";
                    message.payload = format!("{{\"ContainerId\":\"{vm}\",\"ActivityId\":\"{vm}\"}}").into_bytes();
                }
                Next::PassOn
            },
            &["no-create-again"],
        ),
    ];
    for (name, fault, expected) in faults {
        // It ends at the first answer that it does not expect.
        let host = ["--basic", "--resume"];
        let verdict = judged(name, &host, &["--check"], Of::Host, fault);
        assert_eq!(verdict.failed, names(expected), "{name}");
        assert_eq!(verdict.status, Some(1), "{name}");
    }
}
