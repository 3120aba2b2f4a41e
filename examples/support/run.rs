//! Processes with standard streams: emulated ones, which are like `cat`, or real ones.

use std::collections::BTreeMap;
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::process::{self, Child, ExitStatus, Stdio};
use std::time::Duration;
use std::{io, thread};

use crate::agent::process::{Command, Processes, SIGKILL, exit_code};
use crate::net::Address;

/// Runs the processes of an agent.
pub struct Runner {
    /// Where the host is, and its ports are.
    pub host: Address,
    /// Start real processes.
    pub spawn: bool,
    /// When emulated ones end by themselves.
    pub exit_after: Option<Duration>,
    pub children: BTreeMap<u32, Child>,
    /// The streams of emulated processes.
    pub streams: BTreeMap<u32, Vec<UnixStream>>,
}

impl Processes for Runner {
    fn start(&mut self, id: u32, command: &Command) -> Result<Option<Duration>, String> {
        let [stdin, stdout, stderr] = command.ports.map(|port| self.connect(port));
        let streams = [stdin?, stdout?, stderr?];
        if self.spawn {
            let child = spawn(command, streams).map_err(|error| format!("{:?}: {error}", command.args))?;
            self.children.insert(id, child);
            return Ok(None);
        }
        let copies = streams.iter().flatten().map(UnixStream::try_clone).collect::<io::Result<_>>();
        self.streams.insert(id, copies.map_err(|error| error.to_string())?);
        if let [Some(mut stdin), Some(mut stdout), _] = streams {
            // It ends when the streams are shut down with the process, or with the host's end.
            thread::spawn(move || io::copy(&mut stdin, &mut stdout));
        }
        Ok(self.exit_after)
    }

    fn signal(&mut self, id: u32, signal: i32) -> Option<u32> {
        if !self.spawn {
            return Some(exit_code(signal));
        }
        if let Some(child) = self.children.get(&id) {
            kill(child, signal);
        }
        None
    }

    fn release(&mut self, id: u32) {
        for stream in self.streams.remove(&id).unwrap_or_default() {
            // The host may have been first.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn reap(&mut self) -> Option<Vec<(u32, u32)>> {
        if self.children.is_empty() {
            return None;
        }
        let ended = |(&id, child): (&u32, &mut Child)| child.try_wait().ok()?.map(|status| (id, code(status)));
        let ended: Vec<_> = self.children.iter_mut().filter_map(ended).collect();
        for (id, _) in &ended {
            self.children.remove(id);
        }
        Some(ended)
    }
}

impl Runner {
    fn connect(&self, port: u32) -> Result<Option<UnixStream>, String> {
        if port == 0 {
            return Ok(None);
        }
        let stream = self.host.of_port(port).and_then(|address| address.connect());
        stream.map(Some).map_err(|error| format!("the stream of port {port:#x}: {error}"))
    }
}

/// Nothing outlives an agent.
impl Drop for Runner {
    fn drop(&mut self) {
        for child in self.children.values_mut() {
            kill(child, SIGKILL);
            let _ = child.wait();
        }
    }
}

fn spawn(command: &Command, streams: [Option<UnixStream>; 3]) -> io::Result<Child> {
    let [program, args @ ..] = command.args.as_slice() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "there is no command"));
    };
    let [stdin, stdout, stderr] =
        streams.map(|stream| stream.map_or_else(Stdio::null, |stream| Stdio::from(OwnedFd::from(stream))));
    let mut child = process::Command::new(program);
    child.args(args).stdin(stdin).stdout(stdout).stderr(stderr).env_clear();
    child.envs(command.env.iter().filter_map(|variable| variable.split_once('=')));
    if !command.directory.is_empty() {
        child.current_dir(&command.directory);
    }
    child.spawn()
}

/// A child that has not been waited for keeps its number, so the signal hits no other process.
#[allow(unsafe_code, reason = "the standard library sends SIGKILL alone")]
fn kill(child: &Child, signal: i32) {
    if let Ok(id) = libc::pid_t::try_from(child.id()) {
        // SAFETY: no pointers.
        unsafe { libc::kill(id, signal) };
    }
}

fn code(status: ExitStatus) -> u32 {
    let code = status.code().map(i32::unsigned_abs);
    code.unwrap_or_else(|| exit_code(status.signal().unwrap_or_default()))
}
