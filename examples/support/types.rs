//! Every type by the name that the reference and the test vectors give it.
// Shared: not every user wants all of it, or has the feature; and it names nearly every type there is.
#![allow(dead_code, unexpected_cfgs, clippy::wildcard_imports)]

use gcs_prot::Error;
use gcs_prot::json::{self, Decode, Encode};
use gcs_prot::message::metrics::*;
use gcs_prot::message::*;
use gcs_prot::oci::*;
use gcs_prot::resource::*;
use gcs_prot::windows;

/// What is done with a type that is only known by name.
pub trait Visitor {
    /// What comes of it.
    type Output;
    /// Does it with `T`.
    fn visit<T: for<'a> Family<'a>>(self) -> Self::Output;
}

/// A type, at whatever lifetime its buffer has.
pub trait Family<'a> {
    /// The type itself.
    type Type: Decode<'a> + Encode + Face + PartialEq + core::fmt::Debug;
    /// What an endpoint refuses after decoding.
    fn check(value: &Self::Type) -> Result<(), Error>;
}

/// What every type is with the feature `serde`.
#[cfg(feature = "serde")]
pub use serde::Serialize as Face;

/// Nothing, without it.
#[cfg(not(feature = "serde"))]
pub trait Face {}

#[cfg(not(feature = "serde"))]
impl<T> Face for T {}

/// Decodes a payload as the named type, all of it, and encodes it again into `output`.
pub struct RoundTrip<'p, 'o> {
    pub payload: &'p mut [u8],
    pub output: &'o mut [u8],
}

impl<'o> Visitor for RoundTrip<'_, 'o> {
    type Output = Result<&'o [u8], Error>;

    fn visit<T: for<'a> Family<'a>>(self) -> Self::Output {
        let value = json::decode(self.payload)?;
        T::check(&value)?;
        json::encode(&value, self.output)
    }
}

macro_rules! types {
    ($($name:literal => $type:ty $(, if $check:expr)?;)*) => {
        /// The names, in the order of the table.
        pub const NAMES: &[&str] = &[$($name),*];

        /// Visits the type with this name; `None` if there is none.
        pub fn visit<V: Visitor>(name: &str, visitor: V) -> Option<V::Output> {
            match name {
                $($name => {
                    struct Named;
                    impl<'a> Family<'a> for Named {
                        type Type = $type;

                        fn check(value: &$type) -> Result<(), Error> {
                            let _ = value;
                            $(let check: fn(&$type) -> Result<(), Error> = $check; check(value)?;)?
                            Ok(())
                        }
                    }
                    Some(visitor.visit::<Named>())
                })*
                _ => None,
            }
        }
    };
}

