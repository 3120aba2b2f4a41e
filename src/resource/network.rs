//! Network interfaces.

use crate::json::Seq;
use crate::json_object;

/// Host -> guest: a network interface of a namespace.
///
/// Addresses come as `ip_configs` and `routes` from current hosts, and one by one from hosts of 2024.
///
/// Reference: `guestresource.LCOWNetworkAdapter`, of both generations.
#[json_object]
#[doc(alias = "LCOWNetworkAdapter")]
pub struct LcowNetworkAdapter<'a> {
    /// The network namespace, a GUID.
    #[json("NamespaceID", omitempty)]
    pub namespace_id: &'a str,
    /// The adapter, a GUID.
    #[json("ID", omitempty)]
    pub id: &'a str,
    /// The hardware address.
    #[json("MacAddress", omitempty)]
    pub mac_address: &'a str,
    /// The IPv4 address, from hosts of 2024.
    #[json("IPAddress", omitempty, tolerant)]
    pub ip_address: &'a str,
    /// The length of the IPv4 network's prefix in bits, from hosts of 2024.
    #[json("PrefixLength", omitempty, tolerant)]
    pub prefix_length: u8,
    /// The IPv4 gateway, from hosts of 2024.
    #[json("GatewayAddress", omitempty, tolerant)]
    pub gateway_address: &'a str,
    /// The IPv6 address, from hosts of 2024.
    #[json("IPv6Address", omitempty, tolerant)]
    pub ipv6_address: &'a str,
    /// The length of the IPv6 network's prefix in bits, from hosts of 2024.
    #[json("IPv6PrefixLength", omitempty, tolerant)]
    pub ipv6_prefix_length: u8,
    /// The IPv6 gateway, from hosts of 2024.
    #[json("IPv6GatewayAddress", omitempty, tolerant)]
    pub ipv6_gateway_address: &'a str,
    /// Domains to search, separated by commas.
    #[json("DNSSuffix", omitempty)]
    pub dns_suffix: &'a str,
    /// Name servers, separated by commas.
    #[json("DNSServerList", omitempty)]
    pub dns_server_list: &'a str,
    /// Bytes to take off the MTU for encapsulation.
    #[json("EncapOverhead", omitempty)]
    pub encap_overhead: u16,
    /// The adapter is a PCI device assigned to the VM.
    #[json("VPCIAssigned", omitempty)]
    pub vpci_assigned: bool,
    /// The addresses.
    #[json("IPConfigs", omitempty)]
    pub ip_configs: Seq<'a, LcowIpConfig<'a>>,
    /// The routes.
    #[json("Routes", omitempty)]
    pub routes: Seq<'a, LcowRoute<'a>>,
    /// Route by source address, in a table of the adapter's own.
    #[json("PolicyBasedRouting", omitempty)]
    pub policy_based_routing: bool,
    /// Give the routes of this adapter a low metric.
    #[json("EnableLowMetric", omitempty)]
    pub enable_low_metric: bool,
}

/// Host -> guest: an address of a network interface.
///
/// Reference: `guestresource.LCOWIPConfig`.
#[json_object]
#[doc(alias = "LCOWIPConfig")]
pub struct LcowIpConfig<'a> {
    /// The address, IPv4 or IPv6.
    #[json("IPAddress", omitempty)]
    pub ip_address: &'a str,
    /// The length of the network's prefix, in bits.
    #[json("PrefixLength", omitempty)]
    pub prefix_length: u8,
}

/// Host -> guest: a route of a network interface.
///
/// Reference: `guestresource.LCOWRoute`.
#[json_object]
#[doc(alias = "LCOWRoute")]
pub struct LcowRoute<'a> {
    /// The gateway; `""` or `0.0.0.0` for none.
    #[json("NextHop", omitempty)]
    pub next_hop: &'a str,
    /// The destination, in CIDR notation.
    #[json("DestinationPrefix", omitempty)]
    pub destination_prefix: &'a str,
    /// The metric; 0 for the guest's choice.
    #[json("Metric", omitempty)]
    pub metric: u16,
}
