//! Negotiation: the first request on every connection.

use core::fmt;

use crate::json::{Decode, Encode, Failed, List, Reader, Shape, Writer};

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

crate::__log! { ProtocolVersion [] [] }
crate::__serialize! { ProtocolVersion [] [] }

crate::json_object! {
    /// Host -> guest: the versions of the protocol that the host speaks.
    ///
    /// Reference: `prot.NegotiateProtocol`.
    pub struct NegotiateProtocol {
        /// The oldest version.
        pub minimum_version: ProtocolVersion = "MinimumVersion",
        /// The newest version, inclusive.
        pub maximum_version: ProtocolVersion = "MaximumVersion",
    }
}

crate::json_object! {
    /// Guest -> host: the version that both will speak, and what the guest can do.
    ///
    /// `G` is what the guest says of itself beyond the protocol: its own type in a guest, and in a host that does not know
    /// the guest [`RawJson`](crate::json::RawJson).
    ///
    /// Reference: `prot.NegotiateProtocolResponse`.
    pub struct NegotiateProtocolResponse<'a, G = GcsGuestCapabilities> {
        /// The version.
        pub version: ProtocolVersion = "Version",
        /// What the guest can do.
        pub capabilities: GcsCapabilities<'a, G> = "Capabilities",
    }
}

crate::json_object! {
    /// Guest -> host: what the guest can do, and which messages it wants.
    ///
    /// Reference: `prot.GcsCapabilities`; the last two flags: hcsshim's `internal/gcs`.
    pub struct GcsCapabilities<'a, G = GcsGuestCapabilities> {
        /// The host should send Create for the VM itself.
        pub send_host_create_message: bool = "SendHostCreateMessage" omitempty,
        /// The host should send Start for the VM itself; only together with a Create.
        pub send_host_start_message: bool = "SendHostStartMessage" omitempty,
        /// The host should send a `ModifySettings` with the Hyper-V socket addresses right after these two.
        #[doc(alias = "HVSocketConfigOnStartup")]
        pub hv_socket_config_on_startup: bool = "HvSocketConfigOnStartup" omitempty,
        /// The guest wants to be told of its VM's life cycle. Known to hosts alone.
        pub send_lifecycle_notifications: bool = "SendLifecycleNotifications" omitempty,
        /// The guest takes `ModifyServiceSettings`. Known to newer hosts alone.
        pub modify_service_settings_supported: bool = "ModifyServiceSettingsSupported" omitempty,
        /// The versions of the schema of container settings. At most 8: a guest of today names one.
        pub supported_schema_versions: List<SchemaVersion, 8> = "SupportedSchemaVersions" omitempty,
        /// The guest's operating system. Without it the host takes the guest for Windows.
        pub runtime_os_type: OsType<'a> = "RuntimeOsType" omitempty,
        /// What the guest tells the host's client, past the host. Must be written.
        pub guest_defined_capabilities: G = "GuestDefinedCapabilities" omitempty,
    }
}

crate::json_object! {
    /// Guest -> host: what a Linux guest can do beyond the protocol.
    ///
    /// Reference: `prot.GcsGuestCapabilities`.
    pub struct GcsGuestCapabilities {
        /// Network adapters may be added to a namespace before a container uses it.
        pub namespace_add_request_supported: bool = "NamespaceAddRequestSupported" omitempty,
        /// `SignalProcess` takes a signal's number.
        pub signal_process_supported: bool = "SignalProcessSupported" omitempty,
        /// `DumpStacks` is answered.
        pub dump_stacks_supported: bool = "DumpStacksSupported" omitempty,
        /// `DeleteContainerState` is answered.
        pub delete_container_state_supported: bool = "DeleteContainerStateSupported" omitempty,
    }
}

crate::json_object! {
    /// A version of the schema of container settings. Ordered by major, then minor version, as the reference's `Cmp`.
    ///
    /// Reference: `prot.SchemaVersion`.
    #[derive(Copy, Eq, PartialOrd, Ord, Hash)]
    pub struct SchemaVersion {
        /// The major version: 1 or 2.
        pub major: u32 = "Major" omitempty,
        /// The minor version.
        pub minor: u32 = "Minor" omitempty,
    }
}

crate::open_set! {
    /// An operating system.
    ///
    /// Reference: `prot.OsType`.
    #[non_exhaustive]
    pub enum OsType {
        /// Linux: the host sends `VsockStdioRelaySettings`.
        #[doc(alias = "OsTypeLinux")]
        Linux = "Linux",
        /// Windows: the host sends `StdioRelaySettings`.
        Windows = "Windows",
    }
}
