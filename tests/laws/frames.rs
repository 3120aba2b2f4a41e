//! Tests that the messages in a stream do not depend on how the stream is split.

use gcs_prot::wire::{FrameError, FrameReader, MESSAGE_HEADER_SIZE, ReceivedFrame};
use zerocopy::IntoBytes;

/// What a reader reports about a stream.
#[derive(Debug, PartialEq)]
enum Event {
    Frame(Vec<u8>),
    TooLarge(Vec<u8>),
    Lost(FrameError),
    End,
}

/// Checks the law. The first byte is the space for a payload in the buffer. The next four bytes determine how the
/// stream that follows is split, and in which order the reader is called.
pub fn check(data: &[u8]) {
    let Some((&[room, cuts @ ..], stream)) = data.split_first_chunk::<5>() else { return };
    let mut buffer = vec![0; MESSAGE_HEADER_SIZE + usize::from(room)];
    let expected = all_at_once(stream, buffer.len());
    assert_eq!(in_pieces(stream, &mut buffer, cuts), expected);
    // This uses pieces as large as the window, and then single bytes.
    assert_eq!(in_pieces(stream, &mut buffer, [0xff; 4]), expected);
    assert_eq!(in_pieces(stream, &mut buffer, [0; 4]), expected);
    check_too_small(stream);
}

/// Returns the expected events. It sees the whole stream at once.
fn all_at_once(mut stream: &[u8], capacity: usize) -> Vec<Event> {
    let mut events = Vec::new();
    loop {
        let size = match stream.get(4..8) {
            _ if stream.is_empty() => break events.push(Event::End),
            Some(size) if stream.len() >= MESSAGE_HEADER_SIZE => u32::from_le_bytes(size.try_into().expect("4 bytes")),
            _ => break events.push(Event::Lost(FrameError::Truncated { received: stream.len() })),
        };
        let length = size as usize;
        if length < MESSAGE_HEADER_SIZE {
            break events.push(Event::Lost(FrameError::SizeBelowHeader { size }));
        }
        if length > capacity {
            events.push(Event::TooLarge(stream[..MESSAGE_HEADER_SIZE].to_vec()));
        }
        let Some(message) = stream.get(..length) else {
            break events.push(Event::Lost(FrameError::Truncated { received: stream.len() }));
        };
        if length <= capacity {
            events.push(Event::Frame(message.to_vec()));
        }
        stream = &stream[length..];
    }
    events
}

/// Returns the events of a reader that gets the stream in pieces. The low five bits of each of `cuts` are a length, and
/// the high three bits determine the order of calls.
fn in_pieces(mut stream: &[u8], buffer: &mut [u8], cuts: [u8; 4]) -> Vec<Event> {
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
                    events.push(Event::Lost(error));
                    return events;
                }
            }
            taken += 1;
        };
        if stream.is_empty() && !waiting {
            events.push(match frames.end() {
                Ok(()) => Event::End,
                Err(error) => Event::Lost(error),
            });
            return events;
        }
        let window = frames.window();
        assert!(waiting || !window.is_empty(), "no room, and no message");
        let piece = if *cut == 0xff { usize::MAX } else { usize::from(cut & 0x1f) + 1 };
        let piece = piece.min(window.len()).min(stream.len());
        window[..piece].copy_from_slice(&stream[..piece]);
        stream = &stream[piece..];
        assert_eq!(frames.commit(piece), Ok(()));
    }
    events
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
