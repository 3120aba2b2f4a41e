//! What a guest can do, and how it behaves.

use crate::certain::Certain;
use crate::json::List;
use crate::message::{GcsGuestCapabilities, OsType, ProtocolVersion, SchemaVersion, generic};
use crate::rpc::{GuestKind, Linux};
use crate::windows::{GuestDefinedCapabilities, Windows};

/// What a guest announces in the negotiation, and how it behaves.
#[derive(Clone, Debug)]
pub struct GuestConfig<'c, K: GuestKind = Linux> {
    /// The oldest protocol version that the guest supports.
    pub minimum_version: ProtocolVersion,
    /// The newest protocol version that the guest supports.
    pub maximum_version: ProtocolVersion,
    /// The capabilities that the guest announces.
    pub capabilities: generic::GcsCapabilities<'c, K::Capabilities>,
    /// The number of bytes of the send buffer that must be free before `poll` returns a request.
    ///
    /// The default is the whole buffer, so you can send any answer that fits the buffer at once. If your answers are
    /// short, for example at most 512 bytes, a smaller value lets you answer many requests before you send anything.
    pub answer_room: usize,
}

impl<K: GuestKind> GuestConfig<'_, K> {
    /// Returns the configuration of a guest with this operating system and these capabilities. Everything else is that
    /// of every guest.
    fn announcing(os: OsType<'static>, capabilities: K::Capabilities) -> Self {
        Self {
            minimum_version: ProtocolVersion::V4,
            maximum_version: ProtocolVersion::V4,
            capabilities: generic::GcsCapabilities {
                supported_schema_versions: List::from_slice(&[SchemaVersion { major: 2, minor: 1 }]).certain(),
                runtime_os_type: os,
                guest_defined_capabilities: capabilities,
                ..generic::GcsCapabilities::default()
            },
            answer_room: usize::MAX,
        }
    }
}

impl Default for GuestConfig<'_> {
    /// Protocol version 4, schema version 2.1, Linux, and every capability of a Linux guest. The host sends no Create
    /// and no Start for the VM itself. If your agent lacks a capability, set its field to `false`.
    fn default() -> Self {
        Self::announcing(
            OsType::Linux,
            GcsGuestCapabilities {
                namespace_add_request_supported: true,
                signal_process_supported: true,
                dump_stacks_supported: true,
                delete_container_state_supported: true,
            },
        )
    }
}

impl GuestConfig<'_, Windows> {
    /// Protocol version 4, schema version 2.1, Windows, and every capability of a Windows guest. The host sends no
    /// Create and no Start for the VM itself. If your agent lacks a capability, set its field to `false`.
    #[must_use]
    pub fn windows() -> Self {
        Self::announcing(
            OsType::Windows,
            GuestDefinedCapabilities {
                namespace_add_request_supported: true,
                signal_process_supported: true,
                dump_stacks_supported: true,
                delete_container_state_supported: true,
                update_container_supported: true,
                log_forwarding_supported: true,
                host_process_container_supported: true,
            },
        )
    }
}
