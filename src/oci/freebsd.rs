//! What concerns FreeBSD. Host -> guest.

use crate::json::Seq;

crate::json_object! {
    /// The FreeBSD part of a container.
    ///
    /// 344 bytes on a 64-bit target.
    ///
    /// Reference: `specs.FreeBSD`.
    #[doc(alias = "FreeBSD")]
    pub struct FreeBsd<'a> {
        /// Devices that it may see.
        pub devices: Seq<'a, FreeBsdDevice<'a>> = "devices" omitempty,
        /// Its jail. Absent: left to the runtime.
        pub jail: Option<FreeBsdJail<'a>> = "jail" omitempty,
    }
}

crate::json_object! {
    /// A device that a container may see.
    ///
    /// Reference: `specs.FreeBSDDevice`.
    #[doc(alias = "FreeBSDDevice")]
    pub struct FreeBsdDevice<'a> {
        /// Where it lies below `/dev`.
        pub path: &'a str = "path",
        /// Its mode, the permissions in the lowest nine bits; a plain number (438 is `0o666`). Absent: as outside.
        pub mode: Option<u32> = "mode" omitempty,
    }
}

crate::json_object! {
    /// The jail of a container. What it shares, it shares with the jail around it; empty is left to the runtime.
    ///
    /// Reference: `specs.FreeBSDJail`.
    #[doc(alias = "FreeBSDJail")]
    pub struct FreeBsdJail<'a> {
        /// The name of the jail around it, in which several containers may share a network. Empty: none.
        pub parent: &'a str = "parent" omitempty,
        /// The host name and its like.
        pub host: FreeBsdSharing<'a> = "host" omitempty,
        /// IPv4.
        pub ip4: FreeBsdSharing<'a> = "ip4" omitempty,
        /// Its IPv4 addresses.
        pub ip4_addr: Seq<'a, &'a str> = "ip4Addr" omitempty,
        /// IPv6.
        pub ip6: FreeBsdSharing<'a> = "ip6" omitempty,
        /// Its IPv6 addresses.
        pub ip6_addr: Seq<'a, &'a str> = "ip6Addr" omitempty,
        /// The network stack.
        pub vnet: FreeBsdSharing<'a> = "vnet" omitempty,
        /// The interface that its addresses are added to. Empty: none.
        pub interface: &'a str = "interface" omitempty,
        /// Interfaces that are moved into its network stack, by name.
        pub vnet_interfaces: Seq<'a, &'a str> = "vnetInterfaces" omitempty,
        /// System V message queues.
        pub sysvmsg: FreeBsdSharing<'a> = "sysvmsg" omitempty,
        /// System V semaphores.
        pub sysvsem: FreeBsdSharing<'a> = "sysvsem" omitempty,
        /// System V shared memory.
        pub sysvshm: FreeBsdSharing<'a> = "sysvshm" omitempty,
        /// How little it sees of mounts: 0 all of them, 1 those below its root, 2 its root alone. Absent: left to the
        /// runtime.
        pub enforce_statfs: Option<i64> = "enforceStatfs" omitempty,
        /// What it may do beyond the usual. Absent: left to the runtime.
        pub allow: Option<FreeBsdJailAllow<'a>> = "allow" omitempty,
    }
}

crate::open_set! {
    /// How a jail has a facility.
    ///
    /// Reference: `specs.FreeBSDSharing`.
    #[doc(alias = "FreeBSDSharing")]
    #[non_exhaustive]
    pub enum FreeBsdSharing {
        /// Not at all.
        #[doc(alias = "FreeBSDShareDisable")]
        Disable = "disable",
        /// Of its own.
        #[doc(alias = "FreeBSDShareNew")]
        New = "new",
        /// Together with the jail around it.
        #[doc(alias = "FreeBSDShareInherit")]
        Inherit = "inherit",
    }
}

crate::json_object! {
    /// What a jail may do beyond the usual.
    ///
    /// Reference: `specs.FreeBSDJailAllow`.
    #[doc(alias = "FreeBSDJailAllow")]
    pub struct FreeBsdJailAllow<'a> {
        /// Change its host name.
        pub set_hostname: bool = "setHostname" omitempty,
        /// Open raw sockets.
        pub raw_sockets: bool = "rawSockets" omitempty,
        /// Change the system's file flags.
        pub chflags: bool = "chflags" omitempty,
        /// Mount file systems of these types. Empty: none.
        pub mount: Seq<'a, &'a str> = "mount" omitempty,
        /// Set quotas.
        pub quotas: bool = "quotas" omitempty,
        /// Open sockets of protocols that jails know nothing of.
        pub socket_af: bool = "socketAf" omitempty,
        /// Keep pages in memory.
        pub mlock: bool = "mlock" omitempty,
        /// Listen on ports below 1024.
        pub reserved_ports: bool = "reservedPorts" omitempty,
        /// Have a superuser.
        pub suser: bool = "suser" omitempty,
    }
}
