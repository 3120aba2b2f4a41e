//! Shows that another implementation accepts the same payloads as this crate and writes the same bytes. The model gives a third
//! opinion. `IMPLEMENTATION` names the implementation, which has the interface of `fuzz/implementation.h`; the default is a toy.
//!
//! Input: a byte that says how the payload is generated, two bytes that select one of the types that the implementation
//! knows, and the bytes that the payload is generated from, or the payload itself.
//!
//! Run: `IMPLEMENTATION=mine.a fuzz/run 60 differential`
#![no_main]

use std::ffi::{CString, c_char};
use std::sync::OnceLock;

#[path = "../../tests/laws/mod.rs"]
mod laws;

use laws::differential;
use laws::implementation::{Implementation, Refused};

const REFUSED: isize = -1;
const UNKNOWN_TYPE: isize = -2;

unsafe extern "C" {
    fn gcs_rewrite(name: *const c_char, payload: *const u8, size: usize, output: *mut u8, capacity: usize) -> isize;
}

/// The implementation that was linked.
struct Linked;

impl Implementation for Linked {
    fn rewrite(&self, type_name: &str, payload: &[u8]) -> Option<Result<Vec<u8>, Refused>> {
        let name = CString::new(type_name).expect("no NUL");
        let mut output = vec![0xa5; payload.len() * 6 + 1024];
        loop {
            // SAFETY: the pointers and sizes are those of the name, the payload and the output, none of which is kept.
            let written = unsafe {
                gcs_rewrite(name.as_ptr(), payload.as_ptr(), payload.len(), output.as_mut_ptr(), output.len())
            };
            let size = match written {
                REFUSED => return Some(Err(Refused("no reason given".into()))),
                UNKNOWN_TYPE => return None,
                size => usize::try_from(size).unwrap_or_else(|_| panic!("{type_name}: gcs_rewrite returned {size}")),
            };
            if size <= output.len() {
                output.truncate(size);
                return Some(Ok(output));
            }
            output.resize(size, 0xa5);
        }
    }
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    static KNOWN: OnceLock<Vec<&str>> = OnceLock::new();
    differential::check(&Linked, KNOWN.get_or_init(|| differential::known_types(&Linked)), data);
});
