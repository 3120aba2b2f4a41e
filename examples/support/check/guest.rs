//! Judges a guest: runs a session in which each requirement of the protocol is a named check.

use std::time::Duration;

use gcs_prot::wire::MessageIdentifier as Id;
use serde_json::{Value, json};

use super::peer::{ACTIVITY, Lost, Peer};
use super::report::{Check, Report};
use crate::net::Listener;

const VM: &str = "00000000-0000-0000-0000-000000000000";
const CONTAINER: &str = "c4ec4ed0000000000000000000000000000000000000000000000000000000ff";

const NOT_IMPLEMENTED: u32 = 0x8000_4001;
const INVALID_JSON: u32 = 0xC037_010D;

const fn check(name: &'static str, requirement: &'static str) -> Check {
    Check { name, requirement }
}

/// All checks, in the order in which they are reached. The first group applies to every message of the guest.
pub const CHECKS: &[Check] = &[
    check("frame-size", "a message has 16 to 65,536 bytes, header included"),
    check("response-identifier", "a response's identifier belongs to the request that it answers"),
    check("answers-only-requests", "each request gets one answer, and other messages get none"),
    check("valid-payload", "a payload is one JSON document of the message's type"),
    check("canonical-bytes", "a payload has the reference's order of keys and escapes, and no white space"),
    check("activity-id-echoed", "a response has its request's activity id"),
    check("activity-id-left-out", "a response to a request without an activity id has none"),
    check("result-signed", "Result is a signed number of 32 bits"),
    check("error-record", "a failure has a message, and one record with an unsigned Line and a FileName"),
    check("notification-id", "a notification has the sequence id 0"),
    check("before-negotiation", "a request before the negotiation is answered with 0x80004001"),
    check("no-common-version", "a negotiation without a common version is answered with 0xC037010C"),
    check("negotiation", "versions 4 to 4 are negotiated to 4"),
    check("guest-capabilities", "the answer has GuestDefinedCapabilities"),
    check("runtime-os-type", "the answer has the RuntimeOsType of the guest"),
    check("second-negotiation", "a second negotiation is answered with 0x80004001"),
    check("vm-create-and-start", "Create and Start for the VM succeed, if the guest asked for them"),
    check("unknown-method", "an unknown method is answered with 0x80004001"),
    check("invalid-json", "a payload that is not JSON is answered with 0xC037010D"),
    check("integer-spelling", "an integer written as 1.0 is refused"),
    check("required-document", "a Create without its document is refused"),
    check("request-not-echoed", "a refused request of 40 KB gets an answer that a host accepts"),
    check("large-request", "a request of 1 MiB is answered, and the stream stays in step"),
    check("responses-ignored", "a response or a notification sent to the guest gets no answer"),
    check("unknown-system", "an unknown container is answered with 0xC037010E"),
    check("unknown-resource", "an unknown resource type is refused by its name"),
    check("create", "a container is created from keys in any case, unknown keys and nulls"),
    check("already-exists", "a second Create of it is answered with 0xC037010F"),
    check("start-and-execute", "the container and its first process are started"),
    check("wait-without-patience", "a wait with a timeout of 0 is answered with 0xC0370109"),
    check("unknown-process", "an unknown process is answered with 0x80070490"),
    check("waiting-holds-up-nothing", "while a wait is open, other requests are answered"),
    check("properties", "Properties is a document, and never empty"),
    check(
        "signal-without-options",
        "a signal without options ends the process, and then its wait is answered with 137",
    ),
    check("exit-notification", "the host is notified of the end of the container"),
    check("result-info", "ResultInfo is a document or is omitted"),
    check("delete", "the state of the container is deleted"),
    check("size-below-header", "a size below 16 ends the connection, and nothing else"),
];

/// Judges the first guest that connects.
pub fn judge(listener: &Listener, patience: Duration) -> std::io::Result<Report> {
    let stream = listener.accept()?;
    let mut report = Report::new(CHECKS);
    let mut peer = Peer::new(stream, patience, &mut report);
    let mut reached = "before-negotiation";
    if let Err(Lost(reason)) = session(&mut peer, &mut reached) {
        peer.report.note(reached, Err(reason));
    }
    Ok(report)
}

