//! The relay: it stands between a host and a guest.

use core::fmt;

use super::answer::Answer;
use super::call::activity_id;
use super::lane::{Advance, Lane};
use super::outbox::{MIN_SEND_BUFFER, Outbox};
use crate::error::Error;
use crate::hresult::HResult;
use crate::json::{self, Decode, Encode, EncodeObject};
use crate::rpc::{AnyRequest, AnyResponse, GuestKind, Method};
use crate::wire::{FrameError, MAX_MESSAGE_SIZE_TO_HOST, MessageHeader, MessageIdentifier, MessageType};

/// The direction in which a message goes.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the host to the guest: requests.
    ToGuest,
    /// From the guest to the host: responses and notifications.
    ToHost,
}

/// The buffers of a relay.
#[derive(Debug)]
pub struct RelayBuffers<'b> {
    /// The buffer through which all bytes pass to the guest. It needs at least 16 bytes. 4 KiB is enough for frames of
    /// any length.
    pub to_guest: &'b mut [u8],
    /// The buffer through which all bytes pass to the host, with the same limits.
    pub to_host: &'b mut [u8],
    /// The buffer for held requests. It must be twice as long as the longest of them.
    pub hold_to_guest: &'b mut [u8],
    /// The buffer for held responses and notifications. It must be twice as long as the longest of them.
    pub hold_to_host: &'b mut [u8],
    /// The buffer for answers of the relay itself. If any frame is chosen, it needs at least
    /// [`MIN_SEND_BUFFER`] bytes.
    pub answers: &'b mut [u8],
}

/// What [`Relay::poll`] returns.
#[derive(Debug)]
#[non_exhaustive]
pub enum RelayEvent<'r, 'b> {
    /// A chosen frame, which waits for your decision. If you make none, the next poll returns the frame again.
    Held(HeldFrame<'r, 'b>),
    /// A chosen frame that is longer than half of its hold buffer. The relay drops it. For a request or a response, the
    /// host gets a failure.
    Refused(Direction, MessageHeader),
}

/// The reason why a decision about a held frame failed. The frame is still held.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RelayError {
    /// The message cannot be written. [`ErrorKind::BufferFull`](crate::ErrorKind::BufferFull) means that it does not
    /// fit the hold buffer behind the held frame, or the answer buffer behind waiting answers.
    Message(Error),
    /// The frame is not a request of the host, so it cannot be answered.
    NotARequest,
}

impl fmt::Display for RelayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message(error) => write!(f, "the message cannot be written: {error}"),
            Self::NotARequest => f.write_str("the frame is not a request of the host, so it cannot be answered"),
        }
    }
}

impl core::error::Error for RelayError {}

