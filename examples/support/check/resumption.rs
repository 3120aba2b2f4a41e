//! The second connection of a session: the first one breaks in the midst of calls, as when a VM moves to another machine.

use std::thread;
use std::time::{Duration, Instant};

use gcs_prot::wire::MessageIdentifier as Id;
use serde_json::{Value, json};

use super::guest::{NOT_IMPLEMENTED, VM, base, document, expect, no_query, properties, versions, wait, with};
use super::peer::{Lost, Peer};
use super::report::{Check, check};
use super::{linux, windows};
use crate::net::Listener;
use crate::show::kind::Kind;

const CHECKS: &[Check] = &[
    check("connects-again", "a guest whose connection breaks in the midst of a call connects again"),
    check("version-forgotten", "on a new connection a request before the negotiation is answered with 0x80004001"),
    check("negotiation-again", "versions 4 to 4 are negotiated to 4 again"),
    check("owed-after-negotiation", "what is owed from the connection before is answered after the negotiation"),
    check("half-request-forgotten", "half a request of the connection before is forgotten, and the stream is in step"),
    check("call-kept", "the end of a process between the connections answers its wait, by the old sequence id"),
    check("session-kept", "a container of the connection before is there, and its process runs"),
    check("wait-kept", "a wait of the connection before is answered when its process ends"),
    check("notification-kept", "the end of a container between the connections is notified on the new one"),
];

/// The checks, in the order in which they are reached. No container of a Windows guest ends with its process.
pub const fn checks(kind: Kind) -> &'static [Check] {
    match kind {
        Kind::Linux => CHECKS,
        Kind::Windows => CHECKS.split_last().expect("there are checks").1,
    }
}

/// The check that fails if another container cannot be started.
const STARTING: &str = "start-and-execute";

/// A container whose process goes on, and the one whose process ends between the connections.
const LONG: &str = "c4ec4ed0000000000000000000000000000000000000000000000000000000a0";
const SHORT: &str = "c4ec4ed0000000000000000000000000000000000000000000000000000000b";

/// Breaks the connection, and judges the next one.
pub fn second_connection(
    peer: &mut Peer<'_>,
    listener: &Listener,
    kind: Kind,
    reached: &mut &'static str,
) -> Result<(), Lost> {
    let run = match kind {
        Kind::Linux => linux::run,
        Kind::Windows => windows::run,
    };
    let process = run(peer, STARTING, LONG, 600)?;
    let long = peer.send(Id::COMPUTE_SYSTEM_WAIT_FOR_PROCESS_V1, &wait(LONG, &process, u32::MAX).to_string())?;
    let (container, short, end) = short_process(peer, run)?;
    *reached = "connects-again";
    // Half a request.
    peer.send_raw(Id::COMPUTE_SYSTEM_GET_PROPERTIES_V1, peer.next_id(), 200, b"{\"ContainerId\":\"")?;
    peer.reconnect(listener)?;
    peer.report.note(reached, Ok(()));
    // A guest that answers before its time does so now.
    thread::sleep(end.saturating_duration_since(Instant::now()));

    *reached = "version-forgotten";
    expect(peer, reached, Id::COMPUTE_SYSTEM_GET_PROPERTIES_V1, &no_query(VM, kind), NOT_IMPLEMENTED)?;
    *reached = "negotiation-again";
    let response = expect(peer, reached, Id::COMPUTE_SYSTEM_NEGOTIATE_PROTOCOL_V1, &versions(4, 4), 0)?;
    peer.report.same(reached, &response["Version"], &json!(4));
    let is_early = peer.is_answered(short) || peer.is_answered(long);
    peer.report.hold(
        "owed-after-negotiation",
        !is_early,
        "an answer that was owed came before that of the negotiation",
    );

    *reached = "half-request-forgotten";
    let list = properties(peer, LONG, "ProcessList")?;
    peer.report.note(reached, Ok(()));
    *reached = "call-kept";
    let ended = peer.answer(short)?;
    peer.report.same(reached, &ended["ExitCode"], &json!(0));
    *reached = "session-kept";
    let is_there = document(&list).is_some_and(|document| lists(&document, &process));
    peer.report.hold(reached, is_there, &list);
    *reached = "wait-kept";
    peer.report.hold(reached, !peer.is_answered(long), "the wait was answered while the process was running");
    let signal = with(LONG, json!({ "ProcessId": process }));
    expect(peer, reached, Id::COMPUTE_SYSTEM_SIGNAL_PROCESS_V1, &signal, 0)?;
    peer.answer(long)?;
    if matches!(kind, Kind::Linux) {
        *reached = "notification-kept";
        let notification = peer.notification(&container)?;
        peer.report.hold(reached, notification.is_some(), "nothing was notified");
    }
    Ok(())
}

fn lists(document: &Value, process: &Value) -> bool {
    document["ProcessList"].as_array().is_some_and(|list| list.iter().any(|item| item["ProcessId"] == *process))
}

/// Starts a container with a process that is still running now and ends soon, and waits for it. Returns the container, the
/// sequence id of the wait, and when the process has ended.
///
/// A guest that takes long to answer is given a process that takes longer: its end must not come before the break.
fn short_process(
    peer: &mut Peer<'_>,
    run: fn(&mut Peer<'_>, &str, &str, u64) -> Result<Value, Lost>,
) -> Result<(String, u64, Instant), Lost> {
    for (attempt, seconds) in [2, 10, 60].into_iter().enumerate() {
        let container = format!("{SHORT}{attempt}");
        let begun = Instant::now();
        let process = run(peer, STARTING, &container, seconds)?;
        let wait = wait(&container, &process, u32::MAX).to_string();
        let sent = peer.send(Id::COMPUTE_SYSTEM_WAIT_FOR_PROCESS_V1, &wait)?;
        if begun.elapsed() < Duration::from_secs(seconds) / 2 {
            return Ok((container, sent, Instant::now() + Duration::from_millis(seconds * 1000 + 200)));
        }
        peer.wait_for(sent, Duration::from_secs(seconds))?;
        expect(peer, STARTING, Id::COMPUTE_SYSTEM_DELETE_CONTAINER_STATE_V1, &base(&container), 0)?;
    }
    Err(Lost("the guest takes more than 30 s to start a container".into()))
}
