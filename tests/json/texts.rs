//! Tests the characters of strings: escapes, surrogates and UTF-8.

use super::*;

#[test]
fn every_escape_is_read_and_the_reference_s_are_written() {
    let read = r#""\"\\\/\b\f\n\r\t\u0041\u00e9\u263A\uD83D\ude00\ud800x\udc00\u007f<>&""#;
    let written = "\"\\\"\\\\/\\b\\f\\n\\r\\tAé☺😀\u{fffd}x\u{fffd}\u{7f}\\u003c\\u003e\\u0026\"";
    assert_eq!(round_trip::<Text>(read).as_deref(), Ok(written));
    assert_eq!(
        round_trip::<Text>("\"\u{2028}\u{2029}\u{2027}\u{e2}\"").as_deref(),
        Ok("\"\\u2028\\u2029\u{2027}\u{e2}\"")
    );
    for code in 0..0x20u32 {
        let escaped = format!("\"\\u{code:04X}\"");
        let short = match code {
            8 => "\\b".into(),
            9 => "\\t".into(),
            10 => "\\n".into(),
            12 => "\\f".into(),
            13 => "\\r".into(),
            _ => format!("\\u{code:04x}"),
        };
        assert_eq!(round_trip::<Text>(&escaped), Ok(format!("\"{short}\"")));
        assert_eq!(
            kind(round_trip::<Text>(&format!("\"{}\"", char::from_u32(code).expect("ASCII")))),
            Some(ErrorKind::ControlCharacter)
        );
    }
    for bad in
        [r"\u", r"\u12", r"\u12g4", r"\uzz41", r"\u0zz1", r"\u00zz", r"\uzzzz", r"\U0041", r"\x41", r"\'", r"\0", r"\ "]
    {
        assert_eq!(kind(round_trip::<Text>(&format!("\"{bad}\""))), Some(ErrorKind::InvalidEscape), "{bad}");
    }
}

#[test]
fn a_backslash_before_a_quote_begins_no_string() {
    for text in [r#"\"a""#, r#" \"a""#, r#"\"a\""#, r#" \"a\""#] {
        assert_eq!(kind(round_trip::<Text>(text)), Some(ErrorKind::UnexpectedByte), "{text}");
        let text = text.replace('\\', r"\\").replace('"', "\\\"");
        let nested = format!(r#"{{"Inner":"{{\"Name\":{text}}}"}}"#);
        assert_eq!(kind(round_trip::<Inners>(&nested)), Some(ErrorKind::UnexpectedByte), "{nested}");
    }
    // Taken for a quote, each of these backslashes would begin an empty string.
    for text in [
        r#"{"List":[ \"]}"#,
        r#"{"List":["a", \"]}"#,
        r#"{"Map":{ \":1}}"#,
        r#"{"Map":{"a":1, \":1}}"#,
        r#"{"Any": \"}"#,
        r#"{"Any":[ \"]}"#,
        r#"{"Any":{ \":1}}"#,
        r#"{ \":1}"#,
        r#"{"Text":"a", \":1}"#,
    ] {
        assert_eq!(kind(sample(text)), Some(ErrorKind::UnexpectedByte), "{text}");
    }
}

#[test]
fn surrogates_pair_up_or_become_replacement_characters() {
    for (escapes, text) in [
        (r"\ud83d\ude00", "😀"),
        (r"\ud83d", "\u{fffd}"),
        (r"\ude00", "\u{fffd}"),
        (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
        (r"\ud83d\ud83d\ude00", "\u{fffd}😀"),
        (r"\ud83d\u0041", "\u{fffd}A"),
        (r"\ud83d\n", "\u{fffd}\\n"),
        (r"\ud83dx", "\u{fffd}x"),
    ] {
        assert_eq!(round_trip::<Text>(&format!("\"{escapes}\"")), Ok(format!("\"{text}\"")), "{escapes}");
        // The same applies inside a nested document, and in a list in it.
        let nested =
            format!(r#"{{"Inner":"{{\"Name\":\"{0}\",\"Names\":[\"{0}\"]}}"}}"#, escapes.replace('\\', "\\\\"));
        let expected = format!(r#"{{"Inner":"{{\"Name\":\"{0}\",\"Names\":[\"{0}\"]}}"}}"#, text.replace('\\', "\\\\"));
        assert_eq!(round_trip::<Inners>(&nested), Ok(expected), "{escapes}");
    }
}

#[test]
fn invalid_utf8_is_an_error_wherever_it_stands() {
    for text in [
        &b"{\"Text\":\"a\xff\"}"[..],
        b"{\"List\":[\"a\xc3\"]}",
        b"{\"Map\":{\"\x80\":1}}",
        b"{\"unknown\":[\"\xed\xa0\x80\"]}",
        b"{\"\xf5\":1}",
        b"{\"Inner\":\"{\\\"Name\\\":\\\"\xff\\\"}\"}",
        b"{\"Any\":\"\xc0\x80\"}",
        b"{\"List\":[\"\\n\\n\\n\\n\xe2\x82\"]}",
    ] {
        let mut text = text.to_vec();
        let result = json::decode::<Sample>(&mut text).map(drop);
        assert_eq!(kind(result), Some(ErrorKind::InvalidUtf8));
    }
}

#[test]
fn bytes_left_over_by_unescaping_are_not_invalid_utf8() {
    // Unescaping moves the two bytes of é down, and the second byte of the original remains after them.
    for text in ["\\né", "\\u0041é", "é\\n☺", "\\ud83d\\ude00😀", "\\\\\\\\é"] {
        let list = format!(r#"["{text}","{text}"]"#);
        assert_eq!(
            round_trip::<Strings>(&list),
            Ok(round_trip::<Text>(&format!("\"{text}\"")).map(|one| format!("[{one},{one}]")).expect("text"))
        );
    }
}

#[test]
fn a_nul_is_a_character_like_any_other() {
    for length in [0, 1, 60, 61, 62, 63, 64, 100, 127, 128, 300, 20_000] {
        for (before, after) in [("", ""), ("x", ""), ("", "é"), ("\\u0000", "\\u0000")] {
            let text = format!("{before}\\u0000{}{after}", "x".repeat(length));
            for json in
                [format!("[\"{text}\",\"{text}\",1]"), format!("[\"{text}\"]"), format!("{{\"{text}\":[\"{text}\"]}}")]
            {
                assert_eq!(round_trip::<AnyJson>(&json).as_deref(), Ok(&*json));
                let nested = format!(
                    r#"{{"Inner":"{{\"Name\":\"\",\"x\":{},\"Names\":[\"{}\"]}}"}}"#,
                    "0",
                    text.replace('\\', "\\\\")
                );
                assert_eq!(round_trip::<Inners>(&nested), Ok(nested.replace("\\\"x\\\":0,", "")));
            }
        }
    }
}
