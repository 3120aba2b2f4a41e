//! Changing the VM, or a running container.

use super::container::{MappedDirectory, Processor};
use super::hcn::HostComputeNamespace;
use super::resource::{
    CwcowBlockCimMounts, CwcowCombinedLayers, HvSocketAddress, NetworkModifyRequest, WcowCombinedLayers,
    WcowMappedVirtualDisk,
};
use crate::error::{Error, ErrorKind};
use crate::json::{
    Decode, DecodeObject, Docs, Encode, EncodeObject, Failed, Fields, Key, Keys, RawJson, Reader, Shape, Tagged, Writer,
};
use crate::json_object;
use crate::resource::{ConfidentialOptions, RequestType, SecurityPolicyFragment, encode_present, resources};

/// Host -> guest: add, remove or change a resource of the VM, or a setting of a container.
///
/// Reference: `prot.ContainerModifySettings`.
#[json_object]
pub struct ContainerModifySettings<'a> {
    /// What, and how.
    #[json("Request")]
    pub request: ModificationRequest<'a>,
}

/// Host -> guest: what to change, and how.
///
/// There are two forms. With a resource type the settings have the type that belongs to it, whichever of the two comes first,
/// and must be there. Without one, [`update`](Self::update) tells what the settings are by the resource path.
///
/// Reference: `guestrequest.ModificationRequest`, `hcsschema.ModifySettingRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModificationRequest<'a> {
    /// The setting of a running container, where there is no resource type: see [`ContainerUpdate`].
    pub resource_path: &'a str,
    /// What to do. With a resource type, an absent or empty one is read as [`RequestType::Add`].
    pub request_type: RequestType<'a>,
    /// The resource, and its settings. Without a resource type, it is [`Resource::Unknown`] with the type `""`.
    pub resource: Resource<'a>,
    /// A request that the guest is to be sent. It is the host's own, and never comes over the bridge.
    pub guest_request: RawJson<'a>,
}

const RESOURCE_PATH: &str = "ResourcePath";
const REQUEST_TYPE: &str = "RequestType";
const RESOURCE_TYPE: &str = "ResourceType";
const SETTINGS: &str = "Settings";
const GUEST_REQUEST: &str = "GuestRequest";

