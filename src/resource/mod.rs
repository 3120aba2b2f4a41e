//! Resources: what a [`ContainerModifySettings`](crate::message::ContainerModifySettings) changes, and their settings.
//! All of it goes host -> guest.

mod constraints;
mod network;
mod security;
mod storage;

pub use constraints::{LcowContainerConstraints, LcowMappedVpciDevice};
pub use network::{LcowIpConfig, LcowNetworkAdapter, LcowRoute};
pub use security::{ConfidentialOptions, SecurityPolicyFragment};
pub use storage::{
    DeviceVerityInfo, Layer, LcowCombinedLayers, LcowMappedDirectory, LcowMappedVirtualDisk, LcowMappedVpMemDevice,
    LcowVpMemMappingInfo, ScsiDevice,
};

use crate::error::{Error, ErrorKind};
use crate::json::{
    Decode, DecodeObject, Docs, Encode, EncodeObject, Failed, Fields, Keys, RawJson, Reader, Shape, Tagged, Variant,
    Writer,
};
use crate::message::RequestType;

/// Host -> guest: which resource, and what to do with it.
///
/// The settings' type depends on the resource type, whichever of the two comes first.
///
/// Reference: `guestrequest.ModificationRequest`.
#[derive(Clone, Debug, PartialEq)]
pub struct ModificationRequest<'a> {
    /// What to do. An absent or empty one is read as [`RequestType::Add`].
    pub request_type: RequestType<'a>,
    /// The resource, and its settings.
    pub resource: Resource<'a>,
}

impl Default for ModificationRequest<'_> {
    fn default() -> Self {
        Self { request_type: RequestType::Add, resource: Resource::default() }
    }
}

const REQUEST_TYPE: &str = "RequestType";
const RESOURCE_TYPE: &str = "ResourceType";
const SETTINGS: &str = "Settings";

