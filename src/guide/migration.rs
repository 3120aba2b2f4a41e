//! Survive a migration.
//!
//! A VM can move to another machine while its processes run. The guest only sees that its connection breaks. It
//! connects again, either to the host at the destination, or to the same host if the move was rolled back. The session
//! continues: the guest still has to answer the requests of the earlier connection, with their old sequence ids.
//!
//! # The guest resumes
//!
//! Between two connections the guest calls [`resume`](crate::endpoint::Endpoint::resume). Tokens remain valid, and
//! messages that had not been sent entirely go out again after the host has negotiated.
//!
//! If the new host starts from scratch instead, the guest must call [`reset`](crate::endpoint::Endpoint::reset). The
//! sequence ids of such a host begin at 0 again, so it would take an old answer for the answer to one of its own calls.
//! The bytes on the connection do not show which case it is. You have to tell the guest: the example `agent` resumes
//! with `--reconnect`, and begins a new session with `--reconnect --forget`.
//!
//! # The host at the destination adopts
//!
//! The host at the destination negotiates, continues the sequence ids of the source, and adopts the calls of the
//! source. For this it needs the next sequence id, and the id and method of each call in flight. The two hosts exchange
//! them over a channel of their own.
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
//!     // `pass` moves the bytes over the connection.
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
//! // The VM moves. The connection breaks, and the guest connects again.
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
//! The protocol has no acknowledgements.
//!
//! - An answer that the transport took entirely but did not deliver is lost. The host keeps waiting for it, until it
//!   calls [`Host::abandon`](crate::endpoint::Host::abandon).
//! - A request that the transport did not take entirely is reported as
//!   [failed](crate::endpoint::CallFailure::ConnectionLost). The guest has not seen it.
//! - A request that the transport took entirely but did not deliver stays in flight. The host cannot know that it is
//!   lost.
