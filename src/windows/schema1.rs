//! The properties of a compute system, in schema version 1. hcsshim queries the processes of a Windows guest this way.

use super::container::Version;
use super::negotiate::GuestDefinedCapabilities;
use crate::json::{IntMap, Seq};
use crate::{Guid, Timestamp, json_object};

/// Guest -> host: the properties of a compute system, in schema version 1.
///
/// Reference: `schema1.ContainerProperties`.
#[json_object]
pub struct ContainerProperties<'a> {
    /// The id of the compute system.
    #[json("Id")]
    pub id: &'a str,
    /// The state, for example `Running`.
    #[json("State")]
    pub state: &'a str,
    /// The name.
    #[json("Name")]
    pub name: &'a str,
    /// The type: `Container` or `VirtualMachine`.
    #[json("SystemType")]
    pub system_type: &'a str,
    /// The operating system.
    #[json("RuntimeOsType", omitempty)]
    pub runtime_os_type: &'a str,
    /// The owner.
    #[json("Owner")]
    pub owner: &'a str,
    /// The GUID of the silo.
    #[json("SiloGuid", omitempty)]
    pub silo_guid: &'a str,
    /// The GUID of the running compute system. It is always written.
    #[json("RuntimeId", omitempty)]
    pub runtime_id: Guid,
    /// Whether the system is a template.
    #[json("IsRuntimeTemplate", omitempty)]
    pub is_runtime_template: bool,
    /// The path of the image that the system runs.
    #[json("RuntimeImagePath", omitempty)]
    pub runtime_image_path: &'a str,
    /// Whether the system has stopped.
    #[json("Stopped", omitempty)]
    pub stopped: bool,
    /// How the system ended.
    #[json("ExitType", omitempty)]
    pub exit_type: &'a str,
    /// Whether updates are pending.
    #[json("AreUpdatesPending", omitempty)]
    pub are_updates_pending: bool,
    /// The root of the system in the namespace of the object manager.
    #[json("ObRoot", omitempty)]
    pub ob_root: &'a str,
    /// The resource usage. It is always written.
    #[json("Statistics", omitempty)]
    pub statistics: Statistics<'a>,
    /// The processes.
    #[json("ProcessList", omitempty)]
    pub process_list: Seq<'a, ProcessListItem<'a>>,
    /// The disks, by controller number.
    #[json("MappedVirtualDiskControllers", omitempty)]
    pub mapped_virtual_disk_controllers: IntMap<'a, MappedVirtualDiskController<'a>>,
    /// The result of the negotiation with the guest. It is always written.
    #[json("GuestConnectionInfo", omitempty)]
    pub guest_connection_info: GuestConnectionInfo<'a>,
}

/// Guest -> host: the resource usage of a container. All fields except `uptime_100ns` and `network` are always written.
///
/// Reference: `schema1.Statistics`.
#[json_object]
pub struct Statistics<'a> {
    /// The time of the measurement.
    #[json("Timestamp", omitempty)]
    pub timestamp: Timestamp,
    /// The start time of the container.
    #[json("ContainerStartTime", omitempty)]
    pub container_start_time: Timestamp,
    /// The time since the start of the container, in units of 100 ns.
    #[json("Uptime100ns", omitempty)]
    pub uptime_100ns: u64,
    /// The memory usage.
    #[json("Memory", omitempty)]
    pub memory: MemoryStats,
    /// The processor usage.
    #[json("Processor", omitempty)]
    pub processor: ProcessorStats,
    /// The storage usage.
    #[json("Storage", omitempty)]
    pub storage: StorageStats,
    /// The network usage, with one entry for each adapter.
    #[json("Network", omitempty)]
    pub network: Seq<'a, NetworkStats<'a>>,
}

/// Guest -> host: the traffic of a network adapter.
///
/// Reference: `schema1.NetworkStats`.
#[json_object]
pub struct NetworkStats<'a> {
    /// The number of received bytes.
    #[json("BytesReceived", omitempty)]
    pub bytes_received: u64,
    /// The number of sent bytes.
    #[json("BytesSent", omitempty)]
    pub bytes_sent: u64,
    /// The number of received packets.
    #[json("PacketsReceived", omitempty)]
    pub packets_received: u64,
    /// The number of sent packets.
    #[json("PacketsSent", omitempty)]
    pub packets_sent: u64,
    /// The number of dropped incoming packets.
    #[json("DroppedPacketsIncoming", omitempty)]
    pub dropped_packets_incoming: u64,
    /// The number of dropped outgoing packets.
    #[json("DroppedPacketsOutgoing", omitempty)]
    pub dropped_packets_outgoing: u64,
    /// The id of the endpoint, a GUID.
    #[json("EndpointId", omitempty)]
    pub endpoint_id: &'a str,
    /// The id of the adapter, a GUID.
    #[json("InstanceId", omitempty)]
    pub instance_id: &'a str,
}

