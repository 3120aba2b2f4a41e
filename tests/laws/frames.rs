//! Tests that the messages in a stream do not depend on how the stream is split.

use gcs_prot::wire::{FrameError, FrameReader, MESSAGE_HEADER_SIZE, ReceivedFrame};
use zerocopy::IntoBytes;

use super::implementation::Ours;

/// An event that a reader reports about a stream.
#[derive(Debug, PartialEq)]
pub enum Event {
    /// A message, header included.
    Frame(Vec<u8>),
    /// The header of a message that is too long. The message is skipped.
    TooLarge(Vec<u8>),
    /// The stream cannot be read any further. This is the last event.
    Lost(Loss),
    /// The stream has ended between two messages. This is the last event.
    End,
}

/// Why a stream cannot be read any further.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loss {
    /// The stream has ended inside a message.
    Truncated,
    /// A header states a size of fewer than 16 bytes.
    SizeBelowHeader,
}

/// An implementation of the splitting of a stream into messages.
pub trait Frames {
    /// Returns the longest message that the implementation takes, header included, if it is asked to take messages of `wanted`
    /// bytes. An implementation whose bound is fixed returns that.
    fn longest(&self, wanted: usize) -> usize {
        wanted
    }

    /// Reads a whole stream, which comes in these pieces, and returns what there is in it. A message of more than `longest`
    /// bytes is too long.
    fn read(&self, longest: usize, pieces: &[&[u8]]) -> Vec<Event>;
}

impl Frames for Ours {
    fn read(&self, longest: usize, pieces: &[&[u8]]) -> Vec<Event> {
        let mut buffer = vec![0; longest];
        let mut frames = FrameReader::new(&mut buffer);
        let mut events = Vec::new();
        for mut piece in pieces.iter().copied() {
            loop {
                if let Err(lost) = take_all(&mut frames, &mut events) {
                    events.push(lost);
                    return events;
                }
                if piece.is_empty() {
                    break;
                }
                let window = frames.window();
                let count = piece.len().min(window.len());
                window[..count].copy_from_slice(&piece[..count]);
                piece = &piece[count..];
                assert_eq!(frames.commit(count), Ok(()));
            }
        }
        events.push(end_of(&frames));
        events
    }
}

/// Checks the law. The first byte is the space for a payload in the buffer. The next four bytes determine how the
/// stream that follows is split.
pub fn check(implementation: &impl Frames, data: &[u8]) {
    let Some((&[room, cuts @ ..], stream)) = data.split_first_chunk::<5>() else { return };
    let longest = implementation.longest(MESSAGE_HEADER_SIZE + usize::from(room));
    let (expected, _) = all_at_once(stream, longest);
    // This uses pieces of the given lengths, one piece, and single bytes.
    for cuts in [cuts, [0xff; 4], [0; 4]] {
        let pieces = split(stream, cuts);
        let found = implementation.read(longest, &pieces);
        let lengths: Vec<_> = pieces.iter().map(|piece| piece.len()).collect();
        assert_eq!(found, expected, "of {} in pieces of {lengths:?} bytes", stream.escape_ascii());
    }
}

/// Splits a stream: the low five bits of each of `cuts`, in turn, are a length. 0xff takes all that is left.
fn split(mut stream: &[u8], cuts: [u8; 4]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    for cut in cuts.iter().cycle() {
        if stream.is_empty() {
            break;
        }
        let (piece, rest) = stream.split_at(length(*cut).min(stream.len()));
        pieces.push(piece);
        stream = rest;
    }
    pieces
}

const fn length(cut: u8) -> usize {
    if cut == 0xff { usize::MAX } else { (cut & 0x1f) as usize + 1 }
}

/// Checks what only this crate has: the calls of a reader in any order, and how a lost stream stays lost. The input is that of
/// [`check`]; the high three bits of each length determine the order of calls.
pub fn check_calls(data: &[u8]) {
    let Some((&[room, cuts @ ..], stream)) = data.split_first_chunk::<5>() else { return };
    let mut buffer = vec![0; MESSAGE_HEADER_SIZE + usize::from(room)];
    let expected = all_at_once(stream, buffer.len());
    assert_eq!(in_pieces(stream, &mut buffer, cuts), expected);
    check_too_small(stream);
}

/// Returns the expected events, and the error of this crate if the stream is lost. It sees the whole stream at once.
fn all_at_once(mut stream: &[u8], longest: usize) -> (Vec<Event>, Option<FrameError>) {
    let mut events = Vec::new();
    let error = loop {
        let size = match stream.get(4..8) {
            _ if stream.is_empty() => {
                events.push(Event::End);
                return (events, None);
            }
            Some(size) if stream.len() >= MESSAGE_HEADER_SIZE => u32::from_le_bytes(size.try_into().expect("4 bytes")),
            _ => break FrameError::Truncated { received: stream.len() },
        };
        let length = size as usize;
        if length < MESSAGE_HEADER_SIZE {
            break FrameError::SizeBelowHeader { size };
        }
        if length > longest {
            events.push(Event::TooLarge(stream[..MESSAGE_HEADER_SIZE].to_vec()));
        }
        let Some(message) = stream.get(..length) else { break FrameError::Truncated { received: stream.len() } };
        if length <= longest {
            events.push(Event::Frame(message.to_vec()));
        }
        stream = &stream[length..];
    };
    events.push(lost(error));
    (events, Some(error))
}

