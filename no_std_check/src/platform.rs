//! The machines: how a program starts, how it reads and writes bytes, and how it ends.
//!
//! On Linux (x86-64, aarch64, and the big-endian s390x and powerpc), this uses raw system calls on standard input and output.
//! On a Cortex-M, it uses semihosting, the system calls of a debugger. On other targets, it uses the registers of a serial
//! port that no machine has: these targets are linked but not run.

#[cfg_attr(target_os = "linux", path = "platform/linux.rs")]
#[cfg_attr(all(target_os = "none", target_arch = "arm"), path = "platform/cortex_m.rs")]
#[cfg_attr(all(target_os = "none", not(target_arch = "arm")), path = "platform/bare.rs")]
mod machine;

pub use machine::{exit, read, write};

unsafe extern "Rust" {
    /// The program, which each binary defines. It returns the exit status.
    safe fn run() -> u8;
}

/// The entry point, which the first instructions of each machine call.
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
