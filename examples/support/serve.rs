//! Serves a host on a stream until it disconnects or shuts down the VM.
#![allow(dead_code, reason = "each program uses its part")]

use std::error::Error;
use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use gcs_prot::endpoint::{Endpoint, Event, Guest};

use crate::agent::process::Processes;
use crate::agent::{Agent, Handled};
use crate::log::Log;
use crate::net::Stream;

/// The size of one read.
const CHUNK: usize = 1 << 16;

/// An event that an agent waits for.
pub enum Input {
    /// Bytes were read from the connection with this number. No bytes mean its end.
    Read(u64, io::Result<Vec<u8>>),
    /// A process has ended.
    ProcessEnded,
}

/// Receives the events that an agent waits for.
pub struct Inbox {
    pub sender: Sender<Input>,
    receiver: Receiver<Input>,
    /// The number of the current connection. Input of earlier connections is ignored.
    connection: u64,
}

impl Inbox {
    pub fn new() -> Self {
        let (sender, receiver) = mpsc::channel();
        Self { sender, receiver, connection: 0 }
    }

    /// Returns the next input, or `None` if there was none within this time.
    fn next(&self, patience: Option<Duration>) -> Option<Input> {
        // This inbox has a sender, so the channel is never closed.
        match patience {
            None => self.receiver.recv().ok(),
            Some(patience) => self.receiver.recv_timeout(patience).ok(),
        }
    }

    /// Reads a stream in a thread. The thread continues when it gets a buffer back.
    fn read(&mut self, stream: &Stream) -> io::Result<SyncSender<Vec<u8>>> {
        self.connection += 1;
        let (connection, mut stream, sender) = (self.connection, stream.try_clone()?, self.sender.clone());
        let (give_back, buffers) = mpsc::sync_channel::<Vec<u8>>(1);
        thread::spawn(move || {
            while let Ok(mut buffer) = buffers.recv() {
                buffer.resize(CHUNK, 0);
                let outcome = loop {
                    match stream.read(&mut buffer) {
                        Err(error) if error.kind() == ErrorKind::Interrupted => {}
                        outcome => break outcome,
                    }
                };
                let outcome = outcome.map(|count| {
                    buffer.truncate(count);
                    buffer
                });
                if sender.send(Input::Read(connection, outcome)).is_err() {
                    break;
                }
            }
        });
        let _ = give_back.send(Vec::new());
        Ok(give_back)
    }
}

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The host has closed it between two messages.
    Closed,
    /// The host has shut down the VM.
    ShutDown,
}

/// Lets time pass without a host.
pub fn idle<P: Processes>(agent: &mut Agent<P>, inbox: &Inbox, clock: Instant, time: Duration) {
    let until = Instant::now() + time;
    while let Some(left) = until.checked_duration_since(Instant::now()) {
        if let Some(Input::ProcessEnded) = inbox.next(Some(left)) {
            reap(agent);
        }
    }
    agent.tick(clock.elapsed());
}

fn reap<P: Processes>(agent: &mut Agent<P>) {
    for (id, code) in agent.processes.reap() {
        agent.ended(id, code);
    }
}

/// Serves one connection.
pub fn serve<P: Processes, K: Handled>(
    agent: &mut Agent<P>,
    guest: &mut Guest<'_, 8, K>,
    stream: &Stream,
    inbox: &mut Inbox,
    log: &mut Log<impl Write>,
    clock: Instant,
) -> Result<Over, Box<dyn Error + Send + Sync>> {
    let buffers = inbox.read(stream)?;
    let outcome = converse(agent, guest, stream, (inbox, &buffers), log, clock);
    // This also ends the thread that reads.
    let _ = stream.shutdown(Shutdown::Both);
    outcome
}

fn converse<P: Processes, K: Handled>(
    agent: &mut Agent<P>,
    guest: &mut Guest<'_, 8, K>,
    mut stream: &Stream,
    (inbox, buffers): (&Inbox, &SyncSender<Vec<u8>>),
    log: &mut Log<impl Write>,
    clock: Instant,
) -> Result<Over, Box<dyn Error + Send + Sync>> {
    // Received bytes that did not fit into the guest's window yet.
    let (mut bytes, mut taken) = (Vec::new(), 0);
    loop {
        agent.tick(clock.elapsed());
        agent.deliver(guest);
        // Outgoing bytes are sent before the next request is handled, so there is room for its answer.
        loop {
            while !guest.outgoing().is_empty() {
                // Written bytes count as sent, even if the next write fails. They must not be sent again on another
                // connection.
                let count = match stream.write(guest.outgoing()) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                    Ok(0) => return Err(io::Error::from(ErrorKind::WriteZero).into()),
                    count => count?,
                };
                log.sent(&guest.outgoing()[..count]);
                guest.sent(count);
                agent.deliver(guest);
            }
            if agent.is_shut_down() {
                return Ok(Over::ShutDown);
            }
            match guest.poll()? {
                None => break,
                Some(Event::Call(call)) => agent.handle(call)?,
                // Other events have been answered, or need no answer.
                Some(_) => {}
            }
            agent.deliver(guest);
        }
        let waiting: &[u8] = &bytes[taken..];
        if !waiting.is_empty() {
            taken += guest.receive(waiting)?;
            continue;
        }
        let patience = agent.deadline().map(|deadline| deadline.saturating_sub(clock.elapsed()));
        match inbox.next(patience) {
            Some(Input::Read(connection, outcome)) if connection == inbox.connection => {
                // Meanwhile, the thread reads into the previous buffer.
                let _ = buffers.send(std::mem::replace(&mut bytes, outcome?));
                taken = 0;
                if bytes.is_empty() {
                    guest.end()?;
                    return Ok(Over::Closed);
                }
                log.received(&bytes);
            }
            Some(Input::ProcessEnded) => reap(agent),
            Some(Input::Read(..)) | None => {}
        }
    }
}
