//! Network interfaces.

use crate::json::Seq;

crate::json_object! {
    /// Host -> guest: a network interface of a namespace.
    ///
    /// Addresses come as `ip_configs` and `routes` from current hosts, and one by one from hosts of 2024.
    ///
    /// Reference: `guestresource.LCOWNetworkAdapter`, of both generations.
    #[doc(alias = "LCOWNetworkAdapter")]
    pub struct LcowNetworkAdapter<'a> {
        /// The network namespace, a GUID.
        #[doc(alias = "NamespaceID")]
        pub namespace_id: &'a str = "NamespaceID" omitempty,
        /// The adapter, a GUID.
        #[doc(alias = "ID")]
        pub id: &'a str = "ID" omitempty,
        /// The hardware address.
        pub mac_address: &'a str = "MacAddress" omitempty,
        /// The IPv4 address, from hosts of 2024.
        #[doc(alias = "IPAddress")]
        pub ip_address: &'a str = "IPAddress" omitempty,
        /// The length of the IPv4 network's prefix in bits, from hosts of 2024.
        pub prefix_length: u8 = "PrefixLength" omitempty,
        /// The IPv4 gateway, from hosts of 2024.
        pub gateway_address: &'a str = "GatewayAddress" omitempty,
        /// The IPv6 address, from hosts of 2024.
        #[doc(alias = "IPv6Address")]
        pub ipv6_address: &'a str = "IPv6Address" omitempty,
        /// The length of the IPv6 network's prefix in bits, from hosts of 2024.
        #[doc(alias = "IPv6PrefixLength")]
        pub ipv6_prefix_length: u8 = "IPv6PrefixLength" omitempty,
        /// The IPv6 gateway, from hosts of 2024.
        #[doc(alias = "IPv6GatewayAddress")]
        pub ipv6_gateway_address: &'a str = "IPv6GatewayAddress" omitempty,
        /// Domains to search, separated by commas.
        #[doc(alias = "DNSSuffix")]
        pub dns_suffix: &'a str = "DNSSuffix" omitempty,
        /// Name servers, separated by commas.
        #[doc(alias = "DNSServerList")]
        pub dns_server_list: &'a str = "DNSServerList" omitempty,
        /// Bytes to take off the MTU for encapsulation.
        pub encap_overhead: u16 = "EncapOverhead" omitempty,
        /// The adapter is a PCI device assigned to the VM.
        #[doc(alias = "VPCIAssigned")]
        pub vpci_assigned: bool = "VPCIAssigned" omitempty,
        /// The addresses.
        #[doc(alias = "IPConfigs")]
        pub ip_configs: Seq<'a, LcowIpConfig<'a>> = "IPConfigs" omitempty,
        /// The routes.
        pub routes: Seq<'a, LcowRoute<'a>> = "Routes" omitempty,
        /// Route by source address, in a table of the adapter's own.
        pub policy_based_routing: bool = "PolicyBasedRouting" omitempty,
        /// Give the routes of this adapter a low metric.
        pub enable_low_metric: bool = "EnableLowMetric" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: an address of a network interface.
    ///
    /// Reference: `guestresource.LCOWIPConfig`.
    #[doc(alias = "LCOWIPConfig")]
    pub struct LcowIpConfig<'a> {
        /// The address, IPv4 or IPv6.
        #[doc(alias = "IPAddress")]
        pub ip_address: &'a str = "IPAddress" omitempty,
        /// The length of the network's prefix, in bits.
        pub prefix_length: u8 = "PrefixLength" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a route of a network interface.
    ///
    /// Reference: `guestresource.LCOWRoute`.
    #[doc(alias = "LCOWRoute")]
    pub struct LcowRoute<'a> {
        /// The gateway; `""` or `0.0.0.0` for none.
        pub next_hop: &'a str = "NextHop" omitempty,
        /// The destination, in CIDR notation.
        pub destination_prefix: &'a str = "DestinationPrefix" omitempty,
        /// The metric; 0 for the guest's choice.
        pub metric: u16 = "Metric" omitempty,
    }
}
