//! Metrics of a container.

use super::super::{List, Text};
use super::table::{Walk, empty, peer_object};

peer_object! {
    pub struct Metrics<'a> {
        hugetlb: List<Option<HugetlbStat<'a>>> = "hugetlb" unless "empty",
        pids: Option<PidsStat> = "pids" unless "empty",
        cpu: Option<CpuStat> = "cpu" unless "empty",
        memory: Option<MemoryStat> = "memory" unless "empty",
        blkio: Option<BlkIoStat<'a>> = "blkio" unless "empty",
        rdma: Option<RdmaStat<'a>> = "rdma" unless "empty",
        network: List<Option<NetworkStat<'a>>> = "network" unless "empty",
        cgroup_stats: Option<CgroupStats> = "cgroup_stats" unless "empty",
        memory_oom_control: Option<MemoryOomControl> = "memory_oom_control" unless "empty",
    }
}

peer_object! {
    pub struct HugetlbStat<'a> {
        usage: u64 = "usage" unless "empty",
        max: u64 = "max" unless "empty",
        failcnt: u64 = "failcnt" unless "empty",
        pagesize: Text<'a> = "pagesize" unless "empty",
    }
}

peer_object! {
    pub struct PidsStat {
        current: u64 = "current" unless "empty",
        limit: u64 = "limit" unless "empty",
    }
}

peer_object! {
    pub struct CpuStat {
        usage: Option<CpuUsage> = "usage" unless "empty",
        throttling: Option<Throttle> = "throttling" unless "empty",
    }
}

peer_object! {
    pub struct CpuUsage {
        total: u64 = "total" unless "empty",
        kernel: u64 = "kernel" unless "empty",
        user: u64 = "user" unless "empty",
        per_cpu: List<u64> = "per_cpu" unless "empty",
    }
}

peer_object! {
    pub struct Throttle {
        periods: u64 = "periods" unless "empty",
        throttled_periods: u64 = "throttled_periods" unless "empty",
        throttled_time: u64 = "throttled_time" unless "empty",
    }
}

peer_object! {
    pub struct MemoryStat {
        cache: u64 = "cache" unless "empty",
        rss: u64 = "rss" unless "empty",
        rss_huge: u64 = "rss_huge" unless "empty",
        mapped_file: u64 = "mapped_file" unless "empty",
        dirty: u64 = "dirty" unless "empty",
        writeback: u64 = "writeback" unless "empty",
        pg_pg_in: u64 = "pg_pg_in" unless "empty",
        pg_pg_out: u64 = "pg_pg_out" unless "empty",
        pg_fault: u64 = "pg_fault" unless "empty",
        pg_maj_fault: u64 = "pg_maj_fault" unless "empty",
        inactive_anon: u64 = "inactive_anon" unless "empty",
        active_anon: u64 = "active_anon" unless "empty",
        inactive_file: u64 = "inactive_file" unless "empty",
        active_file: u64 = "active_file" unless "empty",
        unevictable: u64 = "unevictable" unless "empty",
        hierarchical_memory_limit: u64 = "hierarchical_memory_limit" unless "empty",
        hierarchical_swap_limit: u64 = "hierarchical_swap_limit" unless "empty",
        total_cache: u64 = "total_cache" unless "empty",
        total_rss: u64 = "total_rss" unless "empty",
        total_rss_huge: u64 = "total_rss_huge" unless "empty",
        total_mapped_file: u64 = "total_mapped_file" unless "empty",
        total_dirty: u64 = "total_dirty" unless "empty",
        total_writeback: u64 = "total_writeback" unless "empty",
        total_pg_pg_in: u64 = "total_pg_pg_in" unless "empty",
        total_pg_pg_out: u64 = "total_pg_pg_out" unless "empty",
        total_pg_fault: u64 = "total_pg_fault" unless "empty",
        total_pg_maj_fault: u64 = "total_pg_maj_fault" unless "empty",
        total_inactive_anon: u64 = "total_inactive_anon" unless "empty",
        total_active_anon: u64 = "total_active_anon" unless "empty",
        total_inactive_file: u64 = "total_inactive_file" unless "empty",
        total_active_file: u64 = "total_active_file" unless "empty",
        total_unevictable: u64 = "total_unevictable" unless "empty",
        usage: Option<MemoryEntry> = "usage" unless "empty",
        swap: Option<MemoryEntry> = "swap" unless "empty",
        kernel: Option<MemoryEntry> = "kernel" unless "empty",
        kernel_tcp: Option<MemoryEntry> = "kernel_tcp" unless "empty",
    }
}

