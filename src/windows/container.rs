//! The Create request, and the settings of a container.

use super::device::{ContainerDefinitionDevice, Device};
use super::registry::RegistryChanges;
use crate::json::{JsonString, Lazy, Map, Seq};
use crate::oci::Spec;
use crate::resource::Layer;
use crate::{json_object, open_set};

/// Host -> guest: prepares a container, so that its processes can be started.
///
/// `C` is the type of the document in `ContainerConfig`. An ordinary guest receives a [`HostedSystem`], also from a
/// sidecar. A sidecar receives a [`CwcowHostedSystem`]. For the VM itself it is a
/// [`UvmConfig`](crate::message::UvmConfig). [`ContainerConfig`](super::ContainerConfig) is any of them.
///
/// Reference: `prot.ContainerCreate`.
#[json_object]
pub struct ContainerCreate<C> {
    /// The settings, as a nested document (a JSON document inside a string).
    #[json("ContainerConfig")]
    pub container_config: JsonString<C>,
}

/// Host -> guest: the settings of a container.
///
/// Reference: `hcsschema.HostedSystem`.
#[json_object]
pub struct HostedSystem<'a> {
    /// The schema version. Hosts send 2.1.
    #[json("SchemaVersion", omitempty)]
    pub schema_version: Option<Version>,
    /// The container.
    #[json("Container", omitempty)]
    pub container: Option<Container<'a>>,
}

/// Host -> sidecar: the settings of a confidential container. The sidecar checks the specification against its policy,
/// and sends only the [`HostedSystem`] on to the guest.
///
/// Reference: `guestresource.CWCOWHostedSystem`.
#[json_object]
#[doc(alias = "CWCOWHostedSystem")]
pub struct CwcowHostedSystem<'a> {
    /// The specification of the container.
    #[json("Spec")]
    pub spec: Spec<'a>,
    /// The settings for the guest.
    #[json("CWCOWHostedSystem")]
    pub hosted_system: HostedSystem<'a>,
}

/// Both directions: a schema version, ordered by major version, then minor version.
///
/// Reference: `hcsschema.Version`.
#[json_object]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The major version.
    #[json("Major", omitempty)]
    pub major: i32,
    /// The minor version.
    #[json("Minor", omitempty)]
    pub minor: i32,
}

/// Host -> guest: a container. hcsshim always sends `storage`, `processor` and `registry_changes`.
///
/// Reference: `hcsschema.Container`.
#[json_object]
pub struct Container<'a> {
    /// The operating system in the container.
    #[json("GuestOs", omitempty)]
    pub guest_os: Option<GuestOs<'a>>,
    /// The root file system.
    #[json("Storage", omitempty)]
    pub storage: Option<Storage<'a>>,
    /// The directories to mount in the container.
    #[json("MappedDirectories", omitempty)]
    pub mapped_directories: Seq<'a, MappedDirectory<'a>>,
    /// The named pipes to offer in the container.
    #[json("MappedPipes", omitempty)]
    pub mapped_pipes: Seq<'a, MappedPipe<'a>>,
    /// The memory limit.
    #[json("Memory", omitempty)]
    pub memory: Option<Memory>,
    /// The share of the processors.
    #[json("Processor", omitempty)]
    pub processor: Option<Processor>,
    /// The network.
    #[json("Networking", omitempty)]
    pub networking: Option<Networking<'a>>,
    /// The Hyper-V sockets. hcsshim does not send them.
    #[json("HvSocket", omitempty)]
    pub hv_socket: Option<HvSocket<'a>>,
    /// The group managed service account.
    #[json("ContainerCredentialGuard", omitempty)]
    pub container_credential_guard: Option<ContainerCredentialGuardState<'a>>,
    /// The changes to the registry. Hosts send at least `WaitToKillServiceTimeout`.
    #[json("RegistryChanges", omitempty)]
    pub registry_changes: Option<RegistryChanges<'a>>,
    /// The devices that the container may use.
    #[json("AssignedDevices", omitempty)]
    pub assigned_devices: Seq<'a, Device<'a>>,
    /// The additions to the device namespace, from files that the operator names.
    #[json("AdditionalDeviceNamespace", omitempty)]
    pub additional_device_namespace: Lazy<'a, ContainerDefinitionDevice<'a>>,
    /// How the container is isolated from the VM.
    #[json("IsolationType", omitempty)]
    pub isolation_type: IsolationType<'a>,
}

