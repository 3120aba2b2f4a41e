//! The services of a Windows guest: log forwarding.

use crate::error::{Error, ErrorKind};
use crate::json::{
    Base64Json, Decode, DecodeObject, Docs, Encode, EncodeObject, Failed, Fields, Form, Key, Keys, Reader, Seq, Shape,
    Writer,
};
use crate::{json_object, open_set};

/// Host -> guest: changes the settings of a service of the guest.
///
/// The settings must be present, and the service must be known.
///
/// Reference: `prot.ServiceModificationRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
#[doc(alias = "ServiceModificationRequest")]
pub struct ModifyServiceSettings<'a> {
    /// The service. JSON key: `PropertyType`.
    pub property_type: ServiceModifyPropertyType<'a>,
    /// The settings of the service. JSON key: `Settings`.
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
                Err(Error::new(ErrorKind::UnknownResourceType).with_key(PROPERTY_TYPE))
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
    /// The service that forwards the log of the guest to the host.
    #[json("LogForwardService")]
    LogForwardService,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// Host -> guest: a request to the log forwarding service.
///
/// Reference: `guestrequest.LogForwardServiceRPCRequest`.
#[json_object]
#[doc(alias = "LogForwardServiceRPCRequest")]
pub struct LogForwardServiceRpcRequest<'a> {
    /// What the service should do.
    #[json("RPCType", omitempty)]
    pub rpc_type: RpcType<'a>,
    /// With [`RpcType::ModifyServiceSettings`], the log sources: a [`LogSourcesInfo`] in base64. Decode it with
    /// [`sources`](Self::sources).
    #[json("Settings", omitempty)]
    pub settings: Base64Json<'a>,
}

impl LogForwardServiceRpcRequest<'_> {
    /// Decodes the log sources into `buffer`. Returns `None` if there are none. The buffer needs three bytes for each
    /// four bytes of base64.
    ///
    /// # Errors
    ///
    /// Returns an error if the settings are not base64, if the document does not decode, or if `buffer` is too small.
    pub fn sources<'b>(&self, buffer: &'b mut [u8]) -> Result<Option<LogSourcesInfo<'b>>, Error> {
        self.settings.decode(buffer).map_err(|error| error.with_key("Settings"))
    }
}

/// A request type of the log forwarding service.
///
/// Reference: `guestrequest.RPCType`.
#[open_set]
#[non_exhaustive]
#[doc(alias = "RPCType")]
pub enum RpcType<'a> {
    /// Sets the log sources.
    #[json("ModifyServiceSettings")]
    ModifyServiceSettings,
    /// Starts to forward the log.
    #[json("StartLogForwarding")]
    StartLogForwarding,
    /// Stops forwarding the log. hcsshim does not send it.
    #[json("StopLogForwarding")]
    StopLogForwarding,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// Host -> guest: the log sources of the log forwarding service.
///
/// Reference: `etw.LogSourcesInfo`.
#[json_object]
pub struct LogSourcesInfo<'a> {
    /// The log sources.
    #[json("LogConfig")]
    pub log_config: LogConfig<'a>,
}

/// Host -> guest: a list of log sources.
///
/// Reference: `etw.LogConfig`.
#[json_object]
pub struct LogConfig<'a> {
    /// The log sources.
    #[json("sources")]
    pub sources: Seq<'a, LogSource<'a>>,
}

/// Host -> guest: a log source.
///
/// Reference: `etw.Source`.
#[json_object]
pub struct LogSource<'a> {
    /// The type of the source.
    #[json("type")]
    pub kind: LogSourceType<'a>,
    /// The event providers.
    #[json("providers")]
    pub providers: Seq<'a, EtwProvider<'a>>,
}

/// The type of a log source.
///
/// Reference: `etw.Source`.
#[open_set]
#[non_exhaustive]
pub enum LogSourceType<'a> {
    /// Event Tracing for Windows.
    #[json("ETW")]
    Etw,
    /// Any other string, unchanged. It is empty if the field is absent.
    Other(&'a str),
}

/// Host -> guest: an event provider. Hosts send names to a sidecar, which adds GUIDs from a table for the guest.
///
/// Reference: `etw.EtwProvider`.
#[json_object]
pub struct EtwProvider<'a> {
    /// The name of the provider.
    #[json("providerName", omitempty)]
    pub provider_name: &'a str,
    /// The id of the provider, a GUID.
    #[json("providerGuid", omitempty)]
    pub provider_guid: &'a str,
    /// The least severe level that is forwarded, for example `Information`.
    #[json("level", omitempty)]
    pub level: &'a str,
    /// The keywords of the forwarded events, a number as a string.
    #[json("keywords", omitempty)]
    pub keywords: &'a str,
}
