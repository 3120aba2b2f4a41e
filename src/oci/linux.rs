//! The Linux part of the specification: namespaces, devices, paths, and other kernel settings. Host -> guest.

use super::{LinuxResources, LinuxSeccomp};
use crate::json::{Map, Seq};
use crate::{json_object, open_set};

/// The configuration of a container on Linux.
///
/// The struct takes 1,120 bytes on a 64-bit target.
///
/// Reference: `specs.Linux`.
#[json_object]
pub struct Linux<'a> {
    /// The mapping of user ids in a user namespace. If empty, user ids are not mapped.
    #[json("uidMappings", omitempty)]
    pub uid_mappings: Seq<'a, LinuxIdMapping>,
    /// The mapping of group ids in a user namespace. If empty, group ids are not mapped.
    #[json("gidMappings", omitempty)]
    pub gid_mappings: Seq<'a, LinuxIdMapping>,
    /// Kernel parameters to set. The keys are names such as `net.ipv4.ip_forward`.
    #[json("sysctl", omitempty)]
    pub sysctl: Map<'a, &'a str>,
    /// The resource limits of the container. If `None`, the container has no limits.
    #[json("resources", omitempty)]
    pub resources: Option<LinuxResources<'a>>,
    /// The path of the container's cgroup, relative to the mount point of the cgroups. If empty, the runtime chooses
    /// it.
    #[json("cgroupsPath", omitempty)]
    pub cgroups_path: &'a str,
    /// The namespaces that the container creates or joins. It shares all other namespaces with the runtime.
    #[json("namespaces", omitempty)]
    pub namespaces: Seq<'a, LinuxNamespace<'a>>,
    /// The device nodes to create in the container, in addition to the default ones.
    #[json("devices", omitempty)]
    pub devices: Seq<'a, LinuxDevice<'a>>,
    /// The network devices to move into the container. The keys are their names outside the container.
    #[json("netDevices", omitempty)]
    pub net_devices: Map<'a, LinuxNetDevice<'a>>,
    /// The filter for system calls. If `None`, the container may make all system calls.
    #[json("seccomp", omitempty)]
    pub seccomp: Option<LinuxSeccomp<'a>>,
    /// The propagation of later mounts to and from the root file system: `shared`, `slave`, `private` or `unbindable`,
    /// each with an optional prefix `r`. If empty, the runtime decides.
    #[json("rootfsPropagation", omitempty)]
    pub rootfs_propagation: &'a str,
    /// The paths in the container that cannot be read.
    #[json("maskedPaths", omitempty)]
    pub masked_paths: Seq<'a, &'a str>,
    /// The paths in the container that cannot be written.
    #[json("readonlyPaths", omitempty)]
    pub readonly_paths: Seq<'a, &'a str>,
    /// The `SELinux` label of the container's mounts. If empty, they have no label.
    #[json("mountLabel", omitempty)]
    pub mount_label: &'a str,
    /// The shares of cache and memory bandwidth on Intel processors. If `None`, they are neither limited nor monitored.
    #[json("intelRdt", omitempty)]
    pub intel_rdt: Option<LinuxIntelRdt<'a>>,
    /// The NUMA memory policy. If `None`, it is inherited from the parent process.
    #[json("memoryPolicy", omitempty)]
    pub memory_policy: Option<LinuxMemoryPolicy<'a>>,
    /// The execution domain of the kernel. If `None`, it is the default one.
    #[json("personality", omitempty)]
    pub personality: Option<LinuxPersonality<'a>>,
    /// The offsets of the clocks in a time namespace. The keys are the names of the clocks, `monotonic` and `boottime`.
    #[json("timeOffsets", omitempty)]
    pub time_offsets: Map<'a, LinuxTimeOffset>,
}

/// A range of user or group ids, and the ids outside the container that it maps to.
///
/// Reference: `specs.LinuxIDMapping`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "LinuxIDMapping")]
pub struct LinuxIdMapping {
    /// The first id inside the container.
    #[json("containerID")]
    pub container_id: u32,
    /// The first id outside the container.
    #[json("hostID")]
    pub host_id: u32,
    /// The number of ids in the range.
    #[json("size")]
    pub size: u32,
}

