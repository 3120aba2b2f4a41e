//! Processes: what runs in a container, as whom, and with which rights. Host -> guest.

use crate::json::Seq;

crate::json_object! {
    /// A process to be run in a container.
    ///
    /// 504 bytes on a 64-bit target.
    ///
    /// Reference: `specs.Process`.
    pub struct Process<'a> {
        /// Whether it gets a terminal, and its three streams are that terminal.
        pub terminal: bool = "terminal" omitempty,
        /// The terminal's size at first. Absent: left to the runtime.
        pub console_size: Option<ConsoleBox> = "consoleSize" omitempty,
        /// As whom it runs.
        pub user: User<'a> = "user",
        /// The program and its arguments. Empty on Windows if `command_line` is given.
        pub args: Seq<'a, &'a str> = "args" omitempty,
        /// The whole command line, quoted as Windows wants it; goes before `args` there. Empty: made of `args`.
        pub command_line: &'a str = "commandLine" omitempty,
        /// Its environment, each `NAME=value`. Hidden from `Debug`.
        pub env: Seq<'a, &'a str> = "env" omitempty secret,
        /// The directory it starts in; an absolute path inside the container.
        pub cwd: &'a str = "cwd",
        /// Linux: the rights it keeps of those of a superuser. Absent: left to the runtime.
        pub capabilities: Option<LinuxCapabilities<'a>> = "capabilities" omitempty,
        /// Limits to what it may use. At most one of each kind.
        pub rlimits: Seq<'a, PosixRlimit<'a>> = "rlimits" omitempty,
        /// Linux: whether neither it nor its children can gain rights by running a program.
        pub no_new_privileges: bool = "noNewPrivileges" omitempty,
        /// Linux: the `AppArmor` profile it runs under. Empty: left to the runtime.
        pub apparmor_profile: &'a str = "apparmorProfile" omitempty,
        /// Linux: how soon it is killed when memory runs out, from -1000 (never) to 1000. Absent: as its parent.
        pub oom_score_adj: Option<i64> = "oomScoreAdj" omitempty,
        /// Linux: how it gets processor time. Absent: as its parent.
        pub scheduler: Option<Scheduler<'a>> = "scheduler" omitempty,
        /// Linux: the `SELinux` label it runs under. Empty: left to the runtime.
        pub selinux_label: &'a str = "selinuxLabel" omitempty,
        /// Linux: how it gets its turn at disks. Absent: as its parent.
        pub io_priority: Option<LinuxIoPriority<'a>> = "ioPriority" omitempty,
        /// Linux: the processors that a process added later runs on. Absent: any that the container may use.
        pub exec_cpu_affinity: Option<CpuAffinity<'a>> = "execCPUAffinity" omitempty,
    }
}

crate::json_object! {
    /// The size of a console.
    ///
    /// Reference: `specs.Box`.
    #[doc(alias = "Box")]
    pub struct ConsoleBox {
        /// Rows, in character cells.
        pub height: u64 = "height",
        /// Columns, in character cells.
        pub width: u64 = "width",
    }
}

crate::json_object! {
    /// As whom a process runs: by numbers on Linux, by name on Windows.
    ///
    /// Reference: `specs.User`.
    pub struct User<'a> {
        /// The user number inside the container; 0 is the superuser.
        pub uid: u32 = "uid",
        /// The group number inside the container.
        pub gid: u32 = "gid",
        /// The mode bits taken off new files; a plain number (18 is `0o022`). Absent: left to the runtime.
        pub umask: Option<u32> = "umask" omitempty,
        /// Numbers of further groups it belongs to.
        pub additional_gids: Seq<'a, u32> = "additionalGids" omitempty,
        /// The user's name, for Windows; in a Linux guest, a name that it may look up instead of `uid`. Empty: none.
        pub username: &'a str = "username" omitempty,
    }
}

crate::json_object! {
    /// The five capability sets of a Linux process, by names such as `CAP_NET_ADMIN`. An empty set holds none.
    ///
    /// Reference: `specs.LinuxCapabilities`.
    pub struct LinuxCapabilities<'a> {
        /// The most that it can ever gain by running a program.
        pub bounding: Seq<'a, &'a str> = "bounding" omitempty,
        /// Those in force.
        pub effective: Seq<'a, &'a str> = "effective" omitempty,
        /// Those that a program it runs may receive.
        pub inheritable: Seq<'a, &'a str> = "inheritable" omitempty,
        /// Those that it may put into force.
        pub permitted: Seq<'a, &'a str> = "permitted" omitempty,
        /// Those kept when it runs a program without rights of its own.
        pub ambient: Seq<'a, &'a str> = "ambient" omitempty,
    }
}

