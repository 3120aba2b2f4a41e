//! What concerns Linux: namespaces, devices, paths, and the kernel's view of a container. Host -> guest.

use super::{LinuxResources, LinuxSeccomp};
use crate::json::{Map, Seq};
use crate::{json_object, open_set};

/// The Linux part of a container.
///
/// 1,120 bytes on a 64-bit target.
///
/// Reference: `specs.Linux`.
#[json_object]
pub struct Linux<'a> {
    /// User numbers inside and outside, for a user namespace. Empty: the same on both sides.
    #[json("uidMappings", omitempty)]
    pub uid_mappings: Seq<'a, LinuxIdMapping>,
    /// Group numbers inside and outside, for a user namespace. Empty: the same on both sides.
    #[json("gidMappings", omitempty)]
    pub gid_mappings: Seq<'a, LinuxIdMapping>,
    /// Kernel parameters to set, by names such as `net.ipv4.ip_forward`.
    #[json("sysctl", omitempty)]
    pub sysctl: Map<'a, &'a str>,
    /// What the container may use. Absent: no limits of its own.
    #[json("resources", omitempty)]
    pub resources: Option<LinuxResources<'a>>,
    /// The container's cgroup, below where cgroups are mounted. Empty: chosen by the runtime.
    #[json("cgroupsPath", omitempty)]
    pub cgroups_path: &'a str,
    /// The namespaces it has of its own, or joins. Those not named here it shares with the runtime.
    #[json("namespaces", omitempty)]
    pub namespaces: Seq<'a, LinuxNamespace<'a>>,
    /// Device nodes to make inside, beside those that every container has.
    #[json("devices", omitempty)]
    pub devices: Seq<'a, LinuxDevice<'a>>,
    /// Network devices to move into the container, by their name outside.
    #[json("netDevices", omitempty)]
    pub net_devices: Map<'a, LinuxNetDevice<'a>>,
    /// Which system calls it may make. Absent: all.
    #[json("seccomp", omitempty)]
    pub seccomp: Option<LinuxSeccomp<'a>>,
    /// How later mounts spread to and from the root: `shared`, `slave`, `private` or `unbindable`, perhaps with an
    /// `r` in front. Empty: left to the runtime.
    #[json("rootfsPropagation", omitempty)]
    pub rootfs_propagation: &'a str,
    /// Paths inside that cannot be read.
    #[json("maskedPaths", omitempty)]
    pub masked_paths: Seq<'a, &'a str>,
    /// Paths inside that cannot be written.
    #[json("readonlyPaths", omitempty)]
    pub readonly_paths: Seq<'a, &'a str>,
    /// The `SELinux` label of its mounts. Empty: none.
    #[json("mountLabel", omitempty)]
    pub mount_label: &'a str,
    /// Shares of cache and memory bandwidth on Intel processors. Absent: not limited, not watched.
    #[json("intelRdt", omitempty)]
    pub intel_rdt: Option<LinuxIntelRdt<'a>>,
    /// On which memory nodes its pages lie. Absent: as its parent.
    #[json("memoryPolicy", omitempty)]
    pub memory_policy: Option<LinuxMemoryPolicy<'a>>,
    /// Which Linux the kernel shows it. Absent: the usual one.
    #[json("personality", omitempty)]
    pub personality: Option<LinuxPersonality<'a>>,
    /// How far its clocks are ahead, by the clock's name (`monotonic`, `boottime`), for a time namespace.
    #[json("timeOffsets", omitempty)]
    pub time_offsets: Map<'a, LinuxTimeOffset>,
}

/// A run of user or group numbers, and what they are outside.
///
/// Reference: `specs.LinuxIDMapping`.
#[json_object]
#[doc(alias = "LinuxIDMapping")]
pub struct LinuxIdMapping {
    /// The first number inside the container.
    #[json("containerID")]
    pub container_id: u32,
    /// The first number outside.
    #[json("hostID")]
    pub host_id: u32,
    /// How many numbers there are.
    #[json("size")]
    pub size: u32,
}

