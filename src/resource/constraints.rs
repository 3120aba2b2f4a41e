//! Limits of a container; PCI devices.

use crate::oci::{LinuxResources, WindowsResources};

crate::json_object! {
    /// Host -> guest: limits of a container.
    ///
    /// Reference: `guestresource.LCOWContainerConstraints`.
    #[doc(alias = "LCOWContainerConstraints")]
    pub struct LcowContainerConstraints<'a> {
        /// Limits for Windows. A Linux guest does not act on them.
        pub windows: WindowsResources<'a> = "Windows" omitempty,
        /// Limits for Linux.
        pub linux: LinuxResources<'a> = "Linux" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a PCI device assigned to the VM.
    ///
    /// Reference: `guestresource.LCOWMappedVPCIDevice`.
    #[doc(alias = "LCOWMappedVPCIDevice")]
    pub struct LcowMappedVpciDevice<'a> {
        /// The device's VMBus instance, a GUID.
        #[doc(alias = "VMBusGUID")]
        pub vmbus_guid: &'a str = "VMBusGUID" omitempty,
    }
}
