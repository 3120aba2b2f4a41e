//! The agent itself: its stacks, its settings.

use crate::json::RawJson;

crate::json_object! {
    /// Guest -> host: the stacks of the agent's threads.
    ///
    /// Reference: `prot.DumpStacksResponse`.
    pub struct DumpStacksResponse<'a> {
        /// The stacks, as text.
        pub guest_stacks: &'a str = "GuestStacks",
    }
}

crate::json_object! {
    /// Host -> guest: change a service of the agent. Sent by newer hosts, for log forwarding.
    ///
    /// Reference: hcsshim's `internal/gcs`, `ServiceModificationRequest`.
    #[doc(alias = "ServiceModificationRequest")]
    pub struct ModifyServiceSettings<'a> {
        /// The service: `LogForwardService`.
        pub property_type: &'a str = "PropertyType",
        /// What the service takes.
        pub settings: RawJson<'a> = "Settings" omitempty,
    }
}
