//! The base fields that every message has, and the type that joins them with the fields of a body.

use crate::error::Error;
use crate::hresult::HResult;
use crate::json::{
    Decode, DecodeObject, Docs, Encode, EncodeObject, Failed, FieldProgress, Keys, Map, Reader, Seq, Shape, Writer,
};
use crate::json_object;

/// The container id of the utility VM itself: the zero GUID.
pub const NULL_CONTAINER_ID: &str = "00000000-0000-0000-0000-000000000000";

/// The value of [`ErrorRecord::line`] that means "no line". The field is unsigned: a host fails on -1.
pub const UNKNOWN_LINE: u32 = u32::MAX;

/// The base fields of every request (host -> guest) and of every notification (guest -> host).
///
/// Reference: `prot.MessageBase`.
#[json_object(in_order)]
pub struct MessageBase<'a> {
    /// The id of the compute system that the message concerns.
    ///
    /// It is [`NULL_CONTAINER_ID`] for the VM itself, and `""` in the first request of a connection.
    #[json("ContainerId")]
    pub container_id: &'a str,
    /// The activity id, which correlates the log entries of host and guest.
    ///
    /// Hosts send a GUID. Guests treat it as text and echo it in the response.
    #[json("ActivityId")]
    pub activity_id: &'a str,
    /// Trace context from current hosts, for example W3C's `traceparent`.
    #[json("otsc", omitempty)]
    pub trace_context: Map<'a, &'a str>,
    /// Trace context from older hosts.
    #[json("ocsc", omitempty, tolerant)]
    pub span_context: Option<SpanContext<'a>>,
}

/// Host -> guest: the OpenCensus span in which the request was made.
///
/// Reference: `prot.ocspancontext`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "ocspancontext")]
pub struct SpanContext<'a> {
    /// The trace id, as 32 hexadecimal digits.
    #[json("TraceID", omitempty)]
    pub trace_id: &'a str,
    /// The span id, as 16 hexadecimal digits.
    #[json("SpanID", omitempty)]
    pub span_id: &'a str,
    /// Trace flags. Bit 0 means that the span is sampled.
    #[json("TraceOptions", omitempty)]
    pub trace_options: u32,
    /// W3C's `tracestate`, encoded.
    #[json("Tracestate", omitempty)]
    pub tracestate: &'a str,
}

/// Guest -> host: the base fields of every response.
///
/// Reference: `prot.MessageResponseBase`.
#[json_object(in_order)]
pub struct MessageResponseBase<'a> {
    /// The outcome of the request.
    #[json("Result")]
    pub result: HResult,
    /// The activity id of the request. It is omitted when empty: hosts fail on `""`.
    #[json("ActivityId", omitempty)]
    pub activity_id: &'a str,
    /// A description of the error.
    #[json("ErrorMessage", omitempty)]
    pub error_message: &'a str,
    /// The errors, and where in the guest's code they occurred.
    #[json("ErrorRecords", omitempty)]
    pub error_records: Seq<'a, ErrorRecord<'a>>,
}

/// Guest -> host: one error, and where in the guest's code it occurred.
///
/// Reference: `prot.ErrorRecord`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct ErrorRecord<'a> {
    /// The HRESULT of the error.
    #[json("Result")]
    pub result: HResult,
    /// A description of the error.
    #[json("Message")]
    pub message: &'a str,
    /// The call stack of the guest, with lines separated by `\n`.
    #[json("StackTrace", omitempty)]
    pub stack_trace: &'a str,
    /// The program or module in which the error occurred, for example `gcs`.
    #[json("ModuleName")]
    pub module_name: &'a str,
    /// The source file, or `""` if it is unknown.
    #[json("FileName")]
    pub file_name: &'a str,
    /// The line in the source file, or [`UNKNOWN_LINE`] if it is unknown.
    #[json("Line")]
    pub line: u32,
    /// The function, or `""` if it is unknown.
    #[json("FunctionName", omitempty)]
    pub function_name: &'a str,
}

/// The body of a message that has only the base fields.
#[json_object(in_order)]
#[derive(Copy, Eq, Hash)]
pub struct Empty {}

/// Host -> guest: a request, which consists of the base fields and a body.
///
/// The largest request is that of [`ContainerCreate`](super::ContainerCreate): 2,200 bytes on a 64-bit target.
pub type Request<'a, T> = WithBase<MessageBase<'a>, T>;

/// Guest -> host: a response, which consists of the base fields and a body.
pub type Response<'a, T> = WithBase<MessageResponseBase<'a>, T>;

/// Two structs whose fields form one flat JSON object: the base fields first, then the fields of the body.
///
/// Both structs are decoded in one pass. Together they have at most [`MAX_FIELDS`](crate::json::MAX_FIELDS) fields.
///
/// [`Request`] and [`Response`] implement `Debug` under these names.
///
/// Reference: Go's embedded structs.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct WithBase<B, T> {
    /// The base fields.
    pub base: B,
    /// The fields that are specific to this message.
    pub body: T,
}

/// Implements `Debug` for a message under the name of its alias, which is the name that it has in code.
macro_rules! debug_as {
    ($($name:literal: $base:ty;)*) => {$(
        impl<T: ::core::fmt::Debug> ::core::fmt::Debug for $crate::message::WithBase<$base, T> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct($name).field("base", &self.base).field("body", &self.body).finish()
            }
        }
    )*};
}

debug_as! {
    "Request": MessageBase<'_>;
    "Response": MessageResponseBase<'_>;
}
pub(crate) use debug_as;

impl<'a, B, T> DecodeObject<'a> for WithBase<B, T>
where
    B: DecodeObject<'a> + Decode<'a>,
    T: DecodeObject<'a> + Decode<'a>,
{
    fn keys(&self) -> &'static Keys {
        const { Self::SHAPE.keys() }
    }

    fn is_in_order(&self) -> bool {
        self.base.is_in_order()
    }

    fn fields_in_order(&mut self, reader: &mut Reader<'a>, progress: &mut FieldProgress) -> Result<(), Failed> {
        self.base.fields_in_order(reader, progress)?;
        progress.continue_after(const { B::SHAPE.keys().len() });
        self.body.fields_in_order(reader, progress)
    }

    fn field(&mut self, index: usize, reader: &mut Reader<'a>) -> Result<(), Failed> {
        match index.checked_sub(const { B::SHAPE.keys().len() }) {
            None => self.base.field(index, reader),
            Some(index) => self.body.field(index, reader),
        }
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.base.finish()?;
        self.body.finish()
    }
}

impl<'a, B, T> Decode<'a> for WithBase<B, T>
where
    B: DecodeObject<'a> + Decode<'a>,
    T: DecodeObject<'a> + Decode<'a>,
{
    const DOCS: &'static Docs = &Docs::joined(B::DOCS, T::DOCS);
    const SHAPE: &'static Shape = &Shape::joined(B::SHAPE, T::SHAPE);

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.object(self)
    }
}

impl<B: EncodeObject, T: EncodeObject> EncodeObject for WithBase<B, T> {
    fn encode_fields(&self, writer: &mut Writer<'_>) {
        self.base.encode_fields(writer);
        self.body.encode_fields(writer);
    }
}

impl<B: EncodeObject, T: EncodeObject> Encode for WithBase<B, T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(self);
    }
}
