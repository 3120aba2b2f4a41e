//! Creating a container.

use super::device::{ContainerDefinitionDevice, Device};
use super::registry::RegistryChanges;
use crate::json::{JsonString, Lazy, Map, Seq};
use crate::oci::Spec;
use crate::resource::Layer;
use crate::{json_object, open_set};

/// Host -> guest: make a container ready, so that its processes can be started.
///
/// `C` is the document in `ContainerConfig`: [`HostedSystem`] for an ordinary guest and from a sidecar,
/// [`CwcowHostedSystem`] for a sidecar, and [`UvmConfig`](crate::message::UvmConfig) for the VM itself.
/// [`ContainerConfig`](super::ContainerConfig) is any of them.
///
/// Reference: `prot.ContainerCreate`.
#[json_object]
pub struct ContainerCreate<C> {
    /// The settings, a document in a string.
    #[json("ContainerConfig")]
    pub container_config: JsonString<C>,
}

/// Host -> guest: the settings of a container.
///
/// Reference: `hcsschema.HostedSystem`.
#[json_object]
pub struct HostedSystem<'a> {
    /// The version of the schema: hosts say 2.1.
    #[json("SchemaVersion", omitempty)]
    pub schema_version: Option<Version>,
    /// The container.
    #[json("Container", omitempty)]
    pub container: Option<Container<'a>>,
}

/// Host -> sidecar: the settings of a confidential container. The sidecar holds the specification against its policy, and
/// sends the [`HostedSystem`] alone on to the guest.
///
/// Reference: `guestresource.CWCOWHostedSystem`.
#[json_object]
#[doc(alias = "CWCOWHostedSystem")]
pub struct CwcowHostedSystem<'a> {
    /// What is to be run, and how.
    #[json("Spec")]
    pub spec: Spec<'a>,
    /// The settings for the guest.
    #[json("CWCOWHostedSystem")]
    pub hosted_system: HostedSystem<'a>,
}

/// Both ways: a version of the schema, ordered by major, then minor version.
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
    /// The operating system inside.
    #[json("GuestOs", omitempty)]
    pub guest_os: Option<GuestOs<'a>>,
    /// The root file system.
    #[json("Storage", omitempty)]
    pub storage: Option<Storage<'a>>,
    /// Directories to be mounted in the container.
    #[json("MappedDirectories", omitempty)]
    pub mapped_directories: Seq<'a, MappedDirectory<'a>>,
    /// Named pipes to be offered in the container.
    #[json("MappedPipes", omitempty)]
    pub mapped_pipes: Seq<'a, MappedPipe<'a>>,
    /// Its limit of memory.
    #[json("Memory", omitempty)]
    pub memory: Option<Memory>,
    /// Its share of the processors.
    #[json("Processor", omitempty)]
    pub processor: Option<Processor>,
    /// Its network.
    #[json("Networking", omitempty)]
    pub networking: Option<Networking<'a>>,
    /// Its Hyper-V sockets. Not sent by hcsshim.
    #[json("HvSocket", omitempty)]
    pub hv_socket: Option<HvSocket<'a>>,
    /// Its group managed service account.
    #[json("ContainerCredentialGuard", omitempty)]
    pub container_credential_guard: Option<ContainerCredentialGuardState<'a>>,
    /// Changes to its registry: hosts send `WaitToKillServiceTimeout` at least.
    #[json("RegistryChanges", omitempty)]
    pub registry_changes: Option<RegistryChanges<'a>>,
    /// Devices that it may use.
    #[json("AssignedDevices", omitempty)]
    pub assigned_devices: Seq<'a, Device<'a>>,
    /// Additions to its device namespace, from files that
    /// the operator names.
    #[json("AdditionalDeviceNamespace", omitempty)]
    pub additional_device_namespace: Lazy<'a, ContainerDefinitionDevice<'a>>,
    /// How it is kept apart from the VM.
    #[json("IsolationType", omitempty)]
    pub isolation_type: IsolationType<'a>,
}

/// How a container is kept apart from the VM that it runs in.
///
/// Reference: hcsshim's `hcsoci`, `IsolationType`.
#[open_set]
#[non_exhaustive]
pub enum IsolationType<'a> {
    /// Not at all: its processes run in the VM itself.
    #[json("HostProcess")]
    HostProcess,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// Host -> guest: the operating system in a container.
///
/// Reference: `hcsschema.GuestOs`.
#[json_object]
pub struct GuestOs<'a> {
    /// The container's host name.
    #[json("HostName", omitempty)]
    pub host_name: &'a str,
}

/// Host -> guest: the root file system of a container.
///
/// Reference: `hcsschema.Storage`.
#[json_object]
pub struct Storage<'a> {
    /// The read-only layers, the topmost first.
    #[json("Layers", omitempty)]
    pub layers: Seq<'a, Layer<'a>>,
    /// The directory in the VM where the layers and the scratch disk are combined.
    #[json("Path", omitempty)]
    pub path: &'a str,
    /// Limits of its input and output.
    #[json("QoS", omitempty)]
    pub qos: Option<StorageQos>,
    /// The root directory of a container with [`IsolationType::HostProcess`].
    #[json("PrivilegedContainerRootPath", omitempty)]
    pub privileged_container_root_path: &'a str,
}

/// Host -> guest: limits of a container's storage; 0 for none.
///
/// Reference: `hcsschema.StorageQoS`.
#[json_object]
#[doc(alias = "StorageQoS")]
pub struct StorageQos {
    /// Input and output operations per second.
    #[json("IopsMaximum", omitempty)]
    pub iops_maximum: i32,
    /// Bytes per second.
    #[json("BandwidthMaximum", omitempty)]
    pub bandwidth_maximum: i32,
}

