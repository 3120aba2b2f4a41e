//! Create: a container, or the VM itself.

use super::container::{UvmConfig, VmHostedContainerSettings, VmHostedContainerSettingsV2};
use crate::certain::Certain;
use crate::error::Error;
use crate::json::{
    Decode, DecodeObject, Docs, Encode, Failed, JsonString, Key, Keys, OneOf, RawJson, Reader, Shape, Writer,
};
use crate::json_object;

/// Host -> guest: prepares a container, so that its first process can be started.
///
/// `C` is the type of the nested document in `ContainerConfig`: [`ContainerConfig`], which is any of the three that hosts send, or
/// one of these three.
///
/// Reference: `prot.ContainerCreate`.
#[json_object(in_order)]
pub struct ContainerCreate<'a, C> {
    /// The settings, as a nested document (a JSON document inside a string).
    #[json("ContainerConfig")]
    pub container_config: JsonString<C>,
    /// The protocol versions that the host supports. Only protocol versions 3 and older use it.
    #[json("SupportedVersions", omitempty)]
    pub supported_versions: ProtocolSupport<'a>,
}

/// Host -> guest: the document in a [`ContainerCreate`], which says what to create.
///
/// The keys of the document decide which of the three it is, in any order. The first of these rules applies: a key of
/// the settings of version 2 selects these, a key of the VM's configuration selects that, and a key of the settings of
/// version 1 selects these. A document without any of these keys has version 2, with default values. The keys of the
/// two other documents are ignored.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "there is no box without an allocator")]
pub enum ContainerConfig<'a> {
    /// A container, schema version 2.
    V2(VmHostedContainerSettingsV2<'a>),
    /// A container, schema version 1.
    V1(VmHostedContainerSettings<'a>),
    /// The VM itself.
    Vm(UvmConfig<'a>),
}

impl Default for ContainerConfig<'_> {
    fn default() -> Self {
        Self::V2(VmHostedContainerSettingsV2::default())
    }
}

/// Makes an enum of documents from each of them, and writes the one that it holds.
macro_rules! conversions {
    ($name:ident { $($variant:ident($document:ident),)* }) => {
        $(
            impl<'a> From<$document<'a>> for $name<'a> {
                fn from(document: $document<'a>) -> Self {
                    Self::$variant(document)
                }
            }
        )*

        impl Encode for $name<'_> {
            fn encode(&self, writer: &mut Writer<'_>) {
                match self {
                    $(Self::$variant(document) => document.encode(writer),)*
                }
            }
        }
    };
}
pub(crate) use conversions;

conversions! {
    ContainerConfig {
        V2(VmHostedContainerSettingsV2),
        V1(VmHostedContainerSettings),
        Vm(UvmConfig),
    }
}

/// The keys of the three documents: of version 2, of version 1, and of the VM.
const CONFIG_KEYS: [&str; 11] = [
    "SchemaVersion",
    "OciBundlePath",
    "OciSpecification",
    "ScratchDirPath",
    "Layers",
    "SandboxDataPath",
    "MappedVirtualDisks",
    "MappedDirectories",
    "NetworkAdapters",
    "SystemType",
    "TimeZoneInformation",
];
const OF_V2: usize = 4;
const OF_V1: usize = 5;
const OTHERS: usize = CONFIG_KEYS.len() - OF_V2;

/// A configuration while it is being read. Values of the other documents stay in the buffer until it is clear which
/// document this is.
struct PendingConfig<'c, 'a> {
    config: &'c mut ContainerConfig<'a>,
    is_v2: bool,
    others: [RawJson<'a>; OTHERS],
}

impl<'a> DecodeObject<'a> for PendingConfig<'_, 'a> {
    fn keys(&self) -> &'static Keys {
        const { &Keys::new(const { &Key::table(CONFIG_KEYS) }, 0) }
    }

