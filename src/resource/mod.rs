//! Resources that a [`ContainerModifySettings`](crate::message::ContainerModifySettings) request modifies, and their
//! settings. All types of this module go from the host to the guest.

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
    Decode, DecodeObject, Docs, Encode, EncodeObject, Failed, Fields, Key, Keys, RawJson, Reader, Shape, Tagged, Writer,
};
use crate::message::RequestType;

/// Host -> guest: a resource, and what to do with it.
///
/// The resource type determines the type of the settings. The two keys can come in any order.
///
/// Reference: `guestrequest.ModificationRequest`.
#[derive(Clone, Debug, PartialEq)]
pub struct ModificationRequest<'a> {
    /// What to do with the resource. An absent or empty request type is decoded as [`RequestType::Add`].
    pub request_type: RequestType<'a>,
    /// The resource and its settings.
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

/// Declares the resources of a kind of guest once: the variant, the type of the settings, and the name on the wire.
macro_rules! resources {
    (
        $(#[$meta_of_enum:meta])*
        pub enum Resource<'a> {
            $($(#[$meta:meta])* $variant:ident($settings:ty) = $name:literal,)*
        }
        without settings {
            $($(#[$meta_of_unit:meta])* $unit:ident = $unit_name:literal,)*
        }
    ) => {
        $(#[$meta_of_enum])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "there is no box without an allocator")]
        pub enum Resource<'a> {
            $($(#[$meta])* $variant($settings),)*
            $($(#[$meta_of_unit])* $unit,)*
            /// A resource that this crate does not know.
            Unknown {
                /// The resource type, or `""` if the field is absent.
                resource_type: &'a str,
                /// The settings.
                settings: RawJson<'a>,
            },
        }

        impl<'a> Resource<'a> {
            /// Creates a resource of this type, with default settings.
            #[must_use]
            pub fn new(resource_type: &'a str) -> Self {
                match resource_type {
                    $($name => Self::$variant(<$settings>::default()),)*
                    $($unit_name => Self::$unit,)*
                    _ => Self::Unknown { resource_type, settings: RawJson::default() },
                }
            }

            /// Returns the resource type, as it is written on the wire.
            #[must_use]
            pub const fn resource_type(&self) -> &'a str {
                match self {
                    $(Self::$variant(_) => $name,)*
                    $(Self::$unit => $unit_name,)*
                    Self::Unknown { resource_type, .. } => resource_type,
                }
            }

            /// The known resource types, and the shape of the settings of each.
            const VARIANTS: &'static [$crate::json::Variant] = &[
                $(($name, Some(|| <$settings as Decode<'_>>::SHAPE)),)*
                $(($unit_name, None),)*
            ];

            /// The documentation of the settings of each.
            const VARIANT_DOCS: &'static [$crate::json::Member] = &[
                $(("", || <$settings as Decode<'_>>::DOCS),)*
                $(($unit_name, || $crate::json::Docs::NONE),)*
            ];

            fn decode_settings(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
                match self {
                    $(Self::$variant(settings) => settings.decode(reader),)*
                    $(Self::$unit => reader.skip(),)*
                    Self::Unknown { settings, .. } => settings.decode(reader),
                }
            }

            /// Whether a request without settings is incomplete.
            const fn needs_settings(&self) -> bool {
                match self {
                    $(Self::$variant(_) => true,)*
                    $(Self::$unit => false,)*
                    Self::Unknown { .. } => false,
                }
            }

            fn settings(&self) -> &dyn Encode {
                match self {
                    $(Self::$variant(settings) => settings,)*
                    $(Self::$unit => &None::<bool>,)*
                    Self::Unknown { settings, .. } => settings,
                }
            }
        }

        impl Default for Resource<'_> {
            fn default() -> Self {
                Self::Unknown { resource_type: "", settings: RawJson::default() }
            }
        }
    };
}
pub(crate) use resources;

resources! {
    /// A resource and its settings.
    ///
    /// This is an open set: a resource of an unknown type keeps its name and its settings.
    ///
    /// Reference: `guestresource.ResourceType...`.
    pub enum Resource<'a> {
        /// A SCSI device.
        #[doc(alias = "SCSIDevice")]
        ScsiDevice(ScsiDevice) = "SCSIDevice",
        /// A disk, and where to mount it.
        MappedVirtualDisk(LcowMappedVirtualDisk<'a>) = "MappedVirtualDisk",
        /// A directory of the host, and where to mount it.
        MappedDirectory(LcowMappedDirectory<'a>) = "MappedDirectory",
        /// A persistent memory device, and where to mount it.
        #[doc(alias = "VPMemDevice")]
        VpMemDevice(LcowMappedVpMemDevice<'a>) = "VPMemDevice",
        /// A root file system that combines several layers.
        CombinedLayers(LcowCombinedLayers<'a>) = "CombinedLayers",
        /// A network interface.
        Network(LcowNetworkAdapter<'a>) = "Network",
        /// A PCI device that is assigned to the VM.
        #[doc(alias = "VPCIDevice")]
        VpciDevice(LcowMappedVpciDevice<'a>) = "VPCIDevice",
        /// The resource limits of a container.
        ContainerConstraints(LcowContainerConstraints<'a>) = "ContainerConstraints",
        /// The security policy of a confidential guest.
        SecurityPolicy(ConfidentialOptions<'a>) = "SecurityPolicy",
        /// A fragment that extends the security policy.
        SecurityPolicyFragment(SecurityPolicyFragment<'a>) = "SecurityPolicyFragment",
    }
    without settings {
        /// The memory limit of the pod's cgroup. It has no settings.
        PodCgroupMemoryLimit = "PodCgroupMemoryLimit",
    }
}

/// A request that is being decoded. If the settings precede the resource type, they stay in the buffer until the type
/// is known.
struct Pending<'r, 'a> {
    request: &'r mut ModificationRequest<'a>,
    has_type: bool,
    has_settings: bool,
    waiting: RawJson<'a>,
}

impl<'a> DecodeObject<'a> for Pending<'_, 'a> {
    fn keys(&self) -> &'static Keys {
        const { &Keys::new(const { &Key::table([REQUEST_TYPE, RESOURCE_TYPE, SETTINGS]) }, 0) }
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
        } else if self.has_settings || !resource.needs_settings() {
            Ok(())
        } else {
            Err(Error::new(ErrorKind::MissingKey).within(SETTINGS))
        }
    }
}

impl<'a> Decode<'a> for ModificationRequest<'a> {
    const DOCS: &'static Docs = &Docs::tagged(
        "ModificationRequest",
        "Host -> guest: a resource, and what to do with it.\n\nReference: `guestrequest.ModificationRequest`.",
        &[
            ("What to do. An absent or empty request type means `Add`.", || RequestType::DOCS),
            ("The resource. It determines the type of the settings.", || Docs::NONE),
            ("The settings of the resource.", || Docs::NONE),
        ],
        Resource::VARIANT_DOCS,
    );
    const SHAPE: &'static Shape = &Shape::Tagged(&Tagged {
        fields: Fields::new(
            const { &Key::table([REQUEST_TYPE, RESOURCE_TYPE, SETTINGS]) },
            &[RequestType::SHAPE, &Shape::String(&[]), &Shape::Any],
        ),
        tag: 1,
        content: 2,
        needs_tag: true,
        variants: Resource::VARIANTS,
        check: |reader| ModificationRequest::default().decode(reader),
    });

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        let waiting = RawJson::default();
        reader.object(&mut Pending { request: self, has_type: false, has_settings: false, waiting })
    }
}

impl ModificationRequest<'_> {
    /// Returns an error if this crate does not know the resource type. The guest endpoint makes the same check.
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
