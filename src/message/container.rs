//! Creating a container, or the VM itself as a compute system.

use super::negotiate::SchemaVersion;
use crate::json::{JsonString, Seq};
use crate::oci::Spec;
use crate::resource::Layer;

crate::json_object! {
    /// Host -> guest: make a container ready, so that its first process can be started.
    ///
    /// `C` is the document in `ContainerConfig`: [`VmHostedContainerSettingsV2`], in old versions
    /// [`VmHostedContainerSettings`], for the VM itself [`UvmConfig`].
    ///
    /// Reference: `prot.ContainerCreate`.
    pub struct ContainerCreate<'a, C = VmHostedContainerSettingsV2<'a>> {
        /// The settings, a document in a string.
        pub container_config: JsonString<C> = "ContainerConfig",
        /// The versions of the protocol that the host speaks, for versions 3 and older.
        pub supported_versions: ProtocolSupport<'a> = "SupportedVersions" omitempty,
    }
}

crate::json_object! {
    /// Guest -> host: the container is ready.
    ///
    /// Reference: `prot.ContainerCreateResponse`.
    pub struct ContainerCreateResponse<'a> {
        /// The version agreed on, as text, for versions 3 and older.
        pub selected_version: &'a str = "SelectedVersion" omitempty,
        /// The version agreed on, for versions 3 and older.
        pub selected_protocol_version: u32 = "SelectedProtocolVersion",
    }
}

crate::json_object! {
    /// Host -> guest: which versions of the protocol the host speaks, for versions 3 and older.
    ///
    /// Reference: `prot.ProtocolSupport`.
    pub struct ProtocolSupport<'a> {
        /// The oldest version, as text.
        pub minimum_version: &'a str = "MinimumVersion" omitempty,
        /// The newest version, as text.
        pub maximum_version: &'a str = "MaximumVersion" omitempty,
        /// The oldest version.
        pub minimum_protocol_version: u32 = "MinimumProtocolVersion",
        /// The newest version, inclusive.
        pub maximum_protocol_version: u32 = "MaximumProtocolVersion",
    }
}

crate::json_object! {
    /// Host -> guest: the settings of a container, schema version 2.
    ///
    /// Reference: `prot.VMHostedContainerSettingsV2`.
    #[doc(alias = "VMHostedContainerSettingsV2")]
    pub struct VmHostedContainerSettingsV2<'a> {
        /// The version of the schema; guests of today refuse what is below 2.1.
        pub schema_version: SchemaVersion = "SchemaVersion",
        /// The directory in the VM for the container's files.
        pub oci_bundle_path: &'a str = "OciBundlePath" omitempty,
        /// What is to be run, and how.
        pub oci_specification: Option<Spec<'a>> = "OciSpecification" omitempty,
        /// The directory in the VM that takes the container's changes.
        pub scratch_dir_path: &'a str = "ScratchDirPath",
    }
}

