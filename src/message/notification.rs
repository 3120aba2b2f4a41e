//! Notifications: messages from the guest that no request asked for.

use crate::hresult::HResult;
use crate::{json_object, open_set};

/// Guest -> host: reports an event of a compute system. Guests use it for the exit of a container.
///
/// A notification has the form of a request, with sequence id 0.
///
/// `I` is the type of `ResultInfo`: a string, or `JsonString<Option<RawJson>>` to read the nested document in it.
///
/// Reference: `prot.ContainerNotification`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct ContainerNotification<'a, I> {
    /// The event.
    #[json("Type")]
    pub notification_type: NotificationType<'a>,
    /// The operation during which the event occurred.
    #[json("Operation")]
    pub operation: ActiveOperation<'a>,
    /// The outcome of the event.
    #[json("Result")]
    pub result: HResult,
    /// More information, as a nested document (a JSON document inside a string). It is omitted when empty: hosts fail
    /// on `""`.
    #[json("ResultInfo", omitempty)]
    pub result_info: I,
}

/// An event of a compute system.
///
/// Reference: `prot.NotificationType`.
#[open_set]
#[non_exhaustive]
pub enum NotificationType<'a> {
    /// No event.
    #[doc(alias = "NtNone")]
    #[json("None")]
    None,
    /// The compute system exited as requested.
    #[doc(alias = "NtGracefulExit")]
    #[json("GracefulExit")]
    GracefulExit,
    /// The compute system was forced to exit.
    #[doc(alias = "NtForcedExit")]
    #[json("ForcedExit")]
    ForcedExit,
    /// The compute system exited unexpectedly.
    #[doc(alias = "NtUnexpectedExit")]
    #[json("UnexpectedExit")]
    UnexpectedExit,
    /// The compute system is rebooting.
    #[doc(alias = "NtReboot")]
    #[json("Reboot")]
    Reboot,
    /// The compute system was created.
    #[doc(alias = "NtConstructed")]
    #[json("Constructed")]
    Constructed,
    /// The compute system started.
    #[doc(alias = "NtStarted")]
    #[json("Started")]
    Started,
    /// The compute system was paused.
    #[doc(alias = "NtPaused")]
    #[json("Paused")]
    Paused,
    /// An unknown event.
    #[doc(alias = "NtUnknown")]
    #[json("Unknown")]
    Unknown,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// The operation during which an event occurred.
///
/// Reference: `prot.ActiveOperation`.
#[open_set]
#[non_exhaustive]
pub enum ActiveOperation<'a> {
    /// No operation.
    #[doc(alias = "AoNone")]
    #[json("None")]
    None,
    /// The compute system was being created.
    #[doc(alias = "AoConstruct")]
    #[json("Construct")]
    Construct,
    /// The compute system was being started.
    #[doc(alias = "AoStart")]
    #[json("Start")]
    Start,
    /// The compute system was being paused.
    #[doc(alias = "AoPause")]
    #[json("Pause")]
    Pause,
    /// The compute system was being resumed.
    #[doc(alias = "AoResume")]
    #[json("Resume")]
    Resume,
    /// The compute system was being shut down.
    #[doc(alias = "AoShutdown")]
    #[json("Shutdown")]
    Shutdown,
    /// The compute system was being terminated.
    #[doc(alias = "AoTerminate")]
    #[json("Terminate")]
    Terminate,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}
