//! What a Linux container may use, by cgroup. Host -> guest, in a container's specification and when limits change.

use crate::json::{Map, Seq};
use crate::json_object;

/// The limits of a Linux container. What is absent is not limited, or stays as it was when limits change.
///
/// 520 bytes on a 64-bit target.
///
/// Reference: `specs.LinuxResources`.
#[json_object]
pub struct LinuxResources<'a> {
    /// Which devices it may use: rules in order, each for or against.
    #[json("devices", omitempty)]
    pub devices: Seq<'a, LinuxDeviceCgroup<'a>>,
    /// Memory.
    #[json("memory", omitempty)]
    pub memory: Option<LinuxMemory>,
    /// Processor time, and which processors.
    #[json("cpu", omitempty)]
    pub cpu: Option<LinuxCpu<'a>>,
    /// The number of processes.
    #[json("pids", omitempty)]
    pub pids: Option<LinuxPids>,
    /// Disks.
    #[json("blockIO", omitempty)]
    pub block_io: Option<LinuxBlockIo<'a>>,
    /// Huge pages, one limit for each size.
    #[json("hugepageLimits", omitempty)]
    pub hugepage_limits: Seq<'a, LinuxHugepageLimit<'a>>,
    /// How network packets are marked.
    #[json("network", omitempty)]
    pub network: Option<LinuxNetwork<'a>>,
    /// Remote direct memory access, by the name of the device.
    #[json("rdma", omitempty)]
    pub rdma: Map<'a, LinuxRdma>,
    /// Files of cgroup version 2, such as `memory.high`, and what to write into them.
    #[json("unified", omitempty)]
    pub unified: Map<'a, &'a str>,
}

/// A rule for or against the use of devices.
///
/// Reference: `specs.LinuxDeviceCgroup`.
#[json_object]
pub struct LinuxDeviceCgroup<'a> {
    /// Whether the rule permits.
    #[json("allow")]
    pub allow: bool,
    /// `c` for character devices, `b` for block devices, `a` or empty for both.
    #[doc(alias = "Type")]
    #[json("type", omitempty)]
    pub device_type: &'a str,
    /// The major device number. Absent: any.
    #[json("major", omitempty)]
    pub major: Option<i64>,
    /// The minor device number. Absent: any.
    #[json("minor", omitempty)]
    pub minor: Option<i64>,
    /// What the rule is about: `r` to read, `w` to write, `m` to make the node, in any mixture. Empty: left to the
    /// runtime.
    #[json("access", omitempty)]
    pub access: &'a str,
}

/// Limits to memory, in bytes; -1 is no limit, and absent leaves it as it is.
///
/// Reference: `specs.LinuxMemory`.
#[json_object]
pub struct LinuxMemory {
    /// The most it may use, in bytes.
    #[json("limit", omitempty)]
    pub limit: Option<i64>,
    /// What it is pushed back to when memory is short, in bytes.
    #[json("reservation", omitempty)]
    pub reservation: Option<i64>,
    /// The most of memory and swap together, in bytes; not below `limit`.
    #[json("swap", omitempty)]
    pub swap: Option<i64>,
    /// The most that the kernel may use on its behalf, in bytes. Newer kernels have no such limit.
    #[json("kernel", omitempty)]
    pub kernel: Option<i64>,
    /// The most that the kernel may use for its TCP buffers, in bytes.
    #[json("kernelTCP", omitempty)]
    pub kernel_tcp: Option<i64>,
    /// How readily its pages are swapped out, from 0 to 100.
    #[json("swappiness", omitempty)]
    pub swappiness: Option<u64>,
    /// Whether it waits, instead of being killed, when it is at its limit.
    #[json("disableOOMKiller", omitempty)]
    pub disable_oom_killer: Option<bool>,
    /// Whether cgroups below it are counted with it.
    #[json("useHierarchy", omitempty)]
    pub use_hierarchy: Option<bool>,
    /// Whether a new limit is refused if more than that is in use.
    #[json("checkBeforeUpdate", omitempty)]
    pub check_before_update: Option<bool>,
}

/// Limits to processor time; absent leaves it as it is.
///
/// Reference: `specs.LinuxCPU`.
#[json_object]
#[doc(alias = "LinuxCPU")]
pub struct LinuxCpu<'a> {
    /// Its weight beside other cgroups when processors are busy, from 2 to 262144; 1024 is the usual.
    #[json("shares", omitempty)]
    pub shares: Option<u64>,
    /// The time it may run in each `period`, in microseconds, over all processors; negative is no limit.
    #[json("quota", omitempty)]
    pub quota: Option<i64>,
    /// How much of an unused quota it may save up, in microseconds.
    #[json("burst", omitempty)]
    pub burst: Option<u64>,
    /// The length of a period, in microseconds, from 1,000 to 1,000,000.
    #[json("period", omitempty)]
    pub period: Option<u64>,
    /// The time its real-time processes may run in each `realtime_period`, in microseconds.
    #[json("realtimeRuntime", omitempty)]
    pub realtime_runtime: Option<i64>,
    /// The length of a period for real-time processes, in microseconds.
    #[json("realtimePeriod", omitempty)]
    pub realtime_period: Option<u64>,
    /// The processors it may run on, as `0-3,7`. Empty: any.
    #[json("cpus", omitempty)]
    pub cpus: &'a str,
    /// The memory nodes it may use, as `0-3,7`. Empty: any.
    #[json("mems", omitempty)]
    pub mems: &'a str,
    /// 1 if it runs only when nothing else wants to, 0 if not.
    #[json("idle", omitempty)]
    pub idle: Option<i64>,
}

