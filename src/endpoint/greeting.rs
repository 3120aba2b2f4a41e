//! The beginning of a connection: the negotiation, and requests that precede it.

use core::fmt;

use super::answer::Answer;
use super::call::activity_id;
use super::config::GuestConfig;
use super::event::Refused;
use super::outbox::{MIN_SEND_BUFFER, Outbox, Span};
use crate::error::Error;
use crate::hresult::HResult;
use crate::json;
use crate::message::{NegotiateProtocol, ProtocolVersion, Request, generic};
use crate::rpc::{GuestKind, Method};
use crate::wire::MessageHeader;

/// The size of the buffer for the answer to the negotiation, and for refusals before it. The guest owns this buffer, so
/// there is room for these answers even if the send buffer is full.
const GREETING: usize = MIN_SEND_BUFFER;

/// The answer to the negotiation, or to a request that precedes it. There is one answer at a time.
pub(super) struct Greeting {
    buffer: [u8; GREETING],
    span: Span,
}

impl fmt::Debug for Greeting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Greeting").field("span", &self.span).finish_non_exhaustive()
    }
}

impl Greeting {
    pub(super) const fn new() -> Self {
        Self { buffer: [0; GREETING], span: Span::EMPTY }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.span.is_empty()
    }

    pub(super) fn outgoing(&self) -> &[u8] {
        self.span.of(&self.buffer)
    }

    pub(super) fn sent(&mut self, count: usize) {
        self.span.sent(&self.buffer, count);
    }

    pub(super) const fn clear(&mut self) {
        self.span = Span::EMPTY;
    }

    /// Answers a request on a connection that is not negotiated. Returns the version if the request negotiates one.
    #[inline(never)]
    pub(super) fn answer<K: GuestKind>(
        &mut self,
        config: &GuestConfig<'_, K>,
        header: MessageHeader,
        payload: Option<&mut [u8]>,
    ) -> Result<ProtocolVersion, Refused> {
        let (identifier, id) = (header.identifier(), header.sequence_id());
        let mut outbox = Outbox::resumed(&mut self.buffer, self.span);
        let mut answer = Answer { outbox: &mut outbox, owed: None, session: 0, identifier, id, activity_id: "" };
        let outcome = match payload {
            None => {
                // This is a variable because Rust 1.89 drops temporaries in the arguments before the message is used.
                let size = header.size();
                let message = format_args!("a message of {size} bytes is too large");
                Err((answer.refuse(HResult::FAIL, message), None))
            }
            Some(payload) if identifier != Method::NegotiateProtocol.request() => {
                answer.activity_id = activity_id(payload);
                let message = format_args!("{identifier}: the protocol is not negotiated yet");
                Err((answer.refuse(HResult::NOT_IMPLEMENTED, message), None))
            }
            Some(payload) => negotiate(&mut answer, config, payload),
        };
        self.span = outbox.span();
        outcome.map_err(|(result, error)| Refused { header, result, error })
    }
}

fn negotiate<'g, K: GuestKind>(
    answer: &mut Answer<'g, '_>,
    config: &GuestConfig<'_, K>,
    payload: &'g mut [u8],
) -> Result<ProtocolVersion, (HResult, Option<Error>)> {
    let mut request = Request::<NegotiateProtocol>::default();
    let read = json::decode_into(&mut request, payload);
    answer.activity_id = request.base.activity_id;
    if let Err(error) = read {
        return Err((answer.refuse(HResult::INVALID_JSON, format_args!("{error}")), Some(error)));
    }
    let version = request.body.maximum_version.min(config.maximum_version);
    if version < request.body.minimum_version.max(config.minimum_version) {
        let message = format_args!("no common protocol version");
        return Err((answer.refuse(HResult::UNSUPPORTED_PROTOCOL_VERSION, message), None));
    }
    let capabilities = config.capabilities.clone();
    match answer.try_ok(&generic::NegotiateProtocolResponse { version, capabilities }) {
        Ok(()) => Ok(version),
        Err(error) => Err((answer.refuse(HResult::FAIL, format_args!("{error}")), Some(error))),
    }
}
