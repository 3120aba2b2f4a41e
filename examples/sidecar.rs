//! A sidecar between a host and a confidential Windows guest, like that of hcsshim. It forwards, rewrites or answers
//! the requests of the host.
//!
//! ```text
//! cargo run --example sidecar                                 # a recorded session
//! cargo run --example sidecar -- --host unix:host.sock --guest unix:guest.sock
//! ```

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::process::ExitCode;
use std::sync::mpsc;
use std::{fs, thread};

use gcs_prot::endpoint::{Direction, Relay, RelayBuffers, RelayEvent};
use net::{Address, Listener, Stream};
use replay::replay;
use sidecar::{Sidecar, is_chosen};
use text::{report, report_usage};

#[path = "support/net.rs"]
mod net;
#[path = "support/replay.rs"]
mod replay;
#[path = "support/sidecar.rs"]
mod sidecar;
#[path = "support/text.rs"]
mod text;

const HELP: &str = "\
A sidecar of a confidential Windows guest: it stands between the host and the
guest, and forwards, rewrites or answers what the host sends. It enforces no
policy: it lets through whatever a policy would have to allow.

usage: sidecar --host ADDRESS --guest ADDRESS
       sidecar [--replay HOST GUEST [--write DIRECTORY]]

  --host ADDRESS   the address of the host: unix:PATH (Unix), tcp:HOST:PORT
                   (this machine only), or vsock:CID:PORT (Linux); the sidecar
                   connects to it once the guest is connected
  --guest ADDRESS  the address at which to wait for the guest: unix:PATH, or
                   tcp:HOST:PORT
  --replay         say what the sidecar does with each message of a recorded
                   session: the files HOST and GUEST have what each of the two
                   sent (default: the session recorded in tests/vectors)
  --write          write what goes to the guest and to the host to the files
                   to-guest.bin and to-host.bin";

/// The largest request that is accepted. Security policies can be larger than a megabyte.
const LONGEST: usize = 8 << 20;

/// The longest message that a host accepts.
const LONGEST_TO_HOST: usize = 1 << 16;

type Failure = Box<dyn std::error::Error + Send + Sync>;

enum Options {
    Help,
    Serve { host: Address, guest: Address },
    Replay { files: [String; 2], write: Option<String> },
}

/// The package does not contain these files.
const RECORDED: [&str; 2] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/session-windows.host-to-sidecar.bin"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/session-windows.inbox-to-sidecar.bin"),
];

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let (mut host, mut guest, mut files, mut write) = (None, None, None, None);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--host" => host = Some(value()?.parse()?),
            "--guest" => guest = Some(value()?.parse()?),
            "--replay" => files = Some([value()?, value()?]),
            "--write" => write = Some(value()?),
            "--help" | "-h" => return Ok(Options::Help),
            unknown => return Err(format!("unknown argument {unknown}")),
        }
    }
    match (host, guest, files) {
        (Some(host), Some(guest), None) if write.is_none() => Ok(Options::Serve { host, guest }),
        (None, None, files) => Ok(Options::Replay { files: files.unwrap_or(RECORDED.map(String::from)), write }),
        (_, _, None) => Err("--host and --guest must be used together".into()),
        (_, _, Some(_)) => Err("--replay cannot be used with --host and --guest".into()),
    }
}

fn main() -> ExitCode {
    let outcome = match options(std::env::args().skip(1)) {
        Ok(Options::Help) => writeln!(io::stdout(), "{HELP}").map_err(Failure::from),
        Ok(Options::Serve { host, guest }) => serve(&host, &guest),
        Ok(Options::Replay { files, write }) => show(&files, write.as_deref()),
        Err(error) => {
            report_usage("sidecar", error, HELP);
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report("sidecar", error);
            ExitCode::FAILURE
        }
    }
}

fn show([host, guest]: &[String; 2], write: Option<&str>) -> Result<(), Failure> {
    let read = |name: &String| fs::read(name).map_err(|error| format!("{name}: {error}"));
    let replayed = replay(&read(host)?, &read(guest)?)?;
    let mut output = io::stdout().lock();
    replayed.lines.iter().try_for_each(|line| writeln!(output, "{line}"))?;
    if let Some(directory) = write {
        let path = std::path::Path::new(directory);
        fs::write(path.join("to-guest.bin"), &replayed.to_guest)?;
        fs::write(path.join("to-host.bin"), &replayed.to_host)?;
    }
    Ok(())
}

