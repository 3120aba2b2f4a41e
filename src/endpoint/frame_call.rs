//! Requests whose payload is not decoded yet.

use core::marker::PhantomData;

use super::call::{Call, activity_id};
use super::event::{Event, Refused};
use super::reply::AnyReply;
use crate::error::{Error, ErrorKind};
use crate::hresult::HResult;
use crate::json::{self, Decode, DecodeObject};
use crate::message::{ProtocolVersion, Request};
use crate::rpc::{GuestKind, Linux, Method};
use crate::wire::{Frame, MessageHeader};

/// What [`Guest::poll_frame`](super::Guest::poll_frame) returns. It is like [`Event`], but the payloads of requests are
/// not decoded.
#[derive(Debug)]
#[non_exhaustive]
pub enum FrameEvent<'g, 'b, K: GuestKind = Linux> {
    /// A request with its reply.
    Call(FrameCall<'g, 'b, K>),
    /// The protocol is negotiated. The guest has answered the host, and messages that waited for the negotiation go out
    /// now.
    Negotiated(ProtocolVersion),
    /// A request that the guest has refused. You need not answer it.
    Refused(Refused),
    /// A message that is not a request, or the negotiation of a lost connection. It gets no answer.
    Ignored(MessageHeader),
}

/// A request that came after the negotiation and whose payload is not decoded yet, with its reply.
#[derive(Debug)]
#[must_use = "a host waits for the answer"]
pub struct FrameCall<'g, 'b, K: GuestKind = Linux> {
    /// The request. Its size has been validated, but neither its method nor its payload.
    pub frame: Frame<'g>,
    /// The reply. It does not echo the activity id of the request unless you set it.
    pub reply: AnyReply<'g, 'b>,
    kind: PhantomData<fn() -> K>,
}

impl<'g, 'b, K: GuestKind> FrameCall<'g, 'b, K> {
    pub(super) const fn new(frame: Frame<'g>, reply: AnyReply<'g, 'b>) -> Self {
        Self { frame, reply, kind: PhantomData }
    }

    /// Decodes the fields of the request as `T`, and the base fields with them. The reply echoes the activity id.
    ///
    /// If the payload does not decode, this answers the request with a failure and returns [`Refused`].
    pub fn decode<T>(self) -> Result<(Request<'g, T>, AnyReply<'g, 'b>), Refused>
    where
        T: Decode<'g> + DecodeObject<'g>,
    {
        let Self { frame: Frame { header, payload }, mut reply, .. } = self;
        let mut request = Request::default();
        let read = json::decode_into(&mut request, payload);
        *reply.activity_id() = request.base.activity_id;
        match read {
            Ok(()) => Ok((request, reply)),
            Err(error) => {
                let result = reply.refuse(HResult::INVALID_JSON, format_args!("{error}"));
                Err(Refused { header, result, error: Some(error) })
            }
        }
    }

    /// Decodes the request with the type of its method, as [`Guest::poll`](super::Guest::poll) does.
    ///
    /// If the method is unknown or the payload does not decode, this answers the request with a failure and returns
    /// [`Event::Refused`].
    #[must_use]
    #[inline(never)]
    pub fn typed(self) -> Event<'g, 'b, K> {
        let Self { frame: Frame { header, payload }, reply, .. } = self;
        let identifier = header.identifier();
        let call = match Method::from_request(identifier) {
            Some(method) => Call::new(method, reply),
            None => Err(reply),
        };
        let mut call = match call {
            Ok(call) => call,
            Err(mut reply) => {
                *reply.activity_id() = activity_id(payload);
                let message = format_args!("{identifier}: not implemented");
                let result = reply.refuse(HResult::NOT_IMPLEMENTED, message);
                return Event::Refused(Refused { header, result, error: None });
            }
        };
        let read = call.read(payload).and_then(|()| match &call {
            Call::ModifySettings(request, _) => K::check_resource(&request.body),
            _ => Ok(()),
        });
        call.echo();
        match read {
            Ok(()) => Event::Call(call),
            Err(error) => {
                let result = refuse(call, error);
                Event::Refused(Refused { header, result, error: Some(error) })
            }
        }
    }
}

/// Refuses a request that does not decode.
#[inline(never)]
fn refuse<K: GuestKind>(mut call: Call<'_, '_, K>, error: Error) -> HResult {
    match &mut call {
        Call::ModifySettings(request, reply) if error.kind() == ErrorKind::UnknownResourceType => {
            reply.refuse(HResult::FAIL, format_args!("{error} {}", K::resource_type(&request.body)))
        }
        _ => call.into_reply().refuse(HResult::INVALID_JSON, format_args!("{error}")),
    }
}

const _: () = assert!(!core::mem::needs_drop::<FrameEvent<'static, 'static>>(), "an event has no drop glue");
