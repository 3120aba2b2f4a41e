//! A guest on a stream: bytes in, answers out, until the host goes away.

use std::error::Error;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use gcs_prot::endpoint::{Endpoint, Event, Guest};

use crate::agent::Agent;
use crate::agent::process::Processes;
use crate::log::Log;

/// How often real processes are asked whether they have ended.
const REAP: Duration = Duration::from_millis(10);

/// Tells the agent what has happened meanwhile; returns when to do so again, unless something happens before.
pub fn pass_time<P: Processes>(agent: &mut Agent<P>, clock: Instant) -> Option<Duration> {
    let ended = agent.processes.reap();
    let again = ended.as_ref().map(|_| clock.elapsed() + REAP);
    for (id, code) in ended.into_iter().flatten() {
        agent.ended(id, code);
    }
    agent.tick(clock.elapsed());
    again
}

/// Serves one connection. `Ok` if the host ended it between two messages.
pub fn serve<P: Processes>(
    agent: &mut Agent<P>,
    guest: &mut Guest<'_>,
    mut stream: &UnixStream,
    log: &mut Log<impl Write>,
    clock: Instant,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    loop {
        let reap = pass_time(agent, clock);
        agent.deliver(guest);
        // What is outgoing is sent before the next request is taken: so there is room for its answer.
        loop {
            while !guest.outgoing().is_empty() {
                log.sent(guest.outgoing());
                stream.write_all(guest.outgoing())?;
                guest.sent(guest.outgoing().len());
                agent.deliver(guest);
            }
            match guest.poll()? {
                None => break,
                Some(Event::Request(request, reply)) => agent.handle(&request, reply)?,
                // What else there is has been answered, or needs no answer.
                Some(_) => {}
            }
            agent.deliver(guest);
        }
        let soon = agent.deadline().into_iter().chain(reap).min();
        // No time at all would be taken for no limit.
        let patience = soon.map(|soon| soon.saturating_sub(clock.elapsed()).max(Duration::from_millis(1)));
        stream.set_read_timeout(patience)?;
        let window = guest.window();
        match stream.read(window) {
            Ok(0) => return Ok(guest.end()?),
            Ok(count) => {
                log.received(&window[..count]);
                guest.commit(count)?;
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
