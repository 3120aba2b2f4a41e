//! A Cortex-M without a runtime crate: a vector table of two words, and a debugger behind a breakpoint (semihosting).
//!
//! Any fault finds a zero in the table, and the machine locks up, which whoever runs it reports.

use core::arch::{asm, global_asm};

// What a reset reads: where the stack is, and where to begin. The other vectors are whatever lies behind: no interrupt is on.
global_asm!(
    ".section .vectors, \"a\"",
    ".word stack_top",
    ".word _start",
    ".text",
    ".globl _start",
    ".thumb_func",
    "_start:",
);
// Registers of the floating-point unit may be used for anything, once it is on.
#[cfg(target_abi = "eabihf")]
global_asm!("ldr r0, =0xe000ed88", "ldr r1, [r0]", "orr r1, #0xf00000", "str r1, [r0]", "dsb", "isb");
global_asm!("bl start", ".pool");

const OPEN: usize = 0x01;
const WRITE: usize = 0x05;
const READ: usize = 0x06;
const EXIT_EXTENDED: usize = 0x20;
const APPLICATION_EXIT: usize = 0x20026;

/// Up to the window's size of bytes from the console; 0 at its end.
pub fn read(window: &mut [u8]) -> usize {
    let left = semihosting(READ, &[console(0), window.as_mut_ptr().expose_provenance(), window.len()]);
    window.len().saturating_sub(left)
}

/// All bytes to the console.
pub fn write(bytes: &[u8]) {
    semihosting(WRITE, &[console(4), bytes.as_ptr().expose_provenance(), bytes.len()]);
}

/// Ends with this status.
pub fn exit(status: u8) -> ! {
    loop {
        semihosting(EXIT_EXTENDED, &[APPLICATION_EXIT, usize::from(status), 0]);
    }
}

/// The console's handle, for reading (mode 0) or writing (mode 4).
fn console(mode: usize) -> usize {
    let name = c":tt";
    semihosting(OPEN, &[name.as_ptr().expose_provenance(), mode, name.count_bytes()])
}

fn semihosting(operation: usize, arguments: &[usize; 3]) -> usize {
    let result;
    // SAFETY: of these calls only `READ` writes, and only to a slice that is borrowed for it.
    unsafe { asm!("bkpt 0xab", inlateout("r0") operation => result, in("r1") arguments) };
    result
}
