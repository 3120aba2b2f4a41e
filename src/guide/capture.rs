//! Debug a capture with `inspect`.
//!
//! `cargo run --example inspect -- FILE` prints one line for each message of a captured stream. A file holds one
//! direction of the stream. `--full` prints every field. Environments, annotations and policies are hidden unless you
//! pass `--show-secrets`. A payload that does not decode is reported with its key and offset, and the messages behind
//! it are still shown.
//!
//! You can do the same in code. The `Debug` output of every message hides secrets, and [`Revealed`](crate::json::Revealed)
//! shows them.
//!
//! ```
//! use gcs_prot::json::Revealed;
//! use gcs_prot::rpc::{AnyRequest, Method};
//! use gcs_prot::wire::{FrameReader, ReceivedFrame};
//! # use gcs_prot::{json::JsonString, rpc::write_message, wire::SequenceId};
//! # use gcs_prot::message::{ContainerExecuteProcess, ExecuteProcessSettings, ProcessParameters, Request};
//! # let environment = [("TOKEN", "hunter2")];
//! # let process = ProcessParameters { environment: (&environment).into(), ..ProcessParameters::default() };
//! # let settings = ExecuteProcessSettings { process_parameters: JsonString(process), ..Default::default() };
//! # let (mut sent, body) = ([0; 512], ContainerExecuteProcess { settings });
//! # let request = Request { body, ..Request::default() };
//! # let mut capture = write_message(&mut sent, Method::ExecuteProcess.request(), SequenceId(7), &request)?;
//!
//! // `capture` is a reader of the bytes that a host sent.
//! let mut buffer = [0; 4096];
//! let mut frames = FrameReader::new(&mut buffer);
//! let mut shown = Vec::new();
//! loop {
//!     while let Some(incoming) = frames.next()? {
//!         let ReceivedFrame::Frame(frame) = incoming else { continue }; // larger than the buffer
//!         let Some(method) = Method::from_request(frame.header.identifier()) else { continue };
//!         match AnyRequest::decode(method, frame.payload) {
//!             Ok(request) => shown.push((format!("{request:?}"), format!("{:?}", Revealed(&request)))),
//!             Err(error) => eprintln!("#{}: {error}", frame.header.sequence_id()),
//!         }
//!     }
//!     match std::io::Read::read(&mut capture, frames.window())? {
//!         0 => break frames.end()?, // This is an error if the capture ends inside a message.
//!         count => frames.commit(count)?,
//!     }
//! }
//! let (hidden, all) = &shown[0];
//! assert!(hidden.contains("<hidden>") && !hidden.contains("hunter2"));
//! assert!(all.contains("hunter2"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
