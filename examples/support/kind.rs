//! The kinds of guest, and how a program finds out the kind.
#![allow(dead_code, reason = "each program uses its part")]

use std::str::FromStr;

use gcs_prot::json::{self, RawJson};
use gcs_prot::message::{OsType, Response, generic};
use gcs_prot::rpc::Method;
use gcs_prot::wire::MessageHeader;

/// A kind of guest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Linux,
    Windows,
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "linux" => Ok(Self::Linux),
            "windows" => Ok(Self::Windows),
            _ => Err(format!("{text} is not a kind of guest: use linux or windows")),
        }
    }
}

impl Kind {
    /// Returns the kind that the guest names, if this is its answer to the negotiation. Like hosts, it takes a guest
    /// that names no kind for a Windows guest.
    pub fn negotiated(header: &MessageHeader, payload: &[u8]) -> Option<Self> {
        if header.identifier() != Method::NegotiateProtocol.response() {
            return None;
        }
        let mut copy = payload.to_vec();
        let response: Response<'_, generic::NegotiateProtocolResponse<'_, RawJson<'_>>> =
            json::decode(&mut copy).ok()?;
        if !response.base.result.is_ok() {
            return None;
        }
        match response.body.capabilities.runtime_os_type {
            OsType::Other("") => Some(Self::Windows),
            system if system.as_str().eq_ignore_ascii_case("windows") => Some(Self::Windows),
            _ => Some(Self::Linux),
        }
    }
}
