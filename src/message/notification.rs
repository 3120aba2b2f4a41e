//! What the guest tells without being asked.

use crate::hresult::HResult;

crate::json_object! {
    /// Guest -> host: something happened to a compute system; in use for a container's end. Sent like a request, with
    /// sequence id 0.
    ///
    /// `I` is what stands in `ResultInfo`: any text, or in a host that wants to look inside
    /// `JsonString<Option<RawJson>>`.
    ///
    /// Reference: `prot.ContainerNotification`.
    pub struct ContainerNotification<'a, I = &'a str> {
        /// What happened.
        #[doc(alias = "Type")]
        pub notification_type: NotificationType<'a> = "Type",
        /// During which operation.
        pub operation: ActiveOperation<'a> = "Operation",
        /// With which outcome.
        pub result: HResult = "Result",
        /// More about it, a document in a string. Left out when empty: `""` breaks the host.
        pub result_info: I = "ResultInfo" omitempty,
    }
}

crate::open_set! {
    /// What happened to a compute system.
    ///
    /// Reference: `prot.NotificationType`.
    #[non_exhaustive]
    pub enum NotificationType {
        /// Nothing to tell.
        #[doc(alias = "NtNone")]
        None = "None",
        /// It ended, as it was asked to.
        #[doc(alias = "NtGracefulExit")]
        GracefulExit = "GracefulExit",
        /// It was made to end.
        #[doc(alias = "NtForcedExit")]
        ForcedExit = "ForcedExit",
        /// It ended of itself.
        #[doc(alias = "NtUnexpectedExit")]
        UnexpectedExit = "UnexpectedExit",
        /// It starts anew.
        #[doc(alias = "NtReboot")]
        Reboot = "Reboot",
        /// It has been created.
        #[doc(alias = "NtConstructed")]
        Constructed = "Constructed",
        /// It has started.
        #[doc(alias = "NtStarted")]
        Started = "Started",
        /// It has paused.
        #[doc(alias = "NtPaused")]
        Paused = "Paused",
        /// Something else.
        #[doc(alias = "NtUnknown")]
        Unknown = "Unknown",
    }
}

crate::open_set! {
    /// The operation during which a notification arose.
    ///
    /// Reference: `prot.ActiveOperation`.
    #[non_exhaustive]
    pub enum ActiveOperation {
        /// None.
        #[doc(alias = "AoNone")]
        None = "None",
        /// Creating.
        #[doc(alias = "AoConstruct")]
        Construct = "Construct",
        /// Starting.
        #[doc(alias = "AoStart")]
        Start = "Start",
        /// Pausing.
        #[doc(alias = "AoPause")]
        Pause = "Pause",
        /// Resuming.
        #[doc(alias = "AoResume")]
        Resume = "Resume",
        /// Shutting down.
        #[doc(alias = "AoShutdown")]
        Shutdown = "Shutdown",
        /// Terminating.
        #[doc(alias = "AoTerminate")]
        Terminate = "Terminate",
    }
}
