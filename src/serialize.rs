//! Implementations of serde's traits for the payload types that are not declared by an attribute.

use crate::json::EncodeObject;
use crate::json::serde::{deserialize, implement_serialize};
use crate::message::{ContainerConfig, ProtocolVersion, WithBase};
use crate::resource::ModificationRequest;
use crate::rpc::{AnyRequest, AnyResponse, GuestKind};
use crate::{Guid, HResult, Timestamp, windows};

implement_serialize! {
    [] HResult;
    [] Guid;
    [] Timestamp;
    [] ProtocolVersion;
    [B: EncodeObject, T: EncodeObject] WithBase<B, T>;
    ['a] ModificationRequest<'a>;
    ['a] ContainerConfig<'a>;
    ['a] windows::ModificationRequest<'a>;
    ['a] windows::ContainerConfig<'a>;
    ['a] windows::ModifyServiceSettings<'a>;
    ['a] windows::PropertiesDocument<'a>;
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
