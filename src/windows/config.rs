//! The configuration of a container or of the VM.

use super::container::{CwcowHostedSystem, HostedSystem};
use crate::error::{Error, ErrorKind};
use crate::json::{Decode, DecodeObject, Docs, Encode, Failed, Key, Keys, Member, OneOf, Reader, Shape, Writer};
use crate::message::{UvmConfig, conversions};

/// Host -> guest: the document in a [`ContainerCreate`](super::ContainerCreate).
///
/// The keys of the document determine the variant, in any order. A document with keys of two variants is an error
/// ([`ErrorKind::Ambiguous`]), because two readers could take it for different documents. A document with none of the
/// keys is a default [`HostedSystem`].
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "there is no box without an allocator")]
pub enum ContainerConfig<'a> {
    /// A container. A host sends it to an ordinary guest, and a sidecar sends it to its guest.
    Container(HostedSystem<'a>),
    /// A confidential container. A host sends it to a sidecar.
    Confidential(CwcowHostedSystem<'a>),
    /// The VM itself.
    Vm(UvmConfig<'a>),
}

impl Default for ContainerConfig<'_> {
    fn default() -> Self {
        Self::Container(HostedSystem::default())
    }
}

conversions! {
    ContainerConfig {
        Container(HostedSystem),
        Confidential(CwcowHostedSystem),
        Vm(UvmConfig),
    }
}

/// The keys of the three documents, two for each.
const KEYS: [Key; 6] =
    Key::table(["SchemaVersion", "Container", "Spec", "CWCOWHostedSystem", "SystemType", "TimeZoneInformation"]);

/// A document that is being decoded.
struct Pending<'c, 'a> {
    config: &'c mut ContainerConfig<'a>,
    is_known: bool,
}

impl<'a> DecodeObject<'a> for Pending<'_, 'a> {
    fn keys(&self) -> &'static Keys {
        const { &Keys::new(&KEYS, 0) }
    }

    fn field(&mut self, index: usize, reader: &mut Reader<'a>) -> Result<(), Failed> {
        if !self.is_known {
            self.is_known = true;
            match index {
                0 | 1 => {}
                2 | 3 => *self.config = ContainerConfig::Confidential(CwcowHostedSystem::default()),
                _ => *self.config = ContainerConfig::Vm(UvmConfig::default()),
            }
        }
        match (index, &mut *self.config) {
            (0 | 1, ContainerConfig::Container(system)) => system.field(index, reader),
            (2 | 3, ContainerConfig::Confidential(system)) => system.field(index & 1, reader),
            (4 | 5, ContainerConfig::Vm(config)) => config.field(index & 1, reader),
            _ => Err(reader.fail(ErrorKind::Ambiguous)),
        }
    }

    fn finish(&mut self) -> Result<(), Error> {
        match &mut *self.config {
            ContainerConfig::Container(system) => system.finish(),
            ContainerConfig::Confidential(system) => system.finish(),
            ContainerConfig::Vm(config) => config.finish(),
        }
    }
}

impl<'a> Decode<'a> for ContainerConfig<'a> {
    const DOCS: &'static Docs = &Docs::new(
        "WindowsContainerConfig",
        "Host -> guest: the configuration of a container or of the VM. The keys of the document determine its \
         type. A document with keys of two types is an error.",
        {
            const MEMBERS: [Member; 3] =
                [("", || HostedSystem::DOCS), ("", || CwcowHostedSystem::DOCS), ("", || UvmConfig::DOCS)];
            &MEMBERS
        },
    );
    const SHAPE: &'static Shape = &Shape::OneOf(&OneOf {
        choices: &[|| HostedSystem::SHAPE, || CwcowHostedSystem::SHAPE, || UvmConfig::SHAPE],
        check: |reader| ContainerConfig::default().decode(reader),
    });

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.object(&mut Pending { config: self, is_known: false })
    }
}
