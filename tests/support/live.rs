//! The examples `host` and `agent`, one judging the other, with a relay between them that plants a fault.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use std::{fs, thread};

#[path = "examples.rs"]
mod examples;

/// A message, as it passes by.
pub struct Message {
    /// The number of the connection, from 0.
    pub connection: usize,
    pub identifier: u32,
    pub id: u64,
    pub payload: Vec<u8>,
}

/// What happens to a message.
pub enum Next {
    PassOn,
    /// It comes after the next one.
    Delay,
    /// Neither it nor anything else comes.
    End,
}

/// The fault of a wrong peer.
pub type Fault = fn(&mut Message) -> Next;

/// The folder of the examples, as they are now.
fn examples() -> &'static Path {
    static BUILT: LazyLock<PathBuf> = LazyLock::new(|| examples::build(&["--example=agent", "--example=host"]));
    &BUILT
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
pub enum Of {
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

/// The result of a run.
#[derive(Debug)]
pub struct Verdict {
    pub failed: BTreeSet<String>,
    /// The checks that were not reached.
    pub missed: BTreeSet<String>,
    pub summary: String,
    pub status: Option<i32>,
}

/// Runs host and guest with these arguments, and a fault of one of them. The other one judges it.
pub fn judged(name: &str, host: &[&str], guest: &[&str], of: Of, fault: Fault) -> Verdict {
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
    // Output that nobody reads must not block the program.
    let mut output = other.0.stdout.take().expect("a pipe");
    thread::spawn(move || io::copy(&mut output, &mut io::sink()));
    let mut text = String::new();
    judge.0.stdout.take().expect("a pipe").read_to_string(&mut text).expect("UTF-8");
    let status = judge.0.wait().expect("a judge").code();
    drop((host, guest));
    fs::remove_dir_all(&folder).expect("the folder");
    Verdict::new(&text, status)
}

/// A guest of this program that connects once, judged by the host.
pub fn served(name: &str, serve: impl FnOnce(UnixStream)) -> Verdict {
    let path = std::env::temp_dir().join(format!("gcs-live-{}-{name}", std::process::id()));
    let mut command = Command::new(examples().join("host"));
    command.arg("--listen").arg(format!("unix:{}", path.display())).args(["--check", "--once", "--patience", "2"]);
    let mut host = Program(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("host"));
    serve(connect(&path).expect("the host"));
    let mut text = String::new();
    host.0.stdout.take().expect("a pipe").read_to_string(&mut text).expect("UTF-8");
    let status = host.0.wait().expect("a judge").code();
    // The host may have removed it.
    let _ = fs::remove_file(&path);
    Verdict::new(&text, status)
}

/// A guest that connects once, judged by the host.
pub fn guest_judged(name: &str, fault: Fault) -> Verdict {
    judged(name, &["--check", "--once", "--patience", "20"], &[], Of::Guest, fault)
}

/// A host, judged by the guest over one connection.
pub fn host_judged(name: &str, fault: Fault) -> Verdict {
    judged(name, &["--basic", "--keep-going"], &["--check", "--once"], Of::Host, fault)
}

impl Verdict {
    fn new(text: &str, status: Option<i32>) -> Self {
        let names = |word: &str| {
            let checks = text.lines().filter_map(|line| line.strip_prefix(word));
            checks.filter_map(|rest| rest.split_whitespace().next()).map(str::to_owned).collect()
        };
        let summary = text.lines().last().unwrap_or_default().to_owned();
        Self { failed: names("FAILED"), missed: names("not reached"), summary, status }
    }

    /// Every check has passed, and their number is correct.
    #[track_caller]
    pub fn assert_passed(&self, count: usize) {
        assert_eq!((&self.failed, &self.missed), (&BTreeSet::new(), &BTreeSet::new()));
        assert_eq!(self.summary, format!("{count} checks passed, 0 failed, 0 not reached"));
        assert_eq!(self.status, Some(0));
    }
}
