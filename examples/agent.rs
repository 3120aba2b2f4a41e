//! A guest that serves a host over a socket.
//!
//! ```text
//! cargo run --example host -- --listen unix:bridge.sock
//! cargo run --example agent -- --connect unix:bridge.sock
//! ```

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use agent::{Agent, Handled};
use check::host::Judge;
use gcs_prot::endpoint::{Endpoint, Guest, GuestConfig};
use log::Log;
use net::Address;
use run::Runner;
use run::children::Children;
use serve::{Inbox, Input, Over};
use show::Style;
use show::kind::Kind;
use show::text::{report, report_usage};

#[path = "support/agent.rs"]
mod agent;
#[path = "support/check/mod.rs"]
mod check;
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
A guest of the HCS <-> GCS bridge. It shows each message on standard error.

usage: agent --connect ADDRESS [--guest KIND] [--spawn | --exit-after MS]
             [--reconnect [--forget]] [--full]
       agent --connect ADDRESS --check [--guest KIND] [--once]

  --connect ADDRESS  the address of the host:
                       unix:PATH       (Unix)
                       vsock:CID:PORT  (Linux; default 2 and 0x40000000)
                       tcp:HOST:PORT   (this machine only)
  --guest KIND       the kind of guest: linux (default) or windows
  --spawn            start real processes (Unix); they see this machine as the
                     agent does
  --exit-after MS    end each emulated process after this time, with exit code 0
  --reconnect        connect again when the host is not there or disconnects,
                     and resume the session, as after a live migration
  --forget           with --reconnect, begin a new session on each connection,
                     without the containers and processes of the one before
  --full             show every decoded field below each line
  --check            judge the host: when the host has disconnected, print each
                     requirement of the protocol to standard output, and whether
                     it passed, failed, or was not reached; the exit status is 0
                     if all passed. The judge breaks the connection once, during
                     a call, and connects again: the host has to resume the
                     session
  --once             with --check, do not break the connection, and omit the
                     checks of a second connection

The agent keeps a record of containers, without namespaces, mounts or limits. It
accepts resources and does not use them.
Processes are emulated: `true`, `false`, `sleep SECONDS`, `ping -n COUNT` and
`sh -c 'exit CODE'` end by themselves; all others behave like `cat` until a
signal ends them. There are no terminals.
The standard streams of a process are connected to the vsock ports that the host
names. With unix:PATH they are connected to the sockets PATH.io/%08x.sock, with
the port in hexadecimal. With tcp there are none.
The agent exits when the host shuts down the VM, and ends its processes whenever
it exits.
A terminal shows one line for each message, and more of it the wider it is. A
pipe or a file gets complete lines.";

/// The largest request that is accepted. Security policies can be larger than a megabyte.
const LONGEST: usize = 8 << 20;

/// The pause before the next attempt to connect to the host.
const PAUSE: Duration = Duration::from_millis(200);

/// How long a judged host may take to wait for the guest again.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the agent does when a connection has ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// It exits.
    End,
    /// It connects again, and the session continues.
    GoOn,
    /// It connects again, and begins a new session.
    Forget,
}

struct Options {
    host: Address,
    kind: Kind,
    spawn: bool,
    exit_after: Option<Duration>,
    next: Next,
    full: bool,
    check: Option<check::host::Options>,
}

/// Parses the command line. Returns `None` if help was requested.
fn options(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let (mut host, mut kind, mut spawn, mut exit_after) = (None, Kind::Linux, false, None);
    let (mut reconnect, mut forget, mut full, mut check, mut once) = (false, false, false, false, false);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--connect" => host = Some(value()?.parse()?),
            "--guest" => kind = value()?.parse()?,
            "--spawn" => spawn = true,
            "--exit-after" => {
                let value = value()?;
                let milliseconds = value.parse().map_err(|error| format!("--exit-after {value}: {error}"))?;
                exit_after = Some(Duration::from_millis(milliseconds));
            }
            "--reconnect" => reconnect = true,
            "--forget" => forget = true,
            "--full" => full = true,
            "--check" => check = true,
            "--once" => once = true,
            "--help" | "-h" => return Ok(None),
            unknown => return Err(format!("unknown argument {unknown}")),
        }
    }
    if spawn && exit_after.is_some() {
        return Err("--exit-after is for emulated processes, not for --spawn".into());
    }
    if spawn && kind == Kind::Windows {
        return Err("--spawn is for Linux guests: processes of Windows guests are emulated".into());
    }
    let next = match (reconnect, forget) {
        (false, false) => Next::End,
        (true, false) => Next::GoOn,
        (true, true) => Next::Forget,
        (false, true) => return Err("--forget needs --reconnect".into()),
    };
    if once && !check {
        return Err("--once needs --check".into());
    }
    let check = check.then_some(check::host::Options { kind, once });
    let host = host.ok_or("--connect is missing")?;
    Ok(Some(Options { host, kind, spawn, exit_after, next, full, check }))
}

