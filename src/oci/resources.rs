//! The cgroup limits of a Linux container. Host -> guest, in the specification of a container and when limits change.

use crate::json::{Map, Seq};
use crate::json_object;

/// The limits of a Linux container.
///
/// If a field is absent, the resource is not limited. When limits change, an absent field leaves the limit unchanged.
///
/// The struct takes 520 bytes on a 64-bit target.
///
/// Reference: `specs.LinuxResources`.
#[json_object]
pub struct LinuxResources<'a> {
    /// The devices that the container may use, as rules that are applied in order.
    #[json("devices", omitempty)]
    pub devices: Seq<'a, LinuxDeviceCgroup<'a>>,
    /// The memory limits.
    #[json("memory", omitempty)]
    pub memory: Option<LinuxMemory>,
    /// The CPU time limits, and the CPUs that the container may use.
    #[json("cpu", omitempty)]
    pub cpu: Option<LinuxCpu<'a>>,
    /// The limit of the number of processes and threads.
    #[json("pids", omitempty)]
    pub pids: Option<LinuxPids>,
    /// The block I/O weights and limits.
    #[json("blockIO", omitempty)]
    pub block_io: Option<LinuxBlockIo<'a>>,
    /// The limits of huge pages, with one entry for each page size.
    #[json("hugepageLimits", omitempty)]
    pub hugepage_limits: Seq<'a, LinuxHugepageLimit<'a>>,
    /// The marking of network packets.
    #[json("network", omitempty)]
    pub network: Option<LinuxNetwork<'a>>,
    /// The limits of RDMA devices. The keys are the names of the devices.
    #[json("rdma", omitempty)]
    pub rdma: Map<'a, LinuxRdma>,
    /// The values to write to files of cgroup version 2. The keys are the names of the files, for example
    /// `memory.high`.
    #[json("unified", omitempty)]
    pub unified: Map<'a, &'a str>,
}

/// A rule that permits or denies access to devices.
///
/// Reference: `specs.LinuxDeviceCgroup`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct LinuxDeviceCgroup<'a> {
    /// Whether the rule permits access.
    #[json("allow")]
    pub allow: bool,
    /// The type of device: `c` for character devices, `b` for block devices, `a` or empty for both.
    #[doc(alias = "Type")]
    #[json("type", omitempty)]
    pub device_type: &'a str,
    /// The major device number. If `None`, the rule matches any number.
    #[json("major", omitempty)]
    pub major: Option<i64>,
    /// The minor device number. If `None`, the rule matches any number.
    #[json("minor", omitempty)]
    pub minor: Option<i64>,
    /// The kinds of access, as any combination of `r` (read), `w` (write) and `m` (create the node). If empty, the
    /// runtime decides.
    #[json("access", omitempty)]
    pub access: &'a str,
}

/// Memory limits, in bytes. -1 means no limit, and `None` leaves the limit unchanged.
///
/// Reference: `specs.LinuxMemory`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct LinuxMemory {
    /// The memory limit, in bytes.
    #[json("limit", omitempty)]
    pub limit: Option<i64>,
    /// The soft limit, in bytes. Memory is reclaimed down to it when the machine is short of memory.
    #[json("reservation", omitempty)]
    pub reservation: Option<i64>,
    /// The limit of memory and swap together, in bytes. It must not be below [`limit`](Self::limit).
    #[json("swap", omitempty)]
    pub swap: Option<i64>,
    /// The limit of kernel memory, in bytes. Newer kernels do not support it.
    #[json("kernel", omitempty)]
    pub kernel: Option<i64>,
    /// The limit of the kernel's TCP buffers, in bytes.
    #[json("kernelTCP", omitempty)]
    pub kernel_tcp: Option<i64>,
    /// The tendency of the kernel to swap out pages, from 0 to 100.
    #[json("swappiness", omitempty)]
    pub swappiness: Option<u64>,
    /// Whether processes wait, instead of being killed, when memory runs out.
    #[json("disableOOMKiller", omitempty)]
    pub disable_oom_killer: Option<bool>,
    /// Whether the limits also cover the memory of the cgroups below.
    #[json("useHierarchy", omitempty)]
    pub use_hierarchy: Option<bool>,
    /// Whether to reject a new limit that is lower than the current usage.
    #[json("checkBeforeUpdate", omitempty)]
    pub check_before_update: Option<bool>,
}

/// Limits of CPU time. `None` leaves a limit unchanged.
///
/// Reference: `specs.LinuxCPU`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "LinuxCPU")]
pub struct LinuxCpu<'a> {
    /// The relative weight compared with other cgroups, from 2 to 262144. The default is 1024.
    #[json("shares", omitempty)]
    pub shares: Option<u64>,
    /// The CPU time in each period over all CPUs, in microseconds. A negative value means no limit.
    #[json("quota", omitempty)]
    pub quota: Option<i64>,
    /// The unused quota that can be accumulated, in microseconds.
    #[json("burst", omitempty)]
    pub burst: Option<u64>,
    /// The length of a period, in microseconds, from 1,000 to 1,000,000.
    #[json("period", omitempty)]
    pub period: Option<u64>,
    /// The CPU time of real-time processes in each real-time period, in microseconds.
    #[json("realtimeRuntime", omitempty)]
    pub realtime_runtime: Option<i64>,
    /// The length of a real-time period, in microseconds.
    #[json("realtimePeriod", omitempty)]
    pub realtime_period: Option<u64>,
    /// The CPUs that the container may use, for example `0-3,7`. If empty, it may use any CPU.
    #[json("cpus", omitempty)]
    pub cpus: &'a str,
    /// The memory nodes that the container may use, for example `0-3,7`. If empty, it may use any node.
    #[json("mems", omitempty)]
    pub mems: &'a str,
    /// 1 if the container runs only when nothing else is ready, 0 if not.
    #[json("idle", omitempty)]
    pub idle: Option<i64>,
}

