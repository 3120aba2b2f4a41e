//! What a container has used so far. Guest -> host, in the properties of a container.
//!
//! The figures are those of cgroup version 1 as the kernel tells them: bytes, nanoseconds and counts, since the
//! container was made unless said otherwise. A figure that is 0 is not written; a group that is absent was not read.
//! Elements of lists may be absent, too: the reference's lists are of pointers.

mod memory;

pub use memory::{MemoryEntry, MemoryOomControl, MemoryStat};

use crate::json::Seq;
use crate::json_object;

/// The figures of one container.
///
/// 888 bytes on a 64-bit target.
///
/// Reference: `cgroups/stats.Metrics`.
#[json_object]
pub struct Metrics<'a> {
    /// Huge pages, one entry for each size.
    #[json("hugetlb", omitempty)]
    pub hugetlb: Seq<'a, Option<HugetlbStat<'a>>>,
    /// Processes.
    #[json("pids", omitempty)]
    pub pids: Option<PidsStat>,
    /// Processor time.
    #[json("cpu", omitempty)]
    pub cpu: Option<CpuStat<'a>>,
    /// Memory.
    #[json("memory", omitempty)]
    pub memory: Option<MemoryStat>,
    /// Disks.
    #[json("blkio", omitempty)]
    pub blkio: Option<BlkIoStat<'a>>,
    /// Remote direct memory access.
    #[json("rdma", omitempty)]
    pub rdma: Option<RdmaStat<'a>>,
    /// Network, one entry for each interface.
    #[json("network", omitempty)]
    pub network: Seq<'a, Option<NetworkStat<'a>>>,
    /// What its tasks are doing.
    #[json("cgroup_stats", omitempty)]
    pub cgroup_stats: Option<CgroupStats>,
    /// What happened, or would happen, when memory runs out.
    #[json("memory_oom_control", omitempty)]
    pub memory_oom_control: Option<MemoryOomControl>,
}

/// Huge pages of one size.
///
/// Reference: `cgroups/stats.HugetlbStat`.
#[json_object]
pub struct HugetlbStat<'a> {
    /// In use now, in bytes.
    #[json("usage", omitempty)]
    pub usage: u64,
    /// The most that was ever in use, in bytes.
    #[json("max", omitempty)]
    pub max: u64,
    /// How often the limit refused a page.
    #[json("failcnt", omitempty)]
    pub failcnt: u64,
    /// The size of a page, such as `2MB`.
    #[json("pagesize", omitempty)]
    pub pagesize: &'a str,
}

/// Processes.
///
/// Reference: `cgroups/stats.PidsStat`.
#[json_object]
pub struct PidsStat {
    /// How many processes and threads there are now.
    #[json("current", omitempty)]
    pub current: u64,
    /// How many there may be; 0 is no limit.
    #[json("limit", omitempty)]
    pub limit: u64,
}

/// Processor time.
///
/// Reference: `cgroups/stats.CPUStat`.
#[json_object]
#[doc(alias = "CPUStat")]
pub struct CpuStat<'a> {
    /// Time used. Absent: not read.
    #[json("usage", omitempty)]
    pub usage: Option<CpuUsage<'a>>,
    /// Time refused by the quota. Absent: not read.
    #[json("throttling", omitempty)]
    pub throttling: Option<Throttle>,
}

/// Processor time used, in nanoseconds.
///
/// Reference: `cgroups/stats.CPUUsage`.
#[json_object]
#[doc(alias = "CPUUsage")]
pub struct CpuUsage<'a> {
    /// All of it, in nanoseconds.
    #[json("total", omitempty)]
    pub total: u64,
    /// In the kernel, in nanoseconds.
    #[json("kernel", omitempty)]
    pub kernel: u64,
    /// Outside the kernel, in nanoseconds.
    #[json("user", omitempty)]
    pub user: u64,
    /// All of it by processor, in nanoseconds.
    #[json("per_cpu", omitempty)]
    pub per_cpu: Seq<'a, u64>,
}

/// Processor time refused by the quota.
///
/// Reference: `cgroups/stats.Throttle`.
#[json_object]
pub struct Throttle {
    /// How many periods there were.
    #[json("periods", omitempty)]
    pub periods: u64,
    /// In how many of them the quota was used up.
    #[json("throttled_periods", omitempty)]
    pub throttled_periods: u64,
    /// How long processes were held back, in nanoseconds.
    #[json("throttled_time", omitempty)]
    pub throttled_time: u64,
}

