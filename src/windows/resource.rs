//! The settings of resources.

use super::hcn::HostComputeEndpoint;
use crate::error::Error;
use crate::json::{RawJson, Seq};
use crate::resource::{Layer, RequestType};
use crate::{Guid, json_object, open_set};

/// Host -> guest: a root file system that combines several layers.
///
/// Reference: `guestresource.WCOWCombinedLayers`.
#[json_object]
#[doc(alias = "WCOWCombinedLayers")]
pub struct WcowCombinedLayers<'a> {
    /// The directory in the VM where the layers are combined. A removal contains only this field.
    #[json("ContainerRootPath", omitempty)]
    pub container_root_path: &'a str,
    /// The read-only layers, topmost first.
    #[json("Layers", omitempty)]
    pub layers: Seq<'a, Layer<'a>>,
    /// The directory in the VM that takes the changes of the container.
    #[json("ScratchPath", omitempty)]
    pub scratch_path: &'a str,
    /// How the layers are combined. For [`Wcifs`](FileSystemFilterType::Wcifs), leave it at its default: guests of
    /// Windows Server 2022 refuse the key.
    #[json("FilterType", omitempty)]
    pub filter_type: FileSystemFilterType<'a>,
}

/// How layers are combined.
///
/// Reference: `hcsschema.FileSystemFilterType`.
#[open_set]
#[non_exhaustive]
pub enum FileSystemFilterType<'a> {
    /// The union file system, for layers in CIMs.
    #[json("UnionFS")]
    UnionFs,
    /// The file system filter of Windows containers. This is the default.
    #[json("WCIFS")]
    Wcifs,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// Host -> sidecar: the root file system of a confidential container, which combines several layers. The sidecar checks
/// it against its policy, and sends `combined_layers` on as
/// [`Resource::CombinedLayers`](super::Resource::CombinedLayers).
///
/// Reference: `guestresource.CWCOWCombinedLayers`.
#[json_object]
#[doc(alias = "CWCOWCombinedLayers")]
pub struct CwcowCombinedLayers<'a> {
    /// The id of the container.
    #[json("ContainerID", omitempty)]
    pub container_id: &'a str,
    /// The layers. They are always written.
    #[json("CombinedLayers", omitempty)]
    pub combined_layers: WcowCombinedLayers<'a>,
}

/// Host -> guest: a disk, and where it is mounted.
///
/// Reference: `guestresource.WCOWMappedVirtualDisk`.
#[json_object]
#[doc(alias = "WCOWMappedVirtualDisk")]
pub struct WcowMappedVirtualDisk<'a> {
    /// The directory in the VM where it is mounted.
    #[json("ContainerPath", omitempty)]
    pub container_path: &'a str,
    /// The SCSI logical unit number of the disk.
    #[json("Lun", omitempty)]
    pub lun: i32,
}

/// Host -> sidecar: layers in CIMs on disks, to merge and mount as a volume. The sidecar answers this request by
/// itself. A removal contains only `volume_guid`.
///
/// Reference: `guestresource.CWCOWBlockCIMMounts`.
#[json_object]
#[doc(alias = "CWCOWBlockCIMMounts")]
pub struct CwcowBlockCimMounts<'a> {
    /// The disks: first the one with the merged CIM, then those with the layers, topmost first.
    #[json("BlockCIMs", omitempty)]
    pub block_cims: Seq<'a, BlockCimDevice<'a>>,
    /// The volume to mount. It is always written.
    #[json("VolumeGUID", omitempty)]
    pub volume_guid: Guid,
    /// The mount flags: [`MOUNT_BLOCK_DEVICE`](Self::MOUNT_BLOCK_DEVICE).
    #[json("MountFlags", omitempty)]
    pub mount_flags: u32,
    /// The id of the container.
    #[json("ContainerID", omitempty)]
    pub container_id: &'a str,
}

impl CwcowBlockCimMounts<'_> {
    /// The [flag](Self::mount_flags) for CIMs on block devices.
    pub const MOUNT_BLOCK_DEVICE: u32 = 0x10;
}

/// Host -> sidecar: a CIM on a disk.
///
/// Reference: `guestresource.BlockCIMDevice`.
#[json_object]
#[doc(alias = "BlockCIMDevice")]
pub struct BlockCimDevice<'a> {
    /// The name of the CIM.
    #[json("CimName")]
    pub cim_name: &'a str,
    /// The SCSI logical unit number of the disk.
    #[json("Lun")]
    pub lun: i32,
}

/// Host -> guest: the addresses of the VM and of its host for Hyper-V sockets. Hosts send them directly after the Start
/// of the VM.
///
/// Reference: `hcsschema.HvSocketAddress`.
#[json_object]
pub struct HvSocketAddress<'a> {
    /// The address of the VM, which is its runtime id, a GUID.
    #[json("LocalAddress", omitempty)]
    pub local_address: &'a str,
    /// The address of the host, a GUID. Hosts send `894cc2d6-9d79-424f-93fe-42969ae6d8d1`.
    #[json("ParentAddress", omitempty)]
    pub parent_address: &'a str,
}

/// Host -> guest: a network adapter. The host sends [`RequestType::PreAdd`] with the endpoint, adds the adapter to the
/// VM, and then sends [`RequestType::Add`].
///
/// Reference: `guestrequest.NetworkModifyRequest`.
#[json_object]
pub struct NetworkModifyRequest<'a> {
    /// The id of the adapter, a GUID.
    #[json("AdapterId", omitempty)]
    pub adapter_id: &'a str,
    /// What to do with it.
    #[json("RequestType", omitempty)]
    pub request_type: RequestType<'a>,
    /// The network endpoint. Decode it with [`endpoint`](Self::endpoint). It is present only with
    /// [`RequestType::PreAdd`].
    #[json("Settings", omitempty)]
    pub settings: RawJson<'a>,
}

impl<'a> NetworkModifyRequest<'a> {
    /// Decodes the network endpoint in the settings. Returns `None` if there are no settings.
    ///
    /// # Errors
    ///
    /// Returns an error if the settings do not decode as a network endpoint.
    pub fn endpoint(&self) -> Result<Option<HostComputeEndpoint<'a>>, Error> {
        self.settings.is_present().then(|| self.settings.parse()).transpose()
    }
}

/// Host -> guest: a network adapter, as sent by hosts older than build 17763.
///
/// Reference: `guestrequest.RS4NetworkModifyRequest`.
#[json_object]
#[doc(alias = "RS4NetworkModifyRequest")]
pub struct Rs4NetworkModifyRequest<'a> {
    /// The id of the adapter, a GUID.
    #[json("AdapterInstanceId", omitempty)]
    pub adapter_instance_id: &'a str,
    /// What to do with it.
    #[json("RequestType", omitempty)]
    pub request_type: RequestType<'a>,
    /// The network endpoint.
    #[json("Settings", omitempty)]
    pub settings: RawJson<'a>,
}
