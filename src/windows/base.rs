//! The base fields, where the `ActivityId` is a GUID.

use crate::json::{Map, Seq};
use crate::message::{ErrorRecord, SpanContext, WithBase};
use crate::{Guid, HResult, json_object};

/// Host -> guest: a request with its base fields, as the sidecar reads it.
pub type Request<'a, T> = WithBase<RequestBase<'a>, T>;

/// Guest -> host: a response with its base fields, as the sidecar writes it.
pub type Response<'a, T> = WithBase<ResponseBase<'a>, T>;

/// The base fields of every request (host -> guest), and of a notification (guest -> host), as hosts write them and hosts and
/// the sidecar read them.
///
/// It differs from [`MessageBase`](crate::message::MessageBase) in the activity id, which must be a GUID here.
///
/// Reference: `prot.RequestBase`.
#[json_object]
pub struct RequestBase<'a> {
    /// The compute system that the message concerns:
    /// [`NULL_CONTAINER_ID`](crate::message::NULL_CONTAINER_ID) for the VM itself, `""` in the very first request.
    #[json("ContainerId")]
    pub container_id: &'a str,
    /// Correlates log entries of host and guest. Hosts send zeros.
    #[json("ActivityId")]
    pub activity_id: Guid,
    /// Trace context of current hosts: W3C's `traceparent` and the like.
    #[json("otsc", omitempty)]
    pub trace_context: Map<'a, &'a str>,
    /// Trace context of older hosts.
    #[json("ocsc", omitempty)]
    pub span_context: Option<SpanContext<'a>>,
}

/// Guest -> host: the base fields of every response, as the sidecar writes them.
///
/// It differs from [`MessageResponseBase`](crate::message::MessageResponseBase) in the order of its keys, and in the activity
/// id, which must be a GUID here and is always written.
///
/// Reference: `prot.ResponseBase`.
#[json_object]
pub struct ResponseBase<'a> {
    /// The outcome.
    #[json("Result")]
    pub result: HResult,
    /// What went wrong, in words.
    #[json("ErrorMessage", omitempty)]
    pub error_message: &'a str,
    /// The request's activity id.
    #[json("ActivityId")]
    pub activity_id: Guid,
    /// What went wrong, and where in the guest's code.
    #[json("ErrorRecords", omitempty)]
    pub error_records: Seq<'a, ErrorRecord<'a>>,
}
