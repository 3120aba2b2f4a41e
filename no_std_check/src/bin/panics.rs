//! The control: input can make this program panic. If it links, the check shows nothing.
#![no_std]
#![no_main]

use no_std_check::platform;

#[unsafe(no_mangle)]
fn run() -> u8 {
    let mut buffer = [0; 16];
    let count = platform::read(&mut buffer);
    buffer[count]
}
