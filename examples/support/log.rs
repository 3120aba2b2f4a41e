//! Messages as they pass, each in the style of `inspect`.
#![allow(dead_code, reason = "each program uses its part")]

use std::io::Write;

use gcs_prot::wire::{FrameReader, Incoming};

use crate::show::Style;

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
    offset: u64,
}

impl<W: Write> Log<W> {
    /// Messages longer than `longest` are shown by their headers.
    pub fn new(style: Style, output: W, longest: usize) -> Self {
        // A program has one log, until its end.
        let direction = || Direction { frames: FrameReader::new(vec![0; longest].leak()), offset: 0 };
        Self { style, output, messages: 0, received: direction(), sent: direction() }
    }

    pub fn received(&mut self, bytes: &[u8]) {
        self.messages += self.received.show(self.style, &mut self.output, bytes);
    }

    pub fn sent(&mut self, bytes: &[u8]) {
        self.messages += self.sent.show(self.style, &mut self.output, bytes);
    }

    /// A new connection.
    pub fn reset(&mut self) {
        self.messages = 0;
        for direction in [&mut self.received, &mut self.sent] {
            direction.frames.reset();
            direction.offset = 0;
        }
    }
}

impl Direction {
    fn show(&mut self, style: Style, output: &mut impl Write, mut bytes: &[u8]) -> u64 {
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
            while let Ok(Some(incoming)) = self.frames.next() {
                let (line, size) = match incoming {
                    Incoming::Frame(frame) => {
                        (style.message(self.offset, &frame.header, frame.payload), frame.header.size())
                    }
                    Incoming::TooLarge(header) => (style.too_large(self.offset, &header), header.size()),
                };
                // Nobody has to look.
                let _ = writeln!(output, "{line}");
                self.offset += u64::from(size);
                messages += 1;
            }
        }
        messages
    }
}
