//! A process in a container, with its user and its permissions. Host -> guest.

use crate::json::Seq;
use crate::{json_object, open_set};

/// A process to run in a container.
///
/// The struct takes 504 bytes on a 64-bit target.
///
/// Reference: `specs.Process`.
#[json_object]
pub struct Process<'a> {
    /// Whether the process gets a terminal, to which its standard streams are connected.
    #[json("terminal", omitempty)]
    pub terminal: bool,
    /// The initial size of the terminal. If `None`, the runtime decides.
    #[json("consoleSize", omitempty)]
    pub console_size: Option<ConsoleBox>,
    /// The user to run the process as.
    #[json("user")]
    pub user: User<'a>,
    /// The program and its arguments. On Windows it can be empty if [`command_line`](Self::command_line) is set.
    #[json("args", omitempty)]
    pub args: Seq<'a, &'a str>,
    /// The command line, quoted for Windows. On Windows it takes precedence over [`args`](Self::args). If empty, the
    /// command line is built from `args`.
    #[json("commandLine", omitempty)]
    pub command_line: &'a str,
    /// The environment variables, each in the form `NAME=value`. `Debug` hides them.
    #[json("env", omitempty, secret)]
    pub env: Seq<'a, &'a str>,
    /// The working directory. It is an absolute path in the container.
    #[json("cwd")]
    pub cwd: &'a str,
    /// Linux: the capabilities of the process. If `None`, the runtime decides.
    #[json("capabilities", omitempty)]
    pub capabilities: Option<LinuxCapabilities<'a>>,
    /// The resource limits of the process, with at most one limit of each type.
    #[json("rlimits", omitempty)]
    pub rlimits: Seq<'a, PosixRlimit<'a>>,
    /// Linux: whether to prevent the process and its children from gaining privileges when they run a program.
    #[json("noNewPrivileges", omitempty)]
    pub no_new_privileges: bool,
    /// Linux: the `AppArmor` profile of the process. If empty, the runtime decides.
    #[json("apparmorProfile", omitempty)]
    pub apparmor_profile: &'a str,
    /// Linux: the OOM score adjustment, from -1000 (never killed) to 1000 (killed first). If `None`, it is inherited
    /// from the parent process.
    #[json("oomScoreAdj", omitempty)]
    pub oom_score_adj: Option<i64>,
    /// Linux: the CPU scheduling of the process. If `None`, it is inherited from the parent process.
    #[json("scheduler", omitempty)]
    pub scheduler: Option<Scheduler<'a>>,
    /// Linux: the `SELinux` label of the process. If empty, the runtime decides.
    #[json("selinuxLabel", omitempty)]
    pub selinux_label: &'a str,
    /// Linux: the I/O priority of the process. If `None`, it is inherited from the parent process.
    #[json("ioPriority", omitempty)]
    pub io_priority: Option<LinuxIoPriority<'a>>,
    /// Linux: the CPUs for a process that is added to a running container. If `None`, it runs on any CPU that the
    /// container may use.
    #[json("execCPUAffinity", omitempty)]
    pub exec_cpu_affinity: Option<CpuAffinity<'a>>,
}

/// The size of a console.
///
/// Reference: `specs.Box`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "Box")]
pub struct ConsoleBox {
    /// The number of rows, in character cells.
    #[json("height")]
    pub height: u64,
    /// The number of columns, in character cells.
    #[json("width")]
    pub width: u64,
}

/// The user to run a process as. Linux identifies users by number, Windows by name.
///
/// Reference: `specs.User`.
#[json_object]
pub struct User<'a> {
    /// The user id in the container. 0 is the superuser.
    #[json("uid")]
    pub uid: u32,
    /// The group id in the container.
    #[json("gid")]
    pub gid: u32,
    /// The umask as a number (18 is `0o022`). If `None`, the runtime decides.
    #[json("umask", omitempty)]
    pub umask: Option<u32>,
    /// The ids of additional groups of the process.
    #[json("additionalGids", omitempty)]
    pub additional_gids: Seq<'a, u32>,
    /// The name of the user, for Windows. A Linux guest can look up this name instead of using `uid`. If empty, there
    /// is no name.
    #[json("username", omitempty)]
    pub username: &'a str,
}

/// The five capability sets of a Linux process.
///
/// Each set lists the names of its capabilities, for example `CAP_NET_ADMIN`. An empty list is an empty set.
///
/// Reference: `specs.LinuxCapabilities`.
#[json_object]
pub struct LinuxCapabilities<'a> {
    /// The bounding set: the capabilities that the process can gain by running a program.
    #[json("bounding", omitempty)]
    pub bounding: Seq<'a, &'a str>,
    /// The effective set: the capabilities that the kernel checks.
    #[json("effective", omitempty)]
    pub effective: Seq<'a, &'a str>,
    /// The inheritable set: the capabilities that the process can pass on to a program that it runs.
    #[json("inheritable", omitempty)]
    pub inheritable: Seq<'a, &'a str>,
    /// The permitted set: the capabilities that the process can make effective.
    #[json("permitted", omitempty)]
    pub permitted: Seq<'a, &'a str>,
    /// The ambient set: the capabilities that the process keeps when it runs a program without file capabilities.
    #[json("ambient", omitempty)]
    pub ambient: Seq<'a, &'a str>,
}

