//! A guest that a host can really be connected to.
//!
//! ```text
//! cargo run --example host -- --listen unix:bridge.sock
//! cargo run --example agent -- --connect unix:bridge.sock
//! ```

use std::collections::BTreeMap;
use std::io::Write as _;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use agent::Agent;
use gcs_prot::endpoint::{Endpoint, Guest, GuestConfig};
use log::Log;
use net::Address;
use run::Runner;
use show::Style;

#[path = "support/agent.rs"]
mod agent;
#[path = "support/log.rs"]
mod log;
#[path = "support/net.rs"]
mod net;
#[path = "support/run.rs"]
mod run;
#[path = "support/serve.rs"]
mod serve;
#[path = "support/show.rs"]
mod show;

const HELP: &str = "\
A guest of the HCS <-> GCS bridge. Shows each message on standard error.

usage: agent --connect ADDRESS [--spawn | --exit-after MS] [--reconnect] [--full]

  --connect ADDRESS  where the host is:
                       unix:PATH
                       vsock:CID:PORT  (default 2 and 0x40000000; Linux)
                       tcp:HOST:PORT   (on this machine alone)
  --spawn            really start processes; they see this machine as the agent does
  --exit-after MS    emulated processes end by themselves, with exit code 0
  --reconnect        when the host is not there, or goes away, try again
  --full             show every decoded field below each line

Containers are book-keeping: there are no namespaces, no mounts and no limits, and resources that are added
are not used. Processes are emulated: they are like `cat`, until a signal ends them. There are no terminals.
The standard streams of a process are connected to the vsock ports that the host names; for unix:PATH to the
sockets PATH.io/%08x.sock, the port in hexadecimal; for tcp there are none.";

/// Larger than the largest request: security policies have a megabyte and more.
const LONGEST: usize = 8 << 20;

/// How long to wait for a host.
const PAUSE: Duration = Duration::from_millis(200);

struct Options {
    host: Address,
    spawn: bool,
    exit_after: Option<Duration>,
    reconnect: bool,
    full: bool,
}

/// `None` asks for help.
fn options(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let (mut host, mut spawn, mut exit_after, mut reconnect, mut full) = (None, false, None, false, false);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} what?"));
        match argument.as_str() {
            "--connect" => host = Some(value()?.parse()?),
            "--spawn" => spawn = true,
            "--exit-after" => {
                let value = value()?;
                let milliseconds = value.parse().map_err(|error| format!("--exit-after {value}: {error}"))?;
                exit_after = Some(Duration::from_millis(milliseconds));
            }
            "--reconnect" => reconnect = true,
            "--full" => full = true,
            "--help" | "-h" => return Ok(None),
            unknown => return Err(format!("unknown argument {unknown}")),
        }
    }
    if spawn && exit_after.is_some() {
        return Err("processes that are really started end when they do: no --exit-after".into());
    }
    let host = host.ok_or("--connect to where?")?;
    Ok(Some(Options { host, spawn, exit_after, reconnect, full }))
}

fn main() -> ExitCode {
    match options(std::env::args().skip(1)) {
        Ok(Some(options)) => run(options),
        Ok(None) => {
            let _ = writeln!(std::io::stdout(), "{HELP}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("agent: {error}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}

fn run(Options { host, spawn, exit_after, reconnect, full }: Options) -> ExitCode {
    let style = Style { full, colour: io::stderr().is_terminal(), ..Style::default() };
    let mut log = Log::new(style, io::stderr(), LONGEST);
    let (mut receive, mut send) = (vec![0; LONGEST], vec![0; 1 << 16]);
    let mut guest = Guest::new(&mut receive, &mut send, GuestConfig::default());
    let (children, streams) = (BTreeMap::new(), BTreeMap::new());
    let mut agent = Agent::new(Runner { host: host.clone(), spawn, exit_after, children, streams });
    let clock = Instant::now();
    let mut waiting = false;
    loop {
        let mut status = ExitCode::FAILURE;
        match host.connect() {
            Ok(stream) => {
                waiting = false;
                eprintln!("agent: connected to {host}");
                match serve::serve(&mut agent, &mut guest, &stream, &mut log, clock) {
                    Ok(()) => {
                        eprintln!("agent: the host has closed the connection");
                        status = ExitCode::SUCCESS;
                    }
                    Err(error) => eprintln!("agent: the connection to the host is lost: {error}"),
                }
                // Containers and processes are kept, and so are notifications.
                agent.disconnected();
                guest.reset();
                log.reset();
            }
            Err(error) if !waiting => {
                waiting = true;
                eprintln!("agent: no host at {host}: {error}");
            }
            Err(_) => {}
        }
        if !reconnect {
            return status;
        }
        thread::sleep(PAUSE);
        serve::pass_time(&mut agent, clock);
    }
}
