//! How deep the stack goes, by painting it first.

use core::hint::black_box;

const PAINT: u8 = 0xa5;
/// How much is painted.
const AREA: usize = 32 << 10;
/// What is left out right below the painter's own frame, which must not paint itself.
const MARGIN: usize = 512;

/// How many bytes of stack `work` takes; at least [`MARGIN`] is reported.
#[inline(never)]
pub fn used(work: impl FnOnce()) -> usize {
    let marker = 0_u8;
    let top = black_box(&raw const marker).addr();
    let bottom = core::ptr::with_exposed_provenance_mut::<u8>(top.saturating_sub(AREA));
    for at in 0..AREA - MARGIN {
        // SAFETY: free stack, of which this program has more.
        unsafe { bottom.add(at).write_volatile(PAINT) };
    }
    call(work);
    // SAFETY: as above.
    let untouched = (0..AREA - MARGIN).take_while(|at| unsafe { bottom.add(*at).read_volatile() } == PAINT).count();
    AREA.saturating_sub(untouched)
}

/// In a frame of its own, below the painter's.
#[inline(never)]
fn call(work: impl FnOnce()) {
    work();
}
