//! The OCI runtime specification: what a container is to be. Host -> guest.
//!
//! The host puts a [`Spec`] into the settings of a container, and a [`Process`] (or, for the first process of the
//! utility VM, a whole [`Spec`]) into those of a process; [`LinuxResources`] and [`WindowsResources`] also come alone,
//! when a running container's limits change.
//!
//! Reading order: [`Spec`], then [`Process`], then [`Linux`]; the rest is what these three are made of. What belongs to
//! Windows, Solaris, z/OS, FreeBSD and virtual machines is here so that nothing is lost on the way through; in a `Spec`
//! it stays in the buffer until it is asked for.
//!
//! The types say what may stand in the document, not whether it makes sense: bounds given here are those of the kernel
//! or runtime that acts on a value, and are not checked when it is decoded. Lists and maps have no capacity; they stay
//! in the buffer and are walked there.

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
