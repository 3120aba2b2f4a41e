//! Answers: now by a [`Reply`], or later by a [`Token`].

use core::fmt;
use core::marker::PhantomData;

use super::answer::{Answer, MAX_ACTIVITY_ID, Ticket};
use super::outbox::Outbox;
use crate::error::Error;
use crate::hresult::HResult;
use crate::json::EncodeObject;
use crate::rpc::{Method, Rpc};
use crate::wire::{MessageIdentifier, SequenceId};

/// In the place of a method's type: any method, known here or not.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnyMethod;

/// A [`Reply`] whose method its type does not name.
pub type AnyReply<'r, 'b> = Reply<'r, 'b, AnyMethod>;

/// A [`Token`] whose method its type does not name: so tokens of different methods fit one queue.
pub type AnyToken = Token<AnyMethod>;

/// What is kept of a request to answer it later: identifier, sequence id, activity id, and by which guest and in which of
/// its sessions it came. `R` is the request's method.
///
/// Owned and not `Clone`: a request is answered once. One that is dropped leaves the host waiting. A token stays good when its
/// guest goes on over another connection ([`resume`](super::Endpoint::resume)), and answers no more when it begins a new
/// session ([`reset`](super::Endpoint::reset)). A guest that was made anew in the buffers of an old one cannot be told from it:
/// reset a guest instead.
#[must_use = "a host waits for the answer"]
pub struct Token<R = AnyMethod> {
    ticket: Ticket,
    method: PhantomData<fn() -> R>,
}

impl<R> Token<R> {
    /// The longest activity id that a token keeps, in bytes. Hosts send GUIDs, of 36.
    pub const MAX_ACTIVITY_ID: usize = MAX_ACTIVITY_ID;

    const fn new(ticket: Ticket) -> Self {
        Self { ticket, method: PhantomData }
    }

    /// The request's identifier.
    #[must_use]
    pub const fn identifier(&self) -> MessageIdentifier {
        self.ticket.identifier
    }

    /// The request's sequence id.
    #[must_use]
    pub const fn sequence_id(&self) -> SequenceId {
        self.ticket.id
    }

    /// The request's method; `None` for one that is not in the [table](crate::rpc).
    #[must_use]
    pub const fn method(&self) -> Option<Method> {
        Method::from_request(self.ticket.identifier)
    }

    /// Answers, if `outbox` is that of the guest, and `session` still the one in which the request came.
    pub(super) fn respond(
        self,
        session: u32,
        outbox: &mut Outbox<'_>,
        answer: &mut dyn FnMut(&mut Answer<'_, '_>) -> Result<(), Error>,
    ) -> Result<(), RespondError<R>> {
        if self.ticket.guest != outbox.place() {
            return Err(RespondError::OtherGuest(self));
        }
        if self.ticket.session != session {
            return Err(RespondError::SessionGone);
        }
        answer(&mut self.ticket.answer(outbox)).map_err(|error| RespondError::Full(self, error))
    }
}

impl<R: Rpc> Token<R> {
    /// Forgets the method in the type. The token can still fail, say its [`method`](Self::method), and
    /// [become](AnyToken::downcast) what it was.
    pub fn erase(self) -> AnyToken {
        Token::new(self.ticket)
    }
}

impl AnyToken {
    /// The token of a method, or this one again if it is one of another method.
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
        f.debug_tuple("Token").field(&self.ticket).finish()
    }
}

impl<R> PartialEq for Token<R> {
    fn eq(&self, other: &Self) -> bool {
        self.ticket == other.ticket
    }
}

impl<R> Eq for Token<R> {}

/// An answer that was not sent: it does not fit behind what waits to be sent. The token comes back, to try again when that
/// has gone out.
#[derive(Debug, PartialEq, Eq)]
pub struct NoRoom<R = AnyMethod> {
    /// Answers the request later, by [`Guest::respond`](super::Guest::respond) and its kin.
    pub token: Token<R>,
    /// Why the answer was not written.
    pub error: Error,
}

impl<R: Rpc> NoRoom<R> {
    /// Forgets the method in the type.
    #[must_use]
    pub fn erase(self) -> NoRoom {
        NoRoom { token: self.token.erase(), error: self.error }
    }
}

impl<R> fmt::Display for NoRoom<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "response {} not sent: {}", self.token.ticket.id, self.error)
    }
}

impl<R: fmt::Debug> core::error::Error for NoRoom<R> {}

/// Why a response was not sent.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RespondError<R = AnyMethod> {
    /// The session in which the request came is gone. Nobody waits for the answer any more.
    SessionGone,
    /// The response cannot be written now: it does not fit behind what waits to be sent. The token comes back, to try again
    /// when that has gone out.
    Full(Token<R>, Error),
    /// The request came by another guest. The token comes back, to answer there.
    OtherGuest(Token<R>),
}

