//! The guest: requests in, responses and notifications out.

use core::fmt;

use super::Endpoint;
use super::outbox::{MIN_SEND_BUFFER, Outbox};
use super::reply::{Reply, RespondError, Token};
use crate::error::{Error, ErrorKind};
use crate::hresult::HResult;
use crate::json::{self, EncodeObject, List};
use crate::message::{
    ActiveOperation, ContainerNotification, Empty, GcsCapabilities, GcsGuestCapabilities, MessageBase,
    NULL_CONTAINER_ID, NegotiateProtocolResponse, NotificationType, OsType, ProtocolVersion, Request, SchemaVersion,
};
use crate::rpc::{AnyRequest, Method};
use crate::wire::{
    Frame, FrameError, FrameReader, Incoming, MESSAGE_HEADER_SIZE, MessageHeader, MessageIdentifier, MessageType,
    SequenceId,
};

/// What a guest says of itself when the protocol is negotiated.
#[derive(Clone, Debug)]
pub struct GuestConfig<'c> {
    /// The oldest version of the protocol that is spoken.
    pub minimum_version: ProtocolVersion,
    /// The newest version of the protocol that is spoken.
    pub maximum_version: ProtocolVersion,
    /// What the guest can do.
    pub capabilities: GcsCapabilities<'c>,
}

impl Default for GuestConfig<'_> {
    /// Protocol version 4, schema version 2.1, Linux, and every capability of a Linux guest; no Create and Start for the
    /// VM itself.
    fn default() -> Self {
        Self {
            minimum_version: ProtocolVersion::V4,
            maximum_version: ProtocolVersion::V4,
            capabilities: GcsCapabilities {
                supported_schema_versions: List::from_slice(&[SchemaVersion { major: 2, minor: 1 }])
                    .unwrap_or_default(),
                runtime_os_type: OsType::Linux,
                guest_defined_capabilities: GcsGuestCapabilities {
                    namespace_add_request_supported: true,
                    signal_process_supported: true,
                    dump_stacks_supported: true,
                    delete_container_state_supported: true,
                },
                ..GcsCapabilities::default()
            },
        }
    }
}

/// What a guest has to be told of.
#[derive(Debug)]
#[non_exhaustive]
#[expect(clippy::large_enum_variant, reason = "there is no box without an allocator")]
pub enum Event<'g, 'b> {
    /// A request, checked to its last list element, and the chance to answer it.
    Request(AnyRequest<'g>, Reply<'g, 'b>),
    /// The protocol was negotiated, and the host has been answered. Notifications that waited go out now.
    Negotiated(ProtocolVersion),
    /// A request that was answered with a failure already: unknown, too large, not decodable, or before its time.
    Refused {
        /// Its header.
        header: MessageHeader,
        /// What was answered.
        result: HResult,
        /// What is wrong with the payload, if that is why.
        error: Option<Error>,
    },
    /// A message that is no request, and has no business here. Not answered.
    Ignored(MessageHeader),
}

/// A notification that waits to be sent, owned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    container_id: heapless::String<{ Notification::MAX_CONTAINER_ID }>,
    /// What happened.
    pub notification_type: NotificationType<'static>,
    /// During which operation.
    pub operation: ActiveOperation<'static>,
    /// With which outcome.
    pub result: HResult,
}

impl Notification {
    /// The longest container id, in bytes. Those of containerd have 64.
    pub const MAX_CONTAINER_ID: usize = 128;

    /// A notification of a container; `None` if its id is longer than [`MAX_CONTAINER_ID`](Self::MAX_CONTAINER_ID).
    #[must_use]
    pub fn new(container_id: &str, notification_type: NotificationType<'static>) -> Option<Self> {
        Some(Self {
            container_id: heapless::String::try_from(container_id).ok()?,
            notification_type,
            operation: ActiveOperation::None,
            result: HResult::OK,
        })
    }

    /// Which container.
    #[must_use]
    pub fn container_id(&self) -> &str {
        &self.container_id
    }

    fn message(&self) -> Request<'_, ContainerNotification<'_>> {
        let base =
            MessageBase { container_id: &self.container_id, activity_id: NULL_ACTIVITY_ID, ..MessageBase::default() };
        let body = ContainerNotification {
            notification_type: self.notification_type,
            operation: self.operation,
            result: self.result,
            result_info: "",
        };
        Request { base, body }
    }

