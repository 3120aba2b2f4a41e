//! Survive a migration.
//!
//! A VM moves to another machine while its processes run. To the guest this looks like a connection that breaks: it dials
//! again, and is met by the same host (the move was rolled back), or by the one at the destination. The session goes on: the
//! guest still owes answers to the requests that it had, by their old sequence ids.
//!
//! # The guest resumes
//!
//! It calls [`resume`](crate::endpoint::Endpoint::resume) between two connections, and nothing else: tokens stay good, and what
//! had not been sent entirely goes out again when the host has negotiated. If a new host may begin anew instead, it must call
//! [`reset`](crate::endpoint::Endpoint::reset): an old answer would be taken for one to a call of the new host, whose ids begin
//! at 0 again. Both begin alike, so that the guest has to be told which of the two comes: `agent` of the examples resumes with
//! `--reconnect`, and begins anew with `--reconnect --forget`.
//!
//! # The host at the destination adopts
//!
//! It negotiates, makes its sequence ids go on above those of the source, and adopts the source's calls. Both hosts have to
//! agree on three things by a channel of their own: the next id, and the id and method of each open call.
//!
//! ```
//! use gcs_prot::endpoint::{Call, Endpoint, Event, Guest, GuestConfig, Host, HostEvent};
//! use gcs_prot::message::{
//!     ContainerWaitForProcess, ContainerWaitForProcessResponse, NegotiateProtocol, ProtocolVersion, Request,
//! };
//! use gcs_prot::rpc::{self, Method};
//!
//! # fn pass(from: &mut impl Endpoint, to: &mut impl Endpoint) {
//! #     let count = to.receive(from.outgoing()).unwrap();
//! #     from.sent(count);
//! # }
//! fn negotiate(host: &mut Host<'_, 8>, guest: &mut Guest<'_, 4>) -> Result<(), Box<dyn std::error::Error>> {
//!     let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
//!     host.call::<rpc::NegotiateProtocol>(&Request { body, ..Request::default() })?;
//!     // ... over whatever connects the two:
//!     pass(host, guest);
//!     assert!(matches!(guest.poll()?, Some(Event::Negotiated(_))));
//!     pass(guest, host);
//!     assert!(matches!(host.poll()?, Some(HostEvent::Response(..))));
//!     Ok(())
//! }
//!
//! # let mut buffers = [[0; 4096]; 6];
//! # let [a, b, c, d, e, f] = &mut buffers;
//! let mut guest = Guest::<4>::new(a, b, GuestConfig::default());
//! let mut source = Host::<8>::new(c, d);
//! negotiate(&mut source, &mut guest)?;
//! let body = ContainerWaitForProcess { process_id: 7, timeout_in_ms: u32::MAX };
//! let wait = source.call::<rpc::WaitForProcess>(&Request { body, ..Request::default() })?;
//! pass(&mut source, &mut guest);
//! let Some(Event::Call(Call::WaitForProcess(_, reply))) = guest.poll()? else { panic!("no wait") };
//! let token = reply.later();
//!
//! // The VM moves. The connection breaks, and the guest dials again.
//! guest.resume();
//! let mut destination = Host::<8>::new(e, f);
//! negotiate(&mut destination, &mut guest)?;
//! destination.seed_next_id(source.next_id())?;
//! destination.adopt(wait, Method::WaitForProcess)?;
//!
//! // The process ends at the destination, and its exit code arrives there.
//! guest.respond(token, &ContainerWaitForProcessResponse { exit_code: 3 })?;
//! pass(&mut guest, &mut destination);
//! let Some(HostEvent::Response(id, response)) = destination.poll()? else { panic!("no response") };
//! assert_eq!(id, wait);
//! assert_eq!(response.into::<rpc::WaitForProcess>().map(|wait| wait.body.exit_code), Some(3));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is lost
//!
//! Nobody acknowledges messages. An answer that was handed to the transport entirely and did not arrive is lost, and the host
//! waits for it: that is what [`Host::abandon`](crate::endpoint::Host::abandon) is for. A request that had not gone out entirely
//! is reported as [failed](crate::endpoint::CallFailure::ConnectionLost), and the guest has not seen it. One that had gone out
//! and not arrived stays in flight; the host cannot tell.
