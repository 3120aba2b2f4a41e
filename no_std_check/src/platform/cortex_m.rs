//! A Cortex-M without a runtime crate: a vector table of two words, and semihosting through a debugger.
//!
//! The vector of every fault is zero, so the machine locks up, and the emulator reports that.

use core::arch::{asm, global_asm};

// The vectors that a reset reads: the stack pointer and the entry point. No interrupt is enabled, so the other vectors
// are not used.
global_asm!(
    ".section .vectors, \"a\"",
    ".word stack_top",
    ".word _start",
    ".text",
    ".globl _start",
    ".thumb_func",
    "_start:",
);
// The compiler may use the registers of the floating-point unit for anything, so the unit is enabled first.
#[cfg(target_abi = "eabihf")]
global_asm!("ldr r0, =0xe000ed88", "ldr r1, [r0]", "orr r1, #0xf00000", "str r1, [r0]", "dsb", "isb");
global_asm!("bl start", ".pool");

const OPEN: usize = 0x01;
const WRITE: usize = 0x05;
const READ: usize = 0x06;
const EXIT_EXTENDED: usize = 0x20;
const APPLICATION_EXIT: usize = 0x20026;

/// Reads bytes from the console, at most the size of the window. Returns 0 at the end.
pub fn read(window: &mut [u8]) -> usize {
    let left = semihosting(READ, &[console(0), window.as_mut_ptr().expose_provenance(), window.len()]);
    window.len().saturating_sub(left)
}

/// Writes all bytes to the console.
pub fn write(bytes: &[u8]) {
    semihosting(WRITE, &[console(4), bytes.as_ptr().expose_provenance(), bytes.len()]);
}

/// Exits with this status.
pub fn exit(status: u8) -> ! {
    loop {
        semihosting(EXIT_EXTENDED, &[APPLICATION_EXIT, usize::from(status), 0]);
    }
}

/// Returns the handle of the console, for reading (mode 0) or writing (mode 4).
fn console(mode: usize) -> usize {
    let name = c":tt";
    semihosting(OPEN, &[name.as_ptr().expose_provenance(), mode, name.count_bytes()])
}

fn semihosting(operation: usize, arguments: &[usize; 3]) -> usize {
    let result;
    // SAFETY: Of these calls only `READ` writes to memory, and only to a slice that is borrowed for it.
    unsafe { asm!("bkpt 0xab", inlateout("r0") operation => result, in("r1") arguments) };
    result
}
