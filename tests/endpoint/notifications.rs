//! Tests notifications, which wait for a connection and are sent as a whole.

use super::*;

#[test]
fn a_notification_raised_while_disconnected_arrives_after_negotiation_once() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    guest.notify(&exit("one")).expect("room");
    guest.notify(&exit("two")).expect("room");
    assert!(guest.outgoing().is_empty());
    assert_eq!(guest.notifications(), 2);
    give(&mut guest, &message(Method::NegotiateProtocol.request(), 0, r#"{"MinimumVersion":4,"MaximumVersion":4}"#));
    assert!(matches!(guest.poll(), Ok(Some(Event::Negotiated(_)))));
    assert!(guest.poll().expect("a good stream").is_none());
    let mut bytes = Vec::new();
    while !guest.outgoing().is_empty() {
        bytes.push(guest.outgoing()[0]);
        guest.sent(1);
    }
    let text = String::from_utf8_lossy(&bytes);
    assert_eq!((text.matches("\"one\"").count(), text.matches("\"two\"").count()), (1, 1), "{text}");
    assert_eq!(guest.notifications(), 0);
}

#[test]
fn a_notification_that_was_cut_off_goes_out_again_on_the_next_connection() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    guest.notify(&exit("one")).expect("room");
    let whole = guest.outgoing().to_vec();
    for cut in [0, 1, 16, whole.len() - 1] {
        guest.sent(cut);
        guest.reset();
        negotiate(&mut guest);
        assert!(guest.poll().expect("a good stream").is_none());
        assert_eq!(guest.outgoing(), whole, "after {cut} bytes");
    }
    guest.sent(whole.len());
    guest.reset();
    negotiate(&mut guest);
    assert!(guest.poll().expect("a good stream").is_none());
    assert!(guest.outgoing().is_empty(), "it was sent");
}

#[test]
fn a_full_queue_of_notifications_is_an_error() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    for _ in 0..4 {
        guest.notify(&exit("c")).expect("room");
    }
    assert_eq!(guest.notify(&exit("c")), Err(NotifyError::QueueFull));
    assert_eq!(Notification::new(&"c".repeat(129), NotificationType::None), None);
}

#[test]
fn a_notification_arrives_typed() {
    let (mut ours, mut theirs) = (buffers(4096, 4096), buffers(4096, 4096));
    let (mut guest, mut host) = (ours.guest(), theirs.host());
    negotiate(&mut guest);
    let mut notification = exit("id");
    notification.result = HResult::FAIL;
    guest.notify(&notification).expect("room");
    give(&mut host, &take(&mut guest));
    let Ok(Some(HostEvent::Notification(notification))) = host.poll() else { panic!("no notification") };
    let body = notification.body;
    assert_eq!((notification.base.container_id, notification.base.activity_id), ("id", ACTIVITY));
    assert_eq!((body.notification_type, body.operation), (NotificationType::GracefulExit, ActiveOperation::None));
    assert_eq!((body.result, body.result_info), (HResult::FAIL, ""));
}

#[test]
fn a_notification_that_can_never_be_sent_is_refused_when_it_is_queued_and_blocks_nothing() {
    let mut buffers = buffers(4096, 1024);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let quotes = "‹<\"\u{1}".repeat(18);
    // The longest name that fits is accepted and sent; one byte more is refused.
    let longest = (0..1024).rev().find(|length| {
        let name: &'static str = "n".repeat(*length).leak();
        let notification = Notification::new(&quotes, NotificationType::Other(name)).expect("short");
        guest.notify(&notification).is_ok()
    });
    let longest = longest.expect("some name fits");
    assert_eq!(take(&mut guest).len(), 1024);
    let name: &'static str = "n".repeat(longest + 1).leak();
    let notification = Notification::new(&quotes, NotificationType::Other(name)).expect("short");
    assert_eq!(guest.notify(&notification), Err(NotifyError::TooLong));
    guest.notify(&exit("next")).expect("room");
    assert!(String::from_utf8_lossy(&take(&mut guest)).contains("\"next\""));
    assert_eq!(guest.notifications(), 0);
}