/// Disks, with the cgroups below the container's: a list for each figure, an entry for each device and operation.
///
/// Reference: `cgroups/stats.BlkIOStat`.
#[json_object]
#[doc(alias = "BlkIOStat")]
pub struct BlkIoStat<'a> {
    /// What was read and written, in bytes.
    #[json("io_service_bytes_recursive", omitempty)]
    pub io_service_bytes_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// How many requests were served.
    #[json("io_serviced_recursive", omitempty)]
    pub io_serviced_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// How many requests are waiting now.
    #[json("io_queued_recursive", omitempty)]
    pub io_queued_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// How long it took to serve them, in nanoseconds.
    #[json("io_service_time_recursive", omitempty)]
    pub io_service_time_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// How long they waited to be served, in nanoseconds.
    #[json("io_wait_time_recursive", omitempty)]
    pub io_wait_time_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// How many requests were joined to others.
    #[json("io_merged_recursive", omitempty)]
    pub io_merged_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// How long it had the disk to itself, in milliseconds.
    #[json("io_time_recursive", omitempty)]
    pub io_time_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// How many sectors of 512 bytes were read and written.
    #[json("sectors_recursive", omitempty)]
    pub sectors_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
}

/// One figure of one device.
///
/// Reference: `cgroups/stats.BlkIOEntry`.
#[json_object]
#[doc(alias = "BlkIOEntry")]
pub struct BlkIoEntry<'a> {
    /// The operation, such as `Read`, `Write` or `Total`. Empty: the figure is not split by operation.
    #[json("op", omitempty)]
    pub op: &'a str,
    /// The device's path, such as `/dev/sda`. Empty: not known.
    #[json("device", omitempty)]
    pub device: &'a str,
    /// The major device number.
    #[json("major", omitempty)]
    pub major: u64,
    /// The minor device number.
    #[json("minor", omitempty)]
    pub minor: u64,
    /// The figure, in the unit of the list.
    #[json("value", omitempty)]
    pub value: u64,
}

/// Remote direct memory access, an entry for each device.
///
/// Reference: `cgroups/stats.RdmaStat`.
#[json_object]
pub struct RdmaStat<'a> {
    /// What is in use now.
    #[json("current", omitempty)]
    pub current: Seq<'a, Option<RdmaEntry<'a>>>,
    /// What may be in use.
    #[json("limit", omitempty)]
    pub limit: Seq<'a, Option<RdmaEntry<'a>>>,
}

/// Remote direct memory access by one device.
///
/// Reference: `cgroups/stats.RdmaEntry`.
#[json_object]
pub struct RdmaEntry<'a> {
    /// The device's name.
    #[json("device", omitempty)]
    pub device: &'a str,
    /// How many handles of the adapter; as a limit, [`u32::MAX`] is none.
    #[json("hca_handles", omitempty)]
    pub hca_handles: u32,
    /// How many objects of the adapter; as a limit, [`u32::MAX`] is none.
    #[json("hca_objects", omitempty)]
    pub hca_objects: u32,
}

/// The traffic of one interface.
///
/// Reference: `cgroups/stats.NetworkStat`.
#[json_object]
pub struct NetworkStat<'a> {
    /// The interface's name.
    #[json("name", omitempty)]
    pub name: &'a str,
    /// Received, in bytes.
    #[json("rx_bytes", omitempty)]
    pub rx_bytes: u64,
    /// How many packets were received.
    #[json("rx_packets", omitempty)]
    pub rx_packets: u64,
    /// How many packets came damaged.
    #[json("rx_errors", omitempty)]
    pub rx_errors: u64,
    /// How many packets came and were dropped.
    #[json("rx_dropped", omitempty)]
    pub rx_dropped: u64,
    /// Sent, in bytes.
    #[json("tx_bytes", omitempty)]
    pub tx_bytes: u64,
    /// How many packets were sent.
    #[json("tx_packets", omitempty)]
    pub tx_packets: u64,
    /// How many packets could not be sent.
    #[json("tx_errors", omitempty)]
    pub tx_errors: u64,
    /// How many packets were dropped before they were sent.
    #[json("tx_dropped", omitempty)]
    pub tx_dropped: u64,
}

/// What the container's tasks are doing now; counts of tasks.
///
/// Reference: `cgroups/stats.CgroupStats`.
#[json_object]
pub struct CgroupStats {
    /// Sleeping, and can be woken by a signal.
    #[json("nr_sleeping", omitempty)]
    pub nr_sleeping: u64,
    /// Running, or ready to.
    #[json("nr_running", omitempty)]
    pub nr_running: u64,
    /// Stopped.
    #[json("nr_stopped", omitempty)]
    pub nr_stopped: u64,
    /// Sleeping, and cannot be woken by a signal.
    #[json("nr_uninterruptible", omitempty)]
    pub nr_uninterruptible: u64,
    /// Waiting for a disk.
    #[json("nr_io_wait", omitempty)]
    pub nr_io_wait: u64,
}
