//! Memory usage of a container.

use crate::json_object;

/// Memory usage, in bytes unless documented otherwise.
///
/// Fields that start with `total_` include the cgroups below the container's cgroup.
///
/// Reference: `cgroups/stats.MemoryStat`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct MemoryStat {
    /// Page cache, in bytes.
    #[json("cache", omitempty)]
    pub cache: u64,
    /// Anonymous memory and swap cache, in bytes.
    #[json("rss", omitempty)]
    pub rss: u64,
    /// The part of [`rss`](Self::rss) in transparent huge pages, in bytes.
    #[json("rss_huge", omitempty)]
    pub rss_huge: u64,
    /// File pages that are mapped into processes, in bytes.
    #[json("mapped_file", omitempty)]
    pub mapped_file: u64,
    /// Pages waiting to be written to disk, in bytes.
    #[json("dirty", omitempty)]
    pub dirty: u64,
    /// Pages being written to disk, in bytes.
    #[json("writeback", omitempty)]
    pub writeback: u64,
    /// The number of pages charged to the cgroup so far.
    #[json("pg_pg_in", omitempty)]
    pub pg_pg_in: u64,
    /// The number of pages uncharged from the cgroup so far.
    #[json("pg_pg_out", omitempty)]
    pub pg_pg_out: u64,
    /// The number of page faults.
    #[json("pg_fault", omitempty)]
    pub pg_fault: u64,
    /// The number of major page faults, which had to wait for a disk.
    #[json("pg_maj_fault", omitempty)]
    pub pg_maj_fault: u64,
    /// Anonymous memory that was not used recently, in bytes.
    #[json("inactive_anon", omitempty)]
    pub inactive_anon: u64,
    /// Anonymous memory that was used recently, in bytes.
    #[json("active_anon", omitempty)]
    pub active_anon: u64,
    /// File pages that were not used recently, in bytes.
    #[json("inactive_file", omitempty)]
    pub inactive_file: u64,
    /// File pages that were used recently, in bytes.
    #[json("active_file", omitempty)]
    pub active_file: u64,
    /// Pages that cannot be reclaimed, in bytes.
    #[json("unevictable", omitempty)]
    pub unevictable: u64,
    /// The memory limit, in bytes. It is the lowest limit of the cgroup and all cgroups above it.
    #[json("hierarchical_memory_limit", omitempty)]
    pub hierarchical_memory_limit: u64,
    /// The limit for memory and swap together, in bytes. It is the lowest limit of the cgroup and all cgroups above it.
    #[json("hierarchical_swap_limit", omitempty)]
    pub hierarchical_swap_limit: u64,
    /// [`cache`](Self::cache), including the cgroups below.
    #[json("total_cache", omitempty)]
    pub total_cache: u64,
    /// [`rss`](Self::rss), including the cgroups below.
    #[json("total_rss", omitempty)]
    pub total_rss: u64,
    /// [`rss_huge`](Self::rss_huge), including the cgroups below.
    #[json("total_rss_huge", omitempty)]
    pub total_rss_huge: u64,
    /// [`mapped_file`](Self::mapped_file), including the cgroups below.
    #[json("total_mapped_file", omitempty)]
    pub total_mapped_file: u64,
    /// [`dirty`](Self::dirty), including the cgroups below.
    #[json("total_dirty", omitempty)]
    pub total_dirty: u64,
    /// [`writeback`](Self::writeback), including the cgroups below.
    #[json("total_writeback", omitempty)]
    pub total_writeback: u64,
    /// [`pg_pg_in`](Self::pg_pg_in), including the cgroups below.
    #[json("total_pg_pg_in", omitempty)]
    pub total_pg_pg_in: u64,
    /// [`pg_pg_out`](Self::pg_pg_out), including the cgroups below.
    #[json("total_pg_pg_out", omitempty)]
    pub total_pg_pg_out: u64,
    /// [`pg_fault`](Self::pg_fault), including the cgroups below.
    #[json("total_pg_fault", omitempty)]
    pub total_pg_fault: u64,
    /// [`pg_maj_fault`](Self::pg_maj_fault), including the cgroups below.
    #[json("total_pg_maj_fault", omitempty)]
    pub total_pg_maj_fault: u64,
    /// [`inactive_anon`](Self::inactive_anon), including the cgroups below.
    #[json("total_inactive_anon", omitempty)]
    pub total_inactive_anon: u64,
    /// [`active_anon`](Self::active_anon), including the cgroups below.
    #[json("total_active_anon", omitempty)]
    pub total_active_anon: u64,
    /// [`inactive_file`](Self::inactive_file), including the cgroups below.
    #[json("total_inactive_file", omitempty)]
    pub total_inactive_file: u64,
    /// [`active_file`](Self::active_file), including the cgroups below.
    #[json("total_active_file", omitempty)]
    pub total_active_file: u64,
    /// [`unevictable`](Self::unevictable), including the cgroups below.
    #[json("total_unevictable", omitempty)]
    pub total_unevictable: u64,
    /// Memory usage and its limit. `None` if it was not read.
    #[json("usage", omitempty)]
    pub usage: Option<MemoryEntry>,
    /// Usage of memory and swap together, and its limit. `None` if it was not read.
    #[json("swap", omitempty)]
    pub swap: Option<MemoryEntry>,
    /// Kernel memory that the container uses, and its limit. `None` if it was not read.
    #[json("kernel", omitempty)]
    pub kernel: Option<MemoryEntry>,
    /// TCP buffers of the kernel, and their limit. `None` if they were not read.
    #[json("kernel_tcp", omitempty)]
    pub kernel_tcp: Option<MemoryEntry>,
}

/// The usage and the limit of one kind of memory.
///
/// Reference: `cgroups/stats.MemoryEntry`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct MemoryEntry {
    /// The limit, in bytes. Without a limit, it is the largest whole number of pages below 2^63 bytes.
    #[json("limit", omitempty)]
    pub limit: u64,
    /// The current usage, in bytes.
    #[json("usage", omitempty)]
    pub usage: u64,
    /// The maximum usage so far, in bytes.
    #[json("max", omitempty)]
    pub max: u64,
    /// The number of times that the usage reached the limit.
    #[json("failcnt", omitempty)]
    pub failcnt: u64,
}

/// How the container behaves when it runs out of memory, and how often it did.
///
/// Reference: `cgroups/stats.MemoryOomControl`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct MemoryOomControl {
    /// 1 if processes wait when memory runs out, 0 if they are killed.
    #[json("oom_kill_disable", omitempty)]
    pub oom_kill_disable: u64,
    /// 1 if the container is out of memory at the moment, so that processes may be waiting, 0 if not.
    #[json("under_oom", omitempty)]
    pub under_oom: u64,
    /// The number of processes killed because memory ran out.
    #[json("oom_kill", omitempty)]
    pub oom_kill: u64,
}
