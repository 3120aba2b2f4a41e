//! What a compute system says of itself when asked.

use crate::json::{JsonString, Lazy, List, Seq};
use crate::message::metrics::Metrics;

crate::json_object! {
    /// Host -> guest: tell properties of a compute system.
    ///
    /// Reference: `prot.ContainerGetProperties`.
    pub struct ContainerGetProperties<'a> {
        /// Which ones, a document in a string; `None` is `""` there.
        pub query: JsonString<Option<PropertyQuery<'a>>> = "Query",
    }
}

crate::json_object! {
    /// Host -> guest: which properties to tell.
    ///
    /// Reference: `prot.PropertyQuery`.
    pub struct PropertyQuery<'a> {
        /// The properties, all if none is named. At most 16, more than there are.
        pub property_types: List<PropertyType<'a>, 16> = "PropertyTypes" omitempty,
    }
}

crate::open_set! {
    /// A property, or a resource of the first schema.
    ///
    /// Reference: `prot.PropertyType`.
    #[non_exhaustive]
    pub enum PropertyType {
        /// Memory.
        #[doc(alias = "PtMemory")]
        Memory = "Memory",
        /// The CPU group.
        #[doc(alias = "PtCPUGroup")]
        CpuGroup = "CpuGroup",
        /// Statistics: [`PropertiesV2::metrics`].
        #[doc(alias = "PtStatistics")]
        Statistics = "Statistics",
        /// The processes: [`PropertiesV2::process_list`].
        #[doc(alias = "PtProcessList")]
        ProcessList = "ProcessList",
        /// Whether updates are pending.
        #[doc(alias = "PtPendingUpdates")]
        PendingUpdates = "PendingUpdates",
        /// Whether the system ends with its last handle.
        #[doc(alias = "PtTerminateOnLastHandleClosed")]
        TerminateOnLastHandleClosed = "TerminateOnLastHandleClosed",
        /// Mapped directories.
        #[doc(alias = "PtMappedDirectory")]
        MappedDirectory = "MappedDirectory",
        /// The system's GUID.
        #[doc(alias = "PtSystemGUID")]
        SystemGuid = "SystemGUID",
        /// The network.
        #[doc(alias = "PtNetwork")]
        Network = "Network",
        /// Mapped pipes.
        #[doc(alias = "PtMappedPipe")]
        MappedPipe = "MappedPipe",
        /// Mapped virtual disks.
        #[doc(alias = "PtMappedVirtualDisk")]
        MappedVirtualDisk = "MappedVirtualDisk",
    }
}

crate::json_object! {
    /// Guest -> host: the properties.
    ///
    /// `P` is the document in `Properties`: [`PropertiesV2`], or for a container of the first schema [`Properties`]. As an
    /// `Option` it may be missing, as it is from a response that tells of an error. It must not be written as `None`: hosts
    /// do not take `""`; say a default, which is `{}`.
    ///
    /// Reference: `prot.ContainerGetPropertiesResponse`.
    pub struct ContainerGetPropertiesResponse<P> {
        /// The properties, a document in a string.
        pub properties: JsonString<P> = "Properties",
    }
}

crate::json_object! {
    /// Guest -> host: the properties of a container of the first schema.
    ///
    /// Reference: `prot.Properties`.
    pub struct Properties<'a> {
        /// The processes.
        pub process_list: Seq<'a, ProcessDetails> = "ProcessList" omitempty,
    }
}

crate::json_object! {
    /// Guest -> host: the properties of a compute system.
    ///
    /// Reference: `prot.PropertiesV2`.
    pub struct PropertiesV2<'a> {
        /// The processes.
        pub process_list: Seq<'a, ProcessDetails> = "ProcessList" omitempty,
        /// What the container's control group counted.
        #[doc(alias = "LCOWMetrics")]
        pub metrics: Lazy<'a, Metrics<'a>> = "LCOWMetrics" omitempty,
    }
}

crate::json_object! {
    /// Guest -> host: a process.
    ///
    /// Reference: `prot.ProcessDetails`.
    pub struct ProcessDetails {
        /// The process, as numbered by the guest.
        #[doc(alias = "ProcessID")]
        pub process_id: u32 = "ProcessId",
    }
}
