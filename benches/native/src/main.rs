//! Measures yyjson and simdjson on the corpus, beside this crate. See `run`.

#[path = "../../support/mod.rs"]
mod support;

use std::error::Error;
use std::ffi::{CString, c_char, c_int};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs};

use support::rows::Row;
use support::{Work, baseline, corpus, ours};
// These crates are only linked.
use {simdjson_sys as _, yyjson_sys as _};

/// The approximate duration of one batch of one implementation.
const BATCH: Duration = Duration::from_millis(2);
/// The number of batches of each implementation.
const ROUNDS: usize = 30;
/// The number of bytes after the text that the parsers may read or write.
const PADDING: usize = 64;
/// The result of a parser that cannot decode the text.
const FAILED: usize = usize::MAX;

/// Decodes a message, and returns the sum of its fields if it is walked.
type Peer = unsafe extern "C" fn(message: c_int, text: *mut u8, length: usize, walk: bool) -> usize;

unsafe extern "C" {
    /// Returns the number of a message.
    fn peer_message(name: *const c_char) -> c_int;
    fn peer_yyjson(message: c_int, text: *mut u8, length: usize, walk: bool) -> usize;
    fn peer_simdjson(message: c_int, text: *mut u8, length: usize, walk: bool) -> usize;
}

const PEERS: [(&str, Peer); 2] = [("yyjson", peer_yyjson), ("simdjson", peer_simdjson)];

fn main() -> Result<(), Box<dyn Error>> {
    let wanted = env::args().nth(1).unwrap_or_default();
    let mut rows = Vec::new();
    for name in corpus::NAMES.into_iter().filter(|name| name.contains(&wanted)) {
        for walk in [false, true] {
            let message = if walk { format!("{name}-walked") } else { name.to_owned() };
            let ours = ours::works(name).into_iter().filter(|work| work.op == "decode" && work.message == message);
            let mut works: Vec<Work> = ours.collect();
            works.extend(PEERS.map(|(implementation, peer)| work(name, &message, implementation, peer, walk)));
            let times = measure(&mut works);
            let first = times.first().copied().unwrap_or(f64::NAN);
            for (work, ns) in works.iter().zip(&times) {
                let Work { op, message, implementation, .. } = work;
                println!("{op:<6} {message:<26} {implementation:<16} {ns:>11.1} ns {:>6.2}", ns / first);
                if *implementation != ours::NAME {
                    let (op, message, implementation) = (op.to_string(), message.clone(), implementation.to_string());
                    rows.push(Row { op, message, implementation, ns: *ns });
                }
            }
            println!();
        }
    }
    let target = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target");
    fs::create_dir_all(target)?;
    println!("{}", baseline::save(&Path::new(target).join("native.csv"), &rows)?);
    Ok(())
}

/// Returns the work of a peer, which must compute the same sum as this crate.
fn work(name: &str, message: &str, implementation: &'static str, peer: Peer, walk: bool) -> Work {
    let payload = corpus::payload(name);
    let bytes = payload.len();
    let mut padded = payload.clone();
    padded.resize(bytes + PADDING, 0);
    let name = CString::new(name).expect("no NUL in a name");
    // SAFETY: the name ends with a NUL.
    let number = unsafe { peer_message(name.as_ptr()) };
    let mut decode = move |walk| {
        padded[..bytes].copy_from_slice(black_box(&payload));
        // SAFETY: the peer reads and writes `bytes` bytes and the padding behind them, and keeps nothing.
        unsafe { peer(number, padded.as_mut_ptr(), bytes, walk) }
    };
    let (_, sum) = ours::meaning(message.trim_end_matches("-walked"));
    assert_eq!(decode(true), sum, "{message}: {implementation} understands something else");
    let run = Box::new(move |times| {
        for _ in 0..times {
            assert_ne!(black_box(decode(walk)), FAILED);
        }
    });
    Work { op: "decode", message: message.into(), implementation, bytes, run }
}

/// Returns the time of the best of [`ROUNDS`] batches for each implementation. The implementations take turns.
fn measure(works: &mut [Work]) -> Vec<f64> {
    let time = |work: &mut Work, count: u32| {
        let start = Instant::now();
        (work.run)(count);
        start.elapsed()
    };
    let counts: Vec<u32> = works
        .iter_mut()
        .map(|work| {
            std::iter::successors(Some(1u32), |count| Some(count * 2)).find(|count| time(work, *count) >= BATCH)
        })
        .map(|count| count.expect("a batch"))
        .collect();
    let mut best = vec![f64::INFINITY; works.len()];
    for _ in 0..ROUNDS {
        for ((work, best), count) in works.iter_mut().zip(&mut best).zip(&counts) {
            *best = best.min(time(work, *count).as_secs_f64() * 1e9 / f64::from(*count));
        }
    }
    best
}
