//! A message of your own, from its struct to a guest that serves it.
//!
//! The protocol leaves room for messages that the reference does not know. This chapter adds one: the host asks the guest
//! to freeze the file systems of a container before a snapshot, and the guest says how many it has frozen. You need two
//! structs, one identifier, and one branch each in the guest and in the host.
//!
//! # 1. Declare the structs
//!
//! [`json_object`](crate::json_object) declares a JSON object, and [`open_set`](crate::open_set) a set of strings to which
//! newer peers may add. The crate's own messages are declared in the same way. The base fields, such as `ContainerId`, are not
//! part of your struct: they come with [`Request`](crate::message::Request) and [`Response`](crate::message::Response).
//!
//! ```
//! # mod freeze {
//! use gcs_prot::json::{List, Seq};
//! use gcs_prot::{json_object, open_set};
//!
//! /// Host -> guest: freezes file systems of a container.
//! #[json_object]
//! pub struct FreezeContainer<'a> {
//!     /// The mount points of the file systems. The list can be long, so it stays in the buffer.
//!     #[json("Paths")]
//!     pub paths: Seq<'a, &'a str>,
//!     /// How long the file systems stay frozen at most, in milliseconds. 0 means without a limit.
//!     #[json("TimeoutInMs", omitempty)]
//!     pub timeout_in_ms: u32,
//!     /// What to do with processes that write.
//!     #[json("Writers", omitempty)]
//!     pub writers: Writers<'a>,
//! }
//!
//! /// What happens to processes that write to a frozen file system.
//! #[open_set]
//! pub enum Writers<'a> {
//!     /// They wait.
//!     #[json("Block")]
//!     Block,
//!     /// They get an error.
//!     #[json("Fail")]
//!     Fail,
//!     /// Any other string, and `""` if the field is absent.
//!     Other(&'a str),
//! }
//!
//! /// Guest -> host: the file systems are frozen.
//! #[json_object]
//! pub struct FreezeContainerResponse {
//!     /// How many file systems were frozen.
//!     #[json("Frozen")]
//!     pub frozen: u32,
//!     /// When the file systems thaw: hours and minutes. A list with a capacity is part of the struct.
//!     #[json("Until", omitempty)]
//!     pub until: List<u8, 2>,
//! }
//! # }
//! ```
//!
//! [The table at `json_object`](crate::json_object#the-types-of-fields) lists the Rust types that a field can have, and the JSON
//! types that they stand for. An absent key leaves its field at the default value, except for
//! [required fields](crate::json_object#required-fields). A mistake in a declaration, such as a field without a key, is a
//! compiler error at that field.
//!
//! # 2. Choose an identifier
//!
//! An identifier has a type, a category, a number and a version. A request of a compute system begins with `0x1010`, its
//! response with `0x2010`. Choose a number that the reference does not use; it counts up from `0x001`.
//!
//! ```
//! use gcs_prot::rpc::Method;
//! use gcs_prot::wire::{MessageCategory, MessageIdentifier, MessageType};
//!
//! const FREEZE: MessageIdentifier = MessageIdentifier(0x1010_7701);
//! const FREEZE_RESPONSE: MessageIdentifier = MessageIdentifier(0x2010_7701);
//!
//! assert_eq!((FREEZE.message_type(), FREEZE.category()), (MessageType::REQUEST, MessageCategory::COMPUTE_SYSTEM));
//! assert_eq!((FREEZE.message_id(), FREEZE.version()), (0x077, 1));
//! assert_eq!(FREEZE_RESPONSE.message_type(), MessageType::RESPONSE);
//! assert_eq!(Method::from_request(FREEZE), None); // not one of the reference's
//! ```
//!
//! # 3. Serve it
//!
//! [`Guest::poll`](crate::endpoint::Guest::poll) decodes the requests that the protocol defines, and refuses all others. The lower
//! call [`poll_frame`](crate::endpoint::Guest::poll_frame) hands out every request undecoded. Look at its identifier: decode
//! your own request with [`decode`](crate::endpoint::FrameCall::decode), and leave the others to
//! [`typed`](crate::endpoint::FrameCall::typed), which does what `poll` does.
//!
//! ```
//! # use gcs_prot::json::Seq;
//! # use gcs_prot::json_object;
//! # #[json_object]
//! # pub struct FreezeContainer<'a> {
//! #     #[json("Paths")]
//! #     pub paths: Seq<'a, &'a str>,
//! #     #[json("TimeoutInMs", omitempty)]
//! #     pub timeout_in_ms: u32,
//! # }
//! # #[json_object]
//! # pub struct FreezeContainerResponse {
//! #     #[json("Frozen")]
//! #     pub frozen: u32,
//! # }
//! # const FREEZE: MessageIdentifier = MessageIdentifier(0x1010_7701);
//! # const FREEZE_RESPONSE: MessageIdentifier = MessageIdentifier(0x2010_7701);
//! use std::error::Error;
//!
//! use gcs_prot::endpoint::{Call, Endpoint, Event, FrameEvent, Guest, GuestConfig};
//! use gcs_prot::message::{Empty, MessageBase, Request, Response};
//! use gcs_prot::rpc::write_message;
//! use gcs_prot::wire::{MessageHeader, MessageIdentifier, SequenceId};
//! use gcs_prot::{HResult, json};
//!
//! /// Handles every request that has arrived.
//! fn serve(guest: &mut Guest<'_, 4>) -> Result<(), Box<dyn Error>> {
//!     while let Some(event) = guest.poll_frame()? {
//!         let FrameEvent::Call(call) = event else { continue };
//!         if call.frame.header.identifier() == FREEZE {
//!             // If the request does not decode, the host already has its answer: an error with the key and the offset.
//!             let Ok((freeze, reply)) = call.decode::<FreezeContainer>() else { continue };
//!             if freeze.body.paths.is_empty() {
//!                 reply.fail(HResult::INVALID_ARGUMENT, "no paths")?;
//!             } else {
//!                 let frozen = freeze.body.paths.iter().count() as u32;
//!                 reply.ok_with(&FreezeContainerResponse { frozen })?;
//!             }
//!             continue;
//!         }
//!         match call.typed() {
//!             Event::Call(Call::Start(_, reply)) => reply.ok(&Empty {})?,
//!             Event::Call(call) => call.fail(HResult::NOT_IMPLEMENTED, "not in this agent")?,
//!             _ => {}
//!         }
//!     }
//!     Ok(())
//! }
//!
//! // The host writes a request. Hosts count sequence ids up, and the guest repeats the id in its response.
//! let base = MessageBase { container_id: "pod", ..MessageBase::default() };
//! let body = FreezeContainer { paths: (&["/data", "/logs"]).into(), timeout_in_ms: 500 };
//! let mut buffer = [0; 256];
//! let request = write_message(&mut buffer, FREEZE, SequenceId(9), &Request { base, body })?;
//! let (_, payload) = MessageHeader::parse(request).expect("a header");
//! assert_eq!(payload, br#"{"ContainerId":"pod","ActivityId":"","Paths":["/data","/logs"],"TimeoutInMs":500}"#);
//!
//! // The guest reads it and answers.
//! let (mut receive, mut send) = ([0; 4096], [0; 2048]);
//! let mut guest = Guest::<4>::new(&mut receive, &mut send, GuestConfig::default());
//! # let body = gcs_prot::message::NegotiateProtocol {
//! #     minimum_version: gcs_prot::message::ProtocolVersion::V4,
//! #     maximum_version: gcs_prot::message::ProtocolVersion::V4,
//! # };
//! # let mut room = [0; 256];
//! # let negotiate = MessageIdentifier::COMPUTE_SYSTEM_NEGOTIATE_PROTOCOL_V1;
//! # guest.receive(write_message(&mut room, negotiate, SequenceId(0), &Request { body, ..Request::default() })?)?;
//! # serve(&mut guest)?;
//! # guest.sent(guest.outgoing().len());
//! guest.receive(request)?;
//! serve(&mut guest)?;
//!
//! // The host reads the response.
//! let mut response = guest.outgoing().to_vec();
//! let (header, _) = MessageHeader::parse(&response).expect("a header");
//! assert_eq!((header.identifier(), header.sequence_id()), (FREEZE_RESPONSE, SequenceId(9)));
//! let response: Response<FreezeContainerResponse> = json::decode(&mut response[16..])?;
//! assert!(response.base.result.is_ok());
//! assert_eq!(response.body.frozen, 2);
//! # Ok::<(), Box<dyn Error>>(())
//! ```
//!
//! # 4. Call it from a host
//!
//! A [`Host`](crate::endpoint::Host) calls only the methods of the protocol, and reports any other response as a
//! [violation](crate::endpoint::HostEvent::Violation). Your own calls go around it, over the same connection:
//!
//! - To send a request, wait until the host has nothing outgoing. Take its next sequence id, and pass the one after it to
//!   [`seed_next_id`](crate::endpoint::Host::seed_next_id), so that the host does not use the id again.
//! - To receive the responses, put a [`FrameReader`](crate::wire::FrameReader) in front of the host. It takes all bytes of the
//!   stream. Keep your own responses, and pass every other message to the host. Both buffers have the same length, so a message
//!   that fits the first also fits the second.
//!
//! ```
//! # use gcs_prot::json_object;
//! # #[json_object]
//! # pub struct FreezeContainer<'a> {
//! #     #[json("Paths")]
//! #     pub paths: gcs_prot::json::Seq<'a, &'a str>,
//! # }
//! # #[json_object]
//! # pub struct FreezeContainerResponse {
//! #     #[json("Frozen")]
//! #     pub frozen: u32,
//! # }
//! # const FREEZE: MessageIdentifier = MessageIdentifier(0x1010_7701);
//! use std::error::Error;
//!
//! use gcs_prot::endpoint::{Endpoint, Host, HostEvent};
//! use gcs_prot::json;
//! use gcs_prot::message::{Request, Response};
//! use gcs_prot::rpc::write_message;
//! use gcs_prot::wire::{FrameReader, MessageIdentifier, ReceivedFrame, SequenceId};
//!
//! /// Writes a request between the messages of the host, and returns its sequence id.
//! fn freeze(
//!     host: &mut Host<'_, 8>,
//!     stream: &mut impl std::io::Write,
//!     request: &Request<FreezeContainer>,
//! ) -> Result<SequenceId, Box<dyn Error>> {
//!     while !host.outgoing().is_empty() {
//!         let count = stream.write(host.outgoing())?;
//!         host.sent(count);
//!     }
//!     let id = host.next_id();
//!     host.seed_next_id(SequenceId(id.0 + 1))?;
//!     stream.write_all(write_message(&mut [0; 1024], FREEZE, id, request)?)?;
//!     Ok(id)
//! }
//!
//! /// Handles every message that has arrived.
//! fn received(frames: &mut FrameReader<'_>, host: &mut Host<'_, 8>) -> Result<(), Box<dyn Error>> {
//!     while let Some(received) = frames.next()? {
//!         match received {
//!             ReceivedFrame::Frame(frame) if frame.header.identifier() == FREEZE.response_identifier() => {
//!                 let response: Response<FreezeContainerResponse> = json::decode(frame.payload)?;
//!                 println!("#{}: {} file systems", frame.header.sequence_id(), response.body.frozen);
//! #               assert_eq!((frame.header.sequence_id(), response.body.frozen), (SequenceId(2), 1));
//!             }
//!             ReceivedFrame::Frame(frame) => {
//!                 host.receive(&frame.header.to_bytes())?;
//!                 let mut payload = &*frame.payload;
//!                 loop {
//!                     let count = host.receive(payload)?;
//!                     payload = &payload[count..];
//!                     while let Some(event) = host.poll()? {
//!                         if let HostEvent::Response(id, response) = event {
//!                             println!("#{id}: {:?}", response.base().result);
//!                         }
//!                     }
//!                     if payload.is_empty() {
//!                         break;
//!                     }
//!                 }
//!             }
//!             // The host never sees this response, so it would wait for it forever.
//!             ReceivedFrame::TooLarge(header) => drop(host.abandon(header.sequence_id())),
//!         }
//!     }
//!     Ok(())
//! }
//! # use gcs_prot::endpoint::{Call, Event, FrameEvent, Guest, GuestConfig};
//! # use gcs_prot::message::{Empty, NegotiateProtocol, ProtocolVersion};
//! # use gcs_prot::rpc;
//! # let (mut receive, mut send) = ([0; 4096], [0; 2048]);
//! # let mut guest = Guest::<4>::new(&mut receive, &mut send, GuestConfig::default());
//! # let (mut receive, mut send, mut room) = ([0; 4096], [0; 2048], [0; 4096]);
//! # let mut host = Host::<8>::new(&mut receive, &mut send);
//! # let mut frames = FrameReader::new(&mut room);
//! # let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
//! # host.call::<rpc::NegotiateProtocol>(&Request { body, ..Request::default() })?;
//! # for round in 0..3 {
//! #     let mut stream = host.outgoing().to_vec();
//! #     host.sent(stream.len());
//! #     if round == 1 {
//! #         host.call::<rpc::Start>(&Request::default())?;
//! #         let body = FreezeContainer { paths: (&["/data"]).into() };
//! #         assert_eq!(freeze(&mut host, &mut stream, &Request { body, ..Request::default() })?, SequenceId(2));
//! #         assert_eq!(host.call::<rpc::Start>(&Request::default())?, SequenceId(3));
//! #     }
//! #     let mut left = &stream[..];
//! #     loop {
//! #         let count = guest.receive(left)?;
//! #         left = &left[count..];
//! #         while let Some(event) = guest.poll_frame()? {
//! #             let FrameEvent::Call(call) = event else { continue };
//! #             if call.frame.header.identifier() == FREEZE {
//! #                 let (freeze, reply) = call.decode::<FreezeContainer>().expect("a request");
//! #                 let frozen = freeze.body.paths.iter().count() as u32;
//! #                 reply.ok_with(&FreezeContainerResponse { frozen })?;
//! #             } else if let Event::Call(Call::Start(_, reply)) = call.typed() {
//! #                 reply.ok(&Empty {})?;
//! #             }
//! #         }
//! #         let answers = guest.outgoing().to_vec();
//! #         guest.sent(answers.len());
//! #         for part in answers.chunks(50) {
//! #             frames.window()[..part.len()].copy_from_slice(part);
//! #             frames.commit(part.len())?;
//! #             received(&mut frames, &mut host)?;
//! #         }
//! #         if left.is_empty() && answers.is_empty() {
//! #             break;
//! #         }
//! #     }
//! # }
//! # assert_eq!(host.in_flight(), 0);
//! # Ok::<(), Box<dyn Error>>(())
//! ```
//!
//! Your own calls are not part of the session that the host [resumes](crate::endpoint::Endpoint::resume). After a new
//! connection, call [`FrameReader::reset`](crate::wire::FrameReader::reset) as well, and decide which of your requests to repeat.
//! The guest still answers those that it has received whole, with their old sequence ids.
//!
//! # What you get
//!
//! - The payload is decoded in place, and everything in it is checked when `decode` returns. The struct is as small as it looks.
//! - [`Shape`](crate::json::Shape) describes your types as data, and [`Docs`](crate::json::Docs) has their doc comments. The example
//!   `schema` makes a JSON Schema of both.
//! - With the feature `serde`, your types can be serialised to other formats. With `defmt`, they can be logged. Fields marked
//!   `secret` stay hidden in logs.
//! - With the feature `arbitrary`, `gcs_prot::arbitrary` makes random messages of your types for tests.
