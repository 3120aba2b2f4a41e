//! Strings: finding their end, and unescaping them where they lie.

/// Where the run of plain characters from `from` ends: at the next `"`, `\` or control character, or at the end.
pub(super) fn run_end(bytes: &[u8], from: usize) -> usize {
    let mut rest = bytes.get(from..).unwrap_or_default();
    let mut words = 0u32;
    while let Some((word, tail)) = rest.split_first_chunk() {
        let stops = stops(u64::from_le_bytes(*word));
        if stops != 0 {
            return bytes.len().saturating_sub(rest.len()).wrapping_add(first_stop(stops));
        }
        rest = tail;
        words = words.wrapping_add(1);
        if words == LONG {
            rest = behind_blocks(rest, |byte| (byte ^ b'"').min(byte ^ b'\\'));
        }
    }
    let tail = rest.iter().position(|byte| is_stop(*byte)).unwrap_or(rest.len());
    bytes.len().saturating_sub(rest.len()).wrapping_add(tail)
}

/// After so many words a run is taken for a long one.
pub(super) const LONG: u32 = 32;

/// What is left of a text behind blocks of 64 bytes that hold no control character, and no byte that `distance` says is 0
/// away from one that is looked for. Written so that it becomes vector instructions: one minimum for each block.
#[inline]
pub(super) fn behind_blocks(mut text: &[u8], distance: impl Fn(u8) -> u8) -> &[u8] {
    while let Some((block, tail)) = text.split_first_chunk::<64>() {
        let nearest = |nearest: u8, byte: &u8| nearest.min(byte.saturating_sub(0x1f)).min(distance(*byte));
        if block.iter().fold(u8::MAX, nearest) == 0 {
            break;
        }
        text = tail;
    }
    text
}

/// Moves the run of plain characters at `from` down to `to`, and returns where it ended in both places.
///
/// `to` is below `from`. Nothing is written beyond what has been read: a word is loaded before it is stored, and stored
/// whole only if all that it covers has been read.
pub(super) fn move_run(bytes: &mut [u8], mut from: usize, mut to: usize) -> (usize, usize) {
    while let Some(word) = word_at(bytes, from) {
        let stops = stops(word);
        let plain = first_stop(stops);
        // What is stored behind the plain characters must not reach what is not read yet.
        if stops != 0 && to.wrapping_add(8) > from.wrapping_add(plain) {
            break;
        }
        if let Some(target) = bytes.get_mut(to..).and_then(<[u8]>::first_chunk_mut) {
            *target = word.to_le_bytes();
        }
        if stops != 0 {
            return (from.wrapping_add(plain), to.wrapping_add(plain));
        }
        (from, to) = (from.wrapping_add(8), to.wrapping_add(8));
    }
    while let Some(&byte) = bytes.get(from) {
        if is_stop(byte) {
            break;
        }
        put(bytes, &mut to, &[byte]);
        from = from.wrapping_add(1);
    }
    (from, to)
}

/// Unescapes the escape at `from`, whose backslash has been read, and writes its character at `to`. Returns where the
/// escape ends, or `None` if it is none.
///
/// A lone surrogate becomes U+FFFD; a pair becomes one character.
pub(super) fn unescape(bytes: &mut [u8], from: usize, to: &mut usize) -> Option<usize> {
    let next = from.wrapping_add(1);
    let byte = match bytes.get(from)? {
        b'n' => b'\n',
        b't' => b'\t',
        b'u' => {
            let (character, end) = unicode(bytes, next)?;
            put(bytes, to, character.encode_utf8(&mut [0; 4]).as_bytes());
            return Some(end);
        }
        b'b' => 0x08,
        b'f' => 0x0c,
        b'r' => b'\r',
        &byte @ (b'"' | b'\\' | b'/') => byte,
        _ => return None,
    };
    put(bytes, to, &[byte]);
    Some(next)
}

/// The code unit that four hexadecimal digits at `at` spell.
pub(super) fn code_unit(bytes: &[u8], at: usize) -> Option<u16> {
    let mut unit: u16 = 0;
    for digit in bytes.get(at..)?.first_chunk::<4>()? {
        let value = char::from(*digit).to_digit(16)?;
        unit = unit << 4 | u16::try_from(value).ok()?;
    }
    Some(unit)
}

/// Whether a code unit is half of a surrogate pair.
pub(super) const fn is_surrogate(unit: u16) -> bool {
    unit & 0xF800 == 0xD800
}

/// The character of a `\u` escape whose digits are at `at`, and where the escape, or the pair of escapes, ends.
fn unicode(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let high = code_unit(bytes, at)?;
    let end = at.wrapping_add(4);
    if is_surrogate(high) && bytes.get(end..).is_some_and(|rest| rest.starts_with(b"\\u")) {
        if let Some(low) = code_unit(bytes, end.wrapping_add(2)) {
            if let Some(Ok(character)) = char::decode_utf16([high, low]).next() {
                return Some((character, end.wrapping_add(6)));
            }
        }
    }
    Some((char::from_u32(u32::from(high)).unwrap_or(char::REPLACEMENT_CHARACTER), end))
}

/// Writes `text` at `to` and moves `to` behind it.
pub(super) fn put(bytes: &mut [u8], to: &mut usize, text: &[u8]) {
    for &byte in text {
        if let Some(target) = bytes.get_mut(*to) {
            *target = byte;
        }
        *to = to.wrapping_add(1);
    }
}

/// Eight bytes at `at` as one word, the first byte lowest.
pub(super) fn word_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|word| u64::from_le_bytes(*word))
}

/// The byte, in a word of [`stops`], of the first stop.
pub(super) const fn first_stop(stops: u64) -> usize {
    (stops.trailing_zeros() >> 3) as usize
}

pub(super) const fn repeat(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The high bit of each byte that is zero; bits above the first one set may be wrong.
pub(super) const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(repeat(1)) & !word & repeat(0x80)
}

/// The high bit of each byte at which a run ends; bits above the first one set may be wrong.
const fn stops(word: u64) -> u64 {
    let control = word.wrapping_sub(repeat(0x20)) & !word & repeat(0x80);
    control | zeros(word ^ repeat(b'"')) | zeros(word ^ repeat(b'\\'))
}

const fn is_stop(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}