    /// The size of its message, in bytes.
    fn size(&self) -> usize {
        /// More than everything takes whose length does not vary, and the result.
        const FIXED: usize = 192;

        let mut message = self.message();
        message.base.container_id = "";
        message.body.notification_type = NotificationType::Other("");
        message.body.operation = ActiveOperation::Other("");
        let fixed = json::encode(&message, &mut [0; FIXED]).map_or(usize::MAX, <[u8]>::len);
        [self.container_id(), self.notification_type.as_str(), self.operation.as_str()]
            .into_iter()
            .map(escaped_size)
            .fold(fixed.saturating_add(MESSAGE_HEADER_SIZE), usize::saturating_add)
    }
}

/// Why a notification was not queued.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotifyError {
    /// As many notifications wait as there is room for.
    QueueFull,
    /// The notification does not fit the send buffer, even when nothing else is in it.
    TooLong,
}

impl fmt::Display for NotifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::QueueFull => "the queue of notifications is full",
            Self::TooLong => "the notification is longer than the send buffer",
        })
    }
}

impl core::error::Error for NotifyError {}

/// The guest's end of the bridge, for one connection at a time; see the [module](super) for how it is driven.
///
/// Negotiates by itself, and answers by itself what no handler should have to: requests before negotiation, unknown
/// methods, payloads that do not decode. Up to `QUEUE` notifications wait for a connection.
///
/// ```
/// use gcs_prot::endpoint::{Endpoint, Event, Guest, GuestConfig};
/// use gcs_prot::message::Empty;
/// use gcs_prot::rpc::AnyRequest;
/// use gcs_prot::HResult;
///
/// # fn run(mut transport: impl std::io::Read + std::io::Write) -> Result<(), Box<dyn std::error::Error>> {
/// let (mut receive, mut send) = ([0; 65_536], [0; 4096]);
/// let mut guest = Guest::<8>::new(&mut receive, &mut send, GuestConfig::default());
/// loop {
///     while let Some(event) = guest.poll()? {
///         if let Event::Request(request, reply) = event {
///             match request {
///                 AnyRequest::Start(_) => reply.ok(&Empty {})?,
///                 _ => reply.fail(HResult::NOT_IMPLEMENTED, "not yet")?,
///             }
///         }
///     }
///     if guest.outgoing().is_empty() {
///         match transport.read(guest.window())? {
///             0 => return Ok(guest.end()?),
///             count => guest.commit(count)?,
///         }
///     } else {
///         let count = transport.write(guest.outgoing())?;
///         guest.sent(count);
///     }
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct Guest<'b, const QUEUE: usize = 8> {
    frames: FrameReader<'b>,
    outbox: Outbox<'b>,
    config: GuestConfig<'b>,
    /// The version agreed on, on this connection.
    version: Option<ProtocolVersion>,
    /// Counts connections, so that no answer goes out on another one than its request came in.
    connection: u32,
    queue: heapless::Deque<Notification, QUEUE>,
    /// How many bytes of the outbox are left up to the end of the oldest notification, which is in it; 0: it is not.
    notifying: usize,
}

impl<'b, const QUEUE: usize> Guest<'b, QUEUE> {
    /// A guest before its first connection. Messages longer than `receive` are answered as failures; `send` bounds the
    /// responses. With fewer than [`MIN_SEND_BUFFER`](super::MIN_SEND_BUFFER) bytes to send from, [`poll`](Self::poll) fails
    /// with [`FrameError::BufferTooSmall`].
    #[must_use]
    pub const fn new(receive: &'b mut [u8], send: &'b mut [u8], config: GuestConfig<'b>) -> Self {
        Self {
            frames: FrameReader::new(receive),
            outbox: Outbox::to_host(send),
            config,
            version: None,
            connection: 0,
            queue: heapless::Deque::new(),
            notifying: 0,
        }
    }

    /// The version agreed on, once it is.
    #[must_use]
    pub const fn version(&self) -> Option<ProtocolVersion> {
        self.version
    }

