//! Services of the guest: log forwarding.

use crate::error::{Error, ErrorKind};
use crate::json::{
    Base64Json, Decode, DecodeObject, Docs, Encode, EncodeObject, Failed, Fields, Form, Key, Keys, Reader, Seq, Shape,
    Writer,
};
use crate::{json_object, open_set};

/// Host -> guest: change a service of the guest.
///
/// The settings must be there, and the service must be known.
///
/// Reference: `prot.ServiceModificationRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
#[doc(alias = "ServiceModificationRequest")]
pub struct ModifyServiceSettings<'a> {
    /// The service. JSON key: `PropertyType`.
    pub property_type: ServiceModifyPropertyType<'a>,
    /// What the service should do. JSON key: `Settings`.
    pub settings: LogForwardServiceRpcRequest<'a>,
}

const PROPERTY_TYPE: &str = "PropertyType";
const SETTINGS: &str = "Settings";

impl<'a> Decode<'a> for ModifyServiceSettings<'a> {
    const DOCS: &'static Docs = &Docs::new(
        "ModifyServiceSettings",
        "Host -> guest: change a service of the guest.\n\nReference: `prot.ServiceModificationRequest`.",
        &[
            ("The service.", || ServiceModifyPropertyType::DOCS),
            ("What the service should do.", || LogForwardServiceRpcRequest::DOCS),
        ],
    );
    const SHAPE: &'static Shape = &Shape::Object(Fields::new(
        const { &Key::table([PROPERTY_TYPE, SETTINGS]) },
        &[
            &Shape::Custom {
                check: |reader| ServiceModifyPropertyType::default().decode(reader),
                required: true,
                form: Form::Known(&["LogForwardService"]),
            },
            &Shape::Custom {
                check: |reader| LogForwardServiceRpcRequest::default().decode(reader),
                required: true,
                form: Form::Same(LogForwardServiceRpcRequest::SHAPE),
            },
        ],
    ));

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        reader.object(self)
    }
}

impl<'a> DecodeObject<'a> for ModifyServiceSettings<'a> {
    fn keys(&self) -> &'static Keys {
        const { Self::SHAPE.keys() }
    }

    fn field(&mut self, index: usize, reader: &mut Reader<'a>) -> Result<(), Failed> {
        if index == 0 { self.property_type.decode(reader) } else { self.settings.decode(reader) }
    }

    fn finish(&mut self) -> Result<(), Error> {
        match self.property_type {
            ServiceModifyPropertyType::LogForwardService => Ok(()),
            ServiceModifyPropertyType::Other(_) => {
                Err(Error::new(ErrorKind::UnknownResourceType).within(PROPERTY_TYPE))
            }
        }
    }
}

impl EncodeObject for ModifyServiceSettings<'_> {
    fn encode_fields(&self, writer: &mut Writer<'_>) {
        writer.key(PROPERTY_TYPE);
        self.property_type.encode(writer);
        writer.key(SETTINGS);
        self.settings.encode(writer);
    }
}

impl Encode for ModifyServiceSettings<'_> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(self);
    }
}

/// A service of the guest.
///
/// Reference: `prot.ServiceModifyPropertyType`.
#[open_set]
#[non_exhaustive]
pub enum ServiceModifyPropertyType<'a> {
    /// The service that forwards the guest's log to the host.
    #[json("LogForwardService")]
    LogForwardService,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// Host -> guest: what the log forwarding service should do.
///
/// Reference: `guestrequest.LogForwardServiceRPCRequest`.
#[json_object]
#[doc(alias = "LogForwardServiceRPCRequest")]
pub struct LogForwardServiceRpcRequest<'a> {
    /// What to do.
    #[json("RPCType", omitempty)]
    pub rpc_type: RpcType<'a>,
    /// The sources of the log with [`RpcType::ModifyServiceSettings`], a [`LogSourcesInfo`] in base64;
    /// see [`sources`](Self::sources).
    #[json("Settings", omitempty)]
    pub settings: Base64Json<'a>,
}

impl LogForwardServiceRpcRequest<'_> {
    /// Decodes the sources of the log into `buffer`; `None` if there are none. Three bytes of room for each four of the base64
    /// are enough.
    ///
    /// # Errors
    ///
    /// The settings are not base64 or no such document, or `buffer` is too small.
    pub fn sources<'b>(&self, buffer: &'b mut [u8]) -> Result<Option<LogSourcesInfo<'b>>, Error> {
        self.settings.decode(buffer).map_err(|error| error.within("Settings"))
    }
}

/// What the log forwarding service should do.
///
/// Reference: `guestrequest.RPCType`.
#[open_set]
#[non_exhaustive]
#[doc(alias = "RPCType")]
pub enum RpcType<'a> {
    /// Take these sources.
    #[json("ModifyServiceSettings")]
    ModifyServiceSettings,
    /// Begin to forward.
    #[json("StartLogForwarding")]
    StartLogForwarding,
    /// Cease to forward. hcsshim does not send it.
    #[json("StopLogForwarding")]
    StopLogForwarding,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// Host -> guest: the sources of the log that is to be forwarded.
///
/// Reference: `etw.LogSourcesInfo`.
#[json_object]
pub struct LogSourcesInfo<'a> {
    /// The sources.
    #[json("LogConfig")]
    pub log_config: LogConfig<'a>,
}

/// Host -> guest: a list of sources of the log.
///
/// Reference: `etw.LogConfig`.
#[json_object]
pub struct LogConfig<'a> {
    /// The sources.
    #[json("sources")]
    pub sources: Seq<'a, LogSource<'a>>,
}

/// Host -> guest: a source of the log.
///
/// Reference: `etw.Source`.
#[json_object]
pub struct LogSource<'a> {
    /// The source's type.
    #[json("type")]
    pub kind: LogSourceType<'a>,
    /// The providers of events.
    #[json("providers")]
    pub providers: Seq<'a, EtwProvider<'a>>,
}

/// The type of a source of the log.
///
/// Reference: `etw.Source`.
#[open_set]
#[non_exhaustive]
pub enum LogSourceType<'a> {
    /// Event Tracing for Windows.
    #[json("ETW")]
    Etw,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}

/// Host -> guest: a provider of events. A sidecar is sent names, and fills in GUIDs from a table for the guest.
///
/// Reference: `etw.EtwProvider`.
#[json_object]
pub struct EtwProvider<'a> {
    /// The provider's name.
    #[json("providerName", omitempty)]
    pub provider_name: &'a str,
    /// The provider, a GUID.
    #[json("providerGuid", omitempty)]
    pub provider_guid: &'a str,
    /// The least severe level to be forwarded, such as `Information`.
    #[json("level", omitempty)]
    pub level: &'a str,
    /// The keywords of the events to be forwarded, a number as text.
    #[json("keywords", omitempty)]
    pub keywords: &'a str,
}
