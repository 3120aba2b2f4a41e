//! THE TABLE: method = identifier : request => response.
//!
//! Everything that a request and its response have to do with each other comes from here: identifiers, types, names.
//!
//! | method | request | its fields | response | its fields |
//! |---|---|---|---|---|
//! | [`NegotiateProtocol`] | `0x10100b01` | [`NegotiateProtocol`](crate::message::NegotiateProtocol) | `0x20100b01` | [`NegotiateProtocolResponse`] |
//! | [`Create`] | `0x10100101` | [`ContainerCreate`] | `0x20100101` | [`ContainerCreateResponse`] |
//! | [`Start`] | `0x10100201` | base fields | `0x20100201` | base fields |
//! | [`ShutdownGraceful`] | `0x10100301` | base fields | `0x20100301` | base fields |
//! | [`ShutdownForced`] | `0x10100401` | base fields | `0x20100401` | base fields |
//! | [`ExecuteProcess`] | `0x10100501` | [`ContainerExecuteProcess`] | `0x20100501` | [`ContainerExecuteProcessResponse`] |
//! | [`WaitForProcess`] | `0x10100601` | [`ContainerWaitForProcess`] | `0x20100601` | [`ContainerWaitForProcessResponse`] |
//! | [`SignalProcess`] | `0x10100701` | [`ContainerSignalProcess`] | `0x20100701` | base fields |
//! | [`ResizeConsole`] | `0x10100801` | [`ContainerResizeConsole`] | `0x20100801` | base fields |
//! | [`GetProperties`] | `0x10100901` | [`ContainerGetProperties`] | `0x20100901` | [`ContainerGetPropertiesResponse`] |
//! | [`ModifySettings`] | `0x10100a01` | [`ContainerModifySettings`] | `0x20100a01` | base fields |
//! | [`DumpStacks`] | `0x10100c01` | base fields | `0x20100c01` | [`DumpStacksResponse`] |
//! | [`DeleteContainerState`] | `0x10100d01` | base fields | `0x20100d01` | base fields |
//! | [`ModifyServiceSettings`] | `0x10200101` | [`ModifyServiceSettings`](crate::message::ModifyServiceSettings) | `0x20200101` | base fields |
//!
//! Each request has the fields of [`MessageBase`] before its own, and each response those of [`MessageResponseBase`]. A
//! [`ContainerNotification`](crate::message::ContainerNotification), `0x30100101`, is no method: guests send it by themselves.

use crate::error::{Error, ErrorKind};
use crate::json::{self, Decode, DecodeObject, Encode, EncodeObject};
use crate::message::{
    ContainerCreate, ContainerCreateResponse, ContainerExecuteProcess, ContainerExecuteProcessResponse,
    ContainerGetProperties, ContainerGetPropertiesResponse, ContainerModifySettings, ContainerResizeConsole,
    ContainerSignalProcess, ContainerWaitForProcess, ContainerWaitForProcessResponse, DumpStacksResponse, Empty,
    MessageBase, MessageResponseBase, ModifyServiceSettings as ServiceSettings, NegotiateProtocol as Negotiate,
    NegotiateProtocolResponse, PropertiesV2, Request, Response,
};
use crate::wire::{MESSAGE_HEADER_SIZE, MessageIdentifier, SequenceId, seal_frame};

/// A method, as a type: what a host is asked to call.
pub trait Rpc {
    /// The same method, as a value.
    const METHOD: Method;
    /// The request's own fields, host -> guest.
    type Request<'a>: Decode<'a> + DecodeObject<'a> + EncodeObject;
    /// The response's own fields, guest -> host.
    type Response<'a>: Decode<'a> + DecodeObject<'a> + EncodeObject;
}

type PropertiesResponse<'a> = ContainerGetPropertiesResponse<Option<PropertiesV2<'a>>>;

