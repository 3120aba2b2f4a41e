//! Tests identifiers, headers, and the splitting of a hostile stream into frames.

use gcs_prot::json::Encode;
use gcs_prot::message::{INFINITE_WAIT_TIMEOUT, ProtocolVersion, SchemaVersion};
use gcs_prot::rpc::{AnyRequest, AnyResponse, Method, write_message};
use gcs_prot::wire::{
    FrameError, FrameReader, MESSAGE_HEADER_SIZE, MessageCategory, MessageHeader, MessageIdentifier, MessageType,
    ReceivedFrame, SequenceId, VSOCK_PORT, finish_frame,
};
use gcs_prot::{ErrorKind, HResult};
use zerocopy::{FromBytes, IntoBytes};

#[test]
fn an_identifier_has_four_parts() {
    let modify = MessageIdentifier(0x1020_0a01);
    assert_eq!(modify.message_type(), MessageType::REQUEST);
    assert_eq!(modify.category(), MessageCategory::COMPUTE_SERVICE);
    assert_eq!((modify.message_id(), modify.version()), (0x00a, 0x01));
    let all = MessageIdentifier(u32::MAX);
    assert_eq!((all.message_type().0, all.category().0), (0xf000_0000, 0x0ff0_0000));
    assert_eq!((all.message_id(), all.version()), (0xfff, 0xff));
    assert_eq!(all.response_identifier(), MessageIdentifier(0x2fff_ffff));
}

#[test]
fn identifiers_print_as_in_the_reference() {
    for (identifier, name) in [
        (MessageIdentifier::NONE, "None"),
        (MessageIdentifier::COMPUTE_SYSTEM_CREATE_V1, "ComputeSystemCreateV1"),
        (MessageIdentifier::COMPUTE_SYSTEM_RESPONSE_DUMP_STACKS_V1, "ComputeSystemResponseDumpStacksV1"),
        (MessageIdentifier::COMPUTE_SYSTEM_DELETE_CONTAINER_STATE_V1, "ComputeSystemDeleteContainerStateV1"),
        (MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1, "ComputeSystemNotificationV1"),
        // These have no name in the reference.
        (MessageIdentifier::COMPUTE_SYSTEM_RESPONSE_DELETE_CONTAINER_STATE_V1, "537922817"),
        (MessageIdentifier::COMPUTE_SERVICE_MODIFY_SETTINGS_V1, "270532865"),
        (MessageIdentifier(7), "7"),
    ] {
        assert_eq!(identifier.to_string(), name);
    }
    assert_eq!(format!("{:?}", MessageIdentifier(7)), "0x00000007 (7)");
}

#[test]
fn the_table_pairs_each_request_with_its_response() {
    let identifiers: Vec<_> =
        Method::ALL.iter().map(|method| (method.name(), method.request().0, method.response().0)).collect();
    assert_eq!(
        identifiers,
        [
            ("NegotiateProtocol", 0x1010_0b01, 0x2010_0b01),
            ("Create", 0x1010_0101, 0x2010_0101),
            ("Start", 0x1010_0201, 0x2010_0201),
            ("ShutdownGraceful", 0x1010_0301, 0x2010_0301),
            ("ShutdownForced", 0x1010_0401, 0x2010_0401),
            ("ExecuteProcess", 0x1010_0501, 0x2010_0501),
            ("WaitForProcess", 0x1010_0601, 0x2010_0601),
            ("SignalProcess", 0x1010_0701, 0x2010_0701),
            ("ResizeConsole", 0x1010_0801, 0x2010_0801),
            ("GetProperties", 0x1010_0901, 0x2010_0901),
            ("ModifySettings", 0x1010_0a01, 0x2010_0a01),
            ("DumpStacks", 0x1010_0c01, 0x2010_0c01),
            ("DeleteContainerState", 0x1010_0d01, 0x2010_0d01),
            ("ModifyServiceSettings", 0x1020_0101, 0x2020_0101),
        ]
    );
    for method in Method::ALL {
        assert_eq!(Method::from_request(method.request()), Some(*method));
        assert_eq!(Method::from_response(method.response()), Some(*method));
        assert_eq!(Method::from_request(method.response()), None);
        assert_eq!(Method::from_response(method.request()), None);
        assert_eq!(AnyRequest::new(*method).method(), *method);
        let response = AnyResponse::decode(*method, &mut b"null".to_owned()).map(|any| any.method());
        assert_eq!(response, Ok(*method));
    }
}

