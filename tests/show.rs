//! Tests the output of the examples: text of a peer reaches a terminal only with escapes, and offsets are those in the
//! stream.

use gcs_prot::wire::{MESSAGE_HEADER_SIZE, MessageHeader, MessageIdentifier, SequenceId};
use show::Style;
use show::text::Plain;

#[allow(dead_code, reason = "each program uses its part")]
#[path = "../examples/support/show.rs"]
mod show;

fn shown(style: Style, identifier: MessageIdentifier, payload: &str) -> String {
    let size = u32::try_from(MESSAGE_HEADER_SIZE + payload.len()).expect("a short message");
    let header = MessageHeader::new(identifier, size, SequenceId(7));
    style.message(0, &header, &mut payload.as_bytes().to_vec())
}

/// Text that clears the screen, starts a new line, and reverses the writing direction.
const HOSTILE: &str = r"\u001b[2Jx\ny\u202e\u0085\u007f";

#[test]
fn control_characters_of_a_peer_are_escaped() {
    let nested = HOSTILE.replace('\\', r"\\");
    let query = format!(r#"{{"Query":"{{\"PropertyTypes\":[\"{nested}\"]}}"}}"#);
    let modify = format!(r#"{{"Request":{{"RequestType":"{HOSTILE}","ResourceType":"{HOSTILE}","Settings":{{}}}}}}"#);
    let service = format!(r#"{{"PropertyType":"{HOSTILE}","ContainerId":"{HOSTILE}"}}"#);
    let os = format!(r#"{{"Version":4,"Capabilities":{{"RuntimeOsType":"{HOSTILE}"}}}}"#);
    let failed = format!(r#"{{"Result":-1,"ErrorMessage":"{HOSTILE}"}}"#);
    let exit = format!(r#"{{"Type":"{HOSTILE}","Operation":"{HOSTILE}"}}"#);
    let execute =
        format!(r#"{{"Settings":{{"ProcessParameters":"{{\"CommandArgs\":[\"{nested}\",\"two words{nested}\"]}}"}}}}"#);
    for (identifier, payload) in [
        (MessageIdentifier::COMPUTE_SYSTEM_GET_PROPERTIES_V1, query),
        (MessageIdentifier::COMPUTE_SYSTEM_MODIFY_SETTINGS_V1, modify),
        (MessageIdentifier::COMPUTE_SERVICE_MODIFY_SETTINGS_V1, service),
        (MessageIdentifier::COMPUTE_SYSTEM_RESPONSE_NEGOTIATE_PROTOCOL_V1, os),
        (MessageIdentifier::COMPUTE_SYSTEM_RESPONSE_START_V1, failed),
        (MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1, exit),
        (MessageIdentifier::COMPUTE_SYSTEM_EXECUTE_PROCESS_V1, execute),
        (MessageIdentifier(7), format!(r#"{{"{HOSTILE}":"{HOSTILE}"}}"#)),
    ] {
        let line = shown(Style::default(), identifier, &payload);
        assert!(!line.contains("does not decode"), "{line}");
        let escaped = line.contains(r"\u{1b}[2Jx\ny\u{202e}\u{85}\u{7f}");
        assert!(escaped || identifier == MessageIdentifier(7), "{line}");
        let full = shown(Style { full: true, secrets: true, ..Style::default() }, identifier, &payload);
        assert!(full.contains(r"\u{1b}"), "{full}");
        for text in [&line, &full.replace('\n', " ")] {
            assert!(!text.contains(|c: char| c.is_control() || c == '\u{202e}'), "{text:?}");
        }
    }
}

#[test]
fn harmless_characters_are_not_escaped() {
    assert_eq!(Plain(r#"C:\x "quoted" it's 世界"#).to_string(), r#"C:\x "quoted" it's 世界"#);
    assert_eq!(Plain("tab\tline\nescape\u{1b}").to_string(), r"tab\tline\nescape\u{1b}");
}

#[test]
fn an_empty_query_asks_for_no_property() {
    for payload in ["{}", r#"{"Query":""}"#, r#"{"Query":"{}"}"#] {
        let line = shown(Style::default(), MessageIdentifier::COMPUTE_SYSTEM_GET_PROPERTIES_V1, payload);
        assert!(line.ends_with(" no properties"), "{line}");
    }
}