/// Waits for the guest, connects to the host, and relays between them until one of them disconnects.
fn serve(host: &Address, guest: &Address) -> Result<(), Failure> {
    let listener = Listener::bind(guest).map_err(|error| format!("{guest}: {error}"))?;
    report("sidecar", format_args!("waiting for a guest at {guest}"));
    let guest = listener.accept()?;
    let host = host.connect().map_err(|error| format!("{host}: {error}"))?;
    report("sidecar", "between the host and the guest");
    let (sender, receiver) = mpsc::sync_channel(4);
    for (direction, stream) in [(Direction::ToGuest, &host), (Direction::ToHost, &guest)] {
        let (stream, sender) = (stream.try_clone()?, sender.clone());
        thread::spawn(move || read(direction, stream, &sender));
    }
    drop(sender);
    let outcome = relay(&receiver, &host, &guest);
    // This also ends the threads that read.
    for stream in [&host, &guest] {
        let _ = stream.shutdown(Shutdown::Both);
    }
    outcome
}

type Input = (Direction, io::Result<Vec<u8>>);

/// Reads a stream to its end. The end is sent as an input without bytes.
fn read(direction: Direction, mut stream: Stream, sender: &mpsc::SyncSender<Input>) {
    loop {
        let mut buffer = vec![0; 4096];
        let outcome = stream.read(&mut buffer).map(|count| {
            buffer.truncate(count);
            buffer
        });
        let is_last = !matches!(&outcome, Ok(bytes) if !bytes.is_empty());
        if sender.send((direction, outcome)).is_err() || is_last {
            return;
        }
    }
}

fn relay(receiver: &mpsc::Receiver<Input>, host: &Stream, guest: &Stream) -> Result<(), Failure> {
    let (mut to_guest, mut to_host, mut answers) = ([0; 4096], [0; 4096], [0; 4096]);
    let (mut hold_to_guest, mut hold_to_host) = (vec![0; 2 * LONGEST], vec![0; 2 * LONGEST_TO_HOST]);
    let buffers = RelayBuffers {
        to_guest: &mut to_guest,
        to_host: &mut to_host,
        hold_to_guest: &mut hold_to_guest,
        hold_to_host: &mut hold_to_host,
        answers: &mut answers,
    };
    let mut relay = Relay::new(buffers, is_chosen);
    let mut sidecar = Sidecar::default();
    while let Ok((direction, bytes)) = receiver.recv() {
        let bytes = bytes?;
        if bytes.is_empty() {
            return Ok(relay.end(direction)?);
        }
        let mut taken = 0;
        loop {
            taken += relay.receive(direction, &bytes[taken..])?;
            let is_idle = advance(&mut relay, &mut sidecar)?;
            let is_sent = send(&mut relay, Direction::ToGuest, guest)? | send(&mut relay, Direction::ToHost, host)?;
            if taken == bytes.len() && is_idle && !is_sent {
                break;
            }
        }
    }
    Ok(())
}

/// Decides about held frames. Returns `false` if it has to continue after outgoing bytes have been sent.
fn advance(relay: &mut Relay<'_>, sidecar: &mut Sidecar) -> Result<bool, Failure> {
    while let Some(event) = relay.poll()? {
        match event {
            RelayEvent::Held(mut held) => match sidecar.decide(&mut held) {
                Ok(()) => {}
                // The pending answers leave no room.
                Err(_) => return Ok(false),
            },
            RelayEvent::Refused(_, header) => report("sidecar", format_args!("#{} is too large", header.sequence_id())),
            _ => {}
        }
    }
    Ok(true)
}

/// Sends the outgoing bytes, and returns whether there were any.
fn send(relay: &mut Relay<'_>, direction: Direction, mut stream: &Stream) -> io::Result<bool> {
    let count = relay.outgoing(direction).len();
    stream.write_all(relay.outgoing(direction))?;
    relay.sent(direction, count);
    Ok(count > 0)
}
