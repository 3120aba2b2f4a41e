//! The least agent answers any number of requests that come at once, over a transport that takes little at a time.

use std::io::{self, Read, Write};

use gcs_prot::message::{
    ContainerCreate, ContainerExecuteProcess, ContainerWaitForProcess, Empty, NegotiateProtocol, ProtocolVersion,
    Request, Response,
};
use gcs_prot::rpc::{Method, write_message};
use gcs_prot::wire::{FrameReader, ReceivedFrame, SequenceId};
use gcs_prot::{HResult, json};

#[path = "../examples/minimal.rs"]
#[allow(dead_code, reason = "its main function")]
mod minimal;

struct Transport<'t> {
    input: &'t [u8],
    output: &'t mut Vec<u8>,
}

impl Read for Transport<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.input.read(buffer)
    }
}

impl Write for Transport<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(100);
        self.output.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes no bytes, and panics when it is asked again and again.
struct Full<'t> {
    input: &'t [u8],
    writes: u32,
}

impl Read for Full<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.input.read(buffer)
    }
}

impl Write for Full<'_> {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        self.writes += 1;
        assert!(self.writes < 10, "the agent spins");
        Ok(0)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_transport_that_takes_no_bytes_is_an_error() {
    let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    let mut buffer = [0; 256];
    let negotiate = Request { body: versions, ..Request::default() };
    let input = write_message(&mut buffer, Method::NegotiateProtocol.request(), SequenceId(0), &negotiate);
    let error = minimal::serve(Full { input: input.expect("room"), writes: 0 }).expect_err("no bytes were taken");
    let error = error.downcast::<io::Error>().expect("an error of the transport");
    assert_eq!(error.kind(), io::ErrorKind::WriteZero);
}

#[test]
fn every_request_is_answered_in_its_order() {
    let mut input = Vec::new();
    let mut push = |method: Method, id, request: &dyn json::Encode| {
        let mut buffer = [0; 2048];
        let request = write_message(&mut buffer, method.request(), SequenceId(id), request);
        input.extend_from_slice(request.expect("room"));
    };
    let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    push(Method::NegotiateProtocol, 0, &Request { body: versions, ..Request::default() });
    let mut expected = vec![(Method::NegotiateProtocol.response(), 0, HResult::OK)];
    for id in 1..=1000 {
        let (method, result) = match id % 4 {
            0 => (Method::Create, HResult::OK),
            1 => (Method::ExecuteProcess, HResult::OK),
            2 => (Method::WaitForProcess, HResult::OK),
            _ => (Method::Start, HResult::NOT_IMPLEMENTED),
        };
        match method {
            Method::Create => push(method, id, &Request::<ContainerCreate>::default()),
            Method::ExecuteProcess => push(method, id, &Request::<ContainerExecuteProcess>::default()),
            Method::WaitForProcess => push(method, id, &Request::<ContainerWaitForProcess>::default()),
            _ => push(method, id, &Request::<Empty>::default()),
        }
        expected.push((method.response(), id, result));
    }
    let mut output = Vec::new();
    minimal::serve(Transport { input: &input, output: &mut output }).expect("a clean end");

    let mut buffer = vec![0; output.len()];
    let mut frames = FrameReader::new(&mut buffer);
    frames.window().copy_from_slice(&output);
    frames.commit(output.len()).expect("room");
    let mut answers = Vec::new();
    while let Some(ReceivedFrame::Frame(frame)) = frames.next().expect("a good stream") {
        let response: Response<Empty> = json::decode(frame.payload).expect("a response");
        answers.push((frame.header.identifier(), frame.header.sequence_id().0, response.base.result));
    }
    assert!(answers == expected);
}