/// How a container is isolated from the VM in which it runs.
///
/// Reference: hcsshim's `hcsoci`, `IsolationType`.
#[open_set]
#[non_exhaustive]
pub enum IsolationType<'a> {
    /// The container is not isolated. Its processes run in the VM itself.
    #[json("HostProcess")]
    HostProcess,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// Host -> guest: the operating system in a container.
///
/// Reference: `hcsschema.GuestOs`.
#[json_object]
pub struct GuestOs<'a> {
    /// The host name of the container.
    #[json("HostName", omitempty)]
    pub host_name: &'a str,
}

/// Host -> guest: the root file system of a container.
///
/// Reference: `hcsschema.Storage`.
#[json_object]
pub struct Storage<'a> {
    /// The read-only layers, topmost first.
    #[json("Layers", omitempty)]
    pub layers: Seq<'a, Layer<'a>>,
    /// The directory in the VM in which the layers and the scratch disk are combined.
    #[json("Path", omitempty)]
    pub path: &'a str,
    /// The limits for input and output.
    #[json("QoS", omitempty)]
    pub qos: Option<StorageQos>,
    /// The root directory of a container with [`IsolationType::HostProcess`].
    #[json("PrivilegedContainerRootPath", omitempty)]
    pub privileged_container_root_path: &'a str,
}

/// Host -> guest: the storage limits of a container. 0 means no limit.
///
/// Reference: `hcsschema.StorageQoS`.
#[json_object]
#[doc(alias = "StorageQoS")]
pub struct StorageQos {
    /// The maximum number of input and output operations per second.
    #[json("IopsMaximum", omitempty)]
    pub iops_maximum: i32,
    /// The maximum number of bytes per second.
    #[json("BandwidthMaximum", omitempty)]
    pub bandwidth_maximum: i32,
}

/// Host -> guest: a directory, and its path in the container. These are also the settings of
/// [`Resource::MappedDirectory`](super::Resource::MappedDirectory), and of
/// [`ContainerUpdate::MappedDirectory`](super::ContainerUpdate::MappedDirectory) for a running container.
///
/// Reference: `hcsschema.MappedDirectory`.
#[json_object]
pub struct MappedDirectory<'a> {
    /// The path of the directory in the VM, or of a share of the host, for example `\\?\VMSMB\VSMB-{GUID}\s1`.
    #[json("HostPath", omitempty)]
    pub host_path: &'a str,
    /// The type of `host_path`: `AbsolutePath` or `VirtualSmbPath`.
    #[json("HostPathType", omitempty)]
    pub host_path_type: &'a str,
    /// The path in the container.
    #[json("ContainerPath", omitempty)]
    pub container_path: &'a str,
    /// Whether the mount is read-only.
    #[json("ReadOnly", omitempty)]
    pub read_only: bool,
}

/// Host -> guest: a named pipe, and its name in the container.
///
/// Reference: `hcsschema.MappedPipe`.
#[json_object]
pub struct MappedPipe<'a> {
    /// The name in the container, without `\\.\pipe\`.
    #[json("ContainerPipeName", omitempty)]
    pub container_pipe_name: &'a str,
    /// The path of the pipe, in the VM or on the host.
    #[json("HostPath", omitempty)]
    pub host_path: &'a str,
    /// The type of `host_path`: `AbsolutePath` or `VirtualSmbPipeName`.
    #[json("HostPathType", omitempty)]
    pub host_path_type: &'a str,
}

/// Host -> guest: the memory limit of a container.
///
/// Reference: `hcsschema.Memory`.
#[json_object]
#[derive(Copy, Eq)]
pub struct Memory {
    /// The limit in MiB. 0 means no limit.
    #[json("SizeInMB", omitempty)]
    pub size_in_mb: u64,
}

