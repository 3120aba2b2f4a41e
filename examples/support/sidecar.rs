//! Does what hcsshim's sidecar does between a host and the inbox GCS of a confidential Windows guest: it holds each
//! request, and forwards, rewrites or answers it. It does no I/O: it decides about frames that a relay holds.
//!
//! It has no policy and no disks. It lets through what a policy would decide about, and treats disks and CIMs as
//! mounted. It differs from hcsshim's sidecar:
//!
//! - A failure has the response identifier of its request, and a text of limited length.
//! - A Create without a process, and a mount of no CIMs, are failures. They crash hcsshim's sidecar.
//! - Messages of the host that are not requests are dropped.
//! - Other requests are handled while an Execute waits for its answer.
//! - Only the addition of a scratch disk is forwarded to be mounted, not its removal.

use std::collections::{BTreeMap, BTreeSet};

use gcs_prot::endpoint::{Direction, HeldFrame, RelayError};
use gcs_prot::json::{self, Base64Json, Decode, JsonString, Seq};
use gcs_prot::message::{
    ContainerExecuteProcessResponse, ContainerResizeConsole, ContainerWaitForProcess, Empty, NULL_CONTAINER_ID,
    NegotiateProtocol, RequestType, Response,
};
use gcs_prot::rpc::Method;
use gcs_prot::windows::{
    ContainerConfig, ContainerCreate, ContainerExecuteProcess, ContainerGetProperties, ContainerModifySettings,
    ContainerSignalProcess, EtwProvider, HostedSystem, LogConfig, LogForwardServiceRpcRequest, LogSource,
    LogSourcesInfo, ModifyServiceSettings, Request, Resource, RpcType,
};
use gcs_prot::wire::{MessageIdentifier, MessageType};
use gcs_prot::{Error, Guid, HResult};

/// The GUIDs of providers that a host may name without a GUID. The table of hcsshim is longer.
const PROVIDERS: [(&str, &str); 4] = [
    ("microsoft.windows.hyperv.compute", "80ce50de-d264-4581-950d-abadeee0d340"),
    ("microsoft.windows.filesystem.cimfs", "772ff917-30cf-50bd-d471-55a093ea8cf8"),
    ("microsoft.windows.containers.storage", "2551390d-5927-5c84-6f0a-027a7e78d38d"),
    ("microsoft-windows-bitlocker-driver", "651df93b-5053-4d1e-94c5-f6e6d25908d0"),
];

/// Returns whether a frame is held. Frames of two methods pass unread, because their payloads are not defined.
pub fn is_chosen(identifier: MessageIdentifier) -> bool {
    identifier != MessageIdentifier::COMPUTE_SYSTEM_UPDATE_CONTAINER_V1
        && identifier != MessageIdentifier::COMPUTE_SYSTEM_LIFECYCLE_NOTIFICATION_V1
}

/// Why a request is not forwarded.
enum Refusal {
    /// It is answered with this result.
    Failed(HResult, String),
    /// There is no room now.
    Relay(RelayError),
}

impl From<RelayError> for Refusal {
    fn from(error: RelayError) -> Self {
        Self::Relay(error)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(HResult::FAIL, error.to_string())
    }
}

fn refused(text: impl Into<String>) -> Refusal {
    Refusal::Failed(HResult::FAIL, text.into())
}

/// Turns an error of decoding into a refusal.
fn decode<'p, T>(payload: &'p mut [u8]) -> Result<Request<'p, T>, Refusal>
where
    Request<'p, T>: Decode<'p>,
{
    json::decode(payload).map_err(Refusal::from)
}

/// The state of a container.
#[derive(Default)]
struct Container {
    processes: BTreeSet<u32>,
}

/// The state of the sidecar.
#[derive(Default)]
pub struct Sidecar {
    containers: BTreeMap<String, Container>,
    /// The containers of the pending Executes, by sequence id.
    executes: BTreeMap<u64, String>,
}

impl Sidecar {
    /// Decides about a frame. After an error the frame is still held. Decide again when bytes have been sent.
    pub fn decide(&mut self, held: &mut HeldFrame<'_, '_>) -> Result<(), RelayError> {
        let identifier = held.header().identifier();
        if held.direction() == Direction::ToHost {
            self.learn(held);
            held.pass();
            return Ok(());
        }
        if identifier.message_type() != MessageType::REQUEST {
            held.discard();
            return Ok(());
        }
        let mut payload = held.payload().to_vec();
        match self.serve(held, Method::from_request(identifier), &mut payload) {
            Ok(()) => Ok(()),
            Err(Refusal::Failed(result, text)) => held.fail(result, &text),
            Err(Refusal::Relay(error)) => Err(error),
        }
    }

