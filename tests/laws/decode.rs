//! Tests that any bytes, decoded as any type, give a value or an error, and that a value survives encoding and decoding.

use gcs_prot::ErrorKind;
use gcs_prot::json::{self, Encode};

use super::implementation::{Implementation, check_payload};
use super::types::{self, Family, Visitor};

/// Checks the law. The first two bytes select a type; the others are the payload.
pub fn check(implementation: &impl Implementation, data: &[u8]) {
    let Some((choice, payload)) = data.split_first_chunk() else { return };
    let name = chosen(u16::from_be_bytes(*choice));
    check_payload(implementation, name, payload);
    // These properties are specific to this crate's types.
    check_type(name, payload);
}

/// Decodes a payload as the named type and checks the value. Returns whether the payload was accepted.
pub fn check_type(name: &str, payload: &[u8]) -> bool {
    types::visit(name, Check { name, payload }).expect("a known type")
}

/// Returns the two bytes that select the type with this name.
///
/// They are a hash of the name, so that inputs keep their meaning when types are added.
pub fn choice(name: &str) -> u16 {
    name.bytes().fold(0x811c, |hash: u16, byte| (hash ^ u16::from(byte)).wrapping_mul(0x0193).rotate_left(3))
}

/// Returns the type whose hash is the next one at or above `choice_`.
pub fn chosen(choice_: u16) -> &'static str {
    types::NAMES.iter().min_by_key(|name| choice(name).wrapping_sub(choice_)).expect("there are types")
}

struct Check<'p> {
    name: &'p str,
    payload: &'p [u8],
}

impl Visitor for Check<'_> {
    type Output = bool;

    fn visit<T: for<'a> Family<'a>>(self) -> bool {
        let Self { name, payload } = self;
        let mut buffer = payload.to_vec();
        let value: <T as Family<'_>>::Type =
            match json::decode(&mut buffer).and_then(|value| T::check(&value).map(|()| value)) {
                Ok(value) => value,
                Err(error) => {
                    assert!(!error.to_string().is_empty());
                    assert!(error.offset().is_none_or(|offset| offset as usize <= payload.len()), "{name}: {error}");
                    return false;
                }
            };
        if payload.len() < 256 {
            assert!(!format!("{value:?}").is_empty());
        }
        let once = encode(&value);
        let mut again = once.clone();
        let same: <T as Family<'_>>::Type = match json::decode(&mut again) {
            Ok(same) => same,
            Err(error) => panic!("{name}: {error} in {}, out of {}", once.escape_ascii(), payload.escape_ascii()),
        };
        assert!(encode(&same) == once, "{name}: no fixed point of {}", payload.escape_ascii());
        // The two values have different lifetimes, so they are compared as text. An absent `Nullable` that is not omitted is
        // written as `null`, and is read as that.
        let shown = |value: &<T as Family<'_>>::Type| format!("{:?}", json::Revealed(&value)).replace("Absent", "Null");
        assert_eq!(
            shown(&same),
            format!("{:?}", json::Revealed(&value)).replace("Absent", "Null"),
            "{name}: {}",
            payload.escape_ascii()
        );
        check_room(name, &same, &once);
        true
    }
}

/// Encodes a value into a buffer that grows until it is large enough.
pub fn encode(value: &impl Encode) -> Vec<u8> {
    let mut output = vec![0xa5; 4096];
    loop {
        match json::encode(value, &mut output) {
            Ok(written) => return written.to_vec(),
            Err(error) => assert_eq!(error.kind(), ErrorKind::BufferFull),
        }
        output.resize(output.len() * 4, 0xa5);
    }
}

/// Checks that a buffer of exactly the right size is enough, that a smaller one is an error, and that nothing is written
/// beyond it.
pub fn check_room(name: &str, value: &(impl Encode + ?Sized), whole: &[u8]) {
    let length = whole.len();
    for room in [length, length.saturating_sub(1), length / 2] {
        let mut output = vec![0xa5; length + 16];
        match json::encode(value, &mut output[..room]) {
            Ok(written) => assert_eq!((written, room), (whole, length), "{name}"),
            Err(error) => assert!(room < length && error.kind() == ErrorKind::BufferFull, "{name}: {error}"),
        }
        assert!(output[room..].iter().all(|byte| *byte == 0xa5), "{name}: written beyond {room} bytes");
    }
}
