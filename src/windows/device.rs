//! Devices of a container, and additions to its device namespace.

use crate::json::Seq;
use crate::{json_object, open_set};

/// Host -> guest: a device that a container may use.
///
/// Reference: `hcsschema.Device`.
#[json_object]
pub struct Device<'a> {
    /// How the device is named. [`DeviceType::ClassGuid`] if nothing is said.
    #[json("Type", omitempty)]
    pub kind: DeviceType<'a>,
    /// The interface class of all devices that are meant, a GUID.
    #[json("InterfaceClassGuid", omitempty)]
    pub interface_class_guid: &'a str,
    /// The location path of the one device that is meant.
    #[json("LocationPath", omitempty)]
    pub location_path: &'a str,
}

/// How a [`Device`] is named.
///
/// Reference: `hcsschema.DeviceType`.
#[open_set]
#[non_exhaustive]
pub enum DeviceType<'a> {
    /// By its interface class.
    #[json("ClassGuid")]
    ClassGuid,
    /// By its location path.
    #[json("DeviceInstance")]
    DeviceInstance,
    /// All graphics processors of the host.
    #[json("GpuMirror")]
    GpuMirror,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// Host -> guest: additions to the device namespace of a container.
///
/// Reference: `hcsschema.ContainerDefinitionDevice`.
#[json_object]
pub struct ContainerDefinitionDevice<'a> {
    /// The additions.
    #[json("device_extension", omitempty)]
    pub device_extension: Seq<'a, DeviceExtension<'a>>,
}

/// Host -> guest: an addition to the device namespace of a container.
///
/// Reference: `hcsschema.DeviceExtension`.
#[json_object]
pub struct DeviceExtension<'a> {
    /// The devices that the addition belongs to.
    #[json("device_category", omitempty)]
    pub device_category: Option<DeviceCategory<'a>>,
    /// What is added.
    #[json("namespace", omitempty)]
    pub namespace: Option<DeviceExtensionNamespace<'a>>,
}

/// Host -> guest: a category of devices.
///
/// Reference: `hcsschema.DeviceCategory`.
#[json_object]
pub struct DeviceCategory<'a> {
    /// The category's name.
    #[json("name", omitempty)]
    pub name: &'a str,
    /// The interface classes in it.
    #[json("interface_class", omitempty)]
    pub interface_class: Seq<'a, InterfaceClass<'a>>,
}

/// Host -> guest: an interface class of devices.
///
/// Reference: `hcsschema.InterfaceClass`.
#[json_object]
pub struct InterfaceClass<'a> {
    /// The type of the identifier, such as `DeviceInterface`.
    #[json("type", omitempty)]
    pub kind: &'a str,
    /// The class, a GUID in braces.
    #[json("identifier", omitempty)]
    pub identifier: &'a str,
    /// Devices below those of the class are meant, too.
    #[json("recurse", omitempty)]
    pub recurse: bool,
}

/// Host -> guest: what is added to the namespaces of a container.
///
/// Reference: `hcsschema.DeviceExtensionNamespace`.
#[json_object]
pub struct DeviceExtensionNamespace<'a> {
    /// Additions to the namespace of the object manager.
    #[json("ob", omitempty)]
    pub ob: Option<ObjectNamespace<'a>>,
    /// Additions to the namespace of devices.
    #[json("device", omitempty)]
    pub device: Option<DeviceNamespace<'a>>,
}

/// Host -> guest: additions to the namespace of the object manager.
///
/// Reference: `hcsschema.ObjectNamespace`.
#[json_object]
pub struct ObjectNamespace<'a> {
    /// Whether objects of the VM show through: `true`, `false`.
    #[json("shadow", omitempty)]
    pub shadow: &'a str,
    /// Symbolic links.
    #[json("symlink", omitempty)]
    pub symlink: Seq<'a, ObjectSymlink<'a>>,
    /// Directories.
    #[json("objdir", omitempty)]
    pub objdir: Seq<'a, ObjectDirectory<'a>>,
}

/// Host -> guest: a symbolic link in the namespace of the object manager.
///
/// Reference: `hcsschema.ObjectSymlink`.
#[json_object]
pub struct ObjectSymlink<'a> {
    /// The link's name.
    #[json("name", omitempty)]
    pub name: &'a str,
    /// Where it points.
    #[json("path", omitempty)]
    pub path: &'a str,
    /// Where `path` is looked up: `Global`, `Local`.
    #[json("scope", omitempty)]
    pub scope: &'a str,
    /// The object whose security descriptor it takes.
    #[json("pathtoclone", omitempty)]
    pub path_to_clone: &'a str,
    /// The access rights that it gives.
    #[json("access_mask", omitempty)]
    pub access_mask: i32,
}

/// Host -> guest: a directory in the namespace of the object manager, which may hold further ones.
///
/// Reference: `hcsschema.ObjectDirectory`.
#[json_object]
pub struct ObjectDirectory<'a> {
    /// The directory's name.
    #[json("name", omitempty)]
    pub name: &'a str,
    /// The object whose security descriptor it takes.
    #[json("clonesd", omitempty)]
    pub clone_sd: &'a str,
    /// Whether objects of the VM show through: `true`, `false`.
    #[json("shadow", omitempty)]
    pub shadow: &'a str,
    /// Symbolic links in it.
    #[json("symlink", omitempty)]
    pub symlink: Seq<'a, ObjectSymlink<'a>>,
    /// Directories in it. Nesting is bounded by [`MAX_DEPTH`](crate::json::MAX_DEPTH).
    #[json("objdir", omitempty)]
    pub objdir: Seq<'a, Self>,
}

/// Host -> guest: additions to the namespace of devices.
///
/// Reference: `hcsschema.DeviceNamespace`.
#[json_object]
pub struct DeviceNamespace<'a> {
    /// The container needs the driver store of the VM.
    #[json("requires_driverstore", omitempty)]
    pub requires_driverstore: bool,
    /// Categories of devices.
    #[json("device_category", omitempty)]
    pub device_category: Seq<'a, DeviceCategory<'a>>,
    /// Single devices.
    #[json("device_instance", omitempty)]
    pub device_instance: Seq<'a, DeviceInstance<'a>>,
}

/// Host -> guest: a device.
///
/// Reference: `hcsschema.DeviceInstance`.
#[json_object]
pub struct DeviceInstance<'a> {
    /// Its instance id.
    #[json("id", omitempty)]
    pub id: &'a str,
    /// Its location path.
    #[json("location_path", omitempty)]
    pub location_path: &'a str,
    /// The name of its port.
    #[json("port_name", omitempty)]
    pub port_name: &'a str,
    /// Its interface classes.
    #[json("interface_class", omitempty)]
    pub interface_class: Seq<'a, InterfaceClass<'a>>,
}
