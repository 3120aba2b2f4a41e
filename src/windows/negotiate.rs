//! What a Windows guest says of itself when the protocol is negotiated.

use super::container::Version;
use crate::json::Seq;
use crate::json_object;
use crate::message::{OsType, ProtocolVersion};

/// Guest -> host: the version that both will speak, and what the guest can do.
///
/// Reference: `prot.NegotiateProtocolResponse`.
#[json_object]
pub struct NegotiateProtocolResponse<'a> {
    /// The version.
    #[json("Version")]
    pub version: ProtocolVersion,
    /// What the guest can do.
    #[json("Capabilities")]
    pub capabilities: GcsCapabilities<'a>,
}

/// Guest -> host: what the guest can do, and which messages it wants.
///
/// Reference: `prot.GcsCapabilities`.
#[json_object]
pub struct GcsCapabilities<'a> {
    /// The host should send Create for the VM itself.
    #[json("SendHostCreateMessage", omitempty)]
    pub send_host_create_message: bool,
    /// The host should send Start for the VM itself; only together with a Create.
    #[json("SendHostStartMessage", omitempty)]
    pub send_host_start_message: bool,
    /// The host should send a `ModifySettings` with the Hyper-V socket addresses. hcsshim always
    /// does.
    #[json("HvSocketConfigOnStartup", omitempty)]
    pub hv_socket_config_on_startup: bool,
    /// The guest wants to be told of its VM's life cycle. hcsshim does not look at it.
    #[json("SendLifecycleNotifications", omitempty)]
    pub send_lifecycle_notifications: bool,
    /// The guest takes `ModifyServiceSettings`. hcsshim looks at
    /// [`GuestDefinedCapabilities::log_forwarding_supported`] instead.
    #[json("ModifyServiceSettingsSupported", omitempty)]
    pub modify_service_settings_supported: bool,
    /// The versions of the schema of container settings.
    #[json("SupportedSchemaVersions", omitempty)]
    pub supported_schema_versions: Seq<'a, Version>,
    /// The guest's operating system. The host takes a guest that names none for Windows.
    #[json("RuntimeOsType", omitempty)]
    pub runtime_os_type: OsType<'a>,
    /// What the guest tells the host's client, past the host. Must be
    /// written.
    #[json("GuestDefinedCapabilities")]
    pub guest_defined_capabilities: GuestDefinedCapabilities,
}

/// Guest -> host: what a Windows guest can do beyond the protocol.
///
/// Reference: `schema1.GuestDefinedCapabilities`.
#[json_object]
#[derive(Copy, Eq)]
pub struct GuestDefinedCapabilities {
    /// Network adapters may be added to a namespace before a container uses it.
    #[json("NamespaceAddRequestSupported", omitempty)]
    pub namespace_add_request_supported: bool,
    /// `SignalProcess` takes a signal's name.
    #[json("SignalProcessSupported", omitempty)]
    pub signal_process_supported: bool,
    /// `DumpStacks` is answered.
    #[json("DumpStacksSupported", omitempty)]
    pub dump_stacks_supported: bool,
    /// `DeleteContainerState` is answered.
    #[json("DeleteContainerStateSupported", omitempty)]
    pub delete_container_state_supported: bool,
    /// A running container takes [updates](super::ContainerUpdate).
    #[json("UpdateContainerSupported", omitempty)]
    pub update_container_supported: bool,
    /// `ModifyServiceSettings` is answered, for log forwarding.
    #[json("LogForwardingSupported", omitempty)]
    pub log_forwarding_supported: bool,
    /// Containers may have
    /// [`IsolationType::HostProcess`](super::IsolationType::HostProcess).
    #[json("HostProcessContainerSupported", omitempty)]
    pub host_process_container_supported: bool,
}
