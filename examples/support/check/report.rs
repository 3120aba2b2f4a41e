//! Named checks and their outcomes.

use std::fmt;
use std::io::{self, Write};

/// A requirement of the protocol.
#[derive(Clone, Copy)]
pub struct Check {
    pub name: &'static str,
    pub requirement: &'static str,
}

/// Names a requirement.
pub const fn check(name: &'static str, requirement: &'static str) -> Check {
    Check { name, requirement }
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
    checks: Vec<Check>,
    outcomes: Vec<Outcome>,
}

impl Report {
    /// The checks of these groups, in this order.
    pub fn new(groups: &[&[Check]]) -> Self {
        let checks = groups.concat();
        let outcomes = vec![Outcome::NotReached; checks.len()];
        Self { checks, outcomes }
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

    /// Notes a check that holds if something is as it should be; `found` says what there is instead.
    pub fn hold(&mut self, name: &str, is_right: bool, found: impl fmt::Display) {
        self.note(name, if is_right { Ok(()) } else { Err(found.to_string()) });
    }

    /// Records a check that passes if two values are equal.
    pub fn same<T: PartialEq + fmt::Debug>(&mut self, name: &str, found: &T, expected: &T) {
        self.hold(name, found == expected, format_args!("{found:?}, and not {expected:?}"));
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
