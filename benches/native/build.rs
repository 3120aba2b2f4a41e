//! Translates the tables of `benches/peers/documents` into structs for C++, and compiles the peers.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The tables whose structs refer to each other.
const TABLES: [&str; 4] = ["messages.rs", "metrics.rs", "oci.rs", "resources.rs"];
/// The table of a Windows guest. Its structs have their own namespace, because some have the same names as others.
const WINDOWS: &str = "windows.rs";
const DOCUMENTS: &str = "../peers/documents";

/// A struct: its name, and the name, the type and the key of each field.
struct Object {
    name: String,
    fields: Vec<[String; 3]>,
}

fn main() {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed={DOCUMENTS}");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("documents.hpp"), documents()).expect("a directory to write to");

    let simdjson = PathBuf::from(env::var_os("DEP_SIMDJSON_ROOT").expect("simdjson-sys is built with cmake"));
    let mut build = cc::Build::new();
    build.cpp(true).std("c++17").opt_level(3).define("NDEBUG", None).warnings(false).include(&out).include("src");
    build.clone().include(yyjson()).file("src/yyjson.cpp").compile("peer_yyjson");
    // simdjson selects the instructions of its on-demand parser when it is compiled. It is designed for vector
    // instructions, so it gets those of this machine.
    build.include(simdjson.join("include")).flag_if_supported("-march=native").file("src/simdjson.cpp");
    build.compile("peer_simdjson");
}

/// Returns the directory of yyjson's header. Its crate does not export the directory.
fn yyjson() -> PathBuf {
    let cargo = env::var_os("CARGO").expect("cargo sets it");
    let target = env::var("TARGET").expect("cargo sets it");
    let arguments = ["metadata", "--format-version=1", "--offline", "--filter-platform", &target];
    let output = Command::new(cargo).args(arguments).output().expect("cargo runs");
    let metadata = String::from_utf8(output.stdout).expect("UTF-8");
    let paths = metadata.split("\"manifest_path\":\"").filter_map(|rest| rest.split('"').next());
    let manifest = paths.map(Path::new).find(|path| path.to_string_lossy().contains("yyjson-sys-"));
    manifest.and_then(Path::parent).expect("yyjson-sys is a dependency").join("yyjson/src")
}

fn documents() -> String {
    let mut text = String::new();
    structs(&mut text, &TABLES);
    text.push_str("namespace windows {\n");
    structs(&mut text, &[WINDOWS]);
    text.push_str("}\n");
    messages(&mut text);
    text
}

/// Writes the structs of these tables.
fn structs(text: &mut String, tables: &[&str]) {
    let mut objects = Vec::new();
    for table in tables {
        let table = fs::read_to_string(Path::new(DOCUMENTS).join(table)).expect("a table");
        objects.extend(table.split("peer_object! {").skip(1).map(parse));
    }
    // A struct follows the structs that it contains.
    let mut done = HashSet::new();
    while done.len() < objects.len() {
        let known: HashSet<_> = objects.iter().map(|object| object.name.clone()).collect();
        let before = done.len();
        for object in &objects {
            let is_ready = object.fields.iter().all(|[_, ty, _]| {
                let names = ty.split(|letter: char| !letter.is_alphanumeric());
                names.into_iter().all(|name| !known.contains(name) || done.contains(name))
            });
            if is_ready && done.insert(object.name.clone()) {
                emit(text, object);
            }
        }
        assert!(done.len() > before, "no struct contains itself");
    }
}

fn parse(object: &str) -> Object {
    let mut lines = object.lines().map(str::trim);
    let head = lines.find_map(|line| line.strip_prefix("pub struct ")).expect("a struct");
    let name = head.split(['<', ' ']).next().expect("a name").to_owned();
    let mut fields = Vec::new();
    for line in lines.take_while(|line| *line != "}") {
        if let Some((field, rest)) = line.split_once(": ")
            && let Some((ty, key)) = rest.rsplit_once(" = \"").map(|(ty, rest)| match ty.rsplit_once(" = \"") {
                // A condition follows the key.
                Some((ty, key)) => (ty, key),
                None => (ty, rest),
            })
        {
            let (ty, key) = match ty.split_once(" = \"") {
                Some((ty, key)) => (ty, key),
                None => (ty, key),
            };
            let key = key.split('"').next().expect("a key");
            fields.push([field.to_owned(), cpp(ty), key.to_owned()]);
        }
    }
    Object { name, fields }
}

/// Returns the type in C++.
fn cpp(ty: &str) -> String {
    let ty = ty.replace("<'a>", "").replace("Pairs<'a, ", "Pairs<").replace("LongList<", "List<");
    let words = ty.split_inclusive(|letter: char| !letter.is_alphanumeric());
    words
        .map(|word| word.strip_prefix("Option").map_or(word.to_owned(), |rest| format!("std::optional{rest}")))
        .collect()
}

fn emit(text: &mut String, Object { name, fields }: &Object) {
    let _ = writeln!(text, "struct {name} {{");
    for [field, ty, _] in fields {
        let _ = writeln!(text, "    {ty} {field}_{{}};");
    }
    let sum: String = fields.iter().map(|[field, ..]| format!(" + sum({field}_)")).collect();
    let _ = writeln!(text, "    size_t walk() const {{ return 0{sum}; }}");
    let _ = writeln!(
        text,
        "    template <class V> bool field(std::string_view key, V &value) {{\n        switch (key.size()) {{"
    );
    let mut lengths: Vec<usize> = fields.iter().map(|[_, _, key]| key.len()).collect();
    lengths.sort_unstable();
    lengths.dedup();
    for length in lengths {
        let _ = writeln!(text, "        case {length}:");
        for [field, _, key] in fields.iter().filter(|[_, _, key]| key.len() == length) {
            let _ = writeln!(
                text,
                "            if (!memcmp(key.data(), \"{key}\", {length})) return read(value, {field}_);"
            );
        }
        let _ = writeln!(text, "            break;");
    }
    let _ = writeln!(text, "        }}\n        return true;\n    }}\n}};");
}

/// The messages: the struct of each, and the struct of the document in one of its strings.
fn messages(text: &mut String) {
    let list = fs::read_to_string(Path::new(DOCUMENTS).join("mod.rs")).expect("the list of the messages");
    let (_, list) = list.rsplit_once("documents! {\n").expect("the list of the messages");
    text.push_str("#define MESSAGES(PLAIN, NESTED)");
    for (index, line) in list.lines().map(str::trim).take_while(|line| *line != "}").enumerate() {
        let (name, rest) = line.split_once(' ').expect("a name");
        let (_, types) = rest.split_once(": ").expect("a type");
        let types = types.trim_end_matches(';').replace("<'a>", "").replace("m::", "");
        match types.split_once(", ") {
            None => write!(text, " PLAIN({index}, {name}, {types})"),
            Some((outer, rest)) => {
                let (inner, path) = rest.split_once(" where ").expect("a field");
                write!(text, " NESTED({index}, {name}, {outer}, {inner}, {}_)", path.replace('.', "_."))
            }
        }
        .expect("room");
    }
    text.push('\n');
}
