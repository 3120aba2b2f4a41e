//! The host: it sends requests, and receives responses and notifications.

use core::marker::PhantomData;

use super::abandoned::Abandoned;
use super::host_event::{AdoptError, CallError, CallFailure, HostEvent, SeedError, Violation};
use super::outbox::Outbox;
use super::{Endpoint, window};
use crate::certain::Certain;
use crate::error::Error;
use crate::json::{self, Encode};
use crate::message::{ContainerNotification, NegotiateProtocol, ProtocolVersion, Request};
use crate::rpc::{AnyResponse, GuestKind, Linux, Method, Rpc};
use crate::wire::{Frame, FrameError, FrameReader, MessageHeader, MessageIdentifier, ReceivedFrame, SequenceId};

#[derive(Clone, Copy, Debug)]
struct Call {
    id: SequenceId,
    method: Method,
    /// The connection broke before the request was sent entirely. The next `poll` reports this.
    lost: bool,
}

/// The calls in flight.
#[derive(Debug)]
struct Calls<const CALLS: usize> {
    table: heapless::Vec<Call, CALLS>,
    /// A negotiation beside a full table. Without a negotiation, no call in the table would be answered.
    negotiation: Option<Call>,
}

impl<const CALLS: usize> Calls<CALLS> {
    fn iter(&self) -> impl Iterator<Item = &Call> {
        self.table.iter().chain(&self.negotiation)
    }

    fn iter_mut(&mut self) -> impl Iterator<Item = &mut Call> {
        self.table.iter_mut().chain(&mut self.negotiation)
    }

    fn have_room(&self, method: Method) -> bool {
        !self.table.is_full() || method == Method::NegotiateProtocol && self.negotiation.is_none()
    }

    /// Adds a call. There must be [room](Self::have_room) for it.
    fn push(&mut self, call: Call) {
        if let Err(negotiation) = self.table.push(call) {
            self.negotiation = Some(negotiation);
        }
    }

    /// Removes and returns the first call for which `is_meant` returns true.
    fn take(&mut self, is_meant: impl Fn(&Call) -> bool) -> Option<Call> {
        match self.table.iter().position(&is_meant) {
            Some(place) => Some(self.table.swap_remove(place)),
            None => self.negotiation.take_if(|call| is_meant(call)),
        }
    }

    fn clear(&mut self) {
        self.table.clear();
        self.negotiation = None;
    }
}

/// The host's end of the bridge. The [module](super) describes how to drive it.
///
/// `CALLS` is the number of calls that can be in flight, beside a negotiation. `K` is the kind of guest at the other
/// end.
#[derive(Debug)]
pub struct Host<'b, const CALLS: usize = 64, K: GuestKind = Linux> {
    frames: FrameReader<'b>,
    outbox: Outbox<'b>,
    next: u64,
    calls: Calls<CALLS>,
    abandoned: Abandoned<CALLS>,
    version: Option<ProtocolVersion>,
    /// The versions that the last negotiation asked for. `None` if its payload did not decode as a negotiation.
    asked: Option<NegotiateProtocol>,
    unflushed: bool,
    kind: PhantomData<fn() -> K>,
}

impl<'b, const CALLS: usize> Host<'b, CALLS> {
    /// Creates a host for a Linux guest. It has no connection yet.
    ///
    /// The length of `receive` is the limit for a response, and the length of `send` for a request, including their
    /// headers.
    #[must_use]
    pub const fn new(receive: &'b mut [u8], send: &'b mut [u8]) -> Self {
        Self::new_for(receive, send)
    }
}

impl<'b, const CALLS: usize, K: GuestKind> Host<'b, CALLS, K> {
    /// Creates a host for any kind of guest. Otherwise it works like [`new`](Host::new).
    #[must_use]
    pub const fn new_for(receive: &'b mut [u8], send: &'b mut [u8]) -> Self {
        Self {
            frames: FrameReader::new(receive),
            outbox: Outbox::to_guest(send),
            next: 0,
            calls: Calls { table: heapless::Vec::new(), negotiation: None },
            abandoned: Abandoned::new(),
            version: None,
            asked: None,
            unflushed: false,
            kind: PhantomData,
        }
    }

    /// Returns the version that was negotiated on this connection, or `None` before the negotiation.
    ///
    /// The version is always in the range that the negotiation asked for. See [`CallFailure::Version`].
    #[must_use]
    pub const fn version(&self) -> Option<ProtocolVersion> {
        self.version
    }

