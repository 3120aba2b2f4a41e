//! Tests the host endpoint: its calls and their results.

use super::*;

#[test]
fn sixty_four_calls_in_flight_are_answered_in_any_order_and_all_matched() {
    let (mut ours, mut theirs) = (buffers(4096, 4096), buffers(4096, 4096));
    let (mut guest, mut host) = (ours.guest(), theirs.host());
    let (mut tokens, mut seen) = (Vec::new(), Vec::new());
    assert_eq!(host.call::<rpc::Start>(&request(Empty {})), Err(CallError::NotNegotiated));
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("the first call");
    assert_eq!(host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))), Err(CallError::NegotiatedAlready));
    converse(&mut guest, &mut host, &mut tokens, &mut seen);
    assert_eq!(host.version(), Some(ProtocolVersion::V4));
    assert_eq!(host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))), Err(CallError::NegotiatedAlready));

    let mut random = 12345u64;
    for round in 0..5u32 {
        let mut ids = Vec::new();
        for process in 0..64 {
            let wait = ContainerWaitForProcess { process_id: round * 100 + process, timeout_in_ms: u32::MAX };
            ids.push((host.call::<rpc::WaitForProcess>(&request(wait)).expect("room").0, round * 100 + process));
            converse(&mut guest, &mut host, &mut tokens, &mut seen);
        }
        assert_eq!(host.in_flight(), 64);
        assert_eq!(host.call::<rpc::Start>(&request(Empty {})), Err(CallError::TooManyCalls));
        while !tokens.is_empty() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (process, token) = tokens.swap_remove((random >> 33) as usize % tokens.len());
            guest.respond(token, &ContainerWaitForProcessResponse { exit_code: process }).expect("room");
            converse(&mut guest, &mut host, &mut tokens, &mut seen);
        }
        assert_eq!(host.in_flight(), 0);
        seen.sort_unstable();
        assert_eq!(seen, ids);
        seen.clear();
    }
}

#[test]
fn a_host_tells_a_guest_that_breaks_the_protocol() {
    let mut buffers = buffers(4096, 4096);
    let mut host = buffers.host();
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("the first call");
    let ok = r#"{"Result":0,"Version":4}"#;
    for (bytes, expected) in [
        (message(Method::NegotiateProtocol.response(), 9, ok), Violation::UnknownId),
        (message(Method::Start.response(), 0, ok), Violation::WrongIdentifier),
        (message(Method::Start.request(), 0, ok), Violation::Unexpected),
        (message(MessageIdentifier(0), 0, ok), Violation::Unexpected),
        (
            message(MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1, 0, &"x".repeat(5000)),
            Violation::Notification(None),
        ),
    ] {
        let mut given = give(&mut host, &bytes);
        let Ok(Some(HostEvent::Violation(_, violation))) = host.poll() else { panic!("{expected:?}") };
        assert_eq!(violation, expected);
        while given < bytes.len() {
            given += give(&mut host, &bytes[given..]);
            assert!(host.poll().expect("a good stream").is_none());
        }
        assert!(!violation.to_string().is_empty());
    }
    give(&mut host, &message(MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1, 0, "{"));
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Violation(_, Violation::Notification(Some(_)))))));
    assert_eq!(host.in_flight(), 1, "the call is still waited for");
    let response = message(Method::NegotiateProtocol.response(), 0, ok);
    give(&mut host, &response);
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Response(SequenceId(0), AnyResponse::NegotiateProtocol(_))))));
    give(&mut host, &response);
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Violation(_, Violation::UnknownId)))), "answered twice");
}

#[test]
fn a_response_that_cannot_be_used_ends_its_call() {
    let mut buffers = buffers(512, 4096);
    let mut host = buffers.host();
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("the first call");
    give(&mut host, &message(Method::NegotiateProtocol.response(), 0, r#"{"Result":"x"}"#));
    let Ok(Some(HostEvent::Failed { method, failure: CallFailure::Payload(error), .. })) = host.poll() else {
        panic!("no failure")
    };
    assert_eq!((method, error.key()), (Method::NegotiateProtocol, Some("Result")));
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("another try");
    give(&mut host, &message(Method::NegotiateProtocol.response(), 1, &"x".repeat(400)));
    give(&mut host, MessageHeader::new(Method::NegotiateProtocol.response(), 600, SequenceId(1)).as_bytes());
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Failed { failure: CallFailure::Payload(_), .. }))));
}

