//! Logs values of the crate's types, and decodes the log with the texts in this program's own file.

use std::sync::Mutex;

use defmt_decoder::{DecodeError, Table};
use gcs_prot::endpoint::{Call, Event, Guest, GuestConfig, Host};
use gcs_prot::json::{self, RawJson};
use gcs_prot::json_object;
use gcs_prot::message::{ContainerWaitForProcess, NegotiateProtocol, ProcessParameters, ProtocolVersion, Request};
use gcs_prot::rpc::{self, Method};
use gcs_prot::wire::{FrameError, FrameReader, MessageHeader, MessageIdentifier, SequenceId};
use gcs_prot::{Error, ErrorKind, Expected, HResult};

#[path = "../../support/wire.rs"]
mod wire;

use wire::pass;

/// The bytes that have been logged.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

#[defmt::global_logger]
struct Logger;

// SAFETY: This program has only one thread.
unsafe impl defmt::Logger for Logger {
    fn acquire() {}

    unsafe fn flush() {}

    unsafe fn release() {}

    unsafe fn write(bytes: &[u8]) {
        LOG.lock().expect("one thread").extend_from_slice(bytes);
    }
}

/// An object that a user declares.
#[json_object]
struct Own<'a> {
    #[json("Name")]
    name: &'a str,
    #[json("Key", secret)]
    key: &'a str,
}

/// Logs a value.
macro_rules! log {
    ($value:expr) => {
        defmt::println!("{}", $value)
    };
}

fn main() {
    log!(Method::Create);
    log!(MessageIdentifier::COMPUTE_SYSTEM_CREATE_V1);
    log!(MessageHeader::new(MessageIdentifier::COMPUTE_SYSTEM_CREATE_V1, 18, SequenceId(7)));
    log!(FrameError::SizeBelowHeader { size: 3 });
    log!(HResult::FAIL);
    log!(ProtocolVersion::V4);
    log!(Error::new(ErrorKind::WrongType(Expected::Integer)).with_key("ProcessId"));
    let mut broken = *br#"{"ProcessId":7,"TimeoutInMs":-1}"#;
    log!(json::decode::<ContainerWaitForProcess>(&mut broken));
    log!(FrameReader::new(&mut [0x5a; 64]));
    let mut any = *br#"{"a":[1e3,"\u0062",null]}"#;
    log!(json::decode::<RawJson>(&mut any));
    let mut secret = *br#"{"CommandArgs":["env"],"Environment":{"PASSWORD":"hunter2"}}"#;
    log!(json::decode::<ProcessParameters>(&mut secret));
    log!(Own { name: "disk", key: "hunter2" });
    session();

    let log = LOG.lock().expect("one thread");
    let program = std::fs::read("/proc/self/exe").expect("this program");
    let table = Table::parse(&program).expect("a program").expect("texts in it");
    let mut decoder = table.new_stream_decoder();
    decoder.received(&log);
    loop {
        match decoder.decode() {
            Ok(frame) => println!("{}", frame.display(false)),
            Err(DecodeError::UnexpectedEof) => break,
            Err(DecodeError::Malformed) => panic!("the log is malformed"),
        }
    }
}

/// Runs a guest and a host, and logs their events.
fn session() {
    let mut buffers = [[0; 4096]; 4];
    let [guest_receives, guest_sends, host_receives, host_sends] = &mut buffers;
    let mut guest = Guest::<2>::new(guest_receives, guest_sends, GuestConfig::default());
    let mut host = Host::<2>::new(host_receives, host_sends);
    let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
    host.call::<rpc::NegotiateProtocol>(&Request { body: versions, ..Request::default() }).expect("room");
    pass(&mut host, &mut guest);
    log!(guest.poll().expect("a stream"));
    pass(&mut guest, &mut host);
    log!(host.poll().expect("a stream"));
    host.call::<rpc::Start>(&Request::default()).expect("room");
    pass(&mut host, &mut guest);
    if let Some(Event::Call(Call::Start(request, reply))) = guest.poll().expect("a stream") {
        log!(request);
        log!(reply);
        log!(reply.later());
    }
    log!(guest);
    log!(host);
    log!(host.call::<rpc::NegotiateProtocol>(&Request::default()));
}
