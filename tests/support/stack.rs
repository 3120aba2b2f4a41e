//! Measures stack usage by filling the stack with a pattern first.

use std::hint::black_box;
use std::mem::MaybeUninit;

const PAINT: u8 = 0xa5;
const AREA: usize = 64 << 10;

/// Returns how many bytes of stack `work` uses, up to [`AREA`]. It runs on a separate thread.
pub fn used(work: impl FnOnce() + Send) -> usize {
    let measure = || {
        let area = paint();
        call(work);
        AREA - untouched(area)
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(16 * AREA).spawn_scoped(scope, measure);
        thread.expect("a thread").join().expect("no panic")
    })
}

/// Fills the stack below the caller's frame with the pattern, and returns the start of that area.
#[inline(never)]
fn paint() -> *const u8 {
    let mut area = MaybeUninit::<[u8; AREA]>::uninit();
    // SAFETY: The area belongs to this frame, and is written before anything reads it.
    unsafe { area.as_mut_ptr().cast::<u8>().write_bytes(PAINT, AREA) };
    black_box(&mut area).as_ptr().cast()
}

/// Calls `work` in a separate frame, which is in the filled area.
#[inline(never)]
fn call(work: impl FnOnce()) {
    work();
}

/// Returns how many bytes of the pattern are left, from the lowest address.
#[inline(never)]
fn untouched(area: *const u8) -> usize {
    // SAFETY: The area is mapped, because it is part of this thread's stack. Only volatile reads access it.
    (0..AREA).take_while(|at| unsafe { area.add(*at).read_volatile() } == PAINT).count()
}
