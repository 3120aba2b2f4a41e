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
A guest of the HCS <-> GCS bridge. Shows each message on standard error.

usage: agent --connect ADDRESS [--guest KIND] [--spawn | --exit-after MS] [--reconnect [--forget]] [--full]
       agent --connect ADDRESS --check [--guest KIND] [--once]

  --connect ADDRESS  where the host is:
                       unix:PATH       (Unix)
                       vsock:CID:PORT  (default 2 and 0x40000000; Linux)
                       tcp:HOST:PORT   (on this machine alone)
  --guest KIND       the kind of guest to be: linux (default) or windows
  --spawn            really start processes (Unix); they see this machine as the agent does
  --exit-after MS    emulated processes end by themselves, with exit code 0
  --reconnect        when the host is not there, or goes away, try again, and go on with the session: for a VM
                     that is moved to another machine
  --forget           begin anew on each connection: containers and processes of the one before are gone; for a
                     host that begins anew
  --full             show every decoded field below each line
  --check            judge the host: each requirement of the protocol is a check with a name, printed to standard output
                     with what came of it when the host has ended the connection; the exit status is 0 if all have
                     passed. The connection is broken once, in the midst of a call, and made again: the host has to
                     go on with the session
  --once             with --check: leave the connection whole; what belongs to a second one is not checked

Containers are book-keeping: there are no namespaces, no mounts and no limits, and resources that are added
are not used. Processes are emulated: `true`, `false`, `sleep SECONDS`, `ping -n COUNT` and
`sh -c 'exit CODE'` end by themselves, and all others are like `cat`, until a signal ends them. There are no terminals. The agent ends when the host shuts down the
VM; however it ends, so do its processes.
The standard streams of a process are connected to the vsock ports that the host names; for unix:PATH to the
sockets PATH.io/%08x.sock, the port in hexadecimal; for tcp there are none.";

/// Larger than the largest request: security policies have a megabyte and more.
const LONGEST: usize = 8 << 20;

/// How long to wait for a host.
const PAUSE: Duration = Duration::from_millis(200);

/// How long a host that is judged may take to be there again.
const PATIENCE: Duration = Duration::from_secs(10);

/// What comes after a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Nothing.
    End,
    /// Another one, over which the session goes on.
    GoOn,
    /// Another one, which begins anew.
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

/// `None` asks for help.
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
        return Err("processes that are really started end when they do: no --exit-after".into());
    }
    if spawn && kind == Kind::Windows {
        return Err("the processes of a Windows guest are emulated: no --spawn".into());
    }
    let next = match (reconnect, forget) {
        (false, false) => Next::End,
        (true, false) => Next::GoOn,
        (true, true) => Next::Forget,
        (false, true) => return Err("--forget is of use with --reconnect only".into()),
    };
    if once && !check {
        return Err("--once is of use with --check only".into());
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
                    // A host that is judged is asked for all that it may send.
                    config.capabilities.send_host_create_message = options.check.is_some();
                    config.capabilities.send_host_start_message = options.check.is_some();
                    run(&options, config)
                }
                Kind::Windows => {
                    let mut config = GuestConfig::windows();
                    // The VM itself is a compute system, too.
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
    let style =
        Style { full: options.full, colour: io::stderr().is_terminal(), kind: options.kind, ..Style::default() };
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
                    // However it ends, the judge has seen it.
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
                    // The old one ends its processes as it is dropped.
                    drop(std::mem::replace(&mut agent, begin()));
                    guest.reset();
                } else {
                    // The session goes on: containers and processes are kept, and so are those who wait for them.
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
