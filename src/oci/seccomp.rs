//! Which system calls a container may make. Host -> guest.

use crate::json::Seq;

crate::json_object! {
    /// A filter of system calls.
    ///
    /// Reference: `specs.LinuxSeccomp`.
    pub struct LinuxSeccomp<'a> {
        /// What happens to a call that no rule matches.
        pub default_action: LinuxSeccompAction<'a> = "defaultAction",
        /// The `errno` that such a call fails with, where the action is to fail. Absent: `EPERM`.
        pub default_errno_ret: Option<u64> = "defaultErrnoRet" omitempty,
        /// The instruction sets that are filtered (`Arch`), such as `SCMP_ARCH_X86_64`. Empty: the machine's own.
        pub architectures: Seq<'a, &'a str> = "architectures" omitempty,
        /// Flags for the filter (`LinuxSeccompFlag`), such as `SECCOMP_FILTER_FLAG_LOG`. Empty: left to the runtime.
        pub flags: Seq<'a, &'a str> = "flags" omitempty,
        /// The socket on which a supervisor takes calls whose action is [`Notify`](LinuxSeccompAction::Notify). Empty:
        /// none.
        pub listener_path: &'a str = "listenerPath" omitempty,
        /// Text that is passed on to that supervisor. Hidden from `Debug`: its meaning is the supervisor's alone.
        pub listener_metadata: &'a str = "listenerMetadata" omitempty secret,
        /// The rules.
        pub syscalls: Seq<'a, LinuxSyscall<'a>> = "syscalls" omitempty,
    }
}

crate::json_object! {
    /// A rule for some system calls.
    ///
    /// Reference: `specs.LinuxSyscall`.
    pub struct LinuxSyscall<'a> {
        /// The calls, by name; at least one.
        pub names: Seq<'a, &'a str> = "names",
        /// What happens to them.
        pub action: LinuxSeccompAction<'a> = "action",
        /// The `errno` they fail with, where the action is to fail. Absent: `EPERM`.
        pub errno_ret: Option<u64> = "errnoRet" omitempty,
        /// What their arguments must be for the rule to match. Empty: anything.
        pub args: Seq<'a, LinuxSeccompArg<'a>> = "args" omitempty,
    }
}

crate::json_object! {
    /// A condition on one argument of a system call.
    ///
    /// Reference: `specs.LinuxSeccompArg`.
    pub struct LinuxSeccompArg<'a> {
        /// Which argument, from 0 to 5.
        pub index: u64 = "index",
        /// What it is compared with; for [`MaskedEqual`](LinuxSeccompOperator::MaskedEqual), the mask.
        pub value: u64 = "value",
        /// For [`MaskedEqual`](LinuxSeccompOperator::MaskedEqual): what the masked argument must be. Otherwise 0.
        pub value_two: u64 = "valueTwo" omitempty,
        /// How it is compared.
        pub op: LinuxSeccompOperator<'a> = "op",
    }
}

crate::open_set! {
    /// What happens to a system call.
    ///
    /// Reference: `specs.LinuxSeccompAction`.
    #[non_exhaustive]
    pub enum LinuxSeccompAction {
        /// The calling thread is killed; an older name of [`KillThread`](Self::KillThread).
        #[doc(alias = "ActKill")]
        Kill = "SCMP_ACT_KILL",
        /// The process is killed.
        #[doc(alias = "ActKillProcess")]
        KillProcess = "SCMP_ACT_KILL_PROCESS",
        /// The calling thread is killed.
        #[doc(alias = "ActKillThread")]
        KillThread = "SCMP_ACT_KILL_THREAD",
        /// The process gets the signal `SIGSYS`.
        #[doc(alias = "ActTrap")]
        Trap = "SCMP_ACT_TRAP",
        /// The call fails, with an `errno` of the rule's choice.
        #[doc(alias = "ActErrno")]
        Errno = "SCMP_ACT_ERRNO",
        /// A tracer decides.
        #[doc(alias = "ActTrace")]
        Trace = "SCMP_ACT_TRACE",
        /// The call is made.
        #[doc(alias = "ActAllow")]
        Allow = "SCMP_ACT_ALLOW",
        /// The call is made, and logged.
        #[doc(alias = "ActLog")]
        Log = "SCMP_ACT_LOG",
        /// A supervisor decides.
        #[doc(alias = "ActNotify")]
        Notify = "SCMP_ACT_NOTIFY",
    }
}

crate::open_set! {
    /// How an argument is compared; the argument stands on the left.
    ///
    /// Reference: `specs.LinuxSeccompOperator`.
    #[non_exhaustive]
    pub enum LinuxSeccompOperator {
        /// Not equal.
        #[doc(alias = "OpNotEqual")]
        NotEqual = "SCMP_CMP_NE",
        /// Less.
        #[doc(alias = "OpLessThan")]
        LessThan = "SCMP_CMP_LT",
        /// Less or equal.
        #[doc(alias = "OpLessEqual")]
        LessEqual = "SCMP_CMP_LE",
        /// Equal.
        #[doc(alias = "OpEqualTo")]
        EqualTo = "SCMP_CMP_EQ",
        /// Greater or equal.
        #[doc(alias = "OpGreaterEqual")]
        GreaterEqual = "SCMP_CMP_GE",
        /// Greater.
        #[doc(alias = "OpGreaterThan")]
        GreaterThan = "SCMP_CMP_GT",
        /// Equal once a mask has been laid over the argument.
        #[doc(alias = "OpMaskedEqual")]
        MaskedEqual = "SCMP_CMP_MASKED_EQ",
    }
}
