//! Network interfaces.

use crate::json::Seq;
use crate::json_object;

/// Host -> guest: a network interface of a network namespace.
///
/// Current hosts send addresses in `ip_configs` and `routes`. Hosts of 2024 send each address in a separate field.
///
/// Reference: `guestresource.LCOWNetworkAdapter`, of both generations.
#[json_object]
#[doc(alias = "LCOWNetworkAdapter")]
pub struct LcowNetworkAdapter<'a> {
    /// The GUID of the network namespace.
    #[json("NamespaceID", omitempty)]
    pub namespace_id: &'a str,
    /// The GUID of the adapter.
    #[json("ID", omitempty)]
    pub id: &'a str,
    /// The MAC address.
    #[json("MacAddress", omitempty)]
    pub mac_address: &'a str,
    /// The IPv4 address. Hosts of 2024 send it.
    #[json("IPAddress", omitempty, tolerant)]
    pub ip_address: &'a str,
    /// The prefix length of the IPv4 network, in bits. Hosts of 2024 send it.
    #[json("PrefixLength", omitempty, tolerant)]
    pub prefix_length: u8,
    /// The IPv4 gateway. Hosts of 2024 send it.
    #[json("GatewayAddress", omitempty, tolerant)]
    pub gateway_address: &'a str,
    /// The IPv6 address. Hosts of 2024 send it.
    #[json("IPv6Address", omitempty, tolerant)]
    pub ipv6_address: &'a str,
    /// The prefix length of the IPv6 network, in bits. Hosts of 2024 send it.
    #[json("IPv6PrefixLength", omitempty, tolerant)]
    pub ipv6_prefix_length: u8,
    /// The IPv6 gateway. Hosts of 2024 send it.
    #[json("IPv6GatewayAddress", omitempty, tolerant)]
    pub ipv6_gateway_address: &'a str,
    /// The DNS search domains, separated by commas.
    #[json("DNSSuffix", omitempty)]
    pub dns_suffix: &'a str,
    /// The DNS servers, separated by commas.
    #[json("DNSServerList", omitempty)]
    pub dns_server_list: &'a str,
    /// The number of bytes to subtract from the MTU for encapsulation.
    #[json("EncapOverhead", omitempty)]
    pub encap_overhead: u16,
    /// Whether the adapter is a PCI device assigned to the VM.
    #[json("VPCIAssigned", omitempty)]
    pub vpci_assigned: bool,
    /// The IP addresses.
    #[json("IPConfigs", omitempty)]
    pub ip_configs: Seq<'a, LcowIpConfig<'a>>,
    /// The routes.
    #[json("Routes", omitempty)]
    pub routes: Seq<'a, LcowRoute<'a>>,
    /// Whether to route by source address, in a separate routing table for this adapter.
    #[json("PolicyBasedRouting", omitempty)]
    pub policy_based_routing: bool,
    /// Whether the routes of this adapter get a low metric.
    #[json("EnableLowMetric", omitempty)]
    pub enable_low_metric: bool,
}

/// Host -> guest: an IP address of a network interface.
///
/// Reference: `guestresource.LCOWIPConfig`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "LCOWIPConfig")]
pub struct LcowIpConfig<'a> {
    /// The address, either IPv4 or IPv6.
    #[json("IPAddress", omitempty)]
    pub ip_address: &'a str,
    /// The prefix length of the network, in bits.
    #[json("PrefixLength", omitempty)]
    pub prefix_length: u8,
}

/// Host -> guest: a route of a network interface.
///
/// Reference: `guestresource.LCOWRoute`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "LCOWRoute")]
pub struct LcowRoute<'a> {
    /// The gateway, or `""` or `0.0.0.0` for none.
    #[json("NextHop", omitempty)]
    pub next_hop: &'a str,
    /// The destination network, in CIDR notation.
    #[json("DestinationPrefix", omitempty)]
    pub destination_prefix: &'a str,
    /// The metric, or 0 to let the guest choose.
    #[json("Metric", omitempty)]
    pub metric: u16,
}
