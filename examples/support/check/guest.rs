//! Judges a guest: runs a session in which each requirement of the protocol is a named check.
//!
//! What guests of both kinds are asked is here; what only one kind is asked is in `linux.rs` and `windows.rs`, and the second
//! connection of the session in `resumption.rs`.

use std::time::Duration;

use gcs_prot::wire::MessageIdentifier as Id;
use serde_json::{Value, json};

use super::peer::{ACTIVITY, Lost, Peer};
use super::report::{Check, Report, check};
use super::{linux, resumption, windows};
use crate::net::Listener;
use crate::show::kind::Kind;

pub const VM: &str = "00000000-0000-0000-0000-000000000000";
pub const CONTAINER: &str = "c4ec4ed0000000000000000000000000000000000000000000000000000000ff";

pub const NOT_IMPLEMENTED: u32 = 0x8000_4001;
const INVALID_JSON: u32 = 0xC037_010D;

/// The checks that every message of the guest must hold, and those of a session's beginning, in the order in which they are
/// reached.
const BEGINNING: &[Check] = &[
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
    check("runtime-os-type", "the answer has the RuntimeOsType of the guest; for a Windows guest it may be absent"),
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
];

/// The last check of all.
const END: &[Check] = &[check("size-below-header", "a size below 16 ends the connection, and nothing else")];

/// How a guest is judged.
pub struct Options {
    pub kind: Kind,
    /// Whether the guest connects only once, so that there is no second connection.
    pub once: bool,
    /// How long to wait for each answer.
    pub patience: Duration,
}

/// Judges the first guest that connects.
pub fn judge(listener: &Listener, options: &Options) -> std::io::Result<Report> {
    let stream = listener.accept()?;
    let of_kind = match options.kind {
        Kind::Linux => linux::CHECKS,
        Kind::Windows => windows::CHECKS,
    };
    let second = if options.once { &[][..] } else { resumption::checks(options.kind) };
    let mut report = Report::new(&[BEGINNING, of_kind, second, END]);
    let mut peer = Peer::new(stream, options.kind, options.patience, &mut report);
    let mut reached = "before-negotiation";
    if let Err(Lost(reason)) = session(&mut peer, listener, options, &mut reached) {
        peer.report.note(reached, Err(reason));
    }
    Ok(report)
}

/// Formats the result of a response as the documentation does.
pub fn code(response: &Value) -> u32 {
    let signed = response["Result"].as_i64().and_then(|result| i32::try_from(result).ok());
    signed.map_or(u32::MAX, i32::cast_unsigned)
}

pub fn base(container: &str) -> Value {
    json!({ "ContainerId": container, "ActivityId": ACTIVITY })
}

pub fn with(container: &str, fields: Value) -> Value {
    let mut payload = base(container);
    if let (Some(payload), Value::Object(fields)) = (payload.as_object_mut(), fields) {
        payload.extend(fields);
    }
    payload
}

/// Calls a method and checks its result.
pub fn expect(peer: &mut Peer<'_>, name: &str, id: Id, payload: &Value, expected: u32) -> Result<Value, Lost> {
    let response = peer.call(id, payload)?;
    let found = code(&response);
    peer.report.hold(name, found == expected, format_args!("{found:#010x}: {response}"));
    Ok(response)
}

/// Calls a method and checks that it fails.
fn expect_failure(peer: &mut Peer<'_>, name: &str, id: Id, payload: &str) -> Result<Value, Lost> {
    let sent = peer.send(id, payload)?;
    let response = peer.answer(sent)?;
    peer.report.hold(name, code(&response) != 0, format_args!("accepted: {response}"));
    Ok(response)
}

