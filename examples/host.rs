//! A host to which any guest can connect. It runs a whole session, and checks the answers.
//!
//! ```text
//! cargo run --example host -- --listen unix:bridge.sock
//! cargo run --example agent -- --connect unix:bridge.sock
//! ```

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use client::{Answers, Client, Failure};
use gcs_prot::endpoint::Host;
use gcs_prot::rpc::Linux;
use gcs_prot::windows::Windows;
use log::Log;
use net::{Address, Listener, Stream};
use script::NoStreams;
use show::Style;
use show::kind::Kind;
use show::text::{report, report_usage};
use streams::Streams;

#[path = "support/check/mod.rs"]
mod check;
#[path = "support/client.rs"]
mod client;
#[path = "support/log.rs"]
mod log;
#[path = "support/net.rs"]
mod net;
#[path = "support/script.rs"]
mod script;
#[path = "support/show.rs"]
mod show;
#[path = "support/streams.rs"]
mod streams;

const HELP: &str = "\
A host of the HCS <-> GCS bridge. It waits for a guest, runs a session with it,
and shows each message.

usage: host --listen ADDRESS [--guest KIND] [--basic | --least] [--keep-going]
            [--reconnect] [--resume] [--full]
       host --listen ADDRESS --check [--guest KIND] [--once]
            [--patience SECONDS]

  --listen ADDRESS    the address at which to wait: unix:PATH (Unix), or
                      tcp:HOST:PORT (this machine only)
  --guest KIND        the kind of guest: linux (default) or windows
  --basic             a shorter session with a Linux guest: create, start,
                      execute, wait, signal, shut down, delete, and the
                      notification that the container has exited
  --least             the shortest session with a Linux guest: create, execute,
                      and wait for a process that ends by itself
  --keep-going        report every unexpected answer, not only the first
  --reconnect         wait for the next guest when the session is over or the
                      guest has disconnected
  --resume            if the guest disconnects during the session, wait until it
                      connects again, and resume the session
  --full              show every decoded field below each line
  --check             judge the guest: print each requirement of the protocol,
                      and whether it passed, failed, or was not reached; the
                      exit status is 0 if all passed. The judge breaks the
                      connection once: the guest has to connect again, and to
                      resume the session
  --once              with --check, for a guest that connects only once: omit
                      the checks of a second connection
  --patience SECONDS  how long --check waits for each answer (default: 10)

With unix:PATH, the whole session also tests the standard streams of a process,
at the sockets PATH.io/%08x.sock.
A terminal shows one line for each message, and more of it the wider it is. A
pipe or a file gets complete lines.
The exit status is 0 if every answer was the expected one.";

/// The longest message that a host accepts.
const LONGEST: usize = 1 << 16;

/// How long the session is.
#[derive(Clone, Copy)]
enum Extent {
    Least,
    Basic,
    Full,
}

#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
struct Options {
    address: Address,
    kind: Kind,
    extent: Extent,
    /// How the guest is judged, if it is.
    check: Option<check::guest::Options>,
    keep_going: bool,
    reconnect: bool,
    resume: bool,
    full: bool,
}

/// Parses the command line. Returns `None` if help was requested.
fn options(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let (mut address, mut kind, mut extent) = (None, Kind::Linux, Extent::Full);
    let (mut keep_going, mut reconnect, mut resume, mut full) = (false, false, false, false);
    let (mut check, mut once, mut patience) = (false, false, Duration::from_secs(10));
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--listen" => address = Some(arguments.next().ok_or("--listen needs an address")?.parse()?),
            "--guest" => kind = arguments.next().ok_or("--guest needs a value")?.parse()?,
            "--basic" => extent = Extent::Basic,
            "--least" => extent = Extent::Least,
            "--check" => check = true,
            "--once" => once = true,
            "--patience" => {
                let seconds = arguments.next().ok_or("--patience needs a number")?;
                let seconds = seconds.parse().map_err(|error| format!("--patience {seconds}: {error}"))?;
                patience = Duration::from_secs(seconds);
            }
            "--keep-going" => keep_going = true,
            "--reconnect" => reconnect = true,
            "--resume" => resume = true,
            "--full" => full = true,
            "--help" | "-h" => return Ok(None),
            unknown => return Err(format!("unknown argument {unknown}")),
        }
    }
    let address = address.ok_or("--listen is missing")?;
    if kind == Kind::Windows && !matches!(extent, Extent::Full) {
        return Err("--basic and --least are for Linux guests".into());
    }
    if once && !check {
        return Err("--once needs --check".into());
    }
    let check = check.then_some(check::guest::Options { kind, once, patience });
    Ok(Some(Options { address, kind, extent, check, keep_going, reconnect, resume, full }))
}

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            let _ = writeln!(std::io::stdout(), "{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            report_usage("host", error, HELP);
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report("host", error);
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Failure> {
    let address = &options.address;
    let listener = Listener::bind(address).map_err(|error| format!("{address}: {error}"))?;
    if let Some(check) = &options.check {
        report("host", format_args!("waiting for a guest at {address}"));
        let judged = check::guest::judge(&listener, check)?.print(&mut io::stdout())?;
        return if judged { Ok(()) } else { Err("some checks have failed or were not reached".into()) };
    }
    let style = Style { full: options.full, kind: options.kind, ..Style::stdout() };
    let mut log = Log::new(style, io::stdout(), LONGEST);
    loop {
        report("host", format_args!("waiting for a guest at {address}"));
        let stream = listener.accept()?;
        log.reset();
        let outcome = session(options, &listener, &stream, &mut log);
        if outcome.is_ok() {
            log.note(&format!("{} messages, each as expected", log.messages));
        }
        if !options.reconnect {
            return outcome;
        }
        if let Err(error) = outcome {
            report("host", error);
        }
    }
}

fn session(options: &Options, listener: &Listener, stream: &Stream, log: &mut Log<io::Stdout>) -> Result<(), Failure> {
    match options.kind {
        Kind::Linux => {
            play::<Linux>(options, listener, stream, log, |client| match (options.extent, &options.address) {
                (Extent::Least, _) => script::least(client),
                (Extent::Basic, _) => script::basic(client),
                (Extent::Full, Address::Unix(path)) => script::full(client, &mut Streams::listen(path)?),
                (Extent::Full, _) => script::full(client, &mut NoStreams),
            })
        }
        Kind::Windows => play::<Windows>(options, listener, stream, log, |client| match &options.address {
            Address::Unix(path) => script::windows::full(client, &mut Streams::listen(path)?),
            _ => script::windows::full(client, &mut NoStreams),
        }),
    }
}

/// Runs a script with a guest of one kind.
fn play<K: Answers>(
    options: &Options,
    listener: &Listener,
    stream: &Stream,
    log: &mut Log<io::Stdout>,
    script: impl FnOnce(&mut Client<'_, io::Stdout, K>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (mut receive, mut send) = (vec![0; LONGEST], vec![0; LONGEST]);
    let mut client = Client::new(Host::new_for(&mut receive, &mut send), stream, log);
    if options.keep_going {
        client = client.keep_going();
    }
    if options.resume {
        client = client.resuming(listener);
    }
    script(&mut client)?;
    match client.finish()?.len() {
        0 => Ok(()),
        1 => Err("1 answer was unexpected".into()),
        count => Err(format!("{count} answers were unexpected").into()),
    }
}
