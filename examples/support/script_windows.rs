//! The script of a session with a Windows guest: the requests of a host, and the answers that the guest has to give.

use std::io::Write;

use gcs_prot::json::{Base64Json, JsonString, JsonStringOrDefault, RawJson, Seq};
use gcs_prot::message::{
    ContainerResizeConsole, ContainerWaitForProcess, Empty, INFINITE_WAIT_TIMEOUT, NULL_CONTAINER_ID as VM,
    NegotiateProtocol, NotificationType, ProtocolVersion, RequestType, SystemTime, TimeZoneInformation, UvmConfig,
};
use gcs_prot::resource::Layer;
use gcs_prot::rpc::{
    AnyResponse, DeleteContainerState, DumpStacks, ResizeConsole, ShutdownForced, ShutdownGraceful, Start,
    WaitForProcess,
};
use gcs_prot::windows::hcn::{HostComputeEndpoint, HostComputeNamespace, IpConfig};
use gcs_prot::windows::rpc::{
    Create, ExecuteProcess, GetProperties, ModifyServiceSettings as Service, ModifySettings,
    NegotiateProtocol as Negotiate, SignalProcess,
};
use gcs_prot::windows::{
    Container, ContainerConfig, ContainerCreate, ContainerExecuteProcess, ContainerGetProperties,
    ContainerModifySettings, ContainerSignalProcess, ContainerUpdate, EtwProvider, ExecuteProcessSettings,
    ExecuteProcessStdioRelaySettings, HostedSystem, HvSocketAddress, LogConfig, LogForwardServiceRpcRequest, LogSource,
    LogSourceType, LogSourcesInfo, MappedDirectory, ModificationRequest, ModifyServiceSettings, NetworkModifyRequest,
    ProcessParameters, Processor, PropertyQuery, PropertyType, RegistryChanges, RegistryHive, RegistryKey,
    RegistryValue, RegistryValueType, Resource, RpcType, ServiceModifyPropertyType, SignalProcessOptions, SignalValue,
    Storage, Version, WcowCombinedLayers, WcowMappedVirtualDisk, Windows,
};
use gcs_prot::wire::SequenceId;
use gcs_prot::{Guid, HResult};

use super::{CONTAINER, Stdio};
use crate::client::{Answer, Answers, Client, Failure};

type Host<'c, W> = Client<'c, W, Windows>;

const ADAPTER: &str = "2e83df16-f166-4fe9-99ad-54b80bf71ad5";
const NAMESPACE: &str = "54920123-45dc-4b80-9d22-e0c788594da3";
const ROOT: &str = r"C:\c\1";
const SCRATCH: &str = r"c:\mounts\scsi\m0";

/// The exit codes of processes that were ended by a console control event, and that were terminated.
const INTERRUPTED: Answer = Answer::Exit(0xC000_013A);
const TERMINATED: Answer = Answer::Exit(1);

impl Answers for Windows {
    fn read(response: &AnyResponse<'_, Self>) -> Answer {
        match response {
            AnyResponse::NegotiateProtocol(negotiate) => {
                let capabilities = &negotiate.body.capabilities;
                let (create, start) = (capabilities.send_host_create_message, capabilities.send_host_start_message);
                Answer::Negotiated(negotiate.body.version, create, start)
            }
            AnyResponse::ExecuteProcess(execute) => Answer::Process(execute.body.process_id),
            AnyResponse::WaitForProcess(wait) => Answer::Exit(wait.body.exit_code),
            AnyResponse::GetProperties(get) => {
                // The schema depends on the request. The two schemas share no key that is used here.
                let document = &get.body.properties.0;
                match (document.schema2(), document.schema1()) {
                    (Ok(properties), _) if !properties.system_guid.is_empty() => {
                        Answer::Guid(properties.system_guid.into())
                    }
                    (Ok(properties), _) if properties.statistics.is_some_and(|it| it.uptime_100ns > 0) => {
                        Answer::Properties(vec![], None)
                    }
                    (_, Ok(properties)) => {
                        Answer::Properties(properties.process_list.iter().map(|item| item.process_id).collect(), None)
                    }
                    (_, Err(error)) => Answer::Unusable(error.to_string()),
                }
            }
            AnyResponse::DumpStacks(dump) if !dump.body.guest_stacks.is_empty() => Answer::Stacks,
            _ => Answer::Done,
        }
    }
}

