//! Implementations of headers, frames and endpoints that share no code with this crate: right ones, which hold the laws, and
//! wrong ones, on which the laws fail.

use std::panic::{self, AssertUnwindSafe};

mod laws;

use laws::endpoint::{Endpoint, Guest, Host, Session, check_guest, check_host};
use laws::frames::{self, Event, Frames, Loss};
use laws::header::{self, Header, Headers};

/// A generator of numbers that are always the same.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        usize::try_from(self.0 >> 33).expect("31 bits") % below
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.next(256)).expect("a byte")
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.byte()).collect()
    }
}

/// Returns the message of the law about a wrong implementation, if any of many inputs breaks the law.
fn verdict(input: fn(&mut Numbers) -> Vec<u8>, mut law: impl FnMut(&[u8])) -> Option<String> {
    // A panic that is caught here is not a failure of the test.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let said = (0..3000).find_map(|seed| {
        let data = input(&mut Numbers(seed));
        let error = panic::catch_unwind(AssertUnwindSafe(|| law(&data))).err()?;
        let text = error.downcast_ref::<String>().map(String::as_str).or(error.downcast_ref::<&str>().copied());
        Some(text.expect("a message").to_owned())
    });
    panic::set_hook(hook);
    said
}

/// Each law holds of the right implementation, and names the fault of each wrong one. One test, since the hook for panics is
/// that of the whole program.
#[test]
fn the_laws_hold_of_right_implementations_and_name_the_faults_of_wrong_ones() {
    let cases: &[(Fault, Option<&str>)] = &[
        (Fault::None, None),
        (Fault::HighHalfOfIdLost, Some("read from")),
        (Fault::BigEndian, Some("written of")),
        (Fault::ResponseOfEveryCategory, Some("the response to")),
    ];
    for (fault, expected) in cases {
        let said = verdict(|numbers| numbers.bytes(20), |data| header::check(&Foreign(*fault), data));
        assert_said(*fault, said, *expected);
    }
    let cases: &[(Fault, Option<&str>)] = &[
        (Fault::None, None),
        (Fault::TruncatedIsEnd, Some("in pieces of")),
        (Fault::RestOfPieceDropped, Some("in pieces of")),
        (Fault::NoBound, Some("in pieces of")),
        (Fault::SmallSizeTaken, Some("in pieces of")),
    ];
    for (fault, expected) in cases {
        assert_said(*fault, verdict(stream, |data| frames::check(&Foreign(*fault), data)), *expected);
    }
    let cases: &[(Fault, Option<&str>)] = &[
        (Fault::None, None),
        (Fault::AnswersResponses, Some("an answer to no open request of this session")),
        (Fault::AnswersTwice, Some("an answer to no open request of this session")),
        (Fault::KeepsAnswersOfOldSession, Some("an answer to no open request of this session")),
        (Fault::ResumesInsideMessage, Some("a message of 0 bytes was sent")),
        (Fault::UnsignedResult, Some("no response")),
    ];
    for (fault, expected) in cases {
        let said = verdict(steps, |data| check_guest(&mut ForeignGuest::new(*fault), data));
        assert_said(*fault, said, *expected);
    }
    let cases: &[(Fault, Option<&str>)] = &[
        (Fault::None, None),
        (Fault::IdsBeginAgain, Some("was used before")),
        (Fault::AnswerEndsAnyCall, Some("is not open, and is over")),
        (Fault::NegotiatesOnce, Some("a request before the negotiation")),
    ];
    for (fault, expected) in cases {
        let said = verdict(steps, |data| check_host(&mut ForeignHost::new(*fault), data));
        assert_said(*fault, said, *expected);
    }
}

fn assert_said(fault: Fault, said: Option<String>, expected: Option<&str>) {
    match (said, expected) {
        (None, None) => {}
        (Some(said), Some(expected)) => assert!(said.contains(expected), "{fault:?}: {said}"),
        (said, expected) => panic!("{fault:?}: {said:?}, and not {expected:?}"),
    }
}

/// The fault of a wrong implementation.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    None,
    HighHalfOfIdLost,
    BigEndian,
    ResponseOfEveryCategory,
    TruncatedIsEnd,
    RestOfPieceDropped,
    NoBound,
    SmallSizeTaken,
    AnswersResponses,
    AnswersTwice,
    KeepsAnswersOfOldSession,
    ResumesInsideMessage,
    UnsignedResult,
    IdsBeginAgain,
    AnswerEndsAnyCall,
    NegotiatesOnce,
}

