//! Implementations of `defmt::Format` for the types that implement `Debug`. A log hides the same secrets as `Debug`.
//!
//! Errors, methods and similar small types derive `Format`, so their texts stay in the debug information of the program.
//! All other types log the text of `Debug`. Messages are large and rarely logged as a whole, and this way secrets are
//! marked in only one place.

use core::fmt;

use defmt::Format as _;

use crate::HResult;
use crate::endpoint::{
    Call, Event, FrameCall, FrameEvent, Guest, GuestConfig, HeldFrame, Host, HostEvent, NoRoom, Notification, Relay,
    RelayBuffers, RelayEvent, Reply, RespondError, Token, Waits, WaitsFull,
};
use crate::json::{
    Decode, JsonString, Key, Keys, Lazy, List, Map, MapIter, RawJson, Reader, Revealed, Secret, Seq, SeqIter, Writer,
};
use crate::message::{ContainerConfig, ProtocolVersion, WithBase};
use crate::resource::{ModificationRequest, Resource};
use crate::rpc::{AnyRequest, AnyResponse, GuestKind};
use crate::wire::{Frame, FrameReader, MessageHeader, MessageIdentifier, ReceivedFrame};

/// Logs the `Debug` text of a value.
fn debug(value: &dyn fmt::Debug, f: defmt::Formatter<'_>) {
    defmt::Debug2Format(value).format(f);
}

impl defmt::Format for crate::Error {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{}", self.kind());
        if let Some(key) = self.key() {
            defmt::write!(f, ", key {=str}", key);
        }
        if let Some(offset) = self.offset() {
            defmt::write!(f, ", at byte {=u32}", offset);
        }
    }
}

/// Implements `Format` for types that implement `Debug` by hand, or that contain such types.
macro_rules! format {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<$($generics)*> defmt::Format for $type {
            fn format(&self, f: defmt::Formatter<'_>) {
                debug(self, f);
            }
        }
    )*};
}

format! {
    [] HResult;
    [] MessageHeader;
    [] MessageIdentifier;
    ['a] Frame<'a>;
    ['a] ReceivedFrame<'a>;
    ['b] FrameReader<'b>;
}

format! {
    [] Key;
    [] Keys;
    ['a] Reader<'a>;
    ['b] Writer<'b>;
    ['a] RawJson<'a>;
    [T: fmt::Debug] JsonString<T>;
    ['s, T: fmt::Debug + ?Sized] Revealed<'s, T>;
    ['s, T: fmt::Debug + ?Sized] Secret<'s, T>;
    [T: fmt::Debug, const N: usize] List<T, N>;
    ['a, T: Decode<'a> + Clone + fmt::Debug] Lazy<'a, T>;
    ['a, T: Decode<'a> + Clone + fmt::Debug] Seq<'a, T>;
    ['a, T: Decode<'a> + Clone + fmt::Debug] SeqIter<'a, T>;
    ['a, V: Decode<'a> + Clone + fmt::Debug] Map<'a, V>;
    ['a, V: Decode<'a> + Clone + fmt::Debug] MapIter<'a, V>;
}

#[cfg(feature = "serde")]
format! {
    [] crate::json::serde::Document;
}

impl<B, T> defmt::Format for WithBase<B, T>
where
    Self: fmt::Debug,
{
    fn format(&self, f: defmt::Formatter<'_>) {
        debug(self, f);
    }
}

format! {
    [] ProtocolVersion;
    ['a] ModificationRequest<'a>;
    ['a] Resource<'a>;
    ['a] ContainerConfig<'a>;
    ['a, K: GuestKind] AnyRequest<'a, K>;
    ['a, K: GuestKind] AnyResponse<'a, K>;
}

format! {
    [R] Token<R>;
    [R: fmt::Debug] NoRoom<R>;
    [R: fmt::Debug] RespondError<R>;
    [] Notification;
    ['r, 'b, R] Reply<'r, 'b, R>;
    ['c, K: GuestKind] GuestConfig<'c, K>;
    ['g, 'b, K: GuestKind] Call<'g, 'b, K>;
    ['g, 'b, K: GuestKind] FrameCall<'g, 'b, K>;
    ['g, 'b, K: GuestKind] Event<'g, 'b, K>;
    ['g, 'b, K: GuestKind] FrameEvent<'g, 'b, K>;
    ['b, const QUEUE: usize, K: GuestKind] Guest<'b, QUEUE, K>;
    ['h, K: GuestKind] HostEvent<'h, K>;
    ['b, const CALLS: usize, K: GuestKind] Host<'b, CALLS, K>;
    [T: fmt::Debug] WaitsFull<T>;
    [P: fmt::Debug, const N: usize] Waits<P, N>;
    ['b] RelayBuffers<'b>;
    ['b] Relay<'b>;
    ['r, 'b] HeldFrame<'r, 'b>;
    ['r, 'b] RelayEvent<'r, 'b>;
}

#[cfg(feature = "embedded-io")]
format! {
    [E: fmt::Debug] crate::endpoint::io::IoError<E>;
}
