//! Disks, directories, layers.

use crate::json::Seq;

crate::json_object! {
    /// Host -> guest: a SCSI device.
    ///
    /// Reference: `guestresource.SCSIDevice`.
    #[doc(alias = "SCSIDevice")]
    pub struct ScsiDevice {
        /// The controller's number.
        pub controller: u8 = "Controller" omitempty,
        /// The logical unit number on that controller.
        pub lun: u8 = "Lun" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a SCSI disk, and where to mount it.
    ///
    /// Reference: `guestresource.LCOWMappedVirtualDisk`.
    #[doc(alias = "LCOWMappedVirtualDisk")]
    pub struct LcowMappedVirtualDisk<'a> {
        /// Where in the VM.
        pub mount_path: &'a str = "MountPath" omitempty,
        /// The logical unit number.
        pub lun: u8 = "Lun" omitempty,
        /// The controller's number.
        pub controller: u8 = "Controller" omitempty,
        /// The partition, from 1; 0 for the whole disk.
        pub partition: u64 = "Partition" omitempty,
        /// Mount it read-only.
        pub read_only: bool = "ReadOnly" omitempty,
        /// Format it anew and encrypt it with a key that nobody keeps.
        pub encrypted: bool = "Encrypted" omitempty,
        /// Mount options.
        pub options: Seq<'a, &'a str> = "Options" omitempty,
        /// Do not mount it: link the block device to the path.
        pub block_dev: bool = "BlockDev" omitempty,
        /// How to verify what is read.
        pub verity_info: Option<DeviceVerityInfo<'a>> = "VerityInfo" omitempty,
        /// Format the disk if it has not the file system below.
        pub ensure_filesystem: bool = "EnsureFilesystem" omitempty,
        /// The file system; `""` for the guest's choice.
        pub filesystem: &'a str = "Filesystem" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: the dm-verity parameters of a read-only device.
    ///
    /// Reference: `guestresource.DeviceVerityInfo`.
    pub struct DeviceVerityInfo<'a> {
        /// The size of the ext4 file system, in bytes; the hash tree lies behind it.
        pub ext4_size_in_bytes: i64 = "Ext4SizeInBytes" omitempty,
        /// The version of the on-disk format.
        pub version: i64 = "Version" omitempty,
        /// The hash algorithm, such as `sha256`.
        pub algorithm: &'a str = "Algorithm" omitempty,
        /// Whether the parameters are also on the device, in a superblock.
        pub super_block: bool = "SuperBlock" omitempty,
        /// The root of the hash tree, in hexadecimal digits.
        pub root_digest: &'a str = "RootDigest" omitempty,
        /// The salt, in hexadecimal digits.
        pub salt: &'a str = "Salt" omitempty,
        /// The size of a block, in bytes.
        pub block_size: i64 = "BlockSize" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a directory of the host, served by Plan 9, and where to mount it.
    ///
    /// Reference: `guestresource.LCOWMappedDirectory`.
    #[doc(alias = "LCOWMappedDirectory")]
    pub struct LcowMappedDirectory<'a> {
        /// Where in the VM.
        pub mount_path: &'a str = "MountPath" omitempty,
        /// The vsock port of the Plan 9 server.
        pub port: i32 = "Port" omitempty,
        /// The name of the share; `""` if the server has only one.
        pub share_name: &'a str = "ShareName" omitempty,
        /// Mount it read-only.
        pub read_only: bool = "ReadOnly" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a persistent memory device, and where to mount it.
    ///
    /// Reference: `guestresource.LCOWMappedVPMemDevice`.
    #[doc(alias = "LCOWMappedVPMemDevice")]
    pub struct LcowMappedVpMemDevice<'a> {
        /// The device's number: `/dev/pmem<n>`.
        pub device_number: u32 = "DeviceNumber" omitempty,
        /// Where in the VM.
        pub mount_path: &'a str = "MountPath" omitempty,
        /// Which part of the device; all of it, if absent.
        pub mapping_info: Option<LcowVpMemMappingInfo> = "MappingInfo" omitempty,
        /// How to verify what is read.
        pub verity_info: Option<DeviceVerityInfo<'a>> = "VerityInfo" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a part of a persistent memory device.
    ///
    /// Reference: `guestresource.LCOWVPMemMappingInfo`.
    #[doc(alias = "LCOWVPMemMappingInfo")]
    pub struct LcowVpMemMappingInfo {
        /// Where it begins, in bytes.
        pub device_offset_in_bytes: u64 = "DeviceOffsetInBytes" omitempty,
        /// Its size, in bytes.
        pub device_size_in_bytes: u64 = "DeviceSizeInBytes" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a root file system out of layers: an overlay.
    ///
    /// Reference: `guestresource.LCOWCombinedLayers`.
    #[doc(alias = "LCOWCombinedLayers")]
    pub struct LcowCombinedLayers<'a> {
        /// The container.
        #[doc(alias = "ContainerID")]
        pub container_id: &'a str = "ContainerID" omitempty,
        /// Where in the VM.
        pub container_root_path: &'a str = "ContainerRootPath" omitempty,
        /// The read-only layers, the topmost first.
        pub layers: Seq<'a, Layer<'a>> = "Layers" omitempty,
        /// The directory that takes the changes; `""` for a read-only root.
        pub scratch_path: &'a str = "ScratchPath" omitempty,
    }
}

crate::json_object! {
    /// Host -> guest: a read-only layer.
    ///
    /// Reference: `hcsschema.Layer`.
    pub struct Layer<'a> {
        /// The layer, a GUID.
        pub id: &'a str = "Id" omitempty,
        /// Where it is mounted in the VM.
        pub path: &'a str = "Path" omitempty,
        /// How `path` is to be understood: `AbsolutePath`, `VirtualSmbShareName`.
        pub path_type: &'a str = "PathType" omitempty,
        /// How reads are cached.
        pub cache: &'a str = "Cache" omitempty,
    }
}
