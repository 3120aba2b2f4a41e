//! The control: a panic that the machine's input can reach. If this links, the check shows nothing.
#![no_std]
#![no_main]

use no_std_check::platform;

#[unsafe(no_mangle)]
fn run() -> u8 {
    let mut buffer = [0; 16];
    let count = platform::read(&mut buffer);
    buffer[count]
}
