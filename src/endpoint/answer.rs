//! Writes answers, whatever their method.

use core::fmt::{self, Write};

use super::outbox::{Outbox, OutboxId};
use super::owed::{Owed, Refusal};
use crate::certain::Plus;
use crate::error::{Error, ErrorKind};
use crate::hresult::HResult;
use crate::json::{Encode, EncodeObject, Writer};
use crate::message::{Empty, ErrorRecord, MessageResponseBase, UNKNOWN_LINE};
use crate::wire::{MessageIdentifier, SequenceId};

/// The maximum length of an error message that an endpoint writes by itself, in bytes. A longer one is cut at a
/// character.
const MAX_MESSAGE: usize = 160;

/// The maximum length of an activity id that a token keeps, in bytes.
pub(super) const MAX_ACTIVITY_ID: usize = 64;

/// Identifies a request, and the guest and session in which it came.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Ticket {
    pub(super) identifier: MessageIdentifier,
    pub(super) id: SequenceId,
    pub(super) guest: OutboxId,
    pub(super) session: u32,
    pub(super) activity_id: heapless::String<MAX_ACTIVITY_ID>,
}

impl Ticket {
    /// Returns the answer to the request, in the outbox of its guest.
    pub(super) fn answer<'r, 'b>(&'r self, outbox: &'r mut Outbox<'b>) -> Answer<'r, 'b> {
        let Self { identifier, id, session, ref activity_id, .. } = *self;
        Answer { outbox, owed: None, session, identifier, id, activity_id }
    }
}

/// Writes the answer to one request.
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
            guest: self.outbox.id(),
            session: self.session,
            activity_id: heapless::String::try_from(self.activity_id).unwrap_or_default(),
        }
    }

    /// Answers that the request succeeded. Returns an error, and writes nothing, if the answer does not fit behind the
    /// messages that wait to be sent.
    ///
    /// A response that does not fit an empty outbox is written without the activity id. If it still does not fit, or
    /// cannot be written at all, the request is answered with a failure, so that the host does not wait forever.
    pub(super) fn ok(&mut self, body: &dyn EncodeObject) -> Result<(), Error> {
        match self.try_ok(body) {
            Err(error) if self.outbox.is_empty() || error.kind() != ErrorKind::BufferFull => {
                let mut text = heapless::String::<MAX_MESSAGE>::new();
                compose(&mut text, format_args!("the response cannot be sent: {error}"));
                self.fail(HResult::FAIL, &text)
            }
            written => written,
        }
    }

    /// Answers that the request succeeded. Unlike [`ok`](Self::ok), it returns an error for any response that cannot be
    /// sent.
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

    /// Answers that the request failed. Returns an error, and writes nothing, if the answer does not fit behind the
    /// messages that wait to be sent.
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

    /// Returns whether the activity id is longer than any that hosts send. Such an id is left out if the answer does
    /// not fit with it, because the room was reserved for a usual answer. A token does not keep it either.
    const fn is_activity_id_long(&self) -> bool {
        self.activity_id.len() > MAX_ACTIVITY_ID
    }

    /// Answers that the request failed, for a reason that the endpoint found by itself. Returns `result`.
    ///
    /// A refusal that does not fit is kept in [`owed`](Self::owed).
    pub(super) fn refuse(&mut self, result: HResult, message: fmt::Arguments<'_>) -> HResult {
        let mut text = heapless::String::<MAX_MESSAGE>::new();
        compose(&mut text, message);
        if self.fail_shortened(result, &text).is_err()
            && let Some(owed) = &mut self.owed
        {
            owed.push(Refusal { identifier: self.identifier, id: self.id, result });
        }
        result
    }

    /// Answers that the request failed. Shortens the message, and then leaves out the activity id, until the answer
    /// fits.
    fn fail_shortened(&mut self, result: HResult, whole: &str) -> Result<(), Error> {
        let mut message = whole;
        loop {
            match self.push_failure(result, message) {
                Err(error) if error.kind() != ErrorKind::BufferFull => return Err(error),
                Err(_) if !message.is_empty() => message = truncated(message, message.len() / 2),
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
        self.outbox.push(self.identifier.response_identifier(), self.id, &FlatResponse { base, body })
    }
}

/// A response with a borrowed body. All responses have this type, so they share the code that writes them.
struct FlatResponse<'r> {
    base: &'r MessageResponseBase<'r>,
    body: &'r dyn EncodeObject,
}

impl EncodeObject for FlatResponse<'_> {
    fn encode_fields(&self, writer: &mut Writer<'_>) {
        self.base.encode_fields(writer);
        self.body.encode_fields(writer);
    }
}

impl Encode for FlatResponse<'_> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(self);
    }
}

/// Writes as much of the message into `text` as there is room for.
fn compose(text: &mut heapless::String<MAX_MESSAGE>, message: fmt::Arguments<'_>) {
    // An error means that the message was cut.
    let _ = TruncatingWriter(text).write_fmt(message);
}

/// Takes as much text as there is room for, and then fails.
struct TruncatingWriter<'s, const N: usize>(&'s mut heapless::String<N>);

impl<const N: usize> Write for TruncatingWriter<'_, N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = N.minus(self.0.len());
        let fitting = truncated(text, room);
        self.0.push_str(fitting).map_err(|_| fmt::Error)?;
        if fitting.len() == text.len() { Ok(()) } else { Err(fmt::Error) }
    }
}

/// Returns at most the first `length` bytes of `text`, cut at a character boundary.
fn truncated(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    loop {
        match text.get(..end) {
            Some(text) => return text,
            None => end = end.minus(1),
        }
    }
}
