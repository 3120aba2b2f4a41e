//! Processes: starting, waiting, sending signals, and resizing consoles.

use crate::json::{JsonString, List, Map, Seq};
use crate::json_object;
use crate::oci::{Process, Spec};

/// The value of [`ContainerWaitForProcess::timeout_in_ms`] that means no timeout.
///
/// Reference: `prot.InfiniteWaitTimeout`.
#[doc(alias = "InfiniteWaitTimeout")]
pub const INFINITE_WAIT_TIMEOUT: u32 = 0xFFFF_FFFF;

/// Host -> guest: starts a process in a container or in the VM itself.
///
/// Reference: `prot.ContainerExecuteProcess`.
#[json_object(in_order)]
pub struct ContainerExecuteProcess<'a> {
    /// The process, and the endpoints of its standard streams.
    #[json("Settings")]
    pub settings: ExecuteProcessSettings<'a>,
}

/// Guest -> host: the process has started.
///
/// Reference: `prot.ContainerExecuteProcessResponse`.
#[json_object(in_order)]
#[derive(Copy, Eq, Hash)]
pub struct ContainerExecuteProcessResponse {
    /// The process id, which the guest assigns.
    #[doc(alias = "ProcessID")]
    #[json("ProcessId")]
    pub process_id: u32,
}

/// Host -> guest: a process to start, and the endpoints of its standard streams.
///
/// Reference: `prot.ExecuteProcessSettings`.
#[json_object(in_order)]
pub struct ExecuteProcessSettings<'a> {
    /// The process, as a nested document (a JSON document inside a string).
    #[json("ProcessParameters")]
    pub process_parameters: JsonString<ProcessParameters<'a>>,
    /// The standard streams in a Windows guest. Hosts send it only to a Windows guest.
    #[json("StdioRelaySettings", omitempty, tolerant)]
    pub stdio_relay_settings: Option<ExecuteProcessStdioRelaySettings<'a>>,
    /// The standard streams in a Linux guest. The field is always present, but it can be empty.
    #[json("VsockStdioRelaySettings")]
    pub vsock_stdio_relay_settings: ExecuteProcessVsockStdioRelaySettings,
}

/// Host -> guest: the vsock ports of the host to which the guest connects the standard streams of a process.
///
/// Hosts use ports from `0x4000_0001` up. 0 means that the stream is not connected.
///
/// Reference: `prot.ExecuteProcessVsockStdioRelaySettings`.
#[json_object(in_order)]
#[derive(Copy, Eq, Hash)]
pub struct ExecuteProcessVsockStdioRelaySettings {
    /// The port for standard input.
    #[json("StdIn", omitempty)]
    pub std_in: u32,
    /// The port for standard output.
    #[json("StdOut", omitempty)]
    pub std_out: u32,
    /// The port for standard error.
    #[json("StdErr", omitempty)]
    pub std_err: u32,
}

/// Host -> guest: the GUIDs of the Hyper-V sockets for the standard streams of a process in a Windows guest.
///
/// Reference: hcsshim's `internal/gcs`, `ExecuteProcessStdioRelaySettings`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct ExecuteProcessStdioRelaySettings<'a> {
    /// The GUID of the socket for standard input.
    #[json("StdIn", omitempty)]
    pub std_in: &'a str,
    /// The GUID of the socket for standard output.
    #[json("StdOut", omitempty)]
    pub std_out: &'a str,
    /// The GUID of the socket for standard error.
    #[json("StdErr", omitempty)]
    pub std_err: &'a str,
}