/// Declares the resources once: variant, settings, and the name on the wire.
macro_rules! resources {
    ($($(#[$meta:meta])* $variant:ident($settings:ty) = $name:literal,)*) => {
        /// A resource and its settings.
        ///
        /// An open set: a resource of another type keeps its name and its settings.
        ///
        /// Reference: `guestresource.ResourceType...`.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[expect(clippy::large_enum_variant, reason = "there is no box without an allocator")]
        pub enum Resource<'a> {
            $($(#[$meta])* $variant($settings),)*
            /// The memory limit of the pod's control group. It has no settings.
            PodCgroupMemoryLimit,
            /// A resource that this crate does not know.
            Unknown {
                /// Its type; `""` if there was none.
                resource_type: &'a str,
                /// Its settings.
                settings: RawJson<'a>,
            },
        }

        impl<'a> ModificationRequest<'a> {
            /// What the documentation says of the request, its fields, and its resources.
            const DOCUMENTATION: &'static Docs = &Docs::new(
                "ModificationRequest",
                "Host -> guest: which resource, and what to do with it.\n\nReference: `guestrequest.ModificationRequest`.",
                &[
                    ("What to do. An absent or empty one means `Add`.", || <RequestType<'_> as Decode<'_>>::DOCS),
                    ("The resource. It decides the type of the settings.", || Docs::NONE),
                    ("The settings of the resource.", || Docs::NONE),
                    $(("", || <$settings as Decode<'_>>::DOCS),)*
                    ("The memory limit of the pod's control group. It has no settings.", || Docs::NONE),
                ],
            );
        }

        impl<'a> Resource<'a> {
            /// The resource of this type, with default settings.
            #[must_use]
            pub fn new(resource_type: &'a str) -> Self {
                match resource_type {
                    $($name => Self::$variant(<$settings>::default()),)*
                    "PodCgroupMemoryLimit" => Self::PodCgroupMemoryLimit,
                    _ => Self::Unknown { resource_type, settings: RawJson::default() },
                }
            }

            /// The type, as it stands on the wire.
            #[must_use]
            pub const fn resource_type(&self) -> &'a str {
                match self {
                    $(Self::$variant(_) => $name,)*
                    Self::PodCgroupMemoryLimit => "PodCgroupMemoryLimit",
                    Self::Unknown { resource_type, .. } => resource_type,
                }
            }

            /// The known resource types, and the shape of the settings of each.
            const VARIANTS: &'static [Variant] = &[
                $(($name, Some(|| <$settings as Decode<'_>>::SHAPE)),)*
                ("PodCgroupMemoryLimit", None),
            ];

            fn decode_settings(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
                match self {
                    $(Self::$variant(settings) => settings.decode(reader),)*
                    Self::PodCgroupMemoryLimit => reader.skip(),
                    Self::Unknown { settings, .. } => settings.decode(reader),
                }
            }

            fn settings(&self) -> &dyn Encode {
                match self {
                    $(Self::$variant(settings) => settings,)*
                    Self::PodCgroupMemoryLimit => &None::<bool>,
                    Self::Unknown { settings, .. } => settings,
                }
            }
        }
    };
}

resources! {
    /// A SCSI device.
    #[doc(alias = "SCSIDevice")]
    ScsiDevice(ScsiDevice) = "SCSIDevice",
    /// A disk, and where it is mounted.
    MappedVirtualDisk(LcowMappedVirtualDisk<'a>) = "MappedVirtualDisk",
    /// A directory of the host.
    MappedDirectory(LcowMappedDirectory<'a>) = "MappedDirectory",
    /// A persistent memory device.
    #[doc(alias = "VPMemDevice")]
    VpMemDevice(LcowMappedVpMemDevice<'a>) = "VPMemDevice",
    /// A root file system out of layers.
    CombinedLayers(LcowCombinedLayers<'a>) = "CombinedLayers",
    /// A network interface.
    Network(LcowNetworkAdapter<'a>) = "Network",
    /// A PCI device.
    #[doc(alias = "VPCIDevice")]
    VpciDevice(LcowMappedVpciDevice<'a>) = "VPCIDevice",
    /// Limits of a container.
    ContainerConstraints(LcowContainerConstraints<'a>) = "ContainerConstraints",
    /// The policy that a confidential guest enforces.
    SecurityPolicy(ConfidentialOptions<'a>) = "SecurityPolicy",
    /// A further piece of that policy.
    SecurityPolicyFragment(SecurityPolicyFragment<'a>) = "SecurityPolicyFragment",
}

impl Default for Resource<'_> {
    fn default() -> Self {
        Self::Unknown { resource_type: "", settings: RawJson::default() }
    }
}

/// A request while it is being read: the settings wait in the buffer if they come before the resource type.
struct Pending<'r, 'a> {
    request: &'r mut ModificationRequest<'a>,
    has_type: bool,
    has_settings: bool,
    waiting: RawJson<'a>,
}

impl<'a> DecodeObject<'a> for Pending<'_, 'a> {
    fn keys(&self) -> Keys {
        Keys::new(&[REQUEST_TYPE, RESOURCE_TYPE, SETTINGS], 0)
    }

    fn field(&mut self, index: usize, reader: &mut Reader<'a>) -> Result<(), Failed> {
        match index {
            0 => {
                let request_type = reader.string()?;
                self.request.request_type =
                    if request_type.is_empty() { RequestType::Add } else { request_type.into() };
            }
            1 => {
                self.request.resource = Resource::new(reader.string()?);
                self.has_type = true;
            }
            _ if self.has_type => {
                self.request.resource.decode_settings(reader)?;
                self.has_settings = true;
            }
            _ => self.waiting = RawJson::keep(reader)?,
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        let resource = &mut self.request.resource;
        if self.waiting.is_present() {
            self.waiting.read(&mut |reader| resource.decode_settings(reader)).map_err(|error| error.within(SETTINGS))
        } else if self.has_settings || matches!(resource, Resource::PodCgroupMemoryLimit | Resource::Unknown { .. }) {
            Ok(())
        } else {
            Err(Error::new(ErrorKind::MissingKey).within(SETTINGS))
        }
    }
}

impl<'a> Decode<'a> for ModificationRequest<'a> {
    const DOCS: &'static Docs = Self::DOCUMENTATION;
    const SHAPE: &'static Shape = &Shape::Tagged(&Tagged {
        fields: Fields::new(
            &[REQUEST_TYPE, RESOURCE_TYPE, SETTINGS],
            &[RequestType::SHAPE, &Shape::String(&[]), &Shape::Any],
        ),
        tag: 1,
        content: 2,
        variants: Resource::VARIANTS,
        check: |reader| ModificationRequest::default().decode(reader),
    });

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        let waiting = RawJson::default();
        reader.object(&mut Pending { request: self, has_type: false, has_settings: false, waiting })
    }
}

impl ModificationRequest<'_> {
    /// Fails for a resource that this crate does not know, as the guest endpoint does.
    pub fn check_known(&self) -> Result<(), Error> {
        match self.resource {
            Resource::Unknown { .. } => Err(Error::new(ErrorKind::UnknownResourceType).within(RESOURCE_TYPE)),
            _ => Ok(()),
        }
    }
}

impl EncodeObject for ModificationRequest<'_> {
    fn encode_fields(&self, writer: &mut Writer<'_>) {
        if !self.request_type.is_empty() {
            writer.key(REQUEST_TYPE);
            self.request_type.encode(writer);
        }
        let resource_type = self.resource.resource_type();
        if !resource_type.is_empty() {
            writer.key(RESOURCE_TYPE);
            writer.string(resource_type);
        }
        let settings = self.resource.settings();
        if !settings.is_empty() {
            writer.key(SETTINGS);
            settings.encode(writer);
        }
    }
}

impl Encode for ModificationRequest<'_> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(self);
    }
}
