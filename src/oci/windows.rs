//! What concerns Windows. Host -> guest.

use crate::json::{RawJson, Seq};
use crate::json_object;

/// The Windows part of a container. For a Linux container on a Windows host it carries layers and devices.
///
/// 296 bytes on a 64-bit target.
///
/// Reference: `specs.Windows`.
#[json_object]
pub struct Windows<'a> {
    /// The directories of the image's layers, the scratch layer last; absolute paths on the host.
    #[json("layerFolders")]
    pub layer_folders: Seq<'a, &'a str>,
    /// Devices to be given to the container.
    #[json("devices", omitempty)]
    pub devices: Seq<'a, WindowsDevice<'a>>,
    /// What the container may use. Absent: no limits of its own.
    #[json("resources", omitempty)]
    pub resources: Option<WindowsResources<'a>>,
    /// The service account it acts as in a domain; an object of Windows' own. Hidden from `Debug`. Absent: none.
    #[json("credentialSpec", omitempty, secret)]
    pub credential_spec: RawJson<'a>,
    /// Whether it is started to have updates installed.
    #[json("servicing", omitempty)]
    pub servicing: bool,
    /// Whether writes to disk need not be lasting while it boots.
    #[json("ignoreFlushesDuringBoot", omitempty)]
    pub ignore_flushes_during_boot: bool,
    /// The virtual machine around it. Absent: none.
    #[json("hyperv", omitempty)]
    pub hyperv: Option<WindowsHyperV<'a>>,
    /// Its network. Absent: left to the runtime.
    #[json("network", omitempty)]
    pub network: Option<WindowsNetwork<'a>>,
}

/// A device of the host that is given to a container.
///
/// Reference: `specs.WindowsDevice`.
#[json_object]
pub struct WindowsDevice<'a> {
    /// Which device, or which class of them, in the form that `id_type` says.
    #[json("id")]
    pub id: &'a str,
    /// What `id` is: `class` (an interface class GUID), or a form that the host and the guest have agreed on.
    #[json("idType")]
    pub id_type: &'a str,
}

/// The limits of a Windows container. What is absent is not limited, or stays as it was when limits change.
///
/// Reference: `specs.WindowsResources`.
#[json_object]
pub struct WindowsResources<'a> {
    /// Memory.
    #[json("memory", omitempty)]
    pub memory: Option<WindowsMemoryResources>,
    /// Processor time, and which processors.
    #[json("cpu", omitempty)]
    pub cpu: Option<WindowsCpuResources<'a>>,
    /// The system drive.
    #[json("storage", omitempty)]
    pub storage: Option<WindowsStorageResources>,
}

/// The limit to memory.
///
/// Reference: `specs.WindowsMemoryResources`.
#[json_object]
pub struct WindowsMemoryResources {
    /// The most it may use, in bytes. Absent: no limit.
    #[json("limit", omitempty)]
    pub limit: Option<u64>,
}

/// Limits to processor time: at most one of the first three is meant to be given.
///
/// Reference: `specs.WindowsCPUResources`.
#[json_object]
#[doc(alias = "WindowsCPUResources")]
pub struct WindowsCpuResources<'a> {
    /// How many processors' worth of time. Absent: all.
    #[json("count", omitempty)]
    pub count: Option<u64>,
    /// Its weight beside other work when processors are busy, from 0 to 10000. Absent: the usual.
    #[json("shares", omitempty)]
    pub shares: Option<u16>,
    /// The most of all processors' time, in hundredths of a percent, up to 10000. Absent: no limit.
    #[json("maximum", omitempty)]
    pub maximum: Option<u16>,
    /// The processors it may run on, group by group. Empty: any.
    #[json("affinity", omitempty)]
    pub affinity: Seq<'a, WindowsCpuGroupAffinity>,
}

/// Some processors of one processor group.
///
/// Reference: `specs.WindowsCPUGroupAffinity`.
#[json_object]
#[doc(alias = "WindowsCPUGroupAffinity")]
pub struct WindowsCpuGroupAffinity {
    /// A bit for each processor of the group, the first lowest.
    #[json("mask", omitempty)]
    pub mask: u64,
    /// The number of the group.
    #[json("group", omitempty)]
    pub group: u32,
}

/// Limits to the system drive.
///
/// Reference: `specs.WindowsStorageResources`.
#[json_object]
pub struct WindowsStorageResources {
    /// The most operations a second. Absent: no limit.
    #[json("iops", omitempty)]
    pub iops: Option<u64>,
    /// The most bytes a second. Absent: no limit.
    #[json("bps", omitempty)]
    pub bps: Option<u64>,
    /// The least size of the drive, in bytes. Absent: as the image says.
    #[json("sandboxSize", omitempty)]
    pub sandbox_size: Option<u64>,
}

/// The virtual machine around a container.
///
/// Reference: `specs.WindowsHyperV`.
#[json_object]
pub struct WindowsHyperV<'a> {
    /// Where the image of the utility VM lies on the host. Empty: chosen by the host.
    #[json("utilityVMPath", omitempty)]
    pub utility_vm_path: &'a str,
}

/// The network of a Windows container, and the network namespace of a Linux container on a Windows host.
///
/// Reference: `specs.WindowsNetwork`.
#[json_object]
pub struct WindowsNetwork<'a> {
    /// The endpoints it is joined to, by identifier.
    #[json("endpointList", omitempty)]
    pub endpoint_list: Seq<'a, &'a str>,
    /// Whether names without a domain may be looked up.
    #[json("allowUnqualifiedDNSQuery", omitempty)]
    pub allow_unqualified_dns_query: bool,
    /// The domains that are tried behind a name.
    #[json("DNSSearchList", omitempty)]
    pub dns_search_list: Seq<'a, &'a str>,
    /// The identifier of the container whose network it shares. Empty: it has its own.
    #[json("networkSharedContainerName", omitempty)]
    pub network_shared_container_name: &'a str,
    /// The identifier of the network namespace it is in. Empty: none.
    #[json("networkNamespace", omitempty)]
    pub network_namespace: &'a str,
}
