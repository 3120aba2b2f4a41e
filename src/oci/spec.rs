//! The root of the document, and what every platform shares. Host -> guest.

use super::{FreeBsd, Linux, LinuxIdMapping, Process, Solaris, Vm, Windows, Zos};
use crate::json::{Lazy, Map, Seq};

crate::json_object! {
    /// A container as the runtime is to build it.
    ///
    /// The parts of one platform each are [`Lazy`], but for Linux, which is what the guest runs.
    ///
    /// 2,008 bytes on a 64-bit target.
    ///
    /// Reference: `specs.Spec`.
    pub struct Spec<'a> {
        /// The version of the specification that the document follows, such as `1.1.0`.
        pub oci_version: &'a str = "ociVersion",
        /// The first process. Absent: the container is made, but cannot be started.
        pub process: Option<Process<'a>> = "process" omitempty,
        /// The root file system. Absent: the guest takes it from the layers that were combined.
        pub root: Option<Root<'a>> = "root" omitempty,
        /// The host name seen inside. Empty: that of the namespace it runs in.
        pub hostname: &'a str = "hostname" omitempty,
        /// The NIS domain name seen inside. Empty: that of the namespace it runs in.
        pub domainname: &'a str = "domainname" omitempty,
        /// What is mounted over the root file system, in this order.
        pub mounts: Seq<'a, Mount<'a>> = "mounts" omitempty,
        /// Programs to run as the container comes and goes. Absent: none.
        pub hooks: Option<Hooks<'a>> = "hooks" omitempty,
        /// Free text by name, by which callers steer runtimes. Hidden from `Debug`: it may carry security policies.
        pub annotations: Map<'a, &'a str> = "annotations" omitempty secret,
        /// What concerns Linux. Absent: not a Linux container.
        pub linux: Option<Linux<'a>> = "linux" omitempty,
        /// What concerns Solaris. Kept in the buffer until asked for.
        pub solaris: Lazy<'a, Solaris<'a>> = "solaris" omitempty,
        /// What concerns Windows; beside `linux`, the host's own notes on a Linux container (layers, devices, network
        /// namespace). Kept in the buffer until asked for.
        pub windows: Lazy<'a, Windows<'a>> = "windows" omitempty,
        /// What concerns a container that is a virtual machine. Kept in the buffer until asked for.
        pub vm: Lazy<'a, Vm<'a>> = "vm" omitempty,
        /// What concerns z/OS. Kept in the buffer until asked for.
        pub zos: Lazy<'a, Zos<'a>> = "zos" omitempty,
        /// What concerns FreeBSD. Kept in the buffer until asked for.
        pub freebsd: Lazy<'a, FreeBsd<'a>> = "freebsd" omitempty,
    }
}

crate::json_object! {
    /// The root file system of a container.
    ///
    /// Reference: `specs.Root`.
    pub struct Root<'a> {
        /// Where it lies outside the container: absolute, or relative to the bundle.
        pub path: &'a str = "path",
        /// Whether the container may only read it.
        pub readonly: bool = "readonly" omitempty,
    }
}

crate::json_object! {
    /// A file system that is mounted into the container.
    ///
    /// Reference: `specs.Mount`.
    pub struct Mount<'a> {
        /// Where it appears in the container; an absolute path.
        pub destination: &'a str = "destination",
        /// The kind of file system, such as `proc`, `tmpfs` or `bind`. Empty: left to the runtime.
        #[doc(alias = "Type")]
        pub mount_type: &'a str = "type" omitempty,
        /// What is mounted: a device, a path outside the container, or a name of no meaning. Empty: none.
        pub source: &'a str = "source" omitempty,
        /// Options as in `fstab`, one an element. Hidden from `Debug`: a network file system's may hold a password.
        pub options: Seq<'a, &'a str> = "options" omitempty secret,
        /// How owners are shown inside, by user number. Empty: as they are.
        pub uid_mappings: Seq<'a, LinuxIdMapping> = "uidMappings" omitempty,
        /// How owners are shown inside, by group number. Empty: as they are.
        pub gid_mappings: Seq<'a, LinuxIdMapping> = "gidMappings" omitempty,
    }
}

crate::json_object! {
    /// Programs to run at set points of a container's life, each list in its order.
    ///
    /// Reference: `specs.Hooks`.
    pub struct Hooks<'a> {
        /// Before the container's process starts, outside the container. Obsolete: the next three take its place.
        pub prestart: Seq<'a, Hook<'a>> = "prestart" omitempty,
        /// At creation, before the root is changed, outside the container.
        pub create_runtime: Seq<'a, Hook<'a>> = "createRuntime" omitempty,
        /// At creation, before the root is changed, inside the container's namespaces.
        pub create_container: Seq<'a, Hook<'a>> = "createContainer" omitempty,
        /// At start, before the container's process runs, inside the container.
        pub start_container: Seq<'a, Hook<'a>> = "startContainer" omitempty,
        /// Once the container's process runs, outside the container.
        pub poststart: Seq<'a, Hook<'a>> = "poststart" omitempty,
        /// Once the container has been deleted, outside the container.
        pub poststop: Seq<'a, Hook<'a>> = "poststop" omitempty,
    }
}

crate::json_object! {
    /// One program that a hook runs.
    ///
    /// Reference: `specs.Hook`.
    pub struct Hook<'a> {
        /// The program; an absolute path.
        pub path: &'a str = "path",
        /// Its arguments, its own name first. Empty: none.
        pub args: Seq<'a, &'a str> = "args" omitempty,
        /// Its environment, each `NAME=value`. Hidden from `Debug`.
        pub env: Seq<'a, &'a str> = "env" omitempty secret,
        /// After how many seconds it is given up; above 0. Absent: never.
        pub timeout: Option<i64> = "timeout" omitempty,
    }
}