crate::json_object! {
    /// One limit to what a process may use, as `setrlimit` takes it.
    ///
    /// Reference: `specs.POSIXRlimit`.
    #[doc(alias = "POSIXRlimit")]
    pub struct PosixRlimit<'a> {
        /// What is limited, such as `RLIMIT_NOFILE`.
        #[doc(alias = "Type")]
        pub rlimit_type: &'a str = "type",
        /// How far the process may raise `soft`, in the unit of its type; [`u64::MAX`] is no limit.
        pub hard: u64 = "hard",
        /// The limit in force, at most `hard`, in the unit of its type; [`u64::MAX`] is no limit.
        pub soft: u64 = "soft",
    }
}

crate::json_object! {
    /// How a Linux process gets processor time, as `sched_setattr` takes it.
    ///
    /// Reference: `specs.Scheduler`.
    pub struct Scheduler<'a> {
        /// By which rules.
        pub policy: LinuxSchedulerPolicy<'a> = "policy",
        /// For the policies `Normal` and `Batch`: from -20 (most time) to 19 (least).
        pub nice: i32 = "nice" omitempty,
        /// For the policies `Fifo` and `RoundRobin`: from 1 to 99 (goes first). 0 for the others.
        pub priority: i32 = "priority" omitempty,
        /// Flags (`LinuxSchedulerFlag`), such as `SCHED_FLAG_RESET_ON_FORK`.
        pub flags: Seq<'a, &'a str> = "flags" omitempty,
        /// For the policy `Deadline`: the time it may run in each period, in nanoseconds.
        pub runtime: u64 = "runtime" omitempty,
        /// For the policy `Deadline`: when in each period it must have had that time, in nanoseconds.
        pub deadline: u64 = "deadline" omitempty,
        /// For the policy `Deadline`: the length of a period, in nanoseconds. 0: as `deadline`.
        pub period: u64 = "period" omitempty,
    }
}

crate::open_set! {
    /// The rules by which Linux gives processor time to a process.
    ///
    /// Reference: `specs.LinuxSchedulerPolicy`.
    #[non_exhaustive]
    pub enum LinuxSchedulerPolicy {
        /// Fair shares; what processes have unless told otherwise.
        #[doc(alias = "SchedOther")]
        Normal = "SCHED_OTHER",
        /// Real time: runs until it waits or one of higher priority is ready.
        #[doc(alias = "SchedFIFO")]
        Fifo = "SCHED_FIFO",
        /// Real time, in turns with those of equal priority.
        #[doc(alias = "SchedRR")]
        RoundRobin = "SCHED_RR",
        /// Fair shares, for work that nobody waits for.
        #[doc(alias = "SchedBatch")]
        Batch = "SCHED_BATCH",
        /// Reserved by Linux, and not in use.
        #[doc(alias = "SchedISO")]
        Iso = "SCHED_ISO",
        /// Only when nothing else wants to run.
        #[doc(alias = "SchedIdle")]
        Idle = "SCHED_IDLE",
        /// A share of each period, before a deadline.
        #[doc(alias = "SchedDeadline")]
        Deadline = "SCHED_DEADLINE",
    }
}

crate::json_object! {
    /// How a Linux process gets its turn at disks, as `ioprio_set` takes it.
    ///
    /// Reference: `specs.LinuxIOPriority`.
    #[doc(alias = "LinuxIOPriority")]
    pub struct LinuxIoPriority<'a> {
        /// In which class.
        pub class: IoPriorityClass<'a> = "class",
        /// The place in that class, from 0 (goes first) to 7.
        pub priority: i64 = "priority",
    }
}

crate::open_set! {
    /// The classes in which Linux serves requests to disks.
    ///
    /// Reference: `specs.IOPriorityClass`.
    #[doc(alias = "IOPriorityClass")]
    #[non_exhaustive]
    pub enum IoPriorityClass {
        /// Before all others.
        #[doc(alias = "IOPRIO_CLASS_RT")]
        RealTime = "IOPRIO_CLASS_RT",
        /// In turns; what processes have unless told otherwise.
        #[doc(alias = "IOPRIO_CLASS_BE")]
        BestEffort = "IOPRIO_CLASS_BE",
        /// Only when no other wants the disk.
        #[doc(alias = "IOPRIO_CLASS_IDLE")]
        Idle = "IOPRIO_CLASS_IDLE",
    }
}

crate::json_object! {
    /// The processors that a process added to a running container runs on. Lists as `0-3,7`.
    ///
    /// Reference: `specs.CPUAffinity`.
    #[doc(alias = "CPUAffinity")]
    pub struct CpuAffinity<'a> {
        /// Those it starts on, before it enters the container's cgroup. Empty: as its parent.
        pub initial_cpus: &'a str = "initial" omitempty,
        /// Those it runs on from then on. Empty: as the cgroup says.
        pub final_cpus: &'a str = "final" omitempty,
    }
}