/// Stands between a host and a guest, like hcsshim's sidecar.
///
/// Frames of any length pass through two small buffers. You choose identifiers whose frames the relay holds: it
/// collects such a frame completely and shows it to you. You then pass it on unchanged, replace its payload, discard
/// it, or answer it in place of the guest. Frames behind a held one wait. Answers of the relay itself go out between
/// two frames.
///
/// You drive a relay like an endpoint, but in two directions:
///
/// 1. Read bytes into [`window`](Self::window) and [`commit`](Self::commit) them, or pass them to
///    [`receive`](Self::receive).
/// 2. Call [`poll`](Self::poll) until it returns `None`.
/// 3. Write what is [`outgoing`](Self::outgoing) in either direction, and report it with [`sent`](Self::sent). If there
///    was anything, go back to step 2.
/// 4. At the end of a stream, call [`end`](Self::end) for its direction.
///
/// ```
/// use gcs_prot::HResult;
/// use gcs_prot::endpoint::{Direction, Relay, RelayBuffers, RelayEvent};
/// use gcs_prot::rpc::Method;
/// use gcs_prot::wire::MessageIdentifier;
///
/// fn is_chosen(identifier: MessageIdentifier) -> bool {
///     identifier == Method::DumpStacks.request()
/// }
///
/// let (mut a, mut b, mut c, mut d, mut e) = ([0; 4096], [0; 4096], [0; 2048], [0; 0], [0; 1024]);
/// let buffers = RelayBuffers {
///     to_guest: &mut a,
///     to_host: &mut b,
///     hold_to_guest: &mut c,
///     hold_to_host: &mut d,
///     answers: &mut e,
/// };
/// let mut relay = Relay::new(buffers, is_chosen);
/// # let mut room = [0; 64];
/// # let dump = gcs_prot::rpc::write_message(&mut room, Method::DumpStacks.request(), gcs_prot::wire::SequenceId(7),
/// #     &gcs_prot::message::Request::<gcs_prot::message::Empty>::default())?;
/// assert_eq!(relay.receive(Direction::ToGuest, dump)?, dump.len()); // a request from the host
/// while let Some(event) = relay.poll()? {
///     match event {
///         RelayEvent::Held(mut held) => held.fail(HResult::NOT_IMPLEMENTED, "stacks are private here")?,
///         other => println!("{other:?}"),
///     }
/// }
/// assert!(relay.outgoing(Direction::ToGuest).is_empty());
/// assert!(relay.outgoing(Direction::ToHost).len() > 16); // the answer to the host
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Relay<'b> {
    to_guest: Lane<'b>,
    to_host: Lane<'b>,
    answers: Outbox<'b>,
    /// Whether the bytes outgoing to the host are answers of the relay, and not frames of the guest. This changes only
    /// when all outgoing bytes have been sent. So [`sent`](Relay::sent) counts the bytes that
    /// [`outgoing`](Relay::outgoing) returned.
    is_answering: bool,
    is_chosen: fn(MessageIdentifier) -> bool,
    /// The direction of the last held frame that `poll` returned.
    shown: Direction,
}

impl<'b> Relay<'b> {
    /// Creates a relay. `is_chosen` returns whether the relay holds frames with this identifier.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "the buffers are given up")]
    pub const fn new(buffers: RelayBuffers<'b>, is_chosen: fn(MessageIdentifier) -> bool) -> Self {
        Self {
            to_guest: Lane::new(buffers.to_guest, buffers.hold_to_guest),
            to_host: Lane::new(buffers.to_host, buffers.hold_to_host),
            answers: Outbox::to_host(buffers.answers),
            is_answering: false,
            is_chosen,
            shown: Direction::ToHost,
        }
    }

