//! What a container has used so far. Guest -> host, in the properties of a container.
//!
//! The figures are those of cgroup version 1 as the kernel tells them: bytes, nanoseconds and counts, since the
//! container was made unless said otherwise. A figure that is 0 is not written; a group that is absent was not read.
//! Elements of lists may be absent, too: the reference's lists are of pointers.

use crate::json::Seq;

crate::json_object! {
    /// The figures of one container.
    ///
    /// 888 bytes on a 64-bit target.
    ///
    /// Reference: `cgroups/stats.Metrics`.
    pub struct Metrics<'a> {
        /// Huge pages, one entry for each size.
        pub hugetlb: Seq<'a, Option<HugetlbStat<'a>>> = "hugetlb" omitempty,
        /// Processes.
        pub pids: Option<PidsStat> = "pids" omitempty,
        /// Processor time.
        pub cpu: Option<CpuStat<'a>> = "cpu" omitempty,
        /// Memory.
        pub memory: Option<MemoryStat> = "memory" omitempty,
        /// Disks.
        pub blkio: Option<BlkIoStat<'a>> = "blkio" omitempty,
        /// Remote direct memory access.
        pub rdma: Option<RdmaStat<'a>> = "rdma" omitempty,
        /// Network, one entry for each interface.
        pub network: Seq<'a, Option<NetworkStat<'a>>> = "network" omitempty,
        /// What its tasks are doing.
        pub cgroup_stats: Option<CgroupStats> = "cgroup_stats" omitempty,
        /// What happened, or would happen, when memory runs out.
        pub memory_oom_control: Option<MemoryOomControl> = "memory_oom_control" omitempty,
    }
}

crate::json_object! {
    /// Huge pages of one size.
    ///
    /// Reference: `cgroups/stats.HugetlbStat`.
    pub struct HugetlbStat<'a> {
        /// In use now, in bytes.
        pub usage: u64 = "usage" omitempty,
        /// The most that was ever in use, in bytes.
        pub max: u64 = "max" omitempty,
        /// How often the limit refused a page.
        pub failcnt: u64 = "failcnt" omitempty,
        /// The size of a page, such as `2MB`.
        pub pagesize: &'a str = "pagesize" omitempty,
    }
}

crate::json_object! {
    /// Processes.
    ///
    /// Reference: `cgroups/stats.PidsStat`.
    pub struct PidsStat {
        /// How many processes and threads there are now.
        pub current: u64 = "current" omitempty,
        /// How many there may be; 0 is no limit.
        pub limit: u64 = "limit" omitempty,
    }
}

crate::json_object! {
    /// Processor time.
    ///
    /// Reference: `cgroups/stats.CPUStat`.
    #[doc(alias = "CPUStat")]
    pub struct CpuStat<'a> {
        /// Time used. Absent: not read.
        pub usage: Option<CpuUsage<'a>> = "usage" omitempty,
        /// Time refused by the quota. Absent: not read.
        pub throttling: Option<Throttle> = "throttling" omitempty,
    }
}

crate::json_object! {
    /// Processor time used, in nanoseconds.
    ///
    /// Reference: `cgroups/stats.CPUUsage`.
    #[doc(alias = "CPUUsage")]
    pub struct CpuUsage<'a> {
        /// All of it, in nanoseconds.
        pub total: u64 = "total" omitempty,
        /// In the kernel, in nanoseconds.
        pub kernel: u64 = "kernel" omitempty,
        /// Outside the kernel, in nanoseconds.
        pub user: u64 = "user" omitempty,
        /// All of it by processor, in nanoseconds.
        pub per_cpu: Seq<'a, u64> = "per_cpu" omitempty,
    }
}

crate::json_object! {
    /// Processor time refused by the quota.
    ///
    /// Reference: `cgroups/stats.Throttle`.
    pub struct Throttle {
        /// How many periods there were.
        pub periods: u64 = "periods" omitempty,
        /// In how many of them the quota was used up.
        pub throttled_periods: u64 = "throttled_periods" omitempty,
        /// How long processes were held back, in nanoseconds.
        pub throttled_time: u64 = "throttled_time" omitempty,
    }
}

