//! THE TABLE: method = identifier : request => response.
//!
//! Everything that a request and its response have to do with each other comes from here: identifiers, types, names. The
//! table is a macro that calls back (`table!`), so that [`endpoint`](crate::endpoint) makes its typed calls of the same rows.
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

use core::fmt;

use crate::error::{Error, ErrorKind};
use crate::json::{self, Decode, DecodeObject, Encode, EncodeObject};
use crate::message::{
    ContainerCreate, ContainerCreateResponse, ContainerExecuteProcess, ContainerExecuteProcessResponse,
    ContainerGetProperties, ContainerGetPropertiesResponse, ContainerModifySettings, ContainerResizeConsole,
    ContainerSignalProcess, ContainerWaitForProcess, ContainerWaitForProcessResponse, DumpStacksResponse, Empty,
    GcsGuestCapabilities, MessageBase, MessageResponseBase, ModifyServiceSettings as ServiceSettings,
    NegotiateProtocol as Negotiate, NegotiateProtocolResponse, PropertiesV2, ProtocolVersion, Request, Response,
};
use crate::wire::{MESSAGE_HEADER_SIZE, MessageIdentifier, SequenceId, finish_frame};

/// A method, as a type: its request and its response.
pub trait Rpc: fmt::Debug + 'static {
    /// The same method, as a value.
    const METHOD: Method;
    /// The request's own fields, host -> guest.
    type Request<'a>: Decode<'a> + DecodeObject<'a> + EncodeObject + Clone + fmt::Debug + PartialEq;
    /// The response's own fields, guest -> host.
    type Response<'a>: Decode<'a> + DecodeObject<'a> + EncodeObject + Clone + fmt::Debug + PartialEq;
}

