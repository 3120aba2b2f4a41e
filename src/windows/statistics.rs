//! What a compute system has used, second schema: memory, processors, storage, processes.

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