/// The limit to the number of processes.
///
/// Reference: `specs.LinuxPids`.
#[json_object]
pub struct LinuxPids {
    /// The most processes and threads; negative is no limit. Absent: left as it is.
    #[json("limit", omitempty)]
    pub limit: Option<i64>,
}

/// Shares of disks, and limits to their use; absent leaves it as it is.
///
/// Reference: `specs.LinuxBlockIO`.
#[json_object]
#[doc(alias = "LinuxBlockIO")]
pub struct LinuxBlockIo<'a> {
    /// Its weight beside other cgroups, from 10 to 1000.
    #[json("weight", omitempty)]
    pub weight: Option<u16>,
    /// The weight of its own processes beside the cgroups below it, from 10 to 1000.
    #[json("leafWeight", omitempty)]
    pub leaf_weight: Option<u16>,
    /// Weights for single devices, which go before the two above.
    #[json("weightDevice", omitempty)]
    pub weight_device: Seq<'a, LinuxWeightDevice>,
    /// The most that may be read from a device, in bytes a second.
    #[json("throttleReadBpsDevice", omitempty)]
    pub throttle_read_bps_device: Seq<'a, LinuxThrottleDevice>,
    /// The most that may be written to a device, in bytes a second.
    #[json("throttleWriteBpsDevice", omitempty)]
    pub throttle_write_bps_device: Seq<'a, LinuxThrottleDevice>,
    /// The most reads from a device, in operations a second.
    #[json("throttleReadIOPSDevice", omitempty)]
    pub throttle_read_iops_device: Seq<'a, LinuxThrottleDevice>,
    /// The most writes to a device, in operations a second.
    #[json("throttleWriteIOPSDevice", omitempty)]
    pub throttle_write_iops_device: Seq<'a, LinuxThrottleDevice>,
}

/// A block device by its numbers. [`LinuxWeightDevice`] and [`LinuxThrottleDevice`] start with the same two fields.
///
/// Reference: `specs.LinuxBlockIODevice`.
#[json_object]
#[doc(alias = "LinuxBlockIODevice")]
pub struct LinuxBlockIoDevice {
    /// The major device number.
    #[json("major")]
    pub major: i64,
    /// The minor device number.
    #[json("minor")]
    pub minor: i64,
}

/// A container's weights at one block device.
///
/// Reference: `specs.LinuxWeightDevice`.
#[json_object]
pub struct LinuxWeightDevice {
    /// The major device number.
    #[json("major")]
    pub major: i64,
    /// The minor device number.
    #[json("minor")]
    pub minor: i64,
    /// Its weight beside other cgroups, from 10 to 1000. Absent: that for all devices.
    #[json("weight", omitempty)]
    pub weight: Option<u16>,
    /// The weight of its own processes beside the cgroups below it, from 10 to 1000. Absent: that for all devices.
    #[json("leafWeight", omitempty)]
    pub leaf_weight: Option<u16>,
}

/// A limit to the use of one block device.
///
/// Reference: `specs.LinuxThrottleDevice`.
#[json_object]
pub struct LinuxThrottleDevice {
    /// The major device number.
    #[json("major")]
    pub major: i64,
    /// The minor device number.
    #[json("minor")]
    pub minor: i64,
    /// Bytes or operations a second, as the list says that it is in; 0 lifts the limit.
    #[json("rate")]
    pub rate: u64,
}

/// A limit to huge pages of one size.
///
/// Reference: `specs.LinuxHugepageLimit`.
#[json_object]
pub struct LinuxHugepageLimit<'a> {
    /// The size of such a page, such as `64KB`, `2MB` or `1GB`.
    #[json("pageSize")]
    pub page_size: &'a str,
    /// The most memory in such pages, in bytes.
    #[json("limit")]
    pub limit: u64,
}

/// How network packets of a container are marked; absent leaves it as it is.
///
/// Reference: `specs.LinuxNetwork`.
#[json_object]
pub struct LinuxNetwork<'a> {
    /// The class number that its packets carry for traffic control.
    #[json("classID", omitempty)]
    pub class_id: Option<u32>,
    /// The priority of its packets, by interface.
    #[json("priorities", omitempty)]
    pub priorities: Seq<'a, LinuxInterfacePriority<'a>>,
}

/// The priority of packets that leave by one interface.
///
/// Reference: `specs.LinuxInterfacePriority`.
#[json_object]
pub struct LinuxInterfacePriority<'a> {
    /// The interface's name, as the runtime sees it.
    #[json("name")]
    pub name: &'a str,
    /// The priority; a higher number goes first.
    #[json("priority")]
    pub priority: u32,
}

/// Limits to one device of remote direct memory access. Absent: no limit.
///
/// Reference: `specs.LinuxRdma`.
#[json_object]
pub struct LinuxRdma {
    /// The most adapter handles that may be open.
    #[json("hcaHandles", omitempty)]
    pub hca_handles: Option<u32>,
    /// The most adapter objects that may exist.
    #[json("hcaObjects", omitempty)]
    pub hca_objects: Option<u32>,
}
