//! The memory functions that compilers call, which a libc normally provides.
//!
//! The accesses are volatile. Otherwise, the compiler would recognise a loop and replace it with a call of the function
//! itself.

use core::ffi::{c_char, c_int};

/// # Safety
/// The requirements are those of the C function.
#[unsafe(no_mangle)]
unsafe extern "C" fn memcpy(target: *mut u8, source: *const u8, count: usize) -> *mut u8 {
    for at in 0..count {
        // SAFETY: The caller guarantees that the accesses are within both areas.
        unsafe { target.add(at).write_volatile(source.add(at).read()) };
    }
    target
}

/// # Safety
/// The requirements are those of the C function.
#[unsafe(no_mangle)]
unsafe extern "C" fn memmove(target: *mut u8, source: *const u8, count: usize) -> *mut u8 {
    if target.addr().wrapping_sub(source.addr()) >= count {
        // SAFETY: Each byte is read before it is overwritten.
        return unsafe { memcpy(target, source, count) };
    }
    for at in (0..count).rev() {
        // SAFETY: The caller guarantees that the accesses are within both areas.
        unsafe { target.add(at).write_volatile(source.add(at).read()) };
    }
    target
}

/// # Safety
/// The requirements are those of the C function.
#[unsafe(no_mangle)]
#[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "as in C")]
unsafe extern "C" fn memset(target: *mut u8, value: c_int, count: usize) -> *mut u8 {
    for at in 0..count {
        // SAFETY: The caller guarantees that the accesses are within the target.
        unsafe { target.add(at).write_volatile(value as u8) };
    }
    target
}

/// # Safety
/// The requirements are those of the C function.
#[unsafe(no_mangle)]
unsafe extern "C" fn memcmp(one: *const u8, other: *const u8, count: usize) -> c_int {
    for at in 0..count {
        // SAFETY: The caller guarantees that the accesses are within both areas.
        let (one, other) = unsafe { (one.add(at).read_volatile(), other.add(at).read_volatile()) };
        if one != other {
            return c_int::from(one) - c_int::from(other);
        }
    }
    0
}

/// # Safety
/// The requirements are those of the C function.
#[unsafe(no_mangle)]
unsafe extern "C" fn bcmp(one: *const u8, other: *const u8, count: usize) -> c_int {
    // SAFETY: The requirements of both functions are the same.
    unsafe { memcmp(one, other, count) }
}

/// # Safety
/// The requirements are those of the C function.
#[unsafe(no_mangle)]
unsafe extern "C" fn strlen(text: *const c_char) -> usize {
    let mut length = 0;
    // SAFETY: The caller guarantees that the string ends with a zero.
    while unsafe { text.add(length).read_volatile() } != 0 {
        length += 1;
    }
    length
}
