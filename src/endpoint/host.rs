//! The host: requests out, responses and notifications in.

use core::fmt;

use super::Endpoint;
use super::outbox::Outbox;
use crate::error::Error;
use crate::json::{self, Encode};
use crate::message::{ContainerNotification, ProtocolVersion, Request};
use crate::rpc::{AnyResponse, Method, Rpc};
use crate::wire::{Frame, FrameError, FrameReader, Incoming, MessageHeader, MessageIdentifier, SequenceId};

/// What a host has to be told of.
#[derive(Debug)]
#[non_exhaustive]
pub enum HostEvent<'h> {
    /// A response to a call, checked to its last list element. Whether the guest did what it was asked is said in its
    /// [`base`](AnyResponse::base).
    Response(SequenceId, AnyResponse<'h>),
    /// A response to a call that cannot be used: too large for the buffer, or not decodable. The call is over.
    Failed {
        /// The call.
        id: SequenceId,
        /// What it called.
        method: Method,
        /// What is wrong with the payload; `None` if it was too large.
        error: Option<Error>,
    },
    /// The guest tells of something.
    Notification(Request<'h, ContainerNotification<'h>>),
    /// The guest broke the protocol. A careful host gives up the connection.
    Violation(MessageHeader, Violation),
}

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
    /// The request cannot be written. [`ErrorKind::BufferFull`](crate::ErrorKind::BufferFull): not behind what waits to be sent.
    Request(Error),
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyCalls => f.write_str("too many calls are in flight"),
            Self::NotNegotiated => f.write_str("the protocol has not been negotiated"),
            Self::NegotiatedAlready => f.write_str("the protocol has been negotiated already"),
            Self::Request(error) => write!(f, "the request cannot be written: {error}"),
        }
    }
}

impl core::error::Error for CallError {}

#[derive(Clone, Copy, Debug)]
struct Call {
    id: SequenceId,
    method: Method,
}

/// The host's end of the bridge, for one connection at a time, with up to `CALLS` calls in flight; see the
/// [module](super) for how it is driven.
#[derive(Debug)]
pub struct Host<'b, const CALLS: usize = 64> {
    frames: FrameReader<'b>,
    outbox: Outbox<'b>,
    next: u64,
    calls: heapless::Vec<Call, CALLS>,
    version: Option<ProtocolVersion>,
}

impl<'b, const CALLS: usize> Host<'b, CALLS> {
    /// A host before its first connection. `receive` bounds the responses, `send` the requests.
    #[must_use]
    pub const fn new(receive: &'b mut [u8], send: &'b mut [u8]) -> Self {
        Self {
            frames: FrameReader::new(receive),
            outbox: Outbox::to_guest(send),
            next: 0,
            calls: heapless::Vec::new(),
            version: None,
        }
    }

    /// The version agreed on, once it is.
    #[must_use]
    pub const fn version(&self) -> Option<ProtocolVersion> {
        self.version
    }