    const fn lane(&self, direction: Direction) -> &Lane<'b> {
        match direction {
            Direction::ToGuest => &self.to_guest,
            Direction::ToHost => &self.to_host,
        }
    }

    const fn lane_mut(&mut self, direction: Direction) -> &mut Lane<'b> {
        match direction {
            Direction::ToGuest => &mut self.to_guest,
            Direction::ToHost => &mut self.to_host,
        }
    }

    /// Returns the buffer space for the next bytes in this direction. It is never empty.
    ///
    /// Returns [`FrameError::NotPolled`] if there is no room. In this case, poll, decide about held frames, and send
    /// what is outgoing. Any other error means that the stream is lost.
    pub fn window(&mut self, direction: Direction) -> Result<&mut [u8], FrameError> {
        self.lane_mut(direction).window()
    }

    /// Accepts the first `count` bytes of the window as received. Call [`poll`](Self::poll) after this.
    pub fn commit(&mut self, direction: Direction, count: usize) -> Result<(), FrameError> {
        self.lane_mut(direction).commit(count)
    }

    /// Copies received bytes into the window, as many as there is room for, and returns how many it took. Call
    /// [`poll`](Self::poll) after this.
    pub fn receive(&mut self, direction: Direction, bytes: &[u8]) -> Result<usize, FrameError> {
        let window = match self.window(direction) {
            Err(FrameError::NotPolled) => return Ok(0),
            window => window?,
        };
        let count = window.iter_mut().zip(bytes).map(|(place, byte)| *place = *byte).count();
        self.commit(direction, count)?;
        Ok(count)
    }

    /// Returns the bytes to send in this direction. They stay the same until you call [`sent`](Self::sent) or
    /// [`reset`](Self::reset); more bytes are only appended.
    #[must_use]
    pub fn outgoing(&self, direction: Direction) -> &[u8] {
        if direction == Direction::ToHost && self.is_answering {
            return self.answers.outgoing();
        }
        self.lane(direction).outgoing()
    }

    /// Records that the first `count` [`outgoing`](Self::outgoing) bytes have been sent. Call [`poll`](Self::poll)
    /// after this, even if you have received nothing.
    pub fn sent(&mut self, direction: Direction, count: usize) {
        if direction == Direction::ToHost && self.is_answering {
            self.answers.sent(count);
        } else {
            self.lane_mut(direction).sent(count);
        }
        self.choose_source();
    }

    /// Switches to the answers of the relay if no frame of the guest is partly sent, and back when all answers have
    /// been sent.
    fn choose_source(&mut self) {
        self.is_answering = !self.answers.is_empty() && (self.is_answering || self.to_host.is_between());
    }

    /// Returns the next event, or `None` if bytes must be received or sent first. An error means that one of the two
    /// streams is lost.
    ///
    /// A frame that is held in one direction does not block the other direction. If frames are held in both directions,
    /// they are returned alternately.
    pub fn poll(&mut self) -> Result<Option<RelayEvent<'_, 'b>>, FrameError> {
        // The direction that was not shown last comes first.
        let order = match self.shown {
            Direction::ToGuest => [Direction::ToHost, Direction::ToGuest],
            Direction::ToHost => [Direction::ToGuest, Direction::ToHost],
        };
        let mut held = None;
        for direction in order {
            // No frame begins while answers wait, so a stream of frames cannot delay them forever.
            let may_begin = direction == Direction::ToGuest || self.answers.is_empty();
            // A chosen frame may be refused, and then needs room for an answer.
            let may_choose = self.answers.has_room(MIN_SEND_BUFFER);
            let is_chosen = self.is_chosen;
            match self.lane_mut(direction).advance(may_begin, may_choose, is_chosen)? {
                Advance::Nothing => {}
                // The other direction advances before the frame is shown.
                Advance::Whole => held = held.or(Some(direction)),
                Advance::TooLarge(header) => {
                    self.refuse(direction, header);
                    return Ok(Some(RelayEvent::Refused(direction, header)));
                }
            }
        }
        let Some(direction) = held else { return Ok(None) };
        self.shown = direction;
        Ok(Some(RelayEvent::Held(HeldFrame { relay: self, direction })))
    }

    /// Answers the host in place of a request or a response that the relay drops.
    fn refuse(&mut self, direction: Direction, header: MessageHeader) {
        let (identifier, id) = (header.identifier(), header.sequence_id());
        let is_owed = match direction {
            Direction::ToGuest => MessageType::REQUEST,
            Direction::ToHost => MessageType::RESPONSE,
        };
        if identifier.message_type() != is_owed {
            return;
        }
        let mut answer = Answer { outbox: &mut self.answers, owed: None, session: 0, identifier, id, activity_id: "" };
        answer.refuse(HResult::FAIL, format_args!("a message of {} bytes is too large to be relayed", header.size()));
        self.choose_source();
    }

    /// Reports the end of the stream in this direction. Returns `Ok` between messages, and an error inside a message.
    ///
    /// Returns [`FrameError::NotPolled`] while whole messages wait: for your decision, for `poll`, or for outgoing
    /// bytes to be sent.
    pub fn end(&self, direction: Direction) -> Result<(), FrameError> {
        self.lane(direction).end()
    }

    /// Discards everything that was received and everything that waits to be sent, to begin with two new connections.
    pub fn reset(&mut self) {
        self.to_guest.reset();
        self.to_host.reset();
        self.answers.clear();
        self.is_answering = false;
    }
}

