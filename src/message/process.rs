//! Processes: started, waited for, signalled.

use crate::json::{JsonString, List, Map, Seq};
use crate::json_object;
use crate::oci::{Process, Spec};

/// The [`ContainerWaitForProcess::timeout_in_ms`] that never passes.
///
/// Reference: `prot.InfiniteWaitTimeout`.
#[doc(alias = "InfiniteWaitTimeout")]
pub const INFINITE_WAIT_TIMEOUT: u32 = 0xFFFF_FFFF;

/// Host -> guest: start a process, in a container or in the VM itself.
///
/// Reference: `prot.ContainerExecuteProcess`.
#[json_object(in_order)]
pub struct ContainerExecuteProcess<'a> {
    /// What to start, and where its standard streams go.
    #[json("Settings")]
    pub settings: ExecuteProcessSettings<'a>,
}

/// Guest -> host: the process has started.
///
/// Reference: `prot.ContainerExecuteProcessResponse`.
#[json_object(in_order)]
pub struct ContainerExecuteProcessResponse {
    /// The process, as numbered by the guest.
    #[doc(alias = "ProcessID")]
    #[json("ProcessId")]
    pub process_id: u32,
}

/// Host -> guest: what to start, and where its standard streams go.
///
/// Reference: `prot.ExecuteProcessSettings`.
#[json_object(in_order)]
pub struct ExecuteProcessSettings<'a> {
    /// The process, a document in a string.
    #[json("ProcessParameters")]
    pub process_parameters: JsonString<ProcessParameters<'a>>,
    /// The streams of a Windows guest, only sent to one.
    #[json("StdioRelaySettings", omitempty, tolerant)]
    pub stdio_relay_settings: Option<ExecuteProcessStdioRelaySettings<'a>>,
    /// The streams of a Linux guest. Always present, perhaps empty.
    #[json("VsockStdioRelaySettings")]
    pub vsock_stdio_relay_settings: ExecuteProcessVsockStdioRelaySettings,
}

/// Host -> guest: vsock ports of the host to which the guest connects for a process's streams; 0 for none.
///
/// Reference: `prot.ExecuteProcessVsockStdioRelaySettings`.
#[json_object(in_order)]
pub struct ExecuteProcessVsockStdioRelaySettings {
    /// Standard input.
    #[json("StdIn", omitempty)]
    pub std_in: u32,
    /// Standard output.
    #[json("StdOut", omitempty)]
    pub std_out: u32,
    /// Standard error.
    #[json("StdErr", omitempty)]
    pub std_err: u32,
}

/// Host -> guest: GUIDs of Hyper-V sockets for a process's streams, sent to a Windows guest.
///
/// Reference: hcsshim's `internal/gcs`, `ExecuteProcessStdioRelaySettings`.
#[json_object]
pub struct ExecuteProcessStdioRelaySettings<'a> {
    /// Standard input.
    #[json("StdIn", omitempty)]
    pub std_in: &'a str,
    /// Standard output.
    #[json("StdOut", omitempty)]
    pub std_out: &'a str,
    /// Standard error.
    #[json("StdErr", omitempty)]
    pub std_err: &'a str,
}

/// Host -> guest: a process. One of three cases:
///
/// 1. a process of the VM itself: `create_in_utility_vm`, and all but the OCI documents;
/// 2. the first process of a container: `oci_specification` alone (or nothing, where Create had it);
/// 3. a further process of a container: `oci_process`, or the fields of case 1.
///
/// Reference: `prot.ProcessParameters`.
#[json_object]
pub struct ProcessParameters<'a> {
    /// The command, its words separated by spaces. Only used if `command_args` is empty.
    #[json("CommandLine", omitempty)]
    pub command_line: &'a str,
    /// The command, word by word.
    #[json("CommandArgs", omitempty)]
    pub command_args: Seq<'a, &'a str>,
    /// The user to run as, as schema-1 hosts send it.
    #[json("User", omitempty, tolerant)]
    pub user: &'a str,
    /// The directory to start in.
    #[json("WorkingDirectory", omitempty)]
    pub working_directory: &'a str,
    /// Environment variables.
    #[json("Environment", omitempty, secret)]
    pub environment: Map<'a, &'a str>,
    /// Give the process a terminal.
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
    /// The terminal's height and width in character cells, as schema-1 hosts send them.
    #[json("ConsoleSize", omitempty, tolerant)]
    pub console_size: List<u16, 2>,
    /// Run it in the VM itself, outside any container.
    #[doc(alias = "IsExternal")]
    #[json("CreateInUtilityVM", omitempty)]
    pub create_in_utility_vm: bool,
    /// The container's specification, for its first process.
    #[doc(alias = "OCISpecification")]
    #[json("OciSpecification", omitempty)]
    pub oci_specification: Option<Spec<'a>>,
    /// The process, for a further one.
    #[doc(alias = "OCIProcess")]
    #[json("OciProcess", omitempty)]
    pub oci_process: Option<Process<'a>>,
}

/// Host -> guest: tell when a process has ended. Answered then, out of order with other responses.
///
/// Reference: `prot.ContainerWaitForProcess`.
#[json_object(in_order)]
pub struct ContainerWaitForProcess {
    /// The process, as numbered by the guest.
    #[doc(alias = "ProcessID")]
    #[json("ProcessId")]
    pub process_id: u32,
    /// How long to wait, in milliseconds; [`INFINITE_WAIT_TIMEOUT`] for ever, 0 not at all.
    #[json("TimeoutInMs")]
    pub timeout_in_ms: u32,
}

/// Guest -> host: the process has ended.
///
/// Reference: `prot.ContainerWaitForProcessResponse`.
#[json_object(in_order)]
pub struct ContainerWaitForProcessResponse {
    /// Its exit code; 128 + n after signal n.
    #[json("ExitCode")]
    pub exit_code: u32,
}

/// Host -> guest: send a signal to a process.
///
/// Reference: `prot.ContainerSignalProcess`.
#[json_object]
pub struct ContainerSignalProcess {
    /// The process, as numbered by the guest.
    #[doc(alias = "ProcessID")]
    #[json("ProcessId")]
    pub process_id: u32,
    /// Which signal.
    #[json("Options", omitempty)]
    pub options: SignalProcessOptions,
}

/// Host -> guest: a signal.
///
/// Reference: `prot.SignalProcessOptions`.
#[json_object]
pub struct SignalProcessOptions {
    /// The signal's number; 0 means SIGKILL.
    #[json("Signal")]
    pub signal: i32,
}

/// Host -> guest: change the size of a process's console.
///
/// Reference: `prot.ContainerResizeConsole`.
#[json_object]
pub struct ContainerResizeConsole {
    /// The process, as numbered by the guest.
    #[doc(alias = "ProcessID")]
    #[json("ProcessId")]
    pub process_id: u32,
    /// Rows, in character cells.
    #[json("Height")]
    pub height: u16,
    /// Columns, in character cells.
    #[json("Width")]
    pub width: u16,
}
