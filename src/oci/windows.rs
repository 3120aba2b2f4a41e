//! The Windows part of the specification. Host -> guest.

use crate::json::{RawJson, Seq};
use crate::json_object;

/// The configuration of a container on Windows.
///
/// For a Linux container on a Windows host, it contains layers and devices.
///
/// The struct takes 296 bytes on a 64-bit target.
///
/// Reference: `specs.Windows`.
#[json_object]
pub struct Windows<'a> {
    /// The directories of the image's layers, with the scratch layer last. They are absolute paths on the host.
    #[json("layerFolders")]
    pub layer_folders: Seq<'a, &'a str>,
    /// The devices to assign to the container.
    #[json("devices", omitempty)]
    pub devices: Seq<'a, WindowsDevice<'a>>,
    /// The resource limits of the container. If `None`, the container has no limits.
    #[json("resources", omitempty)]
    pub resources: Option<WindowsResources<'a>>,
    /// The service account of the container in a domain, as an object that Windows defines. `Debug` hides it. If
    /// absent, there is no account.
    #[json("credentialSpec", omitempty, secret)]
    pub credential_spec: RawJson<'a>,
    /// Whether the container is started to install updates.
    #[json("servicing", omitempty)]
    pub servicing: bool,
    /// Whether flushes to disk are ignored while the container boots.
    #[json("ignoreFlushesDuringBoot", omitempty)]
    pub ignore_flushes_during_boot: bool,
    /// The utility VM of the container. If `None`, the container does not run in a VM.
    #[json("hyperv", omitempty)]
    pub hyperv: Option<WindowsHyperV<'a>>,
    /// The network of the container. If `None`, the runtime decides.
    #[json("network", omitempty)]
    pub network: Option<WindowsNetwork<'a>>,
}

/// A device of the host that is assigned to a container.
///
/// Reference: `specs.WindowsDevice`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct WindowsDevice<'a> {
    /// The identifier of the device or of a class of devices. [`id_type`](Self::id_type) determines its form.
    #[json("id")]
    pub id: &'a str,
    /// The type of the identifier: `class` for the GUID of an interface class, or another type on which host and guest
    /// agree.
    #[json("idType")]
    pub id_type: &'a str,
}

/// The limits of a Windows container.
///
/// If a field is absent, the resource is not limited. When limits change, an absent field leaves the limit unchanged.
///
/// Reference: `specs.WindowsResources`.
#[json_object]
pub struct WindowsResources<'a> {
    /// The memory limit.
    #[json("memory", omitempty)]
    pub memory: Option<WindowsMemoryResources>,
    /// The CPU time limits, and the CPUs that the container may use.
    #[json("cpu", omitempty)]
    pub cpu: Option<WindowsCpuResources<'a>>,
    /// The limits of the system drive.
    #[json("storage", omitempty)]
    pub storage: Option<WindowsStorageResources>,
}

/// The memory limit of a container.
///
/// Reference: `specs.WindowsMemoryResources`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct WindowsMemoryResources {
    /// The maximum memory, in bytes. If `None`, there is no limit.
    #[json("limit", omitempty)]
    pub limit: Option<u64>,
}

/// The limits of CPU time. At most one of the first three fields should be set.
///
/// Reference: `specs.WindowsCPUResources`.
#[json_object]
#[doc(alias = "WindowsCPUResources")]
pub struct WindowsCpuResources<'a> {
    /// The number of CPUs. If `None`, the container may use all CPUs.
    #[json("count", omitempty)]
    pub count: Option<u64>,
    /// The relative weight when CPUs are busy, from 0 to 10000. If `None`, it is the default.
    #[json("shares", omitempty)]
    pub shares: Option<u16>,
    /// The maximum share of the time of all CPUs, in hundredths of a percent, up to 10000. If `None`, there is no
    /// limit.
    #[json("maximum", omitempty)]
    pub maximum: Option<u16>,
    /// The CPUs that the container may use, with an entry for each processor group. If empty, it may use any CPU.
    #[json("affinity", omitempty)]
    pub affinity: Seq<'a, WindowsCpuGroupAffinity>,
}

/// A set of CPUs in one processor group.
///
/// Reference: `specs.WindowsCPUGroupAffinity`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "WindowsCPUGroupAffinity")]
pub struct WindowsCpuGroupAffinity {
    /// The bit mask of the CPUs in the group. The first CPU is the lowest bit.
    #[json("mask", omitempty)]
    pub mask: u64,
    /// The number of the processor group.
    #[json("group", omitempty)]
    pub group: u32,
}

/// The limits of the system drive.
///
/// Reference: `specs.WindowsStorageResources`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct WindowsStorageResources {
    /// The maximum number of operations per second. If `None`, there is no limit.
    #[json("iops", omitempty)]
    pub iops: Option<u64>,
    /// The maximum number of bytes per second. If `None`, there is no limit.
    #[json("bps", omitempty)]
    pub bps: Option<u64>,
    /// The minimum size of the drive, in bytes. If `None`, the image determines it.
    #[json("sandboxSize", omitempty)]
    pub sandbox_size: Option<u64>,
}

/// The utility VM of a container.
///
/// Reference: `specs.WindowsHyperV`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct WindowsHyperV<'a> {
    /// The path of the utility VM's image on the host. If empty, the host chooses the image.
    #[json("utilityVMPath", omitempty)]
    pub utility_vm_path: &'a str,
}

/// The network of a Windows container, or the network namespace of a Linux container on a Windows host.
///
/// Reference: `specs.WindowsNetwork`.
#[json_object]
pub struct WindowsNetwork<'a> {
    /// The identifiers of the endpoints to which the container is connected.
    #[json("endpointList", omitempty)]
    pub endpoint_list: Seq<'a, &'a str>,
    /// Whether lookups of DNS names without a domain are allowed.
    #[json("allowUnqualifiedDNSQuery", omitempty)]
    pub allow_unqualified_dns_query: bool,
    /// The DNS search domains.
    #[json("DNSSearchList", omitempty)]
    pub dns_search_list: Seq<'a, &'a str>,
    /// The identifier of the container whose network this container shares. If empty, it has a separate network.
    #[json("networkSharedContainerName", omitempty)]
    pub network_shared_container_name: &'a str,
    /// The identifier of the network namespace of the container. If empty, there is none.
    #[json("networkNamespace", omitempty)]
    pub network_namespace: &'a str,
}
