//! Checks generated documents on any machine, like the tests with proptest do on one machine. The documents are the
//! same everywhere. Writing, reading and writing a document again must give the same bytes, also inside strings. For
//! documents in which a byte is changed, all machines must give the same result.
#![no_std]
#![no_main]

use core::array::from_fn;

use gcs_prot::Error;
use gcs_prot::json::{self, Decode, Encode, JsonString, RawJson, Writer};
use no_std_check::platform;

const DOCUMENTS: u64 = 1000;
const SIZE: usize = 64 << 10;

static mut WRITTEN: [u8; SIZE] = [0; SIZE];
static mut READ: [u8; SIZE] = [0; SIZE];
static mut AGAIN: [u8; SIZE] = [0; SIZE];

#[unsafe(no_mangle)]
fn run() -> u8 {
    // SAFETY: This code runs once, and there are no other references.
    let (written, read, again) = unsafe { (&mut *(&raw mut WRITTEN), &mut *(&raw mut READ), &mut *(&raw mut AGAIN)) };
    let mut buffers = Buffers { written, read, again, checksum: 0xcbf2_9ce4_8422_2325 };
    let mut changed = 0;
    for seed in 1..=DOCUMENTS {
        let document = Document(seed);
        changed += usize::from(!buffers.is_unchanged(&document, &|read, output| reread::<RawJson<'_>>(read, output)));
        let once = JsonString(&document);
        changed +=
            usize::from(!buffers.is_unchanged(&once, &|read, output| reread::<Nested<RawJson<'_>>>(read, output)));
        let twice = JsonString(once);
        changed += usize::from(
            !buffers.is_unchanged(&twice, &|read, output| reread::<Nested<Nested<RawJson<'_>>>>(read, output)),
        );
    }
    platform::write_number(changed);
    platform::write(b" documents broken, checksum ");
    platform::write_number((buffers.checksum >> 32) as usize);
    platform::write(b"-");
    platform::write_number((buffers.checksum & 0xffff_ffff) as usize);
    platform::write(b"\n");
    u8::from(changed > 0)
}

/// A nested document.
type Nested<T> = JsonString<Option<T>>;

/// Decodes a value and encodes it again.
fn reread<'a, 'o, T: Decode<'a> + Encode>(read: &'a mut [u8], output: &'o mut [u8]) -> Result<&'o [u8], Error> {
    let value: T = json::decode(read)?;
    json::encode(&value, output)
}

type Reread<'f> = &'f dyn for<'a, 'o> Fn(&'a mut [u8], &'o mut [u8]) -> Result<&'o [u8], Error>;

/// The buffers in which documents are written, read, and written again.
struct Buffers<'b> {
    written: &'b mut [u8],
    read: &'b mut [u8],
    again: &'b mut [u8],
    /// The checksum of all written documents, and of the results for the changed documents.
    checksum: u64,
}

impl Buffers<'_> {
    /// Returns whether a document is unchanged after writing and reading.
    fn is_unchanged(&mut self, document: &dyn Encode, again: Reread<'_>) -> bool {
        /// The bytes that replace a byte.
        const CHANGES: &[u8] = b"\"\\{}[],: 0n\x00\x1f\x80\xc3u";

        let Self { written, read, again: output, checksum } = self;
        let Ok(written) = json::encode(document, written) else { return false };
        *checksum = fold(*checksum, written);
        let mut random = Random(*checksum);
        let same = match copy(written, read).map(|read| again(read, output)) {
            Some(Ok(again)) => again == written,
            _ => false,
        };
        for _ in 0..8 {
            let Some(read) = copy(written, read) else { return false };
            let change = CHANGES.get(random.below(CHANGES.len())).copied().unwrap_or_default();
            if let Some(byte) = read.get_mut(random.below(written.len())) {
                *byte = change;
            }
            *checksum = match again(read, output) {
                Ok(again) => fold(*checksum, again),
                Err(error) => {
                    let offset = error.offset().unwrap_or(u32::MAX).to_le_bytes();
                    fold(fold(*checksum, error.kind().name().as_bytes()), &offset)
                }
            };
        }
        same
    }
}

/// Updates an FNV-1a checksum.
fn fold(checksum: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(checksum, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Copies the bytes to the front of a buffer, and returns that part.
fn copy<'b>(bytes: &[u8], buffer: &'b mut [u8]) -> Option<&'b mut [u8]> {
    let target = buffer.get_mut(..bytes.len())?;
    for (target, byte) in target.iter_mut().zip(bytes) {
        *target = *byte;
    }
    Some(target)
}

/// A pseudo-random generator (xorshift64*), which gives the same numbers everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, bound: usize) -> usize {
        ((self.next() >> 32).wrapping_mul(bound as u64) >> 32) as usize
    }
}

/// A document that is generated from a seed. It is a list and therefore never `null`, which is not a nested document.
struct Document(u64);

impl Encode for Document {
    fn encode(&self, writer: &mut Writer<'_>) {
        let mut random = Random(self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        writer.open('[');
        for _ in 0..3 {
            writer.element();
            value(&mut random, writer, 4);
        }
        writer.close(']');
    }
}

fn value(random: &mut Random, writer: &mut Writer<'_>, depth: usize) {
    const WORDS: [&str; 8] =
        ["null", "true", "false", "-0", "1.5e3", "-12.0E-7", "0e+00", "123456789012345678901234567890"];

    // At the maximum depth, only values without elements are generated.
    match random.below(if depth == 0 { 6 } else { 9 }) {
        0 => writer.word(WORDS.get(random.below(WORDS.len())).unwrap_or(&"null")),
        1 => writer.unsigned(random.next() >> random.below(64)),
        2 => writer.signed(random.next().cast_signed() >> random.below(64)),
        3..6 => text(random, None, &mut |text| writer.string(text)),
        6 => {
            writer.open('[');
            for _ in 0..random.below(5) {
                writer.element();
                value(random, writer, depth.wrapping_sub(1));
            }
            writer.close(']');
        }
        _ => {
            writer.open('{');
            for first in (b'0'..).take(random.below(4)) {
                // No key occurs twice: each begins with a digit of its own.
                text(random, Some(first), &mut |key| writer.key(key));
                value(random, writer, depth.wrapping_sub(1));
            }
            writer.close('}');
        }
    }
}

/// Generates a string. It consists of plain runs, some of them longer than any step of a scan, and of characters with a
/// special meaning in JSON. `first`, if it is given, is the first character.
fn text(random: &mut Random, first: Option<u8>, take: &mut dyn FnMut(&str)) {
    const SPECIAL: [char; 16] = [
        '"', '\\', '\n', '\0', '\u{1f}', '<', '>', '&', '\u{2028}', '\u{2029}', '\u{2027}', 'é', '€', '😀', '\u{7f}',
        '/',
    ];

    let mut bytes: [u8; 900] = from_fn(|at| b'a' | (at & 0xf).to_le_bytes()[0]);
    let mut length = 0_usize;
    if let (Some(first), Some(target)) = (first, bytes.first_mut()) {
        *target = first;
        length = 1;
    }
    for _ in 0..random.below(6) {
        let run = [0, 3, 9, 20, 70, 300][random.below(6).min(5)];
        length = length.wrapping_add(random.below(run + 1));
        let character = match random.below(4) {
            0 => char::from_u32(random.below(0x11_0000).try_into().unwrap_or_default()).unwrap_or_default(),
            _ => SPECIAL.get(random.below(SPECIAL.len())).copied().unwrap_or_default(),
        };
        let mut utf8 = [0; 4];
        let utf8 = character.encode_utf8(&mut utf8).as_bytes();
        let Some(target) = bytes.get_mut(length..).and_then(|rest| rest.get_mut(..utf8.len())) else { break };
        for (target, byte) in target.iter_mut().zip(utf8) {
            *target = *byte;
        }
        length = length.wrapping_add(utf8.len());
    }
    take(bytes.get(..length).and_then(|text| core::str::from_utf8(text).ok()).unwrap_or("?"));
}
