//! Typed calls: each method of the table, with its request and its reply.
//!
//! The functions that match on the method are not inlined. Inlined into one function, they took 2.6 KB more of code.

use super::reply::{AnyReply, AnyToken, NoRoom, Reply};
use crate::error::Error;
use crate::hresult::HResult;
use crate::json;
use crate::message::{Empty, MessageBase, Request};
use crate::rpc::{GuestKind, Linux, Method, Rpc, table};

macro_rules! calls {
    ($(
        $(#[$meta:meta])*
        $method:ident = $identifier:ident : $request:ty => $response:ty;
    )*) => {
        /// A request, completely decoded and validated, with the reply of its method.
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum Call<'g, 'b, K: GuestKind = Linux> {
            $(
                $(#[$meta])*
                $method(Request<'g, <K::$method as Rpc>::Request<'g>>, Reply<'g, 'b, K::$method>),
            )*
        }

        impl<'g, 'b, K: GuestKind> Call<'g, 'b, K> {
            /// Creates a call with an empty request. Returns the reply for a negotiation, which is not a call.
            #[inline(never)]
            pub(super) fn new(method: Method, reply: AnyReply<'g, 'b>) -> Result<Self, AnyReply<'g, 'b>> {
                match method {
                    $(Method::$method => Ok(Self::$method(Request::default(), reply.cast())),)*
                    _ => Err(reply),
                }
            }

            /// Decodes the payload in place.
            #[inline(never)]
            pub(super) fn read(&mut self, payload: &'g mut [u8]) -> Result<(), Error> {
                match self {
                    $(Self::$method(request, _) => json::decode_into(request, payload),)*
                }
            }

            /// Returns the method.
            #[must_use]
            pub const fn method(&self) -> Method {
                match self {
                    $(Self::$method(..) => Method::$method,)*
                }
            }

            /// Returns the base fields of the request.
            #[must_use]
            pub const fn base(&self) -> &MessageBase<'g> {
                match self {
                    $(Self::$method(request, _) => &request.base,)*
                }
            }

            /// Drops the request and returns its reply.
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
    /// Answers that the request failed. See [`Reply::fail`].
    pub fn fail(self, result: HResult, message: &str) -> Result<(), NoRoom> {
        self.into_reply().fail(result, message)
    }

    /// Returns a token, with which you answer the request later.
    pub fn later(self) -> AnyToken {
        self.into_reply().later()
    }

    /// Makes the reply echo the activity id of the request.
    #[inline(never)]
    pub(super) fn echo(&mut self) {
        let activity_id = self.base().activity_id;
        *self.activity_id() = activity_id;
    }
}

/// Returns the activity id of a request of any method. It is empty if the payload does not decode up to it.
pub(super) fn activity_id(payload: &mut [u8]) -> &str {
    let mut unknown = Request::<Empty>::default();
    let _ = json::decode_into(&mut unknown, payload);
    unknown.base.activity_id
}
