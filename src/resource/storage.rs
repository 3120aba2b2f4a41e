//! Storage resources: disks, directories, persistent memory, and layers.

use crate::json::Seq;
use crate::json_object;

/// Host -> guest: a SCSI device.
///
/// Reference: `guestresource.SCSIDevice`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "SCSIDevice")]
pub struct ScsiDevice {
    /// The number of the controller.
    #[json("Controller", omitempty)]
    pub controller: u8,
    /// The logical unit number on the controller.
    #[json("Lun", omitempty)]
    pub lun: u8,
}

/// Host -> guest: a SCSI disk, and where to mount it.
///
/// Reference: `guestresource.LCOWMappedVirtualDisk`.
#[json_object]
#[doc(alias = "LCOWMappedVirtualDisk")]
pub struct LcowMappedVirtualDisk<'a> {
    /// The mount path in the VM.
    #[json("MountPath", omitempty)]
    pub mount_path: &'a str,
    /// The logical unit number on the controller.
    #[json("Lun", omitempty)]
    pub lun: u8,
    /// The number of the controller.
    #[json("Controller", omitempty)]
    pub controller: u8,
    /// The partition number, from 1, or 0 for the whole disk.
    #[json("Partition", omitempty)]
    pub partition: u64,
    /// Whether to mount the disk read-only.
    #[json("ReadOnly", omitempty)]
    pub read_only: bool,
    /// Whether to format and encrypt the disk with a new key, which is not kept.
    #[json("Encrypted", omitempty)]
    pub encrypted: bool,
    /// The mount options.
    #[json("Options", omitempty)]
    pub options: Seq<'a, &'a str>,
    /// Whether to link the block device to the mount path instead of mounting it.
    #[json("BlockDev", omitempty)]
    pub block_dev: bool,
    /// The dm-verity parameters. If `None`, reads are not verified.
    #[json("VerityInfo", omitempty)]
    pub verity_info: Option<DeviceVerityInfo<'a>>,
    /// Whether to format the disk if it does not contain the file system in [`filesystem`](Self::filesystem).
    #[json("EnsureFilesystem", omitempty)]
    pub ensure_filesystem: bool,
    /// The file system type, or `""` to let the guest choose.
    #[json("Filesystem", omitempty)]
    pub filesystem: &'a str,
}

/// Host -> guest: the dm-verity parameters of a read-only device.
///
/// Reference: `guestresource.DeviceVerityInfo`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct DeviceVerityInfo<'a> {
    /// The size of the ext4 file system, in bytes. The hash tree follows it on the device.
    #[json("Ext4SizeInBytes", omitempty)]
    pub ext4_size_in_bytes: i64,
    /// The version of the dm-verity format.
    #[json("Version", omitempty)]
    pub version: i64,
    /// The hash algorithm, for example `sha256`.
    #[json("Algorithm", omitempty)]
    pub algorithm: &'a str,
    /// Whether the device also has a superblock with these parameters.
    #[json("SuperBlock", omitempty)]
    pub super_block: bool,
    /// The root hash of the hash tree, in hexadecimal digits.
    #[json("RootDigest", omitempty)]
    pub root_digest: &'a str,
    /// The salt, in hexadecimal digits.
    #[json("Salt", omitempty)]
    pub salt: &'a str,
    /// The block size, in bytes.
    #[json("BlockSize", omitempty)]
    pub block_size: i64,
}

/// Host -> guest: a directory of the host, served over Plan 9, and where to mount it.
///
/// Reference: `guestresource.LCOWMappedDirectory`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "LCOWMappedDirectory")]
pub struct LcowMappedDirectory<'a> {
    /// The mount path in the VM.
    #[json("MountPath", omitempty)]
    pub mount_path: &'a str,
    /// The vsock port of the Plan 9 server.
    #[json("Port", omitempty)]
    pub port: i32,
    /// The name of the share, or `""` if the server has only one.
    #[json("ShareName", omitempty)]
    pub share_name: &'a str,
    /// Whether to mount the directory read-only.
    #[json("ReadOnly", omitempty)]
    pub read_only: bool,
}

/// Host -> guest: a persistent memory device, and where to mount it.
///
/// Reference: `guestresource.LCOWMappedVPMemDevice`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "LCOWMappedVPMemDevice")]
pub struct LcowMappedVpMemDevice<'a> {
    /// The number n of the device `/dev/pmem<n>`.
    #[json("DeviceNumber", omitempty)]
    pub device_number: u32,
    /// The mount path in the VM.
    #[json("MountPath", omitempty)]
    pub mount_path: &'a str,
    /// The part of the device to mount. If `None`, the whole device is mounted.
    #[json("MappingInfo", omitempty)]
    pub mapping_info: Option<LcowVpMemMappingInfo>,
    /// The dm-verity parameters. If `None`, reads are not verified.
    #[json("VerityInfo", omitempty)]
    pub verity_info: Option<DeviceVerityInfo<'a>>,
}

/// Host -> guest: a part of a persistent memory device.
///
/// Reference: `guestresource.LCOWVPMemMappingInfo`.
#[json_object]
#[derive(Copy, Eq, Hash)]
#[doc(alias = "LCOWVPMemMappingInfo")]
pub struct LcowVpMemMappingInfo {
    /// The offset of the part in the device, in bytes.
    #[json("DeviceOffsetInBytes", omitempty)]
    pub device_offset_in_bytes: u64,
    /// The size of the part, in bytes.
    #[json("DeviceSizeInBytes", omitempty)]
    pub device_size_in_bytes: u64,
}

/// Host -> guest: a root file system that combines several layers in an overlay.
///
/// Reference: `guestresource.LCOWCombinedLayers`.
#[json_object]
#[doc(alias = "LCOWCombinedLayers")]
pub struct LcowCombinedLayers<'a> {
    /// The id of the container.
    #[json("ContainerID", omitempty)]
    pub container_id: &'a str,
    /// The mount path of the root file system in the VM.
    #[json("ContainerRootPath", omitempty)]
    pub container_root_path: &'a str,
    /// The read-only layers, from the topmost to the lowest.
    #[json("Layers", omitempty)]
    pub layers: Seq<'a, Layer<'a>>,
    /// The path of the directory for changes, or `""` for a read-only root file system.
    #[json("ScratchPath", omitempty)]
    pub scratch_path: &'a str,
}

/// Host -> guest: a read-only layer.
///
/// Reference: `hcsschema.Layer`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct Layer<'a> {
    /// The GUID of the layer.
    #[json("Id", omitempty)]
    pub id: &'a str,
    /// The path in the VM where the layer is mounted.
    #[json("Path", omitempty)]
    pub path: &'a str,
    /// How to interpret [`path`](Self::path): `AbsolutePath` or `VirtualSmbShareName`.
    #[json("PathType", omitempty)]
    pub path_type: &'a str,
    /// How reads are cached.
    #[json("Cache", omitempty)]
    pub cache: &'a str,
}
