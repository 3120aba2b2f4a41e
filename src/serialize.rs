//! `serde::Serialize` for the payload types of the bridge that are written by hand.

use crate::HResult;
use crate::json::EncodeObject;
use crate::json::serde::{deserialize, implement_serialize};
use crate::message::{ContainerConfig, Joined, ProtocolVersion};
use crate::resource::ModificationRequest;
use crate::rpc::{AnyRequest, AnyResponse, GuestKind};

implement_serialize! {
    [] HResult;
    [] ProtocolVersion;
    [B: EncodeObject, T: EncodeObject] Joined<B, T>;
    ['a] ModificationRequest<'a>;
    ['a] ContainerConfig<'a>;
    ['a, K: GuestKind] AnyRequest<'a, K>;
    ['a, K: GuestKind] AnyResponse<'a, K>;
}

impl<'de> serde::Deserialize<'de> for HResult {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<'de> serde::Deserialize<'de> for ProtocolVersion {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}