#[test]
fn constants_have_the_values_of_the_protocol() {
    assert_eq!(MESSAGE_HEADER_SIZE, 16);
    assert_eq!(VSOCK_PORT, 0x4000_0000);
    assert_eq!(INFINITE_WAIT_TIMEOUT, 0xffff_ffff);
    assert_eq!((ProtocolVersion::INVALID.0, ProtocolVersion::V4.0, ProtocolVersion::MAX.0), (0, 4, 4));
    assert_eq!(HResult::FAIL.0, -2_147_467_259);
    assert_eq!(HResult::SYSTEM_NOT_FOUND.0, -1_070_137_074);
    assert_eq!(HResult::NOT_FOUND.to_string(), "0x80070490 (not found)");
    assert_eq!(HResult(1).to_string(), "0x00000001");
    // Fields of these types are omitted when they are 0.
    assert!(HResult::OK.is_empty() && !HResult(1).is_empty() && !HResult(-1).is_empty());
    assert!(ProtocolVersion::INVALID.is_empty() && !ProtocolVersion::V4.is_empty());
    assert!(HResult(1).is_ok() && HResult::OK.is_ok() && !HResult::TIMEOUT.is_ok());
}

#[test]
fn schema_versions_are_ordered_by_major_then_minor() {
    let version = SchemaVersion::new;
    assert!(version(1, 9) < version(2, 0));
    assert!(version(2, 0) < version(2, 1));
    assert_eq!(version(2, 1).cmp(&version(2, 1)), std::cmp::Ordering::Equal);
    assert_eq!(SchemaVersion::new(2, 10), SchemaVersion { major: 2, minor: 10 });
    assert_eq!(SchemaVersion::new(2, 10).to_string(), "2.10");
}

#[test]
fn a_header_is_changed_in_place_at_any_alignment() {
    let mut bytes = [0xa5; 19];
    let (header, _) = MessageHeader::mut_from_prefix(&mut bytes[1..]).expect("room");
    header.set_identifier(MessageIdentifier::COMPUTE_SYSTEM_START_V1);
    header.set_size(0x0102_0304);
    header.set_sequence_id(SequenceId(0x1112_1314_1516_1718));
    assert_eq!(
        bytes,
        [
            0xa5, 0x01, 0x02, 0x10, 0x10, 0x04, 0x03, 0x02, 0x01, 0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11, 0xa5,
            0xa5
        ]
    );
    assert!(MessageHeader::ref_from_prefix(&bytes[..15]).is_err());
    assert_eq!(MessageHeader::default().payload_size(), None);
}

fn feed<'b>(buffer: &'b mut [u8], stream: &[u8]) -> FrameReader<'b> {
    let mut frames = FrameReader::new(buffer);
    frames.window()[..stream.len()].copy_from_slice(stream);
    frames.commit(stream.len()).expect("room");
    frames
}

#[test]
fn a_header_is_parsed_and_built_without_zerocopy() {
    let bytes = *b"\x01\x0a\x10\x10\x12\x00\x01\x00\x08\x07\x06\x05\x04\x03\x02\x01{}";
    let (header, payload) = MessageHeader::parse(&bytes).expect("16 bytes and more");
    assert_eq!(header.identifier(), MessageIdentifier::COMPUTE_SYSTEM_MODIFY_SETTINGS_V1);
    assert_eq!((header.size(), header.sequence_id()), (0x0001_0012, SequenceId(0x0102_0304_0506_0708)));
    assert_eq!(payload, b"{}");
    assert_eq!(header.to_bytes(), bytes[..16]);
    assert_eq!(header.to_bytes(), header.as_bytes());

    // Exactly 16 bytes leave no payload, and fewer are not a header. Values are not validated.
    assert_eq!(MessageHeader::parse(&[0; 16]), Some((MessageHeader::default(), &[][..])));
    assert_eq!(MessageHeader::parse(&bytes[..15]), None);
}

#[test]
fn a_size_below_the_header_loses_the_stream_for_good() {
    for size in 0..16u32 {
        let header = MessageHeader::new(MessageIdentifier(1), size, SequenceId(1));
        let mut buffer = [0xa5; 64];
        let mut frames = feed(&mut buffer, header.as_bytes());
        let error = FrameError::SizeBelowHeader { size };
        assert_eq!(frames.next(), Err(error));
        assert_eq!(frames.next(), Err(error));
        assert_eq!(frames.commit(0), Err(error));
        assert_eq!(frames.end(), Err(error));
        assert_eq!(frames.window(), []);
        frames.reset();
        assert_eq!(frames.next(), Ok(None));
        assert_eq!(frames.window().len(), 64);
    }
}

#[test]
fn a_message_of_four_gigabytes_is_skipped_without_room_for_it() {
    let header = MessageHeader::new(MessageIdentifier(1), u32::MAX, SequenceId(9));
    let mut buffer = [0xa5; 64];
    let mut frames = feed(&mut buffer, header.as_bytes());
    assert_eq!(frames.next(), Ok(Some(ReceivedFrame::TooLarge(header))));
    for _ in 0..1000 {
        assert_eq!(frames.next(), Ok(None));
        let room = frames.window().len();
        assert_eq!(room, 64);
        frames.commit(room).expect("room");
    }
    assert_eq!(frames.end(), Err(FrameError::Truncated { received: 64_016 }));
}

