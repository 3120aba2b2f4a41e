//! The devices of a container, and additions to its device namespace.

use crate::json::Seq;
use crate::{json_object, open_set};

/// Host -> guest: a device that a container may use.
///
/// Reference: `hcsschema.Device`.
#[json_object]
pub struct Device<'a> {
    /// How the device is identified. The default is [`DeviceType::ClassGuid`].
    #[json("Type", omitempty)]
    pub kind: DeviceType<'a>,
    /// The interface class, a GUID. It means all devices of the class.
    #[json("InterfaceClassGuid", omitempty)]
    pub interface_class_guid: &'a str,
    /// The location path. It means a single device.
    #[json("LocationPath", omitempty)]
    pub location_path: &'a str,
}

/// How a [`Device`] is identified.
///
/// Reference: `hcsschema.DeviceType`.
#[open_set]
#[non_exhaustive]
pub enum DeviceType<'a> {
    /// By the interface class.
    #[json("ClassGuid")]
    ClassGuid,
    /// By the location path.
    #[json("DeviceInstance")]
    DeviceInstance,
    /// All graphics processors of the host.
    #[json("GpuMirror")]
    GpuMirror,
    /// Any other string, unchanged. It is empty if the field is absent.
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
    /// The devices to which the addition belongs.
    #[json("device_category", omitempty)]
    pub device_category: Option<DeviceCategory<'a>>,
    /// The addition.
    #[json("namespace", omitempty)]
    pub namespace: Option<DeviceExtensionNamespace<'a>>,
}

/// Host -> guest: a category of devices.
///
/// Reference: `hcsschema.DeviceCategory`.
#[json_object]
pub struct DeviceCategory<'a> {
    /// The name of the category.
    #[json("name", omitempty)]
    pub name: &'a str,
    /// The interface classes in the category.
    #[json("interface_class", omitempty)]
    pub interface_class: Seq<'a, InterfaceClass<'a>>,
}

/// Host -> guest: an interface class of devices.
///
/// Reference: `hcsschema.InterfaceClass`.
#[json_object]
pub struct InterfaceClass<'a> {
    /// The type of the identifier, for example `DeviceInterface`.
    #[json("type", omitempty)]
    pub kind: &'a str,
    /// The class, a GUID in braces.
    #[json("identifier", omitempty)]
    pub identifier: &'a str,
    /// Whether devices below those of the class are included.
    #[json("recurse", omitempty)]
    pub recurse: bool,
}

/// Host -> guest: additions to the namespaces of a container.
///
/// Reference: `hcsschema.DeviceExtensionNamespace`.
#[json_object]
pub struct DeviceExtensionNamespace<'a> {
    /// The additions to the namespace of the object manager.
    #[json("ob", omitempty)]
    pub ob: Option<ObjectNamespace<'a>>,
    /// The additions to the namespace of devices.
    #[json("device", omitempty)]
    pub device: Option<DeviceNamespace<'a>>,
}

/// Host -> guest: additions to the namespace of the object manager.
///
/// Reference: `hcsschema.ObjectNamespace`.
#[json_object]
pub struct ObjectNamespace<'a> {
    /// Whether objects of the VM are visible: `true` or `false`.
    #[json("shadow", omitempty)]
    pub shadow: &'a str,
    /// The symbolic links.
    #[json("symlink", omitempty)]
    pub symlink: Seq<'a, ObjectSymlink<'a>>,
    /// The directories.
    #[json("objdir", omitempty)]
    pub objdir: Seq<'a, ObjectDirectory<'a>>,
}

/// Host -> guest: a symbolic link in the namespace of the object manager.
///
/// Reference: `hcsschema.ObjectSymlink`.
#[json_object]
pub struct ObjectSymlink<'a> {
    /// The name of the link.
    #[json("name", omitempty)]
    pub name: &'a str,
    /// The target of the link.
    #[json("path", omitempty)]
    pub path: &'a str,
    /// The scope in which `path` is resolved: `Global` or `Local`.
    #[json("scope", omitempty)]
    pub scope: &'a str,
    /// The path of the object whose security descriptor is copied.
    #[json("pathtoclone", omitempty)]
    pub path_to_clone: &'a str,
    /// The access rights that the link grants.
    #[json("access_mask", omitempty)]
    pub access_mask: i32,
}

/// Host -> guest: a directory in the namespace of the object manager. It can contain other directories.
///
/// Reference: `hcsschema.ObjectDirectory`.
#[json_object]
pub struct ObjectDirectory<'a> {
    /// The name of the directory.
    #[json("name", omitempty)]
    pub name: &'a str,
    /// The path of the object whose security descriptor is copied.
    #[json("clonesd", omitempty)]
    pub clone_sd: &'a str,
    /// Whether objects of the VM are visible: `true` or `false`.
    #[json("shadow", omitempty)]
    pub shadow: &'a str,
    /// The symbolic links in the directory.
    #[json("symlink", omitempty)]
    pub symlink: Seq<'a, ObjectSymlink<'a>>,
    /// The directories in the directory. The nesting is limited to [`MAX_DEPTH`](crate::json::MAX_DEPTH).
    #[json("objdir", omitempty)]
    pub objdir: Seq<'a, Self>,
}

/// Host -> guest: additions to the namespace of devices.
///
/// Reference: `hcsschema.DeviceNamespace`.
#[json_object]
pub struct DeviceNamespace<'a> {
    /// Whether the container needs the driver store of the VM.
    #[json("requires_driverstore", omitempty)]
    pub requires_driverstore: bool,
    /// The categories of devices.
    #[json("device_category", omitempty)]
    pub device_category: Seq<'a, DeviceCategory<'a>>,
    /// The single devices.
    #[json("device_instance", omitempty)]
    pub device_instance: Seq<'a, DeviceInstance<'a>>,
}

/// Host -> guest: a device.
///
/// Reference: `hcsschema.DeviceInstance`.
#[json_object]
pub struct DeviceInstance<'a> {
    /// The instance id.
    #[json("id", omitempty)]
    pub id: &'a str,
    /// The location path.
    #[json("location_path", omitempty)]
    pub location_path: &'a str,
    /// The port name.
    #[json("port_name", omitempty)]
    pub port_name: &'a str,
    /// The interface classes.
    #[json("interface_class", omitempty)]
    pub interface_class: Seq<'a, InterfaceClass<'a>>,
}
