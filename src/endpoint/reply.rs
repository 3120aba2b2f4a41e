//! Answers: now, or later by a token.

use core::fmt::{self, Write};

use super::outbox::{Outbox, Place};
use crate::error::{Error, ErrorKind};
use crate::hresult::HResult;
use crate::json::{Encode, EncodeObject};
use crate::message::{Empty, ErrorRecord, MessageResponseBase, NO_LINE, Response};
use crate::wire::{MessageIdentifier, SequenceId};

/// The longest error message that an endpoint composes by itself, in bytes; a longer one is cut at a character.
const MESSAGE: usize = 160;

/// What is kept of a request to answer it later: identifier, sequence id, activity id, and by which guest and on which of
/// its connections it came.
///
/// Owned and not `Clone`: a request is answered once. One that is dropped leaves the host waiting. A guest that was made anew
/// in the buffers of an old one cannot be told from it: [`reset`](super::Endpoint::reset) a guest instead.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a host waits for the answer"]
pub struct Token {
    identifier: MessageIdentifier,
    id: SequenceId,
    guest: Place,
    connection: u32,
    activity_id: heapless::String<{ Token::MAX_ACTIVITY_ID }>,
}

impl Token {
    /// The longest activity id that a token keeps, in bytes. Hosts send GUIDs, of 36.
    pub const MAX_ACTIVITY_ID: usize = 64;

    /// The request's identifier.
    #[must_use]
    pub const fn identifier(&self) -> MessageIdentifier {
        self.identifier
    }

    /// The request's sequence id.
    #[must_use]
    pub const fn sequence_id(&self) -> SequenceId {
        self.id
    }

    /// Answers, if `outbox` is that of the guest, and `connection` still the one on which the request came.
    pub(super) fn respond(
        self,
        connection: u32,
        outbox: &mut Outbox<'_>,
        answer: &mut dyn FnMut(Reply<'_, '_>) -> Result<(), Error>,
    ) -> Result<(), RespondError> {
        if self.guest != outbox.place() {
            return Err(RespondError::OtherGuest(self));
        }
        if self.connection != connection {
            return Err(RespondError::ConnectionGone);
        }
        let reply =
            Reply { outbox, connection, identifier: self.identifier, id: self.id, activity_id: &self.activity_id };
        answer(reply).map_err(|error| RespondError::Full(self, error))
    }
}

/// Why a response was not sent.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RespondError {
    /// The connection on which the request came is gone. Nobody waits for the answer any more.
    ConnectionGone,
    /// The response cannot be written now: it does not fit behind what waits to be sent. The token comes back, to try again
    /// when that has gone out.
    Full(Token, Error),
    /// The request came by another guest. The token comes back, to answer there.
    OtherGuest(Token),
}

impl fmt::Display for RespondError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ConnectionGone => f.write_str("the connection of the request is gone"),
            Self::Full(token, error) => write!(f, "response {} not sent: {error}", token.id),
            Self::OtherGuest(token) => write!(f, "request {} came by another guest", token.id),
        }
    }
}

impl core::error::Error for RespondError {}

/// The chance to answer a request: now with [`ok`](Self::ok) or [`fail`](Self::fail), or [`later`](Self::later).
#[derive(Debug)]
#[must_use = "a host waits for the answer"]
pub struct Reply<'r, 'b> {
    pub(super) outbox: &'r mut Outbox<'b>,
    pub(super) connection: u32,
    pub(super) identifier: MessageIdentifier,
    pub(super) id: SequenceId,
    pub(super) activity_id: &'r str,
}

impl Reply<'_, '_> {
    /// The request's identifier.
    #[must_use]
    pub const fn identifier(&self) -> MessageIdentifier {
        self.identifier
    }

    /// The request's sequence id.
    #[must_use]
    pub const fn sequence_id(&self) -> SequenceId {
        self.id
    }

    /// Keeps what is needed to answer later. An activity id of more than [`Token::MAX_ACTIVITY_ID`] bytes is not kept.
    pub fn later(self) -> Token {
        let activity_id = heapless::String::try_from(self.activity_id).unwrap_or_default();
        let guest = self.outbox.place();
        Token { identifier: self.identifier, id: self.id, guest, connection: self.connection, activity_id }
    }

