//! A serial port with two registers, on machines of which nothing else is known.
//!
//! Never run: what is shown is that everything links. Volatile reads keep the compiler from knowing what comes.

use core::arch::global_asm;

const DATA: *mut u8 = core::ptr::without_provenance_mut(0x1000_0000);
const STATUS: *const u8 = core::ptr::without_provenance(0x1000_0004);

// A stack of its own, and on.
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

// SAFETY: used by the machine alone.
unsafe impl Sync for Stack {}

#[unsafe(no_mangle)]
static STACK: Stack = Stack(core::cell::UnsafeCell::new([0; STACK_SIZE]));

/// Waits for bytes: at least one, at most the window's size; 0 when the line is closed.
pub fn read(window: &mut [u8]) -> usize {
    let mut count = 0_usize;
    for byte in window {
        // SAFETY: a register.
        match unsafe { STATUS.read_volatile() } {
            0 => break,
            // SAFETY: a register.
            _ => *byte = unsafe { DATA.read_volatile() },
        }
        count = count.saturating_add(1);
    }
    count
}

/// All bytes, one by one.
pub fn write(bytes: &[u8]) {
    for byte in bytes {
        // SAFETY: a register.
        unsafe { DATA.write_volatile(*byte) };
    }
}

/// There is nowhere to go.
pub fn exit(_status: u8) -> ! {
    loop {
        core::hint::spin_loop();
    }
}