crate::json_object! {
    /// Memory, in bytes unless said otherwise. `total_` counts the cgroups below the container's, too.
    ///
    /// Reference: `cgroups/stats.MemoryStat`.
    pub struct MemoryStat {
        /// Pages of files, in bytes.
        pub cache: u64 = "cache" omitempty,
        /// Pages of no file, and swapped pages that are still in memory, in bytes.
        pub rss: u64 = "rss" omitempty,
        /// The part of `rss` in transparent huge pages, in bytes.
        pub rss_huge: u64 = "rss_huge" omitempty,
        /// Pages of files that processes have mapped, in bytes.
        pub mapped_file: u64 = "mapped_file" omitempty,
        /// Pages waiting to be written to disk, in bytes.
        pub dirty: u64 = "dirty" omitempty,
        /// Pages being written to disk, in bytes.
        pub writeback: u64 = "writeback" omitempty,
        /// How many pages were charged to the cgroup.
        pub pg_pg_in: u64 = "pg_pg_in" omitempty,
        /// How many pages were no longer charged.
        pub pg_pg_out: u64 = "pg_pg_out" omitempty,
        /// How many page faults there were.
        pub pg_fault: u64 = "pg_fault" omitempty,
        /// How many page faults had to wait for a disk.
        pub pg_maj_fault: u64 = "pg_maj_fault" omitempty,
        /// Pages of no file, not used of late, in bytes.
        pub inactive_anon: u64 = "inactive_anon" omitempty,
        /// Pages of no file, used of late, in bytes.
        pub active_anon: u64 = "active_anon" omitempty,
        /// Pages of files, not used of late, in bytes.
        pub inactive_file: u64 = "inactive_file" omitempty,
        /// Pages of files, used of late, in bytes.
        pub active_file: u64 = "active_file" omitempty,
        /// Pages that cannot be given up, in bytes.
        pub unevictable: u64 = "unevictable" omitempty,
        /// The limit to memory, the tightest of all cgroups around, in bytes.
        pub hierarchical_memory_limit: u64 = "hierarchical_memory_limit" omitempty,
        /// The limit to memory and swap together, the tightest of all cgroups around, in bytes.
        pub hierarchical_swap_limit: u64 = "hierarchical_swap_limit" omitempty,
        /// As `cache`, with the cgroups below.
        pub total_cache: u64 = "total_cache" omitempty,
        /// As `rss`, with the cgroups below.
        pub total_rss: u64 = "total_rss" omitempty,
        /// As `rss_huge`, with the cgroups below.
        pub total_rss_huge: u64 = "total_rss_huge" omitempty,
        /// As `mapped_file`, with the cgroups below.
        pub total_mapped_file: u64 = "total_mapped_file" omitempty,
        /// As `dirty`, with the cgroups below.
        pub total_dirty: u64 = "total_dirty" omitempty,
        /// As `writeback`, with the cgroups below.
        pub total_writeback: u64 = "total_writeback" omitempty,
        /// As `pg_pg_in`, with the cgroups below.
        pub total_pg_pg_in: u64 = "total_pg_pg_in" omitempty,
        /// As `pg_pg_out`, with the cgroups below.
        pub total_pg_pg_out: u64 = "total_pg_pg_out" omitempty,
        /// As `pg_fault`, with the cgroups below.
        pub total_pg_fault: u64 = "total_pg_fault" omitempty,
        /// As `pg_maj_fault`, with the cgroups below.
        pub total_pg_maj_fault: u64 = "total_pg_maj_fault" omitempty,
        /// As `inactive_anon`, with the cgroups below.
        pub total_inactive_anon: u64 = "total_inactive_anon" omitempty,
        /// As `active_anon`, with the cgroups below.
        pub total_active_anon: u64 = "total_active_anon" omitempty,
        /// As `inactive_file`, with the cgroups below.
        pub total_inactive_file: u64 = "total_inactive_file" omitempty,
        /// As `active_file`, with the cgroups below.
        pub total_active_file: u64 = "total_active_file" omitempty,
        /// As `unevictable`, with the cgroups below.
        pub total_unevictable: u64 = "total_unevictable" omitempty,
        /// Memory against its limit. Absent: not read.
        pub usage: Option<MemoryEntry> = "usage" omitempty,
        /// Memory and swap together against their limit. Absent: not read.
        pub swap: Option<MemoryEntry> = "swap" omitempty,
        /// The kernel's memory on its behalf, against its limit. Absent: not read.
        pub kernel: Option<MemoryEntry> = "kernel" omitempty,
        /// The kernel's TCP buffers, against their limit. Absent: not read.
        pub kernel_tcp: Option<MemoryEntry> = "kernel_tcp" omitempty,
    }
}

crate::json_object! {
    /// One kind of memory against its limit.
    ///
    /// Reference: `cgroups/stats.MemoryEntry`.
    pub struct MemoryEntry {
        /// The limit, in bytes; where there is none, the largest whole number of pages below 2^63.
        pub limit: u64 = "limit" omitempty,
        /// In use now, in bytes.
        pub usage: u64 = "usage" omitempty,
        /// The most that was ever in use, in bytes.
        pub max: u64 = "max" omitempty,
        /// How often the limit was met.
        pub failcnt: u64 = "failcnt" omitempty,
    }
}

