//! Resource usage of a container. Guest -> host, in the properties of a container.
//!
//! The values are those of cgroup version 1, as the kernel reports them: bytes, nanoseconds and counts. Unless
//! documented otherwise, they cover the time since the container was created.
//!
//! A value of 0 is omitted. A group that is absent was not read. List elements can be absent too, because the lists of
//! the reference contain pointers.

mod memory;

pub use memory::{MemoryEntry, MemoryOomControl, MemoryStat};

use crate::json::Seq;
use crate::json_object;

/// The metrics of one container.
///
/// The struct takes 888 bytes on a 64-bit target.
///
/// Reference: `cgroups/stats.Metrics`.
#[json_object]
pub struct Metrics<'a> {
    /// Huge page usage, with one entry for each page size.
    #[json("hugetlb", omitempty)]
    pub hugetlb: Seq<'a, Option<HugetlbStat<'a>>>,
    /// The number of processes and threads.
    #[json("pids", omitempty)]
    pub pids: Option<PidsStat>,
    /// CPU time.
    #[json("cpu", omitempty)]
    pub cpu: Option<CpuStat<'a>>,
    /// Memory usage.
    #[json("memory", omitempty)]
    pub memory: Option<MemoryStat>,
    /// Block device I/O.
    #[json("blkio", omitempty)]
    pub blkio: Option<BlkIoStat<'a>>,
    /// Usage of RDMA (remote direct memory access) devices.
    #[json("rdma", omitempty)]
    pub rdma: Option<RdmaStat<'a>>,
    /// Network traffic, with one entry for each interface.
    #[json("network", omitempty)]
    pub network: Seq<'a, Option<NetworkStat<'a>>>,
    /// The states of the container's tasks.
    #[json("cgroup_stats", omitempty)]
    pub cgroup_stats: Option<CgroupStats>,
    /// How the container behaves when it runs out of memory, and how often it did.
    #[json("memory_oom_control", omitempty)]
    pub memory_oom_control: Option<MemoryOomControl>,
}

/// The usage of huge pages of one size.
///
/// Reference: `cgroups/stats.HugetlbStat`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct HugetlbStat<'a> {
    /// The current usage, in bytes.
    #[json("usage", omitempty)]
    pub usage: u64,
    /// The maximum usage so far, in bytes.
    #[json("max", omitempty)]
    pub max: u64,
    /// The number of allocations that failed because of the limit.
    #[json("failcnt", omitempty)]
    pub failcnt: u64,
    /// The page size, for example `2MB`.
    #[json("pagesize", omitempty)]
    pub pagesize: &'a str,
}

/// The number of processes and threads.
///
/// Reference: `cgroups/stats.PidsStat`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct PidsStat {
    /// The current number of processes and threads.
    #[json("current", omitempty)]
    pub current: u64,
    /// The maximum number of processes and threads. 0 means no limit.
    #[json("limit", omitempty)]
    pub limit: u64,
}

/// CPU time.
///
/// Reference: `cgroups/stats.CPUStat`.
#[json_object]
#[doc(alias = "CPUStat")]
pub struct CpuStat<'a> {
    /// The CPU time used. `None` if it was not read.
    #[json("usage", omitempty)]
    pub usage: Option<CpuUsage<'a>>,
    /// The CPU time withheld because of the quota. `None` if it was not read.
    #[json("throttling", omitempty)]
    pub throttling: Option<Throttle>,
}

/// The CPU time used, in nanoseconds.
///
/// Reference: `cgroups/stats.CPUUsage`.
#[json_object]
#[doc(alias = "CPUUsage")]
pub struct CpuUsage<'a> {
    /// The total CPU time, in nanoseconds.
    #[json("total", omitempty)]
    pub total: u64,
    /// The CPU time in kernel mode, in nanoseconds.
    #[json("kernel", omitempty)]
    pub kernel: u64,
    /// The CPU time in user mode, in nanoseconds.
    #[json("user", omitempty)]
    pub user: u64,
    /// The total CPU time of each CPU, in nanoseconds.
    #[json("per_cpu", omitempty)]
    pub per_cpu: Seq<'a, u64>,
}

/// The CPU time withheld because of the quota.
///
/// Reference: `cgroups/stats.Throttle`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct Throttle {
    /// The number of periods that have elapsed.
    #[json("periods", omitempty)]
    pub periods: u64,
    /// The number of periods in which the quota was used up.
    #[json("throttled_periods", omitempty)]
    pub throttled_periods: u64,
    /// The total time for which tasks were throttled, in nanoseconds.
    #[json("throttled_time", omitempty)]
    pub throttled_time: u64,
}

