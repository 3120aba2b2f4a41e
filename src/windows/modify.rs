//! The `ModifySettings` request: changes of the VM, or of a running container.

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

/// Host -> guest: adds, removes or updates a resource of the VM, or a setting of a running container.
///
/// Reference: `prot.ContainerModifySettings`.
#[json_object]
pub struct ContainerModifySettings<'a> {
    /// The resource or the setting, and what to do with it.
    #[json("Request")]
    pub request: ModificationRequest<'a>,
}

/// Host -> guest: a resource or a setting, and what to do with it.
///
/// There are two forms. With a resource type, the type determines the type of the settings, which must be present. The
/// two keys can come in any order. Without a resource type, [`update`](Self::update) decodes the settings according to
/// the resource path.
///
/// Reference: `guestrequest.ModificationRequest`, `hcsschema.ModifySettingRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModificationRequest<'a> {
    /// The setting of a running container. It is used if there is no resource type. See [`ContainerUpdate`].
    pub resource_path: &'a str,
    /// What to do. With a resource type, an absent or empty request type is decoded as [`RequestType::Add`].
    pub request_type: RequestType<'a>,
    /// The resource and its settings. Without a resource type, it is [`Resource::Unknown`] with the type `""`.
    pub resource: Resource<'a>,
    /// A request for the guest. Only the host uses this field internally; it does not send it.
    pub guest_request: RawJson<'a>,
}

const RESOURCE_PATH: &str = "ResourcePath";
const REQUEST_TYPE: &str = "RequestType";
const RESOURCE_TYPE: &str = "ResourceType";
const SETTINGS: &str = "Settings";
const GUEST_REQUEST: &str = "GuestRequest";

resources! {
    /// A resource of a Windows guest, and its settings. Some names have other settings than in a Linux guest.
    ///
    /// This is an open set: a resource of an unknown type keeps its name and its settings.
    ///
    /// Reference: `guestresource.ResourceType...`.
    pub enum Resource<'a> {
        /// A root file system that combines several layers.
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
        /// The policy that a sidecar enforces. Hosts send it only to a sidecar.
        SecurityPolicy(ConfidentialOptions<'a>) = "SecurityPolicy",
        /// A fragment that extends the policy. Hosts send it only to a sidecar.
        SecurityPolicyFragment(SecurityPolicyFragment<'a>) = "SecurityPolicyFragment",
        /// A disk for the changes of a confidential container, which must be formatted. Hosts send it only to a
        /// sidecar, which sends it on as `MappedVirtualDisk`.
        MappedVirtualDiskForContainerScratch(WcowMappedVirtualDisk<'a>) = "MappedVirtualDiskForContainerScratch",
        /// Layers in CIMs on disks. Hosts send it only to a sidecar.
        WcowBlockCims(CwcowBlockCimMounts<'a>) = "WCOWBlockCims",
        /// The root file system of a confidential container, which combines several layers. Hosts send it only to a
        /// sidecar, which sends it on as `CombinedLayers`.
        CwcowCombinedLayers(CwcowCombinedLayers<'a>) = "CWCOWCombinedLayers",
    }
    without settings {}
}

/// Host -> guest: a change without a resource type. It concerns a setting of a running container, or the network of the
/// VM.
///
/// Reference: hcsshim's `resourcepaths`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ContainerUpdate<'a> {
    /// `Container/Memory/SizeInMB` with [`RequestType::Update`]: the memory limit in MiB.
    MemorySizeInMb(u64),
    /// `Container/Processor`, with [`RequestType::Update`].
    Processor(Processor),
    /// `Container/MappedDirectories`, with [`RequestType::Add`].
    MappedDirectory(MappedDirectory<'a>),
    /// No path, the container id of the VM, and [`RequestType::Remove`]: a network adapter.
    Network(NetworkModifyRequest<'a>),
    /// Any other path. The settings are in [`Resource::Unknown`].
    Unknown,
}

impl ContainerUpdate<'_> {
    /// The [resource path](ModificationRequest::resource_path) of the memory limit.
    pub const MEMORY_SIZE_IN_MB: &'static str = "Container/Memory/SizeInMB";
    /// The [resource path](ModificationRequest::resource_path) of the processor share.
    pub const PROCESSOR: &'static str = "Container/Processor";
    /// The [resource path](ModificationRequest::resource_path) of the mapped directories.
    pub const MAPPED_DIRECTORIES: &'static str = "Container/MappedDirectories";
}

impl<'a> ModificationRequest<'a> {
    /// Creates a change without a resource type.
    #[must_use]
    pub fn without_resource_type(resource_path: &'a str, request_type: RequestType<'a>, settings: RawJson<'a>) -> Self {
        let resource = Resource::Unknown { resource_type: "", settings };
        Self { resource_path, request_type, resource, guest_request: RawJson::default() }
    }

    /// Decodes the settings of a request without a resource type, according to its resource path. Returns `None` if the
    /// request has a resource type.
    ///
    /// # Errors
    ///
    /// Returns an error if the settings are missing, or do not decode as the path requires.
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

    /// Returns an error if this crate does not know the resource type. The guest endpoint makes the same check.
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
        "Host -> guest: a resource or a setting, and what to do with it.\n\nReference: `guestrequest.ModificationRequest`.",
        &[
            ("The setting of a running container. It is used if there is no resource type.", || Docs::NONE),
            ("What to do. With a resource type, an absent or empty request type means `Add`.", || RequestType::DOCS),
            ("The resource. It determines the type of the settings.", || Docs::NONE),
            ("The settings of the resource.", || Docs::NONE),
            ("A request for the guest. Only the host uses this field internally; it does not send it.", || Docs::NONE),
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

/// Host -> guest: a change without a resource type, with settings of any type. This is the second form of a
/// [`ModificationRequest`].
///
/// Reference: `hcsschema.ModifySettingRequest`.
#[json_object]
pub struct ModifySettingRequest<'a> {
    /// The setting of a running container. See [`ContainerUpdate`].
    #[json("ResourcePath", omitempty)]
    pub resource_path: &'a str,
    /// What to do.
    #[json("RequestType", omitempty)]
    pub request_type: RequestType<'a>,
    /// The settings.
    #[json("Settings", omitempty)]
    pub settings: RawJson<'a>,
    /// A request for the guest. Only the host uses this field internally; it does not send it.
    #[json("GuestRequest", omitempty)]
    pub guest_request: RawJson<'a>,
}
