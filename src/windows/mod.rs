//! Windows guests: what differs from Linux guests.
//!
//! The bridge is the same for both kinds of guest: frames, identifiers, methods, and the messages of [`message`](crate::message)
//! that are not here. The documents inside, and the settings of resources, are others.
//!
//! A Windows guest is either an ordinary one, or a confidential one. In the latter a *sidecar* stands between the host and the
//! guest's own agent, the inbox GCS: it holds what the host asks for against a policy, passes on most of it as it is, and
//! answers the rest by itself.
//!
//! Guests are strict: an inbox GCS of Windows Server 2022 refuses keys that it does not know. So a host leaves out what it need
//! not say.
//!
//! ```
//! use gcs_prot::json;
//! use gcs_prot::message::RequestType;
//! use gcs_prot::windows::{ContainerModifySettings, Request, Resource};
//!
//! let mut payload = *br#"{"ContainerId":"00000000-0000-0000-0000-000000000000",
//!     "ActivityId":"00000000-0000-0000-0000-000000000000","Request":{"RequestType":"Add","ResourceType":"CombinedLayers",
//!     "Settings":{"ContainerRootPath":"C:\\c\\1","FilterType":"UnionFS"}}}"#;
//! let modify: Request<ContainerModifySettings> = json::decode(&mut payload)?;
//! assert_eq!(modify.body.request.request_type, RequestType::Add);
//! let Resource::CombinedLayers(layers) = modify.body.request.resource else { panic!("other settings") };
//! assert_eq!(layers.filter_type.as_str(), "UnionFS");
//! # Ok::<(), gcs_prot::Error>(())
//! ```

mod base;
mod config;
mod container;
mod device;
pub mod hcn;
mod modify;
mod negotiate;
mod process;
mod properties;
mod registry;
mod resource;
pub mod rpc;
pub mod schema1;
mod service;
mod statistics;

pub use base::{Request, RequestBase, Response, ResponseBase};
pub use config::ContainerConfig;
pub use container::{
    Container, ContainerCreate, ContainerCredentialGuardState, CwcowHostedSystem, GuestOs, HostedSystem, HvSocket,
    HvSocketServiceConfig, HvSocketSystemConfig, IsolationType, MappedDirectory, MappedPipe, Memory, Networking,
    Processor, Storage, StorageQos, Version,
};
pub use device::{
    ContainerDefinitionDevice, Device, DeviceCategory, DeviceExtension, DeviceExtensionNamespace, DeviceInstance,
    DeviceNamespace, DeviceType, InterfaceClass, ObjectDirectory, ObjectNamespace, ObjectSymlink,
};
pub use modify::{ContainerModifySettings, ContainerUpdate, ModificationRequest, ModifySettingRequest, Resource};
pub use negotiate::{GcsCapabilities, GuestDefinedCapabilities, NegotiateProtocolResponse};
pub use process::{
    ContainerExecuteProcess, ContainerSignalProcess, ExecuteProcessSettings, ExecuteProcessStdioRelaySettings,
    ProcessConfig, ProcessParameters, SignalProcessOptions, SignalValue,
};
pub use properties::{
    ContainerGetProperties, ContainerGetPropertiesResponse, GuestConnectionInfo, Properties, PropertiesDocument,
    PropertyQuery, PropertyResponse, PropertyType, SharedMemoryRegionInfo,
};
pub use registry::{RegistryChanges, RegistryHive, RegistryKey, RegistryValue, RegistryValueType};
pub use resource::{
    BlockCimDevice, CwcowBlockCimMounts, CwcowCombinedLayers, FileSystemFilterType, HvSocketAddress,
    NetworkModifyRequest, Rs4NetworkModifyRequest, WcowCombinedLayers, WcowMappedVirtualDisk,
};
pub use rpc::Windows;
pub use service::{
    EtwProvider, LogConfig, LogForwardServiceRpcRequest, LogSource, LogSourceType, LogSourcesInfo,
    ModifyServiceSettings, RpcType, ServiceModifyPropertyType,
};
pub use statistics::{
    MemoryInformationForVm, MemoryStats, ProcessDetails, ProcessorStats, Statistics, StorageStats, VirtualNodeInfo,
    VmMemory,
};