/// Runs the whole session. `reached` is the check that fails if the connection is lost.
fn session(
    peer: &mut Peer<'_>,
    listener: &Listener,
    options: &Options,
    reached: &mut &'static str,
) -> Result<(), Lost> {
    negotiation(peer, options.kind, reached)?;
    refusals(peer, options.kind, reached)?;
    match options.kind {
        Kind::Linux => linux::container(peer, reached)?,
        Kind::Windows => windows::container(peer, reached)?,
    }
    if !options.once {
        resumption::second_connection(peer, listener, options.kind, reached)?;
    }
    *reached = "size-below-header";
    peer.send_raw(Id::COMPUTE_SYSTEM_GET_PROPERTIES_V1, 1_000_000, 8, b"")?;
    let is_closed = peer.is_closed();
    peer.report.hold(reached, is_closed, "the connection stays open");
    // An answer to a message that is not a request would have arrived by now.
    peer.report.note("answers-only-requests", Ok(()));
    Ok(())
}

/// A question for the properties of a container, but for none of them. The text may be empty for a Linux guest alone.
pub fn no_query(container: &str, kind: Kind) -> Value {
    match kind {
        Kind::Linux => with(container, json!({ "Query": "" })),
        Kind::Windows => base(container),
    }
}

/// A negotiation of these versions.
pub fn versions(least: u32, most: u32) -> Value {
    with("", json!({ "MinimumVersion": least, "MaximumVersion": most }))
}

fn negotiation(peer: &mut Peer<'_>, kind: Kind, reached: &mut &'static str) -> Result<(), Lost> {
    let (negotiate, get) = (Id::COMPUTE_SYSTEM_NEGOTIATE_PROTOCOL_V1, Id::COMPUTE_SYSTEM_GET_PROPERTIES_V1);
    expect(peer, reached, get, &no_query(VM, kind), NOT_IMPLEMENTED)?;
    *reached = "no-common-version";
    expect(peer, reached, negotiate, &versions(5, 6), 0xC037_010C)?;
    *reached = "negotiation";
    let response = expect(peer, reached, negotiate, &versions(4, 4), 0)?;
    peer.report.same("negotiation", &response["Version"], &json!(4));
    let capabilities = &response["Capabilities"];
    let has_own = capabilities.get("GuestDefinedCapabilities").is_some_and(|value| !value.is_null());
    peer.report.hold("guest-capabilities", has_own, &response);
    let os_type = capabilities["RuntimeOsType"].as_str().unwrap_or_default();
    let is_right = match kind {
        Kind::Linux => !os_type.is_empty() && !os_type.eq_ignore_ascii_case("windows"),
        Kind::Windows => os_type.is_empty() || os_type.eq_ignore_ascii_case("windows"),
    };
    peer.report.hold("runtime-os-type", is_right, &response);
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
    peer.forwards_log = capabilities["GuestDefinedCapabilities"]["LogForwardingSupported"] == true;
    Ok(())
}