/// Formats the result of a response as the documentation does.
fn code(response: &Value) -> u32 {
    let signed = response["Result"].as_i64().and_then(|result| i32::try_from(result).ok());
    signed.map_or(u32::MAX, i32::cast_unsigned)
}

fn base(container: &str) -> Value {
    json!({ "ContainerId": container, "ActivityId": ACTIVITY })
}

fn with(container: &str, fields: Value) -> Value {
    let mut payload = base(container);
    if let (Some(payload), Value::Object(fields)) = (payload.as_object_mut(), fields) {
        payload.extend(fields);
    }
    payload
}

/// Calls a method and checks its result.
fn expect(peer: &mut Peer<'_>, name: &str, id: Id, payload: &Value, expected: u32) -> Result<Value, Lost> {
    let response = peer.call(id, payload)?;
    let found = code(&response);
    peer.report.note(name, if found == expected { Ok(()) } else { Err(format!("{found:#010x}: {response}")) });
    Ok(response)
}

/// Calls a method and checks that it fails.
fn expect_failure(peer: &mut Peer<'_>, name: &str, id: Id, payload: &str) -> Result<Value, Lost> {
    let sent = peer.send(id, payload)?;
    let response = peer.answer(sent)?;
    peer.report.note(name, if code(&response) == 0 { Err(format!("accepted: {response}")) } else { Ok(()) });
    Ok(response)
}

/// Runs the whole session. `reached` is the check that fails if the connection is lost.
fn session(peer: &mut Peer<'_>, reached: &mut &'static str) -> Result<(), Lost> {
    negotiation(peer, reached)?;
    refusals(peer, reached)?;
    container(peer, reached)?;

    *reached = "size-below-header";
    peer.send_raw(Id::COMPUTE_SYSTEM_GET_PROPERTIES_V1, 1000, 8, b"")?;
    let is_closed = peer.is_closed();
    peer.report.note(reached, if is_closed { Ok(()) } else { Err("the connection stays open".into()) });
    // An answer to a message that is not a request would have arrived by now.
    peer.report.note("answers-only-requests", Ok(()));
    Ok(())
}

fn negotiation(peer: &mut Peer<'_>, reached: &mut &'static str) -> Result<(), Lost> {
    let versions = |least: u32, most: u32| with("", json!({ "MinimumVersion": least, "MaximumVersion": most }));
    let (negotiate, get) = (Id::COMPUTE_SYSTEM_NEGOTIATE_PROTOCOL_V1, Id::COMPUTE_SYSTEM_GET_PROPERTIES_V1);
    expect(peer, reached, get, &with(VM, json!({ "Query": "" })), NOT_IMPLEMENTED)?;
    *reached = "no-common-version";
    expect(peer, reached, negotiate, &versions(5, 6), 0xC037_010C)?;
    *reached = "negotiation";
    let response = expect(peer, reached, negotiate, &versions(4, 4), 0)?;
    peer.report.same("negotiation", &response["Version"], &json!(4));
    let capabilities = &response["Capabilities"];
    let has = |key: &str| capabilities.get(key).is_some_and(|value| !value.is_null());
    let hold = |is_right: bool| if is_right { Ok(()) } else { Err(response.to_string()) };
    peer.report.note("guest-capabilities", hold(has("GuestDefinedCapabilities")));
    peer.report
        .note("runtime-os-type", hold(capabilities["RuntimeOsType"].as_str().is_some_and(|kind| !kind.is_empty())));
    *reached = "second-negotiation";
    expect(peer, reached, negotiate, &versions(4, 4), NOT_IMPLEMENTED)?;

    *reached = "vm-create-and-start";
    peer.report.note(reached, Ok(()));
    let wants = |key: &str| capabilities[key] == true;
    if wants("SendHostCreateMessage") {
        let config = json!({ "SystemType": "Container", "TimeZoneInformation": { "StandardName": "UTC" } });
        let create = with(VM, json!({ "ContainerConfig": config.to_string() }));
        expect(peer, reached, Id::COMPUTE_SYSTEM_CREATE_V1, &create, 0)?;
        if wants("SendHostStartMessage") {
            expect(peer, reached, Id::COMPUTE_SYSTEM_START_V1, &base(VM), 0)?;
        }
    }
    Ok(())
}

