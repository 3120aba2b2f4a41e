//! Keys that stand twice in a settled object.

use core::cmp::Ordering;

use super::pass::Open;
use super::{Cursor, Settled, Token};
use crate::error::ErrorKind;
use crate::json::kind::MAX_DEPTH;

/// How many keys an object may have whose keys do not come in ascending order.
pub(in crate::json) const MAX_UNSORTED: usize = 512;

/// Looks for a key that stands twice in the object `value`, but not in what is inside it.
pub(in crate::json) fn check_keys(value: Settled<'_>) -> Result<(), ErrorKind> {
    let mut rest = value.inside();
    let mut last = None;
    while !rest.leave() {
        let key = rest.string().unwrap_or_default();
        rest.value();
        if last == Some(key) {
            return Err(ErrorKind::DuplicateKey);
        }
        if last > Some(key) {
            return check_unsorted(value, value.inside());
        }
        last = Some(key);
    }
    Ok(())
}

/// An open container of [`check_all_keys`]: where it begins inside, and where its last key is; 0 if it has none yet.
#[derive(Clone, Copy, Default)]
struct Container {
    inside: u32,
    last_key: u32,
    unsorted: bool,
}

/// Looks for a key that stands twice in any object of `value`, in one walk.
#[inline(never)]
pub(in crate::json) fn check_all_keys(value: Settled<'_>) -> Result<(), ErrorKind> {
    let mut rest = value.read();
    let mut open = Open::default();
    let mut containers = [Container::default(); MAX_DEPTH as usize];
    loop {
        while let Some(container) = containers.get_mut(open.depth().wrapping_sub(1)) {
            if !rest.leave() {
                if open.in_object() {
                    container.add_key(value, &mut rest)?;
                }
                break;
            }
            if container.unsorted {
                check_unsorted(value, value.read_at(index(container.inside)))?;
            }
            open.pop();
        }
        match rest.token() {
            Token::Begin { object } => {
                if let Some(container) = containers.get_mut(open.depth()) {
                    *container = Container { inside: offset(rest), ..Container::default() };
                }
                open.push(object);
            }
            _ if open.is_empty() => return Ok(()),
            _ => {}
        }
    }
}

impl Container {
    /// Steps over the next key, and compares it with the one before.
    fn add_key<'a>(&mut self, value: Settled<'a>, rest: &mut Cursor<'a>) -> Result<(), ErrorKind> {
        let here = offset(*rest);
        let key = rest.string().unwrap_or_default();
        if self.last_key > 0 {
            match value.read_at(index(self.last_key)).compare(key) {
                Ordering::Less => {}
                Ordering::Equal => return Err(ErrorKind::DuplicateKey),
                Ordering::Greater => self.unsorted = true,
            }
        }
        self.last_key = here;
        Ok(())
    }
}

/// Where a cursor is. Offsets are kept in 32 bits, as the size of a message is.
fn offset(cursor: Cursor<'_>) -> u32 {
    u32::try_from(cursor.at()).unwrap_or(u32::MAX)
}

fn index(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// Looks for a key that stands twice in an object whose keys come in any order, inside which `rest` is: a sorted index of
/// the keys so far, each put in its place by binary search.
#[inline(never)]
fn check_unsorted<'a>(value: Settled<'a>, mut rest: Cursor<'a>) -> Result<(), ErrorKind> {
    let mut keys = [0u32; MAX_UNSORTED];
    let mut count = 0usize;
    while !rest.leave() {
        let mut here = offset(rest);
        let key = rest.string().unwrap_or_default();
        rest.value();
        let known = keys.get(..count).unwrap_or_default();
        let Err(place) = known.binary_search_by(|at| value.read_at(index(*at)).compare(key)) else {
            return Err(ErrorKind::DuplicateKey);
        };
        count = count.saturating_add(1);
        let Some(after) = keys.get_mut(..count).and_then(|keys| keys.get_mut(place..)) else {
            return Err(const { ErrorKind::capacity(MAX_UNSORTED) });
        };
        for slot in after {
            core::mem::swap(slot, &mut here);
        }
    }
    Ok(())
}
