//! Guides: each a complete example that is compiled and run as a test.
//!
//! Chapters of their own:
//!
//! - [a process ends while a read is pending](processes), with threads, with tokio, and without std;
//! - [survive a migration](migration);
//! - [sit between](between) a host and a guest;
//! - [a Windows guest](windows), and its host.
//!
//! # Write a guest agent
//!
//! A guest is a [`Guest`](crate::endpoint::Guest), a transport, and a handler for each request. The endpoint negotiates,
//! refuses what no handler should see, and keeps the stream in step; a handler answers now, or keeps a token and answers
//! later. Each method has its own reply, which takes that method's response and nothing else. (`examples/minimal.rs` is the whole program over a socket, `examples/agent.rs` a real one.)
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
//! // The host waits for process 7. It has not ended yet: keep a token.
//! let mut waiting = None;
//! while let Some(event) = guest.poll()? {
//!     match event {
//!         Event::Call(Call::WaitForProcess(wait, reply)) => {
//!             waiting = Some((wait.body.process_id, reply.later()));
//!         }
//!         Event::Call(call) => call.fail(HResult::NOT_IMPLEMENTED, "not in this agent")?,
//!         _ => {} // negotiated, refused, ignored: worth a line in the log
//!     }
//! }
//!
//! // It has ended: answer, out of order with whatever else was asked in between.
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
//! # Write a host
//!
//! A [`Host`](crate::endpoint::Host) gives out sequence ids, matches each response to its call, and refuses those that
//! belong to none. Whether the guest did what it was asked is data, in the response's base fields.
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
//! // ... the transport takes `outgoing()`, and brings the guest's answer into `window()`:
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
//! # Declare a message of your own
//!
//! The attributes [`json_object`](crate::json_object) and [`open_set`](crate::open_set) declare the crate's own messages, and yours.
//! Base fields come with [`Request`](crate::message::Request) and [`Response`](crate::message::Response). A guest serves the
//! message by the lower call, [`poll_frame`](crate::endpoint::Guest::poll_frame), which hands out requests undecoded:
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
//! /// Host -> guest: freeze a container's file systems for a snapshot.
//! #[json_object]
//! pub struct FreezeContainer<'a> {
//!     /// Which ones.
//!     #[json("Paths")]
//!     pub paths: Seq<'a, &'a str>,
//!     /// For how long at most, in milliseconds.
//!     #[json("TimeoutInMs", omitempty)]
//!     pub timeout_in_ms: u32,
//! }
//!
//! /// Guest -> host: how many file systems are frozen.
//! #[json_object]
//! pub struct FreezeContainerResponse {
//!     /// How many.
//!     #[json("Frozen")]
//!     pub frozen: u32,
//! }
//!
//! const FREEZE_V1: MessageIdentifier = MessageIdentifier(0x1010_7701);
//!
//! // The host writes it:
//! let base = MessageBase { container_id: "pod", ..MessageBase::default() };
//! let body = FreezeContainer { paths: (&["/data"]).into(), timeout_in_ms: 500 };
//! let mut buffer = [0; 256];
//! let message = write_message(&mut buffer, FREEZE_V1, SequenceId(9), &Request { base, body })?;
//! assert_eq!(&message[16..], br#"{"ContainerId":"pod","ActivityId":"","Paths":["/data"],"TimeoutInMs":500}"#);
//!
//! // The guest serves it, and all others as ever:
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
//!         // One that does not decode has been answered so.
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
//!
//! # Run from a static buffer
//!
//! Everything is decoded where it lies. The receive buffer bounds the messages that can be taken; a larger one is
//! answered as a failure, and the next is read as if nothing had been. What a decoded message costs beyond that buffer is
//! its struct (2.2 KB for a Create) and a few hundred bytes of stack for each level of nesting.
//!
//! ```
//! use gcs_prot::json;
//! use gcs_prot::message::{ContainerConfig, ContainerCreate, Request};
//!
//! static CREATE: &[u8] = br#"{"ContainerId":"c","ContainerConfig":"{\"OciSpecification\":{\"process\":{\"args\":[\"/init\"]}}}"}"#;
//! let mut buffer = [0; 512]; // a `static` in a firmware
//! let payload = &mut buffer[..CREATE.len()];
//! payload.copy_from_slice(CREATE);
//! let create: Request<ContainerCreate> = json::decode(payload)?;
//! let ContainerConfig::V2(settings) = create.body.container_config.0 else { panic!("another document") };
//! let specification = settings.oci_specification.expect("a specification");
//! assert_eq!(specification.process.expect("a process").args.iter().next(), Some("/init"));
//! # Ok::<(), gcs_prot::Error>(())
//! ```
//!
//! # Debug a capture with `inspect`
//!
//! `cargo run --example inspect -- FILE` prints a line for each message of a captured stream, one direction to a file, and
//! `--full` every field; environments, annotations and policies stay hidden unless `--show-secrets` is said. A payload that
//! does not decode is reported with key and offset, and the rest is still shown. The same in code: `Debug` of every message
//! hides what is secret, and `{:+?}` shows it.
//!
//! ```
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
//! // `capture` is anything that can be read: what a host sent.
//! let mut buffer = [0; 4096];
//! let mut frames = FrameReader::new(&mut buffer);
//! let mut shown = Vec::new();
//! loop {
//!     while let Some(incoming) = frames.next()? {
//!         let ReceivedFrame::Frame(frame) = incoming else { continue }; // larger than the buffer
//!         let Some(method) = Method::from_request(frame.header.identifier()) else { continue };
//!         match AnyRequest::decode(method, frame.payload) {
//!             Ok(request) => shown.push((format!("{request:?}"), format!("{request:+?}"))),
//!             Err(error) => eprintln!("#{}: {error}", frame.header.sequence_id()),
//!         }
//!     }
//!     match std::io::Read::read(&mut capture, frames.window())? {
//!         0 => break frames.end()?, // or the capture was cut
//!         count => frames.commit(count)?,
//!     }
//! }
//! let (hidden, all) = &shown[0];
//! assert!(hidden.contains("<hidden>") && !hidden.contains("hunter2"));
//! assert!(all.contains("hunter2"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What each HRESULT means
//!
//! | code | constant | said when |
//! |---|---|---|
//! | `0x80004001` | [`NOT_IMPLEMENTED`](crate::HResult::NOT_IMPLEMENTED) | the method is unknown, or came before negotiation, or negotiation came twice |
//! | `0x80004005` | [`FAIL`](crate::HResult::FAIL) | anything else went wrong |
//! | `0x80070057` | [`INVALID_ARGUMENT`](crate::HResult::INVALID_ARGUMENT) | a field's value makes no sense |
//! | `0x80070490` | [`NOT_FOUND`](crate::HResult::NOT_FOUND) | there is no process with this id |
//! | `0x80370105` | [`INVALID_STATE`](crate::HResult::INVALID_STATE) | the container is not in a state for this |
//! | `0xC0370109` | [`TIMEOUT`](crate::HResult::TIMEOUT) | a process did not end in time |
//! | `0xC037010B` | [`UNKNOWN_MESSAGE`](crate::HResult::UNKNOWN_MESSAGE) | said by Windows guests for an unknown message |
//! | `0xC037010C` | [`UNSUPPORTED_PROTOCOL_VERSION`](crate::HResult::UNSUPPORTED_PROTOCOL_VERSION) | host and guest have no version in common |
//! | `0xC037010D` | [`INVALID_JSON`](crate::HResult::INVALID_JSON) | the payload does not decode, or its schema version is too old |
//! | `0xC037010E` | [`SYSTEM_NOT_FOUND`](crate::HResult::SYSTEM_NOT_FOUND) | there is no container with this id |
//! | `0xC037010F` | [`SYSTEM_ALREADY_EXISTS`](crate::HResult::SYSTEM_ALREADY_EXISTS) | there is one already |
//! | `0xC0370110` | [`SYSTEM_ALREADY_STOPPED`](crate::HResult::SYSTEM_ALREADY_STOPPED) | it has ended |
//!
//! ```
//! use gcs_prot::HResult;
//!
//! let result = HResult::from_bits(0xC037_010E);
//! assert_eq!(result.to_string(), "0xc037010e (compute system not found)");
//! assert_eq!(result.0, -1_070_137_074); // as it stands on the wire
//! ```
//!
//! # What the types refuse
//!
//! Most ways to misuse an endpoint do not compile. A request is answered once:
//!
//! ```compile_fail,E0382
//! # use gcs_prot::{HResult, endpoint::{Call, Guest, Event}, message::Empty};
//! # fn run(guest: &mut Guest<'_, 8>) -> Result<(), Box<dyn std::error::Error>> {
//! if let Some(Event::Call(Call::Start(_, reply))) = guest.poll()? {
//!     reply.ok(&Empty {})?;
//!     reply.fail(HResult::FAIL, "or not")?; // it was used up
//! }
//! # Ok(()) }
//! ```
//!
//! It is answered with the response of its method, and with no other:
//!
//! ```compile_fail,E0308
//! # use gcs_prot::{endpoint::{Call, Guest, Event}, message::Empty};
//! # fn run(guest: &mut Guest<'_, 8>) -> Result<(), Box<dyn std::error::Error>> {
//! if let Some(Event::Call(Call::ExecuteProcess(_, reply))) = guest.poll()? {
//!     reply.ok(&Empty {})?; // where is the process id?
//! }
//! # Ok(()) }
//! ```
//!
//! And so it is when it is answered later; a token is used up, and has no copy:
//!
//! ```compile_fail,E0382
//! # use gcs_prot::{endpoint::{Guest, Token}, message::Empty, rpc};
//! # fn run(guest: &mut Guest<'_, 8>, token: Token<rpc::Start>) -> Result<(), Box<dyn std::error::Error>> {
//! guest.respond(token, &Empty {})?;
//! guest.respond(token, &Empty {})?;
//! # Ok(()) }
//! ```
//!
//! ```compile_fail,E0599
//! # use gcs_prot::endpoint::Token;
//! # fn run(token: Token) -> (Token, Token) {
//! (token.clone(), token)
//! # }
//! ```
//!
//! A token that nobody keeps is a warning, here made an error:
//!
//! ```compile_fail
//! #![deny(unused_must_use)]
//! # use gcs_prot::{endpoint::Reply, rpc};
//! # fn run(reply: Reply<'_, '_, rpc::Start>) {
//! reply.later();
//! # }
//! ```
//!
//! A request lies in the receive buffer, and is gone when the guest is asked for the next one, or takes more bytes:
//!
//! ```compile_fail,E0499
//! # use gcs_prot::endpoint::{Endpoint, Guest};
//! # fn run(guest: &mut Guest<'_, 8>) -> Result<(), Box<dyn std::error::Error>> {
//! let first = guest.poll()?;
//! let second = guest.poll()?;
//! println!("{first:?} {second:?}");
//! # Ok(()) }
//! ```
//!
//! ```compile_fail,E0499
//! # use gcs_prot::wire::FrameReader;
//! # fn run(frames: &mut FrameReader<'_>) -> Result<(), Box<dyn std::error::Error>> {
//! let frame = frames.next()?;
//! frames.commit(16)?;
//! println!("{frame:?}");
//! # Ok(()) }
//! ```
//!
//! What was decoded borrows the payload, and what was written the buffer; neither is written over while it is looked at:
//!
//! ```compile_fail,E0499
//! # use gcs_prot::{json, message::{ContainerCreate, Request}};
//! # fn run(buffer: &mut [u8]) -> Result<(), gcs_prot::Error> {
//! let create: Request<ContainerCreate> = json::decode(buffer)?;
//! json::encode(&7, buffer)?;
//! println!("{}", create.base.container_id);
//! # Ok(()) }
//! ```
//!
//! ```compile_fail,E0499
//! # use gcs_prot::{json, rpc::write_message, wire::{MessageIdentifier, SequenceId}};
//! # fn run(buffer: &mut [u8], [one, two]: [MessageIdentifier; 2]) -> Result<(), gcs_prot::Error> {
//! let first = write_message(buffer, one, SequenceId(1), "one")?;
//! let second = write_message(buffer, two, SequenceId(2), "two")?;
//! println!("{first:?} {second:?}");
//! # Ok(()) }
//! ```
//!
//! # What is refused at run time, and what is not
//!
//! | misuse | outcome |
//! |---|---|
//! | a token is used on another guest | [`OtherGuest`](crate::endpoint::RespondError::OtherGuest); the token comes back |
//! | a token is used after its guest was [`reset`](crate::endpoint::Endpoint::reset) | [`SessionGone`](crate::endpoint::RespondError::SessionGone) |
//! | more bytes are committed than the window held | [`CommitBeyondWindow`](crate::wire::FrameError::CommitBeyondWindow) |
//! | the endpoint is not polled until it has nothing more | its window is [`NotPolled`](crate::wire::FrameError::NotPolled), and so is the end of its stream |
//! | more is said to be sent than was outgoing | no more than that is taken for sent |
//! | a call comes before negotiation, or is one too many | [`CallError`](crate::endpoint::CallError) |
//! | a message does not fit its buffer | [`BufferFull`](crate::ErrorKind::BufferFull), and no header in front of it |
//!
//! Not noticed: bytes that were received and never committed, or committed twice; bytes that were said to be sent and were
//! not, or were sent twice; a request that is dropped without an answer, for which the host waits; a session that is resumed
//! with a host that begins anew. The first two cannot happen with the adapters, [`embedded-io`](crate#features) and
//! `embedded-io-async`.

pub mod between;
pub mod migration;
pub mod processes;
pub mod windows;
