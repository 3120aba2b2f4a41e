//! The answers of an agent in a Windows guest. Containers have no first process, streams are identified by GUIDs, and
//! signals by names.

use gcs_prot::endpoint::{Call, NoRoom, Reply};
use gcs_prot::json::JsonStringOrDefault;
use gcs_prot::message::{ContainerExecuteProcessResponse, DumpStacksResponse, Empty, NULL_CONTAINER_ID};
use gcs_prot::windows::schema1::{ContainerProperties, ProcessListItem};
use gcs_prot::windows::{
    ContainerConfig, ContainerExecuteProcess, ContainerGetProperties, ContainerGetPropertiesResponse,
    ModificationRequest, ModifyServiceSettings, Properties, PropertiesDocument, PropertyType, RpcType, Statistics,
    Windows, rpc,
};
use gcs_prot::{Error, Guid, HResult};

use super::process::{Command, Processes, SIGKILL, SIGTERM, System};
use super::{Agent, Failure, Handled, send};

impl Handled for Windows {
    fn handle<P: Processes>(agent: &mut Agent<P>, call: Call<'_, '_, Self>) -> Result<(), NoRoom> {
        let id = call.base().container_id;
        match call {
            Call::Create(create, reply) => send(reply, agent.create_windows(id, &create.body.container_config.0)),
            Call::Start(_, reply) => send(reply, agent.start_windows(id)),
            Call::ShutdownGraceful(_, reply) => agent.shut_down(id, SIGTERM, reply),
            Call::ShutdownForced(_, reply) => agent.shut_down(id, SIGKILL, reply),
            Call::ExecuteProcess(execute, reply) => send(reply, agent.execute_windows(id, &execute.body)),
            Call::WaitForProcess(wait, reply) => agent.wait(id, wait.body, reply),
            Call::SignalProcess(signal, reply) => {
                let number = if signal.body.options.is_some() { SIGTERM } else { SIGKILL };
                agent.signal_process(id, signal.body.process_id, number, reply)
            }
            Call::ResizeConsole(resize, reply) => send(reply, agent.resize(id, resize.body.process_id)),
            Call::GetProperties(get, reply) => agent.properties_windows(id, &get.body, reply),
            Call::ModifySettings(modify, reply) => send(reply, agent.modify_windows(id, &modify.body.request)),
            Call::DumpStacks(_, reply) => send(reply, Ok(DumpStacksResponse { guest_stacks: &agent.state() })),
            Call::DeleteContainerState(_, reply) => send(reply, agent.delete(id)),
            Call::ModifyServiceSettings(modify, reply) => send(reply, forward_log(&modify.body)),
            call => call.fail(HResult::NOT_IMPLEMENTED, "not implemented"),
        }
    }
}

/// A request that failed.
fn invalid(message: impl Into<String>) -> Failure {
    Failure(HResult::INVALID_ARGUMENT, message.into())
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        invalid(error.to_string())
    }
}

impl<P: Processes> Agent<P> {
    fn create_windows(&mut self, id: &str, config: &ContainerConfig<'_>) -> Result<Empty, Failure> {
        match config {
            ContainerConfig::Vm(_) => return Ok(Empty {}),
            ContainerConfig::Container(system) if system.container.is_some() => {}
            ContainerConfig::Container(_) => return Err(invalid("there are no settings of the container")),
            ContainerConfig::Confidential(_) => return Err(invalid("a confidential container needs a sidecar")),
        }
        self.add_container(id, Command::default()).map(|()| Empty {})
    }

    fn start_windows(&mut self, id: &str) -> Result<Empty, Failure> {
        if id != NULL_CONTAINER_ID {
            let container = self.containers.get_mut(id).ok_or(HResult::SYSTEM_NOT_FOUND)?;
            if container.started {
                return Err(HResult::INVALID_STATE.into());
            }
            container.started = true;
        }
        Ok(Empty {})
    }

