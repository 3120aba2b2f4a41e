//! The resource usage of a compute system, in schema version 2: memory, processors, storage and processes.

use crate::json::Seq;
use crate::{Timestamp, json_object};

/// Guest -> host: the memory of a VM.
///
/// Reference: `hcsschema.MemoryInformationForVm`.
#[json_object]
pub struct MemoryInformationForVm<'a> {
    /// The number of NUMA nodes.
    #[json("VirtualNodeCount", omitempty)]
    pub virtual_node_count: u32,
    /// The total memory.
    #[json("VirtualMachineMemory", omitempty)]
    pub virtual_machine_memory: Option<VmMemory>,
    /// The NUMA nodes.
    #[json("VirtualNodes", omitempty)]
    pub virtual_nodes: Seq<'a, VirtualNodeInfo>,
}

/// Guest -> host: the total memory of a VM. Amounts are in pages of 4 KiB.
///
/// Reference: `hcsschema.VmMemory`.
#[json_object]
#[derive(Copy, Eq)]
pub struct VmMemory {
    /// The unused part of the assigned memory, in percent.
    #[json("AvailableMemory", omitempty)]
    pub available_memory: i32,
    /// The available part of the memory buffer, in percent.
    #[json("AvailableMemoryBuffer", omitempty)]
    pub available_memory_buffer: i32,
    /// The reserved memory.
    #[json("ReservedMemory", omitempty)]
    pub reserved_memory: u64,
    /// The assigned memory.
    #[json("AssignedMemory", omitempty)]
    pub assigned_memory: u64,
    /// Whether smart paging is in use.
    #[json("SlpActive", omitempty)]
    pub slp_active: bool,
    /// Whether the size of the memory can change.
    #[json("BalancingEnabled", omitempty)]
    pub balancing_enabled: bool,
    /// Whether the size of the memory is changing.
    #[json("DmOperationInProgress", omitempty)]
    pub dm_operation_in_progress: bool,
}

/// Guest -> host: a NUMA node of a VM.
///
/// Reference: `hcsschema.VirtualNodeInfo`.
#[json_object]
#[derive(Copy, Eq)]
pub struct VirtualNodeInfo {
    /// The number of the node.
    #[json("VirtualNodeIndex", omitempty)]
    pub virtual_node_index: i32,
    /// The number of the node of the host on which this node is.
    #[json("PhysicalNodeNumber", omitempty)]
    pub physical_node_number: i32,
    /// The number of processors.
    #[json("VirtualProcessorCount", omitempty)]
    pub virtual_processor_count: i32,
    /// The memory in use, in pages.
    #[json("MemoryUsageInPages", omitempty)]
    pub memory_usage_in_pages: i32,
}

/// Guest -> host: the resource usage of a container. Both times are always written.
///
/// Reference: `hcsschema.Statistics`.
#[json_object]
#[derive(Copy, Eq)]
pub struct Statistics {
    /// The time of the measurement.
    #[json("Timestamp", omitempty)]
    pub timestamp: Timestamp,
    /// The start time of the container.
    #[json("ContainerStartTime", omitempty)]
    pub container_start_time: Timestamp,
    /// The time since the start of the container, in units of 100 ns.
    #[json("Uptime100ns", omitempty)]
    pub uptime_100ns: u64,
    /// The processor usage.
    #[json("Processor", omitempty)]
    pub processor: Option<ProcessorStats>,
    /// The memory usage.
    #[json("Memory", omitempty)]
    pub memory: Option<MemoryStats>,
    /// The storage usage.
    #[json("Storage", omitempty)]
    pub storage: Option<StorageStats>,
}

/// Guest -> host: the processor usage of a container, in units of 100 ns.
///
/// Reference: `hcsschema.ProcessorStats`.
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

/// Guest -> host: the memory usage of a container, in bytes.
///
/// Reference: `hcsschema.MemoryStats`.
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

/// Guest -> host: the storage usage of a container.
///
/// Reference: `hcsschema.StorageStats`.
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

/// Guest -> host: a process. Its numbers are signed 32-bit integers, unlike those of [schema version
/// 1](super::schema1::ProcessListItem).
///
/// Reference: `hcsschema.ProcessDetails`.
#[json_object]
pub struct ProcessDetails<'a> {
    /// The id of the process, which the guest assigned.
    #[json("ProcessId", omitempty)]
    pub process_id: i32,
    /// The file name of the program.
    #[json("ImageName", omitempty)]
    pub image_name: &'a str,
    /// The start time. It is always written.
    #[json("CreateTimestamp", omitempty)]
    pub create_timestamp: Timestamp,
    /// The processor time in user mode, in units of 100 ns.
    #[json("UserTime100ns", omitempty)]
    pub user_time_100ns: i32,
    /// The processor time in kernel mode, in units of 100 ns.
    #[json("KernelTime100ns", omitempty)]
    pub kernel_time_100ns: i32,
    /// The committed memory, in bytes.
    #[json("MemoryCommitBytes", omitempty)]
    pub memory_commit_bytes: i32,
    /// The private working set, in bytes.
    #[json("MemoryWorkingSetPrivateBytes", omitempty)]
    pub memory_working_set_private_bytes: i32,
    /// The shared working set, in bytes.
    #[json("MemoryWorkingSetSharedBytes", omitempty)]
    pub memory_working_set_shared_bytes: i32,
}
