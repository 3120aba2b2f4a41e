//! Settings of resources.

use super::hcn::HostComputeEndpoint;
use crate::error::Error;
use crate::json::{RawJson, Seq};
use crate::resource::{Layer, RequestType};
use crate::{Guid, json_object, open_set};

/// Host -> guest: a root file system out of layers.
///
/// Reference: `guestresource.WCOWCombinedLayers`.
#[json_object]
#[doc(alias = "WCOWCombinedLayers")]
pub struct WcowCombinedLayers<'a> {
    /// The directory in the VM where they are combined. A removal has it alone.
    #[json("ContainerRootPath", omitempty)]
    pub container_root_path: &'a str,
    /// The read-only layers, the topmost first.
    #[json("Layers", omitempty)]
    pub layers: Seq<'a, Layer<'a>>,
    /// The directory in the VM that takes the container's changes.
    #[json("ScratchPath", omitempty)]
    pub scratch_path: &'a str,
    /// How the layers are combined. Leave it out for
    /// [`Wcifs`](FileSystemFilterType::Wcifs): guests of Windows Server 2022 refuse the key.
    #[json("FilterType", omitempty)]
    pub filter_type: FileSystemFilterType<'a>,
}

/// How layers are combined.
///
/// Reference: `hcsschema.FileSystemFilterType`.
#[open_set]
#[non_exhaustive]
pub enum FileSystemFilterType<'a> {
    /// By the union file system, for layers in CIMs.
    #[json("UnionFS")]
    UnionFs,
    /// By the file system filter of Windows containers. The default.
    #[json("WCIFS")]
    Wcifs,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// Host -> sidecar: a confidential container's root file system out of layers. The sidecar holds it against its policy, and
/// sends `combined_layers` on as [`Resource::CombinedLayers`](super::Resource::CombinedLayers).
///
/// Reference: `guestresource.CWCOWCombinedLayers`.
#[json_object]
#[doc(alias = "CWCOWCombinedLayers")]
pub struct CwcowCombinedLayers<'a> {
    /// The container.
    #[json("ContainerID", omitempty)]
    pub container_id: &'a str,
    /// The layers. Always written.
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
    /// Its SCSI logical unit number.
    #[json("Lun", omitempty)]
    pub lun: i32,
}

/// Host -> sidecar: layers in CIMs on disks, to be merged and mounted as a volume. The sidecar answers it by itself. A removal
/// has `volume_guid` alone.
///
/// Reference: `guestresource.CWCOWBlockCIMMounts`.
#[json_object]
#[doc(alias = "CWCOWBlockCIMMounts")]
pub struct CwcowBlockCimMounts<'a> {
    /// The merged CIM first, then the layers, the topmost first.
    #[json("BlockCIMs", omitempty)]
    pub block_cims: Seq<'a, BlockCimDevice<'a>>,
    /// The volume to be mounted. Always written.
    #[json("VolumeGUID", omitempty)]
    pub volume_guid: Guid,
    /// Flags of the mount: [`MOUNT_BLOCK_DEVICE`](Self::MOUNT_BLOCK_DEVICE).
    #[json("MountFlags", omitempty)]
    pub mount_flags: u32,
    /// The container.
    #[json("ContainerID", omitempty)]
    pub container_id: &'a str,
}

impl CwcowBlockCimMounts<'_> {
    /// The [flag](Self::mount_flags) of CIMs that lie on block devices.
    pub const MOUNT_BLOCK_DEVICE: u32 = 0x10;
}

/// Host -> sidecar: a CIM on a disk.
///
/// Reference: `guestresource.BlockCIMDevice`.
#[json_object]
#[doc(alias = "BlockCIMDevice")]
pub struct BlockCimDevice<'a> {
    /// The CIM's name.
    #[json("CimName")]
    pub cim_name: &'a str,
    /// The disk's SCSI logical unit number.
    #[json("Lun")]
    pub lun: i32,
}

/// Host -> guest: the addresses of the VM and its host for Hyper-V sockets. Sent right after the VM's Start.
///
/// Reference: `hcsschema.HvSocketAddress`.
#[json_object]
pub struct HvSocketAddress<'a> {
    /// The VM's address: its runtime id, a GUID.
    #[json("LocalAddress", omitempty)]
    pub local_address: &'a str,
    /// The host's address, a GUID: hosts send `894cc2d6-9d79-424f-93fe-42969ae6d8d1`.
    #[json("ParentAddress", omitempty)]
    pub parent_address: &'a str,
}

/// Host -> guest: a network adapter. The host sends [`RequestType::PreAdd`] with the endpoint, adds the adapter to the VM, and
/// sends [`RequestType::Add`].
///
/// Reference: `guestrequest.NetworkModifyRequest`.
#[json_object]
pub struct NetworkModifyRequest<'a> {
    /// The adapter, a GUID.
    #[json("AdapterId", omitempty)]
    pub adapter_id: &'a str,
    /// What to do with it.
    #[json("RequestType", omitempty)]
    pub request_type: RequestType<'a>,
    /// The endpoint, see [`endpoint`](Self::endpoint). Absent but with [`RequestType::PreAdd`].
    #[json("Settings", omitempty)]
    pub settings: RawJson<'a>,
}

impl<'a> NetworkModifyRequest<'a> {
    /// Decodes the endpoint in the settings; `None` if there are none.
    ///
    /// # Errors
    ///
    /// The settings are no endpoint.
    pub fn endpoint(&self) -> Result<Option<HostComputeEndpoint<'a>>, Error> {
        self.settings.is_present().then(|| self.settings.parse()).transpose()
    }
}

/// Host -> guest: a network adapter, as hosts older than build 17763 send it.
///
/// Reference: `guestrequest.RS4NetworkModifyRequest`.
#[json_object]
#[doc(alias = "RS4NetworkModifyRequest")]
pub struct Rs4NetworkModifyRequest<'a> {
    /// The adapter, a GUID.
    #[json("AdapterInstanceId", omitempty)]
    pub adapter_instance_id: &'a str,
    /// What to do with it.
    #[json("RequestType", omitempty)]
    pub request_type: RequestType<'a>,
    /// The endpoint.
    #[json("Settings", omitempty)]
    pub settings: RawJson<'a>,
}
