//! Starting processes, and sending signals to them.

use crate::json::{JsonString, Map, RawJson, Seq};
use crate::message::ExecuteProcessVsockStdioRelaySettings;
use crate::{Guid, json_object, open_set};

/// Host -> guest: starts a process, in a container or in the VM itself. The host starts all processes of a container
/// this way, including the first one, after the Start of the container.
///
/// Reference: `prot.ContainerExecuteProcess`.
#[json_object]
pub struct ContainerExecuteProcess<'a> {
    /// The process, and the endpoints of its standard streams.
    #[json("Settings")]
    pub settings: ExecuteProcessSettings<'a>,
}

/// Host -> guest: a process, and the endpoints of its standard streams.
///
/// Reference: `prot.ExecuteProcessSettings`.
#[json_object]
pub struct ExecuteProcessSettings<'a> {
    /// The process, as a nested document (a JSON document inside a string).
    #[json("ProcessParameters")]
    pub process_parameters: JsonString<ProcessParameters<'a>>,
    /// The endpoints of the standard streams. They are always present for a Windows guest, and may be empty.
    #[json("StdioRelaySettings", omitempty)]
    pub stdio_relay_settings: Option<ExecuteProcessStdioRelaySettings>,
    /// The endpoints of the standard streams in a Linux guest. Hosts do not send them to a Windows guest, which may
    /// refuse the key.
    #[json("VsockStdioRelaySettings", omitempty)]
    pub vsock_stdio_relay_settings: Option<ExecuteProcessVsockStdioRelaySettings>,
}

/// Host -> guest: the Hyper-V socket services of the host to which the guest connects for the standard streams of a
/// process. A stream that the host does not want is absent. The services belong to [vsock ports](Guid::from_vsock_port)
/// from 0x40000001 on.
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
    /// Standard error. A process with a console has none.
    #[json("StdErr", omitempty)]
    pub std_err: Option<Guid>,
}

/// Host -> guest: the parameters of a process. hcsshim sets `command_line`, `user`, `working_directory`, `environment`,
/// `emulate_console`, `create_std_*_pipe` and `console_size`.
///
/// Reference: `hcsschema.ProcessParameters`.
#[json_object]
pub struct ProcessParameters<'a> {
    /// The program, if it is not the first word of the command line.
    #[json("ApplicationName", omitempty)]
    pub application_name: &'a str,
    /// The command line, with arguments escaped according to the Windows rules.
    #[json("CommandLine", omitempty)]
    pub command_line: &'a str,
    /// The command and its arguments. Hosts do not send it to a Windows guest.
    #[json("CommandArgs", omitempty)]
    pub command_args: Seq<'a, &'a str>,
    /// The user who runs the process.
    #[json("User", omitempty)]
    pub user: &'a str,
    /// The working directory.
    #[json("WorkingDirectory", omitempty)]
    pub working_directory: &'a str,
    /// The environment variables. Hosts leave out variables with an empty value.
    #[json("Environment", omitempty, secret)]
    pub environment: Map<'a, &'a str>,
    /// Whether the process runs with restricted rights.
    #[json("RestrictedToken", omitempty)]
    pub restricted_token: bool,
    /// Whether the process gets a console.
    #[json("EmulateConsole", omitempty)]
    pub emulate_console: bool,
    /// Whether standard input is connected.
    #[json("CreateStdInPipe", omitempty)]
    pub create_std_in_pipe: bool,
    /// Whether standard output is connected.
    #[json("CreateStdOutPipe", omitempty)]
    pub create_std_out_pipe: bool,
    /// Whether standard error is connected.
    #[json("CreateStdErrPipe", omitempty)]
    pub create_std_err_pipe: bool,
    /// The height and the width of the console, in character cells.
    #[json("ConsoleSize", omitempty)]
    pub console_size: Seq<'a, i32>,
    /// Whether the process runs in the session of a logged-in user.
    #[json("UseExistingLogin", omitempty)]
    pub use_existing_login: bool,
    /// Whether the process gets a legacy console.
    #[json("UseLegacyConsole", omitempty)]
    pub use_legacy_console: bool,
}

/// Host -> guest: a process in schema version 1, as clients pass it to the HCS. The HCS sends it on. hcsshim does not
/// encode it.
///
/// Reference: `schema1.ProcessConfig`.
#[json_object]
pub struct ProcessConfig<'a> {
    /// The program, if it is not the first word of the command line.
    #[json("ApplicationName", omitempty)]
    pub application_name: &'a str,
    /// The command line, with arguments escaped according to the Windows rules.
    #[json("CommandLine", omitempty)]
    pub command_line: &'a str,
    /// The command and its arguments.
    #[json("CommandArgs", omitempty)]
    pub command_args: Seq<'a, &'a str>,
    /// The user who runs the process.
    #[json("User", omitempty)]
    pub user: &'a str,
    /// The working directory.
    #[json("WorkingDirectory", omitempty)]
    pub working_directory: &'a str,
    /// The environment variables.
    #[json("Environment", omitempty, secret)]
    pub environment: Map<'a, &'a str>,
    /// Whether the process gets a console.
    #[json("EmulateConsole", omitempty)]
    pub emulate_console: bool,
    /// Whether standard input is connected.
    #[json("CreateStdInPipe", omitempty)]
    pub create_std_in_pipe: bool,
    /// Whether standard output is connected.
    #[json("CreateStdOutPipe", omitempty)]
    pub create_std_out_pipe: bool,
    /// Whether standard error is connected.
    #[json("CreateStdErrPipe", omitempty)]
    pub create_std_err_pipe: bool,
    /// The height and the width of the console, in character cells. They are always written.
    #[json("ConsoleSize", omitempty)]
    pub console_size: [u64; 2],
    /// Whether the process runs in the VM itself, outside any container.
    #[json("CreateInUtilityVm", omitempty)]
    pub create_in_utility_vm: bool,
    /// The specification of the container, for its first process.
    #[json("OCISpecification", omitempty)]
    pub oci_specification: RawJson<'a>,
}

/// Host -> guest: sends a signal to a process.
///
/// Reference: `prot.ContainerSignalProcess`.
#[json_object]
pub struct ContainerSignalProcess<'a> {
    /// The id of the process, which the guest assigned.
    #[json("ProcessId")]
    pub process_id: u32,
    /// The signal. Without one, the process is terminated.
    #[json("Options", omitempty)]
    pub options: Option<SignalProcessOptions<'a>>,
}

/// Host -> guest: the signal to send.
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
    /// The console is closing.
    #[json("CtrlClose")]
    CtrlClose,
    /// The user is logging off.
    #[json("CtrlLogOff")]
    CtrlLogOff,
    /// The system is shutting down. Hosts send this for `SIGTERM`, and if no signal is named.
    #[json("CtrlShutdown")]
    CtrlShutdown,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}
