//! Replays inputs that once violated a law. Each file in `tests/regressions/<law>/` is an input of a fuzz target.
//!
//! `fuzz/regress` adds files to these directories.

use std::fs;
use std::path::Path;

mod laws;

#[test]
fn inputs_that_once_violated_a_law_no_longer_do() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/regressions");
    let mut replayed = 0;
    for (name, law) in laws::LAWS {
        let Ok(files) = fs::read_dir(root.join(name)) else { continue };
        for file in files {
            let path = file.expect("a directory").path();
            println!("{}", path.display());
            law(&fs::read(&path).expect("a file"));
            replayed += 1;
        }
    }
    assert!(replayed > 0, "no regression was found in {}", root.display());
}
