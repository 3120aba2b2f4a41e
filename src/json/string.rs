//! Strings: finding their end, and unescaping them where they lie.
//!
//! Text is looked at eight bytes at a time, and long text 32 at a time, in a form that compilers turn into vector
//! instructions: the least of some differences is zero if a byte is one that is looked for.

/// How much text is looked at at once, where there is much.
pub(super) const CHUNK: usize = 32;

/// Where the run of plain characters from `from` ends: at the next `"`, `\` or control character, or at the end.
#[inline]
pub(super) fn run_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(word) = word_at(bytes, at) {
        let stops = stops(word);
        if stops != 0 {
            return at.saturating_add(first_stop(stops));
        }
        at = at.saturating_add(8);
        if at.wrapping_sub(from) == CHUNK {
            return long_run_end(bytes, at);
        }
    }
    short_run_end(bytes, at)
}

/// [`run_end`] of what has shown to be long.
#[inline(never)]
fn long_run_end(bytes: &[u8], mut at: usize) -> usize {
    while chunk_at(bytes, at).is_some_and(is_plain) {
        at = at.saturating_add(CHUNK);
    }
    run_end(bytes, at)
}

/// [`run_end`] in the last bytes.
#[inline(never)]
fn short_run_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        if is_stop(byte) {
            break;
        }
        at = at.saturating_add(1);
    }
    at
}

/// Moves the run of plain characters at `from` down to `to`, and returns where it ended in both places.
///
/// `to` is not above `from`. Nothing is written beyond what has been read: bytes are loaded before they are stored, and
/// stored as a whole only if all of them are plain.
pub(super) fn move_run(bytes: &mut [u8], mut from: usize, mut to: usize) -> (usize, usize) {
    while let Some(word) = word_at(bytes, from) {
        if stops(word) != 0 {
            break;
        }
        store(bytes, &mut to, word.to_le_bytes());
        from = from.saturating_add(8);
        while let Some(&chunk) = chunk_at(bytes, from).filter(|chunk| is_plain(chunk)) {
            store(bytes, &mut to, chunk);
            from = from.saturating_add(CHUNK);
        }
    }
    while let Some(&byte) = bytes.get(from) {
        if is_stop(byte) {
            break;
        }
        store(bytes, &mut to, [byte]);
        from = from.saturating_add(1);
    }
    (from, to)
}

/// Unescapes the escape at `from`, whose backslash has been read, and writes its character at `to`. Returns where the
/// escape ends, or `None` if it is none.
///
/// A lone surrogate becomes U+FFFD; a pair becomes one character.
pub(super) fn unescape(bytes: &mut [u8], from: usize, to: &mut usize) -> Option<usize> {
    let next = from.saturating_add(1);
    let byte = match bytes.get(from)? {
        b'n' => b'\n',
        b't' => b'\t',
        b'u' => {
            let (character, end) = unicode(bytes, next)?;
            for &byte in character.encode_utf8(&mut [0; 4]).as_bytes() {
                store(bytes, to, [byte]);
            }
            return Some(end);
        }
        b'b' => 0x08,
        b'f' => 0x0c,
        b'r' => b'\r',
        &byte @ (b'"' | b'\\' | b'/') => byte,
        _ => return None,
    };
    store(bytes, to, [byte]);
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
    let end = at.saturating_add(4);
    if is_surrogate(high) && bytes.get(end..).is_some_and(|rest| rest.starts_with(b"\\u")) {
        let low = code_unit(bytes, end.saturating_add(2))?;
        if let Some(Ok(character)) = char::decode_utf16([high, low]).next() {
            return Some((character, end.saturating_add(6)));
        }
    }
    Some((char::from_u32(u32::from(high)).unwrap_or(char::REPLACEMENT_CHARACTER), end))
}

/// Writes bytes at `to` and moves `to` behind them.
fn store<const N: usize>(bytes: &mut [u8], to: &mut usize, stored: [u8; N]) {
    if let Some(target) = bytes.get_mut(*to..).and_then(<[u8]>::first_chunk_mut) {
        *target = stored;
    }
    *to = to.saturating_add(N);
}

/// Eight bytes at `at` as one word, the first byte lowest.
pub(super) fn word_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|word| u64::from_le_bytes(*word))
}

pub(super) fn chunk_at(bytes: &[u8], at: usize) -> Option<&[u8; CHUNK]> {
    bytes.get(at..)?.first_chunk()
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

fn is_plain(chunk: &[u8; CHUNK]) -> bool {
    let least = |least: u8, byte: &u8| least.min(byte ^ b'"').min(byte ^ b'\\').min(byte & 0xe0);
    chunk.iter().fold(u8::MAX, least) != 0
}

const fn is_stop(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}