crate::json_object! {
    /// Host -> guest: the settings of a container, schema version 1.
    ///
    /// Reference: `prot.VMHostedContainerSettings`.
    #[doc(alias = "VMHostedContainerSettings")]
    pub struct VmHostedContainerSettings<'a> {
        /// The read-only layers of the root file system, the topmost first.
        pub layers: Seq<'a, Layer<'a>> = "Layers",
        /// Names the disk that takes the container's changes, such as its SCSI number.
        pub sandbox_data_path: &'a str = "SandboxDataPath",
        /// Disks to be mounted in the container.
        pub mapped_virtual_disks: Seq<'a, MappedVirtualDisk<'a>> = "MappedVirtualDisks",
        /// Directories of the host to be mounted in the container.
        pub mapped_directories: Seq<'a, MappedDirectory<'a>> = "MappedDirectories",
        /// Network interfaces.
        pub network_adapters: Seq<'a, NetworkAdapter<'a>> = "NetworkAdapters" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a disk, and where the container sees it.
    ///
    /// Reference: `prot.MappedVirtualDisk`.
    pub struct MappedVirtualDisk<'a> {
        /// The path in the container, or in the VM.
        pub container_path: &'a str = "ContainerPath",
        /// The disk's SCSI logical unit number.
        pub lun: u8 = "Lun" omitempty,
        /// The path is one of the VM.
        #[doc(alias = "CreateInUtilityVM")]
        pub create_in_utility_vm: bool = "CreateInUtilityVM" omitempty,
        /// Mount it read-only.
        pub read_only: bool = "ReadOnly" omitempty,
        /// Wait for the disk, but do not mount it.
        pub attach_only: bool = "AttachOnly" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a directory of the host, served by Plan 9, and where the container sees it.
    ///
    /// Reference: `prot.MappedDirectory`.
    pub struct MappedDirectory<'a> {
        /// The path in the container, or in the VM.
        pub container_path: &'a str = "ContainerPath",
        /// The path is one of the VM.
        #[doc(alias = "CreateInUtilityVM")]
        pub create_in_utility_vm: bool = "CreateInUtilityVM" omitempty,
        /// Mount it read-only.
        pub read_only: bool = "ReadOnly" omitempty,
        /// The vsock port of the Plan 9 server.
        pub port: u32 = "Port" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a network interface, schema version 1.
    ///
    /// Reference: `prot.NetworkAdapter`.
    pub struct NetworkAdapter<'a> {
        /// The adapter, a GUID.
        pub adapter_instance_id: &'a str = "AdapterInstanceId",
        /// A firewall is on.
        pub firewall_enabled: bool = "FirewallEnabled",
        /// The guest is behind address translation.
        pub nat_enabled: bool = "NatEnabled",
        /// The hardware address.
        pub mac_address: &'a str = "MacAddress" omitempty,
        /// The guest's IPv4 address.
        #[doc(alias = "AllocatedIPAddress")]
        pub allocated_ip_address: &'a str = "AllocatedIpAddress" omitempty,
        /// The host's IPv4 address: the gateway.
        #[doc(alias = "HostIPAddress")]
        pub host_ip_address: &'a str = "HostIpAddress" omitempty,
        /// The length of the IPv4 network's prefix, in bits.
        #[doc(alias = "HostIPPrefixLength")]
        pub host_ip_prefix_length: u8 = "HostIpPrefixLength" omitempty,
        /// The guest's IPv6 address.
        #[doc(alias = "AllocatedIPv6Address")]
        pub allocated_ipv6_address: &'a str = "AllocatedIpv6Address" omitempty,
        /// The host's IPv6 address: the gateway.
        #[doc(alias = "HostIPv6Address")]
        pub host_ipv6_address: &'a str = "HostIpv6Address" omitempty,
        /// The length of the IPv6 network's prefix, in bits.
        #[doc(alias = "HostIPv6PrefixLength")]
        pub host_ipv6_prefix_length: u8 = "HostIpv6PrefixLength" omitempty,
        /// Name servers, separated by commas.
        #[doc(alias = "HostDNSServerList")]
        pub host_dns_server_list: &'a str = "HostDnsServerList" omitempty,
        /// Domains to search, separated by commas.
        #[doc(alias = "HostDNSSuffix")]
        pub host_dns_suffix: &'a str = "HostDnsSuffix" omitempty,
        /// Give the routes of this adapter a low metric.
        pub enable_low_metric: bool = "EnableLowMetric" omitempty,
        /// Bytes to take off the MTU for encapsulation.
        pub encap_overhead: u16 = "EncapOverhead" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: the settings of the VM itself.
    ///
    /// Reference: hcsshim's `internal/gcs`, `UVMConfig`.
    #[doc(alias = "UVMConfig")]
    pub struct UvmConfig<'a> {
        /// Always `Container`.
        pub system_type: &'a str = "SystemType",
        /// The host's time zone.
        pub time_zone_information: Option<TimeZoneInformation<'a>> = "TimeZoneInformation",
    }
}

crate::json_object! {
    /// Host -> guest: a time zone, as Windows describes one.
    ///
    /// Reference: `hcsschema.TimeZoneInformation`.
    pub struct TimeZoneInformation<'a> {
        /// UTC less local time, in minutes.
        pub bias: i32 = "Bias" omitempty,
        /// The name in winter.
        pub standard_name: &'a str = "StandardName" omitempty,
        /// When winter time begins.
        pub standard_date: Option<SystemTime> = "StandardDate" omitempty,
        /// Minutes to be added to `bias` in winter.
        pub standard_bias: i32 = "StandardBias" omitempty,
        /// The name in summer.
        pub daylight_name: &'a str = "DaylightName" omitempty,
        /// When summer time begins.
        pub daylight_date: Option<SystemTime> = "DaylightDate" omitempty,
        /// Minutes to be added to `bias` in summer.
        pub daylight_bias: i32 = "DaylightBias" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a date of each year: with year 0, `day` counts the weeks of the month (5: the last).
    ///
    /// Reference: `hcsschema.SystemTime`.
    pub struct SystemTime {
        /// The year, or 0 for each year.
        pub year: i32 = "Year" omitempty,
        /// The month, 1 to 12.
        pub month: i32 = "Month" omitempty,
        /// The day of the week, Sunday 0.
        pub day_of_week: i32 = "DayOfWeek" omitempty,
        /// The day, or which of such days of the week in the month.
        pub day: i32 = "Day" omitempty,
        /// The hour, 0 to 23.
        pub hour: i32 = "Hour" omitempty,
        /// The minute, 0 to 59.
        pub minute: i32 = "Minute" omitempty,
        /// The second, 0 to 59.
        pub second: i32 = "Second" omitempty,
        /// The millisecond, 0 to 999.
        pub milliseconds: i32 = "Milliseconds" omitempty,
    }
}