fn refusals(peer: &mut Peer<'_>, reached: &mut &'static str) -> Result<(), Lost> {
    let get = Id::COMPUTE_SYSTEM_GET_PROPERTIES_V1;
    *reached = "unknown-method";
    expect(peer, reached, Id(0x101f_f001), &base(VM), NOT_IMPLEMENTED)?;
    *reached = "invalid-json";
    let sent = peer.send(get, "{\"ContainerId\":}")?;
    let found = code(&peer.answer(sent)?);
    peer.report.note(reached, if found == INVALID_JSON { Ok(()) } else { Err(format!("{found:#010x}")) });
    *reached = "integer-spelling";
    let wait =
        format!("{{\"ContainerId\":\"{VM}\",\"ActivityId\":\"{ACTIVITY}\",\"ProcessId\":1.0,\"TimeoutInMs\":0}}");
    let response = expect_failure(peer, reached, Id::COMPUTE_SYSTEM_WAIT_FOR_PROCESS_V1, &wait)?;
    peer.report.note(
        reached,
        match code(&response) {
            0x8007_0490 | 0xC037_0109 => Err(format!("read as an integer: {response}")),
            _ => Ok(()),
        },
    );
    *reached = "required-document";
    expect_failure(peer, reached, Id::COMPUTE_SYSTEM_CREATE_V1, &base(CONTAINER).to_string())?;

    *reached = "request-not-echoed";
    let long = format!("{{\"ContainerId\":\"{}\",\"ActivityId\":\"\",\"Query\":7}}", "x".repeat(40_000));
    let response = expect_failure(peer, reached, get, &long)?;
    let size = response.to_string().len();
    peer.report.note(reached, if size <= 1 << 15 { Ok(()) } else { Err(format!("an answer of {size} bytes")) });

    *reached = "large-request";
    let settings = json!({ "RequestType": "Add", "ResourceType": "Teapot", "Settings": "x".repeat(1 << 20) });
    expect_failure(
        peer,
        reached,
        Id::COMPUTE_SYSTEM_MODIFY_SETTINGS_V1,
        &with(VM, json!({ "Request": settings })).to_string(),
    )?;

    *reached = "responses-ignored";
    let unasked = [(Id::COMPUTE_SYSTEM_RESPONSE_START_V1, 900), (Id::COMPUTE_SYSTEM_NOTIFICATION_V1, 0)];
    for (identifier, id) in unasked {
        let payload = base(VM).to_string();
        peer.send_raw(identifier, id, payload.len() + 16, payload.as_bytes())?;
    }
    let before = peer.notifications.len();
    expect_failure(peer, "unknown-system", get, &with("no-such-container", json!({ "Query": "" })).to_string())?;
    let found = if peer.unasked() == 0 && peer.notifications.len() == before {
        Ok(())
    } else {
        Err(format!("{} answers to what was no request", peer.unasked()))
    };
    peer.report.note(reached, found);
    *reached = "unknown-system";
    expect(peer, reached, get, &with("no-such-container", json!({ "Query": "" })), 0xC037_010E)?;
    *reached = "unknown-resource";
    let request = json!({ "ResourceType": "Teapot", "RequestType": "Add", "Settings": {} });
    let response = expect_failure(
        peer,
        reached,
        Id::COMPUTE_SYSTEM_MODIFY_SETTINGS_V1,
        &with(VM, json!({ "Request": request })).to_string(),
    )?;
    let is_named = response["ErrorMessage"].as_str().is_some_and(|message| message.contains("Teapot"));
    peer.report.note(reached, if is_named { Ok(()) } else { Err(response.to_string()) });
    Ok(())
}

