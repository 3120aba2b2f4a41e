//! The root of the document, and the parts that all platforms share. Host -> guest.

use super::{FreeBsd, Linux, LinuxIdMapping, Process, Solaris, Vm, Windows, Zos};
use crate::json::{Lazy, Map, Seq};
use crate::json_object;

/// The specification from which the runtime creates a container.
///
/// The parts for a single platform are [`Lazy`], except for Linux, because that is what the guest runs.
///
/// The struct takes 2,008 bytes on a 64-bit target.
///
/// Reference: `specs.Spec`.
#[json_object]
pub struct Spec<'a> {
    /// The version of the OCI runtime specification, for example `1.1.0`.
    #[json("ociVersion")]
    pub oci_version: &'a str,
    /// The first process. If `None`, the container can be created but not started.
    #[json("process", omitempty)]
    pub process: Option<Process<'a>>,
    /// The root file system. If `None`, the guest uses the combined layers.
    #[json("root", omitempty)]
    pub root: Option<Root<'a>>,
    /// The host name in the container. If empty, it is that of the container's UTS namespace.
    #[json("hostname", omitempty)]
    pub hostname: &'a str,
    /// The NIS domain name in the container. If empty, it is that of the container's UTS namespace.
    #[json("domainname", omitempty)]
    pub domainname: &'a str,
    /// The mounts in addition to the root file system, in the order in which they are mounted.
    #[json("mounts", omitempty)]
    pub mounts: Seq<'a, Mount<'a>>,
    /// The programs to run at certain points of the container's life cycle. If `None`, there are none.
    #[json("hooks", omitempty)]
    pub hooks: Option<Hooks<'a>>,
    /// Arbitrary key-value pairs that callers use to configure runtimes. `Debug` hides them, because they can contain
    /// security policies.
    #[json("annotations", omitempty, secret)]
    pub annotations: Map<'a, &'a str>,
    /// The Linux part. If `None`, the container is not a Linux container.
    #[json("linux", omitempty)]
    pub linux: Option<Linux<'a>>,
    /// The Solaris part. It stays in the buffer until you ask for it.
    #[json("solaris", omitempty)]
    pub solaris: Lazy<'a, Solaris<'a>>,
    /// The Windows part. For a Linux container it holds the host's own data about the container: layers, devices and
    /// the network namespace. It stays in the buffer until you ask for it.
    #[json("windows", omitempty)]
    pub windows: Lazy<'a, Windows<'a>>,
    /// The configuration of a container that is a virtual machine. It stays in the buffer until you ask for it.
    #[json("vm", omitempty)]
    pub vm: Lazy<'a, Vm<'a>>,
    /// The z/OS part. It stays in the buffer until you ask for it.
    #[json("zos", omitempty)]
    pub zos: Lazy<'a, Zos<'a>>,
    /// The FreeBSD part. It stays in the buffer until you ask for it.
    #[json("freebsd", omitempty)]
    pub freebsd: Lazy<'a, FreeBsd<'a>>,
}

/// The root file system of a container.
///
/// Reference: `specs.Root`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct Root<'a> {
    /// The path of the root file system outside the container. It is absolute, or relative to the bundle.
    #[json("path")]
    pub path: &'a str,
    /// Whether the root file system is read-only in the container.
    #[json("readonly", omitempty)]
    pub readonly: bool,
}

/// A file system to mount in the container.
///
/// Reference: `specs.Mount`.
#[json_object]
pub struct Mount<'a> {
    /// The mount path in the container. It is an absolute path.
    #[json("destination")]
    pub destination: &'a str,
    /// The file system type, for example `proc`, `tmpfs` or `bind`. If empty, the runtime decides.
    #[doc(alias = "Type")]
    #[json("type", omitempty)]
    pub mount_type: &'a str,
    /// The source of the mount: a device, a path outside the container, or an arbitrary name. If empty, there is no
    /// source.
    #[json("source", omitempty)]
    pub source: &'a str,
    /// The mount options, as in `fstab`, with one option in each element. `Debug` hides them, because the options of a
    /// network file system can contain a password.
    #[json("options", omitempty, secret)]
    pub options: Seq<'a, &'a str>,
    /// The mapping of the user ids of file owners. If empty, user ids are not mapped.
    #[json("uidMappings", omitempty)]
    pub uid_mappings: Seq<'a, LinuxIdMapping>,
    /// The mapping of the group ids of file owners. If empty, group ids are not mapped.
    #[json("gidMappings", omitempty)]
    pub gid_mappings: Seq<'a, LinuxIdMapping>,
}

/// The programs to run at certain points of a container's life cycle.
///
/// The programs of a list run in its order.
///
/// Reference: `specs.Hooks`.
#[json_object]
pub struct Hooks<'a> {
    /// Programs to run before the container's process starts, outside the container. Deprecated in favour of the next
    /// three lists.
    #[json("prestart", omitempty)]
    pub prestart: Seq<'a, Hook<'a>>,
    /// Programs to run during creation, before the root is changed, outside the container.
    #[json("createRuntime", omitempty)]
    pub create_runtime: Seq<'a, Hook<'a>>,
    /// Programs to run during creation, before the root is changed, in the container's namespaces.
    #[json("createContainer", omitempty)]
    pub create_container: Seq<'a, Hook<'a>>,
    /// Programs to run during start, before the container's process runs, in the container.
    #[json("startContainer", omitempty)]
    pub start_container: Seq<'a, Hook<'a>>,
    /// Programs to run after the container's process has started, outside the container.
    #[json("poststart", omitempty)]
    pub poststart: Seq<'a, Hook<'a>>,
    /// Programs to run after the container has been deleted, outside the container.
    #[json("poststop", omitempty)]
    pub poststop: Seq<'a, Hook<'a>>,
}

/// A program that a hook runs.
///
/// Reference: `specs.Hook`.
#[json_object]
pub struct Hook<'a> {
    /// The path of the program. It is an absolute path.
    #[json("path")]
    pub path: &'a str,
    /// The arguments of the program, starting with its name. If empty, there are none.
    #[json("args", omitempty)]
    pub args: Seq<'a, &'a str>,
    /// The environment variables, each in the form `NAME=value`. `Debug` hides them.
    #[json("env", omitempty, secret)]
    pub env: Seq<'a, &'a str>,
    /// The timeout in seconds, greater than 0. If `None`, there is no timeout.
    #[json("timeout", omitempty)]
    pub timeout: Option<i64>,
}
