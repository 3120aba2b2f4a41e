//! What only a Windows guest is asked: a container without a first process, streams by GUID, signals by name. It is sent no key
//! that the reference's host does not send.

use gcs_prot::json;
use gcs_prot::windows::Properties;
use gcs_prot::wire::MessageIdentifier as Id;
use serde_json::{Value, json};

use super::guest::{CONTAINER, VM, base, document, exit_notification, expect, properties, waits, with};
use super::peer::{Lost, Peer};
use super::report::{Check, check};

/// The checks of the VM and of a container, in the order in which they are reached.
pub const CHECKS: &[Check] = &[
    check("hv-socket", "the VM's addresses of Hyper-V sockets are taken"),
    check("log-forwarding", "sources of the log, and the start of its forwarding, are taken, if the guest supports it"),
    check("create", "a container is created"),
    check("already-exists", "a second Create of it is answered with 0xC037010F"),
    check("system-guid", "the property SystemGUID is a GUID"),
    check("start-and-execute", "it is started, and so is a process of it, without standard streams"),
    check("wait-without-patience", "a wait with a timeout of 0 is answered with 0xC0370109"),
    check("unknown-process", "an unknown process is answered with 0x80070490"),
    check("waiting-holds-up-nothing", "while a wait is open, other requests are answered"),
    check("process-list", "the property ProcessList has the process, in schema 1"),
    check("statistics", "the property Statistics is there, in schema 2"),
    check("update", "an update of the running container by a ResourcePath alone is taken"),
    check("signal-without-options", "a signal without options ends the process, and its wait is answered"),
    check("signal-by-name", "a signal CtrlShutdown to a process that has ended is answered with 0x80070490"),
    check("exit-notification", "the end of a container that was shut down is notified"),
    check("result-info", "ResultInfo is a document or is omitted"),
    check("delete", "the state of the container is deleted"),
];

/// Creates and starts a container.
fn begin(peer: &mut Peer<'_>, name: &str, container: &str) -> Result<(), Lost> {
    expect(peer, name, Id::COMPUTE_SYSTEM_CREATE_V1, &create(container), 0)?;
    expect(peer, name, Id::COMPUTE_SYSTEM_START_V1, &base(container), 0).map(drop)
}

fn create(container: &str) -> Value {
    let storage = json!({ "Path": format!("C:\\c\\{container}") });
    let config = json!({ "SchemaVersion": { "Major": 2, "Minor": 1 }, "Container": { "Storage": storage } });
    with(container, json!({ "ContainerConfig": config.to_string() }))
}

/// Starts a process without standard streams, and returns its number.
fn execute(peer: &mut Peer<'_>, name: &str, container: &str, command_line: &str) -> Result<Value, Lost> {
    let parameters = json!({ "CommandLine": command_line });
    let settings = json!({ "ProcessParameters": parameters.to_string(), "StdioRelaySettings": {} });
    let execute = with(container, json!({ "Settings": settings }));
    let response = expect(peer, name, Id::COMPUTE_SYSTEM_EXECUTE_PROCESS_V1, &execute, 0)?;
    Ok(response["ProcessId"].clone())
}

/// Creates a container with a process that ends by itself after so many seconds, and returns the number of the process.
pub fn run(peer: &mut Peer<'_>, name: &str, container: &str, seconds: u64) -> Result<Value, Lost> {
    begin(peer, name, container)?;
    // It waits a second between two packets.
    execute(peer, name, container, &format!("ping -n {} 127.0.0.1", seconds + 1))
}

