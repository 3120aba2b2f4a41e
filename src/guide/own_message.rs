//! A message of your own: declare it, and serve it in a guest.
//!
//! Declare a message with the attributes [`json_object`](crate::json_object) and [`open_set`](crate::open_set), like
//! the messages of this crate. [`Request`](crate::message::Request) and [`Response`](crate::message::Response) add the
//! base fields. A guest serves the message with [`poll_frame`](crate::endpoint::Guest::poll_frame), which returns
//! requests that are not decoded yet:
//!
//! ```
//! use gcs_prot::endpoint::{Call, Endpoint, Event, FrameEvent, Guest, GuestConfig};
//! use gcs_prot::HResult;
//! use gcs_prot::json::Seq;
//! use gcs_prot::json_object;
//! use gcs_prot::message::{Empty, MessageBase, Request};
//! use gcs_prot::rpc::write_message;
//! use gcs_prot::wire::{MessageIdentifier, SequenceId};
//!
//! /// Host -> guest: freezes file systems of a container for a snapshot.
//! #[json_object]
//! pub struct FreezeContainer<'a> {
//!     /// The mount points of the file systems.
//!     #[json("Paths")]
//!     pub paths: Seq<'a, &'a str>,
//!     /// The maximum duration, in milliseconds.
//!     #[json("TimeoutInMs", omitempty)]
//!     pub timeout_in_ms: u32,
//! }
//!
//! /// Guest -> host: the file systems are frozen.
//! #[json_object]
//! pub struct FreezeContainerResponse {
//!     /// The number of frozen file systems.
//!     #[json("Frozen")]
//!     pub frozen: u32,
//! }
//!
//! const FREEZE_V1: MessageIdentifier = MessageIdentifier(0x1010_7701);
//!
//! // The host writes the message:
//! let base = MessageBase { container_id: "pod", ..MessageBase::default() };
//! let body = FreezeContainer { paths: (&["/data"]).into(), timeout_in_ms: 500 };
//! let mut buffer = [0; 256];
//! let message = write_message(&mut buffer, FREEZE_V1, SequenceId(9), &Request { base, body })?;
//! assert_eq!(&message[16..], br#"{"ContainerId":"pod","ActivityId":"","Paths":["/data"],"TimeoutInMs":500}"#);
//!
//! // The guest serves it, beside the messages of the protocol:
//! let (mut receive, mut send) = ([0; 4096], [0; 2048]);
//! let mut guest = Guest::<4>::new(&mut receive, &mut send, GuestConfig::default());
//! # let versions = gcs_prot::message::NegotiateProtocol { minimum_version: gcs_prot::message::ProtocolVersion::V4, maximum_version: gcs_prot::message::ProtocolVersion::V4 };
//! # let mut room = [0; 256];
//! # let negotiate = MessageIdentifier::COMPUTE_SYSTEM_NEGOTIATE_PROTOCOL_V1;
//! # guest.receive(write_message(&mut room, negotiate, SequenceId(0), &Request { body: versions, ..Request::default() })?)?;
//! # assert!(matches!(guest.poll()?, Some(Event::Negotiated(_))));
//! # guest.sent(guest.outgoing().len());
//! guest.receive(message)?;
//! while let Some(event) = guest.poll_frame()? {
//!     let FrameEvent::Call(call) = event else { continue };
//!     if call.frame.header.identifier() == FREEZE_V1 {
//!         // If it does not decode, `decode` has answered with a failure.
//!         if let Ok((freeze, reply)) = call.decode::<FreezeContainer>() {
//!             let frozen = freeze.body.paths.iter().count() as u32;
//!             reply.ok_with(&FreezeContainerResponse { frozen })?;
//!         }
//!         continue;
//!     }
//!     match call.typed() {
//!         Event::Call(Call::Start(_, reply)) => reply.ok(&Empty {})?,
//!         Event::Call(call) => call.fail(HResult::NOT_IMPLEMENTED, "not in this agent")?,
//!         _ => {}
//!     }
//! }
//! assert_eq!(&guest.outgoing()[16..], br#"{"Result":0,"Frozen":1}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
