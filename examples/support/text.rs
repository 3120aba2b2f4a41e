//! Text for a terminal. Text of a peer may contain control characters, which are escaped.
#![allow(dead_code, reason = "each program uses its part")]

use std::fmt::{self, Display, Write};
use std::io::Write as _;

/// Displays a value on one line: control characters, line breaks and invisible characters are shown as Rust's escapes.
pub struct Plain<T>(pub T);

impl<T: Display> Display for Plain<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaper { output: f, lines: false }, "{}", self.0)
    }
}

/// Displays a value like [`Plain`], but keeps line breaks. Use it for text whose parts are escaped already.
pub struct Lines<T>(pub T);

impl<T: Display> Display for Lines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaper { output: f, lines: true }, "{}", self.0)
    }
}

struct Escaper<W> {
    output: W,
    lines: bool,
}

impl<W: Write> Write for Escaper<W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            let harmless = matches!(c, '"' | '\'' | '\\') || c.escape_debug().len() == 1 || self.lines && c == '\n';
            if harmless {
                self.output.write_char(c)?;
            } else {
                write!(self.output, "{}", c.escape_debug())?;
            }
        }
        Ok(())
    }
}

/// Writes a message to standard error. Unlike `eprintln!`, it does not panic if nobody reads it.
pub fn report(program: &str, message: impl Display) {
    let _ = writeln!(std::io::stderr(), "{program}: {}", Plain(message));
}

/// Reports a wrong command line, and prints the help text.
pub fn report_usage(program: &str, error: impl Display, help: &str) {
    report(program, error);
    let _ = writeln!(std::io::stderr(), "\n{help}");
}
