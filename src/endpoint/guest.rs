//! The guest: requests in, responses and notifications out.

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

/// The guest's end of the bridge; see the [module](super) for how it is driven.
///
/// Negotiates by itself, and answers by itself what no handler should have to: requests before negotiation, unknown
/// methods, payloads that do not decode. Up to `QUEUE` notifications wait for a connection. `K` is the kind of guest.
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
/// # // Ten requests at once, each with an answer of 2 KB: this very loop answers each of them.
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
    /// The version agreed on, on this connection.
    version: Option<ProtocolVersion>,
    /// Counts sessions, so that no answer goes out in another one than its request came in.
    session: u32,
    queue: heapless::Deque<Notification, QUEUE>,
    /// How many bytes of the outbox are left up to the end of the oldest notification, which is in it; 0: it is not.
    notifying: usize,
    /// Whether the transport has taken bytes since it was last flushed.
    unflushed: bool,
}

impl<'b, const QUEUE: usize, K: GuestKind> Guest<'b, QUEUE, K> {
    /// A guest before its first connection. Messages longer than `receive` are answered as failures; `send` bounds the
    /// responses. With fewer than [`MIN_SEND_BUFFER`](super::MIN_SEND_BUFFER) bytes to send from, [`poll`](Self::poll) fails
    /// with [`FrameError::BufferTooSmall`].
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

    /// The version agreed on on this connection, once it is.
    #[must_use]
    pub const fn version(&self) -> Option<ProtocolVersion> {
        self.version
    }

    /// The next event, or `None` when nothing more can be done before bytes have been sent or received.
    ///
    /// A request is handed out only when there is [room](GuestConfig::answer_room) to answer it. So what is outgoing must be
    /// sent, and the guest polled again, before the next bytes are waited for. An error is final for the connection.
    ///
    /// After [`resume`](Endpoint::resume) there is one exception: where requests of the earlier connection fill the receive buffer
    /// so far that a negotiation of 512 bytes could not come in, they are handed out without room. Then an answer may give its
    /// token back. A request that the guest refuses by itself is answered when there is room, after the negotiation.
    pub fn poll(&mut self) -> Result<Option<Event<'_, 'b, K>>, FrameError> {
        Ok(self.poll_frame()?.map(|event| match event {
            FrameEvent::Call(call) => call.typed(),
            FrameEvent::Negotiated(version) => Event::Negotiated(version),
            FrameEvent::Refused(refused) => Event::Refused(refused),
            FrameEvent::Ignored(header) => Event::Ignored(header),
        }))
    }

    /// As [`poll`](Self::poll), with requests that nobody has decoded: for messages of your own, and for documents that are
    /// not the usual ones. [`FrameCall::typed`] goes on as `poll` does.
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

    /// Whether the next message may be taken now. Before negotiation, the first message of this connection comes before
    /// requests that came on an earlier one.
    fn may_take(&mut self) -> bool {
        let has_room = self.outbox.has_room(self.config.answer_room.max(MIN_SEND_BUFFER));
        if self.version.is_some() {
            return has_room;
        }
        self.greeting.is_empty()
            && (!self.frames.is_carried()
                || self.frames.bring_fresh_forward()
                || has_room
                // The negotiation, after which answers go out, could not come in. An answer may give its token back.
                || self.frames.room() < NEGOTIATION_ROOM && !self.owed.is_full())
    }

    /// Answers a request that was kept for later: it succeeded. As [`Reply::ok`] does.
    pub fn respond<R: Rpc>(&mut self, token: Token<R>, body: &R::Response<'_>) -> Result<(), RespondError<R>> {
        token.respond(self.session, &mut self.outbox, &mut |answer| answer.ok(body))
    }

    /// As [`respond`](Self::respond), with any fields: whether they are those of the request's method is not checked.
    pub fn respond_with(&mut self, token: AnyToken, body: &dyn EncodeObject) -> Result<(), RespondError> {
        token.respond(self.session, &mut self.outbox, &mut |answer| answer.ok(body))
    }

    /// Answers a request that was kept for later: it failed. As [`Reply::fail`] does.
    pub fn respond_failure<R>(
        &mut self,
        token: Token<R>,
        result: HResult,
        message: &str,
    ) -> Result<(), RespondError<R>> {
        token.respond(self.session, &mut self.outbox, &mut |answer| answer.fail(result, message))
    }

    /// Tells the host of something, now or when a connection has been negotiated. Sent once: one that was still on its way
    /// when a connection broke goes out on the next.
    pub fn notify(&mut self, notification: &Notification) -> Result<(), NotifyError> {
        if !self.outbox.can_hold(notification.size()) {
            return Err(NotifyError::TooLong);
        }
        self.queue.push_back(notification.clone()).map_err(|_| NotifyError::QueueFull)?;
        self.send_notification();
        Ok(())
    }

    /// How many notifications wait to be sent.
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

    /// Puts the oldest notification into the outbox, if it is not there, and may be. It stays in the queue until all of it
    /// has been sent.
    fn send_notification(&mut self) {
        let Some(notification) = self.queue.front() else { return };
        if self.version.is_none() || self.notifying > 0 {
            return;
        }
        let identifier = MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1;
        // Without room now, it is tried again when something has been sent.
        if self.outbox.push(identifier, SequenceId(0), &notification.message()).is_ok() {
            self.notifying = self.outbox.waiting();
        }
    }
}

/// What goes out next.
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

    /// Notifications are kept; tokens of the old session answer no more.
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

    /// Tokens stay good. Whole requests that came and were not polled are still handed out; a part of one is dropped. When the
    /// host has negotiated again, what had not been handed to the transport entirely goes out from its first byte, answers
    /// and notifications alike, and then what is answered from now on.
    fn resume(&mut self) {
        self.frames.resume(self.version.is_some());
        self.outbox.rewind();
        self.greeting.clear();
        self.version = None;
        self.unflushed = false;
    }
}