    /// Reads the number of the new process from the answer to an Execute.
    fn learn(&mut self, held: &mut HeldFrame<'_, '_>) {
        let header = held.header();
        if header.identifier() != Method::ExecuteProcess.response() {
            return;
        }
        let Some(container) = self.executes.remove(&header.sequence_id().0) else { return };
        let response: Result<Response<'_, ContainerExecuteProcessResponse>, _> = held.decode();
        if let (Ok(response), Some(container)) = (response, self.containers.get_mut(&container))
            && response.base.result.is_ok()
        {
            container.processes.insert(response.body.process_id);
        }
    }

    fn serve(
        &mut self,
        held: &mut HeldFrame<'_, '_>,
        method: Option<Method>,
        payload: &mut [u8],
    ) -> Result<(), Refusal> {
        match method {
            Some(Method::NegotiateProtocol) => decode::<NegotiateProtocol>(payload).map(drop)?,
            Some(Method::Start | Method::ShutdownForced | Method::ShutdownGraceful | Method::DumpStacks) => {
                decode::<Empty>(payload).map(drop)?;
            }
            Some(Method::WaitForProcess) => decode::<ContainerWaitForProcess>(payload).map(drop)?,
            Some(Method::ResizeConsole) => decode::<ContainerResizeConsole>(payload).map(drop)?,
            Some(Method::GetProperties) => decode::<ContainerGetProperties<'_>>(payload).map(drop)?,
            Some(Method::SignalProcess) => self.check_signal(&decode(payload)?)?,
            Some(Method::ExecuteProcess) => self.execute(held, &decode(payload)?)?,
            Some(Method::DeleteContainerState) => {
                let request = decode::<Empty>(payload)?;
                self.containers.remove(request.base.container_id).ok_or_else(|| unknown(request.base.container_id))?;
            }
            Some(Method::Create) => return self.create(held, payload),
            Some(Method::ModifySettings) => return modify(held, decode(payload)?),
            Some(Method::ModifyServiceSettings) => return modify_service(held, decode(payload)?),
            _ => return Err(Refusal::Failed(HResult::NOT_IMPLEMENTED, "not in this sidecar".into())),
        }
        held.pass();
        Ok(())
    }

    /// Forwards the Create of the VM itself. For a confidential container, the guest gets only its own part.
    fn create(&mut self, held: &mut HeldFrame<'_, '_>, payload: &mut [u8]) -> Result<(), Refusal> {
        let request: Request<'_, ContainerCreate<ContainerConfig<'_>>> =
            json::decode(payload).map_err(|error| Refusal::Failed(HResult::INVALID_JSON, error.to_string()))?;
        let confidential = match request.body.container_config.0 {
            ContainerConfig::Vm(config) if !config.system_type.is_empty() => {
                held.pass();
                return Ok(());
            }
            ContainerConfig::Confidential(confidential) => confidential,
            _ => return Err(refused("a container of a confidential guest needs its specification")),
        };
        let id = request.base.container_id;
        if self.containers.contains_key(id) {
            return Err(Refusal::Failed(HResult::SYSTEM_ALREADY_EXISTS, format!("container {id} exists already")));
        }
        if confidential.spec.oci_version.is_empty() || confidential.spec.process.is_none() {
            return Err(refused("the specification has no version or no process"));
        }
        if confidential.hosted_system.container.is_none() {
            return Err(refused("the settings of the container for the guest are missing"));
        }
        let id = id.to_owned();
        let container_config: JsonString<HostedSystem<'_>> = JsonString(confidential.hosted_system);
        held.replace(&Request { base: request.base, body: ContainerCreate { container_config } })?;
        self.containers.insert(id, Container::default());
        Ok(())
    }

    fn execute(
        &mut self,
        held: &HeldFrame<'_, '_>,
        request: &Request<'_, ContainerExecuteProcess<'_>>,
    ) -> Result<(), Refusal> {
        let id = request.base.container_id;
        if id != NULL_CONTAINER_ID {
            self.containers.get(id).ok_or_else(|| unknown(id))?;
            self.executes.insert(held.header().sequence_id().0, id.to_owned());
        }
        Ok(())
    }