    fn execute_windows(
        &mut self,
        id: &str,
        execute: &ContainerExecuteProcess<'_>,
    ) -> Result<ContainerExecuteProcessResponse, Failure> {
        if id != NULL_CONTAINER_ID {
            let container = self.container(id)?;
            if container.terminated {
                return Err(HResult::SYSTEM_ALREADY_STOPPED.into());
            }
            if !container.started {
                return Err(HResult::INVALID_STATE.into());
            }
        }
        let parameters = &execute.settings.process_parameters.0;
        let streams = execute.settings.stdio_relay_settings.unwrap_or_default();
        let [std_in, std_out, std_err] = [streams.std_in, streams.std_out, streams.std_err].map(port);
        let command = Command {
            args: parameters.command_line.split_whitespace().map(String::from).collect(),
            env: parameters.environment.iter().map(|(name, value)| format!("{name}={value}")).collect(),
            directory: parameters.working_directory.into(),
            terminal: parameters.emulate_console,
            ports: [std_in?, std_out?, std_err?],
            system: System::Windows,
        };
        let process_id = self.start_process(id, &command)?;
        Ok(ContainerExecuteProcessResponse { process_id })
    }

    /// Statistics and GUIDs are returned in the second schema, processes in the first.
    fn properties_windows(
        &self,
        id: &str,
        get: &ContainerGetProperties<'_>,
        reply: Reply<'_, '_, rpc::GetProperties>,
    ) -> Result<(), NoRoom> {
        if let Err(failure) = self.container(id) {
            return send(reply, Err(failure));
        }
        let asked = |property| get.query.0.property_types.iter().any(|asked| asked == property);
        let answer = |document| {
            let properties = JsonStringOrDefault(document);
            send(reply, Ok(ContainerGetPropertiesResponse { properties }))
        };
        if asked(PropertyType::ProcessList) {
            let item = |process_id| ProcessListItem { process_id, image_name: "emulated.exe", ..Default::default() };
            let items: Vec<_> = self.running_in(id).into_iter().map(item).collect();
            let properties = ContainerProperties { id, process_list: items.as_slice().into(), ..Default::default() };
            return answer(PropertiesDocument::new(&properties));
        }
        let guid = guid(id).to_string();
        let mut properties = Properties { id, ..Properties::default() };
        if asked(PropertyType::SystemGuid) {
            properties.system_guid = &guid;
        }
        if asked(PropertyType::Statistics) {
            let uptime = u64::try_from(self.now.as_nanos() / 100).unwrap_or(u64::MAX);
            properties.statistics = Some(Statistics { uptime_100ns: uptime, ..Statistics::default() });
        }
        answer(PropertiesDocument::new(&properties))
    }

    /// Accepts a resource and does not use it. The endpoint has refused unknown resources.
    fn modify_windows(&self, id: &str, request: &ModificationRequest<'_>) -> Result<Empty, Failure> {
        self.system(id)?;
        request.update()?;
        Ok(Empty {})
    }
}

/// Returns the GUID of a container, which is derived from its name.
fn guid(container: &str) -> Guid {
    let mut bytes = [0u8; 16];
    for (index, byte) in container.bytes().enumerate() {
        bytes[index % 16] = byte.wrapping_add(bytes[index % 16].rotate_left(3));
    }
    Guid::from_bytes(bytes)
}

/// Returns the host's port for a stream, or 0 if there is none.
fn port(service: Option<Guid>) -> Result<u32, Failure> {
    match service {
        None => Ok(0),
        Some(service) => service.vsock_port().ok_or_else(|| invalid(format!("{service} is not a service of a port"))),
    }
}

/// Checks that the request is understood. No log is forwarded.
fn forward_log(modify: &ModifyServiceSettings<'_>) -> Result<Empty, Failure> {
    if modify.settings.rpc_type == RpcType::ModifyServiceSettings {
        let mut buffer = vec![0; modify.settings.settings.as_text().map_or(0, str::len)];
        let sources = modify.settings.sources(&mut buffer)?;
        sources.ok_or_else(|| invalid("there are no sources of the log"))?;
    }
    Ok(Empty {})
}
