//! Vectors, and this crate's answers to them.

use gcs_prot::json;
use gcs_prot::message::{ContainerModifySettings, Request};
use gcs_prot::wire::MessageHeader;
use gcs_prot::{Error, ErrorKind};
use serde_json::{Map, Value, json};
use zerocopy::FromBytes;

use super::types;

/// A payload to be tested, and the expected answer, if the line has it.
pub struct Vector {
    pub name: String,
    pub type_name: String,
    pub payload: Vec<u8>,
    /// The line as it was read.
    pub line: Map<String, Value>,
}

impl Vector {
    pub fn parse(line: &[u8]) -> Result<Self, String> {
        let line: Map<String, Value> =
            serde_json::from_slice(line).map_err(|error| format!("the line is no JSON object: {error}"))?;
        let text = |key: &str| line.get(key).and_then(Value::as_str);
        let type_name = text("type").ok_or("the line has no type")?.to_owned();
        let payload = match (text("payload"), text("payload_hex")) {
            (Some(payload), _) => payload.as_bytes().to_vec(),
            (None, Some(hex)) => unhex(hex).ok_or("payload_hex is not hexadecimal")?,
            (None, None) => Vec::new(),
        };
        Ok(Self { name: text("name").unwrap_or_default().to_owned(), type_name, payload, line })
    }

    /// Returns a vector with a generated payload.
    #[cfg_attr(not(feature = "arbitrary"), expect(dead_code, reason = "without the feature, nothing is made"))]
    pub fn new(name: String, type_name: &str, payload: String) -> Self {
        let mut line = Map::new();
        line.insert("name".into(), name.clone().into());
        line.insert("type".into(), type_name.into());
        line.insert("payload".into(), payload.clone().into());
        Self { name, type_name: type_name.to_owned(), payload: payload.into_bytes(), line }
    }

    /// Decodes the payload, including nested documents, and encodes it again.
    pub fn round_trip(&self) -> Result<String, Refusal> {
        let mut payload = self.payload.clone();
        // Escaping turns a byte into at most six bytes, for each string around it.
        let mut output = vec![0; payload.len() * 12 + 1024];
        let round_trip = types::RoundTrip { payload: &mut payload, output: &mut output };
        match types::visit(&self.type_name, round_trip) {
            None => Err(Refusal { kind: None, text: format!("unknown type {}", self.type_name) }),
            Some(Ok(written)) => Ok(String::from_utf8_lossy(written).into_owned()),
            Some(Err(error)) => {
                let text = format!("{}: {error}{}", error.kind().name(), self.unknown_resource(error));
                Err(Refusal { kind: Some(error.kind()), text })
            }
        }
    }

    /// Returns the name of the unknown resource, if that is what is wrong. Such a request decodes.
    fn unknown_resource(&self, error: Error) -> String {
        match json::decode::<Request<'_, ContainerModifySettings<'_>>>(&mut self.payload.clone()) {
            Ok(modify) if error.kind() == ErrorKind::UnknownResourceType => {
                format!(": {}", modify.body.request.resource.resource_type())
            }
            _ => String::new(),
        }
    }

    /// Returns the line for an implementation, without the expected answer.
    pub fn question(&self) -> String {
        let keys = ["name", "type", "payload", "payload_hex"];
        let known = self.line.iter().filter(|(key, _)| keys.contains(&&***key));
        Value::Object(known.map(|(key, value)| (key.clone(), value.clone())).collect()).to_string()
    }

    /// Returns the line with the answer of this crate.
    pub fn to_json(&self) -> Value {
        let mut line = self.line.clone();
        line.extend(verdict(self.round_trip()));
        Value::Object(line)
    }
}

/// Why a payload is refused.
pub struct Refusal {
    /// The error, unless the line itself is invalid.
    pub kind: Option<ErrorKind>,
    pub text: String,
}

impl Refusal {
    /// Returns whether this error is one that the reference does not report, on purpose.
    pub fn is_stricter(&self) -> bool {
        matches!(self.kind, Some(ErrorKind::DuplicateKey | ErrorKind::InvalidUtf8 | ErrorKind::TooDeep))
    }
}

/// Returns this crate's answer to a line. An invalid line is answered by an error.
pub fn answer(line: &[u8]) -> Value {
    let refused = |text| json!({ "ok": false, "error": text });
    let vector = match Vector::parse(line) {
        Ok(vector) => vector,
        Err(error) => return refused(error),
    };
    match header(&vector) {
        Ok(mut answer) => {
            answer.extend(verdict(vector.round_trip()));
            Value::Object(answer)
        }
        Err(error) => refused(error),
    }
}

fn verdict(result: Result<String, Refusal>) -> Map<String, Value> {
    let verdict = match result {
        Ok(canonical) => json!({ "ok": true, "canonical": canonical }),
        Err(refusal) => json!({ "ok": false, "error": refusal.text }),
    };
    verdict.as_object().cloned().unwrap_or_default()
}

/// Returns the fields of the header, if the line has one.
fn header(vector: &Vector) -> Result<Map<String, Value>, String> {
    let mut answer = Map::new();
    if let Some(hex) = vector.line.get("header_hex").and_then(Value::as_str) {
        let bytes = unhex(hex).ok_or("header_hex is not hexadecimal")?;
        let header = MessageHeader::read_from_bytes(&bytes).map_err(|_| "header_hex is not 16 bytes")?;
        answer.insert("identifier_name".into(), Value::from(header.identifier().to_string()));
        answer.insert("size".into(), Value::from(header.size()));
        answer.insert("sequence_id".into(), Value::from(header.sequence_id().0));
    }
    Ok(answer)
}

fn unhex(hex: &str) -> Option<Vec<u8>> {
    let digits = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    hex.as_bytes().chunks(2).map(|pair| (pair.len() == 2).then(|| digits(pair))?).collect()
}
