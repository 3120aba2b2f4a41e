//! What concerns Linux: namespaces, devices, paths, and the kernel's view of a container. Host -> guest.

use super::{LinuxResources, LinuxSeccomp};
use crate::json::{Map, Seq};

crate::json_object! {
    /// The Linux part of a container.
    ///
    /// 1,120 bytes on a 64-bit target.
    ///
    /// Reference: `specs.Linux`.
    pub struct Linux<'a> {
        /// User numbers inside and outside, for a user namespace. Empty: the same on both sides.
        pub uid_mappings: Seq<'a, LinuxIdMapping> = "uidMappings" omitempty,
        /// Group numbers inside and outside, for a user namespace. Empty: the same on both sides.
        pub gid_mappings: Seq<'a, LinuxIdMapping> = "gidMappings" omitempty,
        /// Kernel parameters to set, by names such as `net.ipv4.ip_forward`.
        pub sysctl: Map<'a, &'a str> = "sysctl" omitempty,
        /// What the container may use. Absent: no limits of its own.
        pub resources: Option<LinuxResources<'a>> = "resources" omitempty,
        /// The container's cgroup, below where cgroups are mounted. Empty: chosen by the runtime.
        pub cgroups_path: &'a str = "cgroupsPath" omitempty,
        /// The namespaces it has of its own, or joins. Those not named here it shares with the runtime.
        pub namespaces: Seq<'a, LinuxNamespace<'a>> = "namespaces" omitempty,
        /// Device nodes to make inside, beside those that every container has.
        pub devices: Seq<'a, LinuxDevice<'a>> = "devices" omitempty,
        /// Network devices to move into the container, by their name outside.
        pub net_devices: Map<'a, LinuxNetDevice<'a>> = "netDevices" omitempty,
        /// Which system calls it may make. Absent: all.
        pub seccomp: Option<LinuxSeccomp<'a>> = "seccomp" omitempty,
        /// How later mounts spread to and from the root: `shared`, `slave`, `private` or `unbindable`, perhaps with an
        /// `r` in front. Empty: left to the runtime.
        pub rootfs_propagation: &'a str = "rootfsPropagation" omitempty,
        /// Paths inside that cannot be read.
        pub masked_paths: Seq<'a, &'a str> = "maskedPaths" omitempty,
        /// Paths inside that cannot be written.
        pub readonly_paths: Seq<'a, &'a str> = "readonlyPaths" omitempty,
        /// The `SELinux` label of its mounts. Empty: none.
        pub mount_label: &'a str = "mountLabel" omitempty,
        /// Shares of cache and memory bandwidth on Intel processors. Absent: not limited, not watched.
        pub intel_rdt: Option<LinuxIntelRdt<'a>> = "intelRdt" omitempty,
        /// On which memory nodes its pages lie. Absent: as its parent.
        pub memory_policy: Option<LinuxMemoryPolicy<'a>> = "memoryPolicy" omitempty,
        /// Which Linux the kernel shows it. Absent: the usual one.
        pub personality: Option<LinuxPersonality<'a>> = "personality" omitempty,
        /// How far its clocks are ahead, by the clock's name (`monotonic`, `boottime`), for a time namespace.
        pub time_offsets: Map<'a, LinuxTimeOffset> = "timeOffsets" omitempty,
    }
}

crate::json_object! {
    /// A run of user or group numbers, and what they are outside.
    ///
    /// Reference: `specs.LinuxIDMapping`.
    #[doc(alias = "LinuxIDMapping")]
    pub struct LinuxIdMapping {
        /// The first number inside the container.
        pub container_id: u32 = "containerID",
        /// The first number outside.
        pub host_id: u32 = "hostID",
        /// How many numbers there are.
        pub size: u32 = "size",
    }
}

crate::json_object! {
    /// A namespace that a container has of its own, or joins. At most one of each kind.
    ///
    /// Reference: `specs.LinuxNamespace`.
    pub struct LinuxNamespace<'a> {
        /// What it sets apart.
        #[doc(alias = "Type")]
        pub namespace_type: LinuxNamespaceType<'a> = "type",
        /// The file of the namespace to join, of the same kind; an absolute path. Empty: a new one.
        pub path: &'a str = "path" omitempty,
    }
}

crate::open_set! {
    /// What a Linux namespace sets apart.
    ///
    /// Reference: `specs.LinuxNamespaceType`.
    #[non_exhaustive]
    pub enum LinuxNamespaceType {
        /// Process numbers.
        #[doc(alias = "PIDNamespace")]
        Pid = "pid",
        /// Network devices, addresses, ports.
        #[doc(alias = "NetworkNamespace")]
        Network = "network",
        /// Mounts.
        #[doc(alias = "MountNamespace")]
        Mount = "mount",
        /// System V objects and POSIX message queues.
        #[doc(alias = "IPCNamespace")]
        Ipc = "ipc",
        /// The host and domain name.
        #[doc(alias = "UTSNamespace")]
        Uts = "uts",
        /// User and group numbers.
        #[doc(alias = "UserNamespace")]
        User = "user",
        /// The view of the cgroups.
        #[doc(alias = "CgroupNamespace")]
        Cgroup = "cgroup",
        /// The clocks that count from the start of the machine.
        #[doc(alias = "TimeNamespace")]
        Time = "time",
    }
}