/// Runs a session with every kind of message.
pub fn full<W: Write>(host: &mut Host<'_, W>, stdio: &mut impl Stdio) -> Result<(), Failure> {
    begin(host)?;
    resources(host, RequestType::Add)?;
    let not_known = Resource::Unknown { resource_type: "SCSIDevice", settings: RawJson::new(&true) };
    modify(host, VM, RequestType::Add, not_known, &Answer::Failed(HResult::FAIL))?;

    create(host, CONTAINER, &Answer::Done)?;
    create(host, CONTAINER, &Answer::Failed(HResult::SYSTEM_ALREADY_EXISTS))?;
    let id = ask(host, PropertyType::SystemGuid)?;
    match host.answer(id)? {
        Some(Answer::Guid(guid)) if guid.parse::<Guid>().is_ok() => {}
        Some(other) => host.unexpected(id, &other, "a GUID")?,
        None => {}
    }
    host.check::<Start>(CONTAINER, Empty {}, &Answer::Done)?;
    processes(host, stdio)?;
    updates(host)?;
    let stopped = Answer::Failed(HResult::SYSTEM_ALREADY_STOPPED);
    host.check::<ShutdownGraceful>(CONTAINER, Empty {}, &Answer::Done)?;
    host.expect_notification(CONTAINER, NotificationType::GracefulExit)?;
    host.check::<ShutdownForced>(CONTAINER, Empty {}, &stopped)?;

    resources(host, RequestType::Remove)?;
    let adapter = NetworkModifyRequest { adapter_id: ADAPTER, request_type: RequestType::Remove, ..Default::default() };
    change(host, VM, ModificationRequest::without_resource_type("", RequestType::Remove, RawJson::new(&adapter)))?;
    host.check::<DeleteContainerState>(CONTAINER, Empty {}, &Answer::Done)?;
    host.check::<DeleteContainerState>(CONTAINER, Empty {}, &Answer::Failed(HResult::SYSTEM_NOT_FOUND))?;
    host.check::<DumpStacks>(VM, Empty {}, &Answer::Stacks)?;
    Ok(())
}

/// Tests the VM itself: negotiation, Create and Start, its addresses, and its log.
fn begin<W: Write>(host: &mut Host<'_, W>) -> Result<(), Failure> {
    let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    let id = host.send::<Negotiate>("", versions)?;
    let (creates, starts) = match host.answer(id)? {
        Some(Answer::Negotiated(ProtocolVersion::V4, create, start)) => (create, start),
        Some(other) => return host.unexpected(id, &other, "version 4"),
        None => return Ok(()),
    };
    if creates {
        let time_zone_information = Some(TimeZoneInformation {
            standard_name: "Coordinated Universal Time",
            daylight_name: "Coordinated Universal Time",
            standard_date: Some(SystemTime::default()),
            daylight_date: Some(SystemTime::default()),
            ..Default::default()
        });
        let config = ContainerConfig::Vm(UvmConfig { system_type: "Container", time_zone_information });
        host.check::<Create>(VM, ContainerCreate { container_config: JsonString(config) }, &Answer::Done)?;
    }
    if creates && starts {
        host.check::<Start>(VM, Empty {}, &Answer::Done)?;
    }
    let addresses = HvSocketAddress {
        local_address: "5b9e9cc1-84a1-4e44-856b-6245e69f4620",
        parent_address: "894cc2d6-9d79-424f-93fe-42969ae6d8d1",
    };
    modify(host, VM, RequestType::Update, Resource::HvSocket(addresses), &Answer::Done)?;

    let providers =
        [EtwProvider { provider_name: "microsoft.windows.hyperv.compute", level: "Information", ..Default::default() }];
    let sources = [LogSource { kind: LogSourceType::Etw, providers: Seq::from(&providers) }];
    let info = LogSourcesInfo { log_config: LogConfig { sources: Seq::from(&sources) } };
    for (rpc_type, settings) in
        [(RpcType::ModifyServiceSettings, Base64Json::new(&info)), (RpcType::StartLogForwarding, Base64Json::default())]
    {
        let settings = LogForwardServiceRpcRequest { rpc_type, settings };
        let body = ModifyServiceSettings { property_type: ServiceModifyPropertyType::LogForwardService, settings };
        host.check::<Service>(VM, body, &Answer::Done)?;
    }
    Ok(())
}

