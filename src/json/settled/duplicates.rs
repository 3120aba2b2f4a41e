//! Finds duplicate keys in settled objects.

use core::cmp::Ordering;

use super::pass::OpenContainers;
use super::{Cursor, Settled, Token};
use crate::certain::{Certain, Plus};
use crate::error::ErrorKind;
use crate::json::kind::MAX_DEPTH;

/// The maximum number of keys of an object whose keys are not in ascending order.
pub(in crate::json) const MAX_UNSORTED: usize = 512;

/// Checks that no key of the object `value` comes twice. Objects inside it are not checked.
pub(in crate::json) fn check_keys(value: Settled<'_>) -> Result<(), ErrorKind> {
    let mut rest = value.contents();
    let mut last = None;
    while !rest.leave_at_end() {
        let key = rest.string().certain();
        rest.value();
        if last == Some(key) {
            return Err(ErrorKind::DuplicateKey);
        }
        if last > Some(key) {
            return check_unsorted(value, value.contents());
        }
        last = Some(key);
    }
    Ok(())
}

/// An open container of [`check_all_keys`]: the positions of its contents and of its last key, which is 0 before the
/// first key.
#[derive(Clone, Copy, Default)]
struct Container {
    contents: u32,
    last_key: u32,
    unsorted: bool,
}

/// Checks that no key comes twice in any object of `value`, in one walk.
#[inline(never)]
pub(in crate::json) fn check_all_keys(value: Settled<'_>) -> Result<(), ErrorKind> {
    let mut rest = value.cursor();
    let mut open = OpenContainers::default();
    let mut containers = [Container::default(); MAX_DEPTH as usize];
    loop {
        // Outside of all containers, this is no index.
        while let Some(container) = containers.get_mut(open.depth().wrapping_sub(1)) {
            if !rest.leave_at_end() {
                if open.in_object() {
                    container.add_key(value, &mut rest)?;
                }
                break;
            }
            if container.unsorted {
                check_unsorted(value, value.cursor_at(index(container.contents)))?;
            }
            open.pop();
        }
        match rest.token() {
            Token::Begin { object } => {
                if let Some(container) = containers.get_mut(open.depth()) {
                    *container = Container { contents: offset(rest), ..Container::default() };
                }
                open.push(object);
            }
            _ if open.is_empty() => return Ok(()),
            _ => {}
        }
    }
}

impl Container {
    /// Skips the next key, and compares it with the one before.
    fn add_key<'a>(&mut self, value: Settled<'a>, rest: &mut Cursor<'a>) -> Result<(), ErrorKind> {
        let here = offset(*rest);
        let key = rest.string().certain();
        if self.last_key > 0 {
            match value.cursor_at(index(self.last_key)).compare(key) {
                Ordering::Less => {}
                Ordering::Equal => return Err(ErrorKind::DuplicateKey),
                Ordering::Greater => self.unsorted = true,
            }
        }
        self.last_key = here;
        Ok(())
    }
}

/// Returns the position of a cursor in 32 bits, which hold the size of any message.
fn offset(cursor: Cursor<'_>) -> u32 {
    u32::try_from(cursor.position()).unwrap_or(u32::MAX)
}

/// Returns a position as an index.
fn index(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// Checks that no key comes twice in an object whose keys are in any order. `rest` is inside the object. The keys so
/// far are in a sorted index, and a binary search finds the place of each new key.
#[inline(never)]
fn check_unsorted<'a>(value: Settled<'a>, mut rest: Cursor<'a>) -> Result<(), ErrorKind> {
    let mut keys = [0u32; MAX_UNSORTED];
    let mut count = 0usize;
    while !rest.leave_at_end() {
        let mut here = offset(rest);
        let key = rest.string().certain();
        rest.value();
        let known = keys.get(..count).certain();
        let Err(index_in_keys) = known.binary_search_by(|at| value.cursor_at(index(*at)).compare(key)) else {
            return Err(ErrorKind::DuplicateKey);
        };
        count = count.plus(1);
        let Some(after) = keys.get_mut(..count).and_then(|keys| keys.get_mut(index_in_keys..)) else {
            return Err(const { ErrorKind::capacity(MAX_UNSORTED) });
        };
        for place in after {
            core::mem::swap(place, &mut here);
        }
    }
    Ok(())
}
