//! Builds the examples that a test runs as programs.

use std::env;
use std::path::PathBuf;
use std::process::Command;

/// Builds the examples that these arguments of `cargo build` select, and returns their directory.
///
/// The features, the profile and the target directory are those of the test, so that nothing is built twice.
pub fn build(selection: &[&str]) -> PathBuf {
    let test = env::current_exe().expect("this program");
    let profile = test.ancestors().nth(2).expect("the folder of the profile");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--locked"]).args(selection);
    cargo.arg("--manifest-path").arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    cargo.arg("--target-dir").arg(profile.parent().expect("the folder of the target"));
    if cfg!(feature = "serde") {
        cargo.arg("--all-features");
    } else if cfg!(feature = "arbitrary") {
        cargo.args(["--features", "arbitrary"]);
    }
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    assert!(cargo.status().expect("cargo").success());
    profile.join("examples")
}
