//! `host --check` and `agent --check`: the examples pass every check, and a planted fault of either is named.
#![cfg(unix)]

use std::collections::BTreeSet;

use gcs_prot::wire::MessageType;

#[path = "support/live.rs"]
mod live;
#[path = "../examples/minimal.rs"]
#[allow(dead_code, reason = "its main function")]
mod minimal;

use live::{Fault, Message, Next, Of, Verdict, guest_judged, host_judged, judged, served};

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Replaces a text in a payload.
fn replace(message: &mut Message, from: &str, to: &str) {
    let text = String::from_utf8(message.payload.clone()).expect("UTF-8");
    message.payload = text.replace(from, to).into_bytes();
}

fn is_notification(message: &Message) -> bool {
    message.identifier & 0xf000_0000 == MessageType::NOTIFICATION.0
}

#[test]
fn the_example_guest_passes_every_check() {
    guest_judged("once", |_| Next::PassOn).assert_passed(38);
    let check = ["--check", "--patience", "20"];
    judged("own", &check, &["--reconnect"], Of::Guest, |_| Next::PassOn).assert_passed(47);
}

#[test]
fn the_example_guest_of_windows_passes_every_check() {
    let check = ["--check", "--patience", "20", "--guest", "windows"];
    judged("windows", &check, &["--reconnect", "--guest", "windows"], Of::Guest, |_| Next::PassOn).assert_passed(52);
}

/// The request of 1 MiB does not fit the buffer of the minimal guest, so the guest cannot know the activity id.
#[test]
fn a_guest_with_a_small_buffer_can_echo_activity_ids() {
    // The minimal guest lacks what other checks ask for, and the last check breaks the stream.
    let verdict = served("small", |stream| drop(minimal::serve(stream)));
    for check in ["activity-id-echoed", "activity-id-left-out", "large-request"] {
        assert!(!verdict.failed.contains(check) && !verdict.missed.contains(check), "{check}: {verdict:?}");
    }
    assert!(verdict.failed.contains("already-exists"), "{verdict:?}");
}

#[test]
fn a_planted_fault_of_a_guest_is_named() {
    let faults: [(&str, Fault, &[&str]); 7] = [
        (
            "activity",
            |message| {
                if !is_notification(message) {
                    replace(message, ",\"ActivityId\":\"00000000-0000-0000-0000-000000000000\"", "");
                }
                Next::PassOn
            },
            &["activity-id-echoed"],
        ),
        (
            "identifier",
            |message| {
                message.identifier ^= u32::from(!is_notification(message));
                Next::PassOn
            },
            &["response-identifier"],
        ),
        (
            "newline",
            |message| {
                message.payload.push(b'\n');
                Next::PassOn
            },
            &["canonical-bytes"],
        ),
        (
            "exit",
            |message| {
                replace(message, "\"ExitCode\":137", "\"ExitCode\":9");
                Next::PassOn
            },
            &["signal-without-options"],
        ),
        (
            "line",
            |message| {
                replace(message, "\"Line\":4294967295", "\"Line\":-1");
                Next::PassOn
            },
            &["error-record", "valid-payload"],
        ),
        (
            "capabilities",
            |message| {
                replace(message, "\"RuntimeOsType\":\"Linux\",", "");
                Next::PassOn
            },
            &["runtime-os-type"],
        ),
        (
            "info",
            |message| {
                if is_notification(message) {
                    message.payload.pop();
                    message.payload.extend_from_slice(b",\"ResultInfo\":\"\"}");
                }
                Next::PassOn
            },
            &["canonical-bytes", "result-info"],
        ),
    ];
    for (name, fault, expected) in faults {
        let verdict = guest_judged(name, fault);
        assert_eq!((verdict.failed, verdict.missed), (names(expected), names(&[])), "{name}");
        assert_eq!(verdict.status, Some(1), "{name}");
        let passed = 38 - expected.len();
        assert_eq!(verdict.summary, format!("{passed} checks passed, {} failed, 0 not reached", expected.len()));
    }
}

#[test]
fn what_a_guest_that_goes_away_leaves_is_not_reached() {
    // The answer to Create does not come.
    let Verdict { failed, missed, status, .. } = guest_judged("gone", |message| match message.identifier {
        0x2010_0501 => Next::End,
        _ => Next::PassOn,
    });
    assert_eq!(failed, names(&["start-and-execute"]));
    assert!(missed.contains("delete") && missed.contains("size-below-header"), "{missed:?}");
    assert_eq!(status, Some(1));
}

/// Returns whether this is the answer to a wait, on the second connection.
fn is_late_end(message: &Message) -> bool {
    message.connection == 1 && message.identifier == 0x2010_0601
}

