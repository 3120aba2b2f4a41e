//! Shows the messages in captured streams of the bridge, a line for each.
//!
//! ```text
//! cargo run --example inspect                      # the recorded session in tests/vectors
//! cargo run --example inspect -- host.bin -        # a file, then standard input
//! cargo run --example inspect -- --full host.bin   # every field; secrets stay hidden
//! cargo run --example inspect -- --guest windows host.bin
//! ```

use std::fs::File;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use gcs_prot::wire::{FrameError, FrameReader, ReceivedFrame};
use show::Style;
use show::kind::Kind;
use show::text::{report, report_usage};

#[path = "support/show.rs"]
mod show;

const HELP: &str = "\
Shows the messages in captured streams of the HCS <-> GCS bridge, a line
for each.

usage: inspect [--guest KIND] [--full] [--show-secrets] [FILE | -]...

  FILE            the bytes of one direction, as they went over the transport;
                  - reads standard input (default: both directions of the
                  session recorded in tests/vectors)
  --guest KIND    the kind of guest: linux or windows (default: the kind that
                  the guest names when it negotiates, in any of the files;
                  linux if it does not negotiate)
  --full          show every decoded field below each line
  --show-secrets  with --full, also show environments, annotations and policies

A terminal shows one line for each message, and more of it the wider it is. A
pipe or a file gets complete lines.
If a payload does not decode, its line says why, and the messages after it are
still shown. A stream that is cut or damaged ends with an error and exit
status 1.";

/// Larger than any message that a host sends. Only the header of a larger message is shown.
const BUFFER: usize = 16 << 20;

fn main() -> ExitCode {
    let mut style = Style::stdout();
    let (mut files, mut kind) = (Vec::new(), None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--guest" => match arguments.next().ok_or("--guest needs a value".into()).and_then(|kind| kind.parse()) {
                Ok(value) => kind = Some(value),
                Err(error) => {
                    let error: String = error;
                    report_usage("inspect", error, HELP);
                    return ExitCode::from(2);
                }
            },
            "--full" => style.full = true,
            "--show-secrets" => style.secrets = true,
            "--help" | "-h" => {
                let _ = writeln!(io::stdout(), "{HELP}");
                return ExitCode::SUCCESS;
            }
            option if option.starts_with("--") => {
                report_usage("inspect", format_args!("unknown option {option}"), HELP);
                return ExitCode::from(2);
            }
            _ => files.push(argument),
        }
    }
    let mut output = io::BufWriter::new(io::stdout().lock());
    if let Some(heading) = style.heading() {
        let _ = writeln!(output, "{heading}");
    }
    let result = show_all(&files, style, kind, &mut output).and_then(|()| output.flush().map_err(Failure::Output));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // The reader has closed the pipe.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => fail("standard output", &error),
        Err(Failure::Input(name, error)) => {
            // The messages before the damage are shown first.
            let _ = output.flush();
            fail(&name, &*error)
        }
    }
}

fn fail(name: &str, error: &dyn std::error::Error) -> ExitCode {
    report("inspect", format_args!("{name}: {error}"));
    ExitCode::FAILURE
}

/// The package does not contain these files.
const RECORDED: [&str; 2] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/session.host-to-guest.bin"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/session.guest-to-host.bin"),
];

enum Failure {
    Output(io::Error),
    Input(String, Box<dyn std::error::Error>),
}

fn show_all(files: &[String], mut style: Style, kind: Option<Kind>, output: &mut impl Write) -> Result<(), Failure> {
    if files.is_empty() {
        return show_all(&RECORDED.map(String::from), style, kind, output);
    }
    let learns = kind.is_none();
    style.kind = kind.or_else(|| files.iter().find_map(|name| negotiated(name))).unwrap_or_default();
    for name in files {
        if name == "-" {
            show_stream("standard input", io::stdin().lock(), (style, learns), output)?;
        } else {
            let file = File::open(name).map_err(|error| Failure::Input(name.clone(), error.into()))?;
            show_stream(name, file, (style, learns), output)?;
        }
    }
    Ok(())
}

/// Returns the kind of guest that is negotiated in a file. Errors are reported when the file is shown.
fn negotiated(name: &str) -> Option<Kind> {
    // Standard input can be read only once. The kind applies to what follows the negotiation.
    let mut file = File::open(name).ok().filter(|file| file.metadata().is_ok_and(|file| file.is_file()))?;
    let mut buffer = vec![0; BUFFER];
    let mut frames = FrameReader::new(&mut buffer);
    loop {
        while let Some(incoming) = frames.next().ok()? {
            if let ReceivedFrame::Frame(frame) = incoming
                && let Some(kind) = Kind::negotiated(&frame.header, frame.payload)
            {
                return Some(kind);
            }
        }
        match file.read(frames.window()).ok()? {
            0 => return None,
            count => frames.commit(count).ok()?,
        }
    }
}

fn show_stream(
    name: &str,
    mut stream: impl Read,
    (mut style, learns): (Style, bool),
    output: &mut impl Write,
) -> Result<(), Failure> {
    let input = |error: Box<dyn std::error::Error>| Failure::Input(name.into(), error);
    let mut buffer = vec![0; BUFFER];
    let mut frames = FrameReader::new(&mut buffer);
    loop {
        let mut offset = frames.offset();
        while let Some(incoming) = frames.next().map_err(|error| input(at(error, offset)))? {
            let line = match incoming {
                ReceivedFrame::Frame(frame) => {
                    if learns {
                        style.kind = Kind::negotiated(&frame.header, frame.payload).unwrap_or(style.kind);
                    }
                    style.message(offset, &frame.header, frame.payload)
                }
                ReceivedFrame::TooLarge(header) => style.too_large(offset, &header),
            };
            writeln!(output, "{line}").map_err(Failure::Output)?;
            offset = frames.offset();
        }
        let count = stream.read(frames.window()).map_err(|error| input(error.into()))?;
        if count == 0 {
            return frames.end().map_err(|error| input(at(error, frames.offset())));
        }
        frames.commit(count).map_err(|error| input(error.into()))?;
    }
}

/// Adds the offset of the message to its error.
fn at(error: FrameError, offset: u64) -> Box<dyn std::error::Error> {
    format!("at byte {offset}, {error}").into()
}