/// Adds or removes what a container needs.
fn resources<W: Write>(host: &mut Host<'_, W>, what: RequestType<'static>) -> Result<(), Failure> {
    let addresses = [IpConfig { ip_address: "10.0.0.2", prefix_length: 24 }];
    let endpoint = HostComputeEndpoint {
        id: "8a9e974b-91ac-4b58-8ca4-4e08b9e90aa5",
        host_compute_namespace: NAMESPACE,
        ip_configurations: Seq::from(&addresses),
        mac_address: "00-15-5D-52-C0-00",
        ..Default::default()
    };
    let layers =
        [Layer { id: "9c5903d6-4ad9-4078-8506-ff016f088816", path: r"\?\VMSMB\VSMB-{GUID}\s1", ..Layer::default() }];
    let namespace = HostComputeNamespace { id: NAMESPACE, ..Default::default() };
    let adapter = |request_type, settings| NetworkModifyRequest { adapter_id: ADAPTER, request_type, settings };
    let disk = WcowMappedVirtualDisk { container_path: SCRATCH, lun: 0 };
    let root = WcowCombinedLayers { container_root_path: ROOT, ..Default::default() };
    let resources = if what == RequestType::Add {
        let layers = WcowCombinedLayers { layers: Seq::from(&layers), scratch_path: SCRATCH, ..root };
        vec![
            Resource::NetworkNamespace(namespace),
            Resource::Network(adapter(RequestType::PreAdd, RawJson::new(&endpoint))),
            Resource::Network(adapter(RequestType::Add, RawJson::default())),
            Resource::MappedVirtualDisk(disk),
            Resource::CombinedLayers(layers),
        ]
    } else {
        vec![
            Resource::Network(adapter(RequestType::Remove, RawJson::default())),
            Resource::NetworkNamespace(namespace),
            Resource::CombinedLayers(root),
            Resource::MappedVirtualDisk(disk),
        ]
    };
    resources.into_iter().try_for_each(|resource| modify(host, VM, what, resource, &Answer::Done))
}

/// Tests processes of a container and of the VM.
fn processes<W: Write>(host: &mut Host<'_, W>, stdio: &mut impl Stdio) -> Result<(), Failure> {
    let parameters = |command_line| ProcessParameters { command_line, ..ProcessParameters::default() };
    if let Some((_, ends)) = execute(host, VM, &parameters("cmd /c exit 7"), [0; 2])? {
        host.expect(ends, &Answer::Exit(7))?;
    }
    // If one of them is missing, the rest cannot be tested. The failure has been recorded.
    let Some((first, first_ends)) = execute(host, CONTAINER, &parameters("ping -t localhost"), [0; 2])? else {
        return Ok(());
    };
    let Some((cat, cat_ends)) = execute(host, CONTAINER, &parameters("findstr x*"), stdio.ports())? else {
        return Ok(());
    };
    let outcome = stdio.connect();
    host.check_that(outcome)?;
    let console = ProcessParameters { emulate_console: true, console_size: (&[24, 80]).into(), ..parameters("cmd") };
    let Some((console, console_ends)) = execute(host, CONTAINER, &console, [0; 2])? else { return Ok(()) };

    let resize = |process_id| ContainerResizeConsole { process_id, height: 50, width: 100 };
    host.check::<ResizeConsole>(CONTAINER, resize(console), &Answer::Done)?;
    host.check::<ResizeConsole>(CONTAINER, resize(u32::MAX), &Answer::Failed(HResult::NOT_FOUND))?;
    let id = ask(host, PropertyType::ProcessList)?;
    host.expect(id, &Answer::Properties(vec![first, cat, console], None))?;
    let id = ask(host, PropertyType::Statistics)?;
    host.expect(id, &Answer::Properties(vec![], None))?;

    // They end in another order than that of the waits.
    let signal = |process_id, options| ContainerSignalProcess { process_id, options };
    let by_name = Some(SignalProcessOptions { signal: SignalValue::CtrlC });
    host.check::<SignalProcess>(CONTAINER, signal(console, by_name.clone()), &Answer::Done)?;
    host.expect(console_ends, &INTERRUPTED)?;
    let outcome = stdio.check();
    host.check_that(outcome)?;
    host.check::<SignalProcess>(CONTAINER, signal(cat, None), &Answer::Done)?;
    let outcome = stdio.close();
    host.check_that(outcome)?;
    host.expect(cat_ends, &TERMINATED)?;
    host.check::<SignalProcess>(CONTAINER, signal(cat, by_name.clone()), &Answer::Failed(HResult::NOT_FOUND))?;
    host.expect_waiting(first_ends)?;
    host.check::<SignalProcess>(CONTAINER, signal(first, by_name), &Answer::Done)?;
    host.expect(first_ends, &INTERRUPTED)
}

