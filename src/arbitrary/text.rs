//! Texts and numbers. Those that are special to JSON are more frequent than others.

use alloc::format;
use alloc::string::{String, ToString};

use arbitrary::{Result, Unstructured};

use crate::Guid;

/// Texts that a reader or a writer of JSON may handle incorrectly.
const SPECIAL: &[&str] = &[
    "\"",
    "\\",
    "/",
    "\u{8}",
    "\u{c}",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u{1f}",
    "\u{7f}",
    "<",
    ">",
    "&",
    "\u{2027}",
    "\u{2028}",
    "\u{2029}",
    "\u{e9}",
    "\u{800}",
    "\u{fffd}",
    "\u{ffff}",
    "\u{1f600}",
    "\u{10ffff}",
    "\\u0041",
    "\\\"",
    "{\"a\":[null]}",
];

/// Numbers whose spelling must not change.
const NUMBERS: &[&str] =
    &["0", "-0", "1.0", "1.50", "-0.0", "1e2", "1E+2", "2e-3", "18446744073709551615", "18446744073709551616", "-1"];

/// Makes any text; without data, an empty one.
pub fn any(data: &mut Unstructured<'_>) -> Result<String> {
    let mut text = String::new();
    let pieces: u8 = data.arbitrary()?;
    for _ in 0..pieces & 7 {
        match data.int_in_range(0..=3u8)? {
            0 => text.push_str(data.choose(SPECIAL)?),
            1 => text.push(data.arbitrary()?),
            _ => {
                for _ in 0..data.int_in_range(0..=24u8)? {
                    text.push(char::from(data.int_in_range(b' '..=b'~')?));
                }
            }
        }
    }
    Ok(text)
}

/// Makes a GUID, in lower case unless any case is allowed.
pub fn guid(in_any_case: bool, data: &mut Unstructured<'_>) -> Result<String> {
    let text = Guid::from_bytes(data.arbitrary()?).to_string();
    Ok(if in_any_case && data.arbitrary()? { text.to_ascii_uppercase() } else { text })
}

/// Makes a point in time, with a fraction that may have more digits than are kept, and with any offset.
pub fn time(data: &mut Unstructured<'_>) -> Result<String> {
    let mut up_to = |most: u16| data.int_in_range(0..=most);
    let (year, month, day) = (up_to(9999)?, up_to(11)?.saturating_add(1), up_to(27)?.saturating_add(1));
    let (hour, minute, second) = (up_to(23)?, up_to(59)?, up_to(59)?);
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    let digits = up_to(12)?;
    if digits > 0 {
        text.push(if up_to(7)? == 7 { ',' } else { '.' });
        for _ in 0..digits {
            text.push_str(&up_to(9)?.to_string());
        }
    }
    let offset = match up_to(3)? {
        0 => format!("+{:02}:{:02}", up_to(23)?, up_to(59)?),
        1 => format!("-{:02}:{:02}", up_to(23)?, up_to(59)?),
        _ => String::from("Z"),
    };
    text.push_str(&offset);
    Ok(text)
}

/// Makes any number.
pub fn number(data: &mut Unstructured<'_>) -> Result<String> {
    if data.arbitrary()? { Ok((*data.choose(NUMBERS)?).into()) } else { Ok(data.arbitrary::<i64>()?.to_string()) }
}

/// Spells a key in any case, with the two letters beyond ASCII that fold into it.
pub fn any_case(key: &str, data: &mut Unstructured<'_>) -> Result<String> {
    let spell = |letter: char| {
        Ok(match (data.arbitrary::<u8>()? & 7, letter) {
            (5, letter) => letter.to_ascii_lowercase(),
            (6, letter) => letter.to_ascii_uppercase(),
            (7, 's' | 'S') => '\u{17f}',
            (7, 'k' | 'K') => '\u{212a}',
            (_, letter) => letter,
        })
    };
    key.chars().map(spell).collect()
}
