//! The settings of a container and of the VM, which a Create contains.

use super::negotiate::SchemaVersion;
use crate::json::Seq;
use crate::json_object;
use crate::oci::Spec;
use crate::resource::Layer;

/// Host -> guest: the settings of a container in schema version 2.
///
/// Reference: `prot.VMHostedContainerSettingsV2`.
#[json_object]
#[doc(alias = "VMHostedContainerSettingsV2")]
pub struct VmHostedContainerSettingsV2<'a> {
    /// The version of the schema. Current guests reject versions below 2.1.
    #[json("SchemaVersion")]
    pub schema_version: SchemaVersion,
    /// The path of the directory in the VM that holds the container's files.
    #[json("OciBundlePath", omitempty)]
    pub oci_bundle_path: &'a str,
    /// The OCI specification: what to run, and how.
    #[json("OciSpecification", omitempty)]
    pub oci_specification: Option<Spec<'a>>,
    /// The path of the directory in the VM that holds the container's changes to its file system.
    #[json("ScratchDirPath")]
    pub scratch_dir_path: &'a str,
}

/// Host -> guest: the settings of a container in schema version 1.
///
/// Reference: `prot.VMHostedContainerSettings`.
#[json_object]
#[doc(alias = "VMHostedContainerSettings")]
pub struct VmHostedContainerSettings<'a> {
    /// The read-only layers of the root file system, from the topmost to the lowest.
    #[json("Layers")]
    pub layers: Seq<'a, Layer<'a>>,
    /// The disk that holds the container's changes to its file system, identified for example by its SCSI number.
    #[json("SandboxDataPath")]
    pub sandbox_data_path: &'a str,
    /// The disks to mount in the container.
    #[json("MappedVirtualDisks")]
    pub mapped_virtual_disks: Seq<'a, MappedVirtualDisk<'a>>,
    /// The directories of the host to mount in the container.
    #[json("MappedDirectories")]
    pub mapped_directories: Seq<'a, MappedDirectory<'a>>,
    /// The network interfaces.
    #[json("NetworkAdapters", omitempty)]
    pub network_adapters: Seq<'a, NetworkAdapter<'a>>,
}

/// Host -> guest: a disk, and where to mount it.
///
/// Reference: `prot.MappedVirtualDisk`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct MappedVirtualDisk<'a> {
    /// The mount path. It is a path in the container, or in the VM if
    /// [`create_in_utility_vm`](Self::create_in_utility_vm) is set.
    #[json("ContainerPath")]
    pub container_path: &'a str,
    /// The SCSI logical unit number of the disk.
    #[json("Lun", omitempty)]
    pub lun: u8,
    /// Whether the path is a path in the VM.
    #[json("CreateInUtilityVM", omitempty)]
    pub create_in_utility_vm: bool,
    /// Whether to mount the disk read-only.
    #[json("ReadOnly", omitempty)]
    pub read_only: bool,
    /// Whether to wait for the disk without mounting it.
    #[json("AttachOnly", omitempty)]
    pub attach_only: bool,
}

/// Host -> guest: a directory of the host, served over Plan 9, and where to mount it.
///
/// Reference: `prot.MappedDirectory`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct MappedDirectory<'a> {
    /// The mount path. It is a path in the container, or in the VM if
    /// [`create_in_utility_vm`](Self::create_in_utility_vm) is set.
    #[json("ContainerPath")]
    pub container_path: &'a str,
    /// Whether the path is a path in the VM.
    #[json("CreateInUtilityVM", omitempty)]
    pub create_in_utility_vm: bool,
    /// Whether to mount the directory read-only.
    #[json("ReadOnly", omitempty)]
    pub read_only: bool,
    /// The vsock port of the Plan 9 server.
    #[json("Port", omitempty)]
    pub port: u32,
}

