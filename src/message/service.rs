//! The agent itself: its stacks, its settings.

use crate::json::RawJson;
use crate::json_object;

/// Guest -> host: the stacks of the agent's threads.
///
/// Reference: `prot.DumpStacksResponse`.
#[json_object]
pub struct DumpStacksResponse<'a> {
    /// The stacks, as text.
    #[json("GuestStacks")]
    pub guest_stacks: &'a str,
}

/// Host -> guest: change a service of the agent. Sent by newer hosts, for log forwarding.
///
/// Reference: hcsshim's `internal/gcs`, `ServiceModificationRequest`.
#[json_object]
#[doc(alias = "ServiceModificationRequest")]
pub struct ModifyServiceSettings<'a> {
    /// The service: `LogForwardService`.
    #[json("PropertyType")]
    pub property_type: &'a str,
    /// What the service takes.
    #[json("Settings", omitempty)]
    pub settings: RawJson<'a>,
}
