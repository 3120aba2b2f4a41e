//! What a host reports to its caller, and its errors.

use core::fmt;

use crate::error::Error;
use crate::message::{ContainerNotification, ProtocolVersion, Request};
use crate::rpc::{AnyResponse, GuestKind, Linux, Method};
use crate::wire::{MessageHeader, SequenceId};

/// What [`Host::poll`](super::Host::poll) returns.
#[derive(Debug)]
#[non_exhaustive]
pub enum HostEvent<'h, K: GuestKind = Linux> {
    /// The response to a call, completely decoded and validated.
    ///
    /// The result in its [`base`](AnyResponse::base) tells whether the request succeeded. [`into`](AnyResponse::into)
    /// converts the response into the type of its method.
    Response(SequenceId, AnyResponse<'h, K>),
    /// A call that has ended without a usable response.
    Failed {
        /// The sequence id of the call.
        id: SequenceId,
        /// The method of the call.
        method: Method,
        /// The reason.
        failure: CallFailure,
    },
    /// The response to an [abandoned](super::Host::abandon) call. It is not decoded.
    Late(MessageHeader),
    /// A notification of the guest.
    Notification(Request<'h, ContainerNotification<'h>>),
    /// The guest has violated the protocol. A careful host closes the connection.
    Violation(MessageHeader, Violation),
}

const _: () = assert!(!core::mem::needs_drop::<HostEvent<'static>>(), "an event has no drop glue");

/// The reason why a call has ended without a usable response.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallFailure {
    /// The response is longer than the receive buffer.
    TooLarge,
    /// The response does not decode.
    Payload(Error),
    /// The guest selected a protocol version outside the requested range. The connection is not negotiated. You can
    /// call [`NegotiateProtocol`](crate::rpc::NegotiateProtocol) again.
    Version(ProtocolVersion),
    /// The connection broke before the request was sent entirely, or before a negotiation was answered. The guest has
    /// not acted on the request.
    ConnectionLost,
}

impl fmt::Display for CallFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("the response is too large"),
            Self::Payload(error) => write!(f, "the response does not decode: {error}"),
            Self::Version(version) => {
                write!(f, "the guest selected protocol version {}, which is outside the requested range", version.0)
            }
            Self::ConnectionLost => f.write_str("the connection broke before the request was sent"),
        }
    }
}

impl core::error::Error for CallFailure {}

/// How a guest has violated the protocol.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Violation {
    /// A response whose sequence id belongs to no call in flight.
    UnknownId,
    /// A response whose identifier does not belong to the method of the call.
    WrongIdentifier,
    /// A message that is neither a response nor a known notification.
    Unexpected,
    /// A notification that does not decode. Without an error, it is longer than the receive buffer.
    Notification(Option<Error>),
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownId => f.write_str("a response belongs to no call"),
            Self::WrongIdentifier => f.write_str("a response belongs to another method than its call"),
            Self::Unexpected => f.write_str("a message is neither a response nor a notification"),
            Self::Notification(Some(error)) => write!(f, "a notification does not decode: {error}"),
            Self::Notification(None) => f.write_str("a notification is too large"),
        }
    }
}

impl core::error::Error for Violation {}

/// The reason why a call was not made.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallError {
    /// The table of calls in flight is full.
    TooManyCalls,
    /// The protocol is not negotiated. Until then, only `NegotiateProtocol` can be called.
    NotNegotiated,
    /// The protocol is negotiated already, or a negotiation is in flight.
    NegotiatedAlready,
    /// All sequence ids have been used.
    NoMoreIds,
    /// The request cannot be written. [`ErrorKind::BufferFull`](crate::ErrorKind::BufferFull) means that it does not
    /// fit behind the messages that wait to be sent.
    Request(Error),
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyCalls => f.write_str("too many calls are in flight"),
            Self::NotNegotiated => f.write_str("the protocol has not been negotiated"),
            Self::NegotiatedAlready => f.write_str("the protocol has already been negotiated"),
            Self::NoMoreIds => f.write_str("all sequence ids have been used"),
            Self::Request(error) => write!(f, "the request cannot be written: {error}"),
        }
    }
}

impl core::error::Error for CallError {}

/// The error of [`Host::seed_next_id`](super::Host::seed_next_id): the sequence id is lower than the next one.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedError {
    /// The next sequence id, which is unchanged.
    pub next_id: SequenceId,
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sequence ids below {} have been used", self.next_id)
    }
}

impl core::error::Error for SeedError {}

/// The reason why the call of another host was not adopted.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AdoptError {
    /// The table of calls in flight is full.
    TooManyCalls,
    /// A call with this sequence id is in flight.
    IdInUse,
    /// The sequence id is not lower than [`Host::next_id`](super::Host::next_id), so this host would use it for another
    /// call.
    NotUsedYet,
    /// A negotiation cannot be adopted, because it belongs to its connection.
    Negotiation,
}

impl fmt::Display for AdoptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooManyCalls => "too many calls are in flight",
            Self::IdInUse => "a call with this sequence id is in flight",
            Self::NotUsedYet => "the sequence id is not lower than the next one",
            Self::Negotiation => "a negotiation cannot be adopted",
        })
    }
}

impl core::error::Error for AdoptError {}
