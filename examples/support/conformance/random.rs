//! Random vectors.

use super::arguments::Arguments;
use super::vector::Vector;

/// Makes the requested number of payloads of the chosen types.
#[cfg(feature = "arbitrary")]
pub fn vectors(arguments: &Arguments) -> Result<Vec<Vector>, String> {
    use arbitrary::{Arbitrary, Unstructured};
    use gcs_prot::arbitrary::{Knobs, document};

    use super::{same, types};

    let names: Vec<_> = types::NAMES.iter().filter(|name| arguments.chooses_type(name)).collect();
    let mut made = Vec::new();
    for number in 0..arguments.random.unwrap_or(0) {
        let mut numbers = Numbers(arguments.seed.wrapping_shl(32) ^ number as u64);
        let Some(name) = names.get(numbers.next() as usize % names.len().max(1)) else { break };
        let size = numbers.next() as usize % 1200;
        let bytes: Vec<_> = (0..size).map(|_| numbers.next().to_le_bytes()[0]).collect();
        let mut data = Unstructured::new(&bytes);
        let payload_of = |data: &mut Unstructured<'_>| {
            let mut knobs = Knobs::arbitrary(data)?;
            knobs.wrong = number % 4 == 3;
            document(types::visit(name, same::ShapeOf).ok_or(arbitrary::Error::IncorrectFormat)?, knobs, data)
        };
        let payload = payload_of(&mut data).map_err(|error| format!("{name}: {error}"))?;
        let payload = String::from_utf8(payload).map_err(|error| error.to_string())?;
        made.push(Vector::new(format!("random/{}-{number}", arguments.seed), name, payload));
    }
    Ok(made)
}

/// A generator of numbers, which depend only on the seed (splitmix64).
#[cfg(feature = "arbitrary")]
struct Numbers(u64);

#[cfg(feature = "arbitrary")]
impl Numbers {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed >> 32) as u32
    }
}

/// Reports the missing feature, if generated payloads were requested.
#[cfg(not(feature = "arbitrary"))]
pub fn vectors(arguments: &Arguments) -> Result<Vec<Vector>, String> {
    match arguments.random {
        Some(_) => {
            Err("--random needs the feature `arbitrary`: cargo run --features arbitrary --example conformance".into())
        }
        None => Ok(Vec::new()),
    }
}
