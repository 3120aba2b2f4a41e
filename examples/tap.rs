//! Stands between a host and a guest, and shows their messages.
//!
//! ```text
//! cargo run --example host -- --listen unix:bridge.sock
//! cargo run --example tap -- --connect unix:bridge.sock --listen unix:tap.sock
//! cargo run --example agent -- --connect unix:tap.sock
//! ```

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread;

use gcs_prot::endpoint::{Direction, Relay, RelayBuffers, RelayEvent};
use gcs_prot::wire::{FrameError, MessageIdentifier};
use log::Log;
use net::{Address, Listener, Stream};
use show::Style;
use show::text::{report, report_usage};

#[path = "support/log.rs"]
mod log;
#[path = "support/net.rs"]
mod net;
#[path = "support/show.rs"]
mod show;

const HELP: &str = "\
Stands between a host and a guest of the HCS <-> GCS bridge, and shows each
message on standard output.

usage: tap --connect ADDRESS --listen ADDRESS [--full] [--show-secrets]

  --connect ADDRESS  the address of the host:
                       unix:PATH       (Unix)
                       vsock:CID:PORT  (Linux)
                       tcp:HOST:PORT   (this machine only)
  --listen ADDRESS   the address at which to wait for the guest: unix:PATH, or
                     tcp:HOST:PORT
  --full             show every decoded field below each line
  --show-secrets     with --full, also show environments, annotations and
                     policies

Messages of any length pass through unchanged, in buffers of 4 KiB for each
direction. For a message of more than one megabyte, only the header is shown.
The standard streams of processes do not pass through.
A terminal shows one line for each message, and more of it the wider it is. A
pipe or a file gets complete lines.";

/// The size of the buffer for each direction.
const ROOM: usize = 4096;

/// The longest message that is decoded.
const LONGEST: usize = 1 << 20;

type Failure = Box<dyn Error + Send + Sync>;

struct Options {
    host: Address,
    guest: Address,
    style: Style,
}

/// Parses the command line. Returns `None` if help was requested.
fn options(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let (mut host, mut guest) = (None, None);
    let mut style = Style::stdout();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--connect" => host = Some(value()?.parse()?),
            "--listen" => guest = Some(value()?.parse()?),
            "--full" => style.full = true,
            "--show-secrets" => style.secrets = true,
            "--help" | "-h" => return Ok(None),
            unknown => return Err(format!("unknown argument {unknown}")),
        }
    }
    let host = host.ok_or("--connect is missing")?;
    let guest = guest.ok_or("--listen is missing")?;
    Ok(Some(Options { host, guest, style }))
}

fn main() -> ExitCode {
    match options(std::env::args().skip(1)) {
        Ok(Some(options)) => match run(&options) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                report("tap", error);
                ExitCode::FAILURE
            }
        },
        Ok(None) => {
            let _ = writeln!(io::stdout(), "{HELP}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            report_usage("tap", error, HELP);
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> Result<(), Failure> {
    let listener = Listener::bind(&options.guest)?;
    let guest = listener.accept()?;
    let host = options.host.connect()?;
    report("tap", format_args!("{} is connected to {}", options.guest, options.host));
    relay(&host, &guest, Log::new(options.style, io::stdout(), LONGEST))
}

/// Lets everything pass in both directions, until both sides have closed theirs or one connection has failed.
fn relay(host: &Stream, guest: &Stream, log: Log<impl Write + Send>) -> Result<(), Failure> {
    let buffers = RelayBuffers {
        to_guest: &mut [0; ROOM],
        to_host: &mut [0; ROOM],
        // No frame is held.
        hold_to_guest: &mut [],
        hold_to_host: &mut [],
        answers: &mut [],
    };
    let is_chosen = |_: MessageIdentifier| false;
    let tap = Mutex::new(Tap { relay: Relay::new(buffers, is_chosen), log });
    thread::scope(|scope| {
        let to_guest = scope.spawn(|| pump(&tap, Direction::ToGuest, host, guest));
        let to_host = pump(&tap, Direction::ToHost, guest, host);
        let to_guest = to_guest.join().map_err(|_| "a thread panicked")?;
        to_guest.and(to_host)
    })
}

struct Tap<'b, W> {
    relay: Relay<'b>,
    log: Log<W>,
}

impl<W: Write> Tap<'_, W> {
    /// Takes as many received bytes as there is room for, and shows them.
    fn receive(&mut self, direction: Direction, bytes: &[u8]) -> Result<usize, FrameError> {
        let count = self.relay.receive(direction, bytes)?;
        match direction {
            Direction::ToGuest => self.log.sent(&bytes[..count]),
            Direction::ToHost => self.log.received(&bytes[..count]),
        }
        self.poll()?;
        Ok(count)
    }

    /// Moves outgoing bytes out of the relay.
    fn take(&mut self, direction: Direction, bytes: &mut [u8]) -> Result<usize, FrameError> {
        let outgoing = self.relay.outgoing(direction);
        let count = outgoing.len().min(bytes.len());
        bytes[..count].copy_from_slice(&outgoing[..count]);
        self.relay.sent(direction, count);
        self.poll()?;
        Ok(count)
    }

    fn poll(&mut self) -> Result<(), FrameError> {
        while let Some(event) = self.relay.poll()? {
            if let RelayEvent::Held(mut held) = event {
                held.pass();
            }
        }
        Ok(())
    }
}

/// Forwards one direction. The relay is not locked while this thread reads or writes.
fn pump<W: Write>(
    tap: &Mutex<Tap<'_, W>>,
    direction: Direction,
    mut from: &Stream,
    mut to: &Stream,
) -> Result<(), Failure> {
    let lock = || tap.lock().unwrap_or_else(PoisonError::into_inner);
    let mut passed = || -> Result<(), Failure> {
        let (mut come, mut gone) = ([0; ROOM], [0; ROOM]);
        loop {
            let count = match from.read(&mut come) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                count => count?,
            };
            if count == 0 {
                lock().relay.end(direction)?;
                // The other direction goes on: a peer that has stopped sending may still wait for answers.
                let _ = to.shutdown(Shutdown::Write);
                return Ok(());
            }
            let mut rest = &come[..count];
            while !rest.is_empty() {
                let taken = lock().receive(direction, rest)?;
                rest = &rest[taken..];
                loop {
                    let count = lock().take(direction, &mut gone)?;
                    if count == 0 {
                        break;
                    }
                    to.write_all(&gone[..count])?;
                }
            }
        }
    };
    let outcome = passed();
    if outcome.is_err() {
        // Neither connection is of use without the other one.
        let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
    }
    outcome
}
