//! Tests the guest endpoint: what it answers, when, and how it rejects what it cannot accept.

use super::*;

#[test]
fn only_negotiation_comes_before_negotiation_and_only_once() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    let start = message(Method::Start.request(), 7, r#"{"ContainerId":"c","ActivityId":"a"}"#);
    let (identifier, id, result, activity, _) = refused(&mut guest, &start);
    assert_eq!((identifier, id, result), (Method::Start.response(), 7, HResult::NOT_IMPLEMENTED));
    assert_eq!(activity, "a");
    negotiate(&mut guest);
    let again = message(Method::NegotiateProtocol.request(), 8, r#"{"MinimumVersion":4,"MaximumVersion":4}"#);
    assert_eq!(refused(&mut guest, &again).2, HResult::NOT_IMPLEMENTED);
    give(&mut guest, &start);
    assert!(matches!(guest.poll(), Ok(Some(Event::Call(Call::Start(..))))));
}

#[test]
fn the_newest_common_version_is_chosen() {
    for (minimum, maximum, result) in [
        (4, 4, HResult::OK),
        (1, 9, HResult::OK),
        (5, 9, HResult::UNSUPPORTED_PROTOCOL_VERSION),
        (1, 3, HResult::UNSUPPORTED_PROTOCOL_VERSION),
        (9, 1, HResult::UNSUPPORTED_PROTOCOL_VERSION),
    ] {
        let mut buffers = buffers(4096, 4096);
        let mut guest = buffers.guest();
        let payload = format!(r#"{{"MinimumVersion":{minimum},"MaximumVersion":{maximum}}}"#);
        give(&mut guest, &message(Method::NegotiateProtocol.request(), 0, &payload));
        assert!(guest.poll().expect("a good stream").is_some());
        assert_eq!(response(&take(&mut guest)).2, result, "{minimum}..{maximum}");
        assert_eq!(guest.version(), result.is_ok().then_some(ProtocolVersion::V4));
    }
}

#[test]
fn the_negotiation_is_answered_with_what_the_reference_says() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    let payload = format!(r#"{{"ContainerId":"","ActivityId":"{ACTIVITY}","MinimumVersion":4,"MaximumVersion":4}}"#);
    give(&mut guest, &message(Method::NegotiateProtocol.request(), 0, &payload));
    assert!(matches!(guest.poll(), Ok(Some(Event::Negotiated(_)))));
    let recorded = include_bytes!("../vectors/session.guest-to-host.bin");
    assert_eq!(String::from_utf8_lossy(&take(&mut guest)), String::from_utf8_lossy(&recorded[..342]));
}

#[test]
fn what_cannot_be_handled_is_answered_and_never_echoed() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let marker = "marker".repeat(100);
    let with_marker = |rest: &str| format!(r#"{{"ContainerId":"c","ActivityId":"{ACTIVITY}","x":"{marker}",{rest}}}"#);
    let modify = Method::ModifySettings.request();
    for (identifier, payload, result) in [
        (MessageIdentifier(0x1010_ff01), with_marker(r#""a":1"#), HResult::NOT_IMPLEMENTED),
        (MessageIdentifier::COMPUTE_SYSTEM_UPDATE_CONTAINER_V1, with_marker(r#""a":1"#), HResult::NOT_IMPLEMENTED),
        (Method::WaitForProcess.request(), with_marker(r#""ProcessId":"x""#), HResult::INVALID_JSON),
        (modify, with_marker(r#""Request":{"ResourceType":"Bogus","Settings":{}}"#), HResult::FAIL),
        (
            modify,
            with_marker(r#""Request":{"ResourceType":"CombinedLayers","Settings":{"Layers":[{},{"Id":1}]}}"#),
            HResult::INVALID_JSON,
        ),
        (
            Method::Create.request(),
            with_marker(r#""ContainerConfig":"{\"OciSpecification\":{\"mounts\":[{\"destination\":1}]}}""#),
            HResult::INVALID_JSON,
        ),
    ] {
        let (answer, id, answered, activity, text) = refused(&mut guest, &message(identifier, 9, &payload));
        assert_eq!((answer, id, answered), (identifier.response_identifier(), 9, result), "{payload}");
        assert_eq!(activity, ACTIVITY);
        assert!(!text.contains("marker") && text.len() < 160 && !text.is_empty(), "{text}");
    }
    let unknown = message(modify, 1, &with_marker(r#""Request":{"ResourceType":"Bogus","Settings":{}}"#));
    assert!(refused(&mut guest, &unknown).4.contains("Bogus"), "it is named");
    let broken = message(Method::Start.request(), 1, "no JSON at all");
    assert_eq!(refused(&mut guest, &broken).2, HResult::INVALID_JSON);
}

#[test]
fn a_guest_of_windows_names_the_resource_type_that_it_does_not_know() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = Guest::<4, Windows>::new(&mut buffers.receive, &mut buffers.send, GuestConfig::windows());
    negotiate(&mut guest);
    let payload = r#"{"Request":{"ResourceType":"Bogus","Settings":{}}}"#;
    give(&mut guest, &message(Method::ModifySettings.request(), 1, payload));
    assert!(matches!(guest.poll(), Ok(Some(Event::Refused(_)))));
    let (_, _, result, _, text) = response(&take(&mut guest));
    assert_eq!(result, HResult::FAIL);
    assert!(text.contains("Bogus"), "{text}");
}

#[test]
fn a_request_too_large_for_the_buffer_is_answered_and_the_next_one_is_read() {
    let mut buffers = buffers(4096, 1024);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    for size in [4081, 40_000, 1 << 20] {
        let large = message(Method::ModifySettings.request(), 5, &format!("\"{}\"", "x".repeat(size - 2)));
        let (identifier, id, result, _, text) = refused(&mut guest, &large);
        assert_eq!((identifier, id, result), (Method::ModifySettings.response(), 5, HResult::FAIL));
        assert!(text.contains(&(size + 16).to_string()), "{text}");
        let fits = format!(r#"{{"ContainerId":"{}"}}"#, "c".repeat(4096 - 16 - 18));
        give(&mut guest, &message(Method::Start.request(), 6, &fits));
        assert!(matches!(guest.poll(), Ok(Some(Event::Call(Call::Start(..))))));
    }
}

#[test]
fn responses_and_notifications_sent_to_a_guest_are_reported_and_not_answered() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    for identifier in [
        Method::Start.response(),
        MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1,
        MessageIdentifier(0),
        MessageIdentifier(u32::MAX),
    ] {
        let bytes = message(identifier, 3, "{}");
        give(&mut guest, &bytes);
        let Ok(Some(Event::Ignored(header))) = guest.poll() else { panic!("not ignored: {identifier:?}") };
        assert_eq!(header.as_bytes(), &bytes[..16]);
        assert!(guest.outgoing().is_empty());
    }
}

#[test]
fn a_size_below_the_header_ends_the_connection_without_an_allocation() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    give(&mut guest, MessageHeader::new(Method::Start.request(), 15, SequenceId(1)).as_bytes());
    assert_eq!(guest.poll().map(drop), Err(FrameError::SizeBelowHeader { size: 15 }));
    assert_eq!(guest.poll().map(drop), Err(FrameError::SizeBelowHeader { size: 15 }));
    assert_eq!(guest.window().map(drop), Err(FrameError::SizeBelowHeader { size: 15 }));
    guest.reset();
    negotiate(&mut guest);
}

#[test]
fn the_end_inside_a_message_is_told_apart_from_a_clean_one() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    assert_eq!(guest.end(), Ok(()));
    give(&mut guest, &message(Method::Start.request(), 1, "{}")[..17]);
    assert!(matches!(guest.poll(), Ok(None)));
    assert_eq!(guest.end(), Err(FrameError::Truncated { received: 17 }));
}

#[test]
fn a_failure_is_one_record_and_a_long_message_is_cut_at_a_character() {
    for send in [1024, 4096, 200_000] {
        let mut buffers = buffers(4096, send);
        let mut guest = buffers.guest();
        negotiate(&mut guest);
        give(&mut guest, &message(Method::Start.request(), 1, &format!(r#"{{"ActivityId":"{ACTIVITY}"}}"#)));
        let Ok(Some(Event::Call(call))) = guest.poll() else { panic!("no request") };
        let text = "é\u{1}<".repeat(100_000);
        call.fail(HResult::NOT_FOUND, &text).expect("room");
        let bytes = take(&mut guest);
        assert!(bytes.len() <= MAX_MESSAGE_SIZE_TO_HOST.min(send));
        let mut payload = bytes[16..].to_vec();
        let response: Response<Empty> = json::decode(&mut payload).expect("a response");
        let base = &response.base;
        assert!(text.starts_with(base.error_message) && base.error_message.len() > send.min(60_000) / 60);
        let records: Vec<_> = base.error_records.iter().collect();
        assert_eq!(records.len(), 1);
        assert_eq!((records[0].result, records[0].line, records[0].file_name), (HResult::NOT_FOUND, u32::MAX, ""));
        assert_eq!((records[0].message, records[0].module_name), (base.error_message, "gcs"));
    }
}

#[test]
fn a_response_that_hosts_would_not_take_is_a_failure_instead() {
    let mut buffers = buffers(4096, 200_000);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    for (size, result) in [(60_000, HResult::OK), (70_000, HResult::FAIL)] {
        give(&mut guest, &message(Method::DumpStacks.request(), 1, "{}"));
        let Ok(Some(Event::Call(call))) = guest.poll() else { panic!("no request") };
        let stacks = "x".repeat(size);
        call.into_reply().ok_with(&gcs_prot::message::DumpStacksResponse { guest_stacks: &stacks }).expect("room");
        let bytes = take(&mut guest);
        assert!(bytes.len() <= MAX_MESSAGE_SIZE_TO_HOST);
        assert_eq!(response(&bytes).2, result);
    }
}

#[test]
fn no_request_is_taken_while_there_is_no_room_to_answer_it() {
    let mut buffers = buffers(4096, 1024);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let two = [message(Method::Start.request(), 1, "{}"), message(Method::Start.request(), 2, "{}")].concat();
    give(&mut guest, &two);
    let Ok(Some(Event::Call(call))) = guest.poll() else { panic!("no request") };
    call.into_reply().ok_with(&Empty {}).expect("room");
    assert!(matches!(guest.poll(), Ok(None)), "something waits to be sent");
    assert_eq!(response(&take(&mut guest)).1, 1);
    let Ok(Some(Event::Call(call))) = guest.poll() else { panic!("no request") };
    let reply = call.into_reply();
    assert_eq!((reply.sequence_id(), reply.identifier()), (SequenceId(2), Method::Start.request()));
    let token = reply.later();
    assert_eq!((token.sequence_id(), token.identifier()), (SequenceId(2), Method::Start.request()));
}

#[test]
fn a_token_keeps_an_activity_id_of_64_bytes_and_none_that_is_longer() {
    for length in [0, 63, 64, 65, 100] {
        let mut buffers = buffers(4096, 4096);
        let mut guest = buffers.guest();
        negotiate(&mut guest);
        let id = "x".repeat(length);
        give(&mut guest, &message(Method::Start.request(), 1, &format!(r#"{{"ActivityId":"{id}"}}"#)));
        let Ok(Some(Event::Call(call))) = guest.poll() else { panic!("no request") };
        let token = call.later();
        guest.respond_with(token, &Empty {}).expect("room");
        assert_eq!(response(&take(&mut guest)).3, if length <= 64 { id.as_str() } else { "" });
    }
}

#[test]
fn an_answer_that_does_not_fit_now_gives_its_token_back() {
    let mut buffers = buffers(4096, 1024);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let mut tokens: Vec<AnyToken> = Vec::new();
    for id in 0..30 {
        give(&mut guest, &message(Method::Start.request(), id, &format!(r#"{{"ActivityId":"{ACTIVITY}"}}"#)));
        let Ok(Some(Event::Call(call))) = guest.poll() else { panic!("no request") };
        tokens.push(call.later());
    }
    let (mut answered, mut sent) = (Vec::new(), Vec::new());
    for token in tokens {
        let mut token = Some(token);
        while let Some(again) = token.take() {
            match guest.respond_with(again, &Empty {}) {
                Ok(()) => {}
                Err(RespondError::Full(again, error)) => {
                    assert_eq!(error.kind(), ErrorKind::BufferFull);
                    let id = again.sequence_id().0;
                    let full = RespondError::Full(again, error);
                    assert_eq!(full.to_string(), format!("the response to request {id} is not sent: {error}"));
                    let RespondError::Full(again, _) = full else { unreachable!() };
                    sent.extend(take(&mut guest));
                    token = Some(again);
                }
                Err(error) => panic!("{error}"),
            }
        }
    }
    sent.extend(take(&mut guest));
    let mut rest = &*sent;
    while !rest.is_empty() {
        let size = u32::from_le_bytes(rest[4..8].try_into().expect("four bytes")) as usize;
        answered.push(response(&rest[..size]).1);
        rest = &rest[size..];
    }
    assert_eq!(answered, (0..30).collect::<Vec<_>>());
}

#[test]
fn an_answer_does_not_go_out_on_another_connection() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    give(&mut guest, &message(Method::WaitForProcess.request(), 1, r#"{"ProcessId":1}"#));
    let Ok(Some(Event::Call(Call::WaitForProcess(_, reply)))) = guest.poll() else { panic!("no request") };
    let token = reply.later();
    guest.reset();
    assert_eq!(guest.version(), None);
    negotiate(&mut guest);
    let body = ContainerWaitForProcessResponse { exit_code: 0 };
    assert_eq!(guest.respond(token, &body), Err(RespondError::SessionGone));
    assert!(guest.outgoing().is_empty());
}

#[test]
fn messages_in_the_outbox_are_whole_however_they_are_taken() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let mut expected: Vec<u8> = Vec::new();
    let mut sent = Vec::new();
    for id in 0..500u64 {
        let mut bytes = [0; 256];
        let base = MessageResponseBase { activity_id: ACTIVITY, ..MessageResponseBase::default() };
        let answer = Response { base, body: Empty {} };
        expected.extend(write_message(&mut bytes, Method::Start.response(), SequenceId(id), &answer).expect("room"));
        give(&mut guest, &message(Method::Start.request(), id, &format!(r#"{{"ActivityId":"{ACTIVITY}"}}"#)));
        loop {
            if let Some(event) = guest.poll().expect("a good stream") {
                let Event::Call(call) = event else { panic!("{event:?}") };
                break call.into_reply().ok_with(&Empty {}).expect("room");
            }
            let count = (1 + usize::try_from(id).expect("small") * 7 % 200).min(guest.outgoing().len());
            sent.extend_from_slice(&guest.outgoing()[..count]);
            guest.sent(count);
        }
    }
    sent.extend(take(&mut guest));
    assert!(sent == expected);
}

#[test]
fn a_long_activity_id_never_prevents_an_answer() {
    for (send, activity) in [(1024, "‹".repeat(165)), (1024, "a".repeat(1100)), (100_000, "a".repeat(70_000))] {
        let mut buffers = buffers(200_000, send);
        let mut guest = buffers.guest();
        negotiate(&mut guest);
        let payload = format!(r#"{{"ContainerId":"c","ActivityId":"{}"}}"#, activity.replace('‹', "\\u2039"));
        let start = message(Method::Start.request(), 1, &payload);
        give(&mut guest, &start);
        let Ok(Some(Event::Call(call))) = guest.poll() else { panic!("no request") };
        call.into_reply().ok_with(&Empty {}).expect("an answer");
        let answer = response(&take(&mut guest));
        assert_eq!((answer.1, answer.2), (1, HResult::OK));
        give(&mut guest, &start);
        let Ok(Some(Event::Call(call))) = guest.poll() else { panic!("no request") };
        call.fail(HResult::NOT_FOUND, "no such container").expect("an answer");
        let answer = response(&take(&mut guest));
        assert_eq!((answer.1, answer.2), (1, HResult::NOT_FOUND));
        assert!(answer.4.is_empty() || "no such container".starts_with(&answer.4));
        // Refusals of the guest itself are sent as well.
        let unknown = message(MessageIdentifier(0x1010_ff01), 2, &payload);
        assert_eq!(refused(&mut guest, &unknown).2, HResult::NOT_IMPLEMENTED);
    }
}

#[test]
fn a_guest_with_too_little_room_to_send_refuses_to_start() {
    let mut buffers = buffers(4096, 1023);
    assert_eq!(buffers.guest().poll().map(drop), Err(FrameError::BufferTooSmall));
}

#[test]
fn a_long_activity_id_does_not_take_up_the_room_that_was_kept_for_an_answer() {
    let mut buffers = buffers(40_000, 4096);
    let config = GuestConfig { answer_room: 512, ..GuestConfig::default() };
    let mut guest = Guest::<4>::new(&mut buffers.receive, &mut buffers.send, config);
    negotiate(&mut guest);
    for id in 1..10 {
        let payload = format!(r#"{{"ActivityId":"{}"}}"#, "a".repeat(2000));
        give(&mut guest, &message(Method::Start.request(), id, &payload));
    }
    let mut answered = 0;
    while answered < 9 {
        while let Some(event) = guest.poll().expect("a good stream") {
            let Event::Call(call) = event else { panic!("{event:?}") };
            answered += 1;
            if answered % 2 == 0 {
                call.fail(HResult::FAIL, "no").expect("the room that was asked for");
            } else {
                call.into_reply().ok_with(&Empty {}).expect("the room that was asked for");
            }
        }
        assert!(!take(&mut guest).is_empty());
    }
}
