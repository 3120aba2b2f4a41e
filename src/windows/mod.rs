//! Windows guests: the messages and settings that differ from those of Linux guests.
//!
//! Frames, identifiers and methods are the same for both kinds of guest, and so are the messages of
//! [`message`](crate::message) that have no counterpart here. The documents inside strings and the settings of
//! resources differ.
//!
//! A Windows guest can be confidential. Then a *sidecar* stands between the host and the agent of the guest, the inbox
//! GCS. The sidecar checks the requests of the host against a policy. It passes most of them on unchanged, and answers
//! the others by itself.
//!
//! Some guests refuse keys that they do not know, for example the inbox GCS of Windows Server 2022. A host should leave
//! out optional fields that it does not need.
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