/// Block device I/O of the container and of the cgroups below it.
///
/// There is a list for each metric, with an entry for each device and operation.
///
/// Reference: `cgroups/stats.BlkIOStat`.
#[json_object]
#[doc(alias = "BlkIOStat")]
pub struct BlkIoStat<'a> {
    /// The number of bytes read and written.
    #[json("io_service_bytes_recursive", omitempty)]
    pub io_service_bytes_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// The number of I/O requests completed.
    #[json("io_serviced_recursive", omitempty)]
    pub io_serviced_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// The number of I/O requests queued at the moment.
    #[json("io_queued_recursive", omitempty)]
    pub io_queued_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// The time between dispatch and completion of I/O requests, in nanoseconds.
    #[json("io_service_time_recursive", omitempty)]
    pub io_service_time_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// The time that I/O requests waited in the queue, in nanoseconds.
    #[json("io_wait_time_recursive", omitempty)]
    pub io_wait_time_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// The number of I/O requests merged into others.
    #[json("io_merged_recursive", omitempty)]
    pub io_merged_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// The time for which the container had access to the device, in milliseconds.
    #[json("io_time_recursive", omitempty)]
    pub io_time_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
    /// The number of sectors read and written. A sector has 512 bytes.
    #[json("sectors_recursive", omitempty)]
    pub sectors_recursive: Seq<'a, Option<BlkIoEntry<'a>>>,
}

/// One metric of one block device.
///
/// Reference: `cgroups/stats.BlkIOEntry`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "BlkIOEntry")]
pub struct BlkIoEntry<'a> {
    /// The operation, for example `Read`, `Write` or `Total`. It is empty if the metric is not split by operation.
    #[json("op", omitempty)]
    pub op: &'a str,
    /// The path of the device, for example `/dev/sda`. It is empty if the path is unknown.
    #[json("device", omitempty)]
    pub device: &'a str,
    /// The major device number.
    #[json("major", omitempty)]
    pub major: u64,
    /// The minor device number.
    #[json("minor", omitempty)]
    pub minor: u64,
    /// The value, in the unit of the list.
    #[json("value", omitempty)]
    pub value: u64,
}

/// The usage of RDMA devices, with an entry for each device.
///
/// Reference: `cgroups/stats.RdmaStat`.
#[json_object]
pub struct RdmaStat<'a> {
    /// The current usage.
    #[json("current", omitempty)]
    pub current: Seq<'a, Option<RdmaEntry<'a>>>,
    /// The limits.
    #[json("limit", omitempty)]
    pub limit: Seq<'a, Option<RdmaEntry<'a>>>,
}

/// The usage or the limits of one RDMA device.
///
/// Reference: `cgroups/stats.RdmaEntry`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct RdmaEntry<'a> {
    /// The name of the device.
    #[json("device", omitempty)]
    pub device: &'a str,
    /// The number of HCA (host channel adapter) handles. In a limit, [`u32::MAX`] means no limit.
    #[json("hca_handles", omitempty)]
    pub hca_handles: u32,
    /// The number of HCA (host channel adapter) objects. In a limit, [`u32::MAX`] means no limit.
    #[json("hca_objects", omitempty)]
    pub hca_objects: u32,
}

/// The traffic of one network interface.
///
/// Reference: `cgroups/stats.NetworkStat`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct NetworkStat<'a> {
    /// The name of the interface.
    #[json("name", omitempty)]
    pub name: &'a str,
    /// The number of bytes received.
    #[json("rx_bytes", omitempty)]
    pub rx_bytes: u64,
    /// The number of packets received.
    #[json("rx_packets", omitempty)]
    pub rx_packets: u64,
    /// The number of packets received with an error.
    #[json("rx_errors", omitempty)]
    pub rx_errors: u64,
    /// The number of packets received and dropped.
    #[json("rx_dropped", omitempty)]
    pub rx_dropped: u64,
    /// The number of bytes sent.
    #[json("tx_bytes", omitempty)]
    pub tx_bytes: u64,
    /// The number of packets sent.
    #[json("tx_packets", omitempty)]
    pub tx_packets: u64,
    /// The number of packets that could not be sent because of an error.
    #[json("tx_errors", omitempty)]
    pub tx_errors: u64,
    /// The number of packets dropped before they were sent.
    #[json("tx_dropped", omitempty)]
    pub tx_dropped: u64,
}

/// The number of tasks of the container in each state.
///
/// Reference: `cgroups/stats.CgroupStats`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct CgroupStats {
    /// The number of tasks in interruptible sleep, which a signal can wake.
    #[json("nr_sleeping", omitempty)]
    pub nr_sleeping: u64,
    /// The number of running and runnable tasks.
    #[json("nr_running", omitempty)]
    pub nr_running: u64,
    /// The number of stopped tasks.
    #[json("nr_stopped", omitempty)]
    pub nr_stopped: u64,
    /// The number of tasks in uninterruptible sleep, which a signal cannot wake.
    #[json("nr_uninterruptible", omitempty)]
    pub nr_uninterruptible: u64,
    /// The number of tasks waiting for I/O.
    #[json("nr_io_wait", omitempty)]
    pub nr_io_wait: u64,
}
