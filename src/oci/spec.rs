//! The root of the document, and what every platform shares. Host -> guest.

use super::{FreeBsd, Linux, LinuxIdMapping, Process, Solaris, Vm, Windows, Zos};
use crate::json::{Lazy, Map, Seq};
use crate::json_object;

/// A container as the runtime is to build it.
///
/// The parts of one platform each are [`Lazy`], but for Linux, which is what the guest runs.
///
/// 2,008 bytes on a 64-bit target.
///
/// Reference: `specs.Spec`.
#[json_object]
pub struct Spec<'a> {
    /// The version of the specification that the document follows, such as `1.1.0`.
    #[json("ociVersion")]
    pub oci_version: &'a str,
    /// The first process. Absent: the container is made, but cannot be started.
    #[json("process", omitempty)]
    pub process: Option<Process<'a>>,
    /// The root file system. Absent: the guest takes it from the layers that were combined.
    #[json("root", omitempty)]
    pub root: Option<Root<'a>>,
    /// The host name seen inside. Empty: that of the namespace it runs in.
    #[json("hostname", omitempty)]
    pub hostname: &'a str,
    /// The NIS domain name seen inside. Empty: that of the namespace it runs in.
    #[json("domainname", omitempty)]
    pub domainname: &'a str,
    /// What is mounted over the root file system, in this order.
    #[json("mounts", omitempty)]
    pub mounts: Seq<'a, Mount<'a>>,
    /// Programs to run as the container comes and goes. Absent: none.
    #[json("hooks", omitempty)]
    pub hooks: Option<Hooks<'a>>,
    /// Free text by name, by which callers steer runtimes. Hidden from `Debug`: it may carry security policies.
    #[json("annotations", omitempty, secret)]
    pub annotations: Map<'a, &'a str>,
    /// What concerns Linux. Absent: not a Linux container.
    #[json("linux", omitempty)]
    pub linux: Option<Linux<'a>>,
    /// What concerns Solaris. Kept in the buffer until asked for.
    #[json("solaris", omitempty)]
    pub solaris: Lazy<'a, Solaris<'a>>,
    /// What concerns Windows; beside `linux`, the host's own notes on a Linux container (layers, devices, network
    /// namespace). Kept in the buffer until asked for.
    #[json("windows", omitempty)]
    pub windows: Lazy<'a, Windows<'a>>,
    /// What concerns a container that is a virtual machine. Kept in the buffer until asked for.
    #[json("vm", omitempty)]
    pub vm: Lazy<'a, Vm<'a>>,
    /// What concerns z/OS. Kept in the buffer until asked for.
    #[json("zos", omitempty)]
    pub zos: Lazy<'a, Zos<'a>>,
    /// What concerns FreeBSD. Kept in the buffer until asked for.
    #[json("freebsd", omitempty)]
    pub freebsd: Lazy<'a, FreeBsd<'a>>,
}

/// The root file system of a container.
///
/// Reference: `specs.Root`.
#[json_object]
pub struct Root<'a> {
    /// Where it lies outside the container: absolute, or relative to the bundle.
    #[json("path")]
    pub path: &'a str,
    /// Whether the container may only read it.
    #[json("readonly", omitempty)]
    pub readonly: bool,
}

/// A file system that is mounted into the container.
///
/// Reference: `specs.Mount`.
#[json_object]
pub struct Mount<'a> {
    /// Where it appears in the container; an absolute path.
    #[json("destination")]
    pub destination: &'a str,
    /// The kind of file system, such as `proc`, `tmpfs` or `bind`. Empty: left to the runtime.
    #[doc(alias = "Type")]
    #[json("type", omitempty)]
    pub mount_type: &'a str,
    /// What is mounted: a device, a path outside the container, or a name of no meaning. Empty: none.
    #[json("source", omitempty)]
    pub source: &'a str,
    /// Options as in `fstab`, one an element. Hidden from `Debug`: a network file system's may hold a password.
    #[json("options", omitempty, secret)]
    pub options: Seq<'a, &'a str>,
    /// How owners are shown inside, by user number. Empty: as they are.
    #[json("uidMappings", omitempty)]
    pub uid_mappings: Seq<'a, LinuxIdMapping>,
    /// How owners are shown inside, by group number. Empty: as they are.
    #[json("gidMappings", omitempty)]
    pub gid_mappings: Seq<'a, LinuxIdMapping>,
}

/// Programs to run at set points of a container's life, each list in its order.
///
/// Reference: `specs.Hooks`.
#[json_object]
pub struct Hooks<'a> {
    /// Before the container's process starts, outside the container. Obsolete: the next three take its place.
    #[json("prestart", omitempty)]
    pub prestart: Seq<'a, Hook<'a>>,
    /// At creation, before the root is changed, outside the container.
    #[json("createRuntime", omitempty)]
    pub create_runtime: Seq<'a, Hook<'a>>,
    /// At creation, before the root is changed, inside the container's namespaces.
    #[json("createContainer", omitempty)]
    pub create_container: Seq<'a, Hook<'a>>,
    /// At start, before the container's process runs, inside the container.
    #[json("startContainer", omitempty)]
    pub start_container: Seq<'a, Hook<'a>>,
    /// Once the container's process runs, outside the container.
    #[json("poststart", omitempty)]
    pub poststart: Seq<'a, Hook<'a>>,
    /// Once the container has been deleted, outside the container.
    #[json("poststop", omitempty)]
    pub poststop: Seq<'a, Hook<'a>>,
}

/// One program that a hook runs.
///
/// Reference: `specs.Hook`.
#[json_object]
pub struct Hook<'a> {
    /// The program; an absolute path.
    #[json("path")]
    pub path: &'a str,
    /// Its arguments, its own name first. Empty: none.
    #[json("args", omitempty)]
    pub args: Seq<'a, &'a str>,
    /// Its environment, each `NAME=value`. Hidden from `Debug`.
    #[json("env", omitempty, secret)]
    pub env: Seq<'a, &'a str>,
    /// After how many seconds it is given up; above 0. Absent: never.
    #[json("timeout", omitempty)]
    pub timeout: Option<i64>,
}
