//! Messages about the agent itself: its stacks and its settings.

use crate::json::RawJson;
use crate::json_object;

/// Guest -> host: the stacks of the agent's threads.
///
/// Reference: `prot.DumpStacksResponse`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct DumpStacksResponse<'a> {
    /// The stacks, as text.
    #[json("GuestStacks")]
    pub guest_stacks: &'a str,
}

/// Host -> guest: changes the settings of a service of the agent. Newer hosts use it for log forwarding.
///
/// Reference: hcsshim's `internal/gcs`, `ServiceModificationRequest`.
#[json_object]
#[doc(alias = "ServiceModificationRequest")]
pub struct ModifyServiceSettings<'a> {
    /// The service. Hosts send `LogForwardService`.
    #[json("PropertyType")]
    pub property_type: &'a str,
    /// The settings of the service.
    #[json("Settings", omitempty)]
    pub settings: RawJson<'a>,
}
