//! Compares this crate with other implementations on the same corpus: `cargo bench --features std --bench compare`.
//!
//! ```text
//! compare [PART]               measures the messages whose name contains PART, or all
//! compare --merge FILE...      measures, and shows results from files beside its own
//! compare --write-corpus DIR   writes the payloads into files, and measures nothing
//! ```
//!
//! The benchmark prints a table and writes `target/compare.csv`. With `--write`, a run of all messages also draws the tracked
//! file `benches/compare.svg`. See `benches/README.md`.

mod peers;
mod support;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use peers::chart;
use support::rows::{self, Row};
use support::{Work, baseline, corpus, ours};

/// The approximate duration of one batch of one implementation.
const BATCH: Duration = Duration::from_millis(2);
/// The number of batches of each implementation.
const ROUNDS: usize = 30;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo passes `--bench`.
    let (options, arguments): (Vec<_>, Vec<_>) =
        env::args().skip(1).filter(|argument| argument != "--bench").partition(|argument| argument == "--write");
    let draw = !options.is_empty();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--write-corpus", directory] => Ok(baseline::write_corpus(Path::new(directory))?),
        ["--write-corpus", ..] => Err("--write-corpus takes a directory".into()),
        ["--merge"] => Err("--merge takes files".into()),
        ["--merge", ref files @ ..] => compare("", &read(files)?, draw),
        [] => compare("", &[], draw),
        [part] if !part.starts_with("--") && !draw => compare(part, &[], false),
        [part, "--merge", ref files @ ..] if !files.is_empty() && !draw => compare(part, &read(files)?, false),
        [part, ..] if !part.starts_with("--") && draw => {
            Err("the chart is drawn of all messages: --write goes with no name".into())
        }
        _ => Err("compare [PART] [--merge FILE...] [--write] | compare --write-corpus DIR".into()),
    }
}

/// Reads results from files.
fn read(files: &[&str]) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        all = rows::merge(all, rows::parse(&text, file)?)?;
    }
    Ok(all)
}

/// Measures the messages whose name contains `part`, and shows them beside other results.
fn compare(part: &str, others: &[Row], draw: bool) -> Result<(), Box<dyn Error>> {
    let mut works = Vec::new();
    for name in corpus::NAMES.into_iter().filter(|name| name.contains(part)) {
        works.extend(ours::works(name).into_iter().filter(|work| work.op != "relay"));
        works.extend(peers::works(name));
    }
    let others = others.iter().filter(|row| row.message.contains(part)).cloned().collect();
    let rows = rows::merge(measure(works), others)?;
    println!("{}", rows::table(&rows, ours::NAME));
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    println!("{}", baseline::save(&target.join("compare.csv"), &rows)?);
    if draw {
        chart::write(&rows, concat!(env!("CARGO_MANIFEST_DIR"), "/benches"))?;
        println!("benches/compare.svg: drawn anew");
    }
    Ok(())
}

/// Returns the time of the best of [`ROUNDS`] batches for each piece of work.
///
/// Within a message and an operation the implementations take turns, so that other load on the machine affects all of
/// them alike.
fn measure(mut works: Vec<Work>) -> Vec<Row> {
    works.sort_by(|one, other| (one.op, rows::place(&one.message)).cmp(&(other.op, rows::place(&other.message))));
    let mut rows = Vec::new();
    for group in works.chunk_by_mut(|one, other| (one.op, &one.message) == (other.op, &other.message)) {
        let mut best = vec![f64::INFINITY; group.len()];
        let counts: Vec<u32> = group.iter_mut().map(batch).collect();
        for _ in 0..ROUNDS {
            for ((work, best), count) in group.iter_mut().zip(&mut best).zip(&counts) {
                *best = best.min(time(work, *count).as_secs_f64() * 1e9 / f64::from(*count));
            }
        }
        rows.extend(group.iter().zip(best).map(|(work, ns)| Row {
            op: work.op.into(),
            message: work.message.clone(),
            implementation: work.implementation.into(),
            ns,
        }));
    }
    rows
}

fn time(work: &mut Work, count: u32) -> Duration {
    let start = Instant::now();
    (work.run)(count);
    start.elapsed()
}

/// Returns how often the work must be done to fill a batch.
fn batch(work: &mut Work) -> u32 {
    let mut count = 1;
    while time(work, count) < BATCH {
        count *= 2;
    }
    count
}
