//! Tests an implementation of the protocol's JSON against vectors, or writes this crate's answers to them.
//!
//! ```text
//! conformance --check 'python3 mine.py' tests/vectors/semantics.jsonl
//! ```
//!
//! `examples/CONFORMANCE.md` describes the line protocol, with examples in Python and Go; `--help` lists the options.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::process::ExitCode;

#[path = "support/conformance/arguments.rs"]
mod arguments;
#[path = "support/conformance/implementation.rs"]
mod implementation;
#[path = "support/conformance/judge.rs"]
mod judge;
#[path = "support/conformance/random.rs"]
mod random;
#[path = "support/conformance/same.rs"]
mod same;
#[path = "support/types.rs"]
mod types;
#[path = "support/conformance/vector.rs"]
mod vector;

use arguments::{Arguments, USAGE};
use judge::Judge;
use vector::Vector;

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            let _ = writeln!(io::stdout(), "{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(error) => return refuse(&format!("{error}; --help lists the options")),
    };
    let result = match &arguments.check {
        Some(command) => Judge::new(command, &arguments).and_then(|judge| check(judge, &arguments)),
        None => answer(&arguments).map(|()| ExitCode::SUCCESS),
    };
    result.unwrap_or_else(|error| refuse(&error))
}

fn refuse(error: &str) -> ExitCode {
    eprintln!("conformance: {error}");
    ExitCode::from(2)
}

/// Judges an implementation by every chosen vector.
fn check(mut judge: Judge<'_>, arguments: &Arguments) -> Result<ExitCode, String> {
    let mut judge_if_chosen = |vector: &Vector| {
        if arguments.chooses(vector) {
            return judge.judge(vector);
        }
        judge.leave_out();
        Ok(())
    };
    each_line(arguments, |line| judge_if_chosen(&Vector::parse(line)?))?;
    random::vectors(arguments)?.iter().try_for_each(judge_if_chosen)?;
    judge.finish()
}

/// Writes this crate's answer to each line.
fn answer(arguments: &Arguments) -> Result<(), String> {
    let mut output = io::stdout().lock();
    // Each answer is flushed, because the reader may wait for it. A reader that has gone ends the program.
    let mut write = |answer: &serde_json::Value| match writeln!(output, "{answer}").and_then(|()| output.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        result => result.map_err(|error| error.to_string()),
    };
    each_line(arguments, |line| write(&vector::answer(line)))?;
    random::vectors(arguments)?.iter().try_for_each(|vector| write(&vector.to_json()))
}

/// Calls `work` with each line that is not empty, of the named files, or else of standard input.
fn each_line(arguments: &Arguments, mut work: impl FnMut(&[u8]) -> Result<(), String>) -> Result<(), String> {
    let mut read = |name: &str, source: Box<dyn BufRead>| {
        for (number, line) in source.split(b'\n').enumerate() {
            let line = line.map_err(|error| format!("{name}: {error}"))?;
            if !line.iter().all(u8::is_ascii_whitespace) {
                work(&line).map_err(|error| format!("{name}, line {}: {error}", number + 1))?;
            }
        }
        Ok(())
    };
    if arguments.files.is_empty() && arguments.random.is_none() {
        if io::stdin().is_terminal() {
            eprintln!(
                "conformance: waiting for vectors on standard input, a JSON object a line, such as\n  \
                 {{\"type\":\"SchemaVersion\",\"payload\":\"{{}}\"}}\nCtrl-D ends the input; --help says more"
            );
        }
        return read("standard input", Box::new(io::stdin().lock()));
    }
    arguments.files.iter().try_for_each(|name| {
        let file = File::open(name).map_err(|error| format!("{name}: {error}"))?;
        read(name, Box::new(BufReader::new(file)))
    })
}
