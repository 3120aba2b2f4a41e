//! The messages, with one file for each family.
//!
//! The module [`rpc`](crate::rpc) lists which response belongs to which request. On the wire, a request is a
//! [`Request<T>`](Request): the base fields and the fields of the body in one flat object. A response is a
//! [`Response<T>`](Response). A [`ContainerNotification`] has the form of a request but goes from the guest to the
//! host.
//!
//! The reference has changed over time. One set of types reads and writes both of its generations: that of 2024 (with
//! `ocsc`) and the current one (with `otsc`).

mod base;
mod container;
mod create;
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
pub use create::{ContainerConfig, ContainerCreate, ContainerCreateResponse, ProtocolSupport};
pub use modify::{ContainerModifySettings, ResourceModificationRequestResponse};
pub use negotiate::{
    GcsCapabilities, GcsGuestCapabilities, NegotiateProtocol, NegotiateProtocolResponse, OsType, ProtocolVersion,
    SchemaVersion,
};
pub use notification::{ActiveOperation, ContainerNotification, NotificationType};
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