/// Returns the events of a reader that gets the stream in pieces, and its error if the stream is lost. The low five bits of each of `cuts` are a length, and
/// the high three bits determine the order of calls.
fn in_pieces(mut stream: &[u8], buffer: &mut [u8], cuts: [u8; 4]) -> (Vec<Event>, Option<FrameError>) {
    let mut frames = FrameReader::new(buffer);
    let mut events = Vec::new();
    for cut in cuts.iter().cycle() {
        // Asking twice for the window, or committing nothing, has no effect.
        for _ in 0..cut >> 5 & 1 {
            let window = frames.window().len();
            assert_eq!(frames.window().len(), window);
            assert_eq!(frames.commit(0), Ok(()));
        }
        // If messages are not taken at once, the window shrinks but nothing is lost.
        let most = if cut >> 6 & 1 == 1 { 1 } else { usize::MAX };
        let mut taken = 0;
        let waiting = loop {
            if taken == most {
                break true;
            }
            match take(&mut frames) {
                Ok(Some(event)) => events.push(event),
                Ok(None) => break false,
                Err(error) => {
                    check_lost(&mut frames, error);
                    events.push(lost(error));
                    return (events, Some(error));
                }
            }
            taken += 1;
        };
        if stream.is_empty() && !waiting {
            events.push(end_of(&frames));
            return (events, frames.end().err());
        }
        let window = frames.window();
        assert!(waiting || !window.is_empty(), "no room, and no message");
        let piece = length(*cut).min(window.len()).min(stream.len());
        window[..piece].copy_from_slice(&stream[..piece]);
        stream = &stream[piece..];
        assert_eq!(frames.commit(piece), Ok(()));
    }
    (events, None)
}

/// Returns the next message. It overwrites the payload, like decoding does.
fn take(frames: &mut FrameReader<'_>) -> Result<Option<Event>, FrameError> {
    Ok(frames.next()?.map(|incoming| match incoming {
        ReceivedFrame::Frame(frame) => {
            assert_eq!(frame.header.payload_size(), Some(frame.payload.len()));
            let message = [frame.header.as_bytes(), frame.payload].concat();
            frame.payload.fill(0xa5);
            Event::Frame(message)
        }
        ReceivedFrame::TooLarge(header) => Event::TooLarge(header.as_bytes().to_vec()),
    }))
}

/// Takes every message that has come.
fn take_all(frames: &mut FrameReader<'_>, events: &mut Vec<Event>) -> Result<(), Event> {
    while let Some(event) = take(frames).map_err(lost)? {
        events.push(event);
    }
    Ok(())
}

fn end_of(frames: &FrameReader<'_>) -> Event {
    frames.end().map_or_else(lost, |()| Event::End)
}

fn lost(error: FrameError) -> Event {
    Event::Lost(match error {
        FrameError::Truncated { .. } => Loss::Truncated,
        FrameError::SizeBelowHeader { .. } => Loss::SizeBelowHeader,
        other => panic!("no stream is lost by that: {other}"),
    })
}

/// Checks that a lost stream stays lost until the reader is reset.
fn check_lost(frames: &mut FrameReader<'_>, error: FrameError) {
    assert!(frames.window().is_empty());
    assert_eq!(frames.commit(0), Err(error));
    assert_eq!(frames.next(), Err(error));
    assert_eq!(frames.end(), Err(error));
    assert!(!error.to_string().is_empty());
    frames.reset();
    assert_eq!(frames.next(), Ok(None));
    assert_eq!(frames.end(), Ok(()));
    assert!(frames.window().len() >= MESSAGE_HEADER_SIZE);
}

/// Checks that a buffer that is too small for a header is an error, and that a commit beyond the window loses the
/// stream.
fn check_too_small(stream: &[u8]) {
    let mut buffer = [0; MESSAGE_HEADER_SIZE];
    let size = stream.len() % MESSAGE_HEADER_SIZE;
    let mut frames = FrameReader::new(&mut buffer[..size]);
    assert!(frames.window().is_empty());
    for _ in 0..2 {
        assert_eq!(frames.next(), Err(FrameError::BufferTooSmall));
        frames.reset();
    }
    let mut frames = FrameReader::new(&mut buffer);
    let window = frames.window().len();
    for beyond in [window + 1, window + size + 1, usize::MAX] {
        assert_eq!(frames.commit(beyond), Err(FrameError::CommitBeyondWindow));
        check_lost(&mut frames, FrameError::CommitBeyondWindow);
    }
}
