//! Typed calls: each method of the table with its request and its reply.
//!
//! What matches on the method is not inlined: inlined into one function, these matches took 2.6 KB more of code.

use core::marker::PhantomData;

use super::event::{Event, Refused};
use super::reply::{AnyReply, AnyToken, NoRoom, Reply};
use crate::error::{Error, ErrorKind};
use crate::hresult::HResult;
use crate::json::{self, Decode, DecodeObject};
use crate::message::{Empty, MessageBase, Request};
use crate::rpc::{GuestKind, Linux, Method, Rpc, table};
use crate::wire::Frame;

macro_rules! calls {
    ($(
        $(#[$meta:meta])*
        $method:ident = $identifier:ident : $request:ty => $response:ty;
    )*) => {
        /// A request, decoded to its last list element, and the chance to answer it: each method with its own reply.
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum Call<'g, 'b, K: GuestKind = Linux> {
            $(
                $(#[$meta])*
                $method(Request<'g, <K::$method as Rpc>::Request<'g>>, Reply<'g, 'b, K::$method>),
            )*
        }

        impl<'g, 'b, K: GuestKind> Call<'g, 'b, K> {
            /// A call of which nothing has been read. Gives the reply back for negotiation, which is no call.
            #[inline(never)]
            fn new(method: Method, reply: AnyReply<'g, 'b>) -> Result<Self, AnyReply<'g, 'b>> {
                match method {
                    $(Method::$method => Ok(Self::$method(Request::default(), reply.cast())),)*
                    _ => Err(reply),
                }
            }

            /// Reads the payload in place.
            #[inline(never)]
            fn read(&mut self, payload: &'g mut [u8]) -> Result<(), Error> {
                match self {
                    $(Self::$method(request, _) => json::decode_into(request, payload),)*
                }
            }

            /// The method.
            #[must_use]
            pub const fn method(&self) -> Method {
                match self {
                    $(Self::$method(..) => Method::$method,)*
                }
            }

            /// The base fields.
            #[must_use]
            pub const fn base(&self) -> &MessageBase<'g> {
                match self {
                    $(Self::$method(request, _) => &request.base,)*
                }
            }

            /// Gives up the request, and keeps the chance to answer it.
            #[inline(never)]
            pub fn into_reply(self) -> AnyReply<'g, 'b> {
                match self {
                    $(Self::$method(_, reply) => reply.cast(),)*
                }
            }

            fn activity_id(&mut self) -> &mut &'g str {
                match self {
                    $(Self::$method(_, reply) => reply.activity_id(),)*
                }
            }
        }
    };
}

table! { calls calls }

impl<K: GuestKind> Call<'_, '_, K> {
    /// Answers that it failed; see [`Reply::fail`].
    pub fn fail(self, result: HResult, message: &str) -> Result<(), NoRoom> {
        self.into_reply().fail(result, message)
    }

    /// Keeps what is needed to answer later.
    pub fn later(self) -> AnyToken {
        self.into_reply().later()
    }

    /// Echoes the request's activity id in the answer.
    #[inline(never)]
    fn echo(&mut self) {
        let activity_id = self.base().activity_id;
        *self.activity_id() = activity_id;
    }
}

/// A request that came whole, in the session that is negotiated, and of which nothing more has been looked at: with the
/// chance to answer it. See [`Guest::poll_frame`](super::Guest::poll_frame).
#[derive(Debug)]
#[must_use = "a host waits for the answer"]
pub struct FrameCall<'g, 'b, K: GuestKind = Linux> {
    /// The request.
    pub frame: Frame<'g>,
    /// The chance to answer it.
    pub reply: AnyReply<'g, 'b>,
    kind: PhantomData<fn() -> K>,
}

impl<'g, 'b, K: GuestKind> FrameCall<'g, 'b, K> {
    pub(super) const fn new(frame: Frame<'g>, reply: AnyReply<'g, 'b>) -> Self {
        Self { frame, reply, kind: PhantomData }
    }

    /// Decodes the request's own fields as `T`, and lets the reply repeat its activity id.
    ///
    /// A request that does not decode is answered as a failure, and returned as [`Refused`].
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

    /// Decodes the request as its method has it: what [`Guest::poll`](super::Guest::poll) does. An unknown method, and a
    /// request that does not decode, are answered.
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
                let message = format_args!("{identifier}: not implemented, or not now");
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

/// Answers a request that does not decode.
#[inline(never)]
fn refuse<K: GuestKind>(mut call: Call<'_, '_, K>, error: Error) -> HResult {
    match &mut call {
        Call::ModifySettings(request, reply) if error.kind() == ErrorKind::UnknownResourceType => {
            reply.refuse(HResult::FAIL, format_args!("{error} {}", K::resource_type(&request.body)))
        }
        _ => call.into_reply().refuse(HResult::INVALID_JSON, format_args!("{error}")),
    }
}

/// The activity id of a request of which nothing else is known.
pub(super) fn activity_id(payload: &mut [u8]) -> &str {
    let mut unknown = Request::<Empty>::default();
    let _ = json::decode_into(&mut unknown, payload);
    unknown.base.activity_id
}