/// Host -> guest: a network interface in schema version 1.
///
/// Reference: `prot.NetworkAdapter`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct NetworkAdapter<'a> {
    /// The GUID of the adapter.
    #[json("AdapterInstanceId")]
    pub adapter_instance_id: &'a str,
    /// Whether a firewall is enabled.
    #[json("FirewallEnabled")]
    pub firewall_enabled: bool,
    /// Whether the guest is behind network address translation.
    #[json("NatEnabled")]
    pub nat_enabled: bool,
    /// The MAC address.
    #[json("MacAddress", omitempty)]
    pub mac_address: &'a str,
    /// The IPv4 address of the guest.
    #[doc(alias = "AllocatedIPAddress")]
    #[json("AllocatedIpAddress", omitempty)]
    pub allocated_ip_address: &'a str,
    /// The IPv4 address of the host, which is the guest's gateway.
    #[doc(alias = "HostIPAddress")]
    #[json("HostIpAddress", omitempty)]
    pub host_ip_address: &'a str,
    /// The prefix length of the IPv4 network, in bits.
    #[doc(alias = "HostIPPrefixLength")]
    #[json("HostIpPrefixLength", omitempty)]
    pub host_ip_prefix_length: u8,
    /// The IPv6 address of the guest.
    #[doc(alias = "AllocatedIPv6Address")]
    #[json("AllocatedIpv6Address", omitempty)]
    pub allocated_ipv6_address: &'a str,
    /// The IPv6 address of the host, which is the guest's gateway.
    #[doc(alias = "HostIPv6Address")]
    #[json("HostIpv6Address", omitempty)]
    pub host_ipv6_address: &'a str,
    /// The prefix length of the IPv6 network, in bits.
    #[doc(alias = "HostIPv6PrefixLength")]
    #[json("HostIpv6PrefixLength", omitempty)]
    pub host_ipv6_prefix_length: u8,
    /// The DNS servers, separated by commas.
    #[doc(alias = "HostDNSServerList")]
    #[json("HostDnsServerList", omitempty)]
    pub host_dns_server_list: &'a str,
    /// The DNS search domains, separated by commas.
    #[doc(alias = "HostDNSSuffix")]
    #[json("HostDnsSuffix", omitempty)]
    pub host_dns_suffix: &'a str,
    /// Whether the routes of this adapter get a low metric.
    #[json("EnableLowMetric", omitempty)]
    pub enable_low_metric: bool,
    /// The number of bytes to subtract from the MTU for encapsulation.
    #[json("EncapOverhead", omitempty)]
    pub encap_overhead: u16,
}

/// Host -> guest: the settings of the VM itself.
///
/// Reference: hcsshim's `internal/gcs`, `UVMConfig`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "UVMConfig")]
pub struct UvmConfig<'a> {
    /// The type of the compute system. Hosts always send `Container`.
    #[json("SystemType")]
    pub system_type: &'a str,
    /// The time zone of the host.
    #[json("TimeZoneInformation")]
    pub time_zone_information: Option<TimeZoneInformation<'a>>,
}

/// Host -> guest: a time zone, in the form that Windows uses.
///
/// Reference: `hcsschema.TimeZoneInformation`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct TimeZoneInformation<'a> {
    /// UTC minus local time, in minutes.
    #[json("Bias", omitempty)]
    pub bias: i32,
    /// The name of the time zone during standard time.
    #[json("StandardName", omitempty)]
    pub standard_name: &'a str,
    /// The date on which standard time begins.
    #[json("StandardDate", omitempty)]
    pub standard_date: Option<SystemTime>,
    /// The number of minutes to add to [`bias`](Self::bias) during standard time.
    #[json("StandardBias", omitempty)]
    pub standard_bias: i32,
    /// The name of the time zone during daylight saving time.
    #[json("DaylightName", omitempty)]
    pub daylight_name: &'a str,
    /// The date on which daylight saving time begins.
    #[json("DaylightDate", omitempty)]
    pub daylight_date: Option<SystemTime>,
    /// The number of minutes to add to [`bias`](Self::bias) during daylight saving time.
    #[json("DaylightBias", omitempty)]
    pub daylight_bias: i32,
}

/// Host -> guest: a date and time.
///
/// If the year is 0, the date recurs every year, and `day` selects a week of the month.
///
/// Reference: `hcsschema.SystemTime`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct SystemTime {
    /// The year, or 0 for a date that recurs every year.
    #[json("Year", omitempty)]
    pub year: i32,
    /// The month, from 1 to 12.
    #[json("Month", omitempty)]
    pub month: i32,
    /// The day of the week, from 0 (Sunday) to 6.
    #[json("DayOfWeek", omitempty)]
    pub day_of_week: i32,
    /// The day of the month. If the year is 0, it is the occurrence of `day_of_week` in the month, from 1 to 5, where 5
    /// means the last one.
    #[json("Day", omitempty)]
    pub day: i32,
    /// The hour, from 0 to 23.
    #[json("Hour", omitempty)]
    pub hour: i32,
    /// The minute, from 0 to 59.
    #[json("Minute", omitempty)]
    pub minute: i32,
    /// The second, from 0 to 59.
    #[json("Second", omitempty)]
    pub second: i32,
    /// The millisecond, from 0 to 999.
    #[json("Milliseconds", omitempty)]
    pub milliseconds: i32,
}
