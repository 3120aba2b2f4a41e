//! What a Linux container may use, by cgroup. Host -> guest, in a container's specification and when limits change.

use crate::json::{Map, Seq};

crate::json_object! {
    /// The limits of a Linux container. What is absent is not limited, or stays as it was when limits change.
    ///
    /// 520 bytes on a 64-bit target.
    ///
    /// Reference: `specs.LinuxResources`.
    pub struct LinuxResources<'a> {
        /// Which devices it may use: rules in order, each for or against.
        pub devices: Seq<'a, LinuxDeviceCgroup<'a>> = "devices" omitempty,
        /// Memory.
        pub memory: Option<LinuxMemory> = "memory" omitempty,
        /// Processor time, and which processors.
        pub cpu: Option<LinuxCpu<'a>> = "cpu" omitempty,
        /// The number of processes.
        pub pids: Option<LinuxPids> = "pids" omitempty,
        /// Disks.
        pub block_io: Option<LinuxBlockIo<'a>> = "blockIO" omitempty,
        /// Huge pages, one limit for each size.
        pub hugepage_limits: Seq<'a, LinuxHugepageLimit<'a>> = "hugepageLimits" omitempty,
        /// How network packets are marked.
        pub network: Option<LinuxNetwork<'a>> = "network" omitempty,
        /// Remote direct memory access, by the name of the device.
        pub rdma: Map<'a, LinuxRdma> = "rdma" omitempty,
        /// Files of cgroup version 2, such as `memory.high`, and what to write into them.
        pub unified: Map<'a, &'a str> = "unified" omitempty,
    }
}

crate::json_object! {
    /// A rule for or against the use of devices.
    ///
    /// Reference: `specs.LinuxDeviceCgroup`.
    pub struct LinuxDeviceCgroup<'a> {
        /// Whether the rule permits.
        pub allow: bool = "allow",
        /// `c` for character devices, `b` for block devices, `a` or empty for both.
        #[doc(alias = "Type")]
        pub device_type: &'a str = "type" omitempty,
        /// The major device number. Absent: any.
        pub major: Option<i64> = "major" omitempty,
        /// The minor device number. Absent: any.
        pub minor: Option<i64> = "minor" omitempty,
        /// What the rule is about: `r` to read, `w` to write, `m` to make the node, in any mixture. Empty: left to the
        /// runtime.
        pub access: &'a str = "access" omitempty,
    }
}

crate::json_object! {
    /// Limits to memory, in bytes; -1 is no limit, and absent leaves it as it is.
    ///
    /// Reference: `specs.LinuxMemory`.
    pub struct LinuxMemory {
        /// The most it may use, in bytes.
        pub limit: Option<i64> = "limit" omitempty,
        /// What it is pushed back to when memory is short, in bytes.
        pub reservation: Option<i64> = "reservation" omitempty,
        /// The most of memory and swap together, in bytes; not below `limit`.
        pub swap: Option<i64> = "swap" omitempty,
        /// The most that the kernel may use on its behalf, in bytes. Newer kernels have no such limit.
        pub kernel: Option<i64> = "kernel" omitempty,
        /// The most that the kernel may use for its TCP buffers, in bytes.
        pub kernel_tcp: Option<i64> = "kernelTCP" omitempty,
        /// How readily its pages are swapped out, from 0 to 100.
        pub swappiness: Option<u64> = "swappiness" omitempty,
        /// Whether it waits, instead of being killed, when it is at its limit.
        pub disable_oom_killer: Option<bool> = "disableOOMKiller" omitempty,
        /// Whether cgroups below it are counted with it.
        pub use_hierarchy: Option<bool> = "useHierarchy" omitempty,
        /// Whether a new limit is refused if more than that is in use.
        pub check_before_update: Option<bool> = "checkBeforeUpdate" omitempty,
    }
}

crate::json_object! {
    /// Limits to processor time; absent leaves it as it is.
    ///
    /// Reference: `specs.LinuxCPU`.
    #[doc(alias = "LinuxCPU")]
    pub struct LinuxCpu<'a> {
        /// Its weight beside other cgroups when processors are busy, from 2 to 262144; 1024 is the usual.
        pub shares: Option<u64> = "shares" omitempty,
        /// The time it may run in each `period`, in microseconds, over all processors; negative is no limit.
        pub quota: Option<i64> = "quota" omitempty,
        /// How much of an unused quota it may save up, in microseconds.
        pub burst: Option<u64> = "burst" omitempty,
        /// The length of a period, in microseconds, from 1,000 to 1,000,000.
        pub period: Option<u64> = "period" omitempty,
        /// The time its real-time processes may run in each `realtime_period`, in microseconds.
        pub realtime_runtime: Option<i64> = "realtimeRuntime" omitempty,
        /// The length of a period for real-time processes, in microseconds.
        pub realtime_period: Option<u64> = "realtimePeriod" omitempty,
        /// The processors it may run on, as `0-3,7`. Empty: any.
        pub cpus: &'a str = "cpus" omitempty,
        /// The memory nodes it may use, as `0-3,7`. Empty: any.
        pub mems: &'a str = "mems" omitempty,
        /// 1 if it runs only when nothing else wants to, 0 if not.
        pub idle: Option<i64> = "idle" omitempty,
    }
}