/// The VM itself: its addresses, and its log.
fn vm(peer: &mut Peer<'_>, reached: &mut &'static str) -> Result<(), Lost> {
    *reached = "hv-socket";
    let addresses = json!({ "LocalAddress": "5b9e9cc1-84a1-4e44-856b-6245e69f4620",
        "ParentAddress": "894cc2d6-9d79-424f-93fe-42969ae6d8d1" });
    let request = json!({ "RequestType": "Update", "ResourceType": "HvSocket", "Settings": addresses });
    expect(peer, reached, Id::COMPUTE_SYSTEM_MODIFY_SETTINGS_V1, &with(VM, json!({ "Request": request })), 0)?;
    *reached = "log-forwarding";
    peer.report.note(reached, Ok(()));
    if peer.forwards_log {
        // {"LogConfig":{"sources":[]}}
        let sources =
            json!({ "RPCType": "ModifyServiceSettings", "Settings": "eyJMb2dDb25maWciOnsic291cmNlcyI6W119fQ==" });
        for settings in [sources, json!({ "RPCType": "StartLogForwarding" })] {
            let modify = with(VM, json!({ "PropertyType": "LogForwardService", "Settings": settings }));
            expect(peer, reached, Id::COMPUTE_SERVICE_MODIFY_SETTINGS_V1, &modify, 0)?;
        }
    }
    Ok(())
}

/// The VM, and the life of a container.
pub fn container(peer: &mut Peer<'_>, reached: &mut &'static str) -> Result<(), Lost> {
    vm(peer, reached)?;
    *reached = "create";
    expect(peer, reached, Id::COMPUTE_SYSTEM_CREATE_V1, &create(CONTAINER), 0)?;
    *reached = "already-exists";
    expect(peer, reached, Id::COMPUTE_SYSTEM_CREATE_V1, &create(CONTAINER), 0xC037_010F)?;
    *reached = "system-guid";
    let response = properties(peer, CONTAINER, "SystemGUID")?;
    let guid = document(&response).and_then(|document| document["SystemGUID"].as_str().map(str::to_owned));
    peer.report.hold(reached, guid.is_some_and(|guid| guid.parse::<gcs_prot::Guid>().is_ok()), &response);

    *reached = "start-and-execute";
    expect(peer, reached, Id::COMPUTE_SYSTEM_START_V1, &base(CONTAINER), 0)?;
    let process = execute(peer, reached, CONTAINER, "ping -t 127.0.0.1")?;
    let (end, response) = waits(peer, reached, &process)?;
    *reached = "process-list";
    let has_it = document(&response).is_some_and(|document| {
        document["ProcessList"].as_array().is_some_and(|list| list.iter().any(|item| item["ProcessId"] == process))
    });
    peer.report.hold(reached, has_it, &response);
    *reached = "statistics";
    let response = properties(peer, CONTAINER, "Statistics")?;
    let mut text = response["Properties"].as_str().unwrap_or_default().as_bytes().to_vec();
    let has_it = json::decode::<Properties<'_>>(&mut text).is_ok_and(|document| document.statistics.is_some());
    peer.report.hold(reached, has_it, &response);
    *reached = "update";
    let request = json!({ "ResourcePath": "Container/Memory/SizeInMB", "RequestType": "Update", "Settings": 512 });
    expect(peer, reached, Id::COMPUTE_SYSTEM_MODIFY_SETTINGS_V1, &with(CONTAINER, json!({ "Request": request })), 0)?;

    *reached = "signal-without-options";
    let signal = Id::COMPUTE_SYSTEM_SIGNAL_PROCESS_V1;
    expect(peer, reached, signal, &with(CONTAINER, json!({ "ProcessId": process })), 0)?;
    let ended = peer.answer(end)?;
    let is_code = ended["ExitCode"].as_u64().is_some_and(|code| u32::try_from(code).is_ok());
    peer.report.hold(reached, is_code, &ended);
    *reached = "signal-by-name";
    let by_name = json!({ "ProcessId": process, "Options": { "Signal": "CtrlShutdown" } });
    expect(peer, reached, signal, &with(CONTAINER, by_name), 0x8007_0490)?;
    *reached = "exit-notification";
    expect(peer, reached, Id::COMPUTE_SYSTEM_SHUTDOWN_GRACEFUL_V1, &base(CONTAINER), 0)?;
    exit_notification(peer, reached)?;
    *reached = "delete";
    expect(peer, reached, Id::COMPUTE_SYSTEM_DELETE_CONTAINER_STATE_V1, &base(CONTAINER), 0)?;
    Ok(())
}