/// A resource limit of a process. It is passed to `setrlimit`.
///
/// Reference: `specs.POSIXRlimit`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "POSIXRlimit")]
pub struct PosixRlimit<'a> {
    /// The type of the limit, for example `RLIMIT_NOFILE`.
    #[doc(alias = "Type")]
    #[json("type")]
    pub rlimit_type: &'a str,
    /// The hard limit, up to which the process can raise the soft limit. Its unit depends on the type. [`u64::MAX`]
    /// means no limit.
    #[json("hard")]
    pub hard: u64,
    /// The soft limit, which is in effect and is at most the hard limit. Its unit depends on the type. [`u64::MAX`]
    /// means no limit.
    #[json("soft")]
    pub soft: u64,
}

/// The CPU scheduling of a Linux process. It is passed to `sched_setattr`.
///
/// Reference: `specs.Scheduler`.
#[json_object]
pub struct Scheduler<'a> {
    /// The scheduling policy.
    #[json("policy")]
    pub policy: LinuxSchedulerPolicy<'a>,
    /// The nice value for the policies `Normal` and `Batch`, from -20 (most CPU time) to 19 (least).
    #[json("nice", omitempty)]
    pub nice: i32,
    /// The priority for the policies `Fifo` and `RoundRobin`, from 1 to 99 (highest). It is 0 for other policies.
    #[json("priority", omitempty)]
    pub priority: i32,
    /// Flags (`LinuxSchedulerFlag`), for example `SCHED_FLAG_RESET_ON_FORK`.
    #[json("flags", omitempty)]
    pub flags: Seq<'a, &'a str>,
    /// The CPU time in each period for the policy `Deadline`, in nanoseconds.
    #[json("runtime", omitempty)]
    pub runtime: u64,
    /// The deadline in each period for the policy `Deadline`, by which the process has had its CPU time, in
    /// nanoseconds.
    #[json("deadline", omitempty)]
    pub deadline: u64,
    /// The length of a period for the policy `Deadline`, in nanoseconds. 0 means that it equals
    /// [`deadline`](Self::deadline).
    #[json("period", omitempty)]
    pub period: u64,
}

/// The scheduling policies of Linux.
///
/// Reference: `specs.LinuxSchedulerPolicy`.
#[open_set]
#[non_exhaustive]
pub enum LinuxSchedulerPolicy<'a> {
    /// Time sharing, which is the default.
    #[doc(alias = "SchedOther")]
    #[json("SCHED_OTHER")]
    Normal,
    /// Real time: a process runs until it blocks or a process with a higher priority is ready.
    #[doc(alias = "SchedFIFO")]
    #[json("SCHED_FIFO")]
    Fifo,
    /// Real time: processes with the same priority take turns.
    #[doc(alias = "SchedRR")]
    #[json("SCHED_RR")]
    RoundRobin,
    /// Time sharing for batch jobs.
    #[doc(alias = "SchedBatch")]
    #[json("SCHED_BATCH")]
    Batch,
    /// Reserved by Linux and not in use.
    #[doc(alias = "SchedISO")]
    #[json("SCHED_ISO")]
    Iso,
    /// Runs only when no other process is ready.
    #[doc(alias = "SchedIdle")]
    #[json("SCHED_IDLE")]
    Idle,
    /// Real time: a process gets its CPU time in each period before a deadline.
    #[doc(alias = "SchedDeadline")]
    #[json("SCHED_DEADLINE")]
    Deadline,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// The I/O priority of a Linux process. It is passed to `ioprio_set`.
///
/// Reference: `specs.LinuxIOPriority`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "LinuxIOPriority")]
pub struct LinuxIoPriority<'a> {
    /// The scheduling class.
    #[json("class")]
    pub class: IoPriorityClass<'a>,
    /// The priority in the class, from 0 (highest) to 7.
    #[json("priority")]
    pub priority: i64,
}

/// The I/O scheduling classes of Linux.
///
/// Reference: `specs.IOPriorityClass`.
#[open_set]
#[doc(alias = "IOPriorityClass")]
#[non_exhaustive]
pub enum IoPriorityClass<'a> {
    /// Real time: served before the other classes.
    #[json("IOPRIO_CLASS_RT")]
    RealTime,
    /// Best effort, which is the default.
    #[json("IOPRIO_CLASS_BE")]
    BestEffort,
    /// Served only when no other process uses the disk.
    #[json("IOPRIO_CLASS_IDLE")]
    Idle,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// The CPUs for a process that is added to a running container.
///
/// The lists have the form `0-3,7`.
///
/// Reference: `specs.CPUAffinity`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "CPUAffinity")]
pub struct CpuAffinity<'a> {
    /// The CPUs on which the process starts, before it enters the container's cgroup. If empty, they are inherited from
    /// the parent process.
    #[json("initial", omitempty)]
    pub initial_cpus: &'a str,
    /// The CPUs on which the process runs after it has entered the cgroup. If empty, the cgroup determines them.
    #[json("final", omitempty)]
    pub final_cpus: &'a str,
}
