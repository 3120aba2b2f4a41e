//! Tests reads, writes and flushes whose futures are dropped at random. No bytes are lost, and none are sent twice.
#![cfg(feature = "embedded-io-async")]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use gcs_prot::endpoint::{Call, Endpoint, Event, Guest, GuestConfig, Host, HostEvent, io_async};
use gcs_prot::message::{
    ContainerWaitForProcess, ContainerWaitForProcessResponse, NegotiateProtocol, ProtocolVersion, Request,
};
use gcs_prot::rpc;
use proptest::prelude::*;

/// A xorshift generator of pseudo-random numbers. All users share it.
#[derive(Clone)]
struct Random(Rc<RefCell<u64>>);

impl Random {
    fn below(&self, bound: u64) -> u64 {
        let mut state = self.0.borrow_mut();
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        *state % bound
    }

    /// Is pending at random.
    async fn wait(&self) {
        poll_fn(|_| if self.below(3) == 0 { Poll::Ready(()) } else { Poll::Pending }).await;
    }
}

/// One direction: the written bytes, and the flushed bytes, which can be read.
#[derive(Clone)]
struct Pipe {
    random: Random,
    written: Rc<RefCell<Vec<u8>>>,
    flushed: Rc<RefCell<VecDeque<u8>>>,
}

impl Pipe {
    fn new(random: &Random) -> Self {
        Self { random: random.clone(), written: Rc::default(), flushed: Rc::default() }
    }
}

impl embedded_io_async::ErrorType for Pipe {
    type Error = std::convert::Infallible;
}

impl embedded_io_async::Read for Pipe {
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Self::Error> {
        self.random.wait().await;
        poll_fn(|_| if self.flushed.borrow().is_empty() { Poll::Pending } else { Poll::Ready(()) }).await;
        let mut flushed = self.flushed.borrow_mut();
        let most = usize::try_from(self.random.below(100) + 1).expect("small");
        let count = most.min(buffer.len()).min(flushed.len());
        for place in &mut buffer[..count] {
            *place = flushed.pop_front().expect("bytes");
        }
        Ok(count)
    }
}

impl embedded_io_async::Write for Pipe {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, Self::Error> {
        self.random.wait().await;
        let count = bytes.len().min(usize::try_from(self.random.below(100) + 1).expect("small"));
        self.written.borrow_mut().extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    async fn flush(&mut self) -> Result<(), Self::Error> {
        self.random.wait().await;
        self.flushed.borrow_mut().extend(self.written.borrow_mut().drain(..));
        Ok(())
    }
}

/// Polls a future a few times. Drops it if it is not ready then.
fn try_for<T>(random: &Random, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    for _ in 0..=random.below(4) {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return Some(value);
        }
    }
    None
}

/// Runs one of the adapter functions over the pipes. Its future may be dropped.
fn step(random: &Random, endpoint: &mut impl Endpoint, input: &mut Pipe, output: &mut Pipe) {
    match random.below(3) {
        0 => {
            if let Some(outcome) = try_for(random, io_async::flush(endpoint, output)) {
                outcome.expect("a good transport");
            }
        }
        1 if endpoint.window().is_ok() => {
            if let Some(outcome) = try_for(random, io_async::fill(endpoint, input)) {
                assert!(outcome.expect("a good transport"));
            }
        }
        _ => {
            if let Some(outcome) = try_for(random, io_async::exchange(endpoint, input, output)) {
                assert!(outcome.expect("a good transport"));
            }
        }
    }
}

