//! Random messages, for fuzz targets and property tests. Needs the feature `arbitrary`, and allocates.
//!
//! A document is made from the [`Shape`] of its type, so each type of this crate and each of your own has a generator. The
//! result is owned bytes, in a spelling that the [`Knobs`] allow. A decoder must accept it, or refuse it with [`Knobs::wrong`].
//!
//! ```
//! use arbitrary::{Arbitrary, Unstructured};
//! use gcs_prot::arbitrary::{Knobs, Message, payload};
//! use gcs_prot::json;
//! use gcs_prot::message::{ContainerCreate, Request};
//! use gcs_prot::rpc::{Linux, Method};
//!
//! // What a fuzzer finds.
//! let mut data = Unstructured::new(b"what a fuzzer finds: bytes that decide what is made, here too few for all fields");
//!
//! // A payload of a type.
//! let mut create = payload::<Request<ContainerCreate>>(Knobs::ANY_SPELLING, &mut data)?;
//! assert!(json::decode::<Request<ContainerCreate>>(&mut create).is_ok());
//!
//! // One that must be refused.
//! let mut create = payload::<Request<ContainerCreate>>(Knobs::ANY_SPELLING.with_wrong(), &mut data)?;
//! assert!(json::decode::<Request<ContainerCreate>>(&mut create).is_err());
//!
//! // A whole message of a method, and one of any method.
//! let wait = Message::request::<Linux>(Method::WaitForProcess, Knobs::PLAIN, &mut data)?;
//! assert_eq!(wait.frame().len(), 16 + wait.payload.len());
//! let any = Message::arbitrary(&mut data)?;
//! assert!(any.identifier.name().is_some());
//! # Ok::<(), arbitrary::Error>(())
//! ```
//!
//! In the input of a fuzz target, [`Message`] and [`Payload`] stand like any other type that implements
//! [`Arbitrary`].

mod fault;
mod node;
mod spell;
mod text;

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;

use ::arbitrary::{Arbitrary, Result, Unstructured};

use crate::json::{Decode, Shape};
use crate::message::{ContainerNotification, Request, Response};
use crate::rpc::{GuestKind, Linux, Method, Rpc, table};
use crate::wire::{MESSAGE_HEADER_SIZE, MessageIdentifier, SequenceId, finish_frame};

/// How a document may differ from the plainest spelling of its value, and whether it is wrong.
///
/// All but [`wrong`](Self::wrong) leave it valid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[non_exhaustive]
pub struct Knobs {
    /// Known keys are spelled in any case, with the letters beyond ASCII that fold into it.
    pub case: bool,
    /// Fields stand in any order.
    pub order: bool,
    /// There are keys that the type does not know.
    pub unknown_keys: bool,
    /// Characters are escaped in any way, lone surrogates (which are read as U+FFFD) included; a signed zero may be `-0`.
    pub escapes: bool,
    /// There is white space between tokens.
    pub white_space: bool,
    /// Where a value may be `null`, some are.
    pub nulls: bool,
    /// The document has one fault and must be refused: a value of another type or outside of its range, an invalid document in a
    /// string, a duplicate key, or a missing one.
    pub wrong: bool,
}

impl Knobs {
    /// Keys as they are declared and in this order, the fewest escapes, no white space.
    pub const PLAIN: Self = Self {
        case: false,
        order: false,
        unknown_keys: false,
        escapes: false,
        white_space: false,
        nulls: false,
        wrong: false,
    };

    /// Every spelling that must be accepted.
    pub const ANY_SPELLING: Self = Self {
        case: true,
        order: true,
        unknown_keys: true,
        escapes: true,
        white_space: true,
        nulls: true,
        wrong: false,
    };

    /// Returns the same knobs with [`wrong`](Self::wrong) set.
    #[must_use]
    pub const fn with_wrong(self) -> Self {
        Self { wrong: true, ..self }
    }
}

/// Any knobs, but nothing wrong.
impl<'d> Arbitrary<'d> for Knobs {
    fn arbitrary(data: &mut Unstructured<'d>) -> Result<Self> {
        let bits = u8::arbitrary(data)?;
        let [case, order, unknown_keys, escapes, white_space, nulls] = [1, 2, 4, 8, 16, 32].map(|bit| bits & bit != 0);
        Ok(Self { case, order, unknown_keys, escapes, white_space, nulls, wrong: false })
    }
}

/// Makes a payload of the type `T`.
///
/// # Errors
///
/// Where the type needs a value that only the type itself can check, and whose [`Form`](crate::json::Form) is not known, nothing can
/// be made: [`IncorrectFormat`](arbitrary::Error::IncorrectFormat). Too little data is no error; it makes a small document.
pub fn payload<'a, T: Decode<'a>>(knobs: Knobs, data: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    document(T::SHAPE, knobs, data)
}

