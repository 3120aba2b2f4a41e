//! Message identifiers, and the parts that they consist of.

use core::fmt;

/// Identifies the kind of a message: 4 bits type, 8 bits category, 12 bits message id and 8 bits version, from the top
/// bit.
///
/// This is an open set: every 32-bit value is a valid identifier. You can also read the parts of an identifier that has
/// no name in this crate.
///
/// ```
/// use gcs_prot::wire::{MessageIdentifier, MessageType};
///
/// let create = MessageIdentifier::COMPUTE_SYSTEM_CREATE_V1;
/// assert_eq!(create.message_type(), MessageType::REQUEST);
/// assert_eq!(create.response_identifier(), MessageIdentifier::COMPUTE_SYSTEM_RESPONSE_CREATE_V1);
/// assert_eq!(create.to_string(), "ComputeSystemCreateV1");
/// ```
///
/// Reference: `prot.MessageIdentifier`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageIdentifier(pub u32);

/// The type of a message: the top four bits of its identifier.
///
/// The value is unshifted: its bits have the same position as in the identifier, like the constants of the reference.
/// For example, [`REQUEST`](Self::REQUEST) is `0x1000_0000`, not 1.
///
/// Reference: `prot.MessageType`.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MessageType(pub u32);

impl MessageType {
    /// No message type. Unshifted value: `0x0000_0000`.
    #[doc(alias = "MtNone")]
    pub const NONE: Self = Self(0);
    /// Host -> guest: a request, which expects a response with the same sequence id. Unshifted value: `0x1000_0000`.
    #[doc(alias = "MtRequest")]
    pub const REQUEST: Self = Self(0x1000_0000);
    /// Guest -> host: the response to a request. Unshifted value: `0x2000_0000`.
    #[doc(alias = "MtResponse")]
    pub const RESPONSE: Self = Self(0x2000_0000);
    /// Guest -> host: a notification, which no request asked for. Unshifted value: `0x3000_0000`.
    #[doc(alias = "MtNotification")]
    pub const NOTIFICATION: Self = Self(0x3000_0000);

    const MASK: u32 = 0xF000_0000;
}

/// The category of a message: the eight bits below the type in its identifier.
///
/// The value is unshifted: its bits have the same position as in the identifier, like the constants of the reference.
/// For example, [`COMPUTE_SYSTEM`](Self::COMPUTE_SYSTEM) is `0x0010_0000`, not 1.
///
/// Reference: `prot.MessageCategory`.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MessageCategory(pub u32);

impl MessageCategory {
    /// No category. Unshifted value: `0x0000_0000`.
    #[doc(alias = "McNone")]
    pub const NONE: Self = Self(0);
    /// The message concerns a compute system: the utility VM itself or a container in it. Unshifted value:
    /// `0x0010_0000`.
    #[doc(alias = "McComputeSystem")]
    pub const COMPUTE_SYSTEM: Self = Self(0x0010_0000);
    /// The message concerns the compute service: the agent in the guest. Newer hosts send such messages.
    /// Unshifted value: `0x0020_0000`.
    #[doc(alias = "McComputeService")]
    pub const COMPUTE_SERVICE: Self = Self(0x0020_0000);

    const MASK: u32 = 0x0FF0_0000;
}

/// A sequence id, which correlates a response with its request. Notifications carry 0.
///
/// Reference: `prot.SequenceID`.
#[doc(alias = "SequenceID")]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SequenceId(pub u64);

impl fmt::Display for SequenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Declares the identifiers once: the constant, the value, and the name in the reference if there is one.
macro_rules! identifiers {
    ($($constant:ident = $value:literal $($name:literal)?;)*) => {
        impl MessageIdentifier {
            $(
                #[doc = concat!("`", stringify!($value), "`" $(, ", `", $name, "`")?, ".")]
                $(#[doc(alias = $name)])?
                pub const $constant: Self = Self($value);
            )*

            /// Returns the name that the reference gives this identifier, or `None` if it has none.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self {
                    $($(Self::$constant => Some($name),)?)*
                    _ => None,
                }
            }
        }
    };
}