fn main() -> ExitCode {
    match options(std::env::args().skip(1)) {
        Ok(Some(options)) => {
            let ran = match options.kind {
                Kind::Linux => {
                    let mut config = GuestConfig::default();
                    // The judge wants to see every message that a host can send.
                    config.capabilities.send_host_create_message = options.check.is_some();
                    config.capabilities.send_host_start_message = options.check.is_some();
                    run(&options, config)
                }
                Kind::Windows => {
                    let mut config = GuestConfig::windows();
                    // The VM itself is also a compute system.
                    config.capabilities.send_host_create_message = true;
                    config.capabilities.send_host_start_message = true;
                    run(&options, config)
                }
            };
            ran.unwrap_or_else(|error| {
                report("agent", error);
                ExitCode::FAILURE
            })
        }
        Ok(None) => {
            let _ = writeln!(std::io::stdout(), "{HELP}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            report_usage("agent", error, HELP);
            ExitCode::from(2)
        }
    }
}

fn run<K: Handled>(options: &Options, config: GuestConfig<'_, K>) -> io::Result<ExitCode> {
    let style = Style { full: options.full, kind: options.kind, ..Style::stderr() };
    let mut log = Log::new(style, io::stderr(), LONGEST);
    let (mut receive, mut send) = (vec![0; LONGEST], vec![0; 1 << 16]);
    let mut guest = Guest::new(&mut receive, &mut send, config);
    let mut inbox = Inbox::new();
    let sender = inbox.sender.clone();
    let ended = move || drop(sender.send(Input::ProcessEnded));
    let children = if options.spawn { Some(Children::watch(ended)?) } else { None };
    let begin = || {
        let (host, children, exit_after) = (options.host.clone(), children.clone(), options.exit_after);
        Agent::new(Runner { host, children, exit_after, streams: BTreeMap::new() })
    };
    let mut agent = begin();
    let (host, clock) = (&options.host, Instant::now());
    let mut waiting = false;
    let mut judge = options.check.map(Judge::new);
    // When a host that is judged must be there again.
    let mut late = None;
    loop {
        let mut status = ExitCode::FAILURE;
        match host.connect() {
            Ok(stream) => {
                waiting = false;
                report("agent", format_args!("connected to {host}"));
                if let Some(judge) = &mut judge {
                    let stream = judge.between(&stream)?;
                    // The judge has seen how the connection ended.
                    let _ = serve::serve(&mut agent, &mut guest, &stream, &mut inbox, &mut log, clock);
                    if !judge.connects_again() {
                        break;
                    }
                    report("agent", "the connection has been broken, and is made again");
                    late = Some(Instant::now() + PATIENCE);
                    guest.resume();
                    log.reset();
                    continue;
                }
                match serve::serve(&mut agent, &mut guest, &stream, &mut inbox, &mut log, clock) {
                    Ok(Over::ShutDown) => {
                        report("agent", "the host has shut down the VM");
                        return Ok(ExitCode::SUCCESS);
                    }
                    Ok(Over::Closed) => {
                        report("agent", "the host has closed the connection");
                        status = ExitCode::SUCCESS;
                    }
                    Err(error) => report("agent", format_args!("the connection to the host is lost: {error}")),
                }
                if options.next == Next::Forget {
                    // Dropping the old agent ends its processes.
                    drop(std::mem::replace(&mut agent, begin()));
                    guest.reset();
                } else {
                    // The session continues, with its containers, processes and pending waits.
                    guest.resume();
                }
                log.reset();
            }
            Err(error) if !waiting => {
                waiting = true;
                report("agent", format_args!("no host at {host}: {error}"));
            }
            Err(_) => {}
        }
        if late.is_some_and(|late| Instant::now() > late) {
            break;
        }
        if options.next == Next::End && late.is_none() {
            return Ok(status);
        }
        serve::idle(&mut agent, &inbox, clock, PAUSE);
    }
    let is_right = judge.is_none_or(|judge| judge.finish(&mut io::stdout()).unwrap_or(false));
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
