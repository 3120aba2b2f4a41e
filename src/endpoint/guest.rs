//! The guest: it receives requests, and sends responses and notifications.

use super::answer::Answer;
use super::call::activity_id;
use super::config::GuestConfig;
use super::event::{Event, Refused};
use super::frame_call::{FrameCall, FrameEvent};
use super::greeting::Greeting;
use super::notification::{Notification, NotifyError};
use super::outbox::{MIN_SEND_BUFFER, Outbox};
use super::owed::{NEGOTIATION_ROOM, Owed, Refusal};
use super::reply::{AnyToken, Reply, RespondError, Token};
use super::{Endpoint, window};
use crate::hresult::HResult;
use crate::json::EncodeObject;
use crate::message::ProtocolVersion;
use crate::rpc::{GuestKind, Linux, Method, Rpc};
use crate::wire::{Frame, FrameError, FrameReader, MessageIdentifier, MessageType, ReceivedFrame, SequenceId};

/// The guest's end of the bridge. The [module](super) describes how to drive it.
///
/// The guest negotiates the protocol by itself. It refuses requests before the negotiation, unknown methods, and
/// payloads that do not decode, so your handlers never see them.
///
/// `QUEUE` is the number of notifications that can wait to be sent. `K` is the kind of guest.
///
/// ```
/// use gcs_prot::endpoint::{Call, Endpoint, Event, Guest, GuestConfig};
/// use gcs_prot::message::{DumpStacksResponse, Empty};
/// use gcs_prot::HResult;
///
/// # fn run(mut transport: impl std::io::Read + std::io::Write) -> Result<(), Box<dyn std::error::Error>> {
/// let (mut receive, mut send) = ([0; 65_536], [0; 4096]);
/// let mut guest = Guest::<8>::new(&mut receive, &mut send, GuestConfig::default());
/// loop {
///     while let Some(event) = guest.poll()? {
///         match event {
///             Event::Call(Call::Start(start, reply)) => {
///                 println!("start {}", start.base.container_id);
///                 reply.ok(&Empty {})?;
///             }
///             Event::Call(Call::DumpStacks(_, reply)) => {
///                 reply.ok(&DumpStacksResponse { guest_stacks: &"main\n".repeat(400) })?;
///             }
///             Event::Call(call) => call.fail(HResult::NOT_IMPLEMENTED, "not yet")?,
///             other => println!("{other:?}"),
///         }
///     }
///     if guest.outgoing().is_empty() {
///         match transport.read(guest.window()?)? {
///             0 => return Ok(guest.end()?),
///             count => guest.commit(count)?,
///         }
///     } else {
///         transport.write_all(guest.outgoing())?;
///         guest.sent(guest.outgoing().len());
///     }
/// }
/// # }
/// # // Ten requests at once, each with an answer of 2 KB. The loop above answers each of them.
/// # struct Transport { input: Vec<u8>, output: Vec<u8> }
/// # impl std::io::Read for Transport {
/// #     fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
/// #         let count = std::io::Read::read(&mut &*self.input, buffer)?;
/// #         self.input.drain(..count);
/// #         Ok(count)
/// #     }
/// # }
/// # impl std::io::Write for Transport {
/// #     fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> { self.output.write(&bytes[..bytes.len().min(700)]) }
/// #     fn flush(&mut self) -> std::io::Result<()> { Ok(()) }
/// # }
/// # let mut transport = Transport { input: Vec::new(), output: Vec::new() };
/// # let mut room = [0; 256];
/// # let versions = br#"{"MinimumVersion":4,"MaximumVersion":4}"#;
/// # let method = gcs_prot::rpc::Method::NegotiateProtocol.request();
/// # room[16..16 + versions.len()].copy_from_slice(versions);
/// # transport.input.extend_from_slice(gcs_prot::wire::finish_frame(&mut room, method, gcs_prot::wire::SequenceId(0), versions.len()).unwrap());
/// # for id in 1..=10 {
/// #     let dump = gcs_prot::message::Request::<Empty>::default();
/// #     let method = gcs_prot::rpc::Method::DumpStacks.request();
/// #     let id = gcs_prot::wire::SequenceId(id);
/// #     transport.input.extend_from_slice(gcs_prot::rpc::write_message(&mut room, method, id, &dump).unwrap());
/// # }
/// # run(&mut transport).unwrap();
/// # let text = String::from_utf8_lossy(&transport.output);
/// # assert_eq!((text.matches("\"Result\":0").count(), text.matches("main").count()), (11, 4000));
/// ```
#[derive(Debug)]
pub struct Guest<'b, const QUEUE: usize = 8, K: GuestKind = Linux> {
    frames: FrameReader<'b>,
    outbox: Outbox<'b>,
    owed: Owed,
    greeting: Greeting,
    config: GuestConfig<'b, K>,
    /// The version that was negotiated on this connection.
    version: Option<ProtocolVersion>,
    /// The number of the session. An answer goes out only in the session in which its request came.
    session: u32,
    queue: heapless::Deque<Notification, QUEUE>,
    /// The number of bytes in the outbox up to the end of the oldest notification. 0 if the notification is not in the
    /// outbox.
    notifying: usize,
    /// Whether the transport has taken bytes since it was last flushed.
    unflushed: bool,
}

