//! Exhaustive tests: every short text, every identifier, every cut of every vector, and headers at every boundary.
//!
//! Meant for a release build: `cargo test --release --test exhaustive`. Without optimisation, texts are shorter and
//! identifiers fewer. `EXHAUSTIVE_SYMBOLS=8` makes texts longer: it takes five minutes on two cores instead of half a
//! minute.
//!
//! Kani could prove some of these properties for all inputs, but its compiler comes from no package registry.

mod cuts;
mod headers;
mod texts;

#[path = "../support/hex.rs"]
mod hex;
#[path = "../laws/mod.rs"]
mod laws;

use laws::{model, types};

/// Returns whether this is a slow build.
const SLOW: bool = cfg!(debug_assertions);

/// Runs tasks 0 to `count` on all processors and adds up what they return.
fn in_parallel<const N: usize>(count: usize, task: impl Fn(usize) -> [u64; N] + Sync) -> [u64; N] {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || {
        let mut sums = [0; N];
        loop {
            let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if index >= count {
                return sums;
            }
            add(&mut sums, task(index));
        }
    };
    std::thread::scope(|scope| {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let threads: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
        let mut sums = [0; N];
        for thread in threads {
            add(&mut sums, thread.join().expect("no disagreement"));
        }
        sums
    })
}

fn add<const N: usize>(sums: &mut [u64; N], more: [u64; N]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}
