//! What every message has: the base fields, and how a body's own fields stand behind them.

use crate::error::Error;
use crate::hresult::HResult;
use crate::json::{Decode, DecodeObject, Docs, Encode, EncodeObject, Failed, Keys, Map, Reader, Seq, Shape, Writer};
use crate::json_object;

/// The container id of the utility VM itself: the zero GUID.
pub const NULL_CONTAINER_ID: &str = "00000000-0000-0000-0000-000000000000";

/// The [`ErrorRecord::line`] that says "no line". (As a signed number, -1 breaks the host.)
pub const NO_LINE: u32 = u32::MAX;

/// The base fields of every request (host -> guest), and of a notification (guest -> host).
///
/// Reference: `prot.MessageBase`.
#[json_object]
pub struct MessageBase<'a> {
    /// The compute system that the message concerns: [`NULL_CONTAINER_ID`] for the VM itself, `""` in the very first
    /// request.
    #[json("ContainerId")]
    pub container_id: &'a str,
    /// Correlates log entries of host and guest. Text to the guest, which echoes it in the response.
    #[json("ActivityId")]
    pub activity_id: &'a str,
    /// Trace context of current hosts: W3C's `traceparent` and the like.
    #[json("otsc", omitempty)]
    pub trace_context: Map<'a, &'a str>,
    /// Trace context of older hosts.
    #[json("ocsc", omitempty, tolerant)]
    pub span_context: Option<SpanContext<'a>>,
}

/// Host -> guest: the OpenCensus span in which a request was made.
///
/// Reference: `prot.ocspancontext`.
#[json_object]
#[doc(alias = "ocspancontext")]
pub struct SpanContext<'a> {
    /// The trace: 32 hexadecimal digits.
    #[json("TraceID", omitempty)]
    pub trace_id: &'a str,
    /// The span: 16 hexadecimal digits.
    #[json("SpanID", omitempty)]
    pub span_id: &'a str,
    /// Bit 0: the span is sampled.
    #[json("TraceOptions", omitempty)]
    pub trace_options: u32,
    /// W3C's `tracestate`, encoded.
    #[json("Tracestate", omitempty)]
    pub tracestate: &'a str,
}

/// Guest -> host: the base fields of every response.
///
/// Reference: `prot.MessageResponseBase`.
#[json_object]
pub struct MessageResponseBase<'a> {
    /// The outcome.
    #[json("Result")]
    pub result: HResult,
    /// The request's activity id. Left out when empty: `""` breaks the host.
    #[json("ActivityId", omitempty)]
    pub activity_id: &'a str,
    /// What went wrong, in words.
    #[json("ErrorMessage", omitempty)]
    pub error_message: &'a str,
    /// What went wrong, and where in the guest's code.
    #[json("ErrorRecords", omitempty)]
    pub error_records: Seq<'a, ErrorRecord<'a>>,
}

/// Guest -> host: one error, and where it came from.
///
/// Reference: `prot.ErrorRecord`.
#[json_object]
pub struct ErrorRecord<'a> {
    /// The error.
    #[json("Result")]
    pub result: HResult,
    /// The error in words.
    #[json("Message")]
    pub message: &'a str,
    /// The guest's call stack, lines separated by `\n`.
    #[json("StackTrace", omitempty)]
    pub stack_trace: &'a str,
    /// The program or module, such as `gcs`.
    #[json("ModuleName")]
    pub module_name: &'a str,
    /// The source file, `""` if unknown.
    #[json("FileName")]
    pub file_name: &'a str,
    /// The line in that file, [`NO_LINE`] if unknown.
    #[json("Line")]
    pub line: u32,
    /// The function, if known.
    #[json("FunctionName", omitempty)]
    pub function_name: &'a str,
}

/// The body of a message that has the base fields alone.
#[json_object]
pub struct Empty {}

/// Host -> guest: a request with its base fields. The largest is that of [`ContainerCreate`](super::ContainerCreate): 2,200
/// bytes on a 64-bit target.
pub type Request<'a, T> = Joined<MessageBase<'a>, T>;

/// Guest -> host: a response with its base fields.
pub type Response<'a, T> = Joined<MessageResponseBase<'a>, T>;

/// Two objects whose fields stand in one flat object: base fields first, then the body's own. Read in one pass, of at most
/// [`MAX_FIELDS`](crate::json::MAX_FIELDS) fields together.
///
/// Reference: Go's embedded structs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joined<B, T> {
    /// The base fields.
    pub base: B,
    /// The fields of the message's own.
    pub body: T,
}

impl<'a, B: DecodeObject<'a>, T: DecodeObject<'a>> DecodeObject<'a> for Joined<B, T> {
    fn keys(&self) -> Keys {
        self.body.keys().behind(&self.base.keys())
    }

    fn field(&mut self, index: usize, reader: &mut Reader<'a>) -> Result<(), Failed> {
        match index.checked_sub(self.base.keys().len()) {
            None => self.base.field(index, reader),
            Some(index) => self.body.field(index, reader),
        }
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.base.finish()?;
        self.body.finish()
    }
}

impl<'a, B, T> Decode<'a> for Joined<B, T>
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

impl<B: EncodeObject, T: EncodeObject> EncodeObject for Joined<B, T> {
    fn encode_fields(&self, writer: &mut Writer<'_>) {
        self.base.encode_fields(writer);
        self.body.encode_fields(writer);
    }
}

impl<B: EncodeObject, T: EncodeObject> Encode for Joined<B, T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(self);
    }
}
