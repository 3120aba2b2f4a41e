//! This crate's endpoints, as the [law](super::endpoint) drives them, and what only their interface can show.

use gcs_prot::endpoint::{AnyToken, Endpoint as _, Event, GuestConfig, HostEvent, Notification, RespondError};
use gcs_prot::message::{Empty, NotificationType, Request};
use gcs_prot::{endpoint, rpc};

use super::endpoint::{Endpoint, Guest, Host, Session, check_guest, check_host};

/// Checks the law of both endpoints.
pub fn check(data: &[u8]) {
    let (mut receive, mut send) = (vec![0xa5; 4096], vec![0xa5; 2048]);
    let guest = endpoint::Guest::new(&mut receive, &mut send, GuestConfig::default());
    check_guest(&mut OwnGuest { guest, tokens: Vec::new(), session: 0 }, data);
    let host = endpoint::Host::new(&mut receive, &mut send);
    check_host(&mut OwnHost(host), data);
}

/// A guest, and the tokens of the requests that it has kept, each with the number of its session.
struct OwnGuest<'b> {
    guest: endpoint::Guest<'b, 2>,
    tokens: Vec<(AnyToken, u32)>,
    session: u32,
}

impl Endpoint for OwnGuest<'_> {
    fn connect(&mut self, session: Session) {
        connect(&mut self.guest, session);
        self.session += u32::from(session == Session::Begins);
    }

    fn receive(&mut self, bytes: &[u8]) -> usize {
        receive(&mut self.guest, bytes)
    }

    fn send(&mut self, most: usize) -> Vec<u8> {
        send(&mut self.guest, most)
    }
}

impl Guest for OwnGuest<'_> {
    fn handle(&mut self, is_answered: bool) {
        while let Ok(Some(event)) = self.guest.poll() {
            let Event::Call(call) = event else { continue };
            if is_answered {
                // A request is not answered if the response does not fit now.
                let _ = call.into_reply().ok_with(&Empty {});
            } else {
                self.tokens.push((call.later(), self.session));
            }
        }
    }

    fn answer(&mut self, which: usize) {
        if self.tokens.is_empty() {
            return;
        }
        let (token, session) = self.tokens.swap_remove(which % self.tokens.len());
        let waiting = self.guest.outgoing().len();
        let is_gone = self.guest.respond_with(token, &Empty {}) == Err(RespondError::SessionGone);
        assert_eq!(is_gone, session != self.session, "an answer in another session than its request's");
        assert!(!is_gone || self.guest.outgoing().len() == waiting);
    }

    fn notify(&mut self) {
        // There may be no room.
        let _ = self.guest.notify(&Notification::new("c", NotificationType::Reboot).expect("short"));
    }
}

struct OwnHost<'b>(endpoint::Host<'b, 4>);

impl Endpoint for OwnHost<'_> {
    fn connect(&mut self, session: Session) {
        connect(&mut self.0, session);
    }

    fn receive(&mut self, bytes: &[u8]) -> usize {
        receive(&mut self.0, bytes)
    }

    fn send(&mut self, most: usize) -> Vec<u8> {
        send(&mut self.0, most)
    }
}

impl Host for OwnHost<'_> {
    fn call(&mut self, is_negotiation: bool) -> Option<u64> {
        let id = if is_negotiation {
            self.0.call::<rpc::NegotiateProtocol>(&Request::default())
        } else {
            self.0.call::<rpc::Start>(&Request::default())
        };
        assert!(self.0.in_flight() <= 4 + 1, "a negotiation has its place beside the calls");
        id.ok().map(|id| id.0)
    }

    fn handle(&mut self) -> Vec<u64> {
        let mut over = Vec::new();
        loop {
            let before = self.0.in_flight();
            let id = match self.0.poll() {
                Ok(Some(HostEvent::Response(id, _) | HostEvent::Failed { id, .. })) => Some(id.0),
                Ok(Some(_)) => None,
                _ => return over,
            };
            over.extend(id);
            assert_eq!(self.0.in_flight(), before - usize::from(id.is_some()), "each answer ends one call");
        }
    }
}

fn connect(endpoint: &mut impl endpoint::Endpoint, session: Session) {
    match session {
        Session::Begins => endpoint.reset(),
        Session::GoesOn => endpoint.resume(),
    }
}

/// A stream that is lost takes nothing more.
fn receive(endpoint: &mut impl endpoint::Endpoint, bytes: &[u8]) -> usize {
    endpoint.receive(bytes).unwrap_or(0)
}

fn send(endpoint: &mut impl endpoint::Endpoint, most: usize) -> Vec<u8> {
    let outgoing = endpoint.outgoing();
    let bytes = outgoing[..outgoing.len().min(most)].to_vec();
    endpoint.sent(bytes.len());
    bytes
}