/// The limit of the number of processes and threads.
///
/// Reference: `specs.LinuxPids`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct LinuxPids {
    /// The maximum number of processes and threads. A negative value means no limit, and `None` leaves the limit
    /// unchanged.
    #[json("limit", omitempty)]
    pub limit: Option<i64>,
}

/// Block I/O weights and limits. `None` leaves a value unchanged.
///
/// Reference: `specs.LinuxBlockIO`.
#[json_object]
#[doc(alias = "LinuxBlockIO")]
pub struct LinuxBlockIo<'a> {
    /// The relative weight compared with other cgroups, from 10 to 1000.
    #[json("weight", omitempty)]
    pub weight: Option<u16>,
    /// The relative weight of the cgroup's own processes compared with the cgroups below it, from 10 to 1000.
    #[json("leafWeight", omitempty)]
    pub leaf_weight: Option<u16>,
    /// The weights for individual devices. They take precedence over the weights above.
    #[json("weightDevice", omitempty)]
    pub weight_device: Seq<'a, LinuxWeightDevice>,
    /// The limits of the read rate of devices, in bytes per second.
    #[json("throttleReadBpsDevice", omitempty)]
    pub throttle_read_bps_device: Seq<'a, LinuxThrottleDevice>,
    /// The limits of the write rate of devices, in bytes per second.
    #[json("throttleWriteBpsDevice", omitempty)]
    pub throttle_write_bps_device: Seq<'a, LinuxThrottleDevice>,
    /// The limits of the read rate of devices, in operations per second.
    #[json("throttleReadIOPSDevice", omitempty)]
    pub throttle_read_iops_device: Seq<'a, LinuxThrottleDevice>,
    /// The limits of the write rate of devices, in operations per second.
    #[json("throttleWriteIOPSDevice", omitempty)]
    pub throttle_write_iops_device: Seq<'a, LinuxThrottleDevice>,
}

/// The numbers of a block device. [`LinuxWeightDevice`] and [`LinuxThrottleDevice`] start with the same two fields.
///
/// Reference: `specs.LinuxBlockIODevice`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "LinuxBlockIODevice")]
pub struct LinuxBlockIoDevice {
    /// The major device number.
    #[json("major")]
    pub major: i64,
    /// The minor device number.
    #[json("minor")]
    pub minor: i64,
}

/// The weights of a container for one block device.
///
/// Reference: `specs.LinuxWeightDevice`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct LinuxWeightDevice {
    /// The major device number.
    #[json("major")]
    pub major: i64,
    /// The minor device number.
    #[json("minor")]
    pub minor: i64,
    /// The relative weight compared with other cgroups, from 10 to 1000. If `None`, the weight for all devices applies.
    #[json("weight", omitempty)]
    pub weight: Option<u16>,
    /// The relative weight of the cgroup's own processes compared with the cgroups below it, from 10 to 1000. If
    /// `None`, the weight for all devices applies.
    #[json("leafWeight", omitempty)]
    pub leaf_weight: Option<u16>,
}

/// The limit of an I/O rate of one block device.
///
/// Reference: `specs.LinuxThrottleDevice`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct LinuxThrottleDevice {
    /// The major device number.
    #[json("major")]
    pub major: i64,
    /// The minor device number.
    #[json("minor")]
    pub minor: i64,
    /// The limit in bytes per second or operations per second, depending on the list that contains the entry. 0 removes
    /// the limit.
    #[json("rate")]
    pub rate: u64,
}

/// The limit of huge pages of one size.
///
/// Reference: `specs.LinuxHugepageLimit`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct LinuxHugepageLimit<'a> {
    /// The page size, for example `64KB`, `2MB` or `1GB`.
    #[json("pageSize")]
    pub page_size: &'a str,
    /// The maximum amount of memory in pages of this size, in bytes.
    #[json("limit")]
    pub limit: u64,
}

/// The marking of the network packets of a container. `None` leaves a value unchanged.
///
/// Reference: `specs.LinuxNetwork`.
#[json_object]
pub struct LinuxNetwork<'a> {
    /// The class id of the packets for traffic control.
    #[json("classID", omitempty)]
    pub class_id: Option<u32>,
    /// The priorities of the packets, with an entry for each interface.
    #[json("priorities", omitempty)]
    pub priorities: Seq<'a, LinuxInterfacePriority<'a>>,
}

/// The priority of packets that are sent on one interface.
///
/// Reference: `specs.LinuxInterfacePriority`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct LinuxInterfacePriority<'a> {
    /// The name of the interface in the runtime's network namespace.
    #[json("name")]
    pub name: &'a str,
    /// The priority. A higher number takes precedence.
    #[json("priority")]
    pub priority: u32,
}

/// The limits of one RDMA device. `None` means no limit.
///
/// Reference: `specs.LinuxRdma`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct LinuxRdma {
    /// The maximum number of open HCA (host channel adapter) handles.
    #[json("hcaHandles", omitempty)]
    pub hca_handles: Option<u32>,
    /// The maximum number of HCA (host channel adapter) objects.
    #[json("hcaObjects", omitempty)]
    pub hca_objects: Option<u32>,
}