/// Host -> guest: a directory, and where the container sees it. Also the settings of
/// [`Resource::MappedDirectory`](super::Resource::MappedDirectory), and of a running container's
/// [`ContainerUpdate::MappedDirectory`](super::ContainerUpdate::MappedDirectory).
///
/// Reference: `hcsschema.MappedDirectory`.
#[json_object]
pub struct MappedDirectory<'a> {
    /// The path of the directory in the VM, or of a share of the host such as `\\?\VMSMB\VSMB-{GUID}\s1`.
    #[json("HostPath", omitempty)]
    pub host_path: &'a str,
    /// How `host_path` is to be understood: `AbsolutePath`, `VirtualSmbPath`.
    #[json("HostPathType", omitempty)]
    pub host_path_type: &'a str,
    /// The path in the container.
    #[json("ContainerPath", omitempty)]
    pub container_path: &'a str,
    /// Mount it read-only.
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
    /// How `host_path` is to be understood: `AbsolutePath`, `VirtualSmbPipeName`.
    #[json("HostPathType", omitempty)]
    pub host_path_type: &'a str,
}

/// Host -> guest: the limit of a container's memory.
///
/// Reference: `hcsschema.Memory`.
#[json_object]
#[derive(Copy, Eq)]
pub struct Memory {
    /// The limit in MiB; 0 for none.
    #[json("SizeInMB", omitempty)]
    pub size_in_mb: u64,
}

/// Host -> guest: a container's share of the processors; 0 where nothing is said. Also the settings of
/// [`ContainerUpdate::Processor`](super::ContainerUpdate::Processor).
///
/// Reference: `hcsschema.Processor`.
#[json_object]
#[derive(Copy, Eq)]
pub struct Processor {
    /// The number of processors.
    #[json("Count", omitempty)]
    pub count: i32,
    /// The limit of processor time, in hundredths of a percent: 1 to 10,000.
    #[json("Maximum", omitempty)]
    pub maximum: i32,
    /// The weight against other containers, 1 to 10,000.
    #[json("Weight", omitempty)]
    pub weight: i32,
}

/// Host -> guest: the network of a container.
///
/// Reference: `hcsschema.Networking`.
#[json_object]
pub struct Networking<'a> {
    /// Names without a dot are looked up, too.
    #[json("AllowUnqualifiedDnsQuery", omitempty)]
    pub allow_unqualified_dns_query: bool,
    /// Domains to search, separated by commas.
    #[json("DnsSearchList", omitempty)]
    pub dns_search_list: &'a str,
    /// The container whose network this one shares.
    #[json("NetworkSharedContainerName", omitempty)]
    pub network_shared_container_name: &'a str,
    /// The network namespace, a GUID.
    #[json("Namespace", omitempty)]
    pub namespace: &'a str,
    /// The network adapters, GUIDs.
    #[json("NetworkAdapters", omitempty)]
    pub network_adapters: Seq<'a, &'a str>,
}

/// Host -> guest: the Hyper-V sockets of a container.
///
/// Reference: `hcsschema.HvSocket`.
#[json_object]
pub struct HvSocket<'a> {
    /// Who may use which service.
    #[json("Config", omitempty)]
    pub config: Option<HvSocketSystemConfig<'a>>,
    /// PowerShell Direct may be used.
    #[json("EnablePowerShellDirect", omitempty)]
    pub enable_power_shell_direct: bool,
}

/// Host -> guest: who may use which Hyper-V socket service. Security descriptors are texts in SDDL.
///
/// Reference: `hcsschema.HvSocketSystemConfig`.
#[json_object]
pub struct HvSocketSystemConfig<'a> {
    /// Who may listen at a service that is not in the table.
    #[json("DefaultBindSecurityDescriptor", omitempty)]
    pub default_bind_security_descriptor: &'a str,
    /// Who may connect to a service that is not in the table.
    #[json("DefaultConnectSecurityDescriptor", omitempty)]
    pub default_connect_security_descriptor: &'a str,
    /// The services, by GUID.
    #[json("ServiceTable", omitempty)]
    pub service_table: Map<'a, HvSocketServiceConfig<'a>>,
}

/// Host -> guest: who may use a Hyper-V socket service. Security descriptors are texts in SDDL.
///
/// Reference: `hcsschema.HvSocketServiceConfig`.
#[json_object]
pub struct HvSocketServiceConfig<'a> {
    /// Who may listen.
    #[json("BindSecurityDescriptor", omitempty)]
    pub bind_security_descriptor: &'a str,
    /// Who may connect.
    #[json("ConnectSecurityDescriptor", omitempty)]
    pub connect_security_descriptor: &'a str,
    /// It may be listened at for any partition.
    #[json("AllowWildcardBinds", omitempty)]
    pub allow_wildcard_binds: bool,
    /// Nobody may use it.
    #[json("Disabled", omitempty)]
    pub disabled: bool,
}

/// Host -> guest: the group managed service account of a container.
///
/// Reference: `hcsschema.ContainerCredentialGuardState`.
#[json_object]
pub struct ContainerCredentialGuardState<'a> {
    /// Authenticates the container to the host's credential guard.
    #[json("Cookie", omitempty, secret)]
    pub cookie: &'a str,
    /// Where the host's credential guard is called.
    #[json("RpcEndpoint", omitempty, secret)]
    pub rpc_endpoint: &'a str,
    /// How it is called: `LRPC`, `HvSocket`.
    #[json("Transport", omitempty, secret)]
    pub transport: &'a str,
    /// The account, a JSON document in text.
    #[json("CredentialSpec", omitempty, secret)]
    pub credential_spec: &'a str,
}
