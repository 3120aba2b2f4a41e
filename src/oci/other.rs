//! What concerns Solaris and z/OS. Host -> guest.

use super::linux::LinuxDevice;
use crate::json::Seq;

crate::json_object! {
    /// The Solaris part of a container. Figures are text, with units as Solaris writes them.
    ///
    /// Reference: `specs.Solaris`.
    pub struct Solaris<'a> {
        /// The service that must be up before the container starts, by its FMRI. Empty: none.
        pub milestone: &'a str = "milestone" omitempty,
        /// The most privileges that a process in it can have, separated by commas. Empty: left to the runtime.
        pub limitpriv: &'a str = "limitpriv" omitempty,
        /// The most shared memory, such as `512m`. Empty: no limit.
        pub max_shm_memory: &'a str = "maxShmMemory" omitempty,
        /// Network links to be made for it.
        pub anet: Seq<'a, SolarisAnet<'a>> = "anet" omitempty,
        /// The limit to processor time. Absent: none.
        pub capped_cpu: Option<SolarisCappedCpu<'a>> = "cappedCPU" omitempty,
        /// The limits to memory. Absent: none.
        pub capped_memory: Option<SolarisCappedMemory<'a>> = "cappedMemory" omitempty,
    }
}

crate::json_object! {
    /// A network link to be made for a Solaris container. What is empty is left to the system.
    ///
    /// Reference: `specs.SolarisAnet`.
    pub struct SolarisAnet<'a> {
        /// The link's name, such as `net0`.
        pub linkname: &'a str = "linkname" omitempty,
        /// The link it is made over.
        pub lower_link: &'a str = "lowerLink" omitempty,
        /// The addresses that the container may use, separated by commas.
        pub allowed_address: &'a str = "allowedAddress" omitempty,
        /// Whether those addresses are set up at each start: `true` or `false`, as text.
        pub configure_allowed_address: &'a str = "configureAllowedAddress" omitempty,
        /// The router to use unless another is known.
        pub defrouter: &'a str = "defrouter" omitempty,
        /// Kinds of protection to be switched on, such as `mac-nospoof`, separated by commas.
        pub link_protection: &'a str = "linkProtection" omitempty,
        /// The link's MAC address, or a word such as `auto`.
        pub mac_address: &'a str = "macAddress" omitempty,
    }
}

crate::json_object! {
    /// The limit to a Solaris container's processor time.
    ///
    /// Reference: `specs.SolarisCappedCPU`.
    #[doc(alias = "SolarisCappedCPU")]
    pub struct SolarisCappedCpu<'a> {
        /// How many processors' worth of time, such as `1.5`. Empty: no limit.
        pub ncpus: &'a str = "ncpus" omitempty,
    }
}

crate::json_object! {
    /// The limits to a Solaris container's memory.
    ///
    /// Reference: `specs.SolarisCappedMemory`.
    pub struct SolarisCappedMemory<'a> {
        /// The most physical memory, such as `512m`. Empty: no limit.
        pub physical: &'a str = "physical" omitempty,
        /// The most swap, such as `512m`. Empty: no limit.
        pub swap: &'a str = "swap" omitempty,
    }
}

crate::json_object! {
    /// The z/OS part of a container.
    ///
    /// Reference: `specs.ZOS`.
    #[doc(alias = "ZOS")]
    pub struct Zos<'a> {
        /// The devices that it may use. Sent by hosts of 2024.
        pub devices: Seq<'a, LinuxDevice<'a>> = "devices" omitempty,
        /// The namespaces it has of its own, or joins.
        pub namespaces: Seq<'a, ZosNamespace<'a>> = "namespaces" omitempty,
    }
}

crate::json_object! {
    /// A namespace that a z/OS container has of its own, or joins. At most one of each kind.
    ///
    /// Reference: `specs.ZOSNamespace`.
    #[doc(alias = "ZOSNamespace")]
    pub struct ZosNamespace<'a> {
        /// What it sets apart.
        #[doc(alias = "Type")]
        pub namespace_type: ZosNamespaceType<'a> = "type",
        /// The file of the namespace to join, of the same kind; an absolute path. Empty: a new one.
        pub path: &'a str = "path" omitempty,
    }
}

crate::open_set! {
    /// What a z/OS namespace sets apart.
    ///
    /// Reference: `specs.ZOSNamespaceType`.
    #[doc(alias = "ZOSNamespaceType")]
    #[non_exhaustive]
    pub enum ZosNamespaceType {
        /// Process numbers.
        #[doc(alias = "ZOSPIDNamespace")]
        Pid = "pid",
        /// Mounts.
        #[doc(alias = "ZOSMountNamespace")]
        Mount = "mount",
        /// Objects for communication between processes.
        #[doc(alias = "ZOSIPCNamespace")]
        Ipc = "ipc",
        /// The host and domain name.
        #[doc(alias = "ZOSUTSNamespace")]
        Uts = "uts",
    }
}
