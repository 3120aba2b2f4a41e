//! The table of methods: the identifiers, names and types of each request and its response.
//!
//! The table is a macro that takes a callback (`table!`). [`endpoint`](crate::endpoint) generates its typed calls from
//! the same rows.
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
//! The fields of [`MessageBase`] precede those of each request, and the fields of [`MessageResponseBase`] precede those
//! of each response. [`ContainerNotification`](crate::message::ContainerNotification), `0x30100101`, is not a method:
//! guests send it without a request.

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

/// A method as a type, with the types of its request and its response.
pub trait Rpc: fmt::Debug + 'static {
    /// The method as a value.
    const METHOD: Method;
    /// Host -> guest: the fields of the request that follow the base fields.
    type Request<'a>: Decode<'a> + DecodeObject<'a> + EncodeObject + Clone + fmt::Debug + PartialEq;
    /// Guest -> host: the fields of the response that follow the base fields.
    type Response<'a>: Decode<'a> + DecodeObject<'a> + EncodeObject + Clone + fmt::Debug + PartialEq;
}

/// A method of the kind of guest `K`. It converts an [`AnyResponse`] into the response of the method.
pub trait RpcOf<K: GuestKind>: Rpc {
    /// Returns the response if it belongs to this method.
    #[doc(hidden)]
    fn response(any: AnyResponse<'_, K>) -> Option<Response<'_, Self::Response<'_>>>;
}

/// A Linux guest. The table has its types.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linux;

/// The response of both schema versions: the keys of `Properties` are a subset of those of [`PropertiesV2`].
type PropertiesResponse<'a> = ContainerGetPropertiesResponse<Option<PropertiesV2<'a>>>;

macro_rules! rpcs {
    ($(
        $(#[$meta:meta])*
        $method:ident = $identifier:ident : $request:ty => $response:ty;
    )*) => {
        /// A kind of guest. It determines the types of the requests and responses of each method. Identifiers and
        /// methods are the same for all kinds.
        pub trait GuestKind: Copy + fmt::Debug + PartialEq + 'static {
            $(
                $(#[$meta])*
                type $method: Rpc;
            )*

            /// The guest-defined capabilities in the answer to the negotiation.
            type Capabilities: Encode + Clone + Default + fmt::Debug + PartialEq;

            /// Returns the version that the guest selected.
            #[doc(hidden)]
            fn version(response: &<Self::NegotiateProtocol as Rpc>::Response<'_>) -> ProtocolVersion;

            /// Returns an error if a `ModifySettings` names an unknown resource type.
            #[doc(hidden)]
            fn check_resource(request: &<Self::ModifySettings as Rpc>::Request<'_>) -> Result<(), Error>;

            /// Returns the resource type that a `ModifySettings` names.
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

        /// A method that a host can call in a guest.
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Method {
            $($(#[$meta])* $method,)*
        }

        impl Method {
            /// All methods, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$method),*];

            /// Returns the method of this request identifier, or `None` if it is unknown or not a request.
            #[must_use]
            pub const fn from_request(identifier: MessageIdentifier) -> Option<Self> {
                match identifier {
                    $(MessageIdentifier::$identifier => Some(Self::$method),)*
                    _ => None,
                }
            }

            /// Returns the method of this response identifier, or `None` if it is unknown or not a response.
            #[must_use]
            pub fn from_response(identifier: MessageIdentifier) -> Option<Self> {
                Self::ALL.iter().copied().find(|method| method.response() == identifier)
            }

            /// Returns the name of the method.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$method => stringify!($method),)*
                }
            }

            /// Returns the identifier of the request.
            #[must_use]
            pub const fn request(self) -> MessageIdentifier {
                match self {
                    $(Self::$method => MessageIdentifier::$identifier,)*
                }
            }

            /// Returns the identifier of the response.
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

        /// Host -> guest: the decoded request of any method. It takes 2,808 bytes on a 64-bit target.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum AnyRequest<'a, K: GuestKind = Linux> {
            $($(#[$meta])* $method(Request<'a, <K::$method as Rpc>::Request<'a>>),)*
        }

        impl<'a, K: GuestKind> AnyRequest<'a, K> {
            /// Creates an empty request for any kind of guest.
            #[must_use]
            pub fn new_for(method: Method) -> Self {
                match method {
                    $(Method::$method => Self::$method(Request::default()),)*
                }
            }

            /// Decodes the payload in place. After an error, the request has the fields that precede the error,
            /// possibly the base fields among them.
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

            /// Returns the method.
            #[must_use]
            pub const fn method(&self) -> Method {
                match self {
                    $(Self::$method(_) => Method::$method,)*
                }
            }

            /// Returns the base fields.
            #[must_use]
            pub const fn base(&self) -> &MessageBase<'a> {
                match self {
                    $(Self::$method(request) => &request.base,)*
                }
            }
        }

        impl<'a> AnyRequest<'a> {
            /// Creates an empty request.
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

        /// Guest -> host: the decoded response of any method. It takes 184 bytes on a 64-bit target.
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

            /// Returns the response of the method `R`, or `None` if it belongs to another method.
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

            /// Returns the method.
            #[must_use]
            pub const fn method(&self) -> Method {
                match self {
                    $(Self::$method(_) => Method::$method,)*
                }
            }

            /// Returns the base fields.
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

/// Calls the macro `callback` with the rows of the table. With `calls`, it leaves out the negotiation, which endpoints
/// handle by themselves.
macro_rules! table {
    ($callback:ident) => {
        $crate::rpc::table! { $callback calls
            /// Negotiates a protocol version. This is the first call on every connection.
            NegotiateProtocol = COMPUTE_SYSTEM_NEGOTIATE_PROTOCOL_V1 : Negotiate => NegotiateProtocolResponse<'a>;
        }
    };
    ($callback:ident calls $($first:tt)*) => {
        $callback! {
            $($first)*
            /// Prepares a container, or the VM itself.
            Create = COMPUTE_SYSTEM_CREATE_V1 : ContainerCreate<'a> => ContainerCreateResponse<'a>;
            /// Starts a container that was created.
            Start = COMPUTE_SYSTEM_START_V1 : Empty => Empty;
            /// Asks a container to end.
            ShutdownGraceful = COMPUTE_SYSTEM_SHUTDOWN_GRACEFUL_V1 : Empty => Empty;
            /// Forces a container to end.
            ShutdownForced = COMPUTE_SYSTEM_SHUTDOWN_FORCED_V1 : Empty => Empty;
            /// Starts a process, in a container or in the VM itself.
            ExecuteProcess = COMPUTE_SYSTEM_EXECUTE_PROCESS_V1 : ContainerExecuteProcess<'a> => ContainerExecuteProcessResponse;
            /// Waits for the end of a process.
            WaitForProcess = COMPUTE_SYSTEM_WAIT_FOR_PROCESS_V1 : ContainerWaitForProcess => ContainerWaitForProcessResponse;
            /// Sends a signal to a process.
            SignalProcess = COMPUTE_SYSTEM_SIGNAL_PROCESS_V1 : ContainerSignalProcess => Empty;
            /// Changes the size of the console of a process.
            ResizeConsole = COMPUTE_SYSTEM_RESIZE_CONSOLE_V1 : ContainerResizeConsole => Empty;
            /// Queries properties of a compute system.
            GetProperties = COMPUTE_SYSTEM_GET_PROPERTIES_V1 : ContainerGetProperties<'a> => PropertiesResponse<'a>;
            /// Adds, removes or updates a resource.
            ModifySettings = COMPUTE_SYSTEM_MODIFY_SETTINGS_V1 : ContainerModifySettings<'a> => Empty;
            /// Queries the stacks of the threads of the agent.
            DumpStacks = COMPUTE_SYSTEM_DUMP_STACKS_V1 : Empty => DumpStacksResponse<'a>;
            /// Deletes the state of a container that has ended.
            DeleteContainerState = COMPUTE_SYSTEM_DELETE_CONTAINER_STATE_V1 : Empty => Empty;
            /// Changes the settings of a service of the agent.
            ModifyServiceSettings = COMPUTE_SERVICE_MODIFY_SETTINGS_V1 : ServiceSettings<'a> => Empty;
        }
    };
}
pub(crate) use table;

table! { rpcs }

/// Writes a message, header and payload, into the front of `buffer`, and returns it.
///
/// After an error, the buffer holds no valid message. An earlier message in the buffer is lost as well.
pub fn write_message<'b>(
    buffer: &'b mut [u8],
    identifier: MessageIdentifier,
    id: SequenceId,
    payload: &(impl Encode + ?Sized),
) -> Result<&'b [u8], Error> {
    let full = Error::new(ErrorKind::BufferFull);
    let (header, room) = buffer.split_at_mut_checked(MESSAGE_HEADER_SIZE).ok_or(full)?;
    // If the payload does not fit, the header of an earlier message must not precede a part of this one.
    header.fill(0);
    let size = json::encode(payload, room)?.len();
    finish_frame(buffer, identifier, id, size).map(|message| &*message).ok_or(full)
}
