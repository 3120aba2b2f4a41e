//! Judges a peer, one requirement at a time.
#![allow(dead_code, reason = "each program uses its part")]

pub mod guest;
pub mod host;
mod linux;
mod peer;
mod report;
mod resumption;
mod windows;
