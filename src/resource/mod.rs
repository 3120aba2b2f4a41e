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
use crate::open_set;

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

/// What to do with a resource.
///
/// Reference: `prot.RequestType`; `guestrequest.RequestType`.
#[open_set]
#[non_exhaustive]
pub enum RequestType<'a> {
    /// Adds the resource. An absent or empty request type also means this.
    #[doc(alias = "RtAdd")]
    #[json("Add")]
    Add,
    /// Removes the resource.
    #[doc(alias = "RtRemove")]
    #[json("Remove")]
    Remove,
    /// Prepares the addition of the resource.
    #[json("PreAdd")]
    PreAdd,
    /// Updates the resource.
    #[doc(alias = "RtUpdate")]
    #[json("Update")]
    Update,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
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

        /// The settings of a request that is being decoded. If they precede the resource type, they stay in the buffer until
        /// the type is known.
        #[derive(Default)]
        struct PendingSettings<'a> {
            has_type: bool,
            has_settings: bool,
            waiting: RawJson<'a>,
        }

        impl<'a> PendingSettings<'a> {
            fn decode_type(&mut self, resource: &mut Resource<'a>, reader: &mut Reader<'a>) -> Result<(), Failed> {
                *resource = Resource::new(reader.string()?);
                self.has_type = true;
                Ok(())
            }

            fn decode(&mut self, resource: &mut Resource<'a>, reader: &mut Reader<'a>) -> Result<(), Failed> {
                if self.has_type {
                    resource.decode_settings(reader)?;
                    self.has_settings = true;
                } else {
                    self.waiting = RawJson::keep(reader)?;
                }
                Ok(())
            }

            fn finish(&self, resource: &mut Resource<'a>) -> Result<(), Error> {
                if self.waiting.is_present() {
                    let read = self.waiting.read(&mut |reader| resource.decode_settings(reader));
                    read.map_err(|error| error.with_key(SETTINGS))
                } else if self.has_settings || !resource.needs_settings() {
                    Ok(())
                } else {
                    Err(Error::new(ErrorKind::MissingKey).with_key(SETTINGS))
                }
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

/// A request that is being decoded.
struct Pending<'r, 'a> {
    request: &'r mut ModificationRequest<'a>,
    settings: PendingSettings<'a>,
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
            1 => self.settings.decode_type(&mut self.request.resource, reader)?,
            _ => self.settings.decode(&mut self.request.resource, reader)?,
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.settings.finish(&mut self.request.resource)
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
        reader.object(&mut Pending { request: self, settings: PendingSettings::default() })
    }
}

impl ModificationRequest<'_> {
    /// Returns an error if this crate does not know the resource type. The guest endpoint makes the same check.
    pub fn require_known_resource(&self) -> Result<(), Error> {
        match self.resource {
            Resource::Unknown { .. } => Err(Error::new(ErrorKind::UnknownResourceType).with_key(RESOURCE_TYPE)),
            _ => Ok(()),
        }
    }
}

impl EncodeObject for ModificationRequest<'_> {
    fn encode_fields(&self, writer: &mut Writer<'_>) {
        let fields: [(&str, &dyn Encode); 3] = [
            (REQUEST_TYPE, &self.request_type),
            (RESOURCE_TYPE, &self.resource.resource_type()),
            (SETTINGS, self.resource.settings()),
        ];
        encode_present(&fields, writer);
    }
}

/// Writes the fields that are not empty, in their order.
pub(crate) fn encode_present(fields: &[(&str, &dyn Encode)], writer: &mut Writer<'_>) {
    for (key, value) in fields {
        if !value.is_empty() {
            writer.key(key);
            value.encode(writer);
        }
    }
}

impl Encode for ModificationRequest<'_> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(self);
    }
}
