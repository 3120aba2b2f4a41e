//! Processes: what runs in a container, as whom, and with which rights. Host -> guest.

use crate::json::Seq;
use crate::{json_object, open_set};

/// A process to be run in a container.
///
/// 504 bytes on a 64-bit target.
///
/// Reference: `specs.Process`.
#[json_object]
pub struct Process<'a> {
    /// Whether it gets a terminal, and its three streams are that terminal.
    #[json("terminal", omitempty)]
    pub terminal: bool,
    /// The terminal's size at first. Absent: left to the runtime.
    #[json("consoleSize", omitempty)]
    pub console_size: Option<ConsoleBox>,
    /// As whom it runs.
    #[json("user")]
    pub user: User<'a>,
    /// The program and its arguments. Empty on Windows if `command_line` is given.
    #[json("args", omitempty)]
    pub args: Seq<'a, &'a str>,
    /// The whole command line, quoted as Windows wants it; goes before `args` there. Empty: made of `args`.
    #[json("commandLine", omitempty)]
    pub command_line: &'a str,
    /// Its environment, each `NAME=value`. Hidden from `Debug`.
    #[json("env", omitempty, secret)]
    pub env: Seq<'a, &'a str>,
    /// The directory it starts in; an absolute path inside the container.
    #[json("cwd")]
    pub cwd: &'a str,
    /// Linux: the rights it keeps of those of a superuser. Absent: left to the runtime.
    #[json("capabilities", omitempty)]
    pub capabilities: Option<LinuxCapabilities<'a>>,
    /// Limits to what it may use. At most one of each kind.
    #[json("rlimits", omitempty)]
    pub rlimits: Seq<'a, PosixRlimit<'a>>,
    /// Linux: whether neither it nor its children can gain rights by running a program.
    #[json("noNewPrivileges", omitempty)]
    pub no_new_privileges: bool,
    /// Linux: the `AppArmor` profile it runs under. Empty: left to the runtime.
    #[json("apparmorProfile", omitempty)]
    pub apparmor_profile: &'a str,
    /// Linux: how soon it is killed when memory runs out, from -1000 (never) to 1000. Absent: as its parent.
    #[json("oomScoreAdj", omitempty)]
    pub oom_score_adj: Option<i64>,
    /// Linux: how it gets processor time. Absent: as its parent.
    #[json("scheduler", omitempty)]
    pub scheduler: Option<Scheduler<'a>>,
    /// Linux: the `SELinux` label it runs under. Empty: left to the runtime.
    #[json("selinuxLabel", omitempty)]
    pub selinux_label: &'a str,
    /// Linux: how it gets its turn at disks. Absent: as its parent.
    #[json("ioPriority", omitempty)]
    pub io_priority: Option<LinuxIoPriority<'a>>,
    /// Linux: the processors that a process added later runs on. Absent: any that the container may use.
    #[json("execCPUAffinity", omitempty)]
    pub exec_cpu_affinity: Option<CpuAffinity<'a>>,
}

/// The size of a console.
///
/// Reference: `specs.Box`.
#[json_object]
#[doc(alias = "Box")]
pub struct ConsoleBox {
    /// Rows, in character cells.
    #[json("height")]
    pub height: u64,
    /// Columns, in character cells.
    #[json("width")]
    pub width: u64,
}

/// As whom a process runs: by numbers on Linux, by name on Windows.
///
/// Reference: `specs.User`.
#[json_object]
pub struct User<'a> {
    /// The user number inside the container; 0 is the superuser.
    #[json("uid")]
    pub uid: u32,
    /// The group number inside the container.
    #[json("gid")]
    pub gid: u32,
    /// The mode bits taken off new files; a plain number (18 is `0o022`). Absent: left to the runtime.
    #[json("umask", omitempty)]
    pub umask: Option<u32>,
    /// Numbers of further groups it belongs to.
    #[json("additionalGids", omitempty)]
    pub additional_gids: Seq<'a, u32>,
    /// The user's name, for Windows; in a Linux guest, a name that it may look up instead of `uid`. Empty: none.
    #[json("username", omitempty)]
    pub username: &'a str,
}

/// The five capability sets of a Linux process, by names such as `CAP_NET_ADMIN`. An empty set holds none.
///
/// Reference: `specs.LinuxCapabilities`.
#[json_object]
pub struct LinuxCapabilities<'a> {
    /// The most that it can ever gain by running a program.
    #[json("bounding", omitempty)]
    pub bounding: Seq<'a, &'a str>,
    /// Those in force.
    #[json("effective", omitempty)]
    pub effective: Seq<'a, &'a str>,
    /// Those that a program it runs may receive.
    #[json("inheritable", omitempty)]
    pub inheritable: Seq<'a, &'a str>,
    /// Those that it may put into force.
    #[json("permitted", omitempty)]
    pub permitted: Seq<'a, &'a str>,
    /// Those kept when it runs a program without rights of its own.
    #[json("ambient", omitempty)]
    pub ambient: Seq<'a, &'a str>,
}

