//! How deep the stack went, by painting it first.

use std::hint::black_box;
use std::mem::MaybeUninit;

const PAINT: u8 = 0xa5;
const AREA: usize = 64 << 10;

/// How many bytes of stack `work` used, at most [`AREA`]. Runs on a thread of its own.
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

/// Paints what lies below the caller's frame, and returns where that begins.
#[inline(never)]
fn paint() -> *const u8 {
    let mut area = MaybeUninit::<[u8; AREA]>::uninit();
    // SAFETY: the area is ours, and is written before anything reads it.
    unsafe { area.as_mut_ptr().cast::<u8>().write_bytes(PAINT, AREA) };
    black_box(&mut area).as_ptr().cast()
}

/// Calls `work` in a frame of its own, below the paint.
#[inline(never)]
fn call(work: impl FnOnce()) {
    work();
}

/// How many bytes are still painted, from the lowest.
#[inline(never)]
fn untouched(area: *const u8) -> usize {
    // SAFETY: the area is mapped, it is this thread's stack; what lies there now is only looked at by volatile reads.
    (0..AREA).take_while(|at| unsafe { area.add(*at).read_volatile() } == PAINT).count()
}