types! {
    // Messages.
    "MessageBase" => MessageBase<'a>;
    "MessageResponseBase" => MessageResponseBase<'a>;
    "NegotiateProtocol" => Request<'a, NegotiateProtocol>;
    "NegotiateProtocolResponse" => Response<'a, NegotiateProtocolResponse<'a>>;
    "ContainerCreate" => Request<'a, generic::ContainerCreate<'a, VmHostedContainerSettingsV2<'a>>>;
    "ContainerCreate<VMHostedContainerSettingsV2>" => Request<'a, generic::ContainerCreate<'a, VmHostedContainerSettingsV2<'a>>>;
    "ContainerCreate<VMHostedContainerSettings>" => Request<'a, generic::ContainerCreate<'a, VmHostedContainerSettings<'a>>>;
    "ContainerCreate<UVMConfig>" => Request<'a, generic::ContainerCreate<'a, UvmConfig<'a>>>;
    "ContainerCreateResponse" => Response<'a, ContainerCreateResponse<'a>>;
    "ContainerExecuteProcess" => Request<'a, ContainerExecuteProcess<'a>>;
    "ContainerExecuteProcessResponse" => Response<'a, ContainerExecuteProcessResponse>;
    "ContainerWaitForProcess" => Request<'a, ContainerWaitForProcess>;
    "ContainerWaitForProcessResponse" => Response<'a, ContainerWaitForProcessResponse>;
    "ContainerSignalProcess" => Request<'a, ContainerSignalProcess>;
    "ContainerResizeConsole" => Request<'a, ContainerResizeConsole>;
    "ContainerGetProperties" => Request<'a, ContainerGetProperties<'a>>;
    "ContainerGetPropertiesResponse" => Response<'a, ContainerGetPropertiesResponse<PropertiesV2<'a>>>;
    "ContainerGetPropertiesResponse<PropertiesV2>" => Response<'a, ContainerGetPropertiesResponse<PropertiesV2<'a>>>;
    "ContainerGetPropertiesResponse<Properties>" => Response<'a, ContainerGetPropertiesResponse<Properties<'a>>>;
    "ContainerModifySettings" => Request<'a, ContainerModifySettings<'a>>, if |modify| modify.body.request.require_known_resource();
    "ModifyServiceSettings" => Request<'a, ModifyServiceSettings<'a>>;
    "DumpStacksResponse" => Response<'a, DumpStacksResponse<'a>>;
    "ContainerNotification" => Request<'a, ContainerNotification<'a>>;

    // What is in them.
    "ErrorRecord" => ErrorRecord<'a>;
    "GcsCapabilities" => GcsCapabilities<'a>;
    "GcsGuestCapabilities" => GcsGuestCapabilities;
    "SchemaVersion" => SchemaVersion;
    "ProtocolSupport" => ProtocolSupport<'a>;
    "VMHostedContainerSettings" => VmHostedContainerSettings<'a>;
    "VMHostedContainerSettingsV2" => VmHostedContainerSettingsV2<'a>;
    "UVMConfig" => UvmConfig<'a>;
    "MappedVirtualDisk" => MappedVirtualDisk<'a>;
    "MappedDirectory" => MappedDirectory<'a>;
    "NetworkAdapter" => NetworkAdapter<'a>;
    "ExecuteProcessSettings" => ExecuteProcessSettings<'a>;
    "ExecuteProcessVsockStdioRelaySettings" => ExecuteProcessVsockStdioRelaySettings;
    "ProcessParameters" => ProcessParameters<'a>;
    "SignalProcessOptions" => SignalProcessOptions;
    "PropertyQuery" => PropertyQuery<'a>;
    "Properties" => Properties<'a>;
    "PropertiesV2" => PropertiesV2<'a>;
    "ProcessDetails" => ProcessDetails;
    "ResourceModificationRequestResponse" => ResourceModificationRequestResponse<'a>;

    // Resources.
    "ModificationRequest" => ModificationRequest<'a>, if ModificationRequest::require_known_resource;
    "SCSIDevice" => ScsiDevice;
    "LCOWMappedVirtualDisk" => LcowMappedVirtualDisk<'a>;
    "LCOWMappedDirectory" => LcowMappedDirectory<'a>;
    "LCOWMappedVPMemDevice" => LcowMappedVpMemDevice<'a>;
    "LCOWVPMemMappingInfo" => LcowVpMemMappingInfo;
    "DeviceVerityInfo" => DeviceVerityInfo<'a>;
    "LCOWCombinedLayers" => LcowCombinedLayers<'a>;
    "Layer" => Layer<'a>;
    "LCOWNetworkAdapter" => LcowNetworkAdapter<'a>;
    "LCOWIPConfig" => LcowIpConfig<'a>;
    "LCOWRoute" => LcowRoute<'a>;
    "LCOWMappedVPCIDevice" => LcowMappedVpciDevice<'a>;
    "LCOWContainerConstraints" => LcowContainerConstraints<'a>;
    "ConfidentialOptions" => ConfidentialOptions<'a>;
    "SecurityPolicyFragment" => SecurityPolicyFragment<'a>;

    // The OCI runtime specification.
    "WindowsResources" => WindowsResources<'a>;
    "LinuxResources" => LinuxResources<'a>;
    "Spec" => Spec<'a>;
    "Process" => Process<'a>;
    "WindowsMemoryResources" => WindowsMemoryResources;
    "WindowsCPUResources" => WindowsCpuResources<'a>;
    "WindowsStorageResources" => WindowsStorageResources;
    "LinuxDeviceCgroup" => LinuxDeviceCgroup<'a>;
    "LinuxMemory" => LinuxMemory;
    "LinuxCPU" => LinuxCpu<'a>;
    "LinuxPids" => LinuxPids;
    "LinuxBlockIO" => LinuxBlockIo<'a>;
    "LinuxHugepageLimit" => LinuxHugepageLimit<'a>;
    "LinuxNetwork" => LinuxNetwork<'a>;
    "LinuxRdma" => LinuxRdma;
    "Root" => Root<'a>;
    "Mount" => Mount<'a>;
    "Hooks" => Hooks<'a>;
    "Linux" => Linux<'a>;
    "Solaris" => Solaris<'a>;
    "Windows" => Windows<'a>;
    "VM" => Vm<'a>;
    "ZOS" => Zos<'a>;
    "FreeBSD" => FreeBsd<'a>;
    "Box" => ConsoleBox;
    "User" => User<'a>;
    "LinuxCapabilities" => LinuxCapabilities<'a>;
    "POSIXRlimit" => PosixRlimit<'a>;
    "Scheduler" => Scheduler<'a>;
    "LinuxIOPriority" => LinuxIoPriority<'a>;
    "CPUAffinity" => CpuAffinity<'a>;
    "WindowsCPUGroupAffinity" => WindowsCpuGroupAffinity;
    "LinuxWeightDevice" => LinuxWeightDevice;
    "LinuxThrottleDevice" => LinuxThrottleDevice;
    "LinuxInterfacePriority" => LinuxInterfacePriority<'a>;
    "LinuxIDMapping" => LinuxIdMapping;
    "Hook" => Hook<'a>;
    "LinuxNamespace" => LinuxNamespace<'a>;
    "LinuxDevice" => LinuxDevice<'a>;
    "LinuxNetDevice" => LinuxNetDevice<'a>;
    "LinuxSeccomp" => LinuxSeccomp<'a>;
    "LinuxIntelRdt" => LinuxIntelRdt<'a>;
    "LinuxMemoryPolicy" => LinuxMemoryPolicy<'a>;
    "LinuxPersonality" => LinuxPersonality<'a>;
    "LinuxTimeOffset" => LinuxTimeOffset;
    "SolarisAnet" => SolarisAnet<'a>;
    "SolarisCappedCPU" => SolarisCappedCpu<'a>;
    "SolarisCappedMemory" => SolarisCappedMemory<'a>;
    "WindowsDevice" => WindowsDevice<'a>;
    "WindowsHyperV" => WindowsHyperV<'a>;
    "WindowsNetwork" => WindowsNetwork<'a>;
    "VMHypervisor" => VmHypervisor<'a>;
    "VMKernel" => VmKernel<'a>;
    "VMImage" => VmImage<'a>;
    "HWConfig" => HwConfig<'a>;
    "ZOSNamespace" => ZosNamespace<'a>;
    "FreeBSDDevice" => FreeBsdDevice<'a>;
    "FreeBSDJail" => FreeBsdJail<'a>;
    "LinuxBlockIODevice" => LinuxBlockIoDevice;
    "LinuxSyscall" => LinuxSyscall<'a>;
    "IOMems" => IoMems;
    "FreeBSDJailAllow" => FreeBsdJailAllow<'a>;
    "LinuxSeccompArg" => LinuxSeccompArg<'a>;

    // Metrics.
    "Metrics" => Metrics<'a>;
    "HugetlbStat" => HugetlbStat<'a>;
    "PidsStat" => PidsStat;
    "CPUStat" => CpuStat<'a>;
    "MemoryStat" => MemoryStat;
    "BlkIOStat" => BlkIoStat<'a>;
    "RdmaStat" => RdmaStat<'a>;
    "NetworkStat" => NetworkStat<'a>;
    "CgroupStats" => CgroupStats;
    "MemoryOomControl" => MemoryOomControl;
    "CPUUsage" => CpuUsage<'a>;
    "Throttle" => Throttle;
    "MemoryEntry" => MemoryEntry;
    "BlkIOEntry" => BlkIoEntry<'a>;
    "RdmaEntry" => RdmaEntry<'a>;

    // Windows guests: messages.
    "RequestBase" => windows::RequestBase<'a>;
    "ResponseBase" => windows::ResponseBase<'a>;
    "Ocspancontext" => SpanContext<'a>;
    "WCOWContainerCreate" => windows::Request<'a, windows::ContainerCreate<windows::HostedSystem<'a>>>;
    "WCOWContainerCreate<HostedSystem>" => windows::Request<'a, windows::ContainerCreate<windows::HostedSystem<'a>>>;
    "WCOWContainerCreate<CWCOWHostedSystem>" => windows::Request<'a, windows::ContainerCreate<windows::CwcowHostedSystem<'a>>>;
    "WCOWContainerCreate<UVMConfig>" => windows::Request<'a, windows::ContainerCreate<UvmConfig<'a>>>;
    "WCOWContainerExecuteProcess" => windows::Request<'a, windows::ContainerExecuteProcess<'a>>;
    "WCOWContainerSignalProcess" => windows::Request<'a, windows::ContainerSignalProcess<'a>>;
    "WCOWContainerGetProperties" => windows::Request<'a, windows::ContainerGetProperties<'a>>;
    "ContainerGetPropertiesResponse<WCOWProperties>" =>
        Response<'a, windows::ContainerGetPropertiesResponse<windows::Properties<'a>>>;
    "ContainerGetPropertiesResponse<ContainerProperties>" =>
        Response<'a, windows::ContainerGetPropertiesResponse<windows::schema1::ContainerProperties<'a>>>;
    "WCOWContainerModifySettings" => windows::Request<'a, windows::ContainerModifySettings<'a>>,
        if |modify| modify.body.request.require_known_resource();
    "ModifyServiceSettings<LogForwardServiceRPCRequest>" => windows::Request<'a, windows::ModifyServiceSettings<'a>>;
    "NegotiateProtocolResponse<GuestDefinedCapabilities>" => Response<'a, windows::NegotiateProtocolResponse<'a>>;

    // What is in them.
    "WCOWExecuteProcessSettings" => windows::ExecuteProcessSettings<'a>;
    "WCOWModificationRequest" => windows::ModificationRequest<'a>, if windows::ModificationRequest::require_known_resource;
    "WCOWGcsCapabilities" => windows::GcsCapabilities<'a>;
    "HostedSystem" => windows::HostedSystem<'a>;
    "Version" => windows::Version;
    "Container" => windows::Container<'a>;
    "GuestOs" => windows::GuestOs<'a>;
    "Storage" => windows::Storage<'a>;
    "StorageQoS" => windows::StorageQos;
    "WCOWMappedDirectory" => windows::MappedDirectory<'a>;
    "MappedPipe" => windows::MappedPipe<'a>;
    "Memory" => windows::Memory;
    "Processor" => windows::Processor;
    "Networking" => windows::Networking<'a>;
    "HvSocket" => windows::HvSocket<'a>;
    "HvSocketSystemConfig" => windows::HvSocketSystemConfig<'a>;
    "HvSocketServiceConfig" => windows::HvSocketServiceConfig<'a>;
    "ContainerCredentialGuardState" => windows::ContainerCredentialGuardState<'a>;
    "RegistryChanges" => windows::RegistryChanges<'a>;
    "RegistryValue" => windows::RegistryValue<'a>;
    "RegistryKey" => windows::RegistryKey<'a>;
    "Device" => windows::Device<'a>;
    "ContainerDefinitionDevice" => windows::ContainerDefinitionDevice<'a>;
    "DeviceExtension" => windows::DeviceExtension<'a>;
    "DeviceCategory" => windows::DeviceCategory<'a>;
    "InterfaceClass" => windows::InterfaceClass<'a>;
    "DeviceExtensionNamespace" => windows::DeviceExtensionNamespace<'a>;
    "ObjectNamespace" => windows::ObjectNamespace<'a>;
    "ObjectSymlink" => windows::ObjectSymlink<'a>;
    "ObjectDirectory" => windows::ObjectDirectory<'a>;
    "DeviceNamespace" => windows::DeviceNamespace<'a>;
    "DeviceInstance" => windows::DeviceInstance<'a>;
    "CWCOWHostedSystem" => windows::CwcowHostedSystem<'a>;
    "TimeZoneInformation" => TimeZoneInformation<'a>;
    "SystemTime" => SystemTime;
    "WCOWProcessParameters" => windows::ProcessParameters<'a>;
    "ProcessConfig" => windows::ProcessConfig<'a>;
    "ExecuteProcessStdioRelaySettings" => windows::ExecuteProcessStdioRelaySettings;
    "SignalProcessOptionsWCOW" => windows::SignalProcessOptions<'a>;
    "WCOWPropertyQuery" => windows::PropertyQuery<'a>;
    "WCOWProperties" => windows::Properties<'a>;
    "MemoryInformationForVm" => windows::MemoryInformationForVm<'a>;
    "VmMemory" => windows::VmMemory;
    "VirtualNodeInfo" => windows::VirtualNodeInfo;
    "Statistics" => windows::Statistics;
    "ProcessorStats" => windows::ProcessorStats;
    "MemoryStats" => windows::MemoryStats;
    "StorageStats" => windows::StorageStats;
    "WCOWProcessDetails" => windows::ProcessDetails<'a>;
    "SharedMemoryRegionInfo" => windows::SharedMemoryRegionInfo<'a>;
    "GuestConnectionInfo" => windows::GuestConnectionInfo<'a>;
    "PropertyResponse" => windows::PropertyResponse<'a>;
    "ContainerProperties" => windows::schema1::ContainerProperties<'a>;
    "V1Statistics" => windows::schema1::Statistics<'a>;
    "V1MemoryStats" => windows::schema1::MemoryStats;
    "V1ProcessorStats" => windows::schema1::ProcessorStats;
    "V1StorageStats" => windows::schema1::StorageStats;
    "V1NetworkStats" => windows::schema1::NetworkStats<'a>;
    "ProcessListItem" => windows::schema1::ProcessListItem<'a>;
    "MappedVirtualDiskController" => windows::schema1::MappedVirtualDiskController<'a>;
    "V1MappedVirtualDisk" => windows::schema1::MappedVirtualDisk<'a>;
    "V1GuestConnectionInfo" => windows::schema1::GuestConnectionInfo<'a>;
    "GuestDefinedCapabilities" => windows::GuestDefinedCapabilities;
    "WCOWCombinedLayers" => windows::WcowCombinedLayers<'a>;
    "CWCOWCombinedLayers" => windows::CwcowCombinedLayers<'a>;
    "WCOWMappedVirtualDisk" => windows::WcowMappedVirtualDisk<'a>;
    "CWCOWBlockCIMMounts" => windows::CwcowBlockCimMounts<'a>;
    "BlockCIMDevice" => windows::BlockCimDevice<'a>;
    "HvSocketAddress" => windows::HvSocketAddress<'a>;
    "NetworkModifyRequest" => windows::NetworkModifyRequest<'a>;
    "RS4NetworkModifyRequest" => windows::Rs4NetworkModifyRequest<'a>;
    "HostComputeNamespace" => windows::hcn::HostComputeNamespace<'a>;
    "NamespaceResource" => windows::hcn::NamespaceResource<'a>;
    "HcnSchemaVersion" => windows::hcn::Version;
    "HostComputeEndpoint" => windows::hcn::HostComputeEndpoint<'a>;
    "EndpointPolicy" => windows::hcn::EndpointPolicy<'a>;
    "IpConfig" => windows::hcn::IpConfig<'a>;
    "Dns" => windows::hcn::Dns<'a>;
    "Route" => windows::hcn::Route<'a>;
    "Health" => windows::hcn::Health<'a>;
    "ExtraParams" => windows::hcn::ExtraParams<'a>;
    "NamespaceResourceEndpoint" => windows::hcn::NamespaceResourceEndpoint<'a>;
    "NamespaceResourceContainer" => windows::hcn::NamespaceResourceContainer<'a>;
    "LogForwardServiceRPCRequest" => windows::LogForwardServiceRpcRequest<'a>;
    "LogSourcesInfo" => windows::LogSourcesInfo<'a>;
    "LogConfig" => windows::LogConfig<'a>;
    "LogSource" => windows::LogSource<'a>;
    "EtwProvider" => windows::EtwProvider<'a>;
    "ModifySettingRequest" => windows::ModifySettingRequest<'a>;
}
