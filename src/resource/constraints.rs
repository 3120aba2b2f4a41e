//! Limits of a container; PCI devices.

use crate::json_object;
use crate::oci::{LinuxResources, WindowsResources};

/// Host -> guest: limits of a container.
///
/// Reference: `guestresource.LCOWContainerConstraints`.
#[json_object]
#[doc(alias = "LCOWContainerConstraints")]
pub struct LcowContainerConstraints<'a> {
    /// Limits for Windows. A Linux guest does not act on them.
    #[json("Windows", omitempty)]
    pub windows: WindowsResources<'a>,
    /// Limits for Linux.
    #[json("Linux", omitempty)]
    pub linux: LinuxResources<'a>,
}

/// Host -> guest: a PCI device assigned to the VM.
///
/// Reference: `guestresource.LCOWMappedVPCIDevice`.
#[json_object]
#[doc(alias = "LCOWMappedVPCIDevice")]
pub struct LcowMappedVpciDevice<'a> {
    /// The device's VMBus instance, a GUID.
    #[json("VMBusGUID", omitempty)]
    pub vmbus_guid: &'a str,
}