identifiers! {
    NONE = 0x0000_0000 "None";

    COMPUTE_SYSTEM_CREATE_V1 = 0x1010_0101 "ComputeSystemCreateV1";
    COMPUTE_SYSTEM_START_V1 = 0x1010_0201 "ComputeSystemStartV1";
    COMPUTE_SYSTEM_SHUTDOWN_GRACEFUL_V1 = 0x1010_0301 "ComputeSystemShutdownGracefulV1";
    COMPUTE_SYSTEM_SHUTDOWN_FORCED_V1 = 0x1010_0401 "ComputeSystemShutdownForcedV1";
    COMPUTE_SYSTEM_EXECUTE_PROCESS_V1 = 0x1010_0501 "ComputeSystemExecuteProcessV1";
    COMPUTE_SYSTEM_WAIT_FOR_PROCESS_V1 = 0x1010_0601 "ComputeSystemWaitForProcessV1";
    COMPUTE_SYSTEM_SIGNAL_PROCESS_V1 = 0x1010_0701 "ComputeSystemSignalProcessV1";
    COMPUTE_SYSTEM_RESIZE_CONSOLE_V1 = 0x1010_0801 "ComputeSystemResizeConsoleV1";
    COMPUTE_SYSTEM_GET_PROPERTIES_V1 = 0x1010_0901 "ComputeSystemGetPropertiesV1";
    COMPUTE_SYSTEM_MODIFY_SETTINGS_V1 = 0x1010_0a01 "ComputeSystemModifySettingsV1";
    COMPUTE_SYSTEM_NEGOTIATE_PROTOCOL_V1 = 0x1010_0b01 "ComputeSystemNegotiateProtocolV1";
    COMPUTE_SYSTEM_DUMP_STACKS_V1 = 0x1010_0c01 "ComputeSystemDumpStacksV1";
    COMPUTE_SYSTEM_DELETE_CONTAINER_STATE_V1 = 0x1010_0d01 "ComputeSystemDeleteContainerStateV1";
    COMPUTE_SYSTEM_UPDATE_CONTAINER_V1 = 0x1010_0e01;
    COMPUTE_SYSTEM_LIFECYCLE_NOTIFICATION_V1 = 0x1010_0f01;
    COMPUTE_SERVICE_MODIFY_SETTINGS_V1 = 0x1020_0101;

    COMPUTE_SYSTEM_RESPONSE_CREATE_V1 = 0x2010_0101 "ComputeSystemResponseCreateV1";
    COMPUTE_SYSTEM_RESPONSE_START_V1 = 0x2010_0201 "ComputeSystemResponseStartV1";
    COMPUTE_SYSTEM_RESPONSE_SHUTDOWN_GRACEFUL_V1 = 0x2010_0301 "ComputeSystemResponseShutdownGracefulV1";
    COMPUTE_SYSTEM_RESPONSE_SHUTDOWN_FORCED_V1 = 0x2010_0401 "ComputeSystemResponseShutdownForcedV1";
    COMPUTE_SYSTEM_RESPONSE_EXECUTE_PROCESS_V1 = 0x2010_0501 "ComputeSystemResponseExecuteProcessV1";
    COMPUTE_SYSTEM_RESPONSE_WAIT_FOR_PROCESS_V1 = 0x2010_0601 "ComputeSystemResponseWaitForProcessV1";
    COMPUTE_SYSTEM_RESPONSE_SIGNAL_PROCESS_V1 = 0x2010_0701 "ComputeSystemResponseSignalProcessV1";
    COMPUTE_SYSTEM_RESPONSE_RESIZE_CONSOLE_V1 = 0x2010_0801 "ComputeSystemResponseResizeConsoleV1";
    COMPUTE_SYSTEM_RESPONSE_GET_PROPERTIES_V1 = 0x2010_0901 "ComputeSystemResponseGetPropertiesV1";
    COMPUTE_SYSTEM_RESPONSE_MODIFY_SETTINGS_V1 = 0x2010_0a01 "ComputeSystemResponseModifySettingsV1";
    COMPUTE_SYSTEM_RESPONSE_NEGOTIATE_PROTOCOL_V1 = 0x2010_0b01 "ComputeSystemResponseNegotiateProtocolV1";
    COMPUTE_SYSTEM_RESPONSE_DUMP_STACKS_V1 = 0x2010_0c01 "ComputeSystemResponseDumpStacksV1";
    COMPUTE_SYSTEM_RESPONSE_DELETE_CONTAINER_STATE_V1 = 0x2010_0d01;
    COMPUTE_SYSTEM_RESPONSE_UPDATE_CONTAINER_V1 = 0x2010_0e01;
    COMPUTE_SYSTEM_RESPONSE_LIFECYCLE_NOTIFICATION_V1 = 0x2010_0f01;
    COMPUTE_SERVICE_RESPONSE_MODIFY_SETTINGS_V1 = 0x2020_0101;

    COMPUTE_SYSTEM_NOTIFICATION_V1 = 0x3010_0101 "ComputeSystemNotificationV1";
}

impl MessageIdentifier {
    /// Returns the type: request, response or notification.
    #[must_use]
    pub const fn message_type(self) -> MessageType {
        MessageType(self.0 & MessageType::MASK)
    }

    /// Returns the category: what kind of object the message concerns.
    #[must_use]
    pub const fn category(self) -> MessageCategory {
        MessageCategory(self.0 & MessageCategory::MASK)
    }

    /// Returns the number of the method within its category (12 bits).
    #[must_use]
    pub const fn message_id(self) -> u16 {
        ((self.0 >> 8) & 0xFFF) as u16
    }

    /// Returns the version of the method (8 bits).
    #[must_use]
    pub const fn version(self) -> u8 {
        (self.0 & 0xFF) as u8
    }

    /// Returns the identifier of the response to this request.
    ///
    /// Reference: `prot.GetResponseIdentifier`.
    #[doc(alias = "GetResponseIdentifier")]
    #[must_use]
    pub const fn response_identifier(self) -> Self {
        Self(self.0 & !MessageType::MASK | MessageType::RESPONSE.0)
    }
}

impl fmt::Display for MessageIdentifier {
    /// Writes the name that the reference uses, or the decimal value if there is no name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => self.0.fmt(f),
        }
    }
}

impl fmt::Debug for MessageIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#010x} ({self})", self.0)
    }
}
