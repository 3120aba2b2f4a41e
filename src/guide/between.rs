//! Sit between.
//!
//! A [`Relay`](crate::endpoint::Relay) stands between a host and a guest. With it you can show their messages (like the
//! example `tap`), refuse requests that a policy forbids, or change messages. Frames pass unchanged through small
//! buffers. The relay holds frames with identifiers that you choose, until you decide about them.
//!
//! This relay allows no process except `/bin/sh`, and hides the variable `TOKEN` from the guest:
//!
//! ```
//! use gcs_prot::HResult;
//! use gcs_prot::endpoint::{Direction, HeldFrame, Relay, RelayBuffers, RelayError, RelayEvent};
//! use gcs_prot::json::JsonString;
//! use gcs_prot::message::{ContainerExecuteProcess, ExecuteProcessSettings, ProcessParameters, Request};
//! use gcs_prot::rpc::{Method, write_message};
//! use gcs_prot::wire::{MessageIdentifier, SequenceId};
//!
//! fn is_chosen(identifier: MessageIdentifier) -> bool {
//!     identifier == Method::ExecuteProcess.request()
//! }
//!
//! fn decide(mut held: HeldFrame<'_, '_>) -> Result<(), RelayError> {
//!     let mut copy = held.payload().to_vec();
//!     let decoded = gcs_prot::json::decode::<Request<ContainerExecuteProcess>>(&mut copy);
//!     let Ok(mut execute) = decoded else { return held.fail(HResult::INVALID_JSON, "it does not decode") };
//!     let parameters = &mut execute.body.settings.process_parameters.0;
//!     if parameters.command_args.iter().next() != Some("/bin/sh") {
//!         return held.fail(HResult::FAIL, "denied by policy"); // The guest does not see the request.
//!     }
//!     let environment: Vec<_> = parameters.environment.iter().filter(|(name, _)| *name != "TOKEN").collect();
//!     if environment.len() == parameters.environment.iter().count() {
//!         held.pass(); // The frame passes unchanged.
//!         return Ok(());
//!     }
//!     parameters.environment = (&*environment).into();
//!     held.replace(&execute)
//! }
//!
//! let (mut a, mut b, mut c, mut d) = ([0; 4096], [0; 4096], [0; 8192], [0; 1024]);
//! let buffers = RelayBuffers {
//!     to_guest: &mut a,
//!     to_host: &mut b,
//!     hold_to_guest: &mut c, // This holds requests of up to 4 KiB.
//!     hold_to_host: &mut [],
//!     answers: &mut d,
//! };
//! let mut relay = Relay::new(buffers, is_chosen);
//! # let mut from_host = Vec::new();
//! # for (id, program) in [(1, "/bin/sh"), (2, "/bin/rm")] {
//! #     let (args, environment) = ([program], [("PATH", "/bin"), ("TOKEN", "hunter2")]);
//! #     let parameters = ProcessParameters { command_args: (&args).into(), environment: (&environment).into(), ..Default::default() };
//! #     let settings = ExecuteProcessSettings { process_parameters: JsonString(parameters), ..Default::default() };
//! #     let request = Request { body: ContainerExecuteProcess { settings }, ..Request::default() };
//! #     let mut room = [0; 512];
//! #     from_host.extend_from_slice(write_message(&mut room, Method::ExecuteProcess.request(), SequenceId(id), &request)?);
//! # }
//! # let (mut to_guest, mut to_host) = (Vec::new(), Vec::new());
//! # let mut rest = &*from_host;
//! loop {
//!     // `rest` holds bytes that were received from the host.
//!     let count = relay.receive(Direction::ToGuest, rest)?;
//!     rest = &rest[count..];
//!     while let Some(event) = relay.poll()? {
//!         match event {
//!             RelayEvent::Held(held) => decide(held)?,
//!             other => println!("{other:?}"), // A request was too long to be held.
//!         }
//!     }
//!     // Send the outgoing bytes in both directions.
//!     let count = relay.outgoing(Direction::ToGuest).len();
//!     to_guest.extend_from_slice(relay.outgoing(Direction::ToGuest));
//!     relay.sent(Direction::ToGuest, count);
//!     to_host.extend_from_slice(relay.outgoing(Direction::ToHost));
//!     relay.sent(Direction::ToHost, usize::MAX);
//! #   if count == 0 && rest.is_empty() {
//! #       break;
//! #   }
//! }
//! let (to_guest, to_host) = (String::from_utf8_lossy(&to_guest), String::from_utf8_lossy(&to_host));
//! assert!(to_guest.contains("/bin/sh") && to_guest.contains("PATH"));
//! assert!(!to_guest.contains("TOKEN") && !to_guest.contains("/bin/rm"));
//! assert!(to_host.contains("denied by policy"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
