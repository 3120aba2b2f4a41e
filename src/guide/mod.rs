//! Guides. Each chapter is a complete example, which is compiled and run as a test.
//!
//! - [Write a guest agent](agent).
//! - [Write a host](host).
//! - [A message of your own](own_message), from its struct to a guest that serves it.
//! - [A process ends while a read is pending](processes): with threads, with tokio, and without `std`.
//! - [Survive a migration](migration): a session continues over another connection.
//! - [Sit between](between) a host and a guest.
//! - [A Windows guest](windows), and its host.
//! - [Decode in a static buffer](static_buffer).
//! - [Debug a capture](capture) with `inspect`.
//! - [HRESULTs](results): what each of them means.
//! - [Misuse](misuse): what the types refuse, what endpoints refuse at run time, and what they do not notice.

pub mod agent;
pub mod between;
pub mod capture;
pub mod host;
pub mod migration;
pub mod misuse;
pub mod own_message;
pub mod processes;
pub mod results;
pub mod static_buffer;
pub mod windows;
