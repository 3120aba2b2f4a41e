//! What a guest reports to its caller.

use super::call::Call;
use crate::error::Error;
use crate::hresult::HResult;
use crate::message::ProtocolVersion;
use crate::rpc::{GuestKind, Linux};
use crate::wire::MessageHeader;

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

const _: () = assert!(!core::mem::needs_drop::<Event<'static, 'static>>(), "an event has no drop glue");
