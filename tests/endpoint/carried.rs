//! Tests what a guest carries over to another connection, and what comes before the negotiation there.

use super::*;

#[test]
fn a_connection_that_ends_before_it_is_negotiated_ends_cleanly_whatever_was_carried_over() {
    let mut buffers = buffers(4096, 2048);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    for id in 1..4 {
        give(&mut guest, &message(Method::Start.request(), id, "{}"));
    }
    let Ok(Some(Event::Call(call))) = guest.poll() else { panic!("no request") };
    call.into_reply().ok_with(&Empty {}).expect("room");
    // Two requests wait until the answer to the first one is sent.
    assert_eq!(guest.end(), Err(FrameError::NotPolled));
    for _ in 0..3 {
        guest.resume();
        assert!(matches!(guest.poll(), Ok(None)) && guest.outgoing().is_empty());
        assert_eq!(guest.end(), Ok(()), "nothing came on this connection");
        give(&mut guest, &[0]);
        assert_eq!(guest.end(), Err(FrameError::Truncated { received: 1 }));
    }
    guest.resume();
    give(&mut guest, &message(Method::NegotiateProtocol.request(), 0, r#"{"MinimumVersion":4,"MaximumVersion":4}"#));
    assert_eq!(guest.end(), Err(FrameError::NotPolled));
    assert!(matches!(guest.poll(), Ok(Some(Event::Negotiated(_)))));
    let mut ids = Vec::new();
    loop {
        while !take(&mut guest).is_empty() {}
        let Some(event) = guest.poll().expect("a good stream") else { break };
        let Event::Call(call) = event else { panic!("{event:?}") };
        ids.push(call.into_reply().sequence_id().0);
    }
    assert_eq!(ids, [2, 3]);
}

#[test]
fn what_comes_before_a_new_negotiation_leaves_carried_requests_as_they_are() {
    let negotiation = message(Method::NegotiateProtocol.request(), 0, r#"{"MinimumVersion":4,"MaximumVersion":4}"#);
    let ignored = message(MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1, 0, "{}");
    let fresh = [
        ignored.repeat(40),
        message(Method::Start.request(), 8, "{}"),
        ignored.repeat(2),
        negotiation,
        message(Method::Start.request(), 9, r#"{"ContainerId":"fresh"}"#),
    ]
    .concat();
    for piece in (1..60).chain([100, 500, 4000]) {
        for is_full in [false, true] {
            let mut buffers = buffers(4096, 2048);
            let mut guest = buffers.guest();
            negotiate(&mut guest);
            for id in 1..4 {
                give(&mut guest, &message(Method::Start.request(), id, &format!(r#"{{"ContainerId":"c{id}"}}"#)));
            }
            if is_full {
                let Ok(Some(Event::Call(call))) = guest.poll() else { panic!("no request") };
                call.into_reply().ok_with(&Empty {}).expect("room");
            }
            guest.resume();
            let (mut rest, mut seen, mut ignored) = (&*fresh, Vec::new(), 0);
            for _ in 0..10_000 {
                while let Some(event) = guest.poll().expect("a good stream") {
                    match event {
                        Event::Call(call) => {
                            seen.push((call.base().container_id.to_owned(), call.into_reply().sequence_id().0));
                        }
                        Event::Refused(refused) => seen.push((String::new(), refused.header.sequence_id().0)),
                        Event::Negotiated(_) => seen.push((String::new(), 0)),
                        _ => ignored += 1,
                    }
                }
                take(&mut guest);
                let count = guest.receive(&rest[..piece.min(rest.len())]).expect("a good stream");
                rest = &rest[count..];
            }
            let carried = (if is_full { 2 } else { 1 }..4).map(|id| (format!("c{id}"), id));
            let own = [(String::new(), 8), (String::new(), 0)];
            let mut expected: Vec<_> =
                if is_full { own.into_iter().chain(carried).collect() } else { carried.chain(own).collect() };
            expected.push(("fresh".to_owned(), 9));
            assert_eq!((seen, ignored), (expected, 42), "in pieces of {piece}, {is_full}");
        }
    }
}

/// Fills the send buffer and the receive buffer. The requests are of three kinds, all of which the guest refuses by
/// itself. Then moves through this number of connections that are never negotiated. Returns the last sequence id.
fn refuse_without_room(guest: &mut Guest<'_, 4>, connections: usize) -> u64 {
    let refused = |id: u64| match id % 3 {
        0 => message(Method::Start.request(), id, "{"),
        1 => message(MessageIdentifier(0x101f_f001), id, ""),
        _ => message(Method::ModifySettings.request(), id, ""),
    };
    negotiate(guest);
    give(guest, &message(Method::DumpStacks.request(), 1, "{}"));
    let Ok(Some(Event::Call(Call::DumpStacks(_, reply)))) = guest.poll() else { panic!("no request") };
    reply.ok(&DumpStacksResponse { guest_stacks: &"s".repeat(960) }).expect("room");
    let (mut sent, mut free) = (1, 2048);
    while free >= 18 {
        let bytes = refused(sent + 1);
        assert_eq!(give(guest, &bytes), bytes.len());
        (sent, free) = (sent + 1, free - bytes.len());
    }
    for _ in 0..connections {
        guest.resume();
        while guest.poll().expect("a good stream").is_some() {}
        assert!(guest.outgoing().is_empty(), "nothing goes out before the negotiation");
    }
    sent
}

#[test]
fn a_request_that_is_refused_without_room_is_not_answered_in_a_new_session() {
    let mut buffers = buffers(2048, 1024);
    let mut guest = buffers.guest();
    refuse_without_room(&mut guest, 1);
    guest.reset();
    negotiate(&mut guest);
    assert!(guest.poll().expect("a good stream").is_none());
    assert!(guest.outgoing().is_empty());
}

#[test]
fn a_request_that_is_refused_without_room_is_answered_after_the_next_negotiation() {
    let negotiation = message(Method::NegotiateProtocol.request(), 0, r#"{"MinimumVersion":4,"MaximumVersion":4}"#);
    for connections in 1..4 {
        let mut buffers = buffers(2048, 1024);
        let mut guest = buffers.guest();
        let sent = refuse_without_room(&mut guest, connections);
        assert_eq!(give(&mut guest, &negotiation), negotiation.len());
        let mut answers = Vec::new();
        loop {
            while guest.poll().expect("a good stream").is_some() {}
            let bytes = take(&mut guest);
            if bytes.is_empty() {
                break;
            }
            answers.extend_from_slice(&bytes);
        }
        let (mut ids, mut rest) = (Vec::new(), &*answers);
        while let Some((header, _)) = MessageHeader::parse(rest) {
            let (answer, behind) = rest.split_at(header.size() as usize);
            let (identifier, id, result, ..) = response(answer);
            assert_eq!(identifier.message_type(), MessageType::RESPONSE);
            assert_eq!(result.is_ok(), id < 2, "{id}");
            ids.push(id);
            rest = behind;
        }
        // The negotiation is answered first. Each request is answered once, in order.
        assert_eq!(ids, (0..=sent).collect::<Vec<_>>());
    }
}

#[test]
fn messages_before_the_negotiation_leave_the_room_that_they_took_behind_a_carried_request() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    give(&mut guest, &message(Method::Start.request(), 1, "{}"));
    guest.resume();
    // No request, so the guest ignores it. A hundred of them are longer than the buffer.
    let ignored = message(Method::Start.response(), 0, &" ".repeat(984));
    for _ in 0..100 {
        assert_eq!(give(&mut guest, &ignored), 1000);
        assert!(matches!(guest.poll(), Ok(Some(Event::Ignored(_)))));
    }
    negotiate(&mut guest);
    assert!(matches!(guest.poll(), Ok(Some(Event::Call(_)))));
}

#[test]
fn a_negotiation_gets_the_room_of_carried_requests_that_have_been_taken() {
    let mut buffers = buffers(4096, 2048);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    // Two requests leave 16 bytes of the receive buffer free, which is less than a negotiation.
    give(&mut guest, &message(Method::DumpStacks.request(), 1, &format!("{{}}{}", " ".repeat(982))));
    give(&mut guest, &message(Method::Start.request(), 2, &format!("{{}}{}", " ".repeat(3062))));
    guest.resume();
    let Ok(Some(Event::Call(Call::DumpStacks(_, reply)))) = guest.poll() else { panic!("no request") };
    reply.ok(&DumpStacksResponse { guest_stacks: &"s".repeat(1400) }).expect("room");
    assert!(matches!(guest.poll(), Ok(None)), "there is no room for another answer");
    negotiate(&mut guest);
}

#[test]
fn at_most_32_refusals_are_owed_however_the_room_for_a_negotiation_shrinks() {
    let mut buffers = buffers(2048, 1024);
    let mut guest = buffers.guest();
    let negotiation = message(
        Method::NegotiateProtocol.request(),
        0,
        &format!(r#"{{"MinimumVersion":4,"MaximumVersion":4,"x":"{}"}}"#, "x".repeat(400)),
    );
    refuse_without_room(&mut guest, 0);
    guest.resume();
    let mut refused = 0;
    for piece in negotiation.chunks(100) {
        while let Some(event) = guest.poll().expect("a good stream") {
            let Event::Refused(_) = event else { panic!("{event:?}") };
            refused += 1;
        }
        assert!(refused <= 32, "{refused}");
        if give(&mut guest, piece) < piece.len() {
            break;
        }
    }
}

#[test]
fn a_carried_request_is_taken_without_room_for_an_answer_only_if_a_negotiation_has_no_room() {
    for (room, is_taken) in [(511, true), (512, false), (513, false)] {
        let mut buffers = buffers(2048, 2048);
        let mut guest = buffers.guest();
        negotiate(&mut guest);
        give(&mut guest, &message(Method::DumpStacks.request(), 1, "{}"));
        let Ok(Some(Event::Call(Call::DumpStacks(_, reply)))) = guest.poll() else { panic!("no request") };
        reply.ok(&DumpStacksResponse { guest_stacks: &"s".repeat(1400) }).expect("room");
        give(&mut guest, &message(Method::Start.request(), 2, &" ".repeat(2048 - room - 16)));
        guest.resume();
        assert_eq!(guest.poll().expect("a good stream").is_some(), is_taken, "{room} bytes");
    }
}
