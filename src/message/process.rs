//! Processes: started, waited for, signalled.

use crate::json::{JsonString, List, Map, Seq};
use crate::oci::{Process, Spec};

/// The [`ContainerWaitForProcess::timeout_in_ms`] that never passes.
///
/// Reference: `prot.InfiniteWaitTimeout`.
#[doc(alias = "InfiniteWaitTimeout")]
pub const INFINITE_WAIT_TIMEOUT: u32 = 0xFFFF_FFFF;

crate::json_object! {
    /// Host -> guest: start a process, in a container or in the VM itself.
    ///
    /// Reference: `prot.ContainerExecuteProcess`.
    pub struct ContainerExecuteProcess<'a> {
        /// What to start, and where its standard streams go.
        pub settings: ExecuteProcessSettings<'a> = "Settings",
    }
}

crate::json_object! {
    /// Guest -> host: the process has started.
    ///
    /// Reference: `prot.ContainerExecuteProcessResponse`.
    pub struct ContainerExecuteProcessResponse {
        /// The process, as numbered by the guest.
        #[doc(alias = "ProcessID")]
        pub process_id: u32 = "ProcessId",
    }
}

crate::json_object! {
    /// Host -> guest: what to start, and where its standard streams go.
    ///
    /// Reference: `prot.ExecuteProcessSettings`.
    pub struct ExecuteProcessSettings<'a> {
        /// The process, a document in a string.
        pub process_parameters: JsonString<ProcessParameters<'a>> = "ProcessParameters",
        /// The streams of a Windows guest, only sent to one.
        pub stdio_relay_settings: Option<ExecuteProcessStdioRelaySettings<'a>> = "StdioRelaySettings" omitempty,
        /// The streams of a Linux guest. Always present, perhaps empty.
        pub vsock_stdio_relay_settings: ExecuteProcessVsockStdioRelaySettings = "VsockStdioRelaySettings",
    }
}

crate::json_object! {
    /// Host -> guest: vsock ports of the host to which the guest connects for a process's streams; 0 for none.
    ///
    /// Reference: `prot.ExecuteProcessVsockStdioRelaySettings`.
    pub struct ExecuteProcessVsockStdioRelaySettings {
        /// Standard input.
        pub std_in: u32 = "StdIn" omitempty,
        /// Standard output.
        pub std_out: u32 = "StdOut" omitempty,
        /// Standard error.
        pub std_err: u32 = "StdErr" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: GUIDs of Hyper-V sockets for a process's streams, sent to a Windows guest.
    ///
    /// Reference: hcsshim's `internal/gcs`, `ExecuteProcessStdioRelaySettings`.
    pub struct ExecuteProcessStdioRelaySettings<'a> {
        /// Standard input.
        pub std_in: &'a str = "StdIn" omitempty,
        /// Standard output.
        pub std_out: &'a str = "StdOut" omitempty,
        /// Standard error.
        pub std_err: &'a str = "StdErr" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a process. One of three cases:
    ///
    /// 1. a process of the VM itself: `create_in_utility_vm`, and all but the OCI documents;
    /// 2. the first process of a container: `oci_specification` alone (or nothing, where Create had it);
    /// 3. a further process of a container: `oci_process`, or the fields of case 1.
    ///
    /// Reference: `prot.ProcessParameters`.
    pub struct ProcessParameters<'a> {
        /// The command, its words separated by spaces. Only used if `command_args` is empty.
        pub command_line: &'a str = "CommandLine" omitempty,
        /// The command, word by word.
        pub command_args: Seq<'a, &'a str> = "CommandArgs" omitempty,
        /// The user to run as, as schema-1 hosts send it.
        pub user: &'a str = "User" omitempty,
        /// The directory to start in.
        pub working_directory: &'a str = "WorkingDirectory" omitempty,
        /// Environment variables.
        pub environment: Map<'a, &'a str> = "Environment" omitempty secret,
        /// Give the process a terminal.
        pub emulate_console: bool = "EmulateConsole" omitempty,
        /// Connect its standard input.
        pub create_std_in_pipe: bool = "CreateStdInPipe" omitempty,
        /// Connect its standard output.
        pub create_std_out_pipe: bool = "CreateStdOutPipe" omitempty,
        /// Connect its standard error.
        pub create_std_err_pipe: bool = "CreateStdErrPipe" omitempty,
        /// The terminal's height and width in character cells, as schema-1 hosts send them.
        pub console_size: List<u16, 2> = "ConsoleSize" omitempty,
        /// Run it in the VM itself, outside any container.
        #[doc(alias = "IsExternal")]
        pub create_in_utility_vm: bool = "CreateInUtilityVM" omitempty,
        /// The container's specification, for its first process.
        #[doc(alias = "OCISpecification")]
        pub oci_specification: Option<Spec<'a>> = "OciSpecification" omitempty,
        /// The process, for a further one.
        #[doc(alias = "OCIProcess")]
        pub oci_process: Option<Process<'a>> = "OciProcess" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: tell when a process has ended. Answered then, out of order with other responses.
    ///
    /// Reference: `prot.ContainerWaitForProcess`.
    pub struct ContainerWaitForProcess {
        /// The process, as numbered by the guest.
        #[doc(alias = "ProcessID")]
        pub process_id: u32 = "ProcessId",
        /// How long to wait, in milliseconds; [`INFINITE_WAIT_TIMEOUT`] for ever, 0 not at all.
        pub timeout_in_ms: u32 = "TimeoutInMs",
    }
}

crate::json_object! {
    /// Guest -> host: the process has ended.
    ///
    /// Reference: `prot.ContainerWaitForProcessResponse`.
    pub struct ContainerWaitForProcessResponse {
        /// Its exit code; 128 + n after signal n.
        pub exit_code: u32 = "ExitCode",
    }
}

crate::json_object! {
    /// Host -> guest: send a signal to a process.
    ///
    /// Reference: `prot.ContainerSignalProcess`.
    pub struct ContainerSignalProcess {
        /// The process, as numbered by the guest.
        #[doc(alias = "ProcessID")]
        pub process_id: u32 = "ProcessId",
        /// Which signal.
        pub options: SignalProcessOptions = "Options" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a signal.
    ///
    /// Reference: `prot.SignalProcessOptions`.
    pub struct SignalProcessOptions {
        /// The signal's number; 0 means SIGKILL.
        pub signal: i32 = "Signal",
    }
}

crate::json_object! {
    /// Host -> guest: change the size of a process's console.
    ///
    /// Reference: `prot.ContainerResizeConsole`.
    pub struct ContainerResizeConsole {
        /// The process, as numbered by the guest.
        #[doc(alias = "ProcessID")]
        pub process_id: u32 = "ProcessId",
        /// Rows, in character cells.
        pub height: u16 = "Height",
        /// Columns, in character cells.
        pub width: u16 = "Width",
    }
}
