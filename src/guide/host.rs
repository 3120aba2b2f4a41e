//! Write a host.
//!
//! A [`Host`](crate::endpoint::Host) assigns the sequence ids, matches each response to its call, and refuses responses
//! that belong to no call. The base fields of a response tell whether the request succeeded. The
//! [table of methods](crate::rpc) lists the requests and responses.
//!
//! ```
//! use gcs_prot::endpoint::{Endpoint, Host, HostEvent};
//! use gcs_prot::message::{NegotiateProtocol, ProtocolVersion, Request};
//! use gcs_prot::rpc;
//!
//! let (mut receive, mut send) = ([0; 65_536], [0; 65_536]);
//! let mut host = Host::<64>::new(&mut receive, &mut send);
//! let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
//! let id = host.call::<rpc::NegotiateProtocol>(&Request { body: versions, ..Request::default() })?;
//! // The transport sends `outgoing()`, and receives the answer of the guest:
//! host.sent(host.outgoing().len());
//! let answer = b"\x01\x0b\x10\x20\x2a\0\0\0\0\0\0\0\0\0\0\0{\"Result\":0,\"Version\":4}  ";
//! assert_eq!(host.receive(answer)?, answer.len());
//!
//! let Some(HostEvent::Response(answered, response)) = host.poll()? else { panic!("no response") };
//! assert_eq!(answered, id);
//! let response = response.into::<rpc::NegotiateProtocol>().expect("a response to a negotiation");
//! assert!(response.base.result.is_ok());
//! assert_eq!(host.version(), Some(ProtocolVersion::V4));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A session over a socket
//!
//! `call` makes a call and waits for its response. A response borrows the receive buffer of the host. Therefore, a function
//! that polls in a loop cannot return it, and `call` passes it to a closure, which takes what it needs.
//!
//! ```
//! use std::error::Error;
//! use std::io::{Read, Write};
//!
//! use gcs_prot::endpoint::{Endpoint, Host, HostEvent};
//! use gcs_prot::json::JsonString;
//! use gcs_prot::message::{
//!     ContainerCreate, ContainerExecuteProcess, ContainerWaitForProcess, Empty, ExecuteProcessSettings,
//!     INFINITE_WAIT_TIMEOUT, MessageBase, NULL_CONTAINER_ID, NegotiateProtocol, ProcessParameters, ProtocolVersion,
//!     Request, SchemaVersion, UvmConfig, VmHostedContainerSettingsV2,
//! };
//! use gcs_prot::rpc::{self, Linux, RpcOf};
//!
//! /// Calls a method of a container, and passes the fields of the response to `take`.
//! fn call<R: RpcOf<Linux>, T>(
//!     host: &mut Host<'_, 8>,
//!     guest: &mut (impl Read + Write),
//!     container_id: &'static str,
//!     body: R::Request<'static>,
//!     take: impl FnOnce(R::Response<'_>) -> T,
//! ) -> Result<T, Box<dyn Error>> {
//!     // Hosts send an activity id, for logs. If there is nothing to correlate, it is the zero GUID.
//!     let activity_id = "00000000-0000-0000-0000-000000000000";
//!     let base = MessageBase { container_id, activity_id, ..MessageBase::default() };
//!     let id = host.call::<R>(&Request { base, body })?;
//!     loop {
//!         while let Some(event) = host.poll()? {
//!             match event {
//!                 HostEvent::Response(answered, response) if answered == id => {
//!                     let response = response.into::<R>().ok_or("a response of another method")?;
//!                     if !response.base.result.is_ok() {
//!                         return Err(format!("{}: {}", response.base.result, response.base.error_message).into());
//!                     }
//!                     return Ok(take(response.body));
//!                 }
//!                 HostEvent::Failed { id: failed, failure, .. } if failed == id => return Err(failure.into()),
//!                 HostEvent::Violation(_, violation) => return Err(violation.into()),
//!                 // Responses to other calls, and notifications. This host has no use for them.
//!                 other => println!("{other:?}"),
//!             }
//!         }
//!         if !host.outgoing().is_empty() {
//!             guest.write_all(host.outgoing())?;
//!             host.sent(host.outgoing().len());
//!             continue;
//!         }
//!         match guest.read(host.window()?)? {
//!             0 => return Err("the guest has closed the connection".into()),
//!             count => host.commit(count)?,
//!         }
//!     }
//! }
//!
//! fn run(mut guest: impl Read + Write) -> Result<u32, Box<dyn Error>> {
//!     let (mut receive, mut send) = ([0; 65_536], [0; 65_536]);
//!     let (host, guest) = (&mut Host::<8>::new(&mut receive, &mut send), &mut guest);
//!
//!     // The negotiation has no container id. The guest may ask for a Create and a Start of the VM itself.
//!     let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
//!     let (wants_create, wants_start) = call::<rpc::NegotiateProtocol, _>(host, guest, "", versions, |answer| {
//!         (answer.capabilities.send_host_create_message, answer.capabilities.send_host_start_message)
//!     })?;
//!     if wants_create {
//!         let container_config = JsonString(UvmConfig::default().into());
//!         let create = ContainerCreate { container_config, ..ContainerCreate::default() };
//!         call::<rpc::Create, _>(host, guest, NULL_CONTAINER_ID, create, |_| ())?;
//!     }
//!     if wants_start {
//!         call::<rpc::Start, _>(host, guest, NULL_CONTAINER_ID, Empty {}, |_| ())?;
//!     }
//!
//!     let settings = VmHostedContainerSettingsV2 {
//!         schema_version: SchemaVersion { major: 2, minor: 1 },
//!         oci_bundle_path: "/run/gcs/c/pod",
//!         ..VmHostedContainerSettingsV2::default()
//!     };
//!     let create = ContainerCreate { container_config: JsonString(settings.into()), ..ContainerCreate::default() };
//!     call::<rpc::Create, _>(host, guest, "pod", create, |_| ())?;
//!     call::<rpc::Start, _>(host, guest, "pod", Empty {}, |_| ())?;
//!
//!     let command_args = (&["sleep", "1"]).into();
//!     let process = ProcessParameters { command_args, ..ProcessParameters::default() };
//!     let settings = ExecuteProcessSettings { process_parameters: JsonString(process), ..Default::default() };
//!     let execute = ContainerExecuteProcess { settings };
//!     let process_id = call::<rpc::ExecuteProcess, _>(host, guest, "pod", execute, |answer| answer.process_id)?;
//!     let wait = ContainerWaitForProcess { process_id, timeout_in_ms: INFINITE_WAIT_TIMEOUT };
//!     call::<rpc::WaitForProcess, _>(host, guest, "pod", wait, |answer| answer.exit_code)
//! }
//! # use gcs_prot::HResult;
//! # use gcs_prot::endpoint::{Call, Event, Guest, GuestConfig};
//! # use gcs_prot::message::{ContainerCreateResponse, ContainerExecuteProcessResponse, ContainerWaitForProcessResponse};
//! # let (host_end, mut guest_end) = std::os::unix::net::UnixStream::pair()?;
//! # let guest = std::thread::spawn(move || -> Vec<String> {
//! #     let (mut receive, mut send) = ([0; 8192], [0; 2048]);
//! #     let mut config = GuestConfig::default();
//! #     config.capabilities.send_host_create_message = true;
//! #     config.capabilities.send_host_start_message = true;
//! #     let mut guest = Guest::<4>::new(&mut receive, &mut send, config);
//! #     let mut seen = Vec::new();
//! #     loop {
//! #         while let Some(event) = guest.poll().unwrap() {
//! #             match event {
//! #                 Event::Call(Call::Create(create, reply)) => {
//! #                     seen.push(create.base.container_id.to_owned());
//! #                     reply.ok(&ContainerCreateResponse::default()).unwrap();
//! #                 }
//! #                 Event::Call(Call::Start(_, reply)) => reply.ok(&Empty {}).unwrap(),
//! #                 Event::Call(Call::ExecuteProcess(_, reply)) => {
//! #                     reply.ok(&ContainerExecuteProcessResponse { process_id: 7 }).unwrap();
//! #                 }
//! #                 Event::Call(Call::WaitForProcess(wait, reply)) => {
//! #                     let exit_code = wait.body.process_id + 1;
//! #                     reply.ok(&ContainerWaitForProcessResponse { exit_code }).unwrap();
//! #                 }
//! #                 Event::Call(call) => call.fail(HResult::NOT_IMPLEMENTED, "not here").unwrap(),
//! #                 _ => {}
//! #             }
//! #         }
//! #         guest_end.write_all(guest.outgoing()).unwrap();
//! #         guest.sent(usize::MAX);
//! #         match guest_end.read(guest.window().unwrap()).unwrap() {
//! #             0 => return seen,
//! #             count => guest.commit(count).unwrap(),
//! #         }
//! #     }
//! # });
//! # assert_eq!(run(host_end)?, 8);
//! # assert_eq!(guest.join().unwrap(), [NULL_CONTAINER_ID, "pod"]);
//! # Ok::<(), Box<dyn Error>>(())
//! ```
//!
//! After the connection is lost, the host accepts another one and calls [`resume`](crate::endpoint::Endpoint::resume) or
//! [`reset`](crate::endpoint::Endpoint::reset). It then negotiates again. [Survive a migration](super::migration)
//! says which of the two is right.
//!
//! # Test it with a guest
//!
//! The example `agent` serves your host, and `--check` judges each request by the rules that guests rely on. Start your
//! host first:
//!
//! ```text
//! cargo run --example agent -- --connect unix:/tmp/gcs.sock --check --once
//! ```
