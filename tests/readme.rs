//! Tests that the README agrees with the code.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use gcs_prot::HResult;
use gcs_prot::endpoint::{AnyToken, GuestConfig, MIN_SEND_BUFFER, Notification};
use gcs_prot::json::{List, MAX_DEPTH, Map};
use gcs_prot::message::{ProcessParameters, PropertyQuery};
use gcs_prot::wire::{MAX_MESSAGE_SIZE_TO_HOST, MESSAGE_HEADER_SIZE};

const README: &str = include_str!("../README.md");
const GUIDE: &str = include_str!("../src/guide/results.rs");
const CRATE: &str = include_str!("../src/lib.rs");
const MANIFEST: &str = include_str!("../Cargo.toml");

/// Joins the lines of a text.
fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(text: &str) {
    assert!(flowing(README).contains(text), "the README does not say: {text}");
}

fn thousands(number: usize) -> String {
    format!("{},{:03}", number / 1000, number % 1000)
}

fn section(title: &str) -> &'static str {
    let (_, rest) = README.split_once(&format!("\n## {title}\n")).expect("the section is there");
    rest.split("\n## ").next().unwrap_or(rest)
}

fn capacity<T, const N: usize>(_: &List<T, N>) -> usize {
    N
}

#[test]
fn limits_are_the_constants() {
    let limits = flowing(section("Limits"));
    let capabilities = capacity(&GuestConfig::default().capabilities.supported_schema_versions);
    let properties = capacity(&PropertyQuery::default().property_types);
    let console = capacity(&ProcessParameters::default().console_size);
    for fact in [
        format!("Hosts refuse messages over {} bytes", thousands(MAX_MESSAGE_SIZE_TO_HOST)),
        format!("Nesting: {MAX_DEPTH} levels"),
        format!(
            "schema versions ({capabilities}), property types in a query ({properties}), a console's size ({console})"
        ),
        format!("{} keys in a map whose keys do not come sorted", Map::<()>::MAX_UNSORTED),
        format!("what the send buffer holds, at least {} bytes", thousands(MIN_SEND_BUFFER)),
        format!("Container ids in a notification: {} bytes", Notification::MAX_CONTAINER_ID),
        format!("activity ids of answers given later: {}.", AnyToken::MAX_ACTIVITY_ID),
    ] {
        assert!(limits.contains(&fact), "the limits do not say: {fact}");
    }
    says(&format!("nesting beyond {MAX_DEPTH} levels"));
    says(&format!("counts the {MESSAGE_HEADER_SIZE} bytes of the header too"));
}

#[test]
fn no_list_has_a_capacity_that_is_not_named() {
    fn lists(folder: &Path) -> usize {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        let count = |path: &Path| fs::read_to_string(path).expect("a source").matches(": List<").count();
        entries.map(|path| if path.is_dir() { lists(&path) } else { count(&path) }).sum()
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_eq!(
        ["message", "oci", "resource", "windows"].map(|folder| lists(&source.join(folder))).iter().sum::<usize>(),
        3
    );
}

#[test]
fn features_are_those_of_the_manifest() {
    let (_, features) = MANIFEST.split_once("[features]\n").expect("features");
    let names = features.lines().take_while(|line| !line.starts_with('['));
    let names = names.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
    let names: Vec<_> = names.map(|(name, _)| name).filter(|name| *name != "default").collect();
    let table = section("Features").lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    assert_eq!(table.collect::<Vec<_>>(), names);
    assert!(MANIFEST.contains("\ndefault = []\n"), "no feature is on by default");
}

#[test]
fn counts_and_versions_are_those_that_are() {
    says(&format!("the minimum supported Rust version is {},", env!("CARGO_PKG_RUST_VERSION")));
    let objects = include_str!("vectors/schema.txt").split("\n\n").filter(|block| !block.trim().is_empty()).count();
    says(&format!("every object of the protocol: {objects} of them"));
    let minimal = include_str!("../examples/minimal.rs").lines().count();
    assert!(minimal < 64);
    says(&format!("the smallest agent, in {minimal} lines"));
    let payloads = include_str!("vectors/semantics.jsonl").lines().count();
    let security = include_str!("../SECURITY.md");
    assert!(security.contains(&format!("the reference's verdict on {} payloads", thousands(payloads))));
}

#[test]
fn the_readme_names_every_example() {
    let rows = section("Try it").lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let mut named: Vec<_> = rows.chain(["session"]).map(|name| format!("{name}.rs")).collect();
    named.sort();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = fs::read_dir(folder).expect("examples").map(|entry| entry.expect("an entry").file_name());
    let mut programs: Vec<_> = entries.filter_map(|name| name.into_string().ok()).collect();
    programs.retain(|name| Path::new(name).extension().is_some_and(|extension| extension == "rs"));
    programs.sort();
    assert_eq!(named, programs);
}

/// An attribute emits what can be written by hand, apart from one macro. The other hidden items are methods that this crate
/// calls.
#[test]
fn few_items_are_hidden() {
    fn hidden(folder: &Path, names: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                hidden(&entry, names);
                continue;
            }
            let text = fs::read_to_string(&entry).expect("a source");
            for (_, item) in text.match_indices("#[doc(hidden)]").map(|(at, _)| text.split_at(at)) {
                let mut lines = item.lines().skip(1).map(str::trim).skip_while(|line| line.starts_with('#'));
                let mut words = lines.next().unwrap_or_default().split(|c: char| !c.is_alphanumeric() && c != '_');
                let name = words.find(|word| !["const", "fn", "macro_rules", "pub", ""].contains(word));
                names.insert(name.unwrap_or_default().into());
            }
        }
    }
    let mut names = BTreeSet::new();
    hidden(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
    let for_attributes: Vec<_> = names.iter().filter(|name| name.starts_with("__")).collect();
    assert_eq!(for_attributes, ["__features"]);
    let called = ["FROM_STRING", "check_resource", "decode_document", "resource_type", "response", "version"];
    assert_eq!(names.iter().filter(|name| !name.starts_with("__")).collect::<Vec<_>>(), called);
}

/// A relative link does not work in the documentation. Each link is therefore defined at the end of the README, and
/// again in `src/lib.rs`.
#[test]
fn links_work_in_the_readme_and_in_the_documentation() {
    let relative = README.match_indices("](").filter(|(at, link)| !README[at + link.len()..].starts_with("https://"));
    assert_eq!(relative.count(), 0, "a link is not named at the end");
    let named = |line: &'static str| line.strip_prefix('[')?.split_once("]: ");
    for (name, target) in README.lines().filter_map(named) {
        assert!(
            target.starts_with("https://") || Path::new(env!("CARGO_MANIFEST_DIR")).join(target).exists(),
            "{target}"
        );
        assert!(CRATE.contains(&format!("//! [{name}]: ")), "{name} is not named in src/lib.rs");
    }
}

#[test]
fn the_guide_says_what_each_hresult_means() {
    let declared = include_str!("../src/hresult.rs").lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("    ")?.split_once(" = 0x")?;
        let code = rest.split(' ').next()?.replace('_', "");
        Some((name, u32::from_str_radix(&code, 16).ok()?))
    });
    let mut count = 0;
    for (name, code) in declared.filter(|(_, code)| *code != 0) {
        let row = format!("//! | `0x{code:08X}` | [`{name}`](crate::HResult::{name}) | ");
        assert!(GUIDE.contains(&row), "the guide does not say: {row}");
        assert!(HResult::from_bits(code).meaning().is_some());
        count += 1;
    }
    assert_eq!(GUIDE.matches("//! | `0x").count(), count);
}
