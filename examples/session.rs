//! A guest and a host in one process, and a whole session between them: a line for each message.
//!
//! ```text
//! cargo run --example session
//! cargo run --example session -- --full   # every field; secrets stay hidden
//! ```

use std::io::Write as _;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use agent::Agent;
use agent::process::Emulated;
use client::{Client, Failure};
use gcs_prot::endpoint::{Guest, GuestConfig, Host};
use log::Log;
use net::Stream;
use script::NoStreams;
use serve::Inbox;
use show::Style;
use show::text::{report, report_usage};

#[path = "support/agent.rs"]
mod agent;
#[path = "support/client.rs"]
mod client;
#[path = "support/log.rs"]
mod log;
#[path = "support/net.rs"]
mod net;
#[path = "support/script.rs"]
mod script;
#[path = "support/serve.rs"]
mod serve;
#[path = "support/show.rs"]
mod show;

const HELP: &str = "\
Runs a whole session between a guest and a host, and shows its messages as the host sees them.

usage: session [--full]

  --full  show every decoded field below each line

The exit status is 0 if every answer was the expected one.";

/// Larger than any message of the session.
const BUFFER: usize = 1 << 16;

fn main() -> ExitCode {
    let mut style = Style { colour: io::stdout().is_terminal(), ..Style::default() };
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--full" => style.full = true,
            "--help" | "-h" => {
                let _ = writeln!(std::io::stdout(), "{HELP}");
                return ExitCode::SUCCESS;
            }
            unknown => {
                report_usage("session", format_args!("unknown argument {unknown}"), HELP);
                return ExitCode::from(2);
            }
        }
    }
    match session(style) {
        Ok(messages) => {
            let _ = writeln!(std::io::stdout(), "{messages} messages, each as expected");
            ExitCode::SUCCESS
        }
        Err(error) => {
            report("session", error);
            ExitCode::FAILURE
        }
    }
}

fn session(style: Style) -> Result<u64, Failure> {
    let (hosts, guests) = net::pair()?;
    let guest = thread::spawn(move || guest(&guests));
    let mut log = Log::new(style, io::stdout(), BUFFER);
    let outcome = host(&hosts, &mut log);
    // Dropped, its end of the connection tells the guest to end, too.
    drop(hosts);
    let served = guest.join().map_err(|_| "the guest has panicked")?;
    outcome?;
    served.map_err(|error| format!("the guest has failed: {error}"))?;
    Ok(log.messages)
}

fn host(stream: &Stream, log: &mut Log<io::Stdout>) -> Result<(), Failure> {
    let (mut receive, mut send) = (vec![0; BUFFER], vec![0; BUFFER]);
    let mut client = Client::new(Host::new(&mut receive, &mut send), stream, log);
    // An emulated process has no standard streams here.
    script::full(&mut client, &mut NoStreams)?;
    // Anything unexpected would have been an error.
    client.finish().map(drop)
}

fn guest(stream: &Stream) -> Result<(), Failure> {
    let (mut receive, mut send) = (vec![0; BUFFER], vec![0; BUFFER]);
    let mut config = GuestConfig::default();
    // So that the VM itself is created and started, as well.
    config.capabilities.send_host_create_message = true;
    config.capabilities.send_host_start_message = true;
    let mut guest = Guest::new(&mut receive, &mut send, config);
    // The host shows what there is to see.
    let mut log = Log::new(Style::default(), io::sink(), BUFFER);
    serve::serve(&mut Agent::new(Emulated), &mut guest, stream, &mut Inbox::new(), &mut log, Instant::now())?;
    Ok(())
}
