//! Summaries of the messages of a Windows guest.

use gcs_prot::rpc::{AnyRequest, AnyResponse};
use gcs_prot::windows::{
    ContainerConfig, ContainerUpdate, HostedSystem, ModificationRequest, PropertyType, Resource, Windows,
};

use super::{NO_PROPERTIES, Short, Shown, resized, versions, waited};

impl Shown for Windows {
    fn summary(request: &AnyRequest<'_, Self>) -> String {
        match request {
            AnyRequest::NegotiateProtocol(negotiate) => versions(negotiate.body),
            AnyRequest::Create(create) => match &create.body.container_config.0 {
                ContainerConfig::Container(system) => schema(system),
                ContainerConfig::Confidential(system) => {
                    format!("{}, OCI {}", schema(&system.hosted_system), system.spec.oci_version)
                }
                ContainerConfig::Vm(_) => "the VM itself".into(),
            },
            AnyRequest::ExecuteProcess(execute) => {
                Short(execute.body.settings.process_parameters.0.command_line).to_string()
            }
            AnyRequest::WaitForProcess(wait) => waited(wait.body),
            AnyRequest::SignalProcess(signal) => match &signal.body.options {
                Some(options) => format!("process {}, {}", signal.body.process_id, options.signal),
                None => format!("process {}, terminate", signal.body.process_id),
            },
            AnyRequest::ResizeConsole(resize) => resized(resize.body),
            AnyRequest::GetProperties(get) => {
                let types: Vec<_> = get.body.query.0.property_types.iter().map(|property| property.as_str()).collect();
                if types.is_empty() { NO_PROPERTIES.into() } else { types.join(", ") }
            }
            AnyRequest::ModifySettings(modify) => modification(&modify.body.request),
            AnyRequest::ModifyServiceSettings(modify) => {
                format!("{} {}", modify.body.property_type, modify.body.settings.rpc_type)
            }
            _ => String::new(),
        }
    }

    fn response_summary(response: &AnyResponse<'_, Self>) -> String {
        match response {
            AnyResponse::NegotiateProtocol(negotiate) => {
                let body = &negotiate.body;
                format!(", version {}, {}", body.version.0, body.capabilities.runtime_os_type)
            }
            AnyResponse::ExecuteProcess(execute) => format!(", process {}", execute.body.process_id),
            AnyResponse::WaitForProcess(wait) => format!(", exit code {:#x}", wait.body.exit_code),
            AnyResponse::GetProperties(get) => {
                // The schema depends on the request. One of the two contains the values.
                let document = &get.body.properties.0;
                let (schema1, schema2) = (document.schema1(), document.schema2());
                let count = schema1.map_or(0, |properties| properties.process_list.iter().count());
                match schema2 {
                    _ if count > 0 => format!(", {count} {}", PropertyType::ProcessList),
                    Ok(properties) if !properties.system_guid.is_empty() => format!(", {}", properties.system_guid),
                    Ok(properties) if properties.statistics.is_some() => format!(", {}", PropertyType::Statistics),
                    _ => String::new(),
                }
            }
            AnyResponse::DumpStacks(dump) => format!(", {} bytes of stacks", dump.body.guest_stacks.len()),
            _ => String::new(),
        }
    }
}

fn schema(system: &HostedSystem<'_>) -> String {
    let version = system.schema_version.unwrap_or_default();
    format!("schema {}.{}", version.major, version.minor)
}

fn modification(request: &ModificationRequest<'_>) -> String {
    let what = match (&request.resource, request.update()) {
        (_, Ok(Some(ContainerUpdate::Unknown)) | Err(_)) => format!("{} (unknown)", request.resource_path),
        (_, Ok(Some(ContainerUpdate::Network(_)))) => "a network adapter".into(),
        (_, Ok(Some(_))) => request.resource_path.into(),
        (Resource::Unknown { resource_type, .. }, _) => format!("{resource_type} (unknown)"),
        (resource, _) => resource.resource_type().into(),
    };
    format!("{} {what}", request.request_type)
}
