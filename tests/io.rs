//! Tests endpoints over the transports of `embedded-io` and `embedded-io-async`.
#![cfg(all(feature = "embedded-io", feature = "embedded-io-async"))]

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use embedded_io::ErrorKind;
use gcs_prot::endpoint::io::IoError;
use gcs_prot::endpoint::{Endpoint, Event, Guest, GuestConfig, io, io_async};
use gcs_prot::message::Empty;
use gcs_prot::wire::FrameError;

const HOST: &[u8] = include_bytes!("vectors/session.host-to-guest.bin");

/// A transport that delivers `input` in small pieces, and also accepts output in small pieces.
struct Wire<'i> {
    input: &'i [u8],
    output: Vec<u8>,
    stuck: bool,
    /// The operation that fails, and its error.
    broken: Option<(Part, ErrorKind)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Read,
    Write,
    Flush,
}

impl Wire<'_> {
    fn part(&self, part: Part) -> Result<(), ErrorKind> {
        match self.broken {
            Some((broken, kind)) if broken == part => Err(kind),
            _ => Ok(()),
        }
    }
}

impl embedded_io::ErrorType for Wire<'_> {
    type Error = ErrorKind;
}

impl embedded_io::Read for Wire<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, ErrorKind> {
        self.part(Part::Read)?;
        let count = buffer.len().min(self.input.len()).min(1000);
        let (piece, rest) = self.input.split_at(count);
        buffer[..count].copy_from_slice(piece);
        self.input = rest;
        Ok(count)
    }
}

impl embedded_io::Write for Wire<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.part(Part::Write)?;
        let count = if self.stuck { 0 } else { bytes.len().min(33) };
        self.output.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        self.part(Part::Flush)
    }
}

impl embedded_io_async::Read for Wire<'_> {
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, ErrorKind> {
        embedded_io::Read::read(self, buffer)
    }
}

impl embedded_io_async::Write for Wire<'_> {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        embedded_io::Write::write(self, bytes)
    }

    async fn flush(&mut self) -> Result<(), ErrorKind> {
        embedded_io::Write::flush(self)
    }
}

fn wire(input: &[u8]) -> Wire<'_> {
    Wire { input, output: Vec::new(), stuck: false, broken: None }
}

fn answer(guest: &mut Guest<'_>) -> Result<(), IoError<ErrorKind>> {
    while let Some(event) = guest.poll()? {
        if let Event::Call(call) = event {
            call.into_reply().ok_with(&Empty {}).expect("room");
        }
    }
    Ok(())
}

fn serve(guest: &mut Guest<'_>, wire: &mut Wire<'_>) -> Result<(), IoError<ErrorKind>> {
    loop {
        answer(guest)?;
        if !io::flush(guest, wire)? && !io::fill(guest, wire)? {
            return Ok(());
        }
    }
}

async fn serve_async(guest: &mut Guest<'_>, wire: &mut Wire<'_>) -> Result<(), IoError<ErrorKind>> {
    loop {
        answer(guest)?;
        if !io_async::flush(guest, wire).await? && !io_async::fill(guest, wire).await? {
            return Ok(());
        }
    }
}

/// Polls a future once. The wire is always ready, so the future is too.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the wire is always ready"),
    }
}