    fn check_signal(&self, request: &Request<'_, ContainerSignalProcess<'_>>) -> Result<(), Refusal> {
        let (id, process) = (request.base.container_id, request.body.process_id);
        if request.body.options.is_some() {
            let container = self.containers.get(id).ok_or_else(|| unknown(id))?;
            if !container.processes.contains(&process) {
                return Err(Refusal::Failed(HResult::NOT_FOUND, format!("no process {process} in container {id}")));
            }
        }
        Ok(())
    }
}

fn unknown(container: &str) -> Refusal {
    refused(format!("no container {container}: {}", HResult::SYSTEM_NOT_FOUND))
}

/// Forwards some settings, handles some itself, and forwards two under another name.
fn modify(held: &mut HeldFrame<'_, '_>, mut modify: Request<'_, ContainerModifySettings<'_>>) -> Result<(), Refusal> {
    let request = &mut modify.body.request;
    let is_typed = !request.resource.resource_type().is_empty();
    if let (RequestType::Other(other), true) = (request.request_type, is_typed) {
        return Err(refused(format!("unknown request type {other}")));
    }
    let is_added = request.request_type == RequestType::Add;
    match std::mem::take(&mut request.resource) {
        Resource::SecurityPolicy(policy) => {
            Err(refused(format!("policies of the type {:?} are not supported", policy.enforcer_type)))
        }
        Resource::SecurityPolicyFragment(_) => Err(refused("there is no policy to which the fragment can be added")),
        Resource::WcowBlockCims(mounts) if is_added && mounts.block_cims.is_empty() => {
            Err(refused("there are no CIMs"))
        }
        Resource::WcowBlockCims(_) => Ok(held.answer(&Empty {})?),
        Resource::MappedVirtualDiskForContainerScratch(disk) if is_added => {
            request.resource = Resource::MappedVirtualDisk(disk);
            Ok(held.replace(&modify)?)
        }
        Resource::MappedVirtualDiskForContainerScratch(_) => Err(refused("a scratch disk can only be added")),
        Resource::CwcowCombinedLayers(layers) => {
            request.resource = Resource::CombinedLayers(layers.combined_layers);
            Ok(held.replace(&modify)?)
        }
        Resource::Unknown { resource_type, .. } if is_typed => {
            Err(refused(format!("unknown resource type {resource_type}")))
        }
        _ => {
            held.pass();
            Ok(())
        }
    }
}

/// Adds the GUIDs to the providers of the log.
fn modify_service(held: &mut HeldFrame<'_, '_>, modify: Request<'_, ModifyServiceSettings<'_>>) -> Result<(), Refusal> {
    let settings = &modify.body.settings;
    match settings.rpc_type {
        RpcType::StartLogForwarding | RpcType::StopLogForwarding => return Ok(held.replace(&modify)?),
        RpcType::ModifyServiceSettings => {}
        RpcType::Other(other) => return Err(refused(format!("unknown call {other:?} of the log service"))),
        _ => return Err(refused("unknown call of the log service")),
    }
    let mut buffer = vec![0; settings.settings.as_text().map_or(0, str::len)];
    let info = settings.sources(&mut buffer)?.ok_or_else(|| refused("there are no sources of the log"))?;
    let mut lists = Vec::new();
    for source in info.log_config.sources {
        let providers: Result<Vec<_>, _> = source.providers.iter().map(named).collect();
        lists.push((source.kind, providers?));
    }
    let sources: Vec<_> =
        lists.iter().map(|(kind, list)| LogSource { kind: *kind, providers: Seq::from(&**list) }).collect();
    let info = LogSourcesInfo { log_config: LogConfig { sources: Seq::from(&*sources) } };
    let settings = LogForwardServiceRpcRequest { settings: Base64Json::new(&info), ..modify.body.settings };
    Ok(held.replace(&Request { base: modify.base, body: ModifyServiceSettings { settings, ..modify.body } })?)
}

/// Sets the GUID of a provider. If the provider has a GUID, it must be the right one.
fn named(mut provider: EtwProvider<'_>) -> Result<EtwProvider<'_>, Refusal> {
    let (name, given) = (provider.provider_name, provider.provider_guid);
    if name.is_empty() {
        return Err(refused("a provider of the log has no name"));
    }
    let known = PROVIDERS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, guid)| *guid);
    if !given.is_empty() && given.parse::<Guid>().ok() != known.and_then(|known| known.parse().ok()) {
        return Err(refused(format!("{given} is not the GUID of the provider {name}")));
    }
    provider.provider_guid = known.unwrap_or_default();
    Ok(provider)
}
