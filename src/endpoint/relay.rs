//! The relay: between a host and a guest.

use core::fmt;

use super::answer::Answer;
use super::call::activity_id;
use super::lane::{Found, Lane};
use super::outbox::{MIN_SEND_BUFFER, Outbox};
use crate::error::Error;
use crate::hresult::HResult;
use crate::json::{self, Decode, Encode, EncodeObject};
use crate::rpc::{AnyRequest, AnyResponse, GuestKind, Method};
use crate::wire::{FrameError, MAX_MESSAGE_SIZE_TO_HOST, MessageHeader, MessageIdentifier, MessageType};

/// Where messages go.
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
    /// Through here everything passes to the guest. At least 16 bytes; 4 KiB is plenty for frames of any length.
    pub to_guest: &'b mut [u8],
    /// The same to the host.
    pub to_host: &'b mut [u8],
    /// Where chosen requests are held: twice as long as the longest.
    pub hold_to_guest: &'b mut [u8],
    /// Where chosen responses and notifications are held: twice as long as the longest.
    pub hold_to_host: &'b mut [u8],
    /// Where the relay's own answers wait: at least [`MIN_SEND_BUFFER`](super::MIN_SEND_BUFFER) bytes, if any frame is chosen.
    pub answers: &'b mut [u8],
}

/// What a relay has to tell.
#[derive(Debug)]
#[non_exhaustive]
pub enum RelayEvent<'r, 'b> {
    /// A chosen frame, which waits for a decision: see [`Held`]. One for which none is taken is shown again.
    Held(Held<'r, 'b>),
    /// A chosen frame that is longer than half of its hold, and does not go on. A request is answered as a failure, if there is
    /// room for that answer; instead of a response the host gets a failure as well.
    Refused(Direction, MessageHeader),
}

/// Why a decision about a held frame could not be carried out. The frame is still held.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RelayError {
    /// The message cannot be written. [`ErrorKind::BufferFull`](crate::ErrorKind::BufferFull): not into the hold behind the held frame, or not behind the
    /// answers that wait.
    Message(Error),
    /// Only a request of the host can be answered.
    NotARequest,
}

impl fmt::Display for RelayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message(error) => write!(f, "the message cannot be written: {error}"),
            Self::NotARequest => f.write_str("only a request of the host can be answered"),
        }
    }
}

impl core::error::Error for RelayError {}

/// Stands between a host and a guest, as hcsshim's sidecar does.
///
/// Frames of any length pass through two small buffers. Those whose identifier is chosen are held whole, in buffers of the
/// caller's; they are shown, and passed on as they came, changed, or answered in the guest's stead. What follows a held frame
/// in its direction waits. The relay's own answers go out between two frames.
///
/// It is driven like an endpoint, in two directions: bytes that came are put into [`window`](Self::window) or handed to
/// [`receive`](Self::receive); then it is [polled](Self::poll) until it returns `None`, and what is
/// [outgoing](Self::outgoing) is sent. When something was sent it is to be polled again.
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
/// assert_eq!(relay.receive(Direction::ToGuest, dump)?, dump.len()); // what came from the host
/// while let Some(event) = relay.poll()? {
///     match event {
///         RelayEvent::Held(mut held) => held.fail(HResult::NOT_IMPLEMENTED, "stacks are private here")?,
///         other => println!("{other:?}"),
///     }
/// }
/// assert!(relay.outgoing(Direction::ToGuest).is_empty());
/// assert!(relay.outgoing(Direction::ToHost).len() > 16); // the answer, for the host
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Relay<'b> {
    to_guest: Lane<'b>,
    to_host: Lane<'b>,
    answers: Outbox<'b>,
    /// Whether the relay's own answers go to the host now, and not the frames of the guest. This changes only when all that was
    /// outgoing has been sent, so that [`sent`](Relay::sent) always counts what [`outgoing`](Relay::outgoing) has shown.
    is_answering: bool,
    is_chosen: fn(MessageIdentifier) -> bool,
    /// The direction of the held frame that was shown last.
    shown: Direction,
}

impl<'b> Relay<'b> {
    /// A relay before its first bytes. `is_chosen` says of a frame, by its identifier, whether it is held.
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

    /// Where to put the next bytes that go in this direction. Never empty. [`FrameError::NotPolled`] while there is no room:
    /// what is outgoing must be sent first, or a held frame waits for a decision.
    pub fn window(&mut self, direction: Direction) -> Result<&mut [u8], FrameError> {
        self.lane_mut(direction).window()
    }

    /// Takes over the first `count` bytes of the window. The relay is to be polled after this.
    pub fn commit(&mut self, direction: Direction, count: usize) -> Result<(), FrameError> {
        self.lane_mut(direction).commit(count)
    }

    /// Takes bytes that came elsewhere, as many as there is room for, and returns how many.
    pub fn receive(&mut self, direction: Direction, bytes: &[u8]) -> Result<usize, FrameError> {
        let window = match self.window(direction) {
            Err(FrameError::NotPolled) => return Ok(0),
            window => window?,
        };
        let count = window.iter_mut().zip(bytes).map(|(place, byte)| *place = *byte).count();
        self.commit(direction, count)?;
        Ok(count)
    }

    /// What is to be sent in this direction.
    #[must_use]
    pub fn outgoing(&self, direction: Direction) -> &[u8] {
        if direction == Direction::ToHost && self.is_answering {
            return self.answers.outgoing();
        }
        self.lane(direction).outgoing()
    }