/// A namespace that a container has of its own, or joins. At most one of each kind.
///
/// Reference: `specs.LinuxNamespace`.
#[json_object]
pub struct LinuxNamespace<'a> {
    /// What it sets apart.
    #[doc(alias = "Type")]
    #[json("type")]
    pub namespace_type: LinuxNamespaceType<'a>,
    /// The file of the namespace to join, of the same kind; an absolute path. Empty: a new one.
    #[json("path", omitempty)]
    pub path: &'a str,
}

/// What a Linux namespace sets apart.
///
/// Reference: `specs.LinuxNamespaceType`.
#[open_set]
#[non_exhaustive]
pub enum LinuxNamespaceType<'a> {
    /// Process numbers.
    #[doc(alias = "PIDNamespace")]
    #[json("pid")]
    Pid,
    /// Network devices, addresses, ports.
    #[doc(alias = "NetworkNamespace")]
    #[json("network")]
    Network,
    /// Mounts.
    #[doc(alias = "MountNamespace")]
    #[json("mount")]
    Mount,
    /// System V objects and POSIX message queues.
    #[doc(alias = "IPCNamespace")]
    #[json("ipc")]
    Ipc,
    /// The host and domain name.
    #[doc(alias = "UTSNamespace")]
    #[json("uts")]
    Uts,
    /// User and group numbers.
    #[doc(alias = "UserNamespace")]
    #[json("user")]
    User,
    /// The view of the cgroups.
    #[doc(alias = "CgroupNamespace")]
    #[json("cgroup")]
    Cgroup,
    /// The clocks that count from the start of the machine.
    #[doc(alias = "TimeNamespace")]
    #[json("time")]
    Time,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// A device node to be made inside a container.
///
/// Reference: `specs.LinuxDevice`.
#[json_object]
pub struct LinuxDevice<'a> {
    /// Where it appears inside; an absolute path.
    #[json("path")]
    pub path: &'a str,
    /// `c` or `u` for a character device, `b` for a block device, `p` for a pipe.
    #[doc(alias = "Type")]
    #[json("type")]
    pub device_type: &'a str,
    /// The major device number; of no meaning for a pipe.
    #[json("major")]
    pub major: i64,
    /// The minor device number; of no meaning for a pipe.
    #[json("minor")]
    pub minor: i64,
    /// Its mode, the permissions in the lowest nine bits; a plain number (438 is `0o666`). Absent: left to the
    /// runtime.
    #[json("fileMode", omitempty)]
    pub file_mode: Option<u32>,
    /// The owner's user number inside. Absent: left to the runtime.
    #[json("uid", omitempty)]
    pub uid: Option<u32>,
    /// The owner's group number inside. Absent: left to the runtime.
    #[json("gid", omitempty)]
    pub gid: Option<u32>,
}

/// A network device that is moved into a container.
///
/// Reference: `specs.LinuxNetDevice`.
#[json_object]
pub struct LinuxNetDevice<'a> {
    /// What it is called inside. Empty: as outside.
    #[json("name", omitempty)]
    pub name: &'a str,
}

/// Shares of cache and memory bandwidth on Intel processors, by the kernel's `resctrl` file system.
///
/// Reference: `specs.LinuxIntelRdt`.
#[json_object]
pub struct LinuxIntelRdt<'a> {
    /// The class of service that the container joins. Empty: one named after the container.
    #[json("closID", omitempty)]
    pub clos_id: &'a str,
    /// The lines of its `schemata` file. Goes before the next two.
    #[json("schemata", omitempty)]
    pub schemata: Seq<'a, &'a str>,
    /// Its share of the third-level cache, as `L3:0=ff;1=f`: cache number and mask. Empty: not limited.
    #[json("l3CacheSchema", omitempty)]
    pub l3_cache_schema: &'a str,
    /// Its share of memory bandwidth, as `MB:0=50`: cache number and percent, or megabytes a second if the kernel
    /// is set up so. Empty: not limited.
    #[json("memBwSchema", omitempty)]
    pub mem_bw_schema: &'a str,
    /// Whether its cache occupancy is counted. Sent by hosts of 2024.
    #[doc(alias = "EnableCMT")]
    #[json("enableCMT", omitempty)]
    pub enable_cmt: bool,
    /// Whether its memory bandwidth is counted. Sent by hosts of 2024.
    #[doc(alias = "EnableMBM")]
    #[json("enableMBM", omitempty)]
    pub enable_mbm: bool,
    /// Whether its use is counted, in a group of its own.
    #[json("enableMonitoring", omitempty)]
    pub enable_monitoring: bool,
}

