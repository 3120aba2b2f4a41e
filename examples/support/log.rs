//! Messages as they pass, each in the style of `inspect`.
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
    /// How many messages have been seen on this connection.
    pub messages: u64,
    received: Direction,
    sent: Direction,
}

struct Direction {
    /// A copy of what passes: to show a message is to decode it, and that is done in place.
    frames: FrameReader<'static>,
}

impl<W: Write> Log<W> {
    /// Messages longer than `longest` are shown by their headers.
    pub fn new(style: Style, output: W, longest: usize) -> Self {
        // A program has one log, until its end.
        let direction = || Direction { frames: FrameReader::new(vec![0; longest].leak()) };
        Self { style, output, messages: 0, received: direction(), sent: direction() }
    }

    pub fn received(&mut self, bytes: &[u8]) {
        self.messages += self.received.show(&mut self.style, &mut self.output, bytes);
    }

    pub fn sent(&mut self, bytes: &[u8]) {
        self.messages += self.sent.show(&mut self.style, &mut self.output, bytes);
    }

    /// A remark between the messages.
    pub fn note(&mut self, text: &str) {
        let _ = writeln!(self.output, "{}", Plain(text));
    }

    /// A new connection.
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
            // A stream that is lost is reported by whoever reads it in earnest.
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
                // Nobody has to look.
                let _ = writeln!(output, "{line}");
                messages += 1;
                offset = self.frames.offset();
            }
        }
        messages
    }
}
