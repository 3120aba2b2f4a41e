//! What stands under every binary here, instead of a standard library: a start, an end, a stream of bytes in and out, and
//! a panic handler that cannot be linked.
//!
//! A binary is a function `run`; everything it needs of the machine is in [`platform`].
#![no_std]

pub mod agent;
mod memory;
pub mod platform;
pub mod stack;

unsafe extern "C" {
    /// Defined nowhere. If a panic can be reached, the handler below is linked, and then this is missing.
    fn a_panic_can_be_reached() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    // SAFETY: never runs, as it cannot be linked.
    unsafe { a_panic_can_be_reached() }
}
