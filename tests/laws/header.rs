//! Tests headers and identifiers: any 16 bytes are a header, and no bit of it is lost.

use gcs_prot::wire::{MESSAGE_HEADER_SIZE, MessageHeader, MessageIdentifier, MessageType, SequenceId};
use zerocopy::{FromBytes, IntoBytes};

/// Checks the law: reads a header in place, takes it apart, and builds it again in two ways.
pub fn check(data: &[u8]) {
    let Ok((header, payload)) = MessageHeader::ref_from_prefix(data) else {
        return assert!(data.len() < MESSAGE_HEADER_SIZE);
    };
    let bytes = &data[..MESSAGE_HEADER_SIZE];
    let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("4 bytes"));
    let (raw, size) = (word(0), word(4));
    let id = u64::from(word(8)) | u64::from(word(12)) << 32;
    assert_eq!((header.identifier().0, header.size(), header.sequence_id().0), (raw, size, id));
    assert_eq!(header.payload_size(), (size as usize).checked_sub(16));
    assert_eq!(payload, &data[MESSAGE_HEADER_SIZE..]);

    let built = MessageHeader::new(MessageIdentifier(raw), size, SequenceId(id));
    assert_eq!((built.as_bytes(), &built), (bytes, header));
    let mut set = MessageHeader::default();
    assert_eq!(set.as_bytes(), [0; MESSAGE_HEADER_SIZE]);
    set.set_identifier(header.identifier());
    set.set_size(size);
    set.set_sequence_id(header.sequence_id());
    assert_eq!(set.as_bytes(), bytes);
    assert!(format!("{header:?}").contains(&header.identifier().to_string()));

    check_identifier(header.identifier());
}

/// Checks the parts, the response and the name of an identifier. A response differs from its request only in its type.
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
