//! Decodes and answers the four core calls, with only two static buffers.
//!
//! The program reads requests from standard input and writes responses to standard output.
#![no_std]
#![no_main]

use no_std_check::agent;

static mut INPUT: [u8; 64 << 10] = [0; 64 << 10];
static mut OUTPUT: [u8; 4 << 10] = [0; 4 << 10];

#[unsafe(no_mangle)]
fn run() -> u8 {
    // SAFETY: This code runs once, and there are no other references.
    let (input, output) = unsafe { (&mut *(&raw mut INPUT), &mut *(&raw mut OUTPUT)) };
    match agent::serve(input, output) {
        Ok(()) => 0,
        Err(_) => 1,
    }
}