impl<'b, const QUEUE: usize, K: GuestKind> Guest<'b, QUEUE, K> {
    /// Creates a guest that has no connection yet.
    ///
    /// The length of `receive` is the limit for a request, including its header. The guest refuses longer requests. The
    /// length of `send` is the limit for a response. If it is less than [`MIN_SEND_BUFFER`], [`poll`](Self::poll)
    /// returns [`FrameError::BufferTooSmall`].
    #[must_use]
    pub const fn new(receive: &'b mut [u8], send: &'b mut [u8], config: GuestConfig<'b, K>) -> Self {
        Self {
            frames: FrameReader::new(receive),
            outbox: Outbox::to_host(send),
            owed: Owed::new(),
            greeting: Greeting::new(),
            config,
            version: None,
            session: 0,
            queue: heapless::Deque::new(),
            notifying: 0,
            unflushed: false,
        }
    }

    /// Returns the version that was negotiated on this connection, or `None` before the negotiation.
    #[must_use]
    pub const fn version(&self) -> Option<ProtocolVersion> {
        self.version
    }

    /// Returns the next event.
    ///
    /// Call this after [`commit`](Endpoint::commit), [`receive`](Endpoint::receive), [`sent`](Endpoint::sent) and
    /// [`resume`](Endpoint::resume), until it returns `None`. `None` means that there is nothing more to do before
    /// bytes are sent or received. An error is final for the connection: call [`reset`](Endpoint::reset) or `resume`.
    ///
    /// A request is returned only if the send buffer has [room](GuestConfig::answer_room) for the answer. Therefore,
    /// send what is outgoing and poll again before you wait for more bytes.
    ///
    /// There is one exception after `resume`. If requests of the earlier connection leave less than 512 bytes of the
    /// receive buffer for the negotiation, they are returned without room for an answer. An answer may then give its
    /// token back. If the guest refuses such a request by itself, it sends the refusal after the negotiation.
    pub fn poll(&mut self) -> Result<Option<Event<'_, 'b, K>>, FrameError> {
        Ok(self.poll_frame()?.map(|event| match event {
            FrameEvent::Call(call) => call.typed(),
            FrameEvent::Negotiated(version) => Event::Negotiated(version),
            FrameEvent::Refused(refused) => Event::Refused(refused),
            FrameEvent::Ignored(header) => Event::Ignored(header),
        }))
    }

