//! The Solaris and z/OS parts of the specification. Host -> guest.

use super::linux::LinuxDevice;
use crate::json::Seq;
use crate::{json_object, open_set};

/// The configuration of a container on Solaris. Numbers are strings, with the units that Solaris uses.
///
/// Reference: `specs.Solaris`.
#[json_object]
pub struct Solaris<'a> {
    /// The FMRI of the service that must be online before the container starts. If empty, there is no such service.
    #[json("milestone", omitempty)]
    pub milestone: &'a str,
    /// The maximum set of privileges of a process in the container, separated by commas. If empty, the runtime decides.
    #[json("limitpriv", omitempty)]
    pub limitpriv: &'a str,
    /// The maximum shared memory, for example `512m`. If empty, there is no limit.
    #[json("maxShmMemory", omitempty)]
    pub max_shm_memory: &'a str,
    /// The network links to create for the container.
    #[json("anet", omitempty)]
    pub anet: Seq<'a, SolarisAnet<'a>>,
    /// The limit of CPU time. If `None`, there is no limit.
    #[json("cappedCPU", omitempty)]
    pub capped_cpu: Option<SolarisCappedCpu<'a>>,
    /// The limits of memory. If `None`, there are no limits.
    #[json("cappedMemory", omitempty)]
    pub capped_memory: Option<SolarisCappedMemory<'a>>,
}

/// A network link to create for a Solaris container. If a field is empty, the system decides.
///
/// Reference: `specs.SolarisAnet`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct SolarisAnet<'a> {
    /// The name of the link, for example `net0`.
    #[json("linkname", omitempty)]
    pub linkname: &'a str,
    /// The link over which this link is created.
    #[json("lowerLink", omitempty)]
    pub lower_link: &'a str,
    /// The addresses that the container may use, separated by commas.
    #[json("allowedAddress", omitempty)]
    pub allowed_address: &'a str,
    /// Whether to configure these addresses at each start: `true` or `false`, as a string.
    #[json("configureAllowedAddress", omitempty)]
    pub configure_allowed_address: &'a str,
    /// The default router.
    #[json("defrouter", omitempty)]
    pub defrouter: &'a str,
    /// The kinds of link protection to enable, for example `mac-nospoof`, separated by commas.
    #[json("linkProtection", omitempty)]
    pub link_protection: &'a str,
    /// The MAC address of the link, or a keyword such as `auto`.
    #[json("macAddress", omitempty)]
    pub mac_address: &'a str,
}

/// The limit of the CPU time of a Solaris container.
///
/// Reference: `specs.SolarisCappedCPU`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "SolarisCappedCPU")]
pub struct SolarisCappedCpu<'a> {
    /// The number of CPUs, for example `1.5`. If empty, there is no limit.
    #[json("ncpus", omitempty)]
    pub ncpus: &'a str,
}

/// The limits of the memory of a Solaris container.
///
/// Reference: `specs.SolarisCappedMemory`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct SolarisCappedMemory<'a> {
    /// The maximum physical memory, for example `512m`. If empty, there is no limit.
    #[json("physical", omitempty)]
    pub physical: &'a str,
    /// The maximum swap space, for example `512m`. If empty, there is no limit.
    #[json("swap", omitempty)]
    pub swap: &'a str,
}

/// The configuration of a container on z/OS.
///
/// Reference: `specs.ZOS`.
#[json_object]
#[doc(alias = "ZOS")]
pub struct Zos<'a> {
    /// The devices that the container may use. Hosts of 2024 send it.
    #[json("devices", omitempty)]
    pub devices: Seq<'a, LinuxDevice<'a>>,
    /// The namespaces that the container creates or joins.
    #[json("namespaces", omitempty)]
    pub namespaces: Seq<'a, ZosNamespace<'a>>,
}

/// A namespace that a z/OS container creates or joins. A container has at most one namespace of each type.
///
/// Reference: `specs.ZOSNamespace`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "ZOSNamespace")]
pub struct ZosNamespace<'a> {
    /// The type of the namespace.
    #[doc(alias = "Type")]
    #[json("type")]
    pub namespace_type: ZosNamespaceType<'a>,
    /// The path of the namespace to join, which must have the same type. It is an absolute path. If empty, a new
    /// namespace is created.
    #[json("path", omitempty)]
    pub path: &'a str,
}

/// The type of a z/OS namespace, which determines what the namespace isolates.
///
/// Reference: `specs.ZOSNamespaceType`.
#[open_set]
#[doc(alias = "ZOSNamespaceType")]
#[non_exhaustive]
pub enum ZosNamespaceType<'a> {
    /// Isolates process ids.
    #[doc(alias = "ZOSPIDNamespace")]
    #[json("pid")]
    Pid,
    /// Isolates mounts.
    #[doc(alias = "ZOSMountNamespace")]
    #[json("mount")]
    Mount,
    /// Isolates IPC objects.
    #[doc(alias = "ZOSIPCNamespace")]
    #[json("ipc")]
    Ipc,
    /// Isolates the host name and the domain name.
    #[doc(alias = "ZOSUTSNamespace")]
    #[json("uts")]
    Uts,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}
