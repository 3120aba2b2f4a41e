//! Scanning: many bytes at a time.
//!
//! By words of eight bytes, in plain arithmetic, where the answer is soon there and the next step waits for it (the end of a
//! short string); by blocks, in loops that the compiler turns into vector instructions, where much text has nothing in it.

/// What one step of a scan looks at.
pub(super) type Block = [u8; BLOCK];

pub(super) const BLOCK: usize = 16;

/// Where the run of plain characters from `from` ends: at the next `"`, `\` or control character, or at the end.
#[inline]
pub(super) fn run_end(bytes: &[u8], from: usize) -> usize {
    let Some(mut rest) = bytes.get(from..) else { return bytes.len() };
    let mut words = 0u32;
    while let Some((word, tail)) = rest.split_first_chunk() {
        let stops = stops(u64::from_le_bytes(*word));
        if stops != 0 {
            return bytes.len().wrapping_sub(rest.len()).wrapping_add(first(stops));
        }
        rest = tail;
        words = words.wrapping_add(1);
        if words == LONG {
            rest = behind_plain_blocks(rest);
        }
    }
    let end = rest.iter().position(|byte| is_stop(*byte)).unwrap_or(rest.len());
    bytes.len().wrapping_sub(rest.len()).wrapping_add(end)
}

/// After so many steps a run is taken for a long one.
pub(super) const LONG: u32 = 16;

/// What is left of a text behind blocks of 64 bytes in which no byte is, as `distance` says, 0 away from one that is looked
/// for. Written so that it becomes vector instructions: one minimum for each block.
#[inline]
pub(super) fn behind_blocks(mut text: &[u8], distance: impl Fn(u8) -> u8) -> &[u8] {
    while let Some((block, tail)) = text.split_first_chunk::<64>() {
        if block.iter().fold(u8::MAX, |nearest, byte| nearest.min(distance(*byte))) == 0 {
            break;
        }
        text = tail;
    }
    text
}

/// How far a byte is from a control character, which is 0 away.
pub(super) const fn from_control(byte: u8) -> u8 {
    byte.saturating_sub(0x1f)
}

/// What is left of a text behind its first blocks of plain characters.
#[inline(never)]
fn behind_plain_blocks(text: &[u8]) -> &[u8] {
    behind_blocks(text, |byte| from_control(byte).min(byte ^ b'"').min(byte ^ b'\\'))
}

/// Where the first NUL is, or the end.
#[inline(never)]
pub(super) fn nul(text: &[u8]) -> usize {
    let mut rest = behind_blocks(text, |byte| byte);
    while let Some((word, tail)) = rest.split_first_chunk() {
        if zeros(u64::from_le_bytes(*word)) != 0 {
            break;
        }
        rest = tail;
    }
    let end = rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len());
    text.len().wrapping_sub(rest.len()).wrapping_add(end)
}

/// The block at `at`.
pub(super) fn block_at(bytes: &[u8], at: usize) -> Option<&Block> {
    bytes.get(at..)?.first_chunk()
}

/// The block at `at`, to be written.
pub(super) fn block_at_mut(bytes: &mut [u8], at: usize) -> Option<&mut Block> {
    bytes.get_mut(at..)?.first_chunk_mut()
}

/// Whether there are instructions that compare all bytes of a block at once.
const VECTORS: bool = cfg!(any(target_feature = "sse2", target_feature = "neon"));

/// Not 0 if a byte of a block is so; `marks` says the same of the bytes of a word.
///
/// For a function of its own that is not inlined: there it becomes vector instructions, but in the midst of a loop it may not,
/// nor if it answered with a truth.
#[inline]
pub(super) fn any(block: &Block, is: impl Fn(u8) -> bool, marks: impl Fn(u64) -> u64) -> u128 {
    if VECTORS {
        let mut found = [0; BLOCK];
        for (found, byte) in found.iter_mut().zip(block) {
            *found = if is(*byte) { 0xff } else { 0 };
        }
        return u128::from_le_bytes(found);
    }
    let (low, high) = halves(block);
    u128::from(marks(low) | marks(high))
}

/// Where the first byte of a block is that `marks` marks, if there is one.
///
/// By words and not by vectors, although those are quicker to say whether there is one: where the next string begins depends
/// on it, so what counts here is how soon the answer is there.
#[inline]
pub(super) fn first_in(block: &Block, marks: impl Fn(u64) -> u64) -> usize {
    let (low, high) = halves(block);
    match marks(low) {
        0 => first(marks(high)).wrapping_add(8),
        low => first(low),
    }
}

/// The words of a block.
fn halves(block: &Block) -> (u64, u64) {
    let [low, high] = [0, 8].map(|at| block.get(at..).and_then(<[u8]>::first_chunk).copied().unwrap_or_default());
    (u64::from_le_bytes(low), u64::from_le_bytes(high))
}

/// The first byte that is marked in a word.
pub(super) const fn first(marks: u64) -> usize {
    (marks.trailing_zeros() >> 3) as usize
}

/// Not 0 if a run ends in a block.
#[inline(never)]
pub(super) fn any_stop(block: &Block) -> u128 {
    any(block, is_stop, stops)
}

/// Marks each byte at which a run of plain characters ends; those above the first one may be wrong.
pub(super) const fn stops(word: u64) -> u64 {
    let control = word.wrapping_sub(repeat(0x20)) & !word & repeat(0x80);
    control | zeros(word ^ repeat(b'"')) | zeros(word ^ repeat(b'\\'))
}

/// As [`stops`], for one byte; without branches, for [`any`].
#[expect(clippy::needless_bitwise_bool, reason = "a branch is no vector instruction")]
pub(super) const fn is_stop(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\')
}

pub(super) const fn repeat(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The high bit of each byte that is zero; bits above the first one set may be wrong.
pub(super) const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(repeat(1)) & !word & repeat(0x80)
}