/// Tests updates of a running container.
fn updates<W: Write>(host: &mut Host<'_, W>) -> Result<(), Failure> {
    let processor = Processor { maximum: 5000, ..Processor::default() };
    let directory = MappedDirectory { host_path: r"C:\h", container_path: r"C:\mnt", ..MappedDirectory::default() };
    for (path, request_type, settings) in [
        (ContainerUpdate::MEMORY_SIZE_IN_MB, RequestType::Update, RawJson::new(&512u64)),
        (ContainerUpdate::PROCESSOR, RequestType::Update, RawJson::new(&processor)),
        (ContainerUpdate::MAPPED_DIRECTORIES, RequestType::Add, RawJson::new(&directory)),
    ] {
        change(host, CONTAINER, ModificationRequest::without_resource_type(path, request_type, settings))?;
    }
    Ok(())
}

fn modify<W: Write>(
    host: &mut Host<'_, W>,
    id: &str,
    request_type: RequestType<'_>,
    resource: Resource<'_>,
    expected: &Answer,
) -> Result<(), Failure> {
    let request = ModificationRequest { request_type, resource, ..ModificationRequest::default() };
    host.check::<ModifySettings>(id, ContainerModifySettings { request }, expected)
}

fn change<W: Write>(host: &mut Host<'_, W>, id: &str, request: ModificationRequest<'_>) -> Result<(), Failure> {
    host.check::<ModifySettings>(id, ContainerModifySettings { request }, &Answer::Done)
}

fn ask<W: Write>(host: &mut Host<'_, W>, property: PropertyType<'static>) -> Result<SequenceId, Failure> {
    let properties = [property];
    let query = PropertyQuery { property_types: Seq::from(&properties), ..PropertyQuery::default() };
    host.send::<GetProperties>(CONTAINER, ContainerGetProperties { query: JsonStringOrDefault(query) })
}

fn create<W: Write>(host: &mut Host<'_, W>, id: &str, expected: &Answer) -> Result<(), Failure> {
    let timeout = [RegistryValue {
        key: Some(RegistryKey { hive: RegistryHive::System, name: r"ControlSet001\Control", volatile: false }),
        name: "WaitToKillServiceTimeout",
        kind: RegistryValueType::String,
        string_value: "2147483647",
        ..RegistryValue::default()
    }];
    let container = Container {
        storage: Some(Storage { path: ROOT, ..Storage::default() }),
        processor: Some(Processor::default()),
        registry_changes: Some(RegistryChanges { add_values: Seq::from(&timeout), ..RegistryChanges::default() }),
        ..Container::default()
    };
    let system = HostedSystem { schema_version: Some(Version { major: 2, minor: 1 }), container: Some(container) };
    host.check::<Create>(id, ContainerCreate { container_config: JsonString(system.into()) }, expected)
}

/// Starts a process, and calls `WaitForProcess` for it. Returns its number and the id of that call, or `None` if it was
/// not started, which has been recorded.
fn execute<W: Write>(
    host: &mut Host<'_, W>,
    id: &str,
    parameters: &ProcessParameters<'_>,
    [std_in, std_out]: [u32; 2],
) -> Result<Option<(u32, SequenceId)>, Failure> {
    let service = |port| (port != 0).then(|| Guid::from_vsock_port(port));
    let streams =
        ExecuteProcessStdioRelaySettings { std_in: service(std_in), std_out: service(std_out), std_err: None };
    let process_parameters = JsonString(ProcessParameters {
        create_std_in_pipe: std_in != 0,
        create_std_out_pipe: std_out != 0,
        ..parameters.clone()
    });
    let settings = ExecuteProcessSettings {
        process_parameters,
        stdio_relay_settings: Some(streams),
        ..ExecuteProcessSettings::default()
    };
    let call = host.send::<ExecuteProcess>(id, ContainerExecuteProcess { settings })?;
    let process_id = match host.answer(call)? {
        Some(Answer::Process(process)) => process,
        Some(other) => return host.unexpected(call, &other, "a process").map(|()| None),
        None => return Ok(None),
    };
    let wait = ContainerWaitForProcess { process_id, timeout_in_ms: INFINITE_WAIT_TIMEOUT };
    Ok(Some((process_id, host.send::<WaitForProcess>(id, wait)?)))
}
