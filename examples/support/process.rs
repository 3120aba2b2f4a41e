//! What an agent needs of processes, and the least that does it.
#![allow(dead_code, reason = "each program uses its part")]

use std::time::Duration;

/// The signals that an agent itself sends.
pub const SIGKILL: i32 = 9;
pub const SIGTERM: i32 = 15;

/// What is to be run.
#[derive(Clone, Debug, Default)]
pub struct Command {
    pub args: Vec<String>,
    /// `NAME=value`.
    pub env: Vec<String>,
    pub directory: String,
    pub terminal: bool,
    /// The host's ports for standard input, output and error; 0 for none.
    pub ports: [u32; 3],
}

/// Whatever runs processes.
pub trait Processes {
    /// Starts a process. One that is emulated may say after which time it ends by itself.
    fn start(&mut self, id: u32, command: &Command) -> Result<Option<Duration>, String>;

    /// Sends a signal, and returns the exit code if that has ended the process at once. Otherwise its end comes in later, by
    /// `Agent::ended`.
    fn signal(&mut self, id: u32, signal: i32) -> Option<u32>;

    /// A process has ended, by whatever: what was kept for it can go.
    fn release(&mut self, _id: u32) {}

    /// Which processes have ended of themselves since it was last asked, and with which exit codes; `None` if there is no use
    /// in asking again soon.
    fn reap(&mut self) -> Option<Vec<(u32, u32)>> {
        None
    }
}

/// Processes that do nothing, until a signal ends them.
pub struct Emulated;

impl Processes for Emulated {
    fn start(&mut self, _id: u32, _command: &Command) -> Result<Option<Duration>, String> {
        Ok(None)
    }

    fn signal(&mut self, _id: u32, signal: i32) -> Option<u32> {
        Some(exit_code(signal))
    }
}

/// The exit code of a process that a signal has ended.
pub fn exit_code(signal: i32) -> u32 {
    128 + signal.unsigned_abs()
}