fn refusals(peer: &mut Peer<'_>, kind: Kind, reached: &mut &'static str) -> Result<(), Lost> {
    let (get, modify) = (Id::COMPUTE_SYSTEM_GET_PROPERTIES_V1, Id::COMPUTE_SYSTEM_MODIFY_SETTINGS_V1);
    *reached = "unknown-method";
    expect(peer, reached, Id(0x101f_f001), &base(VM), NOT_IMPLEMENTED)?;
    *reached = "invalid-json";
    let sent = peer.send(get, "{\"ContainerId\":}")?;
    let found = code(&peer.answer(sent)?);
    peer.report.hold(reached, found == INVALID_JSON, format_args!("{found:#010x}"));
    *reached = "integer-spelling";
    let wait =
        format!("{{\"ContainerId\":\"{VM}\",\"ActivityId\":\"{ACTIVITY}\",\"ProcessId\":1.0,\"TimeoutInMs\":0}}");
    let response = expect_failure(peer, reached, Id::COMPUTE_SYSTEM_WAIT_FOR_PROCESS_V1, &wait)?;
    let is_read = matches!(code(&response), 0x8007_0490 | 0xC037_0109);
    peer.report.hold(reached, !is_read, format_args!("read as an integer: {response}"));
    *reached = "required-document";
    expect_failure(peer, reached, Id::COMPUTE_SYSTEM_CREATE_V1, &base(CONTAINER).to_string())?;

    *reached = "request-not-echoed";
    let long = format!("{{\"ContainerId\":\"{}\",\"ActivityId\":\"\",\"Query\":7}}", "x".repeat(40_000));
    let size = expect_failure(peer, reached, get, &long)?.to_string().len();
    peer.report.hold(reached, size <= 1 << 15, format_args!("an answer of {size} bytes"));

    *reached = "large-request";
    let settings = json!({ "RequestType": "Add", "ResourceType": "Teapot", "Settings": "x".repeat(1 << 20) });
    // A guest that skips the payload does not know its activity id.
    let long = with(VM, json!({ "ActivityId": "", "Request": settings }));
    expect_failure(peer, reached, modify, &long.to_string())?;

    *reached = "responses-ignored";
    let unasked = [(Id::COMPUTE_SYSTEM_RESPONSE_START_V1, 900), (Id::COMPUTE_SYSTEM_NOTIFICATION_V1, 0)];
    for (identifier, id) in unasked {
        let payload = base(VM).to_string();
        peer.send_raw(identifier, id, payload.len() + 16, payload.as_bytes())?;
    }
    let before = peer.notifications.len();
    let unknown = no_query("no-such-container", kind);
    expect_failure(peer, "unknown-system", get, &unknown.to_string())?;
    let is_silent = peer.unasked() == 0 && peer.notifications.len() == before;
    let found = format!("{} answers to what was no request", peer.unasked());
    peer.report.hold(reached, is_silent, found);
    *reached = "unknown-system";
    expect(peer, reached, get, &unknown, 0xC037_010E)?;
    *reached = "unknown-resource";
    let request = json!({ "ResourceType": "Teapot", "RequestType": "Add", "Settings": {} });
    let response = expect_failure(peer, reached, modify, &with(VM, json!({ "Request": request })).to_string())?;
    let is_named = response["ErrorMessage"].as_str().is_some_and(|message| message.contains("Teapot"));
    peer.report.hold(reached, is_named, &response);
    Ok(())
}

/// A wait for a process of a container.
pub fn wait(container: &str, process: &Value, timeout: u32) -> Value {
    with(container, json!({ "ProcessId": process, "TimeoutInMs": timeout }))
}

/// What guests of both kinds are asked of a process that runs. Leaves a wait open, and returns its sequence id, and the answer to
/// a question for the container's processes.
pub fn waits(peer: &mut Peer<'_>, reached: &mut &'static str, process: &Value) -> Result<(u64, Value), Lost> {
    let waits = Id::COMPUTE_SYSTEM_WAIT_FOR_PROCESS_V1;
    *reached = "wait-without-patience";
    expect(peer, reached, waits, &wait(CONTAINER, process, 0), 0xC037_0109)?;
    *reached = "unknown-process";
    expect(peer, reached, waits, &wait(CONTAINER, &json!(4_000_000_000_u32), u32::MAX), 0x8007_0490)?;
    *reached = "waiting-holds-up-nothing";
    let end = peer.send(waits, &wait(CONTAINER, process, u32::MAX).to_string())?;
    let response = properties(peer, CONTAINER, "ProcessList")?;
    peer.report.hold(reached, !peer.is_answered(end), "the wait was answered while the process was running");
    Ok((end, response))
}

/// Asks for a property of a container.
pub fn properties(peer: &mut Peer<'_>, container: &str, property: &str) -> Result<Value, Lost> {
    let query = json!({ "PropertyTypes": [property] }).to_string();
    peer.call(Id::COMPUTE_SYSTEM_GET_PROPERTIES_V1, &with(container, json!({ "Query": query })))
}

/// The document in `Properties`; `None` if there is none.
pub fn document(response: &Value) -> Option<Value> {
    response["Properties"].as_str().and_then(|text| serde_json::from_str(text).ok())
}

/// The end of a container is notified.
pub fn exit_notification(peer: &mut Peer<'_>, reached: &mut &'static str) -> Result<(), Lost> {
    *reached = "exit-notification";
    let notification = peer.notification(CONTAINER)?;
    peer.report.hold(reached, notification.is_some(), "nothing was notified");
    if let Some(notification) = notification {
        let is_right =
            notification.get("ResultInfo").is_none_or(|info| info.as_str().is_some_and(|info| !info.is_empty()));
        peer.report.hold("result-info", is_right, &notification);
    }
    Ok(())
}
