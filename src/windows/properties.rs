//! The properties of a compute system, in schema version 2.

use super::container::Version;
use super::schema1::ContainerProperties;
use super::statistics::{MemoryInformationForVm, ProcessDetails, Statistics};
use crate::error::Error;
use crate::json::{
    Decode, Encode, Failed, JsonStringOrDefault, Lazy, Map, Nullable, RawJson, Reader, Seq, Shape, Writer,
};
use crate::message::metrics::Metrics;
use crate::{json_object, open_set};

/// Host -> guest: queries properties of a compute system.
///
/// The request does not contain the schema version of the answer. Hosts decode the answer to
/// [`PropertyType::ProcessList`] as [`schema1::ContainerProperties`](super::schema1::ContainerProperties), and any
/// other answer as [`Properties`].
///
/// Reference: `prot.ContainerGetProperties`, `prot.ContainerGetPropertiesV2`.
#[json_object]
pub struct ContainerGetProperties<'a> {
    /// The query, as a nested document (a JSON document inside a string).
    #[json("Query")]
    pub query: JsonStringOrDefault<PropertyQuery<'a>>,
}

/// Host -> guest: the properties to return.
///
/// Reference: `hcsschema.PropertyQuery`.
#[json_object]
pub struct PropertyQuery<'a> {
    /// The properties. hcsshim names one property.
    #[json("PropertyTypes", omitempty)]
    pub property_types: Seq<'a, PropertyType<'a>>,
    /// Queries with parameters, by property. They exist since schema version 2.5. hcsshim sends none to a guest.
    #[json("Queries", omitempty)]
    pub queries: Map<'a, RawJson<'a>>,
}

/// A property of a compute system, in either schema version.
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
    /// The state of the group managed service accounts.
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
    /// The CPU group of the VM.
    #[json("CpuGroup")]
    CpuGroup,
    /// [`Properties::system_guid`].
    #[json("SystemGUID")]
    SystemGuid,
    /// The disks. See
    /// [`mapped_virtual_disk_controllers`](super::schema1::ContainerProperties::mapped_virtual_disk_controllers).
    #[json("MappedVirtualDisk")]
    MappedVirtualDisk,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// Guest -> host: the queried properties.
///
/// `P` is the type of the document in `Properties`: [`Properties`] or
/// [`schema1::ContainerProperties`](super::schema1::ContainerProperties). Without a document, it has its default, for
/// example in the response to a failed request.
///
/// Reference: `prot.ContainerGetPropertiesResponseV2`, `prot.ContainerGetPropertiesResponse`.
#[json_object]
pub struct ContainerGetPropertiesResponse<P> {
    /// The properties, as a nested document (a JSON document inside a string).
    #[json("Properties")]
    pub properties: JsonStringOrDefault<P>,
}

/// Guest -> host: the properties of a compute system in either schema version. The response does not contain the
/// version, so only the sender of the request knows it.
///
/// ```
/// use gcs_prot::windows::{ContainerGetPropertiesResponse, Properties, PropertiesDocument};
/// use gcs_prot::json::{self, JsonStringOrDefault};
///
/// let properties = Properties { system_guid: "g", ..Properties::default() };
/// let body = ContainerGetPropertiesResponse { properties: JsonStringOrDefault(PropertiesDocument::new(&properties)) };
/// let mut buffer = [0; 64];
/// let length = json::encode(&body, &mut buffer)?.len();
/// assert_eq!(&buffer[..length], br#"{"Properties":"{\"SystemGUID\":\"g\"}"}"#);
///
/// let read: ContainerGetPropertiesResponse<PropertiesDocument> = json::decode(&mut buffer[..length])?;
/// assert_eq!(read.properties.0.schema2()?, properties);
/// # Ok::<(), gcs_prot::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PropertiesDocument<'a>(RawJson<'a>);

impl<'a> PropertiesDocument<'a> {
    /// Creates a document to encode: [`Properties`] or
    /// [`schema1::ContainerProperties`](super::schema1::ContainerProperties).
    #[must_use]
    pub const fn new(properties: &'a (dyn Encode + Sync)) -> Self {
        Self(RawJson::new(properties))
    }

    /// Decodes the document in schema version 2. Hosts do this unless they asked for [`PropertyType::ProcessList`].
    /// Returns the default if there is no document.
    ///
    /// # Errors
    ///
    /// Returns an error if the document does not decode.
    pub fn schema2(&self) -> Result<Properties<'a>, Error> {
        self.0.parse()
    }

    /// Decodes the document in schema version 1. Hosts do this if they asked for [`PropertyType::ProcessList`]. Returns
    /// the default if there is no document.
    ///
    /// # Errors
    ///
    /// Returns an error if the document does not decode.
    pub fn schema1(&self) -> Result<ContainerProperties<'a>, Error> {
        self.0.parse()
    }
}