/// Guest -> host: a process.
///
/// Reference: `schema1.ProcessListItem`.
#[json_object]
pub struct ProcessListItem<'a> {
    /// The start time. It is always written.
    #[json("CreateTimestamp", omitempty)]
    pub create_timestamp: Timestamp,
    /// The file name of the program.
    #[json("ImageName", omitempty)]
    pub image_name: &'a str,
    /// The processor time in kernel mode, in units of 100 ns.
    #[json("KernelTime100ns", omitempty)]
    pub kernel_time_100ns: u64,
    /// The committed memory, in bytes.
    #[json("MemoryCommitBytes", omitempty)]
    pub memory_commit_bytes: u64,
    /// The private working set, in bytes.
    #[json("MemoryWorkingSetPrivateBytes", omitempty)]
    pub memory_working_set_private_bytes: u64,
    /// The shared working set, in bytes.
    #[json("MemoryWorkingSetSharedBytes", omitempty)]
    pub memory_working_set_shared_bytes: u64,
    /// The id of the process, which the guest assigned.
    #[json("ProcessId", omitempty)]
    pub process_id: u32,
    /// The processor time in user mode, in units of 100 ns.
    #[json("UserTime100ns", omitempty)]
    pub user_time_100ns: u64,
}

/// Guest -> host: the disks of a SCSI controller.
///
/// Reference: `schema1.MappedVirtualDiskController`.
#[json_object]
pub struct MappedVirtualDiskController<'a> {
    /// The disks, by logical unit number.
    #[json("MappedVirtualDisks", omitempty)]
    pub mapped_virtual_disks: IntMap<'a, MappedVirtualDisk<'a>>,
}

/// Guest -> host: a disk, and its path in the container.
///
/// Reference: `schema1.MappedVirtualDisk`.
#[json_object]
pub struct MappedVirtualDisk<'a> {
    /// The path of the disk image on the host.
    #[json("HostPath", omitempty)]
    pub host_path: &'a str,
    /// The path in the container or in the VM.
    #[json("ContainerPath")]
    pub container_path: &'a str,
    /// Whether the path is in the VM.
    #[json("CreateInUtilityVM", omitempty)]
    pub create_in_utility_vm: bool,
    /// Whether the disk is mounted read-only.
    #[json("ReadOnly", omitempty)]
    pub read_only: bool,
    /// How reads are cached.
    #[json("Cache", omitempty)]
    pub cache: &'a str,
    /// Whether the disk is attached but not mounted.
    #[json("AttachOnly", omitempty)]
    pub attach_only: bool,
}

/// Guest -> host: the result of the negotiation with the guest of a VM.
///
/// Reference: `schema1.GuestConnectionInfo`.
#[json_object]
pub struct GuestConnectionInfo<'a> {
    /// The schema versions that the guest supports.
    #[json("SupportedSchemaVersions", omitempty)]
    pub supported_schema_versions: Seq<'a, Version>,
    /// The protocol version.
    #[json("ProtocolVersion", omitempty)]
    pub protocol_version: u32,
    /// The capabilities that the protocol leaves to the guest.
    #[json("GuestDefinedCapabilities", omitempty)]
    pub guest_defined_capabilities: GuestDefinedCapabilities,
}

/// Guest -> host: the memory usage of a container, in bytes.
///
/// Reference: `schema1.MemoryStats`.
#[json_object]
#[derive(Copy, Eq)]
pub struct MemoryStats {
    /// The committed memory.
    #[json("MemoryUsageCommitBytes", omitempty)]
    pub memory_usage_commit_bytes: u64,
    /// The peak of the committed memory.
    #[json("MemoryUsageCommitPeakBytes", omitempty)]
    pub memory_usage_commit_peak_bytes: u64,
    /// The private working set.
    #[json("MemoryUsagePrivateWorkingSetBytes", omitempty)]
    pub memory_usage_private_working_set_bytes: u64,
}

/// Guest -> host: the processor usage of a container, in units of 100 ns.
///
/// Reference: `schema1.ProcessorStats`.
#[json_object]
#[derive(Copy, Eq)]
pub struct ProcessorStats {
    /// The total processor time.
    #[json("TotalRuntime100ns", omitempty)]
    pub total_runtime_100ns: u64,
    /// The processor time in user mode.
    #[json("RuntimeUser100ns", omitempty)]
    pub runtime_user_100ns: u64,
    /// The processor time in kernel mode.
    #[json("RuntimeKernel100ns", omitempty)]
    pub runtime_kernel_100ns: u64,
}

/// Guest -> host: the storage usage of a container.
///
/// Reference: `schema1.StorageStats`.
#[json_object]
#[derive(Copy, Eq)]
pub struct StorageStats {
    /// The number of read operations, normalized to 8 KiB.
    #[json("ReadCountNormalized", omitempty)]
    pub read_count_normalized: u64,
    /// The number of bytes read.
    #[json("ReadSizeBytes", omitempty)]
    pub read_size_bytes: u64,
    /// The number of write operations, normalized to 8 KiB.
    #[json("WriteCountNormalized", omitempty)]
    pub write_count_normalized: u64,
    /// The number of bytes written.
    #[json("WriteSizeBytes", omitempty)]
    pub write_size_bytes: u64,
}
