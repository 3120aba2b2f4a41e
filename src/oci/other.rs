//! What concerns Solaris and z/OS. Host -> guest.

use super::linux::LinuxDevice;
use crate::json::Seq;
use crate::{json_object, open_set};

/// The Solaris part of a container. Figures are text, with units as Solaris writes them.
///
/// Reference: `specs.Solaris`.
#[json_object]
pub struct Solaris<'a> {
    /// The service that must be up before the container starts, by its FMRI. Empty: none.
    #[json("milestone", omitempty)]
    pub milestone: &'a str,
    /// The most privileges that a process in it can have, separated by commas. Empty: left to the runtime.
    #[json("limitpriv", omitempty)]
    pub limitpriv: &'a str,
    /// The most shared memory, such as `512m`. Empty: no limit.
    #[json("maxShmMemory", omitempty)]
    pub max_shm_memory: &'a str,
    /// Network links to be made for it.
    #[json("anet", omitempty)]
    pub anet: Seq<'a, SolarisAnet<'a>>,
    /// The limit to processor time. Absent: none.
    #[json("cappedCPU", omitempty)]
    pub capped_cpu: Option<SolarisCappedCpu<'a>>,
    /// The limits to memory. Absent: none.
    #[json("cappedMemory", omitempty)]
    pub capped_memory: Option<SolarisCappedMemory<'a>>,
}

/// A network link to be made for a Solaris container. What is empty is left to the system.
///
/// Reference: `specs.SolarisAnet`.
#[json_object]
pub struct SolarisAnet<'a> {
    /// The link's name, such as `net0`.
    #[json("linkname", omitempty)]
    pub linkname: &'a str,
    /// The link it is made over.
    #[json("lowerLink", omitempty)]
    pub lower_link: &'a str,
    /// The addresses that the container may use, separated by commas.
    #[json("allowedAddress", omitempty)]
    pub allowed_address: &'a str,
    /// Whether those addresses are set up at each start: `true` or `false`, as text.
    #[json("configureAllowedAddress", omitempty)]
    pub configure_allowed_address: &'a str,
    /// The router to use unless another is known.
    #[json("defrouter", omitempty)]
    pub defrouter: &'a str,
    /// Kinds of protection to be switched on, such as `mac-nospoof`, separated by commas.
    #[json("linkProtection", omitempty)]
    pub link_protection: &'a str,
    /// The link's MAC address, or a word such as `auto`.
    #[json("macAddress", omitempty)]
    pub mac_address: &'a str,
}

/// The limit to a Solaris container's processor time.
///
/// Reference: `specs.SolarisCappedCPU`.
#[json_object]
#[doc(alias = "SolarisCappedCPU")]
pub struct SolarisCappedCpu<'a> {
    /// How many processors' worth of time, such as `1.5`. Empty: no limit.
    #[json("ncpus", omitempty)]
    pub ncpus: &'a str,
}

/// The limits to a Solaris container's memory.
///
/// Reference: `specs.SolarisCappedMemory`.
#[json_object]
pub struct SolarisCappedMemory<'a> {
    /// The most physical memory, such as `512m`. Empty: no limit.
    #[json("physical", omitempty)]
    pub physical: &'a str,
    /// The most swap, such as `512m`. Empty: no limit.
    #[json("swap", omitempty)]
    pub swap: &'a str,
}

/// The z/OS part of a container.
///
/// Reference: `specs.ZOS`.
#[json_object]
#[doc(alias = "ZOS")]
pub struct Zos<'a> {
    /// The devices that it may use. Sent by hosts of 2024.
    #[json("devices", omitempty)]
    pub devices: Seq<'a, LinuxDevice<'a>>,
    /// The namespaces it has of its own, or joins.
    #[json("namespaces", omitempty)]
    pub namespaces: Seq<'a, ZosNamespace<'a>>,
}

/// A namespace that a z/OS container has of its own, or joins. At most one of each kind.
///
/// Reference: `specs.ZOSNamespace`.
#[json_object]
#[doc(alias = "ZOSNamespace")]
pub struct ZosNamespace<'a> {
    /// What it sets apart.
    #[doc(alias = "Type")]
    #[json("type")]
    pub namespace_type: ZosNamespaceType<'a>,
    /// The file of the namespace to join, of the same kind; an absolute path. Empty: a new one.
    #[json("path", omitempty)]
    pub path: &'a str,
}

/// What a z/OS namespace sets apart.
///
/// Reference: `specs.ZOSNamespaceType`.
#[open_set]
#[doc(alias = "ZOSNamespaceType")]
#[non_exhaustive]
pub enum ZosNamespaceType<'a> {
    /// Process numbers.
    #[doc(alias = "ZOSPIDNamespace")]
    #[json("pid")]
    Pid,
    /// Mounts.
    #[doc(alias = "ZOSMountNamespace")]
    #[json("mount")]
    Mount,
    /// Objects for communication between processes.
    #[doc(alias = "ZOSIPCNamespace")]
    #[json("ipc")]
    Ipc,
    /// The host and domain name.
    #[doc(alias = "ZOSUTSNamespace")]
    #[json("uts")]
    Uts,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}