    /// Returns the number of calls in flight: at most `CALLS`, and one negotiation.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.calls.iter().count()
    }

    /// Returns the sequence id of the next call.
    #[must_use]
    pub const fn next_id(&self) -> SequenceId {
        SequenceId(self.next)
    }

    /// Sets the sequence id of the next call. A host that takes over from another one must continue above all ids that
    /// the other one has used.
    ///
    /// Returns an error for an id lower than [`next_id`](Self::next_id). No call gets the last id, 2^64 - 1.
    pub const fn seed_next_id(&mut self, id: SequenceId) -> Result<(), SeedError> {
        if id.0 < self.next {
            return Err(SeedError { next_id: SequenceId(self.next) });
        }
        self.next = id.0;
        Ok(())
    }

    /// Takes over a call that another host has made in this session. The call is then in flight here. This sends
    /// nothing.
    ///
    /// Call [`seed_next_id`](Self::seed_next_id) before this. The host accepts the answer even before this connection
    /// is negotiated.
    pub fn adopt(&mut self, id: SequenceId, method: Method) -> Result<(), AdoptError> {
        if method == Method::NegotiateProtocol {
            return Err(AdoptError::Negotiation);
        }
        if id.0 >= self.next {
            return Err(AdoptError::NotUsedYet);
        }
        if self.calls.iter().any(|call| call.id == id) {
            return Err(AdoptError::IdInUse);
        }
        if !self.calls.have_room(method) {
            return Err(AdoptError::TooManyCalls);
        }
        self.calls.push(Call { id, method, lost: false });
        Ok(())
    }

    /// Abandons a call, so that another one can be made in its place. Returns whether the call was in flight.
    ///
    /// The guest is not told and still handles the request. If its answer comes, [`poll`](Self::poll) returns
    /// [`HostEvent::Late`].
    ///
    /// The host remembers the last `CALLS` abandoned calls. After it has forgotten one, it takes any unexpected answer
    /// with the same or a lower sequence id for a late one, even if that call was answered already.
    pub fn abandon(&mut self, id: SequenceId) -> bool {
        let Some(Call { method, lost, .. }) = self.calls.take(|call| call.id == id) else { return false };
        // The answer to a lost negotiation may already be in the receive buffer.
        if !lost || method == Method::NegotiateProtocol {
            self.abandoned.push((id, method));
        }
        true
    }

    /// Calls a method. Returns the sequence id, which the response carries as well.
    ///
    /// The request is then [outgoing](Endpoint::outgoing). [`poll`](Self::poll) returns the response, or a failure of
    /// the call.
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

    /// Calls a method with any payload. Use this for a request with another document than the usual one.
    ///
    /// The payload of a negotiation is limited to 512 bytes. If it does not decode as [`NegotiateProtocol`], the host
    /// accepts no [version](CallFailure::Version) in the answer.
    pub fn call_with(&mut self, method: Method, request: &impl Encode) -> Result<SequenceId, CallError> {
        if method == Method::NegotiateProtocol {
            let under_way = |call: &Call| call.method == Method::NegotiateProtocol && !call.lost;
            if self.version.is_some() || self.calls.iter().any(under_way) {
                return Err(CallError::NegotiatedAlready);
            }
        } else if self.version.is_none() {
            return Err(CallError::NotNegotiated);
        }
        if !self.calls.have_room(method) {
            return Err(CallError::TooManyCalls);
        }
        let asked = if method == Method::NegotiateProtocol {
            asked_versions(request).map_err(CallError::Request)?
        } else {
            self.asked
        };
        let id = SequenceId(self.next);
        let next = self.next.checked_add(1).ok_or(CallError::NoMoreIds)?;
        self.outbox.push(method.request(), id, request).map_err(CallError::Request)?;
        (self.next, self.asked) = (next, asked);
        self.calls.push(Call { id, method, lost: false });
        Ok(id)
    }

    /// Returns the next event.
    ///
    /// Call this after [`commit`](Endpoint::commit), [`receive`](Endpoint::receive) and [`resume`](Endpoint::resume),
    /// until it returns `None`. `None` means that more bytes are needed. An error is final for the connection: call
    /// [`reset`](Endpoint::reset) or `resume`.
    pub fn poll(&mut self) -> Result<Option<HostEvent<'_, K>>, FrameError> {
        if let Some(Call { id, method, .. }) = self.calls.take(|call| call.lost) {
            if method == Method::NegotiateProtocol {
                // Its answer may already be in the receive buffer.
                self.abandoned.push((id, method));
            }
            return Ok(Some(HostEvent::Failed { id, method, failure: CallFailure::ConnectionLost }));
        }
        let (header, payload) = match self.frames.next()? {
            None => return Ok(None),
            Some(ReceivedFrame::Frame(Frame { header, payload })) => (header, Some(payload)),
            Some(ReceivedFrame::TooLarge(header)) => (header, None),
        };
        let (identifier, id) = (header.identifier(), header.sequence_id());
        if identifier == MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1 {
            return Ok(Some(notification(header, payload)));
        }
        let violation = |violation| Ok(Some(HostEvent::Violation(header, violation)));
        if Method::from_response(identifier).is_none() {
            return violation(Violation::Unexpected);
        }
        let Some(&Call { method, .. }) = self.calls.iter().find(|call| call.id == id) else {
            return match self.abandoned.take(id, identifier) {
                Ok(true) => Ok(Some(HostEvent::Late(header))),
                Ok(false) => violation(Violation::UnknownId),
                Err(wrong) => violation(wrong),
            };
        };
        if method.response() != identifier {
            return violation(Violation::WrongIdentifier);
        }
        self.calls.take(|call| call.id == id);
        let failed = |failure| Ok(Some(HostEvent::Failed { id, method, failure }));
        let Some(payload) = payload else { return failed(CallFailure::TooLarge) };
        match AnyResponse::decode_for(method, payload) {
            Ok(response) => {
                if let AnyResponse::NegotiateProtocol(negotiated) = &response
                    && negotiated.base.result.is_ok()
                {
                    let version = K::version(&negotiated.body);
                    let is_asked =
                        |asked: NegotiateProtocol| (asked.minimum_version..=asked.maximum_version).contains(&version);
                    if !self.asked.is_some_and(is_asked) {
                        return failed(CallFailure::Version(version));
                    }
                    self.version = Some(version);
                }
                Ok(Some(HostEvent::Response(id, response)))
            }
            Err(error) => failed(CallFailure::Payload(error)),
        }
    }
}

