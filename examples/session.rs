//! Runs a whole session between a guest and a host in one process, and shows a line for each message.
//!
//! ```text
//! cargo run --example session
//! cargo run --example session -- --full            # every field; secrets stay hidden
//! cargo run --example session -- --guest windows
//! ```

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use agent::process::Emulated;
use agent::{Agent, Handled};
use client::{Answers, Client, Failure};
use gcs_prot::endpoint::{Guest, GuestConfig, Host};
use gcs_prot::rpc::Linux;
use gcs_prot::windows::Windows;
use log::Log;
use net::Stream;
use script::NoStreams;
use serve::Inbox;
use show::Style;
use show::kind::Kind;
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
Runs a whole session between a guest and a host in one process, and shows its
messages as the host sees them.

usage: session [--guest KIND] [--full]

  --guest KIND  the kind of guest: linux (default) or windows
  --full        show every decoded field below each line

A terminal shows one line for each message, and more of it the wider it is. A
pipe or a file gets complete lines.
The exit status is 0 if every answer was the expected one.";

/// Larger than any message of the session.
const BUFFER: usize = 1 << 16;

fn main() -> ExitCode {
    let mut style = Style::stdout();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--guest" => match arguments.next().ok_or("--guest needs a value".into()).and_then(|kind| kind.parse()) {
                Ok(kind) => style.kind = kind,
                Err(error) => {
                    let error: String = error;
                    report_usage("session", error, HELP);
                    return ExitCode::from(2);
                }
            },
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
    let guest = thread::spawn(move || match style.kind {
        Kind::Linux => guest(&guests, GuestConfig::default()),
        Kind::Windows => guest(&guests, GuestConfig::windows()),
    });
    let mut log = Log::new(style, io::stdout(), BUFFER);
    let outcome = match style.kind {
        Kind::Linux => host::<Linux>(&hosts, &mut log, |client| script::full(client, &mut NoStreams)),
        Kind::Windows => host::<Windows>(&hosts, &mut log, |client| script::windows::full(client, &mut NoStreams)),
    };
    // Closing the connection ends the guest.
    drop(hosts);
    let served = guest.join().map_err(|_| "the guest has panicked")?;
    outcome?;
    served.map_err(|error| format!("the guest has failed: {error}"))?;
    Ok(log.messages)
}

/// Here, emulated processes have no standard streams.
fn host<K: Answers>(
    stream: &Stream,
    log: &mut Log<io::Stdout>,
    play: impl FnOnce(&mut Client<'_, io::Stdout, K>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (mut receive, mut send) = (vec![0; BUFFER], vec![0; BUFFER]);
    let mut client = Client::new(Host::new_for(&mut receive, &mut send), stream, log);
    play(&mut client)?;
    // Every unexpected answer has been an error already.
    client.finish().map(drop)
}

fn guest<K: Handled>(stream: &Stream, mut config: GuestConfig<'_, K>) -> Result<(), Failure> {
    let (mut receive, mut send) = (vec![0; BUFFER], vec![0; BUFFER]);
    // The session also creates and starts the VM itself.
    config.capabilities.send_host_create_message = true;
    config.capabilities.send_host_start_message = true;
    let mut guest = Guest::new(&mut receive, &mut send, config);
    // The host shows the messages.
    let mut log = Log::new(Style::default(), io::sink(), BUFFER);
    serve::serve(&mut Agent::new(Emulated), &mut guest, stream, &mut Inbox::new(), &mut log, Instant::now())?;
    Ok(())
}
