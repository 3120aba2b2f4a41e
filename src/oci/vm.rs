//! The configuration of a container that is a virtual machine. Host -> guest.

use crate::json::Seq;
use crate::json_object;

/// The virtual machine of a container.
///
/// Reference: `specs.VM`.
#[json_object]
#[doc(alias = "VM")]
pub struct Vm<'a> {
    /// The hypervisor. It is always written. With an empty path, the runtime chooses the hypervisor.
    #[json("hypervisor", omitempty)]
    pub hypervisor: VmHypervisor<'a>,
    /// The kernel to boot.
    #[json("kernel")]
    pub kernel: VmKernel<'a>,
    /// The image of the root file system. It is always written. An empty path means that there is no image.
    #[json("image", omitempty)]
    pub image: VmImage<'a>,
    /// The hardware. If `None`, the hypervisor decides.
    #[json("hwconfig", omitempty)]
    pub hwconfig: Option<HwConfig<'a>>,
}

/// The hypervisor of a virtual machine.
///
/// Reference: `specs.VMHypervisor`.
#[json_object]
#[doc(alias = "VMHypervisor")]
pub struct VmHypervisor<'a> {
    /// The path of the hypervisor. It is an absolute path outside the container.
    #[json("path")]
    pub path: &'a str,
    /// The parameters of the hypervisor.
    #[json("parameters", omitempty)]
    pub parameters: Seq<'a, &'a str>,
}

/// The kernel of a virtual machine.
///
/// Reference: `specs.VMKernel`.
#[json_object]
#[doc(alias = "VMKernel")]
pub struct VmKernel<'a> {
    /// The path of the kernel. It is an absolute path outside the container.
    #[json("path")]
    pub path: &'a str,
    /// The parameters of the kernel.
    #[json("parameters", omitempty)]
    pub parameters: Seq<'a, &'a str>,
    /// The path of the initial RAM disk. It is an absolute path outside the container. If empty, there is no RAM disk.
    #[json("initrd", omitempty)]
    pub initrd: &'a str,
}

/// The image of the root file system of a virtual machine.
///
/// Reference: `specs.VMImage`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "VMImage")]
pub struct VmImage<'a> {
    /// The path of the image. It is an absolute path outside the container.
    #[json("path")]
    pub path: &'a str,
    /// The format of the image, for example `raw`, `qcow2` or `vhd`.
    #[json("format")]
    pub format: &'a str,
}

/// The hardware of a virtual machine.
///
/// Reference: `specs.HWConfig`.
#[json_object]
#[doc(alias = "HWConfig")]
pub struct HwConfig<'a> {
    /// The path of the device tree. If empty, there is none.
    #[json("deviceTree", omitempty)]
    pub device_tree: &'a str,
    /// The number of virtual CPUs. If `None`, the hypervisor decides.
    #[json("vcpus", omitempty)]
    pub vcpus: Option<u32>,
    /// The maximum memory, in bytes. If `None`, the hypervisor decides.
    #[json("memory", omitempty)]
    pub memory: Option<u64>,
    /// The nodes of the host's device tree that are passed through.
    #[json("dtdevs", omitempty)]
    pub dtdevs: Seq<'a, &'a str>,
    /// The pages of device memory that the virtual machine may access.
    #[json("iomems", omitempty)]
    pub iomems: Seq<'a, IoMems>,
    /// The interrupt numbers of the host that the virtual machine may use.
    #[json("irqs", omitempty)]
    pub irqs: Seq<'a, u32>,
}

/// A range of pages of device memory that a virtual machine may access.
///
/// Reference: `specs.IOMems`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "IOMems")]
pub struct IoMems {
    /// The number of the first page in the guest. If `None`, it equals [`first_mfn`](Self::first_mfn).
    #[json("firstGFN", omitempty)]
    pub first_gfn: Option<u64>,
    /// The number of the first page on the host. `None` is written as `null`.
    #[json("firstMFN")]
    pub first_mfn: Option<u64>,
    /// The number of pages. `None` is written as `null`.
    #[json("nrMFNs")]
    pub nr_mfns: Option<u64>,
}