/// Returns the versions that a negotiation asks for, or `None` if its payload does not decode as a negotiation.
#[inline(never)]
fn asked_versions(request: &dyn Encode) -> Result<Option<NegotiateProtocol>, Error> {
    let mut copy = [0; 512];
    let size = json::encode(request, &mut copy)?.len();
    let request = json::decode::<Request<'_, NegotiateProtocol>>(copy.get_mut(..size).certain());
    Ok(request.ok().map(|request| request.body))
}

fn notification<K: GuestKind>(header: MessageHeader, payload: Option<&mut [u8]>) -> HostEvent<'_, K> {
    let Some(payload) = payload else {
        return HostEvent::Violation(header, Violation::Notification(None));
    };
    let decoded = json::decode::<Request<'_, ContainerNotification<'_>>>(payload);
    match decoded {
        Ok(notification) => HostEvent::Notification(notification),
        Err(error) => HostEvent::Violation(header, Violation::Notification(Some(error))),
    }
}

impl<const CALLS: usize, K: GuestKind> Endpoint for Host<'_, CALLS, K> {
    fn window(&mut self) -> Result<&mut [u8], FrameError> {
        window(&mut self.frames)
    }

    fn commit(&mut self, count: usize) -> Result<(), FrameError> {
        self.frames.commit(count)
    }

    fn outgoing(&self) -> &[u8] {
        self.outbox.outgoing()
    }

    fn buffers(&mut self) -> (Option<&mut [u8]>, &[u8]) {
        (window(&mut self.frames).ok(), self.outbox.outgoing())
    }

    fn sent(&mut self, count: usize) {
        self.unflushed |= count > 0 && !self.outgoing().is_empty();
        self.outbox.sent(count);
    }

    fn needs_flush(&self) -> bool {
        self.unflushed
    }

    fn flushed(&mut self) {
        self.unflushed = false;
    }

    fn end(&self) -> Result<(), FrameError> {
        self.frames.end()
    }

    /// Begins a new session on a new connection. The host forgets calls in flight and abandoned calls, and does not
    /// report them. Sequence ids continue.
    fn reset(&mut self) {
        self.frames.reset();
        self.outbox.clear();
        self.calls.clear();
        self.abandoned = Abandoned::new();
        self.version = None;
        self.unflushed = false;
    }

    /// Continues the session on a new connection. Calls remain in flight until they are answered or abandoned.
    ///
    /// [`poll`](Host::poll) reports calls whose request the transport had not taken entirely as
    /// [failed](CallFailure::ConnectionLost), and a negotiation that was not answered as well. Whole responses that
    /// were received but not polled are still returned. An incomplete response is dropped.
    fn resume(&mut self) {
        let outbox = &self.outbox;
        for call in self.calls.iter_mut() {
            call.lost |= call.method == Method::NegotiateProtocol
                || outbox.unsent().any(|header| header.sequence_id() == call.id);
        }
        self.frames.resume(true);
        self.outbox.clear();
        self.version = None;
        self.unflushed = false;
    }
}
