//! What concerns FreeBSD. Host -> guest.

use crate::json::Seq;
use crate::{json_object, open_set};

/// The FreeBSD part of a container.
///
/// 344 bytes on a 64-bit target.
///
/// Reference: `specs.FreeBSD`.
#[json_object]
#[doc(alias = "FreeBSD")]
pub struct FreeBsd<'a> {
    /// Devices that it may see.
    #[json("devices", omitempty)]
    pub devices: Seq<'a, FreeBsdDevice<'a>>,
    /// Its jail. Absent: left to the runtime.
    #[json("jail", omitempty)]
    pub jail: Option<FreeBsdJail<'a>>,
}

/// A device that a container may see.
///
/// Reference: `specs.FreeBSDDevice`.
#[json_object]
#[doc(alias = "FreeBSDDevice")]
pub struct FreeBsdDevice<'a> {
    /// Where it lies below `/dev`.
    #[json("path")]
    pub path: &'a str,
    /// Its mode, the permissions in the lowest nine bits; a plain number (438 is `0o666`). Absent: as outside.
    #[json("mode", omitempty)]
    pub mode: Option<u32>,
}

/// The jail of a container. What it shares, it shares with the jail around it; empty is left to the runtime.
///
/// Reference: `specs.FreeBSDJail`.
#[json_object]
#[doc(alias = "FreeBSDJail")]
pub struct FreeBsdJail<'a> {
    /// The name of the jail around it, in which several containers may share a network. Empty: none.
    #[json("parent", omitempty)]
    pub parent: &'a str,
    /// The host name and its like.
    #[json("host", omitempty)]
    pub host: FreeBsdSharing<'a>,
    /// IPv4.
    #[json("ip4", omitempty)]
    pub ip4: FreeBsdSharing<'a>,
    /// Its IPv4 addresses.
    #[json("ip4Addr", omitempty)]
    pub ip4_addr: Seq<'a, &'a str>,
    /// IPv6.
    #[json("ip6", omitempty)]
    pub ip6: FreeBsdSharing<'a>,
    /// Its IPv6 addresses.
    #[json("ip6Addr", omitempty)]
    pub ip6_addr: Seq<'a, &'a str>,
    /// The network stack.
    #[json("vnet", omitempty)]
    pub vnet: FreeBsdSharing<'a>,
    /// The interface that its addresses are added to. Empty: none.
    #[json("interface", omitempty)]
    pub interface: &'a str,
    /// Interfaces that are moved into its network stack, by name.
    #[json("vnetInterfaces", omitempty)]
    pub vnet_interfaces: Seq<'a, &'a str>,
    /// System V message queues.
    #[json("sysvmsg", omitempty)]
    pub sysvmsg: FreeBsdSharing<'a>,
    /// System V semaphores.
    #[json("sysvsem", omitempty)]
    pub sysvsem: FreeBsdSharing<'a>,
    /// System V shared memory.
    #[json("sysvshm", omitempty)]
    pub sysvshm: FreeBsdSharing<'a>,
    /// How little it sees of mounts: 0 all of them, 1 those below its root, 2 its root alone. Absent: left to the
    /// runtime.
    #[json("enforceStatfs", omitempty)]
    pub enforce_statfs: Option<i64>,
    /// What it may do beyond the usual. Absent: left to the runtime.
    #[json("allow", omitempty)]
    pub allow: Option<FreeBsdJailAllow<'a>>,
}

/// How a jail has a facility.
///
/// Reference: `specs.FreeBSDSharing`.
#[open_set]
#[doc(alias = "FreeBSDSharing")]
#[non_exhaustive]
pub enum FreeBsdSharing<'a> {
    /// Not at all.
    #[doc(alias = "FreeBSDShareDisable")]
    #[json("disable")]
    Disable,
    /// Of its own.
    #[doc(alias = "FreeBSDShareNew")]
    #[json("new")]
    New,
    /// Together with the jail around it.
    #[doc(alias = "FreeBSDShareInherit")]
    #[json("inherit")]
    Inherit,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// What a jail may do beyond the usual.
///
/// Reference: `specs.FreeBSDJailAllow`.
#[json_object]
#[doc(alias = "FreeBSDJailAllow")]
pub struct FreeBsdJailAllow<'a> {
    /// Change its host name.
    #[json("setHostname", omitempty)]
    pub set_hostname: bool,
    /// Open raw sockets.
    #[json("rawSockets", omitempty)]
    pub raw_sockets: bool,
    /// Change the system's file flags.
    #[json("chflags", omitempty)]
    pub chflags: bool,
    /// Mount file systems of these types. Empty: none.
    #[json("mount", omitempty)]
    pub mount: Seq<'a, &'a str>,
    /// Set quotas.
    #[json("quotas", omitempty)]
    pub quotas: bool,
    /// Open sockets of protocols that jails know nothing of.
    #[json("socketAf", omitempty)]
    pub socket_af: bool,
    /// Keep pages in memory.
    #[json("mlock", omitempty)]
    pub mlock: bool,
    /// Listen on ports below 1024.
    #[json("reservedPorts", omitempty)]
    pub reserved_ports: bool,
    /// Have a superuser.
    #[json("suser", omitempty)]
    pub suser: bool,
}
