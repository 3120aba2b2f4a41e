//! The OCI runtime specification.

use super::super::{List, LongList, Text};
use super::resources::{LinuxResources, Windows};
use super::table::{Pairs, Walk, empty, peer_object};

peer_object! {
    pub struct Spec<'a> {
        oci_version: Text<'a> = "ociVersion",
        process: Option<Process<'a>> = "process" unless "empty",
        root: Option<Root<'a>> = "root" unless "empty",
        hostname: Text<'a> = "hostname" unless "empty",
        domainname: Text<'a> = "domainname" unless "empty",
        mounts: List<Mount<'a>> = "mounts" unless "empty",
        hooks: Option<Hooks<'a>> = "hooks" unless "empty",
        annotations: Pairs<'a, Text<'a>> = "annotations" unless "empty",
        linux: Option<Linux<'a>> = "linux" unless "empty",
        windows: Option<Windows<'a>> = "windows" unless "empty",
    }
}

peer_object! {
    pub struct Root<'a> {
        path: Text<'a> = "path",
        readonly: bool = "readonly" unless "empty",
    }
}

peer_object! {
    pub struct Mount<'a> {
        destination: Text<'a> = "destination",
        mount_type: Text<'a> = "type" unless "empty",
        source: Text<'a> = "source" unless "empty",
        options: List<Text<'a>> = "options" unless "empty",
        uid_mappings: List<LinuxIdMapping> = "uidMappings" unless "empty",
        gid_mappings: List<LinuxIdMapping> = "gidMappings" unless "empty",
    }
}

peer_object! {
    pub struct Hooks<'a> {
        prestart: List<Hook<'a>> = "prestart" unless "empty",
        create_runtime: List<Hook<'a>> = "createRuntime" unless "empty",
        create_container: List<Hook<'a>> = "createContainer" unless "empty",
        start_container: List<Hook<'a>> = "startContainer" unless "empty",
        poststart: List<Hook<'a>> = "poststart" unless "empty",
        poststop: List<Hook<'a>> = "poststop" unless "empty",
    }
}

peer_object! {
    pub struct Hook<'a> {
        path: Text<'a> = "path",
        args: List<Text<'a>> = "args" unless "empty",
        env: LongList<Text<'a>> = "env" unless "empty",
        timeout: Option<i64> = "timeout" unless "empty",
    }
}

peer_object! {
    pub struct Process<'a> {
        terminal: bool = "terminal" unless "empty",
        console_size: Option<ConsoleBox> = "consoleSize" unless "empty",
        user: User<'a> = "user",
        args: List<Text<'a>> = "args" unless "empty",
        command_line: Text<'a> = "commandLine" unless "empty",
        env: LongList<Text<'a>> = "env" unless "empty",
        cwd: Text<'a> = "cwd",
        capabilities: Option<LinuxCapabilities<'a>> = "capabilities" unless "empty",
        rlimits: List<PosixRlimit<'a>> = "rlimits" unless "empty",
        no_new_privileges: bool = "noNewPrivileges" unless "empty",
        apparmor_profile: Text<'a> = "apparmorProfile" unless "empty",
        oom_score_adj: Option<i64> = "oomScoreAdj" unless "empty",
        scheduler: Option<Scheduler<'a>> = "scheduler" unless "empty",
        selinux_label: Text<'a> = "selinuxLabel" unless "empty",
        io_priority: Option<LinuxIoPriority<'a>> = "ioPriority" unless "empty",
        exec_cpu_affinity: Option<CpuAffinity<'a>> = "execCPUAffinity" unless "empty",
    }
}

peer_object! {
    pub struct ConsoleBox {
        height: u64 = "height",
        width: u64 = "width",
    }
}

peer_object! {
    pub struct User<'a> {
        uid: u32 = "uid",
        gid: u32 = "gid",
        umask: Option<u32> = "umask" unless "empty",
        additional_gids: List<u32> = "additionalGids" unless "empty",
        username: Text<'a> = "username" unless "empty",
    }
}

peer_object! {
    pub struct LinuxCapabilities<'a> {
        bounding: List<Text<'a>> = "bounding" unless "empty",
        effective: List<Text<'a>> = "effective" unless "empty",
        inheritable: List<Text<'a>> = "inheritable" unless "empty",
        permitted: List<Text<'a>> = "permitted" unless "empty",
        ambient: List<Text<'a>> = "ambient" unless "empty",
    }
}

peer_object! {
    pub struct PosixRlimit<'a> {
        rlimit_type: Text<'a> = "type",
        hard: u64 = "hard",
        soft: u64 = "soft",
    }
}

peer_object! {
    pub struct Scheduler<'a> {
        policy: Text<'a> = "policy",
        nice: i32 = "nice" unless "empty",
        priority: i32 = "priority" unless "empty",
        flags: List<Text<'a>> = "flags" unless "empty",
        runtime: u64 = "runtime" unless "empty",
        deadline: u64 = "deadline" unless "empty",
        period: u64 = "period" unless "empty",
    }
}

