//! Which system calls a container may make. Host -> guest.

use crate::json::Seq;
use crate::{json_object, open_set};

/// A filter of system calls.
///
/// Reference: `specs.LinuxSeccomp`.
#[json_object]
pub struct LinuxSeccomp<'a> {
    /// What happens to a call that no rule matches.
    #[json("defaultAction")]
    pub default_action: LinuxSeccompAction<'a>,
    /// The `errno` that such a call fails with, where the action is to fail. Absent: `EPERM`.
    #[json("defaultErrnoRet", omitempty)]
    pub default_errno_ret: Option<u64>,
    /// The instruction sets that are filtered (`Arch`), such as `SCMP_ARCH_X86_64`. Empty: the machine's own.
    #[json("architectures", omitempty)]
    pub architectures: Seq<'a, &'a str>,
    /// Flags for the filter (`LinuxSeccompFlag`), such as `SECCOMP_FILTER_FLAG_LOG`. Empty: left to the runtime.
    #[json("flags", omitempty)]
    pub flags: Seq<'a, &'a str>,
    /// The socket on which a supervisor takes calls whose action is [`Notify`](LinuxSeccompAction::Notify). Empty:
    /// none.
    #[json("listenerPath", omitempty)]
    pub listener_path: &'a str,
    /// Text that is passed on to that supervisor. Hidden from `Debug`: its meaning is the supervisor's alone.
    #[json("listenerMetadata", omitempty, secret)]
    pub listener_metadata: &'a str,
    /// The rules.
    #[json("syscalls", omitempty)]
    pub syscalls: Seq<'a, LinuxSyscall<'a>>,
}

/// A rule for some system calls.
///
/// Reference: `specs.LinuxSyscall`.
#[json_object]
pub struct LinuxSyscall<'a> {
    /// The calls, by name; at least one.
    #[json("names")]
    pub names: Seq<'a, &'a str>,
    /// What happens to them.
    #[json("action")]
    pub action: LinuxSeccompAction<'a>,
    /// The `errno` they fail with, where the action is to fail. Absent: `EPERM`.
    #[json("errnoRet", omitempty)]
    pub errno_ret: Option<u64>,
    /// What their arguments must be for the rule to match. Empty: anything.
    #[json("args", omitempty)]
    pub args: Seq<'a, LinuxSeccompArg<'a>>,
}

/// A condition on one argument of a system call.
///
/// Reference: `specs.LinuxSeccompArg`.
#[json_object]
pub struct LinuxSeccompArg<'a> {
    /// Which argument, from 0 to 5.
    #[json("index")]
    pub index: u64,
    /// What it is compared with; for [`MaskedEqual`](LinuxSeccompOperator::MaskedEqual), the mask.
    #[json("value")]
    pub value: u64,
    /// For [`MaskedEqual`](LinuxSeccompOperator::MaskedEqual): what the masked argument must be. Otherwise 0.
    #[json("valueTwo", omitempty)]
    pub value_two: u64,
    /// How it is compared.
    #[json("op")]
    pub op: LinuxSeccompOperator<'a>,
}

/// What happens to a system call.
///
/// Reference: `specs.LinuxSeccompAction`.
#[open_set]
#[non_exhaustive]
pub enum LinuxSeccompAction<'a> {
    /// The calling thread is killed; an older name of [`KillThread`](Self::KillThread).
    #[doc(alias = "ActKill")]
    #[json("SCMP_ACT_KILL")]
    Kill,
    /// The process is killed.
    #[doc(alias = "ActKillProcess")]
    #[json("SCMP_ACT_KILL_PROCESS")]
    KillProcess,
    /// The calling thread is killed.
    #[doc(alias = "ActKillThread")]
    #[json("SCMP_ACT_KILL_THREAD")]
    KillThread,
    /// The process gets the signal `SIGSYS`.
    #[doc(alias = "ActTrap")]
    #[json("SCMP_ACT_TRAP")]
    Trap,
    /// The call fails, with an `errno` of the rule's choice.
    #[doc(alias = "ActErrno")]
    #[json("SCMP_ACT_ERRNO")]
    Errno,
    /// A tracer decides.
    #[doc(alias = "ActTrace")]
    #[json("SCMP_ACT_TRACE")]
    Trace,
    /// The call is made.
    #[doc(alias = "ActAllow")]
    #[json("SCMP_ACT_ALLOW")]
    Allow,
    /// The call is made, and logged.
    #[doc(alias = "ActLog")]
    #[json("SCMP_ACT_LOG")]
    Log,
    /// A supervisor decides.
    #[doc(alias = "ActNotify")]
    #[json("SCMP_ACT_NOTIFY")]
    Notify,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// How an argument is compared; the argument stands on the left.
///
/// Reference: `specs.LinuxSeccompOperator`.
#[open_set]
#[non_exhaustive]
pub enum LinuxSeccompOperator<'a> {
    /// Not equal.
    #[doc(alias = "OpNotEqual")]
    #[json("SCMP_CMP_NE")]
    NotEqual,
    /// Less.
    #[doc(alias = "OpLessThan")]
    #[json("SCMP_CMP_LT")]
    LessThan,
    /// Less or equal.
    #[doc(alias = "OpLessEqual")]
    #[json("SCMP_CMP_LE")]
    LessEqual,
    /// Equal.
    #[doc(alias = "OpEqualTo")]
    #[json("SCMP_CMP_EQ")]
    EqualTo,
    /// Greater or equal.
    #[doc(alias = "OpGreaterEqual")]
    #[json("SCMP_CMP_GE")]
    GreaterEqual,
    /// Greater.
    #[doc(alias = "OpGreaterThan")]
    #[json("SCMP_CMP_GT")]
    GreaterThan,
    /// Equal once a mask has been laid over the argument.
    #[doc(alias = "OpMaskedEqual")]
    #[json("SCMP_CMP_MASKED_EQ")]
    MaskedEqual,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}
