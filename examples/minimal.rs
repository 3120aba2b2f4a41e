//! The smallest agent. It answers Negotiate, Create, Exec and Wait, with two buffers of a fixed size.
//!
//! ```text
//! cargo run --example minimal -- /path/of/the/hosts.sock   # on Windows 127.0.0.1:PORT
//! ```

use std::error::Error;
use std::io::{Read, Write};
#[cfg(not(unix))]
use std::net::TcpStream as Stream;
#[cfg(unix)]
use std::os::unix::net::UnixStream as Stream;

use gcs_prot::HResult;
use gcs_prot::endpoint::{Call, Endpoint, Event, Guest, GuestConfig};
use gcs_prot::message::{ContainerCreateResponse, ContainerExecuteProcessResponse, ContainerWaitForProcessResponse};

fn main() -> Result<(), Box<dyn Error>> {
    const USAGE: &str = "usage: minimal SOCKET, the path of the host's socket; on Windows HOST:PORT";
    match std::env::args().nth(1).ok_or(USAGE)?.as_str() {
        "--help" | "-h" => println!("The smallest agent. It serves one host.\n\n{USAGE}"),
        address => serve(Stream::connect(address.strip_prefix("unix:").unwrap_or(address))?)?,
    }
    Ok(())
}

/// Serves a host until it closes the connection.
pub fn serve(mut host: impl Read + Write) -> Result<(), Box<dyn Error>> {
    let (mut receive, mut send) = ([0; 16_384], [0; 4096]);
    let mut guest = Guest::<8>::new(&mut receive, &mut send, GuestConfig::default());
    let mut processes = 0;
    loop {
        while let Some(event) = guest.poll()? {
            match event {
                Event::Call(Call::Create(create, reply)) => {
                    println!("container {:?}", create.base.container_id);
                    reply.ok(&ContainerCreateResponse::default())?;
                }
                Event::Call(Call::ExecuteProcess(execute, reply)) => {
                    processes += 1;
                    println!("process {processes}: {:?}", execute.body.settings.process_parameters.0.command_args);
                    reply.ok(&ContainerExecuteProcessResponse { process_id: processes })?;
                }
                // Here, processes end at once. To answer later, keep the token that `reply.later()` returns.
                Event::Call(Call::WaitForProcess(_, reply)) => {
                    reply.ok(&ContainerWaitForProcessResponse { exit_code: 0 })?;
                }
                Event::Call(call) => call.fail(HResult::NOT_IMPLEMENTED, "not in this agent")?,
                other => println!("{other:?}"),
            }
        }
        if guest.outgoing().is_empty() {
            match host.read(guest.window()?)? {
                0 => return Ok(guest.end()?),
                count => guest.commit(count)?,
            }
        } else {
            host.write_all(guest.outgoing())?;
            guest.sent(guest.outgoing().len());
        }
    }
}
