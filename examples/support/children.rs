//! Real processes, and the signals that report their ends and end the agent.

use std::collections::BTreeMap;
use std::os::fd::OwnedFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{self, Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{io, thread};

use signal_hook::consts::{SIGCHLD, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::agent::process::{Command, SIGKILL, exit_code};
use crate::net::Stream;

/// The child processes, by the numbers that the agent gives them. Each is the leader of its own process group.
#[derive(Clone, Default)]
pub struct Children(Arc<Mutex<BTreeMap<u32, Child>>>);

impl Children {
    /// Starts without children. A thread watches for signals. It calls `ended` when a child may have ended. On SIGINT
    /// and SIGTERM it ends the children, then this process.
    pub fn watch(mut ended: impl FnMut() + Send + 'static) -> io::Result<Self> {
        let mut signals = Signals::new([SIGCHLD, SIGINT, SIGTERM])?;
        let this = Self::default();
        let children = this.clone();
        thread::Builder::new().name("signals".into()).spawn(move || {
            for signal in signals.forever() {
                if signal == SIGCHLD {
                    ended();
                    continue;
                }
                // The lock is kept, so that no further child starts.
                let mut table = children.table();
                end_all(&mut table);
                let _ = emulate_default_handler(signal);
                process::exit(128 + signal);
            }
        })?;
        Ok(this)
    }

    pub fn spawn(&self, id: u32, command: &Command, streams: [Option<Stream>; 3]) -> io::Result<()> {
        let [program, args @ ..] = command.args.as_slice() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "there is no command"));
        };
        let [stdin, stdout, stderr] =
            streams.map(|stream| stream.map_or_else(Stdio::null, |stream| Stdio::from(OwnedFd::from(stream))));
        let mut child = process::Command::new(program);
        child.args(args).stdin(stdin).stdout(stdout).stderr(stderr).env_clear().process_group(0);
        child.envs(command.env.iter().filter_map(|variable| variable.split_once('=')));
        if !command.directory.is_empty() {
            child.current_dir(&command.directory);
        }
        let mut table = self.table();
        table.insert(id, child.spawn()?);
        Ok(())
    }

    pub fn signal(&self, id: u32, signal: i32) {
        if let Some(child) = self.table().get(&id) {
            send(child, signal, false);
        }
    }

    /// Returns the children that have ended since the last call, with their exit codes.
    pub fn reap(&self) -> Vec<(u32, u32)> {
        let mut ended = Vec::new();
        self.table().retain(|&id, child| match child.try_wait() {
            Ok(Some(status)) => {
                ended.push((id, code(status)));
                false
            }
            _ => true,
        });
        ended
    }

    /// Ends all children and the processes in their groups.
    pub fn end(&self) {
        end_all(&mut self.table());
    }

    /// A thread that panicked cannot have left an entry half made.
    fn table(&self) -> MutexGuard<'_, BTreeMap<u32, Child>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn end_all(table: &mut BTreeMap<u32, Child>) {
    for child in table.values() {
        send(child, SIGKILL, true);
    }
    for mut child in std::mem::take(table).into_values() {
        let _ = child.wait();
    }
}

/// A child that has not been waited for keeps its process id, so the signal reaches no other process.
#[allow(unsafe_code, reason = "the standard library sends SIGKILL alone")]
fn send(child: &Child, signal: i32, to_its_group: bool) {
    if let Ok(id) = libc::pid_t::try_from(child.id()) {
        // SAFETY: the function takes no pointers.
        unsafe { libc::kill(if to_its_group { -id } else { id }, signal) };
    }
}

fn code(status: ExitStatus) -> u32 {
    let code = status.code().map(i32::unsigned_abs);
    code.unwrap_or_else(|| exit_code(status.signal().unwrap_or_default()))
}
