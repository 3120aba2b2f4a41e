//! The memory of a container.

use crate::json_object;

/// Memory, in bytes unless said otherwise. `total_` counts the cgroups below the container's, too.
///
/// Reference: `cgroups/stats.MemoryStat`.
#[json_object]
pub struct MemoryStat {
    /// Pages of files, in bytes.
    #[json("cache", omitempty)]
    pub cache: u64,
    /// Pages of no file, and swapped pages that are still in memory, in bytes.
    #[json("rss", omitempty)]
    pub rss: u64,
    /// The part of `rss` in transparent huge pages, in bytes.
    #[json("rss_huge", omitempty)]
    pub rss_huge: u64,
    /// Pages of files that processes have mapped, in bytes.
    #[json("mapped_file", omitempty)]
    pub mapped_file: u64,
    /// Pages waiting to be written to disk, in bytes.
    #[json("dirty", omitempty)]
    pub dirty: u64,
    /// Pages being written to disk, in bytes.
    #[json("writeback", omitempty)]
    pub writeback: u64,
    /// How many pages were charged to the cgroup.
    #[json("pg_pg_in", omitempty)]
    pub pg_pg_in: u64,
    /// How many pages were no longer charged.
    #[json("pg_pg_out", omitempty)]
    pub pg_pg_out: u64,
    /// How many page faults there were.
    #[json("pg_fault", omitempty)]
    pub pg_fault: u64,
    /// How many page faults had to wait for a disk.
    #[json("pg_maj_fault", omitempty)]
    pub pg_maj_fault: u64,
    /// Pages of no file, not used of late, in bytes.
    #[json("inactive_anon", omitempty)]
    pub inactive_anon: u64,
    /// Pages of no file, used of late, in bytes.
    #[json("active_anon", omitempty)]
    pub active_anon: u64,
    /// Pages of files, not used of late, in bytes.
    #[json("inactive_file", omitempty)]
    pub inactive_file: u64,
    /// Pages of files, used of late, in bytes.
    #[json("active_file", omitempty)]
    pub active_file: u64,
    /// Pages that cannot be given up, in bytes.
    #[json("unevictable", omitempty)]
    pub unevictable: u64,
    /// The limit to memory, the tightest of all cgroups around, in bytes.
    #[json("hierarchical_memory_limit", omitempty)]
    pub hierarchical_memory_limit: u64,
    /// The limit to memory and swap together, the tightest of all cgroups around, in bytes.
    #[json("hierarchical_swap_limit", omitempty)]
    pub hierarchical_swap_limit: u64,
    /// As `cache`, with the cgroups below.
    #[json("total_cache", omitempty)]
    pub total_cache: u64,
    /// As `rss`, with the cgroups below.
    #[json("total_rss", omitempty)]
    pub total_rss: u64,
    /// As `rss_huge`, with the cgroups below.
    #[json("total_rss_huge", omitempty)]
    pub total_rss_huge: u64,
    /// As `mapped_file`, with the cgroups below.
    #[json("total_mapped_file", omitempty)]
    pub total_mapped_file: u64,
    /// As `dirty`, with the cgroups below.
    #[json("total_dirty", omitempty)]
    pub total_dirty: u64,
    /// As `writeback`, with the cgroups below.
    #[json("total_writeback", omitempty)]
    pub total_writeback: u64,
    /// As `pg_pg_in`, with the cgroups below.
    #[json("total_pg_pg_in", omitempty)]
    pub total_pg_pg_in: u64,
    /// As `pg_pg_out`, with the cgroups below.
    #[json("total_pg_pg_out", omitempty)]
    pub total_pg_pg_out: u64,
    /// As `pg_fault`, with the cgroups below.
    #[json("total_pg_fault", omitempty)]
    pub total_pg_fault: u64,
    /// As `pg_maj_fault`, with the cgroups below.
    #[json("total_pg_maj_fault", omitempty)]
    pub total_pg_maj_fault: u64,
    /// As `inactive_anon`, with the cgroups below.
    #[json("total_inactive_anon", omitempty)]
    pub total_inactive_anon: u64,
    /// As `active_anon`, with the cgroups below.
    #[json("total_active_anon", omitempty)]
    pub total_active_anon: u64,
    /// As `inactive_file`, with the cgroups below.
    #[json("total_inactive_file", omitempty)]
    pub total_inactive_file: u64,
    /// As `active_file`, with the cgroups below.
    #[json("total_active_file", omitempty)]
    pub total_active_file: u64,
    /// As `unevictable`, with the cgroups below.
    #[json("total_unevictable", omitempty)]
    pub total_unevictable: u64,
    /// Memory against its limit. Absent: not read.
    #[json("usage", omitempty)]
    pub usage: Option<MemoryEntry>,
    /// Memory and swap together against their limit. Absent: not read.
    #[json("swap", omitempty)]
    pub swap: Option<MemoryEntry>,
    /// The kernel's memory on its behalf, against its limit. Absent: not read.
    #[json("kernel", omitempty)]
    pub kernel: Option<MemoryEntry>,
    /// The kernel's TCP buffers, against their limit. Absent: not read.
    #[json("kernel_tcp", omitempty)]
    pub kernel_tcp: Option<MemoryEntry>,
}

/// One kind of memory against its limit.
///
/// Reference: `cgroups/stats.MemoryEntry`.
#[json_object]
pub struct MemoryEntry {
    /// The limit, in bytes; where there is none, the largest whole number of pages below 2^63.
    #[json("limit", omitempty)]
    pub limit: u64,
    /// In use now, in bytes.
    #[json("usage", omitempty)]
    pub usage: u64,
    /// The most that was ever in use, in bytes.
    #[json("max", omitempty)]
    pub max: u64,
    /// How often the limit was met.
    #[json("failcnt", omitempty)]
    pub failcnt: u64,
}

/// What happened, or would happen, when memory runs out.
///
/// Reference: `cgroups/stats.MemoryOomControl`.
#[json_object]
pub struct MemoryOomControl {
    /// 1 if processes wait, instead of being killed, when memory runs out; 0 if not.
    #[json("oom_kill_disable", omitempty)]
    pub oom_kill_disable: u64,
    /// 1 if memory has run out now, so that processes may be waiting; 0 if not.
    #[json("under_oom", omitempty)]
    pub under_oom: u64,
    /// How many processes were killed because memory ran out.
    #[json("oom_kill", omitempty)]
    pub oom_kill: u64,
}
