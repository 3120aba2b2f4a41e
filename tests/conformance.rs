//! `conformance --check`: a wrong implementation fails in the lines that it should, and the examples of the page pass.
#![cfg(all(unix, feature = "arbitrary"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

#[path = "support/examples.rs"]
mod examples;

const PAGE: &str = include_str!("../examples/CONFORMANCE.md");
const IMPLEMENTATION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/implementation.py");
const VECTORS: [&str; 6] = ["messages", "messages-2024", "semantics", "field", "messages-windows", "semantics-windows"];

/// The types that the implementation in Python knows.
const TYPES: &str = "MessageBase,MessageResponseBase,ErrorRecord,NegotiateProtocol,ContainerWaitForProcess,\
    ContainerWaitForProcessResponse,ContainerExecuteProcessResponse";

/// Vectors that show a fault, by name, and such that show none.
const PLANTED: &str = r#"
{"name":"none/plain","type":"ErrorRecord","payload":"{\"Result\":-1,\"Message\":\"m\",\"Line\":7}"}
{"name":"none/edge of a signed number","type":"ErrorRecord","payload":"{\"Result\":-2147483648}"}
{"name":"none/null","type":"MessageBase","payload":"null"}
{"name":"none/unknown key twice","type":"MessageBase","payload":"{\"x\":1,\"x\":2}"}
{"name":"none/no JSON","type":"MessageBase","payload":"{\"ContainerId\":\"}"}
{"name":"none/wrong type","type":"NegotiateProtocol","payload":"{\"MinimumVersion\":\"4\"}"}
{"name":"none/no UTF-8","type":"MessageBase","payload_hex":"7b2241223a22ff227d"}
{"name":"case/lower","type":"NegotiateProtocol","payload":"{\"minimumversion\":4}"}
{"name":"case/upper","type":"ErrorRecord","payload":"{\"LINE\":4}"}
{"name":"case/long s","type":"MessageResponseBase","payload":"{\"Reſult\":4}"}
{"name":"case/wrong type","type":"ErrorRecord","payload":"{\"line\":\"4\"}"}
{"name":"case/twice","type":"ErrorRecord","payload":"{\"Line\":4,\"line\":4}"}
{"name":"html/less","type":"ErrorRecord","payload":"{\"Message\":\"<\"}"}
{"name":"html/escaped ampersand","type":"ErrorRecord","payload":"{\"Message\":\"\\u0026\"}"}
{"name":"html/separator in a map","type":"MessageBase","payload":"{\"otsc\":{\"\u2028\":\"\"}}"}
{"name":"twice/text","type":"MessageBase","payload":"{\"ContainerId\":\"a\",\"ContainerId\":\"b\"}"}
{"name":"twice/null","type":"MessageBase","payload":"{\"ContainerId\":\"a\",\"ContainerId\":null}"}
{"name":"twice/in a list","type":"MessageResponseBase","payload":"{\"ErrorRecords\":[{\"Line\":1,\"Line\":1}]}"}
{"name":"edge/line","type":"ErrorRecord","payload":"{\"Line\":4294967295}"}
{"name":"edge/in a list","type":"MessageResponseBase","payload":"{\"ErrorRecords\":[{},{\"Line\":4294967295}]}"}
{"name":"edge/timeout","type":"ContainerWaitForProcess","payload":"{\"TimeoutInMs\":4294967295}"}
{"name":"empty/activity","type":"MessageResponseBase","payload":"{\"ActivityId\":\"\"}"}
{"name":"empty/absent","type":"ContainerWaitForProcessResponse","payload":"{\"ExitCode\":1}"}
"#;

/// In each, the empty texts of a record and of a response are omitted.
fn shows_empty(name: &str) -> bool {
    // Everything that has an `omitempty` text that is empty.
    let line = PLANTED.lines().find(|line| line.contains(&format!("\"{name}\""))).expect("a vector");
    let vector: Value = serde_json::from_str(line).expect("JSON");
    let kind = vector["type"].as_str().expect("a type");
    matches!(kind, "ErrorRecord" | "MessageResponseBase" | "ContainerWaitForProcessResponse")
}

fn program() -> &'static Path {
    static BUILT: LazyLock<PathBuf> = LazyLock::new(|| examples::build(&["--example=conformance"]).join("conformance"));
    &BUILT
}

/// A folder of one test's own, which is emptied.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(program());
    command.args(arguments).stdin(Stdio::null()).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.output().expect("conformance runs")
}

/// The names of the lines that differ, the last line, and the exit status.
fn judged(arguments: &[&str]) -> (BTreeSet<String>, String, Option<i32>) {
    let output = run(arguments);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let name = |line: &str| line.rsplit_once(" (").map(|(name, _)| name.to_owned());
    let names = text.lines().filter(|line| !line.starts_with(' ')).filter_map(name).collect();
    (names, text.lines().last().unwrap_or_default().to_owned(), output.status.code())
}

