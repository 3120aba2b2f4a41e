//! Writes the JSON Schema (2020-12) of every message, document and resource to standard output.
//!
//! ```text
//! cargo run --example schema > gcs.schema.json
//! cargo run --example schema -- ContainerCreate      # the schema of payloads of one type
//! ```
//!
//! The schema comes from the tables that drive decoding ([`Shape`](gcs_prot::json::Shape)) and from the doc comments
//! ([`Docs`](gcs_prot::json::Docs)). The description of the schema lists what a schema cannot say.

use std::io::{self, Write};
use std::process::ExitCode;

#[path = "support/schema.rs"]
mod schema;
#[path = "support/types.rs"]
mod types;

const USAGE: &str = "\
usage: schema [TYPE]

Writes the JSON Schema (2020-12) of every message, document and resource to
standard output, with one definition for each type under `$defs`. With TYPE, for
example ContainerCreate, the schema describes the payloads of that type.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut document = schema::document();
    match &*arguments {
        [] => {}
        [option] if option == "--help" || option == "-h" => {
            let _ = writeln!(io::stdout(), "{USAGE}");
            return ExitCode::SUCCESS;
        }
        [name] if document["$defs"].get(name).is_some() => {
            document["$ref"] = schema::reference(name).into();
        }
        [name] if !name.starts_with('-') => {
            eprintln!("schema: there is no type {name}. The types are:");
            for known in document["$defs"].as_object().into_iter().flat_map(|types| types.keys()) {
                eprintln!("  {known}");
            }
            return ExitCode::from(2);
        }
        _ => {
            let _ = writeln!(io::stderr(), "{USAGE}");
            return ExitCode::from(2);
        }
    }
    // A reader that has closed the pipe is not an error.
    match writeln!(io::stdout().lock(), "{document:#}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("schema: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
