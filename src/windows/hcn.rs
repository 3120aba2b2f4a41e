//! The network documents of the Host Networking Service (HNS).

use crate::json::{Nullable, RawJson, Seq};
use crate::{json_object, open_set};

/// Host -> guest: a network namespace.
///
/// Reference: `hcn.HostComputeNamespace`.
#[json_object]
pub struct HostComputeNamespace<'a> {
    /// The id of the namespace, a GUID.
    #[json("ID", omitempty)]
    pub id: &'a str,
    /// The number of the namespace.
    #[json("NamespaceId", omitempty)]
    pub namespace_id: u32,
    /// The type of the namespace.
    #[json("Type", omitempty)]
    pub kind: NamespaceType<'a>,
    /// The resources in the namespace.
    #[json("Resources", omitempty)]
    pub resources: Seq<'a, NamespaceResource<'a>>,
    /// The schema version. It is always written.
    #[json("SchemaVersion", omitempty)]
    pub schema_version: Version,
}

/// The type of a network namespace.
///
/// Reference: `hcn.NamespaceType`.
#[open_set]
#[non_exhaustive]
pub enum NamespaceType<'a> {
    /// A namespace of the host.
    #[json("Host")]
    Host,
    /// The default namespace of the host.
    #[json("HostDefault")]
    HostDefault,
    /// A namespace of a guest.
    #[json("Guest")]
    Guest,
    /// The default namespace of the guest.
    #[json("GuestDefault")]
    GuestDefault,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// Host -> guest: a resource in a network namespace.
///
/// Reference: `hcn.NamespaceResource`.
#[json_object]
pub struct NamespaceResource<'a> {
    /// The type of `data`.
    #[json("Type")]
    pub kind: NamespaceResourceType<'a>,
    /// The resource: a [`NamespaceResourceEndpoint`] or a [`NamespaceResourceContainer`].
    #[json("Data")]
    pub data: Nullable<RawJson<'a>>,
}

/// The type of a resource in a network namespace.
///
/// Reference: `hcn.NamespaceResourceType`.
#[open_set]
#[non_exhaustive]
pub enum NamespaceResourceType<'a> {
    /// A container.
    #[json("Container")]
    Container,
    /// An endpoint.
    #[json("Endpoint")]
    Endpoint,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// Host -> guest: an endpoint in a network namespace.
///
/// Reference: `hcn.NamespaceResourceEndpoint`.
#[json_object]
pub struct NamespaceResourceEndpoint<'a> {
    /// The id of the endpoint, a GUID.
    #[json("ID")]
    pub id: &'a str,
}

/// Host -> guest: a container in a network namespace.
///
/// Reference: `hcn.NamespaceResourceContainer`.
#[json_object]
pub struct NamespaceResourceContainer<'a> {
    /// The id of the container.
    #[json("ID")]
    pub id: &'a str,
}

/// Host -> guest: a version of the HNS schema, ordered by major version, then minor version.
///
/// Reference: `hcn.Version`.
#[json_object]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The major version.
    #[json("Major")]
    pub major: i64,
    /// The minor version.
    #[json("Minor")]
    pub minor: i64,
}

/// Host -> guest: a network endpoint.
///
/// Reference: `hcn.HostComputeEndpoint`.
#[json_object]
pub struct HostComputeEndpoint<'a> {
    /// The id of the endpoint, a GUID.
    #[json("ID", omitempty)]
    pub id: &'a str,
    /// The name.
    #[json("Name", omitempty)]
    pub name: &'a str,
    /// The id of the network to which the endpoint is attached, a GUID.
    #[json("HostComputeNetwork", omitempty)]
    pub host_compute_network: &'a str,
    /// The id of the namespace that contains the endpoint, a GUID.
    #[json("HostComputeNamespace", omitempty)]
    pub host_compute_namespace: &'a str,
    /// The policies.
    #[json("Policies", omitempty)]
    pub policies: Seq<'a, EndpointPolicy<'a>>,
    /// The addresses.
    #[json("IpConfigurations", omitempty)]
    pub ip_configurations: Seq<'a, IpConfig<'a>>,
    /// The DNS settings. They are always written.
    #[json("Dns", omitempty)]
    pub dns: Dns<'a>,
    /// The routes.
    #[json("Routes", omitempty)]
    pub routes: Seq<'a, Route<'a>>,
    /// The MAC address.
    #[json("MacAddress", omitempty)]
    pub mac_address: &'a str,
    /// The flags: [`REMOTE`](Self::REMOTE).
    #[json("Flags", omitempty)]
    pub flags: u32,
    /// The state. It is always written.
    #[json("Health", omitempty)]
    pub health: Health<'a>,
    /// The schema version. It is always written.
    #[json("SchemaVersion", omitempty)]
    pub schema_version: Version,
}

impl HostComputeEndpoint<'_> {
    /// The [flag](Self::flags) of an endpoint on another machine.
    pub const REMOTE: u32 = 1;
}

