//! Write a host.
//!
//! A [`Host`](crate::endpoint::Host) assigns the sequence ids, matches each response to its call, and refuses responses
//! that belong to no call. The base fields of a response tell whether the request succeeded.
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
