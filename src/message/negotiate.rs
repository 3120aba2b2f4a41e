//! Negotiation: the first request on every connection.

use core::fmt;

use crate::json::{Decode, Encode, Failed, List, Reader, Shape, Writer};
use crate::{json_object, open_set};

/// A version of the protocol. An open set; version 4 is the only one in use.
///
/// Reference: `prot.ProtocolVersion`.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProtocolVersion(pub u32);

impl ProtocolVersion {
    /// No version.
    #[doc(alias = "PvInvalid")]
    pub const INVALID: Self = Self(0);
    /// Version 4.
    #[doc(alias = "PvV4")]
    pub const V4: Self = Self(4);
    /// The newest version known here.
    #[doc(alias = "PvMax")]
    pub const MAX: Self = Self::V4;
}

impl fmt::Debug for ProtocolVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "V{}", self.0)
    }
}

impl<'a> Decode<'a> for ProtocolVersion {
    const SHAPE: &'static Shape = u32::SHAPE;

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        self.0.decode(reader)
    }
}

impl Encode for ProtocolVersion {
    fn encode(&self, writer: &mut Writer<'_>) {
        self.0.encode(writer);
    }

    fn is_empty(&self) -> bool {
        self.0 == 0
    }
}

/// Host -> guest: the versions of the protocol that the host speaks.
///
/// Reference: `prot.NegotiateProtocol`.
#[json_object(in_order)]
pub struct NegotiateProtocol {
    /// The oldest version.
    #[json("MinimumVersion")]
    pub minimum_version: ProtocolVersion,
    /// The newest version, inclusive.
    #[json("MaximumVersion")]
    pub maximum_version: ProtocolVersion,
}

/// Guest -> host: the version that both will speak, and what the guest can do.
///
/// `G` is what the guest says of itself beyond the protocol: its own type in a guest, and in a host that does not know
/// the guest [`RawJson`](crate::json::RawJson).
///
/// Reference: `prot.NegotiateProtocolResponse`.
#[json_object(in_order)]
pub struct NegotiateProtocolResponse<'a, G = GcsGuestCapabilities> {
    /// The version.
    #[json("Version")]
    pub version: ProtocolVersion,
    /// What the guest can do.
    #[json("Capabilities")]
    pub capabilities: GcsCapabilities<'a, G>,
}

/// Guest -> host: what the guest can do, and which messages it wants.
///
/// Reference: `prot.GcsCapabilities`; the last two flags: hcsshim's `internal/gcs`.
#[json_object(in_order)]
pub struct GcsCapabilities<'a, G = GcsGuestCapabilities> {
    /// The host should send Create for the VM itself.
    #[json("SendHostCreateMessage", omitempty)]
    pub send_host_create_message: bool,
    /// The host should send Start for the VM itself; only together with a Create.
    #[json("SendHostStartMessage", omitempty)]
    pub send_host_start_message: bool,
    /// The host should send a `ModifySettings` with the Hyper-V socket addresses right after these two.
    #[doc(alias = "HVSocketConfigOnStartup")]
    #[json("HvSocketConfigOnStartup", omitempty)]
    pub hv_socket_config_on_startup: bool,
    /// The guest wants to be told of its VM's life cycle. Known to hosts alone.
    #[json("SendLifecycleNotifications", omitempty, tolerant)]
    pub send_lifecycle_notifications: bool,
    /// The guest takes `ModifyServiceSettings`. Known to newer hosts alone.
    #[json("ModifyServiceSettingsSupported", omitempty, tolerant)]
    pub modify_service_settings_supported: bool,
    /// The versions of the schema of container settings. At most 8: a guest of today names one.
    #[json("SupportedSchemaVersions", omitempty)]
    pub supported_schema_versions: List<SchemaVersion, 8>,
    /// The guest's operating system. Without it the host takes the guest for Windows.
    #[json("RuntimeOsType", omitempty)]
    pub runtime_os_type: OsType<'a>,
    /// What the guest tells the host's client, past the host. Must be written.
    #[json("GuestDefinedCapabilities", omitempty)]
    pub guest_defined_capabilities: G,
}

/// Guest -> host: what a Linux guest can do beyond the protocol.
///
/// Reference: `prot.GcsGuestCapabilities`.
#[json_object(in_order)]
pub struct GcsGuestCapabilities {
    /// Network adapters may be added to a namespace before a container uses it.
    #[json("NamespaceAddRequestSupported", omitempty)]
    pub namespace_add_request_supported: bool,
    /// `SignalProcess` takes a signal's number.
    #[json("SignalProcessSupported", omitempty)]
    pub signal_process_supported: bool,
    /// `DumpStacks` is answered.
    #[json("DumpStacksSupported", omitempty)]
    pub dump_stacks_supported: bool,
    /// `DeleteContainerState` is answered.
    #[json("DeleteContainerStateSupported", omitempty)]
    pub delete_container_state_supported: bool,
}

/// A version of the schema of container settings. Ordered by major, then minor version, as the reference's `Cmp`.
///
/// Reference: `prot.SchemaVersion`.
#[json_object(in_order)]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaVersion {
    /// The major version: 1 or 2.
    #[json("Major", omitempty)]
    pub major: u32,
    /// The minor version.
    #[json("Minor", omitempty)]
    pub minor: u32,
}

/// An operating system.
///
/// Reference: `prot.OsType`.
#[open_set]
#[non_exhaustive]
pub enum OsType<'a> {
    /// Linux: the host sends `VsockStdioRelaySettings`.
    #[doc(alias = "OsTypeLinux")]
    #[json("Linux")]
    Linux,
    /// Windows: the host sends `StdioRelaySettings`.
    #[json("Windows")]
    Windows,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}