peer_object! {
    pub struct LinuxIoPriority<'a> {
        class: Text<'a> = "class",
        priority: i64 = "priority",
    }
}

peer_object! {
    pub struct CpuAffinity<'a> {
        initial_cpus: Text<'a> = "initial" unless "empty",
        final_cpus: Text<'a> = "final" unless "empty",
    }
}

peer_object! {
    pub struct Linux<'a> {
        uid_mappings: List<LinuxIdMapping> = "uidMappings" unless "empty",
        gid_mappings: List<LinuxIdMapping> = "gidMappings" unless "empty",
        sysctl: Pairs<'a, Text<'a>> = "sysctl" unless "empty",
        resources: Option<LinuxResources<'a>> = "resources" unless "empty",
        cgroups_path: Text<'a> = "cgroupsPath" unless "empty",
        namespaces: List<LinuxNamespace<'a>> = "namespaces" unless "empty",
        devices: List<LinuxDevice<'a>> = "devices" unless "empty",
        net_devices: Pairs<'a, LinuxNetDevice<'a>> = "netDevices" unless "empty",
        seccomp: Option<LinuxSeccomp<'a>> = "seccomp" unless "empty",
        rootfs_propagation: Text<'a> = "rootfsPropagation" unless "empty",
        masked_paths: List<Text<'a>> = "maskedPaths" unless "empty",
        readonly_paths: List<Text<'a>> = "readonlyPaths" unless "empty",
        mount_label: Text<'a> = "mountLabel" unless "empty",
        intel_rdt: Option<LinuxIntelRdt<'a>> = "intelRdt" unless "empty",
        memory_policy: Option<LinuxMemoryPolicy<'a>> = "memoryPolicy" unless "empty",
        personality: Option<LinuxPersonality<'a>> = "personality" unless "empty",
        time_offsets: Pairs<'a, LinuxTimeOffset> = "timeOffsets" unless "empty",
    }
}

peer_object! {
    pub struct LinuxIdMapping {
        container_id: u32 = "containerID",
        host_id: u32 = "hostID",
        size: u32 = "size",
    }
}

peer_object! {
    pub struct LinuxNamespace<'a> {
        namespace_type: Text<'a> = "type",
        path: Text<'a> = "path" unless "empty",
    }
}

peer_object! {
    pub struct LinuxDevice<'a> {
        path: Text<'a> = "path",
        device_type: Text<'a> = "type",
        major: i64 = "major",
        minor: i64 = "minor",
        file_mode: Option<u32> = "fileMode" unless "empty",
        uid: Option<u32> = "uid" unless "empty",
        gid: Option<u32> = "gid" unless "empty",
    }
}

peer_object! {
    pub struct LinuxNetDevice<'a> {
        name: Text<'a> = "name" unless "empty",
    }
}

peer_object! {
    pub struct LinuxIntelRdt<'a> {
        clos_id: Text<'a> = "closID" unless "empty",
        schemata: List<Text<'a>> = "schemata" unless "empty",
        l3_cache_schema: Text<'a> = "l3CacheSchema" unless "empty",
        mem_bw_schema: Text<'a> = "memBwSchema" unless "empty",
        enable_cmt: bool = "enableCMT" unless "empty",
        enable_mbm: bool = "enableMBM" unless "empty",
        enable_monitoring: bool = "enableMonitoring" unless "empty",
    }
}

peer_object! {
    pub struct LinuxMemoryPolicy<'a> {
        mode: Text<'a> = "mode",
        nodes: Text<'a> = "nodes",
        flags: List<Text<'a>> = "flags" unless "empty",
    }
}

peer_object! {
    pub struct LinuxPersonality<'a> {
        domain: Text<'a> = "domain",
        flags: List<Text<'a>> = "flags" unless "empty",
    }
}

peer_object! {
    pub struct LinuxTimeOffset {
        secs: i64 = "secs" unless "empty",
        nanosecs: u32 = "nanosecs" unless "empty",
    }
}

peer_object! {
    pub struct LinuxSeccomp<'a> {
        default_action: Text<'a> = "defaultAction",
        default_errno_ret: Option<u64> = "defaultErrnoRet" unless "empty",
        architectures: List<Text<'a>> = "architectures" unless "empty",
        flags: List<Text<'a>> = "flags" unless "empty",
        listener_path: Text<'a> = "listenerPath" unless "empty",
        listener_metadata: Text<'a> = "listenerMetadata" unless "empty",
        syscalls: List<LinuxSyscall<'a>> = "syscalls" unless "empty",
    }
}

peer_object! {
    pub struct LinuxSyscall<'a> {
        names: LongList<Text<'a>> = "names",
        action: Text<'a> = "action",
        errno_ret: Option<u64> = "errnoRet" unless "empty",
        args: List<LinuxSeccompArg<'a>> = "args" unless "empty",
    }
}

peer_object! {
    pub struct LinuxSeccompArg<'a> {
        index: u64 = "index",
        value: u64 = "value",
        value_two: u64 = "valueTwo" unless "empty",
        op: Text<'a> = "op",
    }
}
