//! Processes with standard streams: emulated ones, which behave like `cat`, or real ones.

use std::collections::BTreeMap;
use std::net::Shutdown;
use std::time::Duration;
use std::{io, thread};

use crate::agent::process::{Command, End, Processes, exit_code};
use crate::net::{Address, Stream};

#[cfg_attr(unix, path = "children.rs")]
#[cfg_attr(not(unix), path = "no_children.rs")]
pub mod children;

use children::Children;

/// Runs the processes of an agent.
pub struct Runner {
    /// The address of the host and its ports.
    pub host: Address,
    /// The real processes, or `None` to emulate them.
    pub children: Option<Children>,
    /// When emulated processes end by themselves.
    pub exit_after: Option<Duration>,
    /// The standard streams of emulated processes.
    pub streams: BTreeMap<u32, Vec<Stream>>,
}

impl Processes for Runner {
    fn start(&mut self, id: u32, command: &Command) -> Result<Option<End>, String> {
        let [stdin, stdout, stderr] = command.ports.map(|port| self.connect(port));
        let streams = [stdin?, stdout?, stderr?];
        if let Some(children) = &self.children {
            let started = children.spawn(id, command, streams);
            return started.map(|()| None).map_err(|error| format!("{:?}: {error}", command.args));
        }
        let copies = streams.iter().flatten().map(Stream::try_clone).collect::<io::Result<_>>();
        self.streams.insert(id, copies.map_err(|error| error.to_string())?);
        if let [Some(mut stdin), Some(mut stdout), _] = streams {
            // The thread ends when the streams are shut down, by the end of the process or by the host.
            thread::spawn(move || io::copy(&mut stdin, &mut stdout));
        }
        Ok(command.end().or_else(|| self.exit_after.map(|after| End { after, exit_code: 0 })))
    }

    fn signal(&mut self, id: u32, signal: i32) -> Option<u32> {
        if let Some(children) = &self.children {
            children.signal(id, signal);
            return None;
        }
        Some(exit_code(signal))
    }

    fn release(&mut self, id: u32) {
        for stream in self.streams.remove(&id).unwrap_or_default() {
            // The host may have shut it down already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn reap(&mut self) -> Vec<(u32, u32)> {
        self.children.as_ref().map(Children::reap).unwrap_or_default()
    }
}

impl Runner {
    fn connect(&self, port: u32) -> Result<Option<Stream>, String> {
        if port == 0 {
            return Ok(None);
        }
        let stream = self.host.of_port(port).and_then(|address| address.connect());
        stream.map(Some).map_err(|error| format!("the stream of port {port:#x}: {error}"))
    }
}

/// No process outlives the agent.
impl Drop for Runner {
    fn drop(&mut self) {
        if let Some(children) = &self.children {
            children.end();
        }
    }
}