    fn field(&mut self, index: usize, reader: &mut Reader<'a>) -> Result<(), Failed> {
        match (index.checked_sub(OF_V2), &mut *self.config) {
            (None, ContainerConfig::V2(settings)) => {
                self.is_v2 = true;
                settings.field(index, reader)
            }
            (Some(other), _) if !self.is_v2 => match self.others.get_mut(other) {
                Some(other) => {
                    *other = RawJson::keep(reader)?;
                    Ok(())
                }
                None => reader.skip(),
            },
            _ => reader.skip(),
        }
    }

    fn finish(&mut self) -> Result<(), Error> {
        let (v1, vm) = self.others.split_at_checked(OF_V1).certain();
        let keys = CONFIG_KEYS.get(OF_V2..).certain();
        let is_there = |values: &[RawJson<'_>]| values.iter().any(RawJson::is_present);
        if self.is_v2 {
            Ok(())
        } else if is_there(vm) {
            let mut config = UvmConfig::default();
            let read = read_fields(&mut config, keys.get(OF_V1..).certain(), vm);
            *self.config = ContainerConfig::Vm(config);
            read
        } else if is_there(v1) {
            let mut settings = VmHostedContainerSettings::default();
            let read = read_fields(&mut settings, keys, v1);
            *self.config = ContainerConfig::V1(settings);
            read
        } else {
            Ok(())
        }
    }
}

/// Reads the fields of an object, in their order, from kept values.
fn read_fields<'a>(
    object: &mut dyn DecodeObject<'a>,
    keys: &[&'static str],
    values: &[RawJson<'a>],
) -> Result<(), Error> {
    for (index, (value, key)) in values.iter().zip(keys).enumerate() {
        value.read(&mut |reader| object.field(index, reader)).map_err(|error| error.with_key(key))?;
    }
    Ok(())
}

impl<'a> Decode<'a> for ContainerConfig<'a> {
    const DOCS: &'static Docs = &Docs::new(
        "ContainerConfig",
        "Host -> guest: what is created. A key of the settings of version 2 makes it those; without one, a key of the VM's \
         configuration makes it that; without either, a key of the settings of version 1 makes it those.",
        &[
            ("", || VmHostedContainerSettingsV2::DOCS),
            ("", || UvmConfig::DOCS),
            ("", || VmHostedContainerSettings::DOCS),
        ],
    );
    const SHAPE: &'static Shape = &Shape::OneOf(&OneOf {
        choices: &[|| VmHostedContainerSettingsV2::SHAPE, || UvmConfig::SHAPE, || VmHostedContainerSettings::SHAPE],
        check: |reader| ContainerConfig::default().decode(reader),
    });

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        *self = Self::default();
        reader.object(&mut PendingConfig { config: self, is_v2: false, others: [RawJson::default(); OTHERS] })
    }
}

/// Guest -> host: the container is ready.
///
/// Reference: `prot.ContainerCreateResponse`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct ContainerCreateResponse<'a> {
    /// The selected protocol version as text. Only protocol versions 3 and older use it.
    #[json("SelectedVersion", omitempty)]
    pub selected_version: &'a str,
    /// The selected protocol version. Only protocol versions 3 and older use it.
    #[json("SelectedProtocolVersion")]
    pub selected_protocol_version: u32,
}

/// Host -> guest: the protocol versions that the host supports. Only protocol versions 3 and older use it.
///
/// Reference: `prot.ProtocolSupport`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct ProtocolSupport<'a> {
    /// The oldest supported version, as text.
    #[json("MinimumVersion", omitempty)]
    pub minimum_version: &'a str,
    /// The newest supported version, as text.
    #[json("MaximumVersion", omitempty)]
    pub maximum_version: &'a str,
    /// The oldest supported version.
    #[json("MinimumProtocolVersion")]
    pub minimum_protocol_version: u32,
    /// The newest supported version.
    #[json("MaximumProtocolVersion")]
    pub maximum_protocol_version: u32,
}