fn vector_files() -> Vec<String> {
    VECTORS.iter().map(|name| format!("tests/vectors/{name}.jsonl")).collect()
}

/// The first block of code of a language on the page.
fn code(language: &str) -> &'static str {
    let (_, rest) = PAGE.split_once(&format!("```{language}\n")).expect("a block");
    rest.split_once("```").expect("its end").0
}

#[test]
fn an_implementation_without_a_fault_differs_nowhere() {
    let command = format!("python3 {IMPLEMENTATION}");
    let files = vector_files();
    let mut arguments = vec!["--strict", "--check", &command, "--types", TYPES, "--random", "2000", "--seed", "9"];
    arguments.extend(files.iter().map(String::as_str));
    assert_eq!(judged(&arguments), (BTreeSet::new(), "2835 vectors checked, 0 differ, 2237 left out".into(), Some(0)));
}

#[test]
fn an_implementation_with_a_planted_fault_differs_in_exactly_the_lines_that_show_it() {
    let vectors = folder("planted").join("vectors.jsonl");
    fs::write(&vectors, PLANTED).expect("a file");
    let names: Vec<_> =
        PLANTED.split("\"name\":\"").skip(1).map(|rest| rest.split('"').next().unwrap_or(rest)).collect();
    let refused =
        ["none/wrong type", "none/no JSON", "none/no UTF-8", "case/wrong type", "case/twice", "twice/in a list"];
    for fault in ["none", "case", "html", "twice", "edge", "empty"] {
        let command = format!("python3 {IMPLEMENTATION} {fault}");
        let (differing, last, status) = judged(&["--strict", "--check", &command, vectors.to_str().expect("UTF-8")]);
        let expected: BTreeSet<_> = names
            .iter()
            .filter(|name| match fault {
                "none" => false,
                // Two spellings of one key are two keys, and so are accepted.
                "empty" => shows_empty(name) && !refused.contains(*name),
                // The key that comes twice in another case is a fault of both.
                "twice" => name.starts_with("twice/") || **name == "case/twice",
                _ => name.starts_with(fault),
            })
            .map(|name| (*name).to_owned())
            .collect();
        assert_eq!(differing, expected, "{fault}");
        assert_eq!(last, format!("{} vectors checked, {} differ, 0 left out", names.len(), expected.len()));
        assert_eq!(status, Some(i32::from(fault != "none")), "{fault}");
    }
}

#[test]
fn a_difference_is_shown_small() {
    let vectors = folder("shown").join("vectors.jsonl");
    let long = "x".repeat(1000);
    let line =
        format!("{{\"name\":\"n\",\"type\":\"ErrorRecord\",\"payload\":\"{{\\\"Message\\\":\\\"{long}<\\\"}}\"}}\n");
    fs::write(&vectors, line).expect("a file");
    let command = format!("python3 {IMPLEMENTATION} html");
    let output = run(&["--check", &command, vectors.to_str().expect("UTF-8")]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[..2], ["n (ErrorRecord)", "  written differently, from byte 1023"]);
    assert!(
        lines[3].starts_with("    expected  ...xxx") && lines[3].contains("x\\u003c\",\"ModuleName\""),
        "{}",
        lines[3]
    );
    assert!(lines[4].starts_with("    got       ...xxx") && lines[4].contains("x<\",\"ModuleName\""), "{}", lines[4]);
    assert!(lines.iter().all(|line| line.len() < 140), "{text}");
}

#[test]
fn the_example_in_python_passes() {
    let program = folder("python").join("example.py");
    fs::write(&program, code("python")).expect("a file");
    let command = format!("python3 {}", program.display());
    let arguments = ["--check", &command, "--types", "SchemaVersion", "--random", "2000", "--seed", "3"];
    assert_eq!(judged(&arguments), (BTreeSet::new(), "2000 vectors checked, 0 differ, 0 left out".into(), Some(0)));
}

#[test]
fn the_example_in_go_passes() {
    let Ok(version) = Command::new("go").arg("env").arg("GOVERSION").output() else {
        assert!(std::env::var_os("CI").is_none(), "there is no Go");
        return eprintln!("not checked: there is no Go");
    };
    let folder = folder("go");
    fs::write(folder.join("main.go"), code("go")).expect("a file");
    let mut build = Command::new("go");
    build.args(["build", "-o", "example", "main.go"]).current_dir(&folder).env("GOCACHE", folder.join("cache"));
    assert!(build.status().expect("go").success());
    let command = folder.join("example").display().to_string();
    let files = vector_files();
    let mut arguments = vec!["--check", &command, "--types", "MessageResponseBase"];
    arguments.extend(files.iter().map(String::as_str));
    let (differing, last, _) = judged(&arguments);

    // Go before 1.22 has no short escapes for two characters, as the page says.
    let version = String::from_utf8(version.stdout).expect("UTF-8");
    let minor: u32 = version.trim().split('.').nth(1).and_then(|minor| minor.parse().ok()).expect("a version");
    let mut expected = BTreeSet::new();
    for file in &files {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("a file");
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        for line in lines.filter(|line| line["type"] == "MessageResponseBase" && line["ok"] != false) {
            let written =
                line["canonical"].as_str().or(line["payload"].as_str()).unwrap_or_default().replace("\\\\", "");
            if minor < 22 && (written.contains("\\b") || written.contains("\\f")) {
                expected.insert(line["name"].as_str().expect("a name").to_owned());
            }
        }
    }
    assert_eq!(differing, expected);
    assert!(last.starts_with("362 vectors checked, "), "{last}");
}