/// Makes a document of this shape. See [`payload`].
pub fn document(shape: &'static Shape, knobs: Knobs, data: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut node = node::Builder { knobs, data }.value(shape, 0)?;
    let has_fault = knobs.wrong && fault::put(&mut node, data)?;
    let mut text = spell::spell(&node, knobs, data)?;
    if knobs.wrong && !has_fault {
        // Any value is valid where the shape is `Any`, so the document as a whole is made invalid.
        text.push(',');
    }
    Ok(text.into_bytes())
}

/// A payload of the type `T`, in any spelling that must be accepted.
pub struct Payload<T> {
    bytes: Vec<u8>,
    of: PhantomData<fn() -> T>,
}

impl<T> Payload<T> {
    /// The bytes, to be decoded in place.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl<T> Deref for Payload<T> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl<T> Clone for Payload<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), of: PhantomData }
    }
}

impl<T> fmt::Debug for Payload<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.bytes.escape_ascii())
    }
}

impl<'d, 'a, T: Decode<'a>> Arbitrary<'d> for Payload<T> {
    fn arbitrary(data: &mut Unstructured<'d>) -> Result<Self> {
        let knobs = Knobs::arbitrary(data)?;
        Ok(Self { bytes: payload::<T>(knobs, data)?, of: PhantomData })
    }
}

/// A whole message, owned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// What the message is.
    pub identifier: MessageIdentifier,
    /// Which request it is, or which it answers; 0 for a notification.
    pub sequence_id: SequenceId,
    /// The payload.
    pub payload: Vec<u8>,
}

impl Message {
    /// Makes a request to a guest of this kind, host -> guest.
    pub fn request<K: GuestKind>(method: Method, knobs: Knobs, data: &mut Unstructured<'_>) -> Result<Self> {
        Self::new(method.request(), request_shape::<K>(method), knobs, data)
    }

    /// Makes a response of a guest of this kind, guest -> host.
    pub fn response<K: GuestKind>(method: Method, knobs: Knobs, data: &mut Unstructured<'_>) -> Result<Self> {
        Self::new(method.response(), response_shape::<K>(method), knobs, data)
    }

    /// Makes a notification about a container, guest -> host.
    pub fn notification(knobs: Knobs, data: &mut Unstructured<'_>) -> Result<Self> {
        let shape = <Request<'_, ContainerNotification<'_>> as Decode<'_>>::SHAPE;
        let message = Self::new(MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1, shape, knobs, data)?;
        Ok(Self { sequence_id: SequenceId(0), ..message })
    }

    fn new(
        identifier: MessageIdentifier,
        shape: &'static Shape,
        knobs: Knobs,
        data: &mut Unstructured<'_>,
    ) -> Result<Self> {
        let sequence_id = SequenceId(data.arbitrary()?);
        Ok(Self { identifier, sequence_id, payload: document(shape, knobs, data)? })
    }

    /// Returns the message as it stands on the wire: header and payload.
    #[must_use]
    pub fn frame(&self) -> Vec<u8> {
        let mut frame = vec![0; MESSAGE_HEADER_SIZE];
        frame.extend_from_slice(&self.payload);
        let sealed = finish_frame(&mut frame, self.identifier, self.sequence_id, self.payload.len());
        debug_assert!(sealed.is_some(), "no payload of this size is made");
        frame
    }
}

/// A request, a response or a notification, of any method of a Linux guest, in any spelling that must be accepted.
impl<'d> Arbitrary<'d> for Message {
    fn arbitrary(data: &mut Unstructured<'d>) -> Result<Self> {
        let knobs = Knobs::arbitrary(data)?;
        let method = *data.choose(Method::ALL)?;
        match data.int_in_range(0..=4u8)? {
            0 | 1 => Self::request::<Linux>(method, knobs, data),
            2 | 3 => Self::response::<Linux>(method, knobs, data),
            _ => Self::notification(knobs, data),
        }
    }
}

macro_rules! shapes {
    ($(
        $(#[$meta:meta])*
        $method:ident = $identifier:ident : $request:ty => $response:ty;
    )*) => {
        /// The shape of a request of this method.
        fn request_shape<K: GuestKind>(method: Method) -> &'static Shape {
            match method {
                $(Method::$method => <Request<'_, <K::$method as Rpc>::Request<'_>> as Decode<'_>>::SHAPE,)*
            }
        }

        /// The shape of a response of this method.
        fn response_shape<K: GuestKind>(method: Method) -> &'static Shape {
            match method {
                $(Method::$method => <Response<'_, <K::$method as Rpc>::Response<'_>> as Decode<'_>>::SHAPE,)*
            }
        }
    };
}

table! { shapes }
