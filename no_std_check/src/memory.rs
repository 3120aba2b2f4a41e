//! The functions that compilers call on their own: without a libc, somebody has to bring them.
//!
//! Volatile, because a plain loop here would be recognised as what it is, and compiled into a call of itself.

use core::ffi::{c_char, c_int};

/// # Safety
/// As in C.
#[unsafe(no_mangle)]
unsafe extern "C" fn memcpy(target: *mut u8, source: *const u8, count: usize) -> *mut u8 {
    for at in 0..count {
        // SAFETY: within both, as the caller promises.
        unsafe { target.add(at).write_volatile(source.add(at).read()) };
    }
    target
}

/// # Safety
/// As in C.
#[unsafe(no_mangle)]
unsafe extern "C" fn memmove(target: *mut u8, source: *const u8, count: usize) -> *mut u8 {
    if target.addr().wrapping_sub(source.addr()) >= count {
        // SAFETY: no byte is written before it was read.
        return unsafe { memcpy(target, source, count) };
    }
    for at in (0..count).rev() {
        // SAFETY: within both, as the caller promises.
        unsafe { target.add(at).write_volatile(source.add(at).read()) };
    }
    target
}

/// # Safety
/// As in C.
#[unsafe(no_mangle)]
#[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "as in C")]
unsafe extern "C" fn memset(target: *mut u8, value: c_int, count: usize) -> *mut u8 {
    for at in 0..count {
        // SAFETY: within the target, as the caller promises.
        unsafe { target.add(at).write_volatile(value as u8) };
    }
    target
}

/// # Safety
/// As in C.
#[unsafe(no_mangle)]
unsafe extern "C" fn memcmp(one: *const u8, other: *const u8, count: usize) -> c_int {
    for at in 0..count {
        // SAFETY: within both, as the caller promises.
        let (one, other) = unsafe { (one.add(at).read_volatile(), other.add(at).read_volatile()) };
        if one != other {
            return c_int::from(one) - c_int::from(other);
        }
    }
    0
}

/// # Safety
/// As in C.
#[unsafe(no_mangle)]
unsafe extern "C" fn bcmp(one: *const u8, other: *const u8, count: usize) -> c_int {
    // SAFETY: the same promise.
    unsafe { memcmp(one, other, count) }
}

/// # Safety
/// As in C.
#[unsafe(no_mangle)]
unsafe extern "C" fn strlen(text: *const c_char) -> usize {
    let mut length = 0;
    // SAFETY: up to the zero, as the caller promises.
    while unsafe { text.add(length).read_volatile() } != 0 {
        length += 1;
    }
    length
}
