//! Named checks and their outcomes.

use std::fmt;
use std::io::{self, Write};

/// A requirement of the protocol.
pub struct Check {
    pub name: &'static str,
    pub requirement: &'static str,
}

/// The outcome of a check.
#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    NotReached,
    Passed,
    Failed(String),
}

/// The checks of a run, each with its outcome.
pub struct Report {
    checks: &'static [Check],
    outcomes: Vec<Outcome>,
}

impl Report {
    pub fn new(checks: &'static [Check]) -> Self {
        Self { checks, outcomes: vec![Outcome::NotReached; checks.len()] }
    }

    /// Records the outcome of a check. A check that has failed once stays failed.
    pub fn note(&mut self, name: &str, found: Result<(), String>) {
        let index =
            self.checks.iter().position(|check| check.name == name).unwrap_or_else(|| panic!("no check {name}"));
        let outcome = &mut self.outcomes[index];
        match (&*outcome, found) {
            (Outcome::Failed(_), _) => {}
            (_, Ok(())) => *outcome = Outcome::Passed,
            (_, Err(reason)) => *outcome = Outcome::Failed(reason),
        }
    }

    /// Records a check that passes if two values are equal.
    pub fn same<T: PartialEq + fmt::Debug>(&mut self, name: &str, found: &T, expected: &T) {
        let is_same = found == expected;
        self.note(name, if is_same { Ok(()) } else { Err(format!("{found:?}, and not {expected:?}")) });
    }

    /// Prints a line for each check and a summary. Returns whether every check has passed.
    pub fn print(&self, output: &mut impl Write) -> io::Result<bool> {
        let mut counts = [0; 3];
        for (check, outcome) in self.checks.iter().zip(&self.outcomes) {
            let (index, word, reason) = match outcome {
                Outcome::Passed => (0, "passed", None),
                Outcome::Failed(reason) => (1, "FAILED", Some(reason)),
                Outcome::NotReached => (2, "not reached", None),
            };
            counts[index] += 1;
            writeln!(output, "{word:<12} {:<28} {}", check.name, check.requirement)?;
            if let Some(reason) = reason {
                writeln!(output, "{:<12} {:<28} found: {reason}", "", "")?;
            }
        }
        writeln!(output, "{} checks passed, {} failed, {} not reached", counts[0], counts[1], counts[2])?;
        Ok(counts[1] + counts[2] == 0)
    }
}