peer_object! {
    pub struct MemoryEntry {
        limit: u64 = "limit" unless "empty",
        usage: u64 = "usage" unless "empty",
        max: u64 = "max" unless "empty",
        failcnt: u64 = "failcnt" unless "empty",
    }
}

peer_object! {
    pub struct BlkIoStat<'a> {
        io_service_bytes_recursive: List<Option<BlkIoEntry<'a>>> = "io_service_bytes_recursive" unless "empty",
        io_serviced_recursive: List<Option<BlkIoEntry<'a>>> = "io_serviced_recursive" unless "empty",
        io_queued_recursive: List<Option<BlkIoEntry<'a>>> = "io_queued_recursive" unless "empty",
        io_service_time_recursive: List<Option<BlkIoEntry<'a>>> = "io_service_time_recursive" unless "empty",
        io_wait_time_recursive: List<Option<BlkIoEntry<'a>>> = "io_wait_time_recursive" unless "empty",
        io_merged_recursive: List<Option<BlkIoEntry<'a>>> = "io_merged_recursive" unless "empty",
        io_time_recursive: List<Option<BlkIoEntry<'a>>> = "io_time_recursive" unless "empty",
        sectors_recursive: List<Option<BlkIoEntry<'a>>> = "sectors_recursive" unless "empty",
    }
}

peer_object! {
    pub struct BlkIoEntry<'a> {
        op: Text<'a> = "op" unless "empty",
        device: Text<'a> = "device" unless "empty",
        major: u64 = "major" unless "empty",
        minor: u64 = "minor" unless "empty",
        value: u64 = "value" unless "empty",
    }
}

peer_object! {
    pub struct RdmaStat<'a> {
        current: List<Option<RdmaEntry<'a>>> = "current" unless "empty",
        limit: List<Option<RdmaEntry<'a>>> = "limit" unless "empty",
    }
}

peer_object! {
    pub struct RdmaEntry<'a> {
        device: Text<'a> = "device" unless "empty",
        hca_handles: u32 = "hca_handles" unless "empty",
        hca_objects: u32 = "hca_objects" unless "empty",
    }
}

peer_object! {
    pub struct NetworkStat<'a> {
        name: Text<'a> = "name" unless "empty",
        rx_bytes: u64 = "rx_bytes" unless "empty",
        rx_packets: u64 = "rx_packets" unless "empty",
        rx_errors: u64 = "rx_errors" unless "empty",
        rx_dropped: u64 = "rx_dropped" unless "empty",
        tx_bytes: u64 = "tx_bytes" unless "empty",
        tx_packets: u64 = "tx_packets" unless "empty",
        tx_errors: u64 = "tx_errors" unless "empty",
        tx_dropped: u64 = "tx_dropped" unless "empty",
    }
}

peer_object! {
    pub struct CgroupStats {
        nr_sleeping: u64 = "nr_sleeping" unless "empty",
        nr_running: u64 = "nr_running" unless "empty",
        nr_stopped: u64 = "nr_stopped" unless "empty",
        nr_uninterruptible: u64 = "nr_uninterruptible" unless "empty",
        nr_io_wait: u64 = "nr_io_wait" unless "empty",
    }
}

peer_object! {
    pub struct MemoryOomControl {
        oom_kill_disable: u64 = "oom_kill_disable" unless "empty",
        under_oom: u64 = "under_oom" unless "empty",
        oom_kill: u64 = "oom_kill" unless "empty",
    }
}
