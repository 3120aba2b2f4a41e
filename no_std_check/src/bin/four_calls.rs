//! The four core calls, decoded and answered: two static buffers, and nothing else.
//!
//! Requests on standard input, responses on standard output.
#![no_std]
#![no_main]

use no_std_check::agent;

static mut INPUT: [u8; 64 << 10] = [0; 64 << 10];
static mut OUTPUT: [u8; 4 << 10] = [0; 4 << 10];

#[unsafe(no_mangle)]
fn run() -> u8 {
    // SAFETY: the only references, made once.
    let (input, output) = unsafe { (&mut *(&raw mut INPUT), &mut *(&raw mut OUTPUT)) };
    match agent::serve(input, output) {
        Ok(()) => 0,
        Err(_) => 1,
    }
}
