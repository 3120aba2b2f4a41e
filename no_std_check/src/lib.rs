//! The runtime of the binaries, which replaces a standard library. It provides the start, the end, input and output
//! streams, and a panic handler that does not link.
//!
//! A binary consists of a function `run`. Everything that depends on the machine is in [`platform`].
#![no_std]

pub mod agent;
mod memory;
pub mod platform;
pub mod stack;

unsafe extern "C" {
    /// A symbol that is not defined anywhere. If a panic can be reached, the handler below is linked, and linking
    /// fails.
    fn a_panic_can_be_reached() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    // SAFETY: This code never runs, because it does not link.
    unsafe { a_panic_can_be_reached() }
}
