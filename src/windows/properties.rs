//! What a compute system says of itself when asked, second schema.

use super::container::Version;
use crate::json::{JsonStringOrDefault, Lazy, Map, Nullable, RawJson, Seq};
use crate::message::metrics::Metrics;
use crate::{Timestamp, json_object, open_set};

/// Host -> guest: tell properties of a compute system.
///
/// Nothing in it says in which schema the answer is to be: hosts read that to [`PropertyType::ProcessList`] as
/// [`schema1::ContainerProperties`](super::schema1::ContainerProperties), and any other as [`Properties`].
///
/// Reference: `prot.ContainerGetProperties`, `prot.ContainerGetPropertiesV2`.
#[json_object]
pub struct ContainerGetProperties<'a> {
    /// Which ones, a document in a string.
    #[json("Query")]
    pub query: JsonStringOrDefault<PropertyQuery<'a>>,
}

/// Host -> guest: which properties to tell.
///
/// Reference: `hcsschema.PropertyQuery`.
#[json_object]
pub struct PropertyQuery<'a> {
    /// The properties. hcsshim names one.
    #[json("PropertyTypes", omitempty)]
    pub property_types: Seq<'a, PropertyType<'a>>,
    /// Queries with parameters, by property, from schema 2.5 on. hcsshim sends none to a guest.
    #[json("Queries", omitempty)]
    pub queries: Map<'a, RawJson<'a>>,
}

/// A property of a compute system, of either schema.
///
/// Reference: `hcsschema.PropertyType`, `schema1.PropertyType`.
#[open_set]
#[non_exhaustive]
pub enum PropertyType<'a> {
    /// [`Properties::memory`].
    #[json("Memory")]
    Memory,
    /// The memory as the guest sees it.
    #[json("GuestMemory")]
    GuestMemory,
    /// [`Properties::statistics`].
    #[json("Statistics")]
    Statistics,
    /// [`schema1::ContainerProperties::process_list`](super::schema1::ContainerProperties::process_list).
    #[json("ProcessList")]
    ProcessList,
    /// [`Properties::terminate_on_last_handle_closed`].
    #[json("TerminateOnLastHandleClosed")]
    TerminateOnLastHandleClosed,
    /// [`Properties::shared_memory_region_info`].
    #[json("SharedMemoryRegion")]
    SharedMemoryRegion,
    /// The state of group managed service accounts.
    #[json("ContainerCredentialGuard")]
    ContainerCredentialGuard,
    /// [`Properties::guest_connection_info`].
    #[json("GuestConnection")]
    GuestConnection,
    /// The state of the heartbeat service.
    #[json("ICHeartbeatStatus")]
    IcHeartbeatStatus,
    /// The processors of the VM.
    #[json("ProcessorTopology")]
    ProcessorTopology,
    /// The CPU group.
    #[json("CpuGroup")]
    CpuGroup,
    /// [`Properties::system_guid`].
    #[json("SystemGUID")]
    SystemGuid,
    /// The disks: [`mapped_virtual_disk_controllers`](super::schema1::ContainerProperties::mapped_virtual_disk_controllers).
    #[json("MappedVirtualDisk")]
    MappedVirtualDisk,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// Guest -> host: the properties.
///
/// `P` is the document in `Properties`: [`Properties`] or
/// [`schema1::ContainerProperties`](super::schema1::ContainerProperties). Without a document it is the default, as in a
/// response that tells of an error.
///
/// Reference: `prot.ContainerGetPropertiesResponseV2`, `prot.ContainerGetPropertiesResponse`.
#[json_object]
pub struct ContainerGetPropertiesResponse<P> {
    /// The properties, a document in a string.
    #[json("Properties")]
    pub properties: JsonStringOrDefault<P>,
}