/// On which memory nodes pages lie, as `set_mempolicy` takes it.
///
/// Reference: `specs.LinuxMemoryPolicy`.
#[json_object]
pub struct LinuxMemoryPolicy<'a> {
    /// By which rule.
    #[json("mode")]
    pub mode: MemoryPolicyModeType<'a>,
    /// The nodes, as `0-3,7`. Empty where the rule takes none.
    #[json("nodes")]
    pub nodes: &'a str,
    /// Flags (`MemoryPolicyFlagType`), such as `MPOL_F_STATIC_NODES`.
    #[json("flags", omitempty)]
    pub flags: Seq<'a, &'a str>,
}

/// The rules by which Linux chooses the memory node of a page.
///
/// Reference: `specs.MemoryPolicyModeType`.
#[open_set]
#[non_exhaustive]
pub enum MemoryPolicyModeType<'a> {
    /// As the system does unless told otherwise.
    #[doc(alias = "MpolDefault")]
    #[json("MPOL_DEFAULT")]
    SystemDefault,
    /// Only on the nodes given.
    #[doc(alias = "MpolBind")]
    #[json("MPOL_BIND")]
    Bind,
    /// Page by page in turn over the nodes given.
    #[doc(alias = "MpolInterleave")]
    #[json("MPOL_INTERLEAVE")]
    Interleave,
    /// In turn over the nodes given, to each by its weight.
    #[doc(alias = "MpolWeightedInterleave")]
    #[json("MPOL_WEIGHTED_INTERLEAVE")]
    WeightedInterleave,
    /// On the node given, if it has room.
    #[doc(alias = "MpolPreferred")]
    #[json("MPOL_PREFERRED")]
    Preferred,
    /// On any of the nodes given, if they have room.
    #[doc(alias = "MpolPreferredMany")]
    #[json("MPOL_PREFERRED_MANY")]
    PreferredMany,
    /// On the node of the processor that asks.
    #[doc(alias = "MpolLocal")]
    #[json("MPOL_LOCAL")]
    Local,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// Which Linux the kernel shows a process, as `personality` takes it.
///
/// Reference: `specs.LinuxPersonality`.
#[json_object]
pub struct LinuxPersonality<'a> {
    /// The one to show.
    #[json("domain")]
    pub domain: LinuxPersonalityDomain<'a>,
    /// Flags (`LinuxPersonalityFlag`); none has a name so far.
    #[json("flags", omitempty)]
    pub flags: Seq<'a, &'a str>,
}

/// Which Linux the kernel shows.
///
/// Reference: `specs.LinuxPersonalityDomain`.
#[open_set]
#[non_exhaustive]
pub enum LinuxPersonalityDomain<'a> {
    /// The usual one.
    #[doc(alias = "PerLinux")]
    #[json("LINUX")]
    Linux,
    /// One of 32 bits.
    #[doc(alias = "PerLinux32")]
    #[json("LINUX32")]
    Linux32,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// How far a clock inside is ahead of the same clock outside.
///
/// Reference: `specs.LinuxTimeOffset`.
#[json_object]
pub struct LinuxTimeOffset {
    /// Whole seconds; negative if it is behind.
    #[json("secs", omitempty)]
    pub secs: i64,
    /// Nanoseconds on top, below 1,000,000,000.
    #[json("nanosecs", omitempty)]
    pub nanosecs: u32,
}
