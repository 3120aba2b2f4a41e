//! Tests headers and identifiers: any 16 bytes are a header, and no bit of it is lost.

use gcs_prot::wire::{MESSAGE_HEADER_SIZE, MessageHeader, MessageIdentifier, MessageType, SequenceId};
use zerocopy::{FromBytes, IntoBytes};

use super::implementation::Ours;

/// The three fields of a header.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Header {
    pub identifier: u32,
    /// The size of the whole message, as the header states it.
    pub size: u32,
    pub sequence_id: u64,
}

/// An implementation of message headers.
pub trait Headers {
    /// Reads the header at the start of `bytes`. Returns `None` if there are fewer than 16 bytes.
    fn read(&self, bytes: &[u8]) -> Option<Header>;

    /// Builds a header.
    fn write(&self, header: Header) -> [u8; MESSAGE_HEADER_SIZE];

    /// Returns the identifier of the response to a request.
    fn response(&self, request: u32) -> u32;
}

impl Headers for Ours {
    fn read(&self, bytes: &[u8]) -> Option<Header> {
        let (header, _) = MessageHeader::ref_from_prefix(bytes).ok()?;
        let (MessageIdentifier(identifier), SequenceId(sequence_id)) = (header.identifier(), header.sequence_id());
        Some(Header { identifier, size: header.size(), sequence_id })
    }

    fn write(&self, header: Header) -> [u8; MESSAGE_HEADER_SIZE] {
        let Header { identifier, size, sequence_id } = header;
        let built = MessageHeader::new(MessageIdentifier(identifier), size, SequenceId(sequence_id));
        built.as_bytes().try_into().expect("16 bytes")
    }

    fn response(&self, request: u32) -> u32 {
        MessageIdentifier(request).response_identifier().0
    }
}

/// Checks the law: reads a header, and builds it again.
pub fn check(implementation: &impl Headers, data: &[u8]) {
    let Some((bytes, _)) = data.split_first_chunk::<MESSAGE_HEADER_SIZE>() else {
        return assert_eq!(implementation.read(data), None, "a header of fewer than 16 bytes");
    };
    let header = expected(bytes);
    assert_eq!(implementation.read(data), Some(header), "read from {bytes:02x?}");
    assert_eq!(implementation.write(header), *bytes, "written of {header:x?}");
    // A response differs from its request only in its type.
    let request = header.identifier & 0x0fff_ffff | MessageType::REQUEST.0;
    let response = request & 0x0fff_ffff | MessageType::RESPONSE.0;
    assert_eq!(implementation.response(request), response, "the response to {request:#010x}");
}

fn expected(bytes: &[u8; MESSAGE_HEADER_SIZE]) -> Header {
    let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("4 bytes"));
    Header { identifier: word(0), size: word(4), sequence_id: u64::from(word(8)) | u64::from(word(12)) << 32 }
}

/// Checks what only this crate has: a header in place, the parts of an identifier, and its names.
pub fn check_types(data: &[u8]) {
    let Ok((header, payload)) = MessageHeader::ref_from_prefix(data) else {
        return assert!(data.len() < MESSAGE_HEADER_SIZE);
    };
    assert_eq!(header.payload_size(), (header.size() as usize).checked_sub(16));
    assert_eq!(payload, &data[MESSAGE_HEADER_SIZE..]);

    let built = MessageHeader::new(header.identifier(), header.size(), header.sequence_id());
    assert_eq!(&built, header);
    let mut set = MessageHeader::default();
    assert_eq!(set.as_bytes(), [0; MESSAGE_HEADER_SIZE]);
    set.set_identifier(header.identifier());
    set.set_size(header.size());
    set.set_sequence_id(header.sequence_id());
    assert_eq!(set.as_bytes(), &data[..MESSAGE_HEADER_SIZE]);
    assert!(format!("{header:?}").contains(&header.identifier().to_string()));

    check_identifier(header.identifier());
}

/// Checks the parts, the response and the name of an identifier.
fn check_identifier(identifier: MessageIdentifier) {
    let MessageIdentifier(raw) = identifier;
    let parts = [
        identifier.message_type().0,
        identifier.category().0,
        u32::from(identifier.message_id()) << 8,
        u32::from(identifier.version()),
    ];
    assert_eq!(parts, [raw & 0xf000_0000, raw & 0x0ff0_0000, raw & 0x000f_ff00, raw & 0xff]);
    assert_eq!(parts.iter().sum::<u32>(), raw);
    let response = identifier.response_identifier();
    assert_eq!(response.message_type(), MessageType::RESPONSE);
    assert_eq!((response.0 ^ raw) & 0x0fff_ffff, 0);
    assert_eq!(response.response_identifier(), response);
    match identifier.name() {
        Some(name) => assert_eq!(identifier.to_string(), name),
        None => assert_eq!(identifier.to_string(), raw.to_string()),
    }
    assert_eq!(format!("{identifier:?}"), format!("{raw:#010x} ({identifier})"));
}
