//! What a compute system says of itself when asked.

use crate::json::{JsonString, Lazy, List, Seq};
use crate::message::metrics::Metrics;
use crate::{json_object, open_set};

/// Host -> guest: tell properties of a compute system.
///
/// Reference: `prot.ContainerGetProperties`.
#[json_object]
pub struct ContainerGetProperties<'a> {
    /// Which ones, a document in a string; `None` is `""` there.
    #[json("Query")]
    pub query: JsonString<Option<PropertyQuery<'a>>>,
}

/// Host -> guest: which properties to tell.
///
/// Reference: `prot.PropertyQuery`.
#[json_object]
pub struct PropertyQuery<'a> {
    /// The properties, all if none is named. At most 16, more than there are.
    #[json("PropertyTypes", omitempty)]
    pub property_types: List<PropertyType<'a>, 16>,
}

/// A property, or a resource of the first schema.
///
/// Reference: `prot.PropertyType`.
#[open_set]
#[non_exhaustive]
pub enum PropertyType<'a> {
    /// Memory.
    #[doc(alias = "PtMemory")]
    #[json("Memory")]
    Memory,
    /// The CPU group.
    #[doc(alias = "PtCPUGroup")]
    #[json("CpuGroup")]
    CpuGroup,
    /// Statistics: [`PropertiesV2::metrics`].
    #[doc(alias = "PtStatistics")]
    #[json("Statistics")]
    Statistics,
    /// The processes: [`PropertiesV2::process_list`].
    #[doc(alias = "PtProcessList")]
    #[json("ProcessList")]
    ProcessList,
    /// Whether updates are pending.
    #[doc(alias = "PtPendingUpdates")]
    #[json("PendingUpdates")]
    PendingUpdates,
    /// Whether the system ends with its last handle.
    #[doc(alias = "PtTerminateOnLastHandleClosed")]
    #[json("TerminateOnLastHandleClosed")]
    TerminateOnLastHandleClosed,
    /// Mapped directories.
    #[doc(alias = "PtMappedDirectory")]
    #[json("MappedDirectory")]
    MappedDirectory,
    /// The system's GUID.
    #[doc(alias = "PtSystemGUID")]
    #[json("SystemGUID")]
    SystemGuid,
    /// The network.
    #[doc(alias = "PtNetwork")]
    #[json("Network")]
    Network,
    /// Mapped pipes.
    #[doc(alias = "PtMappedPipe")]
    #[json("MappedPipe")]
    MappedPipe,
    /// Mapped virtual disks.
    #[doc(alias = "PtMappedVirtualDisk")]
    #[json("MappedVirtualDisk")]
    MappedVirtualDisk,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// Guest -> host: the properties.
///
/// `P` is the document in `Properties`: [`PropertiesV2`], or for a container of the first schema [`Properties`]. As an
/// `Option` it may be missing, as it is from a response that tells of an error. It must not be written as `None`: hosts
/// do not take `""`; say a default, which is `{}`.
///
/// Reference: `prot.ContainerGetPropertiesResponse`.
#[json_object(in_order)]
pub struct ContainerGetPropertiesResponse<P> {
    /// The properties, a document in a string.
    #[json("Properties")]
    pub properties: JsonString<P>,
}

/// Guest -> host: the properties of a container of the first schema.
///
/// Reference: `prot.Properties`.
#[json_object]
pub struct Properties<'a> {
    /// The processes.
    #[json("ProcessList", omitempty)]
    pub process_list: Seq<'a, ProcessDetails>,
}

/// Guest -> host: the properties of a compute system.
///
/// Reference: `prot.PropertiesV2`.
#[json_object]
pub struct PropertiesV2<'a> {
    /// The processes.
    #[json("ProcessList", omitempty)]
    pub process_list: Seq<'a, ProcessDetails>,
    /// What the container's control group counted.
    #[json("LCOWMetrics", omitempty)]
    pub metrics: Lazy<'a, Metrics<'a>>,
}

/// Guest -> host: a process.
///
/// Reference: `prot.ProcessDetails`.
#[json_object]
pub struct ProcessDetails {
    /// The process, as numbered by the guest.
    #[doc(alias = "ProcessID")]
    #[json("ProcessId")]
    pub process_id: u32,
}