    /// How many calls are in flight.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.calls.len()
    }

    /// Calls a method; the response carries the sequence id that is returned.
    ///
    /// ```
    /// use gcs_prot::endpoint::{Endpoint, Host};
    /// use gcs_prot::message::{NegotiateProtocol, ProtocolVersion, Request};
    /// use gcs_prot::rpc;
    ///
    /// let (mut receive, mut send) = ([0; 4096], [0; 4096]);
    /// let mut host = Host::<4>::new(&mut receive, &mut send);
    /// let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    /// host.call::<rpc::NegotiateProtocol>(&Request { body: versions, ..Request::default() })?;
    /// assert_eq!(host.in_flight(), 1);
    /// assert!(!host.outgoing().is_empty());
    /// # Ok::<(), gcs_prot::endpoint::CallError>(())
    /// ```
    pub fn call<'a, R: Rpc>(&mut self, request: &Request<'a, R::Request<'a>>) -> Result<SequenceId, CallError> {
        self.call_with(R::METHOD, request)
    }

    /// Calls a method with any payload: for a request whose document is not the usual one.
    pub fn call_with(&mut self, method: Method, request: &impl Encode) -> Result<SequenceId, CallError> {
        if method == Method::NegotiateProtocol {
            if self.version.is_some() || !self.calls.is_empty() {
                return Err(CallError::NegotiatedAlready);
            }
        } else if self.version.is_none() {
            return Err(CallError::NotNegotiated);
        }
        if self.calls.is_full() {
            return Err(CallError::TooManyCalls);
        }
        let id = SequenceId(self.next);
        self.outbox.push(method.request(), id, request).map_err(CallError::Request)?;
        self.next = self.next.wrapping_add(1);
        // There is room, as was just asked.
        let _ = self.calls.push(Call { id, method });
        Ok(id)
    }

    /// The next event, or `None` when more bytes are needed. An error is final for the connection.
    pub fn poll(&mut self) -> Result<Option<HostEvent<'_>>, FrameError> {
        let (header, payload) = match self.frames.next()? {
            None => return Ok(None),
            Some(Incoming::Frame(Frame { header, payload })) => (header, Some(payload)),
            Some(Incoming::TooLarge(header)) => (header, None),
        };
        let (identifier, id) = (header.identifier(), header.sequence_id());
        if identifier == MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1 {
            return Ok(Some(notification(header, payload)));
        }
        let violation = |violation| Ok(Some(HostEvent::Violation(header, violation)));
        if Method::from_response(identifier).is_none() {
            return violation(Violation::Unexpected);
        }
        let Some(place) = self.calls.iter().position(|call| call.id == id) else {
            return violation(Violation::UnknownId);
        };
        let Some(Call { method, .. }) =
            self.calls.get(place).copied().filter(|call| call.method.response() == identifier)
        else {
            return violation(Violation::WrongIdentifier);
        };
        self.calls.swap_remove(place);
        let Some(payload) = payload else {
            return Ok(Some(HostEvent::Failed { id, method, error: None }));
        };
        let response = AnyResponse::decode(method, payload);
        Ok(Some(match response {
            Ok(response) => {
                match &response {
                    AnyResponse::NegotiateProtocol(negotiated) if negotiated.base.result.is_ok() => {
                        self.version = Some(negotiated.body.version);
                    }
                    _ => {}
                }
                HostEvent::Response(id, response)
            }
            Err(error) => HostEvent::Failed { id, method, error: Some(error) },
        }))
    }
}

fn notification(header: MessageHeader, payload: Option<&mut [u8]>) -> HostEvent<'_> {
    let Some(payload) = payload else {
        return HostEvent::Violation(header, Violation::Notification(None));
    };
    let decoded = json::decode::<Request<'_, ContainerNotification<'_>>>(payload);
    match decoded {
        Ok(notification) => HostEvent::Notification(notification),
        Err(error) => HostEvent::Violation(header, Violation::Notification(Some(error))),
    }
}

impl<const CALLS: usize> Endpoint for Host<'_, CALLS> {
    fn window(&mut self) -> &mut [u8] {
        self.frames.window()
    }

    fn commit(&mut self, count: usize) -> Result<(), FrameError> {
        self.frames.commit(count)
    }

    fn outgoing(&self) -> &[u8] {
        self.outbox.outgoing()
    }

    fn sent(&mut self, count: usize) {
        self.outbox.sent(count);
    }

    fn needs_flush(&self) -> bool {
        self.outbox.needs_flush()
    }

    fn flushed(&mut self) {
        self.outbox.flushed();
    }

    fn end(&self) -> Result<(), FrameError> {
        self.frames.end()
    }

    /// Calls in flight are over; no response to them will come.
    fn reset(&mut self) {
        self.frames.reset();
        self.outbox.clear();
        self.calls.clear();
        self.version = None;
    }
}
