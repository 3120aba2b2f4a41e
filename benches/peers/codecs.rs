//! How the benchmarks use each implementation.

use serde::{Deserialize, Serialize};
use serde_json_core::str::{EscapedStr, EscapedStringFragment};

use super::Codec;

/// The maximum length at which `serde_json` decodes a text faster than bytes.
const SHORT: usize = 1024;

#[derive(Default)]
pub struct SerdeJson;

impl Codec for SerdeJson {
    const NAME: &'static str = "serde_json";

    fn decode<'a, T: Deserialize<'a>>(&mut self, payload: &'a mut [u8]) -> Option<T> {
        // One check that a short message is UTF-8 is cheaper than one for each of its strings.
        if payload.len() <= SHORT {
            return serde_json::from_str(str::from_utf8(payload).ok()?).ok();
        }
        serde_json::from_slice(payload).ok()
    }

    fn decode_text<'a, T: Deserialize<'a>>(&mut self, text: &'a str, _: &'a mut Vec<u8>) -> Option<T> {
        serde_json::from_str(text).ok()
    }

    fn encode<T: Serialize>(&mut self, value: &T, output: &mut Vec<u8>) -> usize {
        output.clear();
        serde_json::to_writer(&mut *output, value).expect("room");
        output.len()
    }
}

#[derive(Default)]
pub struct SonicRs;

impl Codec for SonicRs {
    const NAME: &'static str = "sonic-rs";

    fn decode<'a, T: Deserialize<'a>>(&mut self, payload: &'a mut [u8]) -> Option<T> {
        sonic_rs::from_slice(payload).ok()
    }

    fn decode_text<'a, T: Deserialize<'a>>(&mut self, text: &'a str, _: &'a mut Vec<u8>) -> Option<T> {
        sonic_rs::from_str(text).ok()
    }

    fn encode<T: Serialize>(&mut self, value: &T, output: &mut Vec<u8>) -> usize {
        output.clear();
        sonic_rs::to_writer(&mut *output, value).expect("room");
        output.len()
    }
}

/// Decodes in place, and keeps its buffers from one document to the next.
#[derive(Default)]
pub struct SimdJson {
    buffers: simd_json::Buffers,
}

impl Codec for SimdJson {
    const NAME: &'static str = "simd-json";
    const IN_PLACE: bool = true;

    fn decode<'a, T: Deserialize<'a>>(&mut self, payload: &'a mut [u8]) -> Option<T> {
        simd_json::serde::from_slice_with_buffers(payload, &mut self.buffers).ok()
    }

    fn decode_text<'a, T: Deserialize<'a>>(&mut self, text: &'a str, scratch: &'a mut Vec<u8>) -> Option<T> {
        scratch.clear();
        scratch.extend_from_slice(text.as_bytes());
        simd_json::serde::from_slice_with_buffers(scratch, &mut self.buffers).ok()
    }

    fn encode<T: Serialize>(&mut self, value: &T, output: &mut Vec<u8>) -> usize {
        output.clear();
        simd_json::serde::to_writer(&mut *output, value).expect("room");
        output.len()
    }
}

/// Leaves strings escaped, which saves work. The benchmark unescapes a nested document for it.
#[derive(Default)]
pub struct SerdeJsonCore;

impl Codec for SerdeJsonCore {
    const NAME: &'static str = "serde-json-core";

    fn decode<'a, T: Deserialize<'a>>(&mut self, payload: &'a mut [u8]) -> Option<T> {
        serde_json_core::from_slice(payload).ok().map(|(value, _)| value)
    }

    fn decode_text<'a, T: Deserialize<'a>>(&mut self, text: &'a str, scratch: &'a mut Vec<u8>) -> Option<T> {
        scratch.clear();
        for fragment in EscapedStr(text).fragments() {
            match fragment.ok()? {
                EscapedStringFragment::NotEscaped(part) => scratch.extend_from_slice(part.as_bytes()),
                EscapedStringFragment::Escaped(character) => {
                    scratch.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
        serde_json_core::from_slice(scratch).ok().map(|(value, _)| value)
    }

    fn encode<T: Serialize>(&mut self, value: &T, output: &mut Vec<u8>) -> usize {
        output.resize(output.capacity(), 0);
        serde_json_core::to_slice(value, output).unwrap_or(0)
    }
}
