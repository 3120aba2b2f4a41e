//! What a host has to be told of, and why it cannot do what it is asked.

use core::fmt;

use crate::error::Error;
use crate::message::{ContainerNotification, ProtocolVersion, Request};
use crate::rpc::{AnyResponse, GuestKind, Linux, Method};
use crate::wire::{MessageHeader, SequenceId};

/// What a host has to be told of.
#[derive(Debug)]
#[non_exhaustive]
pub enum HostEvent<'h, K: GuestKind = Linux> {
    /// A response to a call, checked to its last list element. Whether the guest did what it was asked is said in its
    /// [`base`](AnyResponse::base); [`into`](AnyResponse::into) takes it out with its type.
    Response(SequenceId, AnyResponse<'h, K>),
    /// A call that is over without a response that can be used.
    Failed {
        /// The call.
        id: SequenceId,
        /// What it called.
        method: Method,
        /// Why.
        failure: CallFailure,
    },
    /// A response to a call that was [abandoned](super::Host::abandon). It is not decoded.
    Late(MessageHeader),
    /// The guest tells of something.
    Notification(Request<'h, ContainerNotification<'h>>),
    /// The guest broke the protocol. A careful host gives up the connection.
    Violation(MessageHeader, Violation),
}

const _: () = assert!(!core::mem::needs_drop::<HostEvent<'static>>(), "an event has no drop glue");

/// Why a call is over without a response that can be used.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallFailure {
    /// The response is longer than the receive buffer.
    TooLarge,
    /// The response does not decode.
    Payload(Error),
    /// The guest answered a negotiation with a version that the host did not ask for. The protocol is not negotiated.
    Version(ProtocolVersion),
    /// The connection broke before the request had gone out entirely, or before a negotiation was answered. The guest has
    /// not acted on the request.
    ConnectionLost,
}

impl fmt::Display for CallFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("the response is too large"),
            Self::Payload(error) => write!(f, "the response does not decode: {error}"),
            Self::Version(version) => {
                write!(f, "the guest chose version {} of the protocol, which was not asked for", version.0)
            }
            Self::ConnectionLost => f.write_str("the connection broke before the request was sent"),
        }
    }
}

impl core::error::Error for CallFailure {}

/// How a guest broke the protocol.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Violation {
    /// A response that belongs to no call, or to one that has been answered.
    UnknownId,
    /// A response whose identifier is not that of the call's method.
    WrongIdentifier,
    /// A message that is neither a response nor a known notification.
    Unexpected,
    /// A notification that does not decode; too large for the buffer, if there is no error.
    Notification(Option<Error>),
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownId => f.write_str("a response that belongs to no call"),
            Self::WrongIdentifier => f.write_str("a response of another method than the call's"),
            Self::Unexpected => f.write_str("a message that no guest sends"),
            Self::Notification(Some(error)) => write!(f, "a notification that does not decode: {error}"),
            Self::Notification(None) => f.write_str("a notification that is too large"),
        }
    }
}

impl core::error::Error for Violation {}

/// Why a call was not made.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallError {
    /// As many calls are in flight as there is room for.
    TooManyCalls,
    /// Only `NegotiateProtocol` may be called before the protocol is negotiated.
    NotNegotiated,
    /// The protocol is negotiated already, or that is under way.
    NegotiatedAlready,
    /// Every sequence id has been used.
    NoMoreIds,
    /// The request cannot be written. [`ErrorKind::BufferFull`](crate::ErrorKind::BufferFull): not behind what waits to be sent.
    Request(Error),
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyCalls => f.write_str("too many calls are in flight"),
            Self::NotNegotiated => f.write_str("the protocol has not been negotiated"),
            Self::NegotiatedAlready => f.write_str("the protocol has been negotiated already"),
            Self::NoMoreIds => f.write_str("every sequence id has been used"),
            Self::Request(error) => write!(f, "the request cannot be written: {error}"),
        }
    }
}

impl core::error::Error for CallError {}

/// The next sequence id cannot be one that is below those used already.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedError {
    /// The next sequence id, as it stays.
    pub next_id: SequenceId,
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sequence ids below {} have been used", self.next_id)
    }
}

impl core::error::Error for SeedError {}

/// Why a call of another host was not adopted.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AdoptError {
    /// As many calls are in flight as there is room for.
    TooManyCalls,
    /// A call with this id is in flight.
    IdInUse,
    /// The id is not below [`Host::next_id`](super::Host::next_id): a call of this host would get it.
    NotUsedYet,
    /// A negotiation belongs to its connection.
    Negotiation,
}

impl fmt::Display for AdoptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooManyCalls => "too many calls are in flight",
            Self::IdInUse => "a call with this sequence id is in flight",
            Self::NotUsedYet => "the sequence id is not below the next one",
            Self::Negotiation => "a negotiation belongs to its connection",
        })
    }
}

impl core::error::Error for AdoptError {}