struct Foreign(Fault);

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

impl Headers for Foreign {
    fn read(&self, bytes: &[u8]) -> Option<Header> {
        if bytes.len() < 16 {
            return None;
        }
        let high = if self.0 == Fault::HighHalfOfIdLost { 0 } else { word(bytes, 12) };
        let sequence_id = u64::from(high) << 32 | u64::from(word(bytes, 8));
        Some(Header { identifier: word(bytes, 0), size: word(bytes, 4), sequence_id })
    }

    fn write(&self, header: Header) -> [u8; 16] {
        let size = if self.0 == Fault::BigEndian { header.size.swap_bytes() } else { header.size };
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&header.identifier.to_le_bytes());
        bytes[4..8].copy_from_slice(&size.to_le_bytes());
        bytes[8..].copy_from_slice(&header.sequence_id.to_le_bytes());
        bytes
    }

    fn response(&self, request: u32) -> u32 {
        let category = if self.0 == Fault::ResponseOfEveryCategory { 0x0010_0000 } else { request & 0x0ff0_0000 };
        0x2000_0000 | category | request & 0x000f_ffff
    }
}

/// A few messages: the space, the cuts, and a stream in which sizes are often right.
fn stream(numbers: &mut Numbers) -> Vec<u8> {
    let mut data = numbers.bytes(5);
    data[0] %= 32;
    for _ in 0..numbers.next(4) {
        let size = if numbers.next(8) == 0 { numbers.next(16) } else { 16 + numbers.next(64) };
        let mut message = numbers.bytes(size.max(16));
        message[4..8].copy_from_slice(&u32::try_from(size).expect("small").to_le_bytes());
        data.extend(message);
    }
    let extra = numbers.next(3);
    data.extend(numbers.bytes(extra));
    data
}

impl Frames for Foreign {
    fn read(&self, longest: usize, pieces: &[&[u8]]) -> Vec<Event> {
        let Self(fault) = *self;
        let mut events = Vec::new();
        let mut bytes = Vec::new();
        for piece in pieces {
            bytes.extend_from_slice(piece);
            while bytes.len() >= 16 {
                let size = word(&bytes, 4) as usize;
                if size < 16 && fault != Fault::SmallSizeTaken {
                    events.push(Event::Lost(Loss::SizeBelowHeader));
                    return events;
                }
                if bytes.len() < size {
                    break;
                }
                let message: Vec<u8> = bytes.drain(..size.max(1)).collect();
                let is_taken = size <= longest || fault == Fault::NoBound;
                events.push(if is_taken { Event::Frame(message) } else { Event::TooLarge(message[..16].to_vec()) });
                if fault == Fault::RestOfPieceDropped {
                    bytes.clear();
                }
            }
        }
        let is_begun = bytes.len() >= 16 && word(&bytes, 4) as usize > longest;
        if is_begun && fault != Fault::NoBound {
            events.push(Event::TooLarge(bytes[..16].to_vec()));
        }
        let is_clean = bytes.is_empty() || fault == Fault::TruncatedIsEnd;
        events.push(if is_clean { Event::End } else { Event::Lost(Loss::Truncated) });
        events
    }
}

fn message(identifier: u32, id: u64, payload: &str) -> Vec<u8> {
    let size = u32::try_from(payload.len() + 16).expect("small");
    [&identifier.to_le_bytes()[..], &size.to_le_bytes(), &id.to_le_bytes(), payload.as_bytes()].concat()
}

/// Returns steps for an endpoint. It receives mostly whole messages, in pieces of at least eight bytes.
fn steps(numbers: &mut Numbers) -> Vec<u8> {
    let mut data = Vec::new();
    for _ in 0..40 {
        let step = u8::try_from(numbers.next(8)).expect("a byte");
        if step > 2 {
            data.extend([step, numbers.byte()]);
            continue;
        }
        let kind = [0x1000_0000, 0x1000_0000, 0x2000_0000, 0x3000_0000][numbers.next(4)];
        let method = [0x0010_0b01, 0x0010_0201, 0x0010_0901][numbers.next(3)];
        let id = u64::try_from(numbers.next(6)).expect("small");
        let text = message(kind | method, id, "{\"Result\":0,\"MinimumVersion\":4 }");
        for piece in text.chunks(8 * (1 + numbers.next(6))) {
            data.extend([0, u8::try_from(piece.len() / 8).expect("a byte")]);
            data.extend(piece);
        }
    }
    data
}

