//! Linux without a libc, with three system calls.

use core::arch::{asm, global_asm};

/// The numbers of the system calls `exit`, `read` and `write`, which differ between the machines.
const NUMBERS: (usize, usize, usize) = if cfg!(target_arch = "x86_64") {
    (60, 0, 1)
} else if cfg!(target_arch = "aarch64") {
    (93, 63, 64)
} else {
    (1, 3, 4)
};
const EXIT: usize = NUMBERS.0;
const READ: usize = NUMBERS.1;
const WRITE: usize = NUMBERS.2;

// The kernel passes the arguments on top of the stack. This code creates a stack frame according to the C calling
// convention, and continues.
#[cfg(target_arch = "x86_64")]
global_asm!(".globl _start", "_start:", "xor %ebp, %ebp", "call start", options(att_syntax));
#[cfg(target_arch = "aarch64")]
global_asm!(".globl _start", "_start:", "mov x29, #0", "bl start");
#[cfg(target_arch = "s390x")]
global_asm!(".globl _start", "_start:", "aghi %r15, -160", "brasl %r14, start");
#[cfg(target_arch = "powerpc")]
global_asm!(".globl _start", "_start:", "stwu 1, -16(1)", "bl start");

/// Reads bytes from standard input, at most the size of the window. Returns 0 at the end.
pub fn read(window: &mut [u8]) -> usize {
    system_call(READ, 0, window.as_mut_ptr().expose_provenance(), window.len())
}

/// Writes all bytes to standard output.
pub fn write(mut bytes: &[u8]) {
    while !bytes.is_empty() {
        let count = system_call(WRITE, 1, bytes.as_ptr().expose_provenance(), bytes.len());
        if count == 0 {
            exit(254);
        }
        bytes = bytes.get(count..).unwrap_or_default();
    }
}

/// Exits with this status.
pub fn exit(status: u8) -> ! {
    loop {
        system_call(EXIT, usize::from(status), 0, 0);
    }
}

/// Makes a system call. An error counts as 0 bytes.
fn system_call(number: usize, one: usize, two: usize, three: usize) -> usize {
    let result: usize;
    // SAFETY: Of these calls only `read` writes to memory, and only to a slice that is borrowed for it.
    unsafe {
        #[cfg(target_arch = "x86_64")]
        asm!(
            "syscall",
            inlateout("rax") number => result, in("rdi") one, in("rsi") two, in("rdx") three,
            lateout("rcx") _, lateout("r11") _,
        );
        #[cfg(target_arch = "aarch64")]
        asm!("svc 0", in("x8") number, inlateout("x0") one => result, in("x1") two, in("x2") three);
        #[cfg(target_arch = "s390x")]
        asm!("svc 0", in("r1") number, inlateout("r2") one => result, in("r3") two, in("r4") three);
        #[cfg(target_arch = "powerpc")]
        {
            // On powerpc, a bit of a condition register signals an error, and the error number is positive.
            asm!(
                "sc", "bns 1f", "li 3, 0", "1:",
                inlateout("r0") number => _, inlateout("r3") one => result, inlateout("r4") two => _,
                inlateout("r5") three => _,
                lateout("r6") _, lateout("r7") _, lateout("r8") _, lateout("r9") _, lateout("r10") _,
                lateout("r11") _, lateout("r12") _, lateout("cr0") _, lateout("ctr") _, lateout("xer") _,
            );
        }
    }
    if result.cast_signed() < 0 { 0 } else { result }
}
