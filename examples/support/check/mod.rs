//! Judging a peer, requirement by requirement.

pub mod guest;
mod peer;
mod report;
