//! Measures stack usage by filling the stack with a pattern first.

use core::hint::black_box;

const PAINT: u8 = 0xa5;
/// The size of the filled area, in bytes.
const AREA: usize = 32 << 10;
/// The size of the area directly below the frame of `used`, which must not be overwritten.
const MARGIN: usize = 512;

/// Returns how many bytes of stack `work` uses, but at least [`MARGIN`].
#[inline(never)]
pub fn used(work: impl FnOnce()) -> usize {
    let marker = 0_u8;
    let top = black_box(&raw const marker).addr();
    let bottom = core::ptr::with_exposed_provenance_mut::<u8>(top.saturating_sub(AREA));
    for at in 0..AREA - MARGIN {
        // SAFETY: The area is free stack. The stack of this program is larger than the area.
        unsafe { bottom.add(at).write_volatile(PAINT) };
    }
    call(work);
    // SAFETY: See above.
    let untouched = (0..AREA - MARGIN).take_while(|at| unsafe { bottom.add(*at).read_volatile() } == PAINT).count();
    AREA.saturating_sub(untouched)
}

/// Calls `work` in a separate frame, which is in the filled area.
#[inline(never)]
fn call(work: impl FnOnce()) {
    work();
}
