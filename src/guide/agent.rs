//! Write a guest agent.
//!
//! A guest agent consists of a [`Guest`](crate::endpoint::Guest), a transport, and a handler for each request. The
//! endpoint negotiates the protocol and refuses requests that no handler should see. A handler answers at once, or
//! keeps a token and answers later. The reply of each method takes the response of that method and no other.
//!
//! `examples/minimal.rs` is a whole program over a socket. `examples/agent.rs` is an agent that runs processes.
//!
//! ```
//! use gcs_prot::HResult;
//! use gcs_prot::endpoint::{Call, Endpoint, Event, Guest, GuestConfig, Host, HostEvent};
//! use gcs_prot::message::{ContainerWaitForProcess, ContainerWaitForProcessResponse, NegotiateProtocol, ProtocolVersion, Request};
//! use gcs_prot::rpc;
//!
//! # fn pass(from: &mut impl Endpoint, to: &mut impl Endpoint) {
//! #     let count = to.receive(from.outgoing()).unwrap();
//! #     from.sent(count);
//! # }
//! let (mut receive, mut send) = ([0; 8192], [0; 2048]);
//! let mut guest = Guest::<8>::new(&mut receive, &mut send, GuestConfig::default());
//! # let (mut host_receive, mut host_send) = ([0; 8192], [0; 2048]);
//! # let mut host = Host::<4>::new(&mut host_receive, &mut host_send);
//! # let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
//! # host.call::<rpc::NegotiateProtocol>(&Request { body: versions, ..Request::default() })?;
//! # pass(&mut host, &mut guest);
//! # assert!(matches!(guest.poll()?, Some(Event::Negotiated(ProtocolVersion::V4))));
//! # pass(&mut guest, &mut host);
//! # assert!(matches!(host.poll()?, Some(HostEvent::Response(..))));
//! # let wait = ContainerWaitForProcess { process_id: 7, timeout_in_ms: 1000 };
//! # let id = host.call::<rpc::WaitForProcess>(&Request { body: wait, ..Request::default() })?;
//! # pass(&mut host, &mut guest);
//!
//! // The host waits for process 7, which has not ended yet. Keep a token.
//! let mut waiting = None;
//! while let Some(event) = guest.poll()? {
//!     match event {
//!         Event::Call(Call::WaitForProcess(wait, reply)) => {
//!             waiting = Some((wait.body.process_id, reply.later()));
//!         }
//!         Event::Call(call) => call.fail(HResult::NOT_IMPLEMENTED, "not in this agent")?,
//!         _ => {} // Negotiated, Refused or Ignored: you can log these.
//!     }
//! }
//!
//! // The process has ended. Answers may go out in another order than the requests came in.
//! if let Some((7, token)) = waiting {
//!     guest.respond(token, &ContainerWaitForProcessResponse { exit_code: 3 })?;
//! }
//! # pass(&mut guest, &mut host);
//! # let Some(HostEvent::Response(answered, response)) = host.poll()? else { panic!() };
//! # let response = response.into::<rpc::WaitForProcess>().unwrap();
//! # assert_eq!((answered, response.body.exit_code), (id, 3));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
