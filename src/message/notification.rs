//! What the guest tells without being asked.

use crate::hresult::HResult;
use crate::{json_object, open_set};

/// Guest -> host: something happened to a compute system; in use for a container's end. Sent like a request, with
/// sequence id 0.
///
/// `I` is what stands in `ResultInfo`: any text, or in a host that wants to look inside
/// `JsonString<Option<RawJson>>`.
///
/// Reference: `prot.ContainerNotification`.
#[json_object]
pub struct ContainerNotification<'a, I = &'a str> {
    /// What happened.
    #[json("Type")]
    pub notification_type: NotificationType<'a>,
    /// During which operation.
    #[json("Operation")]
    pub operation: ActiveOperation<'a>,
    /// With which outcome.
    #[json("Result")]
    pub result: HResult,
    /// More about it, a document in a string. Left out when empty: `""` breaks the host.
    #[json("ResultInfo", omitempty)]
    pub result_info: I,
}

/// What happened to a compute system.
///
/// Reference: `prot.NotificationType`.
#[open_set]
#[non_exhaustive]
pub enum NotificationType<'a> {
    /// Nothing to tell.
    #[doc(alias = "NtNone")]
    #[json("None")]
    None,
    /// It ended, as it was asked to.
    #[doc(alias = "NtGracefulExit")]
    #[json("GracefulExit")]
    GracefulExit,
    /// It was made to end.
    #[doc(alias = "NtForcedExit")]
    #[json("ForcedExit")]
    ForcedExit,
    /// It ended of itself.
    #[doc(alias = "NtUnexpectedExit")]
    #[json("UnexpectedExit")]
    UnexpectedExit,
    /// It starts anew.
    #[doc(alias = "NtReboot")]
    #[json("Reboot")]
    Reboot,
    /// It has been created.
    #[doc(alias = "NtConstructed")]
    #[json("Constructed")]
    Constructed,
    /// It has started.
    #[doc(alias = "NtStarted")]
    #[json("Started")]
    Started,
    /// It has paused.
    #[doc(alias = "NtPaused")]
    #[json("Paused")]
    Paused,
    /// Something else.
    #[doc(alias = "NtUnknown")]
    #[json("Unknown")]
    Unknown,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// The operation during which a notification arose.
///
/// Reference: `prot.ActiveOperation`.
#[open_set]
#[non_exhaustive]
pub enum ActiveOperation<'a> {
    /// None.
    #[doc(alias = "AoNone")]
    #[json("None")]
    None,
    /// Creating.
    #[doc(alias = "AoConstruct")]
    #[json("Construct")]
    Construct,
    /// Starting.
    #[doc(alias = "AoStart")]
    #[json("Start")]
    Start,
    /// Pausing.
    #[doc(alias = "AoPause")]
    #[json("Pause")]
    Pause,
    /// Resuming.
    #[doc(alias = "AoResume")]
    #[json("Resume")]
    Resume,
    /// Shutting down.
    #[doc(alias = "AoShutdown")]
    #[json("Shutdown")]
    Shutdown,
    /// Terminating.
    #[doc(alias = "AoTerminate")]
    #[json("Terminate")]
    Terminate,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}