/// Checks the life of a container.
fn container(peer: &mut Peer<'_>, reached: &mut &'static str) -> Result<(), Lost> {
    *reached = "create";
    let process = json!({ "user": { "uid": 0, "gid": 0 }, "args": ["sleep", "600"], "cwd": "/",
        "env": ["PATH=/usr/local/bin:/usr/bin:/bin"] });
    let specification = json!({ "ociVersion": "1.1.0", "process": process, "root": { "path": "rootfs" }, "hostname": "check",
        "mounts": [{ "destination": "/proc", "type": "proc", "source": "proc" }], "annotations": { "org.example": "<check>" },
        "linux": { "cgroupsPath": "/containers/check" },
        "windows": { "layerFolders": null, "network": { "networkNamespace": "00000000-0000-0000-0000-00000000c4ec" } } });
    // Keys in another case, an unknown key, and a `null`.
    let config = json!({ "schemaversion": { "MAJOR": 2, "minor": 1 }, "OciBundlePath": "/run/gcs/c/check",
        "OciSpecification": specification, "ScratchDirPath": "/run/mounts/check", "Unknown": [{}], "Layers": null });
    let create = with(CONTAINER, json!({ "containerconfig": config.to_string(), "SupportedVersions": null, "?": 1.5 }));
    expect(peer, reached, Id::COMPUTE_SYSTEM_CREATE_V1, &create, 0)?;
    *reached = "already-exists";
    expect(peer, reached, Id::COMPUTE_SYSTEM_CREATE_V1, &create, 0xC037_010F)?;

    *reached = "start-and-execute";
    expect(peer, reached, Id::COMPUTE_SYSTEM_START_V1, &base(CONTAINER), 0)?;
    let settings = json!({ "ProcessParameters": "{}", "VsockStdioRelaySettings": {} });
    let execute = with(CONTAINER, json!({ "Settings": settings }));
    let response = expect(peer, reached, Id::COMPUTE_SYSTEM_EXECUTE_PROCESS_V1, &execute, 0)?;
    let process = response["ProcessId"].clone();

    let wait = |process: &Value, timeout: u32| with(CONTAINER, json!({ "ProcessId": process, "TimeoutInMs": timeout }));
    let waits = Id::COMPUTE_SYSTEM_WAIT_FOR_PROCESS_V1;
    *reached = "wait-without-patience";
    expect(peer, reached, waits, &wait(&process, 0), 0xC037_0109)?;
    *reached = "unknown-process";
    expect(peer, reached, waits, &wait(&json!(4_000_000_000_u32), u32::MAX), 0x8007_0490)?;
    *reached = "waiting-holds-up-nothing";
    let end = peer.send(waits, &wait(&process, u32::MAX).to_string())?;
    let query = json!({ "PropertyTypes": ["ProcessList"] }).to_string();
    let get = Id::COMPUTE_SYSTEM_GET_PROPERTIES_V1;
    let response = peer.call(get, &with(CONTAINER, json!({ "Query": query })))?;
    let found =
        if peer.is_answered(end) { Err("the wait was answered while the process was running".into()) } else { Ok(()) };
    peer.report.note(reached, found);
    *reached = "properties";
    let document = response["Properties"].as_str().map(serde_json::from_str::<Value>);
    let is_document = matches!(&document, Some(Ok(properties)) if properties["ProcessList"].is_array());
    peer.report.note(reached, if is_document { Ok(()) } else { Err(response.to_string()) });

    *reached = "signal-without-options";
    let signal = with(CONTAINER, json!({ "ProcessId": process }));
    expect(peer, reached, Id::COMPUTE_SYSTEM_SIGNAL_PROCESS_V1, &signal, 0)?;
    let ended = peer.answer(end)?;
    peer.report.same(reached, &ended["ExitCode"], &json!(137));
    *reached = "exit-notification";
    let notification = peer.notification(CONTAINER)?;
    peer.report.note(reached, notification.as_ref().map(|_| ()).ok_or_else(|| "nothing was notified".into()));
    if let Some(notification) = notification {
        let is_right =
            notification.get("ResultInfo").is_none_or(|info| info.as_str().is_some_and(|info| !info.is_empty()));
        peer.report.note("result-info", if is_right { Ok(()) } else { Err(notification.to_string()) });
    }
    *reached = "delete";
    expect(peer, reached, Id::COMPUTE_SYSTEM_DELETE_CONTAINER_STATE_V1, &base(CONTAINER), 0)?;
    Ok(())
}
