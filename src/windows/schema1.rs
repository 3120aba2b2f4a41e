//! What a compute system says of itself when asked, first schema. hcsshim asks a Windows guest for its processes this way.

use super::container::Version;
use super::negotiate::GuestDefinedCapabilities;
use crate::json::{IntMap, Seq};
use crate::{Guid, Timestamp, json_object};

/// Guest -> host: the properties of a compute system, first schema.
///
/// Reference: `schema1.ContainerProperties`.
#[json_object]
pub struct ContainerProperties<'a> {
    /// The compute system.
    #[json("Id")]
    pub id: &'a str,
    /// Its state, such as `Running`.
    #[json("State")]
    pub state: &'a str,
    /// Its name.
    #[json("Name")]
    pub name: &'a str,
    /// `Container` or `VirtualMachine`.
    #[json("SystemType")]
    pub system_type: &'a str,
    /// Its operating system.
    #[json("RuntimeOsType", omitempty)]
    pub runtime_os_type: &'a str,
    /// Who made it.
    #[json("Owner")]
    pub owner: &'a str,
    /// The GUID of its silo.
    #[json("SiloGuid", omitempty)]
    pub silo_guid: &'a str,
    /// The GUID that it has while it runs. Always written.
    #[json("RuntimeId", omitempty)]
    pub runtime_id: Guid,
    /// It is a template.
    #[json("IsRuntimeTemplate", omitempty)]
    pub is_runtime_template: bool,
    /// The image that it runs.
    #[json("RuntimeImagePath", omitempty)]
    pub runtime_image_path: &'a str,
    /// It has stopped.
    #[json("Stopped", omitempty)]
    pub stopped: bool,
    /// How it ended.
    #[json("ExitType", omitempty)]
    pub exit_type: &'a str,
    /// Updates are pending.
    #[json("AreUpdatesPending", omitempty)]
    pub are_updates_pending: bool,
    /// Its root in the namespace of the object manager.
    #[json("ObRoot", omitempty)]
    pub ob_root: &'a str,
    /// What it has used. Always written.
    #[json("Statistics", omitempty)]
    pub statistics: Statistics<'a>,
    /// Its processes.
    #[json("ProcessList", omitempty)]
    pub process_list: Seq<'a, ProcessListItem<'a>>,
    /// Its disks, by the number of the controller.
    #[json("MappedVirtualDiskControllers", omitempty)]
    pub mapped_virtual_disk_controllers: IntMap<'a, MappedVirtualDiskController<'a>>,
    /// What was negotiated with the guest. Always written.
    #[json("GuestConnectionInfo", omitempty)]
    pub guest_connection_info: GuestConnectionInfo<'a>,
}

/// Guest -> host: what a container has used. All but `uptime_100ns` and `network` is always written.
///
/// Reference: `schema1.Statistics`.
#[json_object]
pub struct Statistics<'a> {
    /// When this was counted.
    #[json("Timestamp", omitempty)]
    pub timestamp: Timestamp,
    /// When the container was started.
    #[json("ContainerStartTime", omitempty)]
    pub container_start_time: Timestamp,
    /// How long the container has run, in units of 100 ns.
    #[json("Uptime100ns", omitempty)]
    pub uptime_100ns: u64,
    /// Its use of memory.
    #[json("Memory", omitempty)]
    pub memory: MemoryStats,
    /// Its use of the processors.
    #[json("Processor", omitempty)]
    pub processor: ProcessorStats,
    /// Its use of storage.
    #[json("Storage", omitempty)]
    pub storage: StorageStats,
    /// Its use of the network, an entry for each adapter.
    #[json("Network", omitempty)]
    pub network: Seq<'a, NetworkStats<'a>>,
}

/// Guest -> host: what a network adapter has received and sent.
///
/// Reference: `schema1.NetworkStats`.
#[json_object]
pub struct NetworkStats<'a> {
    /// Bytes received.
    #[json("BytesReceived", omitempty)]
    pub bytes_received: u64,
    /// Bytes sent.
    #[json("BytesSent", omitempty)]
    pub bytes_sent: u64,
    /// Packets received.
    #[json("PacketsReceived", omitempty)]
    pub packets_received: u64,
    /// Packets sent.
    #[json("PacketsSent", omitempty)]
    pub packets_sent: u64,
    /// Packets received and dropped.
    #[json("DroppedPacketsIncoming", omitempty)]
    pub dropped_packets_incoming: u64,
    /// Packets dropped instead of being sent.
    #[json("DroppedPacketsOutgoing", omitempty)]
    pub dropped_packets_outgoing: u64,
    /// The endpoint, a GUID.
    #[json("EndpointId", omitempty)]
    pub endpoint_id: &'a str,
    /// The adapter, a GUID.
    #[json("InstanceId", omitempty)]
    pub instance_id: &'a str,
}

