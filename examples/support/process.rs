//! What an agent needs from processes, and the simplest implementation.
#![allow(dead_code, reason = "each program uses its part")]

use std::time::Duration;

use gcs_prot::json::Seq;
use gcs_prot::message::ProcessParameters;
use gcs_prot::oci;

/// The signals that the agent itself sends.
pub const SIGKILL: i32 = 9;
pub const SIGTERM: i32 = 15;

/// The largest number of a signal on Linux.
pub const LAST_SIGNAL: i32 = 64;

/// The command to run.
#[derive(Clone, Debug, Default)]
pub struct Command {
    pub args: Vec<String>,
    /// `NAME=value`.
    pub env: Vec<String>,
    pub directory: String,
    pub terminal: bool,
    /// The host's ports for standard input, output and error, or 0 for none.
    pub ports: [u32; 3],
    pub system: System,
}

/// What a process runs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum System {
    #[default]
    Linux,
    Windows,
}

/// The exit code of a process that was ended by a console control event: `STATUS_CONTROL_C_EXIT`.
const CONTROL_C_EXIT: u32 = 0xC000_013A;

impl System {
    /// Returns the exit code of a process that was ended by a signal.
    pub fn exit_code(self, signal: i32) -> u32 {
        match (self, signal) {
            (Self::Linux, _) => exit_code(signal),
            (Self::Windows, SIGKILL) => 1,
            (Self::Windows, _) => CONTROL_C_EXIT,
        }
    }
}

impl Command {
    pub fn of(process: &oci::Process<'_>) -> Self {
        Self {
            args: strings(&process.args),
            env: strings(&process.env),
            directory: process.cwd.into(),
            terminal: process.terminal,
            ..Self::default()
        }
    }

    /// Returns `None` if the parameters contain no command, and an error if a quotation in the command line has no end.
    pub fn of_parameters(parameters: &ProcessParameters<'_>) -> Result<Option<Self>, String> {
        let specification = parameters.oci_specification.as_ref().and_then(|spec| spec.process.as_ref());
        if let Some(process) = parameters.oci_process.as_ref().or(specification) {
            return Ok(Some(Self::of(process)));
        }
        let mut args = strings(&parameters.command_args);
        if args.is_empty() {
            // Quotes have the same meaning as in a shell.
            let line = parameters.command_line;
            args = shlex::split(line).ok_or_else(|| format!("{line:?} ends inside a quotation or an escape"))?;
        }
        let env = parameters.environment.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let directory = parameters.working_directory.into();
        let terminal = parameters.emulate_console;
        Ok((!args.is_empty()).then_some(Self { args, env, directory, terminal, ..Self::default() }))
    }
}

fn strings(list: &Seq<'_, &str>) -> Vec<String> {
    list.iter().map(String::from).collect()
}

/// How an emulated process ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The time after its start.
    pub after: Duration,
    pub exit_code: u32,
}

impl Command {
    /// Returns how the process ends by itself, if it is one of the few commands that are emulated. All others behave
    /// like `cat`.
    pub fn end(&self) -> Option<End> {
        let args: Vec<&str> = self.args.iter().map(String::as_str).collect();
        let (program, args) = args.split_first()?;
        let program = program.rsplit('/').next().unwrap_or(program);
        let (seconds, exit_code) = match (program, args) {
            ("true", _) => (0, 0),
            ("false", _) => (0, 1),
            ("sleep", [seconds]) => (seconds.parse().ok()?, 0),
            ("cmd", ["/c", "exit", code]) => (0, code.parse().ok()?),
            // It waits a second between two packets.
            ("ping", ["-n", count, _]) => (count.parse::<u64>().ok()?.checked_sub(1)?, 0),
            ("sh", ["-c", script]) => (0, script.strip_prefix("exit ")?.trim().parse::<u8>().ok()?.into()),
            _ => return None,
        };
        Some(End { after: Duration::from_secs(seconds), exit_code })
    }
}

/// Runs processes.
pub trait Processes {
    /// Starts a process. For an emulated process, returns how it ends by itself, if it does.
    fn start(&mut self, id: u32, command: &Command) -> Result<Option<End>, String>;

    /// Sends a signal, and returns the exit code if the process ended at once. Otherwise `Agent::ended` reports the end
    /// later.
    fn signal(&mut self, id: u32, signal: i32) -> Option<u32>;

    /// Releases what was kept for a process that has ended.
    fn release(&mut self, _id: u32) {}

    /// Returns the processes that have ended by themselves since the last call, with their exit codes.
    fn reap(&mut self) -> Vec<(u32, u32)> {
        Vec::new()
    }
}

/// Processes that do nothing until they end by themselves or by a signal.
pub struct Emulated;

impl Processes for Emulated {
    fn start(&mut self, _id: u32, command: &Command) -> Result<Option<End>, String> {
        Ok(command.end())
    }

    fn signal(&mut self, _id: u32, signal: i32) -> Option<u32> {
        Some(exit_code(signal))
    }
}

/// Returns the exit code of a process that was ended by a signal.
pub fn exit_code(signal: i32) -> u32 {
    128 + signal.unsigned_abs()
}