/// A namespace that a container creates or joins. A container has at most one namespace of each type.
///
/// Reference: `specs.LinuxNamespace`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct LinuxNamespace<'a> {
    /// The type of the namespace.
    #[doc(alias = "Type")]
    #[json("type")]
    pub namespace_type: LinuxNamespaceType<'a>,
    /// The path of the namespace to join, which must have the same type. It is an absolute path. If empty, a new
    /// namespace is created.
    #[json("path", omitempty)]
    pub path: &'a str,
}

/// The type of a Linux namespace, which determines what the namespace isolates.
///
/// Reference: `specs.LinuxNamespaceType`.
#[open_set]
#[non_exhaustive]
pub enum LinuxNamespaceType<'a> {
    /// Isolates process ids.
    #[doc(alias = "PIDNamespace")]
    #[json("pid")]
    Pid,
    /// Isolates network devices, addresses and ports.
    #[doc(alias = "NetworkNamespace")]
    #[json("network")]
    Network,
    /// Isolates mounts.
    #[doc(alias = "MountNamespace")]
    #[json("mount")]
    Mount,
    /// Isolates System V IPC objects and POSIX message queues.
    #[doc(alias = "IPCNamespace")]
    #[json("ipc")]
    Ipc,
    /// Isolates the host name and the domain name.
    #[doc(alias = "UTSNamespace")]
    #[json("uts")]
    Uts,
    /// Isolates user and group ids.
    #[doc(alias = "UserNamespace")]
    #[json("user")]
    User,
    /// Isolates the view of the cgroups.
    #[doc(alias = "CgroupNamespace")]
    #[json("cgroup")]
    Cgroup,
    /// Isolates the clocks that count from the start of the machine.
    #[doc(alias = "TimeNamespace")]
    #[json("time")]
    Time,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// A device node to create in a container.
///
/// Reference: `specs.LinuxDevice`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct LinuxDevice<'a> {
    /// The path of the device node in the container. It is an absolute path.
    #[json("path")]
    pub path: &'a str,
    /// The type: `c` or `u` for a character device, `b` for a block device, `p` for a FIFO.
    #[doc(alias = "Type")]
    #[json("type")]
    pub device_type: &'a str,
    /// The major device number. It has no meaning for a FIFO.
    #[json("major")]
    pub major: i64,
    /// The minor device number. It has no meaning for a FIFO.
    #[json("minor")]
    pub minor: i64,
    /// The file mode as a number, with the permissions in the lowest nine bits (438 is `0o666`). If `None`, the runtime
    /// decides.
    #[json("fileMode", omitempty)]
    pub file_mode: Option<u32>,
    /// The user id of the owner in the container. If `None`, the runtime decides.
    #[json("uid", omitempty)]
    pub uid: Option<u32>,
    /// The group id of the owner in the container. If `None`, the runtime decides.
    #[json("gid", omitempty)]
    pub gid: Option<u32>,
}

/// A network device to move into a container.
///
/// Reference: `specs.LinuxNetDevice`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct LinuxNetDevice<'a> {
    /// The name of the device in the container. If empty, the device keeps its name.
    #[json("name", omitempty)]
    pub name: &'a str,
}

/// The shares of cache and memory bandwidth on Intel processors, which the kernel's `resctrl` file system controls.
///
/// Reference: `specs.LinuxIntelRdt`.
#[json_object]
pub struct LinuxIntelRdt<'a> {
    /// The class of service (CLOS) that the container joins. If empty, it is named after the container.
    #[json("closID", omitempty)]
    pub clos_id: &'a str,
    /// The lines of the `schemata` file. They take precedence over [`l3_cache_schema`](Self::l3_cache_schema) and
    /// [`mem_bw_schema`](Self::mem_bw_schema).
    #[json("schemata", omitempty)]
    pub schemata: Seq<'a, &'a str>,
    /// The share of the L3 cache, for example `L3:0=ff;1=f`, with the id and the bit mask of each cache. If empty, it
    /// is not limited.
    #[json("l3CacheSchema", omitempty)]
    pub l3_cache_schema: &'a str,
    /// The share of the memory bandwidth, for example `MB:0=50`, with the id of a cache and a percentage. The unit is
    /// MB/s instead if the kernel is configured so. If empty, it is not limited.
    #[json("memBwSchema", omitempty)]
    pub mem_bw_schema: &'a str,
    /// Whether to monitor the cache occupancy. Hosts of 2024 send it.
    #[doc(alias = "EnableCMT")]
    #[json("enableCMT", omitempty)]
    pub enable_cmt: bool,
    /// Whether to monitor the memory bandwidth. Hosts of 2024 send it.
    #[doc(alias = "EnableMBM")]
    #[json("enableMBM", omitempty)]
    pub enable_mbm: bool,
    /// Whether to monitor the container in a separate monitoring group.
    #[json("enableMonitoring", omitempty)]
    pub enable_monitoring: bool,
}

