//! The messages: one file a family, each object a table that reads like the protocol's documentation.
//!
//! Which request has which response is said in [`rpc`](crate::rpc). A request on the wire is a
//! [`Request<T>`](Request): the base fields and a body's own, in one flat object; a response is a [`Response<T>`](Response).
//! A [`ContainerNotification`] is sent like a request, from guest to host.
//!
//! The reference changed over time. One set of types reads and writes both its generations: of 2024 (with `ocsc`) and
//! today's (with `otsc`).

mod base;
mod container;
pub mod metrics;
mod modify;
mod negotiate;
mod notification;
mod process;
mod properties;
mod service;

pub use base::{
    Empty, ErrorRecord, Joined, MessageBase, MessageResponseBase, NO_LINE, NULL_CONTAINER_ID, Request, Response,
    SpanContext,
};
pub use container::{
    ContainerConfig, ContainerCreate, ContainerCreateResponse, MappedDirectory, MappedVirtualDisk, NetworkAdapter,
    ProtocolSupport, SystemTime, TimeZoneInformation, UvmConfig, VmHostedContainerSettings,
    VmHostedContainerSettingsV2,
};
pub use modify::{ContainerModifySettings, RequestType, ResourceModificationRequestResponse};
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