/// Guest -> host: the properties of a compute system. hcsshim asks a guest for `system_guid` and `statistics`.
///
/// Reference: `hcsschema.Properties`.
#[json_object]
pub struct Properties<'a> {
    /// The compute system.
    #[json("Id", omitempty)]
    pub id: &'a str,
    /// `Container` or `VirtualMachine`.
    #[json("SystemType", omitempty)]
    pub system_type: &'a str,
    /// Its operating system.
    #[json("RuntimeOsType", omitempty)]
    pub runtime_os_type: &'a str,
    /// Its name.
    #[json("Name", omitempty)]
    pub name: &'a str,
    /// Who made it.
    #[json("Owner", omitempty)]
    pub owner: &'a str,
    /// The GUID that it has while it runs.
    #[json("RuntimeId", omitempty)]
    pub runtime_id: &'a str,
    /// Its GUID.
    #[json("SystemGUID", omitempty)]
    pub system_guid: &'a str,
    /// The GUID of the template that it was made of.
    #[json("RuntimeTemplateId", omitempty)]
    pub runtime_template_id: &'a str,
    /// Its state, such as `Running`.
    #[json("State", omitempty)]
    pub state: &'a str,
    /// It has stopped.
    #[json("Stopped", omitempty)]
    pub stopped: bool,
    /// How it ended.
    #[json("ExitType", omitempty)]
    pub exit_type: &'a str,
    /// The memory of a VM.
    #[json("Memory", omitempty)]
    pub memory: Option<MemoryInformationForVm<'a>>,
    /// What it has used.
    #[json("Statistics", omitempty)]
    pub statistics: Option<Statistics>,
    /// Its processes.
    #[json("ProcessList", omitempty)]
    pub process_list: Seq<'a, ProcessDetails<'a>>,
    /// It ends with its last handle.
    #[json("TerminateOnLastHandleClosed", omitempty)]
    pub terminate_on_last_handle_closed: bool,
    /// The VM that it runs in.
    #[json("HostingSystemId", omitempty)]
    pub hosting_system_id: &'a str,
    /// Memory shared with the host.
    #[json("SharedMemoryRegionInfo", omitempty)]
    pub shared_memory_region_info: Seq<'a, SharedMemoryRegionInfo<'a>>,
    /// What was negotiated with the guest.
    #[json("GuestConnectionInfo", omitempty)]
    pub guest_connection_info: Option<GuestConnectionInfo<'a>>,
    /// The answers to [`PropertyQuery::queries`].
    #[json("PropertyResponses", omitempty)]
    pub property_responses: Map<'a, PropertyResponse<'a>>,
    /// What a Linux container's control group counted.
    #[json("LCOWMetrics", omitempty)]
    pub lcow_metrics: Lazy<'a, Metrics<'a>>,
}

/// Guest -> host: the memory of a VM.
///
/// Reference: `hcsschema.MemoryInformationForVm`.
#[json_object]
pub struct MemoryInformationForVm<'a> {
    /// The number of NUMA nodes.
    #[json("VirtualNodeCount", omitempty)]
    pub virtual_node_count: u32,
    /// The memory as a whole.
    #[json("VirtualMachineMemory", omitempty)]
    pub virtual_machine_memory: Option<VmMemory>,
    /// The NUMA nodes.
    #[json("VirtualNodes", omitempty)]
    pub virtual_nodes: Seq<'a, VirtualNodeInfo>,
}

/// Guest -> host: the memory of a VM as a whole. Amounts are in pages of 4 KiB.
///
/// Reference: `hcsschema.VmMemory`.
#[json_object]
#[derive(Copy, Eq)]
pub struct VmMemory {
    /// What is not used, in percent of what is assigned.
    #[json("AvailableMemory", omitempty)]
    pub available_memory: i32,
    /// What is left of the buffer, in percent.
    #[json("AvailableMemoryBuffer", omitempty)]
    pub available_memory_buffer: i32,
    /// What is reserved.
    #[json("ReservedMemory", omitempty)]
    pub reserved_memory: u64,
    /// What is assigned.
    #[json("AssignedMemory", omitempty)]
    pub assigned_memory: u64,
    /// Smart paging is in use.
    #[json("SlpActive", omitempty)]
    pub slp_active: bool,
    /// The memory may grow and shrink.
    #[json("BalancingEnabled", omitempty)]
    pub balancing_enabled: bool,
    /// The memory is growing or shrinking.
    #[json("DmOperationInProgress", omitempty)]
    pub dm_operation_in_progress: bool,
}

/// Guest -> host: a NUMA node of a VM.
///
/// Reference: `hcsschema.VirtualNodeInfo`.
#[json_object]
#[derive(Copy, Eq)]
pub struct VirtualNodeInfo {
    /// The node.
    #[json("VirtualNodeIndex", omitempty)]
    pub virtual_node_index: i32,
    /// The node of the host that it lies on.
    #[json("PhysicalNodeNumber", omitempty)]
    pub physical_node_number: i32,
    /// The number of its processors.
    #[json("VirtualProcessorCount", omitempty)]
    pub virtual_processor_count: i32,
    /// Its memory in use, in pages.
    #[json("MemoryUsageInPages", omitempty)]
    pub memory_usage_in_pages: i32,
}

