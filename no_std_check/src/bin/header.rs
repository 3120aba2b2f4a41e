//! Reads only headers: the size of each message, and whether it is a request of the protocol.
#![no_std]
#![no_main]

use gcs_prot::rpc::Method;
use gcs_prot::wire::{MESSAGE_HEADER_SIZE, MessageHeader};
use no_std_check::platform;
use zerocopy::FromBytes;

/// Returns the number of requests in a stream of headers, or 255 if the stream is invalid.
#[unsafe(no_mangle)]
fn run() -> u8 {
    let mut requests = 0_u8;
    let mut buffer = [0; MESSAGE_HEADER_SIZE];
    loop {
        let count = platform::read(&mut buffer);
        if count == 0 {
            return requests;
        }
        let Some(header) = buffer.get(..count).and_then(|bytes| MessageHeader::ref_from_bytes(bytes).ok()) else {
            return 255;
        };
        if header.payload_size().is_none() {
            return 255;
        }
        requests = requests.saturating_add(u8::from(Method::from_request(header.identifier()).is_some()));
    }
}
