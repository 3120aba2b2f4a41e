//! Replays a recorded session between a host and a confidential Windows guest, with this sidecar between them.

use gcs_prot::endpoint::{Direction, Relay, RelayBuffers, RelayEvent};
use gcs_prot::rpc::Method;
use gcs_prot::wire::{FrameReader, MESSAGE_HEADER_SIZE, MessageIdentifier, MessageType, ReceivedFrame};

use crate::sidecar::{Sidecar, is_chosen};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Larger than any message of a session.
const LONGEST: usize = 1 << 16;

/// The bytes that the sidecar sends, and a line for each message.
#[derive(Default)]
pub struct Replayed {
    pub to_guest: Vec<u8>,
    pub to_host: Vec<u8>,
    pub lines: Vec<String>,
}

/// A complete message of a recorded stream.
struct Message {
    identifier: MessageIdentifier,
    id: u64,
    bytes: Vec<u8>,
}

fn messages(stream: &[u8]) -> Result<Vec<Message>, Failure> {
    let mut buffer = vec![0; LONGEST];
    let mut frames = FrameReader::new(&mut buffer);
    let (mut messages, mut rest, mut start) = (Vec::new(), stream, 0);
    loop {
        while let Some(incoming) = frames.next()? {
            let ReceivedFrame::Frame(frame) = incoming else { return Err("a message is too large".into()) };
            let (identifier, id) = (frame.header.identifier(), frame.header.sequence_id().0);
            let end = start + MESSAGE_HEADER_SIZE + frame.payload.len();
            messages.push(Message { identifier, id, bytes: stream[start..end].to_vec() });
            start = end;
        }
        let window = frames.window();
        let count = window.len().min(rest.len());
        if count == 0 {
            frames.end()?;
            return Ok(messages);
        }
        window[..count].copy_from_slice(&rest[..count]);
        frames.commit(count)?;
        rest = &rest[count..];
    }
}

/// Passes the host's messages to the sidecar one by one. After each, it passes the guest's messages that came before
/// the host's next message, which are those with an id up to that of the request.
pub fn replay(host: &[u8], guest: &[u8]) -> Result<Replayed, Failure> {
    let (mut to_guest, mut to_host, mut answers) = ([0; 4096], [0; 4096], [0; 4096]);
    let (mut hold_to_guest, mut hold_to_host) = (vec![0; 2 * LONGEST], vec![0; 2 * LONGEST]);
    let buffers = RelayBuffers {
        to_guest: &mut to_guest,
        to_host: &mut to_host,
        hold_to_guest: &mut hold_to_guest,
        hold_to_host: &mut hold_to_host,
        answers: &mut answers,
    };
    let mut relay = Relay::new(buffers, is_chosen);
    let (mut sidecar, mut replayed) = (Sidecar::default(), Replayed::default());
    let mut answers = messages(guest)?.into_iter().peekable();
    for request in messages(host)? {
        let (passed, answered) = (replayed.to_guest.len(), replayed.to_host.len());
        hand_in(&mut relay, &mut sidecar, Direction::ToGuest, &request.bytes, &mut replayed)?;
        let what = match &replayed.to_guest[passed..] {
            [] if replayed.to_host.len() > answered => "answered",
            [] => "dropped",
            bytes if bytes == request.bytes => "passed on",
            _ => "rewritten",
        };
        let name = Method::from_request(request.identifier).map_or("unknown", Method::name);
        replayed.lines.push(format!("host -> guest #{:<4} {name:<24} {what}", request.id));
        while let Some(answer) = answers.next_if(|answer| answer.id <= request.id) {
            hand_in(&mut relay, &mut sidecar, Direction::ToHost, &answer.bytes, &mut replayed)?;
            let name = match answer.identifier.message_type() {
                MessageType::NOTIFICATION => "notification",
                _ => Method::from_response(answer.identifier).map_or("unknown", Method::name),
            };
            replayed.lines.push(format!("guest -> host #{:<4} {name:<24} passed on", answer.id));
        }
    }
    match answers.next() {
        Some(answer) => Err(format!("the guest answers #{}, which the host did not send", answer.id).into()),
        None => Ok(replayed),
    }
}

fn hand_in(
    relay: &mut Relay<'_>,
    sidecar: &mut Sidecar,
    direction: Direction,
    mut bytes: &[u8],
    replayed: &mut Replayed,
) -> Result<(), Failure> {
    loop {
        bytes = &bytes[relay.receive(direction, bytes)?..];
        let mut is_idle = true;
        while let Some(event) = relay.poll()? {
            match event {
                RelayEvent::Held(mut held) => {
                    if let Err(error) = sidecar.decide(&mut held) {
                        // Sending the pending bytes makes room. If nothing is pending, there will never be room.
                        is_idle = false;
                        if relay.outgoing(Direction::ToHost).is_empty() && relay.outgoing(Direction::ToGuest).is_empty()
                        {
                            return Err(error.into());
                        }
                        break;
                    }
                }
                RelayEvent::Refused(_, header) => return Err(format!("#{} is too large", header.sequence_id()).into()),
                _ => {}
            }
        }
        for (direction, output) in
            [(Direction::ToGuest, &mut replayed.to_guest), (Direction::ToHost, &mut replayed.to_host)]
        {
            let outgoing = relay.outgoing(direction);
            is_idle &= outgoing.is_empty();
            output.extend_from_slice(outgoing);
            let count = outgoing.len();
            relay.sent(direction, count);
        }
        if bytes.is_empty() && is_idle {
            return Ok(());
        }
    }
}
