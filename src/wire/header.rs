//! The 16-byte message header, read and written in place.

use core::fmt;

use zerocopy::little_endian::{U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use super::identifier::{MessageIdentifier, SequenceId};

/// The size of a [`MessageHeader`], in bytes.
pub const MESSAGE_HEADER_SIZE: usize = size_of::<MessageHeader>();

/// The 16-byte header that precedes every payload.
///
/// The fields are little-endian on every target, and the header has no alignment requirement.
///
/// | offset | size | field |
/// |---|---|---|
/// | 0 | 4 | identifier |
/// | 4 | 4 | size of the whole message, these 16 bytes included |
/// | 8 | 8 | sequence id; a response carries the sequence id of its request |
///
/// [`parse`](Self::parse) and [`to_bytes`](Self::to_bytes) copy the header from and to bytes:
///
/// ```
/// use gcs_prot::wire::{MessageHeader, MessageIdentifier};
///
/// let bytes = [0x01, 0x01, 0x10, 0x10, 18, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, b'{', b'}'];
/// let (header, payload) = MessageHeader::parse(&bytes).unwrap();
/// assert_eq!(header.identifier(), MessageIdentifier::COMPUTE_SYSTEM_CREATE_V1);
/// assert_eq!(header.payload_size(), Some(payload.len()));
/// assert_eq!(header.to_bytes(), bytes[..16]);
/// ```
///
/// To view or modify a header in borrowed bytes without a copy, use the traits of `zerocopy`, which the type
/// implements:
///
/// ```
/// use gcs_prot::wire::{MessageHeader, SequenceId};
/// use zerocopy::FromBytes;
///
/// let mut bytes = [0; 16];
/// let (header, _) = MessageHeader::mut_from_prefix(&mut bytes).unwrap();
/// header.set_sequence_id(SequenceId(7));
/// assert_eq!(bytes[8], 7);
/// ```
///
/// Reference: `prot.MessageHeader`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub struct MessageHeader {
    identifier: U32,
    size: U32,
    id: U64,
}

impl MessageHeader {
    /// Creates a header. `size` is the size of the whole message in bytes, including the header.
    #[must_use]
    pub const fn new(identifier: MessageIdentifier, size: u32, id: SequenceId) -> Self {
        Self { identifier: U32::new(identifier.0), size: U32::new(size), id: U64::new(id.0) }
    }

    /// Splits the header off the front of `bytes` and returns it together with the bytes after it.
    ///
    /// Returns `None` if there are fewer than 16 bytes. Any 16 bytes are a header: the values are not validated.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<(Self, &[u8])> {
        Self::read_from_prefix(bytes).ok()
    }

    /// Returns the header as the 16 bytes that are sent.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; MESSAGE_HEADER_SIZE] {
        let [t0, t1, t2, t3] = self.identifier.to_bytes();
        let [s0, s1, s2, s3] = self.size.to_bytes();
        let [i0, i1, i2, i3, i4, i5, i6, i7] = self.id.to_bytes();
        [t0, t1, t2, t3, s0, s1, s2, s3, i0, i1, i2, i3, i4, i5, i6, i7]
    }

    /// Returns the identifier, which specifies the kind of the message.
    #[must_use]
    pub const fn identifier(&self) -> MessageIdentifier {
        MessageIdentifier(self.identifier.get())
    }

    /// Returns the size of the whole message in bytes, including the header.
    ///
    /// The value is returned as received and is not validated. It may be less than 16.
    #[must_use]
    pub const fn size(&self) -> u32 {
        self.size.get()
    }

    /// Returns the size of the payload in bytes, or `None` if [`size`](Self::size) is less than the 16 bytes of the
    /// header.
    ///
    /// A size below 16 leaves the end of the message unknown, so no further message can be found in the stream.
    #[must_use]
    pub const fn payload_size(&self) -> Option<usize> {
        (self.size() as usize).checked_sub(MESSAGE_HEADER_SIZE)
    }

    /// Returns the sequence id.
    #[must_use]
    pub const fn sequence_id(&self) -> SequenceId {
        SequenceId(self.id.get())
    }

    /// Sets the identifier.
    pub const fn set_identifier(&mut self, identifier: MessageIdentifier) {
        self.identifier = U32::new(identifier.0);
    }

    /// Sets the size of the whole message in bytes, including the header.
    pub const fn set_size(&mut self, size: u32) {
        self.size = U32::new(size);
    }

    /// Sets the sequence id.
    pub const fn set_sequence_id(&mut self, id: SequenceId) {
        self.id = U64::new(id.0);
    }
}

impl fmt::Debug for MessageHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessageHeader")
            .field("identifier", &self.identifier())
            .field("size", &self.size())
            .field("sequence_id", &self.sequence_id().0)
            .finish()
    }
}