impl<'a> Decode<'a> for PropertiesDocument<'a> {
    const SHAPE: &'static Shape = &Shape::Any;

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.0.decode(reader)
    }
}

impl Encode for PropertiesDocument<'_> {
    fn encode(&self, writer: &mut Writer<'_>) {
        if self.0.is_present() {
            self.0.encode(writer);
        } else {
            writer.open('{');
            writer.close('}');
        }
    }
}

/// Guest -> host: the properties of a compute system. hcsshim queries `system_guid` and `statistics` of a guest.
///
/// Reference: `hcsschema.Properties`.
#[json_object]
pub struct Properties<'a> {
    /// The id of the compute system.
    #[json("Id", omitempty)]
    pub id: &'a str,
    /// The type: `Container` or `VirtualMachine`.
    #[json("SystemType", omitempty)]
    pub system_type: &'a str,
    /// The operating system.
    #[json("RuntimeOsType", omitempty)]
    pub runtime_os_type: &'a str,
    /// The name.
    #[json("Name", omitempty)]
    pub name: &'a str,
    /// The owner.
    #[json("Owner", omitempty)]
    pub owner: &'a str,
    /// The GUID of the running compute system.
    #[json("RuntimeId", omitempty)]
    pub runtime_id: &'a str,
    /// The GUID.
    #[json("SystemGUID", omitempty)]
    pub system_guid: &'a str,
    /// The GUID of the template from which the system was created.
    #[json("RuntimeTemplateId", omitempty)]
    pub runtime_template_id: &'a str,
    /// The state, for example `Running`.
    #[json("State", omitempty)]
    pub state: &'a str,
    /// Whether the system has stopped.
    #[json("Stopped", omitempty)]
    pub stopped: bool,
    /// How the system ended.
    #[json("ExitType", omitempty)]
    pub exit_type: &'a str,
    /// The memory of a VM.
    #[json("Memory", omitempty)]
    pub memory: Option<MemoryInformationForVm<'a>>,
    /// The resource usage.
    #[json("Statistics", omitempty)]
    pub statistics: Option<Statistics>,
    /// The processes.
    #[json("ProcessList", omitempty)]
    pub process_list: Seq<'a, ProcessDetails<'a>>,
    /// Whether the system ends when its last handle is closed.
    #[json("TerminateOnLastHandleClosed", omitempty)]
    pub terminate_on_last_handle_closed: bool,
    /// The id of the VM in which the system runs.
    #[json("HostingSystemId", omitempty)]
    pub hosting_system_id: &'a str,
    /// The memory that is shared with the host.
    #[json("SharedMemoryRegionInfo", omitempty)]
    pub shared_memory_region_info: Seq<'a, SharedMemoryRegionInfo<'a>>,
    /// The result of the negotiation with the guest.
    #[json("GuestConnectionInfo", omitempty)]
    pub guest_connection_info: Option<GuestConnectionInfo<'a>>,
    /// The answers to [`PropertyQuery::queries`].
    #[json("PropertyResponses", omitempty)]
    pub property_responses: Map<'a, PropertyResponse<'a>>,
    /// The metrics of the control group of a Linux container.
    #[json("LCOWMetrics", omitempty)]
    pub lcow_metrics: Lazy<'a, Metrics<'a>>,
}

/// Guest -> host: a memory region that is shared with the host.
///
/// Reference: `hcsschema.SharedMemoryRegionInfo`.
#[json_object]
pub struct SharedMemoryRegionInfo<'a> {
    /// The name of the section.
    #[json("SectionName", omitempty)]
    pub section_name: &'a str,
    /// The physical address of the region in the guest.
    #[json("GuestPhysicalAddress", omitempty)]
    pub guest_physical_address: i32,
}

/// Guest -> host: the result of the negotiation with the guest of a VM.
///
/// Reference: `hcsschema.GuestConnectionInfo`.
#[json_object]
pub struct GuestConnectionInfo<'a> {
    /// The schema versions that the guest supports.
    #[json("SupportedSchemaVersions", omitempty)]
    pub supported_schema_versions: Seq<'a, Version>,
    /// The protocol version.
    #[json("ProtocolVersion", omitempty)]
    pub protocol_version: i32,
    /// The capabilities that the protocol leaves to the guest.
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