/// One limit to what a process may use, as `setrlimit` takes it.
///
/// Reference: `specs.POSIXRlimit`.
#[json_object]
#[doc(alias = "POSIXRlimit")]
pub struct PosixRlimit<'a> {
    /// What is limited, such as `RLIMIT_NOFILE`.
    #[doc(alias = "Type")]
    #[json("type")]
    pub rlimit_type: &'a str,
    /// How far the process may raise `soft`, in the unit of its type; [`u64::MAX`] is no limit.
    #[json("hard")]
    pub hard: u64,
    /// The limit in force, at most `hard`, in the unit of its type; [`u64::MAX`] is no limit.
    #[json("soft")]
    pub soft: u64,
}

/// How a Linux process gets processor time, as `sched_setattr` takes it.
///
/// Reference: `specs.Scheduler`.
#[json_object]
pub struct Scheduler<'a> {
    /// By which rules.
    #[json("policy")]
    pub policy: LinuxSchedulerPolicy<'a>,
    /// For the policies `Normal` and `Batch`: from -20 (most time) to 19 (least).
    #[json("nice", omitempty)]
    pub nice: i32,
    /// For the policies `Fifo` and `RoundRobin`: from 1 to 99 (goes first). 0 for the others.
    #[json("priority", omitempty)]
    pub priority: i32,
    /// Flags (`LinuxSchedulerFlag`), such as `SCHED_FLAG_RESET_ON_FORK`.
    #[json("flags", omitempty)]
    pub flags: Seq<'a, &'a str>,
    /// For the policy `Deadline`: the time it may run in each period, in nanoseconds.
    #[json("runtime", omitempty)]
    pub runtime: u64,
    /// For the policy `Deadline`: when in each period it must have had that time, in nanoseconds.
    #[json("deadline", omitempty)]
    pub deadline: u64,
    /// For the policy `Deadline`: the length of a period, in nanoseconds. 0: as `deadline`.
    #[json("period", omitempty)]
    pub period: u64,
}

/// The rules by which Linux gives processor time to a process.
///
/// Reference: `specs.LinuxSchedulerPolicy`.
#[open_set]
#[non_exhaustive]
pub enum LinuxSchedulerPolicy<'a> {
    /// Fair shares; what processes have unless told otherwise.
    #[doc(alias = "SchedOther")]
    #[json("SCHED_OTHER")]
    Normal,
    /// Real time: runs until it waits or one of higher priority is ready.
    #[doc(alias = "SchedFIFO")]
    #[json("SCHED_FIFO")]
    Fifo,
    /// Real time, in turns with those of equal priority.
    #[doc(alias = "SchedRR")]
    #[json("SCHED_RR")]
    RoundRobin,
    /// Fair shares, for work that nobody waits for.
    #[doc(alias = "SchedBatch")]
    #[json("SCHED_BATCH")]
    Batch,
    /// Reserved by Linux, and not in use.
    #[doc(alias = "SchedISO")]
    #[json("SCHED_ISO")]
    Iso,
    /// Only when nothing else wants to run.
    #[doc(alias = "SchedIdle")]
    #[json("SCHED_IDLE")]
    Idle,
    /// A share of each period, before a deadline.
    #[doc(alias = "SchedDeadline")]
    #[json("SCHED_DEADLINE")]
    Deadline,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// How a Linux process gets its turn at disks, as `ioprio_set` takes it.
///
/// Reference: `specs.LinuxIOPriority`.
#[json_object]
#[doc(alias = "LinuxIOPriority")]
pub struct LinuxIoPriority<'a> {
    /// In which class.
    #[json("class")]
    pub class: IoPriorityClass<'a>,
    /// The place in that class, from 0 (goes first) to 7.
    #[json("priority")]
    pub priority: i64,
}

/// The classes in which Linux serves requests to disks.
///
/// Reference: `specs.IOPriorityClass`.
#[open_set]
#[doc(alias = "IOPriorityClass")]
#[non_exhaustive]
pub enum IoPriorityClass<'a> {
    /// Before all others.
    #[json("IOPRIO_CLASS_RT")]
    RealTime,
    /// In turns; what processes have unless told otherwise.
    #[json("IOPRIO_CLASS_BE")]
    BestEffort,
    /// Only when no other wants the disk.
    #[json("IOPRIO_CLASS_IDLE")]
    Idle,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// The processors that a process added to a running container runs on. Lists as `0-3,7`.
///
/// Reference: `specs.CPUAffinity`.
#[json_object]
#[doc(alias = "CPUAffinity")]
pub struct CpuAffinity<'a> {
    /// Those it starts on, before it enters the container's cgroup. Empty: as its parent.
    #[json("initial", omitempty)]
    pub initial_cpus: &'a str,
    /// Those it runs on from then on. Empty: as the cgroup says.
    #[json("final", omitempty)]
    pub final_cpus: &'a str,
}
