//! Links the implementation that the target `differential` compares. `IMPLEMENTATION` is a C file or a static library.
//! The default is the toy. `IMPLEMENTATION_LIBS` lists further libraries for the linker, separated by spaces.

use std::env;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-env-changed=IMPLEMENTATION");
    println!("cargo:rerun-if-env-changed=IMPLEMENTATION_LIBS");
    println!("cargo:rerun-if-changed=implementation.h");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo"));
    // A relative path starts at the root of the repository, where fuzz/run runs.
    let path = env::var_os("IMPLEMENTATION").map_or_else(|| root.join("toy/toy.c"), |path| root.join("..").join(path));
    assert!(path.exists(), "IMPLEMENTATION: there is no {}", path.display());
    println!("cargo:rerun-if-changed={}", path.display());
    let library = if path.extension().is_some_and(|extension| extension == "c") { compile(&path) } else { path };
    println!("cargo:rustc-link-arg-bin=differential={}", library.display());
    for library in env::var("IMPLEMENTATION_LIBS").unwrap_or_default().split_whitespace() {
        println!("cargo:rustc-link-arg-bin=differential={library}");
    }
}

/// Compiles a C file to a static library, with the options in `CFLAGS`.
fn compile(file: &Path) -> PathBuf {
    cc::Build::new().file(file).cargo_metadata(false).warnings(true).compile("implementation");
    println!("cargo:rerun-if-env-changed=CFLAGS");
    Path::new(&env::var_os("OUT_DIR").expect("set by cargo")).join("libimplementation.a")
}
