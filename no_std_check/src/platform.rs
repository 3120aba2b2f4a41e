//! The machines: where a program starts, how bytes come and go, how it ends.
//!
//! Under Linux (x86-64 and aarch64; s390x and powerpc, which are big-endian) by raw system calls, on standard input and output. On a
//! Cortex-M by semihosting, a debugger's system calls. Elsewhere by the registers of a serial port that no machine has:
//! those targets are linked to the end, but not run.

#[cfg_attr(target_os = "linux", path = "platform/linux.rs")]
#[cfg_attr(all(target_os = "none", target_arch = "arm"), path = "platform/cortex_m.rs")]
#[cfg_attr(all(target_os = "none", not(target_arch = "arm")), path = "platform/bare.rs")]
mod machine;

pub use machine::{exit, read, write};

unsafe extern "Rust" {
    /// The program: each binary defines one. Its result is the exit status.
    safe fn run() -> u8;
}

/// Where each machine's first instructions lead.
#[unsafe(no_mangle)]
extern "C" fn start() -> ! {
    exit(run())
}

/// Writes a number in decimal digits.
pub fn write_number(mut number: usize) {
    let mut digits = [0; 20];
    let mut length = 0_usize;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' | (number % 10).to_le_bytes()[0];
        number /= 10;
        length = length.saturating_add(1);
        if number == 0 {
            break;
        }
    }
    write(digits.get(digits.len().saturating_sub(length)..).unwrap_or_default());
}
