//! Headers at the boundaries of each field, and every identifier.

use gcs_prot::rpc::Method;
use gcs_prot::wire::{
    FrameError, FrameReader, MESSAGE_HEADER_SIZE, MessageHeader, MessageIdentifier, ReceivedFrame, SequenceId,
};
use zerocopy::IntoBytes;

use crate::laws::header;
use crate::laws::implementation::Ours;
use crate::{SLOW, in_parallel};

const CATEGORIES: [u32; 7] = [0, 1, 2, 3, 0x7f, 0x80, 0xff];
const MESSAGE_IDS: [u32; 9] = [0, 1, 2, 0xf, 0x10, 0x7ff, 0x800, 0xffe, 0xfff];
const VERSIONS: [u32; 6] = [0, 1, 2, 0x7f, 0x80, 0xff];
const SIZES: [u32; 21] = [
    0,
    1,
    14,
    15,
    16,
    17,
    18,
    63,
    64,
    65,
    0xff,
    0x100,
    0xffff,
    0x1_0000,
    0x1_0001,
    0xff_ffff,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ff00,
    0xffff_fffe,
    0xffff_ffff,
];
const SEQUENCE_IDS: [u64; 9] = [0, 1, 0xff, 0x100, 0xffff_ffff, 0x1_0000_0000, u64::MAX >> 1, 1 << 63, u64::MAX];

#[test]
fn every_header_at_the_boundaries_of_its_fields() {
    let mut count = 0;
    for kind in 0..0x10 {
        for category in CATEGORIES {
            for message_id in MESSAGE_IDS {
                for version in VERSIONS {
                    let identifier = MessageIdentifier(kind << 28 | category << 20 | message_id << 8 | version);
                    for size in SIZES {
                        for id in SEQUENCE_IDS {
                            // Properties that do not depend on the size and the id are checked with some of them.
                            let message = MessageHeader::new(identifier, size, SequenceId(id));
                            if SLOW && !(size == 16 || id == 0) {
                                continue;
                            }
                            header::check(&Ours, message.as_bytes());
                            header::check_types(message.as_bytes());
                            count += 1;
                        }
                    }
                }
            }
        }
    }
    println!("{count} headers");
}

/// Tests each size in buffers that are smaller, equal and larger: what the reader reports before and after the payload
/// arrives.
#[test]
fn every_size_in_buffers_around_it() {
    let mut count = 0;
    for capacity in (0..200).chain([255, 256, 257, 65_535, 65_536, 65_537]) {
        let around = |size: u32| [size.wrapping_sub(1), size, size.wrapping_add(1)];
        let sizes = SIZES.into_iter().chain(u32::try_from(capacity)).chain(0..200).flat_map(around);
        for size in sizes {
            check_size(size, capacity);
            count += 1;
        }
    }
    println!("{count} pairs of a size and a buffer");
}

fn check_size(size: u32, capacity: usize) {
    let mut buffer = vec![0; capacity];
    let mut frames = FrameReader::new(&mut buffer);
    let header = MessageHeader::new(MessageIdentifier(0x1010_0101), size, SequenceId(7));
    if capacity < MESSAGE_HEADER_SIZE {
        assert_eq!(frames.next(), Err(FrameError::BufferTooSmall));
        return;
    }
    frames.window()[..MESSAGE_HEADER_SIZE].copy_from_slice(header.as_bytes());
    frames.commit(MESSAGE_HEADER_SIZE).expect("room");
    let length = usize::try_from(size).expect("at least 32 bits");
    let Some(mut rest) = length.checked_sub(MESSAGE_HEADER_SIZE) else {
        assert_eq!(frames.next(), Err(FrameError::SizeBelowHeader { size }));
        assert_eq!(frames.end(), Err(FrameError::SizeBelowHeader { size }));
        return;
    };
    let fits = length <= capacity;
    if fits && rest > 0 {
        assert_eq!(frames.next(), Ok(None));
    } else if !fits {
        assert_eq!(frames.next(), Ok(Some(ReceivedFrame::TooLarge(header))));
        assert_eq!(frames.next(), Ok(None));
    }
    if rest > 0 {
        assert_eq!(frames.end(), Err(FrameError::Truncated { received: MESSAGE_HEADER_SIZE }));
    }
    if rest > 1 << 20 {
        return;
    }
    while rest > 0 {
        let count = frames.window().len().min(rest);
        assert!(count > 0, "{size} in {capacity}");
        frames.commit(count).expect("in the window");
        rest -= count;
    }
    if fits {
        let next = frames.next();
        let Ok(Some(ReceivedFrame::Frame(frame))) = next else { panic!("{size} in {capacity}: {next:?}") };
        assert_eq!((frame.header, frame.payload.len()), (header, length - MESSAGE_HEADER_SIZE));
    }
    assert_eq!(frames.next(), Ok(None));
    assert_eq!((frames.end(), frames.offset()), (Ok(()), length as u64));
}

/// Every identifier has its parts, and those in the table have a name, a method, and each other.
#[test]
fn every_identifier() {
    // In a slow build, one of 251.
    let step = if SLOW { 251 } else { 1 };
    let [count, named, requests, responses] = in_parallel(1 << 12, |task| {
        let mut counts = [0; 4];
        let first = u32::try_from(task).expect("small") << 20;
        for raw in (first..=first | 0xf_ffff).step_by(step) {
            let identifier = MessageIdentifier(raw);
            let parts = identifier.message_type().0
                | identifier.category().0
                | u32::from(identifier.message_id()) << 8
                | u32::from(identifier.version());
            assert_eq!(parts, raw);
            assert_eq!(identifier.response_identifier().0, raw & 0x0fff_ffff | 0x2000_0000);
            counts[0] += 1;
            counts[1] += u64::from(identifier.name().is_some());
            if let Some(method) = Method::from_request(identifier) {
                assert_eq!(method.request(), identifier);
                counts[2] += 1;
            }
            if let Some(method) = Method::from_response(identifier) {
                assert_eq!(method.response(), identifier);
                counts[3] += 1;
            }
        }
        counts
    });
    println!("{count} identifiers: {named} with a name, {requests} requests, {responses} responses");
    if !SLOW {
        let methods = u64::try_from(Method::ALL.len()).expect("small");
        assert_eq!((count, requests, responses), (1 << 32, methods, methods));
        assert_eq!(named, 27);
    }
}