macro_rules! rpcs {
    ($(
        $(#[$meta:meta])*
        $method:ident = $identifier:ident : $request:ty => $response:ty;
    )*) => {
        /// A method that a host may call in a guest.
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Method {
            $($(#[$meta])* $method,)*
        }

        impl Method {
            /// Every method, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$method),*];

            /// The method that this identifier requests; `None` for an unknown one, and for what is no request.
            #[must_use]
            pub const fn from_request(identifier: MessageIdentifier) -> Option<Self> {
                match identifier {
                    $(MessageIdentifier::$identifier => Some(Self::$method),)*
                    _ => None,
                }
            }

            /// The method that this identifier responds to; `None` for an unknown one, and for what is no response.
            #[must_use]
            pub fn from_response(identifier: MessageIdentifier) -> Option<Self> {
                Self::ALL.iter().copied().find(|method| method.response() == identifier)
            }

            /// The method's name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$method => stringify!($method),)*
                }
            }

            /// The identifier of its request.
            #[must_use]
            pub const fn request(self) -> MessageIdentifier {
                match self {
                    $(Self::$method => MessageIdentifier::$identifier,)*
                }
            }

            /// The identifier of its response.
            #[must_use]
            pub const fn response(self) -> MessageIdentifier {
                self.request().response()
            }
        }

        $(
            $(#[$meta])*
            #[cfg_attr(feature = "defmt", derive(defmt::Format))]
            #[derive(Clone, Copy, Debug)]
            pub struct $method;

            impl Rpc for $method {
                const METHOD: Method = Method::$method;
                type Request<'a> = $request;
                type Response<'a> = $response;
            }
        )*

        /// Host -> guest: any request, decoded. 2,808 bytes on a 64-bit target.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[expect(clippy::large_enum_variant, reason = "there is no box without an allocator")]
        pub enum AnyRequest<'a> {
            $($(#[$meta])* $method(Request<'a, $request>),)*
        }

        impl<'a> AnyRequest<'a> {
            /// A request of which nothing has been read.
            #[must_use]
            pub fn new(method: Method) -> Self {
                match method {
                    $(Method::$method => Self::$method(Request::default()),)*
                }
            }

            /// Reads the payload in place. After an error, what was read up to it stands in the request: the base fields,
            /// perhaps.
            pub fn read(&mut self, payload: &'a mut [u8]) -> Result<(), Error> {
                match self {
                    $(Self::$method(request) => json::decode_into(request, payload),)*
                }
            }

            /// Decodes the payload of a request in place.
            pub fn decode(method: Method, payload: &'a mut [u8]) -> Result<Self, Error> {
                let mut request = Self::new(method);
                request.read(payload)?;
                Ok(request)
            }

            /// The method.
            #[must_use]
            pub const fn method(&self) -> Method {
                match self {
                    $(Self::$method(_) => Method::$method,)*
                }
            }

            /// The base fields.
            #[must_use]
            pub const fn base(&self) -> &MessageBase<'a> {
                match self {
                    $(Self::$method(request) => &request.base,)*
                }
            }
        }

        impl Encode for AnyRequest<'_> {
            fn encode(&self, writer: &mut json::Writer<'_>) {
                match self {
                    $(Self::$method(request) => request.encode(writer),)*
                }
            }
        }

        /// Guest -> host: any response, decoded. 184 bytes on a 64-bit target.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum AnyResponse<'a> {
            $($(#[$meta])* $method(Response<'a, $response>),)*
        }

        impl<'a> AnyResponse<'a> {
            /// Decodes the payload of a response in place.
            pub fn decode(method: Method, payload: &'a mut [u8]) -> Result<Self, Error> {
                match method {
                    $(Method::$method => json::decode(payload).map(Self::$method),)*
                }
            }

            /// The method.
            #[must_use]
            pub const fn method(&self) -> Method {
                match self {
                    $(Self::$method(_) => Method::$method,)*
                }
            }

            /// The base fields.
            #[must_use]
            pub const fn base(&self) -> &MessageResponseBase<'a> {
                match self {
                    $(Self::$method(response) => &response.base,)*
                }
            }
        }

        impl Encode for AnyResponse<'_> {
            fn encode(&self, writer: &mut json::Writer<'_>) {
                match self {
                    $(Self::$method(response) => response.encode(writer),)*
                }
            }
        }
    };
}

rpcs! {
    /// Agree on a protocol version. The first call on every connection.
    NegotiateProtocol = COMPUTE_SYSTEM_NEGOTIATE_PROTOCOL_V1 : Negotiate => NegotiateProtocolResponse<'a>;
    /// Make a container ready, or the VM itself.
    Create = COMPUTE_SYSTEM_CREATE_V1 : ContainerCreate<'a> => ContainerCreateResponse<'a>;
    /// Start a container that was created.
    Start = COMPUTE_SYSTEM_START_V1 : Empty => Empty;
    /// Ask a container to end.
    ShutdownGraceful = COMPUTE_SYSTEM_SHUTDOWN_GRACEFUL_V1 : Empty => Empty;
    /// Make a container end.
    ShutdownForced = COMPUTE_SYSTEM_SHUTDOWN_FORCED_V1 : Empty => Empty;
    /// Start a process, in a container or in the VM itself.
    ExecuteProcess = COMPUTE_SYSTEM_EXECUTE_PROCESS_V1 : ContainerExecuteProcess<'a> => ContainerExecuteProcessResponse;
    /// Be told when a process has ended.
    WaitForProcess = COMPUTE_SYSTEM_WAIT_FOR_PROCESS_V1 : ContainerWaitForProcess => ContainerWaitForProcessResponse;
    /// Send a signal to a process.
    SignalProcess = COMPUTE_SYSTEM_SIGNAL_PROCESS_V1 : ContainerSignalProcess => Empty;
    /// Change the size of a process's console.
    ResizeConsole = COMPUTE_SYSTEM_RESIZE_CONSOLE_V1 : ContainerResizeConsole => Empty;
    /// Ask for properties of a compute system.
    GetProperties = COMPUTE_SYSTEM_GET_PROPERTIES_V1 : ContainerGetProperties<'a> => PropertiesResponse<'a>;
    /// Add, remove or change a resource.
    ModifySettings = COMPUTE_SYSTEM_MODIFY_SETTINGS_V1 : ContainerModifySettings<'a> => Empty;
    /// Ask for the stacks of the agent's threads.
    DumpStacks = COMPUTE_SYSTEM_DUMP_STACKS_V1 : Empty => DumpStacksResponse<'a>;
    /// Forget a container that has ended.
    DeleteContainerState = COMPUTE_SYSTEM_DELETE_CONTAINER_STATE_V1 : Empty => Empty;
    /// Change a service of the agent.
    ModifyServiceSettings = COMPUTE_SERVICE_MODIFY_SETTINGS_V1 : ServiceSettings<'a> => Empty;
}

/// Writes a whole message into the front of `buffer`: header and payload. Returns the message.
///
/// After an error, what is in the buffer is no message, nor an earlier one that was.
pub fn write_message<'b>(
    buffer: &'b mut [u8],
    identifier: MessageIdentifier,
    id: SequenceId,
    payload: &(impl Encode + ?Sized),
) -> Result<&'b [u8], Error> {
    let full = Error::new(ErrorKind::BufferFull);
    let (header, room) = buffer.split_at_mut_checked(MESSAGE_HEADER_SIZE).ok_or(full)?;
    // The header of an earlier message would otherwise stand before a part of this one, if that does not fit.
    header.fill(0);
    let size = json::encode(payload, room)?.len();
    seal_frame(buffer, identifier, id, size).map(|message| &*message).ok_or(full)
}
