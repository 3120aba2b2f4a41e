//! A filter for testing any implementation of the protocol against vectors.
//!
//! Standard input: JSON lines with `type` and `payload` (text) or `payload_hex` (neither: an empty payload), perhaps
//! `header_hex`; other keys are ignored. Standard output: a line for each, `{"ok":true,"canonical":"..."}` (decoded as `type`, the documents inside
//! included, and encoded again) or `{"ok":false,"error":"..."}`; with `header_hex` also `identifier_name`, `size` and
//! `sequence_id`. It never stops early: a line that makes no sense is an error line.
//!
//! ```text
//! cargo run --release --example conformance < tests/vectors/semantics.jsonl
//! ```

use std::io::{self, BufRead, Write};

use gcs_prot::message::{ContainerModifySettings, Request};
use gcs_prot::wire::MessageHeader;
use gcs_prot::{Error, ErrorKind, json};
use serde_json::{Map, Value};
use zerocopy::FromBytes;

#[path = "support/types.rs"]
mod types;

fn main() -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let mut answer = Map::new();
        if let Err(error) = answer_line(&line, &mut answer) {
            answer.insert("ok".into(), Value::from(false));
            answer.insert("error".into(), Value::from(error));
        }
        // Whoever reads us has gone: nothing is left to do.
        match writeln!(output, "{}", Value::Object(answer)) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            result => result?,
        }
    }
    output.flush()
}

fn answer_line(line: &[u8], answer: &mut Map<String, Value>) -> Result<(), String> {
    let vector: Value = serde_json::from_slice(line).map_err(|error| format!("the line is no JSON: {error}"))?;
    let text = |key: &str| vector.get(key).and_then(Value::as_str);
    if let Some(hex) = text("header_hex") {
        let bytes = unhex(hex).ok_or("header_hex is not hexadecimal")?;
        let header = MessageHeader::read_from_bytes(&bytes).map_err(|_| "header_hex is not 16 bytes")?;
        answer.insert("identifier_name".into(), Value::from(header.identifier().to_string()));
        answer.insert("size".into(), Value::from(header.size()));
        answer.insert("sequence_id".into(), Value::from(header.sequence_id().0));
    }
    let type_name = text("type").ok_or("the line has no type")?;
    let mut payload = match (text("payload"), text("payload_hex")) {
        (Some(payload), _) => payload.as_bytes().to_vec(),
        (None, Some(hex)) => unhex(hex).ok_or("payload_hex is not hexadecimal")?,
        (None, None) => Vec::new(),
    };
    // Escaping makes a byte six at the most, for each string that it lies in.
    let mut buffer = vec![0; payload.len() * 12 + 1024];
    let mut copy = payload.clone();
    let round_trip = types::RoundTrip { payload: &mut payload, output: &mut buffer };
    let canonical = types::visit(type_name, round_trip)
        .ok_or_else(|| format!("unknown type {type_name}"))?
        .map_err(|error| format!("{}: {error}{}", error.kind().name(), unknown_resource(error, &mut copy)))?;
    answer.insert("ok".into(), Value::from(true));
    answer.insert("canonical".into(), Value::from(String::from_utf8_lossy(canonical)));
    Ok(())
}

/// The name of the resource that is unknown, where that is the error: the request itself does decode.
fn unknown_resource(error: Error, payload: &mut [u8]) -> String {
    match json::decode::<Request<'_, ContainerModifySettings<'_>>>(payload) {
        Ok(modify) if error.kind() == ErrorKind::UnknownResourceType => {
            format!(": {}", modify.body.request.resource.resource_type())
        }
        _ => String::new(),
    }
}

fn unhex(hex: &str) -> Option<Vec<u8>> {
    let digits = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    hex.as_bytes().chunks(2).map(|pair| (pair.len() == 2).then(|| digits(pair))?).collect()
}
