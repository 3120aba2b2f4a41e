//! Networks, as the host's network service (HNS) knows them.

use crate::json::{Nullable, RawJson, Seq};
use crate::{json_object, open_set};

/// Host -> guest: a network namespace.
///
/// Reference: `hcn.HostComputeNamespace`.
#[json_object]
pub struct HostComputeNamespace<'a> {
    /// The namespace, a GUID.
    #[json("ID", omitempty)]
    pub id: &'a str,
    /// The namespace's number.
    #[json("NamespaceId", omitempty)]
    pub namespace_id: u32,
    /// The namespace's type.
    #[json("Type", omitempty)]
    pub kind: NamespaceType<'a>,
    /// What is in it.
    #[json("Resources", omitempty)]
    pub resources: Seq<'a, NamespaceResource<'a>>,
    /// The version of the schema. Always written.
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
    /// The host's default namespace.
    #[json("HostDefault")]
    HostDefault,
    /// A namespace of a guest.
    #[json("Guest")]
    Guest,
    /// The guest's default namespace.
    #[json("GuestDefault")]
    GuestDefault,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// Host -> guest: what is in a network namespace.
///
/// Reference: `hcn.NamespaceResource`.
#[json_object]
pub struct NamespaceResource<'a> {
    /// The type of `data`.
    #[json("Type")]
    pub kind: NamespaceResourceType<'a>,
    /// What it is: a [`NamespaceResourceEndpoint`] or a [`NamespaceResourceContainer`].
    #[json("Data")]
    pub data: Nullable<RawJson<'a>>,
}

/// The type of what is in a network namespace.
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
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// Host -> guest: an endpoint in a network namespace.
///
/// Reference: `hcn.NamespaceResourceEndpoint`.
#[json_object]
pub struct NamespaceResourceEndpoint<'a> {
    /// The endpoint, a GUID.
    #[json("ID")]
    pub id: &'a str,
}

/// Host -> guest: a container in a network namespace.
///
/// Reference: `hcn.NamespaceResourceContainer`.
#[json_object]
pub struct NamespaceResourceContainer<'a> {
    /// The container.
    #[json("ID")]
    pub id: &'a str,
}

/// Host -> guest: a version of the network service's schema, ordered by major, then minor version.
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
    /// The endpoint, a GUID.
    #[json("ID", omitempty)]
    pub id: &'a str,
    /// Its name.
    #[json("Name", omitempty)]
    pub name: &'a str,
    /// The network that it is attached to, a GUID.
    #[json("HostComputeNetwork", omitempty)]
    pub host_compute_network: &'a str,
    /// The namespace that it is in, a GUID.
    #[json("HostComputeNamespace", omitempty)]
    pub host_compute_namespace: &'a str,
    /// Its policies.
    #[json("Policies", omitempty)]
    pub policies: Seq<'a, EndpointPolicy<'a>>,
    /// Its addresses.
    #[json("IpConfigurations", omitempty)]
    pub ip_configurations: Seq<'a, IpConfig<'a>>,
    /// Where it looks up names. Always written.
    #[json("Dns", omitempty)]
    pub dns: Dns<'a>,
    /// Its routes.
    #[json("Routes", omitempty)]
    pub routes: Seq<'a, Route<'a>>,
    /// Its hardware address.
    #[json("MacAddress", omitempty)]
    pub mac_address: &'a str,
    /// Flags: [`REMOTE`](Self::REMOTE).
    #[json("Flags", omitempty)]
    pub flags: u32,
    /// Its state. Always written.
    #[json("Health", omitempty)]
    pub health: Health<'a>,
    /// The version of the schema. Always written.
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
    /// The policy's type.
    #[json("Type")]
    pub kind: EndpointPolicyType<'a>,
    /// The policy's settings, which depend on its type. They are passed on as they are.
    #[json("Settings", omitempty)]
    pub settings: Nullable<RawJson<'a>>,
}

/// The type of a policy of a network endpoint.
///
/// Reference: `hcn.EndpointPolicyType`.
#[open_set]
#[non_exhaustive]
pub enum EndpointPolicyType<'a> {
    /// Ports of the host that lead to ports of the endpoint.
    #[json("PortMapping")]
    PortMapping,
    /// Which packets may pass.
    #[json("ACL")]
    Acl,
    /// Limits of the bandwidth.
    #[json("QOS")]
    Qos,
    /// The driver of the second layer.
    #[json("L2Driver")]
    L2Driver,
    /// Translation of the addresses of outgoing packets.
    #[json("OutBoundNAT")]
    OutBoundNat,
    /// A route of a software-defined network.
    #[json("SDNRoute")]
    SdnRoute,
    /// A proxy of the fourth layer.
    #[json("L4Proxy")]
    L4Proxy,
    /// A proxy of the fourth layer, by the Windows Filtering Platform.
    #[json("L4WFPPROXY")]
    L4WfpProxy,
    /// The name of the switch port.
    #[json("PortName")]
    PortName,
    /// Bytes to take off the MTU for encapsulation.
    #[json("EncapOverhead")]
    EncapOverhead,
    /// Single-root I/O virtualization.
    #[json("Iov")]
    Iov,
    /// The address of the physical network.
    #[json("ProviderAddress")]
    ProviderAddress,
    /// The interface of the host that it must use.
    #[json("InterfaceConstraint")]
    InterfaceConstraint,
    /// Which packets may pass, in tiers.
    #[json("TierAcl")]
    TierAcl,
    /// Any other text, as it came; empty if there was none.
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
    /// The length of the network's prefix, in bits.
    #[json("PrefixLength", omitempty)]
    pub prefix_length: u8,
}

/// Host -> guest: where a network endpoint looks up names.
///
/// Reference: `hcn.Dns`.
#[json_object]
pub struct Dns<'a> {
    /// Its own domain.
    #[json("Domain", omitempty)]
    pub domain: &'a str,
    /// Domains to search.
    #[json("Search", omitempty)]
    pub search: Seq<'a, &'a str>,
    /// The name servers' addresses.
    #[json("ServerList", omitempty)]
    pub server_list: Seq<'a, &'a str>,
    /// Options of the resolver.
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
    /// The metric; 0 for the guest's choice.
    #[json("Metric", omitempty)]
    pub metric: u16,
}

/// Host -> guest: the state of a network endpoint.
///
/// Reference: `hcn.Health`.
#[json_object]
pub struct Health<'a> {
    /// The state, of any type.
    #[json("Data", omitempty)]
    pub data: RawJson<'a>,
    /// Where the endpoint is in use. Always written.
    #[json("Extra", omitempty)]
    pub extra: ExtraParams<'a>,
}

/// Host -> guest: where a network endpoint is in use.
///
/// Reference: `hcn.ExtraParams`.
#[json_object]
pub struct ExtraParams<'a> {
    /// What the endpoint is made of, of any type.
    #[json("Resources", omitempty)]
    pub resources: Nullable<RawJson<'a>>,
    /// The containers that share it, of any type.
    #[json("SharedContainers", omitempty)]
    pub shared_containers: Nullable<RawJson<'a>>,
    /// What it is layered on.
    #[json("LayeredOn", omitempty)]
    pub layered_on: &'a str,
    /// The virtual switch, a GUID.
    #[json("SwitchGuid", omitempty)]
    pub switch_guid: &'a str,
    /// The utility VM that it is attached to.
    #[json("UtilityVM", omitempty)]
    pub utility_vm: &'a str,
    /// The VM that it is attached to.
    #[json("VirtualMachine", omitempty)]
    pub virtual_machine: &'a str,
}