impl<R> fmt::Display for RespondError<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SessionGone => f.write_str("the session of the request is gone"),
            Self::Full(token, error) => write!(f, "response {} not sent: {error}", token.ticket.id),
            Self::OtherGuest(token) => write!(f, "request {} came by another guest", token.ticket.id),
        }
    }
}

impl<R: fmt::Debug> core::error::Error for RespondError<R> {}

/// The chance to answer a request: now with `ok` or [`fail`](Self::fail), or [`later`](Self::later). `R` is the request's
/// method, and says which response `ok` takes.
#[must_use = "a host waits for the answer"]
pub struct Reply<'r, 'b, R = AnyMethod> {
    answer: Answer<'r, 'b>,
    method: PhantomData<fn() -> R>,
}

impl<R> fmt::Debug for Reply<'_, '_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reply").field(&self.answer).finish()
    }
}

impl<'r, 'b, R> Reply<'r, 'b, R> {
    pub(super) const fn new(answer: Answer<'r, 'b>) -> Self {
        Self { answer, method: PhantomData }
    }

    /// The request's identifier.
    #[must_use]
    pub const fn identifier(&self) -> MessageIdentifier {
        self.answer.identifier
    }

    /// The request's sequence id.
    #[must_use]
    pub const fn sequence_id(&self) -> SequenceId {
        self.answer.id
    }

    /// The request's method; `None` for one that is not in the [table](crate::rpc).
    #[must_use]
    pub const fn method(&self) -> Option<Method> {
        Method::from_request(self.answer.identifier)
    }

    /// Keeps what is needed to answer later. An activity id of more than [`Token::MAX_ACTIVITY_ID`] bytes is not kept.
    pub fn later(self) -> Token<R> {
        Token::new(self.answer.ticket())
    }

    /// Answers that it failed: `Result`, `ErrorMessage`, and one error record.
    ///
    /// Where nothing else waits to be sent, a message too long for the send buffer, or for a host, is cut at a character, and
    /// an activity id that does not fit is left out. Behind what waits the answer is written whole or not at all, but for an
    /// activity id of more than [`Token::MAX_ACTIVITY_ID`] bytes, which is left out if it does not fit.
    pub fn fail(mut self, result: HResult, message: &str) -> Result<(), NoRoom<R>> {
        let failed = self.answer.fail(result, message);
        self.outcome(failed)
    }

    /// The same reply, said to be of another method.
    pub(super) fn cast<S>(self) -> Reply<'r, 'b, S> {
        Reply::new(self.answer)
    }

    pub(super) const fn activity_id(&mut self) -> &mut &'r str {
        &mut self.answer.activity_id
    }

    /// Answers that it failed, for a reason that the endpoint found by itself; returns the result.
    pub(super) fn refuse(&mut self, result: HResult, message: fmt::Arguments<'_>) -> HResult {
        self.answer.refuse(result, message)
    }

    fn outcome(self, outcome: Result<(), Error>) -> Result<(), NoRoom<R>> {
        outcome.map_err(|error| NoRoom { token: self.later(), error })
    }
}

impl<'r, 'b, R: Rpc> Reply<'r, 'b, R> {
    /// Answers that it succeeded, with the response's own fields.
    ///
    /// A response that does not fit although nothing else waits to be sent, or that is longer than hosts accept, is sent
    /// without the activity id; where that is not enough, it is answered as a failure instead: the host must not wait for
    /// ever. Behind what waits the answer is written whole or not at all, but for an activity id of more than
    /// [`Token::MAX_ACTIVITY_ID`] bytes, which is left out if it does not fit.
    pub fn ok(mut self, body: &R::Response<'_>) -> Result<(), NoRoom<R>> {
        let written = self.answer.ok(body);
        self.outcome(written)
    }

    /// Forgets the method in the type.
    pub fn erase(self) -> AnyReply<'r, 'b> {
        self.cast()
    }
}

impl<'r> AnyReply<'r, '_> {
    /// The activity id that the answer repeats: that of the request, which the caller has decoded.
    pub const fn with_activity_id(mut self, activity_id: &'r str) -> Self {
        self.answer.activity_id = activity_id;
        self
    }

    /// As [`ok`](Reply::ok) of a typed reply, with any fields: whether they are those of the request's method is not checked.
    pub fn ok_with(mut self, body: &dyn EncodeObject) -> Result<(), NoRoom> {
        let written = self.answer.ok(body);
        self.outcome(written)
    }
}
