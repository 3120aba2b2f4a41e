//! Negotiation of the protocol version: the first request on every connection.

use core::fmt;

use crate::json::{Decode, Encode, Failed, List, Reader, Shape, Writer};
use crate::{json_object, open_set};

/// A version of the protocol.
///
/// This is an open set, of which only version 4 is in use.
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
    /// The newest version that this crate knows.
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

/// Host -> guest: the protocol versions that the host supports.
///
/// Reference: `prot.NegotiateProtocol`.
#[json_object(in_order)]
#[derive(Copy, Eq, Hash)]
pub struct NegotiateProtocol {
    /// The oldest supported version.
    #[json("MinimumVersion")]
    pub minimum_version: ProtocolVersion,
    /// The newest supported version.
    #[json("MaximumVersion")]
    pub maximum_version: ProtocolVersion,
}

/// Guest -> host: the selected protocol version, and the capabilities of the guest.
///
/// `G` is the type of the capabilities that the protocol leaves to the guest. A host that does not know the type of its
/// guest uses [`RawJson`](crate::json::RawJson).
///
/// Reference: `prot.NegotiateProtocolResponse`.
#[json_object(in_order)]
pub struct NegotiateProtocolResponse<'a, G> {
    /// The selected version.
    #[json("Version")]
    pub version: ProtocolVersion,
    /// The capabilities of the guest.
    #[json("Capabilities")]
    pub capabilities: GcsCapabilities<'a, G>,
}

/// Guest -> host: the capabilities of the guest, and which messages it expects.
///
/// Reference: `prot.GcsCapabilities`; the last two flags: hcsshim's `internal/gcs`.
#[json_object(in_order)]
pub struct GcsCapabilities<'a, G> {
    /// Whether the host should send Create for the VM itself.
    #[json("SendHostCreateMessage", omitempty)]
    pub send_host_create_message: bool,
    /// Whether the host should send Start for the VM itself. It has an effect only if
    /// [`send_host_create_message`](Self::send_host_create_message) is also set.
    #[json("SendHostStartMessage", omitempty)]
    pub send_host_start_message: bool,
    /// Whether the host should send a `ModifySettings` with the Hyper-V socket addresses of the VM directly after these
    /// two requests.
    #[doc(alias = "HVSocketConfigOnStartup")]
    #[json("HvSocketConfigOnStartup", omitempty)]
    pub hv_socket_config_on_startup: bool,
    /// Whether the host should notify the guest about the life cycle of its VM. Only hosts know this field.
    #[json("SendLifecycleNotifications", omitempty, tolerant)]
    pub send_lifecycle_notifications: bool,
    /// Whether the guest supports `ModifyServiceSettings`. Only newer hosts know this field.
    #[json("ModifyServiceSettingsSupported", omitempty, tolerant)]
    pub modify_service_settings_supported: bool,
    /// The supported schema versions of the container settings. The list holds at most 8 versions. Current guests send
    /// one.
    #[json("SupportedSchemaVersions", omitempty)]
    pub supported_schema_versions: List<SchemaVersion, 8>,
    /// The operating system of the guest. Without it, the host assumes a Windows guest.
    #[json("RuntimeOsType", omitempty)]
    pub runtime_os_type: OsType<'a>,
    /// Capabilities that the host passes on to its client without interpreting them.
    ///
    /// A response must contain this field. Use a type whose value is never omitted, such as a struct.
    #[json("GuestDefinedCapabilities", omitempty)]
    pub guest_defined_capabilities: G,
}

/// Guest -> host: the capabilities of a Linux guest that the protocol leaves to the guest.
///
/// Reference: `prot.GcsGuestCapabilities`.
#[json_object(in_order)]
#[derive(Copy, Eq, Hash)]
pub struct GcsGuestCapabilities {
    /// Whether the host may add network adapters to a namespace before a container uses it.
    #[json("NamespaceAddRequestSupported", omitempty)]
    pub namespace_add_request_supported: bool,
    /// Whether `SignalProcess` supports signal numbers.
    #[json("SignalProcessSupported", omitempty)]
    pub signal_process_supported: bool,
    /// Whether the guest supports `DumpStacks`.
    #[json("DumpStacksSupported", omitempty)]
    pub dump_stacks_supported: bool,
    /// Whether the guest supports `DeleteContainerState`.
    #[json("DeleteContainerStateSupported", omitempty)]
    pub delete_container_state_supported: bool,
}

/// A version of the schema of container settings.
///
/// Versions are ordered by major version, then by minor version, like `Cmp` of the reference.
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

impl SchemaVersion {
    /// Creates a version from its major and minor parts.
    #[must_use]
    pub const fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }
}

impl fmt::Display for SchemaVersion {
    /// Writes the version as `major.minor`, for example `2.1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// An operating system.
///
/// Reference: `prot.OsType`.
#[open_set]
#[non_exhaustive]
pub enum OsType<'a> {
    /// Linux. The host sends
    /// [`ExecuteProcessSettings::vsock_stdio_relay_settings`](super::ExecuteProcessSettings::vsock_stdio_relay_settings).
    #[doc(alias = "OsTypeLinux")]
    #[json("Linux")]
    Linux,
    /// Windows. The host sends
    /// [`ExecuteProcessSettings::stdio_relay_settings`](super::ExecuteProcessSettings::stdio_relay_settings).
    #[json("Windows")]
    Windows,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}