/// Host -> guest: a process to start. There are three cases:
///
/// 1. A process of the VM itself has `create_in_utility_vm` and any other fields except the OCI documents.
/// 2. The first process of a container has only `oci_specification`, or no field at all if Create contained the
///    specification.
/// 3. A further process of a container has `oci_process`, or the fields of case 1 without `create_in_utility_vm`.
///
/// Reference: `prot.ProcessParameters`.
#[json_object]
pub struct ProcessParameters<'a> {
    /// The command line, with words separated by spaces. It is used only if [`command_args`](Self::command_args) is
    /// empty.
    #[json("CommandLine", omitempty)]
    pub command_line: &'a str,
    /// The program and its arguments.
    #[json("CommandArgs", omitempty)]
    pub command_args: Seq<'a, &'a str>,
    /// The user to run the process as. Hosts that use schema version 1 send it.
    #[json("User", omitempty, tolerant)]
    pub user: &'a str,
    /// The working directory.
    #[json("WorkingDirectory", omitempty)]
    pub working_directory: &'a str,
    /// The environment variables.
    #[json("Environment", omitempty, secret)]
    pub environment: Map<'a, &'a str>,
    /// Whether the process gets a terminal.
    #[json("EmulateConsole", omitempty)]
    pub emulate_console: bool,
    /// Whether to connect standard input.
    #[json("CreateStdInPipe", omitempty)]
    pub create_std_in_pipe: bool,
    /// Whether to connect standard output.
    #[json("CreateStdOutPipe", omitempty)]
    pub create_std_out_pipe: bool,
    /// Whether to connect standard error.
    #[json("CreateStdErrPipe", omitempty)]
    pub create_std_err_pipe: bool,
    /// The height and width of the terminal, in character cells. Hosts that use schema version 1 send it.
    #[json("ConsoleSize", omitempty, tolerant)]
    pub console_size: List<u16, 2>,
    /// Whether to run the process in the VM itself, outside any container.
    #[doc(alias = "IsExternal")]
    #[json("CreateInUtilityVM", omitempty)]
    pub create_in_utility_vm: bool,
    /// The specification of the container, for its first process.
    #[doc(alias = "OCISpecification")]
    #[json("OciSpecification", omitempty)]
    pub oci_specification: Option<Spec<'a>>,
    /// The process, for a further process of a container.
    #[doc(alias = "OCIProcess")]
    #[json("OciProcess", omitempty)]
    pub oci_process: Option<Process<'a>>,
}

/// Host -> guest: waits for a process to exit.
///
/// The guest responds when the process has exited, so the response can be out of order with other responses.
///
/// Reference: `prot.ContainerWaitForProcess`.
#[json_object(in_order)]
#[derive(Copy, Eq, Hash)]
pub struct ContainerWaitForProcess {
    /// The process id, which the guest assigned.
    #[doc(alias = "ProcessID")]
    #[json("ProcessId")]
    pub process_id: u32,
    /// The timeout, in milliseconds.
    ///
    /// [`INFINITE_WAIT_TIMEOUT`] waits without a timeout. With 0 or without a value, the request fails at once with
    /// [`HResult::TIMEOUT`](crate::HResult::TIMEOUT).
    #[json("TimeoutInMs")]
    pub timeout_in_ms: u32,
}

/// Guest -> host: the process has exited.
///
/// Reference: `prot.ContainerWaitForProcessResponse`.
#[json_object(in_order)]
#[derive(Copy, Eq, Hash)]
pub struct ContainerWaitForProcessResponse {
    /// The exit code of the process. It is 128 + n if signal n terminated the process.
    #[json("ExitCode")]
    pub exit_code: u32,
}

/// Host -> guest: sends a signal to a process.
///
/// Reference: `prot.ContainerSignalProcess`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct ContainerSignalProcess {
    /// The process id, which the guest assigned.
    #[doc(alias = "ProcessID")]
    #[json("ProcessId")]
    pub process_id: u32,
    /// The signal to send.
    #[json("Options", omitempty)]
    pub options: SignalProcessOptions,
}

/// Host -> guest: a signal to send to a process.
///
/// Reference: `prot.SignalProcessOptions`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct SignalProcessOptions {
    /// The signal number. 0 means SIGKILL.
    #[json("Signal")]
    pub signal: i32,
}

/// Host -> guest: changes the size of a process's console.
///
/// Reference: `prot.ContainerResizeConsole`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct ContainerResizeConsole {
    /// The process id, which the guest assigned.
    #[doc(alias = "ProcessID")]
    #[json("ProcessId")]
    pub process_id: u32,
    /// The number of rows, in character cells.
    #[json("Height")]
    pub height: u16,
    /// The number of columns, in character cells.
    #[json("Width")]
    pub width: u16,
}
