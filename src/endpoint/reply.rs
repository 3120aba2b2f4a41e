//! Answers to requests: at once with a [`Reply`], or later with a [`Token`].

use core::fmt;
use core::marker::PhantomData;

use super::answer::{Answer, MAX_ACTIVITY_ID, Ticket};
use super::outbox::Outbox;
use crate::error::Error;
use crate::hresult::HResult;
use crate::json::EncodeObject;
use crate::rpc::{Method, Rpc};
use crate::wire::{MessageIdentifier, SequenceId};

/// A placeholder for the type of a method. It stands for any method, including unknown ones.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnyMethod;

/// A [`Reply`] to a request of any method.
pub type AnyReply<'r, 'b> = Reply<'r, 'b, AnyMethod>;

/// A [`Token`] of any method. You can keep tokens of different methods in one queue.
pub type AnyToken = Token<AnyMethod>;

/// Answers a request later. `R` is the method of the request.
///
/// A token owns its data: the identifier, the sequence id and the activity id of the request, and the guest and session
/// in which the request came. It is not `Clone`, because a request is answered once. If you drop it, the host keeps
/// waiting.
///
/// A token remains valid when its guest [resumes](super::Endpoint::resume) the session over another connection, and
/// becomes invalid when the guest is [reset](super::Endpoint::reset). Do not create a new guest in the buffers of an
/// old one: tokens cannot tell the two apart. Reset the old guest instead.
#[must_use = "a host waits for the answer"]
pub struct Token<R = AnyMethod> {
    ticket: Ticket,
    method: PhantomData<fn() -> R>,
}

impl<R> Token<R> {
    /// The maximum length of an activity id that a token keeps, in bytes. Hosts send GUIDs, which have 36 bytes.
    pub const MAX_ACTIVITY_ID: usize = MAX_ACTIVITY_ID;

    const fn new(ticket: Ticket) -> Self {
        Self { ticket, method: PhantomData }
    }

    /// Returns the identifier of the request.
    #[must_use]
    pub const fn identifier(&self) -> MessageIdentifier {
        self.ticket.identifier
    }

    /// Returns the sequence id of the request.
    #[must_use]
    pub const fn sequence_id(&self) -> SequenceId {
        self.ticket.id
    }

    /// Returns the method of the request, or `None` if it is not in the [table](crate::rpc).
    #[must_use]
    pub const fn method(&self) -> Option<Method> {
        Method::from_request(self.ticket.identifier)
    }

    /// Answers the request, if `outbox` belongs to its guest and `session` is the session in which it came.
    pub(super) fn respond(
        self,
        session: u32,
        outbox: &mut Outbox<'_>,
        answer: &mut dyn FnMut(&mut Answer<'_, '_>) -> Result<(), Error>,
    ) -> Result<(), RespondError<R>> {
        if self.ticket.guest != outbox.id() {
            return Err(RespondError::OtherGuest(self));
        }
        if self.ticket.session != session {
            return Err(RespondError::SessionGone);
        }
        answer(&mut self.ticket.answer(outbox)).map_err(|error| RespondError::Full(self, error))
    }
}

impl<R: Rpc> Token<R> {
    /// Converts the token into one of any method. It can still fail the request and return the
    /// [`method`](Self::method). [`downcast`](AnyToken::downcast) converts it back.
    pub fn erase(self) -> AnyToken {
        Token::new(self.ticket)
    }
}

impl AnyToken {
    /// Converts the token into one of the method `R`. Returns the token unchanged if it belongs to another method.
    pub fn downcast<R: Rpc>(self) -> Result<Token<R>, Self> {
        if self.method() == Some(R::METHOD) { Ok(Token::new(self.ticket)) } else { Err(self) }
    }
}

impl<R: Rpc> From<Token<R>> for AnyToken {
    fn from(token: Token<R>) -> Self {
        token.erase()
    }
}

impl<R> fmt::Debug for Token<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ticket { identifier, id, .. } = &self.ticket;
        f.debug_struct("Token").field("identifier", identifier).field("id", id).finish_non_exhaustive()
    }
}

impl<R> PartialEq for Token<R> {
    fn eq(&self, other: &Self) -> bool {
        self.ticket == other.ticket
    }
}

impl<R> Eq for Token<R> {}

/// An error for an answer that does not fit behind the messages that wait to be sent. Send what is outgoing, and answer
/// again with the token.
#[derive(Debug, PartialEq, Eq)]
pub struct NoRoom<R = AnyMethod> {
    /// The token of the request, for [`Guest::respond`](super::Guest::respond) or
    /// [`Guest::respond_failure`](super::Guest::respond_failure).
    pub token: Token<R>,
    /// The reason why the answer was not written.
    pub error: Error,
}

impl<R: Rpc> NoRoom<R> {
    /// Converts the error into one with a token of any method.
    #[must_use]
    pub fn erase(self) -> NoRoom {
        NoRoom { token: self.token.erase(), error: self.error }
    }
}

impl<R> fmt::Display for NoRoom<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response to request {} is not sent: {}", self.token.ticket.id, self.error)
    }
}

impl<R: fmt::Debug> core::error::Error for NoRoom<R> {}