#[test]
fn this_crate_passes_its_own_judgement_and_answers_line_by_line() {
    let this = program().display().to_string();
    let files = vector_files();
    let mut arguments = vec!["--check", &this, "--random", "1000"];
    arguments.extend(files.iter().map(String::as_str));
    assert_eq!(judged(&arguments), (BTreeSet::new(), "4072 vectors checked, 0 differ, 0 left out".into(), Some(0)));
}

#[test]
fn a_role_reads_what_the_other_one_sends() {
    let this = program().display().to_string();
    let count = |role: &str| {
        let file = "tests/vectors/messages.jsonl";
        let (_, last, status) = judged(&["--check", &this, "--role", role, file]);
        assert_eq!(status, Some(0));
        last.split(' ').next().and_then(|count| count.parse::<usize>().ok()).expect("a count")
    };
    let types: Vec<String> = include_str!("vectors/messages.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["type"].as_str().expect("a type").to_owned())
        .collect();
    let from_guest = |name: &&String| name.contains("Response") || *name == "ContainerNotification";
    let both = types.iter().filter(|name| *name == "MessageBase" || *name == "MessageResponseBase").count();
    let host = types.iter().filter(from_guest).count();
    assert!(host > 10 && types.len() - host > 10);
    assert!(count("host") >= host && count("guest") >= types.len() - host);
    assert!(count("host") + count("guest") <= types.len() + both);
}

#[test]
fn programs_that_end_hang_or_answer_nonsense_differ() {
    let vectors = folder("broken").join("vectors.jsonl");
    fs::write(
        &vectors,
        "{\"name\":\"n\",\"type\":\"ErrorRecord\",\"payload\":\"{}\",\"ok\":true,\"canonical\":\"\"}\n",
    )
    .expect("a file");
    let vectors = vectors.to_str().expect("UTF-8");
    for (command, text) in [
        ("false", "not answered: it ended, exit status: 1"),
        ("sleep 60", "not answered: no answer in 1s (each answer must be flushed"),
        // The line that it is given does not hold the answer.
        ("cat", "not answered: no `ok`: {"),
        ("sh -c 'read line; echo yes'", "not answered: no JSON: yes"),
        ("sh -c 'read line; echo \"{\\\"ok\\\":true}\"'", "not answered: `ok` without `canonical`"),
    ] {
        let output = run(&["--timeout", "1", "--check", command, vectors]);
        let stdout = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(stdout.contains(text), "{command}: {stdout}");
        assert_eq!(output.status.code(), Some(1), "{command}");
    }
}

#[test]
fn what_cannot_be_tested_is_an_error() {
    for (arguments, text) in [
        (["--check", "cat"].as_slice(), "no vector was chosen"),
        (&["--check", "no-such-program"], "no-such-program: "),
        (&["--check", "cat", "--types", "Nothing"], "unknown type Nothing. The types are: "),
        (&["--check", "cat", "--seed", "3"], "--seed has no effect without --random"),
        (&["--types", "Spec"], "--types has no effect without --check or --random"),
        (&["--only", "plain"], "--only has no effect without --check"),
        (&["--check"], "--check needs a value"),
        (&["--role", "both"], "--role is guest or host"),
        (&["--what"], "unknown option --what"),
        (&["--check", "cat", "no-such-file"], "no-such-file: "),
    ] {
        let output = run(arguments);
        let stderr = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(stderr.contains(text), "{arguments:?}: {stderr}");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
    let help = run(&["--help"]);
    assert!(help.status.success() && String::from_utf8_lossy(&help.stdout).contains("--check COMMAND"));
}

#[test]
fn a_generated_vector_is_repeated_by_its_name() {
    let this = program().display().to_string();
    let arguments = ["--check", &this, "--random", "50", "--seed", "7", "--only", "random/7-12"];
    assert_eq!(judged(&arguments), (BTreeSet::new(), "1 vectors checked, 0 differ, 49 left out".into(), Some(0)));
}

#[test]
fn generated_vectors_are_the_same_for_the_same_seed() {
    let make = |seed: &str| run(&["--random", "50", "--types", "Spec", "--seed", seed]).stdout;
    let first = String::from_utf8(make("1")).expect("UTF-8");
    assert_eq!(first.as_bytes(), make("1"));
    assert_ne!(first.as_bytes(), make("2"));
    let refused = first.lines().filter(|line| line.contains("\"ok\":false")).count();
    assert_eq!((first.lines().count(), refused), (50, 12));
}
