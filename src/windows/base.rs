//! The base fields of messages whose `ActivityId` is a GUID.

use crate::json::{Map, Seq};
use crate::message::base::debug_as;
use crate::message::{ErrorRecord, SpanContext, WithBase};
use crate::{Guid, HResult, json_object};

/// Host -> guest: a request with its base fields, as the sidecar decodes it.
pub type Request<'a, T> = WithBase<RequestBase<'a>, T>;

/// Guest -> host: a response with its base fields, as the sidecar encodes it.
pub type Response<'a, T> = WithBase<ResponseBase<'a>, T>;

debug_as! {
    "Request": RequestBase<'_>;
    "Response": ResponseBase<'_>;
}

/// The base fields of every request (host -> guest) and of a notification (guest -> host). Hosts encode these fields,
/// and hosts and the sidecar decode them.
///
/// The activity id must be a GUID. This is the difference to [`MessageBase`](crate::message::MessageBase).
///
/// Reference: `prot.RequestBase`.
#[json_object]
pub struct RequestBase<'a> {
    /// The id of the compute system that the message concerns. It is
    /// [`NULL_CONTAINER_ID`](crate::message::NULL_CONTAINER_ID) for the VM itself, and `""` in the first request of a
    /// connection.
    #[json("ContainerId")]
    pub container_id: &'a str,
    /// Correlates the log entries of host and guest. Hosts send zeros.
    #[json("ActivityId")]
    pub activity_id: Guid,
    /// The trace context of current hosts, for example a `traceparent` as defined by the W3C.
    #[json("otsc", omitempty)]
    pub trace_context: Map<'a, &'a str>,
    /// The trace context of older hosts.
    #[json("ocsc", omitempty)]
    pub span_context: Option<SpanContext<'a>>,
}

/// Guest -> host: the base fields of every response, as the sidecar encodes them.
///
/// It differs from [`MessageResponseBase`](crate::message::MessageResponseBase) in the order of its keys. The activity
/// id must be a GUID and is always written.
///
/// Reference: `prot.ResponseBase`.
#[json_object]
pub struct ResponseBase<'a> {
    /// The outcome.
    #[json("Result")]
    pub result: HResult,
    /// The error message.
    #[json("ErrorMessage", omitempty)]
    pub error_message: &'a str,
    /// The activity id of the request.
    #[json("ActivityId")]
    pub activity_id: Guid,
    /// The errors, with their locations in the code of the guest.
    #[json("ErrorRecords", omitempty)]
    pub error_records: Seq<'a, ErrorRecord<'a>>,
}
