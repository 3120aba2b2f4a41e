//! What a guest is, and what it has to be told of.

use super::call::{Call, FrameCall};
use crate::error::Error;
use crate::hresult::HResult;
use crate::json::List;
use crate::message::{GcsGuestCapabilities, OsType, ProtocolVersion, SchemaVersion, generic};
use crate::rpc::{GuestKind, Linux};
use crate::windows::{GuestDefinedCapabilities, Windows};
use crate::wire::MessageHeader;

/// What a guest says of itself when the protocol is negotiated, and how it behaves.
#[derive(Clone, Debug)]
pub struct GuestConfig<'c, K: GuestKind = Linux> {
    /// The oldest version of the protocol that is spoken.
    pub minimum_version: ProtocolVersion,
    /// The newest version of the protocol that is spoken.
    pub maximum_version: ProtocolVersion,
    /// What the guest can do.
    pub capabilities: generic::GcsCapabilities<'c, K::Capabilities>,
    /// How many bytes of the send buffer must be free before a request is handed out.
    ///
    /// By default the whole buffer: then every answer that fits it can be given at once. If no answer is longer than, say, 512
    /// bytes, that value lets many requests be answered before anything is sent.
    pub answer_room: usize,
}

impl Default for GuestConfig<'_> {
    /// Protocol version 4, schema version 2.1, Linux, and every capability of a Linux guest; no Create and Start for the
    /// VM itself.
    fn default() -> Self {
        Self {
            minimum_version: ProtocolVersion::V4,
            maximum_version: ProtocolVersion::V4,
            capabilities: generic::GcsCapabilities {
                supported_schema_versions: List::from_slice(&[SchemaVersion { major: 2, minor: 1 }])
                    .unwrap_or_default(),
                runtime_os_type: OsType::Linux,
                guest_defined_capabilities: GcsGuestCapabilities {
                    namespace_add_request_supported: true,
                    signal_process_supported: true,
                    dump_stacks_supported: true,
                    delete_container_state_supported: true,
                },
                ..generic::GcsCapabilities::default()
            },
            answer_room: usize::MAX,
        }
    }
}

impl GuestConfig<'_, Windows> {
    /// Protocol version 4, schema version 2.1, Windows, and every capability of a Windows guest; no Create and Start for the
    /// VM itself.
    #[must_use]
    pub fn windows() -> Self {
        Self {
            minimum_version: ProtocolVersion::V4,
            maximum_version: ProtocolVersion::V4,
            capabilities: generic::GcsCapabilities {
                supported_schema_versions: List::from_slice(&[SchemaVersion { major: 2, minor: 1 }])
                    .unwrap_or_default(),
                runtime_os_type: OsType::Windows,
                guest_defined_capabilities: GuestDefinedCapabilities {
                    namespace_add_request_supported: true,
                    signal_process_supported: true,
                    dump_stacks_supported: true,
                    delete_container_state_supported: true,
                    update_container_supported: true,
                    log_forwarding_supported: true,
                    host_process_container_supported: true,
                },
                ..generic::GcsCapabilities::default()
            },
            answer_room: usize::MAX,
        }
    }
}

/// A request that the guest answered with a failure by itself: unknown, too large, not decodable, or before its time.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its header.
    pub header: MessageHeader,
    /// What was answered.
    pub result: HResult,
    /// What is wrong with the payload, if that is why.
    pub error: Option<Error>,
}

/// What a guest has to be told of.
///
/// An event has no drop glue: once its reply is used up, the guest can be used again, also while the event is in scope.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'g, 'b, K: GuestKind = Linux> {
    /// A request, checked to its last list element, and the chance to answer it.
    Call(Call<'g, 'b, K>),
    /// The protocol was negotiated, and the host has been answered. What waited for this goes out now.
    Negotiated(ProtocolVersion),
    /// A request that was answered with a failure already.
    Refused(Refused),
    /// A message that is no request, or a negotiation of a connection that is gone. Not answered.
    Ignored(MessageHeader),
}

/// As [`Event`], with requests whose payloads nobody has looked at.
#[derive(Debug)]
#[non_exhaustive]
pub enum FrameEvent<'g, 'b, K: GuestKind = Linux> {
    /// A request, and the chance to answer it.
    Call(FrameCall<'g, 'b, K>),
    /// The protocol was negotiated, and the host has been answered. What waited for this goes out now.
    Negotiated(ProtocolVersion),
    /// A request that was answered with a failure already.
    Refused(Refused),
    /// A message that is no request, or a negotiation of a connection that is gone. Not answered.
    Ignored(MessageHeader),
}

const _: () = assert!(!core::mem::needs_drop::<Event<'static, 'static>>(), "an event has no drop glue");
const _: () = assert!(!core::mem::needs_drop::<FrameEvent<'static, 'static>>(), "an event has no drop glue");