crate::json_object! {
    /// A device node to be made inside a container.
    ///
    /// Reference: `specs.LinuxDevice`.
    pub struct LinuxDevice<'a> {
        /// Where it appears inside; an absolute path.
        pub path: &'a str = "path",
        /// `c` or `u` for a character device, `b` for a block device, `p` for a pipe.
        #[doc(alias = "Type")]
        pub device_type: &'a str = "type",
        /// The major device number; of no meaning for a pipe.
        pub major: i64 = "major",
        /// The minor device number; of no meaning for a pipe.
        pub minor: i64 = "minor",
        /// Its mode, the permissions in the lowest nine bits; a plain number (438 is `0o666`). Absent: left to the
        /// runtime.
        pub file_mode: Option<u32> = "fileMode" omitempty,
        /// The owner's user number inside. Absent: left to the runtime.
        pub uid: Option<u32> = "uid" omitempty,
        /// The owner's group number inside. Absent: left to the runtime.
        pub gid: Option<u32> = "gid" omitempty,
    }
}

crate::json_object! {
    /// A network device that is moved into a container.
    ///
    /// Reference: `specs.LinuxNetDevice`.
    pub struct LinuxNetDevice<'a> {
        /// What it is called inside. Empty: as outside.
        pub name: &'a str = "name" omitempty,
    }
}

crate::json_object! {
    /// Shares of cache and memory bandwidth on Intel processors, by the kernel's `resctrl` file system.
    ///
    /// Reference: `specs.LinuxIntelRdt`.
    pub struct LinuxIntelRdt<'a> {
        /// The class of service that the container joins. Empty: one named after the container.
        pub clos_id: &'a str = "closID" omitempty,
        /// The lines of its `schemata` file. Goes before the next two.
        pub schemata: Seq<'a, &'a str> = "schemata" omitempty,
        /// Its share of the third-level cache, as `L3:0=ff;1=f`: cache number and mask. Empty: not limited.
        pub l3_cache_schema: &'a str = "l3CacheSchema" omitempty,
        /// Its share of memory bandwidth, as `MB:0=50`: cache number and percent, or megabytes a second if the kernel
        /// is set up so. Empty: not limited.
        pub mem_bw_schema: &'a str = "memBwSchema" omitempty,
        /// Whether its cache occupancy is counted. Sent by hosts of 2024.
        #[doc(alias = "EnableCMT")]
        pub enable_cmt: bool = "enableCMT" omitempty,
        /// Whether its memory bandwidth is counted. Sent by hosts of 2024.
        #[doc(alias = "EnableMBM")]
        pub enable_mbm: bool = "enableMBM" omitempty,
        /// Whether its use is counted, in a group of its own.
        pub enable_monitoring: bool = "enableMonitoring" omitempty,
    }
}

crate::json_object! {
    /// On which memory nodes pages lie, as `set_mempolicy` takes it.
    ///
    /// Reference: `specs.LinuxMemoryPolicy`.
    pub struct LinuxMemoryPolicy<'a> {
        /// By which rule.
        pub mode: MemoryPolicyModeType<'a> = "mode",
        /// The nodes, as `0-3,7`. Empty where the rule takes none.
        pub nodes: &'a str = "nodes",
        /// Flags (`MemoryPolicyFlagType`), such as `MPOL_F_STATIC_NODES`.
        pub flags: Seq<'a, &'a str> = "flags" omitempty,
    }
}

crate::open_set! {
    /// The rules by which Linux chooses the memory node of a page.
    ///
    /// Reference: `specs.MemoryPolicyModeType`.
    #[non_exhaustive]
    pub enum MemoryPolicyModeType {
        /// As the system does unless told otherwise.
        #[doc(alias = "MpolDefault")]
        SystemDefault = "MPOL_DEFAULT",
        /// Only on the nodes given.
        #[doc(alias = "MpolBind")]
        Bind = "MPOL_BIND",
        /// Page by page in turn over the nodes given.
        #[doc(alias = "MpolInterleave")]
        Interleave = "MPOL_INTERLEAVE",
        /// In turn over the nodes given, to each by its weight.
        #[doc(alias = "MpolWeightedInterleave")]
        WeightedInterleave = "MPOL_WEIGHTED_INTERLEAVE",
        /// On the node given, if it has room.
        #[doc(alias = "MpolPreferred")]
        Preferred = "MPOL_PREFERRED",
        /// On any of the nodes given, if they have room.
        #[doc(alias = "MpolPreferredMany")]
        PreferredMany = "MPOL_PREFERRED_MANY",
        /// On the node of the processor that asks.
        #[doc(alias = "MpolLocal")]
        Local = "MPOL_LOCAL",
    }
}

crate::json_object! {
    /// Which Linux the kernel shows a process, as `personality` takes it.
    ///
    /// Reference: `specs.LinuxPersonality`.
    pub struct LinuxPersonality<'a> {
        /// The one to show.
        pub domain: LinuxPersonalityDomain<'a> = "domain",
        /// Flags (`LinuxPersonalityFlag`); none has a name so far.
        pub flags: Seq<'a, &'a str> = "flags" omitempty,
    }
}

crate::open_set! {
    /// Which Linux the kernel shows.
    ///
    /// Reference: `specs.LinuxPersonalityDomain`.
    #[non_exhaustive]
    pub enum LinuxPersonalityDomain {
        /// The usual one.
        #[doc(alias = "PerLinux")]
        Linux = "LINUX",
        /// One of 32 bits.
        #[doc(alias = "PerLinux32")]
        Linux32 = "LINUX32",
    }
}

crate::json_object! {
    /// How far a clock inside is ahead of the same clock outside.
    ///
    /// Reference: `specs.LinuxTimeOffset`.
    pub struct LinuxTimeOffset {
        /// Whole seconds; negative if it is behind.
        pub secs: i64 = "secs" omitempty,
        /// Nanoseconds on top, below 1,000,000,000.
        pub nanosecs: u32 = "nanosecs" omitempty,
    }
}
