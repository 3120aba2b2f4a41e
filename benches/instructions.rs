//! The program whose instructions `benches/instructions.sh` counts. It repeats one piece of work.
//!
//! ```text
//! instructions list                     every operation and message
//! instructions <op> <message> <times>   does it
//! ```

mod support;

use std::env;

use support::header;
use support::{Work, corpus, ours};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] | ["list"] => works().iter().for_each(|work| println!("{} {}", work.op, work.message)),
        [op, message, times] => {
            let mut work = find(op, message);
            (work.run)(1); // does the work that is done only once
            counted(&mut work, times.parse().expect("a number"));
        }
        _ => panic!("instructions list | instructions <op> <message> <times>"),
    }
}

/// The function in which instructions are counted.
#[inline(never)]
fn counted(work: &mut Work, times: u32) {
    (work.run)(times);
}

fn works() -> Vec<Work> {
    corpus::NAMES.into_iter().flat_map(ours::works).chain(header::works()).collect()
}

fn find(op: &str, message: &str) -> Work {
    works().into_iter().find(|work| work.op == op && work.message == message).expect("a known piece of work")
}
