//! The OCI runtime specification, which describes a container. Host -> guest.
//!
//! Hosts send these types in the following places:
//!
//! - A [`Spec`] in the settings of a container.
//! - A [`Process`] in the parameters of a process. For the first process, it is a [`Spec`] instead.
//! - [`LinuxResources`] and [`WindowsResources`] when the limits of a running container change.
//!
//! Read [`Spec`] first, then [`Process`], then [`Linux`]. All other types are parts of these three. The types for
//! Windows, Solaris, z/OS, FreeBSD and virtual machines exist so that re-encoding a document loses nothing. In a `Spec`
//! these parts stay in the buffer until you ask for them.
//!
//! The types define which values a document can contain, not whether the values make sense. Documented bounds are those
//! of the kernel or runtime that uses a value, and decoding does not check them. Lists and maps have no maximum length:
//! they stay in the buffer, where you can iterate over them.

mod freebsd;
mod linux;
mod other;
mod process;
mod resources;
mod seccomp;
mod spec;
mod vm;
mod windows;

pub use freebsd::{FreeBsd, FreeBsdDevice, FreeBsdJail, FreeBsdJailAllow, FreeBsdSharing};
pub use linux::{
    Linux, LinuxDevice, LinuxIdMapping, LinuxIntelRdt, LinuxMemoryPolicy, LinuxNamespace, LinuxNamespaceType,
    LinuxNetDevice, LinuxPersonality, LinuxPersonalityDomain, LinuxTimeOffset, MemoryPolicyModeType,
};
pub use other::{Solaris, SolarisAnet, SolarisCappedCpu, SolarisCappedMemory, Zos, ZosNamespace, ZosNamespaceType};
pub use process::{
    ConsoleBox, CpuAffinity, IoPriorityClass, LinuxCapabilities, LinuxIoPriority, LinuxSchedulerPolicy, PosixRlimit,
    Process, Scheduler, User,
};
pub use resources::{
    LinuxBlockIo, LinuxBlockIoDevice, LinuxCpu, LinuxDeviceCgroup, LinuxHugepageLimit, LinuxInterfacePriority,
    LinuxMemory, LinuxNetwork, LinuxPids, LinuxRdma, LinuxResources, LinuxThrottleDevice, LinuxWeightDevice,
};
pub use seccomp::{LinuxSeccomp, LinuxSeccompAction, LinuxSeccompArg, LinuxSeccompOperator, LinuxSyscall};
pub use spec::{Hook, Hooks, Mount, Root, Spec};
pub use vm::{HwConfig, IoMems, Vm, VmHypervisor, VmImage, VmKernel};
pub use windows::{
    Windows, WindowsCpuGroupAffinity, WindowsCpuResources, WindowsDevice, WindowsHyperV, WindowsMemoryResources,
    WindowsNetwork, WindowsResources, WindowsStorageResources,
};
