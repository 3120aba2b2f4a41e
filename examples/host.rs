//! A host that any guest can connect to: it drives a whole session, and judges the answers.
//!
//! ```text
//! cargo run --example host -- --listen unix:bridge.sock
//! cargo run --example agent -- --connect unix:bridge.sock
//! ```

use std::fs;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::os::unix::net::UnixStream;
use std::process::ExitCode;
use std::time::Duration;

use client::{Client, Failure};
use gcs_prot::endpoint::Host;
use log::Log;
use net::{Address, Listener};
use script::Stdio;
use show::Style;

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

const HELP: &str = "\
A host of the HCS <-> GCS bridge. Waits for a guest, drives a session with it, and shows each message.

usage: host --listen ADDRESS [--basic | --least] [--reconnect] [--full]

  --listen ADDRESS  where to wait: unix:PATH, or tcp:HOST:PORT on this machine alone
  --basic           only create, start, execute, wait, signal, shut down and delete, and the container's end
  --least           only create, execute and wait, for a process that ends by itself
  --reconnect       when the session is over, or the guest goes away, wait for the next one
  --full            show every decoded field below each line

With unix:PATH the standard streams of a process are tried, too, at the sockets PATH.io/%08x.sock; only in a whole session.
The exit status is 0 if every answer was the expected one.";

/// Hosts take no longer messages.
const LONGEST: usize = 1 << 16;

/// Ports for standard streams follow that of the bridge itself.
const PORTS: [u32; 2] = [0x4000_0001, 0x4000_0002];

/// How long a guest may take to connect a standard stream, and to pass on what it was told.
const PATIENCE: Duration = Duration::from_secs(5);

/// How much of a session there is to be.
#[derive(Clone, Copy)]
enum Extent {
    Least,
    Basic,
    Full,
}

struct Options {
    address: Address,
    extent: Extent,
    reconnect: bool,
    full: bool,
}

/// `None` asks for help.
fn options(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let (mut address, mut extent, mut reconnect, mut full) = (None, Extent::Full, false, false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--listen" => address = Some(arguments.next().ok_or("--listen where?")?.parse()?),
            "--basic" => extent = Extent::Basic,
            "--least" => extent = Extent::Least,
            "--reconnect" => reconnect = true,
            "--full" => full = true,
            "--help" | "-h" => return Ok(None),
            unknown => return Err(format!("unknown argument {unknown}")),
        }
    }
    let address = address.ok_or("--listen where?")?;
    Ok(Some(Options { address, extent, reconnect, full }))
}

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            let _ = writeln!(std::io::stdout(), "{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("host: {error}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("host: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Failure> {
    let address = &options.address;
    let listener = Listener::bind(address).map_err(|error| format!("{address}: {error}"))?;
    let style = Style { full: options.full, colour: io::stdout().is_terminal(), ..Style::default() };
    let mut log = Log::new(style, io::stdout(), LONGEST);
    loop {
        eprintln!("host: waiting for a guest at {address}");
        let stream = listener.accept()?;
        log.reset();
        let outcome = session(options, &stream, &mut log);
        if outcome.is_ok() {
            let _ = writeln!(std::io::stdout(), "{} messages, each as expected", log.messages);
        }
        if !options.reconnect {
            return outcome;
        }
        if let Err(error) = outcome {
            eprintln!("host: {error}");
        }
    }
}

fn session(options: &Options, stream: &UnixStream, log: &mut Log<io::Stdout>) -> Result<(), Failure> {
    let (mut receive, mut send) = (vec![0; LONGEST], vec![0; LONGEST]);
    let mut client = Client::new(Host::new(&mut receive, &mut send), stream, log)?;
    match (options.extent, &options.address) {
        (Extent::Least, _) => script::least(&mut client)?,
        (Extent::Basic, _) => script::basic(&mut client)?,
        (Extent::Full, Address::Unix(path)) => {
            let directory = net::directory(path);
            fs::create_dir_all(&directory)?;
            let outcome = with_streams(&options.address, &mut client);
            // Something else may be in it.
            let _ = fs::remove_dir(&directory);
            outcome?;
        }
        (Extent::Full, _) => script::full(&mut client, &mut Stdio { ports: [0; 2], check: &mut || Ok(()) })?,
    }
    client.finish()
}

/// A session in which what is written to a `cat` must come back.
fn with_streams(address: &Address, client: &mut Client<'_, io::Stdout>) -> Result<(), Failure> {
    const LINE: &str = "hello <guest> & 世界\n";

    let listen = |port| address.of_port(port).and_then(|address| Listener::bind(&address));
    let (stdin, stdout) = (listen(PORTS[0])?, listen(PORTS[1])?);
    // They stay open to the end: without its standard input, a `cat` would end.
    let mut open = None;
    let mut check = || {
        let late = |error| format!("the standard streams of a process: {error}");
        let mut input = stdin.accept_within(PATIENCE).map_err(late)?;
        let output = stdout.accept_within(PATIENCE).map_err(late)?;
        output.set_read_timeout(Some(PATIENCE))?;
        input.write_all(LINE.as_bytes()).map_err(late)?;
        let mut line = String::new();
        BufReader::new(&output).read_line(&mut line).map_err(late)?;
        open = Some((input, output));
        if line == LINE { Ok(()) } else { Err(format!("{LINE:?} was written to a cat, which said {line:?}").into()) }
    };
    script::full(client, &mut Stdio { ports: PORTS, check: &mut check })
}
