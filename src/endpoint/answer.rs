//! What every answer goes through, whatever its method.

use core::fmt::{self, Write};

use super::outbox::{Outbox, Place};
use super::owed::{Owed, Refusal};
use crate::error::{Error, ErrorKind};
use crate::hresult::HResult;
use crate::json::{Encode, EncodeObject, Writer};
use crate::message::{Empty, ErrorRecord, MessageResponseBase, UNKNOWN_LINE};
use crate::wire::{MessageIdentifier, SequenceId};

/// The longest error message that an endpoint composes by itself, in bytes; a longer one is cut at a character.
const MESSAGE: usize = 160;

/// The longest activity id that a token keeps, in bytes.
pub(super) const MAX_ACTIVITY_ID: usize = 64;

/// Which request is answered, and by which guest and in which of its sessions it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ticket {
    pub(super) identifier: MessageIdentifier,
    pub(super) id: SequenceId,
    pub(super) guest: Place,
    pub(super) session: u32,
    pub(super) activity_id: heapless::String<MAX_ACTIVITY_ID>,
}

impl Ticket {
    /// The answer that it stands for, in the outbox of its guest.
    pub(super) fn answer<'r, 'b>(&'r self, outbox: &'r mut Outbox<'b>) -> Answer<'r, 'b> {
        let Self { identifier, id, session, ref activity_id, .. } = *self;
        Answer { outbox, owed: None, session, identifier, id, activity_id }
    }
}

/// The chance to answer a request.
#[derive(Debug)]
pub(super) struct Answer<'r, 'b> {
    pub(super) outbox: &'r mut Outbox<'b>,
    /// Keeps a refusal that has no room in the outbox. `None` where there is always room.
    pub(super) owed: Option<&'r mut Owed>,
    pub(super) session: u32,
    pub(super) identifier: MessageIdentifier,
    pub(super) id: SequenceId,
    pub(super) activity_id: &'r str,
}

impl Answer<'_, '_> {
    pub(super) fn ticket(&self) -> Ticket {
        Ticket {
            identifier: self.identifier,
            id: self.id,
            guest: self.outbox.place(),
            session: self.session,
            activity_id: heapless::String::try_from(self.activity_id).unwrap_or_default(),
        }
    }

    /// Answers that it succeeded. An error means that nothing was sent, because the answer does not fit behind what waits.
    ///
    /// A response that does not fit although nothing waits is sent without the activity id; where that is not enough, or
    /// where the response cannot be written at all, it is answered as a failure: the host must not wait for ever.
    pub(super) fn ok(&mut self, body: &dyn EncodeObject) -> Result<(), Error> {
        match self.try_ok(body) {
            Err(error) if self.outbox.is_empty() || error.kind() != ErrorKind::BufferFull => {
                let mut text = heapless::String::<MESSAGE>::new();
                compose(&mut text, format_args!("the response cannot be sent: {error}"));
                self.fail(HResult::FAIL, &text)
            }
            written => written,
        }
    }

    /// As [`ok`](Self::ok), but a response that cannot be sent is an error.
    pub(super) fn try_ok(&mut self, body: &dyn EncodeObject) -> Result<(), Error> {
        loop {
            let base = MessageResponseBase { activity_id: self.activity_id, ..MessageResponseBase::default() };
            match self.push(&base, body) {
                Err(error)
                    if error.kind() == ErrorKind::BufferFull
                        && (self.outbox.is_empty() && !self.activity_id.is_empty() || self.is_activity_id_long()) =>
                {
                    self.activity_id = "";
                }
                written => return written,
            }
        }
    }

    /// Answers that it failed. An error means that nothing was sent, because the answer does not fit behind what waits.
    pub(super) fn fail(&mut self, result: HResult, message: &str) -> Result<(), Error> {
        match self.push_failure(result, message) {
            Err(_) if self.outbox.is_empty() => self.fail_shortened(result, message),
            Err(error) if error.kind() == ErrorKind::BufferFull && self.is_activity_id_long() => {
                self.activity_id = "";
                self.push_failure(result, message)
            }
            written => written,
        }
    }

    /// Whether the activity id is longer than any that hosts send. It must not take up the room that was kept for the answer,
    /// and a token does not keep it either.
    const fn is_activity_id_long(&self) -> bool {
        self.activity_id.len() > MAX_ACTIVITY_ID
    }

    /// Answers that it failed, for a reason that the endpoint found by itself; returns the result.
    pub(super) fn refuse(&mut self, result: HResult, message: fmt::Arguments<'_>) -> HResult {
        let mut text = heapless::String::<MESSAGE>::new();
        compose(&mut text, message);
        if self.fail_shortened(result, &text).is_err()
            && let Some(owed) = &mut self.owed
        {
            owed.push(Refusal { identifier: self.identifier, id: self.id, result });
        }
        result
    }

    /// Answers that it failed, with as much of the message and of the activity id as there is room for.
    fn fail_shortened(&mut self, result: HResult, whole: &str) -> Result<(), Error> {
        let mut message = whole;
        loop {
            match self.push_failure(result, message) {
                Err(error) if error.kind() != ErrorKind::BufferFull => return Err(error),
                Err(_) if !message.is_empty() => message = cut(message, message.len() / 2),
                Err(_) if !self.activity_id.is_empty() => (self.activity_id, message) = ("", whole),
                written => return written,
            }
        }
    }

    fn push_failure(&mut self, result: HResult, message: &str) -> Result<(), Error> {
        let records = [ErrorRecord {
            result,
            message,
            stack_trace: "",
            module_name: "gcs",
            file_name: "",
            line: UNKNOWN_LINE,
            function_name: "",
        }];
        let base = MessageResponseBase {
            result,
            activity_id: self.activity_id,
            error_message: message,
            error_records: (&records).into(),
        };
        self.push(&base, &Empty {})
    }

    fn push(&mut self, base: &MessageResponseBase<'_>, body: &dyn EncodeObject) -> Result<(), Error> {
        self.outbox.push(self.identifier.response_identifier(), self.id, &Flat { base, body })
    }
}

/// A response whose body is borrowed. One type for all responses, so that they share their code.
struct Flat<'r> {
    base: &'r MessageResponseBase<'r>,
    body: &'r dyn EncodeObject,
}

impl EncodeObject for Flat<'_> {
    fn encode_fields(&self, writer: &mut Writer<'_>) {
        self.base.encode_fields(writer);
        self.body.encode_fields(writer);
    }
}

impl Encode for Flat<'_> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(self);
    }
}

/// Writes a message into a text, as much of it as there is room for.
fn compose(text: &mut heapless::String<MESSAGE>, message: fmt::Arguments<'_>) {
    // An error says that the message was cut.
    let _ = Cut(text).write_fmt(message);
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

/// Returns at most `length` bytes of a text, cut at a character.
fn cut(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    loop {
        match text.get(..end) {
            Some(text) => return text,
            None => end = end.saturating_sub(1),
        }
    }
}
