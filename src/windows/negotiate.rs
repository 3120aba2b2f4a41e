//! The answer of a Windows guest to the negotiation.

use super::container::Version;
use crate::json::Seq;
use crate::json_object;
use crate::message::{OsType, ProtocolVersion};

/// Guest -> host: the selected protocol version, and the capabilities of the guest.
///
/// Reference: `prot.NegotiateProtocolResponse`.
#[json_object]
pub struct NegotiateProtocolResponse<'a> {
    /// The selected version.
    #[json("Version")]
    pub version: ProtocolVersion,
    /// The capabilities of the guest.
    #[json("Capabilities")]
    pub capabilities: GcsCapabilities<'a>,
}

/// Guest -> host: the capabilities of the guest, and which messages it expects.
///
/// Reference: `prot.GcsCapabilities`.
#[json_object]
pub struct GcsCapabilities<'a> {
    /// Whether the host should send Create for the VM itself.
    #[json("SendHostCreateMessage", omitempty)]
    pub send_host_create_message: bool,
    /// Whether the host should send Start for the VM itself. It has an effect only if `send_host_create_message` is
    /// also set.
    #[json("SendHostStartMessage", omitempty)]
    pub send_host_start_message: bool,
    /// Whether the host should send a `ModifySettings` with the Hyper-V socket addresses. hcsshim always sends it.
    #[json("HvSocketConfigOnStartup", omitempty)]
    pub hv_socket_config_on_startup: bool,
    /// Whether the host should notify the guest about the life cycle of its VM. hcsshim ignores this.
    #[json("SendLifecycleNotifications", omitempty)]
    pub send_lifecycle_notifications: bool,
    /// Whether the guest supports `ModifyServiceSettings`. hcsshim uses
    /// [`GuestDefinedCapabilities::log_forwarding_supported`] instead.
    #[json("ModifyServiceSettingsSupported", omitempty)]
    pub modify_service_settings_supported: bool,
    /// The supported schema versions of the container settings.
    #[json("SupportedSchemaVersions", omitempty)]
    pub supported_schema_versions: Seq<'a, Version>,
    /// The operating system of the guest. Without it, the host assumes a Windows guest.
    #[json("RuntimeOsType", omitempty)]
    pub runtime_os_type: OsType<'a>,
    /// Capabilities that the host passes on to its client without interpreting them. A response must contain this
    /// field.
    #[json("GuestDefinedCapabilities")]
    pub guest_defined_capabilities: GuestDefinedCapabilities,
}

/// Guest -> host: the capabilities of a Windows guest that the protocol leaves to the guest.
///
/// Reference: `schema1.GuestDefinedCapabilities`.
#[json_object]
#[derive(Copy, Eq)]
pub struct GuestDefinedCapabilities {
    /// Whether the host may add network adapters to a namespace before a container uses it.
    #[json("NamespaceAddRequestSupported", omitempty)]
    pub namespace_add_request_supported: bool,
    /// Whether `SignalProcess` supports signal names.
    #[json("SignalProcessSupported", omitempty)]
    pub signal_process_supported: bool,
    /// Whether the guest supports `DumpStacks`.
    #[json("DumpStacksSupported", omitempty)]
    pub dump_stacks_supported: bool,
    /// Whether the guest supports `DeleteContainerState`.
    #[json("DeleteContainerStateSupported", omitempty)]
    pub delete_container_state_supported: bool,
    /// Whether a running container supports [updates](super::ContainerUpdate).
    #[json("UpdateContainerSupported", omitempty)]
    pub update_container_supported: bool,
    /// Whether the guest supports `ModifyServiceSettings`, for log forwarding.
    #[json("LogForwardingSupported", omitempty)]
    pub log_forwarding_supported: bool,
    /// Whether the guest supports [`IsolationType::HostProcess`](super::IsolationType::HostProcess).
    #[json("HostProcessContainerSupported", omitempty)]
    pub host_process_container_supported: bool,
}
