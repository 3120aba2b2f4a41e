//! Creates the initial corpora from the test vectors. `fuzz/seed` runs it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

#[path = "../../tests/laws/mod.rs"]
mod laws;

struct Seeds {
    corpus: PathBuf,
}

impl Seeds {
    fn write(&self, target: &str, name: &str, parts: &[&[u8]]) -> std::io::Result<()> {
        let folder = self.corpus.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("seed-{}", name.replace('/', "-"))), parts.concat())
    }
}

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let vectors = root.join("../tests/vectors");
    let seeds = Seeds { corpus: root.join("corpus") };
    for file in ["messages", "messages-2024", "semantics"] {
        for line in fs::read_to_string(vectors.join(format!("{file}.jsonl")))?.lines() {
            let line: Value = serde_json::from_str(line)?;
            from_vector(&seeds, file, &line)?;
        }
    }
    for direction in ["host-to-guest", "guest-to-host"] {
        let session = fs::read(vectors.join(format!("session.{direction}.bin")))?;
        for (number, chunk) in session.chunks(3000).take(4).enumerate() {
            let start = if number == 0 { 0 } else { number * 7 };
            seeds.write(
                "frames",
                &format!("{direction}-{number}"),
                &[&[0xff, 0x1f, 0x40, 0x2f, 0xff], &chunk[start..]],
            )?;
            seeds.write("structured", &format!("{direction}-{number}"), &[&chunk[..1000.min(chunk.len())]])?;
            seeds.write("endpoint", &format!("{direction}-{number}"), &[&steps(&session, number)])?;
        }
    }
    Ok(())
}

/// Returns steps for the first messages of a session. Each message is received, polled for, and answered, either at
/// once or with a token.
fn steps(session: &[u8], number: usize) -> Vec<u8> {
    let mut steps = vec![5, 0, 4, 255];
    for chunk in session[..(number + 1) * 700].chunks(16) {
        steps.extend([0, 2]);
        steps.extend(chunk);
        steps.extend([3, u8::from(number % 2 == 0), 4, 255, 5, 0]);
    }
    steps
}

fn from_vector(seeds: &Seeds, file: &str, line: &Value) -> std::io::Result<()> {
    let text = |key: &str| line[key].as_str().unwrap_or_default();
    let payload = match line["payload_hex"].as_str() {
        Some(hex) => unhex(hex),
        None => text("payload").as_bytes().to_vec(),
    };
    let name = format!("{file}-{}", text("name"));
    if payload.len() > 16_000 {
        return Ok(());
    }
    let choice = laws::decode::choice(text("type")).to_be_bytes();
    seeds.write("decode", &name, &[&choice, &payload])?;
    seeds.write("differential", &name, &[&[0], &choice, &payload])?;
    if let Some(header) = line["header_hex"].as_str().map(unhex) {
        seeds.write("header", &name, &[&header])?;
        if payload.len() < 1000 {
            let twice = [&*header, &*payload].concat().repeat(2);
            seeds.write("frames", &name, &[&[payload.len().to_le_bytes()[0], 3, 0x81, 0x5f, 0x20], &twice])?;
        }
    }
    // Each payload is used in one of the ways that the oracle supports, some of them as a nested document.
    let way = payload.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte)) % 4;
    let oracle = match way {
        0 => [&[0][..], &payload].concat(),
        1 => [&[3][..], laws::oracle::escape(&String::from_utf8_lossy(&payload), &[7]).as_bytes()].concat(),
        2 => [&[5, 9, 9, 2, 9, 9, 9, 9, 0][..], &payload].concat(),
        _ => [&[6, 9, 9, 9, 1, 9, 9, 9, 9][..], &payload].concat(),
    };
    seeds.write("json_oracle", &name, &[&oracle])?;
    for (number, (mode, sample)) in SAMPLES.iter().enumerate() {
        seeds.write("json_oracle", &format!("sample-{number}"), &[&[*mode], sample.as_bytes()])?;
    }
    Ok(())
}

/// Objects of the type in `tests/laws/sample.rs`.
const SAMPLES: &[(u8, &str)] = &[
    (
        1,
        r#"{"Text":"t","Flag":true,"Byte":255,"Word":1,"Count":18446744073709551615,"Small":-32768,"Large":-1,"Maybe":0,"List":["a","\u0062"],"Rows":[[1,-2],[],null],"Map":{"k":1},"Maps":{"b":{"x":"y"},"a":{}},"Few":[1,2,3]}"#,
    ),
    (
        1,
        r#"{"Leaves":[{"Name":"n","Size":3},{}],"Any":{"x":[1.50,null,true]},"Leaf":{"name":"l","Note":"[1]"},"Late":{"Size":0},"Inner":"{\"Name\":\"n\",\"Number\":1,\"List\":[\"b\",{}],\"Deeper\":\"{\\\"List\\\":[\\\"\\\\u0000\\\"]}\"}","Document":"\"x\""}"#,
    ),
    (
        2,
        r#"{"text":"\u0000 a NUL in a text that is longer than sixty-three bytes, so that it is kept with its size","Any":"a text that is longer than sixty-three bytes, so that it is kept with an end"}"#,
    ),
    (4, r#"{\"Name\":\"a\\\"b\\\\c\\nd\",\"Deeper\":\"{\\\"Document\\\":\\\"[1]\\\"}\",\"x\":\"y\"}"#),
    (4, r#"\u007b\"Name\":\"\\u0041\\ud83d\\ude00\u0022,\"Deeper\":\"{}\" }\n"#),
];

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal")).collect()
}
