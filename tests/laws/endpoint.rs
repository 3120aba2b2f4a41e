//! Tests endpoints with any bytes and any order of operations. Each connection carries complete messages, and none of
//! another connection.

use gcs_prot::endpoint::{AnyToken, Endpoint, Event, Guest, GuestConfig, Host, HostEvent, Notification, RespondError};
use gcs_prot::json;
use gcs_prot::message::{Empty, MessageResponseBase, NotificationType, Request};
use gcs_prot::rpc;
use gcs_prot::wire::{MessageHeader, MessageType};
use zerocopy::FromBytes;

/// Checks the law. The input is a list of steps: a byte for the operation, a byte for the amount, and for a step that
/// receives, the bytes.
pub fn check(data: &[u8]) {
    check_guest(data);
    check_host(data);
}

fn check_guest(mut data: &[u8]) {
    let (mut receive, mut outbox) = (vec![0xa5; 4096], vec![0xa5; 2048]);
    let mut guest = Guest::<2>::new(&mut receive, &mut outbox, GuestConfig::default());
    let mut sent = Vec::new();
    let mut tokens: Vec<(AnyToken, u32)> = Vec::new();
    let mut connection = 0;
    while let [step, amount, rest @ ..] = data {
        let amount = usize::from(*amount);
        data = rest;
        match step % 8 {
            0..=2 => {
                let (bytes, rest) = data.split_at((amount * 8).min(data.len()));
                data = rest;
                give(&mut guest, bytes);
            }
            3 => {
                while let Ok(Some(event)) = guest.poll() {
                    let Event::Call(call) = event else { continue };
                    if amount % 2 == 0 {
                        // What does not fit now is not answered at all.
                        let _ = call.into_reply().ok_with(&Empty {});
                    } else {
                        tokens.push((call.later(), connection));
                    }
                }
            }
            4 => take(&mut guest, amount, &mut sent),
            5 if !tokens.is_empty() => {
                let (token, of) = tokens.swap_remove(amount % tokens.len());
                let waiting = guest.outgoing().len();
                let gone = guest.respond_with(token, &Empty {}) == Err(RespondError::SessionGone);
                assert_eq!(gone, of != connection, "an answer on another connection than its request's");
                assert!(!gone || guest.outgoing().len() == waiting);
            }
            6 => drop(guest.notify(&Notification::new("c", NotificationType::Reboot).expect("short"))),
            7 if amount > 200 => {
                check_messages(&sent);
                sent.clear();
                guest.reset();
                connection += 1;
            }
            7 if amount > 150 => {
                check_messages(&sent);
                sent.clear();
                guest.resume();
            }
            _ => {}
        }
    }
    take(&mut guest, usize::MAX, &mut sent);
    check_messages(&sent);
}

fn check_host(mut data: &[u8]) {
    let (mut receive, mut outbox) = (vec![0xa5; 4096], vec![0xa5; 2048]);
    let mut host = Host::<4>::new(&mut receive, &mut outbox);
    while let [step, amount, rest @ ..] = data {
        let amount = usize::from(*amount);
        data = rest;
        match step % 8 {
            0..=2 => {
                let (bytes, rest) = data.split_at((amount * 8).min(data.len()));
                data = rest;
                give(&mut host, bytes);
            }
            3 => loop {
                let before = host.in_flight();
                let Ok(Some(event)) = host.poll() else { break };
                let ended = match event {
                    HostEvent::Response(..) | HostEvent::Failed { .. } => 1,
                    _ => 0,
                };
                assert_eq!(host.in_flight(), before - ended, "each answer ends one call");
            },
            4 => host.sent(amount),
            5 => drop(host.call::<rpc::NegotiateProtocol>(&Request::default())),
            6 => drop(host.call::<rpc::Start>(&Request::default())),
            7 if amount > 200 => host.reset(),
            7 if amount > 150 => host.resume(),
            _ => {}
        }
        assert!(host.in_flight() <= 4 + 1, "a negotiation has its place beside the calls");
    }
}

fn give(endpoint: &mut impl Endpoint, bytes: &[u8]) {
    // A stream that is lost takes nothing more.
    let _ = endpoint.receive(bytes);
}

fn take(endpoint: &mut impl Endpoint, most: usize, sent: &mut Vec<u8>) {
    let count = endpoint.outgoing().len().min(most);
    sent.extend_from_slice(&endpoint.outgoing()[..count]);
    endpoint.sent(count);
}

/// Checks that the bytes sent on a connection are complete messages of a guest. The last message may be incomplete.
fn check_messages(mut sent: &[u8]) {
    while let Ok((header, _)) = MessageHeader::ref_from_prefix(sent) {
        let Some(message) = sent.get(16..header.size() as usize) else { return };
        let mut payload = message.to_vec();
        match header.identifier().message_type() {
            MessageType::RESPONSE => drop(json::decode::<MessageResponseBase<'_>>(&mut payload).expect("a response")),
            other => assert_eq!(other, MessageType::NOTIFICATION),
        }
        sent = &sent[header.size() as usize..];
    }
}
