//! The messages that are measured. Their payloads come from a recorded session between a host and a guest. The payload
//! of a Windows guest is a test vector.

use gcs_prot::wire::{FrameReader, MessageIdentifier, ReceivedFrame};

/// The recorded stream from the host to the guest.
pub const HOST: &[u8] = include_bytes!("../../tests/vectors/session.host-to-guest.bin");
/// The recorded stream from the guest to the host.
pub const GUEST: &[u8] = include_bytes!("../../tests/vectors/session.guest-to-host.bin");

/// Returns the payload with this name.
pub fn payload(name: &str) -> Vec<u8> {
    use MessageIdentifier as Id;
    match name {
        "negotiate" => recorded(HOST, Id::COMPUTE_SYSTEM_NEGOTIATE_PROTOCOL_V1, 0),
        "negotiate-response" => recorded(GUEST, Id::COMPUTE_SYSTEM_RESPONSE_NEGOTIATE_PROTOCOL_V1, 0),
        "wait" => recorded(HOST, Id::COMPUTE_SYSTEM_WAIT_FOR_PROCESS_V1, 25),
        "exec" => recorded(HOST, Id::COMPUTE_SYSTEM_EXECUTE_PROCESS_V1, 28),
        "properties" => recorded(GUEST, Id::COMPUTE_SYSTEM_RESPONSE_GET_PROPERTIES_V1, 41),
        "create" => recorded(HOST, Id::COMPUTE_SYSTEM_CREATE_V1, 22),
        "error" => error_with_long_trace(),
        "windows-create" => vector("wcow/7003-12"),
        "modify" => recorded(HOST, Id::COMPUTE_SYSTEM_MODIFY_SETTINGS_V1, 14),
        _ => panic!("no message is called {name}"),
    }
}

/// The names of the messages, from the shortest to the longest.
pub const NAMES: [&str; 9] =
    ["negotiate", "wait", "negotiate-response", "properties", "exec", "windows-create", "error", "create", "modify"];

/// Returns the payload of a test vector of a Windows guest. There is no recorded session with such a guest.
fn vector(name: &str) -> Vec<u8> {
    let vectors = include_str!("../../tests/vectors/messages-windows.jsonl");
    let vector = vectors.lines().find(|line| line.contains(&format!("\"name\":\"{name}\""))).expect("a vector");
    let vector: serde_json::Value = serde_json::from_str(vector).expect("JSON");
    vector["payload"].as_str().expect("a payload").into()
}

/// Returns the payload of a recorded message.
fn recorded(stream: &[u8], identifier: MessageIdentifier, id: u64) -> Vec<u8> {
    let mut found = None;
    each_frame(stream, |frame_identifier, frame_id, payload| {
        if frame_identifier == identifier && frame_id == id {
            found = Some(payload.to_vec());
        }
    });
    found.expect("a recorded message")
}

/// Calls `each` with the identifier, the sequence id and the payload of every message in a stream.
pub fn each_frame(stream: &[u8], mut each: impl FnMut(MessageIdentifier, u64, &mut [u8])) {
    let mut buffer = stream.to_vec();
    let size = buffer.len();
    let mut frames = FrameReader::new(&mut buffer);
    frames.commit(size).expect("the stream fits");
    while let Some(ReceivedFrame::Frame(frame)) = frames.next().expect("a good stream") {
        each(frame.header.identifier(), frame.header.sequence_id().0, frame.payload);
    }
}

/// Returns a recorded error response whose stack trace of 0.6 KB has been replaced by 4 KB of the guest's recorded
/// stacks.
fn error_with_long_trace() -> Vec<u8> {
    let error = recorded(GUEST, MessageIdentifier::COMPUTE_SYSTEM_RESPONSE_MODIFY_SETTINGS_V1, 15);
    let stacks = recorded(GUEST, MessageIdentifier::COMPUTE_SYSTEM_RESPONSE_DUMP_STACKS_V1, 45);
    let (error, stacks) = (String::from_utf8(error).expect("UTF-8"), String::from_utf8(stacks).expect("UTF-8"));
    let (before, rest) = error.split_once(r#""StackTrace":""#).expect("a trace");
    let (_, after) = rest.split_once(r#"","ModuleName""#).expect("what follows it");
    let (_, stacks) = stacks.split_once(r#""GuestStacks":""#).expect("stacks");
    let end = 4_000 + stacks[4_000..].find("\\n").expect("the end of a line");
    format!(r#"{before}"StackTrace":"{}","ModuleName"{after}"#, &stacks[..end]).into_bytes()
}