/// Host -> guest: a policy of a network endpoint.
///
/// Reference: `hcn.EndpointPolicy`.
#[json_object]
pub struct EndpointPolicy<'a> {
    /// The type of the policy.
    #[json("Type")]
    pub kind: EndpointPolicyType<'a>,
    /// The settings of the policy, which depend on its type. They are not interpreted.
    #[json("Settings", omitempty)]
    pub settings: Nullable<RawJson<'a>>,
}

/// The type of a policy of a network endpoint.
///
/// Reference: `hcn.EndpointPolicyType`.
#[open_set]
#[non_exhaustive]
pub enum EndpointPolicyType<'a> {
    /// Forwards ports of the host to ports of the endpoint.
    #[json("PortMapping")]
    PortMapping,
    /// Filters packets (an access control list).
    #[json("ACL")]
    Acl,
    /// Limits the bandwidth.
    #[json("QOS")]
    Qos,
    /// The layer-2 driver.
    #[json("L2Driver")]
    L2Driver,
    /// Translates the addresses of outgoing packets.
    #[json("OutBoundNAT")]
    OutBoundNat,
    /// A route of a software-defined network.
    #[json("SDNRoute")]
    SdnRoute,
    /// A layer-4 proxy.
    #[json("L4Proxy")]
    L4Proxy,
    /// A layer-4 proxy of the Windows Filtering Platform.
    #[json("L4WFPPROXY")]
    L4WfpProxy,
    /// The name of the switch port.
    #[json("PortName")]
    PortName,
    /// The number of bytes by which encapsulation reduces the MTU.
    #[json("EncapOverhead")]
    EncapOverhead,
    /// Single-root I/O virtualization.
    #[json("Iov")]
    Iov,
    /// The provider address, which is an address of the physical network.
    #[json("ProviderAddress")]
    ProviderAddress,
    /// The interface of the host through which packets must pass.
    #[json("InterfaceConstraint")]
    InterfaceConstraint,
    /// Filters packets in tiers.
    #[json("TierAcl")]
    TierAcl,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// Host -> guest: an address of a network endpoint.
///
/// Reference: `hcn.IpConfig`.
#[json_object]
pub struct IpConfig<'a> {
    /// The address, IPv4 or IPv6.
    #[json("IpAddress", omitempty)]
    pub ip_address: &'a str,
    /// The prefix length of the network, in bits.
    #[json("PrefixLength", omitempty)]
    pub prefix_length: u8,
}

/// Host -> guest: the DNS settings of a network endpoint.
///
/// Reference: `hcn.Dns`.
#[json_object]
pub struct Dns<'a> {
    /// The domain of the endpoint.
    #[json("Domain", omitempty)]
    pub domain: &'a str,
    /// The domains to search.
    #[json("Search", omitempty)]
    pub search: Seq<'a, &'a str>,
    /// The addresses of the name servers.
    #[json("ServerList", omitempty)]
    pub server_list: Seq<'a, &'a str>,
    /// The options of the resolver.
    #[json("Options", omitempty)]
    pub options: Seq<'a, &'a str>,
}

/// Host -> guest: a route of a network endpoint.
///
/// Reference: `hcn.Route`.
#[json_object]
pub struct Route<'a> {
    /// The gateway.
    #[json("NextHop", omitempty)]
    pub next_hop: &'a str,
    /// The destination, in CIDR notation.
    #[json("DestinationPrefix", omitempty)]
    pub destination_prefix: &'a str,
    /// The metric. 0 means that the guest selects it.
    #[json("Metric", omitempty)]
    pub metric: u16,
}

/// Host -> guest: the state of a network endpoint.
///
/// Reference: `hcn.Health`.
#[json_object]
pub struct Health<'a> {
    /// The state, a JSON value of any type.
    #[json("Data", omitempty)]
    pub data: RawJson<'a>,
    /// The objects that use the endpoint. They are always written.
    #[json("Extra", omitempty)]
    pub extra: ExtraParams<'a>,
}

/// Host -> guest: the objects that use a network endpoint.
///
/// Reference: `hcn.ExtraParams`.
#[json_object]
pub struct ExtraParams<'a> {
    /// The resources of the endpoint, a JSON value of any type.
    #[json("Resources", omitempty)]
    pub resources: Nullable<RawJson<'a>>,
    /// The containers that share the endpoint, a JSON value of any type.
    #[json("SharedContainers", omitempty)]
    pub shared_containers: Nullable<RawJson<'a>>,
    /// The lower layer.
    #[json("LayeredOn", omitempty)]
    pub layered_on: &'a str,
    /// The virtual switch, a GUID.
    #[json("SwitchGuid", omitempty)]
    pub switch_guid: &'a str,
    /// The utility VM to which the endpoint is attached.
    #[json("UtilityVM", omitempty)]
    pub utility_vm: &'a str,
    /// The VM to which the endpoint is attached.
    #[json("VirtualMachine", omitempty)]
    pub virtual_machine: &'a str,
}
