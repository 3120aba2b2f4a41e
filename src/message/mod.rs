//! The messages, with one file for each family.
//!
//! The module [`rpc`](crate::rpc) lists which response belongs to which request. On the wire, a request is a
//! [`Request<T>`](Request): the base fields and the fields of the body in one flat object. A response is a
//! [`Response<T>`](Response). A [`ContainerNotification`] has the form of a request but goes from the guest to the
//! host.
//!
//! The reference has changed over time. One set of types reads and writes both of its generations: that of 2024 (with
//! `ocsc`) and the current one (with `otsc`).

pub(crate) mod base;
mod container;
mod create;
pub mod generic;
pub mod metrics;
mod modify;
mod negotiate;
mod notification;
mod process;
mod properties;
mod service;

#[doc(no_inline)]
pub use crate::resource::RequestType;
pub use base::{
    Empty, ErrorRecord, MessageBase, MessageResponseBase, NULL_CONTAINER_ID, Request, Response, SpanContext,
    UNKNOWN_LINE, WithBase,
};
pub use container::{
    MappedDirectory, MappedVirtualDisk, NetworkAdapter, SystemTime, TimeZoneInformation, UvmConfig,
    VmHostedContainerSettings, VmHostedContainerSettingsV2,
};
pub(crate) use create::conversions;
pub use create::{ContainerConfig, ContainerCreateResponse, ProtocolSupport};
pub use modify::{ContainerModifySettings, ResourceModificationRequestResponse};
pub use negotiate::{GcsGuestCapabilities, NegotiateProtocol, OsType, ProtocolVersion, SchemaVersion};
pub use notification::{ActiveOperation, NotificationType};
pub use process::{
    ContainerExecuteProcess, ContainerExecuteProcessResponse, ContainerResizeConsole, ContainerSignalProcess,
    ContainerWaitForProcess, ContainerWaitForProcessResponse, ExecuteProcessSettings, ExecuteProcessStdioRelaySettings,
    ExecuteProcessVsockStdioRelaySettings, INFINITE_WAIT_TIMEOUT, ProcessParameters, SignalProcessOptions,
};
pub use properties::{
    ContainerGetProperties, ContainerGetPropertiesResponse, ProcessDetails, Properties, PropertiesV2, PropertyQuery,
    PropertyType,
};
pub use service::{DumpStacksResponse, ModifyServiceSettings};

/// Guest -> host: the selected protocol version, and the capabilities of a Linux guest.
///
/// Reference: `prot.NegotiateProtocolResponse`.
pub type NegotiateProtocolResponse<'a> = generic::NegotiateProtocolResponse<'a, GcsGuestCapabilities>;

/// Guest -> host: the capabilities of a Linux guest, and which messages it expects.
///
/// Reference: `prot.GcsCapabilities`.
pub type GcsCapabilities<'a> = generic::GcsCapabilities<'a, GcsGuestCapabilities>;

/// Host -> guest: prepares a container or the VM itself, with any of the documents that hosts send.
///
/// Reference: `prot.ContainerCreate`.
pub type ContainerCreate<'a> = generic::ContainerCreate<'a, ContainerConfig<'a>>;

/// Guest -> host: reports an event of a compute system.
///
/// Reference: `prot.ContainerNotification`.
pub type ContainerNotification<'a> = generic::ContainerNotification<'a, &'a str>;
