//! What every message has: the base fields, and how a body's own fields stand behind them.

use crate::error::Error;
use crate::hresult::HResult;
use crate::json::{Decode, DecodeObject, Encode, EncodeObject, Failed, Keys, Map, Reader, Seq, Writer};

/// The container id of the utility VM itself: the zero GUID.
pub const NULL_CONTAINER_ID: &str = "00000000-0000-0000-0000-000000000000";

/// The [`ErrorRecord::line`] that says "no line". (As a signed number, -1 breaks the host.)
pub const NO_LINE: u32 = u32::MAX;

crate::json_object! {
    /// The base fields of every request (host -> guest), and of a notification (guest -> host).
    ///
    /// Reference: `prot.MessageBase`.
    pub struct MessageBase<'a> {
        /// The compute system that the message concerns: [`NULL_CONTAINER_ID`] for the VM itself, `""` in the very first
        /// request.
        pub container_id: &'a str = "ContainerId",
        /// Correlates log entries of host and guest. Text to the guest, which echoes it in the response.
        pub activity_id: &'a str = "ActivityId",
        /// Trace context of current hosts: W3C's `traceparent` and the like.
        #[doc(alias = "otsc")]
        pub trace_context: Map<'a, &'a str> = "otsc" omitempty,
        /// Trace context of older hosts.
        #[doc(alias = "ocsc")]
        pub span_context: Option<SpanContext<'a>> = "ocsc" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: the OpenCensus span in which a request was made.
    ///
    /// Reference: `prot.ocspancontext`.
    #[doc(alias = "ocspancontext")]
    pub struct SpanContext<'a> {
        /// The trace: 32 hexadecimal digits.
        pub trace_id: &'a str = "TraceID" omitempty,
        /// The span: 16 hexadecimal digits.
        pub span_id: &'a str = "SpanID" omitempty,
        /// Bit 0: the span is sampled.
        pub trace_options: u32 = "TraceOptions" omitempty,
        /// W3C's `tracestate`, encoded.
        pub tracestate: &'a str = "Tracestate" omitempty,
    }
}

crate::json_object! {
    /// Guest -> host: the base fields of every response.
    ///
    /// Reference: `prot.MessageResponseBase`.
    pub struct MessageResponseBase<'a> {
        /// The outcome.
        pub result: HResult = "Result",
        /// The request's activity id. Left out when empty: `""` breaks the host.
        pub activity_id: &'a str = "ActivityId" omitempty,
        /// What went wrong, in words.
        pub error_message: &'a str = "ErrorMessage" omitempty,
        /// What went wrong, and where in the guest's code.
        pub error_records: Seq<'a, ErrorRecord<'a>> = "ErrorRecords" omitempty,
    }
}

crate::json_object! {
    /// Guest -> host: one error, and where it came from.
    ///
    /// Reference: `prot.ErrorRecord`.
    pub struct ErrorRecord<'a> {
        /// The error.
        pub result: HResult = "Result",
        /// The error in words.
        pub message: &'a str = "Message",
        /// The guest's call stack, lines separated by `\n`.
        pub stack_trace: &'a str = "StackTrace" omitempty,
        /// The program or module, such as `gcs`.
        pub module_name: &'a str = "ModuleName",
        /// The source file, `""` if unknown.
        pub file_name: &'a str = "FileName",
        /// The line in that file, [`NO_LINE`] if unknown.
        pub line: u32 = "Line",
        /// The function, if known.
        pub function_name: &'a str = "FunctionName" omitempty,
    }
}

crate::json_object! {
    /// The body of a message that has the base fields alone.
    pub struct Empty {}
}

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
    const REQUIRED: bool = B::REQUIRED || T::REQUIRED;

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.object(self)
    }

    fn check(&self) -> Result<(), Error> {
        self.base.check()?;
        self.body.check()
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

crate::__log! { Joined [] [B, T] }
crate::__serialize! { @serialize [B: EncodeObject, T: EncodeObject] [Joined<B, T>] }