/// The common parts of guest and host: the received bytes, and the bytes to send.
#[derive(Default)]
struct Lane {
    received: Vec<u8>,
    outgoing: Vec<u8>,
    /// The number of bytes of the first message that were sent.
    gone: usize,
}

impl Lane {
    /// Takes out the next message: identifier and sequence id.
    fn next(&mut self) -> Option<(u32, u64)> {
        if self.received.len() < 16 {
            return None;
        }
        let size = word(&self.received, 4) as usize;
        if size < 16 || self.received.len() < size {
            return None;
        }
        let message: Vec<u8> = self.received.drain(..size).collect();
        Some((word(&message, 0), u64::from(word(&message, 12)) << 32 | u64::from(word(&message, 8))))
    }

    fn send(&mut self, most: usize) -> Vec<u8> {
        let bytes: Vec<u8> = self.outgoing[self.gone..].iter().copied().take(most).collect();
        self.gone += bytes.len();
        while self.outgoing.len() >= 16 && self.gone >= word(&self.outgoing, 4) as usize {
            let size = word(&self.outgoing, 4) as usize;
            self.outgoing.drain(..size);
            self.gone -= size;
        }
        bytes
    }
}

/// A guest that answers every request at once.
struct ForeignGuest {
    fault: Fault,
    lane: Lane,
}

impl ForeignGuest {
    fn new(fault: Fault) -> Self {
        Self { fault, lane: Lane::default() }
    }
}

impl Endpoint for ForeignGuest {
    fn connect(&mut self, session: Session) {
        self.lane.received.clear();
        if self.fault != Fault::ResumesInsideMessage {
            self.lane.gone = 0;
        }
        if session == Session::Begins && self.fault != Fault::KeepsAnswersOfOldSession {
            self.lane = Lane::default();
        }
    }

    fn receive(&mut self, bytes: &[u8]) -> usize {
        self.lane.received.extend_from_slice(bytes);
        while let Some((identifier, id)) = self.lane.next() {
            let kind = identifier & 0xf000_0000;
            if kind == 0x1000_0000 || kind == 0x2000_0000 && self.fault == Fault::AnswersResponses {
                let payload =
                    if self.fault == Fault::UnsignedResult { "{\"Result\":2147500033}" } else { "{\"Result\":0}" };
                let answer = message(0x2000_0000 | identifier & 0x0fff_ffff, id, payload);
                let times = if self.fault == Fault::AnswersTwice { 2 } else { 1 };
                self.lane.outgoing.extend(answer.repeat(times));
            }
        }
        bytes.len()
    }

    fn send(&mut self, most: usize) -> Vec<u8> {
        self.lane.send(most)
    }
}

// It does all that a guest does on its own.
impl Guest for ForeignGuest {}

struct ForeignHost {
    fault: Fault,
    lane: Lane,
    next: u64,
    has_negotiated: bool,
    open: Vec<u64>,
}

impl ForeignHost {
    fn new(fault: Fault) -> Self {
        Self { fault, lane: Lane::default(), next: 0, has_negotiated: false, open: Vec::new() }
    }
}

impl Endpoint for ForeignHost {
    fn connect(&mut self, session: Session) {
        self.lane = Lane::default();
        self.has_negotiated &= self.fault == Fault::NegotiatesOnce;
        if session == Session::Begins {
            self.open.clear();
        }
        if self.fault == Fault::IdsBeginAgain {
            self.next = 0;
        }
    }

    fn receive(&mut self, bytes: &[u8]) -> usize {
        self.lane.received.extend_from_slice(bytes);
        bytes.len()
    }

    fn send(&mut self, most: usize) -> Vec<u8> {
        self.lane.send(most)
    }
}

impl Host for ForeignHost {
    fn call(&mut self, is_negotiation: bool) -> Option<u64> {
        if is_negotiation == self.has_negotiated {
            return None;
        }
        self.has_negotiated = true;
        let id = self.next;
        self.next += 1;
        self.open.push(id);
        self.lane.outgoing.extend(message(if is_negotiation { 0x1010_0b01 } else { 0x1010_0201 }, id, "{}"));
        Some(id)
    }

    fn handle(&mut self) -> Vec<u64> {
        let mut over = Vec::new();
        while let Some((identifier, id)) = self.lane.next() {
            let is_open = self.open.contains(&id) || self.fault == Fault::AnswerEndsAnyCall;
            if identifier & 0xf000_0000 == 0x2000_0000 && is_open {
                self.open.retain(|open| *open != id);
                over.push(id);
            }
        }
        over
    }
}
