//! Tests that results of other implementations, from any benchmark, are shown beside those of this crate.

#[path = "../benches/support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::{env, fs};

use support::rows::{self, Row};
use support::{baseline, corpus};

/// An empty directory of this test's own.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a directory");
    path
}

fn row(message: &str, implementation: &str, ns: f64) -> Row {
    Row { op: "decode".into(), message: message.into(), implementation: implementation.into(), ns }
}

#[test]
fn the_corpus_is_written_with_a_manifest_and_never_over_something_else() {
    let corpus = directory("corpus");
    baseline::write_corpus(&corpus).expect("a corpus");
    let manifest = fs::read_to_string(corpus.join(baseline::MANIFEST)).expect("a manifest");
    let mut lines = manifest.lines();
    assert_eq!(lines.next(), Some("message,file,bytes,sum"));
    for (line, name) in lines.by_ref().zip(corpus::NAMES) {
        let payload = fs::read(corpus.join(format!("{name}.json"))).expect("a payload");
        assert_eq!(payload, corpus::payload(name));
        let (_, sum) = support::ours::meaning(name);
        assert_eq!(line, format!("{name},{name}.json,{},{sum}", payload.len()));
    }
    assert_eq!(lines.next(), None);

    baseline::write_corpus(&corpus).expect("the same again");
    fs::write(corpus.join("wait.json"), "{}").expect("a file");
    let error = baseline::write_corpus(&corpus).expect_err("another file is there");
    assert!(error.to_string().ends_with("wait.json already exists with other contents"), "{error}");
}

#[test]
fn rows_of_another_implementation_stand_beside_ours() {
    let ours = vec![row("wait", "gcs-prot", 100.0), row("create", "gcs-prot", 6_000.0)];
    let theirs = rows::parse(
        "op,message,implementation,ns\ndecode,create,theirs,9000\n\ndecode,wait,theirs,150.5\n",
        "theirs.csv",
    );
    let all = rows::merge(ours, theirs.expect("rows")).expect("different rows");
    let expected = [
        row("wait", "gcs-prot", 100.0),
        row("wait", "theirs", 150.5),
        row("create", "gcs-prot", 6_000.0),
        row("create", "theirs", 9_000.0),
    ];
    assert_eq!(all, expected);
    assert_eq!(rows::parse(&rows::csv(&all), "compare.csv").as_deref(), Ok(&expected[..]));
    let table = rows::table(&all, "gcs-prot");
    assert!(
        table.contains("decode wait                       theirs                 150.5 ns     1714 MB/s   1.50"),
        "{table}"
    );
}

#[test]
fn a_row_that_is_none_is_an_error_with_its_place() {
    for (line, error) in [
        ("decode,wait,theirs", "expected the four columns of `op,message,implementation,ns`, found 3"),
        ("parse,wait,theirs,1", "the operation must be `decode` or `encode`, not `parse`"),
        ("decode,waits,theirs,1", "the corpus has no message `waits`"),
        ("decode,wait,,1", "the name of the implementation is missing"),
        ("decode,wait,theirs,fast", "the time in nanoseconds must be a number above 0, not `fast`"),
        ("decode,wait,theirs,-1", "the time in nanoseconds must be a number above 0, not `-1`"),
    ] {
        let text = format!("decode,wait,theirs,1\n{line}\n");
        assert_eq!(rows::parse(&text, "theirs.csv"), Err(format!("theirs.csv:2: {error}")));
    }
    let twice = rows::merge(vec![row("wait", "theirs", 1.0)], vec![row("wait", "theirs", 2.0)]);
    assert_eq!(twice, Err("duplicate result: decode of wait by theirs".into()));
}

#[test]
fn a_run_of_some_messages_keeps_the_results_of_the_others() {
    let file = directory("results").join("compare.csv");
    let all = [row("wait", "gcs-prot", 100.0), row("create", "gcs-prot", 6_000.0)];
    let line = baseline::save(&file, &all).expect("a file");
    assert!(line.ends_with("2 results written, 0 of them replaced former results, 0 former results kept"), "{line}");
    let line = baseline::save(&file, &[row("wait", "gcs-prot", 90.0)]).expect("a file");
    assert!(line.ends_with("1 results written, 1 of them replaced former results, 1 former results kept"), "{line}");
    let text = fs::read_to_string(&file).expect("a file");
    assert_eq!(text, "op,message,implementation,ns\ndecode,wait,gcs-prot,90.0\ndecode,create,gcs-prot,6000.0\n");
    fs::write(&file, "something else").expect("a file");
    assert!(baseline::save(&file, &all).is_err());
    assert_eq!(fs::read_to_string(&file).expect("a file"), "something else");
}

/// The example in `benches/baseline/README.md`, unchanged.
#[test]
#[cfg(unix)]
fn the_example_in_c_measures_the_corpus() {
    let page = include_str!("../benches/baseline/README.md");
    let (_, rest) = page.split_once("```c\n").expect("an example in C");
    let (source, _) = rest.split_once("```").expect("its end");
    let directory = directory("example");
    baseline::write_corpus(&directory).expect("a corpus");
    // A batch takes less time here.
    fs::write(directory.join("decode.c"), source.replace("2e6", "2e4")).expect("a file");
    let compiled = std::process::Command::new("cc")
        .arg("-O2")
        .arg("-o")
        .arg(directory.join("decode"))
        .arg(directory.join("decode.c"))
        .status();
    match compiled {
        Ok(status) => assert!(status.success(), "the example compiles"),
        // Not every machine has a compiler for C.
        Err(_) => return,
    }
    let output = std::process::Command::new(directory.join("decode")).arg(&directory).output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let rows = rows::parse(&text, "example.csv").expect("rows");
    assert_eq!(rows.iter().map(|row| &*row.message).collect::<Vec<_>>(), corpus::NAMES);
}
