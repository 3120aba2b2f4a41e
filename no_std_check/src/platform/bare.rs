//! A serial port with two registers, for machines of which nothing else is known.
//!
//! This code never runs: it only has to link. Volatile reads prevent the compiler from assuming which bytes arrive.

use core::arch::global_asm;

const DATA: *mut u8 = core::ptr::without_provenance_mut(0x1000_0000);
const STATUS: *const u8 = core::ptr::without_provenance(0x1000_0004);

// The start sets up a stack and calls the entry point.
#[cfg(target_arch = "x86_64")]
global_asm!(".globl _start", "_start:", "lea rsp, [rip + STACK + {size}]", "call start", size = const STACK_SIZE);
#[cfg(target_arch = "aarch64")]
global_asm!(
    ".globl _start", "_start:",
    "adrp x0, STACK + {size}", "add x0, x0, :lo12:STACK + {size}", "mov sp, x0", "bl start",
    size = const STACK_SIZE,
);
#[cfg(target_arch = "riscv32")]
global_asm!(".globl _start", "_start:", "la sp, STACK + {size}", "call start", size = const STACK_SIZE);

const STACK_SIZE: usize = 16 << 10;

#[repr(C, align(16))]
struct Stack(core::cell::UnsafeCell<[u8; STACK_SIZE]>);

// SAFETY: Only the machine uses this symbol.
unsafe impl Sync for Stack {}

#[unsafe(no_mangle)]
static STACK: Stack = Stack(core::cell::UnsafeCell::new([0; STACK_SIZE]));

/// Waits for bytes. Returns at least one byte and at most the size of the window, or 0 when the line is closed.
pub fn read(window: &mut [u8]) -> usize {
    let mut count = 0_usize;
    for byte in window {
        // SAFETY: The address is that of a register.
        match unsafe { STATUS.read_volatile() } {
            0 => break,
            // SAFETY: The address is that of a register.
            _ => *byte = unsafe { DATA.read_volatile() },
        }
        count = count.saturating_add(1);
    }
    count
}

/// Writes all bytes, one at a time.
pub fn write(bytes: &[u8]) {
    for byte in bytes {
        // SAFETY: The address is that of a register.
        unsafe { DATA.write_volatile(*byte) };
    }
}

/// Loops, because there is nothing to return to.
pub fn exit(_status: u8) -> ! {
    loop {
        core::hint::spin_loop();
    }
}
