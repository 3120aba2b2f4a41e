//! The filter for the system calls of a container. Host -> guest.

use crate::json::Seq;
use crate::{json_object, open_set};

/// A filter for system calls.
///
/// Reference: `specs.LinuxSeccomp`.
#[json_object]
pub struct LinuxSeccomp<'a> {
    /// The action for system calls that match no rule.
    #[json("defaultAction")]
    pub default_action: LinuxSeccompAction<'a>,
    /// The `errno` value for these system calls, if the action is [`Errno`](LinuxSeccompAction::Errno). If `None`, it
    /// is `EPERM`.
    #[json("defaultErrnoRet", omitempty)]
    pub default_errno_ret: Option<u64>,
    /// The architectures to filter (`Arch`), for example `SCMP_ARCH_X86_64`. If empty, the native architecture is
    /// filtered.
    #[json("architectures", omitempty)]
    pub architectures: Seq<'a, &'a str>,
    /// The flags of the filter (`LinuxSeccompFlag`), for example `SECCOMP_FILTER_FLAG_LOG`. If empty, the runtime
    /// decides.
    #[json("flags", omitempty)]
    pub flags: Seq<'a, &'a str>,
    /// The path of the socket on which a supervisor receives system calls with the action
    /// [`Notify`](LinuxSeccompAction::Notify). If empty, there is no supervisor.
    #[json("listenerPath", omitempty)]
    pub listener_path: &'a str,
    /// Data that is passed on to the supervisor. `Debug` hides it, because only the supervisor knows its meaning.
    #[json("listenerMetadata", omitempty, secret)]
    pub listener_metadata: &'a str,
    /// The rules of the filter.
    #[json("syscalls", omitempty)]
    pub syscalls: Seq<'a, LinuxSyscall<'a>>,
}

/// A rule that applies to one or more system calls.
///
/// Reference: `specs.LinuxSyscall`.
#[json_object]
pub struct LinuxSyscall<'a> {
    /// The names of the system calls. There is at least one.
    #[json("names")]
    pub names: Seq<'a, &'a str>,
    /// The action for these system calls.
    #[json("action")]
    pub action: LinuxSeccompAction<'a>,
    /// The `errno` value for these system calls, if the action is [`Errno`](LinuxSeccompAction::Errno). If `None`, it
    /// is `EPERM`.
    #[json("errnoRet", omitempty)]
    pub errno_ret: Option<u64>,
    /// The conditions on the arguments that must hold for the rule to match. If empty, the rule matches any arguments.
    #[json("args", omitempty)]
    pub args: Seq<'a, LinuxSeccompArg<'a>>,
}

/// A condition on one argument of a system call.
///
/// Reference: `specs.LinuxSeccompArg`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct LinuxSeccompArg<'a> {
    /// The index of the argument, from 0 to 5.
    #[json("index")]
    pub index: u64,
    /// The value to compare with, or the mask for [`MaskedEqual`](LinuxSeccompOperator::MaskedEqual).
    #[json("value")]
    pub value: u64,
    /// The value to compare the masked argument with, for [`MaskedEqual`](LinuxSeccompOperator::MaskedEqual). It is 0
    /// for other operators.
    #[json("valueTwo", omitempty)]
    pub value_two: u64,
    /// The comparison operator.
    #[json("op")]
    pub op: LinuxSeccompOperator<'a>,
}

/// The action for a system call.
///
/// Reference: `specs.LinuxSeccompAction`.
#[open_set]
#[non_exhaustive]
pub enum LinuxSeccompAction<'a> {
    /// Kills the calling thread. It is an older name for [`KillThread`](Self::KillThread).
    #[doc(alias = "ActKill")]
    #[json("SCMP_ACT_KILL")]
    Kill,
    /// Kills the process.
    #[doc(alias = "ActKillProcess")]
    #[json("SCMP_ACT_KILL_PROCESS")]
    KillProcess,
    /// Kills the calling thread.
    #[doc(alias = "ActKillThread")]
    #[json("SCMP_ACT_KILL_THREAD")]
    KillThread,
    /// Sends the signal `SIGSYS` to the process.
    #[doc(alias = "ActTrap")]
    #[json("SCMP_ACT_TRAP")]
    Trap,
    /// Fails the system call with an `errno` value, which the rule specifies.
    #[doc(alias = "ActErrno")]
    #[json("SCMP_ACT_ERRNO")]
    Errno,
    /// Lets a tracer decide.
    #[doc(alias = "ActTrace")]
    #[json("SCMP_ACT_TRACE")]
    Trace,
    /// Allows the system call.
    #[doc(alias = "ActAllow")]
    #[json("SCMP_ACT_ALLOW")]
    Allow,
    /// Allows the system call and logs it.
    #[doc(alias = "ActLog")]
    #[json("SCMP_ACT_LOG")]
    Log,
    /// Lets a supervisor decide.
    #[doc(alias = "ActNotify")]
    #[json("SCMP_ACT_NOTIFY")]
    Notify,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// A comparison operator. The argument is the left operand.
///
/// Reference: `specs.LinuxSeccompOperator`.
#[open_set]
#[non_exhaustive]
pub enum LinuxSeccompOperator<'a> {
    /// The argument is not equal to the value.
    #[doc(alias = "OpNotEqual")]
    #[json("SCMP_CMP_NE")]
    NotEqual,
    /// The argument is less than the value.
    #[doc(alias = "OpLessThan")]
    #[json("SCMP_CMP_LT")]
    LessThan,
    /// The argument is less than or equal to the value.
    #[doc(alias = "OpLessEqual")]
    #[json("SCMP_CMP_LE")]
    LessEqual,
    /// The argument is equal to the value.
    #[doc(alias = "OpEqualTo")]
    #[json("SCMP_CMP_EQ")]
    EqualTo,
    /// The argument is greater than or equal to the value.
    #[doc(alias = "OpGreaterEqual")]
    #[json("SCMP_CMP_GE")]
    GreaterEqual,
    /// The argument is greater than the value.
    #[doc(alias = "OpGreaterThan")]
    #[json("SCMP_CMP_GT")]
    GreaterThan,
    /// The argument is equal to the second value after the mask has been applied.
    #[doc(alias = "OpMaskedEqual")]
    #[json("SCMP_CMP_MASKED_EQ")]
    MaskedEqual,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}