/// A chosen frame that was received completely.
///
/// It waits, together with the frames behind it, until you call [`pass`](Self::pass), [`replace`](Self::replace),
/// [`answer`](Self::answer), [`fail`](Self::fail) or [`discard`](Self::discard).
#[derive(Debug)]
pub struct HeldFrame<'r, 'b> {
    relay: &'r mut Relay<'b>,
    direction: Direction,
}

impl<'b> HeldFrame<'_, 'b> {
    const fn lane(&mut self) -> &mut Lane<'b> {
        self.relay.lane_mut(self.direction)
    }

    /// Returns the direction of the frame.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// Returns the header.
    #[must_use]
    pub fn header(&self) -> MessageHeader {
        self.relay.lane(self.direction).frame().map(|(header, _)| header).unwrap_or_default()
    }

    /// Returns the payload as it was received.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        self.relay.lane(self.direction).frame().map(|(_, payload)| payload).unwrap_or_default()
    }

    /// Decodes a copy of the payload as `T`. The frame is unchanged.
    pub fn decode<'a, T: Decode<'a>>(&'a mut self) -> Result<T, Error> {
        json::decode(self.lane().copy())
    }

    /// Decodes a copy of a request with the type of its method. Returns `None` if the frame is not a request of a known
    /// method.
    pub fn request<K: GuestKind>(&mut self) -> Option<Result<AnyRequest<'_, K>, Error>> {
        let method = Method::from_request(self.header().identifier())?;
        Some(AnyRequest::decode_for(method, self.lane().copy()))
    }

    /// Decodes a copy of a response with the type of its method. Returns `None` if the frame is not a response of a
    /// known method.
    pub fn response<K: GuestKind>(&mut self) -> Option<Result<AnyResponse<'_, K>, Error>> {
        let method = Method::from_response(self.header().identifier())?;
        Some(AnyResponse::decode_for(method, self.lane().copy()))
    }

    /// Passes the frame on with its original bytes.
    pub fn pass(&mut self) {
        self.lane().pass();
    }

    /// Passes the frame on with another payload. The identifier and the sequence id stay the same.
    pub fn replace(&mut self, payload: &(impl Encode + ?Sized)) -> Result<(), RelayError> {
        let header = self.header();
        let limit = match self.direction {
            Direction::ToGuest => usize::MAX,
            Direction::ToHost => MAX_MESSAGE_SIZE_TO_HOST,
        };
        let replaced = self.lane().replace(header.identifier(), header.sequence_id(), payload, limit);
        replaced.map_err(RelayError::Message)
    }

    /// Answers that the request succeeded, in place of the guest. The guest does not see the request. `body` has the
    /// fields of the response that follow the base fields.
    pub fn answer(&mut self, body: &dyn EncodeObject) -> Result<(), RelayError> {
        self.answer_by(&mut |answer| answer.ok(body))
    }

    /// Answers that the request failed, in place of the guest. The guest does not see the request.
    pub fn fail(&mut self, result: HResult, message: &str) -> Result<(), RelayError> {
        self.answer_by(&mut |answer| answer.fail(result, message))
    }

    /// Drops the frame. A dropped request gets no answer.
    pub fn discard(&mut self) {
        self.lane().drop_held();
    }

    fn answer_by(&mut self, write: &mut dyn FnMut(&mut Answer<'_, '_>) -> Result<(), Error>) -> Result<(), RelayError> {
        let header = self.header();
        let identifier = header.identifier();
        if self.direction != Direction::ToGuest || identifier.message_type() != MessageType::REQUEST {
            return Err(RelayError::NotARequest);
        }
        let Relay { to_guest: lane, answers, .. } = &mut *self.relay;
        let activity_id = activity_id(lane.copy());
        let id = header.sequence_id();
        let mut answer = Answer { outbox: answers, owed: None, session: 0, identifier, id, activity_id };
        write(&mut answer).map_err(RelayError::Message)?;
        lane.drop_held();
        self.relay.choose_source();
        Ok(())
    }
}

const _: () = assert!(!core::mem::needs_drop::<RelayEvent<'static, 'static>>(), "an event has no drop glue");
