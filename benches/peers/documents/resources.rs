//! Resource limits, and the Windows part of the OCI runtime specification.

use super::super::{List, Text};
use super::table::{Pairs, Walk, empty, peer_object};

peer_object! {
    pub struct LinuxResources<'a> {
        devices: List<LinuxDeviceCgroup<'a>> = "devices" unless "empty",
        memory: Option<LinuxMemory> = "memory" unless "empty",
        cpu: Option<LinuxCpu<'a>> = "cpu" unless "empty",
        pids: Option<LinuxPids> = "pids" unless "empty",
        block_io: Option<LinuxBlockIo> = "blockIO" unless "empty",
        hugepage_limits: List<LinuxHugepageLimit<'a>> = "hugepageLimits" unless "empty",
        network: Option<LinuxNetwork<'a>> = "network" unless "empty",
        rdma: Pairs<'a, LinuxRdma> = "rdma" unless "empty",
        unified: Pairs<'a, Text<'a>> = "unified" unless "empty",
    }
}

peer_object! {
    pub struct LinuxDeviceCgroup<'a> {
        allow: bool = "allow",
        device_type: Text<'a> = "type" unless "empty",
        major: Option<i64> = "major" unless "empty",
        minor: Option<i64> = "minor" unless "empty",
        access: Text<'a> = "access" unless "empty",
    }
}

peer_object! {
    pub struct LinuxMemory {
        limit: Option<i64> = "limit" unless "empty",
        reservation: Option<i64> = "reservation" unless "empty",
        swap: Option<i64> = "swap" unless "empty",
        kernel: Option<i64> = "kernel" unless "empty",
        kernel_tcp: Option<i64> = "kernelTCP" unless "empty",
        swappiness: Option<u64> = "swappiness" unless "empty",
        disable_oom_killer: Option<bool> = "disableOOMKiller" unless "empty",
        use_hierarchy: Option<bool> = "useHierarchy" unless "empty",
        check_before_update: Option<bool> = "checkBeforeUpdate" unless "empty",
    }
}

peer_object! {
    pub struct LinuxCpu<'a> {
        shares: Option<u64> = "shares" unless "empty",
        quota: Option<i64> = "quota" unless "empty",
        burst: Option<u64> = "burst" unless "empty",
        period: Option<u64> = "period" unless "empty",
        realtime_runtime: Option<i64> = "realtimeRuntime" unless "empty",
        realtime_period: Option<u64> = "realtimePeriod" unless "empty",
        cpus: Text<'a> = "cpus" unless "empty",
        mems: Text<'a> = "mems" unless "empty",
        idle: Option<i64> = "idle" unless "empty",
    }
}

peer_object! {
    pub struct LinuxPids {
        limit: Option<i64> = "limit" unless "empty",
    }
}

peer_object! {
    pub struct LinuxBlockIo {
        weight: Option<u16> = "weight" unless "empty",
        leaf_weight: Option<u16> = "leafWeight" unless "empty",
        weight_device: List<LinuxWeightDevice> = "weightDevice" unless "empty",
        throttle_read_bps_device: List<LinuxThrottleDevice> = "throttleReadBpsDevice" unless "empty",
        throttle_write_bps_device: List<LinuxThrottleDevice> = "throttleWriteBpsDevice" unless "empty",
        throttle_read_iops_device: List<LinuxThrottleDevice> = "throttleReadIOPSDevice" unless "empty",
        throttle_write_iops_device: List<LinuxThrottleDevice> = "throttleWriteIOPSDevice" unless "empty",
    }
}

peer_object! {
    pub struct LinuxWeightDevice {
        major: i64 = "major",
        minor: i64 = "minor",
        weight: Option<u16> = "weight" unless "empty",
        leaf_weight: Option<u16> = "leafWeight" unless "empty",
    }
}

peer_object! {
    pub struct LinuxThrottleDevice {
        major: i64 = "major",
        minor: i64 = "minor",
        rate: u64 = "rate",
    }
}

peer_object! {
    pub struct LinuxHugepageLimit<'a> {
        page_size: Text<'a> = "pageSize",
        limit: u64 = "limit",
    }
}

peer_object! {
    pub struct LinuxNetwork<'a> {
        class_id: Option<u32> = "classID" unless "empty",
        priorities: List<LinuxInterfacePriority<'a>> = "priorities" unless "empty",
    }
}

peer_object! {
    pub struct LinuxInterfacePriority<'a> {
        name: Text<'a> = "name",
        priority: u32 = "priority",
    }
}

peer_object! {
    pub struct LinuxRdma {
        hca_handles: Option<u32> = "hcaHandles" unless "empty",
        hca_objects: Option<u32> = "hcaObjects" unless "empty",
    }
}

peer_object! {
    pub struct Windows<'a> {
        layer_folders: Option<List<Text<'a>>> = "layerFolders",
        devices: List<WindowsDevice<'a>> = "devices" unless "empty",
        resources: Option<WindowsResources> = "resources" unless "empty",
        servicing: bool = "servicing" unless "empty",
        ignore_flushes_during_boot: bool = "ignoreFlushesDuringBoot" unless "empty",
        hyperv: Option<WindowsHyperV<'a>> = "hyperv" unless "empty",
        network: Option<WindowsNetwork<'a>> = "network" unless "empty",
    }
}

peer_object! {
    pub struct WindowsDevice<'a> {
        id: Text<'a> = "id",
        id_type: Text<'a> = "idType",
    }
}

peer_object! {
    pub struct WindowsResources {
        memory: Option<WindowsMemoryResources> = "memory" unless "empty",
        cpu: Option<WindowsCpuResources> = "cpu" unless "empty",
        storage: Option<WindowsStorageResources> = "storage" unless "empty",
    }
}

peer_object! {
    pub struct WindowsMemoryResources {
        limit: Option<u64> = "limit" unless "empty",
    }
}

peer_object! {
    pub struct WindowsCpuResources {
        count: Option<u64> = "count" unless "empty",
        shares: Option<u16> = "shares" unless "empty",
        maximum: Option<u16> = "maximum" unless "empty",
        affinity: List<WindowsCpuGroupAffinity> = "affinity" unless "empty",
    }
}

peer_object! {
    pub struct WindowsCpuGroupAffinity {
        mask: u64 = "mask" unless "empty",
        group: u32 = "group" unless "empty",
    }
}

peer_object! {
    pub struct WindowsStorageResources {
        iops: Option<u64> = "iops" unless "empty",
        bps: Option<u64> = "bps" unless "empty",
        sandbox_size: Option<u64> = "sandboxSize" unless "empty",
    }
}

peer_object! {
    pub struct WindowsHyperV<'a> {
        utility_vm_path: Text<'a> = "utilityVMPath" unless "empty",
    }
}

peer_object! {
    pub struct WindowsNetwork<'a> {
        endpoint_list: List<Text<'a>> = "endpointList" unless "empty",
        allow_unqualified_dns_query: bool = "allowUnqualifiedDNSQuery" unless "empty",
        dns_search_list: List<Text<'a>> = "DNSSearchList" unless "empty",
        network_shared_container_name: Text<'a> = "networkSharedContainerName" unless "empty",
        network_namespace: Text<'a> = "networkNamespace" unless "empty",
    }
}
