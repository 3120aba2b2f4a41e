//! What only a Linux guest is asked: a container of an OCI specification, and its first process.

use gcs_prot::wire::MessageIdentifier as Id;
use serde_json::{Value, json};

use super::guest::{CONTAINER, base, document, exit_notification, expect, waits, with};
use super::peer::{Lost, Peer};
use super::report::{Check, check};

/// The checks of a container, in the order in which they are reached.
pub const CHECKS: &[Check] = &[
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
];

/// A request for a container whose first process is this.
fn create(container: &str, command: &[&str]) -> Value {
    let process = json!({ "user": { "uid": 0, "gid": 0 }, "args": command, "cwd": "/",
        "env": ["PATH=/usr/local/bin:/usr/bin:/bin"] });
    let mounts = json!([{ "destination": "/proc", "type": "proc", "source": "proc" }]);
    // Each container has a namespace of its own.
    let namespace = format!("00000000-0000-0000-0000-00000000{}", &container[container.len() - 4..]);
    let network = json!({ "networkNamespace": namespace });
    let specification = json!({ "ociVersion": "1.1.0", "process": process, "root": { "path": "rootfs" }, "hostname": "check",
        "mounts": mounts, "annotations": { "org.example": "<check>" },
        "linux": { "cgroupsPath": format!("/containers/{container}") },
        "windows": { "layerFolders": null, "network": network } });
    // Keys in another case, a key that nobody knows, and a null.
    let config = json!({ "schemaversion": { "MAJOR": 2, "minor": 1 },
        "OciBundlePath": format!("/run/gcs/c/{container}"), "OciSpecification": specification,
        "ScratchDirPath": "/run/mounts/check", "Unknown": [{}], "Layers": null });
    with(container, json!({ "containerconfig": config.to_string(), "SupportedVersions": null, "?": 1.5 }))
}

/// Starts a container's first process, and returns its number.
fn start(peer: &mut Peer<'_>, name: &str, container: &str) -> Result<Value, Lost> {
    expect(peer, name, Id::COMPUTE_SYSTEM_START_V1, &base(container), 0)?;
    let settings = json!({ "ProcessParameters": "{}", "VsockStdioRelaySettings": {} });
    let execute = with(container, json!({ "Settings": settings }));
    let response = expect(peer, name, Id::COMPUTE_SYSTEM_EXECUTE_PROCESS_V1, &execute, 0)?;
    Ok(response["ProcessId"].clone())
}

/// Creates a container with a process that ends by itself after so many seconds, and returns the number of the process.
pub fn run(peer: &mut Peer<'_>, name: &str, container: &str, seconds: u64) -> Result<Value, Lost> {
    let create = create(container, &["sleep", &seconds.to_string()]);
    expect(peer, name, Id::COMPUTE_SYSTEM_CREATE_V1, &create, 0)?;
    start(peer, name, container)
}

/// The life of a container.
pub fn container(peer: &mut Peer<'_>, reached: &mut &'static str) -> Result<(), Lost> {
    *reached = "create";
    let create = create(CONTAINER, &["sleep", "600"]);
    expect(peer, reached, Id::COMPUTE_SYSTEM_CREATE_V1, &create, 0)?;
    *reached = "already-exists";
    expect(peer, reached, Id::COMPUTE_SYSTEM_CREATE_V1, &create, 0xC037_010F)?;

    *reached = "start-and-execute";
    let process = start(peer, reached, CONTAINER)?;
    let (end, response) = waits(peer, reached, &process)?;
    *reached = "properties";
    let is_right = document(&response).is_some_and(|properties| properties["ProcessList"].is_array());
    peer.report.hold(reached, is_right, &response);

    *reached = "signal-without-options";
    let signal = with(CONTAINER, json!({ "ProcessId": process }));
    expect(peer, reached, Id::COMPUTE_SYSTEM_SIGNAL_PROCESS_V1, &signal, 0)?;
    let ended = peer.answer(end)?;
    peer.report.same(reached, &ended["ExitCode"], &json!(137));
    exit_notification(peer, reached)?;
    *reached = "delete";
    expect(peer, reached, Id::COMPUTE_SYSTEM_DELETE_CONTAINER_STATE_V1, &base(CONTAINER), 0)?;
    Ok(())
}
