//! Write a guest agent.
//!
//! A guest agent consists of a [`Guest`](crate::endpoint::Guest), a transport, and a handler for each request. The
//! endpoint negotiates the protocol and refuses requests that no handler should see. A handler answers at once, or
//! keeps a token and answers later. The reply of each method takes the response of that method and no other.
//!
//! `examples/minimal.rs` is a whole program over a socket. `examples/agent.rs` is an agent that runs processes. The
//! [table of methods](crate::rpc) lists the requests and responses, which are the variants of
//! [`Call`](crate::endpoint::Call) and the arguments of [`Reply::ok`](crate::endpoint::Reply::ok).
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
//!
//! # Announce what you support
//!
//! [`GuestConfig::default`](crate::endpoint::GuestConfig) announces every capability. A host then signals processes, dumps
//! stacks and deletes the state of containers. If your agent does not support one of these methods, say so:
//!
//! ```
//! use gcs_prot::endpoint::GuestConfig;
//!
//! let mut config = GuestConfig::default();
//! let capabilities = &mut config.capabilities.guest_defined_capabilities;
//! capabilities.dump_stacks_supported = false;
//! capabilities.delete_container_state_supported = false;
//! ```
//!
//! # Answer what hosts expect
//!
//! The endpoint does not know your containers and processes. It hands out every request that decodes, and your handlers
//! refuse those that do not apply. Hosts tell these cases apart by the HRESULT:
//!
//! - The container is unknown: [`SYSTEM_NOT_FOUND`](crate::HResult::SYSTEM_NOT_FOUND).
//! - Create names a container that exists: [`SYSTEM_ALREADY_EXISTS`](crate::HResult::SYSTEM_ALREADY_EXISTS).
//! - The process is unknown: [`NOT_FOUND`](crate::HResult::NOT_FOUND). Test this before you keep the token of a
//!   `WaitForProcess`. Otherwise a wait without a timeout is never answered.
//! - The agent does not support the method: [`NOT_IMPLEMENTED`](crate::HResult::NOT_IMPLEMENTED).
//!
//! [HRESULTs](super::results) lists the others. When a container ends, send a
//! [`Notification`](crate::endpoint::Notification) with [`Guest::notify`](crate::endpoint::Guest::notify).
//!
//! # Test it with a host
//!
//! The example `host` drives your agent, and `--check` judges each answer by the rules that hosts rely on. Start it first,
//! and connect your agent to the socket:
//!
//! ```text
//! cargo run --example host -- --listen unix:/tmp/gcs.sock --check --once
//! ```
//!
//! Without `--once`, the judge also breaks the connection. The agent then has to connect again and to
//! [resume](super::migration) the session.
