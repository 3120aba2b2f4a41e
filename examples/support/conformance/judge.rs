//! Compares the answers of an implementation with those that are expected.

use std::process::ExitCode;

use serde_json::Value;

use super::arguments::Arguments;
use super::implementation::{Answer, Implementation};
use super::same;
use super::vector::{Refusal, Vector};

/// Judges an implementation, and counts differences.
pub struct Judge<'a> {
    implementation: Implementation,
    arguments: &'a Arguments,
    checked: usize,
    differences: usize,
    left_out: usize,
}

/// How an answer differs.
enum Difference {
    /// The payload must be refused, for this reason.
    Accepted(String),
    /// The payload must be accepted, and this is its canonical form.
    Refused(String),
    /// The payload was accepted, but its canonical form is this.
    Written {
        expected: String,
        got: String,
    },
    None(String),
}

impl<'a> Judge<'a> {
    pub fn new(command: &str, arguments: &'a Arguments) -> Result<Self, String> {
        let implementation = Implementation::start(command, arguments.timeout)?;
        Ok(Self { implementation, arguments, checked: 0, differences: 0, left_out: 0 })
    }

    pub fn leave_out(&mut self) {
        self.left_out += 1;
    }

    /// Tests the implementation with a vector, and prints the difference if there is one.
    pub fn judge(&mut self, vector: &Vector) -> Result<(), String> {
        let answer = self.implementation.ask(&vector.question())?;
        self.checked += 1;
        if let Some(difference) = self.difference(vector, answer) {
            self.differences += 1;
            report(vector, &difference);
        }
        Ok(())
    }

    /// Prints the count.
    pub fn finish(self) -> Result<ExitCode, String> {
        let Self { checked, differences, left_out, .. } = self;
        if checked == 0 {
            return Err(format!("no vector was chosen, {left_out} were left out"));
        }
        println!("{checked} vectors checked, {differences} differ, {left_out} left out");
        Ok(ExitCode::from(u8::from(differences > 0)))
    }

    fn difference(&self, vector: &Vector, answer: Answer) -> Option<Difference> {
        let ours = vector.round_trip();
        let (verdict, reference) = (vector.line.get("ok").and_then(Value::as_bool), vector.line.get("canonical"));
        // Either answer is right where this crate and the reference differ on purpose.
        let is_free = !self.arguments.is_strict && matches!(&ours, Err(refusal) if refusal.is_stricter());
        match (answer, ours) {
            (Answer::None(text), _) => Some(Difference::None(text)),
            (Answer::Refused(_), Err(_)) => None,
            (Answer::Refused(error), Ok(_)) => {
                let is_expected = verdict == Some(false) || vector.line.contains_key("may");
                (!is_expected).then_some(Difference::Refused(error))
            }
            (Answer::Accepted(_), Err(_)) if is_free && verdict != Some(false) && reference.is_none() => None,
            (Answer::Accepted(got), Err(refusal)) => accepted(&got, refusal, is_free, reference),
            (Answer::Accepted(got), Ok(expected)) => {
                let is_same = |expected: &str| same::is_same(&vector.type_name, expected, &got);
                let is_expected = is_same(&expected) || reference.and_then(Value::as_str).is_some_and(is_same);
                (!is_expected).then_some(Difference::Written { expected, got })
            }
        }
    }
}

/// Judges the canonical form of a payload that this crate refuses.
fn accepted(got: &str, refusal: Refusal, is_free: bool, reference: Option<&Value>) -> Option<Difference> {
    match reference.and_then(Value::as_str) {
        Some(expected) if is_free && expected == got => None,
        Some(expected) if is_free => Some(Difference::Written { expected: expected.to_owned(), got: got.to_owned() }),
        _ => Some(Difference::Accepted(refusal.text)),
    }
}

/// The maximum number of characters that are shown of a text.
const SHOWN: usize = 100;

fn report(vector: &Vector, difference: &Difference) {
    println!("{} ({})", if vector.name.is_empty() { "unnamed" } else { &vector.name }, vector.type_name);
    let payload = vector.payload.escape_ascii().to_string();
    match difference {
        Difference::Accepted(reason) => {
            println!("  accepted, but must be refused: {reason}\n    payload   {}", cut(&payload, 0));
        }
        Difference::Refused(reason) => {
            println!("  refused, but must be accepted: {reason}\n    payload   {}", cut(&payload, 0));
        }
        Difference::None(text) => println!("  not answered: {}\n    payload   {}", cut(text, 0), cut(&payload, 0)),
        Difference::Written { expected, got } => {
            let at = expected.bytes().zip(got.bytes()).take_while(|(one, other)| one == other).count();
            println!("  written differently, from byte {at}\n    payload   {}", cut(&payload, 0));
            println!("    expected  {}\n    got       {}", cut(expected, at), cut(got, at));
        }
    }
}

/// Returns the part of a long text around a byte.
fn cut(text: &str, at: usize) -> String {
    let characters: Vec<_> = text.char_indices().collect();
    let start = characters.partition_point(|(index, _)| index + 24 < at);
    let shown: String = characters.iter().skip(start).take(SHOWN).map(|entry| entry.1).collect();
    let before = if start > 0 { "..." } else { "" };
    let after = if characters.len() > start + SHOWN { "..." } else { "" };
    format!("{before}{shown}{after}")
}
