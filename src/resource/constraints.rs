//! Resource limits of a container, and assigned PCI devices.

use crate::json_object;
use crate::oci::{LinuxResources, WindowsResources};

/// Host -> guest: the resource limits of a container.
///
/// Reference: `guestresource.LCOWContainerConstraints`.
#[json_object]
#[doc(alias = "LCOWContainerConstraints")]
pub struct LcowContainerConstraints<'a> {
    /// The limits of a Windows container. A Linux guest ignores them.
    #[json("Windows", omitempty)]
    pub windows: WindowsResources<'a>,
    /// The limits of a Linux container.
    #[json("Linux", omitempty)]
    pub linux: LinuxResources<'a>,
}

/// Host -> guest: a PCI device that is assigned to the VM.
///
/// Reference: `guestresource.LCOWMappedVPCIDevice`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "LCOWMappedVPCIDevice")]
pub struct LcowMappedVpciDevice<'a> {
    /// The GUID of the device's VMBus instance.
    #[json("VMBusGUID", omitempty)]
    pub vmbus_guid: &'a str,
}
