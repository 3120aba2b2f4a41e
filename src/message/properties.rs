//! Querying the properties of a compute system.

use crate::json::{JsonString, Lazy, List, Seq};
use crate::message::metrics::Metrics;
use crate::{json_object, open_set};

/// Host -> guest: asks for properties of a compute system.
///
/// Reference: `prot.ContainerGetProperties`.
#[json_object]
pub struct ContainerGetProperties<'a> {
    /// The query, as a nested document (a JSON document inside a string). `None` is written as `""`.
    #[json("Query")]
    pub query: JsonString<Option<PropertyQuery<'a>>>,
}

/// Host -> guest: selects the properties to return.
///
/// Reference: `prot.PropertyQuery`.
#[json_object]
pub struct PropertyQuery<'a> {
    /// The properties to return. An empty list selects all properties. The list holds at most 16 types, which is more
    /// than there are.
    #[json("PropertyTypes", omitempty)]
    pub property_types: List<PropertyType<'a>, 16>,
}

/// A property of a compute system, or the type of a resource in schema version 1.
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
    /// Statistics, in [`PropertiesV2::metrics`].
    #[doc(alias = "PtStatistics")]
    #[json("Statistics")]
    Statistics,
    /// The processes, in [`PropertiesV2::process_list`].
    #[doc(alias = "PtProcessList")]
    #[json("ProcessList")]
    ProcessList,
    /// Whether updates are pending.
    #[doc(alias = "PtPendingUpdates")]
    #[json("PendingUpdates")]
    PendingUpdates,
    /// Whether the compute system is terminated when the last handle to it is closed.
    #[doc(alias = "PtTerminateOnLastHandleClosed")]
    #[json("TerminateOnLastHandleClosed")]
    TerminateOnLastHandleClosed,
    /// Mapped directories.
    #[doc(alias = "PtMappedDirectory")]
    #[json("MappedDirectory")]
    MappedDirectory,
    /// The GUID of the compute system.
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
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// Guest -> host: the requested properties.
///
/// `P` is the type of the nested document in `Properties`: [`PropertiesV2`], or [`Properties`] for a container of
/// schema version 1.
///
/// To accept a response without properties, such as an error response, use an `Option` of that type. Do not encode
/// `None`: hosts fail on `""`. Encode a default value instead, which is written as `{}`.
///
/// Reference: `prot.ContainerGetPropertiesResponse`.
#[json_object(in_order)]
pub struct ContainerGetPropertiesResponse<P> {
    /// The properties, as a nested document (a JSON document inside a string).
    #[json("Properties")]
    pub properties: JsonString<P>,
}

/// Guest -> host: the properties of a container of schema version 1.
///
/// Reference: `prot.Properties`.
#[json_object]
pub struct Properties<'a> {
    /// The processes of the container.
    #[json("ProcessList", omitempty)]
    pub process_list: Seq<'a, ProcessDetails>,
}

/// Guest -> host: the properties of a compute system.
///
/// Reference: `prot.PropertiesV2`.
#[json_object]
pub struct PropertiesV2<'a> {
    /// The processes of the compute system.
    #[json("ProcessList", omitempty)]
    pub process_list: Seq<'a, ProcessDetails>,
    /// The resource usage of the container.
    #[json("LCOWMetrics", omitempty)]
    pub metrics: Lazy<'a, Metrics<'a>>,
}

/// Guest -> host: a process.
///
/// Reference: `prot.ProcessDetails`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct ProcessDetails {
    /// The process id, which the guest assigned.
    #[doc(alias = "ProcessID")]
    #[json("ProcessId")]
    pub process_id: u32,
}
