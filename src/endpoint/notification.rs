//! Notifications that wait to be sent.

use core::fmt;

use crate::certain::Plus;
use crate::hresult::HResult;
use crate::json;
use crate::message::{
    ActiveOperation, ContainerNotification, MessageBase, NULL_CONTAINER_ID, NotificationType, Request,
};
use crate::wire::MESSAGE_HEADER_SIZE;

/// Guest -> host: a notification about a container. It owns its data, so it can wait to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    container_id: heapless::String<{ Notification::MAX_CONTAINER_ID }>,
    /// What happened.
    pub notification_type: NotificationType<'static>,
    /// The operation during which it happened.
    pub operation: ActiveOperation<'static>,
    /// The outcome.
    pub result: HResult,
}

impl Notification {
    /// The maximum length of a container id, in bytes. The ids of containerd have 64 bytes.
    pub const MAX_CONTAINER_ID: usize = 128;

    /// Creates a notification about a container. Returns `None` if its id is longer than
    /// [`MAX_CONTAINER_ID`](Self::MAX_CONTAINER_ID).
    #[must_use]
    pub fn new(container_id: &str, notification_type: NotificationType<'static>) -> Option<Self> {
        Some(Self {
            container_id: heapless::String::try_from(container_id).ok()?,
            notification_type,
            operation: ActiveOperation::None,
            result: HResult::OK,
        })
    }

    /// Returns the id of the container.
    #[must_use]
    pub fn container_id(&self) -> &str {
        &self.container_id
    }

    pub(super) fn message(&self) -> Request<'_, ContainerNotification<'_>> {
        let base =
            MessageBase { container_id: &self.container_id, activity_id: NULL_ACTIVITY_ID, ..MessageBase::default() };
        let body = ContainerNotification {
            notification_type: self.notification_type,
            operation: self.operation,
            result: self.result,
            result_info: "",
        };
        Request { base, body }
    }

    /// Returns the size of the whole message, in bytes.
    pub(super) fn size(&self) -> usize {
        /// An upper bound of the payload without its strings, in bytes.
        const FIXED: usize = 192;

        let mut message = self.message();
        message.base.container_id = "";
        message.body.notification_type = NotificationType::Other("");
        message.body.operation = ActiveOperation::Other("");
        let fixed = json::encode(&message, &mut [0; FIXED]).map_or(usize::MAX, <[u8]>::len);
        [self.container_id(), self.notification_type.as_str(), self.operation.as_str()]
            .into_iter()
            .map(escaped_size)
            .fold(fixed.saturating_add(MESSAGE_HEADER_SIZE), usize::saturating_add)
    }
}

/// The reason why a notification was not queued.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotifyError {
    /// The queue has no room for another notification.
    QueueFull,
    /// The notification does not fit the send buffer, even if nothing else is in it.
    TooLong,
}

impl fmt::Display for NotifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::QueueFull => "the queue of notifications is full",
            Self::TooLong => "the notification is longer than the send buffer",
        })
    }
}

impl core::error::Error for NotifyError {}

/// Returns the number of bytes that `text` takes in a JSON string, without the quotes.
fn escaped_size(text: &str) -> usize {
    let size = |character: char| {
        let (mut utf8, mut written) = ([0; 4], [0; 16]);
        let string = json::encode(&*character.encode_utf8(&mut utf8), &mut written).map_or(usize::MAX, <[u8]>::len);
        string.minus("\"\"".len())
    };
    text.chars().map(size).fold(0, usize::saturating_add)
}

/// The activity id of notifications: the zero GUID, as hosts write it.
const NULL_ACTIVITY_ID: &str = NULL_CONTAINER_ID;
