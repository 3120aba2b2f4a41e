//! Writes the corpus into files, for implementations in other languages, and saves all results in one file.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use super::rows::{self, Row};
use super::{corpus, ours};

/// The file in the directory of the corpus that lists the others.
pub const MANIFEST: &str = "manifest.csv";

/// Writes each payload into a file of `directory`, and a manifest with a line `message,file,bytes,sum` for each. `sum`
/// is the result of a walk through all fields: the sum of numbers, truth values, and the lengths of texts and of the
/// keys of maps, modulo 2^64. A document in a string counts as its contents.
///
/// An existing file with other contents is not overwritten.
pub fn write_corpus(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    let mut manifest = String::from("message,file,bytes,sum\n");
    for name in corpus::NAMES {
        let payload = corpus::payload(name);
        let (_, sum) = ours::meaning(name);
        let _ = writeln!(manifest, "{name},{name}.json,{},{sum}", payload.len());
        write_new(&directory.join(format!("{name}.json")), &payload)?;
    }
    write_new(&directory.join(MANIFEST), manifest.as_bytes())
}

fn write_new(path: &Path, contents: &[u8]) -> io::Result<()> {
    match fs::read(path) {
        Ok(former) if former == contents => Ok(()),
        Ok(_) => {
            let text = format!("{} already exists with other contents", path.display());
            Err(io::Error::new(io::ErrorKind::AlreadyExists, text))
        }
        Err(_) => fs::write(path, contents),
    }
}

/// Writes results into a file, and keeps former results in it that were not measured again. Returns a line that
/// describes this.
pub fn save(path: &Path, rows: &[Row]) -> Result<String, String> {
    let file = path.display().to_string();
    let former = match fs::read_to_string(path) {
        Ok(text) => rows::parse(&text, &file)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(format!("{file}: {error}")),
    };
    let count = former.len();
    let kept = rows::kept(former, rows);
    let line = format!(
        "{file}: {} results written, {} of them replaced former results, {} former results kept",
        rows.len(),
        count - kept.len(),
        kept.len()
    );
    let all = rows::merge(rows.to_vec(), kept)?;
    fs::write(path, rows::csv(&all)).map_err(|error| format!("{file}: {error}"))?;
    Ok(line)
}