#[test]
fn a_version_that_was_not_asked_for_fails_the_negotiation_of_either_kind_of_guest() {
    fn check<K: GuestKind>(minimum: u32, maximum: u32, chosen: u32, is_good: bool) {
        let (mut receive, mut send) = ([0; 512], [0; 512]);
        let mut host = Host::<4, K>::new_for(&mut receive, &mut send);
        let asked = request(versions(minimum, maximum));
        let id = host.call_with(Method::NegotiateProtocol, &asked).expect("the first call");
        let payload = format!(r#"{{"Version":{chosen},"Capabilities":{{"GuestDefinedCapabilities":{{}}}}}}"#);
        give(&mut host, &message(Method::NegotiateProtocol.response(), 0, &payload));
        match host.poll().expect("a good stream") {
            Some(HostEvent::Response(answered, _)) if is_good => assert_eq!(answered, id),
            Some(HostEvent::Failed { id: failed, failure, .. }) if !is_good => {
                assert_eq!((failed, failure), (id, CallFailure::Version(ProtocolVersion(chosen))));
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(host.version(), is_good.then_some(ProtocolVersion(chosen)));
        assert_eq!(host.in_flight(), 0);
        let call = host.call_with(Method::Start, &request(Empty {}));
        assert_eq!(call.is_ok(), is_good, "{call:?}");
        if !is_good {
            assert_eq!(call, Err(CallError::NotNegotiated));
            host.call_with(Method::NegotiateProtocol, &asked).expect("another try");
        }
    }
    for (minimum, maximum, chosen, is_good) in [
        (4, 4, 4, true),
        (4, 4, 0, false),
        (4, 4, 3, false),
        (4, 4, 5, false),
        (4, 4, u32::MAX, false),
        (3, 6, 3, true),
        (3, 6, 6, true),
        (3, 6, 7, false),
        (5, 4, 4, false),
    ] {
        check::<rpc::Linux>(minimum, maximum, chosen, is_good);
        check::<Windows>(minimum, maximum, chosen, is_good);
    }
    // No version is accepted if the payload of the negotiation does not decode. A payload that is too long is not sent.
    let mut buffers = buffers(512, 4096);
    let mut host = buffers.host();
    assert!(matches!(
        host.call_with(Method::NegotiateProtocol, &&*"x".repeat(600)),
        Err(CallError::Request(error)) if error.kind() == ErrorKind::BufferFull
    ));
    assert!(host.outgoing().is_empty());
    host.call_with(Method::NegotiateProtocol, &4_u32).expect("any payload");
    give(&mut host, &message(Method::NegotiateProtocol.response(), 0, r#"{"Version":4,"Capabilities":{}}"#));
    let Ok(Some(HostEvent::Failed { failure, .. })) = host.poll() else { panic!("no failure") };
    assert_eq!(failure.to_string(), "the guest selected protocol version 4, which is outside the requested range");
}

#[test]
fn a_response_too_large_for_the_host_ends_its_call() {
    let mut buffers = buffers(64, 4096);
    let mut host = buffers.host();
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("the first call");
    give(&mut host, MessageHeader::new(Method::NegotiateProtocol.response(), 65, SequenceId(0)).as_bytes());
    assert!(matches!(host.poll(), Ok(Some(HostEvent::Failed { failure: CallFailure::TooLarge, .. }))));
    assert_eq!(host.in_flight(), 0);
}

#[test]
fn a_failure_of_the_guest_is_data_for_the_host() {
    let (mut ours, mut theirs) = (buffers(4096, 4096), buffers(4096, 4096));
    let (mut guest, mut host) = (ours.guest(), theirs.host());
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("the first call");
    converse(&mut guest, &mut host, &mut Vec::new(), &mut Vec::new());
    let body = gcs_prot::message::ContainerGetProperties::default();
    let id = host.call::<rpc::GetProperties>(&request(body)).expect("room");
    give(&mut guest, &take(&mut host));
    let Ok(Some(Event::Call(Call::GetProperties(_, reply)))) = guest.poll() else { panic!("no request") };
    reply.fail(HResult::SYSTEM_NOT_FOUND, "no such container").expect("room");
    give(&mut host, &take(&mut guest));
    let Ok(Some(HostEvent::Response(answered, response))) = host.poll() else { panic!("no response") };
    assert_eq!(answered, id);
    let MessageResponseBase { result, error_message, activity_id, .. } = *response.base();
    assert_eq!((result, error_message, activity_id), (HResult::SYSTEM_NOT_FOUND, "no such container", ACTIVITY));
}

#[test]
fn a_host_sends_a_policy_of_a_megabyte() {
    let policy = "cGFja2FnZQ==".repeat(100_000);
    let mut sender = buffers(4096, 2 << 20);
    let mut host = sender.host();
    let mut receiver = buffers(2 << 20, 4096);
    let mut guest = receiver.guest();
    host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect("the first call");
    converse(&mut guest, &mut host, &mut Vec::new(), &mut Vec::new());
    let settings = ConfidentialOptions { encoded_security_policy: &policy, ..ConfidentialOptions::default() };
    let modification =
        ModificationRequest { resource: Resource::SecurityPolicy(settings), ..ModificationRequest::default() };
    host.call::<rpc::ModifySettings>(&request(ContainerModifySettings { request: modification })).expect("room");
    let bytes = take(&mut host);
    assert_eq!(give(&mut guest, &bytes), bytes.len());
    let Ok(Some(Event::Call(Call::ModifySettings(modify, _)))) = guest.poll() else { panic!("no request") };
    let Resource::SecurityPolicy(settings) = modify.body.request.resource else { panic!("another resource") };
    assert!(settings.encoded_security_policy == policy);
}

#[test]
fn a_request_that_does_not_fit_is_not_sent_at_all() {
    let mut buffers = buffers(64, 64);
    let mut host = buffers.host();
    let error = host.call::<rpc::NegotiateProtocol>(&request(versions(4, 4))).expect_err("too small");
    assert!(matches!(error, CallError::Request(error) if error.kind() == ErrorKind::BufferFull));
    assert_eq!((host.outgoing().len(), host.in_flight()), (0, 0));
    for error in [CallError::TooManyCalls, CallError::NotNegotiated, CallError::NegotiatedAlready, error] {
        assert!(!error.to_string().is_empty());
    }
}

#[test]
fn the_end_inside_a_response_is_told_apart_from_a_clean_one() {
    let mut buffers = buffers(4096, 4096);
    let mut host = buffers.host();
    assert_eq!(host.end(), Ok(()));
    give(&mut host, &message(Method::NegotiateProtocol.response(), 0, "{}")[..17]);
    assert_eq!(host.end(), Err(FrameError::Truncated { received: 17 }));
}
