//! The host: requests out, responses and notifications in.

use core::marker::PhantomData;

use super::abandoned::Abandoned;
use super::host_event::{AdoptError, CallError, CallFailure, HostEvent, SeedError, Violation};
use super::outbox::Outbox;
use super::{Endpoint, window};
use crate::error::Error;
use crate::json::{self, Encode};
use crate::message::{ContainerNotification, NegotiateProtocol, ProtocolVersion, Request};
use crate::rpc::{AnyResponse, GuestKind, Linux, Method, Rpc};
use crate::wire::{Frame, FrameError, FrameReader, MessageHeader, MessageIdentifier, ReceivedFrame, SequenceId};

#[derive(Clone, Copy, Debug)]
struct Call {
    id: SequenceId,
    method: Method,
    /// The connection broke before the request had gone out; the caller is still to be told.
    lost: bool,
}

/// The calls in flight.
#[derive(Debug)]
struct Calls<const CALLS: usize> {
    table: heapless::Vec<Call, CALLS>,
    /// A negotiation for which the table has no room: without one, none of the calls in it would be answered.
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

    /// Adds a call for which there is room.
    fn push(&mut self, call: Call) {
        if let Err(negotiation) = self.table.push(call) {
            self.negotiation = Some(negotiation);
        }
    }

    /// Takes out the first call for which this holds.
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

/// The host's end of the bridge, with up to `CALLS` calls in flight, and a negotiation beside them; see the [module](super)
/// for how it is driven. `K` is the kind of guest at the other end.
#[derive(Debug)]
pub struct Host<'b, const CALLS: usize = 64, K: GuestKind = Linux> {
    frames: FrameReader<'b>,
    outbox: Outbox<'b>,
    next: u64,
    calls: Calls<CALLS>,
    abandoned: Abandoned<CALLS>,
    version: Option<ProtocolVersion>,
    /// The versions that the last negotiation asked for. `None` if its payload was not that of a negotiation.
    asked: Option<NegotiateProtocol>,
    unflushed: bool,
    kind: PhantomData<fn() -> K>,
}

impl<'b, const CALLS: usize> Host<'b, CALLS> {
    /// A host of a Linux guest, before its first connection. `receive` bounds the responses, `send` the requests.
    #[must_use]
    pub const fn new(receive: &'b mut [u8], send: &'b mut [u8]) -> Self {
        Self::new_for(receive, send)
    }
}

impl<'b, const CALLS: usize, K: GuestKind> Host<'b, CALLS, K> {
    /// As [`new`](Host::new), for any kind of guest.
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

    /// The version agreed on, once it is.
    #[must_use]
    pub const fn version(&self) -> Option<ProtocolVersion> {
        self.version
    }

    /// How many calls are in flight: at most `CALLS`, and one negotiation.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.calls.iter().count()
    }

    /// The sequence id of the next call.
    #[must_use]
    pub const fn next_id(&self) -> SequenceId {
        SequenceId(self.next)
    }

    /// Makes the next call have this sequence id, for a host that takes over from another one: it goes on above all ids that
    /// the other one has used. Fails for an id below [`next_id`](Self::next_id). The last id, 2^64 - 1, is not given out.
    pub const fn seed_next_id(&mut self, id: SequenceId) -> Result<(), SeedError> {
        if id.0 < self.next {
            return Err(SeedError { next_id: SequenceId(self.next) });
        }
        self.next = id.0;
        Ok(())
    }

    /// Takes over a call that another host has made in this session: its answer will come here. Nothing is sent.
    ///
    /// Seed the ids [first](Self::seed_next_id). An answer that comes before the negotiation of this connection is taken, too.
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

    /// Gives up a call: its place is free, and an answer that comes all the same is [`HostEvent::Late`]. Returns whether there
    /// was such a call.
    ///
    /// The guest does not hear of it, and does what it was asked. The last `CALLS` calls that were given up are remembered. Once
    /// more have been, an answer to any call before the forgotten one counts as late, even if the call was answered already.
    pub fn abandon(&mut self, id: SequenceId) -> bool {
        let Some(Call { method, lost, .. }) = self.calls.take(|call| call.id == id) else { return false };
        // The answer to a negotiation that was lost may have come already.
        if !lost || method == Method::NegotiateProtocol {
            self.abandoned.push((id, method));
        }
        true
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
    ///
    /// A negotiation is limited to 512 bytes of payload. If its payload does not decode as [`NegotiateProtocol`], no version in
    /// the answer is [accepted](CallFailure::Version).
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

    /// The next event, or `None` when more bytes are needed. An error is final for the connection.
    pub fn poll(&mut self) -> Result<Option<HostEvent<'_, K>>, FrameError> {
        if let Some(Call { id, method, .. }) = self.calls.take(|call| call.lost) {
            if method == Method::NegotiateProtocol {
                // Its answer may have come already.
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

/// The versions that a negotiation asks for. `None` if its payload is not that of a negotiation.
#[inline(never)]
fn asked_versions(request: &dyn Encode) -> Result<Option<NegotiateProtocol>, Error> {
    let mut copy = [0; 512];
    let size = json::encode(request, &mut copy)?.len();
    let request = json::decode::<Request<'_, NegotiateProtocol>>(copy.get_mut(..size).unwrap_or_default());
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

    /// Calls in flight are over, and so are those that were abandoned; no response to them will come. Sequence ids go on.
    fn reset(&mut self) {
        self.frames.reset();
        self.outbox.clear();
        self.calls.clear();
        self.abandoned = Abandoned::new();
        self.version = None;
        self.unflushed = false;
    }

    /// Calls stay in flight until they are answered or abandoned. Those whose request had not been handed to the transport
    /// entirely are [reported](CallFailure::ConnectionLost) as failed, and so is a negotiation that was not answered. Whole
    /// responses that came and were not polled are still handed out; a part of one is dropped.
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