/// A method of a kind of guest: what finds its response among any response of that kind.
pub trait RpcOf<K: GuestKind>: Rpc {
    /// The response, if it is one of this method.
    #[doc(hidden)]
    fn response(any: AnyResponse<'_, K>) -> Option<Response<'_, Self::Response<'_>>>;
}

/// A Linux guest: the kind of guest that the table describes by itself.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linux;

/// As [`PropertiesV2`] it covers both generations: the older `Properties` has a part of its keys.
type PropertiesResponse<'a> = ContainerGetPropertiesResponse<Option<PropertiesV2<'a>>>;

macro_rules! rpcs {
    ($(
        $(#[$meta:meta])*
        $method:ident = $identifier:ident : $request:ty => $response:ty;
    )*) => {
        /// The kind of a guest: which documents each method carries. Identifiers and methods are the same for all kinds.
        pub trait GuestKind: Copy + fmt::Debug + PartialEq + 'static {
            $(
                $(#[$meta])*
                type $method: Rpc;
            )*

            /// What such a guest says of itself beyond the protocol, when that is negotiated.
            type Capabilities: Encode + Clone + Default + fmt::Debug + PartialEq;

            /// The version that a negotiation agreed on.
            #[doc(hidden)]
            fn version(response: &<Self::NegotiateProtocol as Rpc>::Response<'_>) -> ProtocolVersion;

            /// Fails for a `ModifySettings` of a resource that is not known.
            #[doc(hidden)]
            fn check_resource(request: &<Self::ModifySettings as Rpc>::Request<'_>) -> Result<(), Error>;

            /// The resource type that a `ModifySettings` names, for the answer to one that is not known.
            #[doc(hidden)]
            fn resource_type<'r>(request: &'r <Self::ModifySettings as Rpc>::Request<'_>) -> &'r str;
        }

        impl GuestKind for Linux {
            $(type $method = $method;)*
            type Capabilities = GcsGuestCapabilities;

            fn version(response: &NegotiateProtocolResponse<'_>) -> ProtocolVersion {
                response.version
            }

            fn check_resource(request: &ContainerModifySettings<'_>) -> Result<(), Error> {
                request.request.require_known_resource()
            }

            fn resource_type<'r>(request: &'r ContainerModifySettings<'_>) -> &'r str {
                request.request.resource.resource_type()
            }
        }

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
                self.request().response_identifier()
            }
        }

        $(
            $(#[$meta])*
            #[cfg_attr(feature = "defmt", derive(defmt::Format))]
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub struct $method;

            impl Rpc for $method {
                const METHOD: Method = Method::$method;
                type Request<'a> = $request;
                type Response<'a> = $response;
            }

            impl<K: GuestKind<$method = Self>> RpcOf<K> for $method {
                fn response(any: AnyResponse<'_, K>) -> Option<Response<'_, Self::Response<'_>>> {
                    match any {
                        AnyResponse::$method(response) => Some(response),
                        _ => None,
                    }
                }
            }
        )*

        /// Host -> guest: any request, decoded. 2,808 bytes on a 64-bit target.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum AnyRequest<'a, K: GuestKind = Linux> {
            $($(#[$meta])* $method(Request<'a, <K::$method as Rpc>::Request<'a>>),)*
        }

        impl<'a, K: GuestKind> AnyRequest<'a, K> {
            /// A request of which nothing has been read, for any kind of guest.
            #[must_use]
            pub fn new_for(method: Method) -> Self {
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

            /// Decodes the payload of a request in place, for any kind of guest.
            pub fn decode_for(method: Method, payload: &'a mut [u8]) -> Result<Self, Error> {
                let mut request = Self::new_for(method);
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

        impl<'a> AnyRequest<'a> {
            /// A request of which nothing has been read.
            #[must_use]
            pub fn new(method: Method) -> Self {
                Self::new_for(method)
            }

            /// Decodes the payload of a request in place.
            pub fn decode(method: Method, payload: &'a mut [u8]) -> Result<Self, Error> {
                Self::decode_for(method, payload)
            }
        }

        impl<K: GuestKind> Encode for AnyRequest<'_, K> {
            fn encode(&self, writer: &mut json::Writer<'_>) {
                match self {
                    $(Self::$method(request) => request.encode(writer),)*
                }
            }
        }

        /// Guest -> host: any response, decoded. 184 bytes on a 64-bit target.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum AnyResponse<'a, K: GuestKind = Linux> {
            $($(#[$meta])* $method(Response<'a, <K::$method as Rpc>::Response<'a>>),)*
        }

        impl<'a, K: GuestKind> AnyResponse<'a, K> {
            /// Decodes the payload of a response in place, for any kind of guest.
            pub fn decode_for(method: Method, payload: &'a mut [u8]) -> Result<Self, Error> {
                match method {
                    $(Method::$method => json::decode(payload).map(Self::$method),)*
                }
            }

            /// The response of this method; `None` if it is one of another method.
            ///
            /// ```
            /// use gcs_prot::endpoint::{Host, HostEvent};
            /// use gcs_prot::rpc;
            ///
            /// # fn run(host: &mut Host<'_, 8>) -> Result<Option<u32>, gcs_prot::wire::FrameError> {
            /// if let Some(HostEvent::Response(id, response)) = host.poll()? {
            ///     if let Some(execute) = response.into::<rpc::ExecuteProcess>() {
            ///         return Ok(Some(execute.body.process_id));
            ///     }
            /// }
            /// # Ok(None) }
            /// ```
            #[must_use]
            pub fn into<R: RpcOf<K>>(self) -> Option<Response<'a, R::Response<'a>>> {
                R::response(self)
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

        impl<'a> AnyResponse<'a> {
            /// Decodes the payload of a response in place.
            pub fn decode(method: Method, payload: &'a mut [u8]) -> Result<Self, Error> {
                Self::decode_for(method, payload)
            }
        }

        impl<K: GuestKind> Encode for AnyResponse<'_, K> {
            fn encode(&self, writer: &mut json::Writer<'_>) {
                match self {
                    $(Self::$method(response) => response.encode(writer),)*
                }
            }
        }
    };
}

/// Calls the macro `callback` with the rows of the table: all of them, or with `calls` all but negotiation, which is between
/// the endpoints.
macro_rules! table {
    ($callback:ident) => {
        $crate::rpc::table! { $callback calls
            /// Agree on a protocol version. The first call on every connection.
            NegotiateProtocol = COMPUTE_SYSTEM_NEGOTIATE_PROTOCOL_V1 : Negotiate => NegotiateProtocolResponse<'a>;
        }
    };
    ($callback:ident calls $($first:tt)*) => {
        $callback! {
            $($first)*
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
    };
}
pub(crate) use table;

table! { rpcs }

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
    finish_frame(buffer, identifier, id, size).map(|message| &*message).ok_or(full)
}