    /// The next event, or `None` when nothing more can be done before bytes have been sent or received.
    ///
    /// A request is taken only when there is room to answer it with an error; so what is outgoing must be sent before the
    /// next bytes are received. An error is final for the connection.
    pub fn poll(&mut self) -> Result<Option<Event<'_, 'b>>, FrameError> {
        if !self.outbox.can_hold(MIN_SEND_BUFFER) {
            return Err(FrameError::BufferTooSmall);
        }
        self.send_notification();
        if !self.outbox.has_room() {
            return Ok(None);
        }
        let (header, payload) = match self.frames.next()? {
            None => return Ok(None),
            Some(Incoming::Frame(Frame { header, payload })) => (header, Some(payload)),
            Some(Incoming::TooLarge(header)) => (header, None),
        };
        let identifier = header.identifier();
        if identifier.message_type() != MessageType::REQUEST {
            return Ok(Some(Event::Ignored(header)));
        }
        let outbox = &mut self.outbox;
        let mut reply =
            Reply { outbox, connection: self.connection, identifier, id: header.sequence_id(), activity_id: "" };
        let refused = |result, error| Ok(Some(Event::Refused { header, result, error }));

        let Some(payload) = payload else {
            return refused(
                reply.refuse(HResult::FAIL, format_args!("a message of {} bytes is too large", header.size())),
                None,
            );
        };
        let first = identifier == Method::NegotiateProtocol.request();
        let Some(method) = Method::from_request(identifier).filter(|_| first == self.version.is_none()) else {
            // Whatever else it says, its activity id may be where it always is.
            let mut unknown = Request::<Empty>::default();
            let _ = json::decode_into(&mut unknown, payload);
            reply.activity_id = unknown.base.activity_id;
            return refused(
                reply.refuse(HResult::NOT_IMPLEMENTED, format_args!("{identifier}: not implemented, or not now")),
                None,
            );
        };
        let mut request = AnyRequest::new(method);
        let read = request.read(payload).and_then(|()| match &request {
            AnyRequest::ModifySettings(modify) => modify.body.request.check_known(),
            _ => Ok(()),
        });
        reply.activity_id = request.base().activity_id;
        if let Err(error) = read {
            let (result, name) = match &request {
                AnyRequest::ModifySettings(modify) if error.kind() == ErrorKind::UnknownResourceType => {
                    (HResult::FAIL, modify.body.request.resource.resource_type())
                }
                _ => (HResult::INVALID_JSON, ""),
            };
            return refused(reply.refuse(result, format_args!("{error} {name}")), Some(error));
        }
        let AnyRequest::NegotiateProtocol(negotiate) = &request else {
            return Ok(Some(Event::Request(request, reply)));
        };
        let version = negotiate.body.maximum_version.min(self.config.maximum_version);
        if version < negotiate.body.minimum_version.max(self.config.minimum_version) {
            return refused(
                reply.refuse(HResult::UNSUPPORTED_PROTOCOL_VERSION, format_args!("no common protocol version")),
                None,
            );
        }
        let capabilities = self.config.capabilities.clone();
        if let Err(error) = reply.ok(&NegotiateProtocolResponse { version, capabilities }) {
            return refused(HResult::FAIL, Some(error));
        }
        self.version = Some(version);
        Ok(Some(Event::Negotiated(version)))
    }

    /// Answers a request that was kept for later: it succeeded. As [`Reply::ok`] does.
    pub fn respond<T: EncodeObject>(&mut self, token: Token, body: &T) -> Result<(), RespondError> {
        token.respond(self.connection, &mut self.outbox, &mut |reply| reply.ok(body))
    }

    /// Answers a request that was kept for later: it failed.
    pub fn respond_failure(&mut self, token: Token, result: HResult, message: &str) -> Result<(), RespondError> {
        token.respond(self.connection, &mut self.outbox, &mut |reply| reply.fail(result, message))
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

/// How many bytes the characters of a JSON string take.
fn escaped_size(text: &str) -> usize {
    let size = |character: char| {
        let (mut utf8, mut written) = ([0; 4], [0; 16]);
        let string = json::encode(&*character.encode_utf8(&mut utf8), &mut written).map_or(usize::MAX, <[u8]>::len);
        string.saturating_sub("\"\"".len())
    };
    text.chars().map(size).fold(0, usize::saturating_add)
}

/// The activity id of what no request asked for: the zero GUID, as hosts write it.
const NULL_ACTIVITY_ID: &str = NULL_CONTAINER_ID;

impl<const QUEUE: usize> Endpoint for Guest<'_, QUEUE> {
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
        if self.notifying > 0 {
            self.notifying = self.notifying.saturating_sub(count);
            if self.notifying == 0 {
                self.queue.pop_front();
            }
        }
        self.send_notification();
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

    /// Notifications are kept; tokens of the old connection answer no more.
    fn reset(&mut self) {
        self.frames.reset();
        self.outbox.clear();
        self.version = None;
        self.notifying = 0;
        self.connection = self.connection.wrapping_add(1);
    }
}
