//! The implementation of the protocol's JSON that a law tests: this crate, or another one.

use gcs_prot::json::{self, Decode, Encode, JsonString, RawJson};
use gcs_prot::{Error, ErrorKind};

use super::decode::encode;
use super::sample::Sample;
use super::types::{self, Family, Visitor};

/// Why a payload is refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused(pub String);

/// An implementation of the protocol's JSON.
///
/// The type names are those of the schema and three names of the tests: `Any` is any value, `Document` is any document in a
/// string, or none, and `Sample` is an object with a field of every kind (`sample.rs`). An implementation need not know these
/// three.
pub trait Implementation {
    /// Decodes a payload as the named type, documents inside of strings included, and encodes it again. Returns `None` for a
    /// type that it does not know.
    fn rewrite(&self, type_name: &str, payload: &[u8]) -> Option<Result<Vec<u8>, Refused>>;
}

/// This crate.
pub struct Ours;

impl Implementation for Ours {
    fn rewrite(&self, type_name: &str, payload: &[u8]) -> Option<Result<Vec<u8>, Refused>> {
        rewrite(type_name, payload).map(|result| result.map_err(|error| Refused(error.to_string())))
    }
}

/// Does the same as [`Ours`], and keeps the error.
pub fn rewrite(type_name: &str, payload: &[u8]) -> Option<Result<Vec<u8>, Error>> {
    let mut payload = payload.to_vec();
    match type_name {
        "Any" => Some(again::<RawJson<'_>>(&mut payload)),
        "Document" => Some(again::<JsonString<Option<RawJson<'_>>>>(&mut payload)),
        "Sample" => Some(again::<Sample<'_>>(&mut payload)),
        name => types::visit(name, Again(&mut payload)),
    }
}

fn again<'a, T: Decode<'a> + Encode>(payload: &'a mut [u8]) -> Result<Vec<u8>, Error> {
    json::decode::<T>(payload).map(|value| encode(&value))
}

struct Again<'p>(&'p mut [u8]);

impl Visitor for Again<'_> {
    type Output = Result<Vec<u8>, Error>;

    fn visit<T: for<'a> Family<'a>>(self) -> Self::Output {
        let value: <T as Family<'_>>::Type = json::decode(self.0)?;
        T::check(&value)?;
        Ok(encode(&value))
    }
}

/// Returns whether this error is one that the reference does not report, on purpose.
pub fn is_stricter(error: Error) -> bool {
    matches!(error.kind(), ErrorKind::DuplicateKey | ErrorKind::InvalidUtf8 | ErrorKind::TooDeep)
}

/// Checks that a payload is refused, or that its canonical form is accepted and is its own canonical form. Returns whether the
/// payload was accepted, or `None` if the type is unknown.
pub fn check_payload(implementation: &impl Implementation, type_name: &str, payload: &[u8]) -> Option<bool> {
    let Ok(once) = implementation.rewrite(type_name, payload)? else { return Some(false) };
    let again = implementation.rewrite(type_name, &once)?;
    let shown = |text: &[u8]| text.escape_ascii().to_string();
    match again {
        Ok(again) if again == once => Some(true),
        Ok(again) => {
            panic!("{type_name}: {} is no fixed point: {}, of {}", shown(&once), shown(&again), shown(payload))
        }
        Err(Refused(error)) => {
            panic!("{type_name}: what was written is refused, {error}: {}, of {}", shown(&once), shown(payload))
        }
    }
}
