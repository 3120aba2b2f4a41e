//! A process ends while a read is pending.
//!
//! A host keeps its `WaitForProcess` calls open until the processes end. Therefore an agent waits for three things at
//! once: bytes from the host, the end of a process, and the timeout of a wait. This chapter shows such a loop in three
//! versions. In each of them, [`Waits`](crate::endpoint::Waits) keeps the requests.
//!
//! The examples keep every request. An agent first answers those for a process that it has not started, with
//! [`NOT_FOUND`](crate::HResult::NOT_FOUND): [`Waits`](crate::endpoint::Waits) does not know which processes there are.
//!
//! # With threads
//!
//! One thread reads the socket, and others wait for processes. They all send to one channel.
//!
//! ```
//! use std::error::Error;
//! use std::io::{Read, Write};
//! use std::sync::mpsc::{Receiver, Sender};
//! use std::time::{Duration, Instant};
//!
//! use gcs_prot::HResult;
//! use gcs_prot::endpoint::{Call, Endpoint, Event, Guest, GuestConfig, Waits};
//!
//! enum Input {
//!     /// Bytes from the host. They are empty at the end of the stream.
//!     Bytes(Vec<u8>),
//!     Ended { process: u32, code: u32 },
//! }
//!
//! /// Reads the socket in a thread of its own.
//! fn read(mut stream: impl Read, inbox: Sender<Input>) {
//!     let mut buffer = [0; 4096];
//!     loop {
//!         let count = stream.read(&mut buffer).unwrap_or(0);
//!         if inbox.send(Input::Bytes(buffer[..count].to_vec())).is_err() || count == 0 {
//!             break;
//!         }
//!     }
//! }
//!
//! fn serve(mut stream: impl Write, inbox: Receiver<Input>) -> Result<(), Box<dyn Error>> {
//!     let (mut receive, mut send) = ([0; 16_384], [0; 4096]);
//!     let mut guest = Guest::<8>::new(&mut receive, &mut send, GuestConfig::default());
//!     let mut waits = Waits::<u32, 32>::new();
//!     let clock = Instant::now();
//!     let mut bytes = Vec::new();
//!     loop {
//!         let now = clock.elapsed().as_millis() as u64;
//!         while let Some(event) = guest.poll()? {
//!             match event {
//!                 Event::Call(Call::WaitForProcess(wait, reply)) if waits.len() < 32 => {
//!                     waits.add(wait.body.process_id, reply.later(), wait.body.timeout_in_ms, now)?;
//!                 }
//!                 Event::Call(call) => call.fail(HResult::NOT_IMPLEMENTED, "not in this agent")?,
//!                 _ => {}
//!             }
//!         }
//!         waits.answer(&mut guest, now);
//!         if !guest.outgoing().is_empty() {
//!             stream.write_all(guest.outgoing())?;
//!             guest.sent(guest.outgoing().len());
//!         } else if !bytes.is_empty() {
//!             let count = guest.receive(&bytes)?;
//!             bytes.drain(..count);
//!         } else {
//!             let input = match waits.deadline() {
//!                 Some(deadline) => inbox.recv_timeout(Duration::from_millis(deadline.saturating_sub(now))).ok(),
//!                 None => Some(inbox.recv()?),
//!             };
//!             match input {
//!                 Some(Input::Bytes(end)) if end.is_empty() => return Ok(guest.end()?),
//!                 Some(Input::Bytes(more)) => bytes = more,
//!                 // Requests that wait now are answered even if the table is full.
//!                 Some(Input::Ended { process, code }) => drop(waits.ended(process, code)),
//!                 None => {} // A timeout has expired.
//!             }
//!         }
//!     }
//! }
//! # let (mut host_end, guest_end) = std::os::unix::net::UnixStream::pair()?;
//! # let (sender, inbox) = std::sync::mpsc::channel();
//! # let (reader, ends) = (guest_end.try_clone()?, sender.clone());
//! # std::thread::spawn(move || read(reader, sender));
//! # std::thread::spawn(move || serve(guest_end, inbox).expect("a clean end"));
//! # use gcs_prot::{endpoint::{Host, HostEvent}, message::{ContainerWaitForProcess, NegotiateProtocol, ProtocolVersion, Request}, rpc};
//! # let (mut receive, mut send) = ([0; 8192], [0; 2048]);
//! # let mut host = Host::<4>::new(&mut receive, &mut send);
//! # let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
//! # host.call::<rpc::NegotiateProtocol>(&Request { body: versions, ..Request::default() })?;
//! # let (mut late, mut code) = (None, None);
//! # while code.is_none() {
//! #     host_end.write_all(host.outgoing())?;
//! #     host.sent(usize::MAX);
//! #     let count = host_end.read(host.window()?)?;
//! #     host.commit(count)?;
//! #     while let Some(HostEvent::Response(_, response)) = host.poll()? {
//! #         match response.into::<rpc::WaitForProcess>() {
//! #             Some(wait) if wait.base.result.is_ok() => code = Some(wait.body.exit_code),
//! #             Some(wait) => {
//! #                 late = Some(wait.base.result);
//! #                 ends.send(Input::Ended { process: 7, code: 3 })?;
//! #             }
//! #             None => for timeout_in_ms in [u32::MAX, 5] {
//! #                 let body = ContainerWaitForProcess { process_id: 7, timeout_in_ms };
//! #                 host.call::<rpc::WaitForProcess>(&Request { body, ..Request::default() })?;
//! #             },
//! #         }
//! #     }
//! # }
//! # assert_eq!((late, code), (Some(HResult::TIMEOUT), Some(3)));
//! # Ok::<(), Box<dyn Error>>(())
//! ```
//!
//! # With tokio
//!
//! [`exchange`] waits for both directions of the connection. It is cancel safe, so
//! `select!` can drop it when a process ends or a timeout expires first.
//! The example needs the feature `embedded-io-async`.
//!
#![cfg_attr(feature = "embedded-io-async", doc = "[`exchange`]: crate::endpoint::io_async::exchange")]
#![cfg_attr(
    not(feature = "embedded-io-async"),
    doc = "[`exchange`]: https://docs.rs/gcs-prot/latest/gcs_prot/endpoint/io_async/fn.exchange.html"
)]
//!
#![cfg_attr(feature = "embedded-io-async", doc = "```")]
#![cfg_attr(not(feature = "embedded-io-async"), doc = "```ignore")]
//! use std::error::Error;
//! use std::time::Duration;
//!
//! use embedded_io_adapters::tokio_1::FromTokio;
//! use gcs_prot::HResult;
//! use gcs_prot::endpoint::{Call, Event, Guest, GuestConfig, Waits, io_async};
//! use tokio::net::UnixStream;
//! use tokio::sync::mpsc::Receiver;
//! use tokio::time::{Instant, sleep_until};
//!
//! async fn serve(stream: UnixStream, mut ended: Receiver<(u32, u32)>) -> Result<(), Box<dyn Error>> {
//!     let (reader, writer) = stream.into_split();
//!     let (mut reader, mut writer) = (FromTokio::new(reader), FromTokio::new(writer));
//!     let (mut receive, mut send) = ([0; 16_384], [0; 4096]);
//!     let mut guest = Guest::<8>::new(&mut receive, &mut send, GuestConfig::default());
//!     let mut waits = Waits::<u32, 32>::new();
//!     let clock = Instant::now();
//!     loop {
//!         let now = clock.elapsed().as_millis() as u64;
//!         while let Some(event) = guest.poll()? {
//!             match event {
//!                 Event::Call(Call::WaitForProcess(wait, reply)) if waits.len() < 32 => {
//!                     waits.add(wait.body.process_id, reply.later(), wait.body.timeout_in_ms, now)?;
//!                 }
//!                 Event::Call(call) => call.fail(HResult::NOT_IMPLEMENTED, "not in this agent")?,
//!                 _ => {}
//!             }
//!         }
//!         waits.answer(&mut guest, now);
//!         let deadline = waits.deadline().unwrap_or(now + 60_000);
//!         tokio::select! {
//!             open = io_async::exchange(&mut guest, &mut reader, &mut writer) => if !open? { return Ok(()) },
//!             Some((process, code)) = ended.recv() => drop(waits.ended(process, code)),
//!             () = sleep_until(clock + Duration::from_millis(deadline)) => {}
//!         }
//!     }
//! }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn Error>> {
//! # use gcs_prot::{endpoint::{Endpoint, Host, HostEvent}, message::{ContainerWaitForProcess, NegotiateProtocol, ProtocolVersion, Request}, rpc};
//! # let (host_end, guest_end) = UnixStream::pair()?;
//! # let (sender, ended) = tokio::sync::mpsc::channel(4);
//! # let host = async {
//! #     let (reader, writer) = host_end.into_split();
//! #     let (mut reader, mut writer) = (FromTokio::new(reader), FromTokio::new(writer));
//! #     let (mut receive, mut send) = ([0; 8192], [0; 2048]);
//! #     let mut host = Host::<4>::new(&mut receive, &mut send);
//! #     let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
//! #     host.call::<rpc::NegotiateProtocol>(&Request { body: versions, ..Request::default() })?;
//! #     let mut late = None;
//! #     loop {
//! #         io_async::exchange(&mut host, &mut reader, &mut writer).await?;
//! #         while let Some(HostEvent::Response(_, response)) = host.poll()? {
//! #             match response.into::<rpc::WaitForProcess>() {
//! #                 Some(wait) if wait.base.result.is_ok() => {
//! #                     assert_eq!((late, wait.body.exit_code), (Some(HResult::TIMEOUT), 3));
//! #                     return Ok::<(), Box<dyn Error>>(());
//! #                 }
//! #                 Some(wait) => {
//! #                     late = Some(wait.base.result);
//! #                     sender.send((7, 3)).await?;
//! #                 }
//! #                 None => for timeout_in_ms in [u32::MAX, 5] {
//! #                     let body = ContainerWaitForProcess { process_id: 7, timeout_in_ms };
//! #                     host.call::<rpc::WaitForProcess>(&Request { body, ..Request::default() })?;
//! #                 },
//! #             }
//! #         }
//! #     }
//! # };
//! # let (served, asked) = tokio::join!(serve(guest_end, ended), host);
//! # served?;
//! # asked
//! # }
//! ```
//!
//! # From a static buffer, without std
//!
//! A main loop without threads processes the bytes that interrupts have stored in a ring buffer, and never blocks.
//! `step` returns the time at which it must be called again, unless an interrupt comes before.
//!
//! ```
//! use gcs_prot::HResult;
//! use gcs_prot::endpoint::{Call, Endpoint, Event, Guest, Waits};
//! use gcs_prot::wire::FrameError;
//! use static_cell::ConstStaticCell;
//!
//! /// A serial port. Interrupts fill one ring buffer and empty another one.
//! pub trait Port {
//!     /// Returns received bytes that are contiguous in the ring buffer.
//!     fn received(&self) -> &[u8];
//!     /// Removes the first `count` of those bytes.
//!     fn consume(&mut self, count: usize);
//!     /// Takes bytes to send, as many as there is room for, and returns how many.
//!     fn transmit(&mut self, bytes: &[u8]) -> usize;
//! }
//!
//! pub fn step(
//!     guest: &mut Guest<'_, 4>,
//!     waits: &mut Waits<u32, 8>,
//!     port: &mut impl Port,
//!     ended: Option<(u32, u32)>,
//!     now: u64,
//! ) -> Result<Option<u64>, FrameError> {
//!     if let Some((process, code)) = ended {
//!         // Requests that wait now are answered even if the table is full.
//!         let _ = waits.ended(process, code);
//!     }
//!     loop {
//!         while let Some(event) = guest.poll()? {
//!             // The answer always fits, because the guest returns a request only if there is room.
//!             let _ = match event {
//!                 Event::Call(Call::WaitForProcess(wait, reply)) if waits.len() < 8 => {
//!                     let token = reply.later();
//!                     waits.add(wait.body.process_id, token, wait.body.timeout_in_ms, now).map_err(drop)
//!                 }
//!                 Event::Call(call) => call.fail(HResult::NOT_IMPLEMENTED, "not in this agent").map_err(drop),
//!                 _ => Ok(()),
//!             };
//!         }
//!         waits.answer(guest, now);
//!         let sent = port.transmit(guest.outgoing());
//!         guest.sent(sent);
//!         let received = guest.receive(port.received())?;
//!         port.consume(received);
//!         if sent == 0 && received == 0 {
//!             // A wait that is due but not answered waits for room to send. An interrupt comes when there is room.
//!             return Ok(waits.deadline().filter(|deadline| *deadline > now));
//!         }
//!     }
//! }
//!
//! # #[derive(Default)]
//! # struct Rings { received: Vec<u8>, sent: Vec<u8> }
//! # impl Port for Rings {
//! #     fn received(&self) -> &[u8] { &self.received[..self.received.len().min(30)] }
//! #     fn consume(&mut self, count: usize) { self.received.drain(..count); }
//! #     fn transmit(&mut self, bytes: &[u8]) -> usize {
//! #         let count = bytes.len().min(20);
//! #         self.sent.extend_from_slice(&bytes[..count]);
//! #         count
//! #     }
//! # }
//! # use gcs_prot::{endpoint::{GuestConfig, Host, HostEvent}, message::{ContainerWaitForProcess, NegotiateProtocol, ProtocolVersion, Request}, rpc};
//! // The crate `static_cell` lends a static once, without unsafe code.
//! static RECEIVE: ConstStaticCell<[u8; 4096]> = ConstStaticCell::new([0; 4096]);
//! static SEND: ConstStaticCell<[u8; 2048]> = ConstStaticCell::new([0; 2048]);
//! let mut guest = Guest::<4>::new(RECEIVE.take(), SEND.take(), GuestConfig::default());
//! let mut waits = Waits::<u32, 8>::new();
//! # let (mut host_receive, mut host_send) = ([0; 8192], [0; 2048]);
//! # let mut host = Host::<4>::new(&mut host_receive, &mut host_send);
//! # let mut port = Rings::default();
//! # let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
//! # host.call::<rpc::NegotiateProtocol>(&Request { body: versions, ..Request::default() })?;
//! # port.received.extend_from_slice(host.outgoing());
//! # host.sent(usize::MAX);
//! assert_eq!(step(&mut guest, &mut waits, &mut port, None, 0)?, None);
//! # host.receive(&core::mem::take(&mut port.sent))?;
//! # assert!(matches!(host.poll()?, Some(HostEvent::Response(..))));
//! # let body = ContainerWaitForProcess { process_id: 7, timeout_in_ms: 250 };
//! # host.call::<rpc::WaitForProcess>(&Request { body, ..Request::default() })?;
//! # port.received.extend_from_slice(host.outgoing());
//! // The host waits for process 7, for at most 250 ms.
//! assert_eq!(step(&mut guest, &mut waits, &mut port, None, 1000)?, Some(1250));
//! assert_eq!(step(&mut guest, &mut waits, &mut port, Some((7, 3)), 1100)?, None);
//! # host.receive(&port.sent)?;
//! # let Some(HostEvent::Response(_, response)) = host.poll()? else { panic!("no response") };
//! # assert_eq!(response.into::<rpc::WaitForProcess>().map(|wait| wait.body.exit_code), Some(3));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