#[test]
fn the_offset_counts_received_and_not_announced_bytes() {
    let mut buffer = [0; 32];
    let mut frames = FrameReader::new(&mut buffer);
    let message = |size: u32, bytes: usize| {
        let mut message = MessageHeader::new(MessageIdentifier::NONE, size, SequenceId(1)).as_bytes().to_vec();
        message.resize(bytes, b' ');
        message
    };
    let mut stream = message(18, 18);
    stream.extend(message(100, 100));
    stream.extend(message(20, 20));
    stream.extend(message(0x7000_0000, 40));
    let mut seen = Vec::new();
    for byte in stream {
        frames.window()[0] = byte;
        frames.commit(1).expect("room");
        let offset = frames.offset();
        if frames.next().expect("a good stream").is_some() {
            seen.push(offset);
        }
    }
    assert_eq!(seen, [0, 18, 118, 138]);
    assert_eq!((frames.offset(), frames.end()), (138, Err(FrameError::Truncated { received: 40 })));
    frames.reset();
    assert_eq!((frames.offset(), frames.end()), (0, Ok(())));
}

#[test]
fn a_message_that_fills_the_buffer_exactly_is_whole_and_one_byte_more_is_too_large() {
    for (size, fits) in [(32, true), (33, false)] {
        let header = MessageHeader::new(MessageIdentifier(1), size, SequenceId(0));
        let mut buffer = [0xa5; 32];
        let mut frames = feed(&mut buffer, header.as_bytes());
        let first = frames.next().expect("a good stream").is_some();
        assert_eq!(first, !fits);
        let room = frames.window().len();
        frames.commit(room).expect("room");
        let next = frames.next().expect("a good stream");
        assert_eq!(matches!(next, Some(ReceivedFrame::Frame(frame)) if frame.payload.len() == 16), fits);
    }
}

#[test]
fn a_buffer_of_a_header_is_large_enough_also_after_a_reset() {
    let header = MessageHeader::new(MessageIdentifier(1), 16, SequenceId(0));
    let mut buffer = [0xa5; 16];
    let mut frames = FrameReader::new(&mut buffer);
    for _ in 0..2 {
        frames.window().copy_from_slice(header.as_bytes());
        frames.commit(16).expect("room");
        assert!(matches!(frames.next(), Ok(Some(ReceivedFrame::Frame(frame))) if frame.header == header));
        frames.reset();
    }
}

#[test]
fn a_stream_has_no_end_while_whole_messages_wait() {
    let header = MessageHeader::new(MessageIdentifier(1), 16, SequenceId(0));
    let stream = [header.as_bytes(), header.as_bytes(), &header.as_bytes()[..15]].concat();
    let mut buffer = [0xa5; 64];
    let mut frames = feed(&mut buffer, &stream);
    for end in [FrameError::NotPolled, FrameError::NotPolled, FrameError::Truncated { received: 15 }] {
        assert_eq!(frames.end(), Err(end));
        frames.next().expect("a good stream");
    }
}

#[test]
fn mistakes_of_the_caller_are_errors() {
    let mut buffer = [0xa5; 64];
    let mut frames = FrameReader::new(&mut buffer);
    assert_eq!(frames.commit(65), Err(FrameError::CommitBeyondWindow));
    assert_eq!(frames.next(), Err(FrameError::CommitBeyondWindow));
    let mut small = [0xa5; 15];
    let mut frames = FrameReader::new(&mut small);
    assert_eq!(frames.window(), []);
    assert_eq!(frames.next(), Err(FrameError::BufferTooSmall));
    frames.reset();
    assert_eq!(frames.next(), Err(FrameError::BufferTooSmall));
    for error in [FrameError::CommitBeyondWindow, FrameError::BufferTooSmall, FrameError::Truncated { received: 1 }] {
        assert!(!error.to_string().is_empty());
    }
}

#[test]
fn a_message_is_built_in_place_or_not_at_all() {
    let identifier = MessageIdentifier::COMPUTE_SYSTEM_START_V1;
    let mut buffer = [0xa5; 24];
    let message = write_message(&mut buffer, identifier, SequenceId(3), "text").expect("room");
    assert_eq!(message, b"\x01\x02\x10\x10\x16\0\0\0\x03\0\0\0\0\0\0\0\"text\"");
    for room in 0..22 {
        let mut buffer = [0xa5; 24];
        let error = write_message(&mut buffer[..room], identifier, SequenceId(3), "text").expect_err("too small");
        assert_eq!(error.kind(), ErrorKind::BufferFull);
        assert!(buffer[room..].iter().all(|byte| *byte == 0xa5));
    }
    assert_eq!(finish_frame(&mut [0; 16], identifier, SequenceId(3), 1), None);
    assert_eq!(finish_frame(&mut [0; 16], identifier, SequenceId(3), usize::MAX), None);
    assert_eq!(finish_frame(&mut [0; 16], identifier, SequenceId(3), 0).map(|message| message.len()), Some(16));
}