    /// Answers that it succeeded, with the response's own fields: those of the method's
    /// [`Response`](crate::rpc::Rpc::Response), which is not checked here.
    ///
    /// A response that does not fit although nothing else waits to be sent, or that is longer than hosts accept, is sent
    /// without the activity id; where that is not enough, it is answered as a failure instead: the host must not wait for ever. An error means that nothing was sent because other
    /// messages still wait to be; use [`later`](Self::later) and [`Guest::respond`](super::Guest::respond) where that may be.
    pub fn ok<T: EncodeObject>(mut self, body: &T) -> Result<(), Error> {
        loop {
            let base = MessageResponseBase { activity_id: self.activity_id, ..MessageResponseBase::default() };
            match self.outbox.push(self.identifier.response(), self.id, &Flat { base: &base, body }) {
                Err(_) if self.outbox.is_empty() && !self.activity_id.is_empty() => self.activity_id = "",
                Err(error) if self.outbox.is_empty() => {
                    return self.fail_with(HResult::FAIL, format_args!("the response cannot be sent: {error}"));
                }
                written => return written,
            }
        }
    }

    /// Answers that it failed, for a reason that the endpoint found by itself; returns the result.
    pub(super) fn refuse(self, result: HResult, message: fmt::Arguments<'_>) -> HResult {
        // There is room for this, or nobody can be told anything.
        let _ = self.fail_with(result, message);
        result
    }

    /// As [`fail`](Self::fail), with a message that is composed here.
    fn fail_with(self, result: HResult, message: fmt::Arguments<'_>) -> Result<(), Error> {
        let mut text = heapless::String::<MESSAGE>::new();
        // An error says that the message was cut.
        let _ = Cut(&mut text).write_fmt(message);
        self.fail(result, &text)
    }

    /// Answers that it failed: `Result`, `ErrorMessage`, and one error record. A message too long for the send buffer, or
    /// for a host, is cut at a character; an activity id that does not fit is left out.
    pub fn fail(mut self, result: HResult, whole: &str) -> Result<(), Error> {
        let mut message = whole;
        loop {
            let records = [ErrorRecord {
                result,
                message,
                stack_trace: "",
                module_name: "gcs",
                file_name: "",
                line: NO_LINE,
                function_name: "",
            }];
            let base = MessageResponseBase {
                result,
                activity_id: self.activity_id,
                error_message: message,
                error_records: (&records).into(),
            };
            let response = Response { base, body: Empty {} };
            match self.outbox.push(self.identifier.response(), self.id, &response) {
                Err(error) if error.kind() != ErrorKind::BufferFull => return Err(error),
                Err(_) if !message.is_empty() => message = cut(message, message.len() / 2),
                Err(_) if !self.activity_id.is_empty() => (self.activity_id, message) = ("", whole),
                written => return written,
            }
        }
    }
}

/// A response whose body is borrowed.
struct Flat<'r, T> {
    base: &'r MessageResponseBase<'r>,
    body: &'r T,
}

impl<T: EncodeObject> EncodeObject for Flat<'_, T> {
    fn encode_fields(&self, writer: &mut crate::json::Writer<'_>) {
        self.base.encode_fields(writer);
        self.body.encode_fields(writer);
    }
}

impl<T: EncodeObject> Encode for Flat<'_, T> {
    fn encode(&self, writer: &mut crate::json::Writer<'_>) {
        writer.object(self);
    }
}

/// Takes as much text as there is room for, then fails.
struct Cut<'s, const N: usize>(&'s mut heapless::String<N>);

impl<const N: usize> Write for Cut<'_, N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = N.saturating_sub(self.0.len());
        let fitting = cut(text, room);
        self.0.push_str(fitting).map_err(|_| fmt::Error)?;
        if fitting.len() == text.len() { Ok(()) } else { Err(fmt::Error) }
    }
}

/// At most `length` bytes of a text, cut at a character.
fn cut(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    loop {
        match text.get(..end) {
            Some(text) => return text,
            None => end = end.saturating_sub(1),
        }
    }
}
