//! Explores the endpoints: all sequences of steps that a host, a guest and their connection can take. The bounds cover
//! two connections. A model of the rules checks each step.
//!
//! Run this as a release build: `cargo test --release --test explored`. Without optimisation, the bounds are lower.
//! `EXPLORED=deep` raises them: it takes two and a half minutes instead of ten seconds.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

mod relay;
mod rules;
mod session;

/// The bounds of the exploration.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Bounds {
    Short,
    Gate,
    Deep,
}

fn bounds() -> Bounds {
    match std::env::var("EXPLORED") {
        Ok(_) => Bounds::Deep,
        Err(_) if cfg!(debug_assertions) => Bounds::Short,
        Err(_) => Bounds::Gate,
    }
}

/// A system that takes steps.
trait World {
    /// Returns the steps that can be taken now.
    fn steps(&self) -> Vec<u8>;
    /// Takes a step, and checks the result.
    fn take(&mut self, step: u8);
    /// Returns a key that identifies the state. It covers everything that is visible from outside, all waiting bytes,
    /// and the state of the model. States that differ only in invisible details, such as the position of a message in
    /// its buffer, have the same key.
    fn key(&self) -> Vec<u8>;
    /// Continues without disturbance until nothing is left to do, and checks the result.
    fn finish(&mut self);
}

/// Creates a world, and passes it to a function.
type Make<'m> = &'m (dyn Fn(&mut dyn FnMut(&mut dyn World)) + Sync);

/// Visits every state once, by the shortest path, and finishes from each state. Returns the number of states, the
/// number of steps between them, and the length of the longest path.
fn explore(make: Make<'_>) -> [usize; 3] {
    let known = Mutex::new(HashSet::new());
    let mut frontier: Vec<Vec<u8>> = vec![Vec::new()];
    let (mut transitions, mut depth) = (0, 0);
    while !frontier.is_empty() {
        let next = AtomicUsize::new(0);
        let found = Mutex::new(Vec::new());
        let count = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| {
                    while let Some(way) = frontier.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let mut new = Vec::new();
                        count.fetch_add(visit(make, way, &known, &mut new), Ordering::Relaxed);
                        found.lock().expect("no panic").append(&mut new);
                    }
                });
            }
        });
        transitions += count.into_inner();
        frontier = found.into_inner().expect("no panic");
        depth += usize::from(!frontier.is_empty());
    }
    [known.into_inner().expect("no panic").len(), transitions, depth]
}

/// Takes each possible step at the end of a path. Returns the number of steps.
fn visit(make: Make<'_>, way: &[u8], known: &Mutex<HashSet<Vec<u8>>>, new: &mut Vec<Vec<u8>>) -> usize {
    let mut steps = Vec::new();
    make(&mut |world| {
        for step in way {
            world.take(*step);
        }
        steps = world.steps();
    });
    for &step in &steps {
        make(&mut |world| {
            for step in way {
                world.take(*step);
            }
            let _told = PathReport(way, step);
            world.take(step);
            if known.lock().expect("no panic").insert(world.key()) {
                new.push([way, &[step]].concat());
                world.finish();
            }
        });
    }
    steps.len()
}

/// Prints the path on which a rule was violated.
struct PathReport<'w>(&'w [u8], u8);

impl Drop for PathReport<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("after the steps {:?}, then {}", self.0, self.1);
        }
    }
}
