//! The header of a message: 16 bytes in place.

use core::fmt;

use zerocopy::little_endian::{U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use super::identifier::{MessageIdentifier, SequenceId};

/// The size of a [`MessageHeader`], in bytes.
pub const MESSAGE_HEADER_SIZE: usize = size_of::<MessageHeader>();

/// The 16 bytes before every payload, little-endian on every target, at any alignment.
///
/// | offset | size | field |
/// |---|---|---|
/// | 0 | 4 | identifier |
/// | 4 | 4 | size of the whole message, these 16 bytes included |
/// | 8 | 8 | sequence id; a response carries its request's |
///
/// Read and built over borrowed bytes by zerocopy's traits, without a copy:
///
/// ```
/// use gcs_prot::wire::{MessageHeader, MessageIdentifier, SequenceId};
/// use zerocopy::{FromBytes, IntoBytes};
///
/// let bytes = [0x01, 0x01, 0x10, 0x10, 18, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, b'{', b'}'];
/// let (header, payload) = MessageHeader::ref_from_prefix(&bytes).unwrap();
/// assert_eq!(header.identifier(), MessageIdentifier::COMPUTE_SYSTEM_CREATE_V1);
/// assert_eq!(header.payload_size(), Some(payload.len()));
/// assert_eq!(header.as_bytes(), &bytes[..16]);
/// ```
///
/// Reference: `prot.MessageHeader`.
#[derive(Clone, Copy, Default, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub struct MessageHeader {
    identifier: U32,
    size: U32,
    id: U64,
}

impl MessageHeader {
    /// A header, field by field; `size` counts the whole message in bytes, the header included.
    #[must_use]
    pub const fn new(identifier: MessageIdentifier, size: u32, id: SequenceId) -> Self {
        Self { identifier: U32::new(identifier.0), size: U32::new(size), id: U64::new(id.0) }
    }

    /// What the message is.
    #[must_use]
    pub const fn identifier(&self) -> MessageIdentifier {
        MessageIdentifier(self.identifier.get())
    }

    /// The size of the whole message in bytes, the header included, as it was sent: any value, below 16 too.
    #[must_use]
    pub const fn size(&self) -> u32 {
        self.size.get()
    }

    /// The size of the payload in bytes, or `None` if [`size`](Self::size) cannot even hold the header: such a message
    /// has no end, and the stream is lost.
    #[must_use]
    pub const fn payload_size(&self) -> Option<usize> {
        (self.size() as usize).checked_sub(MESSAGE_HEADER_SIZE)
    }

    /// The sequence id.
    #[must_use]
    pub const fn sequence_id(&self) -> SequenceId {
        SequenceId(self.id.get())
    }

    /// Sets what the message is.
    pub const fn set_identifier(&mut self, identifier: MessageIdentifier) {
        self.identifier = U32::new(identifier.0);
    }

    /// Sets the size of the whole message in bytes, the header included.
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
