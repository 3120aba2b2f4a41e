//! Compares this crate with other implementations on the same corpus: `cargo bench --bench compare`.
//!
//! The benchmark prints a table and writes `target/compare.csv`. With `--write` it also draws the tracked files
//! `benches/compare.svg` and `benches/chart.md`: `cargo bench --bench compare -- --write`. See `benches/README.md`.

mod peers;
mod support;

use std::error::Error;
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use std::{env, fs};

use peers::chart::{self, Row};
use support::{Work, corpus, ours};

/// The approximate duration of one batch of one implementation.
const BATCH: Duration = Duration::from_millis(2);
/// The number of batches of each implementation.
const ROUNDS: usize = 30;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo passes `--bench`. An argument that is not an option selects the benchmarks whose name contains it.
    let (mut wanted, mut write) = (None, false);
    for argument in env::args().skip(1) {
        match argument.as_str() {
            "--bench" => {}
            "--write" => write = true,
            option if option.starts_with("--") => return Err(format!("unknown option {option}").into()),
            _ => wanted = Some(argument),
        }
    }
    if write && wanted.is_some() {
        return Err("the chart is drawn of all messages: --write goes with no name".into());
    }
    let mut works = Vec::new();
    for name in corpus::NAMES {
        if wanted.as_ref().is_none_or(|part| name.contains(part.as_str())) {
            works.extend(ours::works(name).into_iter().filter(|work| work.op != "relay"));
            works.extend(peers::works(name));
        }
    }
    let rows = measure(works);
    println!("{}", table(&rows));
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), std::path::PathBuf::from);
    fs::write(target.join("compare.csv"), csv(&rows))?;
    if write {
        chart::write(&rows, concat!(env!("CARGO_MANIFEST_DIR"), "/benches"))?;
    }
    Ok(())
}

/// Returns the time of the best of [`ROUNDS`] batches for each piece of work.
///
/// Within a message and an operation the implementations take turns, so that other load on the machine affects all of
/// them alike.
fn measure(mut works: Vec<Work>) -> Vec<Row> {
    works.sort_by(|one, other| (one.op, place(&one.message)).cmp(&(other.op, place(&other.message))));
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
            op: work.op,
            message: work.message.clone(),
            implementation: work.implementation,
            bytes: work.bytes,
            ns,
        }));
    }
    rows
}

/// Returns the position of a message in the order in which messages are shown.
fn place(message: &str) -> (Option<usize>, bool) {
    let name = message.strip_suffix("-walked");
    (corpus::NAMES.iter().position(|known| *known == name.unwrap_or(message)), name.is_some())
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

fn table(rows: &[Row]) -> String {
    let mut text = String::new();
    for group in rows.chunk_by(|one, other| (one.op, &one.message) == (other.op, &other.message)) {
        let ours = group.iter().find(|row| row.implementation == ours::NAME).map_or(f64::NAN, |row| row.ns);
        for row in group {
            let Row { op, message, implementation, bytes, ns } = row;
            let rate = bytes_per_second(*bytes, *ns) / 1e6;
            let ratio = ns / ours;
            let _ = writeln!(
                text,
                "{op:<6} {message:<26} {implementation:<16} {ns:>11.1} ns {rate:>8.0} MB/s {ratio:>6.2}"
            );
        }
        text.push('\n');
    }
    text
}

#[expect(clippy::cast_precision_loss, reason = "messages are short")]
fn bytes_per_second(bytes: usize, ns: f64) -> f64 {
    bytes as f64 * 1e9 / ns
}

fn csv(rows: &[Row]) -> String {
    let mut text = String::from("op,message,implementation,ns\n");
    for Row { op, message, implementation, ns, .. } in rows {
        let _ = writeln!(text, "{op},{message},{implementation},{ns:.1}");
    }
    text
}