    /// Returns the next event, with requests that are not decoded yet. Everything else is as for [`poll`](Self::poll).
    ///
    /// Use this for messages of your own, and for requests with other documents than the usual ones.
    /// [`FrameCall::typed`] decodes a request as `poll` does.
    #[inline(never)]
    pub fn poll_frame(&mut self) -> Result<Option<FrameEvent<'_, 'b, K>>, FrameError> {
        if !self.outbox.can_hold(MIN_SEND_BUFFER) {
            return Err(FrameError::BufferTooSmall);
        }
        if self.version.is_some() {
            self.send_refusals();
        }
        self.send_notification();
        if !self.may_take() {
            return Ok(None);
        }
        let carried = self.frames.is_carried();
        let (header, payload) = match self.frames.next()? {
            None => return Ok(None),
            Some(ReceivedFrame::Frame(Frame { header, payload })) => (header, Some(payload)),
            Some(ReceivedFrame::TooLarge(header)) => (header, None),
        };
        let identifier = header.identifier();
        let is_negotiation = identifier == Method::NegotiateProtocol.request();
        if identifier.message_type() != MessageType::REQUEST || carried && is_negotiation {
            return Ok(Some(FrameEvent::Ignored(header)));
        }
        if self.version.is_none() && !carried {
            let greeted = self.greeting.answer(&self.config, header, payload);
            self.version = greeted.ok();
            return Ok(Some(greeted.map_or_else(FrameEvent::Refused, FrameEvent::Negotiated)));
        }
        let (outbox, owed, session) = (&mut self.outbox, Some(&mut self.owed), self.session);
        let id = header.sequence_id();
        let mut reply = Reply::new(Answer { outbox, owed, session, identifier, id, activity_id: "" });
        let result = match payload {
            None => reply.refuse(HResult::FAIL, format_args!("a message of {} bytes is too large", header.size())),
            Some(payload) if is_negotiation => {
                *reply.activity_id() = activity_id(payload);
                reply.refuse(HResult::NOT_IMPLEMENTED, format_args!("the protocol has been negotiated already"))
            }
            Some(payload) => {
                let frame = Frame { header, payload };
                return Ok(Some(FrameEvent::Call(FrameCall::new(frame, reply))));
            }
        };
        Ok(Some(FrameEvent::Refused(Refused { header, result, error: None })))
    }

    /// Returns whether the next message may be taken now. Before the negotiation, the first message of this connection
    /// precedes requests of an earlier connection.
    fn may_take(&mut self) -> bool {
        let has_room = self.outbox.has_room(self.config.answer_room.max(MIN_SEND_BUFFER));
        if self.version.is_some() {
            return has_room;
        }
        self.greeting.is_empty()
            && (!self.frames.is_carried()
                || self.frames.bring_fresh_forward()
                || has_room
                // The receive buffer has no room for the negotiation, and without it no answer goes out.
                || self.frames.room() < NEGOTIATION_ROOM && !self.owed.is_full())
    }

    /// Sends the successful response to a request that you kept with [`Reply::later`]. It works like [`Reply::ok`].
    pub fn respond<R: Rpc>(&mut self, token: Token<R>, body: &R::Response<'_>) -> Result<(), RespondError<R>> {
        token.respond(self.session, &mut self.outbox, &mut |answer| answer.ok(body))
    }

    /// Sends a successful response with any fields. Nothing checks that the fields belong to the request's method.
    /// Otherwise it works like [`respond`](Self::respond).
    pub fn respond_with(&mut self, token: AnyToken, body: &dyn EncodeObject) -> Result<(), RespondError> {
        token.respond(self.session, &mut self.outbox, &mut |answer| answer.ok(body))
    }

    /// Sends the failure of a request that you kept with [`Reply::later`]. It works like [`Reply::fail`].
    pub fn respond_failure<R>(
        &mut self,
        token: Token<R>,
        result: HResult,
        message: &str,
    ) -> Result<(), RespondError<R>> {
        token.respond(self.session, &mut self.outbox, &mut |answer| answer.fail(result, message))
    }

