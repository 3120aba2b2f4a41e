//! What concerns containers that are virtual machines themselves. Host -> guest.

use crate::json::Seq;
use crate::json_object;

/// The virtual machine of a container.
///
/// Reference: `specs.VM`.
#[json_object]
#[doc(alias = "VM")]
pub struct Vm<'a> {
    /// The program that runs the machine. Always written; an empty path leaves it to the runtime.
    #[json("hypervisor", omitempty)]
    pub hypervisor: VmHypervisor<'a>,
    /// What it boots.
    #[json("kernel")]
    pub kernel: VmKernel<'a>,
    /// Its root file system. Always written; an empty path is none.
    #[json("image", omitempty)]
    pub image: VmImage<'a>,
    /// Its hardware. Absent: left to the hypervisor.
    #[json("hwconfig", omitempty)]
    pub hwconfig: Option<HwConfig<'a>>,
}

/// The program that runs a virtual machine.
///
/// Reference: `specs.VMHypervisor`.
#[json_object]
#[doc(alias = "VMHypervisor")]
pub struct VmHypervisor<'a> {
    /// The program; an absolute path outside the container.
    #[json("path")]
    pub path: &'a str,
    /// Its parameters.
    #[json("parameters", omitempty)]
    pub parameters: Seq<'a, &'a str>,
}

/// What a virtual machine boots.
///
/// Reference: `specs.VMKernel`.
#[json_object]
#[doc(alias = "VMKernel")]
pub struct VmKernel<'a> {
    /// The kernel; an absolute path outside the container.
    #[json("path")]
    pub path: &'a str,
    /// Its parameters.
    #[json("parameters", omitempty)]
    pub parameters: Seq<'a, &'a str>,
    /// The first file system, held in memory; an absolute path outside the container. Empty: none.
    #[json("initrd", omitempty)]
    pub initrd: &'a str,
}

/// The root file system of a virtual machine.
///
/// Reference: `specs.VMImage`.
#[json_object]
#[doc(alias = "VMImage")]
pub struct VmImage<'a> {
    /// The image; an absolute path outside the container.
    #[json("path")]
    pub path: &'a str,
    /// Its format, such as `raw`, `qcow2` or `vhd`.
    #[json("format")]
    pub format: &'a str,
}

/// The hardware of a virtual machine.
///
/// Reference: `specs.HWConfig`.
#[json_object]
#[doc(alias = "HWConfig")]
pub struct HwConfig<'a> {
    /// The device tree that it is given; a path. Empty: none.
    #[json("deviceTree", omitempty)]
    pub device_tree: &'a str,
    /// The number of processors. Absent: left to the hypervisor.
    #[json("vcpus", omitempty)]
    pub vcpus: Option<u32>,
    /// The most memory, in bytes. Absent: left to the hypervisor.
    #[json("memory", omitempty)]
    pub memory: Option<u64>,
    /// Nodes of the host's device tree that are passed through.
    #[json("dtdevs", omitempty)]
    pub dtdevs: Seq<'a, &'a str>,
    /// Pages of device memory that it may reach.
    #[json("iomems", omitempty)]
    pub iomems: Seq<'a, IoMems>,
    /// Interrupts of the host that it may use, by number.
    #[json("irqs", omitempty)]
    pub irqs: Seq<'a, u32>,
}

/// A run of pages of device memory that a virtual machine may reach.
///
/// Reference: `specs.IOMems`.
#[json_object]
#[doc(alias = "IOMems")]
pub struct IoMems {
    /// The number of the first page, as the machine sees it. Absent: as `first_mfn`.
    #[json("firstGFN", omitempty)]
    pub first_gfn: Option<u64>,
    /// The number of the first page, as the host sees it. Absent is written as `null`.
    #[json("firstMFN")]
    pub first_mfn: Option<u64>,
    /// How many pages. Absent is written as `null`.
    #[json("nrMFNs")]
    pub nr_mfns: Option<u64>,
}