/// Guest -> host: what a container has used. Both times are always written.
///
/// Reference: `hcsschema.Statistics`.
#[json_object]
#[derive(Copy, Eq)]
pub struct Statistics {
    /// When this was counted.
    #[json("Timestamp", omitempty)]
    pub timestamp: Timestamp,
    /// When the container was started.
    #[json("ContainerStartTime", omitempty)]
    pub container_start_time: Timestamp,
    /// How long the container has run, in units of 100 ns.
    #[json("Uptime100ns", omitempty)]
    pub uptime_100ns: u64,
    /// Its use of the processors.
    #[json("Processor", omitempty)]
    pub processor: Option<ProcessorStats>,
    /// Its use of memory.
    #[json("Memory", omitempty)]
    pub memory: Option<MemoryStats>,
    /// Its use of storage.
    #[json("Storage", omitempty)]
    pub storage: Option<StorageStats>,
}

/// Guest -> host: what a container has used of the processors, in units of 100 ns.
///
/// Reference: `hcsschema.ProcessorStats`.
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

/// Guest -> host: the memory that a container uses, in bytes.
///
/// Reference: `hcsschema.MemoryStats`.
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

/// Guest -> host: what a container has read and written.
///
/// Reference: `hcsschema.StorageStats`.
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

/// Guest -> host: a process. Its numbers have 32 bits and a sign, unlike those of the
/// [first schema](super::schema1::ProcessListItem).
///
/// Reference: `hcsschema.ProcessDetails`.
#[json_object]
pub struct ProcessDetails<'a> {
    /// The process, as numbered by the guest.
    #[json("ProcessId", omitempty)]
    pub process_id: i32,
    /// The file name of its program.
    #[json("ImageName", omitempty)]
    pub image_name: &'a str,
    /// When it was started. Always written.
    #[json("CreateTimestamp", omitempty)]
    pub create_timestamp: Timestamp,
    /// Processor time in user mode, in units of 100 ns.
    #[json("UserTime100ns", omitempty)]
    pub user_time_100ns: i32,
    /// Processor time in kernel mode, in units of 100 ns.
    #[json("KernelTime100ns", omitempty)]
    pub kernel_time_100ns: i32,
    /// The memory that it has committed, in bytes.
    #[json("MemoryCommitBytes", omitempty)]
    pub memory_commit_bytes: i32,
    /// Its memory in use that is its own, in bytes.
    #[json("MemoryWorkingSetPrivateBytes", omitempty)]
    pub memory_working_set_private_bytes: i32,
    /// Its memory in use that is shared, in bytes.
    #[json("MemoryWorkingSetSharedBytes", omitempty)]
    pub memory_working_set_shared_bytes: i32,
}

/// Guest -> host: memory shared with the host.
///
/// Reference: `hcsschema.SharedMemoryRegionInfo`.
#[json_object]
pub struct SharedMemoryRegionInfo<'a> {
    /// The name of the section.
    #[json("SectionName", omitempty)]
    pub section_name: &'a str,
    /// Where it is in the guest.
    #[json("GuestPhysicalAddress", omitempty)]
    pub guest_physical_address: i32,
}

/// Guest -> host: what was negotiated with the guest of a VM.
///
/// Reference: `hcsschema.GuestConnectionInfo`.
#[json_object]
pub struct GuestConnectionInfo<'a> {
    /// The versions of the schema that the guest knows.
    #[json("SupportedSchemaVersions", omitempty)]
    pub supported_schema_versions: Seq<'a, Version>,
    /// The version of the protocol.
    #[json("ProtocolVersion", omitempty)]
    pub protocol_version: i32,
    /// What the guest said of itself beyond the protocol.
    #[json("GuestDefinedCapabilities", omitempty)]
    pub guest_defined_capabilities: RawJson<'a>,
}

/// Guest -> host: the answer to one of [`PropertyQuery::queries`].
///
/// Reference: `hcsschema.PropertyResponse`.
#[json_object]
pub struct PropertyResponse<'a> {
    /// The answer.
    #[json("Response", omitempty)]
    pub response: Nullable<RawJson<'a>>,
}
