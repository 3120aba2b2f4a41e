//! The implementation under test, a program that answers line by line.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// The answer of the implementation to a vector.
pub enum Answer {
    Accepted(String),
    Refused(String),
    /// There was no valid answer. The text says what there was instead.
    None(String),
}

/// A program that runs until this value is dropped.
pub struct Implementation {
    words: Vec<String>,
    timeout: Duration,
    running: Option<Running>,
}

struct Running {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
}

impl Implementation {
    /// Starts the command. It is split into words as a shell splits them, and no shell runs it.
    pub fn start(command: &str, timeout: Duration) -> Result<Self, String> {
        let words =
            shlex::split(command).filter(|words| !words.is_empty()).ok_or("--check: no command, or an open quote")?;
        let mut started = Self { words, timeout, running: None };
        started.running()?;
        Ok(started)
    }

    fn running(&mut self) -> Result<&mut Running, String> {
        let running = match self.running.take() {
            Some(running) => running,
            None => Running::start(&self.words)?,
        };
        Ok(self.running.insert(running))
    }

    /// Writes a line to the implementation and reads its answer. If the program has ended, it is started again for the next line.
    pub fn ask(&mut self, line: &str) -> Result<Answer, String> {
        let timeout = self.timeout;
        let running = self.running()?;
        // If the program has ended, it gives no answer, which is noticed below.
        let _ = writeln!(running.input, "{line}").and_then(|()| running.input.flush());
        let text = match running.lines.recv_timeout(timeout) {
            Ok(text) => return Ok(parse(&text)),
            Err(RecvTimeoutError::Timeout) => {
                format!("no answer in {timeout:?} (each answer must be flushed, before the next line comes)")
            }
            Err(RecvTimeoutError::Disconnected) => match running.child.wait() {
                Ok(status) => format!("it ended, {status}"),
                Err(error) => format!("it ended: {error}"),
            },
        };
        self.running = None;
        Ok(Answer::None(text))
    }
}

impl Running {
    fn start(words: &[String]) -> Result<Self, String> {
        let (program, arguments) = words.split_first().ok_or("no command")?;
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("{program}: {error}"))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(format!("{program}: no pipe"));
        };
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
                if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                    return;
                }
            }
        });
        Ok(Self { child, input, lines })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The program may have exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn parse(text: &str) -> Answer {
    let answer: Value = match serde_json::from_str(text) {
        Ok(answer) => answer,
        Err(_) => return Answer::None(format!("no JSON: {text}")),
    };
    match (answer["ok"].as_bool(), answer["canonical"].as_str()) {
        (Some(true), Some(canonical)) => Answer::Accepted(canonical.to_owned()),
        (Some(false), _) => Answer::Refused(answer["error"].as_str().unwrap_or_default().to_owned()),
        (Some(true), None) => Answer::None(format!("`ok` without `canonical`: {text}")),
        (None, _) => Answer::None(format!("no `ok`: {text}")),
    }
}
