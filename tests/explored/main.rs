//! The endpoints, explored: all sequences of steps that a host, a guest and what is between them can take, up to bounds that
//! cover two connections, against a model of the rules.
//!
//! Meant for a release build: `cargo test --release --test explored`. Without optimisation, the bounds are lower.
//! `EXPLORED=deep` raises them.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

mod relay;
mod rules;
mod session;

/// How far to explore.
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

/// Something that takes steps.
trait World {
    /// The steps that can be taken now.
    fn steps(&self) -> Vec<u8>;
    /// Takes one, and checks what comes of it.
    fn take(&mut self, step: u8);
    /// What tells states apart. It is made of what can be seen from outside, all that is waiting anywhere, and what the rules
    /// know. Of worlds that differ in what cannot be seen alone, such as where in its buffer a message lies, one is followed.
    fn key(&self) -> Vec<u8>;
    /// Goes on without further disturbance to where nothing is left to do, and checks that all came out right.
    fn finish(&mut self);
}

/// Makes a world and hands it to a function.
type Make<'m> = &'m (dyn Fn(&mut dyn FnMut(&mut dyn World)) + Sync);

/// Visits every state once, by the shortest way to it, and finishes from each. Returns how many there were, how many steps
/// between them, and how many steps the longest way has.
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

/// Takes each step that can be taken at the end of a way. Returns how many those are.
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
            let _told = Told(way, step);
            world.take(step);
            if known.lock().expect("no panic").insert(world.key()) {
                new.push([way, &[step]].concat());
                world.finish();
            }
        });
    }
    steps.len()
}

/// Tells by which way a rule was broken.
struct Told<'w>(&'w [u8], u8);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("by the way {:?}, {}", self.0, self.1);
        }
    }
}