crate::json_object! {
    /// The limit to the number of processes.
    ///
    /// Reference: `specs.LinuxPids`.
    pub struct LinuxPids {
        /// The most processes and threads; negative is no limit. Absent: left as it is.
        pub limit: Option<i64> = "limit" omitempty,
    }
}

crate::json_object! {
    /// Shares of disks, and limits to their use; absent leaves it as it is.
    ///
    /// Reference: `specs.LinuxBlockIO`.
    #[doc(alias = "LinuxBlockIO")]
    pub struct LinuxBlockIo<'a> {
        /// Its weight beside other cgroups, from 10 to 1000.
        pub weight: Option<u16> = "weight" omitempty,
        /// The weight of its own processes beside the cgroups below it, from 10 to 1000.
        pub leaf_weight: Option<u16> = "leafWeight" omitempty,
        /// Weights for single devices, which go before the two above.
        pub weight_device: Seq<'a, LinuxWeightDevice> = "weightDevice" omitempty,
        /// The most that may be read from a device, in bytes a second.
        pub throttle_read_bps_device: Seq<'a, LinuxThrottleDevice> = "throttleReadBpsDevice" omitempty,
        /// The most that may be written to a device, in bytes a second.
        pub throttle_write_bps_device: Seq<'a, LinuxThrottleDevice> = "throttleWriteBpsDevice" omitempty,
        /// The most reads from a device, in operations a second.
        pub throttle_read_iops_device: Seq<'a, LinuxThrottleDevice> = "throttleReadIOPSDevice" omitempty,
        /// The most writes to a device, in operations a second.
        pub throttle_write_iops_device: Seq<'a, LinuxThrottleDevice> = "throttleWriteIOPSDevice" omitempty,
    }
}

crate::json_object! {
    /// A block device by its numbers. [`LinuxWeightDevice`] and [`LinuxThrottleDevice`] start with the same two fields.
    ///
    /// Reference: `specs.LinuxBlockIODevice`.
    #[doc(alias = "LinuxBlockIODevice")]
    pub struct LinuxBlockIoDevice {
        /// The major device number.
        pub major: i64 = "major",
        /// The minor device number.
        pub minor: i64 = "minor",
    }
}

crate::json_object! {
    /// A container's weights at one block device.
    ///
    /// Reference: `specs.LinuxWeightDevice`.
    pub struct LinuxWeightDevice {
        /// The major device number.
        pub major: i64 = "major",
        /// The minor device number.
        pub minor: i64 = "minor",
        /// Its weight beside other cgroups, from 10 to 1000. Absent: that for all devices.
        pub weight: Option<u16> = "weight" omitempty,
        /// The weight of its own processes beside the cgroups below it, from 10 to 1000. Absent: that for all devices.
        pub leaf_weight: Option<u16> = "leafWeight" omitempty,
    }
}

crate::json_object! {
    /// A limit to the use of one block device.
    ///
    /// Reference: `specs.LinuxThrottleDevice`.
    pub struct LinuxThrottleDevice {
        /// The major device number.
        pub major: i64 = "major",
        /// The minor device number.
        pub minor: i64 = "minor",
        /// Bytes or operations a second, as the list says that it is in; 0 lifts the limit.
        pub rate: u64 = "rate",
    }
}

crate::json_object! {
    /// A limit to huge pages of one size.
    ///
    /// Reference: `specs.LinuxHugepageLimit`.
    pub struct LinuxHugepageLimit<'a> {
        /// The size of such a page, such as `64KB`, `2MB` or `1GB`.
        pub page_size: &'a str = "pageSize",
        /// The most memory in such pages, in bytes.
        pub limit: u64 = "limit",
    }
}

crate::json_object! {
    /// How network packets of a container are marked; absent leaves it as it is.
    ///
    /// Reference: `specs.LinuxNetwork`.
    pub struct LinuxNetwork<'a> {
        /// The class number that its packets carry for traffic control.
        pub class_id: Option<u32> = "classID" omitempty,
        /// The priority of its packets, by interface.
        pub priorities: Seq<'a, LinuxInterfacePriority<'a>> = "priorities" omitempty,
    }
}

crate::json_object! {
    /// The priority of packets that leave by one interface.
    ///
    /// Reference: `specs.LinuxInterfacePriority`.
    pub struct LinuxInterfacePriority<'a> {
        /// The interface's name, as the runtime sees it.
        pub name: &'a str = "name",
        /// The priority; a higher number goes first.
        pub priority: u32 = "priority",
    }
}

crate::json_object! {
    /// Limits to one device of remote direct memory access. Absent: no limit.
    ///
    /// Reference: `specs.LinuxRdma`.
    pub struct LinuxRdma {
        /// The most adapter handles that may be open.
        pub hca_handles: Option<u32> = "hcaHandles" omitempty,
        /// The most adapter objects that may exist.
        pub hca_objects: Option<u32> = "hcaObjects" omitempty,
    }
}