fn session(seed: u64) {
    const WAITS: u32 = 30;
    let random = Random(Rc::new(RefCell::new(seed | 1)));
    let (to_guest, to_host) = (Pipe::new(&random), Pipe::new(&random));
    let mut buffers = [const { [0xa5; 2048] }; 4];
    let [a, b, c, d] = &mut buffers;
    let mut host = Host::<8>::new(a, b);
    let mut guest = Guest::<4>::new(c, d, GuestConfig::default());
    let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    host.call::<rpc::NegotiateProtocol>(&Request { body, ..Request::default() }).expect("the first call");
    let (mut next, mut executed, mut answered) = (0, Vec::new(), Vec::new());
    for _ in 0..200_000 {
        step(&random, &mut host, &mut to_host.clone(), &mut to_guest.clone());
        while let Some(event) = host.poll().expect("a good stream") {
            let HostEvent::Response(_, response) = event else { panic!("{event:?}") };
            answered.extend(response.into::<rpc::WaitForProcess>().map(|wait| wait.body.exit_code));
        }
        if next < WAITS && host.version().is_some() {
            let body = ContainerWaitForProcess { process_id: next, timeout_in_ms: 0 };
            if host.call::<rpc::WaitForProcess>(&Request { body, ..Request::default() }).is_ok() {
                next += 1;
            }
        }
        step(&random, &mut guest, &mut to_guest.clone(), &mut to_host.clone());
        while let Some(event) = guest.poll().expect("a good stream") {
            if let Event::Call(Call::WaitForProcess(wait, reply)) = event {
                executed.push(wait.body.process_id);
                reply.ok(&ContainerWaitForProcessResponse { exit_code: wait.body.process_id }).expect("room");
            }
        }
        if answered.len() == WAITS as usize {
            break;
        }
    }
    let all: Vec<u32> = (0..WAITS).collect();
    assert_eq!((executed, answered), (all.clone(), all), "by seed {seed}");
    assert_eq!(host.in_flight(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn whatever_is_dropped_nothing_is_lost_or_sent_twice(seed in any::<u64>()) {
        session(seed);
    }
}

#[test]
fn without_room_for_more_only_writing_goes_on() {
    let random = Random(Rc::new(RefCell::new(7)));
    let mut pipe = Pipe::new(&random);
    let mut buffers = [const { [0xa5; 2048] }; 2];
    let [a, b] = &mut buffers;
    let mut guest = Guest::<4>::new(a, b, GuestConfig::default());
    let bytes = [0x01, 0x02, 0x10, 0x10, 18, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, b'{', b'}'];
    while guest.receive(&bytes).is_ok_and(|count| count > 0) {}
    // The buffer is full of requests that were not polled, and nothing is outgoing. This is a mistake of the caller.
    let outcome = loop {
        if let Some(outcome) = try_for(&random, io_async::exchange(&mut guest, &mut pipe.clone(), &mut pipe)) {
            break outcome;
        }
    };
    let error = outcome.expect_err("not polled");
    assert_eq!(error.to_string(), "the receive buffer holds messages that must be polled first");
}

/// A peer that has sent all of its requests and does not send any more, but still reads slowly.
struct HalfClosed {
    requests: VecDeque<u8>,
    answers: Rc<RefCell<Vec<u8>>>,
}

impl embedded_io_async::ErrorType for HalfClosed {
    type Error = std::convert::Infallible;
}

impl embedded_io_async::Read for HalfClosed {
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Self::Error> {
        let count = buffer.len().min(self.requests.len());
        for (place, byte) in buffer.iter_mut().zip(self.requests.drain(..count)) {
            *place = byte;
        }
        Ok(count)
    }
}

impl embedded_io_async::Write for HalfClosed {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, Self::Error> {
        // The write is not ready at once, so the end of the stream can be read first.
        let mut is_ready = false;
        poll_fn(|_| if std::mem::replace(&mut is_ready, true) { Poll::Ready(()) } else { Poll::Pending }).await;
        let count = bytes.len().min(50);
        self.answers.borrow_mut().extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    async fn flush(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
}

#[test]
fn a_peer_that_has_stopped_to_send_gets_every_answer_before_the_end_counts() {
    let mut buffers = [const { [0xa5; 2048] }; 4];
    let [a, b, c, d] = &mut buffers;
    let mut host = Host::<16>::new(a, b);
    let mut guest = Guest::<4>::new(c, d, GuestConfig::default());
    let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    host.call::<rpc::NegotiateProtocol>(&Request { body, ..Request::default() }).expect("the first call");
    guest.receive(host.outgoing()).expect("a good stream");
    host.sent(usize::MAX);
    assert!(matches!(guest.poll(), Ok(Some(Event::Negotiated(_)))));
    host.receive(guest.outgoing()).expect("a good stream");
    guest.sent(usize::MAX);
    guest.flushed();
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Response(..)))));
    for process_id in 0..10 {
        let body = ContainerWaitForProcess { process_id, timeout_in_ms: 0 };
        host.call::<rpc::WaitForProcess>(&Request { body, ..Request::default() }).expect("room");
    }
    let answers = Rc::default();
    let mut reader = HalfClosed { requests: host.outgoing().iter().copied().collect(), answers: Rc::clone(&answers) };
    let mut writer = HalfClosed { requests: VecDeque::new(), answers };
    let mut executed = 0;
    loop {
        while let Some(event) = guest.poll().expect("a good stream") {
            let Event::Call(Call::WaitForProcess(_, reply)) = event else { panic!("{event:?}") };
            executed += 1;
            reply.ok(&ContainerWaitForProcessResponse { exit_code: 3 }).expect("room");
        }
        let mut exchanged = pin!(io_async::exchange(&mut guest, &mut reader, &mut writer));
        let outcome = loop {
            if let Poll::Ready(outcome) = exchanged.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                break outcome;
            }
        };
        if !outcome.expect("a good transport") {
            break;
        }
    }
    host.sent(usize::MAX);
    let mut answered = 0;
    let mut rest = &*writer.answers.take();
    while !rest.is_empty() {
        rest = &rest[host.receive(rest).expect("a good stream")..];
        while let Some(event) = host.poll().expect("a good stream") {
            assert!(matches!(event, HostEvent::Response(..)));
            answered += 1;
        }
    }
    assert_eq!((executed, answered), (10, 10));
}