crate::json_object! {
    /// Disks, with the cgroups below the container's: a list for each figure, an entry for each device and operation.
    ///
    /// Reference: `cgroups/stats.BlkIOStat`.
    #[doc(alias = "BlkIOStat")]
    pub struct BlkIoStat<'a> {
        /// What was read and written, in bytes.
        pub io_service_bytes_recursive: Seq<'a, Option<BlkIoEntry<'a>>> = "io_service_bytes_recursive" omitempty,
        /// How many requests were served.
        pub io_serviced_recursive: Seq<'a, Option<BlkIoEntry<'a>>> = "io_serviced_recursive" omitempty,
        /// How many requests are waiting now.
        pub io_queued_recursive: Seq<'a, Option<BlkIoEntry<'a>>> = "io_queued_recursive" omitempty,
        /// How long it took to serve them, in nanoseconds.
        pub io_service_time_recursive: Seq<'a, Option<BlkIoEntry<'a>>> = "io_service_time_recursive" omitempty,
        /// How long they waited to be served, in nanoseconds.
        pub io_wait_time_recursive: Seq<'a, Option<BlkIoEntry<'a>>> = "io_wait_time_recursive" omitempty,
        /// How many requests were joined to others.
        pub io_merged_recursive: Seq<'a, Option<BlkIoEntry<'a>>> = "io_merged_recursive" omitempty,
        /// How long it had the disk to itself, in milliseconds.
        pub io_time_recursive: Seq<'a, Option<BlkIoEntry<'a>>> = "io_time_recursive" omitempty,
        /// How many sectors of 512 bytes were read and written.
        pub sectors_recursive: Seq<'a, Option<BlkIoEntry<'a>>> = "sectors_recursive" omitempty,
    }
}

crate::json_object! {
    /// One figure of one device.
    ///
    /// Reference: `cgroups/stats.BlkIOEntry`.
    #[doc(alias = "BlkIOEntry")]
    pub struct BlkIoEntry<'a> {
        /// The operation, such as `Read`, `Write` or `Total`. Empty: the figure is not split by operation.
        pub op: &'a str = "op" omitempty,
        /// The device's path, such as `/dev/sda`. Empty: not known.
        pub device: &'a str = "device" omitempty,
        /// The major device number.
        pub major: u64 = "major" omitempty,
        /// The minor device number.
        pub minor: u64 = "minor" omitempty,
        /// The figure, in the unit of the list.
        pub value: u64 = "value" omitempty,
    }
}

crate::json_object! {
    /// Remote direct memory access, an entry for each device.
    ///
    /// Reference: `cgroups/stats.RdmaStat`.
    pub struct RdmaStat<'a> {
        /// What is in use now.
        pub current: Seq<'a, Option<RdmaEntry<'a>>> = "current" omitempty,
        /// What may be in use.
        pub limit: Seq<'a, Option<RdmaEntry<'a>>> = "limit" omitempty,
    }
}

crate::json_object! {
    /// Remote direct memory access by one device.
    ///
    /// Reference: `cgroups/stats.RdmaEntry`.
    pub struct RdmaEntry<'a> {
        /// The device's name.
        pub device: &'a str = "device" omitempty,
        /// How many handles of the adapter; as a limit, [`u32::MAX`] is none.
        pub hca_handles: u32 = "hca_handles" omitempty,
        /// How many objects of the adapter; as a limit, [`u32::MAX`] is none.
        pub hca_objects: u32 = "hca_objects" omitempty,
    }
}

crate::json_object! {
    /// The traffic of one interface.
    ///
    /// Reference: `cgroups/stats.NetworkStat`.
    pub struct NetworkStat<'a> {
        /// The interface's name.
        pub name: &'a str = "name" omitempty,
        /// Received, in bytes.
        pub rx_bytes: u64 = "rx_bytes" omitempty,
        /// How many packets were received.
        pub rx_packets: u64 = "rx_packets" omitempty,
        /// How many packets came damaged.
        pub rx_errors: u64 = "rx_errors" omitempty,
        /// How many packets came and were dropped.
        pub rx_dropped: u64 = "rx_dropped" omitempty,
        /// Sent, in bytes.
        pub tx_bytes: u64 = "tx_bytes" omitempty,
        /// How many packets were sent.
        pub tx_packets: u64 = "tx_packets" omitempty,
        /// How many packets could not be sent.
        pub tx_errors: u64 = "tx_errors" omitempty,
        /// How many packets were dropped before they were sent.
        pub tx_dropped: u64 = "tx_dropped" omitempty,
    }
}

crate::json_object! {
    /// What the container's tasks are doing now; counts of tasks.
    ///
    /// Reference: `cgroups/stats.CgroupStats`.
    pub struct CgroupStats {
        /// Sleeping, and can be woken by a signal.
        pub nr_sleeping: u64 = "nr_sleeping" omitempty,
        /// Running, or ready to.
        pub nr_running: u64 = "nr_running" omitempty,
        /// Stopped.
        pub nr_stopped: u64 = "nr_stopped" omitempty,
        /// Sleeping, and cannot be woken by a signal.
        pub nr_uninterruptible: u64 = "nr_uninterruptible" omitempty,
        /// Waiting for a disk.
        pub nr_io_wait: u64 = "nr_io_wait" omitempty,
    }
}

crate::json_object! {
    /// What happened, or would happen, when memory runs out.
    ///
    /// Reference: `cgroups/stats.MemoryOomControl`.
    pub struct MemoryOomControl {
        /// 1 if processes wait, instead of being killed, when memory runs out; 0 if not.
        pub oom_kill_disable: u64 = "oom_kill_disable" omitempty,
        /// 1 if memory has run out now, so that processes may be waiting; 0 if not.
        pub under_oom: u64 = "under_oom" omitempty,
        /// How many processes were killed because memory ran out.
        pub oom_kill: u64 = "oom_kill" omitempty,
    }
}
