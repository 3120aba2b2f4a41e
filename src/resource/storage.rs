//! Disks, directories, layers.

use crate::json::Seq;
use crate::json_object;

/// Host -> guest: a SCSI device.
///
/// Reference: `guestresource.SCSIDevice`.
#[json_object]
#[doc(alias = "SCSIDevice")]
pub struct ScsiDevice {
    /// The controller's number.
    #[json("Controller", omitempty)]
    pub controller: u8,
    /// The logical unit number on that controller.
    #[json("Lun", omitempty)]
    pub lun: u8,
}

/// Host -> guest: a SCSI disk, and where to mount it.
///
/// Reference: `guestresource.LCOWMappedVirtualDisk`.
#[json_object]
#[doc(alias = "LCOWMappedVirtualDisk")]
pub struct LcowMappedVirtualDisk<'a> {
    /// Where in the VM.
    #[json("MountPath", omitempty)]
    pub mount_path: &'a str,
    /// The logical unit number.
    #[json("Lun", omitempty)]
    pub lun: u8,
    /// The controller's number.
    #[json("Controller", omitempty)]
    pub controller: u8,
    /// The partition, from 1; 0 for the whole disk.
    #[json("Partition", omitempty)]
    pub partition: u64,
    /// Mount it read-only.
    #[json("ReadOnly", omitempty)]
    pub read_only: bool,
    /// Format it anew and encrypt it with a key that nobody keeps.
    #[json("Encrypted", omitempty)]
    pub encrypted: bool,
    /// Mount options.
    #[json("Options", omitempty)]
    pub options: Seq<'a, &'a str>,
    /// Do not mount it: link the block device to the path.
    #[json("BlockDev", omitempty)]
    pub block_dev: bool,
    /// How to verify what is read.
    #[json("VerityInfo", omitempty)]
    pub verity_info: Option<DeviceVerityInfo<'a>>,
    /// Format the disk if it has not the file system below.
    #[json("EnsureFilesystem", omitempty)]
    pub ensure_filesystem: bool,
    /// The file system; `""` for the guest's choice.
    #[json("Filesystem", omitempty)]
    pub filesystem: &'a str,
}

/// Host -> guest: the dm-verity parameters of a read-only device.
///
/// Reference: `guestresource.DeviceVerityInfo`.
#[json_object]
pub struct DeviceVerityInfo<'a> {
    /// The size of the ext4 file system, in bytes; the hash tree lies behind it.
    #[json("Ext4SizeInBytes", omitempty)]
    pub ext4_size_in_bytes: i64,
    /// The version of the on-disk format.
    #[json("Version", omitempty)]
    pub version: i64,
    /// The hash algorithm, such as `sha256`.
    #[json("Algorithm", omitempty)]
    pub algorithm: &'a str,
    /// Whether the parameters are also on the device, in a superblock.
    #[json("SuperBlock", omitempty)]
    pub super_block: bool,
    /// The root of the hash tree, in hexadecimal digits.
    #[json("RootDigest", omitempty)]
    pub root_digest: &'a str,
    /// The salt, in hexadecimal digits.
    #[json("Salt", omitempty)]
    pub salt: &'a str,
    /// The size of a block, in bytes.
    #[json("BlockSize", omitempty)]
    pub block_size: i64,
}

/// Host -> guest: a directory of the host, served by Plan 9, and where to mount it.
///
/// Reference: `guestresource.LCOWMappedDirectory`.
#[json_object]
#[doc(alias = "LCOWMappedDirectory")]
pub struct LcowMappedDirectory<'a> {
    /// Where in the VM.
    #[json("MountPath", omitempty)]
    pub mount_path: &'a str,
    /// The vsock port of the Plan 9 server.
    #[json("Port", omitempty)]
    pub port: i32,
    /// The name of the share; `""` if the server has only one.
    #[json("ShareName", omitempty)]
    pub share_name: &'a str,
    /// Mount it read-only.
    #[json("ReadOnly", omitempty)]
    pub read_only: bool,
}

/// Host -> guest: a persistent memory device, and where to mount it.
///
/// Reference: `guestresource.LCOWMappedVPMemDevice`.
#[json_object]
#[doc(alias = "LCOWMappedVPMemDevice")]
pub struct LcowMappedVpMemDevice<'a> {
    /// The device's number: `/dev/pmem<n>`.
    #[json("DeviceNumber", omitempty)]
    pub device_number: u32,
    /// Where in the VM.
    #[json("MountPath", omitempty)]
    pub mount_path: &'a str,
    /// Which part of the device; all of it, if absent.
    #[json("MappingInfo", omitempty)]
    pub mapping_info: Option<LcowVpMemMappingInfo>,
    /// How to verify what is read.
    #[json("VerityInfo", omitempty)]
    pub verity_info: Option<DeviceVerityInfo<'a>>,
}

/// Host -> guest: a part of a persistent memory device.
///
/// Reference: `guestresource.LCOWVPMemMappingInfo`.
#[json_object]
#[doc(alias = "LCOWVPMemMappingInfo")]
pub struct LcowVpMemMappingInfo {
    /// Where it begins, in bytes.
    #[json("DeviceOffsetInBytes", omitempty)]
    pub device_offset_in_bytes: u64,
    /// Its size, in bytes.
    #[json("DeviceSizeInBytes", omitempty)]
    pub device_size_in_bytes: u64,
}

/// Host -> guest: a root file system out of layers: an overlay.
///
/// Reference: `guestresource.LCOWCombinedLayers`.
#[json_object]
#[doc(alias = "LCOWCombinedLayers")]
pub struct LcowCombinedLayers<'a> {
    /// The container.
    #[json("ContainerID", omitempty)]
    pub container_id: &'a str,
    /// Where in the VM.
    #[json("ContainerRootPath", omitempty)]
    pub container_root_path: &'a str,
    /// The read-only layers, the topmost first.
    #[json("Layers", omitempty)]
    pub layers: Seq<'a, Layer<'a>>,
    /// The directory that takes the changes; `""` for a read-only root.
    #[json("ScratchPath", omitempty)]
    pub scratch_path: &'a str,
}

/// Host -> guest: a read-only layer.
///
/// Reference: `hcsschema.Layer`.
#[json_object]
pub struct Layer<'a> {
    /// The layer, a GUID.
    #[json("Id", omitempty)]
    pub id: &'a str,
    /// Where it is mounted in the VM.
    #[json("Path", omitempty)]
    pub path: &'a str,
    /// How `path` is to be understood: `AbsolutePath`, `VirtualSmbShareName`.
    #[json("PathType", omitempty)]
    pub path_type: &'a str,
    /// How reads are cached.
    #[json("Cache", omitempty)]
    pub cache: &'a str,
}
