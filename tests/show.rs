//! Tests the output of the examples: text of a peer reaches a terminal only with escapes, and a message is one line of it.

use gcs_prot::wire::{MESSAGE_HEADER_SIZE, MessageHeader, MessageIdentifier, SequenceId};
use show::Style;
use show::line::Layout;
use show::text::Plain;
use unicode_width::UnicodeWidthStr;

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

const CONTAINER: &str = "5e55104a7c0ffee1decafbad0123456789abcdef0123456789abcdef01234567";

/// Messages with more to say than a terminal has room for, and some with less.
fn messages() -> [(MessageIdentifier, String); 7] {
    let spec = r#"{\"OciSpecification\":{\"ociVersion\":\"1.1.0\",\"process\":{\"args\":[\"sleep\",\"600\"]}},"#;
    let create = format!(
        r#"{{"ContainerId":"{CONTAINER}","ContainerConfig":"{spec}\"SchemaVersion\":{{\"Major\":2,\"Minor\":1}}}}"}}"#
    );
    [
        (MessageIdentifier::COMPUTE_SYSTEM_CREATE_V1, create),
        (
            MessageIdentifier::COMPUTE_SYSTEM_RESPONSE_CREATE_V1,
            r#"{"Result":-1070137073,"ErrorMessage":"compute system already exists"}"#.into(),
        ),
        (MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1, r#"{"Type":"GracefulExit","Operation":"None"}"#.into()),
        (
            MessageIdentifier::COMPUTE_SERVICE_MODIFY_SETTINGS_V1,
            format!(r#"{{"PropertyType":"{}"}}"#, "世界".repeat(40)),
        ),
        (MessageIdentifier::COMPUTE_SYSTEM_START_V1, "{".into()),
        (MessageIdentifier::COMPUTE_SYSTEM_START_V1, format!(r#"{{"ContainerId":"{CONTAINER}"}}"#)),
        (MessageIdentifier(7), "{}".into()),
    ]
}

fn in_columns(columns: usize, colour: bool) -> Vec<String> {
    let style = Style { layout: Layout::Columns(columns), colour, ..Style::default() };
    let lines = messages().map(|(identifier, payload)| shown(style, identifier, &payload));
    style.heading().into_iter().chain(lines).collect()
}

#[test]
fn in_a_terminal_of_80_columns_a_message_is_one_line() {
    assert_eq!(
        in_columns(80, false),
        [
            "to      id method                 bytes content",
            "guest    7 Create                   255 [5e55104a…] sleep 600, schema 2.1, OCI …",
            "host     7 Create                    85 0xc037010f compute system already exists",
            "host     7 Notification              58 GracefulExit during None",
            "guest    7 ModifyServiceSettings    275 世界世界世界世界世界世界世界世界世界世…",
            "guest    7 Start                     17 does not decode: the JSON document ends…",
            "guest    7 Start                     98 [5e55104a…]",
            "?        7 0x00000007                18 unknown message",
        ]
    );
}

#[test]
fn no_terminal_is_too_narrow() {
    for columns in 1..200 {
        for line in in_columns(columns, false) {
            assert!(line.width() <= columns, "{line}");
        }
    }
}

#[test]
fn wide_terminals_show_more() {
    assert!(in_columns(120, false)[1].ends_with("[5e55104a7c0f…] sleep 600, schema 2.1, OCI 1.1.0"));
    assert_eq!(in_columns(120, false)[0], "to      offset   id method                 bytes content");
    assert!(in_columns(130, false)[2].ends_with(r#"(compute system already exists): "compute system already exists""#));
    assert!(in_columns(160, false)[1].contains(CONTAINER));
}

#[test]
fn colours_do_not_count_as_columns() {
    for (plain, coloured) in in_columns(80, false).into_iter().zip(in_columns(80, true)) {
        assert!(coloured.contains("\x1b[1m") || coloured.starts_with("\x1b[2m"), "{coloured:?}");
        let mut text = String::new();
        for piece in coloured.split('\x1b') {
            text.push_str(match piece.strip_prefix('[').and_then(|piece| piece.split_once('m')) {
                Some((code, text)) if code.bytes().all(|digit| digit.is_ascii_digit()) => text,
                _ => piece,
            });
        }
        assert_eq!(text, plain);
    }
}

#[test]
fn a_pipe_gets_whole_lines_and_no_heading() {
    let style = Style::default();
    assert_eq!(style.heading(), None);
    let [(create, payload), (created, failure), ..] = messages();
    assert_eq!(
        shown(style, create, &payload),
        format!(
            "host -> guest        0 #7    ComputeSystemCreateV1                       255 B  [{CONTAINER}] sleep 600, \
             schema 2.1, OCI 1.1.0"
        )
    );
    assert_eq!(
        shown(style, created, &failure),
        "guest -> host        0 #7    ComputeSystemResponseCreateV1                85 B  0xc037010f (compute system \
         already exists): \"compute system already exists\""
    );
}
