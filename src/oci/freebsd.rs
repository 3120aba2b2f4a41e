//! The FreeBSD part of the specification. Host -> guest.

use crate::json::Seq;
use crate::{json_object, open_set};

/// The configuration of a container on FreeBSD.
///
/// The struct takes 344 bytes on a 64-bit target.
///
/// Reference: `specs.FreeBSD`.
#[json_object]
#[doc(alias = "FreeBSD")]
pub struct FreeBsd<'a> {
    /// The devices that are visible in the container.
    #[json("devices", omitempty)]
    pub devices: Seq<'a, FreeBsdDevice<'a>>,
    /// The jail of the container. If `None`, the runtime decides.
    #[json("jail", omitempty)]
    pub jail: Option<FreeBsdJail<'a>>,
}

/// A device that is visible in the container.
///
/// Reference: `specs.FreeBSDDevice`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "FreeBSDDevice")]
pub struct FreeBsdDevice<'a> {
    /// The path of the device below `/dev`.
    #[json("path")]
    pub path: &'a str,
    /// The file mode as a number, with the permissions in the lowest nine bits (438 is `0o666`). If `None`, it is the
    /// mode outside the container.
    #[json("mode", omitempty)]
    pub mode: Option<u32>,
}

/// The jail of a container.
///
/// If a field is empty, the runtime decides.
///
/// Reference: `specs.FreeBSDJail`.
#[json_object]
#[doc(alias = "FreeBSDJail")]
pub struct FreeBsdJail<'a> {
    /// The name of the parent jail, in which several containers can share a network. If empty, there is no parent jail.
    #[json("parent", omitempty)]
    pub parent: &'a str,
    /// The access to the host name and related settings.
    #[json("host", omitempty)]
    pub host: FreeBsdSharing<'a>,
    /// The access to IPv4.
    #[json("ip4", omitempty)]
    pub ip4: FreeBsdSharing<'a>,
    /// The IPv4 addresses of the jail.
    #[json("ip4Addr", omitempty)]
    pub ip4_addr: Seq<'a, &'a str>,
    /// The access to IPv6.
    #[json("ip6", omitempty)]
    pub ip6: FreeBsdSharing<'a>,
    /// The IPv6 addresses of the jail.
    #[json("ip6Addr", omitempty)]
    pub ip6_addr: Seq<'a, &'a str>,
    /// The access to a network stack.
    #[json("vnet", omitempty)]
    pub vnet: FreeBsdSharing<'a>,
    /// The interface to which the addresses of the jail are added. If empty, there is no such interface.
    #[json("interface", omitempty)]
    pub interface: &'a str,
    /// The names of the interfaces that are moved into the network stack of the jail.
    #[json("vnetInterfaces", omitempty)]
    pub vnet_interfaces: Seq<'a, &'a str>,
    /// The access to System V message queues.
    #[json("sysvmsg", omitempty)]
    pub sysvmsg: FreeBsdSharing<'a>,
    /// The access to System V semaphores.
    #[json("sysvsem", omitempty)]
    pub sysvsem: FreeBsdSharing<'a>,
    /// The access to System V shared memory.
    #[json("sysvshm", omitempty)]
    pub sysvshm: FreeBsdSharing<'a>,
    /// Which mounts are visible in the jail: 0 means all mounts, 1 means those below its root directory, and 2 means
    /// only the one that contains its root directory. If `None`, the runtime decides.
    #[json("enforceStatfs", omitempty)]
    pub enforce_statfs: Option<i64>,
    /// The additional permissions of the jail. If `None`, the runtime decides.
    #[json("allow", omitempty)]
    pub allow: Option<FreeBsdJailAllow<'a>>,
}

/// How a jail accesses a kernel facility.
///
/// Reference: `specs.FreeBSDSharing`.
#[open_set]
#[doc(alias = "FreeBSDSharing")]
#[non_exhaustive]
pub enum FreeBsdSharing<'a> {
    /// The facility is disabled in the jail.
    #[doc(alias = "FreeBSDShareDisable")]
    #[json("disable")]
    Disable,
    /// The jail has a new instance of the facility.
    #[doc(alias = "FreeBSDShareNew")]
    #[json("new")]
    New,
    /// The jail shares the facility with its parent jail.
    #[doc(alias = "FreeBSDShareInherit")]
    #[json("inherit")]
    Inherit,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// The additional permissions of a jail.
///
/// Reference: `specs.FreeBSDJailAllow`.
#[json_object]
#[doc(alias = "FreeBSDJailAllow")]
pub struct FreeBsdJailAllow<'a> {
    /// Whether processes may change the host name of the jail.
    #[json("setHostname", omitempty)]
    pub set_hostname: bool,
    /// Whether processes may open raw sockets.
    #[json("rawSockets", omitempty)]
    pub raw_sockets: bool,
    /// Whether processes may change system file flags.
    #[json("chflags", omitempty)]
    pub chflags: bool,
    /// The types of the file systems that processes may mount. If empty, they may mount none.
    #[json("mount", omitempty)]
    pub mount: Seq<'a, &'a str>,
    /// Whether processes may set quotas.
    #[json("quotas", omitempty)]
    pub quotas: bool,
    /// Whether processes may open sockets of protocols that have no support for jails.
    #[json("socketAf", omitempty)]
    pub socket_af: bool,
    /// Whether processes may lock pages in memory.
    #[json("mlock", omitempty)]
    pub mlock: bool,
    /// Whether processes may listen on ports below 1024.
    #[json("reservedPorts", omitempty)]
    pub reserved_ports: bool,
    /// Whether the jail has a superuser.
    #[json("suser", omitempty)]
    pub suser: bool,
}