/// The NUMA memory policy, which determines the nodes of a process's pages. It is passed to `set_mempolicy`.
///
/// Reference: `specs.LinuxMemoryPolicy`.
#[json_object]
pub struct LinuxMemoryPolicy<'a> {
    /// The mode of the policy.
    #[json("mode")]
    pub mode: MemoryPolicyModeType<'a>,
    /// The nodes, for example `0-3,7`. It is empty if the mode uses no nodes.
    #[json("nodes")]
    pub nodes: &'a str,
    /// Flags (`MemoryPolicyFlagType`), for example `MPOL_F_STATIC_NODES`.
    #[json("flags", omitempty)]
    pub flags: Seq<'a, &'a str>,
}

/// How Linux chooses the node for a page.
///
/// Reference: `specs.MemoryPolicyModeType`.
#[open_set]
#[non_exhaustive]
pub enum MemoryPolicyModeType<'a> {
    /// The system default.
    #[doc(alias = "MpolDefault")]
    #[json("MPOL_DEFAULT")]
    SystemDefault,
    /// Pages are allocated only on the given nodes.
    #[doc(alias = "MpolBind")]
    #[json("MPOL_BIND")]
    Bind,
    /// Pages are allocated on the given nodes in turn.
    #[doc(alias = "MpolInterleave")]
    #[json("MPOL_INTERLEAVE")]
    Interleave,
    /// Pages are allocated on the given nodes in turn, in proportion to the weight of each node.
    #[doc(alias = "MpolWeightedInterleave")]
    #[json("MPOL_WEIGHTED_INTERLEAVE")]
    WeightedInterleave,
    /// Pages are allocated on the given node if it has free memory.
    #[doc(alias = "MpolPreferred")]
    #[json("MPOL_PREFERRED")]
    Preferred,
    /// Pages are allocated on any of the given nodes that has free memory.
    #[doc(alias = "MpolPreferredMany")]
    #[json("MPOL_PREFERRED_MANY")]
    PreferredMany,
    /// Pages are allocated on the node of the CPU that requests them.
    #[doc(alias = "MpolLocal")]
    #[json("MPOL_LOCAL")]
    Local,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// The execution domain that the kernel presents to a process. It is passed to `personality`.
///
/// Reference: `specs.LinuxPersonality`.
#[json_object]
pub struct LinuxPersonality<'a> {
    /// The execution domain.
    #[json("domain")]
    pub domain: LinuxPersonalityDomain<'a>,
    /// Flags (`LinuxPersonalityFlag`). No flag is defined yet.
    #[json("flags", omitempty)]
    pub flags: Seq<'a, &'a str>,
}

/// An execution domain of Linux.
///
/// Reference: `specs.LinuxPersonalityDomain`.
#[open_set]
#[non_exhaustive]
pub enum LinuxPersonalityDomain<'a> {
    /// The default execution domain.
    #[doc(alias = "PerLinux")]
    #[json("LINUX")]
    Linux,
    /// The 32-bit execution domain.
    #[doc(alias = "PerLinux32")]
    #[json("LINUX32")]
    Linux32,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// The offset of a clock in a time namespace from the same clock outside.
///
/// Reference: `specs.LinuxTimeOffset`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct LinuxTimeOffset {
    /// The seconds of the offset, which can be negative.
    #[json("secs", omitempty)]
    pub secs: i64,
    /// The nanoseconds to add to the seconds, less than 1,000,000,000.
    #[json("nanosecs", omitempty)]
    pub nanosecs: u32,
}
