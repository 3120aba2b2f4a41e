//! What concerns containers that are virtual machines themselves. Host -> guest.

use crate::json::Seq;

crate::json_object! {
    /// The virtual machine of a container.
    ///
    /// Reference: `specs.VM`.
    #[doc(alias = "VM")]
    pub struct Vm<'a> {
        /// The program that runs the machine. Always written; an empty path leaves it to the runtime.
        pub hypervisor: VmHypervisor<'a> = "hypervisor" omitempty,
        /// What it boots.
        pub kernel: VmKernel<'a> = "kernel",
        /// Its root file system. Always written; an empty path is none.
        pub image: VmImage<'a> = "image" omitempty,
        /// Its hardware. Absent: left to the hypervisor.
        pub hwconfig: Option<HwConfig<'a>> = "hwconfig" omitempty,
    }
}

crate::json_object! {
    /// The program that runs a virtual machine.
    ///
    /// Reference: `specs.VMHypervisor`.
    #[doc(alias = "VMHypervisor")]
    pub struct VmHypervisor<'a> {
        /// The program; an absolute path outside the container.
        pub path: &'a str = "path",
        /// Its parameters.
        pub parameters: Seq<'a, &'a str> = "parameters" omitempty,
    }
}

crate::json_object! {
    /// What a virtual machine boots.
    ///
    /// Reference: `specs.VMKernel`.
    #[doc(alias = "VMKernel")]
    pub struct VmKernel<'a> {
        /// The kernel; an absolute path outside the container.
        pub path: &'a str = "path",
        /// Its parameters.
        pub parameters: Seq<'a, &'a str> = "parameters" omitempty,
        /// The first file system, held in memory; an absolute path outside the container. Empty: none.
        pub initrd: &'a str = "initrd" omitempty,
    }
}

crate::json_object! {
    /// The root file system of a virtual machine.
    ///
    /// Reference: `specs.VMImage`.
    #[doc(alias = "VMImage")]
    pub struct VmImage<'a> {
        /// The image; an absolute path outside the container.
        pub path: &'a str = "path",
        /// Its format, such as `raw`, `qcow2` or `vhd`.
        pub format: &'a str = "format",
    }
}

crate::json_object! {
    /// The hardware of a virtual machine.
    ///
    /// Reference: `specs.HWConfig`.
    #[doc(alias = "HWConfig")]
    pub struct HwConfig<'a> {
        /// The device tree that it is given; a path. Empty: none.
        pub device_tree: &'a str = "deviceTree" omitempty,
        /// The number of processors. Absent: left to the hypervisor.
        pub vcpus: Option<u32> = "vcpus" omitempty,
        /// The most memory, in bytes. Absent: left to the hypervisor.
        pub memory: Option<u64> = "memory" omitempty,
        /// Nodes of the host's device tree that are passed through.
        pub dtdevs: Seq<'a, &'a str> = "dtdevs" omitempty,
        /// Pages of device memory that it may reach.
        pub iomems: Seq<'a, IoMems> = "iomems" omitempty,
        /// Interrupts of the host that it may use, by number.
        pub irqs: Seq<'a, u32> = "irqs" omitempty,
    }
}

crate::json_object! {
    /// A run of pages of device memory that a virtual machine may reach.
    ///
    /// Reference: `specs.IOMems`.
    #[doc(alias = "IOMems")]
    pub struct IoMems {
        /// The number of the first page, as the machine sees it. Absent: as `first_mfn`.
        pub first_gfn: Option<u64> = "firstGFN" omitempty,
        /// The number of the first page, as the host sees it. Absent is written as `null`.
        pub first_mfn: Option<u64> = "firstMFN",
        /// How many pages. Absent is written as `null`.
        pub nr_mfns: Option<u64> = "nrMFNs",
    }
}
