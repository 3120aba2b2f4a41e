//! What a guest reports to its caller.

use super::call::Call;
use crate::error::Error;
use crate::hresult::HResult;
use crate::message::ProtocolVersion;
use crate::rpc::{GuestKind, Linux};
use crate::wire::MessageHeader;

/// A request that the guest refused by itself: it is unknown or too large, does not decode, or came before the
/// negotiation.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The header of the request.
    pub header: MessageHeader,
    /// The result in the answer.
    pub result: HResult,
    /// The error in the payload, if there is one.
    pub error: Option<Error>,
}

/// What [`Guest::poll`](super::Guest::poll) returns.
///
/// An event has no drop glue. Once you have used its reply, you can use the guest again while the event is still in
/// scope.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'g, 'b, K: GuestKind = Linux> {
    /// A request, completely decoded and validated, with its reply.
    Call(Call<'g, 'b, K>),
    /// The protocol is negotiated. The guest has answered the host, and messages that waited for the negotiation go out
    /// now.
    Negotiated(ProtocolVersion),
    /// A request that the guest has refused. You need not answer it.
    Refused(Refused),
    /// A message that is not a request, or the negotiation of a lost connection. It gets no answer.
    Ignored(MessageHeader),
}

const _: () = assert!(!core::mem::needs_drop::<Event<'static, 'static>>(), "an event has no drop glue");