    /// Says that the first `count` bytes of what is outgoing have been sent. The relay is to be polled after this.
    pub fn sent(&mut self, direction: Direction, count: usize) {
        if direction == Direction::ToHost && self.is_answering {
            self.answers.sent(count);
        } else {
            self.lane_mut(direction).sent(count);
        }
        self.choose_source();
    }

    /// Lets the relay's own answers go to the host if no frame of the guest is on its way, and the guest's frames again when
    /// all answers have been sent.
    fn choose_source(&mut self) {
        self.is_answering = !self.answers.is_empty() && (self.is_answering || self.to_host.is_between());
    }

    /// What there is to decide or to know, or `None` when bytes must be received or sent first. An error has lost one of the
    /// two streams.
    ///
    /// A frame that is held in one direction does not hold up the other one. Where frames are held in both, they are shown in
    /// turn.
    pub fn poll(&mut self) -> Result<Option<RelayEvent<'_, 'b>>, FrameError> {
        // What is shown first is what was not shown last.
        let order = match self.shown {
            Direction::ToGuest => [Direction::ToHost, Direction::ToGuest],
            Direction::ToHost => [Direction::ToGuest, Direction::ToHost],
        };
        let mut held = None;
        for direction in order {
            // Answers that wait are not held up for ever by one frame after the other.
            let may_begin = direction == Direction::ToGuest || self.answers.is_empty();
            // One that is refused must be answered.
            let may_choose = self.answers.has_room(MIN_SEND_BUFFER);
            let is_chosen = self.is_chosen;
            match self.lane_mut(direction).advance(may_begin, may_choose, is_chosen)? {
                Found::Nothing => {}
                // The other direction goes on meanwhile.
                Found::Whole => held = held.or(Some(direction)),
                Found::TooLarge(header) => {
                    self.refuse(direction, header);
                    return Ok(Some(RelayEvent::Refused(direction, header)));
                }
            }
        }
        let Some(direction) = held else { return Ok(None) };
        self.shown = direction;
        Ok(Some(RelayEvent::Held(Held { relay: self, direction })))
    }

    /// Tells the host that its request has failed, or will not be answered otherwise.
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

    /// Says that the stream in this direction has ended: `Ok` between messages, an error inside one. [`FrameError::NotPolled`]
    /// while whole messages wait: for a decision, for the relay to be polled, or for what is outgoing to be sent first.
    pub fn end(&self, direction: Direction) -> Result<(), FrameError> {
        self.lane(direction).end()
    }

    /// Forgets both connections, to begin new ones.
    pub fn reset(&mut self) {
        self.to_guest.reset();
        self.to_host.reset();
        self.answers.clear();
        self.is_answering = false;
    }
}

/// A chosen frame, whole. It waits, and what follows it as well, until one of [`pass`](Self::pass),
/// [`replace`](Self::replace), [`answer`](Self::answer), [`fail`](Self::fail) and [`discard`](Self::discard) is called.
#[derive(Debug)]
pub struct Held<'r, 'b> {
    relay: &'r mut Relay<'b>,
    direction: Direction,
}

impl<'b> Held<'_, 'b> {
    const fn lane(&mut self) -> &mut Lane<'b> {
        self.relay.lane_mut(self.direction)
    }

    /// Where it goes.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// Its header.
    #[must_use]
    pub fn header(&self) -> MessageHeader {
        self.relay.lane(self.direction).frame().map(|(header, _)| header).unwrap_or_default()
    }

    /// Its payload, as it came.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        self.relay.lane(self.direction).frame().map(|(_, payload)| payload).unwrap_or_default()
    }

    /// Decodes a copy of its payload; the frame itself stays as it came.
    pub fn decode<'a, T: Decode<'a>>(&'a mut self) -> Result<T, Error> {
        json::decode(self.lane().copy())
    }

    /// Decodes a copy of a request, as its method has it; `None` for what is no request of a known method.
    pub fn request<K: GuestKind>(&mut self) -> Option<Result<AnyRequest<'_, K>, Error>> {
        let method = Method::from_request(self.header().identifier())?;
        Some(AnyRequest::decode_for(method, self.lane().copy()))
    }

    /// Decodes a copy of a response, as its method has it; `None` for what is no response of a known method.
    pub fn response<K: GuestKind>(&mut self) -> Option<Result<AnyResponse<'_, K>, Error>> {
        let method = Method::from_response(self.header().identifier())?;
        Some(AnyResponse::decode_for(method, self.lane().copy()))
    }

    /// Passes it on in its original bytes.
    pub fn pass(&mut self) {
        self.lane().pass();
    }

    /// Passes it on with another payload; identifier and sequence id stay.
    pub fn replace(&mut self, payload: &(impl Encode + ?Sized)) -> Result<(), RelayError> {
        let header = self.header();
        let limit = match self.direction {
            Direction::ToGuest => usize::MAX,
            Direction::ToHost => MAX_MESSAGE_SIZE_TO_HOST,
        };
        let replaced = self.lane().replace(header.identifier(), header.sequence_id(), payload, limit);
        replaced.map_err(RelayError::Message)
    }

    /// Answers a request in the guest's stead, with the response's own fields. The guest does not see the request.
    pub fn answer(&mut self, body: &dyn EncodeObject) -> Result<(), RelayError> {
        self.answer_by(&mut |answer| answer.ok(body))
    }

    /// Answers a request in the guest's stead: it failed. The guest does not see the request.
    pub fn fail(&mut self, result: HResult, message: &str) -> Result<(), RelayError> {
        self.answer_by(&mut |answer| answer.fail(result, message))
    }

    /// Drops it. To a request that is dropped nobody answers.
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