    /// Queues a notification. It is sent as soon as a connection is negotiated and the send buffer has room.
    ///
    /// A notification that had not been sent entirely when the connection broke goes out again on the next connection.
    pub fn notify(&mut self, notification: &Notification) -> Result<(), NotifyError> {
        if !self.outbox.can_hold(notification.size()) {
            return Err(NotifyError::TooLong);
        }
        self.queue.push_back(notification.clone()).map_err(|_| NotifyError::QueueFull)?;
        self.send_notification();
        Ok(())
    }

    /// Returns the number of notifications that have not been sent entirely.
    #[must_use]
    pub fn notifications(&self) -> usize {
        self.queue.len()
    }

    /// Moves refusals that had no room into the outbox, as far as it has room now.
    #[inline(never)]
    fn send_refusals(&mut self) {
        while let Some(Refusal { identifier, id, result }) = self.owed.oldest() {
            let outbox = &mut self.outbox;
            let mut answer = Answer { outbox, owed: None, session: self.session, identifier, id, activity_id: "" };
            if answer.fail(result, "the request was refused while the send buffer was full").is_err() {
                return;
            }
            self.owed.remove_oldest();
        }
    }

    /// Copies the oldest notification into the outbox, unless it is there already or the protocol is not negotiated.
    /// The notification stays in the queue until it has been sent entirely.
    fn send_notification(&mut self) {
        let Some(notification) = self.queue.front() else { return };
        if self.version.is_none() || self.notifying > 0 {
            return;
        }
        let identifier = MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1;
        // If there is no room now, the next call of `sent` tries again.
        if self.outbox.push(identifier, SequenceId(0), &notification.message()).is_ok() {
            self.notifying = self.outbox.waiting();
        }
    }
}

/// Returns the bytes to send next: the answers of the greeting, then those of the outbox.
fn outgoing<'g>(greeting: &'g Greeting, version: Option<ProtocolVersion>, outbox: &'g Outbox<'_>) -> &'g [u8] {
    match version {
        _ if !greeting.is_empty() => greeting.outgoing(),
        Some(_) => outbox.outgoing(),
        None => &[],
    }
}

impl<const QUEUE: usize, K: GuestKind> Endpoint for Guest<'_, QUEUE, K> {
    fn window(&mut self) -> Result<&mut [u8], FrameError> {
        window(&mut self.frames)
    }

    fn commit(&mut self, count: usize) -> Result<(), FrameError> {
        self.frames.commit(count)
    }

    fn outgoing(&self) -> &[u8] {
        outgoing(&self.greeting, self.version, &self.outbox)
    }

    fn buffers(&mut self) -> (Option<&mut [u8]>, &[u8]) {
        (window(&mut self.frames).ok(), outgoing(&self.greeting, self.version, &self.outbox))
    }

    fn sent(&mut self, count: usize) {
        self.unflushed |= count > 0 && !self.outgoing().is_empty();
        if !self.greeting.is_empty() {
            self.greeting.sent(count);
        } else if self.version.is_some() {
            let passed = self.outbox.sent(count);
            if self.notifying > 0 {
                self.notifying = self.notifying.saturating_sub(passed);
                if self.notifying == 0 {
                    self.queue.pop_front();
                }
            }
        }
        self.send_notification();
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

    /// Begins a new session on a new connection. Queued notifications are kept. Tokens of the old session become
    /// invalid.
    fn reset(&mut self) {
        self.frames.reset();
        self.outbox.clear();
        self.owed.clear();
        self.greeting.clear();
        self.version = None;
        self.notifying = 0;
        self.unflushed = false;
        self.session = self.session.wrapping_add(1);
    }

    /// Continues the session on a new connection. Tokens remain valid.
    ///
    /// Whole requests that were received but not polled are still returned. An incomplete request is dropped. After the
    /// host has negotiated again, each message that the transport had not taken entirely goes out again from its first
    /// byte. Later answers follow.
    fn resume(&mut self) {
        self.frames.resume(self.version.is_some());
        self.outbox.rewind();
        self.greeting.clear();
        self.version = None;
        self.unflushed = false;
    }
}
