//! Replaces real processes on systems other than Unix, where an agent emulates all processes.

use std::io::{self, ErrorKind};

use crate::agent::process::Command;
use crate::net::Stream;

/// There are no child processes.
#[derive(Clone)]
pub enum Children {}

impl Children {
    pub fn watch(_ended: impl FnMut() + Send + 'static) -> io::Result<Self> {
        Err(io::Error::new(ErrorKind::Unsupported, "real processes need a Unix system: start without --spawn"))
    }

    pub fn spawn(&self, _id: u32, _command: &Command, _streams: [Option<Stream>; 3]) -> io::Result<()> {
        match *self {}
    }

    pub fn signal(&self, _id: u32, _signal: i32) {
        match *self {}
    }

    pub fn reap(&self) -> Vec<(u32, u32)> {
        match *self {}
    }

    pub fn end(&self) {
        match *self {}
    }
}
