//! Processes: started and signalled.

use crate::json::{JsonString, Map, RawJson, Seq};
use crate::message::ExecuteProcessVsockStdioRelaySettings;
use crate::{Guid, json_object, open_set};

/// Host -> guest: start a process, in a container or in the VM itself. A container's first process is started like any other,
/// after the container's Start.
///
/// Reference: `prot.ContainerExecuteProcess`.
#[json_object]
pub struct ContainerExecuteProcess<'a> {
    /// What to start, and where its standard streams go.
    #[json("Settings")]
    pub settings: ExecuteProcessSettings<'a>,
}

/// Host -> guest: what to start, and where its standard streams go.
///
/// Reference: `prot.ExecuteProcessSettings`.
#[json_object]
pub struct ExecuteProcessSettings<'a> {
    /// The process, a document in a string.
    #[json("ProcessParameters")]
    pub process_parameters: JsonString<ProcessParameters<'a>>,
    /// The streams. Always present for a Windows guest, perhaps
    /// empty.
    #[json("StdioRelaySettings", omitempty)]
    pub stdio_relay_settings: Option<ExecuteProcessStdioRelaySettings>,
    /// The streams of a Linux guest: not sent to a
    /// Windows guest, which may refuse the key.
    #[json("VsockStdioRelaySettings", omitempty)]
    pub vsock_stdio_relay_settings: Option<ExecuteProcessVsockStdioRelaySettings>,
}

/// Host -> guest: Hyper-V socket services of the host to which the guest connects for a process's streams; absent for a stream
/// that is not wanted. They are those of [vsock ports](Guid::from_vsock_port) from 0x40000001 on.
///
/// Reference: `prot.ExecuteProcessStdioRelaySettings`.
#[json_object]
#[derive(Copy, Eq)]
pub struct ExecuteProcessStdioRelaySettings {
    /// Standard input.
    #[json("StdIn", omitempty)]
    pub std_in: Option<Guid>,
    /// Standard output.
    #[json("StdOut", omitempty)]
    pub std_out: Option<Guid>,
    /// Standard error: none with a console.
    #[json("StdErr", omitempty)]
    pub std_err: Option<Guid>,
}

/// Host -> guest: a process. hcsshim sets `command_line`, `user`, `working_directory`, `environment`, `emulate_console`,
/// `create_std_*_pipe` and `console_size`.
///
/// Reference: `hcsschema.ProcessParameters`.
#[json_object]
pub struct ProcessParameters<'a> {
    /// The program, where it is not the first word of the command line.
    #[json("ApplicationName", omitempty)]
    pub application_name: &'a str,
    /// The command line, its arguments escaped the Windows way.
    #[json("CommandLine", omitempty)]
    pub command_line: &'a str,
    /// The command, word by word. Not sent to a Windows guest.
    #[json("CommandArgs", omitempty)]
    pub command_args: Seq<'a, &'a str>,
    /// The user to run as.
    #[json("User", omitempty)]
    pub user: &'a str,
    /// The directory to start in.
    #[json("WorkingDirectory", omitempty)]
    pub working_directory: &'a str,
    /// Environment variables. Hosts leave out those with an empty value.
    #[json("Environment", omitempty, secret)]
    pub environment: Map<'a, &'a str>,
    /// Run it with fewer rights.
    #[json("RestrictedToken", omitempty)]
    pub restricted_token: bool,
    /// Give the process a console.
    #[json("EmulateConsole", omitempty)]
    pub emulate_console: bool,
    /// Connect its standard input.
    #[json("CreateStdInPipe", omitempty)]
    pub create_std_in_pipe: bool,
    /// Connect its standard output.
    #[json("CreateStdOutPipe", omitempty)]
    pub create_std_out_pipe: bool,
    /// Connect its standard error.
    #[json("CreateStdErrPipe", omitempty)]
    pub create_std_err_pipe: bool,
    /// The console's height and width, in character cells.
    #[json("ConsoleSize", omitempty)]
    pub console_size: Seq<'a, i32>,
    /// Run it in the session of a user who is logged in.
    #[json("UseExistingLogin", omitempty)]
    pub use_existing_login: bool,
    /// Give it the console of older versions.
    #[json("UseLegacyConsole", omitempty)]
    pub use_legacy_console: bool,
}

/// Host -> guest: a process, as callers of the first schema hand it to HCS, which passes it on. hcsshim's bridge does not
/// write it.
///
/// Reference: `schema1.ProcessConfig`.
#[json_object]
pub struct ProcessConfig<'a> {
    /// The program, where it is not the first word of the command line.
    #[json("ApplicationName", omitempty)]
    pub application_name: &'a str,
    /// The command line, its arguments escaped the Windows way.
    #[json("CommandLine", omitempty)]
    pub command_line: &'a str,
    /// The command, word by word.
    #[json("CommandArgs", omitempty)]
    pub command_args: Seq<'a, &'a str>,
    /// The user to run as.
    #[json("User", omitempty)]
    pub user: &'a str,
    /// The directory to start in.
    #[json("WorkingDirectory", omitempty)]
    pub working_directory: &'a str,
    /// Environment variables.
    #[json("Environment", omitempty, secret)]
    pub environment: Map<'a, &'a str>,
    /// Give the process a console.
    #[json("EmulateConsole", omitempty)]
    pub emulate_console: bool,
    /// Connect its standard input.
    #[json("CreateStdInPipe", omitempty)]
    pub create_std_in_pipe: bool,
    /// Connect its standard output.
    #[json("CreateStdOutPipe", omitempty)]
    pub create_std_out_pipe: bool,
    /// Connect its standard error.
    #[json("CreateStdErrPipe", omitempty)]
    pub create_std_err_pipe: bool,
    /// The console's height and width, in character cells. Always written.
    #[json("ConsoleSize", omitempty)]
    pub console_size: [u64; 2],
    /// Run it in the VM itself, outside any container.
    #[json("CreateInUtilityVm", omitempty)]
    pub create_in_utility_vm: bool,
    /// The container's specification, for its first process.
    #[json("OCISpecification", omitempty)]
    pub oci_specification: RawJson<'a>,
}

/// Host -> guest: send a signal to a process.
///
/// Reference: `prot.ContainerSignalProcess`.
#[json_object]
pub struct ContainerSignalProcess<'a> {
    /// The process, as numbered by the guest.
    #[json("ProcessId")]
    pub process_id: u32,
    /// The signal. Without it the process is terminated.
    #[json("Options", omitempty)]
    pub options: Option<SignalProcessOptions<'a>>,
}

/// Host -> guest: which signal to send.
///
/// Reference: `guestresource.SignalProcessOptionsWCOW`.
#[json_object]
#[doc(alias = "SignalProcessOptionsWCOW")]
pub struct SignalProcessOptions<'a> {
    /// The signal.
    #[json("Signal", omitempty)]
    pub signal: SignalValue<'a>,
}

/// A signal to a process on Windows: a console control event.
///
/// Reference: `guestresource.SignalValueWCOW`.
#[open_set]
#[non_exhaustive]
#[doc(alias = "SignalValueWCOW")]
pub enum SignalValue<'a> {
    /// Ctrl-C was pressed.
    #[json("CtrlC")]
    CtrlC,
    /// Ctrl-Break was pressed.
    #[json("CtrlBreak")]
    CtrlBreak,
    /// The console is closed.
    #[json("CtrlClose")]
    CtrlClose,
    /// The user logs off.
    #[json("CtrlLogOff")]
    CtrlLogOff,
    /// The system shuts down. What hosts send for `SIGTERM`, and if no signal is named.
    #[json("CtrlShutdown")]
    CtrlShutdown,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}
