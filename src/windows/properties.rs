//! What a compute system says of itself when asked, second schema.

use super::container::Version;
use super::schema1::ContainerProperties;
use super::statistics::{MemoryInformationForVm, ProcessDetails, Statistics};
use crate::error::Error;
use crate::json::{
    Decode, Encode, Failed, JsonStringOrDefault, Lazy, Map, Nullable, RawJson, Reader, Seq, Shape, Writer,
};
use crate::message::metrics::Metrics;
use crate::{json_object, open_set};

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
    /// Any other string, unchanged. It is empty if the field is absent.
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

/// Guest -> host: the properties of a compute system in either schema. Only whoever asked knows in which.
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
    /// A document to be written: [`Properties`] or [`schema1::ContainerProperties`](super::schema1::ContainerProperties).
    #[must_use]
    pub const fn new(properties: &'a (dyn Encode + Sync)) -> Self {
        Self(RawJson::new(properties))
    }

    /// Decodes the document in the second schema, as hosts do unless they asked for [`PropertyType::ProcessList`]. The default
    /// if there was no document.
    ///
    /// # Errors
    ///
    /// It is no such document.
    pub fn schema2(&self) -> Result<Properties<'a>, Error> {
        self.0.parse()
    }

    /// Decodes the document in the first schema, as hosts do if they asked for [`PropertyType::ProcessList`]. The default if
    /// there was no document.
    ///
    /// # Errors
    ///
    /// It is no such document.
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
