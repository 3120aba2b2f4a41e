//! Misuse: what the types refuse, what endpoints refuse at run time, and what they do not notice.
//!
//! # What the types refuse
//!
//! Most ways to misuse an endpoint do not compile. You answer a request once:
//!
//! ```compile_fail,E0382
//! # use gcs_prot::{HResult, endpoint::{Call, Guest, Event}, message::Empty};
//! # fn run(guest: &mut Guest<'_, 8>) -> Result<(), Box<dyn std::error::Error>> {
//! if let Some(Event::Call(Call::Start(_, reply))) = guest.poll()? {
//!     reply.ok(&Empty {})?;
//!     reply.fail(HResult::FAIL, "a second answer")?; // `reply` was moved
//! }
//! # Ok(()) }
//! ```
//!
//! You answer it with the response of its method, and with no other:
//!
//! ```compile_fail,E0308
//! # use gcs_prot::{endpoint::{Call, Guest, Event}, message::Empty};
//! # fn run(guest: &mut Guest<'_, 8>) -> Result<(), Box<dyn std::error::Error>> {
//! if let Some(Event::Call(Call::ExecuteProcess(_, reply))) = guest.poll()? {
//!     reply.ok(&Empty {})?; // The response of this method has a process id.
//! }
//! # Ok(()) }
//! ```
//!
//! The same holds for an answer that you send later. A token is moved when you use it, and it is not `Clone`:
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
//! An unused token is a warning. Here it is an error:
//!
//! ```compile_fail
//! #![deny(unused_must_use)]
//! # use gcs_prot::{endpoint::Reply, rpc};
//! # fn run(reply: Reply<'_, '_, rpc::Start>) {
//! reply.later();
//! # }
//! ```
//!
//! A request borrows the receive buffer. You cannot use it after the next call of `poll` or `commit`:
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
//! A decoded value borrows its payload, and a written message borrows its buffer. Neither can be overwritten while you
//! use it:
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
//! | you use a token with another guest | [`OtherGuest`](crate::endpoint::RespondError::OtherGuest), which gives the token back |
//! | you use a token after its guest was [`reset`](crate::endpoint::Endpoint::reset) | [`SessionGone`](crate::endpoint::RespondError::SessionGone) |
//! | you commit more bytes than the window held | [`CommitBeyondWindow`](crate::wire::FrameError::CommitBeyondWindow) |
//! | you do not poll the endpoint until it returns `None` | `window` and `end` return [`NotPolled`](crate::wire::FrameError::NotPolled) |
//! | you report more bytes as sent than were outgoing | all outgoing bytes count as sent |
//! | you make a call before the negotiation, or too many calls | [`CallError`](crate::endpoint::CallError) |
//! | a guest selects a protocol version that you did not ask for | [`CallFailure::Version`](crate::endpoint::CallFailure::Version) |
//! | a message does not fit its buffer | [`BufferFull`](crate::ErrorKind::BufferFull); the buffer holds no valid header |
//!
//! Endpoints do not notice the following:
//!
//! - You do not commit bytes that you received, or commit them twice. The adapters for [`embedded-io`](crate#features)
//!   and `embedded-io-async` rule this out.
//! - You report bytes as sent that were not sent, or send bytes twice. The adapters rule this out as well.
//! - You drop a request without an answer. The host keeps waiting.
//! - You keep a wait for a process that does not exist. The host keeps waiting as well.
//! - You announce a capability, but do not support it. [`GuestConfig::default`](crate::endpoint::GuestConfig) announces all.
//! - You resume a session with a host that has started from scratch.
