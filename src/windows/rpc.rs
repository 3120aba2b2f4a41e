//! The kind of guest, and the methods whose documents differ from those of a Linux guest.

use super::{
    ContainerConfig, ContainerCreate, ContainerExecuteProcess, ContainerGetProperties, ContainerGetPropertiesResponse,
    ContainerModifySettings, ContainerSignalProcess, GuestDefinedCapabilities,
    ModifyServiceSettings as ServiceSettings, NegotiateProtocolResponse, PropertiesDocument,
};
use crate::error::Error;
use crate::message::{
    ContainerExecuteProcessResponse, Empty, NegotiateProtocol as Negotiate, ProtocolVersion, Response,
};
use crate::rpc::{self, AnyResponse, GuestKind, Method, Rpc, RpcOf};

/// A Windows guest.
///
/// It is a parameter of the types that depend on the table of methods. The base fields are the same as for a Linux
/// guest: the activity id is a string. It must be a GUID in requests to a Windows guest, and in responses to any host.
///
/// ```
/// use gcs_prot::rpc::{AnyRequest, Method};
/// use gcs_prot::windows::{Resource, Windows};
///
/// let mut payload = *br#"{"Request":{"ResourceType":"CombinedLayers","Settings":{"FilterType":"UnionFS"}}}"#;
/// let request = AnyRequest::<Windows>::decode_for(Method::ModifySettings, &mut payload)?;
/// let AnyRequest::ModifySettings(modify) = request else { panic!("another method") };
/// assert!(matches!(modify.body.request.resource, Resource::CombinedLayers(layers) if layers.filter_type.as_str() == "UnionFS"));
/// # Ok::<(), gcs_prot::Error>(())
/// ```
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows;

/// Declares the methods that differ: the method, its request and its response.
macro_rules! methods {
    ($($(#[$meta:meta])* $method:ident : $request:ty => $response:ty;)*) => {$(
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
    )*};
}

methods! {
    /// Negotiates a protocol version. This is the first call on every connection.
    NegotiateProtocol : Negotiate => NegotiateProtocolResponse<'a>;
    /// Prepares a container, or the VM itself.
    Create : ContainerCreate<ContainerConfig<'a>> => Empty;
    /// Starts a process, in a container or in the VM itself.
    ExecuteProcess : ContainerExecuteProcess<'a> => ContainerExecuteProcessResponse;
    /// Sends a signal to a process.
    SignalProcess : ContainerSignalProcess<'a> => Empty;
    /// Queries properties of a compute system.
    GetProperties : ContainerGetProperties<'a> => ContainerGetPropertiesResponse<PropertiesDocument<'a>>;
    /// Adds, removes or updates a resource, or a setting of a running container.
    ModifySettings : ContainerModifySettings<'a> => Empty;
    /// Changes the settings of a service of the guest.
    ModifyServiceSettings : ServiceSettings<'a> => Empty;
}

impl GuestKind for Windows {
    type NegotiateProtocol = NegotiateProtocol;
    type Create = Create;
    type Start = rpc::Start;
    type ShutdownGraceful = rpc::ShutdownGraceful;
    type ShutdownForced = rpc::ShutdownForced;
    type ExecuteProcess = ExecuteProcess;
    type WaitForProcess = rpc::WaitForProcess;
    type SignalProcess = SignalProcess;
    type ResizeConsole = rpc::ResizeConsole;
    type GetProperties = GetProperties;
    type ModifySettings = ModifySettings;
    type DumpStacks = rpc::DumpStacks;
    type DeleteContainerState = rpc::DeleteContainerState;
    type ModifyServiceSettings = ModifyServiceSettings;
    type Capabilities = GuestDefinedCapabilities;

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
