//! Decode in a static buffer.
//!
//! Messages are decoded in place. The receive buffer limits the size of a message. A guest answers a larger message
//! with a failure, and then reads the next one. Beyond the buffer, a decoded message takes its struct (2.2 KB for a
//! Create) and a few hundred bytes of stack for each level of nesting.
//!
//! A firmware keeps the buffers in statics, for example in a `ConstStaticCell` of the crate
//! [`static_cell`](https://docs.rs/static_cell), which lends its contents once and needs no unsafe code. The endpoint then
//! lives as long as the program:
//!
//! ```
//! use gcs_prot::HResult;
//! use gcs_prot::endpoint::{Endpoint, Event, Guest, GuestConfig};
//! use gcs_prot::wire::FrameError;
//! use static_cell::{ConstStaticCell, StaticCell};
//!
//! static RECEIVE: ConstStaticCell<[u8; 16_384]> = ConstStaticCell::new([0; 16_384]);
//! static SEND: ConstStaticCell<[u8; 4096]> = ConstStaticCell::new([0; 4096]);
//! static GUEST: StaticCell<Guest<'static, 8>> = StaticCell::new();
//!
//! /// Sets up the guest. It must be called once.
//! fn start() -> &'static mut Guest<'static, 8> {
//!     GUEST.init_with(|| Guest::new(RECEIVE.take(), SEND.take(), GuestConfig::default()))
//! }
//!
//! /// Takes bytes from the serial port, and returns how many. The port must offer the others again once outgoing bytes
//! /// have been sent.
//! fn receive(guest: &mut Guest<'static, 8>, bytes: &[u8]) -> Result<usize, FrameError> {
//!     let mut taken = 0;
//!     loop {
//!         while let Some(event) = guest.poll()? {
//!             if let Event::Call(call) = event {
//!                 // The default configuration hands out a call only if any answer fits.
//!                 let _ = call.fail(HResult::NOT_IMPLEMENTED, "not in this agent");
//!             }
//!         }
//!         match guest.receive(&bytes[taken..])? {
//!             0 => return Ok(taken),
//!             count => taken += count,
//!         }
//!     }
//! }
//!
//! let guest = start();
//! # use gcs_prot::message::{NegotiateProtocol, ProtocolVersion, Request};
//! # use gcs_prot::{rpc, wire::SequenceId};
//! # let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
//! # let mut message = [0; 512];
//! # let identifier = rpc::Method::NegotiateProtocol.request();
//! # let message = rpc::write_message(&mut message, identifier, SequenceId(0), &Request { body, ..Request::default() })?;
//! assert_eq!(receive(guest, message)?, message.len()); // the host negotiates
//! assert_eq!(guest.version(), Some(ProtocolVersion::V4));
//! assert!(!guest.outgoing().is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