/// The reason why a token did not answer its request.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RespondError<R = AnyMethod> {
    /// The session of the request has ended. Nobody waits for the answer anymore.
    SessionGone,
    /// The send buffer has no room for the response until pending bytes are sent. Try again with the token.
    Full(Token<R>, Error),
    /// The request belongs to another guest. Use the token there.
    OtherGuest(Token<R>),
}

impl<R> fmt::Display for RespondError<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SessionGone => f.write_str("the session of the request has ended"),
            Self::Full(token, error) => write!(f, "the response to request {} is not sent: {error}", token.ticket.id),
            Self::OtherGuest(token) => write!(f, "request {} belongs to another guest", token.ticket.id),
        }
    }
}

impl<R: fmt::Debug> core::error::Error for RespondError<R> {}

/// Answers a request: at once with `ok` or [`fail`](Self::fail), or [`later`](Self::later) with a token.
///
/// `R` is the method of the request. It determines the type of the response that `ok` takes. If you drop a reply, the
/// host keeps waiting.
#[must_use = "a host waits for the answer"]
pub struct Reply<'r, 'b, R = AnyMethod> {
    answer: Answer<'r, 'b>,
    method: PhantomData<fn() -> R>,
}

impl<R> fmt::Debug for Reply<'_, '_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Answer { identifier, id, .. } = &self.answer;
        f.debug_struct("Reply").field("identifier", identifier).field("id", id).finish_non_exhaustive()
    }
}

impl<'r, 'b, R> Reply<'r, 'b, R> {
    pub(super) const fn new(answer: Answer<'r, 'b>) -> Self {
        Self { answer, method: PhantomData }
    }

    /// Returns the identifier of the request.
    #[must_use]
    pub const fn identifier(&self) -> MessageIdentifier {
        self.answer.identifier
    }

    /// Returns the sequence id of the request.
    #[must_use]
    pub const fn sequence_id(&self) -> SequenceId {
        self.answer.id
    }

    /// Returns the method of the request, or `None` if it is not in the [table](crate::rpc).
    #[must_use]
    pub const fn method(&self) -> Option<Method> {
        Method::from_request(self.answer.identifier)
    }

    /// Returns a token, with which you answer the request later.
    ///
    /// The token does not keep an activity id of more than [`Token::MAX_ACTIVITY_ID`] bytes.
    pub fn later(self) -> Token<R> {
        Token::new(self.answer.ticket())
    }

    /// Answers that the request failed. The answer has a `Result`, an `ErrorMessage` and one error record.
    ///
    /// If other messages wait to be sent, the answer is written completely or not at all; [`NoRoom`] gives the token
    /// back. If no other message waits, a message that is too long for the send buffer or for hosts is cut at a
    /// character, and an activity id that does not fit is left out. An activity id of more than
    /// [`Token::MAX_ACTIVITY_ID`] bytes is always left out if it does not fit.
    pub fn fail(mut self, result: HResult, message: &str) -> Result<(), NoRoom<R>> {
        let failed = self.answer.fail(result, message);
        self.outcome(failed)
    }

    /// Converts the reply into one of another method.
    pub(super) fn cast<S>(self) -> Reply<'r, 'b, S> {
        Reply::new(self.answer)
    }

    pub(super) const fn activity_id(&mut self) -> &mut &'r str {
        &mut self.answer.activity_id
    }

    /// Answers that the request failed, for a reason that the endpoint found by itself. Returns `result`.
    pub(super) fn refuse(&mut self, result: HResult, message: fmt::Arguments<'_>) -> HResult {
        self.answer.refuse(result, message)
    }

    fn outcome(self, outcome: Result<(), Error>) -> Result<(), NoRoom<R>> {
        outcome.map_err(|error| NoRoom { token: self.later(), error })
    }
}

impl<'r, 'b, R: Rpc> Reply<'r, 'b, R> {
    /// Answers that the request succeeded. `body` has the fields of the response that follow the base fields.
    ///
    /// If other messages wait to be sent, the answer is written completely or not at all; [`NoRoom`] gives the token
    /// back. If no other message waits, a response that is too long for the send buffer or for hosts is sent without
    /// the activity id. If it is still too long, the request is answered with a failure, so that the host does not wait
    /// forever. An activity id of more than [`Token::MAX_ACTIVITY_ID`] bytes is always left out if it does not fit.
    pub fn ok(mut self, body: &R::Response<'_>) -> Result<(), NoRoom<R>> {
        let written = self.answer.ok(body);
        self.outcome(written)
    }

    /// Converts the reply into one of any method.
    pub fn erase(self) -> AnyReply<'r, 'b> {
        self.cast()
    }
}

impl<'r> AnyReply<'r, '_> {
    /// Sets the activity id of the answer. Use the one of the request.
    pub const fn with_activity_id(mut self, activity_id: &'r str) -> Self {
        self.answer.activity_id = activity_id;
        self
    }

    /// Answers that the request succeeded, with any fields. Nothing checks that the fields belong to the request's
    /// method. Otherwise it works like [`ok`](Reply::ok) of a typed reply.
    pub fn ok_with(mut self, body: &dyn EncodeObject) -> Result<(), NoRoom> {
        let written = self.answer.ok(body);
        self.outcome(written)
    }
}
