//! Shows messages as they are sent and received, in the style of `inspect`.
#![allow(dead_code, reason = "each program uses its part")]

use std::io::Write;

use gcs_prot::wire::{FrameReader, ReceivedFrame};

use crate::show::Style;
use crate::show::kind::Kind;
use crate::show::text::Plain;

/// Shows both directions of a connection.
pub struct Log<W> {
    style: Style,
    output: W,
    /// The number of messages on this connection.
    pub messages: u64,
    /// Whether the heading has been written, which is above the first message.
    has_heading: bool,
    received: Direction,
    sent: Direction,
}

struct Direction {
    /// A copy of the stream. Showing a message decodes it in place, which overwrites it.
    frames: FrameReader<'static>,
}

impl<W: Write> Log<W> {
    /// Only the header is shown of messages longer than `longest`.
    pub fn new(style: Style, output: W, longest: usize) -> Self {
        // A program has one log, which lives as long as the program.
        let direction = || Direction { frames: FrameReader::new(vec![0; longest].leak()) };
        Self { style, output, messages: 0, has_heading: false, received: direction(), sent: direction() }
    }

    pub fn received(&mut self, bytes: &[u8]) {
        self.head();
        self.messages += self.received.show(&mut self.style, &mut self.output, bytes);
    }

    pub fn sent(&mut self, bytes: &[u8]) {
        self.head();
        self.messages += self.sent.show(&mut self.style, &mut self.output, bytes);
    }

    fn head(&mut self) {
        if let (false, Some(heading)) = (self.has_heading, self.style.heading()) {
            let _ = writeln!(self.output, "{heading}");
        }
        self.has_heading = true;
    }

    /// Writes a remark between the messages.
    pub fn note(&mut self, text: &str) {
        let _ = writeln!(self.output, "{}", Plain(text));
    }

    /// Starts with a new connection.
    pub fn reset(&mut self) {
        self.messages = 0;
        for direction in [&mut self.received, &mut self.sent] {
            direction.frames.reset();
        }
    }
}

impl Direction {
    fn show(&mut self, style: &mut Style, output: &mut impl Write, mut bytes: &[u8]) -> u64 {
        let mut messages = 0;
        while !bytes.is_empty() {
            let window = self.frames.window();
            let count = window.len().min(bytes.len());
            window[..count].copy_from_slice(&bytes[..count]);
            // The endpoint reports the errors of the stream.
            if count == 0 || self.frames.commit(count).is_err() {
                break;
            }
            bytes = &bytes[count..];
            let mut offset = self.frames.offset();
            while let Ok(Some(incoming)) = self.frames.next() {
                let line = match incoming {
                    ReceivedFrame::Frame(frame) => {
                        style.kind = Kind::negotiated(&frame.header, frame.payload).unwrap_or(style.kind);
                        style.message(offset, &frame.header, frame.payload)
                    }
                    ReceivedFrame::TooLarge(header) => style.too_large(offset, &header),
                };
                // A log that nobody reads is not an error.
                let _ = writeln!(output, "{line}");
                messages += 1;
                offset = self.frames.offset();
            }
        }
        messages
    }
}