#[test]
fn the_recorded_requests_are_all_answered_over_a_transport() {
    let (mut receive, mut send) = (vec![0; 200_000], vec![0; 4096]);
    let mut guest = Guest::new(&mut receive, &mut send, GuestConfig::default());
    let mut blocking = wire(HOST);
    assert_eq!(serve(&mut guest, &mut blocking), Ok(()));
    assert_eq!(blocking.output.windows(10).filter(|bytes| bytes == br#"{"Result":"#).count(), 129 + 3);
    guest.reset();
    let mut asynchronous = wire(HOST);
    assert_eq!(ready(serve_async(&mut guest, &mut asynchronous)), Ok(()));
    assert!(asynchronous.output == blocking.output);
}

#[test]
fn errors_of_a_transport_are_returned() {
    let (mut receive, mut send) = (vec![0; 4096], vec![0; 4096]);
    let mut guest = Guest::new(&mut receive, &mut send, GuestConfig::default());
    let cut = IoError::<ErrorKind>::Frame(FrameError::Truncated { received: 100 });
    assert_eq!(serve(&mut guest, &mut wire(&HOST[..100])), Err(cut));
    guest.reset();
    assert_eq!(ready(serve_async(&mut guest, &mut wire(&HOST[..100]))), Err(cut));
    guest.reset();
    let mut stuck = Wire { stuck: true, ..wire(HOST) };
    let error = serve(&mut guest, &mut stuck).expect_err("nothing can be written");
    assert_eq!(error, IoError::WriteZero);
    guest.reset();
    let mut stuck = Wire { stuck: true, ..wire(HOST) };
    assert_eq!(ready(serve_async(&mut guest, &mut stuck)), Err(error));
    guest.reset();
    let mut full = wire(&HOST[106_745..]);
    while io::fill(&mut guest, &mut full).is_ok() {}
    assert_eq!(io::fill(&mut guest, &mut full), Err(IoError::Frame(FrameError::NotPolled)));
}

#[test]
fn the_error_of_a_failed_transport_is_described() {
    let (mut receive, mut send) = (vec![0; 200_000], vec![0; 4096]);
    let mut guest = Guest::new(&mut receive, &mut send, GuestConfig::default());
    for (part, kind) in [
        (Part::Read, ErrorKind::ConnectionReset),
        (Part::Write, ErrorKind::BrokenPipe),
        (Part::Flush, ErrorKind::TimedOut),
    ] {
        let expected = IoError::Transport(kind);
        for asynchronous in [false, true] {
            let mut broken = Wire { broken: Some((part, kind)), ..wire(HOST) };
            let result =
                if asynchronous { ready(serve_async(&mut guest, &mut broken)) } else { serve(&mut guest, &mut broken) };
            assert_eq!(result, Err(expected), "{part:?}");
            guest.reset();
        }
        assert_eq!(expected.to_string(), format!("the transport failed: {kind}"));
    }
    let lost = IoError::<ErrorKind>::Frame(FrameError::SizeBelowHeader { size: 3 });
    assert_eq!(lost.to_string(), FrameError::SizeBelowHeader { size: 3 }.to_string());
    assert!(IoError::<ErrorKind>::Frame(FrameError::NotPolled).to_string().contains("polled first"));
}

/// A lost stream has no window. The error tells why.
#[test]
fn a_lost_stream_is_told_apart_from_one_that_was_not_polled() {
    let (mut receive, mut send) = (vec![0; 4096], vec![0; 4096]);
    let mut guest = Guest::new(&mut receive, &mut send, GuestConfig::default());
    let header = [1, 1, 16, 16, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let lost = IoError::Frame(FrameError::SizeBelowHeader { size: 3 });
    assert_eq!(serve(&mut guest, &mut wire(&header)), Err(lost));
    assert_eq!(io::fill(&mut guest, &mut wire(HOST)), Err(lost));
    assert_eq!(ready(io_async::fill(&mut guest, &mut wire(HOST))), Err(lost));
}

/// A transport that buffers written bytes until it is flushed. The first flush fails or is pending.
#[derive(Default)]
struct Buffered {
    kept: Vec<u8>,
    arrived: Vec<u8>,
    interrupted: bool,
}

impl embedded_io::ErrorType for Buffered {
    type Error = ErrorKind;
}

impl embedded_io::Write for Buffered {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        if !std::mem::replace(&mut self.interrupted, true) {
            return Err(ErrorKind::Interrupted);
        }
        self.arrived.append(&mut self.kept);
        Ok(())
    }
}

impl embedded_io_async::Write for Buffered {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        embedded_io::Write::write(self, bytes)
    }

    async fn flush(&mut self) -> Result<(), ErrorKind> {
        if embedded_io::Write::flush(self).is_err() {
            std::future::pending::<()>().await;
        }
        Ok(())
    }
}

#[test]
fn a_flush_that_was_interrupted_or_dropped_is_made_up_for_by_the_next_call() {
    let (mut receive, mut send) = (vec![0; 4096], vec![0; 4096]);
    let mut guest = Guest::<4>::new(&mut receive, &mut send, GuestConfig::default());
    for asynchronous in [false, true] {
        let mut transport = Buffered::default();
        guest.window().expect("room")[..125].copy_from_slice(&HOST[..125]);
        guest.commit(125).expect("room");
        assert!(matches!(guest.poll(), Ok(Some(Event::Negotiated(_)))));
        let size = guest.outgoing().len();
        if asynchronous {
            let future = pin!(io_async::flush(&mut guest, &mut transport));
            assert!(future.poll(&mut Context::from_waker(Waker::noop())).is_pending());
            // The future is dropped here.
        } else {
            let interrupted = IoError::Transport(ErrorKind::Interrupted);
            assert_eq!(io::flush(&mut guest, &mut transport), Err(interrupted));
        }
        assert_eq!((transport.arrived.len(), guest.outgoing().len()), (0, 0));
        let flushed = if asynchronous {
            ready(io_async::flush(&mut guest, &mut transport))
        } else {
            io::flush(&mut guest, &mut transport)
        };
        assert_eq!(flushed, Ok(true));
        assert_eq!(transport.arrived.len(), size);
        assert_eq!(io::flush(&mut guest, &mut transport), Ok(false), "nothing is left to do");
        guest.reset();
    }
}
