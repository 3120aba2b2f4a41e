//! What concerns Windows. Host -> guest.

use crate::json::{RawJson, Seq};

crate::json_object! {
    /// The Windows part of a container. For a Linux container on a Windows host it carries layers and devices.
    ///
    /// 296 bytes on a 64-bit target.
    ///
    /// Reference: `specs.Windows`.
    pub struct Windows<'a> {
        /// The directories of the image's layers, the scratch layer last; absolute paths on the host.
        pub layer_folders: Seq<'a, &'a str> = "layerFolders",
        /// Devices to be given to the container.
        pub devices: Seq<'a, WindowsDevice<'a>> = "devices" omitempty,
        /// What the container may use. Absent: no limits of its own.
        pub resources: Option<WindowsResources<'a>> = "resources" omitempty,
        /// The service account it acts as in a domain; an object of Windows' own. Hidden from `Debug`. Absent: none.
        pub credential_spec: RawJson<'a> = "credentialSpec" omitempty secret,
        /// Whether it is started to have updates installed.
        pub servicing: bool = "servicing" omitempty,
        /// Whether writes to disk need not be lasting while it boots.
        pub ignore_flushes_during_boot: bool = "ignoreFlushesDuringBoot" omitempty,
        /// The virtual machine around it. Absent: none.
        pub hyperv: Option<WindowsHyperV<'a>> = "hyperv" omitempty,
        /// Its network. Absent: left to the runtime.
        pub network: Option<WindowsNetwork<'a>> = "network" omitempty,
    }
}

crate::json_object! {
    /// A device of the host that is given to a container.
    ///
    /// Reference: `specs.WindowsDevice`.
    pub struct WindowsDevice<'a> {
        /// Which device, or which class of them, in the form that `id_type` says.
        pub id: &'a str = "id",
        /// What `id` is: `class` (an interface class GUID), or a form that the host and the guest have agreed on.
        pub id_type: &'a str = "idType",
    }
}

crate::json_object! {
    /// The limits of a Windows container. What is absent is not limited, or stays as it was when limits change.
    ///
    /// Reference: `specs.WindowsResources`.
    pub struct WindowsResources<'a> {
        /// Memory.
        pub memory: Option<WindowsMemoryResources> = "memory" omitempty,
        /// Processor time, and which processors.
        pub cpu: Option<WindowsCpuResources<'a>> = "cpu" omitempty,
        /// The system drive.
        pub storage: Option<WindowsStorageResources> = "storage" omitempty,
    }
}

crate::json_object! {
    /// The limit to memory.
    ///
    /// Reference: `specs.WindowsMemoryResources`.
    pub struct WindowsMemoryResources {
        /// The most it may use, in bytes. Absent: no limit.
        pub limit: Option<u64> = "limit" omitempty,
    }
}

crate::json_object! {
    /// Limits to processor time: at most one of the first three is meant to be given.
    ///
    /// Reference: `specs.WindowsCPUResources`.
    #[doc(alias = "WindowsCPUResources")]
    pub struct WindowsCpuResources<'a> {
        /// How many processors' worth of time. Absent: all.
        pub count: Option<u64> = "count" omitempty,
        /// Its weight beside other work when processors are busy, from 0 to 10000. Absent: the usual.
        pub shares: Option<u16> = "shares" omitempty,
        /// The most of all processors' time, in hundredths of a percent, up to 10000. Absent: no limit.
        pub maximum: Option<u16> = "maximum" omitempty,
        /// The processors it may run on, group by group. Empty: any.
        pub affinity: Seq<'a, WindowsCpuGroupAffinity> = "affinity" omitempty,
    }
}

crate::json_object! {
    /// Some processors of one processor group.
    ///
    /// Reference: `specs.WindowsCPUGroupAffinity`.
    #[doc(alias = "WindowsCPUGroupAffinity")]
    pub struct WindowsCpuGroupAffinity {
        /// A bit for each processor of the group, the first lowest.
        pub mask: u64 = "mask" omitempty,
        /// The number of the group.
        pub group: u32 = "group" omitempty,
    }
}

crate::json_object! {
    /// Limits to the system drive.
    ///
    /// Reference: `specs.WindowsStorageResources`.
    pub struct WindowsStorageResources {
        /// The most operations a second. Absent: no limit.
        pub iops: Option<u64> = "iops" omitempty,
        /// The most bytes a second. Absent: no limit.
        pub bps: Option<u64> = "bps" omitempty,
        /// The least size of the drive, in bytes. Absent: as the image says.
        pub sandbox_size: Option<u64> = "sandboxSize" omitempty,
    }
}

crate::json_object! {
    /// The virtual machine around a container.
    ///
    /// Reference: `specs.WindowsHyperV`.
    pub struct WindowsHyperV<'a> {
        /// Where the image of the utility VM lies on the host. Empty: chosen by the host.
        pub utility_vm_path: &'a str = "utilityVMPath" omitempty,
    }
}

crate::json_object! {
    /// The network of a Windows container, and the network namespace of a Linux container on a Windows host.
    ///
    /// Reference: `specs.WindowsNetwork`.
    pub struct WindowsNetwork<'a> {
        /// The endpoints it is joined to, by identifier.
        pub endpoint_list: Seq<'a, &'a str> = "endpointList" omitempty,
        /// Whether names without a domain may be looked up.
        pub allow_unqualified_dns_query: bool = "allowUnqualifiedDNSQuery" omitempty,
        /// The domains that are tried behind a name.
        pub dns_search_list: Seq<'a, &'a str> = "DNSSearchList" omitempty,
        /// The identifier of the container whose network it shares. Empty: it has its own.
        pub network_shared_container_name: &'a str = "networkSharedContainerName" omitempty,
        /// The identifier of the network namespace it is in. Empty: none.
        pub network_namespace: &'a str = "networkNamespace" omitempty,
    }
}