/// Host -> guest: the processor share of a container. 0 means unspecified. These are also the settings of
/// [`ContainerUpdate::Processor`](super::ContainerUpdate::Processor).
///
/// Reference: `hcsschema.Processor`.
#[json_object]
#[derive(Copy, Eq)]
pub struct Processor {
    /// The number of processors.
    #[json("Count", omitempty)]
    pub count: i32,
    /// The limit of processor time, in hundredths of a percent, from 1 to 10,000.
    #[json("Maximum", omitempty)]
    pub maximum: i32,
    /// The weight relative to other containers, from 1 to 10,000.
    #[json("Weight", omitempty)]
    pub weight: i32,
}

/// Host -> guest: the network of a container.
///
/// Reference: `hcsschema.Networking`.
#[json_object]
pub struct Networking<'a> {
    /// Whether names without a dot are resolved as well.
    #[json("AllowUnqualifiedDnsQuery", omitempty)]
    pub allow_unqualified_dns_query: bool,
    /// The DNS domains to search, separated by commas.
    #[json("DnsSearchList", omitempty)]
    pub dns_search_list: &'a str,
    /// The id of the container whose network this container shares.
    #[json("NetworkSharedContainerName", omitempty)]
    pub network_shared_container_name: &'a str,
    /// The network namespace, a GUID.
    #[json("Namespace", omitempty)]
    pub namespace: &'a str,
    /// The network adapters, as GUIDs.
    #[json("NetworkAdapters", omitempty)]
    pub network_adapters: Seq<'a, &'a str>,
}

/// Host -> guest: the Hyper-V sockets of a container.
///
/// Reference: `hcsschema.HvSocket`.
#[json_object]
pub struct HvSocket<'a> {
    /// The access rights to services.
    #[json("Config", omitempty)]
    pub config: Option<HvSocketSystemConfig<'a>>,
    /// Whether PowerShell Direct is enabled.
    #[json("EnablePowerShellDirect", omitempty)]
    pub enable_power_shell_direct: bool,
}

/// Host -> guest: the access rights to Hyper-V socket services. Security descriptors are in SDDL.
///
/// Reference: `hcsschema.HvSocketSystemConfig`.
#[json_object]
pub struct HvSocketSystemConfig<'a> {
    /// The default security descriptor for listening, for services that are not in the table.
    #[json("DefaultBindSecurityDescriptor", omitempty)]
    pub default_bind_security_descriptor: &'a str,
    /// The default security descriptor for connecting, for services that are not in the table.
    #[json("DefaultConnectSecurityDescriptor", omitempty)]
    pub default_connect_security_descriptor: &'a str,
    /// The services. The keys are GUIDs.
    #[json("ServiceTable", omitempty)]
    pub service_table: Map<'a, HvSocketServiceConfig<'a>>,
}

/// Host -> guest: the access rights to a Hyper-V socket service. Security descriptors are in SDDL.
///
/// Reference: `hcsschema.HvSocketServiceConfig`.
#[json_object]
pub struct HvSocketServiceConfig<'a> {
    /// The security descriptor for listening.
    #[json("BindSecurityDescriptor", omitempty)]
    pub bind_security_descriptor: &'a str,
    /// The security descriptor for connecting.
    #[json("ConnectSecurityDescriptor", omitempty)]
    pub connect_security_descriptor: &'a str,
    /// Whether a process may listen for connections from any partition.
    #[json("AllowWildcardBinds", omitempty)]
    pub allow_wildcard_binds: bool,
    /// Whether the service is disabled.
    #[json("Disabled", omitempty)]
    pub disabled: bool,
}

/// Host -> guest: the group managed service account of a container.
///
/// Reference: `hcsschema.ContainerCredentialGuardState`.
#[json_object]
pub struct ContainerCredentialGuardState<'a> {
    /// Authenticates the container to the credential guard of the host.
    #[json("Cookie", omitempty, secret)]
    pub cookie: &'a str,
    /// The RPC endpoint of the credential guard of the host.
    #[json("RpcEndpoint", omitempty, secret)]
    pub rpc_endpoint: &'a str,
    /// The RPC transport: `LRPC` or `HvSocket`.
    #[json("Transport", omitempty, secret)]
    pub transport: &'a str,
    /// The account, as a JSON document in a string.
    #[json("CredentialSpec", omitempty, secret)]
    pub credential_spec: &'a str,
}