/// Guest -> host: a process.
///
/// Reference: `schema1.ProcessListItem`.
#[json_object]
pub struct ProcessListItem<'a> {
    /// When it was started. Always written.
    #[json("CreateTimestamp", omitempty)]
    pub create_timestamp: Timestamp,
    /// The file name of its program.
    #[json("ImageName", omitempty)]
    pub image_name: &'a str,
    /// Processor time in kernel mode, in units of 100 ns.
    #[json("KernelTime100ns", omitempty)]
    pub kernel_time_100ns: u64,
    /// The memory that it has committed, in bytes.
    #[json("MemoryCommitBytes", omitempty)]
    pub memory_commit_bytes: u64,
    /// Its memory in use that is its own, in bytes.
    #[json("MemoryWorkingSetPrivateBytes", omitempty)]
    pub memory_working_set_private_bytes: u64,
    /// Its memory in use that is shared, in bytes.
    #[json("MemoryWorkingSetSharedBytes", omitempty)]
    pub memory_working_set_shared_bytes: u64,
    /// The process, as numbered by the guest.
    #[json("ProcessId", omitempty)]
    pub process_id: u32,
    /// Processor time in user mode, in units of 100 ns.
    #[json("UserTime100ns", omitempty)]
    pub user_time_100ns: u64,
}

/// Guest -> host: the disks of a SCSI controller.
///
/// Reference: `schema1.MappedVirtualDiskController`.
#[json_object]
pub struct MappedVirtualDiskController<'a> {
    /// The disks, by their logical unit number.
    #[json("MappedVirtualDisks", omitempty)]
    pub mapped_virtual_disks: IntMap<'a, MappedVirtualDisk<'a>>,
}

/// Guest -> host: a disk, and where the container sees it.
///
/// Reference: `schema1.MappedVirtualDisk`.
#[json_object]
pub struct MappedVirtualDisk<'a> {
    /// The disk's file on the host.
    #[json("HostPath", omitempty)]
    pub host_path: &'a str,
    /// The path in the container, or in the VM.
    #[json("ContainerPath")]
    pub container_path: &'a str,
    /// The path is one of the VM.
    #[json("CreateInUtilityVM", omitempty)]
    pub create_in_utility_vm: bool,
    /// It is mounted read-only.
    #[json("ReadOnly", omitempty)]
    pub read_only: bool,
    /// How reads are cached.
    #[json("Cache", omitempty)]
    pub cache: &'a str,
    /// It is attached, but not mounted.
    #[json("AttachOnly", omitempty)]
    pub attach_only: bool,
}

/// Guest -> host: what was negotiated with the guest of a VM.
///
/// Reference: `schema1.GuestConnectionInfo`.
#[json_object]
pub struct GuestConnectionInfo<'a> {
    /// The versions of the schema that the guest knows.
    #[json("SupportedSchemaVersions", omitempty)]
    pub supported_schema_versions: Seq<'a, Version>,
    /// The version of the protocol.
    #[json("ProtocolVersion", omitempty)]
    pub protocol_version: u32,
    /// What the guest said of itself beyond the protocol.
    #[json("GuestDefinedCapabilities", omitempty)]
    pub guest_defined_capabilities: GuestDefinedCapabilities,
}

/// Guest -> host: the memory that a container uses, in bytes.
///
/// Reference: `schema1.MemoryStats`.
#[json_object]
#[derive(Copy, Eq)]
pub struct MemoryStats {
    /// What it has committed.
    #[json("MemoryUsageCommitBytes", omitempty)]
    pub memory_usage_commit_bytes: u64,
    /// The most that it has ever committed.
    #[json("MemoryUsageCommitPeakBytes", omitempty)]
    pub memory_usage_commit_peak_bytes: u64,
    /// What of it is in use, and its own.
    #[json("MemoryUsagePrivateWorkingSetBytes", omitempty)]
    pub memory_usage_private_working_set_bytes: u64,
}

/// Guest -> host: what a container has used of the processors, in units of 100 ns.
///
/// Reference: `schema1.ProcessorStats`.
#[json_object]
#[derive(Copy, Eq)]
pub struct ProcessorStats {
    /// In all.
    #[json("TotalRuntime100ns", omitempty)]
    pub total_runtime_100ns: u64,
    /// In user mode.
    #[json("RuntimeUser100ns", omitempty)]
    pub runtime_user_100ns: u64,
    /// In kernel mode.
    #[json("RuntimeKernel100ns", omitempty)]
    pub runtime_kernel_100ns: u64,
}

/// Guest -> host: what a container has read and written.
///
/// Reference: `schema1.StorageStats`.
#[json_object]
#[derive(Copy, Eq)]
pub struct StorageStats {
    /// Read operations, in units of 8 KiB.
    #[json("ReadCountNormalized", omitempty)]
    pub read_count_normalized: u64,
    /// Bytes read.
    #[json("ReadSizeBytes", omitempty)]
    pub read_size_bytes: u64,
    /// Write operations, in units of 8 KiB.
    #[json("WriteCountNormalized", omitempty)]
    pub write_count_normalized: u64,
    /// Bytes written.
    #[json("WriteSizeBytes", omitempty)]
    pub write_size_bytes: u64,
}