resources! {
    /// A resource of a Windows guest and its settings. Some names stand for other settings here than in a Linux guest.
    ///
    /// An open set: a resource of another type keeps its name and its settings.
    ///
    /// Reference: `guestresource.ResourceType...`.
    pub enum Resource<'a> {
        /// A root file system out of layers.
        CombinedLayers(WcowCombinedLayers<'a>) = "CombinedLayers",
        /// A disk, and where it is mounted.
        MappedVirtualDisk(WcowMappedVirtualDisk<'a>) = "MappedVirtualDisk",
        /// A directory of the host.
        MappedDirectory(MappedDirectory<'a>) = "MappedDirectory",
        /// A network adapter.
        Network(NetworkModifyRequest<'a>) = "Network",
        /// A network namespace.
        NetworkNamespace(HostComputeNamespace<'a>) = "NetworkNamespace",
        /// The addresses for Hyper-V sockets.
        HvSocket(HvSocketAddress<'a>) = "HvSocket",
        /// The policy that a sidecar enforces. To a sidecar only.
        SecurityPolicy(ConfidentialOptions<'a>) = "SecurityPolicy",
        /// A further piece of that policy. To a sidecar only.
        SecurityPolicyFragment(SecurityPolicyFragment<'a>) = "SecurityPolicyFragment",
        /// A disk that takes a confidential container's changes, to be formatted. To a sidecar only, which sends it on as
        /// `MappedVirtualDisk`.
        MappedVirtualDiskForContainerScratch(WcowMappedVirtualDisk<'a>) = "MappedVirtualDiskForContainerScratch",
        /// Layers in CIMs on disks. To a sidecar only.
        WcowBlockCims(CwcowBlockCimMounts<'a>) = "WCOWBlockCims",
        /// A confidential container's root file system out of layers. To a sidecar only, which sends it on as `CombinedLayers`.
        CwcowCombinedLayers(CwcowCombinedLayers<'a>) = "CWCOWCombinedLayers",
    }
    without settings {}
}

/// Host -> guest: a change that has no resource type: of a setting of a running container, or of the VM's network.
///
/// Reference: hcsshim's `resourcepaths`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ContainerUpdate<'a> {
    /// `Container/Memory/SizeInMB`, with [`RequestType::Update`]: the limit of memory in MiB.
    MemorySizeInMb(u64),
    /// `Container/Processor`, with [`RequestType::Update`].
    Processor(Processor),
    /// `Container/MappedDirectories`, with [`RequestType::Add`].
    MappedDirectory(MappedDirectory<'a>),
    /// No path, and the container id of the VM, with [`RequestType::Remove`]: a network adapter.
    Network(NetworkModifyRequest<'a>),
    /// Another path. The settings are in [`Resource::Unknown`].
    Unknown,
}

impl ContainerUpdate<'_> {
    /// The [resource path](ModificationRequest::resource_path) of the limit of memory.
    pub const MEMORY_SIZE_IN_MB: &'static str = "Container/Memory/SizeInMB";
    /// The [resource path](ModificationRequest::resource_path) of the share of the processors.
    pub const PROCESSOR: &'static str = "Container/Processor";
    /// The [resource path](ModificationRequest::resource_path) of the mapped directories.
    pub const MAPPED_DIRECTORIES: &'static str = "Container/MappedDirectories";
}

impl<'a> ModificationRequest<'a> {
    /// A change that has no resource type.
    #[must_use]
    pub fn without_resource_type(resource_path: &'a str, request_type: RequestType<'a>, settings: RawJson<'a>) -> Self {
        let resource = Resource::Unknown { resource_type: "", settings };
        Self { resource_path, request_type, resource, guest_request: RawJson::default() }
    }

    /// Decodes the settings of a request that has no resource type, by its resource path; `None` if it has a resource type.
    ///
    /// # Errors
    ///
    /// The settings are missing, or not what the path calls for.
    pub fn update(&self) -> Result<Option<ContainerUpdate<'a>>, Error> {
        let Resource::Unknown { resource_type: "", settings } = self.resource else { return Ok(None) };
        let update = match self.resource_path {
            ContainerUpdate::MEMORY_SIZE_IN_MB => required(settings).map(ContainerUpdate::MemorySizeInMb),
            ContainerUpdate::PROCESSOR => required(settings).map(ContainerUpdate::Processor),
            ContainerUpdate::MAPPED_DIRECTORIES => required(settings).map(ContainerUpdate::MappedDirectory),
            "" => required(settings).map(ContainerUpdate::Network),
            _ => Ok(ContainerUpdate::Unknown),
        };
        update.map(Some).map_err(|error| error.with_key(SETTINGS))
    }

    /// Fails for a resource type that this crate does not know, as the guest endpoint does.
    pub fn require_known_resource(&self) -> Result<(), Error> {
        match self.resource {
            Resource::Unknown { resource_type, .. } if !resource_type.is_empty() => {
                Err(Error::new(ErrorKind::UnknownResourceType).with_key(RESOURCE_TYPE))
            }
            _ => Ok(()),
        }
    }
}

fn required<'a, T: Decode<'a>>(settings: RawJson<'a>) -> Result<T, Error> {
    if settings.is_present() { settings.parse() } else { Err(Error::new(ErrorKind::MissingKey)) }
}

/// A request that is being decoded.
struct Pending<'r, 'a> {
    request: &'r mut ModificationRequest<'a>,
    settings: PendingSettings<'a>,
}

impl<'a> DecodeObject<'a> for Pending<'_, 'a> {
    fn keys(&self) -> &'static Keys {
        const KEYS: &[Key] = &Key::table([RESOURCE_PATH, REQUEST_TYPE, RESOURCE_TYPE, SETTINGS, GUEST_REQUEST]);
        const { &Keys::new(KEYS, 0) }
    }

    fn field(&mut self, index: usize, reader: &mut Reader<'a>) -> Result<(), Failed> {
        match index {
            0 => self.request.resource_path = reader.string()?,
            1 => self.request.request_type = reader.string()?.into(),
            2 => self.settings.decode_type(&mut self.request.resource, reader)?,
            3 => self.settings.decode(&mut self.request.resource, reader)?,
            _ => self.request.guest_request.decode(reader)?,
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        let resource = &mut self.request.resource;
        if self.request.request_type.is_empty() && !resource.resource_type().is_empty() {
            self.request.request_type = RequestType::Add;
        }
        self.settings.finish(resource)
    }
}

impl<'a> Decode<'a> for ModificationRequest<'a> {
    const DOCS: &'static Docs = &Docs::tagged(
        "ModificationRequest",
        "Host -> guest: what to change, and how.\n\nReference: `guestrequest.ModificationRequest`.",
        &[
            ("The setting of a running container, where there is no resource type.", || Docs::NONE),
            ("What to do. With a resource type, an absent or empty request type means `Add`.", || RequestType::DOCS),
            ("The resource. It determines the type of the settings.", || Docs::NONE),
            ("The settings of the resource.", || Docs::NONE),
            ("A request of the host's own, which never comes over the bridge.", || Docs::NONE),
        ],
        Resource::VARIANT_DOCS,
    );
    const SHAPE: &'static Shape = &Shape::Tagged(&Tagged {
        fields: Fields::new(
            const { &Key::table([RESOURCE_PATH, REQUEST_TYPE, RESOURCE_TYPE, SETTINGS, GUEST_REQUEST]) },
            &[&Shape::String(&[]), RequestType::SHAPE, &Shape::String(&[]), &Shape::Any, &Shape::Any],
        ),
        tag: 2,
        content: 3,
        needs_tag: false,
        variants: Resource::VARIANTS,
        check: |reader| ModificationRequest::default().decode(reader),
    });

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.object(&mut Pending { request: self, settings: PendingSettings::default() })
    }
}

impl EncodeObject for ModificationRequest<'_> {
    fn encode_fields(&self, writer: &mut Writer<'_>) {
        let fields: [(&str, &dyn Encode); 5] = [
            (RESOURCE_PATH, &self.resource_path),
            (REQUEST_TYPE, &self.request_type),
            (RESOURCE_TYPE, &self.resource.resource_type()),
            (SETTINGS, self.resource.settings()),
            (GUEST_REQUEST, &self.guest_request),
        ];
        encode_present(&fields, writer);
    }
}

impl Encode for ModificationRequest<'_> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(self);
    }
}

/// Host -> guest: what to change, and how, where there is no resource type: the second form of a [`ModificationRequest`], with
/// settings of any type.
///
/// Reference: `hcsschema.ModifySettingRequest`.
#[json_object]
pub struct ModifySettingRequest<'a> {
    /// The setting of a running container: see [`ContainerUpdate`].
    #[json("ResourcePath", omitempty)]
    pub resource_path: &'a str,
    /// What to do.
    #[json("RequestType", omitempty)]
    pub request_type: RequestType<'a>,
    /// The settings.
    #[json("Settings", omitempty)]
    pub settings: RawJson<'a>,
    /// A request that the guest is to be sent. It is the host's own, and never comes over the bridge.
    #[json("GuestRequest", omitempty)]
    pub guest_request: RawJson<'a>,
}