#[test]
fn a_planted_fault_of_a_guest_on_its_second_connection_is_named() {
    let faults: [(&str, &[&str], Fault, &[&str]); 5] = [
        // It connects once.
        ("again", &[], |_| Next::PassOn, &["connects-again"]),
        // It begins anew.
        ("forget", &["--reconnect", "--forget"], |_| Next::PassOn, &["call-kept"]),
        (
            "early",
            &["--reconnect"],
            |message| {
                // The answer to the negotiation comes after one that is owed.
                let is_negotiation = message.connection == 1 && message.identifier == 0x2010_0b01;
                if is_negotiation { Next::Delay } else { Next::PassOn }
            },
            &["owed-after-negotiation"],
        ),
        (
            "end",
            &["--reconnect"],
            |message| {
                if is_late_end(message) {
                    replace(message, "\"ExitCode\":0", "\"ExitCode\":5");
                }
                Next::PassOn
            },
            &["call-kept"],
        ),
        (
            "version",
            &["--reconnect"],
            |message| {
                if message.connection == 1 && message.identifier == 0x2010_0b01 {
                    replace(message, "\"Version\":4", "\"Version\":3");
                }
                Next::PassOn
            },
            &["negotiation-again"],
        ),
    ];
    for (name, arguments, fault, expected) in faults {
        let verdict = judged(name, &["--check", "--patience", "10"], arguments, Of::Guest, fault);
        assert_eq!(verdict.failed, names(expected), "{name}");
        assert_eq!(verdict.status, Some(1), "{name}");
    }
}

#[test]
fn the_example_host_passes_every_check() {
    host_judged("host-once", |_| Next::PassOn).assert_passed(12);
    let host = ["--basic", "--keep-going", "--resume"];
    judged("host", &host, &["--check"], Of::Host, |_| Next::PassOn).assert_passed(16);
}

#[test]
fn the_example_host_of_windows_passes_every_check() {
    let host = ["--keep-going", "--resume", "--guest", "windows"];
    judged("host-windows", &host, &["--check", "--guest", "windows"], Of::Host, |_| Next::PassOn).assert_passed(17);
}

#[test]
fn a_planted_fault_of_a_host_is_named() {
    let faults: [(&str, Fault, &[&str]); 4] = [
        (
            "version",
            |message| {
                replace(message, "\"MinimumVersion\":4", "\"MinimumVersion\":5");
                Next::PassOn
            },
            &["version"],
        ),
        (
            "activity",
            |message| {
                replace(message, "\"ActivityId\":\"00000000-0000-0000-0000-000000000000\"", "\"ActivityId\":\"\"");
                Next::PassOn
            },
            &["activity-id"],
        ),
        (
            "relay",
            |message| {
                replace(message, ",\"VsockStdioRelaySettings\":{}", "");
                Next::PassOn
            },
            &["execute-settings"],
        ),
        (
            "vm",
            |message| {
                if message.identifier == 0x1010_0101 {
                    let vm = "\"ContainerId\":\"00000000-0000-0000-0000-000000000000\"";
                    replace(message, vm, "\"ContainerId\":\"vm\"");
                }
                Next::PassOn
            },
            &["vm-create"],
        ),
    ];
    for (name, fault, expected) in faults {
        let verdict = host_judged(name, fault);
        assert_eq!(verdict.failed, names(expected), "{name}");
        assert_eq!(verdict.status, Some(1), "{name}");
    }
}

#[test]
fn a_planted_fault_of_a_host_on_the_second_connection_is_named() {
    let faults: [(&str, Fault, &[&str]); 3] = [
        (
            "host-ids",
            |message| {
                // After the negotiation, the ids of the second connection begin anew.
                if message.connection == 1 && message.identifier != 0x1010_0b01 {
                    message.id = 1;
                }
                Next::PassOn
            },
            &["ids-go-on", "increasing-ids"],
        ),
        (
            "host-first",
            |message| {
                if message.connection == 1 && message.identifier == 0x1010_0b01 {
                    message.identifier = 0x1010_0c01;
                }
                Next::PassOn
            },
            &["negotiates-again"],
        ),
        (
            "host-start",
            |message| {
                // The first request after the negotiation is one to start the VM.
                if message.connection == 1 && message.identifier == 0x1010_0701 {
                    message.identifier = 0x1010_0201;
                    let vm = "00000000-0000-0000-0000-000000000000";
                    message.payload = format!("{{\"ContainerId\":\"{vm}\",\"ActivityId\":\"{vm}\"}}").into_bytes();
                }
                Next::PassOn
            },
            &["no-create-again"],
        ),
    ];
    for (name, fault, expected) in faults {
        // It ends at the first answer that it does not expect.
        let host = ["--basic", "--resume"];
        let verdict = judged(name, &host, &["--check"], Of::Host, fault);
        assert_eq!(verdict.failed, names(expected), "{name}");
        assert_eq!(verdict.status, Some(1), "{name}");
    }
}
